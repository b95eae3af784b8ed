"""parse_array on columns, beside what reads a column of plain digits: float(), pandas, pyarrow."""

import tracemalloc
from collections.abc import Callable

import analyst
import numpy as np
import pandas
import pyarrow
import texts
from clock import measure, slope
from work import Times

import aidstats
from aidstats._reader import Reader


class Parse:
    """Sides, and figures from their times."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.mixed, self.digits = texts.expressions(rows), texts.digits(rows)
        amounts = pyarrow.array(texts.plain_amounts(rows))
        decimals, column = pyarrow.array(texts.plain_decimals(rows)), pyarrow.array(self.mixed)
        objects = pandas.Series(self.digits, dtype=object)
        ascii_ = np.array(self.digits, dtype="S")
        categories = pyarrow.array(texts.repeated(self.mixed[:1000], rows)).dictionary_encode()
        reader = Reader()
        self.sides: dict[str, Callable[[], object]] = {
            "float(), plain digits, list": lambda: [float(text) for text in self.digits],
            "pandas.to_numeric, plain digits, objects": lambda: pandas.to_numeric(objects),
            "ndarray.astype(float), plain digits, S": lambda: ascii_.astype(float),
            "pyarrow cast, 1.23": lambda: decimals.cast(pyarrow.float64()),
            "regular expression, mixed, list": lambda: analyst.read(self.mixed),
            "parse_array, plain digits, list": lambda: aidstats.parse_array(self.digits),
            "parse_array, mixed, list": lambda: aidstats.parse_array(self.mixed, errors="coerce"),
            "parse_array, mixed, Arrow": lambda: aidstats.parse_array(column, errors="coerce"),
            "parse_array, dictionary of 1000, Arrow": lambda: aidstats.parse_array(categories, errors="coerce"),
            "value and unit columns, mixed, Arrow": lambda: reader.parse(column, ["value", "unit"]),
            "value and unit columns, 1.23亿元, Arrow": lambda: reader.parse(amounts, ["value", "unit"]),
        }

    def bytes_of(self, side: str) -> int | None:
        return None

    def items_of(self, side: str) -> int:
        return self.rows

    def note(self) -> str:
        unread = (aidstats.parse_array(self.mixed[:20_000], errors="coerce")["status"] > 1).mean()
        examples = "  ".join(self.mixed[:8])
        return f"{self.rows:,} strings a side; mixed: {examples}; {unread:.1%} of them cannot be read"

    def figures(self, times: Times) -> dict[str, float]:
        base = times["float(), plain digits, list"]
        return {
            "mixed_arrow": base / times["parse_array, mixed, Arrow"],
            "mixed_list": base / times["parse_array, mixed, list"],
            "plain_cast": times["value and unit columns, 1.23亿元, Arrow"] / times["pyarrow cast, 1.23"],
            "regex_read": times["regular expression, mixed, list"] / times["parse_array, mixed, list"],
        }

    def growth(self, rounds: int) -> tuple[dict[float, float], float]:
        """Median seconds by number of rows, and the slope."""
        sizes = [self.rows // part for part in (1000, 100, 10, 1) if self.rows // part]
        columns = {size: self.mixed[:size] for size in sizes}
        sides = {
            str(size): lambda column=column: aidstats.parse_array(column, errors="coerce")
            for size, column in columns.items()
        }
        times = Times(measure(sides, rounds))
        points = {float(size): times[str(size)] for size in sizes}
        return points, slope(points)

    def memory(self) -> dict[str, float]:
        """Bytes a row: of the result, and at most meanwhile; the list that is read is not counted."""
        tracemalloc.start()
        records = aidstats.parse_array(self.mixed, errors="coerce")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return {"parse_array, result": records.nbytes / self.rows, "parse_array, peak": peak / self.rows}
