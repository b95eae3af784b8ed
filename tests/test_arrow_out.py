"""Tables that every engine reads: values, nulls and labels of the column sink."""

import decimal
import gc

import numpy as np
import pytest

import aidstats
from aidstats import _core

TEXTS = ["近8亿元", None, "吗", "1992年至今", "三分之一", "超10亿元", "10月20日", "每户5000元", "不足5户", "2023-09-05"]


def arrow(table: object) -> object:
    return pytest.importorskip("pyarrow", reason="needs pyarrow").table(table)


def test_columns_are_those_asked_for_in_order():
    table = _core.parse_columns(TEXTS, ["unit", "value"])
    assert table.column_names == ("unit", "value")
    assert (table.num_rows, len(table)) == (10, 10)
    assert "10 rows, 2 columns" in repr(table)
    assert _core.parse_columns(TEXTS).column_names == _core.COLUMNS
    assert not any(name.startswith("_") for name in _core.COLUMNS)


def test_both_sinks_agree():
    """parse_columns(values) is arrow_table(parse_records(values))."""
    values = TEXTS * 2000  # more than one block
    assert arrow(_core.parse_columns(values)).equals(arrow(_core.arrow_table(_core.parse_records(values))))


def test_values_are_those_of_the_records():
    records = _core.parse_records(TEXTS)
    table = arrow(_core.arrow_table(records, labels=False))
    read = records["status"] == 0
    for name in records.dtype.names:
        if name == "_reserved":
            continue
        column = table.column(name).combine_chunks()
        there = ~np.asarray(column.is_null())
        values = np.array(column.to_pylist(), dtype=object)
        assert (values[there] == records[name][there].tolist()).all(), name
        if name in ("status", "error_at", "schema"):
            assert there.all(), name
        elif name in ("value", "lo", "hi"):
            assert (there == (read & ~np.isnan(records[name]))).all(), name
        elif name.endswith("_coef") and name != "grain_coef":
            assert (there == (read & (records[name] != np.iinfo(np.int64).min))).all(), name
        else:
            assert (there == read).all(), name


def test_unbounded_ends_stay_infinite():
    table = arrow(_core.parse_columns(["超10亿元"], ["lo", "hi"]))
    assert table.to_pylist() == [{"lo": 1e9, "hi": float("inf")}]


def test_labels_are_the_names_of_codes():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    table = arrow(_core.parse_columns(TEXTS, ["kind", "unit", "per", "status", "relation", "cue"]))
    assert all(pa.types.is_dictionary(field.type) for field in table.schema)
    rows = table.to_pylist()
    assert rows[0]["kind"] == "money" and rows[0]["unit"] == "CNY" and rows[0]["relation"] == "near"
    assert rows[0]["cue"] != "" and rows[4]["cue"] == ""
    assert (rows[7]["unit"], rows[7]["per"]) == ("CNY", "{household}")
    assert [row["status"] for row in rows[:3]] == ["ok", "null", "E_NO_NUMBER"]
    for column in table.columns:
        words = column.chunk(0).dictionary.to_pylist()
        assert len(set(words)) == len(words), "categories must be distinct"


def test_dates_with_a_year_are_dates():
    table = arrow(_core.parse_columns(TEXTS, ["lo_date", "hi_date"]))
    lo, hi = (column.to_pylist() for column in table.columns)
    assert [str(day) for day in lo] == ["None"] * 3 + ["1992-01-01"] + ["None"] * 5 + ["2023-09-05"]
    assert [str(day) for day in hi] == ["None"] * 9 + ["2023-09-05"]


def test_a_code_of_a_newer_lexicon_is_null_and_no_index_out_of_bounds():
    records = _core.parse_records(["5元", "6元"])
    records["unit"][1], records["kind"][1], records["cue"][1] = 65535, 255, 65535
    table = arrow(_core.arrow_table(records, ["unit", "kind", "cue"]))
    assert table.to_pylist()[1] == {"unit": None, "kind": None, "cue": None}
    table.validate(full=True)


def test_matches_have_their_span():
    records = _core.find_records(["共5户", None, "共6户和\ud800", "3元"])
    table = arrow(_core.arrow_table(records, ["row", "start", "end", "status"]))
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (0, 1, 3, "ok"),
        (2, None, None, "E_UTF8"),
        (3, 0, 2, "ok"),
    ]
    assert _core.arrow_table(records).column_names[-5:] == ("row", "start", "end", "lo_date", "hi_date")
    with pytest.raises(ValueError, match="row"):
        _core.parse_columns(["5元"], ["row"])


@pytest.mark.parametrize("select", [slice(None, None, 2), slice(None, None, -1), slice(3, 3)])
def test_strided_and_empty_records_are_read(select):
    records = _core.parse_records(TEXTS)
    expected = arrow(_core.arrow_table(records[select].copy()))
    assert arrow(_core.arrow_table(records[select])).equals(expected)
    assert expected.num_rows == len(records[select])


def test_records_of_foreign_byte_order_are_refused():
    records = _core.parse_records(TEXTS)
    with pytest.raises(TypeError, match="QUANTITY_DTYPE"):
        _core.arrow_table(records.astype(records.dtype.newbyteorder()))


def test_the_schema_says_which_version_it_is():
    metadata = arrow(_core.parse_columns([])).schema.metadata
    assert metadata == {b"aidstats.schema": b"1", b"aidstats.lexicon": _core.LEXICON_DIGEST.encode()}


def test_a_table_may_be_read_many_times_and_outlived():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    table = _core.parse_columns(TEXTS, ["value", "unit"])
    first, second = arrow(table), arrow(table)
    column = pa.array(table).field("value")
    assert first.equals(second)
    assert first.column("value").chunk(0).buffers()[1].address == second.column("value").chunk(0).buffers()[1].address
    del table, first, second
    gc.collect()
    assert column.to_pylist()[0] == 8e8


def test_numpy_sees_the_same_buffers():
    """Without pyarrow, too: codes and numbers of the records, no copy but of bits."""
    records = _core.parse_records(TEXTS)
    table = _core.parse_columns(TEXTS, labels=False)
    for name in table.column_names:
        column = table.numpy(name)
        if name in records.dtype.names:
            assert column.dtype == records.dtype[name], name
            np.testing.assert_array_equal(column, records[name], err_msg=name)
        if column.dtype != bool:
            assert not column.flags.writeable, name
            assert column.ctypes.data == table.numpy(name).ctypes.data, name
    value = table.numpy("value")
    del table
    gc.collect()
    assert value[0] == 8e8
    with pytest.raises(KeyError, match="row"):
        _core.parse_columns(TEXTS, ["value"]).numpy("row")
    assert [len(_core.parse_columns([]).numpy(name)) for name in ("value", "lo_open", "unit")] == [0, 0, 0]


def test_numpy_and_arrow_have_one_address():
    table = _core.parse_columns(TEXTS, ["value"])
    assert arrow(table).column("value").chunk(0).buffers()[1].address == table.numpy("value").ctypes.data


def test_capsules_that_nobody_reads_free_what_they_hold():
    table = _core.parse_columns(TEXTS)
    for _ in range(100):
        table.__arrow_c_schema__(), table.__arrow_c_array__(None), table.__arrow_c_stream__(requested_schema=None)


def test_polars_reads_it():
    polars = pytest.importorskip("polars", reason="needs polars")
    frame = polars.DataFrame(_core.parse_columns(TEXTS, ["value", "unit", "lo_open", "lo_date"]))
    assert frame["value"].to_list()[:3] == [8e8, None, None]
    assert frame["unit"].to_list()[0] == "CNY"
    assert frame["lo_date"].drop_nulls().dt.year().to_list() == [1992, 2023]


def test_duckdb_reads_it():
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    table = _core.parse_columns(TEXTS, ["value", "unit"])  # found by its name in the query
    assert table.num_rows == 10
    rows = duckdb.sql("select unit, sum(value) from table group by 1 having unit = 'CNY'".replace("table", '"table"'))
    assert rows.fetchall() == [("CNY", 8e8 + 1e9 + 5000)]


def test_pandas_reads_it():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    if not hasattr(pandas.DataFrame, "from_arrow"):
        pytest.skip("needs pandas 3")
    frame = pandas.DataFrame.from_arrow(_core.parse_columns(TEXTS, ["value", "unit"]))
    assert frame["value"].tolist()[0] == 8e8 and frame["value"].isna().tolist()[1]
    assert frame["unit"].iloc[0] == "CNY"


def test_exact_numbers_are_decimals():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    texts = [
        "10.87亿元",
        "-0.05元",
        "近8亿元",
        "超100户",
        "几十人",
        None,
        "2023年9月",
        "三百五百",
        "0",
        "999999999999999999万亿",
    ]
    records = aidstats.parse_array(texts, errors="coerce")
    table = pa.table(records.arrow(["value", "lo", "hi", "unit"], scale=2))
    assert table.schema.field("lo").type == pa.decimal128(38, 2)
    for name in ("value", "lo", "hi"):
        numbers = records[records.kind_name != "date"].decimal(name)
        wanted = iter(numbers.tolist())
        for row, found in enumerate(table[name].to_pylist()):
            if records.kind_name[row] == "date":
                assert found is None
            else:
                assert found == next(wanted), (name, texts[row])
    assert table["hi"].null_count == 4  # 超100户 is unbounded
    assert table.validate(full=True) is None


def test_a_common_denominator_is_divided_out():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    records = aidstats.parse_array(["0.5至三分之二"])
    assert records.den[0] == 3
    assert pa.table(records.arrow(["lo"], scale=1))["lo"].to_pylist() == [decimal.Decimal("0.5")]


@pytest.mark.parametrize(
    ("text", "scale", "said"),
    [
        ("0.125", 2, "row 1: value is no decimal of 38 digits with 2 places"),
        ("三分之一", 30, "row 1: value is no decimal of 38 digits with 30 places"),
        ("1万亿亿", 38, "row 1: value is no decimal of 38 digits with 38 places"),
        ("8", 39, "scale must be an int from 0 to 38 or None, not 39"),
        ("8", -1, "scale must be an int from 0 to 38 or None, not -1"),
        ("8", True, "scale must be an int from 0 to 38 or None, not True"),
        ("8", 10**30, "scale must be an int from 0 to 38 or None, not 1000000000000000000000000000000"),
    ],
)
def test_a_number_that_is_no_such_decimal_is_named(text, scale, said):
    with pytest.raises(ValueError, match=said):
        aidstats.parse_array(["0", text]).arrow(["value"], scale=scale)


def test_the_largest_decimal_fits_and_the_next_power_of_ten_does_not():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    for sign in "", "-":
        records = aidstats.parse_array([sign + "999999999999999999"])
        (found,) = pa.table(records.arrow(["value"], scale=20))["value"].to_pylist()
        assert found == int(sign + "9" * 18)
        with pytest.raises(ValueError, match="row 0: value"):
            records.arrow(["value"], scale=21)


def test_decimals_are_no_numpy_array():
    table = aidstats.parse_array(["8"]).arrow(["value"], scale=0)
    with pytest.raises(TypeError, match='column "value" is of decimals'):
        table.numpy("value")
