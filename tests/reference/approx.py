"""Bounds from words (SPEC 3.3, 3.5, 3.7, 3.8): what prefixes, suffixes and fillers make of a number together."""

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .amounts import Amount, ReadingError
from .arabic import magnitude
from .policy import Policy

UPPER, LOWER = ("gt", "ge"), ("lt", "le")
BOUNDS = UPPER + LOWER
HALOS = ("approx", "near", "above")
NO_MINIMUM = ("number",)  # 3.7 lists the kinds with the natural minimum 0


@dataclass(frozen=True)
class Reading:
    """The result of one expression."""

    kind: str
    value: Fraction | None
    lo: object
    hi: object
    lo_open: bool
    hi_open: bool
    relation: str
    unit: str
    flags: frozenset = frozenset()
    grain: Fraction | None = None
    direction: int = 0
    factor: Fraction | None = None
    origin: "Reading | None" = None
    start: int = 0
    end: int = 0


@dataclass
class Words:
    """The relation words of one number: each with where it stands, and what （含） says."""

    relations: list[str] = field(default_factory=list)
    included: bool | None = None


def check_derived(reading: Reading, position: int) -> Reading:
    """0.2: every number of the result fits 64 bits, over one denominator below 2^32; else its number is too much."""
    numbers = [n for n in (reading.value, reading.lo, reading.hi) if n is not None and not isinstance(n, str)]
    if reading.origin is not None and reading.origin.value is not None:
        numbers.append(reading.origin.value)
    parts = [magnitude(n) for n in numbers]
    common = math.lcm(1, *(den for _, _, den in parts))
    if common >= 2**32 or any(abs(coef) * (common // den) >= 2**63 for coef, _, den in parts):
        raise ReadingError("E_OVERFLOW", position)
    return reading


def halo(amount: Amount, relation: str, integer: bool, policy: Policy) -> Amount:
    value = amount.value
    assert value is not None
    if not policy.halo:  # no width is asserted
        lo, hi = (value if relation == "above" else None), (value if relation == "near" else None)
        return replace(amount, lo=lo, hi=hi, lo_open=True, hi_open=True, relation=relation, odd=False)
    size = abs(value)
    width = policy.rho * size if amount.grain is None else min(policy.half * amount.grain, policy.rho * size)
    if integer and value.denominator == 1 and width < 1:
        width = max(width, Fraction(policy.int_min))
    lo, hi = value - width, value + width
    if width == 0:  # 接近0%: no set is empty
        return replace(amount, lo=lo, hi=hi, lo_open=False, hi_open=False, relation=relation, odd=False)
    if relation == "near":
        return replace(amount, lo=lo, hi=value, lo_open=False, hi_open=True, relation="near", odd=False)
    if relation == "above":
        return replace(amount, lo=value, hi=hi, lo_open=True, hi_open=False, relation="above", odd=False)
    return replace(amount, lo=lo, hi=hi, lo_open=False, hi_open=False, relation="approx", odd=False)


def next_ten(amount: Amount) -> Amount:
    """15余人: things that are counted reach up to the next ten (3.5)."""
    assert amount.value is not None
    return replace(amount, hi=(amount.value // 10 + 1) * 10)


def compose(
    amount: Amount, words: Words, *, kind: str, unit: str, integer: bool, negative: bool, policy: Policy, start: int
) -> Amount:
    """3.8, on the magnitude first and on the signed number for bounds."""
    if amount.odd and integer:
        amount = next_ten(amount)
    if policy.over_closed and amount.relation in ("over", "span"):
        amount = replace(amount, lo_open=False)
    relations = [*(included_in(word, words.included) for word in words.relations), *amount.halos]
    halos = [word for word in relations if word in HALOS]
    bounds = [word for word in relations if word in BOUNDS]
    flags = set(amount.flags)
    temperature = unit in ("Cel", "[degF]", "K")
    minimum = policy.nat_min and kind not in NO_MINIMUM and not temperature and not negative
    conflict = contradicts(amount, set(halos), set(bounds), negative)
    if conflict:
        if policy.strict:
            raise ReadingError("E_CONFLICT", start)
        flags.add("conflict")
        amount = halo(replace(amount, fill=None), "approx", integer, policy)
        return at_least_zero(sign(replace(amount, flags=frozenset(flags)), negative), minimum)
    if halos:
        amount = with_halos(amount, halos, bool(bounds), integer, flags, policy)
    amount = sign(replace(amount, flags=frozenset(flags)), negative)
    if bounds or amount.relation == "ge":
        amount = bounded(amount, bounds, minimum, policy)
    return at_least_zero(amount, minimum)


def included_in(relation: str, included: bool | None) -> str:
    """（含） and （不含） behind a bound."""
    if included is None:
        return relation
    closed = {"gt": "ge", "lt": "le"}
    opened = {"ge": "gt", "le": "lt"}
    return (closed if included else opened).get(relation, relation)


def contradicts(amount: Amount, halos: set, bounds: set, negative: bool) -> bool:
    """{near, lt} with {over, above, gt, ge}, or le with {gt, ge}, on one number."""
    over = amount.relation == "over"
    if amount.value is None:
        return False
    down = bool(halos & {"near"} or bounds & {"lt"})
    up = over or bool(halos & {"above"} or bounds & set(UPPER)) or amount.relation == "ge"
    return (down and up) or bool("le" in bounds and (bounds & set(UPPER) or amount.relation == "ge"))


def with_halos(
    amount: Amount, halos: list[str], bounded_too: bool, integer: bool, flags: set, policy: Policy
) -> Amount:
    one_sided = [word for word in halos if word != "approx"]
    if bounded_too:
        flags.add("hedge")  # the bound wins
        return amount
    if amount.relation != "eq":
        if amount.relation != "approx" or one_sided:  # 斤把左右: about, said twice
            flags.add("hedge")
        return amount
    if one_sided:
        if len(set(halos)) > 1:
            flags.add("hedge")
        return halo(amount, one_sided[0], integer, policy)
    return halo(amount, "approx", integer, policy)


def sign(amount: Amount, negative: bool) -> Amount:
    return amount.negated() if negative else amount


def bounded(amount: Amount, bounds: list[str], minimum: bool, policy: Policy) -> Amount:
    """The bound takes the end that it concerns; the stricter of two of one direction wins."""
    if not bounds:  # a rhetorical number
        return amount
    relation = next((word for word in ("gt", "ge", "lt", "le") if word in bounds), "")
    strict_end = relation in ("gt", "lt")
    if relation in UPPER:
        capped = policy.ge_cap and amount.value is not None and amount.grain is not None
        hi = amount.value + amount.grain if capped else None
        return replace(amount, hi=hi, hi_open=True, lo_open=strict_end or amount.lo_open, relation=relation)
    end_open = strict_end or amount.hi_open
    least = amount.hi if amount.value is None else amount.value
    room = least is None or least > 0 or (least == 0 and not end_open)  # below 0 there is no minimum
    lo = Fraction(0) if minimum and room else None
    return replace(amount, lo=lo, lo_open=lo is None, hi_open=end_open, relation=relation)


def at_least_zero(amount: Amount, minimum: bool) -> Amount:
    below = amount.relation in HALOS if amount.lo is None else amount.lo < 0
    if minimum and below and amount.value is not None and amount.value >= 0:
        hi_open = amount.hi_open and amount.hi != 0  # 近0户: no set is empty
        return replace(amount, lo=Fraction(0), lo_open=False, hi_open=hi_open)
    return amount
