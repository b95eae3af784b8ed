"""The cases of tests/cases/*.tsv, which tests/c/test_cases.c reads as well, and how a result is compared with one."""

import datetime
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from aidstats import MonthDay, Quantity

FOLDER = Path(__file__).resolve().parent / "cases"
HEADER = (FOLDER / "spec.tsv").read_text(encoding="utf-8").partition("\n")[0]
COLUMNS = HEADER.split("\t")


@dataclass(frozen=True)
class Case:
    """One line of a case file; fields are as written there, empty where a case does not say."""

    fields: dict[str, str]

    def __getattr__(self, name: str) -> str:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self) -> str:
        return f"{self.id}: {self.text}"


def read_cases() -> list[Case]:
    cases = []
    for path in sorted(FOLDER.glob("*.tsv")):
        header, *lines = path.read_text(encoding="utf-8").split("\n")
        if header != HEADER:
            continue  # another test's file
        rows = [line.split("\t") for line in lines if line]
        assert all(len(row) == len(COLUMNS) for row in rows), path
        cases += [Case(dict(zip(COLUMNS, row, strict=True))) for row in rows]
    ids = [case.id for case in cases]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    return cases


def exact(number: str | object) -> Fraction | None:
    """Of a case's text or a result's int, Decimal or Fraction."""
    return None if number is None or number == "" else Fraction(number)  # type: ignore[arg-type]


def date_text(bound: datetime.date | MonthDay | None) -> str:
    return "" if bound is None else str(bound)


def differences(quantity: Quantity, case: Case) -> list[str]:
    """What the quantity says otherwise than the case; empty if nothing."""
    if {quantity.kind, case.kind} & {"date", "period"}:
        got_lo, want_lo, got_hi, want_hi = date_text(quantity.lo), case.lo, date_text(quantity.hi), case.hi
    else:
        got_lo, want_lo, got_hi, want_hi = exact(quantity.lo), exact(case.lo), exact(quantity.hi), exact(case.hi)
    pairs = {
        "kind": (quantity.kind, case.kind),
        "relation": (quantity.relation, case.relation),
        "unit": (quantity.unit, case.unit),
        "value": (exact(quantity.value), exact(case.value)),
        "lo": (got_lo, want_lo),
        "hi": (got_hi, want_hi),
        "lo_open": (quantity.lo_open, case.lo_open == "1"),
        "hi_open": (quantity.hi_open, case.hi_open == "1"),
        "flags": (set(filter(None, case.flags.split("|"))) - quantity.flags, set()),
    }
    if case.factor:
        pairs["factor"] = exact(quantity.factor), None if case.factor == "none" else exact(case.factor)
    if case.direction:
        pairs["direction"] = quantity.direction, int(case.direction)
    if case.start:
        pairs["span"] = (quantity.start, quantity.end), (int(case.start), int(case.end))
    origin = getattr(case, "from")
    if origin:
        assert quantity.origin is not None
        pairs["from"] = exact(quantity.origin.value), exact(origin)
        pairs["from_unit"] = quantity.origin.unit.split("/")[0], case.from_unit
    return [f"{name} is {got!r}, not {want!r}" for name, (got, want) in pairs.items() if got != want]
