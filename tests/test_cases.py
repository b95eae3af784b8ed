"""Every case, through every door: parse and parse_array, find and find_array, rows and columns."""

from collections import defaultdict

import numpy as np
import pytest
from case_files import Case, differences, exact, read_cases

import aidstats
from aidstats import ParseError, Policy, _core

CASES = read_cases()
PARSED = [case for case in CASES if case.mode == "parse"]
FOUND = [case for case in CASES if case.mode == "find"]
GRAMMARS = ("lenient", "strict")


def policy_of(case: Case) -> Policy | None:
    return Policy(grammar=case.grammar) if case.grammar else None


def texts_of(grammar: str) -> tuple[list[Case], list[str]]:
    cases = [case for case in PARSED if (case.grammar or "lenient") == grammar]
    return cases, [case.text for case in cases]


def test_there_are_cases_of_every_rule_and_of_every_error():
    rules = {case.rule.split(".")[0] for case in CASES}
    assert rules >= {"§1", "§2", "§3", "§4", "§5", "§6", "§7", "§8"}
    statuses = set(_core.statuses()) - {"ok", "null", "E_TYPE", "E_UTF8"}  # those are no text
    assert statuses <= {case.error for case in PARSED}
    assert len(CASES) > 1200


# ---------------------------------------------------------------- one expression


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.id)
def test_parse(case):
    if case.kind == "error":
        with pytest.raises(ParseError) as caught:
            aidstats.parse(case.text, policy=policy_of(case))
        assert caught.value.code == case.error
        if case.start:
            assert caught.value.position == int(case.start)
        return
    quantity = aidstats.parse(case.text, policy=policy_of(case))
    assert not differences(quantity, case)
    assert case.text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_parse_array_gives_what_parse_gives(grammar):
    cases, texts = texts_of(grammar)
    records = aidstats.parse_array(texts, errors="coerce", policy=Policy(grammar=grammar))
    assert len(records) == len(cases)
    wrong = []
    for case, record in zip(cases, records, strict=True):
        if case.kind == "error":
            status = _core.statuses()[record["status"]]
            if status != case.error or (case.start and record["error_at"] != int(case.start)):
                wrong.append((case, status, int(record["error_at"])))
            continue
        quantity = _core.record_to_quantity(record, case.text)
        if quantity is None:
            wrong.append((case, _core.statuses()[record["status"]]))
        elif quantity != aidstats.parse(case.text, policy=Policy(grammar=grammar)):
            wrong.append((case, quantity))
    assert not wrong


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_columns_hold_the_nearest_doubles_of_the_exact_numbers(grammar):
    cases, texts = texts_of(grammar)
    records = aidstats.parse_array(texts, errors="coerce", policy=Policy(grammar=grammar))
    wrong = []
    for case, record in zip(cases, records, strict=True):
        dates = case.kind in ("date", "period", "error")
        missing = {"value": np.nan, "lo": -np.inf, "hi": np.inf}
        for name, null in missing.items():
            number = None if dates else exact(getattr(case, name))
            want = (np.nan if dates else null) if number is None else float(number)
            if not np.array_equal(record[name], want, equal_nan=True):
                wrong.append((case, name, float(record[name]), want))
    assert not wrong


# ---------------------------------------------------------------- containers


def arrow(kind: str):
    def make(texts):
        pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
        if kind == "string_view" and not hasattr(pyarrow, "string_view"):
            pytest.skip("needs pyarrow with string_view")
        if kind == "chunked":
            return pyarrow.chunked_array([texts[:7], [], texts[7:]], type=pyarrow.string())
        return pyarrow.array(texts, type=getattr(pyarrow, kind)())

    return make


CONTAINERS = {
    "tuple": tuple,
    "object array": lambda texts: np.array(texts, dtype=object),
    "U array": lambda texts: np.array(texts, dtype=str),
    "bytes array": lambda texts: np.array([text.encode() for text in texts]),
    "arrow string": arrow("string"),
    "arrow large_string": arrow("large_string"),
    "arrow string_view": arrow("string_view"),
    "arrow chunked": arrow("chunked"),
}


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
@pytest.mark.parametrize("grammar", GRAMMARS)
def test_every_container_gives_the_records_of_a_list(make, grammar):
    _, texts = texts_of(grammar)
    policy = Policy(grammar=grammar)
    read = aidstats.parse_array(texts, errors="coerce", policy=policy)
    assert aidstats.parse_array(make(texts), errors="coerce", policy=policy).tobytes() == read.tobytes()


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_every_container_gives_the_matches_of_a_list(make):
    texts = [case.text for case in FOUND]
    assert aidstats.find_array(make(texts)).tobytes() == aidstats.find_array(texts).tobytes()


# ---------------------------------------------------------------- rows and columns


def column_values(table, name: str) -> list:
    return table.column(name).to_pylist()


@pytest.mark.parametrize("grammar", GRAMMARS)
def test_the_column_sink_agrees_with_the_rows(grammar):
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    _, texts = texts_of(grammar)
    policy = Policy(grammar=grammar)
    compiled = _core.make_policy(strict=grammar == "strict")
    records = aidstats.parse_array(texts, errors="coerce", policy=policy)
    direct = pyarrow.record_batch(_core.parse_columns(texts, policy=compiled))
    by_rows = pyarrow.record_batch(_core.arrow_table(records))
    assert direct.schema.names == by_rows.schema.names
    for name in direct.schema.names:
        assert str(column_values(direct, name)) == str(column_values(by_rows, name)), name  # NaN as text is equal
    statuses = column_values(direct, "status")
    assert statuses == [_core.statuses()[code] for code in records["status"]]
    read = records["status"] == 0
    for name in ("value_coef", "lo_coef", "hi_coef"):
        column = [np.iinfo(np.int64).min if n is None else n for n in column_values(direct, name)]
        assert np.array_equal(np.array(column)[read], records[name][read])
    units = [unit for unit, ok in zip(column_values(direct, "unit"), read, strict=True) if ok]
    names = {code: row[0] for code, *row in _core.units()}
    assert units == [names.get(int(code), "") for code in records["unit"][read]]


# ---------------------------------------------------------------- running text


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case.id)
def test_find(case):
    found = aidstats.find(case.text, level=case.level or "default", policy=policy_of(case))
    if case.kind == "none":
        assert found == []
        return
    if case.count:
        assert len(found) == int(case.count), found
    quantity = found[int(case.index or 0)]
    assert not differences(quantity, case)
    assert case.text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize("level", ["strict", "default", "greedy"])
def test_find_array_gives_what_find_gives(level):
    texts = sorted({case.text for case in CASES})
    matches = aidstats.find_array(texts, level=level)
    by_row = defaultdict(list)
    for match in matches:
        by_row[int(match["row"])].append(match)
    assert matches["row"].tolist() == sorted(matches["row"].tolist())
    wrong = []
    for row, text in enumerate(texts):
        quantities = aidstats.find(text, level=level)
        got = [(_core.record_to_quantity(match, text), int(match["start"]), int(match["end"])) for match in by_row[row]]
        if got != [(quantity, quantity.start, quantity.end) for quantity in quantities]:
            wrong.append((text, got, quantities))
    assert not wrong
