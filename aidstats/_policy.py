"""Policy: how doubtful points are read, and words of the caller's own."""

import dataclasses
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from aidstats import _core
from aidstats._errors import ParseError

_BOOLEANS = (
    "halo",
    "nat_min",
    "over_closed",
    "yishang_inclusive",
    "big_scales",
    "jiao_zheng",
    "opt_zero",
    "accounting",
)
_CHOICES: dict[str, tuple[object, ...]] = {
    "ge_cap": (None, "granule"),
    "zhao": (6, 12, 16, "error"),
    "grammar": ("lenient", "strict"),
    "round": ("half_even", "half_up", "down"),
}
_LARGEST_TERM = 1_000_000  # of half and rho: wider fractions could not be kept exact in 64 bits


@dataclasses.dataclass(frozen=True, kw_only=True)
class Policy:
    """How doubtful points are read.  Frozen and hashable; ``dataclasses.replace`` makes a variant.

    Every default is the reading of docs/semantics.md.  An unknown value raises a ``ValueError`` (a ``TypeError`` for a
    wrong type) that names the parameter.

    Parameters
    ----------
    halo : bool
        约 近 左右 … have a width.  ``False``: 约 is unbounded on both sides, 近 below, 出头 above.
    half, rho : number or str
        Width of such a halo: the smaller of ``half`` × the rounding granule and ``rho`` × the value; exact, so
        ``"1/3"`` and ``Fraction(1, 3)`` are welcome.
    int_min : int
        How far a halo reaches at least for things that are counted: 约15人 is 14 to 16.
    nat_min : bool
        不足, 以下 … start at 0 where the quantity cannot be negative.
    ge_cap : None or "granule"
        An upper end for 超, 以上 …: none, or one rounding granule up.
    over_closed : bool
        1500余 includes 1500.
    yishang_inclusive : bool
        以上, 以下, 以内 include the number.
    zhao : 6, 12, 16 or "error"
        Power of ten of the numeral 兆.
    big_scales : bool
        京 垓 秭 穰 are numerals.
    currency, dollar : str
        ISO codes for bare 元 and ¥, and for bare $.
    window_max : int
        近N年 without further cue means "the last N years" up to this N.
    jiao_zheng, opt_zero : bool
        Output in 大写: 整 after 角, and the optional 零.
    round : "half_even", "half_up" or "down"
        Rounding of displayed numbers.
    grammar : "lenient" or "strict"
        Well-formedness of numerals; strict refuses 4千, 两十, 三百十五.
    accounting : bool
        ``parse`` and columns read a number in brackets as negative, as accountants do: (1,234.56) is -1234.56.
    exclude : iterable of str
        Words in which nothing is found, such as company names.
    units : mapping of str to str
        Unit words of your own and what they mean, as an id (``"{unit}"``) or a known word (``"套"``).

    Examples
    --------
    >>> import aidstats
    >>> aidstats.parse("1500余户").lo_open, aidstats.parse("1500余户", policy=Policy(over_closed=True)).lo_open
    (True, False)
    >>> [q.text for q in aidstats.find("三一重工捐款5万元", policy=Policy(exclude=["三一重工"]))]
    ['5万元']
    >>> Policy(zhao=9)
    Traceback (most recent call last):
    ValueError: Policy: zhao must be 6, 12, 16 or 'error', not 9
    """

    halo: bool = True
    half: Fraction = Fraction(1, 2)
    rho: Fraction = Fraction(1, 10)
    int_min: int = 1
    nat_min: bool = True
    ge_cap: Literal["granule"] | None = None
    over_closed: bool = False
    yishang_inclusive: bool = True
    zhao: Literal[6, 12, 16, "error"] = 12
    big_scales: bool = False
    currency: str = "CNY"
    dollar: str = "USD"
    window_max: int = 10
    jiao_zheng: bool = True
    opt_zero: bool = False
    round: Literal["half_even", "half_up", "down"] = "half_even"
    grammar: Literal["lenient", "strict"] = "lenient"
    accounting: bool = False
    exclude: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in _BOOLEANS:
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"Policy: {name} must be True or False, not {getattr(self, name)!r}")
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            # 12.0 and True equal a choice and are none.
            if not any(value == choice and type(value) is type(choice) for choice in choices):
                *most, last = map(repr, choices)
                raise ValueError(f"Policy: {name} must be {', '.join(most)} or {last}, not {value!r}")
        for name, largest in (("int_min", 255), ("window_max", 255)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"Policy: {name} must be an int, not {value!r}")
            if not 0 <= value <= largest:
                raise ValueError(f"Policy: {name} must be between 0 and {largest}, not {value}")
        for name in ("half", "rho"):
            object.__setattr__(self, name, _fraction(name, getattr(self, name)))
        for name in ("currency", "dollar"):
            _check_currency(name, getattr(self, name))
        object.__setattr__(self, "exclude", _words("exclude", self.exclude))
        object.__setattr__(self, "units", _unit_words(self.units))


def compiled(policy: Policy | None) -> "_core.CompiledPolicy | None":
    """What the core takes for a policy."""
    if policy is None:
        return None
    if not isinstance(policy, Policy):
        raise TypeError(f"policy must be an aidstats.Policy or None, not {type(policy).__name__}")
    return _compiled(policy)


@lru_cache(maxsize=64)
def _compiled(policy: Policy) -> "_core.CompiledPolicy":
    return _core.make_policy(
        half=policy.half.as_integer_ratio(),
        rho=policy.rho.as_integer_ratio(),
        halo=policy.halo,
        int_min=policy.int_min,
        nat_min=policy.nat_min,
        ge_cap=policy.ge_cap == "granule",
        over_closed=policy.over_closed,
        yishang_inclusive=policy.yishang_inclusive,
        zhao=0 if policy.zhao == "error" else policy.zhao,
        big_scales=policy.big_scales,
        currency=policy.currency,
        dollar=policy.dollar,
        window_max=policy.window_max,
        strict=policy.grammar == "strict",
        accounting=policy.accounting,
        exclude=policy.exclude,
        units=dict(policy.units),
    )


def _fraction(name: str, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal | Fraction):
        raise TypeError(f"Policy: {name} must be a number, not {value!r}")
    try:
        # A float means what it prints: 0.1 is one tenth.
        fraction = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ValueError(f"Policy: {name} must be a finite number such as '1/10', not {value!r}") from None
    if fraction < 0 or max(fraction.as_integer_ratio()) > _LARGEST_TERM:
        raise ValueError(f"Policy: {name} must be a fraction ≥ 0 of terms up to {_LARGEST_TERM}, not {value!r}")
    return fraction


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(row[1] for row in _core.units() if row[3] == "money")


def _check_currency(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(f"Policy: {name} must be an ISO currency code, not {value!r}")
    if value not in _currencies():
        raise ValueError(f"Policy: {name} must be one of aidstats.currencies(), such as 'CNY', not {value!r}")


def _words(name: str, words: object) -> tuple[str, ...]:
    if isinstance(words, str | bytes) or not isinstance(words, Iterable):
        raise TypeError(f"Policy: {name} must be several words, such as ['三一重工'], not {words!r}")
    checked = tuple(words)
    for word in checked:
        if not isinstance(word, str):
            raise TypeError(f"Policy: {name} must hold words, not {word!r}")
        if not word or word != word.strip():
            raise ValueError(f"Policy: {name} holds {word!r}, which is no word")
    return checked


def _unit_words(units: object) -> tuple[tuple[str, str], ...]:
    if isinstance(units, Mapping):
        pairs = tuple(units.items())
    elif isinstance(units, tuple):  # as kept here, and so as handed over by dataclasses.replace
        pairs = units
    else:
        raise TypeError(f"Policy: units must map words to units, such as {{'期房': '套'}}, not {units!r}")
    if not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        raise TypeError(f"Policy: units must map words to units, such as {{'期房': '套'}}, not {units!r}")
    _words("units", [word for pair in pairs for word in pair])
    for word, unit in pairs:
        try:
            _core.parse_unit(unit)
        except ParseError:
            raise ValueError(f"Policy: units takes {word!r} for {unit!r}, which is no unit") from None
    return tuple(sorted(pairs))
