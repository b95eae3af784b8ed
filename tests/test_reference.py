"""The second reader of tests/reference against the cases and against the package, on random expressions.

Expressions made by the grammar of tests/reference/texts.py agree in everything, under either grammar and every policy;
numbers with a word lost, doubled or moved agree in code and position of the error as well.  Of an expression that is
spoilt so both must read the same or both refuse it: which of two words is the wrong one is not laid down.
``AIDSTATS_TEST_REFERENCE=100000`` sets how many are compared, ``AIDSTATS_TEST_SEED`` where they start.

The same for real news, where AIDSTATS_SHARED names a folder that has them: all that find finds there, and every stretch
of numerals, units and words of the lexicon, read or refused.  ``AIDSTATS_TEST_NEWS=1000000`` compares all of them, each
text once; without it a sample.
"""

import os
import random
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from case_files import Case, date_text, exact, read_cases
from reference import parse
from reference.approx import Reading
from reference.lexicon import CURRENCIES, FORMS, PREFIX_WORDS, SUFFIX_WORDS
from reference.policy import DEFAULT, STRICT
from reference.policy import Policy as ReferencePolicy
from reference.reader import Failure
from reference.texts import expression, spoilt_expression, spoilt_number

import aidstats
from aidstats import ParseError, Policy, Quantity

PARSED = [case for case in read_cases() if case.mode == "parse"]
SANITIZED = bool(os.environ.get("AIDSTATS_TEST_SANITIZED"))
ROWS = int(os.environ.get("AIDSTATS_TEST_REFERENCE") or (2_000 if SANITIZED else 20_000))
NEWS = int(os.environ.get("AIDSTATS_TEST_NEWS") or (500 if SANITIZED else 2_000))
SEED = int(os.environ.get("AIDSTATS_TEST_SEED") or 7)
POLICIES = [
    DEFAULT,
    STRICT,
    replace(DEFAULT, halo=False),
    replace(DEFAULT, half=Fraction(1, 3), rho=Fraction(1, 5)),
    replace(DEFAULT, int_min=2),
    replace(DEFAULT, nat_min=False),
    replace(DEFAULT, ge_cap=True),
    replace(DEFAULT, over_closed=True),
    replace(DEFAULT, yishang_inclusive=False),
    replace(DEFAULT, zhao=6, big_scales=True),
    replace(DEFAULT, zhao=0),
    replace(DEFAULT, currency="HKD", dollar="HKD"),
    replace(DEFAULT, window_max=3),
    replace(STRICT, halo=False, over_closed=True, yishang_inclusive=False),
]
UNSPECIFIED = {"mixed"}  # which mixtures of Arabic and Chinese digits carry it is not laid down
INEXACT = ("several", "span", "range", "change")  # no granule is laid down for these


def policy_of_package(policy: ReferencePolicy) -> Policy:
    fields = dict(vars(policy))
    strict, ge_cap, zhao = fields.pop("strict"), fields.pop("ge_cap"), fields.pop("zhao")
    grammar = "strict" if strict else "lenient"
    return Policy(grammar=grammar, ge_cap="granule" if ge_cap else None, zhao=zhao or "error", **fields)


PACKAGE_POLICIES = {policy: policy_of_package(policy) for policy in POLICIES}


def of_package(text: str, policy: ReferencePolicy, refused_alike: bool) -> dict[str, object]:
    try:
        quantity = aidstats.parse(text, policy=PACKAGE_POLICIES[policy])
    except ParseError as error:
        return refusal(error.code, error.position, refused_alike)
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


def refusal(code: str, position: int, refused_alike: bool) -> dict[str, object]:
    if refused_alike:
        return {"error": "refused"}
    return {"error": code} if code == "E_LEADING" else {"error": code, "at": position}


def of_reference(text: str, policy: ReferencePolicy, refused_alike: bool) -> dict[str, object]:
    reading = parse(text, policy)
    if isinstance(reading, Failure):
        return refusal(reading.code, reading.position, refused_alike)
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


def disagreement(text: str, policy: ReferencePolicy = DEFAULT, refused_alike: bool = False) -> str | None:
    """What the two say otherwise; None if nothing."""
    package, reference = of_package(text, policy, refused_alike), of_reference(text, policy, refused_alike)
    if package == reference:
        return None
    names = [name for name in package | reference if package.get(name) != reference.get(name)]
    said = [f"{name} {package.get(name)} / {reference.get(name)}" for name in names]
    changed = {name: value for name, value in vars(policy).items() if value != getattr(DEFAULT, name)}
    return f"{text!r} {changed or ''}: " + "; ".join(said) + " (package / reference)"


def shown(disagreements: list[str]) -> str:
    return f"seed {SEED}: {len(disagreements)} disagreements\n" + "\n".join(disagreements[:20])


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.id)
def test_the_reference_reads_every_case_as_the_table_says(case: Case):
    reading = parse(case.text, STRICT if case.grammar == "strict" else DEFAULT)
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


def compared(make: Callable[[random.Random], str], policies, rows: int, refused_alike: bool = False) -> list[str]:
    rng = random.Random(f"{make.__name__} {SEED}")
    said = (disagreement(make(rng), policies[row % len(policies)], refused_alike) for row in range(rows))
    return [text for text in said if text]


def test_both_read_random_expressions_alike():
    wrong = compared(expression, POLICIES[:1], ROWS // 4)
    assert not wrong, shown(wrong)


def test_both_read_random_expressions_alike_under_every_policy():
    wrong = compared(expression, POLICIES[1:], ROWS // 4)
    assert not wrong, shown(wrong)


def test_both_name_the_same_error_of_a_spoilt_number():
    rng = random.Random(SEED)
    refused = sum(isinstance(parse(spoilt_number(rng)), Failure) for _ in range(400))
    assert 100 < refused < 400  # the comparison is of errors and of readings
    wrong = compared(spoilt_number, POLICIES[:2], ROWS // 4)
    assert not wrong, shown(wrong)


def test_both_read_or_both_refuse_a_spoilt_expression():
    wrong = compared(spoilt_expression, POLICIES, ROWS // 4, refused_alike=True)
    assert not wrong, shown(wrong)


NUMERALS = "0123456789零〇一二三四五六七八九十百千万亿两半几数"
BETWEEN = "多余来至到—–-~、年月日号第个分之点成折倍番前后间里增长提高降减少由从每均.,%‰"


@pytest.fixture(scope="module")
def news(shared) -> str:
    path = shared / "corpora" / "news_2012_2013.txt"
    assert path.is_file()
    return path.read_text(encoding="utf-8")


def sample(texts: set[str]) -> list[str]:
    ordered = sorted(texts)
    return ordered if len(ordered) <= NEWS else random.Random(SEED).sample(ordered, NEWS)


def test_both_read_alike_what_find_finds_in_news(news):
    found = {quantity.text for quantity in aidstats.find(news, level="greedy")}
    assert len(found) > 10_000
    wrong = [said for text in sample(found) if (said := disagreement(text))]
    assert not wrong, shown(wrong)


def test_both_read_or_both_refuse_every_stretch_of_the_words_of_a_quantity_in_news(news):
    words = "".join([NUMERALS, BETWEEN, *FORMS, *CURRENCIES, *PREFIX_WORDS, *SUFFIX_WORDS])
    stretch = re.compile("[" + re.escape("".join(sorted(set(words)))) + "]+")
    stretches = {text for text in stretch.findall(news) if len(text) <= 40 and set(text) & set(NUMERALS)}
    assert len(stretches) > 10_000
    wrong = [said for text in sample(stretches) if (said := disagreement(text, refused_alike=True))]
    assert not wrong, shown(wrong)
