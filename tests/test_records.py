"""Records: columns, class, exact numbers, sums, conversions, frames, files."""

import datetime
import io
import pickle
import random
import typing
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import aidstats
from aidstats import Records

TEXTS = [
    "近8亿元",
    "2600余万元",
    "3至5万元",
    "1/3",
    "每户5000元",
    "约20多万人",
    "至少9000元",
    "若干",
    "2023年9月5日",
    "10月20日",
]


@pytest.fixture
def records() -> Records:
    return aidstats.parse_array(TEXTS)


@pytest.fixture
def money() -> Records:
    return aidstats.parse_array(["近8亿元", "2600余万元", "1亿元"])


# ------------------------------------------------------------------ columns and class


def test_no_column_hides_a_method_of_record_arrays_or_of_records():
    for dtype in (aidstats.QUANTITY_DTYPE, aidstats.MATCH_DTYPE):
        assert not set(dtype.names) & set(dir(np.recarray))
        assert not set(dtype.names) & set(vars(Records))


def test_layout_is_flat_and_of_the_promised_size():
    assert aidstats.QUANTITY_DTYPE.itemsize == 96
    assert aidstats.MATCH_DTYPE.itemsize == 112
    assert aidstats.MATCH_DTYPE.names[:-3] == aidstats.QUANTITY_DTYPE.names
    assert all(aidstats.MATCH_DTYPE[name].shape == () for name in aidstats.MATCH_DTYPE.names)


@pytest.mark.parametrize(
    "derive",
    [
        lambda r: r[2:5],
        lambda r: r[r.value > 0],
        lambda r: r[[3, 1]],
        lambda r: r[np.argsort(r.lo)],
        lambda r: np.sort(r, order="lo"),
        lambda r: r.copy(),
        lambda r: pickle.loads(pickle.dumps(r)),
        lambda r: aidstats.concat([r, r[:1]]),
    ],
    ids=["slice", "mask", "take", "argsort", "sort", "copy", "pickle", "concat"],
)
def test_what_is_made_of_records_is_records(records, derive):
    derived = derive(records)
    assert type(derived) is Records
    assert derived.dtype == aidstats.QUANTITY_DTYPE
    assert derived.kind_name.dtype.kind == "U"


def test_pickle_keeps_every_byte(records):
    assert pickle.loads(pickle.dumps(records)).tobytes() == records.tobytes()


def test_columns_are_plain_arrays(records):
    assert type(records.value) is np.ndarray
    assert records.value.base is not None, "a view, not a copy"


def test_names_for_codes(records):
    assert records.kind_name.tolist()[:4] == ["money", "money", "money", "ratio"]
    assert records.relation_name.tolist()[:3] == ["near", "over", "range"]
    assert records.unit_name[4] == "CNY/{household}"
    assert records.has("hedge").tolist() == [text.startswith("约") for text in TEXTS]
    assert records.flag_names[5] == "hedge"


def test_names_agree_with_the_quantities(records):
    for index, text in enumerate(TEXTS):
        quantity = aidstats.parse(text)
        assert records.quantity(index, text) == quantity
        assert (records.kind_name[index], records.relation_name[index]) == (quantity.kind, quantity.relation)
        assert records.unit_name[index] == quantity.unit or quantity.kind in ("date", "period")
        assert set(records.flag_names[index].split("|")) - {""} == quantity.flags
        for column in ("value", "lo", "hi"):
            assert records.exact(column)[index] == getattr(quantity, column)


def test_rows_that_were_not_read_have_no_names():
    records = aidstats.parse_array(["三百五百", None], errors="coerce")
    assert records.kind_name.tolist() == ["", ""]
    assert records.relation_name.tolist() == ["", ""]
    assert records.status_name.tolist() == ["E_DUP_SCALE", "null"]


def test_an_unknown_flag_is_refused(records):
    with pytest.raises(ValueError, match="no flag 'vague'"):
        records.has("vague")


# ------------------------------------------------------------------ exact numbers


def test_exact_numbers_have_the_simplest_type():
    exact = aidstats.parse_array(["10.87亿元", "0.1", "1/3", "三五个", "-5"]).exact()
    assert exact.tolist() == [1087000000, Decimal("0.1"), Fraction(1, 3), None, -5]
    assert [type(number) for number in exact[:3]] == [int, Decimal, Fraction]


def test_exact_bounds_of_dates_are_dates(records):
    assert records.exact("lo")[8] == datetime.date(2023, 9, 5)
    assert str(records.exact("lo")[9]) == "--10-20"
    assert records.exact("value")[8] is None


def test_decimal_rounds_half_to_even_only_where_asked():
    records = aidstats.parse_array(["0.125", "0.135", "2/3", "若干"])
    assert records.decimal(scale=2).tolist() == [Decimal("0.12"), Decimal("0.14"), Decimal("0.67"), None]
    with pytest.raises(ValueError, match="row 2 is 2/3"):
        records.decimal()
    assert records[:2].decimal().tolist() == [Decimal("0.125"), Decimal("0.135")]
    with pytest.raises(ValueError, match="scale must be"):
        records.decimal(scale=-1)
    with pytest.raises(ValueError, match="column must be one of"):
        records.decimal("unit")


def test_decimal_is_not_subject_to_the_callers_context():
    import decimal

    with decimal.localcontext() as context:
        context.prec = 3
        assert aidstats.parse_array(["123456.789"]).decimal(scale=2).tolist() == [Decimal("123456.79")]
        assert aidstats.parse_array(["123456.789"]).exact().tolist() == [Decimal("123456.789")]


# ------------------------------------------------------------------ units


def test_to_gives_the_nearest_double():
    records = aidstats.parse_array(["10.87亿元", "0.1元", "123456789.01元", "若干"], unit="元")
    converted = records.to("万元")
    assert converted.tolist()[:3] == [108700.0, 0.00001, 12345.678901]
    assert np.isnan(converted[3])


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("15亩", "公顷", Fraction(1)),
        ("2亩", "平方米", Fraction(4000, 3)),
        ("3分10秒", "秒", Fraction(190)),
        ("90分钟", "小时", Fraction(3, 2)),
        ("3公里", "米", Fraction(3000)),
        ("25基点", "个百分点", Fraction(1, 4)),
        ("2打", "个", Fraction(24)),
    ],
)
def test_to_converts_by_exact_factors(text, unit, expected):
    assert aidstats.parse_array([text]).to(unit).tolist() == [float(expected)]
    assert Fraction(aidstats.parse(text).to(unit).value) == expected


def test_to_keeps_unbounded_ends_and_converts_bounds():
    records = aidstats.parse_array(["至少9000元", "近8亿元"])
    assert records.to("万元", "hi").tolist() == [float("inf"), 80000.0]
    assert records.to("亿元", "lo").tolist() == [0.00009, 7.5]


def test_to_names_the_row_of_another_dimension():
    records = aidstats.parse_array(["3公里", "5吨"])
    with pytest.raises(ValueError, match="row 1 is in t "):
        records.to("公里")


def test_to_does_not_mix_people_and_visits():
    with pytest.raises(ValueError, match="cannot be counted in"):
        aidstats.parse_array(["5000人次"]).to("人")


# ------------------------------------------------------------------ sums


def test_sum_adds_ends_and_an_end_is_open_if_any_is(money):
    total = money.sum()
    assert (total.value, total.lo, total.hi) == (926000000, 876000000, 927000000)
    assert total.lo_open
    assert total.hi_open
    assert (total.unit, total.count, total.skipped) == ("CNY", 3, 0)
    closed = aidstats.parse_array(["1元", "约8元", "2元"]).sum()
    assert not closed.lo_open
    assert not closed.hi_open


def test_sum_is_exact():
    total = aidstats.parse_array(["0.1小时"] * 10 + ["1小时20分钟"] * 3).sum()
    assert total.value == 5
    assert aidstats.parse_array(["123456789012345678元"] * 1000).sum().value == 123456789012345678 * 1000
    negative = aidstats.parse_array(["-5元", "3元", "-0.5元"]).sum()
    assert negative.value == Decimal("-2.5")


def test_sum_of_a_value_that_is_not_stated_is_none():
    total = aidstats.parse_array(["3至5万元", "1万元"]).sum()
    assert (total.value, total.lo, total.hi) == (None, 40000, 60000)


def test_sum_with_an_unbounded_end_is_unbounded():
    total = aidstats.parse_array(["至少9000元", "1元"]).sum()
    assert (total.value, total.lo, total.hi, total.hi_open) == (9001, 9001, None, True)


def test_sum_refuses_mixed_units_and_names_them():
    with pytest.raises(ValueError, match=r"several units \(CNY in 2, \{person\} in 1 rows\)"):
        aidstats.parse_array(["1元", "2元", "3人"]).sum()
    with pytest.raises(ValueError, match="several units"):
        aidstats.parse_array(["5%", "3个百分点"]).sum()
    with pytest.raises(ValueError, match="several units"):
        aidstats.parse_array(["5元", "5元/亩"]).sum()


def test_sum_refuses_dates():
    with pytest.raises(ValueError, match="row 1 is a date"):
        aidstats.parse_array(["5", "2023年"]).sum()


def test_sum_counts_what_it_skips():
    total = aidstats.parse_array(["1元", None, "三百五百"], errors="coerce").sum()
    assert (total.value, total.count, total.skipped) == (1, 1, 2)


def test_sum_by_column_and_by_labels():
    records = aidstats.parse_array(["1元", "3人", "2元", "5人"])
    assert {unit: total.value for unit, total in records.sum(by="unit").items()} == {"CNY": 3, "{person}": 8}
    totals = records.sum(by=np.array(["b", "a", "b", "a"]))
    assert list(totals) == ["b", "a"], "in the order of the rows"
    assert [total.unit for total in totals.values()] == ["CNY", "{person}"]
    with pytest.raises(ValueError, match="of 'x' have several units"):
        records.sum(by=["x"] * 4)
    with pytest.raises(ValueError, match="3 labels for 4 rows"):
        records.sum(by=["x"] * 3)
    with pytest.raises(ValueError, match="no column 'place'"):
        records.sum(by="place")


@pytest.mark.parametrize("function", [Records.sum, aidstats.Support.total])
def test_type_checkers_know_one_sum_from_sums_of_groups(function):
    returned = [overload.__annotations__["return"] for overload in typing.get_overloads(function)]
    assert len(returned) == 2 and returned[0] == "Total" and returned[1] != "Total"


def test_sum_of_nothing():
    total = aidstats.parse_array([]).sum()
    assert (total.value, total.lo, total.hi, total.count) == (0, 0, 0, 0)
    assert aidstats.parse_array([]).sum(by=[]) == {}


# ------------------------------------------------------------------ contains


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1500余户", [1501, 1599], [1500, 1600]),
        ("至少9000元", [9000, 10**12], [8999]),
        ("不足5万人", [0, 49999], [50000, -1]),
        ("1/3", [Fraction(1, 3)], [1 / 3, Fraction(333333, 1000000)]),
        ("0.1", [0.1, Decimal("0.1"), Fraction(1, 10)], [Fraction(1, 10) + Fraction(1, 10**30)]),
        ("2023年", [datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)], [datetime.date(2024, 1, 1), 2023]),
        ("1992年至今", [datetime.date(1992, 1, 1), datetime.date(2999, 1, 1)], [datetime.date(1991, 12, 31)]),
        ("10月20日", [], [datetime.date(2023, 10, 20)]),
    ],
)
def test_contains_decides_the_ends_exactly(text, inside, outside):
    record = aidstats.parse_array([text])
    assert [bool(record.contains(x)[0]) for x in inside] == [True] * len(inside)
    assert [bool(record.contains(x)[0]) for x in outside] == [False] * len(outside)


def test_rows_that_were_not_read_contain_nothing():
    assert aidstats.parse_array([None, "三百五百"], errors="coerce").contains(0).tolist() == [False, False]


# ------------------------------------------------------------------ problems


def test_problems_are_counted_with_examples():
    texts = ["8亿元", "三百五百", "五十三百", "四百五百", None, "5个吗"]
    problems = aidstats.parse_array(texts, errors="coerce").problems(texts, limit=1)
    assert [(problem.status, problem.count) for problem in problems] == [
        ("E_DUP_SCALE", 2),
        ("E_SCALE_ORDER", 1),
        ("E_TRAILING", 1),
    ]
    assert problems[0].rows == [1]
    assert problems[0].examples == ["三百五百"]
    assert aidstats.parse_array(["8亿元", None]).problems() == []


# ------------------------------------------------------------------ display


def test_repr_is_for_people(money):
    assert repr(money).splitlines() == [
        "Records of 3 quantities",
        "kind   value      interval                relation  unit",
        "money  800000000  [750000000, 800000000)  near      CNY",
        "money  26000000   (26000000, 27000000)    over      CNY",
        "money  100000000                          eq        CNY",
    ]
    assert repr(money[:0]) == "Records of 0 quantities"
    assert repr(money[:1]).startswith("Records of 1 quantity\n")
    assert repr(aidstats.concat([money] * 5)).splitlines()[-1] == "…"


def test_repr_of_some_columns_is_numpys(money):
    assert repr(money[["value", "lo"]]).startswith("rec.array([(8.0e+08, 7.5e+08)")


def test_html_escapes_and_counts(money):
    html = aidstats.concat([money] * 5)._repr_html_()
    assert html.count("<tr>") == 11
    assert "5 more" in html
    assert aidstats.parse_array(["小于5元"])._repr_html_().count("<td>") >= 5


# ------------------------------------------------------------------ frames


def test_to_pandas_names_codes_and_cuts_texts():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    texts = ["搬迁350户，投资近2亿元。", None, "2023年9月竣工"]
    frame = aidstats.find_array(texts).to_pandas(texts, context=2)
    assert frame["text"].tolist() == ["350户", "近2亿元", "2023年9月"]
    assert frame["before"].tolist() == ["搬迁", "投资", ""]
    assert frame["after"].tolist() == ["，投", "。", "竣工"]
    assert frame["kind"].tolist() == ["count", "money", "date"]
    assert frame["unit"].tolist()[:2] == ["{household}", "CNY"]
    assert isinstance(frame["relation"].dtype, pandas.CategoricalDtype)
    assert frame["lo_date"][2] == pandas.Timestamp("2023-09-01")
    assert frame["hi_date"][2] == pandas.Timestamp("2023-09-30")
    assert frame["lo_date"].isna().tolist() == [True, True, False]


def test_to_pandas_rows_that_were_not_read_are_missing():
    pytest.importorskip("pandas", reason="needs pandas")
    texts = ["5元", "三百五百", None]
    frame = aidstats.parse_array(texts, errors="coerce").to_pandas(texts)
    assert frame["kind"].isna().tolist() == [False, True, True]
    assert frame["value"].isna().tolist() == [False, True, True]
    assert frame["status"].tolist() == ["ok", "E_DUP_SCALE", "null"]
    assert frame["text"].tolist()[:2] == texts[:2]


def test_to_pandas_checks_its_arguments(money):
    pytest.importorskip("pandas", reason="needs pandas")
    with pytest.raises(ValueError, match="context needs texts"):
        money.to_pandas(context=3)
    with pytest.raises(ValueError, match="2 values for 3 rows"):
        money.to_pandas(["a", "b"])


def test_to_polars_has_every_column(money):
    pytest.importorskip("polars", reason="needs polars")
    frame = money.to_polars()
    assert frame["value"].to_list() == [8e8, 2.6e7, 1e8]
    assert frame["unit"].cast(str).to_list() == ["CNY"] * 3


def test_arrow_view_is_read_by_pyarrow(money):
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    table = pyarrow.table(money.arrow(["value", "unit", "lo_coef"]))
    assert table.column_names == ["value", "unit", "lo_coef"]
    assert table["unit"].to_pylist() == ["CNY"] * 3
    assert pyarrow.table(money.arrow(["unit"], labels=False))["unit"].to_pylist() == money.unit.tolist()


def test_a_missing_library_is_named_with_its_extra(money, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ImportError, match=r"pip install aidstats\[pandas\]"):
        money.to_pandas()
    with pytest.raises(ImportError, match=r"pip install aidstats\[polars\]"):
        money.to_polars()


# ------------------------------------------------------------------ files


@pytest.mark.parametrize("make", [lambda: aidstats.parse_array(TEXTS), lambda: aidstats.find_array(TEXTS)])
def test_saved_records_come_back(tmp_path, make):
    records = make()
    aidstats.save(tmp_path / "records.npy", records)
    for mode in (None, "r"):
        loaded = aidstats.load(tmp_path / "records.npy", mmap_mode=mode)
        assert type(loaded) is Records
        assert loaded.tobytes() == records.tobytes()


def test_load_checks_schema_and_columns(tmp_path, money):
    stale = money.copy()
    stale["schema"] += 1
    np.save(tmp_path / "stale.npy", np.asarray(stale))
    with pytest.raises(ValueError, match=f"records of schema {stale['schema'][0]}"):
        aidstats.load(tmp_path / "stale.npy")
    np.save(tmp_path / "other.npy", np.zeros(3))
    with pytest.raises(ValueError, match="no records of aidstats"):
        aidstats.load(tmp_path / "other.npy")
    with pytest.raises(ValueError, match="schema"):
        aidstats.save(tmp_path / "again.npy", stale)


def test_load_runs_no_pickle(tmp_path):
    np.save(tmp_path / "pickle.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        aidstats.load(tmp_path / "pickle.npy")


def test_save_takes_a_file_object(money):
    file = io.BytesIO()
    aidstats.save(file, money)
    file.seek(0)
    assert aidstats.load(file).tobytes() == money.tobytes()


def test_concat_joins_one_kind_only(money):
    matches = aidstats.find_array(["5元"])
    assert len(aidstats.concat([money, money])) == 6
    assert len(aidstats.concat([])) == 0
    with pytest.raises(ValueError, match="different columns"):
        aidstats.concat([money, matches])
    with pytest.raises(ValueError, match="no records"):
        aidstats.concat([np.zeros(2)])


@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
def test_doubles_of_fractions_are_the_nearest(unit):
    draw = random.Random(5)
    texts = [
        f"{draw.choice([3, 7, 11, 999983])}分之{draw.choice([1, 2, 10 ** draw.randint(0, 15)])}元" for _ in range(200)
    ]
    texts += [f"{draw.randint(1, 10**17)}e{draw.randint(-20, 12)}元" for _ in range(200)]
    records = aidstats.parse_array(texts)
    exact = [Fraction(value) / aidstats.parse_unit(unit)[1] for value in records.exact()]
    assert records.to(unit).tolist() == [float(value) for value in exact]
