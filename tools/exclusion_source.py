# SPDX-License-Identifier: MIT
"""Reads csrc/exclusions.toml and the lists beside it: words in which no quantity is found (SPEC 8.2)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from lexicon_source import Lexicon, RefusedError

REACH = 8  # a word is looked for from at most this many characters before the numeral, minus one
COLUMNS = {"class", "greedy", "forms", "heads", "tails", "void_before_digit", "void_before", "except"}
# After one of these a numeral that follows goes on with it, so the word before is no word (建国三|十五周年).
GOES_ON = ("LOWER", "UPPER", "SCALE", "USCALE", "SECTION", "TENS")


@dataclass(frozen=True)
class Rule:
    allow: bool = False  # a longer text in which the shorter word does not count
    digit: bool = False  # void before a numeral
    greedy: bool = True  # also at level greedy
    before: tuple[str, ...] = ()  # void before one of these


@dataclass
class Exclusions:
    lexicon: Lexicon
    rules: list[Rule] = field(default_factory=lambda: [Rule()])
    entries: dict[str, int] = field(default_factory=dict)  # original characters → index in rules
    traditional: dict[int, str] = field(default_factory=dict)  # for str.translate

    def is_numeral(self, character: str) -> bool:
        return self.lexicon.fold.get(character, character) in self.lexicon.numerals

    def goes_on(self, character: str) -> bool:
        return self.lexicon.numerals.get(self.lexicon.fold.get(character, character), ("", 0))[0] in GOES_ON

    def add(self, form: str, rule: Rule, where: str) -> None:
        if not form or any(ord(character) > 0xFFFF for character in form):
            raise RefusedError(f"{where}: {form!r} cannot be an entry")
        if not rule.allow and not any(self.is_numeral(character) for character in form[:REACH]):
            raise RefusedError(f"{where}: {form!r} has no numeral character among its first {REACH}")
        if rule not in self.rules:
            self.rules.append(rule)
        at = self.rules.index(rule)
        for spelling in {form, form.translate(self.traditional)}:
            if self.rules[self.entries.setdefault(spelling, at)].allow != rule.allow:
                raise RefusedError(f"{where}: {spelling!r} is both an entry and an exception")


def read(exclusions: Exclusions, document: dict, name: str) -> None:
    for section in document.keys() - {"exclusion", "traditional"}:
        raise RefusedError(f"{name}: no such section {section}")
    for block in document.get("exclusion", []):
        where = f"{name}: [[exclusion]] {block.get('class')}"
        if unknown := block.keys() - COLUMNS:
            raise RefusedError(f"{where}: unknown column {', '.join(sorted(unknown))}")
        before = block.get("void_before", [])
        before += [word.translate(exclusions.traditional) for word in before]
        for form in [*block.get("forms", []), *(a + b for a in block.get("heads", []) for b in block.get("tails", []))]:
            exclusions.add(
                form,
                Rule(
                    digit=block.get("void_before_digit", exclusions.goes_on(form[-1:])),
                    greedy=block.get("greedy", True),
                    before=tuple(dict.fromkeys(before)),
                ),
                where,
            )
        for form in block.get("except", []):
            exclusions.add(form, Rule(allow=True), where)


def load(paths: list[Path], lexicon: Lexicon) -> Exclusions:
    exclusions = Exclusions(lexicon)
    for form, roles in lexicon.forward.items():  # 一共, 唯一的: words that say how the next numeral counts
        if "AGGREGATE" in roles and any(map(exclusions.is_numeral, form)):
            exclusions.add(form, Rule(), f"aggregate {form}")
    documents = [(path.name, tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths]
    for name, document in documents:
        for row in document.get("traditional", []):
            if len(row["simplified"]) != len(row["traditional"]):
                raise RefusedError(f"{name}: [[traditional]] {row['simplified'][:8]}…: the two rows differ in length")
            exclusions.traditional.update(str.maketrans(row["simplified"], row["traditional"]))
    for name, document in documents:
        read(exclusions, document, name)
    return exclusions
