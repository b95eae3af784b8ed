"""What holds for every library that has a module of ours: it is tested alike, and shown in the documents."""

import ast
import re
from pathlib import Path

import pytest

import aidstats

INTEGRATIONS = ("pandas", "polars", "duckdb", "dask", "spark")
DOCUMENTS = ("docs/integrations.md", "docs/cluster.md")


def test_each_module_of_the_package_that_is_named_after_a_library_is_listed():
    package = Path(aidstats.__file__).parent
    named = {path.stem for path in package.glob("*.py") if path.stem[0] != "_"}
    assert named - {"cli", "plot", "pint"} == set(INTEGRATIONS)  # these three read no column of cells


@pytest.mark.parametrize("name", INTEGRATIONS)
def test_no_integration_may_read_cell_by_cell_and_all_read_the_same_mixed_rows(root, name):
    text = (root / "tests" / f"test_{name}.py").read_text(encoding="utf-8")
    froms = [node for node in ast.parse(text).body if isinstance(node, ast.ImportFrom) and node.module == "mixed_rows"]
    imported = {alias.name for node in froms for alias in node.names}
    for used in ("no_reading_cell_by_cell", "expected", "mixed_rows", "same_fields"):
        assert used in imported, used


@pytest.mark.parametrize("name", INTEGRATIONS)
def test_each_integration_has_an_example_in_the_documents(root, name):
    texts = [(root / document).read_text(encoding="utf-8") for document in DOCUMENTS]
    fenced = [block for text in texts for block in re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    assert any(f"aidstats.{name}" in block for block in fenced)
