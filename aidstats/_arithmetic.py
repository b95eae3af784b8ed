"""Arithmetic of quantities, row by row or over groups: value and both ends, exactly.

Rows are records of one unit.  What comes out states no words, so its relation tells only which numbers there are.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from aidstats import _core
from aidstats._exact import Numbers, added, chosen, column, exactly, multiplied, nearest, negated, ranks
from aidstats._lexicon import names
from aidstats._numbers import NULL, Number, simplest
from aidstats._totals import check_addable, exact_sums
from aidstats._unit_label import Unit, factor_between, row_unit

_NULL_ROW = _core.quantity_records([None])


class Sides(NamedTuple):
    """What a record says in numbers; no lo or hi stated is unbounded."""

    value: Numbers
    lo: Numbers
    hi: Numbers
    lo_open: np.ndarray
    hi_open: np.ndarray


def sides(rows: np.ndarray) -> Sides:
    """The numbers of rows that can be added; a ValueError names one that is a date, a window or a change."""
    check_addable(rows)
    value, lo, hi = (column(rows, name) for name in ("value", "lo", "hi"))
    return Sides(value, lo, hi, rows["lo_open"], rows["hi_open"])


def null_rows(count: int) -> np.ndarray:
    return np.repeat(_NULL_ROW, count)


def to_rows(unit: Unit, found: Sides, present: np.ndarray) -> np.ndarray:
    """Records of what was found; null rows where ``present`` is False."""
    rows = null_rows(len(present))
    relations = names("relations").tolist()
    for name, code in (("unit", unit.unit), ("per", unit.per), ("per2", unit.per2), ("per_exp", unit.per_exp)):
        rows[name][present] = code
    rows["kind"][present], rows["status"][present] = unit.kind, 0
    put_numbers(rows, found, present)
    codes = np.select(_relation(found), [relations.index(each) for each in _RELATIONS], relations.index("approx"))
    rows["relation"][present] = codes[present]
    return rows


def put_numbers(rows: np.ndarray, found: Sides, present: np.ndarray) -> None:
    """Writes numbers and ends: over one denominator, with their nearest doubles."""
    common = np.ones(len(rows), dtype=np.int64)
    numbers = {"value": found.value, "lo": found.lo, "hi": found.hi}
    for each in numbers.values():
        den = np.where(each.stated & present, each.den, 1)
        common = np.lcm(common, den)
        if (common > 2**32 - 1).any():
            raise OverflowError("the bounds have no common denominator that a record keeps")
    unbounded = {"value": np.nan, "lo": -np.inf, "hi": np.inf}
    for name, each in numbers.items():
        stated = each.stated & present
        coef = each.coef[stated]
        times = common[stated] // each.den[stated]
        if (np.abs(coef) > (2**63 - 1) // times).any():
            raise OverflowError("a bound has more digits than a record keeps")
        rows[f"{name}_coef"][present] = NULL
        rows[f"{name}_exp"][present] = 0
        rows[f"{name}_coef"][stated] = coef * times
        rows[f"{name}_exp"][stated] = each.exp[stated]
        rows[name][present] = unbounded[name]
        rows[name][stated] = nearest(each.take(stated))
    rows["den"][present] = common[present]
    rows["lo_open"][present] = (found.lo_open | ~found.lo.stated)[present]
    rows["hi_open"][present] = (found.hi_open | ~found.hi.stated)[present]


_RELATIONS = ("eq", "range", "ge", "gt", "le", "lt")


def _relation(found: Sides) -> list[np.ndarray]:
    """Where each of _RELATIONS holds; what is left has a value between bounds, or neither."""
    value, lo, hi = found.value, found.lo, found.hi
    closed = ~found.lo_open & ~found.hi_open
    point = closed & _same(lo, hi)
    above, below = lo.stated & ~hi.stated & _same(value, lo), hi.stated & ~lo.stated & _same(value, hi)
    return [
        point & (_same(value, lo) | ~value.stated),
        ~value.stated & lo.stated & hi.stated,
        *(above & ~found.lo_open, above & found.lo_open, below & ~found.hi_open, below & found.hi_open),
    ]


def _same(a: Numbers, b: Numbers) -> np.ndarray:
    return a.stated & (a.coef == b.coef) & (a.exp == b.exp) & (a.den == b.den)


# ---------------------------------------------------------------- row by row


def added_sides(a: Sides, b: Sides) -> Sides:
    """Ends are added to ends; an end of the sum is open if either is."""
    value, lo, hi = added(a.value, b.value), added(a.lo, b.lo), added(a.hi, b.hi)
    return Sides(value, lo, hi, a.lo_open | b.lo_open, a.hi_open | b.hi_open)


def negated_sides(a: Sides) -> Sides:
    return Sides(negated(a.value), negated(a.hi), negated(a.lo), a.hi_open, a.lo_open)


def scaled_sides(a: Sides, factor: Numbers) -> Sides:
    """Times a number, one for all rows or one a row; a negative one exchanges the ends, zero leaves the point 0."""
    value, lo, hi = (multiplied(each, factor) for each in (a.value, a.lo, a.hi))
    down, zero = (np.broadcast_to(part, value.coef.shape) for part in (factor.coef < 0, factor.coef == 0))
    nought = Numbers(*(np.full(len(zero), part) for part in (0, 0, 1)))
    return Sides(
        chosen(zero, nought, value),
        chosen(zero, nought, chosen(down, hi, lo)),
        chosen(zero, nought, chosen(down, lo, hi)),
        np.where(down, a.hi_open, a.lo_open) & ~zero,
        np.where(down, a.lo_open, a.hi_open) & ~zero,
    )


def converted_rows(rows: np.ndarray, unit: Unit, factor: Fraction) -> np.ndarray:
    """The rows in another unit, ``factor`` of which one of theirs is; words and flags stay."""
    result = rows.copy()
    read = rows["status"] == 0
    if factor != 1 and read.any():
        found = scaled_sides(sides(rows), exactly([simplest(factor)]))
        put_numbers(result, found, read)
        result["grain_coef"][read] = 0
        result["grain_exp"][read] = 0
    for name, code in (("unit", unit.unit), ("per", unit.per), ("per2", unit.per2), ("per_exp", unit.per_exp)):
        result[name][read] = code
    return result


def sum_of_two(left: object, right: object, sign: int) -> np.void:
    """The row of left + sign·right, two Quantity objects, in the unit of the first."""
    rows = _core.quantity_records([left, right])
    unit, other = row_unit(rows[0]), row_unit(rows[1])
    try:
        factor = factor_between(other, unit)
    except ValueError as error:
        one, two = (each.label or "a bare number" for each in (other, unit))
        raise TypeError(f"{one} cannot be added to {two}") from error
    found = added_sides(sides(rows[:1]), scaled_sides(sides(rows[1:]), exactly([simplest(factor * sign)])))
    return to_rows(unit, found, np.ones(1, dtype=bool))[0]


def multiple(quantity: object, factor: Fraction) -> np.void:
    """The row of a Quantity times a number."""
    rows = _core.quantity_records([quantity])
    found = scaled_sides(sides(rows), exactly([simplest(factor)]))
    return to_rows(row_unit(rows[0]), found, np.ones(1, dtype=bool))[0]


# ---------------------------------------------------------------- over groups


def summed(rows: np.ndarray, groups: np.ndarray, size: int, unit: Unit, *, mean: bool = False) -> np.ndarray:
    """The sum, or the mean, of the rows of each group that are read; 0, or null, where there are none."""
    used = (rows["status"] == 0) & (groups >= 0)
    check_addable(rows)
    count = np.bincount(groups[used], minlength=size)
    value, lo, hi = (exactly(exact_sums(rows, name, groups, used, size)) for name in ("value", "lo", "hi"))
    opened = [np.bincount(groups[used & rows[name]], minlength=size) > 0 for name in ("lo_open", "hi_open")]
    result = Sides(value, lo, hi, *opened)
    present = np.ones(size, dtype=bool)
    if mean:
        present = count > 0
        result = scaled_sides(result, exactly([Fraction(1, max(each, 1)) for each in count.tolist()]))
    return to_rows(unit, result, present)


def extreme(rows: np.ndarray, groups: np.ndarray, size: int, unit: Unit, *, largest: bool) -> np.ndarray:
    """The least, or the largest, number of each group: what is known of it.

    Its ends are the least (largest) ends.  Its value is the least value of those rows that may hold it, and not stated
    if one of them states none.
    """
    used = np.flatnonzero((rows["status"] == 0) & (groups >= 0))
    groups, rows = groups[used], rows[used]
    found = sides(rows)
    if largest:
        found = negated_sides(found)
    value, lo, hi = ranks(found.value, found.lo, found.hi)  # an unbounded lo is −1 and so comes first
    last = 2 * len(rows) * 3 + 1
    hi_keys = np.where(hi < 0, last, 2 * hi + ~found.hi_open)  # at one number an open end lies below a closed one
    lo_keys = 2 * lo + found.lo_open
    hi_least = _least(hi_keys, groups, size, last + 1)
    lo_least = _least(lo_keys, groups, size, last + 1)
    may_hold = lo <= hi_least[groups] // 2
    unknown = np.bincount(groups[may_hold & ~found.value.stated], minlength=size) > 0
    stated = np.where(may_hold & found.value.stated, value, last)
    value_least = np.where(unknown, -1, _least(stated, groups, size, last))
    result = Sides(
        _pick(found.value, value, value_least, groups, size),
        _pick(found.lo, lo_keys, lo_least, groups, size),
        _pick(found.hi, hi_keys, hi_least, groups, size),
        lo_least % 2 == 1,
        hi_least % 2 == 0,
    )
    return to_rows(unit, negated_sides(result) if largest else result, np.bincount(groups, minlength=size) > 0)


def _least(keys: np.ndarray, groups: np.ndarray, size: int, most: int) -> np.ndarray:
    result = np.full(size, most, dtype=np.int64)
    np.minimum.at(result, groups, keys)
    return result


def _pick(numbers: Numbers, keys: np.ndarray, wanted: np.ndarray, groups: np.ndarray, size: int) -> Numbers:
    """The number of a row of each group that has the wanted key; none where no row has."""
    row = np.full(size, len(keys))
    hits = np.flatnonzero(keys == wanted[groups])
    row[groups[hits]] = hits
    nothing = (NULL, 0, 1)
    return Numbers(*(np.append(part, none)[row] for part, none in zip(numbers, nothing, strict=True)))


def running(rows: np.ndarray, groups: np.ndarray, unit: Unit, *, skipna: bool) -> np.ndarray:
    """Sums of each row and those before it in its group; null rows are passed over, or end the sums of their group."""
    found = sides(rows)
    read = rows["status"] == 0
    present = read & (groups >= 0)
    order = np.argsort(groups, kind="stable")
    first = np.flatnonzero(np.diff(groups[order], prepend=-2))
    sums = [_null_numbers(len(rows)) for _ in range(3)]
    opens = [np.zeros(len(rows), dtype=bool) for _ in range(2)]
    for members in np.split(order, first[1:]):
        used = members[present[members]]
        if not skipna and not read[members].all():
            cut = members[: int(np.argmin(read[members]))]
            present[members[len(cut) :]] = False
            used = cut
        for total, numbers in zip(sums, (found.value, found.lo, found.hi), strict=True):
            exact = [numbers.fraction(row) if numbers.coef[row] != NULL else None for row in used.tolist()]
            for part, run in zip(total, exactly(accumulate(exact, _plus)), strict=True):
                part[used] = run
        for total_open, each in zip(opens, (found.lo_open, found.hi_open), strict=True):
            total_open[used] = np.logical_or.accumulate(each[used])
    return to_rows(unit, Sides(sums[0], sums[1], sums[2], opens[0], opens[1]), present)


def _plus(a: Number | None, b: Number | None) -> Number | None:
    return None if a is None or b is None else Fraction(a) + Fraction(b)


def _null_numbers(count: int) -> Numbers:
    return Numbers(np.full(count, NULL), np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64))


# ---------------------------------------------------------------- order and identity


def estimates(rows: np.ndarray) -> Numbers:
    """The value, else the middle of two bounds, else nothing; one number a row, for order and plots."""
    value, lo, hi = (column(rows, name) for name in ("value", "lo", "hi"))
    middle = np.flatnonzero(~value.stated & lo.stated & hi.stated & (rows["status"] == 0))
    if not len(middle):
        return value
    halves = multiplied(added(lo.take(middle), hi.take(middle)), exactly([Fraction(1, 2)]))
    result = Numbers(*(part.copy() for part in value))
    for part, half in zip(result, halves, strict=True):
        part[middle] = half
    return result


def doubles(numbers: Numbers) -> np.ndarray:
    """The nearest doubles, NaN where nothing is stated."""
    result = np.full(len(numbers.coef), np.nan)
    result[numbers.stated] = nearest(numbers.take(numbers.stated))
    return result


_SAID = (
    *("kind", "relation", "unit", "per", "per2", "per_exp", "direction", "lo_open", "hi_open", "den"),
    *(f"{name}_{part}" for name in ("value", "lo", "hi", "from") for part in ("coef", "exp")),
    *("from_unit", "from_relation"),
)


def identities(rows: np.ndarray) -> np.ndarray:
    """One run of bytes a row: alike where two quantities say the same, as ``==`` of Quantity has it."""
    kinds = {name: rows.dtype[name] for name in _SAID}
    packed = np.zeros(len(rows), dtype=np.dtype([*kinds.items(), ("marks", np.uint32)]))
    for name in _SAID:
        packed[name] = rows[name]
    flags = names("flags").tolist()
    telling = sum(1 << flags.index(flag) for flag in ("delta", "no_year"))
    packed["marks"] = rows["marks"] & np.uint32(telling)
    return packed.view(f"S{packed.dtype.itemsize}")


def compared(a: np.ndarray, b: np.ndarray, operation: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """Compares the estimates of two columns of rows; False where either has none."""
    left, right = ranks(estimates(a), estimates(b))
    return operation(left, right) & (left >= 0) & (right >= 0) & (a["status"] == 0) & (b["status"] == 0)
