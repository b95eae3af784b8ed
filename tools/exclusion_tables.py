# SPDX-License-Identifier: MIT
"""The words of csrc/exclusion*.toml as csrc/exclude.c looks for them: by the two characters they begin with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from exclusion_source import REACH, Exclusions
from lexicon_source import RefusedError

PAIR_BITS = 13  # of the hash of two characters, as in csrc/exclude.c
TAIL_MAX = 15  # characters behind the pair
WORDS_MAX = 1 << 17  # where a pair's words may be


@dataclass
class Pair:
    """What two characters in a row can be, for all pairs of one hash."""

    leads: int = 0
    starts: int = 0
    words: int = 0
    forms: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by the pair they begin with


def hash_of_pair(pair: str) -> int:
    first, second = map(ord, pair)
    return (first * 0x9E3779B1 + second * 0x85EBCA77 & 0xFFFFFFFF) >> 32 - PAIR_BITS


def pairs_of(exclusions: Exclusions) -> list[Pair]:
    """By hash: how far from a numeral a pair stands in an entry, and which entries start so and where they have one."""
    pairs = [Pair() for _ in range(1 << PAIR_BITS)]
    for form in exclusions.entries:
        if not 2 <= len(form) <= 2 + TAIL_MAX:
            raise RefusedError(f"exclusion {form!r}: a word has 2 to {2 + TAIL_MAX} characters")
        start = pairs[hash_of_pair(form[:2])]
        start.forms[form[:2]].append(form)
        for offset, character in enumerate(form[:REACH]):
            if exclusions.is_numeral(character):
                start.starts |= 1 << offset
                for distance in range(offset):
                    pairs[hash_of_pair(form[offset - distance - 1 :][:2])].leads |= 1 << distance
    return pairs


def word_list(pairs: list[Pair], entries: dict[str, int]) -> list[int]:
    """
    Of each hash in turn: its pairs and a 0.  Of each pair: both characters, the size of all this, and its words, the
    longest first.  Of each word: rule << 4 | the number of characters behind the pair, and these.
    """
    words = [0]  # where no word starts
    for pair in pairs:
        pair.words = len(words) if pair.forms else 0
        for first_two, forms in sorted(pair.forms.items()):
            tails: list[int] = []
            for form in sorted(forms, key=lambda form: (-len(form), form)):
                tails += [entries[form] << 4 | len(form) - 2, *map(ord, form[2:])]
            words += [*map(ord, first_two), 3 + len(tails), *tails]
        if pair.forms:
            words.append(0)
    if len(words) > WORDS_MAX or len(set(entries.values())) > 1 << 12:
        raise RefusedError("more exclusions than the bits of csrc/exclude.c can number")
    return words
