"""How benchmarks measure: CPU time, sides interleaved, medians.

Wall-clock time on a shared machine says as much about the neighbours as about the code.  CPU time does not, and
interleaving the sides gives each the same share of a slow minute.  Trust ratios rather than times.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Series(NamedTuple):
    """Seconds of each round: of the thread that called, and of all threads of the process."""

    thread: list[float]
    process: list[float]


def measure(sides: dict[str, Callable[[], object]], rounds: int) -> dict[str, Series]:
    """Each round calls every side once; a round before them is not timed."""
    series = {name: Series([], []) for name in sides}
    for function in sides.values():
        function()
    for _ in range(rounds):
        for name, function in sides.items():
            gc.collect()
            gc.disable()
            thread, process = time.thread_time(), time.process_time()
            result = function()
            series[name].thread.append(time.thread_time() - thread)
            series[name].process.append(time.process_time() - process)
            gc.enable()
            del result
    return series


def medians(sides: dict[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """Median seconds of thread CPU time of each side."""
    return {name: statistics.median(series.thread) for name, series in measure(sides, rounds).items()}


def spread(seconds: Iterable[float]) -> float:
    """From the first to the third quartile, as a part of the median."""
    ordered = sorted(seconds)
    if len(ordered) < 2:
        return 0.0
    first, middle, third = statistics.quantiles(ordered, n=4, method="inclusive")
    return (third - first) / middle if middle else 0.0


def slope(points: dict[float, float]) -> float:
    """Of a line through the logarithms: 1 where time grows as the size does."""
    import numpy as np

    sizes, seconds = np.log(list(points)), np.log(list(points.values()))
    return float(np.polyfit(sizes, seconds, 1)[0])
