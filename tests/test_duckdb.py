"""Functions for SQL in DuckDB: NULL passes, a chunk is one call, records are scanned by name."""

import itertools
from functools import partial

import pytest
from mixed_rows import FIELDS, TEXTS, expected, mixed_rows, no_reading_cell_by_cell, same_fields  # noqa: F401

import aidstats
from aidstats import _core

duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
import aidstats.duckdb  # noqa: E402
from aidstats._arrow_fields import match_lists, quantity_structs, unit, with_strings  # noqa: E402
from aidstats._reader import Reader  # noqa: E402


@pytest.fixture
def connection():
    with duckdb.connect() as connected:
        aidstats.duckdb.register(connected)
        yield connected


def table(rows) -> object:
    return pyarrow.table({"i": range(len(rows)), "text": pyarrow.array(list(rows), pyarrow.string())})


def fields(structs) -> dict[str, list]:
    return {name: [struct[name] for struct in structs] for name in FIELDS}


def test_every_field_is_in_the_struct(connection):
    texts = table(TEXTS)
    assert texts.num_rows == len(TEXTS)
    rows = connection.sql("select aid_parse(text) from texts order by i").fetchall()
    same_fields(fields([row[0] for row in rows]), expected(tuple(TEXTS)))
    columns = connection.sql("describe select unnest(aid_parse(text)) from texts").fetchall()
    assert [column[0] for column in columns] == FIELDS
    assert [column[1] for column in columns] == [
        *["DOUBLE"] * 3,
        *["BOOLEAN"] * 2,
        *["VARCHAR"] * 4,
        *["DATE"] * 2,
        "VARCHAR",
    ]


def test_a_hundred_thousand_mixed_rows(connection):
    texts = table(mixed_rows())
    assert texts.num_rows
    result = connection.sql("select i, unnest(aid_parse(text)) from texts order by i")
    found = result.to_arrow_table() if hasattr(result, "to_arrow_table") else result.arrow()
    same_fields({name: found.column(name).to_pylist() for name in FIELDS}, expected())


def test_single_functions_agree_with_the_struct(connection):
    texts = table(mixed_rows()[:5000])
    assert texts.num_rows
    differing = connection.sql(
        """
        select count(*) from (select *, aid_parse(text) as q from texts)
        where aid_value(text) is distinct from q.value or aid_lo(text) is distinct from q.lo
           or aid_hi(text) is distinct from q.hi or aid_unit(text) is distinct from q.unit
        """
    )
    assert differing.fetchall() == [(0,)]


def test_a_chunk_is_one_call(connection, monkeypatch):
    calls = []
    original = _core.parse_columns
    monkeypatch.setattr(_core, "parse_columns", lambda *a, **k: calls.append(1) or original(*a, **k))
    texts = table(mixed_rows()[:20_000])
    assert texts.num_rows
    connection.sql("select sum(aid_value(text)) from texts").fetchall()
    assert 1 <= len(calls) <= 20


def test_null_empty_and_other_types(connection):
    assert connection.sql("select aid_value(null), aid_unit(null), aid_find(null)").fetchall() == [(None, None, None)]
    assert connection.sql("select aid_parse(null).status, aid_parse('').status").fetchall() == [("null", "E_EMPTY")]
    assert connection.sql("select aid_value('吗'), aid_unit('若干吗')").fetchall() == [(None, None)]
    connection.execute("create table nothing (text varchar)")
    assert connection.sql("select aid_parse(text), aid_find(text) from nothing").fetchall() == []
    connection.execute("create type amount as enum ('近8亿元', '3户')")
    connection.execute("create table kinds as select '近8亿元'::amount as text")
    assert connection.sql("select aid_value(text) from kinds").fetchall() == [(8e8,)]
    with pytest.raises(duckdb.BinderException):
        connection.sql("select aid_value(12.5)")
    assert connection.sql("select aid_value(12.5::varchar), aid_value(3::varchar)").fetchall() == [(12.5, 3.0)]


def test_errors_name_the_text_and_no_row_of_a_chunk():
    connection = duckdb.connect()
    aidstats.duckdb.register(connection, errors="raise")
    with pytest.raises(duckdb.Error, match="ParseError: E_NO_NUMBER at 0") as caught:
        connection.sql("select aid_value(text) from (values ('5元'), ('待定')) as t(text)").fetchall()
    assert "待定" in str(caught.value)


def test_slices_and_chunks_are_read_in_order(connection):
    around = table(["x", *TEXTS, "y"]).slice(1, len(TEXTS))
    chunks = pyarrow.concat_tables([table(TEXTS)[:4], table(TEXTS)[4:4], table(TEXTS)[4:]])
    assert around.num_rows == chunks.num_rows
    for name in ("around", "chunks"):
        rows = connection.sql(f"select aid_parse(text) from {name} order by i").fetchall()
        same_fields(fields([row[0] for row in rows]), expected(tuple(TEXTS)))
        rows = connection.sql(f"select aid_find(text) from {name} where text is not null").fetchall()
        assert sum(len(row[0]) for row in rows) == len(aidstats.find_array(TEXTS))


def test_find_gives_lists(connection):
    texts = table(["搬迁350户、1419人", None, "吗", "投资约2.5亿元", "", "é共5户𠮷"])
    assert texts.num_rows
    rows = connection.sql("select aid_find(text) from texts order by i").fetchall()
    assert [row[0] if row[0] is None else [match["text"] for match in row[0]] for row in rows] == [
        *(["350户", "1419人"], None, [], ["约2.5亿元"], [], ["5户"])
    ]
    money = connection.sql("select unnest(aid_find(text)).value as v from texts order by v").fetchall()
    assert money == [(5.0,), (350.0,), (1419.0,), (2.5e8,)]


def test_find_gives_the_records_of_find_array(connection):
    rows = mixed_rows()[:5000]
    texts = table(rows)
    assert texts.num_rows
    found = connection.sql("select aid_find(text) from texts order by i").fetchall()
    matches = list(itertools.chain.from_iterable(row[0] or [] for row in found))
    records = aidstats.find_array(rows)
    assert [match["start"] for match in matches] == records.start.tolist()
    assert [match["unit"] for match in matches] == records.unit_name.tolist()
    assert [match["text"] for match in matches] == [
        rows[row][start:end] for row, start, end in zip(records.row, records.start, records.end, strict=True)
    ]


def test_spark_gets_the_same_in_types_that_it_knows():
    """It takes no string views and no large lists."""
    reader = Reader()
    for texts in (pyarrow.array(TEXTS), pyarrow.chunked_array([TEXTS[:3], TEXTS[3:]]), pyarrow.array(TEXTS[:1])):
        for make in (partial(match_lists, level=1, kinds=0), quantity_structs, unit):
            made = make(reader, texts)
            if int(pyarrow.__version__.partition(".")[0]) < 18:
                pytest.skip("needs pyarrow 18")
            plain = with_strings(made)
            assert plain.to_pylist() == made.to_pylist()
            assert "view" not in str(plain.type)
            assert "large" not in str(plain.type)


def test_options_and_a_second_set_of_functions(connection):
    aidstats.duckdb.register(connection, unit="亿元", na_values=["—"], prefix="yi_")
    assert connection.sql("select yi_value('12'), aid_value('12'), yi_parse('—').status").fetchall() == [
        (1.2e9, 12.0, "null")
    ]
    aidstats.duckdb.register(connection, unit="万元", kinds="money")
    assert connection.sql("select aid_value('12'), len(aid_find('3户，5元'))").fetchall() == [(120000.0, 1)]
    aidstats.duckdb.register(connection, errors="raise")
    with pytest.raises(duckdb.Error, match="E_TRAILING"):
        connection.sql("select aid_value('5个吗')").fetchall()
    with pytest.raises(ValueError, match="吗"):
        aidstats.duckdb.register(connection, unit="吗")


def test_records_are_scanned_by_name(connection):
    records = aidstats.parse_array(TEXTS, errors="coerce").arrow(["value", "unit", "status"])
    assert len(records) == len(TEXTS)
    rows = connection.sql("select unit, sum(value) from records where status = 'ok' group by 1 having unit = 'CNY'")
    assert rows.fetchall() == [("CNY", 8e8 + 1e9 + 5000)]
