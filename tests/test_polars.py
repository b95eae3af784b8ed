"""The namespace aid of polars: eager, lazy and streaming give the same rows, and the schema is known before."""

from decimal import Decimal

import pytest
from mixed_rows import FIELDS, TEXTS, expected, mixed_rows, no_reading_cell_by_cell, reads, same_fields  # noqa: F401

import aidstats

pl = pytest.importorskip("polars", reason="needs polars")
import aidstats.polars  # noqa: E402


def fields(struct) -> dict[str, list]:
    return {name: series.to_list() for name, series in struct.struct.unnest().to_dict().items()}


def column(rows=tuple(TEXTS), dtype=None):
    return pl.Series("text", list(rows), dtype=dtype or pl.String)


@pytest.mark.parametrize("kind", ["String", "Categorical", "Enum"])
def test_every_kind_of_text_gives_the_same_rows(kind):
    dtype = pl.Enum(sorted({text for text in TEXTS if text is not None})) if kind == "Enum" else getattr(pl, kind)
    series = column().cast(dtype)
    parsed = series.aid.parse()
    same_fields(fields(parsed), expected(tuple(TEXTS)))
    assert parsed.dtype == aidstats.polars.QUANTITY and parsed.name == "text"
    frame = series.to_frame()
    assert frame.select(pl.col("text").aid.parse()).to_series().to_list() == parsed.to_list()


@pytest.mark.parametrize("engine", ["eager", "lazy", "streaming"])
def test_a_hundred_thousand_mixed_rows(engine):
    frame = column(mixed_rows()).to_frame()
    if engine == "eager":
        parsed = frame.select(pl.col("text").aid.parse())
    else:
        lazy = frame.lazy().select(pl.col("text").aid.parse())
        assert lazy.collect_schema() == {"text": aidstats.polars.QUANTITY}
        parsed = collected(lazy) if engine == "streaming" else lazy.collect()
    assert parsed.schema == {"text": aidstats.polars.QUANTITY}
    same_fields(fields(parsed["text"]), expected())


def collected(lazy):
    if tuple(map(int, pl.__version__.split(".")[:2])) < (1, 23):
        return lazy.collect(streaming=True)
    return lazy.collect(engine="streaming")


def test_a_chunk_is_one_call(monkeypatch):
    calls = reads(monkeypatch)
    series = column(mixed_rows()[:10_000])
    series.aid.parse(), series.aid.value("元"), series.aid.is_approximate()
    assert len(calls) == 3


def test_schemas_are_those_of_the_results():
    frame = column().to_frame()
    for plan in (
        pl.col("text").aid.parse(),
        pl.col("text").aid.value("元"),
        pl.col("text").aid.is_approximate(),
        pl.col("text").aid.find(),
    ):
        assert frame.lazy().select(plan).collect_schema() == frame.select(plan).schema
        assert frame.lazy().filter(pl.lit(False)).select(plan).collect().height == 0


def test_slices_chunks_and_empty_columns():
    around = pl.Series("text", ["x", *TEXTS, "y"]).slice(1, len(TEXTS))
    chunks = pl.concat([column()[:5], column()[:0], column()[5:]], rechunk=False)
    for series in (around, chunks, column(TEXTS[::-1]).reverse()):
        same_fields(fields(series.aid.parse()), expected(tuple(TEXTS)))
    assert column(()).aid.parse().len() == column(()).aid.find().len() == 0
    nothing = pl.Series("text", [None, None])
    assert nothing.aid.parse().struct.field("status").to_list() == ["null", "null"]
    assert nothing.aid.find().to_list() == [None, None]


def test_missing_is_null_and_never_nan():
    parsed = column().aid.parse().struct.unnest()
    assert parsed["value"].to_list()[1:4] == [None, None, None]
    assert parsed["lo_open"].to_list()[1:3] == [None, None]
    assert not any(parsed[name].is_nan().any() for name in ("value", "lo", "hi"))
    assert column().aid.value("元").to_list()[:3] == [8e8, None, None]


def test_numbers_take_the_unit_of_the_header():
    series = pl.Series("发行总额（亿元）", [12.36, None, 3])
    assert series.aid.value("万元").to_list() == [123600, None, 30000]
    frame = series.to_frame()
    assert frame.select(pl.first().aid.value("元")).to_series().to_list() == [1236000000, None, 300000000]
    assert series.aid.parse(unit=None).struct.field("kind").to_list() == ["number", None, "number"]
    assert pl.Series("a", [5, 6], dtype=pl.Int16).aid.value("元", unit="万元").to_list() == [50000, 60000]
    assert pl.Series("a", [True, None]).aid.parse().struct.field("status").to_list() == ["E_TYPE", "null"]


def test_value_needs_one_unit_or_converts_to_one():
    series = pl.Series(["8亿元", "3户", "无"])
    with pytest.raises(ValueError, match=r"CNY, \{household\}"):
        series.aid.value()
    assert series.aid.value("亿元").to_list() == [8, None, None]
    with pytest.raises(aidstats.ParseError, match="row 2"):
        series.aid.value("亿元", errors="raise")
    assert pl.Series(["近8亿元"]).aid.value("亿元", column="lo").to_list() == [7.5]
    assert pl.Series(["近8亿元"]).aid.value().to_list() == [8e8]


def test_an_expression_that_sees_its_column_in_pieces_names_no_row():
    frame = pl.DataFrame({"a": ["5元", "6元", "待定"]})
    plan = frame.lazy().select(pl.col("a").aid.value("元", errors="raise"))
    for collect in (pl.LazyFrame.collect, collected):
        with pytest.raises(Exception, match="E_NO_NUMBER at 0") as caught:
            collect(plan)
        assert "待定" in str(caught.value) and "row 0" not in str(caught.value) and "row 2" not in str(caught.value)


def test_objects_and_wide_integers_are_read():
    mixed = pl.Series("投资（万元）", ["近8", 5, None, Decimal("1.5"), True], dtype=pl.Object)
    assert mixed.aid.value("元").to_list() == [80000, 50000, None, 15000, None]
    assert mixed.to_frame().select(pl.first().aid.parse().struct.field("status")).to_series().to_list()[-1] == "E_TYPE"
    if hasattr(pl, "Int128"):
        assert pl.Series("a", [3, None], dtype=pl.Int128).aid.value("元", unit="万元").to_list() == [30000, None]


def test_mistakes_in_the_arguments_are_named_before_anything_is_read():
    plan = pl.col("text").aid
    for call, error in (
        (lambda: plan.parse(unit="吗"), ValueError),
        (lambda: plan.parse(errors="ignore"), ValueError),
        (lambda: plan.parse(na_values="—"), TypeError),
        (lambda: plan.value("元", column="unit"), ValueError),
        (lambda: plan.value("橘子"), ValueError),
        (lambda: plan.find(level="loose"), ValueError),
    ):
        with pytest.raises(error):
            call()


def test_cells_that_mean_nothing_are_null():
    parsed = pl.Series(["—", "5元"]).aid.parse(na_values=(word for word in ["—"]))
    assert parsed.struct.field("status").to_list() == ["null", "ok"]


def test_find_gives_lists():
    texts = ["搬迁350户、1419人", None, "吗", "投资约2.5亿元", ""]
    found = pl.Series("text", texts).aid.find()
    assert [row if row is None else [match["text"] for match in row] for row in found.to_list()] == [
        *(["350户", "1419人"], None, [], ["约2.5亿元"], [])
    ]
    assert found.dtype == pl.List(aidstats.polars.MATCH)
    frame = pl.Series("text", texts).to_frame()
    money = frame.select(pl.col("text").aid.find(kinds="money").list.first().struct.field("value"))
    assert money.to_series().to_list() == [None, None, None, 2.5e8, None]


def test_find_gives_the_records_of_find_array():
    rows = mixed_rows()[:5000]
    matches = column(rows).aid.find().explode().drop_nulls().struct.unnest()
    records = aidstats.find_array(rows)
    for name in ("start", "end"):
        assert matches[name].to_list() == records[name].tolist()
    assert matches["unit"].to_list() == records.unit_name.tolist()
    assert matches["text"].to_list() == [
        rows[row][start:end] for row, start, end in zip(records.row, records.start, records.end, strict=True)
    ]


def test_groups_and_filters_work_on_the_fields():
    frame = pl.DataFrame({"donor": ["甲", "乙", "甲"], "投资（亿元）": ["12", "近8亿元", "3000万"]})
    sums = frame.group_by("donor").agg(pl.col("投资（亿元）").aid.value("亿元").sum()).sort("donor")
    assert sums.rows() == [("乙", 8.0), ("甲", 12.3)]
    loose = frame.lazy().filter(pl.col("投资（亿元）").aid.is_approximate()).collect()
    assert loose["donor"].to_list() == ["乙"]
