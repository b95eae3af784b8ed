"""What the benchmarks print, keep for a comparison, and write into docs/performance.md."""

import json
import os
import platform
from pathlib import Path

from goals import GOALS

BEGIN, END = "<!-- made by make bench: begin -->", "<!-- made by make bench: end -->"


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Prints rows under a head, the first column left, the others right aligned."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}")
    for row in [head, tuple("-" * width for width in widths), *rows]:
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print("  " + "  ".join(cells).rstrip())


def markdown(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def machine() -> str:
    import aidstats

    build = ", ".join(f"{key} {value}" for key, value in aidstats.build_info().items() if key in ("version", "simd"))
    return f"aidstats {build}; Python {platform.python_version()}, {processor()}, {os.cpu_count()} CPUs"


def processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


# ---------------------------------------------------------------- the goals

GOAL_HEAD = ("", "measured", "goal", "accepted", "")


def goal_rows(figures: dict[str, float]) -> list[tuple[str, ...]]:
    return [
        (
            goal.what,
            goal.show(figures.get(goal.key)),
            f"{goal.bound} {goal.goal:g}{goal.unit}",
            f"{goal.bound} {goal.accepted:g}{goal.unit}",
            goal.verdict(figures.get(goal.key)),
        )
        for goal in GOALS
    ]


# ---------------------------------------------------------------- runs that are kept


def save(path: Path, run: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


COMPARE_HEAD = ("", "before", "now", "now ÷ before", "")


def compare(before: dict, now: dict) -> list[tuple[str, ...]]:
    """The goals' figures, then the times of the sides that both runs have; what is within the noise has no mark."""
    rows = []
    for goal in GOALS:
        old, new = before["figures"].get(goal.key), now["figures"].get(goal.key)
        if old and new:
            better = new > old if goal.bound == "≥" else new < old
            rows.append((goal.what, goal.show(old), goal.show(new), f"{new / old:.2f}", _mark(new / old, 0.05, better)))
    for name, new in now["sides"].items():
        old = before["sides"].get(name)
        if old:
            ratio = new["seconds"] / old["seconds"]
            noise = max(0.05, old["spread"] + new["spread"])
            times = (f"{each['seconds'] * 1e3:,.2f} ms" for each in (old, new))
            rows.append((name, *times, f"{ratio:.2f}", _mark(ratio, noise, ratio < 1)))
    return rows


def _mark(ratio: float, noise: float, better: bool) -> str:
    return "" if abs(ratio - 1) <= noise else "better" if better else "worse"


# ---------------------------------------------------------------- docs/performance.md


def write_between_marks(path: Path, text: str) -> None:
    """Replaces what stands between the marks; the rest of the page is written by hand."""
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path} lacks the lines {BEGIN} and {END}")
    path.write_text(f"{before}{BEGIN}\n{text.strip()}\n{END}{after}", encoding="utf-8")
