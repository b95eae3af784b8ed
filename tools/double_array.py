# SPDX-License-Identifier: MIT
"""A double-array trie over small integers, as csrc/lexicon.h walks it: cell = (base, check, word)."""

from __future__ import annotations

ROOT = 1
LIMIT = 0xFFFF


class TrieTooLargeError(ValueError):
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
    after: dict[int, int] = {}  # of a taken cell: where to look for the next free one

    def free(cell: int) -> int:
        """The first free cell from this one on."""
        seen = []
        while cell in check:
            seen.append(cell)
            cell = after.get(cell, cell + 1)
        for taken in seen:
            after[taken] = cell
        return cell

    queue = [(ROOT, tree)]
    for state, node in queue:
        if 0 in node:
            value_at[state] = node[0]
        children = sorted(symbol for symbol in node if symbol)
        if not children:
            continue
        first = free(children[0] + 1)  # a base of 0 says that there are none
        while any(first - children[0] + symbol in check for symbol in children):
            first = free(first + 1)
        base[state] = first - children[0]
        for symbol in children:
            check[base[state] + symbol] = state
            queue.append((base[state] + symbol, node[symbol]))

    # One lookup never needs a bounds check: base + the largest symbol stays inside.
    size = max(base.values(), default=0) + symbols
    if size > LIMIT:
        raise TrieTooLargeError(f"a trie of {size} cells; {LIMIT} is the most 16 bits can number")
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
