"""Columns counted in another unit: the core's one pass gives the double nearest to the exact result."""

import random
from fractions import Fraction

import numpy as np
import pytest

import aidstats
from aidstats import _core
from aidstats._numbers import NULL
from aidstats._totals import converted, ratio_to

KEEP, FOREIGN = 32767, -32768
CELLS = [
    *("8亿元", "3.5万元", "12角", "近2600万元", "一千港元", "5%", "3万人", "2018年", "近5年", "约3斤"),
    *("不详", "超三分之一元", "3里", "2公斤半", "500米", "三成", "1.5吨", "3个月", "数百元", "零下5度"),
]  # fmt: skip


def exact(coef: object, exp: object, den: object) -> Fraction:
    return Fraction(int(coef)) * Fraction(10) ** int(exp) / int(den)


@pytest.mark.parametrize("unit", ["元", "万元", "亿元", "千克", "吨", "公里", "人", "年", "%"])
@pytest.mark.parametrize("name", ["value", "lo", "hi"])
def test_each_row_is_what_fractions_say_or_is_not_counted_in_that_unit(unit, name):
    records = aidstats.parse_array(CELLS, errors="coerce")
    got = converted(records, unit, name, coerce=True)
    for row, cell in enumerate(CELLS):
        kept = records["status"][row] != 0 or records[f"{name}_coef"][row] == NULL
        if kept or records.kind_name[row] in ("date", "period"):
            expected = records[name][row]
        else:
            ratio = ratio_to(int(records["unit"][row]), unit)
            terms = [records[field][row] for field in (f"{name}_coef", f"{name}_exp", "den")]
            expected = np.nan if ratio is None else float(exact(*terms) * ratio)
        assert np.array_equal(got[row], expected, equal_nan=True), cell


def given(size: int, **columns: list[int]) -> list[np.ndarray]:
    defaults = {"value": [0] * size, "coef": [1] * size, "exp": [0] * size, "den": [1] * size, "unit": [0] * size}
    defaults |= {"kind": [0] * size, "status": [0] * size}
    types = aidstats.parse_array([]).dtype
    fields = {"coef": "value_coef", "exp": "value_exp"}
    return [np.array(column, types[fields.get(name, name)]) for name, column in (defaults | columns).items()]


def test_random_numbers_are_the_nearest_doubles_whatever_the_power_of_ten():
    rng = random.Random(20)
    size = 20_000
    coef = [rng.randrange(-(10**18), 10**18) >> rng.randrange(60) for _ in range(size)]
    exp, den = ([rng.randrange(*span) for _ in range(size)] for span in ((-40, 40), (1, 2**32)))
    power = np.array([rng.randrange(-20, 20) for _ in range(50)], dtype=np.int16)
    unit = [rng.randrange(50) for _ in range(size)]
    got, met = _core.in_units(*given(size, coef=coef, exp=exp, den=den, unit=unit), power)
    expected = [float(exact(c, e + power[u], d)) for c, e, d, u in zip(coef, exp, den, unit, strict=True)]
    assert got.tolist() == expected
    assert met.tolist() == [1] * 50


def test_units_that_were_met_are_told_and_those_out_of_reach_apart():
    power = np.array([KEEP, FOREIGN, 2, 2, 2], dtype=np.int16)
    columns = given(5, value=[7, 7, 7, 7, 7], unit=[0, 1, 2, 2, 3], exp=[0, 0, 0, 100, 0], status=[0, 0, 0, 0, 2])
    got, met = _core.in_units(*columns, power)
    assert got[[0, 2, 4]].tolist() == [7, 100, 7]
    assert np.isnan(got[1])
    assert met.tolist() == [1, 1, 3, 0, 0]


def test_columns_of_another_length_or_unknown_units_are_refused():
    power = np.array([1], dtype=np.int16)
    with pytest.raises(ValueError, match="coef must be as long as value"):
        _core.in_units(*given(2, coef=[1]), power)
    with pytest.raises(ValueError, match="unit in row 1"):
        _core.in_units(*given(2, unit=[0, 1]), power)
    with pytest.raises(TypeError, match="Cannot cast"):
        _core.in_units(np.array(["3"]), *given(1)[1:], power)


def test_numbers_beyond_what_the_core_makes_doubles_of_are_converted_exactly():
    records = aidstats.parse_array(["3元", "5元"])
    records["value_exp"] = [120, -120]
    assert converted(records, "万元", "value").tolist() == [3e116, 5e-124]
