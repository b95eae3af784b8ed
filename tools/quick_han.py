# SPDX-License-Identifier: MIT
"""Chinese numbers as they should be written, as an automaton over characters: 三千五百, 九百万零四百, 十二, 两万八.

csrc/quick_chinese.c walks it.  What it does not accept is no error: the whole grammar reads that.
"""

from __future__ import annotations

from typing import NamedTuple

from lexicon_source import Lexicon, RefusedError

KINDS = ("END", "ZERO", "DIGIT", "LIANG", "TEN", "HUNDRED", "THOUSAND", "WAN", "YI", "OTHER")
PLACES = {"TEN": 1, "HUNDRED": 2, "THOUSAND": 3}
SECTIONS = {"WAN": 4, "YI": 8}
SLOTS_LOG = 9
HALF = (1 << 32) - 1


class State(NamedTuple):
    """Where a number stands: in a section, the digits in front of 万, 亿 or the end."""

    above: int = 0  # power of ten of the 万 or 亿 in front of the section, 0 none
    top: int | None = None  # place of the section's first digit; None: it has none yet …
    gap: bool = False  # … and 零 stands before it
    last: int = 0  # place of its last digit
    zero: bool = False  # 零 was the last character but a digit, …
    digit: str = ""  # … and this is what was last: DIGIT or LIANG, "" where a scale or 零 was


def put(state: State, place: int) -> State | None:
    """The digit that is waiting takes its place: 零 stands where one is left out, and only there."""
    if state.top is None:
        return State(state.above, place, state.zero, place)
    if place >= state.last or state.zero != (place < state.last - 1):
        return None
    return State(state.above, state.top, state.gap, place)


def close(state: State, weight: int) -> tuple[State, int] | None:
    """The section ends in front of 万 or 亿, or with the number (weight 0): its last state, 两万八's place of 八."""
    elliptic = 0
    if state.digit:
        is_open = state.top is not None
        if state.digit == "LIANG" and (is_open or not (weight or not state.above)):
            return None
        over = state.last if is_open else 0 if weight else state.above
        elliptic = over - 1 if over >= 2 and not state.zero else 0
        placed = put(state, elliptic)
        if placed is None or (elliptic and weight):
            return None
        state = placed
    elif state.zero:
        return None
    if state.top is None and (weight or not state.above):
        return None
    if weight and state.above and weight >= state.above:
        return None
    if state.top is not None and state.above and state.gap != (state.top + weight < state.above - 1):
        return None
    return state, elliptic


def step(state: State, kind: str) -> State | None:
    if kind in SECTIONS:
        closed = close(state, SECTIONS[kind])
        return None if closed is None else State(SECTIONS[kind])
    if state.digit:
        if kind not in PLACES or (state.digit == "LIANG" and kind == "TEN"):
            return None
        return put(state, PLACES[kind])
    if kind == "ZERO":
        starts = state.top is None and not state.above
        return None if state.zero or starts else state._replace(zero=True)
    if kind in ("DIGIT", "LIANG"):
        return state._replace(digit=kind)
    if kind == "TEN" and state == State():
        return put(state, PLACES[kind])
    return None


def automaton() -> tuple[list[list[int]], list[int]]:
    """By state the next one for each kind, 0 none; by state 0, or 1 and the place of a last digit that stands alone."""
    number: dict[State | None, int] = {None: 0, State(): 1}
    waiting, nexts = [State()], [[0] * len(KINDS)]
    ends = [0]
    for state in waiting:
        closed = close(state, 0)
        ends.append(0 if closed is None else 1 + closed[1])
        row = [0]
        for kind in KINDS[1:]:
            after = step(state, kind)
            if after not in number:
                number[after] = len(number)
                waiting.append(after)
            row.append(number[after])
        nexts.append(row)
    return nexts, ends


def kind_of(numeral: tuple[str, int]) -> str:
    by_value = {("SCALE", power): kind for kind, power in PLACES.items()}
    by_value |= {("SECTION", power): kind for kind, power in SECTIONS.items()}
    by_value |= {("LOWER", 0): "ZERO", ("LIANG", 2): "LIANG"}
    return by_value.get(numeral, "DIGIT" if numeral[0] == "LOWER" else "OTHER")


def characters(lexicon: Lexicon) -> dict[int, tuple[int, int]]:
    """By its three bytes: what kind of numeral a character is, and the digit."""
    written = {character: character for character in lexicon.numerals}
    written |= {variant: character for variant, character in lexicon.fold.items() if character in lexicon.numerals}
    found = {}
    for character, folded in written.items():
        code = character.encode()
        kind = kind_of(lexicon.numerals[folded])
        digit = lexicon.numerals[folded][1] if kind in ("DIGIT", "LIANG") else 0
        if len(code) == 3:
            found[int.from_bytes(code, "little")] = (KINDS.index(kind), digit)
        elif kind != "OTHER" and not character.isdigit():
            raise RefusedError(f"{character}: the quick reader knows Chinese numerals of three bytes only")
    return found


def slots(found: dict[int, tuple[int, int]]) -> tuple[int, list[int]]:
    """A factor that sends each to a slot of its own, and the slots: the bytes, the kind and the digit above them."""
    factor = 0x9E3779B1
    for _ in range(1 << 20):
        factor = (factor * 0x2C1B3C6D + 0x297A2D39) & HALF | 1
        at = {(bytes_ * factor & HALF) >> (32 - SLOTS_LOG): bytes_ for bytes_ in found}
        if len(at) == len(found):
            rows = [0] * (1 << SLOTS_LOG)
            for slot, bytes_ in at.items():
                kind, digit = found[bytes_]
                rows[slot] = bytes_ | kind << 24 | digit << 28
            return factor, rows
    raise RefusedError("no factor for the Chinese numerals: tools/quick_han.py needs more slots")


def check_front(lexicon: Lexicon, front: dict, behind: set[str]) -> None:
    """The word in front ends where the first numeral stands: none may go on as a number might (一共, 过半)."""
    for word in front:
        first = next((at for at, character in enumerate(word) if character in lexicon.numerals), len(word))
        rest = word[first:].lstrip("".join(lexicon.numerals))
        state: State | None = State()
        for character in word[first : len(word) - len(rest)]:
            state = state and step(state, kind_of(lexicon.numerals[character]))
        unsafe = word[:first] in front if first else any(unit.startswith(rest) for unit in behind)
        if first < len(word) and state is not None and unsafe:
            raise RefusedError(f"{word!r}: the quick reader would take it for {word[:first]!r} and a number")
