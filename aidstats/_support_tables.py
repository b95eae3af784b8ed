"""The tables of the support data: columns, reading CSV, record arrays and their other shapes."""

import csv
import datetime
import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _display
from aidstats._numbers import plain
from aidstats._optional import optional

if TYPE_CHECKING:
    import pandas
    import pyarrow  # type: ignore[import-untyped,import-not-found,unused-ignore]

    from aidstats._quantity import Quantity

# Columns are only ever added, at the end.  docs/data.md is the code book; a test compares the two.
COLUMNS: dict[str, list[tuple[str, str]]] = {
    "figures": [
        ("id", "U48"),
        ("donor", "U24"),
        ("indicator", "U32"),
        ("text", "U40"),
        ("term", "U16"),
        ("kind", "U8"),
        ("value", "f8"),
        ("lo", "f8"),
        ("hi", "f8"),
        ("lo_open", "?"),
        ("hi_open", "?"),
        ("relation", "U8"),
        ("unit", "U32"),
        ("from_value", "f8"),
        ("from_unit", "U32"),
        ("cumulative", "?"),
        ("period_start", "M8[D]"),
        ("period_end", "M8[D]"),
        ("period", "U40"),
        ("as_of", "M8[D]"),
        ("source", "U32"),
        ("locator", "U32"),
        ("part_of", "U49"),
        ("same_as", "U48"),
        ("overlap", "U8"),
        ("note", "U240"),
    ],
    "figure_places": [("figure", "U48"), ("place", "U24"), ("role", "U16")],
    "places": [
        ("id", "U24"),
        ("name", "U16"),
        ("code", "U6"),
        ("short", "U8"),
        ("english", "U32"),
        ("level", "U16"),
        ("parent", "U24"),
        ("valid_from", "i2"),
        ("valid_to", "i2"),
        ("successor", "U24"),
        ("note", "U240"),
    ],
    "indicators": [
        ("id", "U32"),
        ("chinese", "U16"),
        ("english", "U40"),
        ("unit", "U32"),
        ("additive", "?"),
        ("group", "U16"),
        ("note", "U240"),
    ],
    "sources": [
        ("id", "U32"),
        ("publisher", "U32"),
        ("author", "U32"),
        ("title", "U64"),
        ("published", "M8[D]"),
        ("event_date", "M8[D]"),
        ("event", "U160"),
        ("statement", "U16"),
        ("note", "U240"),
    ],
}
DTYPES = {name: np.dtype(columns) for name, columns in COLUMNS.items()}
_SHOWN = 10


class SupportTable(np.recarray):
    """One table of the support data as a NumPy record array.

    ``table.donor`` and ``table["donor"]`` are columns; slices and masks are tables again.  Text columns hold ``""``,
    numbers NaN, dates NaT and years 0 where there is nothing.  Survives ``numpy.save`` without pickles, ``pickle``,
    pandas and Arrow (Parquet included): :meth:`of` makes the same array of any of them.

    >>> import aidstats
    >>> places = aidstats.support().places
    >>> print(places[places.code == "500101"].id)
    ['万州区' '万县区@500101']
    """

    @classmethod
    def of(cls, name: str, data: Any) -> "SupportTable":
        """The table ``name`` made of a structured array, a DataFrame or Arrow data with its columns.

        Text that is longer than its column and columns that are missing are a ValueError, never cut or filled.

        >>> import aidstats
        >>> places = aidstats.support().places
        >>> bool((aidstats.SupportTable.of("places", places.to_pandas()) == places).all())
        True
        """
        dtype = DTYPES.get(name)
        if dtype is None:
            raise ValueError(f"there is no table {name!r}; tables are {', '.join(DTYPES)}")
        if hasattr(data, "__arrow_c_stream__") and not hasattr(data, "to_numpy"):
            data = optional("pyarrow", "arrow").table(data)
        columns = data.dtype.names if isinstance(data, np.ndarray) else _column_names(data)
        missing = [column for column in dtype.names or () if column not in (columns or ())]
        if missing:
            raise ValueError(f"table {name}: missing columns {', '.join(missing)}")
        return filled(name, {column: _cells(data[column]) for column in dtype.names or ()})

    @property
    def table_name(self) -> str:
        """``figures``, ``places``, …"""
        return next((name for name, dtype in DTYPES.items() if dtype == self.dtype), "table")

    def to_pandas(self) -> "pandas.DataFrame":
        """A DataFrame with the columns of the array; dates as ``datetime64[s]``.  Needs pandas."""
        pandas = optional("pandas", "pandas")
        return pandas.DataFrame({name: _for_pandas(self[name]) for name in self.dtype.names or ()})

    def arrow(self) -> "pyarrow.Table":
        """A pyarrow table with the columns of the array; dates as ``date32``.  Needs pyarrow."""
        arrow = optional("pyarrow", "arrow")
        return arrow.table({name: for_arrow(arrow, self[name]) for name in self.dtype.names or ()})

    def __repr__(self) -> str:
        if self.ndim != 1 or self.dtype.names is None:
            return super().__repr__()
        head, rows = self._shown()
        lines = _display.lines([head, *rows], _display.column_widths([head, *rows]))
        return "\n".join([self._title(), *lines] + ["…"] * (len(self) > _SHOWN))

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        if self.ndim != 1 or self.dtype.names is None:
            return None
        head, rows = self._shown()
        more = f"<p>… {len(self) - _SHOWN:,} more</p>" if len(self) > _SHOWN else ""
        return html_table(self._title(), head, rows) + more

    def _title(self) -> str:
        return f"{self.table_name}: {len(self):,} {'row' if len(self) == 1 else 'rows'}"

    def _shown(self) -> tuple[list[str], list[list[str]]]:
        names = [name for name in self.dtype.names or () if name != "note"]
        rows = [[cell_text(row[name]) for name in names] for row in self[:_SHOWN]]
        return names, rows


def html_table(title: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    import html

    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    columns = "".join(f"<th>{html.escape(name)}</th>" for name in head)
    table = f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
    return f"<p>{html.escape(title)}</p>{table}"


def cell_text(value: Any) -> str:
    """A cell as people read it: no exponents, nothing for what is not there."""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else str(value)
    if isinstance(value, bool | np.bool_):
        return "yes" if value else ""
    if isinstance(value, float):
        return "" if np.isnan(value) else "∞" if np.isinf(value) else plain(_whole(float(value)))
    return str(value)


def _whole(value: float) -> Any:
    from decimal import Decimal

    return int(value) if value.is_integer() else Decimal(str(value))


# ---------------------------------------------------------------- other shapes


def filled(name: str, columns: Mapping[str, Any]) -> SupportTable:
    """An array of the table's dtype; text that would be cut is a ValueError."""
    dtype = DTYPES[name]
    size = len(next(iter(columns.values())))
    table = np.zeros(size, dtype=dtype)
    for column in dtype.names or ():
        cells, kind = columns[column], dtype[column].kind
        if kind == "U":
            _check_widths(name, column, cells, dtype[column].itemsize // 4)
        elif kind == "M":
            cells = np.array([_day(cell) for cell in cells], dtype="M8[D]")
        table[column] = cells
    return table.view(SupportTable)


def _check_widths(name: str, column: str, cells: Any, width: int) -> None:
    for row, cell in enumerate(cells):
        if not isinstance(cell, str):
            raise ValueError(f"table {name}, row {row}: {column} must be text, not {cell!r}")
        if len(cell) > width:
            raise ValueError(f"table {name}, row {row}: {column} has {len(cell)} characters, at most {width} fit")


def _day(cell: Any) -> np.datetime64:
    if cell is None or cell == "":
        return np.datetime64("NaT", "D")
    return np.datetime64(cell, "D")


def _column_names(data: Any) -> list[str]:
    return list(data.columns if hasattr(data, "iloc") else data.column_names)


def _cells(column: Any) -> Any:
    if hasattr(column, "to_pylist"):
        cells = column.to_pylist()
        return [np.nan if cell is None else cell for cell in cells] if str(column.type) == "double" else cells
    values = np.asarray(column)
    return values.tolist() if values.dtype.kind in "UO" else values


def _for_pandas(column: np.ndarray) -> Any:
    if column.dtype.kind == "M":
        return column.astype("M8[s]")
    return column.astype(object) if column.dtype.kind == "U" else np.array(column)


def for_arrow(arrow: Any, column: np.ndarray) -> Any:
    if column.dtype.kind == "U":
        return arrow.array(column.tolist(), arrow.string())
    if column.dtype.kind == "M":
        return arrow.array(column.tolist(), arrow.date32())
    column = np.ascontiguousarray(column)
    return arrow.array(column, mask=np.isnan(column) if column.dtype.kind == "f" else None)


# ---------------------------------------------------------------- CSV


def data_folder() -> Path:
    """Where the shipped tables are."""
    return Path(__file__).parent / "data"


@functools.cache
def schema() -> dict[str, dict[str, Any]]:
    """The tables as datapackage.json describes them: name → schema."""
    package = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource["schema"] for resource in package["resources"]}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file as text; a byte order mark, which Excel writes, is taken away."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def table(name: str, rows: list[dict[str, str]]) -> SupportTable:
    """A table other than figures, straight from its rows."""
    dtype = DTYPES[name]
    return filled(name, {column: [_typed(row[column], dtype[column]) for row in rows] for column in dtype.names or ()})


def _typed(cell: str, dtype: np.dtype[Any]) -> Any:
    if dtype.kind == "b":
        return cell == "true"
    if dtype.kind == "i":
        return int(cell or 0)
    return cell


def read_amount(row: Mapping[str, str]) -> "Quantity":
    """The amount of a row of figures.csv, with its rate word, in the unit that its noun carries."""
    from aidstats._parse import parse

    return parse(row["per"] + row["amount"], unit=row["unit"] or None)


def read_day(words: str, *, last: bool) -> datetime.date | None:
    """First or last day of a date in words (2017年底); None for no words."""
    from aidstats._parse import parse

    if not words:
        return None
    quantity = parse(words)
    day = quantity.hi if last else quantity.lo
    if quantity.kind != "date" or not isinstance(day, datetime.date):
        raise ValueError(f"{words} is no date with a year")
    return day


def period_words(start: str, end: str) -> str:
    if start and not end:
        return f"{start}以来"
    return start if start == end else f"{start}—{end}"


def overlap(part_of: str, same_as: str) -> str:
    """Why a figure may be in another one already."""
    if part_of:
        return "perhaps" if part_of.startswith("?") else "part"
    return "same" if same_as else ""
