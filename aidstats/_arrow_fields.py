"""Results as pyarrow arrays, for engines whose functions take and return these: DuckDB and Spark."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._columns import DATES, FIELD_TEXTS, JUDGED, is_approximate, is_read, number_columns
from aidstats._optional import optional
from aidstats._reader import Reader
from aidstats._totals import converted, read_in

if TYPE_CHECKING:
    import pyarrow

# SQL of both engines: name and type of every field.
SQL_TYPES = (
    dict.fromkeys(("value", "lo", "hi"), "DOUBLE")
    | dict.fromkeys(("lo_open", "hi_open"), "BOOLEAN")
    | dict.fromkeys(("relation", "kind", "unit", "flags"), "VARCHAR")
    | dict.fromkeys(DATES, "DATE")
    | {"status": "VARCHAR"}
)
MATCH_SQL_TYPES = {"start": "INTEGER", "end": "INTEGER", "text": "VARCHAR"} | SQL_TYPES


def quantity_structs(reader: Reader, values: object) -> "pyarrow.StructArray":
    """The FIELDS of each cell as a struct, over the buffers of the column sink; labels are string views."""
    return _array(reader.parse(values, FIELD_TEXTS).table)


def match_lists(reader: Reader, values: object, level: int, kinds: int) -> "pyarrow.LargeListArray":
    """The quantities of each text as a list of structs; null for a null."""
    return _array(reader.find_lists(values, level, kinds))


def with_strings(array: "pyarrow.Array") -> "pyarrow.Array":
    """The same for engines that know no string views and no large lists."""
    return array.cast(_with_strings(array.type))


def number(reader: Reader, values: object, name: str) -> "pyarrow.Array":
    """One of value, lo and hi, over the buffer of the column sink."""
    return _array(reader.parse(values, [name]).table).field(0)


def number_in(reader: Reader, values: object, to: str, name: str) -> "pyarrow.Array":
    """The same in the unit `to`; null where there is none, or one of another dimension."""
    coerce = reader.errors == "coerce"
    quick = read_in(reader, values, to, name, coerce=coerce)
    if quick is not None:
        return _array(quick.table).field(0)
    numbers = converted(reader.parse(values, number_columns(name, to)), to, name, coerce=coerce)
    return optional("pyarrow", "arrow").array(numbers, from_pandas=True)


def approximate(reader: Reader, values: object) -> "pyarrow.Array":
    """Whether a cell states anything but an exact number; null where there is none."""
    found = reader.parse(values, JUDGED)
    return optional("pyarrow", "arrow").array(is_approximate(found), mask=~is_read(found))


def unit(reader: Reader, values: object) -> "pyarrow.Array":
    """The unit of each cell, with its denominators."""
    return _array(reader.parse(values, ["unit_text"]).table).field(0)


def _array(table: object) -> Any:
    return optional("pyarrow", "arrow").array(table)


def _with_strings(type_: Any) -> Any:
    pyarrow = optional("pyarrow", "arrow")
    if pyarrow.types.is_struct(type_):
        fields = [type_.field(i) for i in range(type_.num_fields)]
        return pyarrow.struct([field.with_type(_with_strings(field.type)) for field in fields])
    if pyarrow.types.is_large_list(type_):
        return pyarrow.list_(_with_strings(type_.value_type))
    return pyarrow.string() if pyarrow.types.is_string_view(type_) else type_


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
