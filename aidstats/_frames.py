"""Records as pandas and polars DataFrames."""

from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _core
from aidstats._arrow_fields import text_array
from aidstats._columns import DAYS, NUMBERS, STORED, Stored, codes_of, dates, is_read
from aidstats._lexicon import names
from aidstats._optional import optional
from aidstats._reader import Columns

if TYPE_CHECKING:
    import pandas
    import polars

    from aidstats._records import Records


def to_pandas(records: "Records", texts: object, context: int) -> "pandas.DataFrame":
    pandas = optional("pandas", "pandas")
    if context and texts is None:
        raise ValueError("context needs texts, of which it is a part")
    matches = records._matches
    places = ("row", "start", "end") if matches else ()
    # One pass over the rows: taking out a column at a time reads all memory again for each.
    found = Columns(records.arrow([*places, *STORED, *DAYS], labels=False))
    columns: dict[str, Any] = {name: found[name].copy() for name in places}
    if texts is not None:
        columns |= _cut(found, texts, context) if matches else {"text": _aligned(records, as_list(texts))}
    return pandas.DataFrame(columns | pandas_columns(found), copy=False)


def pandas_columns(columns: Stored) -> dict[str, Any]:
    """The FIELDS, for a pandas DataFrame: categoricals for labels, missing where a row was not read.

    Nothing else holds these arrays: a DataFrame need not copy them.
    """
    read = is_read(columns)
    missing = None if read.all() else ~read
    result: dict[str, Any] = {name: columns[name].copy() for name in NUMBERS}
    for name in ("relation", "kind", "unit", "flags"):
        result[name] = _categorical(*codes_of(columns, name), missing)
    result |= {"lo_date": dates(columns, "lo"), "hi_date": dates(columns, "hi")}
    result["status"] = _categorical(columns["status"], names("statuses"), None)
    return result


def _categorical(codes: np.ndarray, labels: np.ndarray, missing: np.ndarray | None) -> "pandas.Categorical":
    codes = codes.astype(np.int8 if len(labels) <= np.iinfo(np.int8).max else np.int32)  # as pandas keeps them
    if missing is not None:
        codes[missing] = -1
    pandas = optional("pandas", "pandas")
    if not len(labels):  # of no dtype by themselves
        labels = pandas.Series(["text"]).array[:0]
    return pandas.Categorical.from_codes(codes, labels)


def to_polars(records: "Records") -> "polars.DataFrame":
    polars = optional("polars", "polars")
    return polars.DataFrame(records.arrow())


def as_list(texts: object) -> Any:
    """Cells by position, whatever holds them; one str is one cell."""
    if isinstance(texts, str):
        return [texts]
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(texts, method):
            return getattr(texts, method)()
    return texts if isinstance(texts, list | tuple) else list(texts)  # type: ignore[call-overload]


def _cut(matches: Stored, texts: object, context: int) -> dict[str, Any]:
    """The matched text of each row, and what stands around it."""
    row, start, end = (matches[name].astype(np.int64) for name in ("row", "start", "end"))
    spans = {"text": (start, end)}
    if context:
        spans |= {"before": (np.maximum(start - context, 0), start), "after": (end, end + context)}
    values = texts if _is_column(texts) else as_list(texts)
    order = None if (row[1:] >= row[:-1]).all() else np.argsort(row, kind="stable")
    return {name: _texts(values, row, *span, order) for name, span in spans.items()}


def _is_column(texts: object) -> bool:
    capsules = ("__arrow_c_array__", "__arrow_c_stream__")
    return isinstance(texts, np.ndarray | list | tuple) or any(hasattr(texts, name) for name in capsules)


def _texts(values: Any, row: np.ndarray, start: np.ndarray, end: np.ndarray, order: np.ndarray | None) -> Any:
    """values[row][start:end] of each row, as text of the kind that pandas has."""
    if order is not None:
        row, start, end = row[order], start[order], end[order]
    texts = _text_column(*_core.match_texts(values, row, start, end))
    if order is None:
        return texts
    back = np.empty(len(order), dtype=np.intp)
    back[order] = np.arange(len(order))
    return texts.take(back)


def _text_column(offsets: np.ndarray, text: np.ndarray, there: np.ndarray) -> Any:
    """With the dtype that this pandas gives to text; where that keeps Arrow's buffers, these are it."""
    pandas = optional("pandas", "pandas")
    dtype = pandas.Series(["text"]).dtype
    if getattr(dtype, "storage", None) == "pyarrow":
        return dtype.__from_arrow__(text_array(offsets, text, there))
    content, ends = text.tobytes(), offsets.tolist()
    cells = zip(ends, ends[1:], there.tolist(), strict=False)
    texts = [content[start:end].decode() if known else None for start, end, known in cells]
    return pandas.Series(texts, dtype=dtype).array


def _aligned(records: "Records", texts: list[Any]) -> list[Any]:
    if len(texts) != len(records):
        raise ValueError(f"texts has {len(texts)} values for {len(records)} rows")
    return texts
