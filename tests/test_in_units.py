"""Columns counted in another unit: the core's one pass gives the double nearest to the exact result."""

import random
from fractions import Fraction

import numpy as np
import pytest

import aidstats
from aidstats import _core
from aidstats._columns import number_columns
from aidstats._exact import power_of_ten
from aidstats._lexicon import unit_ids
from aidstats._numbers import NULL
from aidstats._reader import Reader
from aidstats._totals import converted, ratio_to, read_in

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


@pytest.mark.parametrize("unit", ["元", "万元", "亿元", "千克", "公里", "公顷", "人", "年", "%"])
@pytest.mark.parametrize("name", ["value", "lo", "hi"])
@pytest.mark.parametrize("threads", [1, 2])
def test_cells_converted_where_they_are_read_are_the_same(unit, name, threads):
    cells = random.Random(31).choices([*CELLS, None, "12亩"], k=9000)
    reader = Reader(threads=threads)
    columns = reader.parse(cells, number_columns(name, unit))
    counted = columns["unit"][(columns["status"] == 0) & (columns[f"{name}_coef"] != NULL)]
    ratios = {code: ratio_to(code, unit) for code in set(counted.tolist())}
    odd = [code for code, ratio in ratios.items() if ratio is not None and power_of_ten(ratio) is None]  # 亩 in 公顷
    assert (read_in(reader, cells, unit, name, coerce=True) is None) == bool(odd)
    plain = [cell for cell, code in zip(cells, columns["unit"].tolist(), strict=True) if code not in odd]
    found = read_in(reader, plain, unit, name, coerce=True)
    expected = converted(reader.parse(plain, number_columns(name, unit)), unit, name, coerce=True)
    assert np.array_equal(found[name], expected, equal_nan=True)
    assert read_in(reader, plain, unit, name, coerce=False) is None  # others are among them: that is an error


def test_what_is_read_into_units_is_checked():
    power = np.zeros(len(unit_ids()), dtype=np.int16)
    with pytest.raises(ValueError, match="column must be value, lo or hi"):
        _core.parse_in_units(["5元"], "unit", power)
    with pytest.raises(ValueError, match="power must tell of each unit"):
        _core.parse_in_units(["5元"], "value", power[:-1])
    table, met = _core.parse_in_units(["5元", "吗", None], "value", power, hidden=["status"])
    assert (table.column_names, table.numpy("status").tolist()) == (("value",), [0, 3, 1])
    assert np.flatnonzero(met).tolist() == [unit_ids().tolist().index("CNY")]
    with pytest.raises(aidstats.ParseError, match="吗"):
        read_in(Reader(errors="raise"), ["5元", "吗"], "元", "value", coerce=False)
