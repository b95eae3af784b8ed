"""Every SIMD level that this machine has gives the same records, bit for bit."""

import functools
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import aidstats

HERE = Path(__file__).parent
LEVELS = ("scalar", "avx2", "avx512")
PIECES = [
    "近8亿元",
    "2600余万元，",
    "20多万人",
    "一定",
    "第三批",
    "2023年9月5日",
    "。",
    "\n",
    "；",
    "的",
    "每户5000元",
    "½",
    "é",
    "𠮷",
    "a",
]
FINGERPRINT = """
import hashlib, sys, aidstats
texts = sys.stdin.buffer.read().decode().split("\\0")
print(aidstats.build_info()["simd"])
for level in ("strict", "default", "greedy"):
    found = aidstats.find_array(texts, level=level)
    print(len(found), hashlib.sha256(found.tobytes()).hexdigest())
"""
# Rows that lie one behind the other are what each is alone, wherever they are cut; HandMade needs no library.
ROWS = """
import random, sys
import numpy as np
import aidstats
from aidstats import _core
from arrow_structs import HandMade

rng = random.Random(int(sys.argv[1]))
pieces = sys.stdin.buffer.read().decode().split("\\0")
print(aidstats.build_info()["simd"])


def column(ends, content, valid):
    offsets = np.array([0, *ends], np.int32).tobytes()
    return HandMade(b"z", len(ends), [valid, offsets, content], null_count=-1)


for plain in (0, 0.7, 0.97):
    words = [rng.choice(pieces) if rng.random() > plain else rng.choice("的是在工程，") for _ in range(9000)]
    content = "".join(words).encode()
    cuts = [rng.randrange(len(content)) for _ in range(1500)] + [0, len(content)]
    if rng.random() < 0.8:  # else within characters, too
        cuts = [at for at in cuts if at == len(content) or content[at] & 0xC0 != 0x80]
    ends = sorted(cuts + rng.choices(cuts, k=100))
    valid = np.array(rng.choices([0xFF, 0xFE, 0xBF], [50, 1, 1], k=len(ends) // 8 + 1), np.uint8).tobytes()
    together = _core.find_records(column(ends, content, valid))
    alone, start = [], 0
    for row, end in enumerate(ends):
        if valid[row >> 3] >> (row & 7) & 1:
            found = _core.find_records(column([end - start], content[start:end], None))
            found["row"] = row
            alone.append(found)
        start = end
    alone = np.concatenate(alone)
    assert together.tobytes() == alone.tobytes(), plain
    print(len(together))
"""


def texts() -> list[str]:
    rng = random.Random(20231105)
    made = ["".join(rng.choices(PIECES, k=rng.randint(0, 60))) for _ in range(2000)]
    return made + [" " * shift + "约3.5万人，" * 40 for shift in range(130)]


def run(level: str, *program: str, given: list[str] | None = None) -> subprocess.CompletedProcess[bytes]:
    path = filter(None, [os.environ.get("PYTHONPATH")])
    return subprocess.run(
        [sys.executable, "-c", *(program or [FINGERPRINT])],
        input="\0".join(texts() if given is None else given).encode(),
        env={**os.environ, "AIDSTATS_SIMD": level, "PYTHONPATH": os.pathsep.join(map(str, [*path, HERE]))},
        capture_output=True,
        timeout=120,
        check=False,
    )


@functools.cache
def available(level: str) -> bool:
    result = run(level)
    if result.returncode != 0:
        assert b"AIDSTATS_SIMD is " + level.encode() + b"; this machine has scalar" in result.stderr
    return result.returncode == 0


def test_every_level_finds_the_same_as_the_scalar_one():
    levels = [level for level in LEVELS if available(level)]
    assert "scalar" in levels
    outputs = {level: run(level).stdout.decode().splitlines() for level in levels}
    assert {level: lines[0] for level, lines in outputs.items()} == {level: level for level in levels}
    assert len({tuple(lines[1:]) for lines in outputs.values()}) == 1, outputs
    assert int(outputs["scalar"][2].split()[0]) > 10_000  # quantities at level default


def test_rows_that_lie_together_are_found_in_as_each_alone():
    levels = [level for level in LEVELS if available(level)]
    assert "scalar" in levels
    for level in levels:
        for seed in ("1", "2", "3"):
            result = run(level, ROWS, seed, given=PIECES)
            assert result.returncode == 0, result.stderr.decode()
            assert result.stdout.decode().split()[0] == level
            assert min(map(int, result.stdout.decode().split()[1:])) > 20


def test_the_process_itself_agrees_with_the_scalar_level():
    found = aidstats.find_array(texts())
    line = f"{len(found)} {hashlib.sha256(found.tobytes()).hexdigest()}"
    assert run("scalar").stdout.decode().splitlines()[2] == line


def test_an_unknown_level_is_named_with_those_there_are():
    result = run("neon")
    assert result.returncode != 0
    assert b"AIDSTATS_SIMD is neon; this machine has scalar" in result.stderr


@pytest.mark.parametrize("level", ["", None])
def test_without_the_variable_the_best_level_is_taken(level):
    environment = {key: value for key, value in os.environ.items() if key != "AIDSTATS_SIMD"}
    if level is not None:
        environment["AIDSTATS_SIMD"] = level
    command = [sys.executable, "-c", "import aidstats; print(aidstats.build_info()['simd'])"]
    output = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    assert output.stdout.strip() == [one for one in LEVELS if available(one)][-1]


STRINGS = """
import hashlib, sys, aidstats
texts = sys.stdin.buffer.read().decode("utf-8", "surrogatepass").split("\\0")
records = aidstats.parse_array(texts, errors="coerce")
print(len(records), hashlib.sha256(records.tobytes()).hexdigest(), int((records["status"] > 1).sum()))
"""


def test_every_level_reads_str_of_all_lengths_as_the_scalar_one():
    rng = random.Random(20261129)
    pieces = [*"0123456789.亿万元约户%至é߿ࠀ￿", "\ud800", "\udfff", "近8亿元", "2600余万元"]
    made = ["".join(rng.choices(pieces[:14], k=length)) for length in range(70) for _ in range(20)]
    made += ["".join(rng.choices(pieces, k=rng.randint(1, 40))) for _ in range(2000)]
    made += ["3" * at + odd + "亿元" * 9 for at in range(20) for odd in ("é", "\ud800", "￿", "߿")]
    outputs = {}
    for level in filter(available, LEVELS):
        result = subprocess.run(
            [sys.executable, "-c", STRINGS],
            input="\0".join(made).encode("utf-8", "surrogatepass"),
            env={**os.environ, "AIDSTATS_SIMD": level},
            capture_output=True,
            timeout=120,
            check=True,
        )
        outputs[level] = result.stdout.decode().split()
    assert "scalar" in outputs and len({tuple(words) for words in outputs.values()}) == 1, outputs
    assert int(outputs["scalar"][0]) == len(made)
    assert 0 < int(outputs["scalar"][2]) < len(made)
