"""A new word is one entry of the lexicon and one line of a case file: nothing else changes, no C is written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from case_files import COLUMNS, HEADER

UNIT = """
[[unit]]
id = "{greenhouse}"
code = %d
zh = "棚"
kind = "count"
dimension = "count"
integer = true
forms = ["棚"]
"""
APPROXIMATOR = """
[[cue]]
id = "怕有"
code = %d
place = "prefix"
relation = "approx"
forms = ["怕有"]
"""
CURRENCY = """
[[currency]]
id = "ISK"
code = %d
zh = "冰岛克朗"
forms = ["冰岛克朗"]
"""
IDIOM = """
[[exclusion]]
class = "set phrase"
forms = ["三桶两勺"]
"""


def case(mode: str, text: str, **fields: str) -> str:
    said = {"id": "new", "rule": "§6", "mode": mode, "text": text, "kind": "none", **fields}
    if said["kind"] != "none":
        said = {"lo_open": "0", "hi_open": "0", "relation": "eq", **said}
    return "\t".join(said.get(column, "") for column in COLUMNS)


WORDS = {
    "unit": case("parse", "23棚", kind="count", value="23", lo="23", hi="23", unit="{greenhouse}"),
    "approximator": case(
        "find", "怕有30人", kind="count", value="30", lo="27", hi="33", relation="approx", unit="{person}"
    ),
    "currency": case("parse", "500冰岛克朗", kind="money", value="500", lo="500", hi="500", unit="ISK"),
    "idiom": case("find", "三桶两勺地算账"),
}


@pytest.fixture(scope="module")
def compiler() -> str:
    found = shutil.which("cc") or shutil.which("gcc")
    if found is None:
        pytest.skip("needs a C compiler")
    return found


def next_code(csrc: Path, section: str) -> int:
    """The next free one: codes of units start at 256, below are the currencies."""
    lock = (csrc / "lexicon_codes.lock").read_text(encoding="utf-8")
    kind = "cue" if section == "cue" else "unit"
    codes = [int(code) for code in re.findall(rf"^{kind} .* (\d+)$", lock, re.MULTILINE)]
    return max(code for code in codes if section != "currency" or code < 256) + 1


def program(compiler: str, csrc: Path, root: Path) -> Path:
    """tests/c/test_cases.c with this core: it reads the case files of its command line."""
    path = csrc / "test_cases"
    sources = [*sorted(csrc.glob("*.c")), root / "tests" / "c" / "test_cases.c"]
    command = [
        compiler,
        "-std=c11",
        "-O0",
        f"-I{csrc}",
        f"-I{root / 'tests' / 'c'}",
        *map(str, sources),
        "-o",
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def extended(root: Path, compiler: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The reader as it is, and the reader of a copy of the lexicon with the four words; no C differs."""
    tool = root / "tools" / "gen_tables.py"
    if not tool.exists():
        pytest.skip("only under a checkout: the generator is no part of an installed package")
    folders = [tmp_path_factory.mktemp(name) for name in ("plain", "extended")]
    for folder in folders:
        for path in (root / "csrc").iterdir():
            if path.is_file():
                shutil.copy(path, folder / path.name)
    csrc = folders[1]
    for name, section, block in (
        ("lexicon.toml", "unit", UNIT % next_code(csrc, "unit")),
        ("lexicon.toml", "cue", APPROXIMATOR % next_code(csrc, "cue")),
        ("lexicon.toml", "currency", CURRENCY % next_code(csrc, "currency")),
        ("exclusions.toml", "exclusion", IDIOM),
    ):
        assert f"[[{section}]]" in block
        with (csrc / name).open("a", encoding="utf-8") as file:
            file.write(block)
    subprocess.run([sys.executable, str(tool), "--csrc", str(csrc)], check=True, capture_output=True)
    return program(compiler, folders[0], root), program(compiler, csrc, root)


@pytest.mark.parametrize("word", WORDS)
def test_one_entry_and_one_case_line_are_a_new_word(word: str, extended: tuple[Path, Path], tmp_path: Path) -> None:
    cases = tmp_path / "new.tsv"
    cases.write_text(f"{HEADER}\n{WORDS[word]}\n", encoding="utf-8")
    before, after = (subprocess.run([str(path), str(cases)], capture_output=True, check=False) for path in extended)
    assert before.returncode != 0, "the word was known before"
    assert after.returncode == 0, after.stdout.decode() + after.stderr.decode()


def test_a_new_word_changes_nothing_that_was_read_before(extended: tuple[Path, Path], root: Path) -> None:
    files = sorted(str(path) for path in (root / "tests" / "cases").glob("*.tsv"))
    assert subprocess.run([str(extended[1]), *files], capture_output=True, check=False).returncode == 0
