"""The doubtful points that a caller can set (SPEC 0.6), as the second reader knows them."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Policy:
    strict: bool = False  # the grammar
    halo: bool = True
    half: Fraction = Fraction(1, 2)
    rho: Fraction = Fraction(1, 10)
    int_min: int = 1
    nat_min: bool = True
    ge_cap: bool = False
    over_closed: bool = False
    yishang_inclusive: bool = True
    zhao: int = 12  # 0: an error
    big_scales: bool = False
    currency: str = "CNY"
    dollar: str = "USD"
    window_max: int = 10


DEFAULT = Policy()
STRICT = Policy(strict=True)
