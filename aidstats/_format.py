"""Back to Chinese: a number, a quantity, or a column of them as text."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import numpy as np

from aidstats import _core
from aidstats._quantity import Quantity

if TYPE_CHECKING:
    Amount: TypeAlias = int | float | Decimal | Fraction | np.number[Any] | Quantity

_UNITS = {"auto": 0, "": 1, "万": 2, "亿": 3}
_ROUNDINGS = ("half_even", "half_up", "half_down", "up", "down", "ceiling", "floor")


@overload
def compact(  # type: ignore[overload-overlap]
    x: "Amount", /, unit: str = ..., places: int | float | None = ..., round: str = ..., trim: bool = ...
) -> str: ...
@overload
def compact(
    x: object,
    /,
    unit: str = ...,
    places: int | float | None = ...,
    round: str = ...,
    trim: bool = ...,
    *,
    column: str = ...,
    errors: str = ...,
) -> np.ndarray: ...
def compact(
    x: object,
    /,
    unit: str = "auto",
    places: int | float | None = 2,
    round: str = "half_even",
    trim: bool = True,
    *,
    column: str = "value",
    errors: str = "raise",
) -> Any:
    """A number as tables and axes show it: 1234.57万, 8亿, 950.

    Parameters
    ----------
    x : int, float, Decimal, Fraction, NumPy scalar, Quantity, or a column of them
        A float is what it prints; a Quantity is its value.  Columns (list, tuple, array, Series, Arrow data,
        :class:`Records`) give an object array of str, None where a cell is None or NaN.
    unit : {"auto", "亿", "万", ""}
        ``"auto"`` takes the largest that is not above the number, after rounding.
    places : int or None
        Decimals to round to.  None (or ``math.inf``) keeps all: :func:`parse` then gives the number back; a ValueError
        where they never end (1/3).
    round : str
        Of the names of :mod:`decimal`: ``half_even``, ``half_up``, ``half_down``, ``up``, ``down``, ``ceiling``,
        ``floor``.
    trim : bool
        No zeros at the end of the decimals.
    column : {"value", "lo", "hi"}
        Which number of Records.
    errors : {"raise", "coerce"}
        Whether a cell of a column that cannot be written is an error or None.

    Examples
    --------
    >>> import aidstats
    >>> aidstats.compact(12345678.9), aidstats.compact(99999999), aidstats.compact(-35000)
    ('1234.57万', '1亿', '-3.5万')
    >>> aidstats.compact(12345678.9, places=None), aidstats.compact(800_000_000, unit="万", trim=False)
    ('1234.56789万', '80000.00万')
    >>> aidstats.compact(aidstats.parse_array(["近8亿元", "2600余万元"]), column="hi").tolist()
    ['8亿', '2700万']
    """
    if unit not in _UNITS:
        raise ValueError(f"unit must be one of {', '.join(map(repr, _UNITS))}, not {unit!r}")
    name = round.lower().removeprefix("round_") if isinstance(round, str) else round
    if name not in _ROUNDINGS:
        raise ValueError(f"round must be one of {', '.join(_ROUNDINGS)}, not {round!r}")
    return _core.compact(
        _cells(x),
        unit=_UNITS[unit],
        places=_places(places),
        round=_ROUNDINGS.index(name),
        trim=trim,
        column=column,
        coerce=_coerce(errors),
    )


@overload
def spell(  # type: ignore[overload-overlap]
    x: "Amount", /, style: str = ..., *, liang: bool = ...
) -> str: ...
@overload
def spell(x: object, /, style: str = ..., *, liang: bool = ..., column: str = ..., errors: str = ...) -> np.ndarray: ...
def spell(
    x: object,
    /,
    style: str = "lower",
    *,
    liang: bool = False,
    column: str = "value",
    errors: str = "raise",
) -> Any:
    """A number in Chinese words, as it is read aloud.

    Fractions without an end of decimals are written as such; :func:`parse` gives every number back.

    Parameters
    ----------
    x : number, Quantity, or a column of them
        As for :func:`compact`.
    style : {"lower", "upper"}
        Everyday digits (一百) or 大写 digits (壹佰).
    liang : bool
        两 for a 二 that stands alone before 百, 千, 万 or 亿: 二千二百 is then 两千两百.
    column, errors
        As for :func:`compact`.

    Examples
    --------
    >>> import aidstats
    >>> aidstats.spell(12345678.9), aidstats.spell(100010), aidstats.spell(-0.5)
    ('一千二百三十四万五千六百七十八点九', '十万零一十', '负零点五')
    >>> from fractions import Fraction
    >>> aidstats.spell(Fraction(4, 3)), aidstats.spell(10005, "upper"), aidstats.spell(22000, liang=True)
    ('三分之四', '壹万零伍', '两万两千')
    """
    if style not in ("lower", "upper"):
        raise ValueError(f"style must be 'lower' or 'upper', not {style!r}")
    return _core.spell(_cells(x), upper=style == "upper", liang=liang, column=column, coerce=_coerce(errors))


@overload
def capital(  # type: ignore[overload-overlap]
    x: "Amount", /, *, prefix: str | bool = ..., jiao_zheng: bool = ..., opt_zero: bool = ...
) -> str: ...
@overload
def capital(
    x: object,
    /,
    *,
    prefix: str | bool = ...,
    jiao_zheng: bool = ...,
    opt_zero: bool = ...,
    column: str = ...,
    errors: str = ...,
) -> np.ndarray: ...
def capital(
    x: object,
    /,
    *,
    prefix: str | bool = False,
    jiao_zheng: bool = True,
    opt_zero: bool = False,
    column: str = "value",
    errors: str = "raise",
) -> Any:
    """An amount of money in 大写, as cheques and invoices ask for.

    Parameters
    ----------
    x : number, Quantity, or a column of them
        As for :func:`compact`: a multiple of 0.01 below 10^16.  Nothing is rounded; another number is a ValueError with
        ``code`` ``E_POINT`` or ``E_OVERFLOW``.
    prefix : bool or str
        True writes 人民币 in front; a str is written as it is.
    jiao_zheng : bool
        整 after an amount that ends in 角, as accounting rules ask for; the rules for cheques allow to leave it out.
    opt_zero : bool
        The 零 after 元 that is optional where 元位 is zero and 角位 is not.
    column, errors
        As for :func:`compact`.

    Examples
    --------
    >>> import aidstats
    >>> aidstats.capital(1409.5), aidstats.capital(325.04, prefix=True)
    ('壹仟肆佰零玖元伍角整', '人民币叁佰贰拾伍元零肆分')
    >>> aidstats.capital(1680.32), aidstats.capital(1680.32, opt_zero=True)
    ('壹仟陆佰捌拾元叁角贰分', '壹仟陆佰捌拾元零叁角贰分')
    >>> aidstats.capital(0.125)
    Traceback (most recent call last):
    aidstats._errors.FormatError: E_POINT: capital() writes multiples of 0.01 and never rounds, got 0.125
    """
    words = ("人民币" if prefix else "") if isinstance(prefix, bool) else prefix
    return _core.capital(
        _cells(x), prefix=words, jiao_zheng=jiao_zheng, opt_zero=opt_zero, column=column, coerce=_coerce(errors)
    )


@overload
def phrase(q: Quantity, /) -> str: ...  # type: ignore[overload-overlap]
@overload
def phrase(q: object, /, *, errors: str = ...) -> np.ndarray: ...
def phrase(q: object, /, *, errors: str = "raise") -> Any:
    """A quantity in words that :func:`parse` reads back with the same value, relation and unit.

    The number is written as by :func:`compact` with all places, the unit as it was written where that word alone has
    the meaning, else in its main spelling; 余 stands where it says how much may be missing.  Where no place says
    that, both bounds are named: 超10万元、不足10.5万元.  Ends of a range that are not meant themselves are not marked.

    Parameters
    ----------
    q : Quantity, or a column of them
        Columns are lists of Quantity and None, or :class:`Records`.
    errors : {"raise", "coerce"}
        Whether a quantity of a column that states nothing to write is an error or None.

    Examples
    --------
    >>> import aidstats
    >>> texts = ["将近八亿元", "二十余万人", "二十万余人", "每亩不低于三十五元"]
    >>> [aidstats.phrase(aidstats.parse(text)) for text in texts]
    ['近8亿元', '20余万人', '20万余人', '35元/亩以上']
    >>> aidstats.phrase(aidstats.parse_array(["三十到五十亿元", "五成左右", "1992年以来", None])).tolist()
    ['30亿—50亿元', '约50%', '自1992年1月1日以来', None]
    """
    return _core.phrase(_cells(q), coerce=_coerce(errors))


def _places(places: int | float | None) -> int:
    if places is None or (isinstance(places, float) and math.isinf(places) and places > 0):
        return -1
    if isinstance(places, bool) or not isinstance(places, int | np.integer) or places < 0:
        raise ValueError(f"places must be an int ≥ 0 or None, not {places!r}")
    return int(places)


def _coerce(errors: str) -> bool:
    if errors not in ("raise", "coerce"):
        raise ValueError(f"errors must be 'raise' or 'coerce', not {errors!r}")
    return errors == "coerce"


def _cells(x: Any) -> Any:
    """What the core takes: an array, list or tuple as a column, anything else as one value."""
    if isinstance(x, np.void):  # a row of Records
        return _core.record_to_quantity(x)
    if isinstance(x, np.ma.MaskedArray):
        cells = x.data.astype(object)
        cells[np.ma.getmaskarray(x)] = None
        return cells
    if isinstance(x, np.ndarray):
        return x[()] if x.ndim == 0 else x
    if isinstance(x, list | tuple | str | bytes | np.generic | Quantity):
        return x
    if isinstance(getattr(x, "dtype", None), np.dtype) and hasattr(x, "to_numpy"):  # pandas on NumPy
        return x.to_numpy()
    for method in ("to_pylist", "to_list", "tolist"):  # nulls stay None, integers stay exact
        if hasattr(x, method):
            return getattr(x, method)()
    return x
