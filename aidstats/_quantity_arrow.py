"""Quantity columns in Arrow: an extension type over a struct of the columns of a record."""

import contextlib
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._arithmetic import null_rows
from aidstats._optional import optional
from aidstats._quantity_dtype import QuantityDtype
from aidstats._records import QUANTITY_DTYPE

if TYPE_CHECKING:
    import pyarrow
else:
    pyarrow = optional("pyarrow", "arrow")

_COLUMNS = [name for name in QUANTITY_DTYPE.names or () if not name.startswith("_")]
_STORAGE = pyarrow.struct([(name, pyarrow.from_numpy_dtype(QUANTITY_DTYPE[name])) for name in _COLUMNS])


class QuantityType(pyarrow.ExtensionType):  # type: ignore[misc]
    """``aidstats.quantity``: the columns of docs/records.md as a struct, the unit in the type.

    Programs that do not know the type see a struct with value, lo, hi and the codes.
    """

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(_STORAGE, "aidstats.quantity")

    def __arrow_ext_serialize__(self) -> bytes:
        return json.dumps({"unit": self.unit}).encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage_type: Any, serialized: bytes) -> "QuantityType":
        if storage_type != _STORAGE:
            raise ValueError("aidstats.quantity: the struct has other columns than this version writes")
        return cls(json.loads(serialized)["unit"])

    def to_pandas_dtype(self) -> QuantityDtype:
        """``quantity[UNIT]``."""
        return QuantityDtype(self.unit)


def to_arrow(rows: np.ndarray, dtype: QuantityDtype, wanted: Any = None) -> Any:
    """An array of QuantityType, or of the storage struct where that is wanted."""
    own = QuantityType(dtype.unit_columns.word)
    if wanted is not None and wanted not in (own, _STORAGE):
        raise TypeError(f"{dtype} becomes {own.extension_name} or its struct in Arrow, not {wanted}")
    table = pyarrow.table(_core.arrow_table(rows, _COLUMNS, False))
    columns = [table.column(name).combine_chunks().cast(_STORAGE.field(name).type) for name in _COLUMNS]
    missing = pyarrow.array(rows["status"] != 0)
    storage = pyarrow.StructArray.from_arrays(columns, fields=list(_STORAGE), mask=missing)
    return storage if wanted == _STORAGE else pyarrow.ExtensionArray.from_storage(own, storage)


def from_arrow(array: Any) -> np.ndarray:
    """Rows of an array of QuantityType or of its struct; a ValueError if they were written with another schema."""
    chunks = array.chunks if isinstance(array, pyarrow.ChunkedArray) else [array]
    return np.concatenate([null_rows(0), *map(_rows, chunks)])


def _rows(array: Any) -> np.ndarray:
    storage = array.storage if isinstance(array, pyarrow.ExtensionArray) else array
    if storage.type != _STORAGE:
        raise TypeError(f"no quantities in Arrow: {storage.type}")
    rows = null_rows(len(storage))
    valid = np.asarray(storage.is_valid())
    for name in _COLUMNS:
        cells = storage.field(name)
        stated = valid & np.asarray(cells.is_valid())
        rows[name][stated] = cells.filter(pyarrow.array(stated)).to_numpy(zero_copy_only=False)
    schemas = set(np.unique(rows["schema"]).tolist()) - {_core.SCHEMA}
    if schemas:
        raise ValueError(f"quantities of schema {min(schemas)}; this version of aidstats reads schema {_core.SCHEMA}")
    return rows


with contextlib.suppress(pyarrow.ArrowKeyError):  # registered already, by another import of this module
    pyarrow.register_extension_type(QuantityType(""))
