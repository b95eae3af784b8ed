"""Shared fixtures, and the last lines of every run: what was skipped, on which machine code, with which texts.

A skipped test is a test that did not run.  Reasons that are facts about the environment are listed here; under CI any
other skip fails the run, so that a suite cannot go quiet by itself.
"""

import importlib.util
import os
from pathlib import Path

import numpy
import pytest

import aidstats

ROOT = Path(__file__).resolve().parent.parent
INSTALLED = bool(os.environ.get("AIDSTATS_TEST_INSTALLED"))  # set by tests/installed.py
SANITIZED = bool(os.environ.get("AIDSTATS_TEST_SANITIZED"))

ALLOWED_SKIPS = (
    "AIDSTATS_SHARED is not set",
    "needs pyspark",  # 450 MB: only make cluster-test has it, and fails where Java is missing
    "not under sanitizers",
    "only under",
    "needs git",
    "needs a terminal",
    "needs a C compiler",
    # pandas' own suite for extension types (test_pandas_extension.py) skips what a dtype says it does not support:
    "quantity[CNY] does not support 2D",
    "quantity[CNY] is not a numeric dtype",
    "quantity[CNY] is not numeric dtype",
    "Reduction ",
    "count not an array method",
)
# Libraries that this environment is meant to lack, as tests/environments.toml lists them.
ABSENT = tuple(filter(None, os.environ.get("AIDSTATS_TEST_ABSENT", "").split(",")))
# Looking for docstrings imports every file, and this one imports what only make cluster-test installs.
collect_ignore = [] if importlib.util.find_spec("pyspark") else ["spark_cluster.py"]
PUBLISHED = "reads published texts"
_skipped: dict[str, int] = {}
_on_published_texts: list[str] = []


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout, or the copy of its tests and texts beside an installed package."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Published texts that cannot be part of the repository."""
    folder = os.environ.get("AIDSTATS_SHARED")
    if not folder:
        pytest.skip("AIDSTATS_SHARED is not set")
    path = Path(folder)
    assert path.is_dir(), f"AIDSTATS_SHARED={folder} is no folder"
    return path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Docstrings of aidstats.spark need a session: test_spark.py runs them on its cluster."""
    apart = [item for item in items if item.name.startswith("aidstats.spark")]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in apart]


def pytest_runtest_call(item: pytest.Item) -> None:
    if "shared" in getattr(item, "fixturenames", ()):
        item.user_properties.append((PUBLISHED, True))  # travels with the report, from another process too


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _note_skip(report)
    if report.when == "call" and (PUBLISHED, True) in map(tuple, report.user_properties):
        _on_published_texts.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _note_skip(report)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    _skipped[reason] = _skipped.get(reason, 0) + 1


def _unlisted() -> list[str]:
    absent = tuple(start + name for name in ABSENT for start in ("needs ", "could not import '", "Could not import '"))
    return [reason for reason in _skipped if not reason.startswith(ALLOWED_SKIPS + absent)]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and _unlisted() and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:
    build = aidstats.build_info()
    write = terminalreporter.write_line
    write("")
    for reason, count in sorted(_skipped.items()):
        mark = "  NOT AN ALLOWED REASON" if reason in _unlisted() else ""
        write(f"skipped {count}: {reason}{mark}")
    where = "the installed package" if INSTALLED else "the checkout"
    write(f"aidstats {aidstats.__version__} of {where}{', sanitized' if SANITIZED else ''}; numpy {numpy.__version__}")
    write(f"SIMD level: {build['simd']}")
    write(f"published texts: {len(_on_published_texts)} tests ran on them")
