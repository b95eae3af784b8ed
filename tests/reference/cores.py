"""A number with its unit, without the words around it: measures, ratios, composites (SPEC 2.5, 2.6, 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from .amounts import Amount, Numeral, ReadingError
from .coins import NUMBER, RATIO, CoinReader, Core, money
from .lexicon import (
    CLASSIFIERS,
    CURRENCIES,
    FORMS,
    RATIOS,
    TIME_UNITS,
    UNITS,
    YUAN,
    Unit,
    longest,
)
from .policy import Policy
from .readings import NumeralReader

HALF = Fraction(1, 2)

ONE_BY_ONE = {character: str(n) for n, character in enumerate("零一二三四五六七八九")} | {"〇": "0"}


@dataclass
class CoreReader(CoinReader):
    text: str
    policy: Policy
    numerals: NumeralReader = field(init=False)

    def __post_init__(self) -> None:
        self.numerals = NumeralReader(self.text, self.policy, self.unit_follows)

    def unit_follows(self, at: int) -> bool:
        """A unit, currency, scale or % starts here."""
        return bool(
            longest(self.text, at, FORMS)
            or longest(self.text, at, CURRENCIES)
            or self.text[at : at + 1] in tuple("万亿千百成折角毛%‰")
        )

    def at(self, start: int, prefix: str = "") -> Iterator[Core]:
        """`prefix` is the currency written before the number."""
        for numeral in self.numerals.at(start):
            yield from self.with_unit(numeral, prefix)
        for word in ("一半", "对折", "半数"):
            if self.text.startswith(word, start):
                amount = Amount.point(HALF)
                numeral = Numeral(amount, start, start + 2)
                yield Core(amount, numeral, RATIO, start + 2, Fraction(1, 10), plain=False)
                if word == "一半" and self.text[start + 2 : start + 3] in ("多", "余"):  # up to the whole
                    over = amount.with_filler(HALF, "多")
                    yield Core(over, numeral, RATIO, start + 3, Fraction(1, 10), plain=False)
        for form in longest(self.text, start, FORMS) + longest(self.text, start, YUAN):
            if self.text.startswith("把", start + len(form)):  # 斤把, 块把钱: one or two
                unit = money(self.policy.currency) if form in YUAN else UNITS[FORMS[form]]
                amount = Amount(Fraction(1), Fraction(1), Fraction(2), relation="把")
                end = start + len(form) + 1
                absorbed = end + (form in YUAN and self.text.startswith("钱", end))
                yield Core(amount, Numeral(amount, start, end), unit, absorbed, plain=False, inside=end)

    def with_unit(self, numeral: Numeral, prefix: str) -> Iterator[Core]:
        at = numeral.end
        if self.text[at : at + 1] in (" ", "\u00a0") and self.unit_follows(at + 1):
            at += 1
        if numeral.pair != "illegal" or self.text.startswith(("折", "年"), at):
            for core in self.units(numeral, at, prefix):
                if numeral.pair != "digits" or core.surface == "折":
                    yield from self.lengthen(core, prefix)
        if numeral.pair != "span" and not numeral.absorbed:
            unit = money(self.policy.currency) if prefix else RATIO if numeral.fraction else NUMBER
            if not (numeral.half and prefix):
                yield Core(numeral.amount, numeral, unit, numeral.end)

    # -- one unit

    def units(self, numeral: Numeral, at: int, prefix: str) -> Iterator[Core]:
        text, amount = self.text, numeral.amount
        if numeral.fraction and text.startswith((*RATIOS, "成", "折"), at):
            return  # 千分之四十六|%
        if numeral.half and text.startswith("成", at):
            yield Core(Amount.point(Fraction(1, 20), Fraction(1, 20)), numeral, RATIO, at + 1, plain=False)
        for sign, power in RATIOS.items():
            if text.startswith(sign, at):
                factor = Fraction(1, 10**power)
                core = Core(amount.times(factor), numeral, RATIO, at + len(sign), factor)
                yield from self.behind(core)
                yield core
        if text.startswith("成", at) and not numeral.half:
            yield from self.tenths(numeral, at + 1)
        if text.startswith("折", at):
            yield from self.discount(numeral, at + 1)
        yield from self.currency(numeral, at, prefix)
        if text[numeral.start : at + 1] == "数月":  # 几月 asks for a date
            yield Core(amount, numeral, UNITS["mo"], at + 1, plain=False)
        if numeral.absorbed:  # 俩月, 仨小时 and bare 俩
            yield Core(amount, numeral, UNITS["{unit}"], at)
        for form in longest(text, at, FORMS):
            if form in RATIOS:
                continue
            core = Core(amount, numeral, self.meaning(form, numeral), at + len(form))
            if form in CLASSIFIERS:
                core = replace(core, inside=at + len(CLASSIFIERS[form]))
            if form == "分":  # 3分10秒
                minutes = replace(core, unit=UNITS["min"])
                yield from self.composite(minutes, minutes, Fraction(1))
            yield from self.in_context(core, form)
        if numeral.absorbed:
            for form in longest("个" + text[at : at + 4], 0, FORMS):
                if len(form) > 1:
                    yield Core(amount, numeral, UNITS[FORMS[form]], at + len(form) - 1)
        elif text.startswith(("个", "分", "秒"), at):
            yield from self.split_unit(numeral, at)

    def meaning(self, form: str, numeral: Numeral) -> Unit:
        if form == "度" and numeral.large:
            return UNITS["kW.h"]
        return UNITS[FORMS[form]]

    def in_context(self, core: Core, form: str) -> Iterator[Core]:
        """What only counts in some contexts (6, rule 5)."""
        after = self.text[core.end : core.end + 1]
        numeral = core.numeral
        flags = set()
        if form == "月" or (form == "点" and not self.index_point(numeral)):
            return
        if form == "两" and after and (after in FORMS or after in "一二三四五六七八九十百千万亿两"):
            return
        if form in ("度", "分") and core.unit.code in ("{du}", "{fen}"):
            value = numeral.amount.value
            fractional = numeral.decimals or (value is not None and value.denominator > 1 and not numeral.half)
            if not (form == "分" and fractional):
                flags.add("unit_ambiguous")
        core = replace(core, flags=core.flags | flags)
        yield from self.behind(core)
        yield core

    def index_point(self, numeral: Numeral) -> bool:
        value = numeral.amount.hi
        return value is not None and (value > 24 or value.denominator > 1)

    def split_unit(self, numeral: Numeral, at: int) -> Iterator[Core]:
        """一个半小时, 三个多月, 5分多钟: the unit is 个小时, 个月, 分钟."""
        head, amount, end = self.text[at], numeral.amount, at + 1
        half = self.text.startswith("半", end)
        if half and not amount.exact:
            return
        if half:
            amount = replace(amount.plus(HALF), grain=HALF, fill=HALF)
            end += 1
        many = self.text[end : end + 1] in ("多", "余", "来")
        if many:
            if amount.value is None or not amount.exact:
                return
            amount = amount.with_filler(HALF if half or numeral.half else self.place(numeral), self.text[end])
            end += 1
        if half or many:
            for form in longest(head + self.text[end : end + 4], 0, FORMS):
                if len(form) > 1 and (head == "个" or form[1] == "钟"):
                    unit = UNITS[FORMS[form]]
                    yield Core(amount, numeral, unit, end + len(form) - 1, plain=False)

    def place(self, numeral: Numeral) -> Fraction:
        """3.2 (g): behind a unit 余 and 多 add one of it, or a place of the decimal or of 万 and 亿."""
        if numeral.half:
            return HALF
        if numeral.section:
            return numeral.amount.fill or Fraction(1)
        if numeral.amount.grain is not None and numeral.amount.grain < 1:
            return numeral.amount.grain
        return Fraction(1)

    def behind(self, core: Core) -> Iterator[Core]:
        """半, 多 and 来 behind the unit: 3年半, 3年多, 一年半多."""
        amount, end = core.amount, core.end
        if core.inside:
            return
        if not amount.exact or amount.value is None:
            if self.text[end : end + 1] in ("多", "余") and amount.relation in ("over", "several"):
                self.numerals.errors.append(ReadingError("E_FILLER", end))
            return
        place = self.place(core.numeral) * core.factor
        half = self.text.startswith("半", end) and (core.factor == 1 or core.surface in ("折", "角"))
        half = half and not core.surface.endswith("钱")  # 三块钱|半斤
        if half:
            share = HALF * core.factor
            amount, end, place = replace(amount.plus(share), grain=share, fill=share), end + 1, share
        word = self.text[end : end + 1]
        if word == "来" and (core.unit.code in TIME_UNITS or core.unit.kind != "measure"):
            word = ""  # 31年来 is a window, 一个月半来 too
        if word in ("多", "余", "来") or self.text.startswith("有余", end):
            end += 2 if word == "有" else 1
            if word == "来":
                amount = replace(amount, grain=place)
            amount = amount.with_filler(place, "来" if word == "来" else "多")
            yield replace(core, amount=amount, end=end, plain=False)
        elif half:
            yield replace(core, amount=amount, end=end, plain=False)

    # -- 成 and 折

    def tenths(self, numeral: Numeral, at: int) -> Iterator[Core]:
        tenth = Fraction(1, 10)
        core = Core(numeral.amount.times(tenth), numeral, RATIO, at, tenth, surface="成")
        exact = numeral.amount.exact and numeral.amount.value is not None
        if exact and self.text.startswith("半", at):
            share = Fraction(1, 20)
            amount = replace(core.amount.plus(share), grain=share, fill=share)
            if self.text[at + 1 : at + 2] in ("多", "余"):  # 一成半多
                yield replace(core, amount=amount.with_filler(share, "多"), end=at + 2, plain=False)
            yield replace(core, amount=amount, end=at + 1, plain=False)
        for digit in self.numerals.quietly(at) if exact else ():
            if (digit.chinese_digit or len(digit.digits) == 1) and digit.amount.value:  # but 五成〇 is none
                hundredth = Fraction(1, 100)
                amount = replace(core.amount.plus(digit.amount.value * hundredth), grain=hundredth)
                yield replace(core, amount=amount, end=digit.end, plain=False)
        yield from self.behind(core)
        yield core

    def discount(self, numeral: Numeral, end: int) -> Iterator[Core]:
        """A pair of digits other than 10 are hundredths: 85折, 七八折."""
        if numeral.pair == "span" or numeral.half:
            return
        filled = re.fullmatch("([0-9]{2})[余多]", self.text[numeral.start : numeral.end])  # 30余折
        digits = filled.group(1) if filled else numeral.digits
        hundredths = len(digits) == 2 and digits != "10"
        factor = Fraction(1, 100 if hundredths else 10)
        amount = numeral.amount.times(factor)
        if self.policy.strict and amount.hi is not None and amount.hi > 1:
            return
        core = Core(amount, numeral, RATIO, end, factor, surface="折")
        yield from self.behind(core)
        yield core

    # -- composites

    def lengthen(self, core: Core, prefix: str) -> Iterator[Core]:
        """2小时30分钟, 1米75."""
        yield from self.composite(core, core, Fraction(1))
        yield core

    def composite(self, whole: Core, last: Core, ratio: Fraction) -> Iterator[Core]:
        unit = last.unit
        if (not whole.plain and whole is last) or not last.plain or unit.kind != "measure":
            return
        if not whole.amount.exact or whole.amount.value is None:
            return
        yield from self.chinese_decimals(whole, last, ratio)
        start = last.end + self.text.startswith("零", last.end)
        for numeral in self.numerals.quietly(start):
            if unit.code in ("m", "s") and numeral.arabic and not numeral.decimals and start == last.end:
                place = Fraction(1, 10 ** len(numeral.digits or "0"))
                if numeral.digits and len(numeral.digits) <= 3 and last.numeral.decimals == 0:
                    amount = Amount.point(numeral.amount.value, 1).times(place * ratio).plus(whole.amount.value)
                    yield replace(whole, amount=amount.flagged(*whole.amount.flags), end=numeral.end, plain=False)
            for core in self.parts_of_composite(numeral, unit):
                share = ratio * core.unit.factor / unit.factor
                amount = core.amount.times(share).plus(whole.amount.value).flagged(*whole.amount.flags)
                longer = replace(whole, amount=amount, end=core.end, plain=True)
                yield from self.composite(replace(longer, plain=True), core, share)
                yield replace(longer, plain=False)

    def chinese_decimals(self, whole: Core, last: Core, ratio: Fraction) -> Iterator[Core]:
        """一米八三: digits one by one behind one digit and 米 or 秒 (docs/semantics.md)."""
        written = self.text[last.numeral.start : last.numeral.end]
        digits = re.compile("[零〇一二三四五六七八九]{1,3}").match(self.text, last.end)
        if last.unit.code not in ("m", "s") or written not in tuple("一二三四五六七八九两十") or not digits:
            return
        if re.compile("[点點余餘多几]|分之|来").match(self.text, digits.end()) or longest(
            self.text, digits.end(), FORMS
        ):
            return
        value = Fraction(int("".join(map(ONE_BY_ONE.get, digits.group()))), 10 ** len(digits.group()))
        grain = Fraction(1, 10 ** len(digits.group()))
        amount = replace(whole.amount.plus(value * ratio), grain=grain * ratio)
        yield replace(whole, amount=amount, end=digits.end(), plain=False)

    def parts_of_composite(self, numeral: Numeral, above: Unit) -> Iterator[Core]:
        if numeral.pair or numeral.half or not numeral.amount.exact or numeral.amount.value is None:
            return
        for form in longest(self.text, numeral.end, FORMS):
            code = {"s": "min", "[mu_cn]": "[fen_mu_cn]"}.get(above.code if above.dimension != "s" else "s")
            unit = UNITS[code] if form == "分" and code else UNITS[FORMS[form]]
            if unit.kind == "measure" and unit.dimension == above.dimension and unit.factor < above.factor:
                core = Core(numeral.amount, numeral, unit, numeral.end + len(form))
                yield from self.behind(core)
                yield core
