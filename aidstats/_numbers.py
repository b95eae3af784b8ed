"""Exact numbers as the record columns keep them: ``coef * 10**exp / den``."""

from decimal import Decimal
from fractions import Fraction

import numpy as np

Number = int | Decimal | Fraction

NULL = np.iinfo(np.int64).min  # in a coef column: no number


def number(coef: int, exp: int, den: int) -> Number:
    """The simplest exact type: int, else Decimal, else Fraction."""
    if den != 1:
        return simplest(Fraction(coef) * Fraction(10) ** exp / den)
    return coef * 10**exp if exp >= 0 else Decimal(f"{coef}E{exp}")  # the constructor is exact in every context


def simplest(value: Fraction) -> Number:
    """An int where it is whole, a Decimal where it terminates, else the Fraction itself.

    >>> simplest(Fraction(6, 2)), simplest(Fraction(1, 4)), simplest(Fraction(1, 3))
    (3, Decimal('0.25'), Fraction(1, 3))
    """
    if value.denominator == 1:
        return value.numerator
    rest, places = value.denominator, {2: 0, 5: 0}
    for prime in places:
        while rest % prime == 0:
            rest //= prime
            places[prime] += 1
    if rest != 1:
        return value
    digits = max(places.values())
    return Decimal(f"{value.numerator * 10**digits // value.denominator}E-{digits}")


def plain(value: Number | None) -> str:
    """All digits and no exponent: ``1087000000``, ``0.05``, ``1/3``; empty for None.

    >>> plain(Decimal("1.5E+9")), plain(Fraction(1, 3)), plain(None)
    ('1500000000', '1/3', '')
    """
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
