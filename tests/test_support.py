"""Support data: the figures, what may be added, selecting, record arrays and their round trips."""

import io
import pickle
import re

import numpy as np
import pytest

import aidstats
from aidstats import SupportTable, _support_tables

TABLES = list(_support_tables.COLUMNS)


@pytest.fixture(scope="module")
def support() -> aidstats.Support:
    return aidstats.support()


def same(left: np.ndarray, right: np.ndarray) -> None:
    """Equal dtype and equal in every field, NaN and NaT included."""
    assert left.dtype == right.dtype
    assert len(left) == len(right)
    for name in left.dtype.names:
        if left.dtype[name].kind in "fM":
            assert np.array_equal(left[name], right[name], equal_nan=True), name
        else:
            assert np.array_equal(left[name], right[name]), name


# ------------------------------------------------------------------ the figures

# Donor, indicator, amount, recipients, first day: the figures that everybody asks for, and every trap.
STATED = [
    ("北京市", "funds", "10.87亿元", ["巴东县"], "1992-01-01"),
    ("北京市", "donor_districts", "11个", ["巴东县"], "1992-01-01"),
    ("北京市", "people_benefited", "约5万", ["巴东县"], None),
    ("吉林省", "people_trained", "300多名", ["三峡库区"], None),
    ("吉林省", "income_increase", "户均3000余元", ["巫溪县"], None),
    ("上海市", "funds", "15.2亿元", ["万州区", "夷陵区"], None),
    ("上海市", "donor_districts", "两个", ["万州区", "夷陵区"], None),
    ("上海市", "host_districts", "7个", ["三峡库区"], None),
    ("江苏省", "funds", "近8亿元", ["万州区", "云阳县", "秭归县"], "1992-01-01"),
    ("江苏省", "sales", "超10亿元", ["万州区", "云阳县", "秭归县"], "1992-01-01"),
    ("广东省", "funds", "8.11亿元", ["巫山县"], None),
    ("大连市", "funds", "1.765亿元", ["兴山县"], "1995-01-01"),
    ("宁波市", "funds", "9亿余元", ["万州区"], None),
    ("宁波市", "export_time", "由15天缩短至57小时", ["万州区"], "2018-01-01"),
    ("宁波市", "subsidies", "2600余万元", ["万州区"], "2017-10-01"),
    ("浙江省", "funds", "4.58亿元", ["涪陵区"], None),
    ("浙江省", "investment_agreed", "265.5亿元", ["涪陵区"], "2023-01-01"),
    ("", "gdp", "超千亿元", ["涪陵区"], "2019-01-01"),
]


@pytest.mark.parametrize(("donor", "indicator", "text", "recipients", "start"), STATED)
def test_a_figure_has_the_donor_places_and_period_that_were_stated(support, donor, indicator, text, recipients, start):
    rows = support.figures.donor == donor
    rows &= (support.figures.indicator == indicator) & (support.figures.text == text)
    (row,) = np.flatnonzero(rows)
    assert support.lists("recipient")[row] == recipients
    first = support.figures.period_start[row]
    assert np.isnat(first) if start is None else str(first) == start


def test_every_speaker_is_there_and_every_figure_once(support):
    figures = support.figures
    sections = [locator.split()[0] for locator in figures.locator.tolist()]
    assert list(dict.fromkeys(sections)) == ["北京", "吉林", "上海", "江苏", "广东", "大连", "宁波", "涪陵"]
    keys = list(zip(figures.donor, figures.indicator, figures.text, figures.term, strict=True))
    assert len(keys) == len(set(keys)) == 62
    assert set(figures.as_of.astype(str)) == {"2023-10-20"}


def test_each_figure_stands_in_the_paragraph_that_it_names(shared, support):
    """Every amount and every counted noun is in its paragraph of the article."""
    (article,) = (shared / "seed").glob("*.txt")
    lines = [line.strip() for line in article.read_text(encoding="utf-8").split("\n") if line.strip()]
    for figure in support.figures:
        section, number = str(figure.locator).split()
        paragraph = lines[lines.index(section) + 1 + int(number)]  # the line after the name is a heading
        assert re.sub("^(户均)", "", str(figure.text)) in paragraph, figure.id  # its noun stands between
        assert str(figure.term).removesuffix("等") in paragraph, figure.id


def test_amounts_are_what_parse_reads(support):
    for figure, amount in zip(support.figures, support.amounts, strict=True):
        quantity = aidstats.parse(str(figure.text), unit="人" if figure.text == "约5万" else None)
        assert (quantity.relation, quantity.unit, quantity.kind) == (figure.relation, figure.unit, figure.kind)
        assert float(quantity.value) == figure.value == amount.value
        assert (quantity.lo_open, quantity.hi_open) == (figure.lo_open, figure.hi_open)
        assert figure.hi == (np.inf if quantity.hi is None else float(quantity.hi))
        assert figure.lo == float(quantity.lo)
        assert np.isnan(figure.from_value) == (quantity.origin is None)
    (change,) = support.figures[support.figures.kind == "change"]
    assert (change.from_value, change.from_unit, change.value, change.unit) == (15, "d", 57, "h")


def test_parts_and_repeats_are_marked(support):
    figures = support.figures
    marked = {kind: figures.text[figures.overlap == kind].tolist() for kind in ("part", "perhaps", "same")}
    assert marked["part"] == ["1300万元", "1000万元"]
    shanghai = ["4000万元", "近2000人", "近3亿元", "近6亿元", "近1000万元"]
    assert marked["perhaps"] == [*shanghai, "2600余万元", "7个"]
    assert marked["same"] == ["7519名", "10万余株", "45公里", "1419人"]
    assert all(link.startswith("?") for link in figures.part_of[figures.overlap == "perhaps"])


def test_people_resettled_in_shanghai_are_no_figures_of_one_county(support):
    places = support.figure_places
    sites = places[(places.role == "site") & (places.place == "上海市")].figure
    assert sorted(support.figures.text[np.isin(support.figures.id, sites)]) == sorted(
        ["近3亿元", "7个", "1835户", "7519名"]
    )
    assert not np.isin(sites, support.filter(recipient=["万州", "夷陵"]).figures.id).any()


# ------------------------------------------------------------------ adding


def test_totals_by_donor_count_nothing_twice(support):
    funds = support.total("funds", by="donor")
    assert {donor: total.value for donor, total in funds.items()} == {
        "北京市": 1087000000,
        "上海市": 1520000000,
        "江苏省": 800000000,
        "广东省": 811000000,
        "大连市": 176500000,
        "宁波市": 900000000,
        "浙江省": 458000000,
    }
    whole = support.total("funds")
    assert whole.value == sum(total.value for total in funds.values())
    assert (whole.lo, whole.hi, whole.lo_open, whole.hi_open) == (5702500000, 5852500000, True, True)
    assert (whole.count, whole.skipped) == (7, 6)
    assert (funds["上海市"].count, funds["上海市"].skipped) == (1, 4)


def test_perhaps_parts_can_be_added_and_sure_parts_cannot(support):
    most = support.total("funds", by="donor", perhaps="add")
    assert most["北京市"].value == 1087000000
    assert (most["上海市"].lo, most["上海市"].hi) == (
        1520000000 + 40000000 + 270000000 + 550000000 + 9000000,
        1520000000 + 40000000 + 300000000 + 600000000 + 10000000,
    )


def test_a_part_counts_where_its_whole_is_not_added(support):
    parts = support._only(support.figures.overlap == "part", None)
    assert parts.total("funds").value == 23000000


def test_a_repeat_counts_under_its_own_indicator(support):
    assert support.total("people_resettled").value == 7519 + 7005 + 1419
    assert support.total("households_resettled").value == 1835 + 350
    assert support.total("trees").value == 100000


@pytest.mark.parametrize(
    ("indicator", "said"),
    [
        (
            "people_trained",
            r"several units \(\{person_time\}, \{person\}\)|several units \(\{person\}, \{person_time\}\)",
        ),
        ("income_increase", "cannot be added"),
        ("export_time", "cannot be added"),
        ("flight_frequency", "cannot be added"),
        ("gdp", "cannot be added"),
        ("nothing", "there is no indicator 'nothing'; indicators are funds, "),
    ],
)
def test_what_cannot_be_added_is_refused(support, indicator, said):
    with pytest.raises(ValueError, match=said):
        support.total(indicator)


def test_figures_for_several_places_are_not_split_by_guess(support):
    wanzhou = support.filter(recipient="万州区")
    with pytest.raises(ValueError, match="shanghai-2023-funds, jiangsu-2023-funds"):
        wanzhou.total("funds")
    assert wanzhou.total("funds", shared="skip").value == 900000000
    assert wanzhou.total("funds", shared="whole").value == 900000000 + 1520000000 + 800000000
    together = support.total("funds", by="recipient")
    assert together["万州区、夷陵区"].value == 1520000000
    assert together["万州区"].value == 900000000
    # 万州 and 夷陵 asked for together hold all of Shanghai's amount.
    assert support.filter(recipient=["万州", "夷陵"], donor="上海").total("funds").value == 1520000000


def test_mistakes_in_the_call_of_total_are_named(support):
    for options, said in [({"by": "colour"}, "'colour'"), ({"by": ["a"]}, "1 labels"), ({"perhaps": "no"}, "'no'")]:
        with pytest.raises(ValueError, match=said):
            support.total("funds", **options)
    with pytest.raises(ValueError, match="'half'"):
        support.total("funds", shared="half")


def test_an_empty_selection_adds_to_nothing(support):
    none = support.filter(donor="吉林").total("funds")
    assert (none.value, none.count) == (0, 0)
    assert support.filter(donor="吉林").total("funds", by="donor") == {}


# ------------------------------------------------------------------ selecting


@pytest.mark.parametrize("name", ["万州区", "万州", "500101", "万县市", "万县地区", "512221", "万县区"])
def test_a_place_of_the_past_finds_what_it_is_now(support, name):
    assert support.filter(recipient=name).figures.id.tolist() == support.filter(recipient="万州区").figures.id.tolist()
    assert len(support.filter(recipient=name)) > 10


def test_a_province_stands_for_its_counties_as_recipient_but_not_as_donor(support):
    hubei = support.filter(recipient="湖北省")
    places = {place for places in hubei.lists("recipient") for place in places}
    assert places == {
        "巴东县",
        "兴山县",
        "夷陵区",
        "秭归县",
        "万州区",
        "云阳县",
    }  # the last two share figures with the rest
    assert "宁波市" not in support.filter(donor="浙江省").figures.donor


def test_filters_join_and_refuse_what_they_do_not_know(support):
    assert aidstats.support(donor="大连", recipient="兴山", indicator="training_courses").figures.text == ["16期"]
    assert len(aidstats.support(donor=["北京", "吉林"])) == 11
    with pytest.raises(ValueError, match="there is no place '兴山区'; the figures are about"):
        support.filter(recipient="兴山区")
    with pytest.raises(ValueError, match="there is no indicator 'money'"):
        support.filter(indicator="money")


def test_places_lead_to_the_present_and_have_the_codes_of_the_standard(support):
    now = {place.name: place.code for place in support.places if not place.valid_to}
    codes = {"巴东县": "422823", "巫溪县": "500238", "万州区": "500101", "夷陵区": "420506", "云阳县": "500235"}
    codes |= {"秭归县": "420527", "巫山县": "500237", "兴山县": "420526", "涪陵区": "500102"}
    assert codes.items() <= now.items()
    for place in support.places:
        assert support._place(str(place.id)) in support.places.id
        assert bool(place.successor) == bool(place.valid_to), place.id
        if place.successor:
            (successor,) = support.places[support.places.id == place.successor]
            assert successor.valid_to == 0 or successor.valid_to >= place.valid_to
    assert len(now) == len(support.places[support.places.valid_to == 0])


# ------------------------------------------------------------------ record arrays


@pytest.mark.parametrize("name", TABLES)
def test_arrays_come_back_equal_from_npy_and_pickle(support, name):
    table = getattr(support, name)
    file = io.BytesIO()
    np.save(file, np.asarray(table), allow_pickle=False)
    file.seek(0)
    same(table, np.load(file, allow_pickle=False))
    back = pickle.loads(pickle.dumps(table))
    assert type(back) is SupportTable
    same(table, back)


@pytest.mark.parametrize("name", TABLES)
def test_arrays_come_back_equal_from_pandas(support, name):
    pandas = pytest.importorskip("pandas")
    table = getattr(support, name)
    frame = table.to_pandas()
    assert list(frame.columns) == list(table.dtype.names)
    same(table, SupportTable.of(name, frame))
    same(table, SupportTable.of(name, pandas.concat([frame[3:], frame[:3]]).sort_index()))


@pytest.mark.parametrize("name", TABLES)
def test_arrays_come_back_equal_from_arrow_and_parquet(support, name, tmp_path):
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    table = getattr(support, name)
    same(table, SupportTable.of(name, table.arrow()))
    pyarrow.parquet.write_table(table.arrow(), tmp_path / "table.parquet")
    same(table, SupportTable.of(name, pyarrow.parquet.read_table(tmp_path / "table.parquet")))


def test_the_joined_table_comes_back_equal_too(support, tmp_path):
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    joined = support.arrow()
    pyarrow.parquet.write_table(joined, tmp_path / "joined.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "joined.parquet").equals(joined)
    same(support.figures, SupportTable.of("figures", joined))
    frame = support.to_pandas()
    same(support.figures, SupportTable.of("figures", frame))
    assert joined["recipients"].to_pylist() == frame.recipients.tolist() == support.lists("recipient")
    again = pickle.loads(pickle.dumps(support))
    same(support.figures, again.figures)
    assert again.amounts.tobytes() == support.amounts.tobytes()


def test_frame_has_the_columns_of_an_analyst(support):
    pytest.importorskip("pandas")
    frame = support.to_pandas()
    wanted = "donor recipients indicator value lo hi relation unit cumulative period_start period_end as_of text source"
    assert set(wanted.split()) | {"part_of", "same_as"} <= set(frame.columns)
    jiangsu = frame[(frame.donor == "江苏省") & (frame.indicator == "funds")].iloc[0]
    assert (jiangsu.recipients, jiangsu.lo, jiangsu.hi) == (["万州区", "云阳县", "秭归县"], 7.5e8, 8e8)
    assert frame.groupby("donor").size()["宁波市"] == 7
    assert frame.period_start.notna().sum() == 20


def test_slices_are_tables_and_nothing_hides_a_method(support):
    funds = support.figures[support.figures.indicator == "funds"]
    assert type(funds) is SupportTable
    assert funds.table_name == "figures"
    for name in TABLES:
        assert not {column for column, _ in _support_tables.COLUMNS[name]} & set(dir(np.recarray))


def test_the_shipped_arrays_cannot_be_changed_by_a_caller():
    aidstats.support().figures.value[0] = 1
    assert aidstats.support().figures.value[0] == 1087000000


@pytest.mark.parametrize("spoil", ["too long", "missing", "number"])
def test_nothing_is_cut_or_filled_when_a_table_is_made(support, spoil):
    pytest.importorskip("pandas")
    frame = support.places.to_pandas()
    if spoil == "too long":
        frame.loc[0, "short"] = "一二三四五六七八九"
        said = "row 0: short has 9 characters, at most 8 fit"
    elif spoil == "missing":
        frame = frame.drop(columns="code")
        said = "missing columns code"
    else:
        frame["name"] = range(len(frame))
        said = "name must be text"
    with pytest.raises(ValueError, match=said):
        SupportTable.of("places", frame)
    with pytest.raises(ValueError, match="there is no table 'towns'"):
        SupportTable.of("towns", frame)


def test_tables_show_themselves(support):
    assert "62 figures of 8 donors" in repr(support)
    html = support._repr_html_()
    assert "近8亿元" in html or "10.87亿元" in html
    assert html.count("<tr>") == 13
    assert "&lt;" not in support.total("funds", by="donor")._repr_html_()
    assert repr(support.places[:1]).splitlines()[0] == "places: 1 row"
    assert "<td>万州区</td>" in support.places[support.places.code == "500101"]._repr_html_()
    assert "from 15 d" in repr(support.filter(indicator="export_time"))
