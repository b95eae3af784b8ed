"""Quantities in Dask: importing this module gives dask Series and DataFrames the accessor ``aid`` of pandas ones.

>>> import dask.dataframe as dd
>>> import pandas as pd
>>> import aidstats.dask
>>> sheet = pd.DataFrame({"地区": ["甲", "乙", "丙"], "投资（亿元）": ["12.36", "近8亿元", None]})
>>> lazy = dd.from_pandas(sheet, npartitions=2)
>>> lazy["投资（亿元）"].aid.value("万元").compute().tolist()
[123600.0, 80000.0, nan]

A partition is a pandas Series, read in one call of the core by the worker that has it.  aidstats must be installed on
every worker: docs/cluster.md tells how.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from aidstats._lexicon import kind_mask, level_code
from aidstats._optional import optional
from aidstats._options import Errors, Level, of_pieces
from aidstats._policy import Policy
from aidstats._reader import HEADER, header_unit

if TYPE_CHECKING:
    import pandas
else:
    pandas = optional("pandas", "dask")
_extensions = optional("dask.dataframe.extensions", "dask")

import aidstats.pandas as _pandas  # noqa: E402  (its error would name another extra)

__all__ = ["DataFrameAid", "SeriesAid"]


@_extensions.register_series_accessor("aid")
class SeriesAid:
    """``Series.aid``: lazy forms of the accessor that ``aidstats.pandas`` gives, with the same parameters.

    Labels that are categories in pandas are text where their number is not fixed (``unit``, ``flags``): partitions
    would disagree.
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    def parse(
        self,
        *,
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """One row a cell: value, lo, hi, lo_open, hi_open, relation, kind, unit, flags, lo_date, hi_date, status.

        >>> import pandas as pd, dask.dataframe as dd, aidstats.dask
        >>> notes = dd.from_pandas(pd.Series(["近8亿元", "3至5户"]), npartitions=2)
        >>> notes.aid.parse()[["lo", "hi", "unit"]].compute()
                    lo           hi         unit
        0  750000000.0  800000000.0          CNY
        1          3.0          5.0  {household}
        """
        options = {"unit": unit, "policy": policy, "na_values": _words(na_values), "errors": errors, "threads": threads}
        return _mapped(self._series, _parsed, options)

    def value(
        self,
        to: str,
        *,
        column: str = "value",
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """The numbers in the unit ``to``, as doubles nearest to the exact result; NaN where none is stated.

        A partition does not know which units the others have, so the unit to convert to must be named.
        """
        options = {"unit": unit, "policy": policy, "na_values": _words(na_values), "errors": errors, "threads": threads}
        return _mapped(self._series, _value, options | {"to": to, "column": column})

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
    ) -> Any:
        """The quantities of running text, one row a match, with the index label of the cell it was found in.

        There is no ``row``: no partition knows how many cells those before it have.

        >>> import pandas as pd, dask.dataframe as dd, aidstats.dask
        >>> notes = dd.from_pandas(pd.Series(["搬迁350户、1419人", None, "约2.5亿元"]), npartitions=3)
        >>> notes.aid.find()[["text", "value"]].compute()
              text        value
        0     350户        350.0
        0    1419人       1419.0
        2   约2.5亿元  250000000.0
        """
        level_code(level), kind_mask(kinds)  # a wrong one is a mistake here, not on a worker
        options = {"level": level, "kinds": kinds, "context": context, "unit": unit, "policy": policy}
        return _mapped(
            self._series, _found, options | {"na_values": _words(na_values), "errors": errors, "threads": threads}
        )

    def is_approximate(
        self,
        *,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """Whether a cell states anything but an exact number (约 近 余 超 几 3至5 …); NA where there is none."""
        options = {"policy": policy, "na_values": _words(na_values), "errors": errors, "threads": threads}
        return _mapped(self._series, _judged, options)


@_extensions.register_dataframe_accessor("aid")
class DataFrameAid:
    """``DataFrame.aid``: reads a whole sheet."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def parse_columns(
        self,
        columns: Collection[Hashable] | None = None,
        *,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """The sheet with value, lo, hi and unit behind each column of amounts.

        Without ``columns``, those are read whose header declares a unit: what the cells hold is not known before the
        partitions are.

        >>> import pandas as pd, dask.dataframe as dd, aidstats.dask
        >>> sheet = dd.from_pandas(pd.DataFrame({"地区": ["甲", "乙"], "金额（亿元）": ["1.5", "近2"]}), npartitions=2)
        >>> sheet.aid.parse_columns().compute()["金额（亿元）_lo"].tolist()
        [150000000.0, 180000000.0]
        """
        if columns is None:
            columns = [name for name in self._frame.columns if header_unit(name) is not None]
        options = {"policy": policy, "na_values": _words(na_values), "errors": errors, "threads": threads}
        return _mapped(self._frame, _parsed_columns, options | {"columns": columns})


def _mapped(collection: Any, function: Callable[..., Any], options: dict[str, Any]) -> Any:
    """`function` of every partition; its schema is what it makes of no rows, where wrong options are found as well."""
    return collection.map_partitions(_of_partition, function, options, meta=function(collection._meta, **options))


def _of_partition(cells: Any, function: Callable[..., Any], options: dict[str, Any]) -> Any:
    return of_pieces(partial(function, **options))(cells)


def _parsed(series: "pandas.Series", **options: Any) -> "pandas.DataFrame":
    return _as_text(_pandas.SeriesAid(series).parse(**options), ["unit", "flags"])


def _value(series: "pandas.Series", **options: Any) -> "pandas.Series":
    return _pandas.SeriesAid(series).value(**options)


def _found(series: "pandas.Series", **options: Any) -> "pandas.DataFrame":
    found = _pandas.SeriesAid(series).find(**options).drop(columns="row")
    return _as_text(found, ["unit", "flags", *(name for name in ("text", "before", "after") if name in found)])


def _judged(series: "pandas.Series", **options: Any) -> "pandas.Series":
    return _pandas.SeriesAid(series).is_approximate(**options)


def _parsed_columns(frame: "pandas.DataFrame", **options: Any) -> "pandas.DataFrame":
    parsed = _pandas.DataFrameAid(frame).parse_columns(**options)
    units = [name for name in parsed.columns.difference(frame.columns) if str(name).endswith("_unit")]
    return _as_text(parsed, units)


def _as_text(frame: "pandas.DataFrame", columns: list[str]) -> "pandas.DataFrame":
    """Columns with the dtype that this pandas gives to text, whatever they hold and however few rows there are."""
    return frame.astype(dict.fromkeys(columns, pandas.Series(["text"]).dtype))


def _words(na_values: Iterable[str]) -> Iterable[str]:
    """Once for all partitions: an iterator would be empty for the second."""
    return na_values if isinstance(na_values, str) else tuple(na_values)
