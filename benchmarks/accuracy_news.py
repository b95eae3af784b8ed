"""`find` against newspaper text of 1998 whose numerals come from hand-made part-of-speech tags (pku_dev.jsonl).

How a hit and a tag are matched (alignment.py).  A tag marks number and classifier (多 余 几 inside); `pre` names an
approximator in front; `e_unit` is the end with a noun used as unit (人, 小时).

* A hit may begin before its tag with what SPEC 0.1a puts inside a span (近 约 超过 每户 人均 人民币 零下 过去的) and
  end after it with a suffix (以上 左右 多 /亩 元|人民币 一年|后), with the noun, or with the unit where the tag is a
  number alone or ends in the 个 of 个月, 个小时, 个百分点.
* One hit may cover several tags where it is one expression: a range (3至5万元), a change (从…增加到…), a composite
  (2小时30分钟).  The first tag then gives the left end, the last one the right end.
* A tag may end in 钱 or 整, which are outside our span, and begin with 共 达 好.
* Any other difference is an error twice: a false hit and a miss.

What counts neither way, found or not: untyped tags (一些, 许多), bare numbers, and what SPEC says level default
leaves (一 with a count classifier, a single 百 千 万 亿 with a unit, labels, 两国, 这两天, adverbs; each with its
clause in alignment.py and its number of cases in the report).  A date that covers a tag answers it where SPEC 7 makes
it a date (前10个月 after a year). Words of `neg` that SPEC wants found count neither way: 成千上万, 数以万计 (3.7),
百分之百, 翻两番 (2.6), “九五” (7.3).

Everything else that is hit is false: ordinals, the list `neg`, date tags (by a hit that is no date), plain text.
Precision goes by the kind of the hit, recall by the type of the tag.  A hit that is right though it overlaps a word
of `neg` (零下7度) is no hit on `neg`.  Dates and bare numbers carry no bar.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from alignment import PREFIX_CUES, Tag, left_alone, matches

import aidstats

HELD_OUT = 3  # lines whose number modulo 4 is this: of them only scores are ever printed
CLASSES = ("money", "quantity", "percent", "number")
WANTED = re.compile("百分点|成千上万|成百上千|千千万万|数以.*|百分之百|.*万众|.*两番|[“『]?[八九]五[”』]?.*|万历.*")


@dataclass
class Score:
    hits: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)
    tags: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)
    errors: list = field(default_factory=list)

    def precision(self, group: str) -> float:
        return self.right[group] / self.hits[group] if self.hits[group] else float("nan")

    def recall(self, group: str) -> float:
        return self.found[group] / self.tags[group] if self.tags[group] else float("nan")


def read_tags(item: dict) -> list[Tag]:
    tags = []
    for raw in item["nums"]:
        start, end = raw["s"], raw["e"]
        tag = Tag(start, end, raw.get("type"), item["text"][start:end], raw.get("pre"), raw.get("e_unit", end))
        tag.left_alone = left_alone(tag, item["text"])
        tags.append(tag)
    return tags


def group_of(quantity: aidstats.Quantity) -> str:
    kind, unit = quantity.kind, quantity.unit
    if kind in ("date", "period"):
        return "date"
    if kind == "money" or (kind == "change" and re.match("[A-Z]{3}(?![A-Za-z])", unit)):
        return "money"
    if kind == "ratio" or (kind == "change" and unit == "1"):
        return "percent"
    return "quantity" if unit else "number"


def ordinal(tags: list[Tag]) -> bool:
    return any(tag.type == "ORDINAL" for tag in tags)


class Line:
    """One text of the corpus with its tags, and the score it adds to."""

    def __init__(self, number: int, item: dict, score: Score):
        self.number, self.text, self.score = number, item["text"], score
        self.tags = read_tags(item)
        words = [(a, b, bool(WANTED.fullmatch(self.text[a:b]))) for a, b in item["neg"]]
        self.neg = [(a, b) for a, b, wanted in words if not wanted]
        self.wanted = [(a, b) for a, b, wanted in words if wanted]
        self.times = [tuple(time) for time in item["times"]]
        self.times_found: set[tuple[int, int]] = set()

    def error(self, what: str, start: int, end: int, note: str = "") -> None:
        context = f"{self.text[max(start - 14, 0) : start]}[{self.text[start:end]}]{self.text[end : end + 12]}"
        self.score.errors.append((what, self.number, start, end, note, context))

    def take_date(self, quantity: aidstats.Quantity, inside: list[Tag]) -> None:
        overlaps = [time for time in self.times if time[0] < quantity.end and quantity.start < time[1]]
        self.score.hits["date"] += 1
        self.score.right["date"] += bool(overlaps)
        self.times_found.update(overlaps)
        for tag in inside:
            first = re.search("[前头]$", self.text[: tag.start]) is not None  # 1997年前10个月
            if first and quantity.start < tag.start and tag.unit_end <= quantity.end:
                tag.found = True
        if not overlaps and not any(tag.type for tag in inside):
            self.error("false date", quantity.start, quantity.end, quantity.kind)

    def take_right(self, quantity: aidstats.Quantity, group: str, inside: list[Tag]) -> None:
        for tag in inside:
            tag.found = True
        if all(tag.left_alone for tag in inside):
            return
        self.score.hits[group] += 1
        self.score.right[group] += 1
        first = inside[0]
        if first.pre in PREFIX_CUES:
            self.score.tags["pre"] += 1
            attached = quantity.start <= first.start - len(first.pre)
            self.score.found["pre"] += attached
            if not attached:
                self.error("approximator not attached", quantity.start, quantity.end, first.pre)

    def take(self, quantity: aidstats.Quantity) -> None:
        start, end, group = quantity.start, quantity.end, group_of(quantity)
        inside = [tag for tag in self.tags if tag.start < end and start < tag.unit_end]
        negs = [word for word in self.neg if word[0] < end and start < word[1]]
        if group != "date" and inside and matches(quantity, inside, self.text) and not ordinal(inside):
            self.take_right(quantity, group, inside)
            return
        self.score.found["neg"] += bool(negs)
        note = f"{quantity.kind} {quantity.value} {quantity.unit}"
        if group == "date":
            self.take_date(quantity, inside)
            if negs:
                self.error("false date: neg", start, end, note)
            return
        if any(word[0] < end and start < word[1] for word in self.wanted):
            return
        if inside and all(tag.type is None for tag in inside):
            return
        dated = any(time[0] < end and start < time[1] for time in self.times)
        where = "neg" if negs else "date" if dated and not inside else "span" if inside else "plain"
        self.score.hits[group] += 1
        self.error(f"false {group}: {where}", start, end, note)

    def finish(self) -> None:
        score = self.score
        score.tags["neg"] += len(self.neg)
        score.tags["date"] += len(self.times)
        score.found["date"] += len(self.times_found)
        for tag in self.tags:
            if tag.group is None:
                continue
            if tag.left_alone:
                score.left[tag.left_alone] += 1
                continue
            score.tags[tag.group] += 1
            score.found[tag.group] += tag.found
            if not tag.found:
                self.error(f"missed {tag.group}", tag.start, tag.unit_end)


def score_news(path: Path) -> tuple[Score, Score]:
    """(open, held out)."""
    scores = (Score(), Score())
    with path.open(encoding="utf-8") as lines:
        for number, raw in enumerate(lines):
            line = Line(number, json.loads(raw), scores[number % 4 == HELD_OUT])
            for quantity in aidstats.find(line.text):
                line.take(quantity)
            line.finish()
    return scores
