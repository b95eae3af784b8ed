"""Lists of quantities for Arrow: the matches of find_records(), their texts, and labels as texts."""

import itertools
import random

import numpy as np
import pytest

import aidstats
from aidstats import _core
from aidstats._columns import FIELD_TEXTS, FIELDS, LABELLED, MATCH_TEXTS, flags_label, packed_units, unit_label
from aidstats._lexicon import names, unit_ids

pa = pytest.importorskip("pyarrow", reason="needs pyarrow")

TEXTS = [
    "é共5户𠮷和6户",
    None,
    "12万元",
    "",
    "没有",
    "𠮷近8亿元，约3至5户，𠮷9个",
    "每户5000元，每百人3.5户，人均约30多万元",
    "2023年9月",
]
MANY = random.Random(8).choices(TEXTS, k=7000)
NUMBERS = ("value", "lo", "hi", "lo_open", "hi_open")


def labels(records: np.ndarray) -> dict[str, list[str | None]]:
    """As Python makes them, row by row."""
    made = {name: names(LABELLED[name])[records[name]].tolist() for name in LABELLED}
    made["unit"] = [unit_label(packed) for packed in packed_units(records).tolist()]
    made["flags"] = [flags_label(marks) for marks in records["marks"].tolist()]
    read = (records["status"] == 0).tolist()
    return {
        name: [text if there or name == "status" else None for text, there in zip(texts, read, strict=True)]
        for name, texts in made.items()
    }


def expected(texts: list[str | None], records: np.ndarray) -> list[list[dict[str, object]] | None]:
    lists: list[list[dict[str, object]] | None] = [None if text is None else [] for text in texts]
    table = pa.table(_core.arrow_table(records, [*NUMBERS, "lo_date", "hi_date"])).to_pylist()
    made = labels(records)
    for at, (row, start, end) in enumerate(
        zip(*(records[name].tolist() for name in ("row", "start", "end")), strict=True)
    ):
        match = {"start": start, "end": end, "text": texts[row][start:end]} | table[at]
        match |= {name: column[at] for name, column in made.items()}
        lists[row].append({name: match[name] for name in ("start", "end", "text", *FIELDS)})
    return lists


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kind", [None, pa.string(), pa.large_string(), pa.string_view()])
def test_each_text_has_the_list_of_its_matches(kind, threads):
    values = MANY if kind is None else pa.array(MANY, kind)
    lists = pa.array(_core.find_lists(values, columns=MATCH_TEXTS, threads=threads))
    lists.validate(full=True)
    assert lists.to_pylist() == expected(MANY, _core.find_records(MANY))


def test_options_are_those_of_find_records():
    options = {"kinds": 2, "level": 2, "unit": "亿元", "na_values": ("没有", "12万元"), "limit": 500}
    lists = pa.array(_core.find_lists(MANY, columns=MATCH_TEXTS, **options)).to_pylist()
    assert lists == expected(MANY[:500], _core.find_records(MANY, **options))
    source = _core.Source(MANY)
    steps = [pa.array(_core.find_lists(source, columns=["text"], limit=3000)).to_pylist() for _ in range(4)]
    assert [len(step) for step in steps] == [3000, 3000, 1000, 0]
    assert list(itertools.chain.from_iterable(steps)) == pa.array(_core.find_lists(MANY, columns=["text"])).to_pylist()


@pytest.mark.parametrize("values", [[], [None], ["没有"], pa.array([], pa.string()), pa.nulls(3)])
def test_columns_without_a_match_have_lists_too(values):
    table = _core.find_lists(values, columns=MATCH_TEXTS)
    lists = pa.array(table)
    lists.validate(full=True)
    assert len(table) == table.num_rows == len(lists) == len(values)
    assert lists.to_pylist() == [
        None if value is None else [] for value in (values if isinstance(values, list) else values.to_pylist())
    ]


@pytest.mark.parametrize("threads", [1, 2])
def test_a_text_that_is_divided_has_one_list(threads):
    """And one that turns out to be no Unicode loses what was found in it."""
    long = "共5户，约3至5万元。" * 40_000
    texts = ["6户", long, None, "7户"]
    lists = pa.array(_core.find_lists(texts, columns=MATCH_TEXTS, threads=threads)).to_pylist()
    assert lists == expected(texts, _core.find_records(texts))
    broken = pa.array([b"6\xe6\x88\xb7", long.encode() + b"\xff", None, "7户".encode()], pa.binary())
    table = _core.find_lists(broken, columns=MATCH_TEXTS, hidden=["row", "status", "error_at"], threads=threads)
    records = _core.find_records(broken)
    for name in ("row", "status", "error_at"):
        assert table.numpy(name).tolist() == records[name].tolist()
    lists = pa.array(table).to_pylist()
    assert [None if found is None else [match["status"] for match in found] for found in lists] == [
        ["ok"],
        ["E_UTF8"],
        None,
        ["ok"],
    ]
    assert (lists[1][0]["lo_open"], lists[1][0]["value"], lists[3][0]["text"]) == (None, None, "7户")


def test_texts_of_all_lengths_and_of_many_blocks_stay_whole():
    texts = [f"{'9' * size}.5元" for size in range(1, 18)] * 3 + ["约" + "一" * 60 + "元", "0" * 3000 + "元"] * 2000
    lists = pa.array(_core.find_lists(texts, columns=["text"]))
    lists.validate(full=True)
    assert lists.to_pylist() == [
        [{"text": match["text"]} for match in found] for found in expected(texts, _core.find_records(texts))
    ]


def test_cells_that_are_no_text_have_empty_ones():
    found = pa.array(_core.find_lists([5, None, True, "6户"], columns=["text", "value", "status_text"])).to_pylist()
    assert found[:2] == [[{"text": "", "value": 5.0, "status": "ok"}], None]
    assert found[2:] == [
        [{"text": "", "value": None, "status": "E_TYPE"}],
        [{"text": "6户", "value": 6.0, "status": "ok"}],
    ]


# ---------------------------------------------------------------- labels as texts


@pytest.mark.parametrize("threads", [1, 2])
def test_labels_are_those_that_python_makes(threads):
    values = random.Random(2).choices(["吗", None, *filter(None, TEXTS), "35元/亩", "每百人3户", "约20多万人"], k=7000)
    table = pa.table(_core.parse_columns(values, FIELD_TEXTS, threads=threads))
    assert tuple(table.column_names) == FIELDS
    made = labels(_core.parse_records(values))
    for name in made:
        assert table[name].to_pylist() == made[name], name


def test_every_label_there_can_be_is_written():
    draw = random.Random(7)
    ids = [code for code, id_ in enumerate(unit_ids().tolist()) if id_]
    records = np.zeros(3000, dtype=aidstats.QUANTITY_DTYPE)
    records["marks"] = [2**32 - 1, *(draw.getrandbits(32) for _ in records[1:])]
    records["unit"], records["per"], records["per2"] = (draw.choices([0, *ids], k=len(records)) for _ in range(3))
    records["unit"][: len(ids)], records["per"][: len(ids)], records["per2"][: len(ids)] = ids, 0, 0
    records["per"][100:110], records["per2"][100:110] = ids[0], ids[1]
    records["per_exp"] = draw.choices([0, 0, 2, 4, 127], k=len(records))
    for name in LABELLED:
        records[name] = draw.choices(range(len(names(LABELLED[name]))), k=len(records))
    records["status"][:2900] = 0
    table = pa.table(_core.arrow_table(records, [f"{name}_text" for name in ("unit", "flags", *LABELLED)]))
    made = labels(records)
    for name in made:
        assert table[name].to_pylist() == made[name], name


def test_texts_are_for_arrow_alone_and_what_is_hidden_for_numpy_alone():
    table = _core.parse_columns(["5户", "吗"], ["unit_text", "value"], hidden=["status", "error_at"])
    assert table.column_names == ("unit_text", "value")
    assert pa.table(table).column_names == ["unit", "value"]
    assert table.numpy("status").tolist() == [0, 3]
    with pytest.raises(TypeError, match='"unit_text" is of texts'):
        table.numpy("unit_text")
    with pytest.raises(ValueError, match="asked for twice"):
        _core.parse_columns(["5户"], ["value"], hidden=["value"])
    with pytest.raises(ValueError, match="no column 'text'"):
        _core.parse_columns(["5户"], ["text"])
    with pytest.raises(ValueError, match="no column 'no'"):
        _core.find_lists(["5户"], columns=["text"], hidden=["no"])
    assert not any(name.endswith("_text") for name in _core.COLUMNS)


def test_distinct_values_are_counted_in_the_order_in_which_they_come():
    draw = random.Random(9)
    values = np.array(
        [7, 7, 0, 2**32 - 1, *(draw.getrandbits(draw.randrange(1, 33)) for _ in range(5000))], dtype=np.uint32
    )
    codes, distinct = _core.distinct(values)
    seen = list(dict.fromkeys([0, *values.tolist()]))
    assert (distinct.tolist(), distinct[codes].tolist()) == (seen, values.tolist())
    codes, distinct = _core.distinct(np.array([], dtype=np.uint32))
    assert (codes.tolist(), distinct.tolist()) == ([], [0])
    with pytest.raises(TypeError):
        _core.distinct(np.array([1.5]))
