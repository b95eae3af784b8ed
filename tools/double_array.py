# SPDX-License-Identifier: MIT
"""A double-array trie over small integers, as csrc/lexicon.h walks it: cell = (base, check, word)."""

from __future__ import annotations


ROOT = 1
LIMIT = 0xFFFF


class TrieTooLarge(ValueError):
    """The trie has more cells than 16 bits can number."""


def build(words: dict[tuple[int, ...], int], symbols: int) -> list[tuple[int, int, int]]:
    """Cells of a trie that maps each sequence of symbols (1 … symbols-1) to a positive number."""
    tree: dict = {}
    for word, value in words.items():
        node = tree
        for symbol in word:
            node = node.setdefault(symbol, {})
        node[0] = value

    base = {ROOT: 0}
    check = {0: 0, ROOT: 0}
    value_at: dict[int, int] = {}
    free_from = ROOT + 1
    queue = [(ROOT, tree)]
    for state, node in queue:
        if 0 in node:
            value_at[state] = node[0]
        children = sorted(symbol for symbol in node if symbol)
        if not children:
            continue
        while free_from in check:
            free_from += 1
        start = max(0, free_from - children[0])
        while any(start + symbol in check for symbol in children):
            start += 1
        base[state] = start
        for symbol in children:
            check[start + symbol] = state
            queue.append((start + symbol, node[symbol]))

    # One lookup never needs a bounds check: base + the largest symbol stays inside.
    size = max(base.values(), default=0) + symbols
    if size > LIMIT:
        raise TrieTooLarge(f"a trie of {size} cells; {LIMIT} is the most 16 bits can number")
    return [(base.get(i, 0), check.get(i, 0), value_at.get(i, 0)) for i in range(size)]


def pages(symbol_of: dict[int, int]) -> tuple[list[int], list[list[int]]]:
    """Two levels for the Basic Multilingual Plane: page of code point >> 6, symbol at code point & 63."""
    found: list[list[int]] = [[0] * 64]
    index = [0] * 1024
    for code_point, symbol in sorted(symbol_of.items()):
        if code_point > 0xFFFF:
            raise ValueError(f"U+{code_point:X} is outside the Basic Multilingual Plane")
        if not index[code_point >> 6]:
            index[code_point >> 6] = len(found)
            found.append([0] * 64)
        found[index[code_point >> 6]][code_point & 63] = symbol
    return index, found
