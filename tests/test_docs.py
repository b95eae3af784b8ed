"""What the documents say is so: examples are run, links and paths exist, the version is one."""

import doctest
import os
import re
import shlex
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import aidstats
from aidstats import _core

NAMES = ("semantics", "records", "data", "format", "integrations", "sheets", "cluster")
DOCUMENTS = ["README.md", *(f"docs/{name}.md" for name in NAMES)]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == language]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_examples_give_what_they_show(root, document):
    """All >>> blocks of one document are one session."""
    text = (root / document).read_text(encoding="utf-8")
    session = "\n".join(blocks(text, "pycon"))
    assert session, "a document without an example"
    test = doctest.DocTestParser().get_doctest(session, {}, document, document, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    result = runner.run(test, out=report.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(report)


def test_commands_of_the_readme_print_what_it_shows(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    sessions = blocks(text, "console")
    assert sessions
    for session in sessions:
        for command in session.strip().removeprefix("$ ").split("\n$ "):
            line, _, expected = command.partition("\n")
            if not line.startswith("aidstats "):
                continue  # make, pip: run by the makefile itself
            arguments = [sys.executable, "-P", "-m", *shlex.split(line)]
            result = subprocess.run(arguments, cwd=root, capture_output=True, timeout=60)
            printed = (result.stdout + result.stderr).decode().strip()
            assert printed == expected.strip(), line


def test_every_path_that_a_document_names_exists(root):
    for document in [*DOCUMENTS, "CONTRIBUTING.md"]:
        path = root / document
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{document} links to {target}"


def test_the_main_job_writes_what_it_says(root, tmp_path):
    pytest.importorskip("matplotlib", reason="needs matplotlib")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    command = [sys.executable, "-P", "examples/overview.py", "examples/article.txt", "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=root, capture_output=True, timeout=120)
    assert result.returncode == 0, result.stderr.decode()
    assert {path.name for path in tmp_path.iterdir()} == {
        *("quantities.parquet", "quantities.csv", "money.png"),
        *("support.csv", "support_funds.png"),
    }
    assert result.stdout.decode().splitlines()[-1].startswith("written: ")
    assert (tmp_path / "money.png").stat().st_size > 10_000


def test_the_table_of_columns_is_the_dtype(root):
    text = (root / "docs" / "records.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", text, re.MULTILINE)
    dtype = aidstats.MATCH_DTYPE
    assert listed == [(name, dtype[name].str.lstrip("<|").replace("b1", "bool")) for name in dtype.names]


def test_codes_in_the_documents_are_those_of_the_library(root):
    text = (root / "docs" / "semantics.md").read_text(encoding="utf-8")
    for name in aidstats.relations().id:
        assert f"`{name}`" in text, f"relation {name} is not explained"
    for names in (_core.kinds(), _core.flags(), _core.statuses()):
        for name in names:
            assert f"`{name}`" in text, f"{name} is not explained"


def test_the_version_is_one(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    header = (root / "csrc" / "aidstats.h").read_text(encoding="utf-8")
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r'AID_VERSION "([^"]+)"', header)[1] == aidstats.__version__
    assert project.get("version", aidstats.__version__) == aidstats.__version__
    assert re.findall("^## (.+)$", changelog, re.MULTILINE)[0] == "Unreleased"
    assert metadata.version("aidstats") == aidstats.__version__


def test_everything_public_is_documented():
    for name in aidstats.__all__:
        if name.isupper():
            continue
        assert (getattr(aidstats, name).__doc__ or "").strip(), f"{name} has no docstring"
    for name, member in vars(aidstats.Records).items():
        if not name.startswith("_") and (callable(member) or isinstance(member, property)):
            assert member.__doc__, f"Records.{name} has no docstring"


def test_names_that_are_imported_at_their_first_use_are_as_public_as_the_others():
    script = """
import sys, numpy
before = set(sys.modules)
import aidstats
brought = {"csv", "html", "json", "aidstats._support", "pandas", "pyarrow"} & (set(sys.modules) - before)
assert not brought, brought
assert set(aidstats.__all__) <= set(dir(aidstats))
assert aidstats.Support is type(aidstats.support()) and "support" in vars(aidstats)
from aidstats import *
assert Totals.__module__ == "aidstats._support_totals" and Total.__module__ == "aidstats._totals"
try:
    aidstats.suport
except AttributeError as error:
    assert "'suport'" in str(error)
else:
    raise AssertionError("no such name")
"""
    subprocess.run([sys.executable, "-P", "-c", script], check=True, timeout=60)


def test_the_lexicon_is_shown_as_compiled():
    units, currencies, relations = aidstats.units(), aidstats.currencies(), aidstats.relations()
    assert len(set(units.id)) == len(units)
    assert set(currencies.id) <= set(units.id)
    assert {"CNY", "USD", "HKD"} <= set(currencies.id)
    assert "余" in relations[relations.id == "over"].words[0].split("|")
    for form in ("亩", "公里", "港元", "人次", "吨标准煤", "个百分点", "千瓦时"):
        (row,) = (row for row in units if form in row.forms.split("|"))
        assert aidstats.parse_unit(f"万{form}") == (row.id, 10**4)


def test_the_package_is_the_installed_one(root):
    package = Path(aidstats.__file__).resolve().parent
    if not os.environ.get("AIDSTATS_TEST_INSTALLED"):
        assert package == root / "aidstats"
        return
    assert root not in package.parents
    files = [str(file) for file in metadata.files("aidstats")]
    assert not [file for file in files if file.endswith((".c", ".h", ".inc", ".toml"))]
    assert {"aidstats/py.typed", "aidstats/_core.pyi"} <= set(files)


def test_figures_of_the_sample_are_found(root):
    """The sample article is the first thing a user sees: what must be found in it, and what must not."""
    text = (root / "examples" / "article.txt").read_text(encoding="utf-8")
    found = {quantity.text: quantity for quantity in aidstats.find(text)}
    amounts = ["12.36亿元", "近7亿元", "1800余万元", "8亿余元", "约15亿元", "不少于4.5亿元", "50万美元"]
    people = ["30多万人", "1.5万余个", "上百名", "近500名", "三千多名", "3000多户"]
    others = ["2至4万元", "12.6%", "三分之二", "4500—8000元", "2019年7月", "未来三年", "43.5公里", "四五千斤"]
    assert [text for text in [*amounts, *people, *others] if text not in found] == []
    assert found["8亿余元"].hi == 900000000
    assert found["8亿余元"].hi_open
    for quantity in found.values():
        assert not re.search("十分|千万别|万一|进一步", text[max(quantity.start - 3, 0) : quantity.end + 1])
