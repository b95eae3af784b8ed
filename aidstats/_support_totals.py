"""Adding the figures of support data: bounds apart, nothing twice, nothing that nobody stated."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats import _display
from aidstats._optional import optional
from aidstats._support_tables import html_table
from aidstats._totals import Total

if TYPE_CHECKING:
    import pandas

    from aidstats._support import Support

_OPTIONS = {"perhaps": ("skip", "add"), "shared": ("refuse", "skip", "whole")}


class Totals(dict[str, Total]):
    """Sums by label, as :meth:`Support.total` returns them: a dict that shows itself as a table."""

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a label: value, lo, hi, lo_open, hi_open, unit, count, skipped."""
        pandas = optional("pandas", "pandas")
        rows = [dataclasses.asdict(total) for total in self.values()]
        return pandas.DataFrame(rows, index=pandas.Index(list(self), dtype=object))

    def _rows(self) -> tuple[list[str], list[list[str]]]:
        rows = [
            [label, _display.bound(total.value), _interval(total), total.unit, str(total.count), str(total.skipped)]
            for label, total in self.items()
        ]
        return ["", "value", "interval", "unit", "added", "left out"], rows

    def __repr__(self) -> str:
        head, rows = self._rows()
        return "\n".join(_display.lines([head, *rows], _display.column_widths([head, *rows])))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        head, rows = self._rows()
        return html_table(f"{len(self)} totals", head, rows)


def _interval(total: Total) -> str:
    return _display.interval(total.lo, total.hi, total.lo_open, total.hi_open)


def total(
    support: "Support", indicator: str, by: str | Sequence[Any] | None, perhaps: str, shared: str
) -> Total | Totals:
    """What :meth:`Support.total` describes."""
    for option, value in (("perhaps", perhaps), ("shared", shared)):
        if value not in _OPTIONS[option]:
            raise ValueError(f"{option} must be one of {', '.join(_OPTIONS[option])}, not {value!r}")
    (row,) = support.indicators[support.indicators.id == support.indicator(indicator)]
    if not row.additive:
        raise ValueError(f"{indicator} ({row.chinese}) cannot be added: {row.note}")
    labels = _labels(support, by)
    chosen = support.figures.indicator == indicator
    outside = _elsewhere(support)
    if shared == "skip":  # before parts are: a part is not in a figure that is left out itself
        added = chosen & ~outside
        added &= ~_included(support, added, perhaps)
    else:
        added = chosen & ~_included(support, chosen, perhaps)
        if shared == "refuse":
            _refuse(support, added & outside)
    if by is None:
        return dataclasses.replace(_sums(support, added, None), skipped=int(chosen.sum() - added.sum()))
    sums = _sums(support, added, labels[added])
    counts: dict[Any, int] = {}
    for label in labels[chosen].tolist():
        counts[label] = counts.get(label, 0) + 1
    return Totals(
        {
            label: dataclasses.replace(sums[label], skipped=count - sums[label].count)
            for label, count in counts.items()
            if label in sums
        }
    )


def _sums(support: "Support", added: np.ndarray, labels: np.ndarray | None) -> Any:
    try:
        return support.amounts[added].sum(by=labels)
    except ValueError:
        units = sorted(set(support.figures.unit[added].tolist()))
        if len(units) < 2:
            raise
        raise ValueError(
            f"the figures of {support.figures.indicator[added][0]} have several units ({', '.join(units)}), "
            "which cannot be added; filter first, by donor for instance, so that one is left"
        ) from None


def _labels(support: "Support", by: str | Sequence[Any] | None) -> np.ndarray:
    labels: Any
    if by is None:
        labels = [""] * len(support)
    elif not isinstance(by, str):
        labels = list(by)
    elif by == "recipient":
        labels = ["、".join(places) for places in support.lists("recipient")]
    elif by in (support.figures.dtype.names or ()):
        labels = support.figures[by].tolist()
    else:
        raise ValueError(f"by must be 'recipient', a column of figures, or one label a figure, not {by!r}")
    if len(labels) != len(support):
        raise ValueError(f"by has {len(labels)} labels for {len(support)} figures")
    result = np.empty(len(labels), dtype=object)  # so that tuples are labels too
    result[:] = labels
    return result


def _included(support: "Support", chosen: np.ndarray, perhaps: str) -> np.ndarray:
    """Figures that another chosen one includes, directly or through a chain of parts."""
    follow = {}
    for row in support.figures:
        link = str(row.part_of or row.same_as)
        if link and not (link.startswith("?") and perhaps == "add"):
            follow[str(row.id)] = link.removeprefix("?")
    present = set(support.figures.id[chosen].tolist())

    def included(figure: str) -> bool:
        seen = {figure}
        while (figure := follow.get(figure, "")) and figure not in seen:
            if figure in present:
                return True
            seen.add(figure)
        return False

    return np.array([included(figure) for figure in support.figures.id.tolist()], dtype=bool)


def _elsewhere(support: "Support") -> np.ndarray:
    """Figures that are for places which were not asked for as well."""
    wanted = support.asked_for
    if wanted is None:
        return np.zeros(len(support), dtype=bool)
    return np.array([not wanted.issuperset(places) for places in support.lists("recipient")], dtype=bool)


def _refuse(support: "Support", shared: np.ndarray) -> None:
    if shared.any():
        names = ", ".join(support.figures.id[shared].tolist())
        raise ValueError(
            f"no source says how figures for several places are split, and these are for others as well: {names}; "
            "pass shared='skip' to leave them out, shared='whole' to count them in full"
        )
