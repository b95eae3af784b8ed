"""Builds bench_core.c with the flags of the extension, and drives it: the core alone, text to records."""

import contextlib
import io
import random
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import texts
from clock import slope, spread
from work import Work

import aidstats

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("scalar", "avx2", "avx512")

# Texts on which an earlier search found some rule look far, back or twice.
PATTERNS = (
    *("零下", "-零下", "零下共", "每5元", "增至每1.1月", "每两", "1,", "1、", "1", "一", "亿万", "约约约", "“"),
    *("（", "〇", "第一", "5元、", "3至", "同比", "2023年", "12:", "1/", "三分之", "5%", "近", "十几", "。", "１"),
    *("万元", "每", "1.", "-"),
    *(",1", "3三数", "9三", "度$5", "点5", "。0", "0%", "参亿", "度每0", "百两每", "$每0", "1/$", "约1"),
)

SHORT = 2000  # bytes
HOPELESS = 3000  # ns a byte of a short text: a longer one would take minutes


@dataclass(frozen=True)
class Timed:
    """What bench_core says of one job; None in place of it where this machine lacks the level."""

    records: int
    seconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def work(self, side: str, size: int) -> Work:
        return Work(side, self.median, spread(self.seconds), size, self.records)


def build(folder: Path, *, quick: bool = False) -> Path:
    """The program, compiled as setup.py compiles the extension; `quick`: compiled fast, to run slowly."""
    # setuptools brings distutils
    from distutils.ccompiler import new_compiler
    from distutils.core import run_setup
    from distutils.sysconfig import customize_compiler

    import setuptools  # noqa: F401  (brings distutils)

    with contextlib.chdir(ROOT), contextlib.redirect_stdout(io.StringIO()):
        (extension,) = run_setup("setup.py", stop_after="init").ext_modules
    sources = [*sorted(ROOT.glob("csrc/*.c")), Path(__file__).with_name("bench_core.c")]
    program = folder / "bench_core"
    newest = max(path.stat().st_mtime for path in [*sources, *ROOT.glob("csrc/*.*"), ROOT / "setup.py"])
    if not quick and program.exists() and program.stat().st_mtime > newest:
        return program
    folder.mkdir(parents=True, exist_ok=True)
    compiler = new_compiler()
    customize_compiler(compiler)
    with contextlib.chdir(ROOT):
        objects = compiler.compile(
            [str(path.relative_to(ROOT)) for path in sources],
            output_dir=str(folder),
            include_dirs=["csrc"],
            extra_postargs=["-std=c11", "-O0"] if quick else extension.extra_compile_args,
        )
    compiler.link_executable(objects, str(program), extra_preargs=[] if quick else extension.extra_link_args)
    return program


class Core:
    """Each method times one question."""

    def __init__(self, program: Path, rounds: int, size: int, copied: int) -> None:
        self.program, self.rounds, self.size, self.copied = program, rounds, size, copied
        self.folder = tempfile.TemporaryDirectory(prefix="aidstats-bench-")

    def run(self, jobs: list[str], rounds: int | None = None) -> list[Timed | None]:
        done = subprocess.run(
            [str(self.program), str(rounds or self.rounds)],
            input="".join(f"{job}\n" for job in jobs),
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        answers = (line.split("\t") for line in done.stdout.splitlines())
        return [
            None if count == "-" else Timed(int(count), [float(second) for second in seconds])
            for count, *seconds in answers
        ]

    def file(self, name: str, text: str) -> tuple[Path, int]:
        path = Path(self.folder.name, name)
        path.write_bytes(text.encode())
        return path, path.stat().st_size

    def texts(self) -> tuple[list[Work], dict[str, float]]:
        """News and dense text on every level, beside memcpy."""
        files = {
            "news": self.file("news", texts.shared_news(self.size)[1]),
            "dense": self.file("dense", texts.dense(self.size)),
        }
        files["no numerals"] = self.file(
            "bare", texts.without_numerals(self.size, like=files["news"][0].read_text(encoding="utf-8"))
        )
        jobs, sizes = {"memcpy": f"memcpy\t{self.copied}"}, {"memcpy": self.copied}
        for name, (path, size) in files.items():
            for level in ("best", *(LEVELS if name != "dense" else ())):
                jobs[f"{name}, {level}"] = f"find\t{level}\t{size}\t{path}"
                sizes[f"{name}, {level}"] = size
        timed = dict(zip(jobs, self.run(list(jobs.values())), strict=True))
        rate = {name: sizes[name] / each.median for name, each in timed.items() if each is not None}
        figures = {
            "core_news": rate["news, best"] / rate["memcpy"],
            "core_dense": timed["dense, best"].records / timed["dense, best"].median / 1e6,
            "scalar_best": rate["news, scalar"] / rate["news, best"],
        }
        if "news, avx2" in rate:
            figures["avx2_best"] = rate["news, avx2"] / rate["news, best"]
        return [each.work(name, sizes[name]) for name, each in timed.items() if each is not None], figures

    def growth(self, largest: int) -> tuple[dict[float, float], float]:
        """Median seconds by size of the text, from 100 kB on, and the slope."""
        path, size = self.file("growth", texts.shuffled(largest, texts.shared_news(self.size)[1]))
        sizes = [10**power for power in range(3, 12) if largest / 1000 <= 10**power <= min(largest, size)]
        timed = self.run([f"find\tbest\t{each}\t{path}" for each in sizes], min(self.rounds, 5))
        path.unlink()
        points = {float(each): one.median for each, one in zip(sizes, timed, strict=True)}
        return points, slope(points)

    # ------------------------------------------------------------ the worst text

    def rates(self, patterns: list[str], size: int, rounds: int) -> dict[str, float]:
        """Nanoseconds a byte by pattern."""
        if not patterns:
            return {}
        timed = self.run([f"repeat\t{size}\t{pattern}" for pattern in patterns], rounds)
        return {
            pattern: each.median / (size // len(pattern.encode()) * len(pattern.encode())) * 1e9
            for pattern, each in zip(patterns, timed, strict=True)
        }

    def growths(self, patterns: list[str], size: int, rounds: int) -> dict[str, float]:
        """
        Time of 4 × size ÷ time of size by pattern: the best of the rounds of both, which run one after the other.  The
        smaller ones lie in memory as the larger one does: what is in a cache is no matter of the length of the text.
        """
        if not patterns:
            return {}
        # Both are of the same bytes: a size that the pattern divides.
        sizes = [size // len(pattern.encode()) * len(pattern.encode()) for pattern in patterns]
        jobs = [
            f"{kind}\t{each}\t{pattern}"
            for pattern, fitting in zip(patterns, sizes, strict=True)
            for kind, each in (("parts", fitting), ("repeat", 4 * fitting))
        ]
        best = [min(each.seconds) for each in self.run(jobs, rounds)]
        return {pattern: four / one for pattern, one, four in zip(patterns, best[::2], best[1::2], strict=True)}

    def worst(self, tries: int, size: int) -> tuple[list[tuple[str, float, float]], dict[str, float]]:
        """The slowest patterns as (pattern, ns a byte, growth): the known ones, and of the search the worst."""
        candidates = list(dict.fromkeys([*PATTERNS, *search(tries)]))
        rates: dict[str, float] = {}
        growths: dict[str, float] = {}
        # What is very slow on a short text would take minutes on a long one, and is judged by the short one.
        for short in (SHORT, max(size // 16, SHORT)):
            seen = self.rates(candidates, short, 1)
            candidates = sorted(seen, key=seen.get, reverse=True)
            slow = [pattern for pattern in candidates if seen[pattern] > HOPELESS]
            candidates = candidates[len(slow) :]
            rates |= {pattern: seen[pattern] for pattern in slow[:5]}
            growths |= self.growths(slow[:5], short // 4, 1)
        found = [pattern for pattern in candidates if pattern not in PATTERNS][:10]
        patterns = [pattern for pattern in candidates if pattern in PATTERNS or pattern in found]
        rates |= self.rates(patterns, size, self.rounds)
        growths |= self.growths(patterns, size, min(self.rounds, 5))
        # The largest of many medians is a noisy one: those that stand out are measured again, longer.
        again = sorted(patterns, key=growths.get, reverse=True)[:5]
        growths |= self.growths(again, size, 2 * self.rounds)
        slowest = sorted(rates, key=rates.get, reverse=True)
        figures = {"worst_rate": max(rates.values()), "worst_growth": max(growths.values())}
        shown = dict.fromkeys([*slowest[:8], *sorted(again, key=growths.get, reverse=True)[:2]])
        return [(pattern, rates[pattern], growths[pattern]) for pattern in shown], figures


def search(tries: int, seed: int = texts.SEED) -> list[str]:
    """Random pairs and triples of words of the lexicon, numerals and punctuation."""
    words = [form for unit in aidstats.units().forms for form in str(unit).split("|") if form]
    cues = [word for relation in aidstats.relations().words for word in str(relation).split("|") if word]
    signs = [*"0123456789一二两三十百千万亿〇几数半第每至到—-～.,，、。：；（）“”/%％ 年月日"]
    rng = random.Random(seed)
    pools = (words, cues, signs, signs)
    return ["".join(rng.choice(rng.choice(pools)) for _ in range(rng.randint(2, 3))) for _ in range(tries)]
