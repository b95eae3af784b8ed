"""`make bench` on toy sizes: every goal has its figure, a run is kept and compared.  No time is judged here."""

import json
import math
import os
import subprocess
import sys

import pytest

HERE = not (os.environ.get("AIDSTATS_TEST_INSTALLED") or os.environ.get("AIDSTATS_TEST_SANITIZED"))
pytestmark = pytest.mark.skipif(not HERE, reason="only under the checkout: the benchmarks are no part of the package")

PEERS_ONLY = {"jionlp_read", "jionlp_scan"}  # measured with PEERS=1
SIMD_ONLY = {"avx2_best"}


@pytest.fixture(scope="module")
def benchmarks(root):
    """The modules of the benchmarks, as the command sees them."""
    sys.path.insert(0, str(root / "benchmarks"))
    try:
        import goals
        import report
        import texts

        yield {"goals": goals, "report": report, "texts": texts}
    finally:
        sys.path.remove(str(root / "benchmarks"))


@pytest.fixture(scope="module")
def quick(root, tmp_path_factory):
    """(the run that was kept, what was printed) of a second run that was compared with the first."""
    for library in ("pandas", "polars", "duckdb", "pyarrow"):
        pytest.importorskip(library, reason=f"needs {library}")
    kept = tmp_path_factory.mktemp("bench") / "run.json"
    kept.write_text(json.dumps({"when": "before", "figures": {"mixed_list": 1.0}, "sides": {}}), encoding="utf-8")
    command = [sys.executable, "benchmarks/bench.py", "--quick", "--compare", "--save", str(kept)]
    environment = {name: value for name, value in os.environ.items() if name != "AIDSTATS_SHARED"}
    done = subprocess.run(command, cwd=root, capture_output=True, env=environment, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(kept.read_text(encoding="utf-8")), done.stdout


def test_every_goal_has_a_figure(quick, benchmarks):
    run, printed = quick
    goals = benchmarks["goals"].GOALS
    keys = [goal.key for goal in goals]
    assert len(set(keys)) == len(keys)
    assert set(keys) - set(run["figures"]) <= PEERS_ONLY | SIMD_ONLY
    assert set(run["figures"]) <= set(keys), "a figure that no goal names"
    assert all(math.isfinite(figure) and figure > 0 for figure in run["figures"].values())
    for goal in goals:
        assert goal.what in printed


def test_a_run_is_kept_and_set_beside_the_next(quick):
    run, printed = quick
    assert run["quick"] is True and run["when"] > "2026"
    assert "compared with the run of before" in printed
    sides = run["sides"]
    for side in ("running text: memcpy", "columns: float(), plain digits, list", "the C core alone: news, scalar"):
        assert sides[side]["seconds"] > 0, side
    assert any("by size" in title for title in run["tables"]) and any("by rows" in title for title in run["tables"])


def test_memory_is_what_the_dtypes_say(quick):
    run, _ = quick
    (rows,) = (rows for title, rows in run["tables"].items() if title.startswith("memory"))
    memory = {name: int(each) for name, each in rows}
    assert memory["parse_array, result"] == 96 and memory["find_array, result"] == 112
    assert memory["parse_array, peak"] >= 96


def test_a_goal_is_met_accepted_or_not(benchmarks):
    more = benchmarks["goals"].Goal("key", "what", "≥", 4, 2)
    less = benchmarks["goals"].Goal("key", "what", "≤", 2, 4)
    assert [more.verdict(figure) for figure in (4, 3.9, 1.9, None)] == ["met", "accepted", "not met", "not measured"]
    assert [less.verdict(figure) for figure in (2, 2.1, 4.1)] == ["met", "accepted", "not met"]
    for goal in benchmarks["goals"].GOALS:
        assert goal.reached(goal.goal, goal.accepted), f"{goal.key}: what is accepted is harder than the goal"


def test_a_comparison_marks_what_is_beyond_the_noise(benchmarks):
    def run(ratio, seconds):
        return {"figures": {"mixed_list": ratio}, "sides": {"a": {"seconds": seconds, "spread": 0.1}}}

    rows = benchmarks["report"].compare(run(4.0, 1.0), run(2.0, 1.15))
    assert [row[3:] for row in rows] == [("0.50", "worse"), ("1.15", "")]
    assert [row[4] for row in benchmarks["report"].compare(run(2.0, 1.0), run(4.0, 0.5))] == ["better", "better"]


def test_figures_go_between_the_marks_of_the_page(benchmarks, tmp_path, root):
    report = benchmarks["report"]
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    report.write_between_marks(page, "new\n")
    assert page.read_text(encoding="utf-8") == f"before\n{report.BEGIN}\nnew\n{report.END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="lacks the lines"):
        report.write_between_marks(page, "new")
    written = (root / "docs" / "performance.md").read_text(encoding="utf-8")
    assert report.BEGIN in written and report.END in written


def test_texts_are_as_large_and_dense_as_they_say(benchmarks):
    import aidstats

    texts = benchmarks["texts"]
    size = 60_000
    news, dense = texts.news(size), texts.dense(size)
    bare = texts.without_numerals(size, like=news)
    for text in (news, dense, bare, texts.shuffled(size, news)):
        assert len(text.encode()) >= size
    per_kb = len(aidstats.find_array(dense.splitlines())) / len(dense.encode()) * 1024
    assert 45 <= per_kb <= 55
    assert len(aidstats.find_array(bare.splitlines(), level="greedy")) == 0
    assert len(set(news.split("。"))) > 0.95 * len(news.split("。")), "the text repeats itself"
    assert texts.news(size) == news, "the same seed gives the same text"
