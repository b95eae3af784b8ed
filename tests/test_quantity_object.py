"""The Quantity object: what one can do with a result."""

import copy
import datetime
import decimal
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest

import aidstats
from aidstats import MonthDay, ParseError, Quantity, _core, parse

TEXTS = [
    "近8亿元",
    "3.5万亩",
    "三分之一",
    "3至5万元",
    "超10亿元",
    "由15天缩短至57小时",
    "由200余户发展到1500户",
    "每百人15辆",
    "下降20%",
    "1992年至今",
    "10月20日",
    "12日",
    "近5年",
    "-5℃",
]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20万人", 200000),
        ("3.52元", Decimal("3.52")),
        ("三分之一", Fraction(1, 3)),
        ("3.0元", 3),
        ("负三", -3),
        ("3分10秒", Fraction(19, 6)),
        ("1e30", 10**30),
        ("1e-30", Decimal("1E-30")),
        ("几十", None),
    ],
)
def test_numbers_have_the_simplest_exact_type(text, value):
    quantity = parse(text)
    assert quantity.value == value
    assert type(quantity.value) is type(value)
    assert quantity.fraction == (None if value is None else Fraction(value))


def test_numbers_brought_to_one_denominator_are_reduced():
    quantity = parse("三分之二强")
    assert (quantity.lo, quantity.hi) == (Fraction(2, 3), Fraction(11, 15))
    pickled = quantity.__reduce__()[1][0]
    assert pickled[4 + 5] == pickled[4 + 8], "lo and hi share a denominator in the core"


def test_numbers_do_not_depend_on_the_decimal_context():
    with decimal.localcontext(decimal.Context(prec=2, Emax=5, Emin=-5)):
        assert str(parse("1234.5678元").value) == "1234.5678"


def test_float_is_the_nearest_double_of_the_value():
    assert float(parse("0.1元")) == 0.1
    assert float(parse("三分之一")) == 1 / 3
    for text in ("几十", "3至5万元", "1992年"):
        with pytest.raises(TypeError, match="estimate"):
            float(parse(text))


def test_estimate_is_the_value_or_the_middle():
    assert parse("近8亿元").estimate == 800000000
    assert parse("3至5万元").estimate == 40000
    assert parse("百分之十几").estimate == Decimal("0.155")
    assert parse("1992年").estimate is None
    assert parse("若干个").estimate is None


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("增长3倍", 4),
        ("增长到3倍", 3),
        ("3倍", 3),
        ("翻两番", 4),
        ("翻一番", 2),
        ("下降20%", Decimal("0.8")),
        ("增长15%", Decimal("1.15")),
        ("20%", None),
        ("减少3倍", None),
        ("近8亿元", None),
        ("从12%降至8%", None),
    ],
)
def test_factor_is_new_over_old(text, factor):
    assert parse(text).factor == factor


# ---------------------------------------------------------------- units, dates, changes


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("8亿元", "CNY", ""),
        ("五", "", ""),
        ("每户5000元", "CNY/{household}", "{household}"),
        ("每人每年200元", "CNY/{person}/a", "{person}/a"),
        ("每百人15辆", "{vehicle}/(100.{person})", "(100.{person})"),
    ],
)
def test_units_are_written_with_their_denominators(text, unit, per):
    assert (parse(text).unit, parse(text).per) == (unit, per)


def test_bounds_of_dates_are_dates():
    quantity = parse("2023年9月")
    assert (quantity.lo, quantity.hi) == (datetime.date(2023, 9, 1), datetime.date(2023, 9, 30))
    assert (quantity.value, quantity.lo_fraction, quantity.unit) == (None, None, "date")
    assert parse("1992年至今").hi is None
    assert parse("1000年1月1日").lo == datetime.date(1000, 1, 1)


def test_days_without_a_year_are_month_and_day():
    quantity = parse("10月20日")
    assert quantity.lo == quantity.hi == MonthDay(10, 20)
    assert quantity.lo.in_year(2023) == datetime.date(2023, 10, 20)
    assert parse("2月下旬").hi.in_year(2023) == datetime.date(2023, 2, 28)
    assert parse("2月下旬").hi.in_year(2024) == datetime.date(2024, 2, 29)
    assert (parse("12日").lo, parse("12日").hi) == (None, None)


def test_a_change_has_an_origin():
    change = parse("由200余户发展到1500户")
    origin = change.origin
    assert isinstance(origin, Quantity)
    assert (origin.value, origin.lo, origin.hi, origin.relation) == (200, 200, 300, "over")
    assert (origin.unit, origin.kind, origin.origin) == ("{household}", "count", None)
    assert (change.value, change.relation, change.to_relation) == (1500, "change", "eq")
    assert parse("8元").origin is None


def test_to_converts_exactly_and_keeps_openness():
    near = parse("近8亿元").to("万元")
    assert near == (80000, 75000, 80000, False, True, "万元")
    assert parse("3.5万亩").to("m2").value == Fraction(70000000, 3)
    assert parse("超10亿元").to("亿元")[:3] == (10, 10, None)
    with pytest.raises(ValueError, match="cannot be converted"):
        parse("8元").to("公里")
    with pytest.raises(ParseError):
        parse("8元").to("橘子")


# ---------------------------------------------------------------- text


def test_words_and_unit_are_those_of_the_text():
    quantity = parse(" 大约8万余户 ")
    assert (quantity.text, quantity.start, quantity.end) == ("大约8万余户", 1, 7)
    assert (quantity.mods, quantity.unit_text) == (("大约", "余"), "户")
    assert quantity.flags >= {"hedge"}
    assert parse("近8亿元").cue != "" and parse("8亿元").cue == ""


def test_words_outside_the_span_are_kept():
    (quantity,) = aidstats.find("𠮷县累计达3000余万元。")
    assert (quantity.text, quantity.mods[0]) == ("3000余万元", "累计")
    assert "total" in quantity.flags


# ---------------------------------------------------------------- equality and order


@pytest.mark.parametrize(
    ("left", "right"), [("8亿元", "800000000元"), ("近8亿元", "将近8亿元"), ("50%", "五成"), ("三分之一", "六分之二")]
)
def test_equal_is_what_says_the_same(left, right):
    a, b = parse(left), parse(right)
    assert a == b and hash(a) == hash(b)
    assert (a != b) is False
    assert len({a, b}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("8亿元", "8亿美元"),
        ("8亿元", "近8亿元"),
        ("0.5", "50%"),
        ("不足5户", "5户以下"),
        ("近5年", "未来5年"),
        ("增长3倍", "3倍"),
        ("每户5元", "5元"),
        ("从3到5亿元", "从3增加到5亿元"),
        ("由3天缩短至2天", "由4天缩短至2天"),
    ],
)
def test_unequal_is_what_says_something_else(left, right):
    assert parse(left) != parse(right)


def test_a_quantity_is_not_a_number():
    assert parse("5") != 5 and parse("5") != "5"
    with pytest.raises(TypeError):
        parse("5") < 5  # noqa: B015


def test_points_of_one_unit_are_ordered():
    assert parse("3万元") < parse("5万元") <= parse("50000元")
    assert parse("三分之一") < parse("50%") and parse("50%") > parse("三分之一")
    assert sorted([parse("5户"), parse("3户")])[0].value == 3
    assert parse("2023-09-05") < parse("2023-09-06")


@pytest.mark.parametrize(
    ("left", "right", "match"),
    [("近8亿元", "9亿元", "surely_less"), ("8元", "9美元", r"\.to\(\)"), ("10月20日", "10月21日", "in_year")],
)
def test_what_has_no_order_says_what_to_do(left, right, match):
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(TypeError, match=match):
            getattr(parse(left), compare)(parse(right))


def test_surely_less_compares_all_that_can_be_meant():
    assert parse("不足5万元").surely_less(parse("5万元"))
    assert not parse("5万元以下").surely_less(parse("5万元"))
    assert not parse("超10亿元").surely_less(parse("20亿元"))
    with pytest.raises(TypeError):
        parse("5元").surely_less(5)


# ---------------------------------------------------------------- object


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_keeps_everything(text, protocol):
    quantity = parse(" " + text)
    twin = pickle.loads(pickle.dumps(quantity, protocol))
    assert twin == quantity and hash(twin) == hash(quantity) and type(twin) is Quantity
    assert twin.__reduce__() == quantity.__reduce__()
    assert copy.deepcopy(quantity) == copy.copy(quantity) == quantity
    assert repr(twin) == repr(quantity)


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields[:-1],
        lambda fields: (99, *fields[1:]),
        lambda fields: (fields[0], 5, *fields[2:]),
        lambda fields: (*fields[:3], (5,), *fields[4:]),
        lambda fields: (*fields[:4], 2**64, *fields[5:]),
        lambda fields: (*fields[:5], 1000, *fields[6:]),
        lambda fields: (*fields[:6], 0, *fields[7:]),
        lambda fields: (*fields[:-1], -1),
        lambda fields: (*fields[:-1], "x"),
        lambda fields: "no tuple",
    ],
)
def test_damaged_pickles_are_refused(change):
    restore, (fields,) = parse("近8亿元").__reduce__()
    assert restore(fields) == parse("近8亿元")
    with pytest.raises((ValueError, TypeError), match="Quantity"):
        restore(change(fields))


def test_a_quantity_cannot_be_changed():
    quantity = parse("8亿元")
    for name in ("value", "unit", "text", "factor", "colour"):
        with pytest.raises(AttributeError):
            setattr(quantity, name, 1)
    with pytest.raises(TypeError):
        _core.QuantityBase.value = 1
    assert not hasattr(quantity, "__dict__")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("近8亿元", "<Quantity 近8亿元: 800000000 CNY near [750000000, 800000000)>"),
        ("不少于30户", "<Quantity 不少于30户: 30 {household} ge [30, ∞)>"),
        ("由15天缩短至57小时", "<Quantity 由15天缩短至57小时: 15 d → 57 h>"),
        ("三分之一", "<Quantity 三分之一: 1/3>"),
        ("12日", "<Quantity 12日: date>"),
    ],
)
def test_repr_is_for_people(text, shown):
    assert repr(parse(text)) == shown


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_describe_is_one_sentence(text, lang):
    quantity = parse(text)
    said = quantity.describe(lang)
    assert said.startswith(f"“{quantity.text}”") and said[-1] in ".。" and "None" not in said and "{" not in said


def test_describe_knows_two_languages():
    assert parse("近8亿元").describe("zh") == "“近8亿元”是金额：近800,000,000元，750,000,000至800,000,000（不含）。"
    with pytest.raises(ValueError, match="lang"):
        parse("8亿元").describe("fr")


def test_html_is_escaped():
    restore, (fields,) = parse("不足5户").__reduce__()
    shown = restore((fields[0], "<b>&", *fields[2:]))._repr_html_()
    assert shown.startswith("<table>") and "&lt;b&gt;&amp;" in shown and "<b>" not in shown
    assert "(open)" in shown


def test_a_record_without_its_text_is_a_quantity_without_text():
    record = _core.parse_records(["近8亿元"])[0]
    quantity = _core.record_to_quantity(record)
    assert quantity == parse("近8亿元") and (quantity.text, quantity.mods) == ("", ())
    assert repr(quantity) == "<Quantity 800000000 CNY near [750000000, 800000000)>"
    assert quantity.describe().startswith("This is")


@pytest.mark.parametrize("text", TEXTS)
def test_a_record_comes_back_as_the_quantity(text):
    record = _core.parse_records([text])[0]
    quantity = _core.record_to_quantity(record, text)
    assert quantity == parse(text) and quantity.flags == parse(text).flags and quantity.cue == parse(text).cue


def test_rows_without_a_quantity_are_none_or_an_error():
    null, bad = _core.parse_records([None, "5个吗"])
    assert _core.record_to_quantity(null) is None
    with pytest.raises(ParseError) as caught:
        _core.record_to_quantity(bad, "5个吗")
    assert (caught.value.code, caught.value.position, caught.value.text) == ("E_TRAILING", 2, "5个吗")


# ---------------------------------------------------------------- errors


def test_the_caret_stands_under_the_character():
    with pytest.raises(ParseError) as caught:
        parse("5个吗")
    head, line, mark = str(caught.value).split("\n")
    assert head.startswith("E_TRAILING at 2: '吗'")
    assert (line, mark) == ("  5个吗", "     ^")


def test_a_long_text_is_shown_around_the_place():
    message = str(ParseError("E_TRAILING", 500, "元" * 1000))
    line, mark = message.split("\n")[1:]
    assert line == "  …" + "元" * 48 + "…"
    assert mark.index("^") == 3 + 2 * 24


def test_control_characters_do_not_break_the_message():
    message = str(ParseError("E_TRAILING", 2, "5\n\x1b[2J\ud800"))
    assert message.count("\n") == 2 and "\x1b" not in message
    message.encode()


def test_a_row_is_named():
    error = _core.row_error(5, -1, None)
    error.row = 7
    assert str(error) == "row 7: E_TRAILING: a character after the quantity does not belong to it"
    assert pickle.loads(pickle.dumps(error)).row == 7
