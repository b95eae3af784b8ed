"""The second reader of tests/reference against the cases and against the package, on random expressions.

Expressions made by the grammar of tests/reference/texts.py agree in everything, error codes included; so do numbers
with a word lost, doubled or moved.  ``AIDSTATS_TEST_REFERENCE=100000`` sets how many are compared,
``AIDSTATS_TEST_SEED`` where they start.
"""

import os
import random
from fractions import Fraction

import pytest
from case_files import Case, date_text, exact, read_cases
from reference import parse
from reference.approx import Reading
from reference.reader import Failure
from reference.texts import expression, spoilt_number

import aidstats
from aidstats import ParseError, Policy, Quantity

PARSED = [case for case in read_cases() if case.mode == "parse"]
SANITIZED = bool(os.environ.get("AIDSTATS_TEST_SANITIZED"))
ROWS = int(os.environ.get("AIDSTATS_TEST_REFERENCE") or (2_000 if SANITIZED else 20_000))
SEED = int(os.environ.get("AIDSTATS_TEST_SEED") or 7)
POLICIES = {grammar: Policy(grammar=grammar) for grammar in ("lenient", "strict")}
UNSPECIFIED = {"mixed"}  # which mixtures of Arabic and Chinese digits carry it is not laid down
INEXACT = ("several", "span", "range", "change")  # no granule is laid down for these


def of_package(text: str, grammar: str) -> dict[str, object]:
    try:
        quantity = aidstats.parse(text, policy=POLICIES[grammar])
    except ParseError as error:
        return {"error": error.code}
    origin = quantity.origin
    return {
        "kind": quantity.kind,
        "value": exact(quantity.value),
        "bounds": bounds(quantity),
        "open": (quantity.lo_open, quantity.hi_open),
        "relation": quantity.relation,
        "unit": quantity.unit,
        "flags": quantity.flags - UNSPECIFIED,
        "direction": quantity.direction,
        "factor": exact(quantity.factor),
        "span": (quantity.start, quantity.end),
        "grain": None if quantity.relation in INEXACT else exact(quantity.grain),
        "origin": origin and (exact(origin.value), bounds(origin), origin.unit, origin.relation),
    }


def bounds(quantity: Quantity) -> tuple[object, object]:
    if quantity.unit == "date":
        return date_text(quantity.lo), date_text(quantity.hi)
    return exact(quantity.lo), exact(quantity.hi)


def of_reference(text: str, grammar: str) -> dict[str, object]:
    reading = parse(text, strict=grammar == "strict")
    if isinstance(reading, Failure):
        return {"error": reading.code}
    origin = reading.origin
    return {
        "kind": reading.kind,
        "value": reading.value,
        "bounds": reference_bounds(reading),
        "open": (reading.lo_open, reading.hi_open),
        "relation": reading.relation,
        "unit": reading.unit,
        "flags": reading.flags - UNSPECIFIED,
        "direction": reading.direction,
        "factor": reading.factor,
        "span": (reading.start, reading.end),
        "grain": None if reading.relation in INEXACT else reading.grain,
        "origin": origin and (origin.value, reference_bounds(origin), origin.unit, origin.relation),
    }


def reference_bounds(reading: Reading) -> tuple[object, object]:
    return (reading.lo or "", reading.hi or "") if reading.unit == "date" else (reading.lo, reading.hi)


def disagreement(text: str, grammar: str = "lenient") -> str | None:
    """What the two say otherwise; None if nothing."""
    package, reference = of_package(text, grammar), of_reference(text, grammar)
    if package == reference:
        return None
    names = [name for name in package | reference if package.get(name) != reference.get(name)]
    said = [f"{name} {package.get(name)} / {reference.get(name)}" for name in names]
    return f"{text!r}: " + "; ".join(said) + " (package / reference)"


def shown(disagreements: list[str]) -> str:
    return f"seed {SEED}: {len(disagreements)} disagreements\n" + "\n".join(disagreements[:20])


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.id)
def test_the_reference_reads_every_case_as_the_table_says(case: Case):
    reading = parse(case.text, strict=case.grammar == "strict")
    if case.kind == "error":
        assert isinstance(reading, Failure)
        assert reading.code == case.error
        assert not case.start or reading.position == int(case.start)
        return
    assert isinstance(reading, Reading)
    dated = case.kind in ("date", "period")
    got = (reading.lo or "", reading.hi or "") if dated else (reading.lo, reading.hi)
    assert got == ((case.lo, case.hi) if dated else (exact(case.lo), exact(case.hi)))
    assert (reading.kind, reading.relation, reading.unit) == (case.kind, case.relation, case.unit)
    assert reading.value == exact(case.value)
    assert (reading.lo_open, reading.hi_open) == (case.lo_open == "1", case.hi_open == "1")
    assert set(filter(None, case.flags.split("|"))) - UNSPECIFIED <= reading.flags
    if case.factor:
        assert reading.factor == (None if case.factor == "none" else Fraction(case.factor))
    if case.direction:
        assert reading.direction == int(case.direction)
    if origin := getattr(case, "from"):
        assert reading.origin is not None
        assert (reading.origin.value, reading.origin.unit.split("/")[0]) == (exact(origin), case.from_unit)


def test_both_read_random_expressions_alike():
    rng = random.Random(SEED)
    texts = [expression(rng) for _ in range(ROWS)]
    wrong = [said for text in texts if (said := disagreement(text))]
    assert not wrong, shown(wrong)


def test_both_name_the_same_error_of_a_spoilt_number():
    rng = random.Random(SEED + 1)
    texts = [spoilt_number(rng) for _ in range(ROWS // 4)]
    refused = sum("error" in of_reference(text, "lenient") for text in texts[:400])
    assert 100 < refused < 400  # the comparison is of errors and of readings
    wrong = [said for text in texts if (said := disagreement(text))]
    assert not wrong, shown(wrong)
