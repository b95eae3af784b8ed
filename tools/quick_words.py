# SPDX-License-Identifier: MIT
"""The words that the quick reader (csrc/quick.h) takes without a second look.

The cells of one trie with several roots: each root is a place around a number.  Every word that means anything at that
place is in the trie, so that the longest one is found; a word that needs the whole grammar has the role OTHER there,
and the quick reader gives up on it.

And the slots of one perfect hash, by the bytes of a word and its place: for a word that is all there is at its place,
in front of the digits or behind them to the end of the text.
"""

from __future__ import annotations

from collections.abc import Callable

import double_array
from lexicon_source import POLICY_CODES, Lexicon, RefusedError

PLACES = ("FRONT", "BEHIND", "AFTER")
Cell = tuple[int, str, str]  # code, role, arg
OTHER: Cell = (0, "OTHER", "0")

PREFIX_ROLES = {
    "MONEY_PREFIX",
    "PREFIX",
    "AGGREGATE",
    "NEG",
    "MINUS",
    "PLUS",
    "BELOW_ZERO",
    "ABOVE_ZERO",
    "LOSS",
    "MEAN",
    "PER",
    "GROW",
    "DECLINE",
    "LEXEME",
    "LINK",
    "FROM",
    "BETWEEN",
}
FRAMES = {"FROM", "BETWEEN"}
NUMBER_PARTS = {"FENZHI", "SLASH", "YOU", "TOLERANCE", "FILLER", "INFIX"}
UNIT_ROLES = {"UNIT", "SUBUNIT", "CONNECT", *NUMBER_PARTS}
SUFFIX_ROLES = {"SLASH", "PER", "ZHENG", "QIAN", "SUFFIX", "INCLUSIVE", "EXCLUSIVE"}
GUARDS = {"GUARD", "ALLOW"}
GRAMMAR_OF_ITS_OWN = {"{cheng}", "{zhe}"}  # 七成六, 八五折


class QuickWords:
    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.units = {unit["code"]: unit for unit in lexicon.units}
        self.cues = {cue["code"]: cue for cue in lexicon.cues}

    def words(self) -> dict[str, dict[str, Cell]]:
        """By place: spelling → what it is there."""
        return {
            "FRONT": self.at_place(PREFIX_ROLES, self.in_front),
            "BEHIND": self.at_place(UNIT_ROLES | GUARDS, self.behind),
            "AFTER": self.at_place(SUFFIX_ROLES | GUARDS, self.after),
        }

    def at_place(self, roles: set[str], what: Callable[[str, dict], Cell]) -> dict[str, Cell]:
        found = {}
        for spelling, senses in self.lexicon.forward.items():
            here = {role: sense for role, sense in senses.items() if role in roles}
            if here:
                guard = "GUARD" if "GUARD" in here else "ALLOW"
                found[spelling] = what(spelling, here) if here.keys() - GUARDS else (0, guard, "0")
        return found

    def heads(self, spelling: str) -> set[str]:
        """The roles of the words that the spelling begins with, itself among them."""
        return {role for at in range(len(spelling)) for role in self.lexicon.forward.get(spelling[: at + 1], ())}

    def cue(self, role: str, code: int) -> Cell:
        cue = self.cues[code]
        plain = cue["when"] == "always" and self.lexicon.names["relation"][cue["relation"]] != "eq"
        return (code, role, str(cue["relation"])) if plain else OTHER

    def in_front(self, spelling: str, senses: dict) -> Cell:
        if self.heads(spelling) & FRAMES:
            return OTHER  # 从…到…
        if senses.keys() == {"PREFIX"}:
            return self.cue("CUE", senses["PREFIX"][1])
        if senses.keys() == {"AGGREGATE"}:
            code = senses["AGGREGATE"][1]
            return (code, "AGGREGATE", str(self.cues[code]["flag"]))
        if senses.keys() == {"MONEY_PREFIX"}:
            return (senses["MONEY_PREFIX"][1], "CURRENCY", "0")
        if senses.keys() == {"MINUS"} and spelling != "—":  # a minus in 为—0.4% only
            return (0, "MINUS", "0")
        return OTHER

    def behind(self, spelling: str, senses: dict) -> Cell:
        roles = senses.keys() - GUARDS
        if roles == {"FILLER"}:
            return (senses["FILLER"][1], "FILLER", "0")
        if self.heads(spelling) & NUMBER_PARTS:
            return OTHER  # 分之, and what begins with 多
        if roles == {"CONNECT"}:
            return (0, "CONNECT", "0")
        if roles != {"UNIT"}:
            return OTHER
        arg, code = senses["UNIT"]
        if arg != 0 or code == POLICY_CODES["dollar"] or spelling in ("¥", "￥"):
            return OTHER  # what it means depends on the context, or its noun is outside the span
        return self.unit(code)

    def unit(self, code: int) -> Cell:
        if code == POLICY_CODES["currency"]:
            return (0, "UNIT", "AID_KIND_MONEY | AID_QUICK_YUAN")
        unit = self.units[code]
        kind = self.lexicon.names["kind"][unit["kind"]]
        if kind == "ratio":
            top, bottom = unit["factor"].numerator, str(unit["factor"].denominator)
            tenth = top == 1 and bottom.strip("0") == "1" and unit["id"] not in GRAMMAR_OF_ITS_OWN
            return (len(bottom) - 1, "RATIO", "AID_KIND_RATIO") if tenth else OTHER
        if kind not in ("count", "money", "measure", "pp", "multiple"):
            return OTHER
        canonical = self.units[unit["canonical"]]["name"]
        flags = [f"AID_KIND_{kind.upper()}"]
        flags += ["AID_QUICK_WHOLE"] * unit["integer"]
        flags += ["AID_QUICK_TIME"] * (canonical == "SECOND" or unit["name"] == "D_WORK")
        flags += ["AID_QUICK_COLD"] * (kind == "measure" and canonical == "CELSIUS")
        return (code, "UNIT", " | ".join(flags))

    def after(self, spelling: str, senses: dict) -> Cell:
        roles = senses.keys() - GUARDS
        return self.cue("CUE", senses["SUFFIX"][1]) if roles == {"SUFFIX"} else OTHER


# ---- the perfect hash: csrc/quick.h has the same steps

WORD, HALF = (1 << 64) - 1, (1 << 32) - 1
BUCKETS, SLOTS, LONGEST = 512, 2048, 11
HASHED = {"UNIT", "RATIO", "CUE", "AGGREGATE", "CURRENCY", "MINUS", "CONNECT", "FILLER"}


def key_of(spelling: str, place: int) -> tuple[int, int]:
    """The first eight bytes, and three more below the place."""
    written = spelling.encode()
    return int.from_bytes(written[:8], "little"), int.from_bytes(written[8:], "little") | (place + 1) << 24


def sections(lexicon: Lexicon) -> dict[str, tuple[int, int]]:
    """万 and 亿: their three bytes as a number, and their power of ten."""
    found = [(character, value) for character, (kind, value) in lexicon.numerals.items() if kind == "SECTION"]
    if len(found) != 2 or any(len(character.encode()) != 3 for character, _ in found):
        raise RefusedError("the quick reader knows two sections, 万 and 亿, of three bytes each")
    (small, low), (large, high) = sorted(found, key=lambda item: item[1])
    return {"WAN": (key_of(small, 0)[0], low), "YI": (key_of(large, 0)[0], high)}


def joins_unit(suffix: str, behind: dict[str, Cell]) -> bool:
    """封顶: read from its number or unit on, the longest word takes a part of it (封 is a unit)."""
    words = {spelling for spelling, cell in behind.items() if cell[1] not in GUARDS}
    return any(
        word.removesuffix(suffix[:end]) in words | {""}
        for end in range(1, len(suffix) + 1)
        for word in words
        if word.endswith(suffix[:end])
    )


def hashed(head: int, tail: int) -> int:
    mixed = (head ^ tail * 0x9E3779B97F4A7C15 & WORD) * 0xD6E8FEB86659FD93 & WORD
    return (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93 & WORD


def check_whole(lexicon: Lexicon) -> None:
    """What stands between ， and a digit is looked up as a whole: no word in front of a number goes on over either."""
    for spelling, senses in lexicon.forward.items():
        if senses.keys() & (PREFIX_ROLES | {"CHANGE_TO"} | GUARDS) and set(spelling) & set(",0123456789"):
            raise RefusedError(f"{spelling!r}: a word in front of a number has no comma and no digit")


def as_unit(cell: Cell, head: int, tail: int) -> str:
    """The aid_quick_unit of a word as a C initializer."""
    code, role, arg = cell
    if role not in ("UNIT", "RATIO"):
        return "{0}"
    last = (tail & 0xFFFFFF or head).to_bytes(8, "little").rstrip(b"\0")[-1:]
    plain = int("AID_QUICK_TIME" not in arg and not last.isalpha())
    return f"{{AID_UNIT_ONE, {-code}, {plain}}}" if role == "RATIO" else f"{{{code}, 0, {plain}}}"


def slots(lexicon: Lexicon) -> tuple[list[str], list[int]]:
    """The slots as C initializers, and by bucket how far its words are moved to fall on free ones."""
    check_whole(lexicon)
    keys: dict[tuple[int, int], Cell] = {key_of("", place): (0, "NONE", "0") for place in range(len(PLACES))}
    found = QuickWords(lexicon).words()
    for place, words in enumerate(found.values()):
        for spelling, cell in words.items():
            alone = words is not found["AFTER"] or not joins_unit(spelling, found["BEHIND"])
            if cell[1] in HASHED and len(spelling.encode()) <= LONGEST and alone:
                keys[key_of(spelling, place)] = cell
    buckets: dict[int, list[tuple[int, int]]] = {}
    for key in keys:
        buckets.setdefault(hashed(*key) >> 55, []).append(key)
    taken: dict[int, tuple[int, int]] = {}
    moved = [0] * BUCKETS
    for bucket, members in sorted(buckets.items(), key=lambda item: -len(item[1])):
        for move in range(SLOTS):
            wanted = {((hashed(*key) & HALF) * (2 * move + 1) & HALF) >> 21: key for key in members}
            if len(wanted) == len(members) and not wanted.keys() & taken.keys():
                moved[bucket] = move
                taken |= wanted
                break
        else:
            raise RefusedError("no perfect hash of the quick words: tools/quick_words.py needs more SLOTS")
    rows = ["{0}"] * SLOTS
    for slot, (head, tail) in taken.items():
        code, role, arg = keys[head, tail]
        cell = f"{{0, 0, {code}, AID_QUICK_{role}, {arg}}}"
        rows[slot] = f"{{UINT64_C({head:#x}), {tail:#x}, {cell}, {as_unit(keys[head, tail], head, tail)}}}"
    return rows, moved


def table(lexicon: Lexicon, symbol: dict[str, int]) -> tuple[list[str], dict[str, int]]:
    """The cells as C initializers, and the state of each root."""
    cells: list[Cell] = []
    found: dict[tuple[int, ...], int] = {}
    root = {place: len(symbol) + 1 + at for at, place in enumerate(PLACES)}
    for place, words in QuickWords(lexicon).words().items():
        for spelling, cell in words.items():
            cells.append(cell)
            found[(root[place], *(symbol[character] for character in spelling))] = len(cells)
    built = double_array.build(found, len(symbol) + 1 + len(PLACES))
    rows = []
    for base, check, at in built:
        code, role, arg = cells[at - 1] if at else (0, "", "0")
        rows.append(f"{{{base}, {check}, {code}, {(role and 'AID_QUICK_' + role) or 0}, {arg}}}")
    return rows, {place: built[double_array.ROOT][0] + root[place] for place in PLACES}
