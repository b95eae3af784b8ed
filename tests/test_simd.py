"""Every SIMD level that this machine has gives the same records, bit for bit."""

import hashlib
import os
import random
import subprocess
import sys

import pytest

import aidstats

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


def texts() -> list[str]:
    rng = random.Random(20231105)
    made = ["".join(rng.choices(PIECES, k=rng.randint(0, 60))) for _ in range(2000)]
    return made + [" " * shift + "约3.5万人，" * 40 for shift in range(130)]


def run(level: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", FINGERPRINT],
        input="\0".join(texts()).encode(),
        env={**os.environ, "AIDSTATS_SIMD": level},
        capture_output=True,
        timeout=120,
        check=False,
    )


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
