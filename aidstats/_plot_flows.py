"""Who helped whom, as bands from donors to recipients."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from aidstats._optional import optional
from aidstats._plot_text import Text, amount, donor_colors, length, new_axes, published
from aidstats._support import Support, support

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def flows(data: Support | None = None, *, indicator: str = "funds", ax: "Axes | None" = None) -> "Axes":
    """Bands from donors to recipients, as wide as the amount stated.

    A figure for several places has a band of its own that ends before them, and a dashed line to each: no source says
    how it is split.
    """
    shown = support() if data is None else data
    text = Text(shown)
    bands = _bands(shown, indicator)
    donors, places = _ordered(bands)
    ax = new_axes(ax, max(len(donors), len(places)) * 1.2)
    whole = sum(bands.values()) or 1.0
    gap = 0.06 * whole
    left = _stack({donor: sum(size for (d, _), size in bands.items() if d == donor) for donor in donors}, gap)
    alone = {place: sum(size for (_, ends), size in bands.items() if ends == (place,)) for place in places}
    spread = (_depth(left) - sum(alone.values())) / max(len(places) - 1, 1)  # both columns end at one height
    right = _stack(alone, max(gap, spread))
    colors = donor_colors(shown)
    used = dict.fromkeys([*left, *right], 0.0)
    for donor in donors:
        for ends in sorted((e for d, e in bands if d == donor), key=lambda ends: min(map(places.index, ends))):
            size, color = bands[donor, ends], colors.get(donor, "#999999")
            start = left[donor][0] - used[donor]
            used[donor] += size
            if len(ends) == 1:
                end = right[ends[0]][0] - used[ends[0]]
                used[ends[0]] += size
                _band(ax, start, end, size, color)
                continue
            ax.fill_between([0, _JOINT], start - size, start, color=color, alpha=0.6, linewidth=0)
            for place in ends:
                top, height = right[place]
                ax.plot([_JOINT, 1], [start - size / 2, top - height / 2], color=color, linestyle="--", linewidth=1.5)
    for donor, (top, size) in left.items():
        stated = published(shown, indicator, donor, text) or amount(size, text.chinese)
        ax.text(-0.02, top - size / 2, f"{text.place(donor)}  {stated}", ha="right", va="center", fontfamily=text.fonts)
    for place, (top, size) in right.items():
        ax.plot([1, 1], [top, top - size], color="#333333", linewidth=3, marker="_" if not size else None)
        ax.text(1.02, top - size / 2, text.place(place), ha="left", va="center", fontfamily=text.fonts)
    deepest = max(_depth(left), _depth(right), 0.0)
    note = [text["split"]] if any(len(ends) > 1 for _, ends in bands) else []
    ax.text(0.5, -deepest - gap, "".join(note), ha="center", va="top", fontsize=9, fontfamily=text.fonts)
    ax.set_xlim(-0.5, 1.35)
    ax.set_ylim(-deepest - 2.5 * gap, gap)
    ax.set_axis_off()
    (row,) = shown.indicators[shown.indicators.id == indicator]
    ax.set_title(f"{text.indicator(row)}{text['flows']}", fontfamily=text.fonts)
    return ax


_JOINT = 0.25  # where a band for several places ends


def _bands(shown: Support, indicator: str) -> dict[tuple[str, tuple[str, ...]], float]:
    labels = [
        (str(donor), tuple(places))
        for donor, places in zip(shown.figures.donor.tolist(), shown.lists("recipient"), strict=True)
    ]
    totals = shown.total(indicator, by=labels, shared="whole")
    assert isinstance(totals, dict)
    return {label: length(total) for label, total in totals.items() if total.count}  # type: ignore[misc]


def _ordered(bands: Mapping[tuple[str, tuple[str, ...]], float]) -> tuple[list[str], list[str]]:
    """Donors and places, each side sorted by where its bands go, so that few of them cross."""
    donors = list(dict.fromkeys(donor for donor, _ in bands))
    places = list(dict.fromkeys(place for _, ends in bands for place in ends))
    for _ in range(len(places)):
        places.sort(key=lambda place: float(np.mean([donors.index(d) for d, ends in bands if place in ends])))
        donors.sort(
            key=lambda donor: float(np.mean([places.index(p) for d, ends in bands if d == donor for p in ends]))
        )
    return donors, places


def _stack(sizes: Mapping[str, float], gap: float) -> dict[str, tuple[float, float]]:
    """(top, size) of each node, one below the other from 0."""
    tops: dict[str, tuple[float, float]] = {}
    top = 0.0
    for name, size in sizes.items():
        tops[name] = (top, size)
        top -= size + gap
    return tops


def _depth(nodes: Mapping[str, tuple[float, float]]) -> float:
    return max((size - top for top, size in nodes.values()), default=0.0)


def _band(ax: "Axes", start: float, end: float, size: float, color: str) -> None:
    path = optional("matplotlib.path", "viz").Path
    patches = optional("matplotlib.patches", "viz")
    points = [(0, start), (0.5, start), (0.5, end), (1, end), (1, end - size), (0.5, end - size)]
    points += [(0.5, start - size), (0, start - size), (0, start)]
    codes = [path.MOVETO, *[path.CURVE4] * 3, path.LINETO, *[path.CURVE4] * 3, path.CLOSEPOLY]
    ax.add_patch(patches.PathPatch(path(points, codes), facecolor=color, edgecolor="none", alpha=0.6))
