"""Stretches of time counted from a reference date (SPEC 7.4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .amounts import ReadingError
from .approx import Reading, Words
from .dates import YEAR
from .lexicon import PREFIX_WORDS, TIME_UNITS, WINDOW_UNITS, longest
from .quantities import Quantity, QuantityReader

BEFORE = {
    "过去": -1,
    "过去的": -1,
    "最近": -1,
    "最近的": -1,
    "前": -1,
    "此前": -1,
    "之前": -1,
    "未来": 1,
    "未来的": 1,
    "今后": 1,
    "今后的": 1,
    "接下来": 1,
    "接下来的": 1,
}
BEHIND = {"以来": -1, "来": -1, "以前": -2, "之前": -2, "前": -2, "以后": 2, "之后": 2, "后": 2}
RECENT = ("来", "以来", "间", "内", "里")


class WindowReader:
    def __init__(self, text: str, quantities: QuantityReader):
        self.text, self.quantities = text, quantities

    def readings(self, ranges, enumerated) -> Iterator[tuple[Callable[[], Reading], int]]:
        text = self.text
        for word, direction in BEFORE.items():
            if text.startswith(word):
                tails = ("间", "里", "来", "以来") if direction < 0 else ("间", "里")
                for make, stop in ranges(len(word)):
                    for end in self.ends(stop, tails):
                        yield self.range_window(make, direction, end)
                for quantity in self.lengths(len(word)):
                    for end in self.ends(quantity.end, tails):
                        recent = direction < 0 and text.startswith("近", len(word))
                        yield self.window(quantity, direction, end, drop=recent, start=0)
        if not longest(text, 0, PREFIX_WORDS):
            for make, end in ranges(0):
                for word, direction in BEHIND.items():
                    if self.follows(word, end):
                        yield self.range_window(make, direction, end + len(word))
        if text.startswith("近"):  # 近三到五年来
            for make, end in ranges(1):
                for word in RECENT:
                    if text.startswith(word, end):
                        yield self.range_window(make, -1, end + len(word))
        spans = [quantity for quantity in enumerated(0) if quantity.unit.code in TIME_UNITS]
        for quantity in [*self.lengths(0), *spans]:
            relations = [relation for relation, _ in quantity.prefix.relations]
            recent = relations == ["near"] and text.startswith("近", quantity.start)
            if recent and not quantity.suffixes:
                for word in RECENT:
                    if text.startswith(word, quantity.end):
                        yield self.window(quantity, -1, quantity.end + len(word), drop=True)
                if relations == ["near"] and self.by_default(quantity):
                    yield self.window(quantity, -1, quantity.end, drop=True, ambiguous=True)
            for word, direction in BEHIND.items():
                counted = not quantity.suffixes and "gt" not in relations  # 超过了5年前 compares with what was then
                if not counted and direction != -1:
                    continue
                if self.follows(word, quantity.end):
                    drop = recent and direction == -1 and not quantity.suffixes
                    yield self.window(quantity, direction, quantity.end + len(word), drop=drop)

    def follows(self, word: str, end: int) -> bool:
        return self.text.startswith(word, end) and not self.text.startswith("前后", end)

    def lengths(self, start: int) -> Iterator[Quantity]:
        for quantity in self.quantities.at(start):
            if quantity.unit.code in TIME_UNITS and not quantity.per:
                yield quantity

    def ends(self, end: int, words) -> Iterator[int]:
        yield end
        for word in words:
            if self.text.startswith(word, end):
                yield end + len(word)

    def by_default(self, quantity: Quantity) -> bool:
        """近五年 is a window, 近三十年 a length just short of thirty years."""
        amount = quantity.core.amount
        small = (amount.exact or amount.relation in ("several", "span")) and amount.hi is not None
        small = small and amount.hi <= self.quantities.policy.window_max and not quantity.prefix.negative
        length = self.lasts(quantity)
        return small and not length and quantity.unit.code in WINDOW_UNITS and not quantity.suffixes

    def lasts(self, quantity: Quantity) -> bool:
        """高达近五年, 共近五年, 已有近五年: a length."""
        return any(word in self.text[: quantity.start] for word in ("达", "共", "有", "已"))

    def range_window(self, make: Callable[[], Reading], direction: int, end: int):
        def window() -> Reading:
            return replace(make(), kind="window", direction=direction, start=0, end=end)

        return window, end

    def window(self, quantity: Quantity, direction: int, end: int, drop=False, ambiguous=False, start=None):
        start = quantity.start if start is None else start

        def make() -> Reading:
            self.check_year(quantity)
            words = self.quantities.words(quantity)
            if drop:
                words = Words(words.relations[1:], words.included)
            reading = self.quantities.resolve(quantity, words)
            flags = reading.flags | ({"window_ambiguous"} if ambiguous else set())
            return replace(reading, kind="window", direction=direction, flags=frozenset(flags), start=start, end=end)

        return make, end

    def check_year(self, quantity: Quantity) -> None:
        """共2012年: four digits and 年 are a date, a length only where a relation word says so (7.1)."""
        start = quantity.core.numeral.start
        year = YEAR.match(self.text, start)
        lasting = year and int(year[1]) % 100 == 0 and int(year[1]) < 1900 if year and year[1].isascii() else False
        lasting = lasting and self.text[:start].endswith(("达", "有", "共", "已"))  # 高达1700年
        if start and year and year.end() == quantity.end and not quantity.prefix.relations and not lasting:
            raise ReadingError("E_LEADING", 0)

    def ambiguous(self, quantity: Quantity, reading: Reading) -> Reading:
        """近30年 without another word could be a window as well."""
        relations = {relation for relation, _ in quantity.prefix.relations}
        length = self.lasts(quantity)
        near = relations == {"near"} and self.text.startswith("近", quantity.start) and not length
        if near and quantity.unit.code in TIME_UNITS and not quantity.suffixes:
            return replace(reading, flags=reading.flags | {"window_ambiguous"})
        return reading
