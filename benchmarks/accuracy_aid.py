"""`find` against news items on assistance in which one reader marked every quantity (aid_dev/, its GUIDE.md,
decisions.md).

Relations of the guide and what may stand for them here (SPEC 3.1):

    exact     eq, rhetorical ge          over      over gt ge above    (余, 超 and 以上 alike)
    about     approx                     at_least  ge
    under     near lt le                 at_most   le
    vague     several span ge            range     range span

What counts as the same span: equal, or different by what SPEC 0.1a places elsewhere: a rate word (每户, 人均, 每斤)
or its denominator (元/斤) inside here, 过 and 达 as SPEC 3.1 says, the noun of 个 (个月, 个百分点), a date with the
words in front of it (今年|8月, 到|2020年), a window with 近, 前, 来, 以来, 后. A number that names no currency (1万5)
is a number here and money there. Neither way, found or not: `certain: false`; ordinals; dates and periods without a
numeral of their own (去年, 十八大以来); what SPEC 8.5 leaves at level default (一 with a count classifier, one digit
or a bare scale before a noun).  Of dates and periods only the span counts. A hit that overlaps nothing in the guide's
list is false.
"""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import aidstats

HELD_OUT = 4  # the last so many files by name are scored apart, and only their scores printed
RELATIONS = {
    "exact": {"eq"},
    "over": {"over", "gt", "ge", "above"},
    "about": {"approx"},
    "under": {"near", "lt", "le"},
    "at_least": {"ge"},
    "at_most": {"le"},
    "vague": {"several", "span", "ge"},
    "range": {"range", "span"},
}
DATES = ("date", "period", "window")
OUTSIDE = re.compile(
    "(?:今年|去年|前年|明年|每[^，。]{1,3}|[人户亩日月年]均|近|前|后|来|以来|之后|之前|以后|以前|里|内|间|初|底|末|自|从|截至|到|过去|未来|今后|最近|期间"
    "|达|达到|过|超过|共|月|百分点|小时|以上|左右|多|/[^\\d，。]{1,3}|每[^\\d，。]{1,2}|钱|的|年|新|“|”|时期|[，])*"
)


@dataclass
class Score:
    marks: int = 0  # marked quantities that count
    found: int = 0
    hits: int = 0
    right: int = 0
    compared: int = 0  # found ones with a value
    value_right: int = 0
    errors: list = field(default_factory=list)


def neutral(mark: dict, text: str) -> bool:
    """Counts neither way."""
    surface = mark["surface"]
    if not mark["certain"] or mark["kind"] == "ordinal":
        return True
    if mark["kind"] in ("date", "period") and not re.search("[0-9一二三四五六七八九十两几半]", surface):
        return True
    if mark["kind"] in ("date", "period") and re.search("十[一二三四五六七八九]大", surface):
        return True  # 党的十八大以来: a name, whose date only outside knowledge gives
    if mark["kind"] == "count" and mark["value"] == "1" and surface.startswith("一"):
        return True
    if mark["kind"] == "multiple" and not re.search("[0-9一二三四五六七八九十两几半]", surface):
        return True
    bare = re.fullmatch("[一二两三四五六七八九十]", surface) is not None
    return bare or (re.match("[百千万亿](?![百千万亿余多来])", surface) is not None and mark["relation"] == "exact")


def same_span(quantity: aidstats.Quantity, mark: dict, text: str) -> bool:
    if (quantity.start, quantity.end) == (mark["start"], mark["end"]):
        return True
    low, high = sorted((quantity.start, mark["start"]))
    first, last = sorted((quantity.end, mark["end"]))
    return OUTSIDE.fullmatch(text, low, high) is not None and OUTSIDE.fullmatch(text, first, last) is not None


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(Decimal(text))


def agrees(quantity: aidstats.Quantity, mark: dict) -> str:
    """What differs in value or relation, "" if nothing."""
    relation = quantity.relation if quantity.kind != "change" else quantity.to_relation
    if relation not in RELATIONS[mark["relation"]]:
        return f"relation {relation} for {mark['relation']}"
    if mark["kind"] == "range" or mark["relation"] == "range":
        ends = (quantity.lo_fraction, quantity.hi_fraction)
        wanted = (exact(mark.get("lo")), exact(mark.get("hi")))
        return "" if ends == wanted else f"{ends} for {wanted}"
    if mark["value"] is None:
        return ""
    wanted_value = exact(mark["value"])
    if quantity.value is None or quantity.fraction != wanted_value:
        return f"value {quantity.value} for {mark['value']}"
    if mark["currency"] and mark["unit"] and quantity.unit.split("/")[0] != mark["currency"]:
        return f"currency {quantity.unit} for {mark['currency']}"
    return ""


def score_file(name: str, text: str, marks: list[dict], score: Score) -> None:
    hits = aidstats.find(text)
    used: set[int] = set()
    for mark in marks:
        leave = neutral(mark, text)
        overlapping = [
            at for at, hit in enumerate(hits) if hit.start < mark["end"] and mark["start"] < hit.end and at not in used
        ]
        match = next((at for at in overlapping if same_span(hits[at], mark, text)), None)
        if match is None and overlapping and hits[overlapping[0]].kind in ("change", "range"):
            match = overlapping[0] if hits[overlapping[0]].start <= mark["start"] else None
        if leave:
            used.update(overlapping)
            continue
        score.marks += 1
        if match is None:
            score.errors.append(("missed", name, mark["start"], mark["end"], mark["surface"], ""))
            continue
        score.found += 1
        score.hits += 1
        score.right += 1
        hit = hits[match]
        if hit.kind != "change" or hit.end == mark["end"]:
            used.add(match)
        if mark["kind"] not in ("date", "period"):
            score.compared += 1
            if note := agrees(hit, mark):
                score.errors.append(("value", name, hit.start, hit.end, hit.text, note))
            else:
                score.value_right += 1
    for at, hit in enumerate(hits):
        if at not in used and hit.kind != "change":
            score.hits += 1
            score.errors.append(("false", name, hit.start, hit.end, hit.text, f"{hit.kind} {hit.value} {hit.unit}"))


def score_aid(folder: Path) -> tuple[Score, Score]:
    """(open, held out)."""
    marks: dict[str, list[dict]] = {}
    with (folder / "expressions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            mark = json.loads(line)
            marks.setdefault(mark["file"], []).append(mark)
    scores = (Score(), Score())
    names = sorted(path.name for path in (folder / "text").glob("*.txt"))
    for at, name in enumerate(names):
        text = (folder / "text" / name).read_bytes().decode()
        score_file(name, text, marks.get(name, []), scores[at >= len(names) - HELD_OUT])
    return scores
