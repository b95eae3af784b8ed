"""Two numbers: ranges with what is carried over, two bounds, enumerated spans, changes (SPEC 3.6, 3.8, 4)."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from .amounts import Amount, ReadingError
from .approx import BOUNDS, UPPER, Reading, Words, check_derived
from .carry import (
    carry_scale,
    check_dimension,
    check_order,
    comparable,
    has_unit,
    opposite,
    right_sign,
    scaled,
    sides,
    single_digit,
    two_yuan,
)
from .change_words import CHANGES, MANNERS, TARGETS, TIMES
from .cores import NUMBER, RATIO, Core, Unit
from .lexicon import CURRENCIES, TIME_UNITS, UNITS, ZEROS, longest
from .policy import Policy
from .quantities import Quantity, QuantityReader
from .windows import WindowReader

CONNECTORS = ("至", "到", "——", "—", "–", "-", "~")
BETWEEN = ("和", "与", *CONNECTORS)
Result = tuple[Callable[[], Reading], int]


def as_pair(core: Core) -> Core:
    """三五至七八个: the pair counts what its partner counts."""
    lo, hi = map(int, core.numeral.digits)
    return replace(core, amount=Amount.interval(lo, hi, "span"))


def rated(left: str, right: str) -> str:
    """每亩3元以上5元以下: the rate in front of the left number holds for the right one."""
    return right if "/" in right else right + left[left.find("/") :] if "/" in left else right


class PhraseReader:
    def __init__(self, text: str, policy: Policy):
        self.text, self.policy = text, policy
        self.quantities = QuantityReader(text, policy)
        self.windows = WindowReader(text, self.quantities)

    # -- every reading from the start of the text, as a function that may still fail, and where it ends

    def readings(self) -> Iterator[Result]:
        yield from self.changes()
        yield from self.windows.readings(self.time_ranges, self.enumerated_at)
        firsts = self.quantities.at(0)
        for quantity in firsts:
            yield (lambda quantity=quantity: self.single(quantity)), quantity.end
            if quantity.core.amount.relation == "span" and self.text.startswith("不等", quantity.end):
                yield (lambda quantity=quantity: self.single(quantity)), quantity.end + 2
        for first in firsts:
            yield from self.ranges(first)
            yield from self.two_bounds(first)
        for quantity in self.enumerated_at(0):
            yield (lambda quantity=quantity: self.quantities.resolve(quantity)), quantity.end
        yield from self.frames()

    def single(self, quantity: Quantity) -> Reading:
        self.windows.check_year(quantity)
        return self.windows.ambiguous(quantity, self.quantities.resolve(quantity))

    # -- ranges

    def time_ranges(self, start: int) -> Iterator[Result]:
        """5至10年 of 未来5至10年."""
        for first in self.quantities.at(start):
            for left, right in self.second_of(first, CONNECTORS):
                if right.unit.code in TIME_UNITS:
                    yield (lambda left=left, right=right: self.range_of(left, right)), right.end

    def second_of(self, first: Quantity, connectors) -> Iterator[tuple[Quantity, Quantity]]:
        for word in longest(self.text, first.end, connectors):
            for second in self.quantities.at(first.end + len(word)):
                yield first, second

    def ranges(self, first: Quantity) -> Iterator[Result]:
        for left, right in self.second_of(first, CONNECTORS):
            end = right.end + 2 * self.text.startswith("不等", right.end)
            yield (lambda left=left, right=right: self.range_of(left, right)), end

    def frames(self) -> Iterator[Result]:
        """介于…之间 is inside the span, 从 is not."""
        text = self.text
        for word in ("介于", "在", "从", "由", "自", ""):
            if not text.startswith(word):
                continue
            connectors = BETWEEN if word in ("介于", "在", "") else CONNECTORS
            for first in self.quantities.at(len(word)):
                for left, right in self.second_of(first, connectors):
                    closed = text.startswith("之间", right.end)
                    if not closed and word in ("介于", "在", ""):
                        continue
                    end = right.end + 2 if closed else right.span_end
                    start = 0 if word in ("介于", "在") else left.start

                    def make(left=left, right=right, start=start, end=end) -> Reading:
                        return replace(self.range_of(left, right), start=start, end=end)

                    stop = right.end + 2 * closed
                    yield make, stop + 2 * text.startswith("不等", stop)

    def range_of(self, left: Quantity, right: Quantity) -> Reading:
        left_unit = left.core.end > left.core.numeral.end
        if left.core.numeral.pair == "digits" and not has_unit(left.core) and has_unit(right.core):  # 三五至七八个
            left = replace(left, core=as_pair(left.core))
        left, right, carried = self.carry(left, right)
        check_dimension(left.unit, right.unit, right.core.numeral.end)
        relations = [relation for relation, _ in left.prefix.relations]
        whole = [relation for relation in relations if relation in BOUNDS and not left.prefix.only_scale]
        facing = bool(whole) and sides(left) == {"up"} and sides(right) == {"down"}  # 超过3万至不足5万元 (3.8, rule 7)
        whole = [] if facing else whole
        near = [
            relation
            for relation in relations
            if relation in ("near", "above") or (relation in BOUNDS and relation not in whole)
        ]
        hedged = "approx" in relations or (
            "approx" in right.suffixes
            and "approx" not in left.suffixes
            and right.core.amount.exact
            and not right.prefix.relations
        )
        both = (
            left.prefix.negative in ("零下", "负") and not left_unit and has_unit(right.core) and not right_sign(right)
        )
        first = self.quantities.resolve(left, Words([*near, *left.suffixes], left.included))
        own = [relation for relation, _ in right.prefix.relations]
        suffixes = [relation for relation in right.suffixes if not (hedged and relation == "approx")]
        words = Words([*own, *suffixes], right.included)
        second = self.quantities.resolve(right, words, negative=True if both else None)
        factor = left.unit.factor / right.unit.factor
        lo, hi = scaled(first.lo, factor), second.hi
        lo_open = first.lo_open or left.included is False
        hi_open = second.hi_open or right.included is False
        if both:
            ends = [(scaled(first.lo, factor), first.lo_open), (second.lo, second.lo_open)]
            highs = [(second.hi, second.hi_open), (scaled(first.hi, factor), first.hi_open)]
            lo, lo_open = min(ends, key=lambda end: (-math.inf if end[0] is None else end[0], end[1]))
            hi, hi_open = max(highs, key=lambda end: (math.inf if end[0] is None else end[0], not end[1]))
        check_order(lo, hi, lo_open, hi_open, right.core.numeral.start)
        flags = (first.flags | second.flags) | ({"carried"} if carried else set()) | ({"hedge"} if hedged else set())
        relation = "range"
        for word in sorted(whole, key=("lt", "le", "ge", "gt").index)[-1:]:
            # ≥3至5元（不含）: what stands behind a bound is said of it
            if right.included is not None and not suffixes:
                word = (word[0] + "e") if right.included else (word[0] + "t")
            relation = word
            if word in UPPER:
                hi, hi_open, lo_open = None, True, lo_open or word == "gt"
            else:
                lo, lo_open, hi_open = self.least(right.unit, hi), False, hi_open or word == "lt"
                lo_open = lo is None
        unit = rated(first.unit, second.unit)
        base = replace(second, direction=first.direction or second.direction, factor=None)
        reading = replace(
            base, value=None, lo=lo, hi=hi, lo_open=lo_open, hi_open=hi_open, relation=relation, unit=unit,
            flags=frozenset(flags), grain=None, start=left.start, end=right.span_end,
        )  # fmt: skip
        return check_derived(reading, left.core.numeral.start)

    def least(self, unit: Unit, hi):
        minimum = self.policy.nat_min and unit.kind != "number" and unit.code != "Cel"
        return Fraction(0) if minimum and (hi is None or hi >= 0) else None

    def carry(self, left: Quantity, right: Quantity) -> tuple[Quantity, Quantity, bool]:
        """4.1: unit, section scale and 百 or 千 to the left; only the unit and 百分之 to the right."""
        carried = False
        one, two = left.core, right.core
        if one.numeral.fraction and one.numeral.parts and not two.numeral.fraction and two.unit is NUMBER:
            below = one.numeral.parts[0].amount.value
            if two.numeral.pair == "digits":  # 百分之三至七八
                lo, hi = map(int, two.numeral.digits)
                two = replace(two, amount=Amount.interval(lo, hi, "span"))
            two = replace(two, amount=two.amount.times(1 / below), unit=RATIO)
            return left, replace(right, core=two, unit=RATIO), False
        right_has, left_has = has_unit(two), has_unit(one)
        if right.prefix.currency and not left_has and not left.prefix.currency:  # 60至美元202
            right_has = True
        if (
            one.numeral.fraction
            and not one.numeral.parts
            and one.unit is RATIO
            and right_has
            and two.unit.kind != "ratio"
        ):
            left_has = False  # 三分之一至二分之一亩
        if not one.surface and not (left_has and one.unit.kind != "money"):
            scaled_core = carry_scale(one, two)
            carried = scaled_core is not one
            one = scaled_core
        if right_has and not left_has:
            temperature = right.unit
            amount = one.amount.times(Fraction(1, 10) if two.surface == "折" else two.factor)
            one = replace(one, amount=amount, unit=two.unit, factor=two.factor, surface=two.surface)
            if one.unit.kind == "money" and left.prefix.currency:
                left = replace(left, core=one)
                unit = self.quantities.agree(left.prefix, one)
                return replace(left, unit=unit), replace(right, unit=unit), carried
            if left.prefix.zero_scale and right.unit.code == "{du}":
                temperature = UNITS["Cel"]
            flags = one.flags | two.flags
            one = replace(one, flags=flags)
            return replace(left, core=one, unit=temperature), replace(right, unit=temperature), True
        if left_has and not right_has:
            two = replace(two, amount=two.amount.times(one.factor), unit=one.unit)
            return replace(left, core=one), replace(right, core=two, unit=left.unit), carried
        if left.prefix.zero_scale and right.unit.code == "{du}":
            right = replace(right, unit=UNITS["Cel"])
        unit = left.unit
        if left.prefix.currency and right.unit is NUMBER:
            right = replace(right, unit=left.unit)
        if left.prefix.currency and right.unit.kind == "money" and not right.prefix.currency:
            unit = self.quantities.agree(left.prefix, two) if two.surface else left.unit
            right = replace(right, unit=unit)
            if left.core.surface == "":
                left = replace(left, unit=unit)
        return replace(left, core=one), right, carried

    # -- two bounds, and digits joined by 、

    def two_bounds(self, first: Quantity) -> Iterator[Result]:
        text = self.text
        if not sides(first):
            return
        for word in ("", "、", ",", "且", "但"):
            if not text.startswith(word, first.end):
                continue
            unit = first.core.end > first.core.numeral.end
            if not unit and not first.suffixes and longest(text, first.end, CURRENCIES):
                continue  # 超过400|日元: the currency is that of the number before it
            if not word and not first.suffixes and not unit and not self.quantities.bounded_at(first.end):
                continue
            for second in self.quantities.at(first.end + len(word)):
                touching = not word and unit and not first.suffixes and not second.prefix.relations
                if second.core.numeral.half and (touching or not second.has_unit):
                    continue  # 三斤半|以内, 三斤半|斤以内
                parted = word or unit or first.suffixes or second.prefix.relations  # something between the two numbers
                joined = word or not has_unit(first.core) or comparable(first.unit, second.unit)
                if parted and joined and opposite(first, second):
                    yield (lambda second=second: self.bounds_of(first, second)), second.end

    def bounds_of(self, first: Quantity, second: Quantity) -> Reading:
        carried = False
        if not has_unit(first.core):
            first, second, carried = self.carry(first, second)
        check_dimension(first.unit, second.unit, second.core.numeral.end)
        one, two = self.quantities.resolve(first), self.quantities.resolve(second)
        factor = first.unit.factor / second.unit.factor
        one = replace(one, lo=scaled(one.lo, factor), hi=scaled(one.hi, factor))
        below, above = (one, two) if sides(first) == {"up"} else (two, one)
        check_order(below.lo, above.hi, below.lo_open, above.hi_open, second.core.numeral.start)
        flags = one.flags | two.flags | ({"carried"} if carried else set())
        reading = replace(
            two, value=None, lo=below.lo, hi=above.hi, lo_open=below.lo_open, hi_open=above.hi_open, relation="range",
            unit=rated(one.unit, two.unit), flags=frozenset(flags), grain=None, start=first.start, end=second.span_end,
            direction=one.direction or two.direction, factor=None,
        )  # fmt: skip
        return check_derived(reading, first.core.numeral.start)

    def enumerated_at(self, start: int) -> Iterator[Quantity]:
        """6、7个小时: consecutive digits before a time or count unit are a span."""
        for first in self.quantities.at(start):
            if not self.text.startswith("、", first.end) or has_unit(first.core) or not single_digit(first):
                continue
            for second in self.quantities.at(first.end + 1):
                core = second.core
                counted = (
                    second.unit.kind == "count" and second.unit.dimension not in ("{du}", "{fen}")
                ) or second.unit.code in TIME_UNITS
                quarters = re.compile("季度").match(self.text, core.numeral.end)
                listed = self.text[core.end - 1] in "号日届批级" or quarters  # dates or labels (4.2)
                follows = single_digit(second) and core.amount.value == first.core.amount.value + 1
                if counted and follows and not listed:
                    amount = replace(core.amount, value=None, lo=first.core.amount.lo, relation="span")
                    per = (*first.prefix.per, *second.per)
                    core = replace(core, amount=amount)
                    whole = replace(second, core=core, prefix=first.prefix, per=per, start=first.start)
                    yield whole

    # -- changes

    def changes(self) -> Iterator[Result]:
        text = self.text
        for word in ("由", "从", "自", ""):
            if not text.startswith(word) or (not word and "→" not in text):
                continue
            for first in self.dated(len(word)):
                if word:
                    manner = next(manner for manner in MANNERS if text.startswith(manner, first.end))
                    at = first.end + len(manner)
                    ends = [
                        at + len(verb) + len(target)
                        for verb in longest(text, at, CHANGES)
                        for target in longest(text, at + len(verb), TARGETS)[:1]
                    ]
                else:
                    ends = []
                if text.startswith("→", first.end):
                    ends.append(first.end + 1)
                for end in ends:
                    for second in self.dated(end):
                        yield (lambda first=first, second=second: self.change_of(first, second)), second.end

    def dated(self, start: int) -> Iterator[Quantity]:
        """A date and 的 before a number are skipped: 2015年的3.2万户."""
        from .dates import DateReader

        for _, end in DateReader(self.text).readings(start):
            if self.text.startswith("的", end):
                yield from self.quantities.at(end + 1)
        for word in longest(self.text, start, TIMES):
            yield from self.quantities.at(start + len(word))
        yield from self.quantities.at(start)

    def change_of(self, first: Quantity, second: Quantity) -> Reading:
        carried = False
        shared = bool(first.prefix.currency) and second.unit is NUMBER  # 由美元十增至二十
        bare = not has_unit(first.core) and not first.prefix.currency
        shared = shared or (bare and bool(second.prefix.currency))  # 由316降至美元700
        if bare and first.core.numeral.pair == "digits" and second.unit is not NUMBER:  # 从八九增至十五户
            first = replace(first, core=as_pair(first.core))
        if has_unit(first.core) != has_unit(second.core) or shared or not has_unit(second.core):
            first, second, carried = self.carry(first, second)
        if first.prefix.currency and not second.prefix.currency and two_yuan(second.core):
            second = replace(second, unit=self.quantities.agree(first.prefix, second.core))
        check_dimension(first.unit, second.unit, second.core.numeral.end)
        per = first.per or second.per
        origin = self.quantities.resolve(replace(first, per=per))
        target = self.quantities.resolve(replace(second, per=per))
        flags = (target.flags | origin.flags | ({"carried"} if carried else set())) - {"delta"}
        change = {
            "kind": "change",
            "relation": "change",
            "flags": frozenset(flags),
            "direction": 0,
        }  # from a level to one
        reading = replace(target, **change, origin=origin, start=0, factor=None)
        return check_derived(reading, first.core.numeral.start)

    # -- errors

    def has_number(self) -> bool:
        numerals = self.quantities.cores.numerals
        return any(char in ZEROS or numerals.quietly(at) or numerals.failed(at) for at, char in enumerate(self.text))

    def reached(self) -> int:
        """How far the words in front of a number go: the residue of E_LEADING begins there."""
        return max(self.quantities.starts, default=0)

    def errors(self) -> list[ReadingError]:
        """What the numerals show where a number was looked for."""
        found = [*(self.quantities.errors if self.has_number() else ()), *self.quantities.cores.numerals.errors]
        for start in self.quantities.starts:
            numerals = self.quantities.cores.numerals.known.get(start, [])
            furthest = max((numeral.end for numeral in numerals), default=0)
            for numeral in numerals:
                if numeral.end < furthest:
                    continue
                after = self.text[numeral.end : numeral.end + 1]
                point = after == "点" and not self.quantities.cores.index_point(numeral)
                if point or after == ".":
                    found.append(ReadingError("E_POINT", numeral.end))
                if (
                    numeral.pair == "illegal"
                    and self.quantities.cores.unit_follows(numeral.end)
                    and after not in ("折", "年")
                ):
                    found.append(ReadingError("E_ADJ_DIGITS", start + 1))
        return found
