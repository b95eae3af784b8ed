"""Precision and recall of `find` on texts marked by hand, and the probe (make accuracy).

The texts are in the folder that AIDSTATS_SHARED names and belong to their publishers: errors are written to
results/accuracy/, never into the repository.  A quarter of the newspaper corpus and four of the news items are held
out: of them only scores are printed, beside those of the open part (--held-out).
"""

import argparse
import os
import random
from pathlib import Path

import accuracy_aid
import accuracy_news
from accuracy_peers import compare, read_probe
from report import table

import aidstats


def percent(part: float, whole: float) -> str:
    return f"{part / whole:.4f}" if whole else "–"


def report_news(folder: Path, out: Path, held_out: bool) -> None:
    scores = accuracy_news.score_news(folder / "corpora" / "pku_dev.jsonl")
    for name, score in zip(("open", "held out"), scores if held_out else scores[:1], strict=False):
        rows = [
            (
                group,
                str(score.hits[group]),
                percent(score.right[group], score.hits[group]),
                str(score.tags[group]),
                percent(score.found[group], score.tags[group]),
            )
            for group in (*accuracy_news.CLASSES, "date")
        ]
        table(f"newspaper of 1998, {name} part", ("", "hits", "precision", "tags", "recall"), rows)
        neg = 1000 * score.found["neg"] / score.tags["neg"]
        print(f"  hits on words that are no quantity: {score.found['neg']} of {score.tags['neg']}, {neg:.2f} in 1,000")
        print(
            f"  prefix approximators attached: {percent(score.found['pre'], score.tags['pre'])} of {score.tags['pre']}"
        )
    with (out / "news_errors.tsv").open("w", encoding="utf-8") as file:
        for error in sorted(scores[0].errors, key=lambda error: (error[0], error[1], error[2])):
            print(*error, sep="\t", file=file)
    print("  counted neither way in the open part:")
    for why, count in scores[0].left.most_common():
        print(f"    {count:5} {why}")


def report_aid(folder: Path, out: Path, held_out: bool) -> None:
    scores = accuracy_aid.score_aid(folder / "aid_dev")
    rows = [
        (
            name,
            str(score.hits),
            percent(score.right, score.hits),
            str(score.marks),
            percent(score.found, score.marks),
            percent(score.value_right, score.compared),
        )
        for name, score in zip(("open", "held out"), scores if held_out else scores[:1], strict=False)
    ]
    head = ("", "hits", "precision", "marks", "recall", "value and relation")
    table("news items on assistance", head, rows)
    with (out / "aid_errors.tsv").open("w", encoding="utf-8") as file:
        for error in scores[0].errors:
            print(*error, sep="\t", file=file)


def report_probe(python: str | None) -> None:
    counts = compare(python)
    rows = [
        (name, *(str(count.get(what, "–")) for what in ("right", "silent", "refused", "whole")))
        for name, count in counts.items()
    ]
    head = ("", "right", "silent", "refused", "with bounds, relation, unit")
    table(f"the probe: {len(read_probe())} made-up expressions", head, rows)


def print_hits(folder: Path, count: int, seed: int) -> None:
    """Random hits in news with a little text around, to be read by eye."""
    lines = (folder / "corpora" / "news_2012_2013.txt").read_text(encoding="utf-8").split("\n")
    found = aidstats.find_array(lines)
    for at in sorted(random.Random(seed).sample(range(len(found)), count)):
        row = found[at]
        line = lines[row.row]
        quantity = next(q for q in aidstats.find(line) if q.start == row.start)
        around = f"{line[max(row.start - 16, 0) : row.start]}【{quantity.text}】{line[row.end : row.end + 10]}"
        bounds = f"{'(' if quantity.lo_open else '['}{quantity.lo}, {quantity.hi}{')' if quantity.hi_open else ']'}"
        said = quantity.value if quantity.value is not None else bounds
        print(around, quantity.kind, quantity.relation, said, quantity.unit, *sorted(quantity.flags), sep="\t")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="print the scores of the held-out part too")
    parser.add_argument("--hits", type=int, metavar="N", help="print N random hits in news instead")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has cn2an, chinese2digits and jionlp")
    parser.add_argument("--out", type=Path, default=Path("results/accuracy"))
    arguments = parser.parse_args()
    shared = os.environ.get("AIDSTATS_SHARED")
    if shared is None:
        print("AIDSTATS_SHARED is not set: the probe alone")
    elif arguments.hits:
        print_hits(Path(shared), arguments.hits, arguments.seed)
        return
    else:
        arguments.out.mkdir(parents=True, exist_ok=True)
        report_news(Path(shared), arguments.out, arguments.held_out)
        report_aid(Path(shared), arguments.out, arguments.held_out)
    report_probe(arguments.peers)


if __name__ == "__main__":
    main()
