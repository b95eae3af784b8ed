"""Words before a number: relations, aggregators, growth, signs, currencies and rates (SPEC 2.6, 3.1, 5.2, 5.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .amounts import ReadingError
from .change_words import GROWTH, TARGETS
from .cores import CoreReader
from .lexicon import (
    AGGREGATORS,
    CURRENCIES,
    DOLLARS,
    FORMS,
    NEGATIONS,
    PREFIX_WORDS,
    SYMBOLS,
    VERBS,
    YUAN,
    longest,
)

AVERAGES = {
    "人均": "{person}",
    "户均": "{household}",
    "亩均": "[mu_cn]",
    "村均": "{village}",
    "日均": "d",
    "月均": "mo",
    "年均": "a",
}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
DENOMINATORS = CURRENCIES | FORMS | {"分": "min", "月": "mo", "度": "kW.h", "元": "CNY", "日": "d"}
CURRENCY_SIGNS = SYMBOLS
CURRENCY_NAMES = {**CURRENCIES, **CURRENCY_SIGNS}


@dataclass(frozen=True)
class Prefix:
    """What stands before the number."""

    end: int
    start: int | None = None  # where the span begins: behind aggregators and verbs
    relations: tuple[tuple[str, int], ...] = ()
    flags: frozenset = frozenset()
    currency: str = ""
    symbol: str = ""
    per: tuple[str, ...] = ()
    average: bool = False
    negative: str = ""  # 零下 and 负 may cover a range, - belongs to its own number
    zero_scale: str = ""  # 零上 and 零下: the number is a temperature
    only_scale: bool = False  # 上 and 破 before 百 千 万 亿
    growth: int = 0
    target: bool = False  # 增长到
    last_word: str = ""
    signed: bool = False


class PrefixReader:
    def __init__(self, text: str, cores: CoreReader):
        self.text, self.cores = text, cores
        self.errors: list[ReadingError] = []

    # -- before the number

    def prefixes(self, prefix: Prefix) -> Iterator[Prefix]:
        """Every way of reading words up to a number, the longest words first; that with no more word last."""
        text, at = self.text, prefix.end
        begun = replace(prefix, start=at if prefix.start is None else prefix.start)
        for word in longest(text, at, PREFIX_WORDS)[:1]:
            if prefix.last_word in (word, *(negation + word for negation in NEGATIONS)):
                self.errors.append(ReadingError("E_LEADING", at))  # 约约
                continue
            relation = PREFIX_WORDS[word]
            relations = (*prefix.relations, (relation, at))
            only = word in ("上",)
            more = replace(begun, end=at + len(word), relations=relations, only_scale=only, last_word=word)
            if text[more.end : more.end + 1] in VERBS:
                yield from self.prefixes(replace(more, end=more.end + 1))
            yield from self.prefixes(more)
        scale = text[at + 1 : at + 2] in tuple("百千万亿十") and not text.startswith("分之", at + 2)  # 上百分之百
        if text.startswith("上", at) and scale:
            more = replace(
                begun, end=at + 1, relations=(*prefix.relations, ("ge", at)), only_scale=True, last_word="上"
            )
            yield from self.prefixes(more)
        yield from self.aggregators(prefix)
        yield from self.signs(begun)
        yield from self.rates(begun, prefix)
        for name in longest(text, at, CURRENCY_NAMES):
            if begun.currency and not (begun.symbol[0].isalpha() and self.symbol_of(begun.currency, name)):
                continue
            doubled = name.endswith("元") and name[:-1] in CURRENCY_NAMES  # 人民币元
            if name in (*YUAN, "块钱") or name[0] in "元块个枚圆" or doubled:
                continue
            code = CURRENCIES.get(name) or CURRENCY_SIGNS[name]
            if name in SYMBOLS:
                code = self.cores.policy.dollar if name == "$" else self.cores.policy.currency
            end = at + len(name)
            more = replace(begun, currency=begun.currency or code, symbol=begun.symbol or name, last_word=name)
            if text[end : end + 1] in (" ", "\u00a0"):
                yield from self.prefixes(replace(more, end=end + 1))
            yield from self.prefixes(replace(more, end=end))
        yield begun

    def bounded_at(self, start: int) -> bool:
        """A relation word stands in front of what follows, whatever is between them: 负不得低于, 共不足."""
        count = len(self.errors)
        found = any(prefix.relations for prefix in self.prefixes(Prefix(start)))
        del self.errors[count:]
        return found

    def symbol_of(self, currency: str, symbol: str) -> bool:
        """人民币¥500: the name and its symbol; but one symbol behind another says it twice."""
        if symbol in SYMBOLS:
            return currency in (DOLLARS if symbol == "$" else (self.cores.policy.currency, "JPY"))
        return not symbol[0].isalpha() and CURRENCY_NAMES[symbol] == currency

    def aggregators(self, prefix: Prefix) -> Iterator[Prefix]:
        text, at = self.text, prefix.end
        for word in longest(text, at, AGGREGATORS)[:1]:
            if prefix.relations and word in VERBS:
                continue  # 约为: read with 约
            flag = AGGREGATORS[word]
            end = at + len(word)
            end += word == "达到" and text.startswith("了", end)
            more = replace(prefix, end=end, flags=prefix.flags | {flag} - {""}, last_word=word)
            yield from self.prefixes(more)
        for word in longest(text, at, GROWTH)[:1]:
            end = at + len(word)
            longer = any(len(form) > 1 for form in longest(text, end, PREFIX_WORDS))  # 增加|至多于
            followers = longest(text, end, ("了", *TARGETS))
            if followers and not longer:
                target = followers[0] != "了"
                behind = end + len(followers[0])
                grown = replace(prefix, growth=GROWTH[word], last_word=word, start=None)
                if not target and (targets := longest(text, behind, TARGETS)):  # 增长了至, but 增长了|至少
                    yield from self.prefixes(replace(grown, end=behind + len(targets[0]), target=True))
                yield from self.prefixes(replace(grown, end=behind, target=target))
            yield from self.prefixes(replace(prefix, end=end, growth=GROWTH[word], last_word=word, start=None))
        if text.startswith("翻", at):
            end = at + 1 + text.startswith("了", at + 1)
            yield from self.prefixes(replace(prefix, end=end, growth=2, last_word="翻", start=None))
        if text.startswith("负增长", at) and not prefix.signed:
            end = at + 3 + text.startswith("了", at + 3)
            more = replace(prefix, end=end, start=at, negative="负增长", last_word="负增长", signed=True)
            yield from self.prefixes(more)

    def signs(self, prefix: Prefix) -> Iterator[Prefix]:
        text, at = self.text, prefix.end
        if prefix.signed:
            return  # one sign: --5 is none
        for word in ("零下", "零上"):
            if text.startswith(word, at):
                negative = word if word == "零下" else ""
                yield from self.prefixes(
                    replace(prefix, end=at + 2, negative=negative, zero_scale=word, last_word=word, signed=True)
                )
        if text.startswith("负的", at):
            yield from self.prefixes(replace(prefix, end=at + 2, negative="负", last_word="负", signed=True))
        dash = re.compile(r"(?<=[为,:。;(])—(?=[0-9]+(?:\.[0-9]+)?%)").match(text, at)  # 为—0.4%
        if (text[at : at + 1] in ("-", "负") and not text.startswith("负增长", at)) or dash:
            yield from self.prefixes(replace(prefix, end=at + 1, negative=text[at], last_word=text[at], signed=True))
        if text.startswith("+", at):
            yield from self.prefixes(replace(prefix, end=at + 1, last_word="+", signed=True))

    def rates(self, begun: Prefix, prefix: Prefix) -> Iterator[Prefix]:
        """每户, 每百人, 人均."""
        text, at = self.text, begun.end
        for word, code in AVERAGES.items():
            if text.startswith(word, at) and code not in begun.per and len(begun.per) < 2:
                more = replace(begun, per=(*begun.per, code), average=True, flags=begun.flags | {"avg"})
                yield from self.prefixes(replace(more, end=at + len(word), last_word=word))
        if text.startswith("每", at):
            for code, end in self.denominators(at + 1):
                end += text[end : end + 1] in ("为", "达", "均")
                yield from self.prefixes(replace(begun, per=(*begun.per, code), end=end, last_word="每"))
            cores = list(self.cores.at(at + 1))  # 每3户: no rate
            furthest = max((core.numeral.end for core in cores), default=0)
            for core in cores:
                if core.numeral.end < furthest:
                    continue
                exact = core.amount.exact and core.numeral.bare is None and core.unit.code
                if exact and core.plain and core.amount.value not in (1, 10, 100, 1000, 10_000):
                    yield from self.prefixes(replace(prefix, end=core.end, start=None, last_word="每"))

    def denominators(self, at: int) -> Iterator[tuple[str, int]]:
        """A unit, or a power of ten of one: 亩, 百人, 100毫升."""
        text = self.text
        for form in longest(text, at, DENOMINATORS):
            bare = form in (*YUAN, "块钱")
            if form == "两" and self.counts_on(at + len(form)):
                continue
            yield self.cores.policy.currency if bare else DENOMINATORS[form], at + len(form)
        if self.cores.numerals.quietly(at) and self.cores.numerals.failed(at):
            return  # 每十两三千吨
        for numeral in self.cores.numerals.at(at):
            value = numeral.amount.value
            if value is None or not numeral.amount.exact or value < 1 or str(value).rstrip("0") != "1":
                continue
            if text.startswith(("个万", "个亿"), numeral.end):
                continue  # 千个万 is 千万 (2.1)
            for form in longest(text, numeral.end, DENOMINATORS):
                code = DENOMINATORS[form]
                if form == "两" and self.counts_on(numeral.end + len(form)):
                    continue
                yield f"({value}.{code})" if value > 1 else code, numeral.end + len(form)

    def counts_on(self, at: int) -> bool:
        """每两三百万个, 每十两三户: 两 before a digit, scale or classifier is no weight (6, rule 5)."""
        after = self.text[at : at + 1]
        return bool(after) and (after in FORMS or after in "一二三四五六七八九十百千万亿两")
