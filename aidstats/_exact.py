"""Columns of exact numbers: added, multiplied and put in order without rounding.

Whatever fits 64 bits on the way is done in NumPy; the few rows that do not are done in Python's own integers.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from aidstats._columns import Stored
from aidstats._numbers import NULL, Number, number

_EXACT_POWER = 22  # 10.0**22 is the largest power of ten that is a double
_DOUBLE_POWERS = np.array([float(10**power) for power in range(_EXACT_POWER + 1)])
_EXACT_INTEGER = 2**53
_ROOM = 2**62  # two numbers of this size can be added
_POWERS = np.array([10**power for power in range(19)], dtype=np.int64)
_MOST_DEN = 2**32 - 1


class Numbers(NamedTuple):
    """``coef * 10**exp / den``, in lowest terms; NULL in coef where no number is stated."""

    coef: np.ndarray
    exp: np.ndarray
    den: np.ndarray

    @property
    def stated(self) -> np.ndarray:
        return self.coef != NULL

    def take(self, rows: np.ndarray) -> "Numbers":
        return Numbers(self.coef[rows], self.exp[rows], self.den[rows])

    def fraction(self, row: int) -> Fraction:
        return Fraction(number(int(self.coef[row]), int(self.exp[row]), int(self.den[row])))


def column(records: Stored, name: str) -> Numbers:
    """A number column of records, each number in its own lowest terms."""
    coef, den = records[f"{name}_coef"].astype(np.int64), records["den"].astype(np.int64)
    exp = records[f"{name}_exp"].astype(np.int64)
    if (den != 1).any():
        stated = coef != NULL
        common = np.where(stated, np.gcd(np.where(stated, coef, 1), den), den)
        coef, den = np.where(stated, coef // common, NULL), den // common
    return Numbers(coef, exp, den)


def exactly(values: Iterable[Number | None]) -> Numbers:
    """Numbers as a column; an OverflowError for one that no record can keep."""
    rows = [(NULL, 0, 1) if value is None else terms(Fraction(value)) for value in values]
    coef, exp, den = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Numbers(coef, exp, den)


def terms(value: Fraction) -> tuple[int, int, int]:
    """(coef, exp, den) of a number.

    >>> terms(Fraction(1500)), terms(Fraction(1, 8)), terms(Fraction(5, 6))
    ((15, 2, 1), (125, -3, 1), (25, -1, 3))
    """
    coef, den, exp = value.numerator, value.denominator, 0
    while (common := den % 10) % 2 == 0 or common == 5:
        part = 10 if common == 0 else 2 if common % 2 == 0 else 5
        den, coef, exp = den // part, coef * (10 // part), exp - 1
    while coef and coef % 10 == 0:
        coef, exp = coef // 10, exp + 1
    if abs(coef) >= -NULL or den > _MOST_DEN or not -128 <= exp <= 127:
        raise OverflowError(f"{float(value):g} has more digits, or a larger denominator, than a record keeps")
    return coef, exp, den


def added(a: Numbers, b: Numbers) -> Numbers:
    """The sum of two columns, null where either is."""
    stated = a.stated & b.stated
    low = np.where(a.coef == 0, b.exp, np.where(b.coef == 0, a.exp, np.minimum(a.exp, b.exp)))
    quick = stated & (a.den == b.den)
    total = np.zeros(len(low), dtype=np.int64)
    for each in a, b:
        up = np.where(each.coef == 0, 0, each.exp - low)
        quick &= (up < len(_POWERS)) & (np.abs(each.coef) <= _ROOM // _POWERS[np.clip(up, 0, len(_POWERS) - 1)])
        total += np.where(quick, each.coef, 0) * _POWERS[np.where(quick, up, 0)]
    result = _lowest(np.where(quick, total, NULL), low, a.den)
    return _with_slow_rows(result, stated & ~quick, lambda row: a.fraction(row) + b.fraction(row))


def multiplied(a: Numbers, b: Numbers) -> Numbers:
    """The product of two columns, null where either is; ``b`` may be one number for all rows."""
    b = Numbers(*(np.broadcast_to(part, a.coef.shape) for part in b))
    stated = a.stated & b.stated
    size = np.abs(np.where(stated, a.coef, 0))
    quick = stated & (size <= _ROOM // np.maximum(np.abs(np.where(stated, b.coef, 1)), 1))
    quick &= a.den <= _MOST_DEN // np.maximum(b.den, 1)
    coef = np.where(quick, np.where(quick, a.coef, 0) * np.where(quick, b.coef, 0), NULL)
    result = _lowest(coef, a.exp + b.exp, a.den * b.den)
    return _with_slow_rows(result, stated & ~quick, lambda row: a.fraction(row) * b.fraction(row))


def negated(a: Numbers) -> Numbers:
    return Numbers(np.where(a.stated, -a.coef, NULL), a.exp, a.den)


def chosen(condition: np.ndarray, a: Numbers, b: Numbers) -> Numbers:
    """``a`` where the condition holds, else ``b``."""
    return Numbers(*(np.where(condition, left, right) for left, right in zip(a, b, strict=True)))


def _lowest(coef: np.ndarray, exp: np.ndarray, den: np.ndarray) -> Numbers:
    stated = coef != NULL
    if (den != 1).any():
        common = np.where(stated, np.gcd(np.where(stated, coef, 1), den), den)
        coef, den = np.where(stated, coef // common, NULL), den // common
    coef, exp = coef.copy(), np.where(stated & (coef != 0), exp, 0)
    rows = np.flatnonzero(stated & (coef != 0))
    for power in (16, 8, 4, 2, 1):
        while True:
            whole = coef[rows] % _POWERS[power] == 0
            hit = rows[whole]
            if not len(hit):
                break
            coef[hit] //= _POWERS[power]
            exp[hit] += power
    return Numbers(coef, exp, den)


def _with_slow_rows(numbers: Numbers, rows: np.ndarray, exact: Callable[[int], Fraction]) -> Numbers:
    slow = np.flatnonzero(rows)
    for row in slow.tolist():
        numbers.coef[row], numbers.exp[row], numbers.den[row] = terms(exact(row))
    if (numbers.stated & ((numbers.exp < -128) | (numbers.exp > 127))).any():
        raise OverflowError("a number lies beyond the powers of ten that a record keeps")
    return numbers


def ranks(*columns: Numbers) -> list[np.ndarray]:
    """Places of the numbers of all columns in one order, equal numbers alike; −1 where none is stated."""
    coef, exp, den = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    every = Numbers(coef, exp, den)
    rows = np.flatnonzero(every.stated)
    doubles = nearest(every.take(rows))
    order = np.argsort(doubles, kind="stable")
    rows, doubles = rows[order], doubles[order]
    starts = np.ones(len(rows), dtype=bool)
    starts[1:] = doubles[1:] != doubles[:-1]
    _settle_ties(every, rows, starts)
    result = np.full(len(coef), -1, dtype=np.int64)
    result[rows] = np.cumsum(starts) - 1
    return np.split(result, np.cumsum([len(part.coef) for part in columns])[:-1])


def _settle_ties(every: Numbers, rows: np.ndarray, starts: np.ndarray) -> None:
    """Rounding keeps order, so only numbers with equal doubles need care: those that differ all the same."""
    different = np.zeros(len(rows), dtype=bool)
    for part in every:
        different[1:] |= part[rows][1:] != part[rows][:-1]
    runs = np.append(np.flatnonzero(starts), len(rows))
    doubtful = np.unique(np.searchsorted(runs, np.flatnonzero(different & ~starts), side="right")) - 1
    for first, end in zip(runs[doubtful].tolist(), runs[doubtful + 1].tolist(), strict=True):
        exact = sorted((every.fraction(row), row) for row in rows[first:end].tolist())
        rows[first:end] = [row for _, row in exact]
        starts[first:end] = [not at or exact[at - 1][0] != value for at, (value, _) in enumerate(exact)]


def nearest(numbers: Numbers, ratio: Fraction = Fraction(1)) -> np.ndarray:
    """Doubles nearest to the numbers times ``ratio``; all of them must be stated."""
    coefs, exps, dens = numbers
    power = power_of_ten(ratio)
    if power is not None:
        # One rounding of two exact doubles is the nearest double; that is nearly every row.
        shift = exps.astype(np.int64) + power
        quick = (np.abs(coefs) <= _EXACT_INTEGER) & (np.abs(shift) <= _EXACT_POWER)
        up, down = (_DOUBLE_POWERS[np.clip(each, 0, _EXACT_POWER)] for each in (shift, -shift))
        if (dens != 1).any():
            quick &= (dens == 1) | ((np.abs(coefs) * up <= _EXACT_INTEGER) & (dens * down <= _EXACT_INTEGER))
        result = coefs * up / (dens * down)
        slow = np.flatnonzero(~quick)
    else:
        result, slow = np.empty(len(coefs)), np.arange(len(coefs))
    for row in slow.tolist():
        result[row] = float(int(coefs[row]) * Fraction(10) ** int(exps[row]) / int(dens[row]) * ratio)
    return result


def power_of_ten(ratio: Fraction) -> int | None:
    """k where ratio is 10^k."""
    up, down = str(ratio.numerator), str(ratio.denominator)
    if up.strip("0") == "1" and down.strip("0") == "1":
        return len(up) - len(down)
    return None
