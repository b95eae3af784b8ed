"""The pandas array of dtype ``quantity[CNY]``: what it holds, how it is made, taken apart and shown."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._arithmetic import doubles, estimates, null_rows
from aidstats._display import bound, interval
from aidstats._exact import column, nearest
from aidstats._numbers import simplest
from aidstats._optional import optional
from aidstats._parse import parse_array
from aidstats._quantity import Quantity
from aidstats._quantity_dtype import QuantityDtype
from aidstats._quantity_math import QuantityMath
from aidstats._quantity_order import QuantityOrder
from aidstats._quantity_rows import conformed, rows_from, rows_of, shared_unit
from aidstats._record_numbers import NUMBER_COLUMNS
from aidstats._records import Records
from aidstats._unit_label import factor_between

if TYPE_CHECKING:
    import pandas
    import pyarrow
else:
    pandas = optional("pandas", "pandas")


_INDICES = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays "
    "are valid indices"
)


class QuantityArray(QuantityMath, QuantityOrder, pandas.api.extensions.ExtensionArray):  # type: ignore[misc]
    """Quantities of one unit, kept as exactly as they were read; the array behind ``quantity[CNY]``.

    Elements are :class:`aidstats.Quantity` or ``pandas.NA``.  数百, which states no single number but has bounds, is
    not missing.  Sums, means, extremes, ``+``, ``-`` and multiples carry the bounds along; an end is open if one of
    those it came from is.  ``==`` asks whether two quantities say the same; ``<`` and sorting go by ``estimate``, the
    value or the middle of the bounds, and what has no estimate sorts last.

    Parameters
    ----------
    records : Records
        Rows of one unit, from :func:`aidstats.parse_array`; rows that could not be read are missing.
    unit : str, optional
        The unit to convert them to, as in ``quantity[UNIT]``.

    Examples
    --------
    >>> import aidstats, aidstats.pandas
    >>> array = aidstats.pandas.QuantityArray(aidstats.parse_array(["近8亿元", "3至5万元", None]), "万元")
    >>> array
    <QuantityArray>
    [80000 [75000, 80000), [3, 5], <NA>]
    Length: 3, dtype: quantity[万元]
    >>> array.sum()
    <Quantity CNY range [750030000, 800050000)>
    """

    def __init__(self, records: np.ndarray, unit: str | None = None, *, copy: bool = False) -> None:
        rows = rows_of(records)
        columns = shared_unit(rows) if unit is None else QuantityDtype(unit).unit_columns
        rows = conformed(rows, columns)
        self._rows, self._dtype = rows.copy() if copy else rows, QuantityDtype.of(columns)

    @classmethod
    def _of(cls, rows: np.ndarray, dtype: QuantityDtype) -> "QuantityArray":
        """From rows that are known to have the dtype's unit."""
        made = cls.__new__(cls)
        made._rows, made._dtype = rows, dtype
        return made

    # ------------------------------------------------------------ made from

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> "QuantityArray":
        dtype = None if dtype is None else pandas.api.types.pandas_dtype(dtype)
        if isinstance(scalars, pandas.Series | pandas.Index):
            scalars = scalars.array
        if isinstance(scalars, cls):
            if dtype is None or dtype == scalars.dtype:
                return scalars.copy() if copy else scalars
            return scalars._as(dtype)
        unit = None if dtype is None else dtype.unit_columns
        rows = rows_from(scalars, unit, lambda values, word: rows_of(parse_array(values, unit=word)))
        unit = shared_unit(rows) if unit is None else unit
        return cls._of(conformed(rows, unit), QuantityDtype.of(unit) if dtype is None else dtype)

    @classmethod
    def _from_scalars(cls, scalars: Any, *, dtype: QuantityDtype) -> "QuantityArray":
        return cls._of(conformed(_core.quantity_records(scalars), dtype.unit_columns), dtype)

    @classmethod
    def _from_sequence_of_strings(cls, strings: Any, *, dtype: Any, copy: bool = False) -> "QuantityArray":
        return cls._from_sequence(strings, dtype=dtype, copy=copy)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence["QuantityArray"]) -> "QuantityArray":
        return cls._of(np.concatenate([each._rows for each in to_concat]), to_concat[0].dtype)

    # ------------------------------------------------------------ what it holds

    @property
    def dtype(self) -> QuantityDtype:
        """The dtype: ``quantity[CNY]``."""
        return self._dtype

    @property
    def nbytes(self) -> int:
        """Bytes of the rows: 96 an element."""
        return self._rows.nbytes

    @property
    def records(self) -> Records:
        """The rows as Records, a view: ``array.records.exact("lo")``, ``.contains(x)``, ``.relation_name``."""
        rows = self._rows.view(Records)
        rows.flags.writeable = False
        return rows

    def __len__(self) -> int:
        return len(self._rows)

    def isna(self) -> np.ndarray:
        """Which elements are missing: null cells and those that could not be read."""
        return self._rows["status"] != 0

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, tuple):
            item = pandas.core.indexers.unpack_tuple_and_ellipses(item)
        if isinstance(item, str):  # which NumPy would take for a column of the rows
            raise IndexError(_INDICES)
        rows = self._rows[pandas.api.indexers.check_array_indexer(self, item)]
        if isinstance(rows, np.void):
            return _element(rows)
        result = self._of(rows, self._dtype)
        result._readonly = getattr(self, "_readonly", False)
        return result

    def __iter__(self) -> Iterator[Any]:
        return map(_element, self._rows)

    def __setitem__(self, key: Any, value: Any) -> None:
        if getattr(self, "_readonly", False):
            raise ValueError("Cannot modify read-only array")
        key = pandas.api.indexers.check_array_indexer(self, key)
        self._rows[key] = self._rows_to_set(value)

    def _rows_to_set(self, value: Any) -> np.ndarray | np.void:
        """Of one value, its row; of a sequence, rows: converted to the unit of the array."""
        if isinstance(value, pandas.Series | pandas.Index):
            value = value.array
        if isinstance(value, QuantityArray):
            return value._as(self._dtype)._rows
        single = not pandas.api.types.is_list_like(value)
        try:
            rows = _core.quantity_records([value] if single else value)
        except TypeError as error:
            said = f"{value!r} is no Quantity" if single else str(error)
            raise TypeError(f"{said}; aidstats.parse makes one, parse_array records of many") from None
        rows = conformed(rows, self._dtype.unit_columns)
        return rows[0] if single else rows

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> "QuantityArray":
        """Elements by position; with ``allow_fill``, −1 is ``fill_value``, by default missing."""
        indices = np.asarray(indices, dtype=np.intp)
        if not allow_fill:
            return self._of(self._rows.take(indices), self._dtype)
        fill = self._rows_to_set(pandas.NA if fill_value is None else fill_value)
        if (indices < -1).any():
            raise ValueError("indices below -1 are not allowed with allow_fill=True")
        gaps = indices == -1
        if not len(self._rows) and not gaps.all():
            raise IndexError("cannot do a non-empty take from an empty axes.")
        rows = self._rows.take(np.where(gaps, 0, indices)) if len(self._rows) else null_rows(len(indices))
        rows[gaps] = fill
        return self._of(rows, self._dtype)

    def copy(self) -> "QuantityArray":
        """A copy that shares nothing."""
        return self._of(self._rows.copy(), self._dtype)

    # ------------------------------------------------------------ other shapes

    def to(self, unit: str) -> "QuantityArray":
        """The same quantities in another unit of the dimension, exactly.

        Denominators are converted too; a power of ten (万元) is how they are shown.

        >>> import pandas as pd, aidstats.pandas
        >>> pd.array(["3亩", "近2公顷"], dtype="quantity[亩]").to("公顷")
        <QuantityArray>
        [0.2, 2 [1.8, 2)]
        Length: 2, dtype: quantity[har]
        """
        return self._as(QuantityDtype(unit))

    def _as(self, dtype: QuantityDtype) -> "QuantityArray":
        if dtype.unit == self._dtype.unit:
            return self._of(self._rows, dtype)
        factor_between(self._dtype.unit_columns, dtype.unit_columns)  # an error even if there are no rows
        return self._of(conformed(self._rows, dtype.unit_columns), dtype)

    def numbers(self, name: str = "value") -> np.ndarray:
        """``value``, ``lo``, ``hi`` or ``estimate`` as nearest doubles, in the unit that the dtype shows.

        NaN where none is stated and where the element is missing, ±inf where unbounded.

        >>> import pandas as pd, aidstats.pandas
        >>> pd.array(["近8亿元", "3至5万元"], dtype="quantity[万元]").numbers("lo")
        array([7.5e+04, 3.0e+00])
        """
        if name not in (*NUMBER_COLUMNS, "estimate"):
            raise ValueError(f"name must be value, lo, hi or estimate, not {name!r}")
        numbers = estimates(self._rows) if name == "estimate" else column(self._rows, name)
        if name in ("lo", "hi"):
            result = self._rows[name].copy()
            result[numbers.stated] = doubles(numbers)[numbers.stated]
        else:
            result = doubles(numbers)
        if self._dtype.scale:
            numbers = numbers._replace(exp=numbers.exp - self._dtype.scale)
            result[numbers.stated] = nearest(numbers.take(numbers.stated))
        return result

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        """Of objects by default; as numbers, the values (not the estimates)."""
        if copy is False:
            raise ValueError("a QuantityArray becomes a NumPy array of objects or numbers only by copying")
        wanted = None if dtype is None else np.dtype(dtype)
        if wanted is not None and wanted.kind in "fc":
            return self.numbers().astype(wanted)
        result = np.empty(len(self), dtype=object)
        result[:] = list(self)
        return result if wanted is None or wanted.kind == "O" else result.astype(wanted)

    def to_numpy(self, dtype: Any = None, copy: bool = False, na_value: Any = pandas.api.extensions.no_default) -> Any:
        """A new array: of Quantity objects, or of values in the unit that the dtype shows.

        >>> import pandas as pd, aidstats.pandas
        >>> pd.array(["近8亿元", None], dtype="quantity[亿元]").to_numpy(float, na_value=0)
        array([8., 0.])
        """
        result = np.asarray(self, dtype=dtype)
        if na_value is not pandas.api.extensions.no_default:
            result[self.isna()] = na_value
        return result

    def astype(self, dtype: Any, copy: bool = True) -> Any:
        """Numbers are values in the unit that the dtype shows; ``quantity[…]`` converts."""
        wanted = pandas.api.types.pandas_dtype(dtype)
        if wanted == self._dtype:
            return self.copy() if copy else self
        if pandas.api.types.is_integer_dtype(wanted):
            return pandas.array(self._integers(missing=not isinstance(wanted, np.dtype)), dtype=wanted)
        if isinstance(wanted, pandas.ArrowDtype) and pandas.api.types.is_string_dtype(wanted):
            return super().astype("string").astype(wanted)  # to Arrow itself the rows are a struct
        if isinstance(wanted, np.dtype) or not pandas.api.types.is_float_dtype(wanted):
            return super().astype(wanted, copy=copy)
        return pandas.array(self.numbers(), dtype=wanted)

    def _integers(self, *, missing: bool) -> list[Any]:
        """The values in the unit that the dtype shows, exactly; a ValueError names an element that is no integer."""
        values, unit = column(self._rows, "value"), Fraction(10) ** self._dtype.scale
        found: list[Any] = []
        for row, element in enumerate(self):
            shown = values.fraction(row) / unit if values.stated[row] else None
            if element is pandas.NA and missing:
                found.append(pandas.NA)
            elif shown is None or shown.denominator != 1:
                raise ValueError(f"row {row} is no integer: {self._formatter()(element)}; .numbers() has doubles")
            else:
                found.append(shown.numerator)
        return found

    def __arrow_array__(self, type: Any = None) -> "pyarrow.Array":
        from aidstats._quantity_arrow import to_arrow

        return to_arrow(self._rows, self._dtype, type)

    def _values_for_json(self) -> np.ndarray:
        return np.array([None if each is pandas.NA else str(each) for each in self], dtype=object)

    # ------------------------------------------------------------ for people

    def _formatter(self, boxed: bool = False) -> Callable[[Any], str]:
        scale = Fraction(10) ** -self._dtype.scale

        def number(value: Any) -> Any:
            return value if value is None or scale == 1 else simplest(Fraction(value) * scale)

        def shown(element: Any) -> str:
            if not isinstance(element, Quantity):
                return str(element)
            ends = interval(number(element.lo), number(element.hi), element.lo_open, element.hi_open)
            value = "" if element.value is None else bound(number(element.value))
            return f"{value} {ends}".strip() or element.relation

        return shown


def _element(row: np.void) -> Any:
    return pandas.NA if row["status"] else _core.record_to_quantity(row)
