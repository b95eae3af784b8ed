"""The probe (probe.tsv: made-up expressions and what they mean) read by aidstats and by other libraries.

An answer is right where it is the value stated; or, of an inexact expression, both its ends.  For 几 and 数 the lower
end is a convention (十几 from 10 or from 11), so an interval that holds ours and ends where ours ends is right too.
Openness, relations and units are asked of aidstats alone: no other library here states them.  A wrong number without
a sign is worse than none: `silent` counts the first, `refused` the second.
"""

import csv
import json
import subprocess
from fractions import Fraction
from pathlib import Path

import aidstats

PROBE = Path(__file__).resolve().parent / "probe.tsv"


def read_probe() -> list[dict[str, str]]:
    with PROBE.open(encoding="utf-8") as lines:
        return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def near(a: Fraction, b: Fraction) -> bool:
    return a == b or abs(a - b) <= abs(b) / 10**9  # libraries that answer in floating point


def judge(row: dict[str, str], answer: list[str] | None) -> str:
    if not answer:
        return "refused"
    numbers = [Fraction(number) for number in answer]
    if len(numbers) == 1 and row["value"]:
        return "right" if near(numbers[0], Fraction(row["value"])) else "silent"
    if len(numbers) == 2 and row["lo"] and row["hi"]:
        low, high = Fraction(row["lo"]), Fraction(row["hi"])
        lower_end = near(numbers[0], low) or (row["relation"] == "several" and low * 9 / 10 <= numbers[0] <= low)
        return "right" if lower_end and near(numbers[1], high) else "silent"
    return "silent"


def own_answer(text: str) -> tuple[list[str] | None, aidstats.Quantity | None]:
    try:
        quantity = aidstats.parse(text)
    except aidstats.ParseError:
        return None, None
    if quantity.value is not None:
        return [str(quantity.fraction)], quantity
    return [str(quantity.lo_fraction), str(quantity.hi_fraction)], quantity


def same(number: Fraction | None, written: str) -> bool:
    return number is None if written == "" else number == Fraction(written)


def wholly_right(row: dict[str, str], quantity: aidstats.Quantity | None) -> bool:
    """Value, bounds, relation and unit."""
    if quantity is None or quantity.relation != row["relation"] or quantity.unit != row["unit"]:
        return False
    if row["value"] and quantity.fraction != Fraction(row["value"]):
        return False
    return row["relation"] == "eq" or (same(quantity.lo_fraction, row["lo"]) and same(quantity.hi_fraction, row["hi"]))


def bare(text: str, quantity: aidstats.Quantity | None) -> str:
    return text.replace(quantity.unit_text, "", 1) if quantity is not None and quantity.unit_text else text


def compare(python: str | None) -> dict[str, dict[str, int]]:
    """Counts by library; `python` is an interpreter that has the others, None: aidstats alone."""
    rows = read_probe()
    own = [own_answer(row["text"]) for row in rows]
    counts = {}
    judged = [judge(row, answer) for row, (answer, _) in zip(rows, own, strict=True)]
    counts[f"aidstats {aidstats.__version__}"] = {
        **{what: judged.count(what) for what in ("right", "silent", "refused")},
        "whole": sum(wholly_right(row, quantity) for row, (_, quantity) in zip(rows, own, strict=True)),
    }
    if python is not None:
        items = [
            {"text": row["text"], "bare": bare(row["text"], quantity)}
            for row, (_, quantity) in zip(rows, own, strict=True)
        ]
        script = Path(__file__).resolve().parent / "peer_answers.py"
        done = subprocess.run(
            [python, str(script)], input=json.dumps(items), capture_output=True, text=True, encoding="utf-8", check=True
        )
        for name, answers in json.loads(done.stdout).items():
            judged = [judge(row, answer) for row, answer in zip(rows, answers, strict=True)]
            counts[name] = {what: judged.count(what) for what in ("right", "silent", "refused")}
    return counts
