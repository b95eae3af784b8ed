"""Random expressions, made by a grammar as lists of words, and with a word lost, doubled or moved."""

import random


def listed(line: str) -> list[str]:
    return line.split()


LOWER, UPPER = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
SMALL = {LOWER: ("", "十", "百", "千"), UPPER: ("", "拾", "佰", "仟")}
UNITS = listed(
    "元 块 美元 港元 人 户 个 名 家 项 台 辆 吨 公里 毫米 平方米 亩 小时 天 年 个月 公斤 斤 头 次 度 倍 % ‰ 个百分点 成"
)
PLAIN_UNITS = ["元", "美元", "人", "户", "个", "项", "吨", "公里", "亩", "小时", "天", "公斤", "%"]
PREFIXES = listed(
    "约 大约 大概 近 超 超过 逾 突破 高于 多于 不止 至少 不少于 不低于 不足 不到 未满 低于 少于 至多 "
    "最多 不超过 不得超过 不得低于 略超 约为 超过了 突破了 满 ≥ > < ≤ ~ 大于等于 小于等于"
)
SUFFIXES = ["左右", "上下", "以上", "以下", "以内", "及以上", "以外", "出头", "之内", "（含）", "（不含）"]
CURRENCIES = ["人民币", "¥", "$", "US$", "港币", "€", "£", "美元", "新台币", "RMB"]
SCALES = ["万", "亿", "百万", "千万", "万亿", "千", "百", "十万", "w", "k"]
FILLERS = ["余", "多"]
DENOMINATORS = ["人", "户", "亩", "年", "天", "小时", "公里", "吨"]


def section(rng: random.Random, number: int, style: str, scales, liang: float) -> list[str]:
    """A number below 10,000, one 零 for each gap."""
    words, gap = [], False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = gap or bool(words)
            continue
        if gap:
            words.append("零")
            gap = False
        if digit == 2 and place > 1 and style is LOWER and rng.random() < liang:
            words.append("两")
        elif not (digit == 1 and place == 1 and not words and rng.random() < 0.9):
            words.append(style[digit])
        words += [scales[place]] if scales[place] else []
    return words


def chinese(rng: random.Random, number: int, style: str = LOWER, liang: float = 0.3) -> list[str]:
    words, gap = [], False
    for weight, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // weight % 10_000
        if part == 0:
            gap = gap or bool(words)
            continue
        if words and (gap or part < 1000) and rng.random() < 0.95:
            words.append("零")
        words += section(rng, part, style, SMALL[style], liang) + ([scale] if scale else [])
        gap = False
    return words or ["零"]


def round_number(rng: random.Random, largest: int = 8) -> int:
    digits = rng.randrange(1, min(largest, 3) + 1)
    number = rng.randrange(10 ** (digits - 1), 10**digits)
    return number * 10 ** rng.randrange(0, max(1, largest - digits + 1))


def arabic(rng: random.Random, number: int) -> str:
    style = rng.randrange(6)
    if style == 0:
        return f"{number:,}"
    if style == 1:
        return f"{number}.{rng.randrange(100)}"
    if style == 2:
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return str(number)


def numeral(rng: random.Random) -> list[str]:
    kind = rng.randrange(20)
    if kind < 5:
        words = [arabic(rng, round_number(rng, 5))]
        return [*words, rng.choice(SCALES)] if rng.random() < 0.5 else words
    if kind < 9:
        return chinese(rng, round_number(rng, 10) if rng.random() < 0.7 else rng.randrange(10**6))
    if kind == 9:
        return chinese(rng, round_number(rng), UPPER)
    if kind == 10:  # 三万五
        return [rng.choice(LOWER[1:]), rng.choice("百千万亿"), rng.choice(LOWER[1:])]
    if kind == 11:  # 3亿5000万
        return [
            str(rng.randrange(1, 10)),
            rng.choice("万亿千"),
            str(rng.randrange(1, 1000)),
            "",
        ]
    if kind == 12:  # 一点五万
        return [
            *chinese(rng, rng.randrange(100)),
            "点",
            *rng.choices(LOWER, k=rng.randrange(1, 3)),
            rng.choice(["", "万", "亿"]),
        ]
    if kind == 13:  # 几十万, 数百
        return [
            rng.choice(["几", "数", "好几"]),
            rng.choice(["", "十", "百", "千", "万"]),
            rng.choice(["", "万", "亿"]),
        ]
    if kind == 14:  # 十几, 二十几
        return [rng.choice(["", *LOWER[2:]]), "十", rng.choice("几"), rng.choice(["", "万", "亿"])]
    if kind == 15:  # 三五百, 十七八
        low = rng.randrange(1, 9)
        pair = rng.choice([LOWER[low] + LOWER[low + 1], "两三", "三五"])
        before = rng.choice(["", "十", LOWER[low] + "百", "二百"])
        if rng.random() < 0.3:  # 三、四百, 十七、八
            pair = "、".join(rng.choice([pair, f"{low}{low + 1}"]))
        return [before, pair, rng.choice(["", "十", "百", "千"]), rng.choice(["", "万"])]
    if kind == 16:  # 20余万, 一百多
        words = [str(round_number(rng, 4))] if rng.random() < 0.5 else chinese(rng, round_number(rng, 4))
        return [*words, rng.choice(FILLERS), rng.choice(["", "", "万", "亿"])]
    if kind == 17:  # 百余, 千把
        return [rng.choice("百千万"), rng.choice(["余", "多", ""]), ""]
    if kind == 18:  # 二〇二三
        return rng.choices("〇一二三四五六七八九", k=rng.randrange(2, 5))
    return [str(rng.randrange(1, 1000)), rng.choice("万亿"), rng.choice(FILLERS)]


def fraction(rng: random.Random) -> list[str]:
    kind = rng.randrange(4)
    if kind == 0:
        return [rng.choice("百千万") + "分之", *chinese(rng, rng.randrange(1, 100))]
    if kind == 1:
        return [*chinese(rng, rng.randrange(2, 20)), "分之", *chinese(rng, rng.randrange(1, 10))]
    if kind == 2:
        return [rng.choice(LOWER[1:]), rng.choice("成折"), rng.choice(["", "", "半"])]
    return [str(rng.randrange(1, 20)), "/", str(rng.randrange(1, 20))]


def coins(rng: random.Random) -> list[str]:
    digit = LOWER if rng.random() < 0.5 else "0123456789"
    words = [
        *(chinese(rng, rng.randrange(1, 200)) if digit is LOWER else [str(rng.randrange(1, 200))]),
        rng.choice("元块"),
    ]
    tail = rng.randrange(6)
    one, two = rng.choice(digit[1:]), rng.choice(digit[1:])
    words += [[one], [one, rng.choice("角毛")], [one, "角", two, "分"], ["零", one, "分"], ["半"], [one, "毛", two]][
        tail
    ]
    return words + ([rng.choice(["钱", "整"])] if rng.random() < 0.2 and words[-1] in "角毛分半" else [])


def composite(rng: random.Random) -> list[str]:
    first, second, most = rng.choice(
        [
            ("小时", "分钟", 60),
            ("分钟", "秒", 60),
            ("年", "个月", 12),
            ("斤", "两", 10),
            ("公里", "米", 1000),
            ("小时", "分", 60),
        ]
    )
    make = (lambda n: chinese(rng, n)) if rng.random() < 0.4 else (lambda n: [str(n)])
    return [*make(rng.randrange(1, 30)), first, *make(rng.randrange(1, most)), second]


def measured(rng: random.Random) -> list[str]:
    kind = rng.randrange(12)
    if kind == 0:
        return coins(rng)
    if kind == 1:
        return composite(rng)
    if kind == 2:
        return fraction(rng)
    if kind == 3:
        return numeral(rng)
    if kind == 4:
        return [*numeral(rng), rng.choice(["个半小时", "年半", "斤半", "个半月", "天半"])]
    if kind == 5:
        return [str(rng.randrange(1, 1000)), rng.choice(["个多月", "年多", "倍多", "小时多", "亿元多"])]
    return [*numeral(rng), rng.choice(UNITS)]


def quantity(rng: random.Random) -> list[str]:
    words = said = measured(rng)
    if rng.random() < 0.15:
        words = [rng.choice(CURRENCIES), *numeral(rng), rng.choice(["", "元", "美元", "港元"])]
    if rng.random() < 0.06:
        words = [rng.choice(["-", "负", "零下"]), *words]
    if rng.random() < 0.35:
        words = [rng.choice(PREFIXES), *words]
        if rng.random() < 0.1:
            words = [rng.choice(["大概", "大约为", "近", "逾", "未达"]), *words]
    if rng.random() < 0.3:
        words = [*words, rng.choice(SUFFIXES)]
        if rng.random() < 0.15:
            words = [*words, rng.choice(SUFFIXES[:8])]
        if rng.random() < 0.05:  # 10万元以上（含10万元）
            words = [*words, rng.choice(["（含", "（不含"]), *said, "）"]
    if rng.random() < 0.08:
        words = [rng.choice(["累计", "共", "高达", "仅", "平均", "合计"]), *words]
    if rng.random() < 0.08:
        words = [rng.choice(["增长", "下降", "增加", "减少", "提高", "增长了", "下降到"]), *words]
    return words


def rate(rng: random.Random) -> list[str]:
    number = [*numeral(rng), rng.choice(["元", "美元", "公斤", "吨", "个", "户", "辆"])]
    kind = rng.randrange(4)
    if kind == 0:
        return ["每", rng.choice(DENOMINATORS), *number]
    if kind == 1:
        return [rng.choice(["人均", "户均", "亩均", "日均", "月均", "年均"]), rng.choice(["", "约", "超过"]), *number]
    if kind == 2:
        return [*number, rng.choice("/每"), rng.choice(DENOMINATORS)]
    return ["每", rng.choice("百千万"), rng.choice("人户"), *number]


def interval(rng: random.Random) -> list[str]:
    style = rng.random()
    places = 1 if style < 0.3 else 4
    left, right = sorted((round_number(rng, places), round_number(rng, places)))
    write = (lambda n: chinese(rng, n)) if style < 0.3 else (lambda n: [str(n)])
    scale, unit = rng.choice(["", "", "万", "亿", "百万"]), rng.choice(PLAIN_UNITS)
    own = rng.random()
    first = [*write(left), *([scale, unit] if own < 0.2 else [unit] if own < 0.3 else [scale] if own < 0.4 else [])]
    second = [*write(right), scale, unit if rng.random() < 0.9 else ""]
    words = [*first, rng.choice(["至", "到", "—", "-", "~"]), *second]
    if rng.random() < 0.25:
        words = [rng.choice(["约", "近", "不低于", "超过", "从", "零下", "至多", "每户"]), *words]
    return words


def bounds(rng: random.Random) -> list[str]:
    left, right = sorted((round_number(rng, 4), round_number(rng, 4)))
    unit = rng.choice(PLAIN_UNITS)
    if rng.random() < 0.5:
        return [str(left), unit, "以上", rng.choice(["", "、", "且"]), str(right), unit, "以下"]
    return [rng.choice(["超过", "不低于"]), str(left), unit, rng.choice(["不足", "不超过", "低于"]), str(right), unit]


def change(rng: random.Random) -> list[str]:
    unit = rng.choice(PLAIN_UNITS)
    verb = rng.choice(["增加到", "增至", "提高到", "下降到", "降至", "减少到", "扩大到", "缩短至", "提升为"])
    make = (
        (lambda: chinese(rng, round_number(rng)))
        if rng.random() < 0.4
        else (lambda: [arabic(rng, round_number(rng, 5))])
    )
    first = [*make(), unit if rng.random() < 0.8 else ""]
    return [rng.choice("从由"), *first, verb, rng.choice(["", "", "近", "约"]), *make(), unit]


def date(rng: random.Random) -> list[str]:
    year, month, day = str(rng.randrange(1950, 1990)), str(rng.randrange(1, 13)), str(rng.randrange(1, 29))
    if rng.random() < 0.2:
        year = "".join("〇一二三四五六七八九"[int(digit)] for digit in year)
    shapes = [
        [year, "年"],
        [year, "年", str(rng.randrange(1, 14)), "月"],
        [year, "年", month, "月", str(rng.randrange(1, 33)), "日"],
        [month, "月", day, "日"],
        [year, "年", rng.choice(["初", "底", "末", "上半年", "下半年", "第一季度", "三季度"])],
        [month, "月", rng.choice(["上旬", "中旬", "下旬", "份"])],
        [f"{rng.randrange(1950, 2030)}-{month}-{day}"],
        [rng.choice(["", "20世纪", "19世纪"]), rng.choice("5678") + "0", "年代"],
        [rng.choice(["", "20世纪", "十九世纪"]), rng.choice(["五六", "七、八", "二三", "六八"]), "十年代"],
        [
            rng.choice(["", "20世纪", "19世纪"]),
            rng.choice(["20", "60", "八十", "1960"]),
            rng.choice(["年代", ""]),
            rng.choice("至—"),
            rng.choice(["30", "70", "九十"]),
            "年代",
        ],
        ["“", rng.choice(["十", ""]) + rng.choice(LOWER[1:]) + "五", "”", rng.choice(["", "期间", "末", "以来"])],
        [year, "年", rng.choice(["以来", "至今", "以前", "之后", "前", "前后"])],
        ["截至", year, "年", rng.choice(["底", "", month + "月"])],
        ["自", year, "年", "以来"],
        [year, rng.choice(["—", "至", "-"]), str(rng.randrange(1990, 2030)), "年"],
        [year, "年", month, "月", "至", str(rng.randrange(2000, 2030)), "年", month, "月"],
        [str(rng.randrange(1, 6)), "—", str(rng.randrange(6, 13)), "月"],
        [year, "年", "前", rng.choice("三六九"), "个月"],
    ]
    return rng.choice(shapes)


def window(rng: random.Random) -> list[str]:
    count = rng.choice([str(rng.randrange(1, 40)), *[LOWER[n] for n in (1, 3, 5)], "十", "二十", "半"])
    unit = rng.choice(["年", "个月", "天", "小时", "周", "分钟"])
    shape = rng.randrange(5)
    if shape == 0:
        return ["近", count, unit, rng.choice(["", "", "来", "间"])]
    if shape == 1:
        return [rng.choice(["过去", "最近", "前", "未来", "今后"]), count, unit]
    if shape == 2:
        return [count, unit, rng.choice(["来", "前", "后", "以后", "之前", "以来"])]
    return [count, unit, rng.choice(["", "以上", "多", "半", "内", "以内"])]


ADDED = [*"零十百万亿约近余多几半—至元人户个%年月日", "以上", "左右", "3", "50", "1.5"]
SHAPES = [(quantity, 10), (interval, 4), (rate, 2), (bounds, 1), (change, 2), (date, 3), (window, 2)]


def mutated(rng: random.Random, words: list[str], added: str) -> list[str]:
    at = rng.randrange(len(words))
    kind = rng.randrange(4)
    if kind == 0 and len(words) > 1:
        del words[at]
    elif kind == 1:
        words.insert(at, words[at])
    elif kind == 2:
        other = rng.randrange(len(words))
        words[at], words[other] = words[other], words[at]
    else:
        words.insert(at, rng.choice(added))
    return words


def spoilt_number(rng: random.Random) -> str:
    """One Chinese numeral whose words were lost, doubled or moved, with a unit that leaves no doubt where it ends."""
    number = round_number(rng, 10) if rng.random() < 0.5 else rng.randrange(10**7)
    words = chinese(rng, number, liang=0)
    for _ in range(rng.randrange(1, 3)):
        words = mutated(rng, words, "零十百千万亿三五")
    if words[0] in "百千":  # 百十 and 千八百 are idioms
        words.insert(0, "一")
    words = [word for at, word in enumerate(words) if word != "零" or words[at - 1] not in "十百"]
    return rng.choice(["", "", "约", "超过"]) + "".join(words) + rng.choice(["户", "吨", "元", "项"])


def words_of_expression(rng: random.Random) -> list[str]:
    makes, weights = zip(*SHAPES, strict=True)
    return rng.choices(makes, weights)[0](rng)


def expression(rng: random.Random) -> str:
    return "".join(words_of_expression(rng))


def spoilt_expression(rng: random.Random) -> str:
    """An expression with a word lost, doubled, moved or added."""
    return "".join(mutated(rng, [word for word in words_of_expression(rng) if word], ADDED))
