"""What pandas, polars and DuckDB add: beside handing a column there and back, and reading it into columns of Arrow.

A library's way is as cheap as it can be if it costs what its own round trip with an identity function costs, and what
the column sink takes for the same rows.  CPU time of all threads: polars and DuckDB work in threads of their own.
"""

from collections.abc import Callable

import duckdb
import pandas
import polars
import pyarrow
from clock import spread
from goals import ENGINES, METHODS
from work import Times, Work

import aidstats
import aidstats.duckdb
import aidstats.pandas
import aidstats.polars
from aidstats._reader import Reader

NAMES = tuple(METHODS)
TO = "万元"
FIELDS = (
    "value",
    "lo",
    "hi",
    "lo_open",
    "hi_open",
    "relation",
    "kind",
    "unit",
    "marks",
    "lo_date",
    "hi_date",
    "status",
)


def in_order(made: pyarrow.Array) -> Callable[[pyarrow.ChunkedArray], pyarrow.Array]:
    """A function of chunks that gives what was made of their rows beforehand."""
    at = 0

    def give(values: pyarrow.ChunkedArray) -> pyarrow.Array:
        nonlocal at
        part = made[at : at + len(values)]
        at = (at + len(values)) % len(made)
        return part

    return give


class Engines:
    """Sides, and figures from their times."""

    def __init__(self, texts: list[str]) -> None:
        self.rows = len(texts)
        column = pyarrow.array(texts)
        reader = Reader()
        self.sides: dict[str, Callable[[], object]] = {
            "value: column sink": lambda: reader.parse(column, ["value", "unit"]),
            "parse: column sink": lambda: reader.parse(column, FIELDS),
            "find: find_array": lambda: aidstats.find_array(column),
        }
        self._add_pandas(pandas.Series(texts, name="text"))
        self._add_polars(polars.DataFrame({"text": texts}))
        self._add_duckdb(column)

    def _add_pandas(self, series: pandas.Series) -> None:
        def identity() -> object:
            return pyarrow.Array.from_pandas(series).to_pandas()

        self.sides |= {f"{method}: pandas, identity": identity for method in NAMES}
        self.sides |= {
            "value: pandas": lambda: series.aid.value(TO),
            "parse: pandas": series.aid.parse,
            "find: pandas": series.aid.find,
        }

    def _add_polars(self, frame: polars.DataFrame) -> None:
        text = polars.col("text")
        same = text.map_batches(lambda series: series, return_dtype=polars.String, is_elementwise=True)
        plans = {f"{method}: polars, identity": same for method in NAMES}
        plans |= {
            "value: polars": text.aid.value(TO),
            "parse: polars": text.aid.parse(),
            "find: polars": text.aid.find(),
        }
        self.sides |= {side: lambda plan=plan: frame.select(plan) for side, plan in plans.items()}

    def _add_duckdb(self, column: pyarrow.Array) -> None:
        """The identity gives what the function would, made beforehand."""
        connection = duckdb.connect(config={"threads": 1})  # more would ask for the rows in no order
        aidstats.duckdb.register(connection)
        connection.from_arrow(pyarrow.table({"text": column})).create("texts")
        for name in NAMES:
            answer = connection.sql(f"select aid_{name}(text) from texts")
            (type_,) = map(str, answer.types)
            made = answer.to_arrow_table() if hasattr(answer, "to_arrow_table") else answer.arrow()
            same = in_order(made.column(0).combine_chunks())
            connection.create_function(f"same_{name}", same, ["VARCHAR"], type_, type="arrow", null_handling="special")
            for side, function in ((f"{name}: DuckDB, identity", "same"), (f"{name}: DuckDB", "aid")):
                query = f"select count({function}_{name}(text)) from texts"
                self.sides[side] = lambda query=query: connection.sql(query).fetchall()

    def works(self, times: Times) -> list[Work]:
        return [
            Work(side, times.process(side), spread(times.series[side].process), None, self.rows)
            for side in sorted(self.sides, key=lambda side: NAMES.index(side.partition(":")[0]))
        ]

    def figures(self, times: Times) -> dict[str, float]:
        bases = {name: times.process(side) for name, side in zip(NAMES, list(self.sides)[: len(NAMES)], strict=True)}
        return {
            f"{engine.lower()}_{name}": times.process(f"{name}: {engine}")
            / (times.process(f"{name}: {engine}, identity") + base)
            for name, base in bases.items()
            for engine in ENGINES
        }
