"""One sentence, English or Chinese, about what a quantity says."""

from typing import TYPE_CHECKING, NamedTuple

from aidstats._display import bound
from aidstats._lexicon import unit_rows

if TYPE_CHECKING:
    from aidstats._quantity import Quantity


class _Language(NamedTuple):
    sentence: str
    nameless: str
    kinds: dict[str, str]
    relations: dict[str, str]
    windows: dict[int, str]
    between: str
    unbounded: tuple[str, str]
    excluded: str
    no_day: str


# {value} and {ends} carry their unit, {range} does not.
_ENGLISH = _Language(
    sentence="“{text}” is {kind}: {meaning}.",
    nameless="This is {kind}: {meaning}.",
    kinds={
        "number": "a number",
        "count": "a count",
        "money": "an amount of money",
        "measure": "a measure",
        "ratio": "a ratio",
        "pp": "a difference in percentage points",
        "multiple": "a multiple",
        "ordinal": "a rank",
        "date": "a date",
        "period": "a period",
        "window": "a window of time",
        "change": "a change",
    },
    relations={
        "eq": "exactly {value}",
        "approx": "about {value}, {range}",
        "near": "nearly {value}, {range}",
        "above": "a little above {value}, {range}",
        "over": "more than {value}, {range}",
        "several": "several, {ends}",
        "gt": "more than {value}",
        "ge": "at least {value}",
        "lt": "less than {value}",
        "le": "at most {value}",
        "span": "somewhere from {ends}",
        "range": "from {ends}",
        "change": "from {origin} to {value}",
    },
    windows={
        -1: ", up to the reference date",
        1: ", from the reference date on",
        -2: " before the reference date",
        2: " after the reference date",
    },
    between=" to ",
    unbounded=("no lower bound", "no upper bound"),
    excluded=" (excluded)",
    no_day="a day that is not named",
)

_CHINESE = _Language(
    sentence="“{text}”是{kind}：{meaning}。",
    nameless="这是{kind}：{meaning}。",
    kinds={
        "number": "数",
        "count": "计数",
        "money": "金额",
        "measure": "计量",
        "ratio": "比率",
        "pp": "百分点之差",
        "multiple": "倍数",
        "ordinal": "序数",
        "date": "日期",
        "period": "时期",
        "window": "时段",
        "change": "变化",
    },
    relations={
        "eq": "恰为{value}",
        "approx": "约{value}，{range}",
        "near": "近{value}，{range}",
        "above": "略高于{value}，{range}",
        "over": "超过{value}，{range}",
        "several": "不定数，{ends}",
        "gt": "大于{value}",
        "ge": "不小于{value}",
        "lt": "小于{value}",
        "le": "不大于{value}",
        "span": "其间一数，{ends}",
        "range": "{ends}",
        "change": "由{origin}变为{value}",
    },
    windows={-1: "，至参照日为止", 1: "，自参照日起", -2: "，参照日以前", 2: "，参照日以后"},
    between="至",
    unbounded=("无下限", "无上限"),
    excluded="（不含）",
    no_day="未指明的一天",
)


def sentence(quantity: "Quantity", lang: str) -> str:
    if lang not in ("en", "zh"):
        raise ValueError(f"lang must be 'en' or 'zh', not {lang!r}")
    words = _CHINESE if lang == "zh" else _ENGLISH
    meaning = _days(quantity, words) if quantity.kind in ("date", "period") else _amount(quantity, words)
    pattern = words.sentence if quantity.text else words.nameless
    return pattern.format(text=quantity.text, kind=words.kinds[quantity.kind], meaning=meaning)


def _amount(quantity: "Quantity", words: _Language) -> str:
    origin = quantity.origin
    ends = _range(quantity, words)
    said = words.relations[quantity.relation].format(
        value=_with_unit(_number(quantity, words), quantity, words),
        range=ends,
        ends=_with_unit(ends, quantity, words),
        origin="" if origin is None else _with_unit(_number(origin, words), origin, words),
    )
    return said + (words.windows.get(quantity.direction, "") if quantity.kind == "window" else "")


def _number(quantity: "Quantity", words: _Language) -> str:
    return _range(quantity, words) if quantity.value is None else _grouped(bound(quantity.value))


def _with_unit(numbers: str, quantity: "Quantity", words: _Language) -> str:
    if quantity.unit in ("", "1"):
        return numbers
    if words is _ENGLISH:
        return f"{numbers} {quantity.unit.replace('{', '').replace('}', '')}"
    return numbers + "/".join(map(_chinese_unit, quantity.unit.split("/")))


def _chinese_unit(unit: str) -> str:
    """元 for CNY, 100人 for (100.{person})."""
    power, _, name = unit.strip("()").rpartition(".") if unit.startswith("(") else ("", "", unit)
    row = unit_rows().get(name)
    return power + (name if row is None else row[2])


def _grouped(digits: str) -> str:
    """Thousands apart: 800,000,000."""
    sign = digits[: digits.startswith("-")]
    whole, point, rest = digits[len(sign) :].partition(".")
    return sign + (f"{int(whole):,}" if whole.isdigit() else whole) + point + rest


def _range(quantity: "Quantity", words: _Language) -> str:
    sides = ((quantity.lo, quantity.lo_open), (quantity.hi, quantity.hi_open))
    ends = [
        name if end is None else _grouped(bound(end)) + (words.excluded if is_open else "")
        for (end, is_open), name in zip(sides, words.unbounded, strict=True)
    ]
    return words.between.join(ends)


def _days(quantity: "Quantity", words: _Language) -> str:
    lo, hi = quantity.lo, quantity.hi
    if lo is None and hi is None:
        return words.no_day
    if lo == hi:
        return bound(lo)
    ends = [name if end is None else bound(end) for end, name in zip((lo, hi), words.unbounded, strict=True)]
    return words.between.join(ends)
