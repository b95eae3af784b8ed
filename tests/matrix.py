"""Runs the tests of the integrations in each environment of environments.toml: ``make matrix``.

One wheel a Python is built from the sdist; each environment gets it with the packages that it lists and no others.  The
last lines name the interpreters that this machine lacks; that is a failure only of environments that are required.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from installed import LEFT_BEHIND, ROOT, build_sdist, build_wheel

WITH_ALL = ("pytest", "pytest-xdist")


def interpreter(version: str) -> str | None:
    """A Python of this version that starts: this one, one on the path, or one of pyenv's."""
    candidates = [sys.executable, f"python{version}"]
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True).stdout.strip()
        candidates += sorted(map(str, Path(root, "versions").glob(f"{version}.*/bin/python")))
    for candidate in candidates:
        command = [candidate, "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
        try:
            found = subprocess.run(command, capture_output=True, text=True)
        except OSError:
            continue
        if found.stdout.strip() == version:
            return candidate
    return None


class Wheels:
    """The wheel of each Python, built when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._built = folder, {}
        self._sdist = build_sdist(Path(sys.executable), folder / "sdist")

    def of(self, version: str, python: str) -> Path:
        if version not in self._built:
            self._built[version] = build_wheel(Path(python), self._sdist, self._folder / version, sanitize=False)
        return self._built[version]


def run_in(environment: dict, wheel: Path, python: str, tests: list[str], folder: Path, options: list[str]) -> bool:
    """True if every test passed."""
    subprocess.run([python, "-m", "venv", folder / "venv"], check=True)
    inside = folder / "venv" / "bin" / "python"
    packages = [*WITH_ALL, *environment["packages"]]
    subprocess.run([inside, "-m", "pip", "install", "--quiet", str(wheel), *packages], check=True)
    work = folder / "work"
    shutil.copytree(ROOT, work, ignore=LEFT_BEHIND)
    files = sorted({path.relative_to(work) for pattern in tests for path in (work / "tests").glob(pattern)})
    variables = {
        "AIDSTATS_TEST_INSTALLED": "1",
        "AIDSTATS_TEST_ABSENT": ",".join(environment["absent"]),
        "CI": "true",  # an unlisted skip is a failure
    }
    command = [inside, "-P", "-m", "pytest", *files, *options]
    return subprocess.run(list(map(str, command)), cwd=work, env=os.environ | variables).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="environments whose name has this in it")
    parser.add_argument("--required", action="store_true", help="only environments that every machine must have")
    parser.add_argument("pytest", nargs="*", help="options for pytest, after --")
    arguments = parser.parse_args()

    matrix = tomllib.loads((ROOT / "tests" / "environments.toml").read_text(encoding="utf-8"))
    results = {}
    with tempfile.TemporaryDirectory(prefix="aidstats-matrix-") as temporary:
        folder = Path(temporary)
        wheels = Wheels(folder)
        for number, environment in enumerate(matrix["environment"]):
            name, version = environment["name"], environment["python"]
            if arguments.only and arguments.only not in name:
                continue
            if arguments.required and not environment.get("required"):
                continue
            python = interpreter(version)
            if python is None:
                results[name] = f"not run: no Python {version} on this machine"
                if environment.get("required"):
                    results[name] = f"FAILED: {results[name]}"
                continue
            print(f"\n==== {name}", flush=True)
            inside = folder / str(number)
            wheel = wheels.of(version, python)
            start = time.monotonic()
            passed = run_in(environment, wheel, python, matrix["tests"], inside, arguments.pytest)
            results[name] = f"{'passed' if passed else 'FAILED'}, {time.monotonic() - start:.0f} s"
            shutil.rmtree(inside)
    print()
    for name, result in results.items():
        print(f"matrix: {name}: {result}")
    if not results or any(result.startswith("FAILED") for result in results.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
