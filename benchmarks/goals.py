"""The speed that the project aims at: one line a goal, each a ratio or a rate that the benchmarks measure."""

from typing import NamedTuple


class Goal(NamedTuple):
    key: str
    what: str
    bound: str  # "≥" or "≤"
    goal: float
    accepted: float
    unit: str = ""
    places: int = 2

    def reached(self, figure: float, limit: float) -> bool:
        return figure >= limit if self.bound == "≥" else figure <= limit

    def verdict(self, figure: float | None) -> str:
        """met, accepted (worse than the goal, good enough for a release) or not met."""
        if figure is None:
            return "not measured"
        if self.reached(figure, self.goal):
            return "met"
        return "accepted" if self.reached(figure, self.accepted) else "not met"

    def show(self, figure: float | None) -> str:
        return "–" if figure is None else f"{figure:,.{self.places}f}{self.unit}"


ENGINES = ("pandas", "polars", "DuckDB")
METHODS = {"value": "the column sink", "parse": "the column sink", "find": "find_array"}

GOALS = (
    Goal("core_news", "C core, news to records in a reused 1 MB buffer, bytes/s ÷ memcpy of 64 MB", "≥", 0.35, 0.15),
    Goal("find_news", "find_array, news as an Arrow column of lines, one thread, bytes/s ÷ memcpy", "≥", 0.20, 0.10),
    Goal("find_news_list", "find_array, news as a list of str, one thread, bytes/s ÷ memcpy", "≥", 0.20, 0.10),
    Goal("core_dense", "C core, dense finance text, records/s", "≥", 40, 15, " M", 1),
    Goal("find_dense", "find_array, dense finance text as an Arrow column, records/s", "≥", 20, 8, " M", 1),
    Goal("bare_decode", "find_array, text without numerals as an Arrow column ÷ bytes.decode", "≥", 6, 3, "×", 1),
    Goal("mixed_arrow", "parse_array, mixed expressions in an Arrow column ÷ float() of plain digits", "≥", 6, 3, "×"),
    Goal("mixed_list", "parse_array, mixed expressions in a list of str ÷ float() of plain digits", "≥", 4, 2, "×"),
    Goal(
        "plain_cast", "time of 1.23亿元, Arrow to columns of value and unit ÷ pyarrow's cast of 1.23", "≤", 2, 3.5, "×"
    ),
    *(
        Goal(
            f"{engine.lower()}_{method}",
            f"time of {method} on 1 M rows in {engine} ÷ ({engine}'s identity + {base})",
            "≤",
            1.5,
            1.5,
            "×",
        )
        for engine in ENGINES
        for method, base in METHODS.items()
    ),
    Goal("regex_read", "parse_array, mixed expressions in a list of str ÷ the regular expression", "≥", 40, 20, "×", 1),
    Goal("regex_scan", "find_array, news as a list of str ÷ the regular expression", "≥", 30, 15, "×", 1),
    Goal("jionlp_read", "parse_array, mixed expressions in a list of str ÷ JioNLP", "≥", 400, 200, "×", 0),
    Goal("jionlp_scan", "find_array, news as a list of str ÷ JioNLP", "≥", 800, 300, "×", 0),
    Goal("two_threads", "find_array, news, two threads: throughput by CPU time ÷ one thread", "≥", 1.9, 1.8, "×"),
    Goal("worst_rate", "C core, the worst of the patterns, time a byte", "≤", 12, 25, " ns", 1),
    Goal("worst_growth", "C core, the worst of the patterns, time of 4 MB ÷ time of 1 MB", "≤", 4.4, 4.6),
    Goal("avx2_best", "C core, news, AVX2 ÷ the best level of this machine", "≥", 0.7, 0.5),
    Goal("scalar_best", "C core, news, scalar ÷ the best level of this machine", "≥", 0.3, 0.25),
    Goal("import_ms", "import aidstats where numpy is imported already, CPU time", "≤", 20, 40, " ms", 1),
)
