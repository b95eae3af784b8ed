"""What DataFrame libraries and query engines get: the same columns under the same names in every one.

The core's column sink gives numbers and codes; this module adds what must be put together from several columns: unit
labels with their denominators, flags, dates.
"""

from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from aidstats import _core
from aidstats._lexicon import names, unit_ids
from aidstats._numbers import NULL

# Every engine's result, in this order: three doubles, two booleans, four labels, two dates, a label.
FIELDS = (
    *("value", "lo", "hi", "lo_open", "hi_open", "relation", "kind", "unit", "flags"),
    *("lo_date", "hi_date", "status"),
)
LABELLED = {"relation": "relations", "kind": "kinds", "status": "statuses"}
LABELS = (*LABELLED, "unit", "flags")
# The same as the column sink calls them where labels are to be texts; in Arrow they have the names of FIELDS.
FIELD_TEXTS = tuple(f"{name}_text" if name in LABELS else name for name in FIELDS)
MATCH_TEXTS = ("start", "end", "text", *FIELD_TEXTS)

UNIT = ("unit", "per", "per2", "per_exp")
NUMBERS = ("value", "lo", "hi", "lo_open", "hi_open")
# What the columns of an answer are made from, for the column sink, which writes nothing else.
STORED = (*NUMBERS, "relation", "kind", *UNIT, "marks", "status")
DAYS = ("lo_coef", "hi_coef")  # of dates, for dates()
DATES = ("lo_date", "hi_date")  # the same for engines that take the buffers of the sink
JUDGED = ("relation", "to_relation", "marks", "status")
_MOSTLY = 0.5  # of the cells
_FEW = 8


class Stored(Protocol):
    """Columns by name: Records, or a table of the column sink."""

    def __getitem__(self, name: str, /) -> np.ndarray: ...


def is_read(columns: Stored) -> np.ndarray:
    return columns["status"] == 0


def mostly_quantities(columns: Stored) -> bool:
    """Whether most cells that hold something are quantities with a unit, dates aside: such a column is read unasked."""
    present = columns["status"] != 1
    amounts = (columns["unit"] != 0) & ~is_dated(columns)
    return bool(present.any()) and float(np.mean(amounts[present])) > _MOSTLY


def is_dated(columns: Stored) -> np.ndarray:
    return np.isin(names("kinds"), ["date", "period"])[columns["kind"]] & is_read(columns)


def has_flag(columns: Stored, flag: str) -> np.ndarray:
    return (columns["marks"] >> np.uint32(names("flags").tolist().index(flag))) & 1 == 1


def is_approximate(columns: Stored) -> np.ndarray:
    """Rows that state anything but an exact number: 约, 近, 余, 超, 几, 3至5; of a change, its end."""
    relations = names("relations").tolist()
    relation = columns["relation"]
    stated = np.where(relation == relations.index("change"), columns["to_relation"], relation)
    return is_read(columns) & ((stated != relations.index("eq")) | has_flag(columns, "hedge"))


def dates(columns: Stored, end: str) -> np.ndarray:
    """Lower or upper ends of dates and periods; NaT for other rows, unbounded ends, and dates without their year."""
    result = np.full(len(columns["status"]), "NaT", dtype="M8[s]")
    dated = is_dated(columns)
    if dated.any():
        days = columns[f"{end}_coef"]
        known = dated & (days != NULL) & ~has_flag(columns, "no_year")
        result[known] = days[known].view("M8[D]")
    return result


def flag_codes(columns: Stored) -> tuple[np.ndarray, np.ndarray]:
    """(code of each row, label of each code) of the flags, ``|`` between them; no flags are the code 0."""
    codes, distinct = _core.distinct(columns["marks"])
    return codes, np.array([*map(flags_label, distinct.tolist())], dtype=str)


@lru_cache(maxsize=256)
def flags_label(marks: int) -> str:
    """Names of the flags that are set in `marks`."""
    return "|".join(flag for bit, flag in enumerate(names("flags").tolist()) if marks >> bit & 1)


def unit_codes(columns: Stored) -> tuple[np.ndarray, np.ndarray]:
    """(code of each row, label of each code) of the units with their denominators, such as ``CNY/{household}``.

    Only what occurs gets a code.
    """
    ids = unit_ids()
    codes = columns["unit"].astype(np.int32)
    divided = np.flatnonzero(columns["per"])
    distinct, inverse = _distinct(packed_units(columns, divided))
    codes[divided] = len(ids) + inverse
    occurs = np.bincount(codes, minlength=len(ids) + len(distinct)) > 0
    labels = [
        str(ids[code]) if code < len(ids) else unit_label(int(distinct[code - len(ids)]))
        for code in np.flatnonzero(occurs).tolist()
    ]
    return (np.cumsum(occurs, dtype=np.int32) - 1)[codes], np.array(labels, dtype=str)


def packed_units(columns: Stored, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
    """Unit and denominators of each row as one number."""
    unit, per, per2, per_exp = (columns[name][rows].astype(np.int64) for name in UNIT)
    return unit | per << 16 | per2 << 32 | (per_exp + 128) << 48


@lru_cache(maxsize=256)
def unit_label(packed: int) -> str:
    """What packed_units() made one number of, as text."""
    ids = unit_ids()
    unit, per, per2, per_exp = packed & 0xFFFF, packed >> 16 & 0xFFFF, packed >> 32 & 0xFFFF, (packed >> 48) - 128
    label = str(ids[unit])
    if per:
        label += f"/({10**per_exp}.{ids[per]})" if per_exp else f"/{ids[per]}"
    return label + (f"/{ids[per2]}" if per2 else "")


def _distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """numpy.unique() with the inverse, in the order of their first rows; few values need no sorting."""
    inverse = np.empty(len(values), dtype=np.int32)
    found: list[Any] = []
    left, rest = np.arange(len(values)), values
    while len(rest) and len(found) < _FEW:
        hit = rest == rest[0]
        inverse[left[hit]] = len(found)
        found.append(rest[0])
        left, rest = left[~hit], rest[~hit]
    more, codes = np.unique(rest, return_inverse=True)
    inverse[left] = len(found) + codes
    return np.concatenate([np.array(found, dtype=values.dtype), more]), inverse


def codes_of(columns: Stored, name: str) -> tuple[np.ndarray, np.ndarray]:
    """(code of each row, label of each code) of a field that is a label."""
    if name in LABELLED:
        return columns[name], names(LABELLED[name])
    return unit_codes(columns) if name == "unit" else flag_codes(columns)


def number_columns(column: str, to: str | None) -> tuple[str, ...]:
    """What one of value, lo and hi is made from: converted to a unit, or in the one that all rows must share."""
    if column not in ("value", "lo", "hi"):
        raise ValueError(f"column must be value, lo or hi, not {column!r}")
    exact = (f"{column}_coef", f"{column}_exp", "den", "unit")
    return (column, *(UNIT if to is None else exact), "kind", "status")


def one_unit(columns: Stored) -> str:
    """The unit that all rows with a number share; a ValueError names them where there are several."""
    codes, labels = unit_codes(columns)
    found = labels[np.unique(codes[is_read(columns) & ~is_dated(columns)])].tolist()
    if len(found) > 1:
        several = ", ".join(unit or "no unit" for unit in found)
        raise ValueError(f"the rows have several units ({several}); name the one to convert to, or take .parse()")
    return found[0] if found else ""
