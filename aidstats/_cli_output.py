"""Results of the command line as a table, CSV, JSON lines, Parquet or .npy: one writer each, the same rows for all."""

import csv
import dataclasses
import json
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aidstats import _display, _io
from aidstats._cli_input import UserError
from aidstats._numbers import NULL
from aidstats._optional import optional
from aidstats._records import Records

ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".npy": "npy"}
_BINARY = ("parquet", "npy")
_ROW_GROUP = 1 << 14

_SPANS = ["file", "line", "start", "end"]
_LEAST_WIDTH = {"text": 16, "value": 12, "interval": 24, "relation": 8, "unit": 8}
_NUMBERS = ["kind", "value", "lo", "hi", "lo_open", "hi_open", "relation", "unit", "flags"]


@dataclasses.dataclass
class Results:
    """The records of some lines, and where these stand."""

    records: Records
    file: str
    first_line: int
    lines: list[str]
    context: int = 0
    several_files: bool = False

    @property
    def matches(self) -> bool:
        return self.records._matches

    def columns(self) -> list[str]:
        around = ["before", "after"] if self.context else []
        return [*_SPANS, "text", *_NUMBERS, *around] if self.matches else ["line", "text", *_NUMBERS, "status"]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Typed values: exact numbers, dates, lists of flags; None where there is nothing."""
        records = self.records
        shared = {
            "kind": records.kind_name,
            "value": records.exact("value"),
            "lo": records.exact("lo"),
            "hi": records.exact("hi"),
            "lo_open": records["lo_open"],
            "hi_open": records["hi_open"],
            "relation": records.relation_name,
            "unit": records.unit_name,
            "flags": records.flag_names,
            "status": records.status_name,
        }
        position = records["row"] if self.matches else range(len(records))
        for i, row in enumerate(map(int, position)):
            text, read = self.lines[row], records["status"][i] == 0
            result: dict[str, Any] = {"line": self.first_line + row, "text": text}
            for name, column in shared.items():
                cell = column[i]
                result[name] = (cell.item() if hasattr(cell, "item") else cell) if read or name == "status" else None
            result["flags"] = result["flags"].split("|") if result["flags"] else []
            if self.matches:
                start, end = int(records["start"][i]), int(records["end"][i])
                result |= {"file": self.file, "start": start, "end": end, "text": text[start:end]}
                if self.context:
                    result["before"] = text[max(start - self.context, 0) : start]
                    result["after"] = text[end : end + self.context]
            yield result


def format_of(to: str | None, out: str | None) -> str:
    """The format by --to, else by the ending of -o, else a table."""
    if to is not None:
        chosen = to
    elif out is None:
        chosen = "table"
    else:
        ending = os.path.splitext(out)[1].lower()
        if ending not in ENDINGS:
            raise UserError(f"{out}: no format has this ending; use --to, or one of {' '.join(ENDINGS)}")
        chosen = ENDINGS[ending]
    if chosen in _BINARY and out is None:
        raise UserError(f"--to {chosen} needs -o FILE")
    return chosen


def writer(chosen: str, out: str | None) -> "Writer":
    if out is None:
        return WRITERS[chosen](sys.stdout)
    if chosen == "parquet":
        optional("pyarrow", "arrow")  # before a file is made
    try:
        if chosen in _BINARY:
            return WRITERS[chosen](open(out, "wb"))
        # Excel takes UTF-8 for what it is only after a byte order mark.
        encoding = "utf-8-sig" if chosen == "csv" else "utf-8"
        return WRITERS[chosen](open(out, "w", encoding=encoding, newline="", errors="backslashreplace"))
    except OSError as error:
        raise UserError(f"{out}: {(error.strerror or str(error)).lower()}") from None


class Writer:
    """Takes results as they come; close() ends the output."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, results: Results) -> None:
        raise NotImplementedError

    def close(self) -> None:
        if self.stream is sys.stdout:
            self.stream.flush()
        else:
            self.stream.close()


class TableWriter(Writer):
    """Aligned columns, East Asian characters being two wide; widths are those of the first results."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.widths: list[int] = []

    def write(self, results: Results) -> None:
        places = ["file"] * results.several_files + ["line", "start"]
        rows = [_table_row(row, places, results.context) for row in results.rows()]
        if not rows:
            return
        head = list(rows[0])
        cells = [list(row.values()) for row in rows]
        if not self.widths:
            least = [max(_display.width(name), _LEAST_WIDTH.get(name, 0)) for name in head]
            self.widths = list(map(max, least, _display.column_widths(cells)))
            cells.insert(0, head)
        self.stream.writelines(line + "\n" for line in _display.lines(cells, self.widths))
        self.stream.flush()


class CsvWriter(Writer):
    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.csv: Any = None

    def write(self, results: Results) -> None:
        if self.csv is None:
            self.csv = csv.DictWriter(self.stream, results.columns(), extrasaction="ignore", lineterminator="\n")
            self.csv.writeheader()
        for row in results.rows():
            self.csv.writerow({name: _cell(value) for name, value in row.items()})
        self.stream.flush()


class JsonLinesWriter(Writer):
    """Numbers with all their digits, which JSON allows; fractions as ``"1/3"``."""

    def write(self, results: Results) -> None:
        columns = results.columns()
        for row in results.rows():
            fields = (f"{json.dumps(name)}: {_json(row[name])}" for name in columns)
            self.stream.write("{" + ", ".join(fields) + "}\n")
        self.stream.flush()


class ParquetWriter(Writer):
    """Numbers as doubles, null where unbounded or not stated; bounds of dates in ``lo_date`` and ``hi_date``."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.arrow = optional("pyarrow", "arrow")
        self.parquet = optional("pyarrow.parquet", "arrow")
        self.file: Any = None
        self.waiting: list[Any] = []  # tables of one row group: each costs memory until the end, and readers time

    def write(self, results: Results) -> None:
        table = self._table(results)
        if self.file is None:
            self.file = self.parquet.ParquetWriter(self.stream, table.schema)
        self.waiting.append(table)
        if sum(table.num_rows for table in self.waiting) >= _ROW_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        group = self.arrow.concat_tables(self.waiting)
        self.waiting = []
        if group.num_rows:
            self.file.write_table(group)

    def _table(self, results: Results) -> Any:
        from aidstats._columns import dates

        arrow, records = self.arrow, results.records
        rows = list(results.rows())
        text = arrow.string()
        types = dict.fromkeys(results.columns(), text) | {
            "line": arrow.int64(),
            "start": arrow.int32(),
            "end": arrow.int32(),
            "lo_open": arrow.bool_(),
            "hi_open": arrow.bool_(),
            "flags": arrow.list_(text),
        }
        columns = {}
        for name, type_ in types.items():
            if name in ("value", "lo", "hi"):
                stated = (records["status"] == 0) & (records[f"{name}_coef"] != NULL) & ~records._dated()
                columns[name] = arrow.array(records[name], mask=~stated)
            else:
                columns[name] = arrow.array([row[name] for row in rows], type_)
        for name in ("lo", "hi"):
            columns[f"{name}_date"] = arrow.array(dates(records, name).astype("M8[D]"), arrow.date32())
        return arrow.table(columns)

    def close(self) -> None:
        if self.file is not None:
            if self.waiting:
                self._write_group()
            self.file.close()
        super().close()


class NpyWriter(Writer):
    """The record array itself, for aidstats.load; ``row`` counts the lines of all files from 0."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        if not stream.seekable():
            stream.close()
            raise UserError("--to npy needs a file, not a pipe: how many rows there are is written last, at its start")
        self.file: _io.Appended | None = None
        self.lines = 0

    def write(self, results: Results) -> None:
        if self.file is None:
            self.file = _io.Appended(self.stream, results.records.dtype)
        if results.matches:
            results.records["row"] += self.lines
        self.lines += len(results.lines)
        self.file.append(results.records)

    def close(self) -> None:
        if self.file is not None:
            self.file.finish()
        else:
            _io.save(self.stream, _io.concat([]))
        super().close()


WRITERS: dict[str, type[Writer]] = {
    "table": TableWriter,
    "csv": CsvWriter,
    "jsonl": JsonLinesWriter,
    "parquet": ParquetWriter,
    "npy": NpyWriter,
}


def _table_row(row: dict[str, Any], places: list[str], context: int) -> dict[str, str]:
    place = {name: str(row[name]) for name in places if name in row}
    text = f"{row['before']}[{row['text']}]{row['after']}" if context else row["text"]
    read = row["kind"] is not None
    return place | {
        "text": text,
        "kind": row["kind"] if read else row["status"],
        "value": _display.bound(row["value"]),
        "interval": _display.interval(row["lo"], row["hi"], row["lo_open"], row["hi_open"]) if read else "",
        "relation": row["relation"] or "",
        "unit": row["unit"] or "",
        "flags": " ".join(row["flags"]),
    }


def _cell(value: object) -> object:
    """CSV: booleans as JSON writes them, flags with | between, all digits."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(value)
    return value if isinstance(value, str) else _display.bound(value)


def _json(value: object) -> str:
    if value is None or isinstance(value, bool | int | str | list):
        return json.dumps(value, ensure_ascii=False)
    return _display.bound(value) if isinstance(value, Decimal) else json.dumps(_display.bound(value))
