"""When a hit of `find` and a numeral tag of the newspaper corpus are the same quantity, and which tags count neither
way.

Used by accuracy_news.py, whose docstring tells the conventions in words.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import aidstats


def spellings(table, column: str) -> list[str]:
    return [form for row in table for form in str(row[column]).split("|") if form]


def one_of(forms) -> str:
    return "|".join(re.escape(form) for form in sorted(set(forms), key=len, reverse=True))


UNITS = aidstats.units()
SPELLINGS = {*spellings(UNITS, "forms"), *"块里分度月"}
MONEY = one_of(spellings(UNITS[UNITS["kind"] == "money"], "forms"))
MEASURES = set(spellings(UNITS[~(UNITS["kind"] == "count")], "forms")) - set("方匹家")
CUES = one_of(spellings(aidstats.relations(), "words"))
OF_GE = ("月", "小时", "百分点", "世纪", "星期", "钟头", "工作日", "礼拜", "学时", "季度", "交易日")

BEFORE = re.compile(
    rf"(?:{CUES}|{MONEY}|每[^，。]{{1,4}}|[人户亩村日月年]均|[¥￥$＄\-－—−+＋负\s]|零下|零上|介于|在|由|从|自|占|有|合|是|了"
    r"|(?:最近|过去|未来|今后|此后|其后)的?|近|前|头|后)*"
)
BEHIND = re.compile(
    rf"(?:{CUES}|[/／][^\d，。]{{1,4}}|每[^\d，。]{{1,3}}|·[^\d，。]|（不?含）|之间|之?以?[前后来内]|里|间|多|半|整|\s)*"
)
JOINT = re.compile(rf"(?:{CUES}|{one_of(SPELLINGS)}|至|到|[—－\-–~～、，]|和|与|及|又|零|\s|由|从)*")
PREFIX_CUES = {"近", "约", "大约", "接近", "将近", "超", "超过", "突破", "逾", "大于", "高于", "至少", "不下"}
PREFIX_CUES |= {"不足", "不到", "少于", "低于", "小于"}


@dataclass
class Tag:
    start: int
    end: int
    type: str | None
    text: str  # number and classifier
    pre: str | None
    unit_end: int
    left_alone: str = ""  # why it counts neither way
    found: bool = False

    @property
    def group(self) -> str | None:
        if self.type == "NUMBER" and self.unit_end > self.end:
            return "quantity"
        return {"MONEY": "money", "PERCENT": "percent", "QUANTITY": "quantity", "NUMBER": "number"}.get(self.type or "")


DEMONSTRATIVE = re.compile("(?:这|那|每|哪|某|有|新|又|头|前|下|上|后|最后|任何|另|同|元旦|一年又|[一二三四五六日]这)$")
LEFT = [  # why, what stands before the number, number with unit, what follows
    ("SPEC 3.1 N强, 8.2 N位数", "", r"[^第]*[强]|.+位数?", "数"),
    ("SPEC 8.2 members of a 第-list", r"第[一二三四五六七八九十百\d、]+、", ".+", ""),
    ("SPEC 8.2 N次 of a session", "届", "[一二三四五六七八九十]次", ""),
    ("SPEC 8.2 这两天, 那一天", DEMONSTRATIVE.pattern[:-1], "(?:一|两|几)(?:天|年|日|月|晚|夜|刻|个月)", ""),
    ("SPEC 8.2 十年如一日", "如", "一日", ""),
    (
        "SPEC 8.2 adverbs with 一 and 半",
        "",
        "半天.*|半数|大半|多半|一点|一下|一时|一会儿?|一阵|十分|一度|一线|一体|一番|几番",
        "",
    ),
    ("SPEC 3.7 万千 亿万 千百万", "", "(?:千百万|千百|万千|亿万).*", ""),
    ("SPEC 7 dates: N日, N月, a century, a decade", "", r".*[日号月]", ""),
    ("SPEC 7 dates: N日, N月, a century, a decade", "", ".+", "世纪|年代"),
    ("SPEC 8.4 N×M", "", r"\d+[×x]\d.*", ""),
    ("SPEC 8.4 N×M", "[×x]", r"[\d.]+.*", ""),
    ("SPEC 8.2 N国集团, N步走", "", ".+国", "集团"),
    ("SPEC 8.2 N国集团, N步走", "", ".步", "走"),
    ("SPEC 8.3 labels", "", r"[^多余几近约]*(?:(?<!星)期|[级号路届等楼室中大线版段])", ""),
    ("SPEC 8.3 labels", "", r"[\d一二三四五六七八九十]+(?:厂|中)", ""),
    ("SPEC 8.5 两国, 三方", "", "[两双二](?:国|地|党|军|岸|省|市|县|区|州|者|会|院|厂|校|村).*|[两三四]方", ""),
    ("SPEC 8.5 多 with a classifier", "", "多[^少].*|多|许多|无数", ""),
]
ARTICLE = re.compile("一(?![百千万亿点多几半倍成两二三一]|个?多).")
LEFT_ALONE = [(why, re.compile(f"(?:{b})$"), re.compile(s), re.compile(a)) for why, b, s, a in LEFT]


def left_alone(tag: Tag, text: str) -> str:
    """Why level default leaves this tag on purpose, else ""."""
    surface = text[tag.start : tag.unit_end]
    if tag.type is None:
        return "untyped"
    if tag.group == "number" and (len(surface) == 1 or not re.search("[十百千万亿]", surface)):
        return "SPEC 8.5 bare numbers"
    if ARTICLE.match(surface) and surface[1:] not in MEASURES:
        return "SPEC 8.5 article 一"
    cued = tag.pre in PREFIX_CUES or text[: tag.start].endswith("上") or text[: tag.start].endswith("成")
    if re.match("[百千万亿](?![百千万亿余多来把])", surface) and not cued:
        return "SPEC 8.3 bare scale"
    if tag.group == "number" and re.match("(?:百|千)[百千万亿]+$", surface) and not cued:
        return "SPEC 8.3 bare scale"
    for why, before, form, behind in LEFT_ALONE:
        if before.search(text, 0, tag.start) and form.fullmatch(surface) and behind.match(text, tag.end):
            return why
    return ""


def ends_of(tag: Tag, text: str) -> set[int]:
    """Where a hit may end: the tag's end, its noun's end, and the unit that the tagger cut off."""
    ends = {tag.end, tag.unit_end}
    forms: tuple[str, ...] | set[str] = ()
    if tag.type == "NUMBER":
        forms = SPELLINGS
    elif tag.type == "MONEY":
        forms = ("人民币", "港币", "新台币", "台币")  # SPEC 0.1a: inside
    elif re.search("个[多半来]?$", tag.text):  # 两个|月, 半个多|小时, 两个|百分点
        forms = OF_GE
    elif tag.text.endswith("秒"):
        forms = ("钟",)
    return ends | {tag.end + len(form) for form in forms if text.startswith(form, tag.end)}


def matches(quantity: aidstats.Quantity, tags: list[Tag], text: str) -> bool:
    """Whether the hit is exactly these tags."""
    first, last = tags[0], tags[-1]
    start, end = quantity.start, quantity.end
    if start > first.start:
        if text[first.start : start] not in ("每", "约", "共", "达", "各", "好", "头"):
            return False
    elif not BEFORE.fullmatch(text, start, first.start) and (quantity.kind != "change" or first.start - start > 14):
        return False  # of a change, 由2015年的|3.2万户增加到, a date may stand in front
    if quantity.kind != "change":
        for one, two in pairwise(tags):
            if not JOINT.fullmatch(text, one.end, two.start):
                return False
    if end < last.end:
        rest = text[end : last.end]
        return rest in ("钱", "整", "正") or (not quantity.unit and rest in ("号", "路"))
    return any(mark <= end and BEHIND.fullmatch(text, mark, end) for mark in ends_of(last, text))
