"""Identity and order of quantity columns: what counts as one, what comes first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._arithmetic import compared, estimates, identities
from aidstats._exact import ranks
from aidstats._optional import optional
from aidstats._quantity import Quantity
from aidstats._quantity_rows import shared_unit
from aidstats._unit_label import read_unit

if TYPE_CHECKING:
    import pandas

    from aidstats._quantity_dtype import QuantityDtype
else:
    pandas = optional("pandas", "pandas")


class QuantityOrder:
    """The part of QuantityArray that compares."""

    _rows: np.ndarray
    _dtype: "QuantityDtype"
    isna: Callable[[], np.ndarray]
    _of: Callable[..., Any]
    _rows_to_set: Callable[[Any], Any]
    take: Callable[..., Any]
    factorize: Callable[..., Any]

    def _values_for_factorize(self) -> tuple[np.ndarray, Any]:
        keys = identities(self._rows).astype(object)
        keys[self.isna()] = None
        return keys, None

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> Any:
        keys, _ = original._values_for_factorize()
        place = {key: row for row, key in reversed(list(enumerate(keys)))}
        return original.take([place[key] for key in values])

    def value_counts(self, dropna: bool = True) -> "pandas.Series":
        """How often each quantity occurs; what says the same counts as one."""
        codes, uniques = self.factorize(use_na_sentinel=dropna)
        counts = np.bincount(codes[codes >= 0], minlength=len(uniques))
        return pandas.Series(counts, index=pandas.Index(uniques), name="count", dtype="Int64", copy=False)

    def _values_for_argsort(self) -> np.ndarray:
        (order,) = ranks(estimates(self._rows))
        return np.where(order < 0, len(order), order)

    def searchsorted(self, value: Any, side: Any = "left", sorter: Any = None) -> Any:
        """Where quantities belong in a sorted array."""
        single = not pandas.api.types.is_list_like(value)
        rows = np.atleast_1d(self._rows_to_set(value))
        own, wanted = ranks(estimates(self._rows), estimates(rows))
        last = len(own) + len(wanted)
        own, wanted = (np.where(each < 0, last, each) for each in (own, wanted))
        found = np.searchsorted(own, wanted, side=side, sorter=sorter)
        return found[0] if single else found

    def _rank(self, *, axis: int = 0, **options: Any) -> np.ndarray:
        order = self._values_for_argsort().astype(float)
        order[self.isna()] = np.nan
        pct = options.pop("pct", False)
        method, na_option, ascending = (options[name] for name in ("method", "na_option", "ascending"))
        series = pandas.Series(order).rank(method=method, na_option=na_option, ascending=ascending, pct=pct)
        return series.to_numpy()

    def _compared(self, other: Any, operation: Callable[..., np.ndarray], *, alike: bool) -> Any:
        if isinstance(other, pandas.Series | pandas.Index | pandas.DataFrame):
            return NotImplemented
        if pandas.api.types.is_list_like(other):
            if len(other) != len(self._rows):
                raise ValueError("Lengths must match to compare")
            other = self._array_like(other)
        elif isinstance(other, Quantity):
            rows = np.repeat(_core.quantity_records([other]), len(self._rows))
            other = self._of(rows, type(self._dtype)(other.unit))
        elif other is pandas.NA:
            return np.zeros(len(self._rows), dtype=bool)
        else:
            other = None
        if alike:
            if other is None:
                return np.zeros(len(self._rows), dtype=bool)
            return (identities(self._rows) == identities(other._rows)) & ~self.isna() & ~other.isna()
        if other is None:
            return NotImplemented
        if other._dtype.unit != self._dtype.unit:
            raise TypeError(f"{self._dtype} and {other._dtype} are compared after .to() has brought them to one unit")
        return compared(self._rows, other._rows, operation)

    def _array_like(self, other: Any) -> Any:
        """A list or array of quantities; None if it holds something else."""
        if isinstance(other, QuantityOrder):
            return other
        try:
            rows = _core.quantity_records(other)
            unit = read_unit(self._dtype.unit) if (rows["status"] != 0).all() else shared_unit(rows)
        except (TypeError, ValueError):
            return None
        return self._of(rows, self._dtype.of(unit))

    def __eq__(self, other: object) -> Any:
        return self._compared(other, np.equal, alike=True)

    def __ne__(self, other: object) -> Any:
        same = self._compared(other, np.equal, alike=True)
        return same if same is NotImplemented else ~same

    def __lt__(self, other: object) -> Any:
        return self._compared(other, np.less, alike=False)

    def __le__(self, other: object) -> Any:
        return self._compared(other, np.less_equal, alike=False)

    def __gt__(self, other: object) -> Any:
        return self._compared(other, np.greater, alike=False)

    def __ge__(self, other: object) -> Any:
        return self._compared(other, np.greater_equal, alike=False)
