"""Results as pyarrow arrays, for engines whose functions take and return these: DuckDB and Spark."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._columns import (
    DATES,
    FIELDS,
    JUDGED,
    LABELLED,
    NUMBERS,
    STORED,
    UNIT,
    Stored,
    flags_label,
    is_approximate,
    is_read,
    number_columns,
    packed_units,
    unit_label,
)
from aidstats._lexicon import names, unit_ids
from aidstats._optional import optional
from aidstats._reader import Reader
from aidstats._totals import converted

if TYPE_CHECKING:
    import pyarrow

_LABELS = ("relation", "kind", "unit", "flags", "status")
_SPAN = ("start", "end", "text")

# SQL of both engines: name and type of every field.
SQL_TYPES = (
    dict.fromkeys(("value", "lo", "hi"), "DOUBLE")
    | dict.fromkeys(("lo_open", "hi_open"), "BOOLEAN")
    | dict.fromkeys(("relation", "kind", "unit", "flags"), "VARCHAR")
    | dict.fromkeys(DATES, "DATE")
    | {"status": "VARCHAR"}
)
MATCH_SQL_TYPES = {"start": "INTEGER", "end": "INTEGER", "text": "VARCHAR"} | SQL_TYPES


def quantity_fields(reader: Reader, values: object, *, plain: bool = False) -> dict[str, "pyarrow.Array"]:
    """The FIELDS of a column of cells; labels are dictionaries, or `plain` text for engines that take no others."""
    found = reader.parse(values, [*STORED, *DATES])
    return _fields(found, _batch(found.table), plain)


def quantity_structs(reader: Reader, values: object, *, plain: bool = False) -> "pyarrow.StructArray":
    """The FIELDS of each cell as a struct."""
    fields = quantity_fields(reader, values, plain=plain)
    return optional("pyarrow", "arrow").StructArray.from_arrays(list(fields.values()), list(fields))


def number(reader: Reader, values: object, name: str) -> "pyarrow.Array":
    """One of value, lo and hi, over the buffer of the column sink."""
    found = reader.parse(values, [name, "status"])
    return _batch(found.table).column(name)


def number_in(reader: Reader, values: object, to: str, name: str) -> "pyarrow.Array":
    """The same in the unit `to`; null where there is none, or one of another dimension."""
    found = reader.parse(values, number_columns(name, to))
    numbers = converted(found, to, name, coerce=reader.errors == "coerce")
    return optional("pyarrow", "arrow").array(numbers, from_pandas=True)


def approximate(reader: Reader, values: object) -> "pyarrow.Array":
    """Whether a cell states anything but an exact number; null where there is none."""
    found = reader.parse(values, JUDGED)
    return optional("pyarrow", "arrow").array(is_approximate(found), mask=~is_read(found))


def unit(reader: Reader, values: object, *, plain: bool = False) -> "pyarrow.Array":
    """The unit of each cell, with its denominators."""
    found = reader.parse(values, [*UNIT, "status"])
    return _labels(found, _batch(found.table), "unit", plain)


def match_lists(reader: Reader, values: Any, level: int, kinds: int, *, plain: bool = False) -> "pyarrow.ListArray":
    """The quantities of each text as a list of structs; null for a null."""
    pyarrow = optional("pyarrow", "arrow")
    records = reader.find(values, level, kinds)
    rows = np.ascontiguousarray(records["row"])
    table = records.arrow([*("start", "end"), *STORED, *DATES], labels=False)
    batch = _batch(table)
    fields = {name: batch.column(name) for name in ("start", "end")}
    fields["text"] = text_array(*_core.match_texts(values, rows, records["start"], records["end"]))
    fields |= _fields(records, batch, plain)
    structs = pyarrow.StructArray.from_arrays(list(fields.values()), list(fields))
    offsets = np.zeros(len(values) + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows, minlength=len(values)), out=offsets[1:])
    if not values.null_count:
        return pyarrow.ListArray.from_arrays(pyarrow.array(offsets), structs)
    # A null in the offsets makes the list null; its length is 0, so the next offset is right.
    missing = np.append(np.asarray(values.is_null()), False)
    return pyarrow.ListArray.from_arrays(pyarrow.array(offsets, mask=missing), structs)


def _fields(found: Stored, batch: "pyarrow.RecordBatch", plain: bool) -> dict[str, "pyarrow.Array"]:
    fields = {name: batch.column(name) for name in (*NUMBERS, *DATES)}
    fields |= {name: _labels(found, batch, name, plain) for name in _LABELS}
    return {name: fields[name] for name in FIELDS}


def _batch(table: object) -> "pyarrow.RecordBatch":
    return optional("pyarrow", "arrow").record_batch(table)


def _labels(found: Stored, batch: "pyarrow.RecordBatch", name: str, plain: bool) -> "pyarrow.Array":
    """Names of the codes; where a column of the sink is these codes, its nulls are right as well."""
    pyarrow = optional("pyarrow", "arrow")
    codes = batch.column("marks" if name == "flags" else name)
    if name in LABELLED:
        texts = _names(LABELLED[name])
    elif name == "unit" and not found["per"].any():
        texts = _names("units")
    else:
        if name == "unit":
            missing = codes.is_null().to_numpy(zero_copy_only=False) if codes.null_count else None
            codes = pyarrow.array(packed_units(found), mask=missing)
        label = unit_label if name == "unit" else flags_label
        occurring = codes.dictionary_encode()
        codes = occurring.indices
        texts = pyarrow.array(map(label, occurring.dictionary.to_pylist()), pyarrow.string())
    return texts.take(codes) if plain else pyarrow.DictionaryArray.from_arrays(codes, texts, safe=False)


@lru_cache(maxsize=4)
def _names(table: str) -> "pyarrow.Array":
    """Names by code: engines hand over small chunks, each of which needs them."""
    pyarrow = optional("pyarrow", "arrow")
    return pyarrow.array((unit_ids() if table == "units" else names(table)).tolist(), pyarrow.string())


def text_array(offsets: np.ndarray, text: np.ndarray, there: np.ndarray) -> "pyarrow.Array":
    """What the core's match_texts() gives, over the same bytes."""
    pyarrow = optional("pyarrow", "arrow")
    small = len(text) <= np.iinfo(np.int32).max
    buffers = [offsets.astype(np.int32) if small else offsets, text]
    valid = None if there.all() else pyarrow.py_buffer(np.packbits(there, bitorder="little"))
    return pyarrow.Array.from_buffers(
        pyarrow.string() if small else pyarrow.large_string(),
        len(there),
        [valid, *(pyarrow.py_buffer(buffer) for buffer in buffers)],
    )


def struct_type(types: Iterable[tuple[str, str]], *, quote: str = "") -> str:
    """``STRUCT(value DOUBLE, …)`` in DuckDB's words."""
    return "STRUCT(" + ", ".join(f"{quote}{name}{quote} {type_}" for name, type_ in types) + ")"
