"""Whatever is handed in: a clear error, or a null row with its status; never a crash, never a leak."""

import dataclasses
import datetime
import gc
import pickle
import sys
import time
import tracemalloc
from decimal import Decimal

import numpy as np
import pytest

import aidstats
from aidstats import ParseError, Policy

UNREADABLE = {
    "empty": ("", "E_EMPTY"),
    "blanks": (" \t\u3000\u00a0\n", "E_EMPTY"),
    "BOM alone": ("\ufeff", "E_EMPTY"),
    "NUL": ("\0", "E_NO_NUMBER"),
    "NUL inside": ("8\0亿元", "E_TRAILING"),
    "NUL before": ("\x008亿元", "E_LEADING"),
    "NUL after": ("8亿元\0junk", "E_TRAILING"),
    "lone high surrogate": ("8亿\ud800元", "E_UTF8"),
    "lone low surrogate": ("\udfff", "E_UTF8"),
    "surrogates in UTF-16 order": ("5\ud83d\ude00元", "E_UTF8"),
    "zero-width inside": ("8\u200b亿元", "E_TRAILING"),
    "zero-width only": ("\u200b\u200d", "E_NO_NUMBER"),
    "bidi mark": ("8亿\u202e元", "E_TRAILING"),
    "combining mark": ("8\u0301亿元", "E_TRAILING"),
    "no number": ("心有所思", "E_NO_NUMBER"),
    "million digits": ("9" * 10**6, "E_OVERFLOW"),
    "million Chinese digits": ("九" * 10**6, "E_OVERFLOW"),
    "million scales": ("万" * 10**6, None),
    "million points": ("1" + ".1" * 10**6, None),
    "million approximators": ("约" * 10**6 + "5元", None),
}


@pytest.mark.parametrize(("text", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_says_why(text, code):
    with pytest.raises(ParseError) as caught:
        aidstats.parse(text)
    error = caught.value
    assert error.code == code or (code is None and error.code.startswith("E_"))
    assert 0 <= error.position <= len(text)
    assert len(str(error)) < 1000, "a long text is cut in the message"


@pytest.mark.parametrize(("text", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_is_a_null_row(text, code):
    records = aidstats.parse_array(["5元", text, "6元"], errors="coerce")
    assert records.status_name.tolist()[::2] == ["ok", "ok"]
    assert records.status_name[1] == code or (code is None and records.status_name[1].startswith("E_"))
    assert np.isnan(records.value[1])
    assert np.isnan(records.lo[1])
    assert records.value.tolist()[::2] == [5.0, 6.0]
    assert records.error_at[0] == -1
    assert records.error_at[1] >= 0


@pytest.mark.parametrize(("text", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_find_survives_unreadable_text(text, code):
    if code == "E_UTF8":
        with pytest.raises(ParseError):
            aidstats.find(text)
        assert aidstats.find_array([text], errors="coerce").status_name.tolist() == ["E_UTF8"]
    else:
        found = aidstats.find(text + "。共12户")
        assert found[-1].text == "12户"


def test_zeros_in_front_are_no_overflow():
    assert aidstats.parse("0" * 10**6 + "7户").value == 7


@pytest.mark.parametrize(
    "text", ["9" * 10**6, "万" * 10**6, "5元" * 10**6, "约" * 10**6, "1至" * 10**6, "三五" * 10**6]
)
def test_long_texts_take_linear_time(text):
    """Four times the text takes about four times as long; a quadratic reader would need sixteen."""

    def seconds(part: str) -> float:
        start = time.thread_time()
        aidstats.find_array([part])
        return time.thread_time() - start

    seconds(text[: len(text) // 4])
    quarter = min(seconds(text[: len(text) // 4]) for _ in range(3))
    assert min(seconds(text) for _ in range(3)) < 8 * quarter + 0.05


@pytest.mark.parametrize("value", [None, 5, 5.0, b"5", ["5"], object(), np.array("5")])
def test_parse_and_find_take_str_only(value):
    for function in (aidstats.parse, aidstats.find):
        with pytest.raises(TypeError, match="str"):
            function(value)


@pytest.mark.parametrize("values", ["8亿元", b"8", {"a": 1}, 5, None, object(), (text for text in ["5元"])])
def test_arrays_refuse_what_is_no_column(values):
    for function in (aidstats.parse_array, aidstats.find_array):
        with pytest.raises(TypeError):
            function(values)


def test_arrays_refuse_two_dimensions():
    with pytest.raises((TypeError, ValueError), match="dimension"):
        aidstats.parse_array(np.array([["5元"], ["6元"]], dtype=object))


@pytest.mark.parametrize("null", [None, float("nan"), np.nan, Decimal("nan")])
def test_missing_cells_are_null_rows(null):
    records = aidstats.parse_array(["5元", null])
    assert records.status_name.tolist() == ["ok", "null"]
    assert np.isnan(records.value[1])
    assert len(aidstats.find_array([null])) == 0


def test_pandas_missing_values_are_null_rows():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    for column in ([None, "5元"], [pandas.NA, "5元"], [pandas.NaT, "5元"]):
        assert aidstats.parse_array(pandas.Series(column, dtype=object)).status_name.tolist() == ["null", "ok"]


def test_words_for_nothing_are_null_rows():
    records = aidstats.parse_array(["—", "未披露", "5元"], na_values=["—", "未披露"])
    assert records.status_name.tolist() == ["null", "null", "ok"]
    with pytest.raises(TypeError, match="na_values"):
        aidstats.parse_array(["5元"], na_values="—")
    with pytest.raises(TypeError, match="na_values"):
        aidstats.parse_array(["5元"], na_values=[None])


@pytest.mark.parametrize("cell", [True, np.True_, datetime.date(2023, 1, 1), [1], b"\xff", object(), 1j])
def test_cells_of_another_type_have_a_status(cell):
    records = aidstats.parse_array(["5元", cell], errors="coerce")
    assert records.status_name[1] in ("E_TYPE", "E_UTF8")
    with pytest.raises(ParseError) as caught:
        aidstats.parse_array(["5元", cell])
    assert caught.value.row == 1


@pytest.mark.parametrize("cell", [7, np.int64(7), 7.0, Decimal("7"), np.float32(7)])
def test_cells_that_are_numbers_are_read(cell):
    assert aidstats.parse_array([cell], unit="亿元").value.tolist() == [7e8]


@pytest.mark.parametrize("cell", [float("inf"), float("-inf")])
def test_infinite_cells_are_no_numbers(cell):
    assert aidstats.parse_array([cell], errors="coerce").status_name[0] != "ok"


def test_the_first_bad_row_raises_with_row_text_and_caret():
    texts = ["5元", "三百五百", "五十三百"]
    for values in (texts, tuple(texts), np.array(texts), np.array(texts, dtype=object)):
        with pytest.raises(ParseError) as caught:
            aidstats.parse_array(values)
        error = caught.value
        assert (error.row, error.code, error.text) == (1, "E_DUP_SCALE", "三百五百")
        message = str(error)
        assert "row 1" in message
        assert "三百五百" in message
        assert "^" in message


def test_the_first_bad_row_of_an_arrow_column_raises_too():
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    with pytest.raises(ParseError) as caught:
        aidstats.parse_array(pyarrow.chunked_array([["5元", "6元"], ["三百五百"]]))
    assert (caught.value.row, caught.value.text) == (2, "三百五百")


@pytest.mark.parametrize("make", [list, iter])
def test_batches_name_the_row_over_all_batches(make):
    texts = ["5元"] * 10 + ["三百五百"]
    with pytest.raises(ParseError) as caught:
        list(aidstats.parse_batches(make(texts), batch_size=4))
    assert (caught.value.row, caught.value.text) == (10, "三百五百")


def test_errors_pickle():
    with pytest.raises(ParseError) as caught:
        aidstats.parse("三百五百")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.code, copy.position, copy.text, str(copy)) == (
        caught.value.code,
        caught.value.position,
        caught.value.text,
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"errors": "ignore"}, "errors must be"),
        ({"threads": -1}, "threads must be"),
        ({"unit": "橘子"}, "橘子"),
    ],
)
def test_wrong_arguments_are_named(arguments, match):
    with pytest.raises(ValueError, match=match):
        aidstats.parse_array(["5元"], **arguments)


@pytest.mark.parametrize("unit", ["橘子", "", "元/户", "5"])
def test_what_names_no_unit_is_said_to_be_none(unit):
    """Not that it holds no number, as is said of an amount."""
    calls = [
        lambda: aidstats.parse("5", unit=unit),
        lambda: aidstats.find_array(["5"], unit=unit),
        lambda: aidstats.parse("5元").to(unit),
        lambda: aidstats.parse_array(["5元"]).to(unit),
        lambda: aidstats.parse_unit(unit),
    ]
    for call in calls:
        with pytest.raises(ParseError, match=f"there is no unit '{unit}': write it") as caught:
            call()
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
        assert caught.value.code in str(caught.value) and caught.value.text == unit


def test_wrong_types_of_arguments_are_named():
    with pytest.raises(TypeError, match="threads"):
        aidstats.parse_array(["5元"], threads=1.5)
    with pytest.raises(TypeError, match="policy must be"):
        aidstats.parse("5元", policy={"half": 1})
    with pytest.raises(TypeError, match="batch_size"):
        aidstats.parse_batches(["5元"], batch_size=None)
    with pytest.raises(ValueError, match="batch_size"):
        aidstats.parse_batches(["5元"], batch_size=0)


def test_wrong_levels_and_kinds_are_named():
    with pytest.raises(ValueError, match="level must be"):
        aidstats.find("5元", level="loose")
    with pytest.raises(ValueError, match="no 'cash'"):
        aidstats.find("5元", kinds=["cash"])
    with pytest.raises(ValueError, match="kinds is empty"):
        aidstats.find("5元", kinds=[])


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("half", "a half", ValueError),
        ("half", -1, ValueError),
        ("half", None, TypeError),
        ("rho", float("nan"), ValueError),
        ("rho", float("inf"), ValueError),
        ("rho", True, TypeError),
        ("halo", 1, TypeError),
        ("int_min", -1, ValueError),
        ("int_min", 1.0, TypeError),
        ("nat_min", None, TypeError),
        ("ge_cap", "none", ValueError),
        ("over_closed", "no", TypeError),
        ("yishang_inclusive", 0, TypeError),
        ("zhao", 9, ValueError),
        ("zhao", 12.0, ValueError),
        ("big_scales", "yes", TypeError),
        ("currency", "元", ValueError),
        ("dollar", 5, TypeError),
        ("window_max", 1000, ValueError),
        ("jiao_zheng", None, TypeError),
        ("opt_zero", None, TypeError),
        ("round", "up", ValueError),
        ("grammar", "loose", ValueError),
        ("accounting", 1, TypeError),
        ("exclude", "三一重工", TypeError),
        ("exclude", [3], TypeError),
        ("exclude", [""], ValueError),
        ("units", ["期房"], TypeError),
        ("units", {"期房": 5}, TypeError),
        ("units", {"期房": "no such unit"}, ValueError),
    ],
)
def test_a_wrong_policy_names_the_parameter(name, value, error):
    with pytest.raises(error, match=name):
        Policy(**{name: value})


def test_a_policy_is_frozen_hashable_and_picklable():
    policy = Policy(half="1/3", exclude=["三一重工"], units={"期房": "{unit}"})
    assert hash(policy) == hash(Policy(half="1/3", exclude=("三一重工",), units={"期房": "{unit}"}))
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert dataclasses.replace(policy, zhao=6).units == policy.units
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.half = 2


def test_policy_has_every_parameter_of_the_core():
    """A parameter that the core takes and Policy does not could never be set."""
    from aidstats import _core

    ours = {field.name for field in dataclasses.fields(Policy)}
    stub = {
        "half",
        "rho",
        "halo",
        "int_min",
        "nat_min",
        "ge_cap",
        "over_closed",
        "yishang_inclusive",
        "zhao",
        "big_scales",
    }
    stub |= {"currency", "dollar", "window_max", "accounting", "exclude", "units"}
    assert stub <= ours
    _core.make_policy(**{name: _core_value(name) for name in stub})


def _core_value(name: str) -> object:
    value = getattr(Policy(), name)
    if name in ("half", "rho"):
        return value.as_integer_ratio()
    return {"ge_cap": False, "units": {}}.get(name, value)


@pytest.mark.parametrize(
    ("name", "value", "text", "lo", "hi"),
    [
        ("half", 1, "约8亿元", 720000000, 880000000),
        ("rho", "1/100", "约3000人", 2970, 3030),
        ("halo", False, "近8亿元", 0, 800000000),
        ("int_min", 2, "约15人", 13, 17),
        ("nat_min", False, "不足5户", None, 5),
        ("ge_cap", "granule", "超10亿元", 1000000000, 2000000000),
        ("zhao", 6, "3兆元", 3000000, 3000000),
        ("big_scales", True, "三京", 3 * 10**16, 3 * 10**16),
    ],
)
def test_each_policy_parameter_does_something(name, value, text, lo, hi):
    quantity = aidstats.parse(text, policy=Policy(**{name: value}))
    assert (quantity.lo, quantity.hi) == (lo, hi)
    array = aidstats.parse_array([text], policy=Policy(**{name: value}))
    assert (array.exact("lo")[0], array.exact("hi")[0]) == (lo, hi)


def test_policy_words_of_the_callers_own():
    policy = Policy(currency="HKD", dollar="AUD", exclude=["三一重工"], units={"期房": "{unit}"}, grammar="strict")
    assert aidstats.parse("5元", policy=policy).unit == "HKD"
    assert aidstats.parse("$5", policy=policy).unit == "AUD"
    assert aidstats.parse("120期房", policy=policy).unit == "{unit}"
    assert [q.text for q in aidstats.find("三一重工赠5台", policy=policy)] == ["5台"]
    with pytest.raises(ParseError, match="E_MIX"):
        aidstats.parse("4千", policy=policy)


# ------------------------------------------------------------------ leaks


def _blocks_kept(function, calls: int) -> int:
    """Memory blocks that a quarter of so many calls leave; the least of four, as caches and free lists fill once."""
    kept = []
    for _ in range(4):
        gc.collect()
        before = sys.getallocatedblocks()
        for _ in range(calls // 4):
            function()
        gc.collect()
        kept.append(sys.getallocatedblocks() - before)
    return min(kept)


def _raises(function, *arguments):
    def call():
        try:
            function(*arguments)
        except (ValueError, TypeError):
            return
        raise AssertionError("did not raise")

    return call


CELLS = ["近8亿元", "3至5万元", None, 5, Decimal("1.5"), "1/3"]
CALLS = {
    "parse": (lambda: aidstats.parse("近8亿元"), 100_000),
    "parse, attributes": (lambda: _attributes(aidstats.parse("由每人每月113元提高到123元")), 20_000),
    "parse fails": (_raises(aidstats.parse, "三百五百"), 100_000),
    "parse, no str": (_raises(aidstats.parse, 5), 100_000),
    "parse, surrogate": (_raises(aidstats.parse, "\ud800"), 100_000),
    "find": (lambda: aidstats.find("搬迁350户、1419人，投资约2.5亿元。"), 100_000),
    "parse_array": (lambda: aidstats.parse_array(CELLS), 20_000),
    "parse_array fails": (_raises(aidstats.parse_array, ["三百五百"]), 20_000),
    "find_array": (lambda: aidstats.find_array(CELLS[:3]), 20_000),
    "batches": (lambda: list(aidstats.find_batches(CELLS[:3], batch_size=2)), 10_000),
    "policy": (lambda: aidstats.parse("5元", policy=Policy(half="1/7")), 10_000),
    "arrow view": (lambda: aidstats.parse_array(["5元"]).arrow().__arrow_c_stream__(), 5_000),
}


def test_nothing_is_kept_in_numpys_memory_either():
    """Record arrays lie outside of Python's own blocks; NumPy reports them to tracemalloc."""
    texts = ["近8亿元"] * 100
    tracemalloc.start()
    try:
        kept = []
        for _ in range(4):
            before = tracemalloc.get_traced_memory()[0]
            for _ in range(500):
                aidstats.parse_array(texts)
                aidstats.find_array(texts)
                list(aidstats.parse_batches(texts, batch_size=30))
            gc.collect()
            kept.append(tracemalloc.get_traced_memory()[0] - before)
    finally:
        tracemalloc.stop()
    assert min(kept) < 9600, "less than a single one of the arrays"


def _attributes(quantity):
    return [
        getattr(quantity, name) for name in ("value", "lo", "hi", "flags", "mods", "origin", "unit", "text", "grain")
    ]


@pytest.mark.parametrize(("function", "calls"), CALLS.values(), ids=CALLS)
def test_nothing_is_kept(function, calls):
    kept = _blocks_kept(function, calls)
    assert kept < calls / 400, f"{kept} blocks after {calls // 4} calls"
