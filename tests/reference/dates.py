"""Dates and periods (SPEC 7.1 to 7.3): first and last day of what is named."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .approx import Reading

DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "O": "0", "○": "0"}
CHINESE = "一二三四五六七八九十"
NUMBER = r"[0-9]{1,2}|[零〇][一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
YEAR = re.compile(r"([12][0-9]{3}|[一二][〇零O○一二三四五六七八九]{3})年")
TWO_DIGITS = re.compile(r"([0-9]{2})年")
PLANS = re.compile(
    r"([“‘『]?)(十[一二三四五六七八九]|[一二三四五六七八九十])五([”’』]?)(期间|时期|规划|计划|末|初|(?=以来|开始))?"
)
QUARTERS = re.compile(r"第?([一二三四1-4])季度")
PAIR_OF_QUARTERS = re.compile(r"第?([一二三四])([一二三四])季度")
HALVES = {"上半年": (1, 6), "下半年": (7, 12)}
ENDS = {"初": (1, 3), "底": (10, 12), "末": (10, 12)}
THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}
DECADE = re.compile(rf"(?:({NUMBER})世纪)?({NUMBER}|[12][0-9]{{3}})年代")
DIGIT = "[一二三四五六七八九]"
PAIR_OF_DECADES = re.compile(rf"(?:({NUMBER})世纪)?({DIGIT})、?({DIGIT})十年代")
CENTURY = re.compile(rf"({NUMBER})世纪")
NUMERIC = re.compile(r"([12][0-9]{3})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
LUNAR = re.compile(
    r"(?:(?:正月|腊月|冬月)(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?)|初[一二三四五六七八九十]|大年(?:三十|初[一二三四五六七八九十]))"
    r"(?![一二三四五六七八九十])"
)
LUNAR_DAY = re.compile(
    r"[一二三四五六七八九十]+月(?:初[一二三四五六七八九十]|十[一二三四五六七八九]?|廿[一二三四五六七八九]?)"
    r"(?![一二三四五六七八九十日号])"
)
LUNAR_MONTH = re.compile(r"农历(?:[一二三四五六七八九十]{1,2}|正|腊|冬)月")
FIRST_MONTHS = re.compile(
    r"前(?:[2-9]|1[0-2]|十[一二]?|[二三四五六七八九])月(?:份|(?!份?[底初末上中下0-9一二三四五六七八九十]))"
)
THIS_YEAR = re.compile("至今[年春夏秋冬晚晨]")
BEFORE_THE_ERA = re.compile(r"公元前(?:[0-9]{1,4}年|[0-9一二三四五六七八九十]{1,3}世纪)")
ERA = re.compile(r"公元([0-9]{1,4})年")
REIGN = re.compile(
    "(?:民国|洪武|永乐|宣德|正统|景泰|天顺|成化|弘治|正德|嘉靖|隆庆|万历|天启|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治"
    rf"|光绪|宣统|贞观|开元|天宝|明治|大正|昭和|平成|令和)(?:{NUMBER})年"
)
CONNECTORS = re.compile("至|到|——|—|–|-|~")

Day = tuple[int, int, int]  # year (0: none stated), month, day


def number(word: str) -> int:
    if word.isascii():
        return int(word)
    word = word.lstrip("零〇")
    tens, ten, ones = word.partition("十")
    if not ten:
        return CHINESE.index(word) + 1
    return (CHINESE.index(tens) + 1 if tens else 1) * 10 + (CHINESE.index(ones) + 1 if ones else 0)


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year or 2024, month)[1]


def written(day: Day | None) -> str | None:
    if day is None:
        return None
    year, month, number = day
    return f"{year:04d}-{month:02d}-{number:02d}" if year else f"--{month:02d}-{number:02d}"


def next_day(day: Day, step: int) -> Day:
    year, month, number = day
    moved = datetime.date(year or 2024, month, number) + datetime.timedelta(days=step)
    return (moved.year if year else 0, moved.month, moved.day)


@dataclass(frozen=True)
class Date:
    lo: Day | None
    hi: Day | None
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    grain: str = ""  # year, month, day: what is inherited and what may follow
    no_year: bool = False
    relation: str = "eq"
    kind: str = "date"
    bare_number: str = ""  # of 12日
    start: int | None = None  # behind 从
    span_end: int | None = None  # before 内
    century: bool = False  # of a decade: it was said

    def moved_to(self, century: int) -> "Date":
        """19世纪60年代至70年代: the century of the other decade holds, unless its own was said."""
        if self.century or not self.lo or not self.hi:
            return self
        by = century - self.lo[0] // 100 * 100
        return replace(self, lo=(self.lo[0] + by, 1, 1), hi=(self.hi[0] + by, 12, 31))


class DateReader:
    def __init__(self, text: str):
        self.text = text
        self.impossible: int | None = None  # where 2023-02-30 stops being a date
        self.errors: list[tuple[int, int]] = []  # where a date range that runs backwards ends, and its second date

    def readings(self, start: int) -> Iterator[tuple[Reading, int]]:
        for date in self.periods(start):
            yield self.result(date, start), date.end

    def result(self, date: Date, start: int) -> Reading:
        flags = frozenset({"no_year"} if date.no_year else ())
        lo, hi = written(date.lo), written(date.hi)
        return Reading(
            date.kind, None, lo, hi, lo is None, hi is None, date.relation, "date", flags,
            start=start if date.start is None else date.start, end=date.span_end or date.end,
        )  # fmt: skip

    # -- points

    def points(self, start: int, inherited: Date | None = None) -> Iterator[Date]:
        """One date; without a year of its own it takes that of the left end of a range."""
        text = self.text
        for year, end in self.years(start):
            yield from self.in_year(year, end)
        if (era := ERA.match(text, start)) and int(era[1]):
            yield from self.in_year(int(era[1]), era.end())
        year = inherited.year if inherited else 0
        yield from self.eras(start)
        if inherited and inherited.day:
            for day, end in self.numbered(start, ("日", "号"), 31):
                if day <= last_day(inherited.year, inherited.month):
                    yield self.day(inherited.year, inherited.month, day, end)
        yield from self.months(year, start)
        if inherited:  # 2019年一季度至三季度; but no 1969年至上半年
            parts = self.parts_of_year(year, start)
            yield from (part for part in parts if inherited.grain == "part" or self.text[start] not in "上下")
        if not inherited:
            yield from self.parts_of_year(0, start)
            start_of_moon = start + 2 * text.startswith(("农历", "阴历"), start)
            for match in (
                LUNAR.match(text, start_of_moon),
                LUNAR_DAY.match(text, start_of_moon),
                LUNAR_MONTH.match(text, start),
                BEFORE_THE_ERA.match(text, start),
                REIGN.match(text, start),
            ):
                if match:
                    yield Date(None, None, match.end(), no_year=True)
            for match in filter(None, [NUMERIC.match(text, start)]):
                y, m, d = int(match[1]), int(match[3]), int(match[4])
                if 1 <= m <= 12 and 1 <= d <= last_day(y, m):
                    yield self.day(y, m, d, match.end())
                else:  # 2023-02-30: the month stands; 2023-13-01: the year
                    self.impossible = match.start(4) - 1 if 1 <= m <= 12 else match.end(1)
            for match in filter(None, [re.compile(r"[“‘]([0-9]{1,2})[.·]([0-9]{1,2})[”’]").match(text, start)]):
                m, d = int(match[1]), int(match[2])
                if 1 <= m <= 12 and 1 <= d <= last_day(0, m):
                    yield self.day(0, m, d, match.end())
            for day, end in self.numbered(start, ("日", "号"), 31):
                yield Date(None, None, end, day=day, grain="bare day", no_year=True, bare_number=text[start : end - 1])

    def eras(self, start: int) -> Iterator[Date]:
        """90年代, 五六十年代, 20世纪."""
        if match := DECADE.match(self.text, start):
            yield from self.decade(match)
        if match := PAIR_OF_DECADES.match(self.text, start):
            first, last = number(match[2]) * 10, number(match[3]) * 10
            if last == first + 10:
                base = self.century(match[1], last)
                lo, hi = (base + first, 1, 1), (base + last + 9, 12, 31)
                yield Date(lo, hi, match.end(), grain="decade", relation="span", century=bool(match[1]))
        if match := CENTURY.match(self.text, start):
            century = number(match[1])
            if 1 <= century <= 21:
                first = century * 100 - 99
                yield Date((first, 1, 1), (first + 99, 12, 31), match.end(), grain="century")

    def decade(self, match: re.Match) -> Iterator[Date]:
        word = match[2]
        value = number(word) if not (word.isascii() and len(word) == 4) else int(word)
        if value % 10 or value > 2999:
            return
        century = value >= 100 or bool(match[1])
        if value < 100:
            value += self.century(match[1], value)
        yield Date((value, 1, 1), (value + 9, 12, 31), match.end(), grain="decade", century=century)

    @staticmethod
    def century(word: str | None, decade: int) -> int:
        return (number(word) - 1) * 100 if word else 1900 if decade >= 30 else 2000

    def bare_decades(self, start: int) -> Iterator[Date]:
        """80—90年代, 20世纪60至70年代, 1960—70年代: 年代 stands once; all are of one century."""
        match = re.compile(rf"(?:({NUMBER})世纪)?({NUMBER}|[12][0-9]{{3}})(?:{CONNECTORS.pattern})").match(
            self.text, start
        )
        if not match:
            return
        first = number(match[2])
        for second in self.eras(match.end()):
            if first % 10 or (100 > first > 90) or second.grain != "decade":
                continue
            if match[1] or first > 99:
                base = (number(match[1]) - 1) * 100 if match[1] else first - first % 100
                second = second.moved_to(base)
            lo = (second.lo[0] - second.lo[0] % 100 + first % 100, 1, 1)
            if lo > second.hi:
                self.errors.append((second.end, match.end()))
            else:
                yield replace(second, lo=lo, kind="period", relation="range")

    def years(self, start: int) -> Iterator[tuple[int, int]]:
        if match := YEAR.match(self.text, start):
            digits = "".join(DIGITS.get(char, char) for char in match[1])
            yield int(digits), match.end()
        if match := TWO_DIGITS.match(self.text, start):
            value = int(match[1])
            cue = re.match(r"[底初末]|[0-9]{1,2}月", self.text[match.end() :])
            before = self.text[:start]
            cue = cue or before.endswith(("从", "自", "于", "到", "至", "截至", "截止"))
            if match[1][0] == "0" or (cue and value % 10):
                yield value + (1900 if value >= 50 else 2000), match.end()

    def in_year(self, year: int, end: int) -> Iterator[Date]:
        yield from self.months(year, end)
        yield from self.parts_of_year(year, end)
        for word, (first, last) in ENDS.items():
            stop = end + self.text.startswith("年", end)  # 2023年年底
            if self.text.startswith(word, stop):
                yield Date((year, first, 1), (year, last, last_day(year, last)), stop + 1, year=year, grain="end")
        stop = end + self.text.startswith("度", end)
        yield Date((year, 1, 1), (year, 12, 31), stop, year=year, grain="year")

    def parts_of_year(self, year: int, start: int) -> Iterator[Date]:
        spans = [(word, months) for word, months in HALVES.items() if self.text.startswith(word, start)]
        relation = "eq"
        if match := QUARTERS.match(self.text, start):
            quarter = number(match[1])
            spans.append((match[0], (3 * quarter - 2, 3 * quarter)))
        if (match := PAIR_OF_QUARTERS.match(self.text, start)) and number(match[2]) == number(match[1]) + 1:
            spans.append((match[0], (3 * number(match[1]) - 2, 3 * number(match[2]))))
            relation = "span"
        for word, (first, last) in spans:
            lo, hi = (year, first, 1), (year, last, last_day(year, last))
            grain = "part" if relation == "eq" else "pair"
            yield Date(lo, hi, start + len(word), year=year, grain=grain, no_year=not year, relation=relation)

    def numbered(self, start: int, words, largest: int) -> Iterator[tuple[int, int]]:
        match = re.compile(NUMBER).match(self.text, start)
        if match:
            for word in words:
                if self.text.startswith(word, match.end()) and 1 <= number(match[0]) <= largest:
                    yield number(match[0]), match.end() + len(word)

    def months(self, year: int, start: int) -> Iterator[Date]:
        for month, end in self.numbered(start, ("月份", "月"), 12):
            for day, stop in self.numbered(end, ("日", "号"), 31):
                if day <= last_day(year, month) and self.text[end - 1] == "月":
                    yield self.day(year, month, day, stop)
            for word, (first, last) in THIRDS.items():
                if self.text.startswith(word, end) and self.text[end - 1] == "月":
                    hi = (year, month, min(last, last_day(year, month)))
                    yield Date((year, month, first), hi, end + len(word), year, month, grain="third", no_year=not year)
            hi = (year, month, last_day(year, month))
            yield Date((year, month, 1), hi, end, year, month, grain="month", no_year=not year)
        pair = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])月份").match(self.text, start)
        if pair and number(pair[2]) == number(pair[1]) + 1:
            first, last = number(pair[1]), number(pair[2])
            hi = (year, last, last_day(year, last))
            yield Date((year, first, 1), hi, pair.end(), year, grain="pair", no_year=not year, relation="span")

    def day(self, year: int, month: int, day: int, end: int) -> Date:
        here = (year, month, day)
        return Date(here, here, end, year, month, day, "day", no_year=not year)

    # -- periods

    def plans(self, start: int) -> Iterator[Date]:
        match = PLANS.match(self.text, start)
        if not match or bool(match[1]) != bool(match[3]):
            return
        tail = match[4]
        if not match[1] and tail is None:
            return
        which = number(match[2])
        first = {1: 1953, 2: 1958}.get(which, 1966 + 5 * (which - 3))
        lo, hi = {"末": (first + 4, first + 4), "初": (first, first)}.get(tail, (first, first + 4))
        yield Date((lo, 1, 1), (hi, 12, 31), match.end(), kind="period", grain="plan")

    def periods(self, start: int) -> Iterator[Date]:
        text = self.text
        for word in ("截至", "截止", "截至到", "截止到"):
            if text.startswith(word, start):
                for date in self.all_points(start + len(word)):
                    if date.hi or date.bare_number:
                        yield replace(date, lo=None, kind="period", relation="le")
        for word in ("自", "从", "于", "由", "到", "至"):
            if text.startswith(word, start):
                for date in self.all_points(start + 1):
                    yield from (period for period in self.open_periods(date) if period.kind == "period")
                    for tail in ("起", "来"):
                        if text.startswith(tail, date.end) and (date.lo or date.no_year):
                            yield since(date, tail)
        for word in ("自", "从", "由"):
            if text.startswith(word, start):
                for date in self.all_points(start + 1):
                    yield from (replace(period, start=start + 1) for period in self.ranges(date))
                yield from (replace(period, start=start + 1) for period in self.bare_ranges(start + 1))
        for word in ("今年", "去年", "明年", "前年", "当年"):
            if text.startswith(word, start):
                yield from self.first_months(Date((0, 1, 1), None, start + 2, no_year=True))
        if match := re.compile(rf"({YEAR.pattern[1:-2]})(?!{THIS_YEAR.pattern})至今[日天]?").match(text, start):
            year = int("".join(DIGITS.get(char, char) for char in match[1]))
            yield Date((year, 1, 1), None, match.end(), kind="period", relation="ge")
        clause = start == 0 or not "一" <= text[start - 1] <= "鿿"
        if re.compile(r"前[一二三四1-4]季度").match(text, start) or (clause and FIRST_MONTHS.match(text, start)):
            yield from self.first_months(Date((0, 1, 1), None, start, no_year=True))
        for date in self.all_points(start):
            yield from self.open_periods(date)
            yield from self.ranges(date)
            yield date
            for word in ("内", "以内"):  # 1990年|内
                if date.lo and date.kind == "date" and text[date.end :] == word:
                    yield replace(date, span_end=date.end, end=date.end + len(word))
        yield from self.bare_ranges(start)

    def all_points(self, start: int) -> Iterator[Date]:
        yield from self.plans(start)
        yield from self.points(start)

    def open_periods(self, date: Date) -> Iterator[Date]:
        text, end = self.text, date.end
        this_year = THIS_YEAR.match(text, end)  # 2011年9月|至今年3月
        for word in ("以来", "至今", "至今日", "至今天", "到现在", "开始"):
            if text.startswith(word, end) and (date.lo or date.no_year) and not this_year:
                yield since(date, word)
        if (
            text.startswith("起", end)
            and (date.lo or date.no_year)
            and (date.grain != "plan" or text[end - 1] in "”’』")
        ):
            yield since(date, "起")
        if date.lo is None or date.hi is None:
            return
        for word in ("前后", "左右"):
            if text.startswith(word, end) and date.grain == "year":
                lo, hi = (date.year - 1, 1, 1), (date.year + 1, 12, 31)
                yield replace(date, lo=lo, hi=hi, relation="approx", end=end + 2)
        if date.grain == "plan":
            return
        for word in ("以前", "之前", "前"):
            if text.startswith(word, end):
                late = text[end - 1] in "底末"  # 2020年底前: by its end
                hi, relation = (date.hi, "le") if late else (next_day(date.lo, -1), "lt")
                yield replace(date, lo=None, hi=hi, kind="period", relation=relation, end=end + len(word))
        for word in ("以后", "之后", "后"):
            if text.startswith(word, end):
                lo = next_day(date.hi, 1)
                yield replace(date, lo=lo, hi=None, kind="period", relation="gt", end=end + len(word))
        if date.grain == "year":
            yield from self.first_months(date)

    def first_months(self, date: Date) -> Iterator[Date]:
        """2023年前三个月: from the start of that year."""
        if not self.text.startswith("前", date.end):
            return
        short = ("月", "月份") if FIRST_MONTHS.match(self.text, date.end) else ()
        for words, months in ((("个月", *short), 1), (("季度", "个季度"), 3)):
            for count, end in self.numbered(date.end + 1, words, 12 // months):
                hi = (date.year, months * count, last_day(date.year, months * count))
                yield replace(date, hi=hi, kind="period", end=end)

    def ranges(self, first: Date) -> Iterator[Date]:
        """Years and months are inherited to the right."""
        match = CONNECTORS.match(self.text, first.end)
        if not match or first.kind == "period" or (first.relation != "eq" and first.grain != "decade"):
            return
        if first.lo is None and first.grain != "bare day":  # 八月十五到八月十八
            if moon := LUNAR_DAY.match(self.text, match.end()):
                yield replace(first, end=moon.end(), relation="range")
            return
        if first.grain == "bare day":
            for day, end in self.numbered(match.end(), ("日", "号"), 31):
                if day > first.day:
                    yield replace(first, end=end, relation="range", day=0)
            return
        for second in self.points(match.end(), first):
            if first.lo and second.grain in ("decade", "century") and second.grain == first.grain:
                if first.grain == "decade":
                    if first.century:
                        second = second.moved_to(first.lo[0] // 100 * 100)
                    elif not second.century:
                        first = first.moved_to(second.lo[0] // 100 * 100)
                if first.lo > second.hi:
                    self.errors.append((second.end, match.end()))
                else:
                    yield replace(second, lo=first.lo, kind="period", relation="range")
            elif (second.hi and first.lo and not second.no_year | first.no_year) or (second.no_year and first.no_year):
                if first.lo > second.hi:
                    self.errors.append((second.end, match.end()))
                else:
                    no_year = first.no_year or second.no_year
                    yield replace(second, lo=first.lo, kind="period", relation="range", no_year=no_year)

    def bare_ranges(self, start: int) -> Iterator[Date]:
        """2016—2020年, 1—9月, 5—8日: the word stands once, at the end."""
        text = self.text
        yield from self.bare_decades(start)
        if match := re.compile(rf"({YEAR.pattern[1:-2]})(?:{CONNECTORS.pattern})").match(text, start):
            first = int("".join(DIGITS.get(char, char) for char in match[1]))
            for second in self.points(match.end()):
                if second.grain == "year" and first > second.year:
                    self.errors.append((second.end, match.end()))
                elif second.grain == "year":
                    yield replace(second, lo=(first, 1, 1), kind="period", relation="range")
        for year, at in [(0, start), *self.years(start)]:
            yield from self.days_of_month(year, at)
            match = re.compile(rf"({NUMBER})(?:{CONNECTORS.pattern})").match(text, at)
            if not match:
                continue
            first = number(match[1])
            for month, end in self.numbered(match.end(), ("月份", "月"), 12):
                if month < first <= 12:
                    self.errors.append((end, match.end()))
                elif 1 <= first <= month:
                    hi = (year, month, last_day(year, month))
                    yield Date(
                        (year, first, 1),
                        hi,
                        end,
                        year,
                        grain="months",
                        no_year=not year,
                        relation="range",
                        kind="period",
                    )
            for quarter, end in self.numbered(match.end(), ("季度",), 4):
                if quarter < first <= 4:
                    self.errors.append((end, match.end()))
                elif 1 <= first <= quarter:
                    lo, hi = (year, 3 * first - 2, 1), (year, 3 * quarter, last_day(year, 3 * quarter))
                    yield Date(
                        lo, hi, end, year, grain="months", no_year=not year, relation="range", kind="period"
                    )  # fmt: skip
            for day, end in self.numbered(match.end(), ("日", "号"), 31):
                if 1 <= first <= day and not year:
                    yield Date(None, None, end, no_year=True, relation="range")

    def days_of_month(self, year: int, start: int) -> Iterator[Date]:
        """3月5—8日."""
        for month, at in self.numbered(start, ("月",), 12):
            match = re.compile(rf"({NUMBER})(?:{CONNECTORS.pattern})").match(self.text, at)
            for day, end in self.numbered(match.end(), ("日", "号"), last_day(year, month)) if match else ():
                first = number(match[1])
                if day < first <= last_day(year, month):
                    self.errors.append((end, match.end()))
                elif 1 <= first <= day:
                    yield Date(
                        (year, month, first), (year, month, day), end, year, month,
                        no_year=not year, relation="range", kind="period",
                    )  # fmt: skip


def since(date: Date, word: str) -> Date:
    return replace(date, hi=None, kind="period", relation="ge", end=date.end + len(word))
