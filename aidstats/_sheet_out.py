"""Sheets as analysts want them: CSV that Excel opens, Excel, Parquet, JSON lines, a table in DuckDB."""

import contextlib
import csv
import datetime
import json
import math
import os
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from aidstats._cli_input import UserError
from aidstats._numbers import plain
from aidstats._optional import optional

_EXCEL_ROWS = 1_048_576


class SheetWriter:
    """Takes rows a column at a time.  A file appears under its name when all is well, and else not at all."""

    exact = True  # wants int, Decimal and Fraction; otherwise doubles

    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        self.out, self.names, self.types = out, names, types

    def write(self, columns: Sequence[Any]) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        """All rows are written."""

    def abandon(self) -> None:
        """They will not be; nothing is left behind."""


class _FileWriter(SheetWriter):
    """Writes beside the file and puts it in its place at the end."""

    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        self.part = f"{out}.part"
        if out is not None:
            folder = os.path.dirname(out) or "."
            if not os.path.isdir(folder):
                raise UserError(f"{out}: no such file or directory")
            if os.path.isdir(out):
                raise UserError(f"{out}: is a directory")

    def finish(self) -> None:
        if self.out is not None:
            os.replace(self.part, self.out)

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self.part)


class _TextWriter(_FileWriter):
    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        # Excel takes UTF-8 for what it is only after a byte order mark.
        encoding = "utf-8-sig" if isinstance(self, CsvWriter) else "utf-8"
        self.stream: Any = sys.stdout
        if out is not None:
            self.stream = open(self.part, "w", encoding=encoding, newline="", errors="backslashreplace")  # noqa: SIM115

    def finish(self) -> None:
        self._close()
        super().finish()

    def abandon(self) -> None:
        self._close()
        super().abandon()

    def _close(self) -> None:
        if self.out is None:
            self.stream.flush()
        else:
            self.stream.close()


class CsvWriter(_TextWriter):
    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        self.csv = csv.writer(self.stream, lineterminator="\n")
        self.csv.writerow(names)

    def write(self, columns: Sequence[Any]) -> None:
        self.csv.writerows(zip(*([_text(cell) for cell in as_cells(column)] for column in columns), strict=True))


class JsonLinesWriter(_TextWriter):
    """Numbers with all their digits, which JSON allows."""

    def write(self, columns: Sequence[Any]) -> None:
        for row in zip(*map(as_cells, columns), strict=True):
            fields = (
                f"{json.dumps(name, ensure_ascii=False)}: {_json(cell)}"
                for name, cell in zip(self.names, row, strict=True)
            )
            self.stream.write("{" + ", ".join(fields) + "}\n")


class ExcelWriter(_FileWriter):
    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        self.openpyxl = optional("openpyxl", "excel")
        self.illegal = optional("openpyxl.cell.cell", "excel").ILLEGAL_CHARACTERS_RE
        self.cell = optional("openpyxl.cell", "excel").WriteOnlyCell
        self.book = self.openpyxl.Workbook(write_only=True)
        self.page = self.book.create_sheet("aidstats")
        self.page.freeze_panes = "A2"
        self.rows = 0
        self._append(names)

    def write(self, columns: Sequence[Any]) -> None:
        for row in zip(*map(as_cells, columns), strict=True):
            self._append(row)

    def _append(self, row: Sequence[Any]) -> None:
        self.rows += 1
        if self.rows > _EXCEL_ROWS:
            raise UserError(f"{self.out}: Excel holds {_EXCEL_ROWS} rows; write .csv or .parquet")
        self.page.append([self._cell(value) for value in row])

    def _cell(self, value: Any) -> Any:
        if isinstance(value, str):
            text = self.illegal.sub("\ufffd", value)
            if not text.startswith("="):
                return text
            cell = self.cell(self.page, value=text)
            cell.data_type = "s"  # what stood in a cell is no formula
            return cell
        if isinstance(value, Fraction):
            return float(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else None
        if isinstance(value, datetime.datetime | datetime.time) and value.tzinfo is not None:
            return value.isoformat()
        known = (int, Decimal, datetime.date, datetime.time, datetime.timedelta)
        return value if value is None or isinstance(value, known) else _text(value)

    def finish(self) -> None:
        self.book.save(self.part)
        super().finish()

    def abandon(self) -> None:
        self.page.close()
        super().abandon()


class _ArrowWriter(_FileWriter):
    exact = False

    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        self.arrow = optional("pyarrow", "arrow")
        made = {"timestamp": self.arrow.timestamp("us")}
        self.types = [
            made.get(each) or self.arrow.type_for_alias(each) if isinstance(each, str) else each for each in types
        ]
        self.schema = self.arrow.schema(list(zip(names, self.types, strict=True)))

    def _table(self, columns: Sequence[Any]) -> Any:
        arrays = [self._array(column, type_) for column, type_ in zip(columns, self.types, strict=True)]
        return self.arrow.table(arrays, schema=self.schema)

    def _array(self, column: Any, type_: Any) -> Any:
        if isinstance(column, self.arrow.Array | self.arrow.ChunkedArray):
            return column
        if self.arrow.types.is_string(type_):
            column = [cell if cell is None or isinstance(cell, str) else _text(cell) for cell in column]
        return self.arrow.array(column, type_)


class ParquetWriter(_ArrowWriter):
    def __init__(self, out: str | None, names: list[str], types: list[Any]) -> None:
        super().__init__(out, names, types)
        self.file = optional("pyarrow.parquet", "arrow").ParquetWriter(self.part, self.schema)

    def write(self, columns: Sequence[Any]) -> None:
        self.file.write_table(self._table(columns))

    def finish(self) -> None:
        self.file.close()
        super().finish()

    def abandon(self) -> None:
        self.file.close()
        super().abandon()


class DuckDbWriter(_ArrowWriter):
    """A table named after the input, in a database that may hold others; an older one of that name is replaced."""

    def __init__(self, out: str | None, names: list[str], types: list[Any], *, table: str) -> None:
        super().__init__(out, names, types)
        self.duckdb = optional("duckdb", "duckdb")
        self.was_there = os.path.exists(str(out))
        try:
            self.connection = self.duckdb.connect(str(out))
        except self.duckdb.Error as error:
            raise UserError(f"{out}: no DuckDB database ({str(error).splitlines()[0]})") from None
        self.quoted = '"' + table.replace('"', '""') + '"'
        self.connection.begin()
        self._run(f"create or replace table {self.quoted} as select * from aidstats_batch", self.schema.empty_table())

    def write(self, columns: Sequence[Any]) -> None:
        self._run(f"insert into {self.quoted} select * from aidstats_batch", self._table(columns))

    def _run(self, statement: str, table: Any) -> None:
        self.connection.register("aidstats_batch", table)
        try:
            self.connection.execute(statement)
        except self.duckdb.Error as error:
            raise UserError(f"{self.out}: {str(error).splitlines()[0]}") from None
        self.connection.unregister("aidstats_batch")

    def finish(self) -> None:
        self.connection.commit()
        self.connection.close()

    def abandon(self) -> None:
        self.connection.close()  # rolls back
        if not self.was_there:
            with contextlib.suppress(OSError):
                os.unlink(str(self.out))


WRITERS: dict[str, type[SheetWriter]] = {
    ".csv": CsvWriter,
    ".xlsx": ExcelWriter,
    ".parquet": ParquetWriter,
    ".jsonl": JsonLinesWriter,
    ".ndjson": JsonLinesWriter,
    ".duckdb": DuckDbWriter,
}


def writer_for(out: str | None, *, table: str) -> Callable[[str | None, list[str], list[Any]], SheetWriter]:
    """By the ending; CSV on standard output without a file.  A database gets a ``table`` of this name."""
    if out is None:
        return CsvWriter
    ending = os.path.splitext(out)[1].lower()
    if ending not in WRITERS:
        raise UserError(f"{out}: no sheet has this ending; use one of {' '.join(WRITERS)}")
    if ending == ".duckdb":
        return partial(DuckDbWriter, table=table)
    return WRITERS[ending]


def as_cells(column: Any) -> list[Any]:
    """A list or an Arrow array as Python values."""
    return column if isinstance(column, list) else column.to_pylist()


def _text(cell: Any) -> str:
    """All digits; numbers whose decimals never end as the nearest double, since 1/3 would be a date to Excel."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Fraction):
        cell = float(cell)
    if isinstance(cell, float):
        return plain(Decimal(repr(cell))) if math.isfinite(cell) else ""
    if isinstance(cell, int | Decimal):
        return plain(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)


def _json(cell: Any) -> str:
    if isinstance(cell, int | float | Decimal | Fraction) and not isinstance(cell, bool):
        return _text(cell) or "null"
    known = cell is None or isinstance(cell, bool | str | list | dict)
    return json.dumps(cell if known else _text(cell), ensure_ascii=False, default=str)
