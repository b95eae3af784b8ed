"""The core where the compiler has no 128-bit integers, as MSVC: the same numbers, the same cases."""

import os
import shlex
import shutil
import subprocess

import pytest

PROGRAMS = ("test_cases", "test_decimal", "test_wide", "test_nearest")


@pytest.fixture(scope="module")
def objects(root, tmp_path_factory):
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if shutil.which(compiler[0]) is None:
        pytest.skip("needs a C compiler")
    folder = tmp_path_factory.mktemp("portable")
    options = [*compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-DAID_NO_INT128", f"-I{root / 'csrc'}"]
    built = []
    for source in sorted((root / "csrc").glob("*.c")):
        built.append(folder / f"{source.stem}.o")
        subprocess.run([*options, "-c", source, "-o", built[-1]], check=True)
    return options, built, folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_c_tests_pass_without_128_bit_integers(root, objects, program):
    options, built, folder = objects
    source, executable = root / "tests" / "c" / f"{program}.c", folder / program
    subprocess.run([*options, f"-I{root / 'tests' / 'c'}", source, *built, "-lm", "-o", executable], check=True)
    cases = sorted((root / "tests" / "cases").glob("*.tsv"))
    result = subprocess.run([executable, *cases], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 failed" in result.stdout


def test_the_portable_build_uses_no_128_bit_integers(root):
    """Outside wide.h nothing names the compiler's own type."""
    named = [
        path.name for path in (root / "csrc").glob("*.[ch]") if "int128" in path.read_text(encoding="utf-8").lower()
    ]
    assert named == ["wide.h"]
