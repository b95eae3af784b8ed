"""Stretches of time counted from a reference date (SPEC 7.4)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .approx import Reading, Words
from .lexicon import TIME_UNITS, WINDOW_UNITS
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
WINDOW_MAX = 10


class WindowReader:
    def __init__(self, text: str, quantities: QuantityReader):
        self.text, self.quantities = text, quantities

    def readings(self, ranges, enumerated) -> Iterator[tuple[Callable[[], Reading], int]]:
        text = self.text
        for word, direction in BEFORE.items():
            if text.startswith(word):
                for make, end in ranges(len(word)):
                    yield self.range_window(make, direction, end)
                for quantity in self.lengths(len(word)):
                    for end in self.ends(quantity, ("来", "以来") if direction < 0 else ()):
                        recent = text.startswith("近", len(word))
                        yield self.window(quantity, direction, end, drop=recent, start=0)
        spans = [quantity for quantity in enumerated(0) if quantity.unit.code in TIME_UNITS]
        for quantity in [*self.lengths(0), *spans]:
            relations = [relation for relation, _ in quantity.prefix.relations]
            recent = relations[:1] == ["near"] and text.startswith("近", quantity.start)
            if recent and not quantity.suffixes:
                for word in RECENT:
                    if text.startswith(word, quantity.end):
                        yield self.window(quantity, -1, quantity.end + len(word), drop=True)
                if relations == ["near"] and self.by_default(quantity):
                    yield self.window(quantity, -1, quantity.end, drop=True, ambiguous=True)
            for word, direction in BEHIND.items():
                if relations and not (recent and direction == -1):
                    continue
                if text.startswith(word, quantity.end) and not text.startswith("前后", quantity.end):
                    yield self.window(quantity, direction, quantity.end + len(word), drop=recent)

    def lengths(self, start: int) -> Iterator[Quantity]:
        for quantity in self.quantities.at(start):
            if quantity.unit.code in TIME_UNITS and not quantity.per:
                yield quantity

    def ends(self, quantity: Quantity, words) -> Iterator[int]:
        yield quantity.end
        for word in words:
            if self.text.startswith(word, quantity.end):
                yield quantity.end + len(word)

    def by_default(self, quantity: Quantity) -> bool:
        """近五年 is a window, 近三十年 a length just short of thirty years."""
        amount = quantity.core.amount
        small = amount.exact and amount.value is not None and amount.value <= WINDOW_MAX
        length = "达" in self.text[: quantity.start]  # 高达近五年
        return small and not length and quantity.unit.code in WINDOW_UNITS and not quantity.suffixes

    def range_window(self, make: Callable[[], Reading], direction: int, end: int):
        def window() -> Reading:
            return replace(make(), kind="window", direction=direction, start=0, end=end)

        return window, end

    def window(self, quantity: Quantity, direction: int, end: int, drop=False, ambiguous=False, start=None):
        start = quantity.start if start is None else start

        def make() -> Reading:
            words = self.quantities.words(quantity)
            if drop:
                words = Words(words.relations[1:], words.included)
            reading = self.quantities.resolve(quantity, words)
            if drop and reading.value is None:  # 近几年来
                reading = replace(reading, flags=reading.flags | {"hedge"})
            flags = reading.flags | ({"window_ambiguous"} if ambiguous else set())
            return replace(reading, kind="window", direction=direction, flags=frozenset(flags), start=start, end=end)

        return make, end

    def ambiguous(self, quantity: Quantity, reading: Reading) -> Reading:
        """近30年 without another word could be a window as well."""
        relations = {relation for relation, _ in quantity.prefix.relations}
        length = "达" in self.text[: quantity.start]
        near = relations == {"near"} and self.text.startswith("近", quantity.start) and not length
        if near and quantity.unit.code in TIME_UNITS - {"d{work}"} and not quantity.suffixes:
            return replace(reading, flags=reading.flags | {"window_ambiguous"})
        return reading
