"""Quantities in polars: importing this module gives expressions and Series the namespace ``aid``.

>>> import polars as pl
>>> import aidstats.polars
>>> frame = pl.DataFrame({"投资（亿元）": ["12.36", "近8亿元", None]})
>>> frame.select(pl.col("投资（亿元）").aid.value("万元")).to_series().to_list()
[123600.0, 80000.0, None]
"""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._columns import (
    DATES,
    FIELDS,
    JUDGED,
    LABELLED,
    NUMBERS,
    STORED,
    Stored,
    codes_of,
    is_approximate,
    is_read,
    number_columns,
    one_unit,
)
from aidstats._lexicon import kind_mask, level_code, names
from aidstats._optional import optional
from aidstats._parse import Errors, Level
from aidstats._policy import Policy
from aidstats._reader import HEADER, Reader, declared_unit
from aidstats._records import Records
from aidstats._totals import converted

if TYPE_CHECKING:
    import polars
else:
    polars = optional("polars", "polars")

__all__ = ["MATCH", "QUANTITY", "ExprAid", "SeriesAid"]


def _field_types() -> dict[str, Any]:
    types: dict[str, Any] = {name: polars.Float64() for name in ("value", "lo", "hi")}
    types |= {"lo_open": polars.Boolean(), "hi_open": polars.Boolean()}
    types |= {"unit": polars.String(), "flags": polars.String(), "lo_date": polars.Date(), "hi_date": polars.Date()}
    types |= {name: polars.Enum(names(table).tolist()) for name, table in LABELLED.items()}
    return {name: types[name] for name in FIELDS}


_TYPES = _field_types()
_SPAN = {"start": polars.Int32(), "end": polars.Int32(), "text": polars.String()}
QUANTITY = polars.Struct(_TYPES)
# In lists labels are text: polars before 1.20 panics on categories there.
_LIST_TYPES = _TYPES | dict.fromkeys(LABELLED, polars.String())
MATCH = polars.Struct(_SPAN | _LIST_TYPES)


class _Aid:
    """What both namespaces share: ``_map`` applies a function to a Series, or plans to."""

    def _map(self, function: Callable[["polars.Series"], "polars.Series"], dtype: Any) -> Any:
        raise NotImplementedError

    def parse(
        self,
        *,
        unit: str | None = HEADER,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """A struct a cell (``aidstats.polars.QUANTITY``): value, lo, hi, lo_open, hi_open, relation, kind, unit, ….

        unit : str or None
            The unit of bare numbers.  By default the one that the column's name declares: ``发行总额（亿元）``.
        policy, na_values, threads
            As in :func:`aidstats.parse_array`.
        errors : {"coerce", "raise"}
            ``coerce``, unlike elsewhere the default: a cell that cannot be read is null, its ``status`` says why.
        """
        make = _maker(unit, policy, na_values, errors, threads)

        def parsed(series: "polars.Series") -> "polars.Series":
            found = make(series).parse(_column(series), [*STORED, *DATES])
            return _struct(series.name, _fields(found, polars.DataFrame(found.table), _TYPES))

        return self._map(parsed, QUANTITY)

    def is_approximate(
        self,
        *,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """Whether a cell states anything but an exact number (约 近 余 超 几 3至5 …); null where there is none."""
        make = _maker(None, policy, na_values, errors, threads)

        def judged(series: "polars.Series") -> "polars.Series":
            found = make(series).parse(_column(series), JUDGED)
            return _masked(polars.Series(series.name, is_approximate(found)), is_read(found))

        return self._map(judged, polars.Boolean())

    def find(
        self,
        *,
        level: Level = "default",
        kinds: str | Collection[str] | None = None,
        unit: str | None = None,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> Any:
        """The quantities of running text: a list of structs a cell (``aidstats.polars.MATCH``), null for a null.

        ``text`` is the match, ``start`` and ``end`` its place in code points.
        """
        make = _maker(unit, policy, na_values, errors, threads)
        level_, kinds_ = level_code(level), kind_mask(kinds)
        stored = [*("row", "start", "end"), *STORED, *DATES]

        def found(series: "polars.Series") -> "polars.Series":
            column = _column(series)
            records, rows, counts = _with_a_place_for_each(make(series).find(column, level_, kinds_), len(series))
            arrow = polars.DataFrame(records.arrow(stored, labels=False))
            start, end = arrow["start"], arrow["end"]
            text = column.cast(polars.String).gather(polars.Series(rows)).str.slice(start, end - start)
            matches = _struct("", {"start": start, "end": end, "text": text} | _fields(records, arrow, _LIST_TYPES))
            return _lists(series.name, matches, rows, counts, column.is_not_null().to_numpy())

        return self._map(found, polars.List(MATCH))

    def _value(self, to: str | None, column: str, make: Callable[["polars.Series"], Reader], *, coerce: bool) -> Any:
        stored = number_columns(column, to)

        def numbers(series: "polars.Series") -> "polars.Series":
            found = make(series).parse(_column(series), stored)
            if to is None:
                one_unit(found)
                return polars.Series(series.name, found[column], nan_to_null=True)
            return polars.Series(series.name, converted(found, to, column, coerce=coerce), nan_to_null=True)

        return self._map(numbers, polars.Float64())


@polars.api.register_expr_namespace("aid")
class ExprAid(_Aid):
    """``Expr.aid``: lazy, streaming, with a schema known before anything is read.

    >>> import polars as pl, aidstats.polars
    >>> lazy = pl.LazyFrame({"text": ["近8亿元", "3至5户"]}).select(pl.col("text").aid.parse().struct.field("lo", "hi"))
    >>> lazy.collect_schema().names(), lazy.collect().rows()
    (['lo', 'hi'], [(750000000.0, 800000000.0), (3.0, 5.0)])
    """

    def __init__(self, expr: "polars.Expr") -> None:
        self._expr = expr

    def _map(self, function: Callable[["polars.Series"], "polars.Series"], dtype: Any) -> "polars.Expr":
        return self._expr.map_batches(function, return_dtype=dtype, is_elementwise=True)

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
    ) -> "polars.Expr":
        """The numbers in one unit, as doubles nearest to the exact result; null where none is stated.

        ``column`` may be ``"lo"`` or ``"hi"``.  Cells of another dimension (5% among 元) are null.
        """
        make = _maker(unit, policy, na_values, errors, threads)
        return self._value(to, column, make, coerce=errors == "coerce")


@polars.api.register_series_namespace("aid")
class SeriesAid(_Aid):
    """``Series.aid``: reads the cells of a Series at once.

    >>> import polars as pl, aidstats.polars
    >>> pl.Series(["8亿元", "近8亿元", None]).aid.is_approximate().to_list()
    [False, True, None]
    """

    def __init__(self, series: "polars.Series") -> None:
        self._series = series

    def _map(self, function: Callable[["polars.Series"], "polars.Series"], dtype: Any) -> "polars.Series":
        return function(self._series)

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
    ) -> "polars.Series":
        """As of an expression; without ``to``, in the unit that the cells have, which must be one."""
        make = _maker(unit, policy, na_values, errors, threads)
        return self._value(to, column, make, coerce=errors == "coerce")


def _maker(
    unit: str | None, policy: Policy | None, na_values: Iterable[str], errors: Errors, threads: int
) -> Callable[["polars.Series"], Reader]:
    """Checks the options at once, and makes the reader when the name of the column is known."""
    words = tuple(na_values) if not isinstance(na_values, str) else na_values

    def make(series: "polars.Series | None") -> Reader:
        declared = declared_unit(unit, None if series is None else series.name)
        return Reader(unit=declared, policy=policy, na_values=words, errors=errors, threads=threads)

    make(None)
    return make


def _column(series: "polars.Series") -> "polars.Series":
    """Categories as text: not every polars hands them over."""
    return series.cast(polars.String) if series.dtype in (polars.Categorical, polars.Enum) else series


def _fields(found: Stored, arrow: "polars.DataFrame", types: dict[str, Any]) -> dict[str, "polars.Series"]:
    """The FIELDS: numbers and dates as they came, over the same buffers; codes with their names."""
    read = is_read(found)
    fields = {name: arrow[name] for name in (*NUMBERS, *DATES)}
    for name in ("relation", "kind", "unit", "flags", "status"):
        codes, labels = codes_of(found, name)
        rows = polars.Series(codes.astype(np.uint32))
        fields[name] = polars.Series(labels.tolist(), dtype=types[name]).gather(
            rows if name == "status" else _masked(rows, read)
        )
    return {name: fields[name] for name in FIELDS}


def _masked(series: "polars.Series", there: np.ndarray) -> "polars.Series":
    if there.all():
        return series
    return polars.select(polars.when(polars.Series(there)).then(series).alias(series.name)).to_series()


def _struct(name: str, fields: dict[str, "polars.Series"]) -> "polars.Series":
    return polars.DataFrame([series.alias(field) for field, series in fields.items()]).to_struct(name)


def _with_a_place_for_each(records: Records, rows: int) -> tuple[Records, np.ndarray, np.ndarray]:
    """Matches, rows that they are of, and how many each has: one without any gets an empty record."""
    counts = np.bincount(records["row"], minlength=rows)
    if counts.all():
        return records, np.ascontiguousarray(records["row"]), counts
    every = np.repeat(np.arange(rows), np.maximum(counts, 1))
    result = np.zeros(len(every), dtype=records.dtype).view(Records)
    result[(counts > 0)[every]] = records
    return result, every, counts


def _lists(
    name: str, matches: "polars.Series", rows: np.ndarray, counts: np.ndarray, there: np.ndarray
) -> "polars.Series":
    """The first so many matches of each row as a list; null where the text is."""
    frame = polars.DataFrame([polars.Series("row", rows).set_sorted(), matches.alias("match")])
    lists = frame.group_by("row", maintain_order=True).agg("match")["match"].cast(polars.List(MATCH))
    if not counts.all():
        # To take lists by their numbers would cost ten times what finding costs.
        first = _masked(polars.Series("first", np.zeros(len(there), dtype=np.int64)), there)
        cut = polars.DataFrame([lists, first, polars.Series("count", counts)])
        lists = cut.select(polars.col("match").list.slice(polars.col("first"), polars.col("count"))).to_series()
    return lists.alias(name)
