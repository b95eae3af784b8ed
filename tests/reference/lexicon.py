"""Characters, words and units of the second reader: SPEC 1, 3.1, 5.1 and 6, as tables.

Names of units and currencies come from the package's public tables; what a word *means* is written down here again.
"""

from dataclasses import dataclass
from fractions import Fraction

import aidstats

# ---------------------------------------------------------------- characters (1.1)

LOWER_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UPPER_DIGITS = {"壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
CHINESE_DIGITS = LOWER_DIGITS | UPPER_DIGITS
ZEROS = "零〇"
TENS = {"廿": 2, "卅": 3, "卌": 4}
SCALES = {"十": 1, "百": 2, "千": 3, "拾": 1, "佰": 2, "仟": 3, "万": 4, "亿": 8, "兆": 12}
UPPER_SCALES = "拾佰仟"
BIG_SCALES = {"京": 16, "垓": 20, "秭": 24, "穰": 28}
LETTERS = {"k": 3, "K": 3, "w": 4, "W": 4, "M": 6}
VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# Traditional and variant forms, one character for one, so that every offset stays true.
VARIANTS = str.maketrans(
    "萬億兩貳弍弐弌參叄弎陸圓個項條種類張冊頁處筆顆門節盞頂層間棟幢臺輛場屆輪頭隻窩叢畝噸錢點負"
    "餘約過幾數將無僅總計區國與從開歲週們鄉鎮單雙號時鐘萬元圜來箇內裡裏為爲",
    "万亿两贰贰贰壹叁叁叁陆圆个项条种类张册页处笔颗门节盏顶层间栋栋台辆场届轮头只窝丛亩吨钱点负"
    "余约过几数将无仅总计区国与从开岁周们乡镇单双号时钟万元圆来个内里里为为",
)
FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
FULLWIDTH_COMMA = "，"
THIN_SPACES = "\u2009\u202f\u00a0"
GROUP_MARKS = ",'’ " + THIN_SPACES


def normalise(text: str) -> str:
    text = text.translate(VARIANTS).translate(FULLWIDTH)
    return "".join("叁" if _is_three(text, at) else char for at, char in enumerate(text))


def _is_three(text: str, at: int) -> bool:
    """参 is 3 before 拾佰仟万亿元角分, with another 大写 digit (1.1)."""
    capitals = (*UPPER_DIGITS, *UPPER_SCALES)
    after = text[at + 1 : at + 2]
    others = text[:at] + text[at + 1 :]
    return text[at] == "参" and (
        after in capitals or (after in tuple("万亿元圆角分") and any(char in capitals for char in others))
    )


# ---------------------------------------------------------------- relation words (3.1)

NEGATIONS = (
    *("不得", "不能", "不应", "不可", "未", "没有", "不会", "不宜", "不准", "不许", "不要", "切勿"),
    *("没", "不曾", "未曾", "并未", "尚未"),
)
VERBS = tuple("了为有合占达是")

PREFIXES = {
    "approx": "约 大约 大概 约莫 约计 ~ ≈",
    "near": "近 将近 接近 临近 逼近 差不多 几近 几乎 近乎 将及 接近于 略低于 略少于 稍低于 稍少于",
    "above": "略超 略多于 略高于 略超过 稍多于 稍高于",
    "gt": "超 超过 超出 逾 突破 破 过 大于 高于 多于 不止 何止 >",
    "ge": "至少 最少 最低 起码 不少于 不低于 不下 不小于 足有 大于等于 大于或等于 满 ≥",
    "lt": "不到 不足 不满 未满 未达 未到 未足 不及 未及 低于 少于 小于 跌破 降破 < "
    "不够 没到 没满 达不到 不达 未达到 没达到 没有达到 未能达到",
    "le": "至多 最多 最高 不超过 不超 不超出 未超出 不高于 不多于 不大于 小于等于 小于或等于 ≤",
}
SUFFIXES = {
    "approx": "左右 上下 前后 许 光景",
    "above": "出头 挂零",
    "gt": "以外 之外 开外",
    "ge": "以上 及以上 之上 或以上",
    "le": "以下 及以下 或以下 之下 以内 之内 封顶",
}
AFTER_FRACTION = {"强": "above", "弱": "near"}
AGGREGATORS = {
    "共": "total",
    "累计": "total",
    "合计": "total",
    "总计": "total",
    "共有": "total",
    "一共": "total",
    "高达": "upto",
    "多达": "upto",
    "仅": "only",
    "仅有": "only",
    "只有": "only",
    "只": "only",
    "平均": "avg",
    "均": "avg",
    "共计": "total",
    "为": "",
    "达": "",
    "达到": "",
    "足足": "",
}
RHETORICAL = {
    "几十上百": 20,
    "数十上百": 20,
    "成百上千": 100,
    "成百成千": 100,
    "上百上千": 100,
    "几百上千": 200,
    "数百上千": 200,
    "成千上万": 1000,
    "成千成万": 1000,
    "上千上万": 1000,
    "几千上万": 2000,
    "数千上万": 2000,
    "千千万万": 1000,
    "数以百计": 100,
    "数以千计": 1000,
    "数以万计": 10_000,
    "数以十万计": 100_000,
    "数以百万计": 1_000_000,
    "数以千万计": 10_000_000,
    "数以亿计": 100_000_000,
}


def _prefix_words() -> dict[str, str]:
    words = {word: relation for relation, line in PREFIXES.items() for word in line.split()}
    for negation in NEGATIONS:  # the negation turns the bound round: 不得超过 le, 不得低于 ge
        words |= {
            negation + word: "le" for word in ("超", "超过", "超出", "逾", "突破", "破", "过", "高于", "多于", "大于")
        }
        words |= {negation + word: "ge" for word in ("低于", "少于", "小于", "不足")}
    return words


PREFIX_WORDS = _prefix_words()
SUFFIX_WORDS = {word: relation for relation, line in SUFFIXES.items() for word in line.split()}


# ---------------------------------------------------------------- units (6)


@dataclass(frozen=True)
class Unit:
    code: str
    kind: str
    dimension: str  # of what it may be compared with: for counts the canonical unit
    factor: Fraction
    integer: bool


def _units() -> tuple[dict[str, Unit], dict[str, str]]:
    by_code, by_form = {}, {}
    for row in aidstats.units():
        code, kind = str(row["id"]), str(row["kind"])
        if kind == "money" or not code or code == "date":
            continue
        factor = Fraction(str(row["factor"]) or "1")
        by_code[code] = Unit(code, kind, str(row["canonical"]), factor, bool(row["integer"]))
        for form in filter(None, str(row["forms"]).split("|")):
            by_form.setdefault(form, code)
    return by_code, by_form


UNITS, FORMS = _units()

# Surfaces of several senses, as `parse` reads them, which has no words around an expression (6, rules 5 and 11).
FORMS |= {
    "度": "{du}", "分": "{fen}", "口": "{mouth}", "匹": "{horse}", "点": "{point}", "县": "{county}",
    "月": "", "块": "", "两": "[liang_cn]", "钱": "[qian_cn]", "人家": "", "份": "{copy}", "台（套）": "{machine_set}",
}  # fmt: skip
IN_CONTEXT_ONLY = ("兆", "%", "‰", "‱", "成", "折")  # read elsewhere
FORMS = {form: code for form, code in FORMS.items() if code and form not in IN_CONTEXT_ONLY}
CLASSIFIERS = {  # aliases whose noun stands outside the span (6, rule 6)
    form: form[:1]
    for form in [
        "家企业",
        "户人家",
        "口人",
        "个村",
        "个县",
        "个乡镇",
        "个国家",
        "张床",
        "张床位",
        "个床位",
        "支队伍",
        "只船",
        "口井",
        "口水井",
        "口机井",
        "眼井",
        "眼水井",
        "眼机井",
        "张病床",
        "个系列",
        *(f"个{level}级" for level in ("国家", "省", "市", "县", "村", "乡镇")),
        *(form for form in FORMS if form.startswith("位") and len(form) > 1),  # 6位密码
    ]
}
RATIOS = {"%": 2, "‰": 3, "‱": 4, "ppm": 6}
TIME_UNITS = {
    "a",
    "mo",
    "wk",
    "d",
    "h",
    "min",
    "s",
    "a{quarter}",
    "a{century}",
    "d{work}",
    "a{academic}",
    "min{quarter}",
}
WINDOW_UNITS = {"a", "mo", "wk", "d"}


# ---------------------------------------------------------------- currencies (5.1)


def _currencies() -> dict[str, str]:
    names = {}
    for _, code, surface, forms in aidstats.currencies():
        for form in [surface, *filter(None, forms.split("|"))]:
            names.setdefault(form, code)
    return names | {"元": "CNY", "块": "CNY", "圆": "CNY", "块钱": "CNY"}


CURRENCIES = _currencies()
del CURRENCIES["货币"]
CURRENCIES |= {"$": "USD", "¥": "CNY", "￥": "CNY"}  # 120$
YUAN = ("元", "块", "圆")  # a unit of every currency whose name ends in 元
SYMBOLS = {"¥": "CNY", "￥": "CNY", "$": "USD"}
DOLLARS = {"USD", "HKD", "TWD", "MOP", "AUD", "CAD", "SGD", "NZD"}
YUAN_CURRENCIES = DOLLARS | {"CNY", "JPY", "KRW", "EUR", "KPW", "MMK"}
JIAO_CURRENCIES = ("CNY", "HKD", "TWD", "MOP")


def longest(text: str, start: int, words) -> list[str]:
    """The words of a table that stand at `start`, the longest one first."""
    return [word for word in by_first_character(words).get(text[start : start + 1], ()) if text.startswith(word, start)]


KNOWN: dict[int, tuple[object, dict[str, list[str]]]] = {}  # the table is kept, so that its id stays its own


def by_first_character(words) -> dict[str, list[str]]:
    """A table that does not change any more, each list with its longest word first."""
    if id(words) not in KNOWN:
        index: dict[str, list[str]] = {}
        for word in sorted(words, key=len, reverse=True):
            index.setdefault(word[:1], []).append(word)
        KNOWN[id(words)] = words, index
    return KNOWN[id(words)][1]
