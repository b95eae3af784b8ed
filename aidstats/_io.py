"""Keeping records: concat, save, load."""

import os
from collections.abc import Iterable
from typing import BinaryIO, Literal

import numpy as np

from aidstats._records import QUANTITY_DTYPE, Records, as_records


def concat(parts: Iterable[np.ndarray]) -> Records:
    """Joins records of the same kind, as ``numpy.concatenate`` does, and keeps the class.

    >>> import aidstats
    >>> a, b = aidstats.parse_array(["3户"]), aidstats.parse_array(["5户"])
    >>> aidstats.concat([a, b]).value
    array([3., 5.])
    """
    checked = [as_records(np.asanyarray(part)) for part in parts]
    if not checked:
        return np.empty(0, dtype=QUANTITY_DTYPE).view(Records)
    if len({part.dtype.itemsize for part in checked}) > 1:
        raise ValueError("concat: parse_array's records and find_array's have different columns")
    return np.concatenate(checked).view(Records)


def save(file: str | os.PathLike[str] | BinaryIO, records: np.ndarray) -> None:
    """Writes records as ``.npy``, which every NumPy reads; the name gets that ending if it has none.

    The file holds numbers and codes only, no pickles and no text.
    """
    np.save(file, np.asarray(as_records(records)), allow_pickle=False)


class Appended:
    """A ``.npy`` file that takes records as they come, and can be rewound to say at its start how many came."""

    def __init__(self, file: BinaryIO, dtype: np.dtype) -> None:
        self.file, self.dtype, self.rows = file, dtype, 0
        self.start = file.tell()
        self._write_head()
        self.size_of_head = file.tell() - self.start

    def append(self, records: np.ndarray) -> None:
        self.file.write(np.ascontiguousarray(records).tobytes())
        self.rows += len(records)

    def finish(self) -> None:
        self.file.seek(self.start)
        self._write_head()
        if self.file.tell() - self.start != self.size_of_head:
            raise RuntimeError("numpy leaves no room for the number of rows")  # since 1.23 it does
        self.file.seek(0, os.SEEK_END)

    def _write_head(self) -> None:
        description = np.lib.format.dtype_to_descr(np.dtype(self.dtype.descr))
        head = {"descr": description, "fortran_order": False, "shape": (self.rows,)}
        np.lib.format.write_array_header_1_0(self.file, head)


def load(file: str | os.PathLike[str] | BinaryIO, *, mmap_mode: Literal["r", "c"] | None = None) -> Records:
    """Reads what :func:`save` wrote.

    ``mmap_mode="r"`` maps the file instead of reading it.  A file that is no ``.npy``, has other columns or was written
    with another schema is a ValueError; pickles are never loaded.

    >>> import aidstats, io
    >>> file = io.BytesIO()
    >>> aidstats.save(file, aidstats.parse_array(["近8亿元"]))
    >>> _ = file.seek(0)
    >>> aidstats.load(file).lo
    array([7.5e+08])
    """
    array = np.load(file, mmap_mode=mmap_mode, allow_pickle=False)
    if not isinstance(array, np.ndarray):
        raise ValueError("load: an .npz archive, not the .npy file of aidstats.save")
    return as_records(array)
