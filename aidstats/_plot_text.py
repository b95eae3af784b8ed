"""What all pictures share: fonts, words in the language that can be drawn, axes, colours."""

import functools
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from aidstats._optional import optional

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from aidstats._support import Support
    from aidstats._totals import Total

FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC"),
    *("Hiragino Sans GB", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK JP"),
)
_FILES = ("notosanscjk", "notosanssc", "sourcehansans", "msyh", "pingfang", "hiragino", "simhei", "wqy-")
_COLORS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6D31", "#999999")  # for all eyes
_ROW = 0.5  # inches
_WORDS = {
    "zh": {
        "funds": "各支援方累计援助资金",
        "value": "原文数字",
        "bounds": "上下界",
        "open": "无上界",
        "perhaps": "原文未说明是否已计入的分项",
        "unit": "元",
        "periods": "数据所属时期（仅限原文写明者）",
        "undated": "起始时间未说明",
        "figures": "项",
        "as_of": "发言日",
        "flows": "：支援方 → 受援方",
        "split": "虚线：一笔数字由几地共享，原文未说明如何分配",
    },
    "en": {
        "funds": "Aid funds by donor",
        "value": "amount stated",
        "bounds": "bounds",
        "open": "no upper bound",
        "perhaps": "parts of which the source does not say whether they are included",
        "unit": "CNY",
        "periods": "Periods of the figures, where they are stated",
        "undated": "start not stated",
        "figures": "figures",
        "as_of": "stated on",
        "flows": ": donor → recipient",
        "split": "dashed: one figure for several places; how it is split is not stated",
    },
}


@functools.cache
def chinese_font() -> str | None:
    """The first installed font that has Chinese; None, with one warning that says what to install, for none."""
    found = found_font()
    if found is None:
        warnings.warn(
            "no Chinese font found, so labels are English; on Debian: apt-get install fonts-noto-cjk", stacklevel=2
        )
    return found


def found_font() -> str | None:
    found = _listed()
    if found is None:
        # matplotlib keeps a list of fonts on disk: what was installed since it was made is not in there.
        font_manager = optional("matplotlib.font_manager", "viz")
        for path in font_manager.findSystemFonts():
            if any(stem in path.lower() for stem in _FILES):
                font_manager.fontManager.addfont(path)
        found = _listed()
    return found


def _listed() -> str | None:
    installed = {font.name for font in optional("matplotlib.font_manager", "viz").fontManager.ttflist}
    return next((name for name in FONTS if name in installed), None)


def amount(value: float, chinese: bool = True) -> str:
    """A number as an axis shows it: 万 and 亿, or thousands separators.

    >>> from aidstats.plot import amount
    >>> amount(1_087_000_000), amount(25_000), amount(500), amount(-3e8), amount(25_000, chinese=False)
    ('10.87亿', '2.5万', '500', '-3亿', '25,000')
    """
    if not chinese:
        return f"{value / 1e6:,.10g}M" if abs(value) >= 1e6 else f"{value:,.10g}"
    for unit, size in (("亿", 1e8), ("万", 1e4)):
        if abs(value) >= size:
            return f"{value / size:.10g}{unit}"
    return f"{value:.10g}"


def amount_axis(axis: "Axis", chinese: bool = True) -> "Axis":
    """Makes an axis write its ticks in 万 or 亿, one unit for all of them, and returns it."""
    ticker = optional("matplotlib.ticker", "viz")
    if chinese:
        from aidstats._plot_ticks import ChineseUnitFormatter

        axis.set_major_formatter(ChineseUnitFormatter())
    else:
        axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: amount(value, chinese)))
    return axis


class Text:
    """Words and names in the language that can be drawn."""

    def __init__(self, shown: "Support") -> None:
        font = chinese_font()
        self.chinese = font is not None
        self.fonts = ["DejaVu Sans", font] if font else ["DejaVu Sans"]
        self._words = _WORDS["zh" if self.chinese else "en"]
        names = shown.places.name if self.chinese else shown.places.english
        self._places = dict(zip(shown.places.id.tolist(), names.tolist(), strict=True))

    def __getitem__(self, word: str) -> str:
        return self._words[word]

    def indicator(self, row: Any) -> str:
        return str(row.chinese) if self.chinese else str(row.english).capitalize()

    def place(self, place: str) -> str:
        return str(self._places.get(place, place))


def new_axes(ax: "Axes | None", rows: float) -> "Axes":
    if ax is not None:
        return ax
    pyplot = optional("matplotlib.pyplot", "viz")
    _, new = pyplot.subplots(figsize=(9, 1.4 + _ROW * max(rows, 2)), layout="constrained")
    return new


def finish(ax: "Axes", text: Text) -> None:
    ax.tick_params(labelfontfamily=text.fonts)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(axis="y", length=0)


def donor_colors(shown: "Support") -> dict[str, str]:
    donors = [donor for donor in dict.fromkeys(shown.figures.donor.tolist()) if donor]
    return {donor: _COLORS[place % len(_COLORS)] for place, donor in enumerate(donors)}


def length(total: "Total") -> float:
    """What a bar shows of a total: the amount stated, else an end."""
    return float(next((end for end in (total.value, total.lo, total.hi) if end is not None), 0))


def published(shown: "Support", indicator: str, donor: str, text: Text) -> str:
    """The one figure behind a bar as it was published; nothing where several were added."""
    figures = shown.figures
    rows = figures[(figures.indicator == indicator) & (figures.donor == donor) & ~np.isin(figures.overlap, _PARTS)]
    if len(rows) != 1:
        return ""
    return str(rows.text[0]) if text.chinese else _SIGNS.get(str(rows.relation[0]), "") + amount(rows.value[0], False)


_SIGNS = {"near": "<", "lt": "<", "le": "≤", "over": ">", "above": ">", "gt": ">", "ge": "≥", "approx": "≈"}
_PARTS = ["part", "perhaps", "same"]
