"""Timing shared by the benchmarks: CPU time of this thread, sides interleaved, medians.

Wall-clock time on a shared machine says as much about the neighbours as about the code.  Thread CPU time does not, and
interleaving the sides gives each the same share of a slow minute.  Trust ratios, and only those above 1.5 or so.
"""

import gc
import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path


def medians(sides: dict[str, Callable[[], object]], repeats: int = 7) -> dict[str, float]:
    """Median seconds of thread CPU time per side, after one untimed round."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    for function in sides.values():
        function()
    for _ in range(repeats):
        for name, function in sides.items():
            gc.collect()
            gc.disable()
            start = time.thread_time()
            result = function()
            times[name].append(time.thread_time() - start)
            gc.enable()
            del result
    return {name: statistics.median(series) for name, series in times.items()}


def table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Prints rows under a head, the first column left, the others right aligned."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}")
    for row in [head, tuple("-" * width for width in widths), *rows]:
        first, *others = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
        print("  " + "  ".join(cells).rstrip())


def machine() -> str:
    import aidstats

    build = ", ".join(f"{key} {value}" for key, value in aidstats.build_info().items() if key in ("version", "simd"))
    return f"aidstats {build}; Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs"


# ---------------------------------------------------------------- generated input, the same for the same seed

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


def expressions(count: int, seed: int = 20261123) -> list[str]:
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


def news(size: int, seed: int = 20261123) -> str:
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


def shared_news() -> tuple[str, str]:
    """(name, text) of a real news file where AIDSTATS_SHARED names a folder that has one, else of generated news."""
    folder = os.environ.get("AIDSTATS_SHARED")
    if folder and (path := Path(folder, "corpora", "news_2012_2013.txt")).is_file():
        return "real news", path.read_text(encoding="utf-8")
    return "generated news", news(8 << 20)
