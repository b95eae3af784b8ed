"""How many of one unit another is, exactly."""

from fractions import Fraction

from aidstats import _core
from aidstats._lexicon import unit_rows


def factor_between(source: str, unit: str) -> Fraction:
    """How many of `unit` one of the unit with id `source` is.

    `unit` is an id (``km``) or written as in a column header (公里, 万元), its scale word counting as part of it.

    >>> factor_between("km", "米"), factor_between("CNY", "亿元")
    (Fraction(1000, 1), Fraction(1, 100000000))
    """
    target, scale = _core.parse_unit(unit)
    if source == target:
        return 1 / Fraction(scale)
    rows = unit_rows()
    if source not in rows or rows[source][5] != rows[target][5]:
        raise ValueError(f"{source or 'a number without a unit'} cannot be converted to {unit}")
    factors = rows[source][6], rows[target][6]
    if None in factors:
        raise ValueError(f"{source} and {unit} differ by more than a factor")
    return Fraction(factors[0]) / Fraction(factors[1]) / Fraction(scale)
