"""Quantities in pint: a registry that knows the units of the lexicon, with exact factors.

>>> import aidstats, aidstats.pint
>>> area = aidstats.parse("3.5万亩").to_pint()
>>> print(area, "=", area.to("公顷"))
35000 亩 = 7000/3 公顷
>>> units = aidstats.pint.registry()
>>> print(units("3 万元 / 户") + units("500 CNY/{household}"))
61/20 万元 / 户
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._columns import is_read
from aidstats._lexicon import unit_rows
from aidstats._optional import optional
from aidstats._quantity import Quantity
from aidstats._quantity_rows import shared_unit
from aidstats._record_numbers import NUMBER_COLUMNS
from aidstats._records import Records
from aidstats._unit_label import Unit, row_unit, unit_id

if TYPE_CHECKING:
    import pint
else:
    pint = optional("pint", "units")

__all__ = ["registry", "to_pint"]

# Canonical units of the lexicon that pint has; every other one is a dimension of its own.
_NATIVE = {
    "m": "meter",
    "m2": "meter ** 2",
    "m3": "meter ** 3",
    "kg": "kilogram",
    "s": "second",
    "J": "joule",
    "W": "watt",
    "V": "volt",
    "A": "ampere",
    "Ohm": "ohm",
    "Hz": "hertz",
    "Pa": "pascal",
    "N": "newton",
    "mol": "mole",
    "lx": "lux",
    "deg": "degree",
    "bit": "bit",
    "bit/s": "bit / second",
    "C": "coulomb",
    "lm": "lumen",
    "cd": "candela",
    "Sv": "sievert",
    "Bq": "becquerel",
    "t.km": "1000 * kilogram * 1000 * meter",
}
# Scales with a zero of their own: only a name for what pint has.
_ALIASES = {"Cel": "degree_Celsius", "[degF]": "degree_Fahrenheit", "K": "kelvin", "dB": "decibel"}
_PERCENT = {"%": "percent"}
_NAMELESS = ("", "1", "%", "date")
_SCALES = ["千万亿", "百万亿", "十万亿", "万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千", "百"]


if TYPE_CHECKING:
    _Base = pint.UnitRegistry[Any]
else:  # no generic class in pint 0.24
    _Base = pint.UnitRegistry


class _Registry(_Base):
    def convert(self, value: Any, src: Any, dst: Any, inplace: bool = False, **options: Any) -> Any:
        found = super().convert(value, src, dst, inplace, **options)
        doubles = isinstance(value, np.ndarray) and value.dtype.kind == "f"
        return found.astype(value.dtype) if doubles else found  # which a Fraction has made objects


@lru_cache(maxsize=1)
def registry() -> "pint.UnitRegistry[Any]":
    """A pint registry with every unit of the lexicon beside pint's own; always the same one.

    Units are called by their Chinese spellings (亩, 公里, 元 and, with a power of ten, 万元) and by their ids (``CNY``,
    ``{person}``, ``[mu_cn]``, ``kW.h``).  A currency is a dimension of its own, and so is what is counted: 元 and 港元,
    人 and 人次 are not converted to each other.  Factors are Fractions: what is exact stays so.

    >>> import aidstats.pint
    >>> units = aidstats.pint.registry()
    >>> units.Quantity(1, "万元").to("元").magnitude
    Fraction(10000, 1)
    >>> units.Quantity(1, "人").is_compatible_with("人次")
    False
    """
    made: Any = _Registry(non_int_type=Fraction, preprocessors=[_spelled])
    for scale in _SCALES:
        made.define(f"{scale}- = {_core.parse_unit(scale)[1]}")
    for row in unit_rows().values():
        _, own, _, kind, dimension, canonical, factor, *_ = row
        if own in _NAMELESS:
            continue
        name, spellings = _name(own), _spellings(row, made)
        if own in _ALIASES:
            made.define(" = ".join([f"@alias {_ALIASES[own]}", name, *spellings]))
            continue
        if canonical == "1":
            value = str(Fraction(factor))
        elif canonical in _NATIVE and factor is not None:
            value = f"{Fraction(factor)} * {_NATIVE[canonical]}"
        elif own == canonical or factor is None:
            value = f"[{'currency' if kind == 'money' else dimension}_{_plain(own)}]"
        else:
            value = f"{Fraction(factor)} * {_name(canonical)}"
        made.define(" = ".join([name, value, "_", *spellings]))
    return made


def _name(own: str) -> str:
    """What the unit is called in pint: its main spelling if nothing else is called so."""
    zh = unit_rows()[own][2]
    return zh if _is_spelling(zh, own) else f"aid_{_plain(own) or unit_rows()[own][0]}"


def _plain(own: str) -> str:
    return re.sub(r"\W+", "_", own).strip("_")


def _is_spelling(form: str, own: str) -> bool:
    """Whether the word means this unit alone, and is no word of pint's."""
    if form.isascii() or not form.isidentifier() or "·" in form:  # pint multiplies at a mA·h
        return False
    try:
        return _core.parse_unit(form) == (own, 1)
    except ValueError:
        return False


def _spellings(row: tuple[Any, ...], made: Any) -> list[str]:
    own = row[1]
    found = [form for form in row[9] if _is_spelling(form, own)] + [own] * own.isidentifier()
    return [form for form in found if form != _name(own) and not made.parse_unit_name(form)]


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    """Ids that pint would read as something else: {person}, [mu_cn], kW.h, t{sce}."""
    ids = [own for own in unit_rows() if not own.isidentifier() and own not in _NAMELESS and not re.search("[/*]", own)]
    words = "|".join(re.escape(own) for own in sorted(ids, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _spelled(text: str) -> str:
    return _signs().sub(lambda found: _name(found[0]), text)


def to_pint(quantity: Quantity | Records, number: str = "value") -> "pint.Quantity[Any]":
    """A quantity, or the rows of records, as a quantity of :func:`registry`.

    ``number`` is the number taken: ``value``, ``lo``, ``hi``, or of a single quantity ``estimate``.  A single one is
    exact (an int or a Fraction), and a TypeError if it states no such number; records give doubles, NaN where none is
    stated, and must have one unit.

    >>> import aidstats, aidstats.pint
    >>> print(aidstats.pint.to_pint(aidstats.parse("近8亿元"), "lo").to("亿元"))
    15/2 亿元
    >>> print(aidstats.parse_array(["3公里", "500米"]).to_pint())
    Traceback (most recent call last):
    ...
    ValueError: the rows have several units (km in row 0; m in row 1); name the one to convert to, or select one's rows
    """
    if isinstance(quantity, Quantity):
        return _single(quantity, number)
    if number not in NUMBER_COLUMNS:
        raise ValueError(f"number must be value, lo or hi, not {number!r}")
    shared_unit(quantity)
    read = is_read(quantity)
    unit = row_unit(quantity[int(read.argmax())])
    return registry().Quantity(np.where(read, quantity[number], np.nan) / 10**unit.per_exp, _unit(unit))


def _single(quantity: Quantity, number: str) -> "pint.Quantity[Any]":
    if number not in (*NUMBER_COLUMNS, "estimate"):
        raise ValueError(f"number must be value, lo, hi or estimate, not {number!r}")
    found = getattr(quantity, number)
    if not isinstance(found, int | Decimal | Fraction):
        raise TypeError(f"{quantity!r} states no {number}" + ("; take 'estimate'" if number == "value" else ""))
    unit = row_unit(_core.quantity_records([quantity])[0])
    exact = Fraction(found) / 10**unit.per_exp
    return registry().Quantity(exact.numerator if exact.denominator == 1 else exact, _unit(unit))


def _unit(unit: Unit) -> Any:
    result: Any = registry().dimensionless
    for code, power in ((unit.unit, 1), (unit.per, -1), (unit.per2, -1)):
        own = unit_id(code)
        if own not in ("", "1"):
            result *= registry().Unit(_PERCENT.get(own) or _ALIASES.get(own) or _name(own)) ** power
    return result
