"""Texts to measure on: generated, the same for the same seed, and unrepeated.

A text of 256 KB read again and again flatters twofold, because the processor's branch predictor learns it by heart.
"""

import functools
import os
import random
import re
from pathlib import Path

SEED = 20261123
NUMERAL = re.compile(
    "[0-9０-９〇零一二两三四五六七八九十百千万亿兆几数半双俩仨廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億兩幾參貳陸]"
)

_BEFORE = ["", "", "", "", "约", "近", "超", "超过", "逾", "不足", "至少", "不超过", "累计", "人民币"]
_MIDDLE = ["", "", "", "余", "多"]
_SCALE = ["", "万", "万", "亿", "亿"]
_UNIT = ["元", "元", "元", "人", "户", "个", "亩", "公里", "人次", "吨"]
_AFTER = ["", "", "", "", "以上", "左右", "以内"]
_CHINESE = ["三千五百", "两万八", "一亿二千万", "九百万零四百", "十二", "二百五十", "三十六", "四千零五十"]


def expression(rng: random.Random) -> str:
    """One expression of the mixed kind that a column of amounts holds."""
    kind = rng.random()
    unit = rng.choice(_UNIT)
    if kind < 0.15:
        low = rng.randint(1, 40)
        return f"{low}{rng.choice('至到—-')}{low + rng.randint(1, 50)}{rng.choice(['', '万', '亿'])}{unit}"
    if kind < 0.25:
        return rng.choice(["", "约", "近"]) + rng.choice(_CHINESE) + unit
    if kind < 0.32:
        return f"{rng.randint(1, 9999) / 100:g}%"
    if kind < 0.40:
        return f"{rng.randint(1, 999)},{rng.randint(0, 999):03d},{rng.randint(0, 999):03d}元"
    before, after = rng.choice(_BEFORE), ""
    if before == "人民币":
        unit = "元"
    if before in ("", "累计", "人民币"):
        after = rng.choice(_AFTER)
    if rng.random() < 0.4:
        return f"{before}{rng.randint(100, 99999) / 100:.2f}{rng.choice(_SCALE)}{unit}{after}"
    middle = rng.choice(_MIDDLE) if before in ("", "累计") and not after else ""
    number = str(rng.randint(1, 999)) + ("0" if middle else "")
    return f"{before}{number}{middle}{rng.choice(_SCALE)}{unit}{after}"


def expressions(count: int, seed: int = SEED) -> list[str]:
    rng = random.Random(seed)
    return [expression(rng) for _ in range(count)]


_CLAUSES = [
    "会议介绍了上一阶段工作的进展",
    "全市共安排资金{}",
    "比上年增加{}",
    "其中用于道路维修的有{}",
    "有关部门负责人表示",
    "项目建成之后可以服务群众{}",
    "当地一些农户已经开始种植新的品种",
    "总投资{}",
    "进一步完善了管理办法",
    "建设周期为两年",
    "参加培训的学员达到{}",
    "大家对下一步的安排提出了意见",
    "平均每户增收{}",
    "沿线的村庄一直缺水",
    "新修的水渠长{}",
    "这在过去是难以想象的",
    "十分重视后续的维护",
    "同意把剩余的{}用于校舍",
    "工程队连夜赶到现场",
    "有效改善了出行条件",
]


def news(size: int, seed: int = SEED) -> str:
    """At least `size` bytes of text that reads like news and repeats no sentence by design."""
    rng = random.Random(seed)
    parts, written = [], 0
    while written < size:
        clauses = [rng.choice(_CLAUSES) for _ in range(rng.randint(2, 5))]
        sentence = "，".join(clause.replace("{}", expression(rng)) for clause in clauses)
        sentence += "。\n" if rng.random() < 0.3 else "。"
        parts.append(sentence)
        written += len(sentence.encode())
    return "".join(parts)


_DENSE = [
    *("营收", "净利", "总资产", "负债", "同比增", "环比降", "毛利率", "研发费"),
    *("应收款", "存货", "分红", "市值", "净流入", "成交额"),
]


@functools.cache
def dense(size: int, seed: int = SEED) -> str:
    """At least `size` bytes of finance text: some 50 quantities in 1,024 bytes."""
    rng = random.Random(seed)
    parts, written = [], 0
    while written < size:
        clauses = []
        for _ in range(rng.randint(3, 9)):
            name = rng.choice(_DENSE)
            if "比" in name or "率" in name:
                clauses.append(f"{name}{rng.randint(1, 9999) / 100:.2f}%")
            else:
                clauses.append(f"{name}{rng.randint(1, 99999) / 100:.{rng.randint(0, 2)}f}{rng.choice('万亿亿')}元")
        parts.append("，".join(clauses) + "。\n")
        written += len(parts[-1].encode())
    return "".join(parts)


@functools.cache
def without_numerals(size: int, like: str, seed: int = SEED) -> str:
    """At least `size` bytes in lines of some 100 characters, drawn as frequent as in `like`, but no numerals."""
    counts: dict[str, int] = {}
    for character in NUMERAL.sub("", like).replace("\n", ""):
        counts[character] = counts.get(character, 0) + 1
    rng = random.Random(seed)
    drawn = rng.choices(list(counts), list(counts.values()), k=size // 2)
    lines, written, at = [], 0, 0
    while written < size and at < len(drawn):
        length = rng.randint(40, 160)
        lines.append("".join(drawn[at : at + length]))
        at += length
        written += len(lines[-1].encode()) + 1
    return "\n".join(lines)


def shuffled(size: int, text: str, seed: int = SEED) -> str:
    """At least `size` bytes of the lines of a text, each time through in another order."""
    rng = random.Random(seed)
    lines, parts, written = text.splitlines(), [], 0
    once = len("\n".join(lines).encode())
    while written < size:
        rng.shuffle(lines)
        parts += lines
        written += once + 1
    return "\n".join(parts)


def repeated(values: list[str], count: int, seed: int = SEED) -> list[str]:
    """Some of the values again and again, in no order."""
    return random.Random(seed).choices(values, k=count)


def plain_amounts(count: int, seed: int = SEED) -> list[str]:
    """1.23亿元 and the like."""
    rng = random.Random(seed)
    return [f"{rng.randint(100, 999) / 100:.2f}亿元" for _ in range(count)]


def plain_decimals(count: int, seed: int = SEED) -> list[str]:
    """1.23 and the like: what pyarrow's cast reads, beside plain_amounts."""
    return [text.removesuffix("亿元") for text in plain_amounts(count, seed)]


def digits(count: int, seed: int = SEED) -> list[str]:
    """1234567.89 and the like, of up to nine digits."""
    rng = random.Random(seed)
    return [f"{rng.randint(1, 10**9) / 100:.2f}" for _ in range(count)]


def prefix(text: str, size: int) -> str:
    """The lines of a text that fit into `size` bytes."""
    if len(text.encode()) <= size:
        return text
    return text.encode()[:size].decode(errors="ignore").rpartition("\n")[0]


@functools.cache
def shared_news(size: int) -> tuple[str, str]:
    """(name, text) of a real news file where AIDSTATS_SHARED names a folder that has one, else of generated news."""
    folder = os.environ.get("AIDSTATS_SHARED")
    if folder and (path := Path(folder, "corpora", "news_2012_2013.txt")).is_file():
        return "real news", prefix(path.read_text(encoding="utf-8"), size)
    return "generated news", news(size)
