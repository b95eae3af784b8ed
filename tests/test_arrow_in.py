"""Columns by the Arrow C data interface: every layout of text, and nothing malformed is believed."""

import ctypes
import decimal
import sys

import numpy as np
import pytest
from arrow_structs import HandMade, new_capsule
from test_containers import READ, TEXTS, same

from aidstats import _core

LONG = [*TEXTS, "共投入资金三千八百五十万元左右", "全年累计完成投资不少于12.5亿元"]  # too long to stand in a view

# ---------------------------------------------------------------- the libraries


def pyarrow_columns(pa) -> dict[str, object]:
    array = pa.array(LONG)
    around = pa.array([None, "x", *LONG, "y"])
    return {
        "string": array,
        "large_string": pa.array(LONG, pa.large_string()),
        "string_view": pa.array(LONG, pa.string_view()),
        "binary": array.cast(pa.binary()),
        "dictionary": array.dictionary_encode(),
        "dictionary of 8 bits": array.cast(pa.dictionary(pa.int8(), pa.large_string())),
        "slice": around[2:-1],
        "slice of a dictionary": around.dictionary_encode()[2:-1],
        "slice of views": pa.array([None, "x", *LONG, "y"], pa.string_view())[2:-1],
        "chunks": pa.chunked_array([LONG[:3], [], LONG[3:4], LONG[4:]], pa.string()),
        "table of one column": pa.table({"text": array}),
        "batch of one column": pa.record_batch({"text": array}),
        "slice of a table": pa.table({"text": around}).slice(2, len(LONG)),
        "reader": pa.RecordBatchReader.from_batches(
            pa.schema({"text": pa.string()}), [pa.record_batch({"text": array})]
        ),
    }


def polars_columns(pl) -> dict[str, object]:
    series = pl.Series("text", LONG)
    words = sorted({text for text in LONG if text is not None})
    columns = {
        "series": series,
        "slice": pl.Series("text", ["x", *LONG, "y"]).slice(1, len(LONG)),
        "chunks": pl.concat([series[:5], series[5:]], rechunk=False),
        "frame of one column": series.to_frame(),
    }
    if tuple(map(int, pl.__version__.split(".")[:2])) >= (1, 30):  # before, polars could not hand these over
        columns |= {"categorical": series.cast(pl.Categorical), "enum": series.cast(pl.Enum(words))}
    return columns


@pytest.mark.parametrize(("library", "columns"), [("pyarrow", pyarrow_columns), ("polars", polars_columns)])
def test_every_layout_gives_the_records_of_a_list(library, columns):
    module = pytest.importorskip(library, reason=f"needs {library}")
    expected = _core.parse_records(LONG)
    for name, column in columns(module).items():
        assert same(_core.parse_records(column), expected), name
    for name, column in columns(module).items():
        assert same(_core.find_records(column), _core.find_records(LONG)), name


def test_a_duckdb_relation_is_a_column():
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    connection = duckdb.connect()
    connection.execute("create table texts (i integer, text varchar)")
    connection.executemany("insert into texts values (?, ?)", list(enumerate(LONG)))
    relation = connection.sql("select text from texts order by i")
    assert same(_core.parse_records(relation), _core.parse_records(LONG))


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_that_share_a_value_of_a_dictionary_give_the_records_of_a_list(threads):
    """Few values and many, numbers and nulls among them, another dictionary in each chunk, and rows of a struct."""
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    few = [*TEXTS, "五元吗", "—"]
    many = [f"{number}万元" for number in range(3000)]

    def chunk(values: list, rows: int, start: int = 0):
        indices = [None if row % 11 == 10 else (row * 7 + start) % len(values) for row in range(rows)]
        texts = [None if at is None else values[at] for at in indices]
        return texts, pa.DictionaryArray.from_arrays(pa.array(indices, pa.int16()), pa.array(values))

    cut = [chunk(few, 20_000), chunk(few[::-1], 50), chunk(many, 9_000), chunk(few, 3), chunk(many[1:], 9_000, 5)]
    texts = [text for part, _ in cut for text in part]
    column = pa.chunked_array([array for _, array in cut])
    options = {"unit": "万元", "na_values": ["—"], "threads": threads}
    expected = _core.parse_records(texts, **options)
    assert same(_core.parse_records(column, **options), expected)
    assert same(_core.parse_records(pa.table({"text": column}).slice(9), **options), expected[9:])
    names = ["value", "unit", "status", "error_at", "lo_coef"]
    table = _core.parse_columns(column, names, **options)
    assert all(np.array_equal(table.numpy(name), expected[name], equal_nan=name == "value") for name in names)
    numbers = pa.array([1.5, None, 2.25] * 100).dictionary_encode()
    assert same(_core.parse_records(numbers, **options), _core.parse_records(numbers.to_pylist(), **options))


def test_nulls_of_a_struct_are_nulls_of_its_child():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    child = pa.array(["x", "5元", "6元", None, "8元"])
    struct = pa.StructArray.from_arrays([child], ["text"], mask=pa.array([False, False, True, False, False]))
    assert same(_core.parse_records(struct[1:]), _core.parse_records(["5元", None, None, "8元"]))


def test_a_table_of_several_columns_is_refused():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    with pytest.raises(TypeError, match="table of 2"):
        _core.parse_records(pa.table({"a": ["5元"], "b": ["6元"]}))


def test_columns_of_numbers_are_numbers():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    expected = _core.parse_records([5, None, 100])
    for kind in (pa.int8(), pa.uint16(), pa.int32(), pa.int64(), pa.uint64(), pa.float32(), pa.float64()):
        assert same(_core.parse_records(pa.array([5, None, 100], kind)), expected), kind
    values = [decimal.Decimal("12345.67"), None, decimal.Decimal("-0.05")]
    assert same(_core.parse_records(pa.array(values, pa.decimal128(20, 2))), _core.parse_records(values))
    assert same(_core.parse_records(pa.array([0.1, 1e-7], pa.float32())), _core.parse_records([0.1, 1e-7]))


@pytest.mark.parametrize(("bits", "digits"), [(32, 9), (64, 18), (128, 38), (256, 76)])
def test_decimals_of_every_width_are_read_exactly(bits, digits):
    coefficients = [0, 1, -1, 120, -(10 ** (digits - 1)), 5 * 10 ** (digits - 1), 10**9 - 1, -(10**8) - 7]
    numbers = [each.to_bytes(bits // 8, "little", signed=True) for each in [0, *coefficients]]
    for scale in (0, 2, digits - 1):
        values = [None, *(decimal.Decimal(f"{each}E-{scale}") for each in coefficients)]
        form, contents = f"d:{digits},{scale},{bits}".encode(), [b"\xfe\x01", b"".join(numbers)]
        column = HandMade(form, len(values), contents, null_count=1)
        assert same(_core.parse_records(column), _core.parse_records(values)), scale
        column = HandMade(form, len(values) - 2, contents, offset=2)
        assert same(_core.parse_records(column), _core.parse_records(values[2:])), scale


def test_every_number_of_16_bits_is_read_as_numpy_writes_it():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    numbers = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    assert same(_core.parse_records(pa.array(numbers, pa.float16())), _core.parse_records(numbers))


def test_values_of_other_types_have_a_status():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    for column in (pa.array([True, None]), pa.array([[1], None]), pa.array([1, None], pa.timestamp("s"))):
        assert [_core.statuses()[code] for code in _core.parse_records(column)["status"]] == ["E_TYPE", "null"]
    assert _core.parse_records(pa.nulls(3))["status"].tolist() == [1, 1, 1]
    with pytest.raises(TypeError, match=r"\+r"):
        _core.parse_records(pa.RunEndEncodedArray.from_arrays([2], ["5元"]))


def metadata(*pairs: tuple[bytes, bytes]) -> bytes:
    texts = [text for pair in pairs for text in pair]
    return b"".join(
        [len(pairs).to_bytes(4, sys.byteorder), *(len(text).to_bytes(4, sys.byteorder) + text for text in texts)]
    )


EXTENSION = b"ARROW:extension:name"


@pytest.mark.parametrize("form", [b"c", b"l", b"g"])
def test_numbers_that_an_extension_type_means_otherwise_are_none(form):
    """Days of a period, truth of one byte: what the numbers count, only the type knows."""
    cells = [None, bytes(16)]
    assert _core.parse_records(HandMade(form, 2, cells))["value"].tolist() == [0, 0]
    for pairs, status in (
        ([(b"made", b"by hand")], "ok"),
        ([(EXTENSION, b"pandas.period")], "E_TYPE"),
        ([(b"made", b"by hand"), (EXTENSION, b"")], "E_TYPE"),
    ):
        column = HandMade(form, 2, cells, metadata=metadata(*pairs))
        assert {_core.statuses()[code] for code in _core.parse_records(column)["status"]} == {status}
    words = HandMade(
        b"c", 2, [None, bytes(2)], dictionary=HandMade(form, 1, cells, metadata=metadata((EXTENSION, b"x")))
    )
    assert {_core.statuses()[code] for code in _core.parse_records(words)["status"]} == {"E_TYPE"}


def test_text_of_an_extension_type_is_text():
    column = HandMade(**WORDS, metadata=metadata((EXTENSION, b"arrow.json")))
    assert _core.parse_records(column)["value"].tolist() == [5]


def test_a_struct_that_is_one_value_is_no_table():
    part = HandMade(b"g", 1, [None, bytes(8)])
    column = HandMade(b"+s", 1, [None], child=part, metadata=metadata((EXTENSION, b"pandas.interval")))
    assert [_core.statuses()[code] for code in _core.parse_records(column)["status"]] == ["E_TYPE"]
    own = HandMade(b"+s", 1, [None], child=part, metadata=metadata((EXTENSION, b"aidstats.quantity")))
    with pytest.raises(TypeError, match="quantities already"):
        _core.parse_records(own)


@pytest.mark.parametrize("form", [b"u", b"l", b"+s"])
@pytest.mark.parametrize("lengths", [(-1,), (3, -1)])
def test_metadata_of_a_negative_length_is_refused(form, lengths):
    first, *second = (length.to_bytes(4, sys.byteorder, signed=True) for length in lengths)
    content = (1).to_bytes(4, sys.byteorder) + first + (b"key" + second[0] if second else b"")
    kept = {b"u": WORDS, b"l": {"form": b"l", "length": 1, "contents": [None, bytes(8)]}}.get(form)
    column = HandMade(**kept, metadata=content) if kept else HandMade(form, 1, [None], metadata=content)
    if form == b"u":  # whose metadata says nothing that matters
        assert _core.parse_records(column)["value"].tolist() == [5]
    else:
        with pytest.raises(ValueError, match="metadata"):
            _core.parse_records(column)


def test_invalid_utf8_is_a_status():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    column = pa.array([b"8\xe4\xba\xbf\xff", b"5"], pa.binary())
    records = _core.parse_records(column)
    assert (_core.statuses()[records["status"][0]], records["error_at"][0]) == ("E_UTF8", 2)
    assert _core.find_records(column)["status"].tolist()[0] == records["status"][0]


# Runs of numerals that go on in the next row, too many numerals, long rows, rows without any.
SPLIT = ["共十", "二户", "", "12", "34元", "无数字", "五", "六", "5亿", "元", "—", "没有", "2023年", "１", "２户"]
SPLIT += ["一" * 700 + "户", "修路3公里。" * 40, "道路" * 3000]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("level", [0, 1, 2])
def test_rows_in_one_buffer_are_found_in_as_each_alone(level, threads):
    pa = pytest.importorskip("pyarrow")
    texts = SPLIT * 30
    expected = _core.find_records(texts, level=level, na_values=("2023年",))
    assert len(expected) > 1000
    for array in (pa.array(texts), pa.array(texts).dictionary_encode(), pa.array(texts, pa.string_view())):
        found = _core.find_records(array, level=level, na_values=("2023年",), threads=threads)
        assert same(found, expected)


def test_one_bad_row_of_a_buffer_spoils_no_other():
    pa = pytest.importorskip("pyarrow")
    rows = [
        "5户".encode(),
        "修路".encode(),
        b"\xe5\xff",
        "8元".encode(),
        "亿".encode()[:2],
        "9人".encode(),
    ] * 40
    found = _core.find_records(pa.array(rows, pa.binary()))
    alone = [_core.find_records(pa.array([row], pa.binary())) for row in rows]
    assert list(found["row"]) == [at for at, records in enumerate(alone) for _ in records]
    for name in ("status", "error_at", "start", "end", "value_coef", "unit"):
        assert list(found[name]) == [record[name] for records in alone for record in records]


def test_a_character_that_two_rows_share_is_valid_in_neither():
    pa = pytest.importorskip("pyarrow")
    offsets = pa.array([0, 3, 7], pa.int32()).buffers()[1]
    column = pa.Array.from_buffers(pa.binary(), 2, [None, offsets, pa.py_buffer("5亿元".encode())])
    found = _core.find_records(column)
    assert list(found["row"]) == [0, 1]
    assert set(found["status"]) == {_core.find_records(pa.array([b"\xff"], pa.binary()))["status"][0]}


def test_a_stream_is_read_once():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")

    class Once:
        def __init__(self) -> None:
            self.capsule = pa.chunked_array([READ]).__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    once = Once()
    assert len(_core.parse_records(once)) == len(READ)
    with pytest.raises(ValueError, match="read already"):
        _core.parse_records(once)


def test_a_stream_is_read_in_steps():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    source = _core.Source(pa.chunked_array([["5元"] * 10, ["6元"] * 10]))
    parts = []
    while not source.done:
        parts.append(_core.parse_records(source, limit=7))
    assert np.concatenate(parts)["value"].tolist() == [5] * 10 + [6] * 10


def test_an_error_of_the_producer_comes_out():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")

    def batches():
        yield pa.record_batch({"text": ["5元"]})
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())
    with pytest.raises((OSError, ValueError), match="disk is gone"):
        _core.parse_records(reader)


# ---------------------------------------------------------------- malformed structs


def offsets(*values: int) -> bytes:
    return np.array(values, dtype=np.int32).tobytes()


def view(size: int, buffer: int, offset: int) -> bytes:
    return np.array([size, 0, buffer, offset], dtype=np.int32).tobytes()


TEXT = "5元".encode()
WORDS = {"form": b"u", "length": 1, "contents": [None, offsets(0, 4), TEXT]}


def test_a_hand_made_array_is_read():
    """So that the failures below are about what is wrong with each."""
    assert _core.parse_records(HandMade(**WORDS))["value"].tolist() == [5]
    indices = HandMade(b"c", 2, [None, bytes([0, 0])], dictionary=HandMade(**WORDS))
    assert _core.parse_records(indices)["value"].tolist() == [5, 5]


MALFORMED = {
    "struct whose buffers are a null pointer": HandMade(b"+s", 1, [None], child=HandMade(**WORDS), buffers=None),
    "struct of a child of negative length": HandMade(
        b"+s", 1, [None], child=HandMade(b"u", -(2**63), [None, offsets(0, 4), TEXT]), offset=1
    ),
    "offsets go backwards": HandMade(b"u", 1, [None, offsets(4, 0), TEXT]),
    "negative offset": HandMade(b"u", 1, [None, offsets(-4, 0), TEXT]),
    "no data buffer": HandMade(b"u", 1, [None, None, TEXT]),
    "no text": HandMade(b"u", 1, [None, offsets(0, 4), None]),
    "too few buffers": HandMade(b"u", 1, [None, offsets(0, 4)]),
    "null pointer to buffers": HandMade(b"u", 1, [None, offsets(0, 4), TEXT], buffers=None),
    "negative length": HandMade(b"u", -1, [None, offsets(0, 4), TEXT]),
    "negative array offset": HandMade(b"u", 1, [None, offsets(0, 4), TEXT], offset=-1),
    "offset past the end of 64 bits": HandMade(b"u", 1, [None, offsets(0, 4), TEXT], offset=2**63 - 1),
    "no format": HandMade(None, 1, [None, offsets(0, 4), TEXT]),
    "decimal without scale": HandMade(b"d:x", 1, [None, bytes(16)]),
    "dictionary without values": HandMade(b"c", 1, [None, bytes([0])], dictionary=HandMade(b"u", 1, [None, None])),
    "index past the dictionary": HandMade(b"c", 1, [None, bytes([1])], dictionary=HandMade(**WORDS)),
    "negative index": HandMade(b"c", 1, [None, bytes([255])], dictionary=HandMade(**WORDS)),
    "index of text": HandMade(**WORDS, dictionary=HandMade(**WORDS)),
    "view into no buffer": HandMade(b"vu", 1, [None, view(20, 3, 0), TEXT * 9, np.int64(36).tobytes()]),
    "view past its buffer": HandMade(b"vu", 1, [None, view(20, 0, 30), TEXT * 9, np.int64(36).tobytes()]),
    "view of negative size": HandMade(b"vu", 1, [None, view(-1, 0, 0), TEXT * 9, np.int64(36).tobytes()]),
    "view without sizes": HandMade(b"vu", 1, [None, view(20, 0, 0), TEXT * 9, None]),
}


@pytest.mark.parametrize("column", MALFORMED.values(), ids=MALFORMED)
def test_malformed_arrays_are_refused(column):
    with pytest.raises(ValueError, match="malformed Arrow data"):
        _core.parse_records(column)


def test_a_stream_without_functions_is_refused():
    class Empty:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            self.stream = (ctypes.c_void_p * 5)()
            self.stream[3] = HandMade(**WORDS).array.release
            return new_capsule(ctypes.addressof(self.stream), b"arrow_array_stream", None)

    with pytest.raises(ValueError, match="malformed Arrow data: a stream without its functions"):
        _core.parse_records(Empty())


def test_more_nulls_than_there_is_memory_for_are_refused():
    for length in (2**61, 2**62, 2**63 - 1):
        with pytest.raises(MemoryError):
            _core.parse_columns(HandMade(b"n", length, []), ["value"])
        with pytest.raises((MemoryError, ValueError)):
            _core.parse_records(HandMade(b"n", length, []))


def test_an_array_is_read_once():
    column = HandMade(**WORDS)
    _core.parse_records(column)
    with pytest.raises(ValueError, match="read already"):
        _core.parse_records(column)


@pytest.mark.parametrize("capsules", [None, (), (1, 2), ("schema", "array", "stream")])
def test_what_is_no_pair_of_capsules_is_refused(capsules):
    class Odd:
        def __arrow_c_array__(self, requested_schema: object = None) -> object:
            return capsules

    with pytest.raises((TypeError, ValueError)):
        _core.parse_records(Odd())


def test_a_struct_without_children_is_refused():
    with pytest.raises(TypeError, match="table of 0"):
        _core.parse_records(HandMade(b"+s", 1, [None]))
