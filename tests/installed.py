"""Builds the sdist, a wheel from it, installs that wheel and runs the tests against it, outside the checkout.

Run by ``make installed-test`` and, with ``--sanitize``, by ``make asan``.  What users get is what is tested: the
checkout's own package cannot be imported from here, because it is left behind.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_BEHIND = shutil.ignore_patterns(".*", "aidstats", "build", "dist", "results", "*.egg-info", "__pycache__")
PREBUILT = ".so", ".pyd", ".o", ".pyc"


def run(*command, **options):
    print("+", *map(str, command), flush=True)
    result = subprocess.run(list(map(str, command)), **options)
    if result.returncode:
        sys.exit(f"installed.py: {command[0]} ended with {result.returncode}")


def build_sdist(python: Path, out: Path) -> Path:
    run(python, "-m", "build", "--sdist", "--outdir", out, ROOT, stdout=subprocess.DEVNULL)
    (sdist,) = out.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        carried = [name for name in archive.getnames() if name.endswith(PREBUILT)]
    if carried:
        sys.exit(f"installed.py: the sdist holds built files: {carried}")
    return sdist


def build_wheel(python: Path, sdist: Path, out: Path, *, sanitize: bool) -> Path:
    environment = os.environ | {"AIDSTATS_WERROR": "1"} | ({"AIDSTATS_SANITIZE": "1"} if sanitize else {})
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", out, sdist, env=environment)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    sources = [name for name in names if name.endswith((".c", ".h", ".inc", ".toml"))]
    if sources:
        sys.exit(f"installed.py: the wheel holds sources: {sources}")
    missing = {"aidstats/py.typed", "aidstats/_core.pyi", "aidstats/data/figures.csv"} - set(names)
    if missing:
        sys.exit(f"installed.py: the wheel lacks {sorted(missing)}")
    return wheel


def sanitizer_libraries() -> str:
    """The run-time libraries that must be loaded before an unsanitized Python."""
    compiler = os.environ.get("CC", "gcc").split()
    found = []
    for library in "libasan.so", "libubsan.so":
        path = subprocess.run([*compiler, f"-print-file-name={library}"], capture_output=True, text=True).stdout.strip()
        if not os.path.isabs(path):
            sys.exit(f"installed.py: {compiler[0]} has no {library}; make asan needs gcc with its sanitizers")
        found.append(path)
    return " ".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the clean environment")
    parser.add_argument("--sanitize", action="store_true", help="build with ASan and UBSan, and run under them")
    parser.add_argument("pytest", nargs="*", help="options for pytest, after --")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(prefix="aidstats-") as temporary:
        outside = Path(temporary)
        sdist = build_sdist(Path(sys.executable), outside / "sdist")
        wheel = build_wheel(Path(sys.executable), sdist, outside / "wheel", sanitize=arguments.sanitize)

        run(arguments.python, "-m", "venv", outside / "venv")
        python = outside / "venv" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", f"{wheel}[test]")

        work = outside / "work"
        shutil.copytree(ROOT, work, ignore=LEFT_BEHIND)

        environment = os.environ | {"AIDSTATS_TEST_INSTALLED": "1"}
        if arguments.sanitize:
            environment |= {
                "LD_PRELOAD": sanitizer_libraries(),
                "PYTHONMALLOC": "malloc",  # so that ASan sees every block
                "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",  # leaks are counted in test_errors.py
                "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
                "AIDSTATS_TEST_SANITIZED": "1",
            }
        command = [python, "-P", "-m", "pytest", "--pyargs", "aidstats", "tests", *arguments.pytest]
        run(*command, cwd=work, env=environment)


if __name__ == "__main__":
    main()
