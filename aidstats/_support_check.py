"""Checks the CSV files of support data row by row, for the people who write them."""

import csv
import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from aidstats import _support_tables
from aidstats._errors import ParseError

_TYPES = {
    "boolean": (re.compile(r"true|false"), "true or false"),
    "year": (re.compile(r"\d{4}"), "a year of four digits"),
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a date such as 2023-10-20"),
}
Rows = list[dict[str, str]]


@dataclasses.dataclass(frozen=True)
class Problem:
    """One mistake: which file, which row as a spreadsheet numbers it (0: the file as a whole), which column, what."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f", row {self.row}" if self.row else ""
        return f"{self.file}{place}{', ' + self.column if self.column else ''}: {self.message}"


def check(path: Path) -> list[Problem]:
    """The mistakes of one CSV file, or of all in a folder; tables that are not beside it are the shipped ones."""
    folder = path if path.is_dir() else path.parent
    tables: dict[str, Rows] = {}
    problems: list[Problem] = []
    names = list(_support_tables.COLUMNS) if path.is_dir() else [_table_of(path)]
    for name in names:
        file = folder / f"{name}.csv" if path.is_dir() else path
        if not file.exists():
            problems.append(Problem(file.name, 0, "", "no such file"))
            continue
        rows, found = _read(file, name)
        problems += found
        if rows is not None:
            tables[name] = rows
    if problems:  # what follows takes whole columns for granted
        return problems
    for name in _support_tables.COLUMNS:
        beside = folder / f"{name}.csv"
        if name not in tables:
            tables[name] = _support_tables.read_rows(
                beside if beside.exists() else _support_tables.data_folder() / beside.name
            )
    shown = {name: f"{name}.csv" if path.is_dir() else path.name for name in names}
    for name in names:
        problems += [Problem(shown[name], *rest) for rest in _by_schema(name, tables)]
    if not problems and "figures" in names:
        problems = [Problem(shown["figures"], *rest) for rest in _figures(tables)]
    return problems


def _table_of(path: Path) -> str:
    """Which table a file holds: by its name, else by its columns."""
    if path.stem in _support_tables.COLUMNS:
        return path.stem
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            head = set(next(csv.reader(file), []))
    except UnicodeDecodeError:
        head = set()
    overlap = {name: len(head & set(_columns(name))) for name in _support_tables.COLUMNS}
    return max(overlap, key=lambda name: overlap[name])


def _columns(name: str) -> list[str]:
    return [field["name"] for field in _support_tables.schema()[name]["fields"]]


def _read(path: Path, name: str) -> tuple[Rows | None, list[Problem]]:
    """The rows, or what keeps them from being read as a table."""
    columns = _columns(name)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except UnicodeDecodeError as error:
        return None, [Problem(path.name, 0, "", f"not UTF-8 (byte {error.start}); save it as CSV UTF-8")]
    except csv.Error as error:
        return None, [Problem(path.name, 0, "", f"no CSV: {error}")]
    if not lines:
        return None, [Problem(path.name, 1, "", f"empty; the columns are {', '.join(columns)}")]
    head, *body = lines
    if sorted(head) != sorted(columns):
        missing, unknown = [c for c in columns if c not in head], [c for c in head if c not in columns]
        twice = [column for column, count in Counter(head).items() if count > 1]
        parts = [f"{what}: {', '.join(found)}" for what, found in _named(missing, unknown, twice) if found]
        return None, [Problem(path.name, 1, "", f"columns of {name} — " + "; ".join(parts))]
    problems = [
        Problem(path.name, number, "", f"{len(cells)} cells for {len(head)} columns; is a comma not quoted?")
        for number, cells in enumerate(body, 2)
        if len(cells) != len(head)
    ]
    return [dict(zip(head, cells, strict=False)) for cells in body], problems


def _named(*lists: list[str]) -> Iterator[tuple[str, list[str]]]:
    return zip(("missing", "unknown", "twice"), lists, strict=True)


# ---------------------------------------------------------------- what datapackage.json says


def _by_schema(name: str, tables: dict[str, Rows]) -> Iterator[tuple[int, str, str]]:
    schema, rows = _support_tables.schema()[name], tables[name]
    for field in schema["fields"]:
        column, limits = field["name"], field.get("constraints", {})
        seen: dict[str, int] = {}
        for number, row in enumerate(rows, 2):
            cell = row[column]
            for message in _cell_mistakes(cell, field["type"], limits):
                yield number, column, message
            if limits.get("unique") and cell and seen.setdefault(cell, number) != number:
                yield number, column, f"{cell} is in row {seen[cell]} already"
    key = schema["primaryKey"]
    if isinstance(key, list):
        first: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, 2):
            cells = tuple(row[column] for column in key)
            if first.setdefault(cells, number) != number:
                yield number, "", f"the same as row {first[cells]}"
    for foreign in schema.get("foreignKeys", []):
        (column,), (target,) = foreign["fields"], foreign["reference"]["fields"]
        other = foreign["reference"]["resource"] or name
        known = {row[target] for row in tables[other]}
        for number, row in enumerate(rows, 2):
            if row[column] and row[column] not in known:
                yield number, column, f"{row[column]} is not in {other}.csv"


def _cell_mistakes(cell: str, type_: str, limits: dict[str, Any]) -> Iterator[str]:
    if not cell:
        if limits.get("required"):
            yield "must not be empty"
        return
    if cell != cell.strip():
        yield f"{cell!r} begins or ends with white space"
        return
    if type_ in _TYPES:
        pattern, wanted = _TYPES[type_]
        if not pattern.fullmatch(cell) or (type_ == "date" and not _is_day(cell)):
            yield f"{cell!r} is not {wanted}"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        yield f"{cell!r} does not match {limits['pattern']}"
    if "enum" in limits and cell not in limits["enum"]:
        yield f"{cell!r} is not one of {', '.join(limits['enum'])}"
    if len(cell) > limits.get("maxLength", len(cell)):
        yield f"{len(cell)} characters, at most {limits['maxLength']} fit"


def _is_day(cell: str) -> bool:
    try:
        datetime.date.fromisoformat(cell)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------- what a figure means


def _figures(tables: dict[str, Rows]) -> Iterator[tuple[int, str, str]]:
    figures = {row["id"]: row for row in tables["figures"]}
    indicators = {row["id"]: row for row in tables["indicators"]}
    sources = {row["id"]: row for row in tables["sources"]}
    places = {row["id"]: row for row in tables["places"]}
    recipients: dict[str, list[str]] = {}
    for link in tables["figure_places"]:
        if link["role"] == "recipient":
            recipients.setdefault(link["figure"], []).append(link["place"])
    amounts: dict[str, Any] = {}
    for number, row in enumerate(tables["figures"], 2):
        try:
            amounts[row["id"]] = _support_tables.read_amount(row)
        except ParseError as error:
            yield number, "amount", f"{row['per'] + row['amount']} cannot be read ({error.code})"
        for column, message in _row_mistakes(row, amounts.get(row["id"]), indicators, sources[row["source"]]):
            yield number, column, message
        named = recipients.get(row["id"], [])
        if not named:
            yield number, "", "no recipient in figure_places.csv"
        if row["donor"] in named:
            yield number, "donor", f"{row['donor']} is donor and recipient"
        for place in [row["donor"], *named]:
            if place and not _valid(places[place], int(row["as_of"][:4])) if place in places else False:
                yield number, "as_of", f"there was no {place} with this code in {row['as_of'][:4]}"
    for number, row in enumerate(tables["figures"], 2):
        yield from ((number, column, message) for column, message in _link_mistakes(row, figures, amounts))


def _row_mistakes(
    row: dict[str, str], amount: Any, indicators: dict[str, dict[str, str]], source: dict[str, str]
) -> Iterator[tuple[str, str]]:
    units = indicators[row["indicator"]]["unit"].split("|")
    if amount is not None and amount.unit not in units:
        yield (
            "amount",
            f"{amount.text} is in {amount.unit or 'no unit'}, {row['indicator']} counts {' or '.join(units)}",
        )
    days = {}
    for column in ("period_start", "period_end"):
        try:
            days[column] = _support_tables.read_day(row[column], last=column == "period_end")
        except ValueError:
            yield column, f"{row[column]} is no date in words such as 1992年 or 2017年底"
    start, end, as_of = days.get("period_start"), days.get("period_end"), datetime.date.fromisoformat(row["as_of"])
    if start and end and start > end:
        yield "period_end", f"{row['period_end']} is before {row['period_start']}"
    if start and start > as_of:
        yield "period_start", f"{row['period_start']} is after {as_of}, when it was stated"
    if row["as_of"] > source["published"]:
        yield "as_of", f"{row['as_of']} is after {source['published']}, when {source['id']} was published"


def _valid(place: dict[str, str], year: int) -> bool:
    return int(place["valid_from"] or 0) <= year <= int(place["valid_to"] or 9999)


def _link_mistakes(
    row: dict[str, str], figures: dict[str, dict[str, str]], amounts: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    if row["part_of"] and row["same_as"]:
        yield "same_as", "a figure is part of another or the same as another, not both"
    for column in ("part_of", "same_as"):
        target = row[column].removeprefix("?")
        if not target:
            continue
        if target not in figures:
            yield column, f"{target} is not in figures.csv"
            continue
        if figures[target]["donor"] != row["donor"]:
            yield column, f"{target} has another donor"
        if _circular(row["id"], column, figures):
            yield column, f"{row['id']} leads back to itself"
        part, whole = amounts.get(row["id"]), amounts.get(target)
        if part is None or whole is None:
            continue
        if column == "same_as" and part.unit == whole.unit:
            yield column, f"{target} is in {whole.unit} too: a repeat needs no row of its own"
        if column == "part_of" and part.unit != whole.unit:
            yield column, f"{target} is in {whole.unit}, not {part.unit}"
        elif column == "part_of" and None not in (part.lo, whole.hi) and Fraction(part.lo) > Fraction(whole.hi):
            yield column, f"{part.text} is more than {whole.text} of {target}"


def _circular(figure: str, column: str, figures: dict[str, dict[str, str]]) -> bool:
    start, seen = figure, set()
    while figure in figures and figure not in seen:
        seen.add(figure)
        figure = figures[figure][column].removeprefix("?")
    return figure == start
