"""support(): the paired-assistance figures that the package ships, as typed record arrays."""

import dataclasses
import functools
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from aidstats import _support_display, _support_tables, _support_totals
from aidstats._optional import optional
from aidstats._support_tables import SupportTable
from aidstats._support_totals import Totals
from aidstats._totals import Total

if TYPE_CHECKING:
    import pandas
    import pyarrow  # type: ignore[import-untyped,import-not-found,unused-ignore]

    from aidstats._records import Records

_LISTS = {"recipients": "recipient", "sites": "site"}
_ORDER = [
    *("id", "donor", "recipients", "indicator", "term", "value", "lo", "hi", "lo_open", "hi_open", "relation"),
    *("unit", "cumulative", "period_start", "period_end", "period", "as_of", "text", "source", "locator"),
    *("part_of", "same_as", "overlap", "sites", "kind", "from_value", "from_unit", "note"),
]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Support:
    """Figures of paired assistance with their places, periods and sources, as :func:`support` returns them.

    Attributes
    ----------
    figures : SupportTable
        One row a figure: donor, indicator, value with bounds, unit, period, source, and what it must not be added to.
    figure_places : SupportTable
        Which places a figure is for (role ``recipient``), and where help was given if elsewhere (``site``).
    places, indicators, sources : SupportTable
        What the names in the other two mean.
    amounts : Records
        The amounts of ``figures``, row by row and exact, as the library read them.
    """

    figures: SupportTable
    figure_places: SupportTable
    places: SupportTable
    indicators: SupportTable
    sources: SupportTable
    amounts: "Records"
    asked_for: frozenset[str] | None = None  # the recipients that filter() was asked for, with what lies in them

    # ------------------------------------------------------------ selecting

    def filter(
        self,
        *,
        donor: str | Collection[str] | None = None,
        recipient: str | Collection[str] | None = None,
        indicator: str | Collection[str] | None = None,
    ) -> "Support":
        """The figures of some donors, for some recipients, of some indicators.

        Places go by name, short name, code or a name of the past (万县市 is 万州区 now).  A recipient stands for all
        that lies in it (湖北省: its counties); a donor for itself alone, as 宁波市 and 浙江省 give apart.

        >>> import aidstats
        >>> figures = aidstats.support().filter(donor="大连", indicator="funds").figures
        >>> figures.text.tolist(), figures.value.tolist()
        (['1.765亿元'], [176500000.0])
        """
        keep = np.ones(len(self.figures), dtype=bool)
        asked_for = self.asked_for
        if donor is not None:
            keep &= np.isin(self.figures.donor, [self._place(name) for name in _names(donor)])
        if indicator is not None:
            keep &= np.isin(self.figures.indicator, [self.indicator(name) for name in _names(indicator)])
        if recipient is not None:
            wanted = self._within({self._place(name) for name in _names(recipient)})
            links = self.figure_places[self.figure_places.role == "recipient"]
            keep &= np.isin(self.figures.id, links.figure[np.isin(links.place, list(wanted))])
            asked_for = wanted if asked_for is None else asked_for & wanted
        return self._only(keep, asked_for)

    def _only(self, keep: np.ndarray, asked_for: frozenset[str] | None) -> "Support":
        figures = self.figures[keep].copy()  # NumPy 1.26 picks rows of a read-only subclass as read-only
        links: Any = self.figure_places[np.isin(self.figure_places.figure, figures.id)]
        return dataclasses.replace(
            self, figures=figures, figure_places=links, amounts=self.amounts[keep].copy(), asked_for=asked_for
        )

    def _place(self, name: str) -> str:
        """The present place that a name means."""
        places = self.places
        named = (places.id == name) | (places.name == name) | (places.short == name) | (places.code == name)
        successor = dict(zip(places.id.tolist(), places.successor.tolist(), strict=True))
        found = set()
        for place in places.id[named & (name != "")].tolist():
            while successor[place]:
                place = successor[place]
            found.add(place)
        if len(found) == 1:
            return found.pop()
        if found:
            raise ValueError(f"{name!r} may be {', '.join(sorted(found))}: give one of these")
        known = sorted({*self.figures.donor.tolist(), *self.figure_places.place.tolist()} - {""})
        raise ValueError(f"there is no place {name!r}; the figures are about {', '.join(known)}")

    def _within(self, wanted: set[str]) -> frozenset[str]:
        """The places and all places below them."""
        parents = list(zip(self.places.id.tolist(), self.places.parent.tolist(), strict=True))
        while more := {place for place, parent in parents if parent in wanted and place not in wanted}:
            wanted = wanted | more
        return frozenset(wanted)

    def indicator(self, name: str) -> str:
        """The name, if it is an indicator; else a ValueError that lists them."""
        known = self.indicators.id.tolist()
        if name in known:
            return name
        raise ValueError(f"there is no indicator {name!r}; indicators are {', '.join(known)}")

    # ------------------------------------------------------------ adding

    @overload
    def total(
        self,
        indicator: str,
        *,
        by: None = None,
        perhaps: Literal["skip", "add"] = "skip",
        shared: Literal["refuse", "skip", "whole"] = "refuse",
    ) -> "Total": ...

    @overload
    def total(
        self,
        indicator: str,
        *,
        by: str | Sequence[Any],
        perhaps: Literal["skip", "add"] = "skip",
        shared: Literal["refuse", "skip", "whole"] = "refuse",
    ) -> "Totals": ...

    def total(
        self,
        indicator: str,
        *,
        by: str | Sequence[Any] | None = None,
        perhaps: Literal["skip", "add"] = "skip",
        shared: Literal["refuse", "skip", "whole"] = "refuse",
    ) -> "Total | Totals":
        """Adds the figures of one indicator, lower and upper bounds apart, and nothing twice.

        Parts of a figure and repeats of it are left out where that figure is added itself; ``Total.skipped`` counts
        them.  What is added must be of one unit and an indicator that can be added at all.

        Parameters
        ----------
        indicator : str
            Such as ``"funds"``; ``support().indicators`` lists them.
        by : str or sequence, optional
            ``"donor"``, ``"recipient"`` (figures for several places at once keep a label of their own, since no source
            says how they are split), another column of ``figures``, or one label a figure.
        perhaps : {"skip", "add"}
            What to do with figures of which the source does not say whether another one includes them.
        shared : {"refuse", "skip", "whole"}
            After ``filter(recipient=…)``: what to do with figures that are for other places as well.

        Returns
        -------
        Total, or Totals (a dict) with ``by``

        Raises
        ------
        ValueError
            Several units, a rate or change, or figures that are for other places as well.

        Examples
        --------
        >>> import aidstats
        >>> funds = aidstats.support().total("funds", by="donor")
        >>> funds["江苏省"].lo, funds["江苏省"].hi, funds["江苏省"].hi_open
        (750000000, 800000000, True)
        >>> funds["北京市"].value, funds["北京市"].count, funds["北京市"].skipped
        (1087000000, 1, 2)
        """
        return _support_totals.total(self, indicator, by, perhaps, shared)

    # ------------------------------------------------------------ other shapes

    def lists(self, role: str) -> list[list[str]]:
        """Places of each figure in one role (``recipient``, ``site``), in the order of ``figure_places``."""
        links = self.figure_places[self.figure_places.role == role]
        found: dict[str, list[str]] = {}
        for figure, place in zip(links.figure.tolist(), links.place.tolist(), strict=True):
            found.setdefault(figure, []).append(place)
        return [found.get(figure, []) for figure in self.figures.id.tolist()]

    def to_pandas(self) -> "pandas.DataFrame":
        """One row a figure, joined with its places: ``recipients`` and ``sites`` are lists.  Needs pandas.

        >>> import aidstats
        >>> frame = aidstats.support(donor="江苏", indicator="funds").to_pandas()
        >>> frame.recipients[0], frame.text[0], frame.lo[0]
        (['万州区', '云阳县', '秭归县'], '近8亿元', np.float64(750000000.0))
        """
        pandas = optional("pandas", "pandas")
        frame = self.figures.to_pandas()
        for column, role in _LISTS.items():
            frame[column] = pandas.Series(self.lists(role), dtype=object)
        return frame[_ORDER]

    def arrow(self) -> "pyarrow.Table":
        """The columns of :meth:`to_pandas` as a pyarrow table, lists as ``list<string>``.  Needs pyarrow.

        >>> import aidstats
        >>> aidstats.support(donor="江苏", indicator="funds").arrow()["recipients"].to_pylist()
        [['万州区', '云阳县', '秭归县']]
        """
        arrow = optional("pyarrow", "arrow")
        lists = arrow.list_(arrow.field("element", arrow.string()))  # the name that Parquet gives it
        columns = {
            name: arrow.array(self.lists(_LISTS[name]), lists)
            if name in _LISTS
            else _support_tables.for_arrow(arrow, self.figures[name])
            for name in _ORDER
        }
        return arrow.table(columns)

    # ------------------------------------------------------------ display

    def __len__(self) -> int:
        return len(self.figures)

    def rows(self) -> tuple[list[str], list[list[str]]]:
        """Head and cells, as text, of the table that a person asks for."""
        return _support_display.rows(self)

    def __repr__(self) -> str:
        return _support_display.text(self)

    def _repr_html_(self) -> str:
        return _support_display.html(self)


def support(
    *,
    donor: str | Collection[str] | None = None,
    recipient: str | Collection[str] | None = None,
    indicator: str | Collection[str] | None = None,
    data: str | os.PathLike[str] | None = None,
) -> Support:
    """The paired-assistance figures: who helped whom with what, since when, and who says so.

    Parameters
    ----------
    donor, recipient, indicator : str or collection of str, optional
        Only these, as :meth:`Support.filter` selects them.
    data : path, optional
        A folder of your own with the five CSV files of the data dictionary, in place of the shipped ones.  It is
        checked as ``aidstats data check`` does; the first mistakes are in the ValueError.

    Returns
    -------
    Support

    Examples
    --------
    >>> import aidstats
    >>> support = aidstats.support(donor="宁波")
    >>> len(support), support.figures.text[:2].tolist()
    (7, ['323个', '9亿余元'])
    >>> print(support.total("funds"))
    Total(value=900000000, lo=900000000, hi=1000000000, lo_open=True, hi_open=True, unit='CNY', count=1, skipped=0)
    """
    found = _shipped() if data is None else _checked(Path(data))
    return found.filter(donor=donor, recipient=recipient, indicator=indicator)


@functools.cache
def _shipped() -> Support:
    found = _read(_support_tables.data_folder())
    for table in (found.figures, found.figure_places, found.places, found.indicators, found.sources, found.amounts):
        table.flags.writeable = False  # one copy for all callers; filter() hands out copies
    return found


def _checked(folder: Path) -> Support:
    from aidstats._support_check import check

    problems = check(folder)
    if problems:
        shown = "\n".join(map(str, problems[:5]))
        raise ValueError(f"{folder} has {_support_display.count(len(problems), 'mistake')}:\n{shown}")
    return _read(folder)


def _read(folder: Path) -> Support:
    rows = {name: _support_tables.read_rows(folder / f"{name}.csv") for name in _support_tables.COLUMNS}
    figures, amounts = _figures(rows.pop("figures"))
    tables: dict[str, Any] = {name: _support_tables.table(name, cells) for name, cells in rows.items()}
    return Support(figures=figures, amounts=amounts, **tables)


def _figures(rows: list[dict[str, str]]) -> tuple[SupportTable, "Records"]:
    """The figures with their amounts read."""
    from aidstats._io import concat
    from aidstats._parse import parse_array

    records = concat(parse_array([row["per"] + row["amount"]], unit=row["unit"] or None) for row in rows)
    origins = [_support_tables.read_amount(row).origin for row in rows]
    columns: dict[str, Any] = {
        name: [row[name] for row in rows]
        for name in ("id", "donor", "indicator", "term", "as_of", "source", "locator", "part_of", "same_as", "note")
    }
    columns |= {name: records[name] for name in ("value", "lo", "hi", "lo_open", "hi_open")}
    columns |= {
        "text": [row["per"] + row["amount"] for row in rows],
        "kind": records.kind_name.tolist(),
        "relation": records.relation_name.tolist(),
        "unit": records.unit_name.tolist(),
        "from_value": [float(origin) if origin is not None else np.nan for origin in origins],
        "from_unit": [origin.unit if origin is not None else "" for origin in origins],
        "cumulative": [row["cumulative"] == "true" for row in rows],
        "period_start": [_support_tables.read_day(row["period_start"], last=False) for row in rows],
        "period_end": [_support_tables.read_day(row["period_end"], last=True) for row in rows],
        "period": [_support_tables.period_words(row["period_start"], row["period_end"]) for row in rows],
        "overlap": [_support_tables.overlap(row["part_of"], row["same_as"]) for row in rows],
    }
    return _support_tables.filled("figures", columns), records


def _names(names: str | Collection[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
