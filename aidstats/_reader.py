"""How integrations read a column: one call of the core's column sink a chunk, whose buffers are handed on."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from aidstats import _core
from aidstats._columns import MATCH_TEXTS, STORED
from aidstats._options import Errors, check_errors, check_rows, na_words
from aidstats._policy import Policy, compiled
from aidstats._records import Records

HEADER = "header"  # as unit: the one that the column's name declares


class Columns:
    """A table of the column sink, its columns as NumPy arrays over the same buffers."""

    def __init__(self, table: "_core.Table", *, of_matches: bool = False) -> None:
        self.table, self.of_matches = table, of_matches

    def __getitem__(self, name: str) -> np.ndarray:
        return self.table.numpy(name)

    def __len__(self) -> int:
        return self.table.num_rows


class Reader:
    """How the cells of a column are read: checked once, used for every chunk."""

    def __init__(
        self,
        *,
        unit: str | None = None,
        policy: Policy | None = None,
        na_values: Iterable[str] = (),
        errors: Errors = "coerce",
        threads: int = 1,
    ) -> None:
        check_errors(errors)
        if unit is not None:
            _core.parse_unit(unit)
        self.unit, self.errors, self.threads = unit, errors, threads
        self.words, self.policy = na_words(na_values), compiled(policy)
        self._options = {"unit": unit, "policy": policy, "na_values": self.words, "errors": errors, "threads": threads}

    def __getstate__(self) -> dict[str, Any]:
        return self._options

    def __setstate__(self, options: dict[str, Any]) -> None:
        """In another process the policy is compiled anew."""
        self.__init__(**options)  # type: ignore[misc]

    def parse(self, values: object, stored: Iterable[str] = STORED) -> Columns:
        columns = list(stored)
        # which cell cannot be read, and where
        hidden = [name for name in ("status", "error_at") if self.errors == "raise" and name not in columns]
        found = Columns(
            _core.parse_columns(
                values, columns, self.policy, self.unit, self.words, self.threads, labels=False, hidden=hidden
            )
        )
        if self.errors == "raise":
            self.check(found, values)
        return found

    def parse_in(self, values: object, column: str, power: np.ndarray) -> tuple[Columns, np.ndarray]:
        """One of value, lo and hi, times a power of ten that depends on the unit; and which units were met."""
        hidden = ("status", "error_at") if self.errors == "raise" else ()
        table, met = _core.parse_in_units(
            values, column, power, self.policy, self.unit, self.words, self.threads, hidden=hidden
        )
        found = Columns(table)
        if self.errors == "raise":
            self.check(found, values)
        return found, met

    def records(self, values: object) -> Records:
        """Whole rows, of which nothing is lost."""
        found = _core.parse_records(values, self.policy, self.unit, self.words, self.threads).view(Records)
        if self.errors == "raise":
            self.check(found, values)
        return found

    def check(self, found: Columns | Records, values: object) -> None:
        """Raises for the first row that could not be read."""
        check_rows(found, values)

    def find(self, values: object, level: int, kinds: int) -> Records:
        found = _core.find_records(values, self.policy, level, kinds, self.unit, self.words, self.threads)
        if self.errors == "raise":
            check_rows(found, values)
        return found.view(Records)

    def find_lists(self, values: object, level: int, kinds: int) -> "_core.Table":
        """For Arrow, a list of structs a text."""
        checked = self.errors == "raise"
        table = _core.find_lists(
            values,
            self.policy,
            level,
            kinds,
            self.unit,
            self.words,
            self.threads,
            columns=MATCH_TEXTS,
            hidden=("row", "status", "error_at") if checked else (),
        )
        if checked:
            check_rows(Columns(table, of_matches=True), values)
        return table


def header_unit(header: Any) -> str | None:
    """The unit that a column header declares: in brackets, after a colon, a slash or a blank; None without one.

    Of a header of several levels, the innermost that declares one.

    >>> [header_unit(text) for text in ("发行总额（亿元）", "投资(单位：万元)", "面积/亩", "人数 万人")]
    ['亿元', '万元', '亩', '万人']
    >>> [header_unit(text) for text in ("名称（全称）", "年份", 2023, ("投资（亿元）", 2023))]
    [None, None, None, '亿元']
    """
    if isinstance(header, tuple):
        return next(filter(None, map(header_unit, reversed(header))), None)
    if not isinstance(header, str):
        return None
    text = header.strip()
    for opening, closing in ("()", "（）", "[]", "［］", "【】", "〔〕"):
        if text.endswith(closing) and opening in text:
            return _unit(text[text.rindex(opening) + 1 : -1])
    for mark in (":", "：", "/", "／", " ", "_", "　"):
        if mark in text:
            found = _unit(text[text.rindex(mark) + 1 :])
            if found is not None:
                return found
    return None


def declared_unit(unit: str | None, header: Any) -> str | None:
    """`unit`, or what the header says where that is asked for."""
    return header_unit(header) if unit == HEADER else unit


def _unit(text: str) -> str | None:
    text = text.strip()
    for mark in (":", "："):
        text = text[text.rindex(mark) + 1 :].strip() if mark in text else text
    text = text.removeprefix("单位").strip()
    try:
        _core.parse_unit(text)
    except ValueError:
        return None
    return text
