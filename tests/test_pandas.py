"""Series.aid and DataFrame.aid: every string flavour gives the same rows, the index stays, NA stays NA."""

from decimal import Decimal

import numpy as np
import pytest
from mixed_rows import TEXTS, expected, mixed_rows, no_reading_cell_by_cell, reads, same_fields  # noqa: F401

import aidstats

pd = pytest.importorskip("pandas", reason="needs pandas")
import aidstats.pandas  # noqa: E402


def fields(frame) -> dict[str, list]:
    def cell(value):
        if value is pd.NaT or (isinstance(value, float) and value != value):
            return None
        return value.date() if isinstance(value, pd.Timestamp) else value

    return {name: [cell(value) for value in frame[name].tolist()] for name in frame.columns}


def arrow_dtype(kind: str):
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    return pd.ArrowDtype(getattr(pyarrow, kind)())


FLAVOURS = {
    "default": lambda: None,
    "object": lambda: object,
    "string[python]": lambda: "string[python]",
    "string[pyarrow]": lambda: pytest.importorskip("pyarrow", reason="needs pyarrow") and "string[pyarrow]",
    "category": lambda: "category",
    "arrow string": lambda: arrow_dtype("string"),
    "arrow large_string": lambda: arrow_dtype("large_string"),
}


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_every_string_flavour_gives_the_same_rows(flavour):
    series = pd.Series(TEXTS, dtype=flavour(), index=[f"第{i}行" for i in range(len(TEXTS))])
    before = series.copy()
    frame = series.aid.parse()
    same_fields(fields(frame), expected(tuple(TEXTS)))
    assert frame.index.equals(series.index)
    pd.testing.assert_series_equal(series, before)
    assert series.aid.value("元", unit=None).isna().tolist()[1]
    assert series.aid.is_approximate().tolist()[:3] == [True, pd.NA, pd.NA]


def test_a_hundred_thousand_mixed_rows():
    series = pd.Series(mixed_rows())
    same_fields(fields(series.aid.parse()), expected())
    same_fields(fields(series.astype("category").aid.parse(threads=2)), expected())


def test_a_column_is_one_call(monkeypatch):
    calls = reads(monkeypatch)
    series = pd.Series(mixed_rows()[:10_000])
    series.aid.parse(), series.aid.value(unit=None, to="元"), series.aid.is_approximate()
    assert len(calls) == 3


def test_types_of_the_columns():
    frame = pd.Series(TEXTS).aid.parse()
    assert [frame[name].dtype for name in ("value", "lo", "hi")] == [np.dtype(float)] * 3
    assert frame["lo_open"].dtype == bool
    for name in ("relation", "kind", "unit", "flags", "status"):
        assert isinstance(frame[name].dtype, pd.CategoricalDtype), name
    assert frame["lo_date"].dtype.kind == "M"
    assert "CNY/{household}" in frame["unit"].cat.categories


@pytest.mark.parametrize("select", [slice(0, 0), slice(2, 7), slice(None, None, -2)])
def test_slices_are_read_in_their_own_order(select):
    series = pd.Series(TEXTS)[select]
    same_fields(fields(series.aid.parse()), expected(tuple(TEXTS[select])))
    assert series.aid.parse().index.equals(series.index)
    assert len(series.aid.find()) == len(aidstats.find_array(TEXTS[select]))


def test_views_of_text_are_read_though_pandas_itself_can_do_little_with_them():
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    series = pd.Series(pd.arrays.ArrowExtensionArray(pyarrow.array(TEXTS, pyarrow.string_view())), name="投资")
    same_fields(fields(series.aid.parse()), expected(tuple(TEXTS)))
    assert series.aid.value("元").isna().tolist()[1]
    assert series[:1].aid.to_quantity().array.numbers().tolist() == aidstats.parse_array(TEXTS[:1]).value.tolist()


def test_chunks_are_read_as_one_column():
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    chunks = pyarrow.chunked_array([TEXTS[:3], [], TEXTS[3:4], TEXTS[4:]], pyarrow.string())
    series = pd.Series(pd.arrays.ArrowExtensionArray(chunks))
    same_fields(fields(series.aid.parse()), expected(tuple(TEXTS)))


def test_a_series_of_nothing_but_missing_cells():
    for dtype in (object, "string[python]", float):
        frame = pd.Series([None, None], dtype=dtype).aid.parse()
        assert frame["status"].tolist() == ["null", "null"]
        assert frame[["value", "lo", "hi", "unit", "kind"]].isna().all(axis=None)


def test_numbers_are_read_with_the_unit_of_the_header():
    series = pd.Series([12.36, None, 3], name="发行总额（亿元）")
    assert series.aid.value("万元").tolist()[::2] == [123600, 30000]
    assert series.aid.value().tolist()[0] == 1236000000
    assert series.aid.value(unit="万元").tolist()[2] == 30000
    assert series.aid.parse(unit=None)["kind"].tolist() == ["number", np.nan, "number"]
    mixed = pd.Series([5, "近6", Decimal("1.5"), True, pd.NaT], name="金额：万元", dtype=object)
    assert mixed.aid.value("元").fillna(0).tolist() == [50000, 60000, 15000, 0, 0]
    assert mixed.aid.parse()["status"].tolist() == ["ok", "ok", "ok", "E_TYPE", "null"]


def test_dates_already_typed_are_no_quantities():
    frame = pd.Series(pd.to_datetime(["2023-01-01", None])).aid.parse()
    assert frame["status"].tolist() == ["E_TYPE", "null"]


def test_value_needs_one_unit_or_converts_to_one():
    series = pd.Series(["8亿元", "3户", "无"])
    with pytest.raises(ValueError, match=r"CNY, \{household\}"):
        series.aid.value()
    assert series.aid.value("亿元").tolist()[0] == 8
    assert series.aid.value("亿元").isna().tolist() == [False, True, True]
    with pytest.raises(aidstats.ParseError, match="row 2"):
        series.aid.value("亿元", errors="raise")
    with pytest.raises(ValueError, match="row 1"):
        series[:2].aid.value("亿元", errors="raise")
    with pytest.raises(ValueError, match="column"):
        series.aid.value("亿元", column="unit")
    assert pd.Series(["近8亿元", "3亩"], name="x").aid.value("亿元", column="lo").tolist()[0] == 7.5


def test_cells_that_mean_nothing_are_missing():
    frame = pd.Series(["—", "5元", "未披露"]).aid.parse(na_values=["—", "未披露"])
    assert frame["status"].tolist() == ["null", "ok", "null"]


def test_mistakes_in_the_arguments_are_named():
    series = pd.Series(["5元"])
    for call, error in (
        (lambda: series.aid.parse(unit="吗"), ValueError),
        (lambda: series.aid.parse(errors="ignore"), ValueError),
        (lambda: series.aid.parse(na_values="—"), TypeError),
        (lambda: series.aid.value("吗"), ValueError),
        (lambda: series.aid.find(level="loose"), ValueError),
        (lambda: series.aid.find(kinds=["cash"]), ValueError),
    ):
        with pytest.raises(error):
            call()


def test_find_keeps_the_labels_of_the_rows():
    texts = ["搬迁350户、1419人", None, "吗", "投资约2.5亿元"]
    series = pd.Series(texts, index=pd.Index([10, 20, 30, 40], name="编号"))
    frame = series.aid.find(context=2)
    assert frame.index.tolist() == [10, 10, 40] and frame.index.name == "编号"
    assert frame["text"].tolist() == ["350户", "1419人", "约2.5亿元"]
    assert frame["before"].tolist() == ["搬迁", "户、", "投资"]
    assert series.aid.find(kinds="money").index.tolist() == [40]
    assert len(series[:0].aid.find()) == 0
    several = series.set_axis(pd.MultiIndex.from_product([["甲", "乙"], [1, 2]])).aid.find()
    assert several.index.tolist() == [("甲", 1), ("甲", 1), ("乙", 2)]


def test_find_gives_the_records_of_find_array():
    rows = mixed_rows()[:5000]
    frame = pd.Series(rows).aid.find()
    records = aidstats.find_array(rows)
    for name in ("row", "start", "end", "lo_open"):
        assert frame[name].tolist() == records[name].tolist(), name
    np.testing.assert_array_equal(frame["value"].to_numpy(), records.value)
    assert frame["unit"].tolist() == records.unit_name.tolist()


def test_approximate_means_no_exact_number_is_stated():
    exact = ["8亿元", "共5户", "三分之一", "2023年9月", "12%", "从3亿元增加到5亿元"]
    loose = ["近8亿元", "5余户", "数百人", "3至5万元", "超10亿元", "至少9000元", "约20多万人", "从3亿元增加到近5亿元"]
    answers = pd.Series([*exact, *loose, None, "吗"]).aid.is_approximate()
    assert str(answers.dtype) == "boolean"
    assert answers.tolist() == [False] * len(exact) + [True] * len(loose) + [pd.NA] * 2


def test_a_whole_sheet():
    sheet = pd.DataFrame(
        {
            "地区": ["甲县", "乙县"],
            "金额（亿元）": [1.5, "近2"],
            "户数": ["350户", None],
            "备注": ["无", "5元"],
            "年份": [2023, 2024],
        },
        index=["x", "y"],
    )
    before = sheet.copy()
    parsed = sheet.aid.parse_columns()
    added = [f"{name}_{each}" for name in ("金额（亿元）", "户数") for each in ("value", "lo", "hi", "unit")]
    assert [name for name in parsed.columns if name not in sheet.columns] == added
    assert parsed.columns.tolist().index("金额（亿元）_value") == parsed.columns.tolist().index("金额（亿元）") + 1
    assert parsed["金额（亿元）_lo"].tolist() == [1.5e8, 1.8e8]
    assert parsed["户数_unit"].tolist()[0] == "{household}" and pd.isna(parsed["户数_value"]["y"])
    assert parsed.index.equals(sheet.index)
    pd.testing.assert_frame_equal(sheet, before)
    pd.testing.assert_frame_equal(parsed[sheet.columns], sheet)


def test_a_sheet_keeps_the_names_and_notes_of_its_columns():
    sheet = pd.DataFrame({"户数": ["350户", None]}).rename_axis(columns="列", index="行")
    sheet.attrs["source"] = "年报"
    parsed = sheet.aid.parse_columns()
    assert (parsed.columns.name, parsed.index.name, parsed.attrs) == ("列", "行", {"source": "年报"})
    pivoted = pd.DataFrame({"地区": ["甲", "乙"], "年": [2022, 2023], "投资（亿元）": ["近3", 4]}).pivot(
        index="地区", columns="年", values=["投资（亿元）"]
    )
    parsed = pivoted.aid.parse_columns()
    assert parsed.columns.names == [None, "年"]
    assert parsed[("投资（亿元）", "2022_lo")]["甲"] == 2.7e8
    assert pivoted[("投资（亿元）", 2023)].aid.value("万元")["乙"] == 40000


def test_a_sheet_is_not_parsed_twice():
    sheet = pd.DataFrame({"户数": ["350户"]}).aid.parse_columns()
    with pytest.raises(ValueError, match="'户数_value' already"):
        sheet.aid.parse_columns()
    with pytest.raises(ValueError, match="errors must be"):
        sheet.aid.parse_columns(errors="ignore")


def test_objects_that_are_quantities_are_what_they_say():
    """As apply() over groups leaves them, or a concatenation of columns in several units."""
    cells = [None, "近8亿元", "3至5万元", np.nan, "每户5000元", "三分之一亩"]
    records = aidstats.parse_array(cells)
    said = [records.quantity(row) or cell for row, cell in enumerate(cells)]
    objects = pd.Series(said, list("abcdef"), dtype=object)
    pd.testing.assert_frame_equal(objects.aid.parse(), pd.Series(cells, list("abcdef")).aid.parse())
    assert objects.aid.value("万元", column="lo").fillna(0).tolist() == [0, 75000, 3, 0, 0.5, 0]
    assert objects.aid.is_approximate().tolist() == [pd.NA, True, True, pd.NA, False, False]
    assert objects[:4].aid.value().fillna(0).tolist() == [0, 8e8, 0, 0]
    assert objects[:4].aid.to_quantity("亿元").dtype == "quantity[亿元]"
    with pytest.raises(TypeError, match="quantities already"):
        objects.aid.find()
    with pytest.raises(TypeError, match="row 1 holds str"):
        pd.Series([said[1], "6元"]).aid.parse()


def test_columns_of_a_sheet_by_name():
    sheet = pd.DataFrame({"a": ["5元", "吗"], "b": ["6元", "7元"]})
    assert sheet.aid.parse_columns(["b"]).columns.tolist() == ["a", "b", "b_value", "b_lo", "b_hi", "b_unit"]
    with pytest.raises(KeyError, match="'c'"):
        sheet.aid.parse_columns(["c"])
    with pytest.raises(TypeError, match="several names"):
        sheet.aid.parse_columns("b")
    with pytest.raises(aidstats.ParseError, match="row 1"):
        sheet.aid.parse_columns(["a"], errors="raise")
    twice = pd.DataFrame([["5元", "6元"]], columns=["a", "a"]).aid.parse_columns()
    assert twice["a_value"].to_numpy().tolist() == [[5.0, 6.0]]
    levels = pd.DataFrame([["5", "甲"]], columns=pd.MultiIndex.from_tuples([("投资", "金额（万元）"), ("投资", "名")]))
    assert levels.aid.parse_columns()[("投资", "金额（万元）_value")].tolist() == [50000.0]
    assert pd.DataFrame(index=[1, 2]).aid.parse_columns().shape == (2, 0)


def test_pandas_is_imported_only_when_asked_for():
    import subprocess
    import sys

    code = "import aidstats, sys; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", code], timeout=60).returncode == 0


@pytest.mark.parametrize(
    "index",
    [
        pd.Index(["x", "x", "y"], name="n"),
        pd.MultiIndex.from_tuples([("甲", 1), ("甲", 1), ("乙", 2)], names=["a", "b"]),
        pd.date_range("2023-01-01", periods=3),
    ],
    ids=["duplicates", "levels", "dates"],
)
def test_every_method_keeps_index_and_name(index):
    series = pd.Series(["近8亿元", None, "3元"], index=index, name="投资")
    for found in (series.aid.value(), series.aid.is_approximate(), series.aid.to_quantity()):
        pd.testing.assert_index_equal(found.index, index)
        assert found.name == "投资"
    pd.testing.assert_index_equal(series.aid.parse().index, index)
    pd.testing.assert_index_equal(series.to_frame().aid.parse_columns().index, index)


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_columns_without_a_row_keep_their_types(flavour):
    empty = pd.Series([], dtype=flavour(), name="投资（亿元）")
    assert empty.aid.parse().shape == (0, 12) and empty.aid.parse()["value"].dtype == float
    assert empty.aid.value().dtype == float and empty.aid.is_approximate().dtype == "boolean"
    assert empty.aid.to_quantity().dtype == "quantity[亿元]"
    assert len(empty.aid.find()) == 0
    full = pd.Series(["5元"]).aid.parse()
    labels = {name: empty.aid.parse()[name].cat.categories.dtype for name in ("unit", "flags", "relation")}
    assert labels == {name: full[name].cat.categories.dtype for name in labels}
    assert empty.to_frame().aid.parse_columns().shape == (0, 5)


@pytest.mark.parametrize("missing", [None, pd.NA, np.nan, pd.NaT, np.datetime64("NaT", "s")], ids=repr)
def test_every_way_to_be_missing_stays_missing(missing):
    series = pd.Series(["3元", missing], dtype=object)
    assert series.aid.parse()["status"].tolist() == ["ok", "null"]
    assert series.aid.value().isna().tolist() == [False, True]
    assert series.aid.to_quantity().isna().tolist() == [False, True]


@pytest.mark.parametrize(
    "values", [[True, False], pd.to_datetime(["2023-01-01"]), pd.timedelta_range("1D", periods=2), [b"3", ["3"]]]
)
def test_cells_that_are_neither_text_nor_numbers_have_a_status(values):
    series = pd.Series(values)
    assert set(series.aid.parse()["status"]) <= {"E_TYPE", "ok"}
    assert series.aid.value("元").isna().all()
