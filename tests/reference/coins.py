"""Amounts of money: currencies behind a number, 元 角 分 and what may be left out of them (SPEC 1.4, 5.1, 5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from .amounts import Amount, Numeral, ReadingError
from .lexicon import (
    CHINESE_DIGITS,
    CURRENCIES,
    SCALES,
    UPPER_DIGITS,
    YUAN,
    ZEROS,
    Unit,
    longest,
)
from .policy import Policy
from .readings import NumeralReader
from .tokens import other_zero

RATIO = Unit("1", "ratio", "1", Fraction(1), False)
NUMBER = Unit("", "number", "", Fraction(1), False)
HALF = Fraction(1, 2)
SUBUNITS = {"美分": ("USD", 2), "欧分": ("EUR", 2), "便士": ("GBP", 2), "毫": ("HKD", 1)}
JIAO = {"角": 1, "毛": 1, "分": 2}  # of the yuan of the mainland, Hong Kong, Taiwan and Macau (5.2 rule 4)
WITH_JIAO = ("CNY", "HKD", "TWD", "MOP")


@dataclass(frozen=True)
class Core:
    amount: Amount
    numeral: Numeral
    unit: Unit
    end: int
    factor: Fraction = Fraction(1)  # of what the number is a multiple: 1/100 of %
    surface: str = ""  # money: the name that stands behind the number
    flags: frozenset = frozenset()
    per: tuple[str, ...] = ()
    inside: int = 0  # where the span ends if nothing follows: 钱 and the noun of an alias are outside
    plain: bool = True  # one number and one unit, which may be part of a composite or of a longer unit


def money(code: str) -> Unit:
    return Unit(code, "money", code, Fraction(1), False)


class CoinReader:
    text: str
    numerals: NumeralReader
    policy: Policy

    def behind(self, core: Core) -> Iterator[Core]:
        raise NotImplementedError

    def currency(self, numeral: Numeral, at: int, prefix: str) -> Iterator[Core]:
        text = self.text
        for name in longest(text, at, CURRENCIES):
            bare = {"$": self.policy.dollar} | dict.fromkeys((*YUAN, "块钱", "¥", "￥"), self.policy.currency)
            code = bare.get(name, CURRENCIES[name])
            core = Core(numeral.amount, numeral, money(code), at + len(name), surface=name)
            if name in YUAN:
                yield from self.coins(core, prefix)
            else:
                yield from self.parts(core)
            if CURRENCIES[name] == "XXX":
                core = replace(core, flags=core.flags | {"unit_ambiguous"})
            for longer in self.behind(core):
                yield self.settled(longer)
            yield self.settled(core)
        for name, (code, power) in SUBUNITS.items():
            if text.startswith(name, at):
                factor = Fraction(1, 10**power)
                yield Core(numeral.amount.times(factor), numeral, money(code), at + len(name), factor, surface=name)
        yield from self.small_coins(numeral, at, prefix)

    def mixes_mao(self, numeral: Numeral) -> bool:
        """壹佰元伍毛: no 毛 in an amount of 大写."""
        mixed = self.policy.strict and numeral.upper and self.text[numeral.end] == "毛"
        if mixed:
            self.numerals.errors.append(ReadingError("E_MIX", numeral.end))
        return mixed

    def settled(self, core: Core) -> Core:
        """钱, 整 and 正 behind the last component belong to it."""
        end = core.end
        inside = end - core.surface.endswith("钱")
        if self.text[end : end + 1] == "钱" and core.surface in (*YUAN, "角", "毛", "分"):
            end += 1
        if self.text[end : end + 1] in ("整", "正"):
            end += 1
            if not any(char.isdigit() for char in self.text[core.numeral.start : inside]):
                inside = end
        return replace(core, end=end, inside=inside)

    def small_coins(self, numeral: Numeral, at: int, prefix: str) -> Iterator[Core]:
        """五毛, 伍分, 五分钱: without a higher component 分 is money only where something says so."""
        text = self.text
        if text[at : at + 1] in ("角", "毛"):
            if self.mixes_mao(numeral):
                return
            factor = Fraction(1, 10)
            core = Core(
                numeral.amount.times(factor), numeral, money(self.policy.currency), at + 1, factor, surface="角"
            )
            yield from self.coins(core, prefix)
            for longer in self.behind(core):
                yield self.settled(longer)
            yield self.settled(core)
        if text[at : at + 1] == "分" and not text.startswith("之", at + 1):
            upper = text[at - 1 : at] in UPPER_DIGITS
            if prefix or upper or text.startswith("钱", at + 1):
                factor = Fraction(1, 100)
                core = Core(
                    numeral.amount.times(factor), numeral, money(self.policy.currency), at + 1, factor, surface="分"
                )
                yield self.settled(core)

    def coins(self, core: Core, prefix: str) -> Iterator[Core]:
        """3块5毛2: 角 and 分 behind 元, with or without a 零; the last unit may be missing."""
        if (
            not core.amount.exact
            or core.amount.value is None
            or (core.amount.value.denominator > 1 and core.surface != "角")
        ):
            return
        step = Fraction(1, 100) if core.surface == "角" else Fraction(1, 10)
        other = other_zero(self.text, core.end)
        if other and self.policy.strict:
            self.numerals.errors.append(ReadingError("E_MIX", core.end))
            return
        zero = other or self.text.startswith("零", core.end)
        for numeral in self.numerals.quietly(core.end + zero):
            amount = numeral.amount
            if not amount.exact or amount.value is None or numeral.half or numeral.fraction or numeral.pair:
                continue
            single = numeral.chinese_digit or len(numeral.digits) == 1
            after = self.text[numeral.end : numeral.end + 1]
            if after in ("角", "毛") and core.surface != "角" and amount.value < 10:
                if self.mixes_mao(numeral):
                    continue
                more = self.joined(core, numeral, Fraction(1, 10), numeral.end + 1, "角")
                yield from self.coins(more, prefix)
                yield from self.beyond(more, Fraction(1, 10))
                yield self.settled(more)
            elif after == "分" and amount.value < (10 if core.surface == "角" else 100):
                more = self.joined(core, numeral, Fraction(1, 100), numeral.end + 1, "分")
                yield from self.beyond(more, Fraction(1, 100))
                yield self.settled(more)
            elif single and after not in {*CHINESE_DIGITS, *SCALES, *ZEROS}:  # but 178块3十角 splits no 3十
                place = Fraction(1, 100) if zero else step  # 五角三|钱: 三钱 is a weight
                if after == "钱":
                    continue
                yield self.settled(self.joined(core, numeral, place, numeral.end, "分"))

    def parts(self, core: Core, above: int = 0) -> Iterator[Core]:
        """3美元50美分, 5港元5角: smaller parts of the same currency, down to a hundredth."""
        value = core.amount.value
        if not core.amount.exact or value is None or (not above and value.denominator > 1):
            return
        of_currency = {name: power for name, (code, power) in SUBUNITS.items() if code == core.unit.code}
        names = of_currency | (JIAO if core.unit.code in WITH_JIAO else {})
        for numeral in self.numerals.quietly(core.end + self.text.startswith("零", core.end)):
            amount = numeral.amount
            if not amount.exact or amount.value is None or numeral.half or numeral.fraction or numeral.pair:
                continue
            for name, power in names.items():
                if (
                    power > above
                    and self.text.startswith(name, numeral.end)
                    and amount.value < (10 if above or power == 1 else 100)
                ):
                    more = self.joined(core, numeral, Fraction(1, 10**power), numeral.end + len(name), name)
                    yield from self.parts(more, power)
                    yield from self.beyond(more, Fraction(1, 10**power))
                    yield self.settled(more)

    def beyond(self, core: Core, place: Fraction) -> Iterator[Core]:
        """3块5毛半, 3块5毛多: half of the last coin, or something below it."""
        amount, end = core.amount, core.end
        if half := self.text.startswith("半", end):
            place /= 2
            amount, end = replace(amount.plus(place), grain=place, fill=place), end + 1
        if self.text[end : end + 1] in ("多", "余"):
            yield self.settled(replace(core, amount=amount.with_filler(place, "多"), end=end + 1))
        elif half:
            yield self.settled(replace(core, amount=amount, end=end))

    def joined(self, core: Core, numeral: Numeral, place: Fraction, end: int, surface: str) -> Core:
        amount = numeral.amount.times(place).plus(core.amount.value)
        flags = core.amount.flags | amount.flags
        return replace(core, amount=replace(amount, flags=flags), end=end, surface=surface, plain=False)
