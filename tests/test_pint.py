"""Quantities in pint: the lexicon's factors, exactly; money and counts in dimensions of their own."""

import logging
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

import aidstats
from aidstats import _core, parse

pint = pytest.importorskip("pint", reason="needs pint")
import aidstats.pint  # noqa: E402


@pytest.fixture(scope="module")
def units():
    return aidstats.pint.registry()


LEXICON = [row for row in _core.units() if row[1] not in ("", "1", "date")]


def declared(form):
    try:
        return aidstats.parse_unit(form)
    except ValueError:
        return None


def magnitude(quantity, unit):
    found = quantity.to(unit).magnitude
    assert isinstance(found, int | Fraction), f"{found!r} is not exact"
    return found


@pytest.mark.parametrize("row", LEXICON, ids=[row[1] for row in LEXICON])
def test_every_unit_has_the_factor_of_the_lexicon(units, row):
    _, own, _, _, _, canonical, factor, _, scale, _ = row
    code = next(each[0] for each in _core.units() if each[1] == own)
    record = _core.quantity_records([parse("7户")])
    record["unit"] = code
    here = _core.record_to_quantity(record[0]).to_pint()
    assert here.magnitude == 7
    if scale == "linear" and canonical != "Cel":
        record["unit"] = next(each[0] for each in _core.units() if each[1] == canonical)
        there = _core.record_to_quantity(record[0]).to_pint()
        assert magnitude(here, there.units) == 7 * Fraction(factor)


@pytest.mark.parametrize("row", LEXICON, ids=[row[1] for row in LEXICON])
def test_chinese_names_mean_in_pint_what_they_mean_here(units, row):
    for form in row[9]:
        parts = form.split("·")  # pint multiplies: kW and h it knows, 千瓦·时 it does not
        named = len(parts) == 1 or all(part.isascii() for part in parts)
        if not form.isascii() and form.isidentifier() and named and declared(form) == (row[1], 1):
            expected = aidstats.pint._unit(aidstats.pint.Unit(row[0]))
            if row[8] == "linear":
                assert magnitude(units.Quantity(1, form), expected) == 1, form
            else:
                assert units.Unit(form) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("3.5万亩", "公顷", Fraction(7000, 3)),
        ("3.5万亩", "hectare", Fraction(7000, 3)),
        ("43.5公里", "meter", 43500),
        ("2小时30分钟", "minute", 150),
        ("每户5000元", "万元/户", Fraction(1, 2)),
        ("每人每年200元", "元/人/年", 200),
        ("每百人15辆", "辆/人", Fraction(3, 20)),
        ("5万千瓦", "megawatt", 50),
        ("100万千瓦时", "kW.h", 10**6),
        ("12%", "percent", 12),
        ("三分之一", "", Fraction(1, 3)),
        ("三", "", 3),
        ("3个百分点", "{bp}", 300),
        ("5斤", "kilogram", Fraction(5, 2)),
        ("35元/亩", "元/公顷", 525),
        ("3打", "个", 36),
        ("每小时60公里", "公里/小时", 60),
    ],
)
def test_conversions_are_exact(text, unit, expected):
    assert magnitude(parse(text).to_pint(), unit) == expected


def test_temperatures_have_their_zero(units):
    assert parse("25℃").to_pint().to("degF").magnitude == 77
    assert parse("零下40℉").to_pint().to("摄氏度").magnitude == -40


@pytest.mark.parametrize(
    ("one", "other"), [("人", "人次"), ("元", "港元"), ("户", "人"), ("百分点", "percent"), ("人", ""), ("倍", "")]
)
def test_dimensions_of_their_own_are_not_converted(units, one, other):
    assert not units.Quantity(1, one).is_compatible_with(units.Quantity(1, other))
    with pytest.raises(pint.DimensionalityError):
        units.Quantity(1, one).to(other)
    with pytest.raises(pint.DimensionalityError):
        units.Quantity(1, one) + units.Quantity(1, other)


def test_ids_and_scales_are_read(units):
    assert units("2 {person}") == units("2 人")
    assert units("1 [mu_cn]") == units("1 亩")
    assert units("1 CNY/{household}") == units("1 元/户")
    assert units("3 万亿元") == units.Quantity(3 * 10**12, "CNY")
    assert units("1 har") == units("1 公顷") == units("1 hectare")
    assert units("1 km") == units("1 公里")  # pint's own names stay what they were
    assert str(units("1 meter / second").units) == "meter / second"


def test_each_number_can_be_asked_for():
    quantity = parse("3至5万元")
    assert [quantity.to_pint(number).magnitude for number in ("lo", "hi", "estimate")] == [30000, 50000, 40000]
    for text, number in (("3至5万元", "value"), ("至少3元", "hi"), ("2023年9月", "lo"), ("若干元", "estimate")):
        with pytest.raises(TypeError, match="states no"):
            parse(text).to_pint(number)
    with pytest.raises(ValueError, match="number must be"):
        quantity.to_pint("mean")


def test_records_become_one_array():
    records = aidstats.parse_array(["近8亿元", None, "数百元"])
    found = records.to_pint().to("亿元")
    assert found.magnitude.dtype == float
    np.testing.assert_array_equal(found.magnitude, [8, np.nan, np.nan])
    assert records.to_pint("lo").magnitude.tolist()[0] == 7.5e8
    assert aidstats.parse_array(["每百人15辆"]).to_pint().to("辆/人").magnitude.tolist() == [0.15]
    for texts, message in ((["8元", "3户"], "several units"), (["2023年"], "dates"), ([None], "no row")):
        with pytest.raises(ValueError, match=message):
            aidstats.parse_array(texts).to_pint()
    with pytest.raises(ValueError, match="number must be"):
        records.to_pint("estimate")


def test_making_the_registry_redefines_nothing_of_pint(caplog):
    with caplog.at_level(logging.WARNING, logger="pint"):
        aidstats.pint.registry.__wrapped__()
    assert caplog.messages == []


def test_pint_is_imported_only_when_asked_for():
    code = "import aidstats, sys; aidstats.parse('3户'); sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", code], timeout=60).returncode == 0


def test_without_pint_the_error_names_the_extra(monkeypatch):
    for name in ("pint", "aidstats.pint"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "aidstats.pint")
    with pytest.raises(ImportError, match=r"aidstats\[units\]"):
        parse("3户").to_pint()
