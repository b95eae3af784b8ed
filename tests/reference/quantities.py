"""A number with its unit and every word around it (SPEC 2.6, 3.1, 5.2, 5.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from .amounts import Amount, Numeral, ReadingError
from .approx import Reading, Words, check_derived, compose
from .cores import RATIO, Core, CoreReader, money
from .lexicon import (
    AFTER_FRACTION,
    DOLLARS,
    NEGATIONS,
    SUFFIX_WORDS,
    SYMBOLS,
    TIME_UNITS,
    UNITS,
    YUAN,
    YUAN_CURRENCIES,
    Unit,
    longest,
)
from .policy import Policy
from .prefixes import CURRENCY_NAMES, Prefix, PrefixReader

HALVES = {"过半": "gt", "未过半": "le", "没过半": "le", "没有过半": "le"}
OVER = ("过", *(negation + "过" for negation in NEGATIONS))
PLAIN_BOUNDS = ("以上", "之上", "以下", "之下", "以内", "之内")  # 及以上 says outright that it includes
MARKS = {
    f"({no}{word}{number}": not no
    for no in ("", "不")
    for word, number in (("含", ")"), ("包含", ")"), ("包括", ")"), ("含", "本数)"), ("包括", "本数)"))
}
AGAIN = re.compile(r"\((不?)(?:含|包含|包括)")  # and the number: （含10万元）


@dataclass(frozen=True)
class Quantity:
    prefix: Prefix
    core: Core
    unit: Unit
    suffixes: tuple[str, ...]
    per: tuple[str, ...]
    included: bool | None
    start: int
    end: int
    flags: frozenset = frozenset()

    @property
    def span_end(self) -> int:
        core = self.core
        return core.inside if core.inside and self.end == core.end else self.end

    @property
    def has_unit(self) -> bool:
        return bool(self.core.unit.code) and not (self.core.unit is RATIO and self.core.factor == 1)


class QuantityReader(PrefixReader):
    def __init__(self, text: str, policy: Policy):
        super().__init__(text, CoreReader(text, policy))
        self.policy = policy
        self.starts: set[int] = set()  # where a number was looked for
        self.known: dict[tuple[int, bool], list[Quantity]] = {}

    def at(self, start: int) -> list[Quantity]:
        if (start, True) not in self.known:
            found = list(self.halves(start))
            for prefix in self.prefixes(Prefix(start)):
                found += self.after_prefix(prefix, start)
            self.known[start, True] = found
        return self.known[start, True]

    def halves(self, start: int) -> Iterator[Quantity]:
        """过半: more than one half; 未过半: at most one half."""
        for word in longest(self.text, start, HALVES)[:1]:
            end = start + len(word)
            amount, end = Amount.point(Fraction(1, 2)), end + self.text.startswith("数", end)
            core = Core(amount, Numeral(amount, start, end), RATIO, end, factor=Fraction(1, 10), plain=False)
            prefix = Prefix(start, start, ((HALVES[word], start),))
            yield from self.suffixed(Quantity(prefix, core, RATIO, (), (), None, start, end))

    # -- the number and what follows it

    def after_prefix(self, prefix: Prefix, start: int) -> Iterator[Quantity]:
        self.starts.add(prefix.end)
        cores = list(self.cores.at(prefix.end, prefix.currency))
        furthest = max((core.numeral.end for core in cores), default=0)
        for core in cores:
            if prefix.only_scale and not self.stands_alone(core):
                continue
            if prefix.last_word in OVER and self.text.startswith("过半", prefix.end - 1):
                continue  # 过半 is one word, 过了半 is not
            try:
                unit = self.agree(prefix, core)
            except ReadingError as error:
                if core.numeral.end == furthest:  # of the whole numeral, not of its beginning
                    self.errors.append(error)
                continue
            yield from self.suffixed(Quantity(prefix, core, unit, (), prefix.per, None, prefix.start, core.end))

    def stands_alone(self, core: Core) -> bool:
        """上百, 上十万: a bare scale, with or without 余 or 多."""
        word = self.text[core.numeral.start : core.numeral.end].rstrip("余多来")
        return bool(re.fullmatch("[百千万亿]|[十百千](?:万|亿|万亿)|万亿", word))

    def agree(self, prefix: Prefix, core: Core) -> Unit:
        """5.2: the currency before the number and the one behind it."""
        unit = core.unit
        degrees = unit.code == "{du}" or self.text[core.numeral.end : core.end] == "度"
        if degrees and prefix.zero_scale:
            return UNITS["Cel"]
        if prefix.currency and unit.code and unit.kind != "money":
            raise ReadingError("E_UNIT_CONFLICT", core.numeral.end)
        if not prefix.currency or unit.kind != "money":
            return unit
        if not core.surface:
            return money(prefix.currency)
        before, behind = prefix.currency, unit.code
        yuan = core.surface in (*YUAN, "块钱", "角", "分")
        if yuan and prefix.symbol in ("¥", "￥"):
            return unit
        if yuan:
            if before not in YUAN_CURRENCIES:
                raise ReadingError("E_UNIT_CONFLICT", core.numeral.end)
            return money(before)
        if core.surface == "$" and before in DOLLARS:
            return money(before)
        if (prefix.symbol in ("¥", "￥") and behind == "JPY") or (prefix.symbol == "$" and behind in DOLLARS):
            return unit
        if before != behind:
            raise ReadingError("E_UNIT_CONFLICT", core.numeral.end)
        return unit

    def suffixed(self, quantity: Quantity) -> Iterator[Quantity]:
        text, at = self.text, quantity.end
        for word in longest(text, at, SUFFIX_WORDS):
            relation = SUFFIX_WORDS[word]
            if word in PLAIN_BOUNDS and not self.policy.yishang_inclusive:
                relation = {"ge": "gt", "le": "lt"}[relation]
            yield from self.suffixed(self.with_suffix(quantity, relation, at + len(word)))
        if text[at : at + 1] in AFTER_FRACTION and quantity.unit is RATIO:
            yield from self.suffixed(self.with_suffix(quantity, AFTER_FRACTION[text[at]], at + 1))
        if text.startswith("内", at) and quantity.unit.code in TIME_UNITS:
            yield from self.suffixed(
                self.with_suffix(quantity, "le" if self.policy.yishang_inclusive else "lt", at + 1)
            )
        if text.startswith("起", at) and quantity.has_unit:
            yield from self.suffixed(self.with_suffix(quantity, "ge", at + 1))
        if text.startswith("有余", at) and quantity.core.amount.exact and not quantity.suffixes:
            amount = quantity.core.amount
            if amount.value is not None and amount.fill is not None:
                core = replace(quantity.core, amount=amount.with_filler(amount.fill, "余"))
                yield from self.suffixed(replace(quantity, core=core, end=at + 2))
        for end, included in self.marks(quantity) if quantity.included is None else ():
            yield from self.suffixed(replace(quantity, included=included, end=end))
        if quantity.has_unit:
            yield from self.behind_unit(quantity)
        if text.startswith("±", at):
            yield from self.tolerance(quantity)
        yield quantity

    def marks(self, quantity: Quantity) -> Iterator[tuple[int, bool]]:
        """（含）, （含10万元）: what the number's own end is said of, and where that ends."""
        text, at, core = self.text, quantity.end, quantity.core
        yield from ((at + len(mark), included) for mark, included in MARKS.items() if text.startswith(mark, at))
        opened = AGAIN.match(text, at)
        if opened is None or not core.amount.exact:
            return
        start, included = self.behind_currency(quantity.prefix, opened.end()), not opened.group(1)
        unit = text[core.numeral.end : core.end]
        said = [start + len(text[core.numeral.start : core.end])]
        said = [end for end in said if text[start:end] == text[core.numeral.start : core.end]]
        for numeral in self.cores.numerals.quietly(start):
            if numeral.amount.exact and numeral.amount.value == core.numeral.amount.value:
                said += [
                    *([numeral.end] if core.plain else []),
                    *([numeral.end + len(unit)] if text.startswith(unit, numeral.end) else []),
                ]
        yield from ((end + 1, included) for end in sorted(set(said)) if text.startswith(")", end))

    def behind_currency(self, prefix: Prefix, at: int) -> int:
        """¥500（含¥500）: the currency in front is said again, too."""
        before = prefix.symbol
        for name in longest(self.text, at, CURRENCY_NAMES) if before else ():
            if CURRENCY_NAMES[name] == CURRENCY_NAMES[before] and (name in SYMBOLS) == (before in SYMBOLS):
                end = at + len(name)
                return end + (self.text[end : end + 1] in (" ", "\u00a0"))
        return at

    def with_suffix(self, quantity: Quantity, relation: str, end: int) -> Quantity:
        return replace(quantity, suffixes=(*quantity.suffixes, relation), end=end)

    def behind_unit(self, quantity: Quantity) -> Iterator[Quantity]:
        """/亩, 每小时, /人·年."""
        text, at = self.text, quantity.end
        between = text[at : at + 1]
        if between in ("/", "每") or (between == "·" and quantity.core.per):
            for code, end in self.denominators(at + 1):
                above, below = quantity.unit, UNITS.get(code)
                if below and above.dimension == below.dimension == "s" and above.factor >= below.factor:
                    continue  # 5年|每年
                core = replace(quantity.core, per=(*quantity.core.per, code))
                yield from self.suffixed(replace(quantity, core=core, per=(*quantity.per, code), end=end))

    def tolerance(self, quantity: Quantity) -> Iterator[Quantity]:
        first = quantity.core
        if quantity.has_unit or first.amount.value is None or not first.amount.exact:
            return
        for core in self.cores.at(quantity.end + 1):
            if core.amount.exact and core.amount.value is not None:
                width = core.amount.value
                amount = first.amount.times(core.factor)
                numeral = first.numeral
                if core.numeral.head and not (numeral.large or numeral.small or numeral.scaled):  # 5±0.2万 (4.1 rule 2)
                    amount = amount.times(Fraction(10) ** core.numeral.head).flagged("carried")
                amount = replace(amount, lo=amount.value - width, hi=amount.value + width, relation="±")
                joined = replace(core, amount=amount.flagged("tolerance"), numeral=numeral)
                yield from self.suffixed(replace(quantity, core=joined, unit=core.unit, end=core.end))

    # -- the result

    def words(self, quantity: Quantity) -> Words:
        relations = [relation for relation, _ in quantity.prefix.relations]
        return Words([*relations, *quantity.suffixes], quantity.included)

    def resolve(self, quantity: Quantity, words: Words | None = None, negative: bool | None = None) -> Reading:
        prefix, unit = quantity.prefix, quantity.unit
        amount = quantity.core.amount
        if amount.relation in ("把", "±"):
            amount = replace(amount, relation="approx")
        words = self.words(quantity) if words is None else words
        negative = bool(prefix.negative) if negative is None else negative
        start = min([quantity.core.numeral.start, *(at for _, at in prefix.relations)])
        amount = compose(
            amount,
            words,
            kind=unit.kind,
            unit=unit.code,
            integer=unit.integer,
            negative=negative,
            policy=self.policy,
            start=start,
        )
        flags = set(prefix.flags) | set(amount.flags) | set(quantity.core.flags) | set(quantity.flags)
        if unit.code == "Cel":
            flags.discard("unit_ambiguous")
        per = quantity.per
        if per and (unit.kind in ("ratio", "pp") or unit.code in ("Cel", "[degF]", "K")):
            per = ()
        if per:
            flags.add("per")
        code = "/".join((unit.code, *per))
        reading = Reading(
            unit.kind, amount.value, amount.lo, amount.hi, amount.lo_open, amount.hi_open, amount.relation, code,
            frozenset(flags), amount.grain, start=quantity.start, end=quantity.span_end,
        )  # fmt: skip
        return check_derived(self.grown(reading, prefix), quantity.core.numeral.start)

    def grown(self, reading: Reading, prefix: Prefix) -> Reading:
        """2.6: what growth by so much makes of the old number."""
        value, growth = reading.value, prefix.growth
        flags, factor, direction = set(reading.flags), None, 0
        if reading.unit == "{doubling}":
            whole = value is not None and value.denominator == 1 and value >= 0
            return replace(
                reading, factor=Fraction(2) ** int(value) if whole else None, direction=1 if growth == 2 else 0
            )
        if reading.unit == "{fold}":
            factor = value
        if growth and not prefix.target and reading.unit in ("{fold}", "1"):
            if growth == 2:
                growth = 1
                factor = 1 + value if value is not None else None
                direction = 1
                flags.add("delta")
                return replace(reading, flags=frozenset(flags), factor=factor, direction=direction)
            flags.add("delta")
            direction = growth
            factor = None if value is None else 1 + growth * value
            if growth < 0 and reading.unit == "{fold}":
                factor = None
                flags.add("conflict")
        return replace(reading, flags=frozenset(flags), factor=factor, direction=direction)
