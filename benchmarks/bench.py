"""Every figure of the project's speed, in one run: `make bench`.

CPU time of the thread, sides interleaved in one process, medians; 8 MB and more of text that does not repeat itself.
Prints what was measured, then the goals; keeps the run in results/bench.json, with which --compare sets the next one
side by side.  --docs writes the figures into docs/performance.md.
"""

import argparse
import datetime
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import analyst
import report
import texts
from bench_core import Core, build
from bench_engines import Engines
from bench_find import COPIED, Find
from bench_import import import_ms
from bench_parse import Parse
from bench_peers import figures as peer_figures
from bench_peers import measure_peers
from bench_peers import works as peer_works
from clock import measure
from work import HEAD, Times, Work

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    text: int = 11 << 20  # bytes
    rows: int = 300_000
    engine_rows: int = 1_000_000  # through pandas, polars and DuckDB
    copied: int = COPIED
    rounds: int = 7
    tries: int = 400  # of the search for a slow pattern
    pattern: int = 1_000_000  # bytes
    largest: int = 100_000_000  # bytes, of the growth
    imports: int = 9
    sample: int = 2000  # expressions for other libraries
    sample_text: int = 60_000  # bytes for other libraries


QUICK = Sizes(10_000, 500, 3000, 1 << 20, 2, 5, 2000, 20_000, 1, 20, 1000)


@dataclass
class Run:
    """What came out: figures by goal, and everything measured by section."""

    figures: dict[str, float] = field(default_factory=dict)
    sections: dict[str, list[Work]] = field(default_factory=dict)
    tables: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def saved(self, quick: bool) -> dict:
        sides = {
            f"{section}: {work.side}": {"seconds": work.seconds, "spread": work.spread or 0.0}
            for section, works in self.sections.items()
            for work in works
        }
        when = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return {
            "when": when,
            "machine": report.machine(),
            "quick": quick,
            "figures": self.figures,
            "sides": sides,
            "tables": {title: rows for title, (_, rows) in self.tables.items()},
        }

    def printed(self) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
        works = [(title, HEAD, [work.cells() for work in works]) for title, works in self.sections.items()]
        return works + [(title, head, rows) for title, (head, rows) in self.tables.items()]


def bench_python(run: Run, sizes: Sizes) -> tuple[Parse, Find]:
    """All sides of parse_array and find_array with their yardsticks, interleaved."""
    parse, find = Parse(sizes.rows), Find(sizes.text, sizes.copied)
    times = Times(measure(find.sides | parse.sides, sizes.rounds))
    for title, bench in (("running text", find), ("columns", parse)):
        run.sections[title] = [
            Work(side, times.whole(side), times.spread(side), bench.bytes_of(side), bench.items_of(side))
            for side in bench.sides
        ]
        run.notes.append(bench.note())
        run.figures |= bench.figures(times)
    memory = [(name, f"{each:.0f}") for name, each in (find.memory() | parse.memory()).items()]
    run.tables["memory, bytes a row or match"] = (("", "bytes"), memory)
    return parse, find


def bench_engines(run: Run, sizes: Sizes) -> None:
    """1.5 of what pandas, polars and DuckDB take for nothing, and the column sink for the same rows."""
    engines = Engines(texts.expressions(sizes.engine_rows))
    times = Times(measure(engines.sides, sizes.rounds))
    run.sections["columns through other libraries"] = engines.works(times)
    run.figures |= engines.figures(times)


def bench_core(run: Run, sizes: Sizes, program: Path) -> None:
    core = Core(program, sizes.rounds, sizes.text, sizes.copied)
    works, figures = core.texts()
    run.sections["the C core alone"] = works
    run.figures |= figures
    slowest, figures = core.worst(sizes.tries, sizes.pattern)
    run.figures |= figures
    run.tables["the C core alone: patterns that are slow when repeated"] = (
        ("pattern", "ns a byte", "time of 4 × the size ÷ time"),
        [(pattern, f"{rate:.1f}", f"{growth:.2f}") for pattern, rate, growth in slowest],
    )
    add_growth(run, "the C core alone: news by size in bytes", *core.growth(sizes.largest))


def add_growth(run: Run, title: str, points: dict[float, float], slope: float) -> None:
    rows = [(f"{size:,.0f}", f"{time * 1e3:,.3f}", f"{time / size * 1e9:.2f}") for size, time in points.items()]
    run.tables[f"{title}; slope of the logarithms {slope:.3f}"] = (("size", "ms", "ns each"), rows)


def bench_peers(run: Run, sizes: Sizes, python: str, parse: Parse, find: Find) -> None:
    """On a sample: these libraries would take hours for the whole."""
    lines = texts.prefix(texts.shuffled(sizes.text, find.news), sizes.sample_text).splitlines()
    expressions = parse.mixed[: sizes.sample]
    answers = measure_peers(python, expressions, lines, min(sizes.rounds, 5))
    run.sections["other libraries, on a sample"] = peer_works(answers, expressions, lines)
    run.figures |= peer_figures(answers, run.figures)


def bench(sizes: Sizes, program: Path, peers: str | None) -> Run:
    run = Run()
    parse, find = bench_python(run, sizes)
    bench_engines(run, sizes)
    bench_core(run, sizes, program)
    add_growth(run, "growth of parse_array, mixed, list: by rows", *parse.growth(sizes.rounds))
    run.figures["import_ms"] = import_ms(sizes.imports)
    if peers is not None:
        bench_peers(run, sizes, peers, parse, find)
    return run


def document(run: Run) -> str:
    """The part of docs/performance.md that is measured."""
    day = datetime.datetime.now(datetime.UTC).date()
    parts = [
        f"Measured on {day}: {report.machine()}.",
        *(f"{note[0].upper()}{note[1:]}." for note in run.notes),
        "## The goals",
        report.markdown(report.GOAL_HEAD, report.goal_rows(run.figures)),
        "## Everything measured",
        f"The regular expression: `{analyst.REGEX.pattern}`",
    ]
    for title, head, rows in run.printed():
        parts += [f"### {title[0].upper()}{title[1:]}", report.markdown(head, rows)]
    return "\n\n".join(parts)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="toy sizes: does it run at all")
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has cn2an, chinese2digits and jionlp")
    parser.add_argument("--compare", action="store_true", help="beside the run that is kept")
    parser.add_argument("--save", metavar="FILE", type=Path, default=ROOT / "results" / "bench.json")
    parser.add_argument("--rounds", type=int, metavar="N", help="of each measurement (7)")
    parser.add_argument("--docs", action="store_true", help="write the figures into docs/performance.md")
    arguments = parser.parse_args(argv)

    before = report.load(arguments.save) if arguments.compare else None
    sizes = QUICK if arguments.quick else Sizes()
    if arguments.rounds is not None:
        sizes = replace(sizes, rounds=arguments.rounds)
    if arguments.quick:
        with tempfile.TemporaryDirectory(prefix="aidstats-bench-") as folder:
            run = bench(sizes, build(Path(folder), quick=True), arguments.peers)
    else:
        run = bench(sizes, build(ROOT / "build" / "bench"), arguments.peers)

    print(report.machine())
    print(*run.notes, f"the regular expression: {analyst.REGEX.pattern}", sep="\n")
    for title, head, rows in run.printed():
        report.table(title, head, rows)
    report.table("goals", report.GOAL_HEAD, report.goal_rows(run.figures))
    saved = run.saved(arguments.quick)
    if before is not None:
        report.table(f"compared with the run of {before['when']}", report.COMPARE_HEAD, report.compare(before, saved))
    elif arguments.compare:
        print(f"\nno run is kept in {arguments.save}: nothing to compare with")
    report.save(arguments.save, saved)
    if arguments.docs:
        report.write_between_marks(ROOT / "docs" / "performance.md", document(run))


if __name__ == "__main__":
    main()
