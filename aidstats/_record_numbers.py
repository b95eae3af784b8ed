"""The number columns of records without rounding: as objects, as decimals, and compared with a number."""

import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import numpy as np

from aidstats._columns import has_flag, is_dated
from aidstats._numbers import NULL, Number, number

NUMBER_COLUMNS = ("value", "lo", "hi")
_EPOCH = datetime.date(1970, 1, 1).toordinal()


def terms(records: np.ndarray, column: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A number column as it is kept: coef · 10^exp / den."""
    if column not in NUMBER_COLUMNS:
        raise ValueError(f"column must be one of {', '.join(NUMBER_COLUMNS)}, not {column!r}")
    return records[f"{column}_coef"], records[f"{column}_exp"], records["den"]


def exact(records: np.ndarray, column: str) -> np.ndarray:
    """int, Decimal or Fraction, a date or MonthDay for a bound of a date; None where no number is stated."""
    coefs, exps, dens = terms(records, column)
    result = np.empty(len(records), dtype=object)
    dated = is_dated(records) if column != "value" else np.zeros(len(records), dtype=bool)
    rows = zip(coefs.tolist(), exps.tolist(), dens.tolist(), dated.tolist(), strict=True)
    for row, (coef, exp, den, is_date) in enumerate(rows):
        if coef != NULL:
            result[row] = _date(coef) if is_date else number(coef, exp, den)
    return result


def decimal(records: np.ndarray, column: str, scale: int | None) -> np.ndarray:
    """Decimals, rounded to ``scale`` places or exact; None where no number is stated."""
    if scale is not None and (isinstance(scale, bool) or not isinstance(scale, int) or scale < 0):
        raise ValueError(f"scale must be an int ≥ 0 or None, not {scale!r}")
    result = exact(records, column)
    if is_dated(records).any():
        raise ValueError("decimal: dates are no decimals; select the other rows first")
    for row, stated in enumerate(result):
        if stated is not None:
            result[row] = _decimal(stated, scale, row)
    return result


def contains(records: np.ndarray, x: Number | float | datetime.date) -> np.ndarray:
    """Which rows have ``x`` between their bounds."""
    dated = is_dated(records)
    if isinstance(x, datetime.date):
        wanted, rows = Fraction(x.toordinal() - _EPOCH), dated & ~has_flag(records, "no_year")
        return rows & _on_side(records, "lo", wanted, None) & _on_side(records, "hi", wanted, None)
    # A float means what it prints, as it does in a cell.
    wanted = Fraction(str(x)) if isinstance(x, float) else Fraction(x)
    rows = (records["status"] == 0) & ~dated
    return rows & _on_side(records, "lo", wanted, float(wanted)) & _on_side(records, "hi", wanted, float(wanted))


def _on_side(records: np.ndarray, column: str, wanted: Fraction, nearest: float | None) -> np.ndarray:
    """Whether each bound leaves `wanted` inside.  Rounding keeps order, so only equal doubles need care."""
    sign = 1 if column == "lo" else -1
    coefs, exps, dens = terms(records, column)
    if nearest is None:  # dates have no doubles
        return (coefs == NULL) | (sign * (int(wanted) - coefs) >= 0)
    bound = records[column]
    inside = (coefs == NULL) | (sign * (nearest - bound) > 0)
    closed = ~records[f"{column}_open"]
    for row in np.flatnonzero((coefs != NULL) & (bound == nearest)):
        gap = sign * (wanted - Fraction(number(int(coefs[row]), int(exps[row]), int(dens[row]))))
        inside[row] = gap > 0 or (gap == 0 and closed[row])
    return inside


def _date(days: int) -> object:
    from aidstats._dates import MonthDay

    if days + _EPOCH > 0:
        return datetime.date.fromordinal(days + _EPOCH)
    _, month, day = str(np.datetime64(days, "D")).split("-")  # a date without its year is kept in the year 0
    return MonthDay(int(month), int(day))


def _decimal(value: Number, scale: int | None, row: int) -> Decimal:
    context = Context(prec=200)  # wider than any 64-bit coefficient at any of its exponents
    if isinstance(value, Fraction):
        if scale is None:
            raise ValueError(f"row {row} is {value}, which no decimal is exactly: pass scale= to round")
        scaled = round(value * 10**scale)  # half to even
        return context.scaleb(Decimal(scaled), -scale)
    value = Decimal(value)
    return value if scale is None else value.quantize(context.scaleb(Decimal(1), -scale), ROUND_HALF_EVEN, context)
