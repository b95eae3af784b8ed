"""Ticks in 万 and 亿.  Imported by aidstats.plot when asked for: it derives from a class of matplotlib."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from matplotlib.ticker import Formatter

from aidstats._format import compact

_SIZES = {"亿": 1e8, "万": 1e4, "": 1.0}
_MOST_PLACES = 10


class ChineseUnitFormatter(Formatter):
    """Writes the ticks of an axis in one unit, 亿 or 万, with as many decimals as they need: 0, 0.5亿, 1.0亿.

    Parameters
    ----------
    unit : {"auto", "亿", "万", ""}
        ``"auto"`` takes the largest that is not above the largest tick.
    suffix : str
        Written behind every tick, such as 元.

    Examples
    --------
    >>> from aidstats.plot import ChineseUnitFormatter
    >>> formatter = ChineseUnitFormatter()
    >>> formatter.format_ticks([0, 50_000_000, 100_000_000])
    ['0', '0.5亿', '1.0亿']
    >>> formatter.format_ticks([8000, 10_000, 12_000]), ChineseUnitFormatter(suffix="户").format_ticks([0, 250])
    (['0.8万', '1.0万', '1.2万'], ['0户', '250户'])
    """

    def __init__(self, unit: str = "auto", suffix: str = "") -> None:
        if unit != "auto" and unit not in _SIZES:
            raise ValueError(f"unit must be 'auto', '亿', '万' or '', not {unit!r}")
        self.unit = unit
        self.suffix = suffix

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """The labels of an axis, all in one unit."""
        shown = [value for value in self._in_view(values) if math.isfinite(value)]
        unit, places = self._unit_and_places(shown) if shown else ("", 0)
        return [self._label(value, unit, places) for value in values]

    def _in_view(self, values: Sequence[float]) -> list[float]:
        """matplotlib asks for a tick or two beyond the ends of the axis as well; they shall not choose the unit."""
        if self.axis is None:
            return list(values)
        low, high = sorted(self.axis.get_view_interval())
        margin = (high - low) * 1e-6
        return [value for value in values if low - margin <= value <= high + margin] or list(values)

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._label(x, *self._unit_and_places([x])) if math.isfinite(x) else ""

    def _label(self, x: float, unit: str, places: int) -> str:
        if not math.isfinite(x):  # under the pointer on a logarithmic axis, of masked cells
            return ""
        text = compact(float(x), unit=unit, places=places, trim=False)
        zero = float(text.removesuffix(unit)) == 0
        return self.fix_minus(("0" if zero else text) + self.suffix)

    def _unit_and_places(self, ticks: Sequence[float]) -> tuple[str, int]:
        reach = max(abs(float(tick)) for tick in ticks)
        unit = self.unit
        if unit == "auto":
            unit = next((name for name, size in _SIZES.items() if reach >= size), "")
        scaled = sorted({float(tick) / _SIZES[unit] for tick in ticks})
        steps = [high - low for low, high in itertools.pairwise(scaled)]
        # A tick is 150000000.00000003 where it means 1.5亿: what is far below the smallest step is noise.
        noise = min([step for step in steps if step > 1e-9 * reach / _SIZES[unit]] or [abs(scaled[-1])]) * 1e-4
        for places in range(_MOST_PLACES):
            if all(abs(round(tick, places) - tick) <= noise for tick in scaled):
                return unit, places
        return unit, _MOST_PLACES

    def __repr__(self) -> str:
        options: dict[str, Any] = {"unit": self.unit, "suffix": self.suffix}
        return f"ChineseUnitFormatter({', '.join(f'{name}={value!r}' for name, value in options.items())})"
