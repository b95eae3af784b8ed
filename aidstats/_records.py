"""Records: many quantities as one flat NumPy record array."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from aidstats import _core, _record_numbers
from aidstats._columns import flag_codes, has_flag, is_dated, unit_codes
from aidstats._lexicon import names

if TYPE_CHECKING:
    import datetime

    import pandas
    import pint
    import polars

    from aidstats._numbers import Number
    from aidstats._quantity import Quantity
    from aidstats._totals import Total

QUANTITY_DTYPE = _core.QUANTITY_DTYPE
MATCH_DTYPE = _core.MATCH_DTYPE


@dataclasses.dataclass(frozen=True)
class Problem:
    """One reason why rows could not be read."""

    status: str
    count: int
    rows: list[int]
    examples: list[str]


class Records(np.recarray):
    """Quantities, one a row, as ``parse_array``, ``find_array`` and their batch forms return them.

    A NumPy record array: ``records.value`` and ``records["value"]`` are columns; slices, masks, sorted copies and
    pickles are Records again (for ``numpy.concatenate`` take :func:`aidstats.concat`).  docs/records.md lists the
    columns.  ``value``, ``lo`` and ``hi`` are the nearest doubles, NaN where none is stated, ±inf where unbounded;
    :meth:`exact` and :meth:`decimal` give them without rounding.

    Examples
    --------
    >>> import aidstats
    >>> records = aidstats.parse_array(["近8亿元", "2600余万元", "至少9000元"])
    >>> records.lo
    array([7.5e+08, 2.6e+07, 9.0e+03])
    >>> records[records.relation_name == "near"].value
    array([8.e+08])
    >>> records
    Records of 3 quantities
    kind   value      interval                relation  unit
    money  800000000  [750000000, 800000000)  near      CNY
    money  26000000   (26000000, 27000000)    over      CNY
    money  9000       [9000, ∞)               ge        CNY
    """

    # ------------------------------------------------------------ names for the codes

    @property
    def kind_name(self) -> np.ndarray:
        """``money``, ``count``, …: what kind of quantity, as text; empty where the row was not read."""
        return self._named("kind", "kinds")

    @property
    def relation_name(self) -> np.ndarray:
        """``eq``, ``near``, ``over``, …: how the bounds were stated, as text; empty where the row was not read."""
        return self._named("relation", "relations")

    @property
    def status_name(self) -> np.ndarray:
        """``ok``, ``null``, or why the row could not be read."""
        return names("statuses")[self["status"]]

    @property
    def unit_name(self) -> np.ndarray:
        """The unit with its denominators, such as ``CNY/{household}``; empty where there is none.

        >>> import aidstats
        >>> print(aidstats.parse_array(["每户5000元", "35元/亩", "12%", "7"]).unit_name)
        ['CNY/{household}' 'CNY/[mu_cn]' '1' '']
        """
        codes, labels = self.unit_codes()
        return labels[codes]

    @property
    def flag_names(self) -> np.ndarray:
        """The flags of each row, ``|`` between them.

        >>> import aidstats
        >>> print(aidstats.parse_array(["约20多万人", "三万五"]).flag_names)
        ['hedge' 'elliptic']
        """
        codes, labels = flag_codes(self)
        return labels[codes]

    def has(self, flag: str) -> np.ndarray:
        """Which rows carry a flag, such as ``"total"`` or ``"hedge"``."""
        known = names("flags").tolist()
        if flag not in known:
            raise ValueError(f"there is no flag {flag!r}; flags are {', '.join(known)}")
        return has_flag(self, flag)

    def unit_codes(self) -> tuple[np.ndarray, np.ndarray]:
        """(code of each row, label of each code) of the units with their denominators."""
        return unit_codes(self)

    def _named(self, column: str, table: str) -> np.ndarray:
        return np.where(self["status"] == 0, names(table)[self[column]], "")

    # ------------------------------------------------------------ exact numbers

    def exact(self, column: str = "value") -> np.ndarray:
        """A number column without rounding: int, Decimal or Fraction, None where no number is stated.

        Bounds of dates are ``datetime.date``, or ``MonthDay`` where no year is stated.

        >>> import aidstats
        >>> aidstats.parse_array(["1/3", "0.1", "若干"]).exact().tolist()
        [Fraction(1, 3), Decimal('0.1'), None]
        """
        return _record_numbers.exact(self, column)

    def decimal(self, column: str = "value", *, scale: int | None = None) -> np.ndarray:
        """A number column as Decimal, None where no number is stated.

        With ``scale``, rounded to that many places, half to even; without, exact, and a ValueError names the first row
        that has no terminating decimal (三分之一).

        >>> import aidstats
        >>> aidstats.parse_array(["10.87亿元", "0.125", "1/3"]).decimal(scale=2).tolist()
        [Decimal('1087000000.00'), Decimal('0.12'), Decimal('0.33')]
        """
        return _record_numbers.decimal(self, column, scale)

    def to(self, unit: str, column: str = "value") -> np.ndarray:
        """A number column in another unit of the same dimension, as doubles nearest to the exact result.

        Denominators stay: 元/户 ``.to("万元")`` counts 万元 a household.  Rows without a number are NaN, unbounded ones
        ±inf; a row of another dimension is a ValueError that names it.

        >>> import aidstats
        >>> aidstats.parse_array(["10.87亿元", "2600余万元"]).to("万元")
        array([108700.,   2600.])
        >>> aidstats.parse_array(["3亩", "2公顷"]).to("公顷")
        array([0.2, 2. ])
        """
        from aidstats._totals import converted

        _record_numbers.terms(self, column)  # checks the name
        return converted(self, unit, column)

    def contains(self, x: "Number | float | datetime.date") -> np.ndarray:
        """Which rows allow the number (or date) ``x``: whether it lies between the bounds, ends decided exactly.

        >>> import aidstats
        >>> aidstats.parse_array(["1500余户", "1500户以上", "不足1500户"]).contains(1500).tolist()
        [False, True, False]
        """
        return _record_numbers.contains(self, x)

    @property
    def _matches(self) -> bool:
        """Whether these are finds in running text, with row, start and end."""
        return "row" in (self.dtype.names or ())

    def _dated(self) -> np.ndarray:
        return is_dated(self)

    # ------------------------------------------------------------ sums and rows that failed

    @overload  # type: ignore[override]
    def sum(self, *, by: None = None) -> "Total": ...

    @overload
    def sum(self, *, by: "str | Sequence[Any] | np.ndarray") -> "dict[Any, Total]": ...

    def sum(self, *, by: "str | Sequence[Any] | np.ndarray | None" = None) -> "Total | dict[Any, Total]":
        """Adds the rows: values, lower ends and upper ends, each exactly.

        An end of the sum is open if the end of any row is, and unbounded if any is; its value is None if any row states
        none.  Rows that are null or could not be read are counted as ``skipped``.

        Parameters
        ----------
        by : str or sequence, optional
            A column (``"unit"``, ``"kind"``, ``"relation"``, ``"row"``) or one label a row: a dict of sums by label.

        Raises
        ------
        ValueError
            The rows of one sum have several units, or are dates, windows or changes.

        Examples
        --------
        >>> import aidstats
        >>> records = aidstats.parse_array(["近8亿元", "2600余万元", "1亿元"])
        >>> records.sum()
        Total(value=926000000, lo=876000000, hi=927000000, lo_open=True, hi_open=True, unit='CNY', count=3, skipped=0)
        >>> {place: total.value for place, total in records.sum(by=["甲", "乙", "甲"]).items()}
        {'甲': 900000000, '乙': 26000000}
        """
        from aidstats._totals import total

        return total(self, by)

    def problems(self, texts: object = None, *, limit: int = 3) -> list[Problem]:
        """Why rows could not be read: status, count, the first rows and, where ``texts`` are given, their text.

        >>> import aidstats
        >>> texts = ["8亿元", "三百五百", "五十三百", "四百五百"]
        >>> for problem in aidstats.parse_array(texts, errors="coerce").problems(texts):
        ...     print(problem.status, problem.count, problem.examples)
        E_DUP_SCALE 2 ['三百五百', '四百五百']
        E_SCALE_ORDER 1 ['五十三百']
        """
        from aidstats._frames import as_list

        cells = None if texts is None else as_list(texts)
        status = self["status"]
        found = []
        for code in np.unique(status[status > 1]):
            rows = np.flatnonzero(status == code)
            first = (self["row"][rows[:limit]] if self._matches else rows[:limit]).tolist()
            if cells is not None and first and max(first) >= len(cells):
                raise ValueError(f"there is a problem in row {max(first)}, but texts has {len(cells)}")
            examples = [] if cells is None else [str(cells[row]) for row in first]
            found.append(Problem(str(names("statuses")[code]), len(rows), first, examples))
        return sorted(found, key=lambda problem: (-problem.count, problem.status))

    # ------------------------------------------------------------ other shapes

    def quantity(self, index: int, text: str | None = None) -> "Quantity | None":
        """One row as a Quantity, None for a null row; ``text`` is the row's text, for ``.text`` and ``.unit_text``."""
        return _core.record_to_quantity(self[index], text)

    def arrow(
        self, columns: Collection[str] | None = None, *, labels: bool = True, scale: int | None = None
    ) -> "_core.Table":
        """A table with ``__arrow_c_stream__`` for pyarrow, polars, DuckDB, pandas and whoever reads Arrow capsules.

        ``columns`` chooses and orders them; with ``labels`` the code columns are dictionaries of names, without it
        integers.  With ``scale``, value, lo and hi are the exact numbers as ``decimal128(38, scale)`` instead of
        doubles, unbounded ends null; a ValueError names the first row with more places.  Needs no pyarrow.

        >>> import aidstats
        >>> aidstats.parse_array(["8亿元"]).arrow(["value", "unit"]).column_names
        ('value', 'unit')
        """
        return _core.arrow_table(self, None if columns is None else list(columns), labels, scale)

    def to_pandas(self, texts: object = None, context: int = 0) -> "pandas.DataFrame":
        """A DataFrame with names for codes: categoricals for kind, relation, unit and status.

        Parameters
        ----------
        texts : column of str, optional
            What the records were made from: adds ``text``, what was read in each row.
        context : int
            Adds ``before`` and ``after``, so many characters of the text on both sides of a match.

        Needs ``pip install aidstats[pandas]``.
        """
        from aidstats._frames import to_pandas

        return to_pandas(self, texts, context)

    def to_polars(self) -> "polars.DataFrame":
        """A polars DataFrame of all columns, names for codes as categories.  Needs ``pip install aidstats[polars]``."""
        from aidstats._frames import to_polars

        return to_polars(self)

    def to_pint(self, number: str = "value") -> "pint.Quantity[Any]":
        """The column ``value``, ``lo`` or ``hi`` as a pint quantity of doubles; the rows must have one unit.

        Needs ``pip install aidstats[units]``.
        """
        from aidstats.pint import to_pint

        return to_pint(self, number)

    # ------------------------------------------------------------ display

    def __repr__(self) -> str:
        from aidstats._display import summary

        return summary(self) if _complete(self) else super().__repr__()

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        from aidstats._display import summary_html

        return summary_html(self) if _complete(self) else None


def as_records(array: np.ndarray) -> Records:
    """The array as Records, if it has the columns and the schema of this version."""
    if array.dtype not in (QUANTITY_DTYPE, MATCH_DTYPE):
        raise ValueError(f"no records of aidstats: the columns are {', '.join(array.dtype.names or ['unnamed'])}")
    schemas = set(np.unique(array["schema"]).tolist()) - {_core.SCHEMA}
    if schemas:
        raise ValueError(f"records of schema {min(schemas)}; this version of aidstats reads schema {_core.SCHEMA}")
    return array.view(Records)


def _complete(records: Records) -> bool:
    """Whether a view has all columns: fields can be selected, and a recarray keeps its class then."""
    return records.ndim == 1 and records.dtype in (QUANTITY_DTYPE, MATCH_DTYPE)
