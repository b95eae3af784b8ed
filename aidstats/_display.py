"""Tables for people: display width, intervals, the repr of Records."""

import datetime
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from aidstats._numbers import plain

if TYPE_CHECKING:
    from aidstats._records import Records

_SHOWN = 10


def width(text: str) -> int:
    """Columns that a terminal takes for the text.

    >>> width("8亿元"), width("8 yi")
    (5, 4)
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def pad(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def lines(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Iterable[str]:
    for row in rows:
        yield "  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip()


def column_widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*rows, strict=True)]


def bound(value: object) -> str:
    """A number or end as written in tables: all digits, ISO dates, ``--MM-DD`` without a year, empty for None."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return plain(value) if value is None or isinstance(value, int | Decimal | Fraction) else str(value)


def interval(lo: object, hi: object, lo_open: bool, hi_open: bool) -> str:
    """``[750000000, 800000000)``; nothing where no end is stated, or for a point, which the value says already."""
    if lo is None and hi is None:
        return ""
    if lo is not None and lo == hi and not (lo_open or hi_open):
        return "" if isinstance(lo, int | Decimal | Fraction) else bound(lo)
    left = ("(" if lo_open else "[") + ("−∞" if lo is None else bound(lo))
    return left + ", " + ("∞" if hi is None else bound(hi)) + (")" if hi_open else "]")


def cells(records: "Records") -> tuple[list[str], list[list[str]]]:
    """Column names and cells, as text, of the columns a person asks for."""
    matches = records._matches
    head = ["row", "start", "end"] * matches + ["kind", "value", "interval", "relation", "unit", "flags"]
    failed = bool((records["status"] != 0).any())
    columns = [[str(cell) for cell in records[name].tolist()] for name in ("row", "start", "end") if matches]
    columns += [records.kind_name.tolist(), [plain(value) for value in records.exact("value")]]
    ends = zip(
        records.exact("lo"), records.exact("hi"), records["lo_open"], records["hi_open"], records["status"], strict=True
    )
    columns.append(["" if status else interval(*end) for *end, status in ends])
    columns += [records.relation_name.tolist(), records.unit_name.tolist(), records.flag_names.tolist()]
    if failed:
        head.append("status")
        columns.append(records.status_name.tolist())
    rows = [list(row) for row in zip(*columns, strict=True)]
    kept = [i for i, name in enumerate(head) if name != "flags" or any(row[i] for row in rows)]
    return [head[i] for i in kept], [[row[i] for i in kept] for row in rows]


def summary(records: "Records") -> str:
    if not len(records):
        return _title(records)
    head, rows = cells(cast("Records", records[:_SHOWN]))
    text = [_title(records), *lines([head, *rows], column_widths([head, *rows]))]
    return "\n".join(text + ["…"] * (len(records) > _SHOWN))


def summary_html(records: "Records") -> str:
    import html  # here: two milliseconds of every import of aidstats

    head, rows = cells(cast("Records", records[:_SHOWN]))
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    columns = "".join(f"<th>{name}</th>" for name in head)
    more = f"<p>… {len(records) - _SHOWN:,} more</p>" if len(records) > _SHOWN else ""
    return f"<p>{_title(records)}</p><table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>{more}"


def _title(records: "Records") -> str:
    return f"Records of {len(records):,} {'quantity' if len(records) == 1 else 'quantities'}"
