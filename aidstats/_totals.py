"""Exact sums and conversions over whole columns."""

import dataclasses
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._columns import Stored, is_dated, is_read
from aidstats._exact import Numbers, nearest, power_of_ten
from aidstats._lexicon import names, unit_ids, unit_rows
from aidstats._numbers import NULL, Number, simplest

if TYPE_CHECKING:
    from aidstats._reader import Columns, Reader
    from aidstats._records import Records

_NOT_ADDED = ("date", "period", "window", "change", "ordinal")
# In place of a power of ten, for the core's in_units(); it keeps the values of the last, too.
_KEEP, _FOREIGN, _OTHER = 32767, -32768, 0
_LABELLED = {"kind": "kind_name", "relation": "relation_name", "status": "status_name", "unit": "unit_name"}


@dataclasses.dataclass(frozen=True)
class Total:
    """A sum of quantities, exact.  ``lo`` and ``hi`` are None where unbounded, ``value`` where some row states none."""

    value: Number | None
    lo: Number | None
    hi: Number | None
    lo_open: bool
    hi_open: bool
    unit: str
    count: int
    skipped: int


def total(records: "Records", by: str | Sequence[Any] | np.ndarray | None) -> Total | dict[Any, Total]:
    if by is None:
        return _totals(records, np.zeros(len(records), dtype=np.intp), [None])[0]
    labels = _labels(records, by)
    index: dict[Any, int] = {}
    groups = np.array([index.setdefault(label, len(index)) for label in labels], dtype=np.intp)
    return dict(zip(index, _totals(records, groups, list(index)), strict=True))


def _labels(records: "Records", by: str | Sequence[Any] | np.ndarray) -> list[Any]:
    if isinstance(by, str):
        if by not in (records.dtype.names or ()):
            raise ValueError(f"sum: there is no column {by!r}; pass a column name or one label a row")
        return getattr(records, _LABELLED.get(by, by)).tolist()
    labels = by.tolist() if hasattr(by, "tolist") else list(by)
    if len(labels) != len(records):
        raise ValueError(f"sum: by has {len(labels)} labels for {len(records)} rows")
    return labels


def _totals(records: "Records", groups: np.ndarray, keys: list[Any]) -> list[Total]:
    check_addable(records)
    used = records["status"] == 0
    size = len(keys)
    unit_codes, units = records.unit_codes()
    unit = _one_unit(unit_codes, units, groups, used, keys)
    count = np.bincount(groups[used], minlength=size)
    rows = np.bincount(groups, minlength=size)
    sides = {column: exact_sums(records, column, groups, used, size) for column in ("value", "lo", "hi")}
    opened = {
        column: np.bincount(groups[used & records[f"{column}_open"]], minlength=size) > 0 for column in ("lo", "hi")
    }
    return [
        Total(
            sides["value"][group],
            sides["lo"][group],
            sides["hi"][group],
            bool(opened["lo"][group]),
            bool(opened["hi"][group]),
            unit[group],
            int(count[group]),
            int(rows[group] - count[group]),
        )
        for group in range(size)
    ]


def check_addable(records: np.ndarray) -> None:
    """A ValueError for the first row that is a date, a window, a change or an ordinal."""
    banned = (records["status"] == 0) & np.isin(names("kinds"), _NOT_ADDED)[records["kind"]]
    if banned.any():
        row = int(banned.argmax())
        kind = names("kinds")[records["kind"][row]]
        raise ValueError(f"row {row} is a {kind}, which cannot be added; select the other rows first")


def _one_unit(
    codes: np.ndarray, labels: np.ndarray, groups: np.ndarray, used: np.ndarray, keys: list[Any]
) -> list[str]:
    """The unit of each group; an error names those of the first group that has several."""
    pairs, counts = np.unique(groups[used] * len(labels) + codes[used], return_counts=True)
    unit = [""] * len(keys)
    seen: dict[int, list[str]] = {}
    for pair, rows in zip(pairs.tolist(), counts.tolist(), strict=True):
        group, code = divmod(pair, len(labels))
        unit[group] = str(labels[code])
        seen.setdefault(group, []).append(f"{unit[group] or 'no unit'} in {rows}")
    for group, found in seen.items():
        if len(found) > 1:
            where = "" if keys[group] is None else f" of {keys[group]!r}"
            raise ValueError(
                f"sum: the rows{where} have several units ({', '.join(found)} rows); "
                'select one, convert them, or take sum(by="unit")'
            )
    return unit


def exact_sums(
    records: np.ndarray, column: str, groups: np.ndarray, used: np.ndarray, size: int
) -> list[Number | None]:
    """Sum of coef·10^exp/den a group, None where a row has no number.

    Rows of one group, exponent and denominator are added as integers first, in two halves that cannot overflow.
    """
    coefs = records[f"{column}_coef"]
    missing = np.bincount(groups[used & (coefs == NULL)], minlength=size) > 0
    rows = used & (coefs != NULL)
    shapes, shape_codes = np.unique(
        (records[f"{column}_exp"][rows].astype(np.int64) + 128) << 32 | records["den"][rows], return_inverse=True
    )
    cells, cell_codes = np.unique(groups[rows] * max(len(shapes), 1) + shape_codes, return_inverse=True)
    halves = np.zeros((2, len(cells)), dtype=np.int64)
    np.add.at(halves[0], cell_codes, coefs[rows] >> 32)
    np.add.at(halves[1], cell_codes, coefs[rows] & 0xFFFFFFFF)

    sums = [Fraction(0)] * size
    for cell, high, low in zip(cells.tolist(), *halves.tolist(), strict=True):
        group, shape = divmod(cell, len(shapes))
        exp, den = (int(shapes[shape]) >> 32) - 128, int(shapes[shape]) & 0xFFFFFFFF
        sums[group] += Fraction((high << 32) + low) * Fraction(10) ** exp / den
    return [None if none else simplest(exact) for none, exact in zip(missing.tolist(), sums, strict=True)]


def converted(columns: Stored, unit: str, column: str, *, coerce: bool = False) -> np.ndarray:
    """A number column in another unit; under `coerce` rows that cannot be converted are NaN."""
    powers = _powers(unit)
    coefs, exps, dens = columns[f"{column}_coef"], columns[f"{column}_exp"], columns["den"]
    units, kinds, status = columns["unit"], columns["kind"], columns["status"]
    result, met = _core.in_units(columns[column], coefs, exps, dens, units, kinds, status, powers)
    for code in _unready(met, powers, coerce).tolist():
        rows = np.flatnonzero(is_read(columns) & (coefs != NULL) & ~is_dated(columns) & (units == code))
        try:
            ratio = _ratio(str(unit_ids()[code]), *_core.parse_unit(unit))
        except ValueError as error:
            raise ValueError(f"to: row {rows[0]} {error}") from None
        result[rows] = nearest(Numbers(coefs[rows], exps[rows], dens[rows]), ratio)
    return result


def read_in(reader: "Reader", values: object, unit: str, column: str, *, coerce: bool) -> "Columns | None":
    """The same of cells, converted where they are read, as a column that Arrow sees too; None: ask converted()."""
    powers = _powers(unit)
    found, met = reader.parse_in(values, column, powers)
    return None if len(_unready(met, powers, coerce)) else found


def _unready(met: np.ndarray, powers: np.ndarray, coerce: bool) -> np.ndarray:
    """Codes of units whose rows are not converted yet, or cannot be."""
    unready = (met > 1) | ((met > 0) & ((powers == _FOREIGN) | (powers == _OTHER)))
    return np.flatnonzero(unready & ~(coerce & (powers == _FOREIGN)))


@lru_cache(maxsize=64)
def _powers(unit: str) -> np.ndarray:
    """By code, the power of ten that converts each unit to this one; _FOREIGN: none does, _OTHER: it is none of ten."""
    powers = np.full(len(unit_ids()), _KEEP, dtype=np.int16)
    for code in range(len(powers)):
        ratio = ratio_to(code, unit)
        power = None if ratio is None else power_of_ten(ratio)
        powers[code] = _FOREIGN if ratio is None else _OTHER if power is None else power or _KEEP
    return powers


def ratio_to(code: int, unit: str) -> Fraction | None:
    """How many of `unit` one of the unit with this code is; None where it cannot be counted in it."""
    target = _core.parse_unit(unit)
    try:
        return _ratio(str(unit_ids()[code]), *target)
    except ValueError:
        return None


def _ratio(source: str, target: str, multiplier: Number = 1) -> Fraction:
    """How many times `multiplier` of `target` one of `source` is; the ValueError goes on after the row: ``is in …``."""
    if source == target:
        return 1 / Fraction(multiplier)
    table = unit_rows()
    _, _, _, _, source_dimension, source_canonical, source_factor, _, _, _ = table[source]
    _, _, _, _, target_dimension, target_canonical, target_factor, _, _, _ = table[target]
    if source_canonical != target_canonical:
        raise ValueError(
            f"is in {source or 'no unit'} ({source_dimension or 'a number'}), "
            f"which cannot be counted in {target} ({target_dimension})"
        )
    if source_factor is None or target_factor is None:
        raise ValueError(f"is in {source}, of which {target} is no fixed multiple")
    return Fraction(source_factor) / Fraction(target_factor) / Fraction(multiplier)
