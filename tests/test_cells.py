"""Cells of real sheets: numbers already typed, habits of accountants, words for nothing, several currencies."""

import math
from decimal import Decimal

import numpy as np
import pytest

import aidstats
from aidstats import Policy

ACCOUNTING = Policy(accounting=True)
CELLS = ["(1,234.56)", "（3.5）", "1,234.56", "-5", "(-5)", "(约5)", "($1,000)", "（12%）", "5万元", None]
VALUES = [-12345600.0, -35000.0, 12345600.0, -50000.0, None, None, -1000.0, -0.12, 50000.0, None]


def values(records):
    return [None if math.isnan(value) else value for value in records.value.tolist()]


def containers():
    yield "list", list(CELLS)
    yield "object array", np.array(CELLS, dtype=object)
    for module, make in [
        ("pandas", lambda m: m.Series(CELLS)),
        ("polars", lambda m: m.Series(CELLS)),
        ("pyarrow", lambda m: m.array(CELLS)),
    ]:
        try:
            library = __import__(module)
        except ImportError:
            continue
        yield module, make(library)


@pytest.mark.parametrize(("kind", "cells"), list(containers()), ids=lambda each: each if isinstance(each, str) else "")
def test_brackets_of_accountants_are_a_sign_under_the_policy_for_it(kind, cells):
    records = aidstats.parse_array(cells, unit="万元", policy=ACCOUNTING, errors="coerce")
    assert values(records) == VALUES
    assert records.lo[0] == records.hi[0] == records.value[0]
    assert records.status_name.tolist()[4:6] == ["E_LEADING"] * 2
    threaded = aidstats.parse_array(cells, unit="万元", policy=ACCOUNTING, errors="coerce", threads=2)
    assert threaded.tobytes() == records.tobytes()


def test_without_it_brackets_are_no_number():
    records = aidstats.parse_array(CELLS, unit="万元", errors="coerce")
    assert [status == "E_LEADING" for status in records.status_name] == [bool(c) and c[0] in "(（" for c in CELLS]
    assert [q.text for q in aidstats.find("附注(3户)", policy=ACCOUNTING)] == ["3户"]
    assert aidstats.find("附注(3户)", policy=ACCOUNTING)[0].value == 3


def test_a_bracketed_quantity_says_where_its_parts_are():
    quantity = aidstats.parse(" （共1,234.56万元）", policy=ACCOUNTING)
    assert (quantity.value, quantity.text, quantity.unit_text) == (-12345600, "（共1,234.56万元）", "元")
    with pytest.raises(aidstats.ParseError, match="E_TRAILING at 3") as caught:
        aidstats.parse("（5万吗）", policy=ACCOUNTING)
    assert caught.value.text[caught.value.position] == "吗"


def test_typed_numbers_take_the_unit_of_the_header():
    cells = [12.5, 3, Decimal("0.10"), np.float64(0.1), np.int32(7), "3000万", "2亿港元", "5%", True, float("inf")]
    records = aidstats.parse_array(cells, unit="亿元", errors="coerce")
    assert records.exact().tolist() == [
        *(1250000000, 300000000, 10000000, 10000000, 700000000, 30000000, 200000000, Decimal("0.05"), None, None)
    ]
    assert records.unit_name.tolist() == [*["CNY"] * 6, "HKD", "1", "", ""]
    assert records.status_name.tolist()[-2:] == ["E_TYPE"] * 2


@pytest.mark.parametrize("header", ["%", "‰", "成", "折"])
def test_a_header_of_shares_means_what_the_sign_in_the_cell_means(header):
    """12.5 under （%） is 0.125, like the 12.5% below it: such columns can be compared and averaged."""
    cells = ["12.5", "近5", "3至5", "0.1", "约10", "-2", "7以上"]
    bare = aidstats.parse_array(cells, unit=header)
    signed = aidstats.parse_array([cell.replace("以上", "") + header + "以上" * ("以上" in cell) for cell in cells])
    for name in ("value", "lo", "hi"):
        assert bare.exact(name).tolist() == signed.exact(name).tolist(), name
    assert set(bare.unit_name) == {"1"} and set(bare.kind_name) == {"ratio"}
    assert aidstats.parse_array([12.5, "3.2%", "1/4"], unit="%").exact().tolist() == [
        *(Decimal("0.125"), Decimal("0.032"), Decimal("0.25"))
    ]


def test_words_for_nothing_are_null_and_nothing_else_is():
    words = ["—", "无", "/", "未披露"]
    records = aidstats.parse_array(["—", " 无 ", "/", "未披露", "无人", "——", "5/8"], na_values=words, errors="coerce")
    assert (records.status_name == "null").tolist() == [True] * 4 + [False] * 3


def test_currencies_in_one_column_are_kept_apart():
    records = aidstats.parse_array(["5亿元", "3亿美元", "£2,000", "HK$5", "100日元", "8"], unit="万元")
    assert records.unit_name.tolist() == ["CNY", "USD", "GBP", "HKD", "JPY", "CNY"]
    with pytest.raises(ValueError, match="USD"):
        records.sum()
    with pytest.raises(ValueError, match="USD"):
        records.to("元")
    sums = {unit: total.value for unit, total in records.sum(by="unit").items()}
    assert sums == {"CNY": 500080000, "USD": 300000000, "GBP": 2000, "HKD": 5, "JPY": 100}


def test_the_digest_of_problems_refuses_texts_that_are_not_those_of_the_rows():
    records = aidstats.parse_array(["8亿元", "待定", "待定"], errors="coerce")
    with pytest.raises(ValueError, match="row 2, but texts has 2"):
        records.problems(["8亿元", "待定"])


def test_the_digest_of_problems_counts_and_shows_them():
    cells = ["8亿元", *["三百五百"] * 5, "待定", None]
    records = aidstats.parse_array(cells, errors="coerce")
    (often, once) = records.problems(cells, limit=2)
    assert (often.status, often.count, often.rows, often.examples) == ("E_DUP_SCALE", 5, [1, 2], ["三百五百"] * 2)
    assert (once.status, once.count, once.rows, once.examples) == ("E_NO_NUMBER", 1, [6], ["待定"])
    assert aidstats.parse_array(["8亿元", None]).problems() == []


def test_text_and_context_stand_beside_each_row():
    pytest.importorskip("pandas", reason="needs pandas")
    notes = ["共搬迁350户，近期完成", None, "投资约2.5亿元"]
    found = aidstats.find_array(notes).to_pandas(notes, context=2)
    assert found["text"].tolist() == ["350户", "约2.5亿元"]
    assert found["before"].tolist() == ["搬迁", "投资"] and found["after"].tolist() == ["，近", ""]
    cells = ["8亿元", "待定"]
    assert aidstats.parse_array(cells, errors="coerce").to_pandas(cells)["text"].tolist() == cells
    with pytest.raises(ValueError, match="context needs texts"):
        aidstats.find_array(notes).to_pandas(context=2)
