# SPDX-License-Identifier: MIT
"""What the vector levels of the index look up: the numerals by their bytes and by the halves of these."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable

from lexicon_source import Lexicon, RefusedError

NEAR_TABLES = 2  # of eight groups, one bit each
ORDERS = (5, 7, 11, 23, 29)  # strides in which the numerals are tried; the best is taken
PUNCTUATION = "，。、；：“”（）《》？！"
SLOTS = 128  # of the numerals of three bytes: seven bits, which AVX-512 looks up at once
ALWAYS = 3000  # how common that is, as a character of so many words

Nibbles = tuple[int, ...]


def numeral_rows(lexicon: Lexicon) -> list[tuple[int, int, set[int]]]:
    """First byte, second byte and the third bytes of the numerals that are three bytes of UTF-8."""
    folded = {variant for variant, character in lexicon.fold.items() if character in lexicon.numerals}
    third: dict[tuple[int, int], set[int]] = {}
    for character in folded | set(lexicon.numerals):
        encoded = character.encode()
        if len(encoded) > 3:
            raise RefusedError(f"{character}: the index knows numerals of at most three bytes of UTF-8")
        if encoded[0] in (0xE0, 0xED):
            raise RefusedError(
                f"{character}: the index takes the bytes before U+1000 and around the surrogates for none"
            )
        if len(encoded) == 3:
            third.setdefault((encoded[0], encoded[1]), set()).add(encoded[2])
    return [(first, second, last) for (first, second), last in sorted(third.items())]


def halves(first: int, second: int, third: int) -> Nibbles:
    return first & 15, second & 15, second >> 4, third & 15, third >> 4


def frequencies(words: Iterable[str], numerals: set[Nibbles]) -> dict[Nibbles, int]:
    """How common the other characters are: in how many of the words, as far as that tells; no text is asked."""
    counts = Counter(character for word in words for character in word)
    counts.update(dict.fromkeys(PUNCTUATION, ALWAYS))
    encoded = {halves(*character.encode()): n for character, n in counts.items() if len(character.encode()) == 3}
    return {nibbles: n for nibbles, n in encoded.items() if nibbles not in numerals}


def cost_of(common: dict[Nibbles, int]) -> Callable[[list[Nibbles]], int]:
    """What a group costs: how common the characters are that go with it by accident, then how many there can be."""
    weights = list(common.values())
    having = [[0] * 16 for _ in range(5)]  # bits of the characters that have a nibble at a place
    for at, nibbles in enumerate(common):
        for place, nibble in enumerate(nibbles):
            having[place][nibble] |= 1 << at
    known: dict[frozenset[Nibbles], int] = {frozenset(): 0}

    def cost(group: list[Nibbles]) -> int:
        key = frozenset(group)
        if key not in known:
            sets = [set(values) for values in zip(*group, strict=True)]
            met = -1
            for place, values in enumerate(sets):
                met &= sum(having[place][nibble] for nibble in values)
            weight = 0
            while met:
                weight += weights[(met & -met).bit_length() - 1]
                met &= met - 1
            known[key] = 64 * weight + math.prod(map(len, sets))
        return known[key]

    return cost


def divided(characters: list[Nibbles], count: int, cost: Callable[[list[Nibbles]], int]) -> list[list[Nibbles]]:
    """Each character in one of so many groups: where it costs least, until none is better elsewhere."""
    groups: list[list[Nibbles]] = [[] for _ in range(count)]

    def put(character: Nibbles) -> int:
        best = min(groups, key=lambda group: cost([*group, character]) - cost(group))
        best.append(character)
        return sum(map(cost, groups))

    for character in characters:
        least = put(character)
    moved = True
    while moved:
        moved = False
        for character in characters:
            next(group for group in groups if character in group).remove(character)
            costs = put(character)
            moved = moved or costs < least
            least = costs
    return groups


def near_tables(lexicon: Lexicon, words: Iterable[str]) -> list[list[int]]:
    """A numeral has a bit in common in the five rows of a table; of the other characters of Chinese words few have."""
    numerals = [halves(first, second, byte) for first, second, last in numeral_rows(lexicon) for byte in sorted(last)]
    cost = cost_of(frequencies(words, set(numerals)))
    orders = ([numerals[at * stride % len(numerals)] for at in range(len(numerals))] for stride in ORDERS)
    fitting = (order for order in orders if len(set(order)) == len(numerals))  # a stride may share a divisor with it
    tried = [divided(order, 8 * NEAR_TABLES, cost) for order in fitting]
    groups = min(tried, key=lambda groups: sum(map(cost, groups)))
    return [
        [
            sum(1 << bit for bit in range(8) if value in {each[row] for each in groups[8 * table + bit]})
            for value in range(16)
        ]
        for table in range(NEAR_TABLES)
        for row in range(5)
    ]


def exact_tables(characters: list[tuple[int, int, set[int]]]) -> tuple[list[list[int]], list[int]]:
    """By first and second byte a number, and by that the bits of the third bytes."""
    row, bits = [[0] * 64 for _ in range(16)], [0]
    for first, second, last in characters:
        row[first & 15][second & 63] = len(bits)
        bits.append(sum(1 << (byte & 63) for byte in last))
    return row, bits


def slot_of(first: int, step: int, third: int) -> int:
    """As index_avx512.c computes it."""
    return ((first + step) ^ third) % SLOTS


def steps(by_second: dict[int, list[tuple[int, int]]], order: list[int]) -> dict[int, int] | None:
    """For each second byte a step that gives each of its numerals a slot of its own; None: one finds no room."""
    found, taken = {}, set()
    for second in order:
        for step in range(SLOTS):
            slots = {slot_of(first, step, third) for first, third in by_second[second]}
            if len(slots) == len(by_second[second]) and not slots & taken:
                found[second] = step
                taken |= slots
                break
        else:
            return None
    return found


def slot_tables(characters: list[tuple[int, int, set[int]]]) -> tuple[list[int], list[int], list[int]]:
    """By the low six bits of a second byte its step; by slot the last two bytes of the numeral that is there.

    An empty slot holds two bytes that lead to another one, whatever the first of three is.
    """
    by_second: dict[int, list[tuple[int, int]]] = {}
    for first, second, thirds in characters:
        by_second.setdefault(second, []).extend((first, third) for third in sorted(thirds))
    order = sorted(by_second, key=lambda second: -len(by_second[second]))
    rng = random.Random(SLOTS)
    for _ in range(1000):
        found = steps(by_second, order)
        if found is not None:
            break
        rng.shuffle(order)
    else:
        raise RefusedError(f"the numerals do not fit into {SLOTS} slots")
    step = [found.get(0x80 | low, 0) for low in range(64)]
    slots = {slot_of(first, found[at], third): (at, third) for at in found for first, third in by_second[at]}
    leads = range(0xE1, 0xF0)
    for slot in set(range(SLOTS)) - slots.keys():
        elsewhere = (third for third in range(0x80, 0xC0) if slot not in {slot_of(f, step[0], third) for f in leads})
        slots[slot] = 0x80, next(elsewhere)
    return step, [slots[slot][0] for slot in range(SLOTS)], [slots[slot][1] for slot in range(SLOTS)]
