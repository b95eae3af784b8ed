"""Pictures of support data.  Warnings are errors here, so a glyph that no font has fails every test that draws it."""

import itertools

import numpy as np
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402

import aidstats  # noqa: E402
from aidstats import _plot_text, plot  # noqa: E402

needs_font = pytest.mark.skipif(_plot_text.found_font() is None, reason="needs matplotlib with a Chinese font")
DRAWN = ["funds", "periods", "flows"]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture
def no_font(monkeypatch):
    monkeypatch.setattr(_plot_text, "FONTS", ())
    plot.chinese_font.cache_clear()
    yield
    plot.chinese_font.cache_clear()


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.figure.findobj(matplotlib.text.Text) if text.get_visible()]


def overlaps(ax) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other."""
    figure = ax.figure
    figure.canvas.draw()
    shown = [text for text in figure.findobj(matplotlib.text.Text) if text.get_visible() and text.get_text().strip()]
    shown = [text for text in shown if text.get_window_extent().width > 1]
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in shown]
    return [(a, b) for (a, one), (b, two) in itertools.combinations(boxes, 2) if one.overlaps(two)]


@pytest.mark.parametrize("name", DRAWN)
@needs_font
def test_pictures_have_no_missing_glyph_and_no_overlap(name, tmp_path):
    ax = getattr(plot, name)()
    ax.figure.savefig(tmp_path / "a.png")  # a missing glyph warns here
    assert overlaps(ax) == []
    assert "北京市" in " ".join(texts(ax))


@pytest.mark.parametrize("name", DRAWN)
def test_without_a_chinese_font_a_note_is_given_and_labels_are_english(name, no_font, tmp_path):
    with pytest.warns(UserWarning, match="no Chinese font found.*fonts-noto-cjk"):
        ax = getattr(plot, name)()
    ax.figure.savefig(tmp_path / "a.png")
    assert overlaps(ax) == []
    words = " ".join(texts(ax))
    assert "Beijing" in words
    assert words.isascii() or not any("一" <= char <= "鿿" for char in words)


@pytest.mark.parametrize("name", DRAWN)
def test_axes_of_the_caller_are_drawn_on_and_returned(name):
    before = matplotlib.rcParams.copy()
    _, ax = plt.subplots(figsize=(9, 7))
    assert getattr(plot, name)(ax=ax) is ax
    assert len(plt.get_fignums()) == 1
    assert matplotlib.rcParams == before


def test_bars_are_the_totals_and_lines_their_bounds():
    ax = plot.funds()
    totals = aidstats.support().total("funds", by="donor")
    most = aidstats.support().total("funds", by="donor", perhaps="add")
    lengths = sorted(bar.get_width() for bar in ax.patches)
    assert lengths == sorted([*(float(total.value) for total in totals.values()), float(most["上海市"].hi)])
    spans = sorted(tuple(line.get_xdata()) for line in ax.lines if len(line.get_xdata()))
    assert spans == [(7.5e8, 8e8), (9e8, 1e9)]


def test_an_unbounded_amount_gets_an_arrow_and_a_label_beside_it():
    ax = plot.funds(indicator="sales")
    assert overlaps(ax) == []
    (annotation,) = ax.findobj(matplotlib.text.Annotation)
    assert annotation.xyann[0] < annotation.xy[0] or annotation.xyann[0] == 1e9


@pytest.mark.parametrize("indicator", ["projects", "people_resettled", "passengers"])
def test_other_indicators_can_be_drawn(indicator):
    ax = plot.funds(indicator=indicator)
    assert overlaps(ax) == []
    assert ax.get_xlabel() == ""
    with pytest.raises(ValueError, match="several units"):
        plot.funds(indicator="people_trained")


def test_a_selection_is_drawn_alone():
    ax = plot.funds(aidstats.support(recipient="万州"))
    assert len(ax.get_yticklabels()) == 3
    ax = plot.periods(aidstats.support(donor="大连"))
    assert len(ax.get_yticklabels()) == 1
    assert overlaps(plot.flows(aidstats.support(donor=["上海", "宁波"]))) == []


def test_the_timeline_draws_no_start_that_is_not_stated():
    ax = plot.periods()
    figures = aidstats.support().figures
    starts = {matplotlib.dates.date2num(day) for day in figures.period_start if not np.isnat(day)}
    assert {bar.get_x() for bar in ax.patches} == starts
    said = matplotlib.dates.date2num(np.datetime64("2023-10-20"))
    assert max(bar.get_x() + bar.get_width() for bar in ax.patches) == said


def test_flows_are_as_wide_as_the_amounts_and_shared_ones_are_dashed():
    ax = plot.flows()
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert len(dashed) == 2 + 3  # Shanghai to two places, Jiangsu to three
    bands = [patch.get_path().get_extents() for patch in ax.patches]
    assert len(bands) == 5


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (950, "950"),
        (1e4, "1万"),
        (12345678, "1234.5678万"),
        (1.765e8, "1.765亿"),
        (3e12, "30000亿"),
        (-5e8, "-5亿"),
    ],
)
def test_amounts_on_axes_are_in_wan_and_yi(value, text):
    assert plot.amount(value) == text


@pytest.mark.parametrize(
    ("reach", "step", "texts"),
    [
        (1.2e8, 2e7, ["0", "0.2亿", "0.4亿", "0.6亿", "0.8亿", "1.0亿", "1.2亿"]),
        (8e8, 2e8, ["0", "2亿", "4亿", "6亿", "8亿"]),
        (0.9e8, 2e7, ["0", "2000万", "4000万", "6000万", "8000万"]),
        (16_000, 2000, ["0", "0.2万", "0.4万", "0.6万", "0.8万", "1.0万", "1.2万", "1.4万", "1.6万"]),
        (900, 200, ["0", "200", "400", "600", "800"]),
        (0.3, 0.05, ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]),
    ],
)
@needs_font
def test_an_axis_has_one_unit_and_the_same_decimals_on_every_tick(reach, step, texts, tmp_path):
    _, ax = plt.subplots()
    ax.plot([0, 1], [0, reach])
    ax.set_ylim(0, reach * 1.001)
    ax.yaxis.set_major_locator(matplotlib.ticker.MultipleLocator(step))
    ax.yaxis.set_major_formatter(plot.ChineseUnitFormatter())
    ax.tick_params(labelfontfamily=["DejaVu Sans", plot.chinese_font()])
    ax.figure.savefig(tmp_path / "a.png")  # a missing glyph warns here
    ticks = zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)
    assert [label.get_text() for place, label in ticks if 0 <= place <= reach * 1.001] == texts
    assert overlaps(ax) == []


def test_the_formatter_takes_a_unit_and_a_suffix():
    assert plot.ChineseUnitFormatter("万", "元").format_ticks([0, 1e8]) == ["0元", "10000万元"]
    assert plot.ChineseUnitFormatter("").format_ticks([0, 25_000]) == ["0", "25000"]
    assert plot.ChineseUnitFormatter().format_ticks([-2e8, -1e8, 0]) == ["−2亿", "−1亿", "0"]
    assert plot.ChineseUnitFormatter().format_ticks([1.1e8 + 0.000001, 1.2e8]) == ["1.1亿", "1.2亿"]
    assert plot.ChineseUnitFormatter()(0) == "0"
    assert plot.ChineseUnitFormatter()(float("nan")) == ""
    assert plot.ChineseUnitFormatter().format_ticks([float("-inf"), 1e8, float("nan")]) == ["", "1亿", ""]
    with pytest.raises(ValueError, match="unit"):
        plot.ChineseUnitFormatter("千")
    with pytest.raises(AttributeError, match="no attribute"):
        plot.ChineseFormatter  # noqa: B018


def test_ticks_of_any_axis_can_be_written_in_wan_and_yi():
    _, ax = plt.subplots()
    ax.plot([0, 1], [0, 2e8])
    assert plot.amount_axis(ax.yaxis) is ax.yaxis
    assert ax.yaxis.get_major_formatter()(1.5e8) == "1.5亿"
