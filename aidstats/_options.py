"""The options that everything that reads columns has: their checks, and what ``errors=`` means for the rows read."""

import os
import sys
from collections.abc import Callable, Container, Hashable, Iterable
from typing import Any, Literal

from aidstats import _core
from aidstats._errors import ParseError

Errors = Literal["raise", "coerce"]
Level = Literal["strict", "default", "greedy"]

_NULL_STATUS = 1  # above it, a status says why a row could not be read


def check_errors(errors: object) -> None:
    if errors not in ("raise", "coerce"):
        raise ValueError(f"errors must be 'raise' or 'coerce', not {errors!r}")


def na_words(words: Iterable[str]) -> frozenset[str]:
    if isinstance(words, str):
        raise TypeError(f"na_values must be several words, such as [{words!r}], not one str")
    checked = frozenset(words)
    for word in checked:
        if not isinstance(word, str):
            raise TypeError(f"na_values must hold str, not {word!r}")
    return checked


def thread_count(threads: object) -> int:
    if isinstance(threads, bool) or not isinstance(threads, int):
        raise TypeError(f"threads must be an int, not {threads!r}")
    if threads < 0:
        raise ValueError(f"threads must be 0 (every CPU) or more, not {threads}")
    return threads or _usable_cpus()


def _usable_cpus() -> int:
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def rows_a_batch(batch_size: object) -> int:
    if isinstance(batch_size, bool) or not isinstance(batch_size, int):
        raise TypeError(f"batch_size must be an int, not {batch_size!r}")
    if batch_size < 1:
        raise ValueError(f"batch_size must be 1 or more, not {batch_size}")
    return batch_size


def check_rows(found: Any, values: object, first: int = 0, skipped: int = 0) -> None:
    """Raises for the first of these rows that could not be read; `found` has columns by name."""
    failed = found["status"] > _NULL_STATUS
    if not failed.any():
        return
    bad = int(failed.argmax())
    row = int(found["row"][bad]) if _is_matches(found) else first + bad
    cell = _cell_at(values, row - skipped)
    error = _core.row_error(
        int(found["status"][bad]), int(found["error_at"][bad]), cell if isinstance(cell, str) else None
    )
    error.row = row
    raise error


def check_new(added: Iterable[Hashable], columns: Container[Hashable]) -> None:
    """A ValueError where a column to add is there already."""
    for name in added:
        if name in columns:
            raise ValueError(f"the sheet has a column {name!r} already; was it parsed before?")


def of_pieces(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """For columns that come in pieces: a row counted from where a piece begins is not one that an error should name."""

    def read(values: Any) -> Any:
        try:
            return function(values)
        except ParseError as error:
            error.row = None
            raise

    return read


def _is_matches(found: Any) -> bool:
    return getattr(found, "of_matches", False) or "row" in (getattr(getattr(found, "dtype", None), "names", None) or ())


def _cell_at(values: object, row: int) -> object:
    """The cell as Python sees it; None where the container cannot tell (a stream is gone)."""
    try:
        at = getattr(values, "iloc", values)
        cell = at[row]  # type: ignore[index]
    except Exception:  # any container: what it raises for a missing item is its own business
        return None
    return cell.as_py() if hasattr(cell, "as_py") else cell
