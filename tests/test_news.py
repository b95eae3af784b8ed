"""Laws of find on megabytes of real news, where AIDSTATS_SHARED names a folder that has them."""

import numpy as np
import pytest

import aidstats


@pytest.fixture(scope="module")
def lines(shared):
    path = shared / "corpora" / "news_2012_2013.txt"
    assert path.is_file()
    return path.read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def found(lines):
    return {level: aidstats.find_array(lines, level=level) for level in ("strict", "default", "greedy")}


def spans(records):
    """Rows and spans as one sorted number each, so that overlap and containment are comparisons."""
    return records["row"] << 32 | records["start"], records["row"] << 32 | records["end"]


def shown(records, lines):
    """The first few matches, for a failing test's message."""
    return [lines[record.row][max(record.start - 8, 0) : record.end + 8] for record in records[:5]]


@pytest.mark.parametrize("level", ["strict", "default", "greedy"])
def test_matches_are_sorted_and_disjoint(lines, found, level):
    start, end = spans(found[level])
    assert (start < end).all()
    assert shown(found[level][1:][start[1:] < end[:-1]], lines) == []


@pytest.mark.parametrize(("narrow", "wide"), [("strict", "default"), ("default", "greedy")])
def test_a_wider_level_covers_what_a_narrower_one_found(lines, found, narrow, wide):
    start, end = spans(found[narrow])
    wide_start, wide_end = spans(found[wide])
    holder = np.searchsorted(wide_start, start, side="right") - 1
    covered = (holder >= 0) & (wide_start[holder] <= start) & (end <= wide_end[holder])
    assert shown(found[narrow][~covered], lines) == []


@pytest.mark.parametrize("level", ["strict", "default", "greedy"])
def test_bounds_hold_the_value(found, level):
    records = found[level]
    stated = ~np.isnan(records.value) & ~np.isnan(records.lo) & ~np.isnan(records.hi)
    assert stated.sum() > 1000
    assert (records.lo[stated] <= records.value[stated]).all()
    assert (records.value[stated] <= records.hi[stated]).all()


def test_row_by_row_whole_and_in_batches_agree(lines, found):
    whole = aidstats.find("\n".join(lines[:4000]))
    rows = found["default"][found["default"].row < 4000]
    assert [quantity.text for quantity in whole] == [
        lines[row][start:end] for row, start, end in rows[["row", "start", "end"]]
    ]
    batches = aidstats.concat(aidstats.find_batches(lines, batch_size=777))
    assert batches.tobytes() == found["default"].tobytes()
    assert aidstats.find_array(lines, threads=2).tobytes() == found["default"].tobytes()


def test_a_quantity_and_its_record_agree(lines, found):
    for record in found["default"][:3000]:
        line = lines[record.row]
        quantity = aidstats._core.record_to_quantity(record, line)
        assert quantity.text == line[record.start : record.end]
        assert (quantity.start, quantity.end) == (record.start, record.end)
