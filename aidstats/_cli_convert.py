"""The command line over sheets: ``aidstats convert sheet.xlsx --column 金额 -o out.parquet``."""

import argparse
import csv
import dataclasses
import itertools
import os
import sys
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np

from aidstats import _core
from aidstats._cli_input import UserError
from aidstats._cli_options import (
    OK,
    SOME_UNREAD,
    add_accounting,
    add_shared_options,
    check_unit,
    checked_options,
    na_values,
)
from aidstats._columns import FIELDS, dates, is_dated, is_read, mostly_quantities
from aidstats._numbers import NULL, simplest
from aidstats._parse import parse_array
from aidstats._reader import header_unit
from aidstats._records import Records
from aidstats._sheet_in import ENDINGS, Batch, open_sheet
from aidstats._sheet_out import WRITERS, as_cells, writer_for
from aidstats._totals import ratio_to

_PARSED = ("value", "lo", "hi", "unit")
_NUMBERS = ("value", "lo", "hi")
_TYPES = (
    dict.fromkeys(_NUMBERS, "float64")
    | dict.fromkeys(("lo_open", "hi_open"), "bool")
    | dict.fromkeys(("lo_date", "hi_date"), "date32")
)
_SHOWN_PROBLEMS = 5
_SHOWN_TEXT = 40
_COUNTED_TEXTS = 1000


def add_command(subparsers: Any) -> None:
    """Adds ``convert`` to ``subparsers`` of the ``aidstats`` program."""
    convert = subparsers.add_parser(
        "convert", help="add numbers to a sheet of amounts", description=convert_command.__doc__
    )
    convert.add_argument("file", metavar="SHEET", help=f"{' '.join(ENDINGS)}, or - for CSV on standard input")
    convert.add_argument("--column", action="append", metavar="NAME", help="a column to read (repeatable)")
    convert.add_argument(
        "-o", "--out", metavar="FILE", help=f"write here: {' '.join(WRITERS)} (default: CSV, to the terminal)"
    )
    convert.add_argument("--unit", metavar="UNIT", help="write amounts in this unit: 亿元, 万元, 公顷 …")
    convert.add_argument("--header-unit", metavar="UNIT", help="unit of bare numbers where the header declares none")
    convert.add_argument("--fields", metavar="FIELD,…", default=",".join(_PARSED), help=f"of {','.join(FIELDS)}")
    convert.add_argument("--na", metavar="WORD,…", default="", help="cells that mean nothing, such as —,/,未披露")
    add_accounting(convert)
    convert.add_argument("--problems", metavar="FILE.csv", help="write the cells that could not be read here")
    convert.add_argument("--sheet", metavar="NAME", help="of a workbook (default: the one that it opens with)")
    convert.add_argument("--header-row", type=_row, default=1, metavar="N", help="row of the header (default: 1)")
    convert.add_argument("--table", metavar="NAME", help="of a .duckdb file (default: the name of SHEET)")
    add_shared_options(convert)
    convert.set_defaults(run=convert_command)


def convert_command(arguments: argparse.Namespace) -> int:
    """Copies a sheet and puts value, bounds and unit behind each column of amounts.

    Without --column, those are read whose header declares a unit (金额（亿元）), and text of which most cells are
    quantities with a unit.
    """
    policy = checked_options(arguments, [arguments.file], arguments.unit)
    check_unit(arguments.header_unit, "--header-unit")
    fields = arguments.fields.split(",")
    for name in fields:
        if name not in FIELDS:
            raise UserError(f"--fields {name}: no such field; there are {','.join(FIELDS)}")
    make_writer = writer_for(arguments.out, table=arguments.table or _stem(arguments.file))
    sheet = open_sheet(
        arguments.file,
        encoding=arguments.encoding,
        sheet=arguments.sheet,
        header_row=arguments.header_row,
        bar=not arguments.no_progress,
    )
    for note in sheet.notes:
        print(f"aidstats: {arguments.file}: {note}", file=sys.stderr)
    words = na_values(arguments.na)

    def read(cells: Any, unit: str | None) -> Records:
        return parse_array(cells, errors="coerce", unit=unit, policy=policy, na_values=words, threads=arguments.threads)

    first = next(sheet.batches, Batch(arguments.header_row + 1, [[] for _ in sheet.names]))
    amounts = []
    for position in _chosen(arguments, sheet.names, first, read):
        unit = header_unit(sheet.names[position]) or arguments.header_unit
        records = read(first.columns[position], unit)
        to = arguments.unit if arguments.unit is not None and _takes(arguments.unit, unit, records) else None
        amounts.append(Amounts(position, sheet.names[position], unit, to, fields))

    names, types = _head(sheet.names, sheet.types, amounts)
    with Problems(arguments.file, arguments.problems) as problems:
        writer = make_writer(arguments.out, names, types)
        try:
            for batch in itertools.chain([first], sheet.batches):
                added = {}
                for each in amounts:
                    records = read(batch.columns[each.position], each.unit)
                    added[each.position] = each.columns(records, exact=writer.exact)
                    problems.note(batch, each, records)
                writer.write(
                    [column for at, cells in enumerate(batch.columns) for column in (cells, *added.get(at, ()))]
                )
        except BaseException:
            writer.abandon()
            raise
        writer.finish()
    return problems.summary()


def _chosen(arguments: argparse.Namespace, names: list[str], first: Batch, read: Any) -> list[int]:
    """Positions of the columns to read: the ones asked for, else those that hold amounts."""
    if arguments.column:
        for name in arguments.column:
            if name not in names:
                raise UserError(f"{arguments.file}: no column {name!r}; it has {', '.join(names)}")
        return [at for at, name in enumerate(names) if name in arguments.column]
    chosen = [
        at
        for at, name in enumerate(names)
        if header_unit(name) is not None
        or (_is_text(first.columns[at]) and mostly_quantities(read(first.columns[at], None)))
    ]
    if not chosen:
        raise UserError(f"{arguments.file}: no column holds amounts; name one by --column: {', '.join(names)}")
    print(f"aidstats: reading {', '.join(names[at] for at in chosen)}", file=sys.stderr)
    return chosen


def _is_text(column: Any) -> bool:
    return any(isinstance(cell, str) for cell in as_cells(column[:100]))


def _takes(unit: str, declared: str | None, records: Records) -> bool:
    """Whether a column is written in `unit`: one of 户 is not, when amounts are asked for in 亿元."""
    codes = np.append(records["unit"][_stated(records)], _core_unit(declared))
    return sum(code == 0 or ratio_to(code, unit) is not None for code in codes.tolist()) * 2 > len(codes)


def _core_unit(declared: str | None) -> int:
    return 0 if declared is None else int(parse_array(["1"], unit=declared)["unit"][0])


def _stated(records: Records) -> np.ndarray:
    """Rows with a number in them."""
    numbers = np.any([records[f"{name}_coef"] != NULL for name in _NUMBERS], axis=0)
    return is_read(records) & ~is_dated(records) & numbers


@dataclasses.dataclass
class Amounts:
    """A column to read: where it is, and what is written behind it."""

    position: int
    name: str
    unit: str | None  # of its bare numbers
    to: str | None  # in which its amounts are written
    fields: list[str]

    def head(self) -> list[tuple[str, str]]:
        """(name, type) of what is added; ``金额_value（亿元）`` declares its unit as headers do."""
        written = f"（{self.to}）" if self.to is not None else ""
        return [
            (f"{self.name}_{field}" + (written if field in _NUMBERS else ""), _TYPES.get(field, "string"))
            for field in self.fields
        ]

    def columns(self, records: Records, *, exact: bool) -> list[list[Any]]:
        named = {
            "relation": records.relation_name,
            "kind": records.kind_name,
            "unit": records.unit_name,
            "flags": records.flag_names,
        }
        read = is_read(records)
        result = []
        for field in self.fields:
            if field in _NUMBERS:
                result.append(self._numbers(records, field, exact=exact))
            elif field == "status":
                result.append(records.status_name.tolist())
            elif field.endswith("_date"):
                result.append(dates(records, field.removesuffix("_date")).astype("M8[D]").tolist())
            else:
                cells = (named[field] if field in named else records[field]).tolist()
                result.append([cell if there else None for cell, there in zip(cells, read.tolist(), strict=True)])
        return result

    def _numbers(self, records: Records, field: str, *, exact: bool) -> list[Any]:
        """None where none is stated, where it is unbounded, and where it cannot be counted in the unit asked for."""
        there = _stated(records) & (records[f"{field}_coef"] != NULL) & ~self.foreign(records)
        if self.to is not None:
            ratios = {
                code: ratio_to(code, self.to) or Fraction() for code in np.unique(records["unit"][there]).tolist()
            }
            codes = records["unit"].tolist()
            numbers = [
                simplest(Fraction(number) * ratios[code]) if here else None
                for number, code, here in zip(records.exact(field), codes, there.tolist(), strict=True)
            ]
            return numbers if exact else [None if number is None else float(number) for number in numbers]
        numbers = records.exact(field).tolist() if exact else records[field].tolist()
        return [number if here else None for number, here in zip(numbers, there.tolist(), strict=True)]

    def foreign(self, records: Records) -> np.ndarray:
        """Rows with a number that cannot be counted in the unit asked for: 5% or $3 among 元."""
        if self.to is None:
            return np.zeros(len(records), dtype=bool)
        stated, units = _stated(records), records["unit"]
        others = [code for code in np.unique(units[stated]).tolist() if ratio_to(code, self.to) is None]
        return stated & np.isin(units, others)


def _head(names: list[str], types: list[Any], amounts: list[Amounts]) -> tuple[list[str], list[Any]]:
    added = {each.position: each.head() for each in amounts}
    head = [pair for at, column in enumerate(zip(names, types, strict=True)) for pair in (column, *added.get(at, ()))]
    counts = Counter(name for name, _ in head)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice is not None:
        raise UserError(f"the sheet has a column {twice!r} already; was it converted before?")
    return [name for name, _ in head], [type_ for _, type_ in head]


class Problems:
    """Cells that could not be read: the first ones on standard error, all of them in a file where one is asked for."""

    def __init__(self, file: str, out: str | None) -> None:
        self.file, self.out = file, out
        self.cells = 0
        self.counts: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        self.csv: Any = None

    def __enter__(self) -> "Problems":
        if self.out is not None:
            try:
                self.stream = open(self.out, "w", encoding="utf-8-sig", newline="", errors="backslashreplace")
            except OSError as error:
                raise UserError(f"{self.out}: {(error.strerror or str(error)).lower()}") from None
            self.csv = csv.writer(self.stream, lineterminator="\n")
            self.csv.writerow(["row", "column", "text", "code", "reason"])
        return self

    def __exit__(self, *_: object) -> None:
        if self.out is not None:
            self.stream.close()

    def note(self, batch: Batch, amounts: Amounts, records: Records) -> None:
        self.cells += int(np.count_nonzero(records["status"] != 1))
        foreign = amounts.foreign(records)
        for row in np.flatnonzero((records["status"] > 1) | foreign).tolist():
            cell = as_cells(batch.columns[amounts.position][row : row + 1])[0]
            code, reason = self._why(amounts, records, row, cell)
            self.counts[code] += 1
            if isinstance(cell, str) and (cell in self.texts or len(self.texts) < _COUNTED_TEXTS):
                self.texts[cell] += 1
            number = batch.first_row + row
            if self.csv is not None:
                self.csv.writerow([number, amounts.name, cell, code, reason])
            if self.counts.total() <= _SHOWN_PROBLEMS:
                sys.stdout.flush()
                print(f"aidstats: {self.file}: row {number}, {amounts.name}: {_shown(cell)}: {reason}", file=sys.stderr)

    def _why(self, amounts: Amounts, records: Records, row: int, cell: Any) -> tuple[str, str]:
        status = int(records["status"][row])
        if status > 1:
            error = _core.row_error(status, int(records["error_at"][row]), cell if isinstance(cell, str) else None)
            reason = str(error).partition("\n")[0].partition(": ")[2]
            return error.code, reason + ("; negative? --accounting" if _in_brackets(cell) else "")
        unit = str(records.unit_name[row])
        if unit:
            what = "is a ratio" if unit == "1" else f"is in {unit}"
            return "E_UNIT_MISMATCH", f"{what}, which cannot be counted in {amounts.to}"
        return "E_UNIT_MISMATCH", "has no unit, and the header declares none; --header-unit does"

    def summary(self) -> int:
        if not self.counts:
            return OK
        reasons = ", ".join(f"{code} {count}" for code, count in self.counts.most_common())
        rest = f"; all are in {self.out}" if self.out is not None else ""
        print(
            f"aidstats: {self.counts.total()} of {self.cells} cells could not be read: {reasons}{rest}", file=sys.stderr
        )
        often = [f"{_shown(text)} {count} times" for text, count in self.texts.most_common(3) if count > 1]
        if often:
            print(f"aidstats: {', '.join(often)}; --na takes words that mean nothing", file=sys.stderr)
        return SOME_UNREAD


def _shown(cell: Any) -> str:
    text = str(cell)
    return repr(text if len(text) <= _SHOWN_TEXT else text[: _SHOWN_TEXT - 1] + "…")


def _in_brackets(cell: Any) -> bool:
    """(1,234.56), under a policy that does not read it."""
    text = cell.strip() if isinstance(cell, str) else ""
    return text.startswith(("(", "（")) and text.endswith((")", "）"))


def _stem(file: str) -> str:
    return "sheet" if file == "-" else os.path.splitext(os.path.basename(file))[0]


def _row(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no row: the first one is 1")
    return int(text)
