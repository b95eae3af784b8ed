"""The same mixed rows for every engine, what they are, and a guard: no engine may read cell by cell."""

import random
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

import aidstats
from aidstats import _core, _parse

ROWS = 100_000
PARTS = 10  # of so many rows: a million
TEXTS = [
    "近8亿元",
    None,
    "吗",
    "1992年至今",
    "三分之一",
    "超10亿元",
    "10月20日",
    "每户5000元",
    "数百人",
    "2023-09-05",
    "",
]
FIELDS = [
    *("value", "lo", "hi", "lo_open", "hi_open", "relation", "kind", "unit", "flags"),
    *("lo_date", "hi_date", "status"),
]


@pytest.fixture(autouse=True)
def no_reading_cell_by_cell(monkeypatch):
    """One C call a chunk: whoever reads single cells gets an error."""

    def refused(*_, **__):
        raise AssertionError("parse and find read one cell: a column is one call")

    for module in (aidstats, _parse, _core):
        for name in ("parse", "find"):
            monkeypatch.setattr(module, name, refused)


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the core's functions that are called from now on to read a column of cells."""
    calls: list[str] = []

    def counted(name: str) -> None:
        original = getattr(_core, name)
        monkeypatch.setattr(_core, name, lambda *a, **k: calls.append(name) or original(*a, **k))

    for name in ("parse_columns", "parse_in_units", "parse_records"):
        counted(name)
    return calls


@lru_cache(maxsize=1)
def mixed_rows() -> tuple[str | None, ...]:
    draw = random.Random(20231123)
    forms = [
        "近{}亿元",
        "{}余万元",
        "{}至{}万元",
        "约{}人",
        "至少{}户",
        "{}%",
        "{},000.5元",
        "每户{}元",
        "{}港元",
        "{}年",
    ]
    forms += ["共{}个吗", "{}年9月", "{}亩", "上{}"]
    fixed = [*TEXTS, "几十万", "约20多万人", "下降两成", "从3亿元增加到5亿元"]
    rows: list[str | None] = []
    for _ in range(ROWS):
        form = draw.choice(forms)
        numbers = sorted(draw.randrange(1, 2050) for _ in range(form.count("{}")))
        rows.append(form.format(*numbers) if draw.random() < 0.8 else draw.choice(fixed))
    return tuple(rows)


def write_million(folder: Path) -> None:
    """A million rows in ten Parquet files, the mixed ones in each, numbered throughout."""
    import pyarrow
    from pyarrow import parquet

    texts = pyarrow.array(list(mixed_rows()), pyarrow.string())
    for part in range(PARTS):
        numbers = pyarrow.array(range(part * ROWS, (part + 1) * ROWS))
        parquet.write_table(pyarrow.table({"i": numbers, "text": texts}), folder / f"{part}.parquet")


@lru_cache(maxsize=2)
def expected(rows: tuple[str | None, ...] | None = None) -> dict[str, list]:
    """The fields as lists, None where missing, from the record array."""
    records = aidstats.parse_array(mixed_rows() if rows is None else rows, errors="coerce")
    read = records.status == 0
    columns = {name: records[name] for name in ("value", "lo", "hi", "lo_open", "hi_open")}
    columns |= {"relation": records.relation_name, "kind": records.kind_name, "unit": records.unit_name}
    columns["flags"] = records.flag_names
    dated = np.isin(records.kind_name, ["date", "period"]) & ~records.has("no_year")
    for name in ("lo", "hi"):
        days = records[f"{name}_coef"].view("M8[D]").astype(object)
        columns[f"{name}_date"] = np.where(dated & (records[f"{name}_coef"] > -(2**62)), days, None)
    result = {}
    for name, column in columns.items():
        cells = [cell if there else None for cell, there in zip(column.tolist(), read.tolist(), strict=True)]
        result[name] = [None if isinstance(cell, float) and cell != cell else cell for cell in cells]
    result["status"] = records.status_name.tolist()
    return result


def same_fields(found: dict[str, list], wanted: dict[str, list]) -> None:
    """Cell by cell; of lo_open and hi_open only rows that were read count."""
    assert list(found) == FIELDS
    for name in FIELDS:
        cells = found[name]
        if name.endswith("_open"):
            cells = [cell if each is not None else None for cell, each in zip(cells, wanted[name], strict=True)]
        assert len(cells) == len(wanted[name]), name
        wrong = [i for i, pair in enumerate(zip(cells, wanted[name], strict=True)) if pair[0] != pair[1]]
        assert not wrong, (name, len(wrong), cells[wrong[0]], wanted[name][wrong[0]], wrong[0])
