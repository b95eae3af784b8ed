"""The notebooks run from top to bottom, and what they show is what they give now."""

import json
import os
import shutil
import subprocess
import sys

import pytest

NOTEBOOKS = ["01_ten_minutes.ipynb", "02_thirty_one_years.ipynb"]


@pytest.fixture(scope="module")
def executed(root, tmp_path_factory):
    """Copies that nbmake ran; a cell that fails ends the run."""
    pytest.importorskip("nbmake")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    if os.environ.get("AIDSTATS_TEST_SANITIZED"):
        pytest.skip("not under sanitizers")
    folder = tmp_path_factory.mktemp("notebooks")
    for name in NOTEBOOKS:
        shutil.copy(root / "notebooks" / name, folder)
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]
    command += [f"--rootdir={folder}", "--nbmake", "--overwrite", "--nbmake-timeout=240", str(folder)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=500)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(NOTEBOOKS)} passed" in result.stdout
    return folder


def outputs(path):
    """
    (cell, what it shows) of a notebook: tables as they are, of a picture that there is one, and what is printed in one
    piece: the kernel sends it in as many as its timer makes of it.
    """
    shown = []
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                if output["name"] == "stdout":
                    printed = "".join(output["text"])
                    goes_on = shown and len(shown[-1]) == 2 and shown[-1][0] == number
                    shown.append((number, shown.pop()[1] + printed if goes_on else printed))
                continue
            for kind, content in sorted(output["data"].items()):
                shown.append((number, kind, "" if kind == "image/png" else "".join(content)))
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_what_it_gives_now(root, executed, name):
    assert outputs(executed / name) == outputs(root / "notebooks" / name)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_kept_with_its_outputs_and_without_warnings(root, name):
    notebook = json.loads((root / "notebooks" / name).read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(code) > 8
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    errors = [output for cell in code for output in cell["outputs"] if output["output_type"] == "error"]
    warnings = [output for cell in code for output in cell["outputs"] if output.get("name") == "stderr"]
    assert errors == warnings == []
    assert any("image/png" in output.get("data", {}) for cell in code for output in cell["outputs"])
