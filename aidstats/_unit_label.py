"""A unit with its denominators, as one word: ``CNY/{household}``, 万元, 元/户."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from aidstats import _core
from aidstats._columns import unit_label
from aidstats._lexicon import unit_rows
from aidstats._numbers import simplest

_SCALE = re.compile(r"([十百千]?万*亿*)(.*)")
_SCALED = re.compile(r"\((1|10+)\.(.+)\)")  # (100.{person})


class Unit(NamedTuple):
    """The unit columns of a record, and the power of ten that its numbers are shown in (万元: 4)."""

    unit: int
    per: int = 0
    per2: int = 0
    per_exp: int = 0
    scale: int = 0

    @property
    def plain(self) -> "Unit":
        return self._replace(scale=0)

    @property
    def label(self) -> str:
        """The unit as ``Quantity.unit`` has it.

        >>> read_unit("万元/户").label
        'CNY/{household}'
        """
        packed = self.unit | self.per << 16 | self.per2 << 32 | (self.per_exp + 128) << 48
        return unit_label(packed) if self.per else unit_id(self.unit)

    @property
    def word(self) -> str:
        """The label, or with a scale the word that :func:`read_unit` reads as the same.

        >>> read_unit("万元/户").word, read_unit("%").word, read_unit("公里").word
        ('万元/{household}', '%', 'km')
        """
        if not self.scale:
            return self.label
        head, rates = unit_id(self.unit), self.label.removeprefix(unit_id(self.unit))
        return scaled_word(head, self.scale) + rates

    @property
    def kind(self) -> int:
        """Code of the kind of a quantity in this unit."""
        rows = unit_rows()
        return _core.kinds().index(rows[unit_id(self.unit)][3] if self.unit else "number")


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Unit:
    """The unit that an id (``CNY/{household}``) or a header's word (万元, 元/户) names.

    A power of ten, which % is too, becomes the scale.

    >>> read_unit("亿元") == read_unit("CNY")._replace(scale=8), read_unit("%").scale
    (True, -2)
    """
    head, rates = text, list[str]()
    while True:
        try:
            name, scale = _head(head)
            break
        except ValueError as error:
            head, slash, rate = head.rpartition("/")
            if not slash or len(rates) == 2:
                raise ValueError(f"there is no unit {text!r}") from error
            rates.insert(0, rate)
    row = unit_rows()[name] if name else None
    if row is not None and row[3] == "ratio" and name != "1":
        name, scale = "1", scale + _power(row[6])
    per, per_exp = _rate(rates[0], text) if rates else (0, 0)
    per2, more = _rate(rates[1], text) if len(rates) > 1 else (0, 0)
    if more:
        raise ValueError(f"there is no unit {text!r}")
    return Unit(_code(name), per, per2, per_exp, scale)


def factor_between(source: Unit, target: Unit) -> Fraction:
    """How many of the target one of the source is, denominators included; scales count for nothing."""
    if source.per_exp != target.per_exp:
        raise ValueError(f"{source.label} and {target.label} count different numbers of their denominator")
    result = Fraction(1)
    for one, other, power in zip(source[:3], target[:3], (1, -1, -1), strict=True):
        result *= _factor(one, other) ** power
    return result


def _factor(source: int, target: int) -> Fraction:
    if source == target:
        return Fraction(1)
    if not source or not target:
        raise ValueError(f"{unit_id(source or target)} is no multiple of a number without a unit")
    one, other = unit_rows()[unit_id(source)], unit_rows()[unit_id(target)]
    if one[5] != other[5] or one[6] is None or other[6] is None:
        raise ValueError(f"{one[1]} is no fixed multiple of {other[1]}")
    return Fraction(one[6]) / Fraction(other[6])


def row_unit(row: np.void) -> Unit:
    """The unit of a record."""
    return Unit(*(int(row[name]) for name in ("unit", "per", "per2", "per_exp")))


def unit_id(code: int) -> str:
    return "" if code == 0 else next(row[1] for row in _core.units() if row[0] == code)


def scaled_word(name: str, scale: int) -> str:
    """A unit with a power of ten before it, in words that are read back as they are meant.

    >>> scaled_word("CNY", 4), scaled_word("deg", 4), scaled_word("1", -3)
    ('万元', '万deg', '‰')
    """
    if name == "1":
        for row in _core.units():
            if row[3] == "ratio" and row[6] is not None and Fraction(row[6]) == Fraction(10) ** scale:
                return row[2]
    rest, wan = scale % 4, scale // 4
    prefix = ("", "十", "百", "千")[rest] + "万" * (wan % 2) + "亿" * (wan // 2)
    spelled = prefix + (unit_rows()[name][2] if name else "")
    try:
        meant = _core.parse_unit(spelled) == (name, 10**scale)
    except ValueError:
        meant = False
    return spelled if meant else prefix + name


def _head(text: str) -> tuple[str, int]:
    """(id, power of ten) of what is counted."""
    if text == "":
        return "", 0
    prefix, name = _SCALE.fullmatch(text).groups()  # type: ignore[union-attr]
    if name in unit_rows():  # 万{plot}: an id that no form spells
        small = "十百千".find(prefix[:1]) + 1 if prefix else 0
        return name, small + 4 * prefix.count("万") + 8 * prefix.count("亿")
    name, factor = _core.parse_unit(text)
    return name, _power(factor)


def _rate(text: str, whole: str) -> tuple[int, int]:
    """(code, power of ten) of a denominator: {household}, (100.{person}), 百人."""
    scaled = _SCALED.fullmatch(text)
    try:
        name, factor = _core.parse_unit(scaled[2] if scaled else text)
    except ValueError as error:
        raise ValueError(f"there is no unit {whole!r}") from error
    return _code(name), _power(factor) + (len(scaled[1]) - 1 if scaled else 0)


def _code(name: str) -> int:
    return unit_rows()[name][0] if name else 0


def _power(factor: object) -> int:
    """k of 10^k."""
    value = Fraction(factor)  # type: ignore[call-overload]
    power = len(str(max(value.numerator, value.denominator))) - 1
    power = power if value >= 1 else -power
    if simplest(Fraction(10) ** power) != simplest(value):
        raise ValueError(f"{value} is no power of ten")
    return power
