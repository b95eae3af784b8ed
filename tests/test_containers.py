"""Whatever people keep their text in, the records are those of a list: bit for bit."""

import itertools
import random
from decimal import Decimal

import numpy as np
import pytest

import aidstats
from aidstats import _core

TEXTS = ["近8亿元", "20多万人", "三分之一", "5个吗", "", None, "由15天缩短至57小时", "abc", "12 345.6吨", "1992年至今"]
READ = [text for text in TEXTS if text is not None]


def same(left: np.ndarray, right: np.ndarray) -> bool:
    """Bit for bit: NaN is equal to itself here."""
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()


def strided(texts: list) -> np.ndarray:
    return np.array(list(itertools.chain.from_iterable((text, "x") for text in texts)), dtype=object)[::2]


ALL_TEXT = {
    "tuple": tuple,
    "object array": lambda texts: np.array(texts, dtype=object),
    "strided object array": strided,
    "reversed view": lambda texts: np.array(texts[::-1], dtype=object)[::-1],
    "subclass of list": type("Texts", (list,), {}),
    "subclass of str": lambda texts: [None if text is None else np.str_(text) for text in texts],
}


@pytest.mark.parametrize("make", ALL_TEXT.values(), ids=ALL_TEXT)
def test_python_containers_give_the_records_of_a_list(make):
    assert same(_core.parse_records(make(TEXTS)), _core.parse_records(TEXTS))
    assert same(_core.find_records(make(TEXTS)), _core.find_records(TEXTS))


NO_NULLS = {
    "U": np.array,
    "U, foreign byte order": lambda texts: np.array(texts).astype(f">U{max(map(len, texts))}"),
    "U, strided": lambda texts: np.repeat(np.array(texts), 3)[::3],
    "U, unaligned": lambda texts: unaligned(np.array(texts)),
    "S": lambda texts: np.array([text.encode() for text in texts]),
    "S, strided": lambda texts: np.repeat(np.array([text.encode() for text in texts]), 2)[::2],
}


def unaligned(array: np.ndarray) -> np.ndarray:
    buffer = np.zeros(array.nbytes + 1, dtype=np.uint8)
    view = buffer[1:].view(array.dtype)
    view[:] = array
    assert not view.flags.aligned
    return view


@pytest.mark.parametrize("make", NO_NULLS.values(), ids=NO_NULLS)
def test_fixed_width_arrays_give_the_records_of_a_list(make):
    assert same(_core.parse_records(make(READ)), _core.parse_records(READ))


@pytest.mark.skipif(not hasattr(np.dtypes, "StringDType"), reason="needs numpy 2")
def test_numpy_strings_give_the_records_of_a_list():
    column = np.array(TEXTS, dtype=np.dtypes.StringDType(na_object=None))
    assert same(_core.parse_records(column), _core.parse_records(TEXTS))


def test_masked_cells_are_nulls():
    masked = np.ma.array([5, 6, 7], mask=[False, True, False])
    assert same(_core.parse_records(masked), _core.parse_records([5, None, 7]))
    assert same(_core.parse_records(np.ma.array(["5元"])), _core.parse_records(["5元"]))


def test_empty_columns_give_empty_records():
    for empty in ([], (), np.array([], dtype=object), np.array([], dtype="U3"), np.array([])):
        assert _core.parse_records(empty).shape == _core.find_records(empty).shape == (0,)


def test_unset_object_cells_are_nulls():
    assert _core.parse_records(np.empty(2, dtype=object))["status"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7, "7"),
        (-7, "-7"),
        (0, "0"),
        (-0.0, "0"),
        (10**20, "100000000000000000000"),
        (-(10**18), "-1000000000000000000"),
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (1e22, "1" + "0" * 22),
        (123456.789, "123456.789"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-1E-7"), "-0.0000001"),
        (np.float32(0.1), "0.1"),
        (np.float16(0.1), "0.1"),
        (np.int8(-5), "-5"),
        (np.uint64(2**64 - 1), None),
        (2**200, None),
        (1 / 3, "0.3333333333333333"),
        (1e300, None),
        (Decimal("1234567890123456789"), None),
    ],
)
def test_a_number_is_read_as_its_digits_are(cell, text):
    """The shortest decimal that is the number, with the unit of the header; what does not fit is an overflow."""
    record = _core.parse_records([cell], unit="万元")[0]
    if text is None:
        assert _core.statuses()[record["status"]] == "E_OVERFLOW"
    else:
        assert record.tobytes() == _core.parse_records([text], unit="万元")[0].tobytes()
        assert _core.units()[record["unit"]][1] == "CNY"


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u1", "u8", "f4", "f8", ">i4", ">f8"])
def test_numeric_arrays_are_read(dtype):
    array = np.array([1, 20, 100]).astype(dtype)
    assert same(_core.parse_records(array), _core.parse_records([1, 20, 100]))


def test_find_gives_a_number_cell_without_a_span():
    records = _core.find_records(["共5户", 3000, None, True], unit="元")
    assert records["row"].tolist() == [0, 1, 3]
    assert records["value"][:2].tolist() == [5, 3000]
    assert (records["start"][1], records["end"][1], records["status"][2]) == (0, 0, _core.statuses().index("E_TYPE"))


# ---------------------------------------------------------------- pandas

PANDAS = {
    "object": lambda pd: pd.Series(TEXTS, dtype=object),
    "default": lambda pd: pd.Series(TEXTS),
    "string[python]": lambda pd: pd.Series(TEXTS, dtype="string[python]"),
    "category": lambda pd: pd.Series(TEXTS, dtype="category"),
    "with another index": lambda pd: pd.Series(TEXTS, index=range(100, 100 + len(TEXTS))),
    "slice": lambda pd: pd.Series(["x", *TEXTS, "y"])[1:-1],
    "Index": lambda pd: pd.Index(TEXTS),
    "array of object": lambda pd: pd.Series(TEXTS, dtype="string[python]").array,
}


@pytest.mark.parametrize("make", PANDAS.values(), ids=PANDAS)
def test_pandas_columns_give_the_records_of_a_list(make):
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    column = make(pandas)
    assert same(_core.parse_records(column), _core.parse_records(TEXTS))
    assert same(_core.find_records(column), _core.find_records(TEXTS))


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_pandas_columns_of_arrow_types_give_the_records_of_a_list(kind):
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    if kind == "string_view" and not hasattr(pandas.Series, "__arrow_c_stream__"):
        pytest.skip("needs pandas 3")
    array = pyarrow.array(TEXTS, getattr(pyarrow, kind)())
    column = pandas.Series(pandas.arrays.ArrowExtensionArray(array))
    assert same(_core.parse_records(column), _core.parse_records(TEXTS))


def test_pandas_numbers_and_missing_values():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    expected = _core.parse_records([5, None, 7])
    for column in (
        pandas.Series([5.0, None, 7.0]),
        pandas.Series([5, pandas.NA, 7], dtype="Int64"),
        pandas.Series([5, pandas.NaT, Decimal(7)], dtype=object),
    ):
        assert same(_core.parse_records(column), expected)
    dates = pandas.Series(pandas.to_datetime(["2023-01-01", None]))
    assert [_core.statuses()[code] for code in _core.parse_records(dates)["status"]] == ["E_TYPE", "null"]


def test_pandas_columns_that_arrow_has_no_word_for_are_read_through_numpy():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    mixed = pandas.Series(["近8亿元", 2, 1.5, None, 2], dtype="category")
    assert same(_core.parse_records(mixed), _core.parse_records(["近8亿元", 2, 1.5, None, 2]))
    sparse = pandas.Series([1.0, np.nan, 2.5], dtype="Sparse[float]")
    assert same(_core.parse_records(sparse), _core.parse_records([1.0, None, 2.5]))


@pytest.mark.parametrize(
    "make", [lambda pd: pd.period_range("2020", periods=3, freq="D"), lambda pd: pd.interval_range(0, 3)]
)
def test_pandas_periods_and_intervals_are_no_numbers(make):
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    column = pandas.Series(make(pandas))
    assert {_core.statuses()[code] for code in _core.parse_records(column)["status"]} == {"E_TYPE"}
    assert {_core.statuses()[code] for code in _core.parse_records(column.astype("category"))["status"]} == {"E_TYPE"}


class PandasWithoutPyarrow:
    """pandas has __arrow_c_stream__ even where it cannot be used."""

    def __init__(self, texts: list) -> None:
        self.texts = texts

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        raise ImportError("Missing optional dependency 'pyarrow'")

    def to_numpy(self, dtype: object = None) -> np.ndarray:
        return np.array(self.texts, dtype=dtype)


def test_pandas_without_pyarrow_is_read_through_numpy():
    assert same(_core.parse_records(PandasWithoutPyarrow(TEXTS)), _core.parse_records(TEXTS))


def test_an_error_of_the_container_comes_out():
    class Broken(PandasWithoutPyarrow):
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise ZeroDivisionError

    class Odd:
        def to_numpy(self) -> list:
            return [1]

    with pytest.raises(ZeroDivisionError):
        _core.parse_records(Broken(TEXTS))
    with pytest.raises(TypeError, match="Odd"):
        _core.parse_records(Odd())


def test_every_mix_of_character_widths_is_read_alike_from_str_and_from_utf_8():
    rng = random.Random(20240229)
    alphabet = "近8亿元，三千户12人。 aé½\u07ff\u0800\ud7ff\ue000\uffff"
    texts = ["".join(rng.choices(alphabet, k=rng.randint(0, 40))) for _ in range(3000)]
    encoded = np.array([text.encode() for text in texts])
    found = aidstats.find_array(encoded)
    assert len(found) > 1000
    assert aidstats.find_array(texts).tobytes() == found.tobytes()
    assert aidstats.find_array(np.array(texts)).tobytes() == found.tobytes()


@pytest.mark.parametrize("before", range(20))
def test_a_lone_surrogate_is_found_wherever_it_stands(before):
    text = "万" * before + "\udc00" + "万" * 9
    records = aidstats.find_array([text], errors="coerce")
    assert _core.statuses()[records.status[0]] == "E_UTF8"
    assert records.error_at[0] == before


def test_short_and_long_texts_of_a_list_are_read_as_from_arrow():
    """Short ones are copied until a block has no room for more; 32 characters is the most."""
    pa = pytest.importorskip("pyarrow")
    rng = random.Random(20261128)
    units = ["元", "万户", "亿公里以上", "余万人", "%", "a", "é", "\U0001f4b0", ""]
    texts = [
        rng.choice(["约", "", "累计", "x" * rng.randint(0, 40), "九" * rng.randint(28, 36)])
        + f"{rng.randint(0, 10 ** rng.randint(1, 10)):,}"
        + rng.choice(units)
        for _ in range(6000)
    ] + ["一" * 33] * 3000
    for many in (texts, sorted(texts, key=len)):
        wanted = aidstats.parse_array(pa.array(many), errors="coerce").tobytes()
        for given in (many, tuple(many), np.array(many, dtype=object)):
            assert aidstats.parse_array(given, errors="coerce").tobytes() == wanted
        assert aidstats.find_array(many).tobytes() == aidstats.find_array(pa.array(many)).tobytes()


def test_what_rows_before_said_changes_nothing():
    """Rows of more words than are remembered, each by itself and all in one column."""
    units = [
        "元",
        "美元",
        "人",
        "户",
        "亩",
        "公里",
        "吨",
        "%",
        "个百分点",
        "千瓦",
        "台",
        "座",
        "平方米",
        "岁",
        "度",
        "千米/时",
    ]
    between = itertools.product(
        ["", "约", "近", "超过", "累计", "人民币", "不"], ["", "余", "万", "余亿", "亿多"], units
    )
    texts = [
        f"{front}30{scale}{unit}{behind}" for front, scale, unit in between for behind in ("", "以上", "左右", "内")
    ]
    together = aidstats.parse_array(texts, errors="coerce")
    assert len(texts) > 2048
    for text, record in zip(texts, together, strict=True):
        assert record.tobytes() == aidstats.parse_array([text], errors="coerce")[0].tobytes(), text


def test_a_list_may_lose_its_texts_while_it_is_read():
    """A number's str() empties the list: what was copied before stays, and what is left is an error."""

    class Clearing(Decimal):
        def __str__(self):
            texts.clear()
            return "5"

    texts = ["3万元", "约5户", Clearing(1), "7元"]
    with pytest.raises(RuntimeError, match="shorter"):
        aidstats.parse_array(texts, errors="coerce")
