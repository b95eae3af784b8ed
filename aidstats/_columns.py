"""What DataFrame libraries and query engines get: the same columns under the same names in every one.

The core's column sink gives numbers and codes; this module adds what must be put together from several columns: unit
labels with their denominators, flags, dates.
"""

from typing import Protocol

import numpy as np

from aidstats._lexicon import names, unit_ids
from aidstats._numbers import NULL

# Every engine's result, in this order: three doubles, two booleans, four labels, two dates, a label.
FIELDS = (
    *("value", "lo", "hi", "lo_open", "hi_open", "relation", "kind", "unit", "flags"),
    *("lo_date", "hi_date", "status"),
)
LABELLED = {"relation": "relations", "kind": "kinds", "status": "statuses"}

_UNIT = ("unit", "per", "per2", "per_exp")
NUMBERS = ("value", "lo", "hi", "lo_open", "hi_open")
_DATES = ("lo_coef", "hi_coef")
STORED = (*NUMBERS, "relation", "to_relation", "kind", *_UNIT, "marks", *_DATES, "status", "error_at")
CONVERTED = ("value", "value_coef", "value_exp", "den", "kind", *_UNIT, "marks", "status", "error_at")
JUDGED = ("relation", "to_relation", "marks", "status", "error_at")
_MOSTLY = 0.5  # of the cells


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
    flags = names("flags")
    marks = columns["marks"]
    marked = np.flatnonzero(marks)
    distinct, inverse = np.unique(marks[marked], return_inverse=True)
    labels = ["|".join(flags[bit] for bit in range(len(flags)) if mark >> bit & 1) for mark in distinct.tolist()]
    codes = np.zeros(len(marks), dtype=np.int32)
    codes[marked] = inverse + 1
    return codes, np.array(["", *labels], dtype=str)


def unit_codes(columns: Stored) -> tuple[np.ndarray, np.ndarray]:
    """(code of each row, label of each code) of the units with their denominators, such as ``CNY/{household}``.

    Only what occurs gets a code.
    """
    ids = unit_ids()
    unit, per, per2, per_exp = (columns[name] for name in _UNIT)
    codes = unit.astype(np.int32)
    divided = np.flatnonzero(per)
    if len(divided):
        key = (
            unit[divided].astype(np.int64)
            | per[divided].astype(np.int64) << 16
            | per2[divided].astype(np.int64) << 32
            | (per_exp[divided].astype(np.int64) + 128) << 48
        )
        distinct, inverse = np.unique(key, return_inverse=True)
        codes[divided] = len(ids) + inverse
    else:
        distinct = np.empty(0, dtype=np.int64)
    occurs = np.bincount(codes, minlength=len(ids) + len(distinct)) > 0
    labels = [
        str(ids[code]) if code < len(ids) else divided_label(int(distinct[code - len(ids)]))
        for code in np.flatnonzero(occurs).tolist()
    ]
    return (np.cumsum(occurs, dtype=np.int32) - 1)[codes], np.array(labels, dtype=str)


def divided_label(packed: int) -> str:
    ids = unit_ids()
    unit, per, per2, per_exp = packed & 0xFFFF, packed >> 16 & 0xFFFF, packed >> 32 & 0xFFFF, (packed >> 48) - 128
    label = str(ids[unit]) + (f"/({10**per_exp}.{ids[per]})" if per_exp else f"/{ids[per]}")
    return label + (f"/{ids[per2]}" if per2 else "")


def codes_of(columns: Stored, name: str) -> tuple[np.ndarray, np.ndarray]:
    """(code of each row, label of each code) of a field that is a label."""
    if name in LABELLED:
        return columns[name], names(LABELLED[name])
    return unit_codes(columns) if name == "unit" else flag_codes(columns)


def one_unit(columns: Stored) -> str:
    """The unit that all rows with a number share; a ValueError names them where there are several."""
    codes, labels = unit_codes(columns)
    found = labels[np.unique(codes[is_read(columns) & ~is_dated(columns)])].tolist()
    if len(found) > 1:
        several = ", ".join(unit or "no unit" for unit in found)
        raise ValueError(f"the rows have several units ({several}); name the one to convert to, or take .parse()")
    return found[0] if found else ""
