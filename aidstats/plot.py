"""Pictures of support data: funds by donor, periods, who helped whom.  Needs ``pip install aidstats[viz]``.

Every function draws on ``ax`` or on a new figure and returns the axes, so that the caller can go on.  Nothing global is
changed.  Words are Chinese where a Chinese font is installed; else a warning says so and they are English.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._optional import optional
from aidstats._plot_flows import flows
from aidstats._plot_text import (
    Text,
    amount,
    amount_axis,
    chinese_font,
    donor_colors,
    finish,
    length,
    new_axes,
    published,
)
from aidstats._support import Support, support

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from aidstats._plot_ticks import ChineseUnitFormatter
    from aidstats._totals import Total

__all__ = ["ChineseUnitFormatter", "amount", "amount_axis", "chinese_font", "flows", "funds", "periods"]


def __getattr__(name: str) -> Any:
    if name == "ChineseUnitFormatter":  # derives from a class of matplotlib, which is imported only when used
        optional("matplotlib.ticker", "viz")
        from aidstats._plot_ticks import ChineseUnitFormatter

        return ChineseUnitFormatter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# ---------------------------------------------------------------- funds by donor


def funds(data: Support | None = None, *, indicator: str = "funds", ax: "Axes | None" = None) -> "Axes":
    """Bars of the total by donor, with its bounds.

    The light bar is the amount stated, the dark line its bounds (an arrow where there is no upper one).  A dotted
    outline shows how far sums reach of which the source does not say whether the total includes them.

    Parameters
    ----------
    data : Support, optional
        What to draw; all shipped figures if left out.
    indicator : str
        Any indicator of one unit that can be added.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.
    """
    shown = support() if data is None else data
    sure, most = (shown.total(indicator, by="donor", perhaps=perhaps, shared="whole") for perhaps in ("skip", "add"))
    assert isinstance(sure, dict) and isinstance(most, dict)
    units = sorted({total.unit for total in sure.values()})
    if len(units) > 1:
        raise ValueError(f"the figures of {indicator} have several units ({', '.join(units)}): filter first")
    donors = sorted(sure, key=lambda donor: length(sure[donor]))
    text = Text(shown)
    ax = new_axes(ax, len(donors))
    reach = max([_reach(total) for total in (*sure.values(), *most.values())], default=1.0)
    seen: dict[str, Any] = {}
    for row, donor in enumerate(donors):
        total = sure[donor]
        seen["value"] = ax.barh(row, length(total), height=0.55, color="#9ecae1", zorder=2)
        if most[donor] != total:
            extra = _reach(most[donor])
            seen["perhaps"] = ax.barh(
                row, extra, height=0.55, facecolor="none", edgecolor="#777777", linestyle=":", linewidth=1.2, zorder=1
            )
        if total.lo != total.hi:
            seen |= _bounds(ax, row, total, reach)
        end, outline = _reach(total) + (reach * _ARROW if total.hi is None else 0), _reach(most[donor])
        if end < outline < end + reach * _LABEL:  # beside the bar it is about, unless the outline would cut through it
            end = outline
        label = published(shown, indicator, donor, text) or amount(length(total), text.chinese)
        ax.text(end + reach * 0.015, row, label, va="center", fontfamily=text.fonts, zorder=4)
    ax.set_yticks(range(len(donors)), [text.place(donor) for donor in donors])
    ax.set_xlim(0, reach * 1.22)
    amount_axis(ax.xaxis, text.chinese)
    (row_of,) = shown.indicators[shown.indicators.id == indicator]
    if str(row_of.unit) == "CNY":
        ax.set_xlabel(text["unit"], fontfamily=text.fonts)
    ax.set_title(text["funds"] if indicator == "funds" else text.indicator(row_of), fontfamily=text.fonts)
    ax.grid(axis="x", alpha=0.3, zorder=0)
    # The legend has room of its own below the shortest bar, whatever is drawn.
    names = [name for name in ("value", "bounds", "open", "perhaps") if name in seen]
    ax.set_ylim(-0.7 - 0.6 * len(names), len(donors) - 0.5)
    ax.legend(
        [seen[name] for name in names], [text[name] for name in names], loc="lower right", prop={"family": text.fonts}
    )
    finish(ax, text)
    return ax


_ARROW, _LABEL = 0.06, 0.25  # of the longest bar


def _reach(total: "Total") -> float:
    return max([length(total)] + [float(end) for end in (total.lo, total.hi) if end is not None])


def _bounds(ax: "Axes", row: int, total: "Total", reach: float) -> dict[str, Any]:
    left = 0.0 if total.lo is None else float(total.lo)
    if total.hi is None:
        ax.annotate(
            "",
            (left + reach * _ARROW, row),
            (left, row),
            arrowprops={"arrowstyle": "->", "color": "#08519c", "lw": 2.5},
        )
        (line,) = ax.plot([], [], color="#08519c", linewidth=2.5, marker=">")
        return {"open": line}
    (line,) = ax.plot(
        [left, float(total.hi)], [row, row], color="#08519c", linewidth=3, marker="|", markersize=11, zorder=3
    )
    return {"bounds": line}


# ---------------------------------------------------------------- periods


def periods(data: Support | None = None, *, ax: "Axes | None" = None) -> "Axes":
    """A timeline of the periods that figures are about, one line for each donor and period.

    Bars run from the first day of the stated start to the stated end, or to the day of the statement.  Figures without
    a stated period are counted on a dotted line: nothing is guessed for them.
    """
    shown = support() if data is None else data
    dates = optional("matplotlib.dates", "viz")
    text = Text(shown)
    lines = list(_period_lines(shown, text))
    ax = new_axes(ax, len(lines))
    said = max((line["as_of"] for line in lines), default=np.datetime64("2000-01-01"))
    first = min((line["start"] for line in lines if line["start"] is not None), default=said)
    left = dates.date2num(first) - 900
    today = dates.date2num(said)
    colors = donor_colors(shown)
    for row, line in enumerate(reversed(lines)):
        color = colors.get(line["donor"], "#999999")
        if line["start"] is None:
            ax.plot([left, today], [row, row], color=color, linestyle=":", linewidth=1.5)
            where = left
        else:
            where = dates.date2num(line["start"])
            ax.barh(row, max(min(dates.date2num(line["end"]), today) - where, 90), left=where, height=0.5, color=color)
        label = f"{line['words']}, {line['count']} {text['figures']}" if not text.chinese else ""
        label = label or f"{line['words']}（{line['count']}{text['figures']}）"
        if line["start"] is None or where < left + (today - left) * 0.6:
            # Inside a long bar, or above a dotted line: a white ground keeps both legible.
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.9}
            ax.text(where + 250, row, label, va="center", fontfamily=text.fonts, fontsize=9, bbox=box)
        else:
            ax.text(where - 120, row, label, va="center", ha="right", fontfamily=text.fonts, fontsize=9)
    ax.axvline(today, color="#444444", linewidth=1)
    ax.annotate(
        f"{text['as_of']} {said}",
        (today, 1),
        (-4, 4),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right",
        fontfamily=text.fonts,
        fontsize=9,
    )
    ax.set_yticks(range(len(lines)), [line["name"] for line in reversed(lines)])
    ax.set_ylim(-0.6, len(lines) - 0.4)
    ax.set_xlim(left, today + 500)
    ax.xaxis_date()
    ax.xaxis.set_major_locator(dates.YearLocator(5))
    ax.xaxis.set_major_formatter(dates.DateFormatter("%Y"))
    ax.grid(axis="x", alpha=0.3)
    ax.set_axisbelow(True)
    ax.set_title(text["periods"], fontfamily=text.fonts, pad=20)
    finish(ax, text)
    return ax


def _period_lines(shown: Support, text: Text) -> Iterator[dict[str, Any]]:
    """One line for each donor (or recipient, where nobody gives) and period: dated ones first."""
    recipients = shown.lists("recipient")
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for figure, places in zip(shown.figures, recipients, strict=True):
        who = str(figure.donor) or places[0]
        dated = not np.isnat(figure.period_start)
        line = groups.setdefault(
            (who, str(figure.period)),
            {
                "donor": str(figure.donor),
                "name": text.place(who),
                "start": figure.period_start if dated else None,
                "end": figure.as_of if np.isnat(figure.period_end) else figure.period_end,
                "as_of": figure.as_of,
                "words": _period_words(figure, text),
                "count": 0,
            },
        )
        line["count"] += 1
    order = {donor: place for place, donor in enumerate(dict.fromkeys(who for who, _ in groups))}
    for key in sorted(groups, key=lambda key: (order[key[0]], key[1] == "", key[1])):
        yield groups[key]


def _period_words(figure: Any, text: Text) -> str:
    if np.isnat(figure.period_start):
        return text["undated"]
    if text.chinese:
        return str(figure.period)
    start, end = (str(day)[:4] for day in (figure.period_start, figure.period_end))  # a first day is not what was said
    if np.isnat(figure.period_end):
        return f"since {start}"
    return start if start == end else f"{start} to {end}"
