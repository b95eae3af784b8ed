"""Quantities in polars: importing this module gives expressions and Series the namespace ``aid``.

>>> import polars as pl
>>> import aidstats.polars
>>> frame = pl.DataFrame({"投资（亿元）": ["12.36", "近8亿元", None]})
>>> frame.select(pl.col("投资（亿元）").aid.value("万元")).to_series().to_list()
[123600.0, 80000.0, None]
"""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._columns import (
    FIELD_TEXTS,
    FIELDS,
    JUDGED,
    LABELLED,
    is_approximate,
    is_read,
    number_columns,
    one_unit,
)
from aidstats._lexicon import kind_mask, level_code, names
from aidstats._optional import optional
from aidstats._options import Errors, Level, of_pieces
from aidstats._policy import Policy
from aidstats._reader import HEADER, Reader, declared_unit
from aidstats._totals import converted, read_in

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
# Categories have codes, the other labels are texts.
_SINK_FIELDS = [name if name in LABELLED else text for name, text in zip(FIELDS, FIELD_TEXTS, strict=True)]
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
            arrow = polars.DataFrame(make(series).parse(_column(series), _SINK_FIELDS).table)
            labels = [_labels(name).gather(arrow[name]) for name in LABELLED]
            return arrow.with_columns(labels).to_struct(series.name)

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

        def found(series: "polars.Series") -> "polars.Series":
            return polars.Series(series.name, make(series).find_lists(_column(series), level_, kinds_))

        return self._map(found, polars.List(MATCH))

    def _value(self, to: str | None, column: str, make: Callable[["polars.Series"], Reader], *, coerce: bool) -> Any:
        stored = number_columns(column, to)
        if to is not None:
            _core.parse_unit(to)

        def numbers(series: "polars.Series") -> "polars.Series":
            reader, cells = make(series), _column(series)
            quick = None if to is None else read_in(reader, cells, to, column, coerce=coerce)
            if quick is not None:
                return polars.DataFrame(quick.table)[column].alias(series.name)
            found = reader.parse(cells, stored)
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
        return self._expr.map_batches(of_pieces(function), return_dtype=dtype, is_elementwise=True)

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

        ``column`` may be ``"lo"`` or ``"hi"``.  Cells of another dimension (5% among 元) are null.  Denominators stay:
        元/户 with ``to="万元"`` counts 万元 a household, and whether a cell has one only ``unit`` of ``parse`` tells.
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


def _column(series: "polars.Series") -> Any:
    """Categories, which not every polars hands over, and integers of 128 bits as text; objects as they are."""
    dtype = series.dtype
    if dtype == polars.Object:
        return series.to_list()
    wide = str(dtype) in ("Int128", "UInt128")  # which Arrow has not, nor an older polars
    return series.cast(polars.String) if wide or dtype in (polars.Categorical, polars.Enum) else series


@lru_cache(maxsize=len(LABELLED))
def _labels(name: str) -> "polars.Series":
    """Of a field of categories, by code."""
    return polars.Series(name, names(LABELLED[name]).tolist(), dtype=_TYPES[name])


def _masked(series: "polars.Series", there: np.ndarray) -> "polars.Series":
    if there.all():
        return series
    return polars.select(polars.when(polars.Series(there)).then(series).alias(series.name)).to_series()
