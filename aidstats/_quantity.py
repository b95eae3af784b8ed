"""One quantity: what the core read, and what can be said about it in Python."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from aidstats import _core
from aidstats._dates import MonthDay
from aidstats._display import bound, interval
from aidstats._errors import FormatError, ParseError
from aidstats._numbers import Number, simplest

if TYPE_CHECKING:
    import pint


class Converted(NamedTuple):
    """The numbers of a quantity in another unit, exactly."""

    value: Number | None
    lo: Number | None
    hi: Number | None
    lo_open: bool
    hi_open: bool
    unit: str


class Quantity(_core.QuantityBase):
    """A number with its bounds, unit and place: what one expression says.

    >>> import aidstats
    >>> q = aidstats.parse("近8亿元")
    >>> q
    <Quantity 近8亿元: 800000000 CNY near [750000000, 800000000)>
    >>> q.relation, q.unit, q.mods, float(q)
    ('near', 'CNY', ('近',), 800000000.0)

    ``value`` is the single number stated, or None.  ``lo`` and ``hi`` bound what is meant; None is unbounded.  Numbers
    are exact: int, Decimal, or Fraction where no decimal is.  Bounds of dates are datetime.date, or MonthDay without
    a year.  Two quantities are equal if they say the same, whatever the words.
    """

    __slots__ = ()

    @property
    def fraction(self) -> Fraction | None:
        """The value as a Fraction."""
        return _fraction(self.value)

    @property
    def lo_fraction(self) -> Fraction | None:
        """The lower bound as a Fraction; None for dates too."""
        return _fraction(self.lo)

    @property
    def hi_fraction(self) -> Fraction | None:
        """The upper bound as a Fraction; None for dates too."""
        return _fraction(self.hi)

    @property
    def estimate(self) -> Number | None:
        """For sums and plots: the value, else the middle of the two bounds, else None.

        >>> import aidstats
        >>> aidstats.parse("3000至5000元").estimate
        4000
        """
        if self.value is not None:
            return self.value
        lo, hi = self.lo_fraction, self.hi_fraction
        return None if lo is None or hi is None else simplest((lo + hi) / 2)

    @property
    def factor(self) -> Number | None:
        """New over old, for growth and multiples: 增长3倍 is 4, 下降20% is 0.8; None where it is not said.

        >>> import aidstats
        >>> aidstats.parse("增长15%").factor
        Decimal('1.15')
        """
        value = self.fraction
        if value is None or self.origin is not None:
            return None
        if self.unit == "{doubling}":
            whole = value.denominator == 1 and abs(value) <= 1024 and self.direction >= 0
            return simplest(Fraction(2) ** value.numerator) if whole else None
        if "delta" in self.flags:
            multiple = self.unit == "{fold}"
            if not (multiple or self.kind == "ratio") or self.direction == 0:
                return None
            if self.direction < 0 and multiple:  # 减少3倍 says nothing that could be meant
                return None
            return simplest(1 + self.direction * value)
        return self.value if self.unit == "{fold}" else None

    def to(self, unit: str) -> Converted:
        """Value and bounds in another unit of the same dimension, exactly.

        A scale word counts as part of the unit.  Denominators stay as they are.

        >>> import aidstats
        >>> aidstats.parse("近8亿元").to("万元").value
        80000
        >>> aidstats.parse("3.5万亩").to("公顷").value
        Fraction(7000, 3)
        """
        from aidstats._convert import factor_between

        factor = factor_between(self.unit.split("/", 1)[0], unit)

        def converted(number: Fraction | None) -> Number | None:
            return None if number is None else simplest(number * factor)

        return Converted(
            value=converted(self.fraction),
            lo=converted(self.lo_fraction),
            hi=converted(self.hi_fraction),
            lo_open=self.lo_open,
            hi_open=self.hi_open,
            unit=unit,
        )

    def describe(self, lang: str = "en") -> str:
        """One sentence, English or Chinese (``lang="zh"``).

        >>> import aidstats
        >>> aidstats.parse("不少于30户").describe()
        '“不少于30户” is a count: at least 30 household.'
        """
        from aidstats._describe import sentence

        return sentence(self, lang)

    def to_pint(self, number: str = "value") -> "pint.Quantity[Any]":
        """The number in pint, exactly, in the registry of :func:`aidstats.pint.registry`.

        ``number`` may be ``"lo"``, ``"hi"`` or ``"estimate"``.  Needs ``pip install aidstats[units]``.
        """
        from aidstats.pint import to_pint

        return to_pint(self, number)

    # ---------------------------------------------------------------- numbers

    def __float__(self) -> float:
        value = self.fraction
        if value is None:
            raise TypeError(f"{self!r} states no single number; use .estimate, .lo or .hi")
        return value.numerator / value.denominator

    def surely_less(self, other: "Quantity") -> bool:
        """True if every number this can mean is below every number the other can mean.

        >>> import aidstats
        >>> aidstats.parse("不足5万元").surely_less(aidstats.parse("8万余元"))
        True
        """
        _check_unit(self, other)
        if self.hi is None or other.lo is None:
            return False
        hi, lo = _comparable(self.hi), _comparable(other.lo)
        return hi < lo or (hi == lo and (self.hi_open or other.lo_open))

    def __lt__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else _point(self, other) < _point(other, self)

    def __le__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else _point(self, other) <= _point(other, self)

    def __gt__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else _point(self, other) > _point(other, self)

    def __ge__(self, other: object) -> bool:
        return NotImplemented if not isinstance(other, Quantity) else _point(self, other) >= _point(other, self)

    # ---------------------------------------------------------------- arithmetic

    def __add__(self, other: object) -> "Quantity":
        """The sum with its bounds, in the unit of the first.

        >>> import aidstats
        >>> aidstats.parse("近8亿元") + aidstats.parse("3至5万元")
        <Quantity CNY range [750030000, 800050000)>
        """
        return _plus(self, other, 1) if isinstance(other, Quantity) else NotImplemented

    def __sub__(self, other: object) -> "Quantity":
        return _plus(self, other, -1) if isinstance(other, Quantity) else NotImplemented

    def __mul__(self, other: object) -> "Quantity":
        return _times(self, Fraction(str(other))) if _is_factor(other) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> "Quantity":
        return _times(self, 1 / Fraction(str(other))) if _is_factor(other) else NotImplemented

    def __neg__(self) -> "Quantity":
        return _times(self, Fraction(-1))

    def __pos__(self) -> "Quantity":
        return self

    # ---------------------------------------------------------------- for people

    def __str__(self) -> str:
        """As :func:`aidstats.phrase` writes it, where that has the same numbers; else the repr."""
        try:
            phrase = str(_core.phrase(self))
            read = _core.parse(phrase)
        except ValueError:
            return repr(self)
        same = (read.value, read.lo, read.hi) == (self.value, self.lo, self.hi)
        return phrase if same and read.unit == self.unit else repr(self)

    def __repr__(self) -> str:
        return f"<Quantity {self.text}{': ' if self.text else ''}{' '.join(self._said())}>"

    def _said(self) -> list[str]:
        """What it says, in pieces; the empty ones left out."""
        origin = self.origin
        ends = interval(self.lo, self.hi, self.lo_open, self.hi_open)
        pieces = [
            "" if origin is None else " ".join([*origin._said()[:2], "→"]),
            "" if self.value is None else bound(self.value),
            self.unit if self.unit != "1" else "",
            self.relation if self.relation not in ("eq", "change") else "",
            ends if origin is None else "",
        ]
        return [piece for piece in pieces if piece] or [self.kind]

    def _repr_html_(self) -> str:
        import html

        names = ("text", "kind", "value", "lo", "hi", "relation", "unit", "flags")
        rows = "".join(f"<tr><th>{name}</th><td>{html.escape(_shown(self, name))}</td></tr>" for name in names)
        return f"<table>{rows}</table>"


def _plus(left: Quantity, right: Quantity, sign: int) -> Quantity:
    from aidstats._arithmetic import sum_of_two

    return _core.record_to_quantity(sum_of_two(left, right, sign))  # type: ignore[return-value]


def _times(quantity: Quantity, factor: Fraction) -> Quantity:
    from aidstats._arithmetic import multiple

    return _core.record_to_quantity(multiple(quantity, factor))  # type: ignore[return-value]


def _is_factor(number: object) -> bool:
    """A number to multiply by; a float means what it prints."""
    return isinstance(number, int | float | Decimal | Fraction | np.number) and not isinstance(number, bool)


def _fraction(number: object) -> Fraction | None:
    return Fraction(number) if isinstance(number, int | Decimal | Fraction) else None


def _shown(quantity: Quantity, name: str) -> str:
    content = getattr(quantity, name)
    if name == "flags":
        return ", ".join(sorted(content))
    if isinstance(content, str):
        return content
    is_open = getattr(quantity, f"{name}_open", False)
    return bound(content) + (" (open)" if is_open and content is not None else "")


def _check_unit(left: Quantity, right: object) -> None:
    if not isinstance(right, Quantity):
        raise TypeError(f"a Quantity is compared with another Quantity, not with {type(right).__name__}")
    if left.unit != right.unit:
        raise TypeError(f"{left!r} and {right!r} have different units; bring them to one with .to()")


def _comparable(end: Number | datetime.date | MonthDay) -> Fraction:
    """A number, or a day as a number."""
    if isinstance(end, MonthDay):
        raise TypeError("days without a year cannot be compared; give them one with .in_year()")
    return Fraction(end.toordinal() if isinstance(end, datetime.date) else end)


def _point(quantity: Quantity, other: Quantity) -> Fraction:
    """The one number or day that is meant."""
    _check_unit(quantity, other)
    point = quantity.lo
    if point is None or point != quantity.hi or quantity.lo_open or quantity.hi_open:
        raise TypeError(f"{quantity!r} is no single point; compare .estimate, or ask .surely_less()")
    return _comparable(point)


_core.register(quantity=Quantity, parse_error=ParseError, format_error=FormatError, month_day=MonthDay)
