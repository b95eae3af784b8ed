"""What a numeral denotes before any word around it: an interval of exact numbers, how it was said, and its granules."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

# The order of the table in SPEC 2.8 decides between two errors of one position.
ERRORS = [
    "E_EMPTY",
    "E_NO_NUMBER",
    "E_LEADING",
    "E_TRAILING",
    "E_SCALE_ORDER",
    "E_DUP_SCALE",
    "E_ADJ_DIGITS",
    "E_ZERO",
    "E_POINT",
    "E_GROUPING",
    "E_FRAC_SCALE",
    "E_MIX",
    "E_FILLER",
    "E_RANGE_ORDER",
    "E_UNIT_MISMATCH",
    "E_UNIT_CONFLICT",
    "E_ZERO_DEN",
    "E_EXP",
    "E_OVERFLOW",
    "E_AMBIG_ZHAO",
    "E_CONFLICT",
]


class ReadingError(Exception):
    def __init__(self, code: str, position: int):
        super().__init__(code, position)
        self.code, self.position = code, position


@dataclass(frozen=True)
class Amount:
    """lo and hi are those of a filler or span; the width of a halo (来) waits until the unit is known."""

    value: Fraction | None
    lo: Fraction | None
    hi: Fraction | None
    lo_open: bool = False
    hi_open: bool = False
    relation: str = "eq"  # eq, over, several, span; ge of a rhetorical number
    grain: Fraction | None = None
    fill: Fraction | None = None  # what 余 or 多 would add, written here
    flags: frozenset = frozenset()
    halos: tuple[str, ...] = ()  # 来 and 把
    odd: bool = False  # 余 after a number that is not round: the next ten is the end for things that are counted

    @classmethod
    def point(cls, value, grain=None, fill=None, flags=()) -> "Amount":
        value = Fraction(value)
        return cls(value, value, value, grain=grain, fill=grain if fill is None else fill, flags=frozenset(flags))

    @classmethod
    def interval(cls, lo, hi, relation, hi_open=False, grain=None, flags=()) -> "Amount":
        lo, hi = Fraction(lo), None if hi is None else Fraction(hi)
        open_end = hi_open or hi is None
        return cls(None, lo, hi, hi_open=open_end, relation=relation, grain=grain, fill=grain, flags=frozenset(flags))

    @property
    def exact(self) -> bool:
        return self.relation == "eq" and not self.halos

    def flagged(self, *flags: str) -> "Amount":
        return replace(self, flags=self.flags | set(flags))

    def times(self, factor) -> "Amount":
        factor = Fraction(factor)
        scaled = {
            name: None if getattr(self, name) is None else getattr(self, name) * factor
            for name in ("value", "lo", "hi", "grain", "fill")
        }
        return replace(self, **scaled)

    def plus(self, base) -> "Amount":
        moved = {
            name: None if getattr(self, name) is None else getattr(self, name) + base for name in ("value", "lo", "hi")
        }
        return replace(self, **moved)

    def with_filler(self, fill: Fraction, word: str, odd: bool = False) -> "Amount":
        """余 or 多 behind it (3.5): an unstated positive remainder; 来 and 把 are a halo."""
        if word in ("来", "把"):
            return replace(self, halos=(*self.halos, "approx"))
        if self.relation == "span":  # 三四百多 keeps its stated ends and excludes them
            return replace(self, hi=self.hi + fill, lo_open=True, hi_open=True)
        flags = self.flags | ({"odd_filler"} if odd else set())
        return replace(
            self, hi=self.value + fill, lo_open=True, hi_open=True, relation="over", flags=flags, odd=odd, fill=fill
        )

    def negated(self) -> "Amount":
        return replace(
            self,
            value=None if self.value is None else -self.value,
            lo=None if self.hi is None else -self.hi,
            hi=None if self.lo is None else -self.lo,
            lo_open=self.hi_open,
            hi_open=self.lo_open,
        )


@dataclass(frozen=True)
class Numeral:
    amount: Amount
    start: int
    end: int
    arabic: bool = False  # one run of Arabic digits, nothing else
    decimals: int = 0
    digits: str = ""  # of a positional run or an Arabic integer
    chinese_digit: bool = False  # one Chinese digit alone
    section: int = 0  # power of the 万 or 亿 at its end
    small: int = 0  # power of the 百 or 千 at its end, before the section: 3 of 五千万
    scaled: bool = False
    pair: str = ""  # 三五 read as "span" or as "digits"
    fraction: bool = False  # A分之B
    bare: int | None = None  # power of a scale that stands alone: 万
    absorbed: bool = False  # 俩 and 仨 hold 个
    half: bool = False  # 半
    simple: bool = False  # one coefficient and the scale words behind it
    large: bool = False  # 万 or 亿 anywhere in it
    upper: bool = False  # 大写
    lower: bool = False  # 小写 digits in it
    head: int = 0  # power of its highest section: 4 of 5万5千
    parts: tuple = field(default=())
