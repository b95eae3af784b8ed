"""The article that the project starts from, as a user would paste it: site head, body twice, site foot.

The text is its publisher's and not here; tests/cases/seed.tsv holds offsets and numbers only.
"""

import csv
from pathlib import Path

import pytest
from case_files import date_text, exact

import aidstats

TABLE = Path(__file__).resolve().parent / "cases" / "seed.tsv"
NAME = "000_795a5323ad973e22.txt"
NOT_QUANTITIES = [
    *[
        "三峡",
        "万州",
        "三斗坪",
        "一带一路",
        "五个一",
        "百企",
        "万人游",
        "一批",
        "二级巡视员",
        "第十四届",
        "一是",
        "二是",
        "三是",
    ],
    *[
        "之一",
        "进一步",
        "下一步",
        "长江三角洲",
        "AB集团",
        "1+1>2",
        "两地",
        "双方",
        "千亩",
        "万力药业",
        "这一",
        "60367951",
    ],
    *["06:48:44", "14报1刊", "cqnewszbs@163.com", "①", "②", "③"],
]


@pytest.fixture(scope="module")
def article(shared):
    path = shared / "seed" / NAME
    return path.read_bytes().decode()


@pytest.fixture(scope="module")
def found(article):
    return aidstats.find(article)


@pytest.fixture(scope="module")
def figures():
    with TABLE.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def said(quantity):
    """What a row of the table holds, of a quantity."""
    dates = quantity.kind in ("date", "period")
    bound = date_text if dates else exact
    origin = quantity.origin
    return {
        "start": quantity.start,
        "end": quantity.end,
        "kind": quantity.kind,
        "value": exact(quantity.value),
        "lo": bound(quantity.lo),
        "hi": bound(quantity.hi),
        "lo_open": quantity.lo_open,
        "hi_open": quantity.hi_open,
        "relation": quantity.relation,
        "unit": quantity.unit,
        "per": quantity.per,
        "direction": quantity.direction,
        "from": None if origin is None else exact(origin.value),
        "from_unit": "" if origin is None else origin.unit,
    }


def stated(figure):
    dates = figure["kind"] in ("date", "period")
    bound = str if dates else exact
    return {
        **figure,
        "start": int(figure["start"]),
        "end": int(figure["end"]),
        "value": exact(figure["value"]),
        "lo": bound(figure["lo"]),
        "hi": bound(figure["hi"]),
        "lo_open": figure["lo_open"] == "1",
        "hi_open": figure["hi_open"] == "1",
        "direction": int(figure["direction"]),
        "from": exact(figure["from"]),
    }


def test_every_figure_is_found_and_nothing_else(found, figures):
    assert len(figures) > 150
    assert [said(quantity) for quantity in found] == [stated(figure) for figure in figures]


def test_find_array_finds_the_same(article, found):
    matches = aidstats.find_array(["", article])
    assert matches["row"].tolist() == [1] * len(found)
    assert list(zip(matches["start"].tolist(), matches["end"].tolist(), strict=True)) == [
        (quantity.start, quantity.end) for quantity in found
    ]


@pytest.mark.parametrize("word", NOT_QUANTITIES)
def test_no_quantity_lies_inside(article, found, word):
    places = [at for at in range(len(article)) if article.startswith(word, at)]
    assert places, "the article has no such word"
    for at in places:
        assert not [q for q in found if q.start < at + len(word) and at < q.end]


def test_time_words_are_no_counts(article, found):
    kinds = {}
    for quantity in found:
        kinds.setdefault(quantity.text, set()).add(quantity.kind)
    assert kinds["31年来"] == {"window"}
    assert kinds["1992至今"] == kinds["自1992年以来"] == {"period"}
    assert kinds["2018年初"] == kinds["10月20日"] == kinds["2017年底"] == {"date"}
    assert kinds["三十年"] == {"measure"}
    assert not {kind for text, of_text in kinds.items() for kind in of_text if "年" in text} & {"count", "number"}


def test_both_copies_of_the_body_say_the_same(article, found):
    first, second = (i for i in range(len(article)) if article.startswith("声音>>>", i))
    body = article[first : article.index("无障碍", first)]
    copies = [
        [(q.start - start, q.end - start, q) for q in found if start <= q.start < start + len(body)]
        for start in (first, second)
    ]
    assert copies[0] == copies[1] and len(copies[0]) > 70


def test_the_sites_own_text_has_no_money(article, found):
    head_end = article.index("声音>>>")
    foot = article.index("亲爱的用户")
    middle, middle_end = article.index("无障碍"), article.rindex("声音>>>")
    site = [q for q in found if q.start < head_end or middle <= q.start < middle_end or foot <= q.start]
    assert not [q for q in site if q.kind in ("money", "count", "number")]
    assert not [q for q in found if q.start >= foot]


def test_the_one_slogan_that_is_found_is_marked(found):
    assert {q.text for q in found if "label" in q.flags} == {"三个"}


@pytest.mark.parametrize("level", ["strict", "greedy"])
def test_levels_contain_each_other(article, found, level):
    other = aidstats.find(article, level=level)
    narrow, wide = (other, found) if level == "strict" else (found, other)
    assert len(narrow) < len(wide)
    outside = [q for q in narrow if not any(w.start <= q.start and q.end <= w.end for w in wide)]
    assert not outside
