"""Reads a text file and shows the quantities in it: a table, Parquet, CSV and a plot of the money amounts.

Then writes the support data that the package ships beside them, with its funds by donor as a picture.

python examples/overview.py article.txt --out results
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet

from aidstats import cli, plot, support

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
        plot_money(money, picture)
        written.append(picture)

    kinds = Counter(row["kind"] for row in found)
    print(f"\n{len(found)} quantities: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print("written: " + ", ".join(map(str, written)))
    return shipped_data(arguments.out)


def shipped_data(out: Path) -> int:
    """The support data as a table, and its funds by donor as a picture."""
    import matplotlib

    matplotlib.use("Agg")
    print("\n" + repr(support()))
    print("\nFunds by donor, nothing counted twice:")
    print(support().total("funds", by="donor"))
    sheet, picture = out / "support.csv", out / "support_funds.png"
    if code := cli.main(["support", "-o", str(sheet), "--bom"]):
        return code
    plot.funds().figure.savefig(picture, dpi=120)
    print(f"written: {sheet}, {picture}")
    return 0


def plot_money(money: list[dict], path: Path) -> None:
    """Each amount as a bar from its lower to its upper bound, logarithmic; dotted where one end is missing."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    chinese = plot.chinese_font()  # says what to install if there is none
    if chinese:
        plt.rcParams["font.family"] = ["DejaVu Sans", chinese]

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
    plot.amount_axis(axes.xaxis, chinese=chinese is not None)
    axes.set_xlabel("元" if chinese else "CNY")
    axes.set_title("Money: the amount stated (dot) and its bounds (bar; dotted: no end stated)")
    axes.grid(axis="x", alpha=0.3)
    figure.savefig(path, dpi=120)
    plt.close(figure)


if __name__ == "__main__":
    sys.exit(main())
