"""The compiled lexicon: current, unambiguous, append-only, and open to a new word without new C."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = (
    "lexicon.toml",
    "exclusions.toml",
    "exclusion_places.toml",
    "exclusion_idioms.toml",
    "lexicon.h",
    "lexicon_codes.lock",
)


@pytest.fixture(scope="module")
def tool(root: Path) -> Path:
    path = root / "tools" / "gen_tables.py"
    if not path.exists():
        pytest.skip("only under a checkout: the generator is no part of an installed package")
    return path


@pytest.fixture
def csrc(root: Path, tool: Path, tmp_path: Path) -> Path:
    """A copy of the sources that a test may change."""
    for path in sorted((root / "csrc").glob("*.h")) + [root / "csrc" / name for name in SOURCES]:
        shutil.copy(path, tmp_path / path.name)
    return tmp_path


def generate(tool: Path, csrc: Path, *options: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(tool), "--csrc", str(csrc), *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_checked_in_tables_are_current(tool: Path, root: Path) -> None:
    result = generate(tool, root / "csrc", "--check")
    assert result.returncode == 0, result.stderr


def test_the_dictionary_of_the_fuzzers_is_current(tool: Path, csrc: Path) -> None:
    def check(folder: Path) -> subprocess.CompletedProcess:
        command = [sys.executable, str(tool.with_name("gen_dictionary.py")), "--csrc", str(folder), "--check"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert check(tool.parents[1] / "csrc").returncode == 0
    replace(csrc / "lexicon.toml", '"出头", "挂零"', '"出头", "挂零", "冒尖"')
    assert check(csrc).returncode == 1


def test_a_changed_word_makes_the_tables_stale(tool: Path, csrc: Path, root: Path) -> None:
    generated = (
        "lexicon_codes.h",
        "lexicon_tables.inc",
        "quick_tables.inc",
        "exclusion_tables.inc",
        "index_avx2.inc",
        "index_avx512.inc",
    )
    for name in generated:
        shutil.copy(root / "csrc" / name, csrc / name)
    assert generate(tool, csrc, "--check").returncode == 0
    replace(csrc / "lexicon.toml", '"出头", "挂零"', '"出头", "挂零", "冒尖"')
    result = generate(tool, csrc, "--check")
    assert result.returncode == 1
    assert "lexicon_tables.inc" in result.stderr


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        (
            '[[unit]]\nid = "{x}"\ncode = 9000\nzh = "户"\nkind = "count"\ndimension = "count"\nforms = ["户"]\n',
            "'户' has two meanings as unit",
        ),
        (
            '[[unit]]\nid = "{x}"\ncode = 9000\nzh = "戶"\nkind = "count"\ndimension = "count"\nforms = ["戶"]\n',
            "'戶' has two meanings as unit",
        ),
        (
            '[[cue]]\nid = "x"\ncode = 200\nplace = "prefix"\nrelation = "lt"\nforms = ["超过"]\n',
            "'超过' has two meanings as prefix",
        ),
        ('[[unit]]\nid = "{x}"\ncode = 256\nzh = "x"\nkind = "count"\ndimension = "count"\n', "is taken"),
        ('[[unit]]\nid = "km"\ncode = 9000\nzh = "x"\nkind = "count"\ndimension = "count"\n', "is taken"),
        ('[[currency]]\nid = "ABC"\ncode = 300\nzh = "x"\n', "not in 1 … 255"),
        (
            '[[cue]]\nid = "x"\ncode = 200\nplace = "prefix"\nrelation = "lt"\nforms = ["约三"]\n',
            "would take it for '约' and a number",
        ),
        (
            '[[cue]]\nid = "x"\ncode = 200\nplace = "prefix"\nrelation = "lt"\nforms = ["不，到"]\n',
            "has no comma and no digit",
        ),
        ('[[cue]]\nid = "x"\ncode = 14\nplace = "prefix"\nforms = ["x"]\n', "is taken"),
        (
            '[[unit]]\nid = "{x}"\ncode = 9000\nzh = "x"\nkind = "count"\ndimension = "count"\ncolour = 1\n',
            "unknown column colour",
        ),
        ('[[colour]]\nforms = ["x"]\n', "no such section"),
        ('[[mean]]\nforms = ["x均"]\nunit = "{nothing}"\n', "'{nothing}' is no unit"),
        ('[[lexeme]]\nforms = ["x"]\nrelation = "eq"\n', "no number"),
        ('[[lexeme]]\nforms = ["x"]\nrelation = "span"\nlo = "5"\nhi = "3"\n', "lo above hi"),
        ('[[digit_pair]]\nforms = ["三三"]\n', "the same digit twice"),
        ('[[choice]]\nforms = ["x"]\nsenses = [{ unit = "km" }, { unit = "m" }]\n', "needs a condition"),
        (
            '[[choice]]\nforms = ["x"]\nsenses = [{ unit = "km", when = ["raining"] }, { unit = "m" }]\n',
            "unknown condition raining",
        ),
        ('[[letter_scale]]\nforms = { "kk" = 3 }\n', "one letter"),
        ('[[letter_scale]]\nforms = { "k" = 2 }\n', "'k' has two meanings as letter_scale"),
        ('[[part]]\nname = "{fen}"\nafter = "s"\nunit = "deg"\n', "there already"),
        ('[[variants]]\nvariant = "萬"\ncharacter = "亿"\n', "'萬' is folded twice"),
        ('[[variants]]\nvariant = "億"\ncharacter = "萬"\n', "folded twice"),
        ('[[variants]]\nvariant = "龘"\ncharacter = "萬"\n', "a chain"),
    ],
)
def test_the_generator_refuses_what_cannot_be_meant(tool: Path, csrc: Path, block: str, complaint: str) -> None:
    append(csrc / "lexicon.toml", "\n" + block)
    result = generate(tool, csrc)
    assert result.returncode == 2
    assert complaint in result.stderr
    assert not (csrc / "lexicon_tables.inc").exists()


@pytest.mark.parametrize("character", ["個", "第一", "点"])  # a variant, two characters, one that has a name
def test_the_generator_refuses_a_symbol_that_is_no_character_of_its_own(tool: Path, csrc: Path, character: str) -> None:
    replace(csrc / "lexicon.toml", 'ordinal = "第"', f'ordinal = "{character}"')
    result = generate(tool, csrc)
    assert result.returncode == 2
    assert f"{character!r} is folded, longer than one character, or named twice" in result.stderr


def test_a_letter_and_the_name_of_a_part_are_data(tool: Path, csrc: Path) -> None:
    append(
        csrc / "lexicon.toml",
        """
[[letter_scale]]
forms = { "g" = 9 }
[[part]]
name = "s"
after = "d"
unit = "h"
""",
    )
    result = generate(tool, csrc)
    assert result.returncode == 0, result.stderr
    codes = dict(re.findall(r"AID_UNIT_(\w+) = (\d+),", (csrc / "lexicon_codes.h").read_text(encoding="utf-8")))
    tables = (csrc / "lexicon_tables.inc").read_text(encoding="utf-8")
    assert f"{{{codes['SECOND']}, {codes['DAY']}, {codes['HOUR']}}}, {{0, 0, 0}}" in tables
    letter_scale = (csrc / "lexicon.h").read_text(encoding="utf-8").partition("AID_ROLE_COUNT")[0].count(
        "AID_ROLE_"
    ) - 1
    assert f"{{{letter_scale}, 9, 0}}" in tables


@pytest.mark.parametrize("form", ["三", "三" * 18])
def test_an_excluded_word_has_two_to_seventeen_characters(tool: Path, csrc: Path, form: str) -> None:
    append(csrc / "exclusions.toml", f'\n[[exclusion]]\nclass = "set phrase"\nforms = ["{form}"]\n')
    result = generate(tool, csrc)
    assert result.returncode == 2
    assert f"exclusion '{form}': a word has 2 to 17 characters" in result.stderr


def test_codes_are_only_ever_added(tool: Path, csrc: Path) -> None:
    renumbered = csrc / "lexicon.toml"
    replace(renumbered, 'id = "USD"\ncode = 2\n', 'id = "USD"\ncode = 250\n')
    result = generate(tool, csrc)
    assert result.returncode == 2
    assert "unit USD: code 2 is in saved arrays and is now 250" in result.stderr


def test_a_code_cannot_disappear(tool: Path, csrc: Path) -> None:
    replace(csrc / "lexicon.toml", '"no_year", "label"', '"no_year"')
    result = generate(tool, csrc)
    assert result.returncode == 2
    assert "flag label: code 22 is in saved arrays and is gone" in result.stderr


def test_a_unit_an_approximator_an_idiom_and_a_currency_are_data(tool: Path, csrc: Path) -> None:
    append(
        csrc / "lexicon.toml",
        """
[[unit]]
id = "{greenhouse}"
code = 9000
zh = "棚"
kind = "count"
dimension = "count"
integer = true
forms = ["棚", "座棚"]
[[cue]]
id = "上好几"
code = 200
place = "prefix"
relation = "over"
forms = ["怕有"]
[[currency]]
id = "ISK"
code = 250
zh = "冰岛克朗"
forms = ["冰岛克朗", "ISK"]
prefix = ["ISK"]
""",
    )
    append(csrc / "exclusions.toml", '\n[[exclusion]]\nclass = "set phrase"\nforms = ["三拳两脚"]\n')
    result = generate(tool, csrc)
    assert result.returncode == 0, result.stderr
    codes = (csrc / "lexicon_codes.h").read_text(encoding="utf-8")
    assert "AID_UNIT_GREENHOUSE = 9000," in codes
    assert "AID_UNIT_ISK = 250," in codes
    assert "AID_CUE_200 = 200," in codes
    lock = (csrc / "lexicon_codes.lock").read_text(encoding="utf-8")
    assert "unit {greenhouse} 9000\n" in lock
    tables = (csrc / "lexicon_tables.inc").read_text(encoding="utf-8")
    assert '"棚|座棚"' in tables
    assert generate(tool, csrc, "--check").returncode == 0


def test_a_codes_header_names_every_status_of_the_lock(root: Path, tool: Path) -> None:
    lock = (root / "csrc" / "lexicon_codes.lock").read_text(encoding="utf-8")
    header = (root / "csrc" / "lexicon_codes.h").read_text(encoding="utf-8")
    statuses = re.findall(r"^status (E_\w+) (\d+)$", lock, re.MULTILINE)
    assert len(statuses) > 20
    for name, code in statuses:
        assert f"AID_{name} = {code}," in header


def test_every_unit_of_the_reference_table_is_in_the_lexicon(shared: Path, root: Path, tool: Path) -> None:
    sys.path.insert(0, str(tool.parent))
    try:
        import lexicon_source
    finally:
        sys.path.pop(0)
    lexicon = lexicon_source.load(root / "csrc" / "lexicon.toml", root / "csrc" / "lexicon.h")
    unit = {row["id"]: row for row in lexicon.units}
    code_of = {row["id"]: row["code"] for row in lexicon.units}
    with (shared / "units.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    assert len(rows) > 250
    for row in rows:
        assert row["code"] in unit, row
        found = unit[row["code"]]
        assert found["canonical"] == code_of[row["canonical"]], row
        assert found["integer"] == (row["integer"] == "y"), row
        if row["factor"] not in ("affine", "log2"):
            assert found["factor"] == lexicon_source.exact(row["factor"], ""), row
        for surface in [row["zh"], *filter(None, row["aliases"].split("|"))]:
            if surface != "台(套)":  # the one whose parentheses are part of it
                surface = re.sub(r"\(.*\)$", "", surface)
            if surface.endswith("分之") or surface == "K":  # 百分之 is grammar; K needs a degree sign (SPEC 6 rule 5)
                continue
            folded = "".join(lexicon.fold.get(character, character) for character in surface)
            argument, code = lexicon.forward[folded]["UNIT"]
            meanings = {code}
            if argument & lexicon_source.CHOICE:
                last = next(
                    at
                    for at in range(code, len(lexicon.choices))
                    if not any(lexicon.choices[at][column] for column in ("when", "prev", "next"))
                )
                meanings = {sense["unit"] for sense in lexicon.choices[code : last + 1]}
            assert code_of[row["code"]] in meanings, surface
