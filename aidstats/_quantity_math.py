"""Arithmetic of quantity columns: what of it pandas asks for, handed to _arithmetic."""

import numbers as abstract
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._arithmetic import (
    Sides,
    added_sides,
    extreme,
    negated_sides,
    null_rows,
    running,
    scaled_sides,
    sides,
    summed,
    to_rows,
)
from aidstats._exact import Numbers, column, exactly
from aidstats._optional import optional
from aidstats._quantity import Quantity
from aidstats._quantity_rows import conformed

if TYPE_CHECKING:
    import pandas

    from aidstats._quantity_dtype import QuantityDtype
else:
    pandas = optional("pandas", "pandas")

_REDUCED = ("sum", "mean", "min", "max")


class QuantityMath:
    """The part of QuantityArray that computes."""

    _rows: np.ndarray
    _dtype: "QuantityDtype"
    isna: Callable[[], np.ndarray]
    _of: Callable[..., Any]

    # ------------------------------------------------------------ row by row

    def _added(self, other: Any, sign: Callable[[Sides], Sides], own: Callable[[Sides], Sides] = lambda a: a) -> Any:
        if isinstance(other, pandas.Series | pandas.Index | pandas.DataFrame):
            return NotImplemented
        rows = self._operand(other)
        if rows is None:
            return NotImplemented
        present = (self._rows["status"] == 0) & (rows["status"] == 0)
        found = added_sides(own(sides(self._rows)), sign(sides(rows)))
        return self._of(to_rows(self._dtype.unit_columns, found, present), self._dtype)

    def _operand(self, other: Any) -> np.ndarray | None:
        """Rows to add, in the unit of this array; None if they are no quantities."""
        size = len(self._rows)
        if other is pandas.NA:
            return null_rows(size)
        if isinstance(other, Quantity):
            rows = _core.quantity_records([other])
        elif isinstance(other, QuantityMath):
            rows = other._rows
        elif pandas.api.types.is_list_like(other):
            try:
                rows = _core.quantity_records(other)
            except TypeError:
                return None
        else:
            return None
        if len(rows) not in (1, size) or (len(rows) != size and not isinstance(other, Quantity)):
            raise ValueError(f"lengths differ: {size} and {len(rows)}")
        rows = self._in_own_unit(rows)
        return rows if len(rows) == size else np.repeat(rows, size)

    def _in_own_unit(self, rows: np.ndarray) -> np.ndarray:
        try:
            return conformed(rows, self._dtype.unit_columns)
        except ValueError as error:
            raise TypeError(f"{self._dtype} takes only what can be converted to it: {error}") from error

    def __add__(self, other: Any) -> Any:
        return self._added(other, lambda a: a)

    def __sub__(self, other: Any) -> Any:
        return self._added(other, negated_sides)

    def __rsub__(self, other: Any) -> Any:
        return self._added(other, lambda a: a, own=negated_sides)

    __radd__ = __add__

    def __neg__(self) -> Any:
        found = negated_sides(sides(self._rows))
        return self._of(to_rows(self._dtype.unit_columns, found, ~self.isna()), self._dtype)

    def __pos__(self) -> Any:
        return self._of(self._rows.copy(), self._dtype)

    def _multiplied(self, other: Any, exact: Callable[[Any], Numbers | None]) -> Any:
        if isinstance(other, pandas.Series | pandas.Index | pandas.DataFrame):
            return NotImplemented
        factor = exact(other)
        if factor is None:
            return NotImplemented
        if len(factor.coef) not in (1, len(self._rows)):
            raise ValueError(f"lengths differ: {len(self._rows)} and {len(factor.coef)}")
        present = ~self.isna() & factor.stated
        found = scaled_sides(sides(self._rows), factor)
        return self._of(to_rows(self._dtype.unit_columns, found, present), self._dtype)

    def __mul__(self, other: Any) -> Any:
        return self._multiplied(other, _factors)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self._multiplied(other, _divisors)

    # ------------------------------------------------------------ over all rows, over groups

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **options: Any) -> Any:
        if name == "count":
            return self.count()
        if name not in _REDUCED:
            raise self._unsupported(name)
        groups = np.zeros(len(self._rows), dtype=np.intp)
        result = self._grouped(name, groups, 1, skipna=skipna, min_count=options.get("min_count", 0))
        return result if keepdims else result[0]

    def _unsupported(self, name: str) -> TypeError:
        return TypeError(
            f"dtype '{self._dtype}' does not support operation '{name}': bounds are not carried through it; "
            "of numbers alone, take .aid.value() or .array.numbers('estimate')"
        )

    def count(self) -> int:
        """How many elements are not missing."""
        return int((~self.isna()).sum())

    def sum(self, *, skipna: bool = True, min_count: int = 0, **options: Any) -> Any:
        """The sum with its bounds; of nothing, 0.  Its value is not stated if one of the elements states none."""
        return self._reduce("sum", skipna=skipna, min_count=min_count)

    def mean(self, *, skipna: bool = True, **options: Any) -> Any:
        """The mean with its bounds, exactly; NA of nothing."""
        return self._reduce("mean", skipna=skipna)

    def min(self, *, skipna: bool = True, **options: Any) -> Any:
        """The least of the numbers meant: between the least lower and the least upper bound.

        >>> import pandas as pd, aidstats.pandas
        >>> pd.array(["3至5万元", "4万元", "近8亿元"], dtype="quantity[CNY]").min()
        <Quantity CNY range [30000, 40000]>
        """
        return self._reduce("min", skipna=skipna)

    def max(self, *, skipna: bool = True, **options: Any) -> Any:
        """The largest of the numbers meant: between the largest lower and the largest upper bound."""
        return self._reduce("max", skipna=skipna)

    def _grouped(self, how: str, groups: np.ndarray, size: int, *, skipna: bool, min_count: int) -> Any:
        unit = self._dtype.unit_columns
        if how in ("min", "max"):
            rows = extreme(self._rows, groups, size, unit, largest=how == "max")
        else:
            rows = summed(self._rows, groups, size, unit, mean=how == "mean")
        inside = groups >= 0
        present = ~self.isna()
        missing = np.bincount(groups[inside & present], minlength=size) < min_count
        if not skipna:
            missing |= np.bincount(groups[inside & ~present], minlength=size) > 0
        rows[missing] = null_rows(1)
        return self._of(rows, self._dtype)

    def _groupby_op(
        self, *, how: str, has_dropped_na: bool, min_count: int, ngroups: int, ids: np.ndarray, **options: Any
    ) -> Any:
        skipna = options.get("skipna", True)
        if how in _REDUCED:
            return self._grouped(how, ids, ngroups, skipna=skipna, min_count=min_count)
        if how == "cumsum":
            return self._of(running(self._rows, ids, self._dtype.unit_columns, skipna=skipna), self._dtype)
        if how in ("prod", "var", "std", "sem", "median", "skew", "kurt", "ohlc", "cumprod", "cummin", "cummax"):
            raise self._unsupported(how)
        return super()._groupby_op(  # type: ignore[misc]
            how=how, has_dropped_na=has_dropped_na, min_count=min_count, ngroups=ngroups, ids=ids, **options
        )

    def _accumulate(self, name: str, *, skipna: bool = True, **options: Any) -> Any:
        if name != "cumsum":
            raise self._unsupported(name)
        groups = np.zeros(len(self._rows), dtype=np.intp)
        return self._of(running(self._rows, groups, self._dtype.unit_columns, skipna=skipna), self._dtype)


def _factors(other: Any) -> Numbers | None:
    """A number, or numbers, to multiply by: exactly, a float as it prints; None for anything else."""
    if isinstance(other, bool | np.bool_ | Quantity | QuantityMath | str):
        return None
    if other is pandas.NA or isinstance(other, int | float | Decimal | Fraction | np.number):
        return _numbers([other])
    if not pandas.api.types.is_list_like(other):
        return None
    kind = getattr(getattr(other, "dtype", None), "kind", "O")
    return _numbers(list(other)) if kind in "iuf" or all(map(_is_number, other)) else None


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and (isinstance(value, abstract.Number | Decimal) or value is pandas.NA)


def _numbers(values: list[Any]) -> Numbers:
    if any(isinstance(each, Fraction) for each in values):
        return exactly([None if each is pandas.NA else Fraction(each) for each in values])
    rows = _core.parse_records(values)
    unfit = np.flatnonzero(rows["status"] > 1)
    if len(unfit):
        raise ValueError(f"{values[unfit[0]]!r} is no number to multiply or divide by")
    return column(rows, "value")


def _divisors(other: Any) -> Numbers | None:
    found = _factors(other)
    if found is None:
        return None
    if (found.coef == 0).any():
        raise ZeroDivisionError("a quantity cannot be divided by zero")
    return exactly([1 / found.fraction(row) if stated else None for row, stated in enumerate(found.stated.tolist())])
