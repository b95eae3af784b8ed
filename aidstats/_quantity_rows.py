"""Where the rows of a quantity column come from: text, numbers, Quantity objects, other units."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from aidstats import _core
from aidstats._arithmetic import converted_rows
from aidstats._columns import is_dated, unit_codes
from aidstats._optional import optional
from aidstats._quantity import Quantity
from aidstats._records import QUANTITY_DTYPE
from aidstats._unit_label import Unit, factor_between, read_unit, row_unit

_SHOWN = 5


def rows_of(records: np.ndarray) -> np.ndarray:
    """The rows of records or matches as a plain array of QUANTITY_DTYPE."""
    plain = np.asarray(records)
    if plain.dtype == QUANTITY_DTYPE:
        return plain
    if not set(QUANTITY_DTYPE.names or ()) <= set(plain.dtype.names or ()):
        raise TypeError("a QuantityArray is made of Records; for text and numbers use pandas.array(…, dtype=…)")
    rows = np.empty(len(plain), dtype=QUANTITY_DTYPE)
    for name in QUANTITY_DTYPE.names or ():
        rows[name] = plain[name]
    return rows


def rows_from(values: Any, unit: Unit | None, read: Any) -> np.ndarray:
    """Rows from a sequence: of Quantity objects where the first that is not missing is one, else by ``read``."""
    if not hasattr(values, "dtype"):
        values = list(values)
    if (not hasattr(values, "dtype") or values.dtype == object) and isinstance(first_cell(values), Quantity | None):
        return _core.quantity_records(values)
    pandas = optional("pandas", "pandas")
    if isinstance(values, pandas.api.extensions.ExtensionArray | pandas.Index):
        values = pandas.Series(values)  # which hands out text without copying it
    return read(values, header_word(unit))


def first_cell(cells: Iterable[object]) -> object:
    """The first that is not missing; None where all are."""
    pandas = optional("pandas", "pandas")
    nothing = (None, pandas.NA, pandas.NaT)
    for cell in cells:
        if not (any(cell is each for each in nothing) or (isinstance(cell, float) and cell != cell)):
            return cell
    return None


def header_word(unit: Unit | None) -> str | None:
    """What a header would say so that bare numbers are in this unit; None where no header can."""
    if unit is None or unit.per or not (unit.unit or unit.scale):
        return None
    try:
        _core.parse_unit(unit.word)
    except ValueError:
        return None
    return unit.word


def shared_unit(rows: np.ndarray) -> Unit:
    """The unit that all rows read have; a ValueError tells which rows have others."""
    refuse_dates(rows)
    codes, labels = unit_codes(rows)
    read = rows["status"] == 0
    found = np.unique(codes[read])
    if len(found) > 1:
        where = "; ".join(f"{labels[code] or 'no unit'} in {_places(read & (codes == code))}" for code in found)
        raise ValueError(f"the rows have several units ({where}); name the one to convert to, or select one's rows")
    if not len(found):
        raise ValueError("no row states a unit; name the unit of the column")
    return read_unit(str(labels[found[0]]))


def conformed(rows: np.ndarray, unit: Unit) -> np.ndarray:
    """The rows in one unit, exactly; a ValueError names those that cannot be converted to it."""
    refuse_dates(rows)
    codes, labels = unit_codes(rows)
    read = rows["status"] == 0
    for code in np.unique(codes[read]).tolist():
        its = read & (codes == code)
        source = row_unit(rows[int(its.argmax())])
        if source == unit.plain:
            continue
        try:
            factor = factor_between(source, unit)
        except ValueError as error:
            raise ValueError(
                f"{labels[code] or 'numbers without a unit'} in {_places(its)} cannot be converted to {unit.label}"
            ) from error
        rows = rows.copy()
        rows[its] = converted_rows(rows[its], unit, factor)
    return rows


def refuse_dates(rows: np.ndarray) -> None:
    dated = is_dated(rows)
    if dated.any():
        raise ValueError(f"there are dates in {_places(dated)}; a quantity column holds numbers of one unit")


def _places(mask: np.ndarray) -> str:
    rows = np.flatnonzero(mask).tolist()
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows[:_SHOWN]))}{more}"
