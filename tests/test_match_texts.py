"""The texts of matches, cut out of whatever holds the column."""

import numpy as np
import pytest

import aidstats
from aidstats import _core

TEXTS = ["é共5户𠮷和6户", None, "12万元", "", "没有", "𠮷近8亿元，约3至5户，𠮷9个", "ASCII 5 km, 6 km", "é 7 km"] * 700
MATCHES = aidstats.find_array(TEXTS)
SPANS = [MATCHES[name] for name in ("row", "start", "end")]
CUT = [TEXTS[row][start:end] for row, start, end in zip(*(span.tolist() for span in SPANS), strict=True)]


def texts(values, row, start, end) -> list[str | None]:
    offsets, content, there = _core.match_texts(values, np.asarray(row), np.asarray(start), np.asarray(end))
    content = content.tobytes()
    spans = zip(offsets.tolist(), offsets.tolist()[1:], there.tolist(), strict=False)
    return [content[begin:stop].decode() if known else None for begin, stop, known in spans]


def pyarrow_columns():
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    column = pyarrow.array(TEXTS)
    yield column
    yield pyarrow.array(["x", *TEXTS, "y"])[1:-1]
    yield pyarrow.chunked_array([TEXTS[:3000], [], TEXTS[3000:]])
    for kind in (pyarrow.large_string(), pyarrow.string_view()):
        yield pyarrow.array(TEXTS, kind)
    yield column.dictionary_encode()


def test_every_python_container_gives_the_same_texts():
    known = np.array([text or "" for text in TEXTS])
    for values in (TEXTS, tuple(TEXTS), np.array(TEXTS, dtype=object), known):
        assert texts(values, *SPANS) == CUT


def test_every_arrow_layout_gives_the_same_texts():
    for values in pyarrow_columns():
        assert texts(values, *SPANS) == CUT


def test_other_cells_than_text_have_none():
    values = ["5户", 12.5, None, True, b"6\xe6\x88\xb7"]
    assert texts(values, [0, 1, 2, 3], [0] * 4, [2, 0, 0, 0]) == ["5户", None, None, None]


def test_spans_of_a_row_may_come_in_any_order_and_reach_too_far():
    for values in (["一二三四"], np.array(["一二三四"])):
        assert texts(values, [0, 0, 0, 0], [2, 0, 3, 9], [3, 2, 99, 10]) == ["三", "一二", "四", ""]
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    assert texts(pyarrow.array(["一二三四"]), [0, 0, 0, 0], [2, 0, 3, 9], [3, 2, 99, 10]) == ["三", "一二", "四", ""]


def test_what_is_no_unicode_has_no_text():
    assert texts(["5\ud800户", "6户"], [0, 1], [0, 0], [3, 2]) == [None, "6户"]
    assert texts(["5\ud800户"], [0], [2], [3]) == ["户"]


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        (([1, 0], [0, 0], [1, 1]), "ascend"),
        (([-1], [0], [1]), "ascend"),
        (([0], [-1], [1]), "negative"),
        (([0], [1], [0]), "negative"),
        (([0], [0, 1], [1]), "one length"),
        (([0, 2], [0, 0], [1, 1]), "row 2, but texts has 2"),
    ],
)
def test_spans_that_cannot_be_are_refused(spans, message):
    with pytest.raises(ValueError, match=message):
        texts(["5户", "6户"], *spans)


def test_bytes_that_are_no_utf8_have_no_text():
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    assert texts(pyarrow.array([b"\xff5\xe6\x88\xb7", b"6"]), [0, 1], [0, 0], [9, 1]) == [None, "6"]


def test_a_frame_of_matches_has_its_texts_in_any_order_of_the_rows():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    for values in (TEXTS, pandas.Series(TEXTS), iter(TEXTS)):
        frame = MATCHES[::-1].to_pandas(values, context=1) if values is not TEXTS else MATCHES[::-1].to_pandas(TEXTS)
        assert frame["text"].tolist() == CUT[::-1]
        assert frame["text"].dtype == pandas.Series(["text"]).dtype
    around = MATCHES.to_pandas(TEXTS, context=2)
    spans = list(zip(*(span.tolist() for span in SPANS), strict=True))
    assert around["before"].tolist() == [TEXTS[row][max(start - 2, 0) : start] for row, start, _ in spans]
    assert around["after"].tolist() == [TEXTS[row][end : end + 2] for row, _, end in spans]
    assert MATCHES[:0].to_pandas(TEXTS)["text"].tolist() == []
