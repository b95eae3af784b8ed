"""Records as pandas and polars DataFrames."""

from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._lexicon import names
from aidstats._numbers import NULL
from aidstats._optional import optional

if TYPE_CHECKING:
    import pandas
    import polars

    from aidstats._records import Records


def to_pandas(records: "Records", texts: object, context: int) -> "pandas.DataFrame":
    pandas = optional("pandas", "pandas")
    if context and texts is None:
        raise ValueError("context needs texts, of which it is a part")
    matches = records._matches
    read = records["status"] == 0
    unit_codes, units = records.unit_codes()
    columns: dict[str, Any] = {name: records[name] for name in ("row", "start", "end") if matches}
    if texts is not None:
        columns |= _cut(records, as_list(texts), context) if matches else {"text": _aligned(records, as_list(texts))}
    columns |= {name: records[name] for name in ("value", "lo", "hi", "lo_open", "hi_open")}
    columns["relation"] = _categorical(pandas, records["relation"], names("relations"), read)
    columns["kind"] = _categorical(pandas, records["kind"], names("kinds"), read)
    columns["unit"] = _categorical(pandas, unit_codes, units, read)
    columns["flags"] = records.flag_names
    columns["lo_date"], columns["hi_date"] = dates(records, "lo"), dates(records, "hi")
    columns["status"] = pandas.Categorical.from_codes(records["status"].astype(np.int16), names("statuses"))
    return pandas.DataFrame({name: _native(column) for name, column in columns.items()})


def to_polars(records: "Records") -> "polars.DataFrame":
    polars = optional("polars", "polars")
    return polars.DataFrame(records.arrow())


def dates(records: "Records", column: str) -> np.ndarray:
    """Lower or upper ends of dates and periods; NaT for other rows, unbounded ends, and dates without their year."""
    days = records[f"{column}_coef"]
    known = records._dated() & (days != NULL) & ~records.has("no_year")
    result = np.full(len(records), "NaT", dtype="M8[s]")
    result[known] = days[known].view("M8[D]")
    return result


def as_list(texts: object) -> Any:
    """Cells by position, whatever holds them; one str is one cell."""
    if isinstance(texts, str):
        return [texts]
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(texts, method):
            return getattr(texts, method)()
    return texts if isinstance(texts, list | tuple) else list(texts)  # type: ignore[call-overload]


def _cut(records: "Records", texts: list[Any], context: int) -> dict[str, list[str | None]]:
    """The matched text of each row, and what stands around it."""
    cut: dict[str, list[str | None]] = {name: [] for name in ("text", *(("before", "after") if context else ()))}
    spans = zip(records["row"].tolist(), records["start"].tolist(), records["end"].tolist(), strict=True)
    for row, start, end in spans:
        text = texts[row]
        text = text if isinstance(text, str) else None
        cut["text"].append(text and text[start:end])
        if context:
            cut["before"].append(text and text[max(start - context, 0) : start])
            cut["after"].append(text and text[end : end + context])
    return cut


def _aligned(records: "Records", texts: list[Any]) -> list[Any]:
    if len(texts) != len(records):
        raise ValueError(f"texts has {len(texts)} values for {len(records)} rows")
    return texts


def _categorical(pandas: Any, codes: np.ndarray, labels: np.ndarray, read: np.ndarray) -> Any:
    return pandas.Categorical.from_codes(np.where(read, codes.astype(np.int32), -1), labels)


def _native(column: Any) -> Any:
    """pandas keeps no fixed-width text: hand over str objects."""
    return column.astype(object) if isinstance(column, np.ndarray) and column.dtype.kind == "U" else column
