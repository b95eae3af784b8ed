"""Columns of string views, as polars has them: texts in the view or anywhere in many buffers, read as from a list."""

import random

import numpy as np
import pytest
from arrow_structs import HandMade
from test_containers import same

from aidstats import _core

ROWS = 5000  # more than are read at once
WORDS = ["553亿公里", "31,670,075元", "5元", "", "吗", "约3万", "逾764.29亿亩的土地", "共投入资金三千八百五十万元左右"]
WORDS += ["近8亿元", "3" * 12, "3" * 13, "2023年9月至10月累计完成投资不少于12.5亿元，" * 3, "8至27万户家庭"]


def short(text: bytes) -> bytes:
    return np.int32(len(text)).tobytes() + text.ljust(12, b"\0")


def long(text: bytes, buffer: int, offset: int) -> bytes:
    return np.int32(len(text)).tobytes() + text[:4] + np.array([buffer, offset], dtype=np.int32).tobytes()


def column(made: list[bytes], buffers: list[bytes], valid: bytes | None = None, **fields: object) -> HandMade:
    sizes = np.array([len(buffer) for buffer in buffers], dtype=np.int64).tobytes()
    contents = [valid, b"".join(made), *buffers, sizes]
    return HandMade(b"vu", fields.pop("length", len(made)), contents, **fields)


def in_order(texts: list[str]) -> tuple[list[bytes], list[bytes]]:
    """One behind the other, in buffers of a few KB."""
    made, buffers = [], [b""]
    for text in map(str.encode, texts):
        if len(text) <= 12:
            made.append(short(text))
            continue
        if len(buffers[-1]) > 4000:
            buffers.append(b"")
        made.append(long(text, len(buffers) - 1, len(buffers[-1])))
        buffers[-1] += text
    return made, buffers


def anywhere(texts: list[str]) -> tuple[list[bytes], list[bytes]]:
    """Each word once, in no order and within others; the last ends where its buffer does."""
    words = sorted({text for text in texts if len(text.encode()) > 12}, key=lambda word: word[::-1])
    buffers = ["".join(words).encode(), b"", *(word.encode() for word in words)]
    draw, made = random.Random(13), []
    for text in texts:
        content = text.encode()
        buffer = draw.choice([0, 2 + words.index(text)]) if text in words else 0
        made.append(long(content, buffer, buffers[buffer].index(content)) if text in words else short(content))
    return made, buffers


@pytest.mark.parametrize("layout", [in_order, anywhere])
def test_texts_in_views_are_read_as_from_a_list(layout):
    texts = random.Random(12).choices(WORDS, k=ROWS)
    made, buffers = layout(texts)
    views = column(made, buffers)
    assert same(_core.parse_records(views), _core.parse_records(texts))
    for threads in (1, 2):
        views = column(made, buffers)
        assert same(_core.find_records(views, threads=threads), _core.find_records(texts, threads=threads))
    names = ["value", "lo", "hi", "unit", "marks", "status"]
    table, expected = _core.parse_columns(column(made, buffers), names), _core.parse_columns(texts, names)
    assert all(np.array_equal(table.numpy(name), expected.numpy(name), equal_nan=True) for name in names[:3])
    assert all(np.array_equal(table.numpy(name), expected.numpy(name)) for name in names[3:])


@pytest.mark.parametrize("size", [0, 1, 11, 12, 13, 14, 62, 63, 64, 65, 200])
def test_the_last_text_may_end_where_the_memory_does(size):
    text = ("约" if size > 5 else "") + "7" * max(size - 3 * (size > 5), 0)
    made, buffers = in_order([text])
    assert same(_core.parse_records(column(made, buffers)), _core.parse_records([text]))
    assert same(_core.find_records(column(made, buffers)), _core.find_records([text]))


@pytest.mark.parametrize("offset", [1, 7, 2047, 2049, ROWS - 1])
def test_a_slice_of_views_is_its_rows(offset):
    texts = random.Random(offset).choices(WORDS, k=ROWS)
    views = column(*in_order(texts), offset=offset, length=ROWS - offset)
    assert same(_core.parse_records(views), _core.parse_records(texts[offset:]))


NOWHERE = {
    "negative size": np.array([-5, 0, 0, 0], dtype=np.int32).tobytes(),
    "no such buffer": np.array([20, 0, 9999, 0], dtype=np.int32).tobytes(),
    "negative buffer": np.array([20, 0, -1, 0], dtype=np.int32).tobytes(),
    "negative offset": np.array([20, 0, 0, -1], dtype=np.int32).tobytes(),
    "past the end": np.array([20, 0, 0, 2**31 - 1], dtype=np.int32).tobytes(),
}


@pytest.mark.parametrize("nowhere", NOWHERE.values(), ids=NOWHERE)
def test_what_a_view_of_a_null_says_is_not_looked_at(nowhere):
    texts = random.Random(3).choices(WORDS, k=ROWS)
    made, buffers = in_order(texts)
    valid = np.ones(ROWS, dtype=bool)
    for row in (0, 100, 2047, 2048, ROWS - 1):
        made[row], valid[row] = nowhere, False
    bits = np.packbits(valid, bitorder="little").tobytes()
    expected = _core.parse_records([text if there else None for text, there in zip(texts, valid, strict=True)])
    for null_count in (5, -1):
        assert same(_core.parse_records(column(made, buffers, bits, null_count=null_count)), expected)


@pytest.mark.parametrize("row", [0, 2047, ROWS - 1])
@pytest.mark.parametrize("nowhere", NOWHERE.values(), ids=NOWHERE)
def test_one_wrong_view_among_many_is_refused(nowhere, row):
    made, buffers = in_order(random.Random(4).choices(WORDS, k=ROWS))
    made[row] = nowhere
    with pytest.raises(ValueError, match="malformed Arrow data: a string view"):
        _core.parse_records(column(made, buffers))


def test_a_long_view_without_any_buffer_is_refused():
    with pytest.raises(ValueError, match="into a buffer that is not there"):
        _core.parse_records(HandMade(b"vu", 1, [None, NOWHERE["past the end"], None]))


@pytest.mark.parametrize(("form", "width"), [(b"u", np.int32), (b"U", np.int64)])
def test_nulls_among_offsets_are_nulls_wherever_they_point(form, width):
    texts = random.Random(5).choices(WORDS, k=ROWS)
    ends = np.cumsum([0, *(len(text.encode()) for text in texts)]).astype(width)
    valid = np.arange(ROWS) % 7 != 3
    bits = np.packbits(valid, bitorder="little").tobytes()
    expected = _core.parse_records([text if there else None for text, there in zip(texts, valid, strict=True)])
    data = "".join(texts).encode()
    assert same(_core.parse_records(HandMade(form, ROWS, [bits, ends.tobytes(), data], null_count=-1)), expected)
    made = HandMade(form, 3, [bytes([0b001]), np.array([0, 4, 0, -9], dtype=width).tobytes(), "5元".encode()])
    made.array.null_count = 2
    assert _core.parse_records(made)["status"].tolist() == [0, 1, 1]
