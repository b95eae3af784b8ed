"""parse, find and their array and batch forms.

Every function ends in one call of the compiled core, which alone reads text.
"""

import itertools
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from decimal import Decimal

import numpy as np

from aidstats import _core
from aidstats._lexicon import kind_mask, level_code
from aidstats._options import Errors, Level, check_errors, check_rows, na_words, rows_a_batch, thread_count
from aidstats._policy import Policy, compiled
from aidstats._quantity import Quantity
from aidstats._records import Records

_Read = Callable[[object, int | None], np.ndarray]


def parse(text: str, *, policy: Policy | None = None, unit: str | None = None) -> Quantity:
    """Reads the whole text as one expression.

    Parameters
    ----------
    text : str
        One expression, outer white space aside: ``"近8亿元"``, ``"3至5万元"``, ``"2023年9月"``.
    policy : Policy, optional
        How doubtful points are read.
    unit : str, optional
        The unit that a column header declares, such as ``"亿元"``: a bare number takes unit and multiplier, one with
        only a scale word (3000万) the unit alone, one with its own unit ignores it; % stays a ratio.

    Returns
    -------
    Quantity
        Exact ``value``, ``lo`` and ``hi``; ``value`` is None where no single number is stated.

    Raises
    ------
    ParseError
        The text is not one expression; ``code`` says why, ``position`` where.
    TypeError
        ``text`` is not a str.

    Examples
    --------
    >>> import aidstats
    >>> q = aidstats.parse("2600余万元")
    >>> q.value, q.lo, q.hi, q.lo_open, q.unit
    (26000000, 26000000, 27000000, True, 'CNY')
    >>> aidstats.parse("10.87", unit="亿元").value
    1087000000
    >>> aidstats.parse("三分之一").value
    Fraction(1, 3)
    """
    return _core.parse(text, compiled(policy), unit)


def find(
    text: str,
    *,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    policy: Policy | None = None,
    unit: str | None = None,
) -> list[Quantity]:
    """Finds the quantities of running text, in order and disjoint.

    Parameters
    ----------
    text : str
        Any text.  Place names, idioms, phone numbers, times of day and the like are left alone.
    level : {"strict", "default", "greedy"}
        How much must show that a number counts something.  ``greedy`` adds bare numbers, ordinals and 一 as an article.
    kinds : str or collection of str, optional
        Only these kinds, such as ``"money"`` or ``{"count", "ratio"}``.
    policy, unit
        As in :func:`parse`.

    Returns
    -------
    list of Quantity
        ``text[q.start:q.end] == q.text`` for each.

    Examples
    --------
    >>> import aidstats
    >>> for q in aidstats.find("万州新增近百人，投入3至5万元。"):
    ...     print(q.start, q.text, q.relation, q.lo, q.hi)
    4 近百人 near 90 100
    10 3至5万元 range 30000 50000
    >>> [q.text for q in aidstats.find("3户，5%，7万元", kinds=["money", "ratio"])]
    ['5%', '7万元']
    """
    return _core.find(text, compiled(policy), level_code(level), kind_mask(kinds), unit)


def parse_array(
    values: object,
    *,
    errors: Errors = "raise",
    unit: str | None = None,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    threads: int = 1,
) -> Records:
    """Reads a column, one expression a value.

    Parameters
    ----------
    values : list, tuple, ndarray, pandas Series or Index, polars Series, Arrow array, …
        Anything that holds text: object and string arrays, everything with ``__arrow_c_array__`` or
        ``__arrow_c_stream__``.  Numbers are read as stated, with the ``unit`` given.  None and NaN are null rows.
    errors : {"raise", "coerce"}
        ``raise``: the first row that cannot be read raises.  ``coerce``: such a row is null, its ``status`` says why
        and ``error_at`` where.
    unit, policy
        As in :func:`parse`.
    na_values : iterable of str
        Cells that mean "nothing here", such as ``"—"`` or ``"未披露"``.
    threads : int
        Threads to parse with; 0 takes every CPU that this process may use.  Results do not depend on it.

    Returns
    -------
    Records
        Of ``QUANTITY_DTYPE``, one row a value, in order.

    Raises
    ------
    ParseError
        Under ``errors="raise"``; ``row`` is the number of the row.
    TypeError
        ``values`` is one str, a dict, a generator or has two dimensions.

    Examples
    --------
    >>> import aidstats
    >>> records = aidstats.parse_array(["近8亿元", "1,200元", None, "若干"], errors="coerce")
    >>> records.value
    array([8.0e+08, 1.2e+03,     nan,     nan])
    >>> print(records.status_name)
    ['ok' 'ok' 'null' 'ok']
    >>> aidstats.parse_array([12.5, "3000万"], unit="亿元").value
    array([1.25e+09, 3.00e+07])
    """
    words = na_words(na_values)
    check_errors(errors)
    source = _core.Source(values)
    found = _core.parse_records(source, compiled(policy), unit, words, thread_count(threads)).view(Records)
    return _checked(found, source, values, errors)


def find_array(
    values: object,
    *,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    errors: Errors = "raise",
    policy: Policy | None = None,
    unit: str | None = None,
    na_values: Iterable[str] = (),
    threads: int = 1,
) -> Records:
    """Finds the quantities of many texts.

    Parameters
    ----------
    values
        As in :func:`parse_array`, one text a row.
    level, kinds
        As in :func:`find`.
    errors, policy, unit, na_values, threads
        As in :func:`parse_array`.  A row cannot be read if it is no text or not valid Unicode; under
        ``errors="coerce"`` it gives one row with that ``status``.  A null row gives none.

    Returns
    -------
    Records
        Of ``MATCH_DTYPE``: the columns of ``QUANTITY_DTYPE`` and ``row``, ``start``, ``end``, the latter two in code
        points of the row's text.

    Examples
    --------
    >>> import aidstats
    >>> texts = ["搬迁350户、1419人", None, "投资约2.5亿元"]
    >>> matches = aidstats.find_array(texts)
    >>> [(int(m.row), texts[m.row][m.start:m.end], float(m.value)) for m in matches]
    [(0, '350户', 350.0), (0, '1419人', 1419.0), (2, '约2.5亿元', 250000000.0)]
    """
    words = na_words(na_values)
    check_errors(errors)
    source = _core.Source(values)
    found = _core.find_records(
        source, compiled(policy), level_code(level), kind_mask(kinds), unit, words, thread_count(threads)
    ).view(Records)
    return _checked(found, source, values, errors)


def parse_batches(
    values: object,
    *,
    batch_size: int = 65536,
    errors: Errors = "raise",
    unit: str | None = None,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    threads: int = 1,
) -> Iterator[Records]:
    """Reads a column batch by batch, for data larger than memory.

    Parameters
    ----------
    values
        As in :func:`parse_array`, and also an iterator: of values, such as an open file or a generator, or of Arrow
        columns, such as ``ParquetFile.iter_batches(columns=["amount"])``; of a stream, a reader or an iterator only
        what is being read is in memory.
    batch_size : int
        Values a batch.
    errors, unit, policy, na_values, threads
        As in :func:`parse_array`.

    Yields
    ------
    Records
        At most ``batch_size`` rows; together, what :func:`parse_array` gives.

    Examples
    --------
    >>> import aidstats
    >>> lines = (f"{n}万元" for n in range(1, 6))
    >>> [batch.value.tolist() for batch in aidstats.parse_batches(lines, batch_size=2)]
    [[10000.0, 20000.0], [30000.0, 40000.0], [50000.0]]
    """
    check_errors(errors)
    words, policy_, threads = na_words(na_values), compiled(policy), thread_count(threads)

    def read(source: object, limit: int | None) -> np.ndarray:
        return _core.parse_records(source, policy_, unit, words, threads, limit)

    return _batches(read, values, rows_a_batch(batch_size), errors)


def find_batches(
    values: object,
    *,
    batch_size: int = 65536,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    errors: Errors = "raise",
    policy: Policy | None = None,
    unit: str | None = None,
    na_values: Iterable[str] = (),
    threads: int = 1,
) -> Iterator[Records]:
    """Finds the quantities of many texts batch by batch; ``row`` counts over all of them.

    Parameters
    ----------
    values
        As in :func:`parse_batches`, one text a row.
    batch_size : int
        Texts a batch.
    level, kinds, errors, policy, unit, na_values, threads
        As in :func:`find_array`.

    Yields
    ------
    Records
        The matches of at most ``batch_size`` texts, possibly none.

    Examples
    --------
    >>> import aidstats
    >>> batches = aidstats.find_batches(iter(["3户", "无", "5户和6户"]), batch_size=2)
    >>> [batch.row.tolist() for batch in batches]
    [[0], [2, 2]]
    """
    check_errors(errors)
    words, policy_, threads = na_words(na_values), compiled(policy), thread_count(threads)
    level_, mask = level_code(level), kind_mask(kinds)

    def read(source: object, limit: int | None) -> np.ndarray:
        return _core.find_records(source, policy_, level_, mask, unit, words, threads, limit)

    return _batches(read, values, rows_a_batch(batch_size), errors)


def parse_unit(text: str) -> tuple[str, int | Decimal]:
    """Reads what a column header declares: the unit's id and the multiplier.

    >>> import aidstats
    >>> aidstats.parse_unit("亿元"), aidstats.parse_unit("万人次")
    (('CNY', 100000000), ('{person_time}', 10000))
    """
    return _core.parse_unit(text)


def _batches(read: _Read, values: object, size: int, errors: Errors) -> Iterator[Records]:
    if not isinstance(values, Iterator) or hasattr(values, "__arrow_c_stream__"):
        yield from _column_batches(read, values, size, errors, 0)
        return
    first = 0
    while block := list(itertools.islice(values, 1)):
        if hasattr(block[0], "__arrow_c_array__") or hasattr(block[0], "__arrow_c_stream__"):
            first = yield from _column_batches(read, block[0], size, errors, first)
            continue
        block += itertools.islice(values, size - 1)
        source = _core.Source(block)
        found = read(source, None).view(Records)
        if found._matches:
            found["row"] += first
        yield _checked(found, source, block, errors, first, skipped=first)
        first += len(block)


def _column_batches(
    read: _Read, values: object, size: int, errors: Errors, before: int
) -> Generator[Records, None, int]:
    """Batches of one column, before which `before` rows have been read; returns how many there are then."""
    source = _core.Source(values)
    while not source.done:
        first = before + source.rows_read
        found = read(source, size).view(Records)
        if before and found._matches:
            found["row"] += before
        if before + source.rows_read > first:  # a length that is a multiple of the size ends in an empty read
            yield _checked(found, source, values, errors, first, skipped=before)
    return before + source.rows_read


def _checked(
    found: Records, source: _core.Source, values: object, errors: Errors, first: int = 0, skipped: int = 0
) -> Records:
    """Under errors="raise", the first row of `found`, read from `source`, that could not be read raises.

    `first` is the number of found[0] where there is no row column, `skipped` the number of values[0].
    """
    if errors == "raise" and source.failed:
        check_rows(found, values, first, skipped)
    return found
