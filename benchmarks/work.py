"""What a benchmark measured: medians by side, and the rows of the printed tables."""

import statistics
from dataclasses import dataclass

from clock import Series, spread


class Times:
    """Median seconds by side."""

    def __init__(self, series: dict[str, Series]) -> None:
        self.series = series

    def __getitem__(self, side: str) -> float:
        return statistics.median(self.series[side].thread)

    def process(self, side: str) -> float:
        return statistics.median(self.series[side].process)

    def whole(self, side: str) -> float:
        """Of all threads, where a side has several."""
        return self.process(side) if "threads" in side else self[side]

    def spread(self, side: str) -> float:
        return spread(self.series[side].thread)


@dataclass(frozen=True)
class Work:
    """One side: its time, and how much it did in it."""

    side: str
    seconds: float
    spread: float | None  # None: not known
    bytes: int | None = None
    items: int | None = None

    def cells(self) -> tuple[str, ...]:
        return (
            self.side,
            f"{self.seconds * 1e3:,.2f}",
            "" if self.spread is None else f"{self.spread:.0%}",
            "" if self.bytes is None else f"{self.bytes / self.seconds / 1e6:,.0f}",
            "" if not self.items else f"{self.items / self.seconds / 1e6:,.2f}",
            "" if not self.items else f"{self.seconds / self.items * 1e9:,.0f}",
        )


HEAD = ("", "ms", "±", "MB/s", "M items/s", "ns an item")
