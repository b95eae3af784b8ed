"""Records as pandas and polars DataFrames."""

from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._columns import NUMBERS, Stored, codes_of, dates, is_read
from aidstats._lexicon import names
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
    columns: dict[str, Any] = {name: records[name] for name in ("row", "start", "end") if matches}
    if texts is not None:
        columns |= _cut(records, as_list(texts), context) if matches else {"text": _aligned(records, as_list(texts))}
    return pandas.DataFrame(columns | pandas_columns(records))


def pandas_columns(columns: Stored) -> dict[str, Any]:
    """The FIELDS, for a pandas DataFrame: categoricals for labels, missing where a row was not read."""
    pandas = optional("pandas", "pandas")
    read = is_read(columns)
    result: dict[str, Any] = {name: columns[name] for name in NUMBERS}
    for name in ("relation", "kind", "unit", "flags"):
        codes, labels = codes_of(columns, name)
        result[name] = pandas.Categorical.from_codes(np.where(read, codes.astype(np.int32), -1), labels)
    result |= {"lo_date": dates(columns, "lo"), "hi_date": dates(columns, "hi")}
    result["status"] = pandas.Categorical.from_codes(columns["status"].astype(np.int16), names("statuses"))
    return result


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
