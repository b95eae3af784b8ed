"""What quantity columns compute is what intervals compute; what they order and count as one."""

import operator
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from test_pandas_quantity import said, series

from aidstats import _core, parse

pd = pytest.importorskip("pandas", reason="needs pandas")

# ---------------------------------------------------------------- computing, against plain intervals


def plus(a, b):
    both = [None if x is None or y is None else Fraction(x) + Fraction(y) for x, y in zip(a[:3], b[:3], strict=True)]
    return (*both, a[3] or b[3], a[4] or b[4])


def times(a, factor):
    value, lo, hi, lo_open, hi_open = a
    if factor == 0:
        return 0, 0, 0, False, False
    value, lo, hi = (None if each is None else Fraction(each) * factor for each in (value, lo, hi))
    return (value, lo, hi, lo_open, hi_open) if factor > 0 else (value, hi, lo, hi_open, lo_open)


def least(those):
    """Of sets of numbers: ends by the definition of the least number that one from each can make."""
    far = 10**40
    lo = min((-far if each[1] is None else each[1], each[3]) for each in those)
    hi = min((far if each[2] is None else each[2], not each[4]) for each in those)
    may = [each for each in those if (-far if each[1] is None else each[1]) <= hi[0]]
    value = None if any(each[0] is None for each in may) else min(each[0] for each in may)
    ends = (None if lo[0] == -far else lo[0], None if hi[0] == far else hi[0])
    return value, *ends, lo[1], not hi[1]


def some_quantities(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    forms = ["{}元", "约{}元", "近{}万元", "超{}元", "{}元以上", "不足{}元", "{}余万元", "三分之{}元", "-{}元"]
    forms += ["{}至9000元", "数百元", "{}亿元", "0.0{}元"]
    return [draw.choice(forms).format(draw.choice([1, 2, 7, 50, 400, 4000])) for _ in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_sums_means_and_extremes_of_groups_are_those_of_intervals(seed):
    texts = some_quantities(seed, 60)
    labels = [random.Random(seed + row).choice("甲乙丙丁") for row in range(len(texts))]
    texts[::7] = [None] * len(texts[::7])
    frame = pd.DataFrame({"donor": labels, "amount": series(texts)})
    grouped = frame.groupby("donor")["amount"]
    found = {name: getattr(grouped, name)() for name in ("sum", "mean", "min", "max")}
    for label in set(labels):
        members = [said(each) for each in frame.amount[frame.donor == label] if each is not pd.NA]
        total = (0, 0, 0, False, False)
        for each in members:
            total = plus(total, each)
        assert said(found["sum"][label]) == total
        assert said(found["mean"][label]) == times(total, Fraction(1, len(members)))
        assert said(found["min"][label]) == least(members)
        assert said(found["max"][label]) == times(least([times(each, -1) for each in members]), -1)
    assert frame.amount.sum() == frame.amount.dropna().array.sum()
    assert said(frame.amount.min()) == least([said(each) for each in frame.amount.dropna()])


@pytest.mark.parametrize("seed", range(8))
def test_arithmetic_of_rows_and_of_elements_is_that_of_intervals(seed):
    left, right = series(some_quantities(seed, 40)), series(some_quantities(seed + 100, 40))
    factor = random.Random(seed).choice([3, -2, Fraction(1, 3), 0.1, Decimal("-0.7"), 10**8, 0, np.int64(7)])
    exact = Fraction(str(factor))
    cases = [
        (left + right, operator.add, lambda a, b: plus(said(a), said(b))),
        (left - right, operator.sub, lambda a, b: plus(said(a), times(said(b), -1))),
        (left * factor, lambda a, b: a * factor, lambda a, b: times(said(a), exact)),
        (factor * left, lambda a, b: factor * a, lambda a, b: times(said(a), exact)),
        (-left, lambda a, b: -a, lambda a, b: times(said(a), -1)),
        (left / 3, lambda a, b: a / 3, lambda a, b: times(said(a), Fraction(1, 3))),
        (left + right[0], lambda a, b: a + right[0], lambda a, b: plus(said(a), said(right[0]))),
    ]
    for found, of_elements, expected in cases:
        assert found.dtype == "quantity[CNY]"
        for a, b, element in zip(left, right, found, strict=True):
            assert said(element) == expected(a, b), (a, b)
            assert of_elements(a, b) == element
            again = _core.quantity_records([element])[0]
            assert again["value"] == again["value"] or element.value is None


def test_a_derived_quantity_states_no_words():
    total = parse("近8亿元") + parse("0元")
    assert (total.relation, total.kind, total.flags, total.text) == ("approx", "money", frozenset(), "")
    relations = {
        "eq": parse("1元") + parse("2元"),
        "range": parse("3至5元") + parse("1元"),
        "ge": parse("至少3元") + parse("1元"),
        "gt": parse("超3元") + parse("1元"),
        "le": -parse("至少3元"),
        "lt": -parse("超3元"),
        "approx": parse("超3元") - parse("超3元"),
    }
    assert {name: each.relation for name, each in relations.items()} == {name: name for name in relations}


def test_sums_skip_what_is_missing_unless_told_not_to():
    column = series(["1元", None, "近3元"])
    assert column.sum() == parse("1元") + parse("近3元")
    assert (
        column.sum(skipna=False) is pd.NA and column.mean(skipna=False) is pd.NA and column.min(skipna=False) is pd.NA
    )
    assert column.sum(min_count=3) is pd.NA
    assert column[:0].sum() == parse("0元")
    assert column[:0].mean() is pd.NA and column[:0].max() is pd.NA
    frame = pd.DataFrame({"key": ["a", "b", "b"], "amount": column})
    assert frame.groupby("key").amount.sum(min_count=2).isna().tolist() == [True, True]
    assert frame.groupby("key").amount.cumsum().tolist() == [parse("1元"), pd.NA, frame.amount[2] + parse("0元")]
    assert frame[["amount"]].sum().iloc[0] == column.sum()
    assert column.cumsum().isna().tolist() == [False, True, False]
    assert column.cumsum(skipna=False).isna().tolist() == [False, True, True]
    assert frame.groupby("key").agg({"amount": ["sum", "mean", "count", "first"]}).shape == (2, 4)


def test_a_sum_that_does_not_fit_is_an_error_not_a_rounding():
    column = series(["123456789012345678元", "0.0001元"])
    for compute in (lambda: column.sum(), lambda: column + column[::-1].array, lambda: column.cumsum()):
        with pytest.raises(OverflowError, match="than a record keeps"):
            compute()


def test_units_that_cannot_be_added_are_an_error_and_others_are_converted():
    money, roads = series(["1元", None]), series(["1公里", "2公里"], "quantity[公里]")
    for compute in (lambda: money + roads, lambda: money - parse("3户"), lambda: parse("3户") + parse("5元")):
        with pytest.raises(TypeError, match="cannot be"):
            compute()
    assert (roads + parse("500米")).tolist() == [parse("1.5公里"), parse("2.5公里")]
    assert (parse("500米") - roads)[0] == -parse("0.5公里")
    assert parse("1公里") + parse("500米") == parse("1.5公里")
    assert (money + pd.NA).isna().all()
    more = [parse("1公里"), None]
    assert (roads + more).tolist() == [parse("2公里"), pd.NA]
    for other in ("1元", 1, True, None):
        with pytest.raises(TypeError):
            money + other
        with pytest.raises(TypeError):
            parse("1元") + other
    for other in (money, "3", True, parse("1元")):
        with pytest.raises(TypeError):
            money * other
    with pytest.raises(TypeError):
        money / money
    with pytest.raises(ValueError, match="lengths differ"):
        money.array + roads.array[:1]
    with pytest.raises(ZeroDivisionError):
        money / 0
    with pytest.raises(ValueError, match="inf"):
        money * float("inf")


def test_rows_of_factors():
    column = series(["近8亿元", "1元", None])
    assert (column * [2, 0.5, 3]).tolist() == [column[0] * 2, parse("0.5元"), pd.NA]
    assert (column * pd.Series([2, None, 3.0])).isna().tolist() == [False, True, True]
    assert (column / pd.Series([2, 4, 3]))[1] == parse("0.25元")
    with pytest.raises(TypeError):
        column * ["a", "b", "c"]


def test_what_cannot_be_added_is_named():
    column = pd.Series(["从3亿元增加到5亿元", "1元"]).aid.to_quantity()
    for compute in (lambda: column.sum(), lambda: column + column, lambda: column * 2):
        with pytest.raises(ValueError, match="row 0 is a change"):
            compute()
    for name in ("std", "var", "median", "prod"):
        with pytest.raises(TypeError, match="does not support operation"):
            getattr(column[1:], name)()
        with pytest.raises(TypeError, match=r"does not support operation|agg function failed"):
            getattr(column[1:].groupby([0]), name)()


def test_several_hundred_is_not_missing():
    column = series(["数百元", "若干元", None])
    assert column.isna().tolist() == [False, False, True]
    assert said(column[0]) == (None, 200, 1000, False, True)
    assert column.count() == 2
    np.testing.assert_array_equal(column.array.numbers("estimate"), [600, np.nan, np.nan])
    np.testing.assert_array_equal(column.array.numbers("lo"), [200, 1, np.nan])
    np.testing.assert_array_equal(column.array.numbers("hi"), [1000, np.inf, np.nan])
    with pytest.raises(ValueError, match="value, lo, hi or estimate"):
        column.array.numbers("unit")


# ---------------------------------------------------------------- order and identity


def test_order_goes_by_the_estimate():
    texts = ["近8亿元", "3至5万元", None, "若干元", "4.5万元", "数百元"]
    column = series(texts)
    assert column.sort_values().index.tolist() == [5, 1, 4, 0, 3, 2]
    assert column.sort_values(ascending=False, na_position="first").index.tolist() == [2, 3, 0, 4, 1, 5]
    assert (column > parse("4万元")).tolist() == [True, False, False, False, True, False]
    assert (column <= column[4]).tolist() == [False, True, False, False, True, True]
    assert column.rank().tolist()[:2] == [4, 2]
    assert column.argmax() == 3  # 若干 has no estimate: after all that have one
    assert column.sort_values().array[:3].searchsorted(parse("4.2万元")) == 2


def test_numbers_that_share_a_double_are_told_apart():
    texts = ["900719925474099301元", "900719925474099300元", "900719925474099302元", "900719925474099301元"]
    column = series(texts)
    assert column.array.numbers()[0] == column.array.numbers()[1]
    assert column.sort_values().index.tolist() == [1, 0, 3, 2]
    assert (column < column[0]).tolist() == [False, True, False, False]
    assert column.min() == column[1] and column.max() == column[2]
    assert column.nunique() == 3


def test_comparison_of_units():
    column = series(["5元"])
    assert (column == parse("5港元")).tolist() == [False] and (column != "5元").tolist() == [True]
    with pytest.raises(TypeError, match=r"\.to\(\)"):
        operator.lt(column, parse("5港元"))
    with pytest.raises(TypeError):
        operator.lt(column, 5)
    with pytest.raises(ValueError, match=r"[Ll]engths"):
        operator.eq(column.array, column.array[:0])


def test_what_says_the_same_is_one():
    column = series(["近8亿元", "接近8亿元", "80000万元", "8亿元", None, "8亿元"])
    assert column.unique().tolist() == [column[0], column[2], pd.NA]
    codes, uniques = pd.factorize(column)
    assert codes.tolist() == [0, 0, 1, 1, -1, 1] and uniques.tolist() == [column[0], column[2]]
    assert column.value_counts().tolist() == [3, 2]
    assert column.value_counts(dropna=False)[pd.NA] == 1
    assert column.duplicated().tolist() == [False, True, False, True, False, True]
    assert column.isin([parse("8亿元")]).tolist() == [False, False, True, True, False, True]
    assert [a == b for a in column[:4] for b in column[:4]] == [
        same for a in column[:4] for same in (column[:4] == a).tolist()
    ]
    merged = column.to_frame("amount").merge(pd.DataFrame({"amount": series(["近8亿元"]), "name": ["x"]}))
    assert merged["name"].tolist() == ["x", "x"]
    assert column.groupby(column).size().tolist() == [2, 3]
    assert pd.util.hash_array(column.array)[0] == pd.util.hash_array(column.array)[1]
