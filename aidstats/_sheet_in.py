"""Sheets as analysts keep them, read in batches of rows: CSV, Excel, Parquet, JSON lines."""

import contextlib
import csv
import dataclasses
import itertools
import json
import os
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from aidstats._cli_input import Progress, UserError, batches
from aidstats._numbers import plain, simplest
from aidstats._optional import optional

ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl", ".ndjson")
_ROWS = 1 << 14
_ARROW_TYPES = {"bool": "bool", "datetime": "timestamp", "date": "date32"}
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MANY_ROWS = 100_000  # worth a progress bar


@dataclasses.dataclass
class Batch:
    """Rows that were read together: a list or an Arrow array a column."""

    first_row: int  # as a spreadsheet counts: its first row is 1
    columns: list[Any]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0


@dataclasses.dataclass
class Sheet:
    """Names of the columns, all different, the type of each as Arrow names it, the rows; what a user should know."""

    names: list[str]
    types: list[Any]
    batches: Iterator[Batch]
    notes: list[str] = dataclasses.field(default_factory=list)


def open_sheet(file: str, *, encoding: str, sheet: str | None, header_row: int, bar: bool) -> Sheet:
    """The sheet in a file, read as its ending says; ``-`` is CSV on standard input."""
    ending = ".csv" if file == "-" else os.path.splitext(file)[1].lower()
    if ending not in ENDINGS:
        hint = "; save it as .xlsx" if ending in (".xls", ".et", ".ods") else ""
        raise UserError(f"{file}: no sheet has this ending{hint}; known are {' '.join(ENDINGS)}")
    if sheet is not None and ending != ".xlsx":
        raise UserError("--sheet is for .xlsx files")
    if header_row != 1 and ending not in (".csv", ".tsv", ".xlsx"):
        raise UserError("--header-row is for .csv and .xlsx files")
    if ending in (".csv", ".tsv"):
        return _csv(file, encoding, "\t" if ending == ".tsv" else ",", header_row, bar)
    if ending == ".xlsx":
        return _xlsx(file, sheet, header_row, bar)
    return _parquet(file, bar) if ending == ".parquet" else _json_lines(file, encoding, bar)


# ------------------------------------------------------------------ CSV: all text, in bounded memory


def _csv(file: str, encoding: str, delimiter: str, header_row: int, bar: bool) -> Sheet:
    lines = (line + "\n" for batch in batches([file], encoding, bar=bar) for line in batch.lines)
    rows = _numbered(csv.reader(lines, delimiter=delimiter, strict=True), file)
    names = _names(_header(rows, file, header_row))

    def read() -> Iterator[Batch]:
        for first, block in _blocks(rows):
            for number, row in enumerate(block, first):
                if len(row) > len(names) and any(row[len(names) :]):
                    raise UserError(f"{file}: row {number} has {len(row)} cells, the header {len(names)}")
            yield Batch(first, [[_cell(row, at) for row in block] for at in range(len(names))])

    return Sheet(names, ["string"] * len(names), read())


def _numbered(reader: Iterator[list[str]], file: str) -> Iterator[tuple[int, list[str]]]:
    for number in itertools.count(1):
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UserError(f"{file}: row {number}: {error}") from None
        yield number, row


def _cell(row: list[str], at: int) -> str | None:
    return (row[at] or None) if at < len(row) else None


# ------------------------------------------------------------------ Excel and JSON lines: cells with types of their own


def _xlsx(file: str, sheet: str | None, header_row: int, bar: bool) -> Sheet:
    openpyxl = optional("openpyxl", "excel")
    with warnings.catch_warnings(), contextlib.ExitStack() as opened:
        warnings.simplefilter("ignore")  # of parts of a workbook that openpyxl does not keep
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except OSError as error:
            raise UserError(f"{file}: {(error.strerror or str(error)).lower()}") from None
        except Exception as error:  # of the archive or of the XML in it: openpyxl has no error of its own
            raise UserError(f"{file}: no Excel workbook, or one with a password ({error})") from None
        opened.callback(book.close)
        if sheet is not None and sheet not in book.sheetnames:
            raise UserError(f"{file}: no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
        page = book[sheet] if sheet is not None else book.active
        if not hasattr(page, "iter_rows"):
            raise UserError(f"{file}: the sheet is a chart; name another by --sheet")
        many = page.max_row if bar and (page.max_row or 0) >= _MANY_ROWS else None
        with Progress(many, "rows") as advance:
            rows = [[_typed(cell) for cell in row] for row in _counted(page.iter_rows(), advance)]
        notes = _formulas_without_value(openpyxl, file, page.title, rows) if _has_formulas(file) else []
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()  # formatted, but empty
    numbered = iter(enumerate(rows, 1))
    header = _header(numbered, file, header_row)
    body = [row for _, row in numbered]
    width = max([len(header), *map(len, body)])
    named = sum(map(bool, header))
    if named * 2 < width:
        raise UserError(
            f"{file}: row {header_row} names {named} of {width} columns; --header-row says where the header is"
        )
    names = _names([*header, *[""] * (width - len(header))])
    found = _of_cells(names, [[row[at] if at < len(row) else None for row in body] for at in range(width)], header_row)
    return dataclasses.replace(found, notes=notes)


def _has_formulas(file: str) -> bool:
    """Whether any sheet has one; most workbooks need not be read a second time."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as sheet:
                    end = b""
                    while part := sheet.read(1 << 20):
                        if _FORMULA.search(end + part):
                            return True
                        end = part[-8:]
    return False


def _formulas_without_value(openpyxl: Any, file: str, title: str, rows: list[list[Any]]) -> list[str]:
    """Only a program that computes, such as Excel, stores what a formula gives; other writers leave it out."""
    with contextlib.closing(openpyxl.load_workbook(file, read_only=True)) as book:
        empty = [
            cell.coordinate
            for row, cells in zip(book[title].iter_rows(), rows, strict=False)
            for cell, value in zip(row, cells, strict=False)
            if value is None and cell.data_type == "f"
        ]
    if not empty:
        return []
    many = "1 formula has" if len(empty) == 1 else f"{len(empty)} formulas have"
    return [f"{many} no stored value and count as empty ({empty[0]}); open and save the workbook in Excel to have them"]


def _typed(cell: Any) -> Any:
    """5.0 % is stored as 0.05; what a reader sees is what the cell means."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return plain(simplest(Fraction(repr(value)) * 100)) + "%"
    return None if value == "" else value


def _json_lines(file: str, encoding: str, bar: bool) -> Sheet:
    columns: dict[str, list[Any]] = {}
    rows = 0
    for batch in batches([file], encoding, bar=bar):
        for number, line in enumerate(batch.lines, batch.first_line):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except ValueError as error:
                raise UserError(f"{file}: line {number}: no JSON ({error})") from None
            if not isinstance(record, dict):
                raise UserError(f"{file}: line {number}: no JSON object")
            for name in record:
                columns.setdefault(name, [None] * rows)
            rows += 1
            for name, cells in columns.items():
                cells.append(record.get(name))
    return _of_cells(_names(list(columns)), list(columns.values()), 0)


def _of_cells(names: list[str], columns: list[list[Any]], header_row: int) -> Sheet:
    def read() -> Iterator[Batch]:
        for start in range(0, len(columns[0]) if columns else 0, _ROWS):
            yield Batch(header_row + 1 + start, [cells[start : start + _ROWS] for cells in columns])

    return Sheet(names, [_type_of(cells) for cells in columns], read())


def _type_of(cells: Iterable[Any]) -> str:
    """The Arrow type that holds all cells; text where they differ."""
    found = {type(cell).__name__ for cell in cells if cell is not None}
    if found == {"int"} and all(-(2**63) <= cell < 2**63 for cell in cells if cell is not None):
        return "int64"
    if found and found <= {"int", "float"}:
        return "float64"
    return _ARROW_TYPES.get(found.pop(), "string") if len(found) == 1 else "string"


# ------------------------------------------------------------------ Parquet: typed, row group by row group


def _parquet(file: str, bar: bool) -> Sheet:
    pyarrow, parquet = optional("pyarrow", "arrow"), optional("pyarrow.parquet", "arrow")
    try:
        source = parquet.ParquetFile(file)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise UserError(f"{file}: no Parquet file ({str(error).splitlines()[0]})") from None
    schema = source.schema_arrow

    def read() -> Iterator[Batch]:
        first, many = 1, source.metadata.num_rows
        with source, Progress(many if bar and many >= _MANY_ROWS else None, "rows") as advance:
            for batch in source.iter_batches(_ROWS):
                yield Batch(first, batch.columns)
                first += batch.num_rows
                advance(batch.num_rows)

    return Sheet(_names(schema.names), schema.types, read())


# ------------------------------------------------------------------ shared


def _counted(rows: Iterable[Any], advance: Callable[[int], object]) -> Iterator[Any]:
    for row in rows:
        advance(1)
        yield row


def _header(rows: Iterator[tuple[int, list[Any]]], file: str, header_row: int) -> list[str]:
    header = next((row for number, row in rows if number == header_row), None)
    if header is None or all(cell in (None, "") for cell in header):
        raise UserError(f"{file}: row {header_row} holds no header")
    return ["" if cell is None else str(cell).strip() for cell in header]


def _names(header: list[str]) -> list[str]:
    """All different and none empty: ``金额``, ``金额_2``, ``column_3``."""
    names: list[str] = []
    for position, text in enumerate(header, 1):
        wanted = text or f"column_{position}"
        name = wanted
        for count in itertools.count(2):
            if name not in names:
                break
            name = f"{wanted}_{count}"
        names.append(name)
    return names


def _blocks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[list[str]]]]:
    while block := list(itertools.islice(rows, _ROWS)):
        yield block[0][0], [row for _, row in block]
