"""find_array on running text, beside memcpy, bytes.decode and the analyst's regular expression."""

import ctypes
import tracemalloc
from collections.abc import Callable

import analyst
import pyarrow
import texts
from work import Times

import aidstats

COPIED = 64 << 20


def memcpy(size: int) -> Callable[[], object]:
    source, target = (ctypes.create_string_buffer(b"\1" * size, size) for _ in range(2))
    return lambda: ctypes.memmove(target, source, size)


class Find:
    """Sides, and figures from their times."""

    def __init__(self, size: int, copied: int = COPIED) -> None:
        self.name, self.news = texts.shared_news(size)
        self.dense = texts.dense(size)
        self.bare = texts.without_numerals(size, like=self.news)
        self.copied = copied
        news, dense, bare = (text.splitlines() for text in (self.news, self.dense, self.bare))
        news_column, dense_column, bare_column = (pyarrow.array(lines) for lines in (news, dense, bare))
        encoded = self.bare.encode()
        whole = [self.news]
        self.lines = news
        self.sides: dict[str, Callable[[], object]] = {
            "memcpy": memcpy(copied),
            "bytes.decode, no numerals": encoded.decode,
            "regular expression, news, list": lambda: analyst.scan(news),
            "find_array, news, list": lambda: aidstats.find_array(news),
            "find_array, news, Arrow": lambda: aidstats.find_array(news_column),
            "find_array, news, one text": lambda: aidstats.find_array(whole),
            "find_array, news, Arrow, 2 threads": lambda: aidstats.find_array(news_column, threads=2),
            "find_array, dense, list": lambda: aidstats.find_array(dense),
            "find_array, dense, Arrow": lambda: aidstats.find_array(dense_column),
            "find_array, no numerals, list": lambda: aidstats.find_array(bare),
            "find_array, no numerals, Arrow": lambda: aidstats.find_array(bare_column),
        }
        self.sizes = {name: len(getattr(self, name).encode()) for name in ("news", "dense", "bare")}
        self.found = {
            "news": len(aidstats.find_array(news_column)),
            "dense": len(aidstats.find_array(dense_column)),
            "bare": len(aidstats.find_array(bare_column)),
        }

    def _text(self, side: str) -> str:
        return "dense" if "dense" in side else "bare" if "no numerals" in side else "news"

    def bytes_of(self, side: str) -> int:
        return self.copied if side == "memcpy" else self.sizes[self._text(side)]

    def items_of(self, side: str) -> int | None:
        return self.found[self._text(side)] if side.startswith("find_array") else None

    def note(self) -> str:
        density = {name: self.found[name] / size * 1024 for name, size in self.sizes.items()}
        each = (f"{name} {size / 1e6:.1f} MB with {density[name]:.1f} a KB" for name, size in self.sizes.items())
        return f"texts ({self.name}) and the quantities found in them: {', '.join(each)}"

    def figures(self, times: Times) -> dict[str, float]:
        def rate(side: str) -> float:
            return self.bytes_of(side) / times[side]

        one, two = times.process("find_array, news, Arrow"), times.process("find_array, news, Arrow, 2 threads")
        return {
            "find_news": rate("find_array, news, Arrow") / rate("memcpy"),
            "find_news_list": rate("find_array, news, list") / rate("memcpy"),
            "find_dense": self.found["dense"] / times["find_array, dense, Arrow"] / 1e6,
            "bare_decode": times["bytes.decode, no numerals"] / times["find_array, no numerals, Arrow"],
            "regex_scan": times["regular expression, news, list"] / times["find_array, news, list"],
            "two_threads": 2 * one / two,
        }

    def memory(self) -> dict[str, float]:
        """Bytes a match: of the result, and at most meanwhile."""
        tracemalloc.start()
        records = aidstats.find_array(self.lines)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        count = max(len(records), 1)
        return {"find_array, result": records.nbytes / count, "find_array, peak": peak / count}
