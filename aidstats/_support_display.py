"""Support as a person sees it: the table that it prints, as text and as HTML."""

from typing import TYPE_CHECKING

from aidstats import _display
from aidstats._support_tables import cell_text, html_table

if TYPE_CHECKING:
    from aidstats._support import Support

_SHOWN = 12


def rows(support: "Support") -> tuple[list[str], list[list[str]]]:
    """Head and cells, as text, of the table that a person asks for."""
    head = ["donor", "recipients", "indicator", "text", "value", "interval", "unit", "period", "part of"]
    columns = [
        support.figures.donor.tolist(),
        ["、".join(names) for names in support.lists("recipient")],
        support.figures.indicator.tolist(),
        support.figures.text.tolist(),
        [_display.bound(value) for value in support.amounts.exact("value")],
        _intervals(support),
        support.figures.unit.tolist(),
        support.figures.period.tolist(),
        [str(row.part_of or (row.same_as and f"={row.same_as}")) for row in support.figures],
    ]
    return head, [list(cells) for cells in zip(*columns, strict=True)]


def _intervals(support: "Support") -> list[str]:
    """Bounds as a table shows them; of a change, where it comes from."""
    amounts, figures = support.amounts, support.figures
    ends = zip(amounts.exact("lo"), amounts.exact("hi"), amounts["lo_open"], amounts["hi_open"], strict=True)
    return [
        f"from {cell_text(figure.from_value)} {figure.from_unit}"
        if figure.kind == "change"
        else _display.interval(*end)
        for figure, end in zip(figures, ends, strict=True)
    ]


def text(support: "Support") -> str:
    head, cells = rows(support)
    shown = [head, *cells[:_SHOWN]]
    lines = [_title(support), *_display.lines(shown, _display.column_widths(shown))]
    return "\n".join(lines + [f"… {len(cells) - _SHOWN} more"] * (len(cells) > _SHOWN))


def html(support: "Support") -> str:
    head, cells = rows(support)
    more = f"<p>… {len(cells) - _SHOWN} more</p>" if len(cells) > _SHOWN else ""
    return html_table(_title(support), head, cells[:_SHOWN]) + more


def _title(support: "Support") -> str:
    donors = len(set(support.figures.donor.tolist()) - {""})
    sources = len(set(support.figures.source.tolist()))
    days = sorted({cell_text(day) for day in support.figures.as_of})
    when = f", as of {days[0]}" + (f" to {days[-1]}" if len(days) > 1 else "") if days else ""
    return f"Support: {count(len(support), 'figure')} of {count(donors, 'donor')}, {count(sources, 'source')}{when}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
