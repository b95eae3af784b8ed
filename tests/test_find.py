"""find over running text: what must hold for every text.  What is found in which text is in tests/cases."""

import itertools

import numpy as np
import pytest
from case_files import read_cases

import aidstats
from aidstats import ParseError, Policy

LEVELS = ("strict", "default", "greedy")
TEXTS = sorted({case.text for case in read_cases() if case.mode == "find"})
ENDS = "。！？；\n"
PIECES = [
    *"约近超增长由从至到、，。—-.,%0135三五十百千万亿几数余多半两零壹佰元人户个年月日吨“”（）()¥$第一号期点成折倍番aZ的了\n",
    *[
        "不足",
        "至少",
        "不超过",
        "累计",
        "人均",
        "每户",
        "12",
        "2021",
        "1500",
        "3.5",
        "万元",
        "公里",
        "以上",
        "左右",
        "之间",
        "分之",
    ],
]


def spans(quantities):
    return [(quantity.start, quantity.end) for quantity in quantities]


# ---------------------------------------------------------------- spans


@pytest.mark.parametrize("level", LEVELS)
def test_spans_are_sorted_disjoint_and_the_text_of_the_quantity(level):
    for text in TEXTS:
        found = aidstats.find(text, level=level)
        for left, right in itertools.pairwise(found):
            assert left.end <= right.start, text
        assert [text[q.start : q.end] for q in found] == [q.text for q in found], text
        assert all(q.start < q.end for q in found), text


@pytest.mark.parametrize(("narrow", "wide"), [("strict", "default"), ("default", "greedy")])
def test_each_level_contains_the_one_before(narrow, wide):
    wrong = []
    for text in TEXTS:
        outer = aidstats.find(text, level=wide)
        wrong += [
            (text, q)
            for q in aidstats.find(text, level=narrow)
            if not any(o.start <= q.start and q.end <= o.end for o in outer)
        ]
    assert not wrong


# ---------------------------------------------------------------- sentences


def test_a_sentence_means_the_same_wherever_it_stands():
    """No rule looks past 。！？； or a line's end: the texts joined by them give what each gives alone."""
    ends = itertools.cycle(ENDS)
    joined, expected = "", []
    for text in TEXTS:
        expected += [(q.start + len(joined), q.end + len(joined), q) for q in aidstats.find(text)]
        joined += text + next(ends)
    found = aidstats.find(joined)
    assert [(q.start, q.end, q) for q in found] == expected
    assert len(found) > 200


@pytest.mark.parametrize("end", ENDS)
def test_words_behind_an_end_of_sentence_do_not_count(end):
    assert [q.relation for q in aidstats.find(f"约{end}300人")] == ["eq"]
    assert [q.relation for q in aidstats.find(f"300人{end}以上")] == ["eq"]
    assert [q.unit for q in aidstats.find(f"人均{end}可得300元")] == ["CNY"]
    assert [q.kind for q in aidstats.find(f"由3户{end}增加到5户")] == ["count", "count"]
    assert "delta" not in aidstats.find(f"增长{end}5%")[0].flags


def test_a_text_of_only_numbers_has_as_many_quantities_as_numbers():
    text = "，".join(f"{n}户" for n in range(1, 20_000))
    found = aidstats.find(text)
    assert [int(q.value) for q in found] == list(range(1, 20_000))


# ---------------------------------------------------------------- malformed runs


@pytest.mark.parametrize(
    "run",
    ["三百五百户", "一百二九人", "五十三百吨", "三零百户", "3万5万元", "3.1.4%", "1234567890123456789元", "1e99吨"],
)
@pytest.mark.parametrize("level", LEVELS)
def test_a_malformed_run_yields_none_of_its_parts(run, level):
    assert aidstats.find(f"先有{run}", level=level) == []
    assert [q.text for q in aidstats.find(f"先有{run}，后有46公里", level=level)] == ["46公里"]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("8公里至3公里", ["8公里", "3公里"]),
        ("3户至5吨", ["3户", "5吨"]),
        ("提高2.1个百分点至35.6%", ["2.1个百分点", "35.6%"]),
    ],
)
def test_a_range_that_fails_is_split_into_its_members(text, members):
    with pytest.raises(ParseError):
        aidstats.parse(text)
    assert [q.text for q in aidstats.find(text)] == members


# ---------------------------------------------------------------- what the caller asks for


def test_kinds_choose_among_the_same_quantities():
    text = "2021年投资3亿元，搬迁5户，增长6%，历时近30年，由3户增加到5户，近三年"
    every = aidstats.find(text)
    assert {q.kind for q in every} == {"date", "money", "count", "ratio", "measure", "change", "window"}
    for kind in {q.kind for q in every}:
        assert spans(aidstats.find(text, kinds=kind)) == spans(q for q in every if q.kind == kind)
    assert spans(aidstats.find(text, kinds=["money", "ratio"])) == spans(
        q for q in every if q.kind in ("money", "ratio")
    )


def test_the_callers_exclusions_join_the_lexicon():
    text = "三一重工与五粮液各捐5万元"
    assert [q.text for q in aidstats.find(text, policy=Policy(exclude=("三一重工", "五粮液")))] == ["5万元"]
    text = "3户湾村有12户"
    assert [q.text for q in aidstats.find(text)] == ["3户", "12户"]
    assert [q.text for q in aidstats.find(text, policy=Policy(exclude=("3户湾",)))] == ["12户"]


def test_the_callers_units_are_found():
    text = "售出30期房"
    (quantity,) = aidstats.find(text, policy=Policy(units={"期房": "{unit}"}))
    assert (quantity.text, quantity.unit, quantity.value) == ("30期房", "{unit}", 30)


def test_a_declared_unit_is_given_to_numbers_without_one():
    found = aidstats.find("投入3.5万，另有20户，占比5%", unit="元")
    assert [(q.text, q.unit, q.value * 1) for q in found][:2] == [("3.5万", "CNY", 35000), ("20户", "{household}", 20)]
    assert found[2].unit == "1"


@pytest.mark.parametrize("level", ["none", "", 1, None])
def test_an_unknown_level_is_an_error(level):
    with pytest.raises((ValueError, TypeError)):
        aidstats.find("3户", level=level)


def test_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="tonnage"):
        aidstats.find("3户", kinds="tonnage")


# ---------------------------------------------------------------- any text at all


@pytest.mark.parametrize("cut", ["start", "end"])
def test_cut_texts_are_read_like_any_other(cut):
    for text in TEXTS:
        for at in range(len(text)):
            part = text[at:] if cut == "start" else text[:at]
            found = aidstats.find(part, level="greedy")
            assert [part[q.start : q.end] for q in found] == [q.text for q in found], part


def test_random_pieces_never_break_the_promises():
    hypothesis = pytest.importorskip("hypothesis", reason="needs hypothesis")
    strategies = hypothesis.strategies
    pieces = strategies.sampled_from(PIECES)

    @hypothesis.settings(max_examples=1500, deadline=None, derandomize=True)
    @hypothesis.given(strategies.lists(pieces, max_size=12).map("".join), strategies.sampled_from(LEVELS))
    def check(text, level):
        found = aidstats.find(text, level=level)
        assert [text[q.start : q.end] for q in found] == [q.text for q in found]
        assert all(left.end <= right.start for left, right in itertools.pairwise(found))
        for q in found:
            if q.lo is not None and q.hi is not None:
                assert q.lo <= q.hi
            assert q.lo is not None or q.lo_open
            assert q.hi is not None or q.hi_open
        assert len(aidstats.find_array([text], level=level)) == len(found)
        status, place = aidstats.parse_array([text], errors="coerce")[0][["status", "error_at"]]
        if status == 0:
            whole = aidstats.parse(text)
            assert text[whole.start : whole.end] == whole.text
        assert -1 <= place <= len(text)

    check()


@pytest.mark.parametrize("threads", [1, 3])
def test_columns_whose_density_changes_give_the_rows_of_their_texts(threads):
    """Room for results is guessed from what the rows before gave: too much, too little, of one text and of many."""
    dense, bare = "3户，" * 3000, "没有什么可数的"
    for texts in ([dense] + [bare] * 50_000, [bare] * 20_000 + [dense] * 5, [bare, dense * 40, bare, dense]):
        found = aidstats.find_array(texts, threads=threads)
        counts = np.bincount(found.row, minlength=len(texts)).tolist()
        assert counts == [text.count("户") for text in texts]
        assert (found.value == 3).all() and (found.end - found.start == 2).all()


def test_near_zero_before_a_noun_is_zero_and_no_empty_interval() -> None:
    for policy in (Policy(), Policy(halo=False)):
        (quantity,) = aidstats.find("近0约莫", level="greedy", policy=policy)
        assert (quantity.lo, quantity.hi, quantity.lo_open, quantity.hi_open) == (0, 0, False, False)
