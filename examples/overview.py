"""Reads a text file and shows the quantities in it: a table, Parquet, CSV and a plot of the money amounts.

python examples/overview.py article.txt --out results
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet

from aidstats import cli

CHINESE_FONTS = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Zen Hei",
]
MOST_BARS = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--out", type=Path, default=Path("results"))
    arguments = parser.parse_args()

    if code := cli.main(["find", arguments.file]):
        return code
    arguments.out.mkdir(parents=True, exist_ok=True)
    table, sheet, picture = (arguments.out / name for name in ("quantities.parquet", "quantities.csv", "money.png"))
    for path in (table, sheet):
        if code := cli.main(["find", arguments.file, "-o", str(path)]):
            return code
    written = [table, sheet]

    found = pyarrow.parquet.read_table(table).to_pylist()
    money = [row for row in found if row["kind"] == "money" and row["unit"] == "CNY"]
    if money:
        plot(money, picture)
        written.append(picture)

    kinds = Counter(row["kind"] for row in found)
    print(f"\n{len(found)} quantities: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print("written: " + ", ".join(map(str, written)))
    return 0


def plot(money: list[dict], path: Path) -> None:
    """Each amount as a bar from its lower to its upper bound, logarithmic; dotted where one end is missing."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import font_manager
    from matplotlib import pyplot as plt

    chinese = chinese_font(font_manager)
    if chinese:
        plt.rcParams["font.family"] = ["DejaVu Sans", chinese]
    else:
        print("no Chinese font found (Debian: fonts-noto-cjk); the plot names lines instead of texts", file=sys.stderr)

    drawn = [row for row in money if any(row[name] for name in ("value", "lo", "hi"))]
    drawn = sorted(drawn, key=lambda row: row["value"] or row["lo"] or row["hi"])[-MOST_BARS:]
    figure, axes = plt.subplots(figsize=(9, 1.5 + 0.32 * len(drawn)), layout="constrained")
    for place, row in enumerate(drawn):
        value = row["value"] or row["lo"] or row["hi"]
        # A logarithmic scale has neither 0 nor ∞: a missing end is drawn dotted, a factor 3 away.
        left, right = row["lo"] or value / 3, row["hi"] or value * 3
        whole = row["lo"] and row["hi"]
        axes.plot(
            [left, right], [place, place], color="tab:blue", linewidth=4, alpha=0.5, linestyle="-" if whole else ":"
        )
        if row["value"]:
            axes.plot([value], [place], "o", color="tab:red", markersize=4)
    names = [row["text"] if chinese else f"line {row['line']}, character {row['start']}" for row in drawn]
    axes.set_yticks(range(len(drawn)), names)
    axes.set_xscale("log")
    if chinese:
        axes.xaxis.set_major_formatter(lambda amount, _: in_chinese(amount))
    axes.set_xlabel("元" if chinese else "CNY")
    axes.set_title("Money: the amount stated (dot) and its bounds (bar; dotted: no end stated)")
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(path, dpi=120)
    plt.close(figure)


def chinese_font(font_manager) -> str | None:
    """The name of an installed font with Chinese characters; matplotlib's own list may be older than the font."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    if not known & set(CHINESE_FONTS):
        for path in font_manager.findSystemFonts():
            if any(part in path.lower() for part in ("sanscjk", "sans-cjk", "sourcehansans", "wqy", "simhei", "msyh")):
                font_manager.fontManager.addfont(path)
        known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


def in_chinese(amount: float) -> str:
    for scale, word in ((1e8, "亿"), (1e4, "万")):
        if amount >= scale:
            return f"{amount / scale:g}{word}"
    return f"{amount:g}"


if __name__ == "__main__":
    sys.exit(main())
