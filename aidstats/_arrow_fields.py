"""Results as pyarrow arrays, for engines whose functions take and return these: DuckDB and Spark."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._columns import (
    CONVERTED,
    FIELDS,
    JUDGED,
    LABELLED,
    NUMBERS,
    STORED,
    Stored,
    codes_of,
    is_approximate,
    is_read,
)
from aidstats._lexicon import names, unit_ids
from aidstats._optional import optional
from aidstats._reader import Reader
from aidstats._totals import converted

if TYPE_CHECKING:
    import pyarrow

_DATES = ("lo_date", "hi_date")
_LABELS = ("relation", "kind", "unit", "flags", "status")
_UNIT = ("unit", "per", "per2", "per_exp", "status", "error_at")
_SPAN = ("start", "end", "text")

# SQL of both engines: name and type of every field.
SQL_TYPES = (
    dict.fromkeys(("value", "lo", "hi"), "DOUBLE")
    | dict.fromkeys(("lo_open", "hi_open"), "BOOLEAN")
    | dict.fromkeys(("relation", "kind", "unit", "flags"), "VARCHAR")
    | dict.fromkeys(_DATES, "DATE")
    | {"status": "VARCHAR"}
)
MATCH_SQL_TYPES = {"start": "INTEGER", "end": "INTEGER", "text": "VARCHAR"} | SQL_TYPES


def quantity_fields(reader: Reader, values: object) -> dict[str, "pyarrow.Array"]:
    """The FIELDS of a column of cells."""
    found = reader.parse(values, [*STORED, *_DATES])
    return _fields(found, found.table)


def quantity_structs(reader: Reader, values: object) -> "pyarrow.StructArray":
    """The FIELDS of each cell as a struct."""
    fields = quantity_fields(reader, values)
    return optional("pyarrow", "arrow").StructArray.from_arrays(list(fields.values()), list(fields))


def number(reader: Reader, values: object, name: str) -> "pyarrow.Array":
    """One of value, lo and hi, over the buffer of the column sink."""
    found = reader.parse(values, [name, "status", "error_at"])
    return _batch(found.table).column(name)


def number_in(reader: Reader, values: object, to: str, name: str) -> "pyarrow.Array":
    """The same in the unit `to`; null where there is none, or one of another dimension."""
    found = reader.parse(values, dict.fromkeys([*CONVERTED, name, f"{name}_coef", f"{name}_exp"]))
    numbers = converted(found, to, name, coerce=reader.errors == "coerce")
    return optional("pyarrow", "arrow").array(numbers, from_pandas=True)


def approximate(reader: Reader, values: object) -> "pyarrow.Array":
    """Whether a cell states anything but an exact number; null where there is none."""
    found = reader.parse(values, JUDGED)
    return optional("pyarrow", "arrow").array(is_approximate(found), mask=~is_read(found))


def unit(reader: Reader, values: object) -> "pyarrow.Array":
    """The unit of each cell, with its denominators."""
    found = reader.parse(values, _UNIT)
    return _labels(found, "unit", is_read(found))


def match_lists(reader: Reader, values: Any, level: int, kinds: int) -> "pyarrow.ListArray":
    """The quantities of each text as a list of structs; null for a null."""
    pyarrow = optional("pyarrow", "arrow")
    texts = _one_array(values)
    records = reader.find(texts, level, kinds)
    rows = np.ascontiguousarray(records["row"])
    table = records.arrow([*("start", "end"), *STORED, *_DATES], labels=False)
    batch = _batch(table)
    fields = {name: batch.column(name) for name in ("start", "end")}
    fields["text"] = _cut(texts, rows, records["start"], records["end"])
    fields |= _fields(records, table)
    structs = pyarrow.StructArray.from_arrays(list(fields.values()), list(fields))
    offsets = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows, minlength=len(texts)), out=offsets[1:])
    # A null in the offsets makes the list null; its length is 0, so the next offset is right.
    missing = np.append(texts.is_null().to_numpy(zero_copy_only=False), False)
    return pyarrow.ListArray.from_arrays(pyarrow.array(offsets, mask=missing), structs)


def _fields(found: Stored, table: object) -> dict[str, "pyarrow.Array"]:
    batch, read = _batch(table), is_read(found)
    fields = {name: batch.column(name) for name in (*NUMBERS, *_DATES)}
    fields |= {name: _labels(found, name, None if name == "status" else read) for name in _LABELS}
    return {name: fields[name] for name in FIELDS}


def _batch(table: object) -> "pyarrow.RecordBatch":
    return optional("pyarrow", "arrow").record_batch(table)


def _labels(found: Stored, name: str, read: np.ndarray | None) -> "pyarrow.Array":
    pyarrow = optional("pyarrow", "arrow")
    if name in LABELLED:
        codes, labels = found[name], _names(LABELLED[name])
    elif name == "unit" and not found["per"].any():
        codes, labels = found["unit"], _names("units")
    else:
        codes, texts = codes_of(found, name)
        labels = pyarrow.array(texts.tolist(), pyarrow.string())
    mask = None if read is None or read.all() else ~read
    return labels.take(pyarrow.array(codes, mask=mask))


@lru_cache(maxsize=4)
def _names(table: str) -> "pyarrow.Array":
    """Names by code: engines hand over small chunks, each of which needs them."""
    pyarrow = optional("pyarrow", "arrow")
    return pyarrow.array((unit_ids() if table == "units" else names(table)).tolist(), pyarrow.string())


def _one_array(values: Any) -> "pyarrow.Array":
    """The chunks of a column as one array of UTF-8 text."""
    pyarrow = optional("pyarrow", "arrow")
    if isinstance(values, pyarrow.ChunkedArray):
        values = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        values = pyarrow.concat_arrays(values.chunks) if isinstance(values, pyarrow.ChunkedArray) else values
    return values.cast(pyarrow.large_string())


def _cut(texts: "pyarrow.Array", rows: np.ndarray, start: np.ndarray, end: np.ndarray) -> "pyarrow.Array":
    """texts[row][start:end] in code points, for all matches at once.  No code point starts at a byte 10xxxxxx."""
    pyarrow = optional("pyarrow", "arrow")
    if not len(rows):
        return pyarrow.array([], pyarrow.string())
    _, offsets_buffer, text = texts.buffers()
    offsets = np.frombuffer(offsets_buffer, dtype=np.int64)[texts.offset :][: len(texts) + 1]
    content = np.frombuffer(text, dtype=np.uint8)[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    points = np.append(np.flatnonzero((content & 0xC0) != 0x80), len(content))
    first = np.searchsorted(points, offsets[rows])
    begins, ends = points[first + start], points[first + end]
    lengths = ends - begins
    cut = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum(lengths, out=cut[1:])
    taken = content[np.repeat(begins - cut[:-1], lengths) + np.arange(cut[-1])]
    return pyarrow.Array.from_buffers(
        pyarrow.string(), len(rows), [None, pyarrow.py_buffer(cut), pyarrow.py_buffer(taken)]
    )


def struct_type(types: Iterable[tuple[str, str]], *, quote: str = "") -> str:
    """``STRUCT(value DOUBLE, …)`` in DuckDB's words."""
    return "STRUCT(" + ", ".join(f"{quote}{name}{quote} {type_}" for name, type_ in types) + ")"
