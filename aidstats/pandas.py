"""Quantities in pandas: importing this module gives every Series and DataFrame the accessor ``aid``.

>>> import pandas as pd
>>> import aidstats.pandas
>>> amounts = pd.Series(["12.36", "近8亿元", None], index=["甲", "乙", "丙"], name="投资（亿元）")
>>> amounts.aid.value("万元")
甲    123600.0
乙     80000.0
丙         NaN
Name: 投资（亿元）, dtype: float64
"""

import contextlib
from collections.abc import Collection, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from aidstats import _core
from aidstats._columns import (
    DAYS,
    JUDGED,
    STORED,
    is_approximate,
    is_read,
    mostly_quantities,
    number_columns,
    one_unit,
)
from aidstats._frames import pandas_columns
from aidstats._lexicon import kind_mask, level_code
from aidstats._optional import optional
from aidstats._options import Errors, Level, check_errors, check_new
from aidstats._policy import Policy
from aidstats._quantity import Quantity
from aidstats._quantity_array import QuantityArray
from aidstats._quantity_dtype import QuantityDtype
from aidstats._quantity_rows import first_cell
from aidstats._reader import HEADER, Columns, Reader, declared_unit, header_unit
from aidstats._records import Records
from aidstats._totals import converted, read_in

if TYPE_CHECKING:
    import pandas
else:
    pandas = optional("pandas", "pandas")

with contextlib.suppress(ImportError):  # where pyarrow is installed, its files have quantity columns
    import aidstats._quantity_arrow  # noqa: F401

__all__ = ["DataFrameAid", "QuantityArray", "QuantityDtype", "SeriesAid"]

_PARSED = ("value", "lo", "hi", "unit")


@pandas.api.extensions.register_series_accessor("aid")
class SeriesAid:
    """``Series.aid``: reads the cells of a Series; the Series itself is never changed.

    Cells may be text of every dtype that pandas has for it, categories, numbers, or quantities already (dtype
    ``quantity[…]``, or objects).  Parameters of all methods:

    unit : str or None
        The unit of bare numbers, such as ``"亿元"``.  By default the one that the name of the Series declares:
        ``发行总额（亿元）``, of a name of several levels the innermost; None for none.
    policy, na_values, threads
        As in :func:`aidstats.parse_array`.
    errors : {"coerce", "raise"}
        ``coerce``, unlike elsewhere the default: a cell that cannot be read is missing, its ``status`` says why.
    """

    def __init__(self, series: "pandas.Series") -> None:
        self._series = series

    def parse(
        self,
        *,
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.DataFrame":
        """One row a cell, with the index of the Series: value, lo, hi, lo_open, hi_open, relation, kind, unit, ….

        >>> import pandas as pd, aidstats.pandas
        >>> pd.Series(["近8亿元", "3至5户", "无"]).aid.parse()[["value", "lo", "hi", "unit", "status"]]
                 value           lo           hi         unit       status
        0  800000000.0  750000000.0  800000000.0          CNY           ok
        1          NaN          3.0          5.0  {household}           ok
        2          NaN          NaN          NaN          NaN  E_NO_NUMBER
        """
        found = _read(self._series, self._reader(unit, policy, na_values, errors, threads))
        return pandas.DataFrame(pandas_columns(found), index=self._series.index, copy=False)

    def to_quantity(
        self,
        to: str | None = None,
        *,
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.Series":
        """The cells as a Series of dtype ``quantity[UNIT]``, whose sums and means carry value and bounds exactly.

        ``to`` is the unit, and the power of ten to show it in (``"亿元"``); without it, the unit that the cells have.
        Cells that cannot be read are missing; of cells whose unit cannot be converted, a ValueError names the rows.

        >>> import pandas as pd, aidstats.pandas
        >>> sheet = pd.DataFrame({"donor": ["甲", "乙", "甲"], "投资": ["近8亿元", "2600余万元", "1亿元"]})
        >>> sheet.assign(投资=sheet["投资"].aid.to_quantity("亿元")).groupby("donor")["投资"].sum()
        donor
        乙    0.26 (0.26, 0.27)
        甲           9 [8.5, 9)
        Name: 投资, dtype: quantity[亿元]
        """
        reader = self._reader(unit, policy, na_values, errors, threads)
        array = self._series.array
        if not isinstance(array, QuantityArray):
            own = _own_records(self._series)
            records = reader.records(_cells(self._series)) if own is None else own
            if to is None and not is_read(records).any():
                to = reader.unit  # no cell tells the unit, but the header may
            array = QuantityArray(records, to)
        elif to is not None:
            array = array.to(to)
        return pandas.Series(array, index=self._series.index, name=self._series.name)

    def value(
        self,
        to: str | None = None,
        *,
        column: str = "value",
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.Series":
        """The numbers in one unit, as doubles nearest to the exact result; NaN where none is stated.

        Without ``to``, in the unit that they have, which must be one.  ``column`` may be ``"lo"`` or ``"hi"``.  Cells
        of another dimension (5% among 元) are NaN, or raise under ``errors="raise"``.  Denominators stay: 元/户 with
        ``to="万元"`` counts 万元 a household, and whether a cell has one only ``.parse()["unit"]`` tells.
        """
        stored = number_columns(column, to)
        reader, own = self._reader(unit, policy, na_values, errors, threads), _own_records(self._series)
        quick = None
        if to is not None and own is None:
            quick = read_in(reader, _cells(self._series), to, column, coerce=errors == "coerce")
        found = quick if quick is not None else own if own is not None else _read(self._series, reader, stored)
        if quick is not None:
            numbers = quick[column].copy()
        elif to is None and isinstance(self._series.array, QuantityArray):
            numbers = self._series.array.numbers(column)
        elif to is None:
            one_unit(found)
            numbers = found[column].copy()
        else:
            numbers = converted(found, to, column, coerce=errors == "coerce")
        return pandas.Series(numbers, index=self._series.index, name=self._series.name, copy=False)

    def find(
        self,
        *,
        level: Level = "default",
        kinds: str | Collection[str] | None = None,
        context: int = 0,
        unit: str | None = None,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.DataFrame":
        """The quantities of running text, one row a match, with the index label of the cell it was found in.

        ``row`` is the position of the cell, ``text`` the match, ``start`` and ``end`` its place in code points;
        ``context`` adds as many characters ``before`` and ``after`` it.

        >>> import pandas as pd, aidstats.pandas
        >>> texts = pd.Series(["搬迁350户、1419人", None, "投资约2.5亿元"], index=["甲", "乙", "丙"])
        >>> texts.aid.find()[["text", "value", "unit"]]
                text        value         unit
        甲      350户        350.0  {household}
        甲     1419人       1419.0     {person}
        丙  约2.5亿元  250000000.0          CNY
        """
        if _own_records(self._series) is not None:
            raise TypeError("find reads running text; the cells are quantities already")
        reader = self._reader(unit, policy, na_values, errors, threads)
        cells = _cells(self._series)
        found = reader.find(cells, level_code(level), kind_mask(kinds))
        frame = found.to_pandas(cells, context)
        return frame.set_index(self._series.index.take(found["row"]))

    def is_approximate(
        self,
        *,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.Series":
        """Whether a cell states anything but an exact number (约 近 余 超 几 3至5 …); NA where there is none.

        >>> import pandas as pd, aidstats.pandas
        >>> pd.Series(["8亿元", "近8亿元", "3至5户", None]).aid.is_approximate().tolist()
        [False, True, True, <NA>]
        """
        found = _read(self._series, self._reader(None, policy, na_values, errors, threads), JUDGED)
        answers = pandas.arrays.BooleanArray(is_approximate(found), ~is_read(found))
        return pandas.Series(answers, index=self._series.index, name=self._series.name)

    def _reader(
        self, unit: str | None, policy: Policy | None, na_values: Iterable[str], errors: Errors, threads: int
    ) -> Reader:
        unit = declared_unit(unit, self._series.name)
        return Reader(unit=unit, policy=policy, na_values=na_values, errors=errors, threads=threads)


@pandas.api.extensions.register_dataframe_accessor("aid")
class DataFrameAid:
    """``DataFrame.aid``: reads a whole sheet."""

    def __init__(self, frame: "pandas.DataFrame") -> None:
        self._frame = frame

    def parse_columns(
        self,
        columns: Collection[Hashable] | None = None,
        *,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> "pandas.DataFrame":
        """A copy of the sheet in which each column of amounts is followed by its value, lo, hi and unit.

        ``金额（亿元）`` gets ``金额（亿元）_value`` and so on.  Without ``columns``, those are read whose header
        declares a unit, and those of text in which most cells are quantities with a unit.

        >>> import pandas as pd, aidstats.pandas
        >>> sheet = pd.DataFrame({"地区": ["甲", "乙"], "金额（亿元）": [1.5, "近2"]})
        >>> print(sheet.aid.parse_columns().to_string())
          地区 金额（亿元）  金额（亿元）_value  金额（亿元）_lo  金额（亿元）_hi 金额（亿元）_unit
        0  甲    1.5   150000000.0  150000000.0  150000000.0       CNY
        1  乙     近2   200000000.0  180000000.0  200000000.0       CNY
        """
        frame = self._frame
        check_errors(errors)
        if isinstance(columns, str):
            raise TypeError(f"columns must be several names, such as [{columns!r}], not one str")
        missing = [name for name in columns or () if name not in frame.columns]
        if missing:
            raise KeyError(f"the sheet has no column {missing[0]!r}")
        parts: list[Any] = []
        names: list[Hashable] = []
        for position, name in enumerate(frame.columns):
            series = frame.iloc[:, position]
            parts.append(series)
            names.append(name)
            if columns is not None and name not in columns:
                continue
            unit = header_unit(name)
            if columns is None and unit is None and not (_is_text(series) or isinstance(series.array, QuantityArray)):
                continue
            reader = Reader(unit=unit, policy=policy, na_values=na_values, errors="coerce", threads=threads)
            found = _read(series, reader, [*STORED, *DAYS, "error_at"])
            if columns is None and unit is None and not mostly_quantities(found):
                continue
            if errors == "raise":
                reader.check(found, series)
            added = [_beside(name, each) for each in _PARSED]
            check_new(added, frame.columns)
            parsed = pandas_columns(found)
            parts += [pandas.Series(parsed[each], index=frame.index) for each in _PARSED]
            names += added
        if not parts:
            return frame.copy()
        result = pandas.concat(parts, axis=1)
        several = isinstance(frame.columns, pandas.MultiIndex)
        result.columns = (
            pandas.MultiIndex.from_tuples(names, names=frame.columns.names)
            if several
            else pandas.Index(names, name=frame.columns.name)
        )
        return result.__finalize__(frame)


def _beside(name: Hashable, field: str) -> Hashable:
    """The name of a field of the column `name`."""
    return (*name[:-1], f"{name[-1]}_{field}") if isinstance(name, tuple) else f"{name}_{field}"


def _read(series: "pandas.Series", reader: Reader, stored: Iterable[str] = (*STORED, *DAYS)) -> Columns | Records:
    """Columns of what the cells say: known already, else read."""
    own = _own_records(series)
    return reader.parse(_cells(series), stored) if own is None else own


def _own_records(series: "pandas.Series") -> Records | None:
    """Of cells that are quantities, no words for them, the records: of the dtype, or of objects (sums by apply)."""
    if isinstance(series.array, QuantityArray):
        return series.array.records
    if series.dtype != object or not isinstance(first_cell(series.array), Quantity):
        return None
    return _core.quantity_records(series.array).view(Records)


def _cells(series: "pandas.Series") -> object:
    """The Series, which hands out its Arrow data in pandas 3; pandas 2 cannot make objects of views of text."""
    views = str(series.dtype).startswith("string_view")
    return series.array.__arrow_array__() if views and not hasattr(series, "__arrow_c_stream__") else series


def _is_text(series: "pandas.Series") -> bool:
    dtype = series.dtype.categories.dtype if isinstance(series.dtype, pandas.CategoricalDtype) else series.dtype
    return bool(pandas.api.types.is_string_dtype(dtype) or pandas.api.types.is_object_dtype(dtype))
