# SPDX-License-Identifier: MIT
"""Reads csrc/lexicon.toml, refuses what cannot be meant, and hands out plain tables for tools/gen_tables.py."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path


class RefusedError(ValueError):
    """The lexicon says something that cannot be."""


CURRENCY_CODES = range(1, 256)
UNIT_CODES = range(256, 0xFFF0)
POLICY_CODES = {"currency": 0xFFFF, "dollar": 0xFFFE}
GUARD_SIDES = ("after", "before")
CHOICE, KEEP_LIMIT = 0x80, 0x0F
WHENS = ("always", "bare_scale", "time", "unit", "fraction", "few")
ATOMS = (
    "find",
    "parse",
    "greedy",
    "scaled",
    "decimal",
    "arabic",
    "upper",
    "money_prefix",
    "signed",
    "above24",
    "next_digit",
    "next_punct",
    "next_han",
    "long",
    "per",
    "pair",
)
PLACES = ("prefix", "infix", "filler", "suffix", "aggregate", "neg", "tolerance", "digit")
AFFINE = {"none": 0, "affine": 1, "log2": 2}
# Words that the grammar looks for to the left of a number; only these are in the reverse trie.
LOOK_BACK = {
    "MONEY_PREFIX",
    "PREFIX",
    "AGGREGATE",
    "NEG",
    "LINK",
    "MINUS",
    "FENZHI",
    "PLUS",
    "BELOW_ZERO",
    "ABOVE_ZERO",
    "LOSS",
    "MEAN",
    "PER",
    "GROW",
    "DECLINE",
    "FROM",
    "BETWEEN",
    "CHANGE_TO",
    "CHANGE_TIME",
    "TOLERANCE",
    "DATE_BEFORE",
    "CODE_NAME",
    "NUMBERS",
}

# Columns of each section: required, optional.
COLUMNS = {
    "kind": ({"names"}, set()),
    "relation": ({"names"}, set()),
    "flag": ({"names"}, set()),
    "status": ({"names"}, set()),
    "variants": ({"variant", "character"}, set()),
    "numeral": ({"class", "forms"}, set()),
    "letter_scale": ({"forms"}, set()),
    "digit_pair": ({"forms"}, set()),
    "lexeme": ({"forms", "relation"}, {"value", "lo", "hi", "lo_open", "hi_open", "flag", "unit"}),
    "cue": ({"id", "code", "place", "forms"}, {"relation", "flag", "when", "outright"}),
    "word": ({"role", "forms"}, {"open"}),
    "part": ({"name", "after", "unit"}, set()),
    "mean": ({"forms", "unit"}, set()),
    "unit": (
        {"id", "code", "zh", "kind", "dimension"},
        {"factor", "canonical", "integer", "affine", "decimals", "forms", "noun_forms", "name"},
    ),
    "currency": ({"id", "code", "zh"}, {"forms", "prefix", "yuan", "dollar", "jiao"}),
    "policy_unit": ({"id"}, {"forms", "prefix"}),
    "subunit": ({"unit", "exp", "forms"}, set()),
    "choice": ({"forms", "senses"}, set()),
    "guard": ({"side", "forms"}, {"allow"}),
    "label": ({"forms"}, set()),
    "date_word": ({"id", "place", "forms"}, set()),
}
SENSE_COLUMNS = {"unit", "exp", "flag", "when", "prev", "next"}


@dataclass
class Lexicon:
    """The lexicon with codes instead of names.  Spellings are folded."""

    roles: list[str]
    date_words: list[str]
    names: dict[str, list[str]] = field(default_factory=dict)  # kind, relation, flag, status
    fold: dict[str, str] = field(default_factory=dict)
    numerals: dict[str, tuple[str, int]] = field(default_factory=dict)  # character → class, value
    symbols: dict[str, str] = field(default_factory=dict)  # name in C → character
    units: list[dict] = field(default_factory=list)  # currencies too, by code
    cues: list[dict] = field(default_factory=list)
    lexemes: list[dict] = field(default_factory=list)
    parts: list[tuple[int, int, int]] = field(default_factory=list)  # units: name, after, what is meant
    choices: list[dict] = field(default_factory=list)
    forward: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # spelling → role → (arg, code)
    guards_before: dict[str, str] = field(default_factory=dict)  # spelling → GUARD or ALLOW


def exact(text: object, where: str) -> Fraction:
    """ "2000/3" as a fraction; a TOML float would already have lost digits."""
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+(\.\d+)?(/\d+)?", text):
        raise RefusedError(f'{where}: {text!r} is no number such as "2000/3"')
    top, _, bottom = text.partition("/")
    if bottom and not int(bottom):
        raise RefusedError(f"{where}: {text!r} divides by zero")
    return Fraction(top) / Fraction(bottom or "1")


def as_number(value: Fraction | None) -> str:
    """A C initializer of aid_number: coef × 10^exp / den, den without the factors 2 and 5."""
    if value is None:
        return "{AID_NULL, 0, 1}"
    coef, den, exp = value.numerator, value.denominator, 0
    while den % 10 == 0:
        den, exp = den // 10, exp - 1
    for prime, other in ((2, 5), (5, 2)):
        while den % prime == 0:
            den, coef, exp = den // prime, coef * other, exp - 1
    while coef and coef % 10 == 0:
        coef, exp = coef // 10, exp + 1
    if abs(coef) >= 2**63 or den >= 2**32:
        raise RefusedError(f"{value} does not fit an aid_number")
    return f"{{INT64_C({coef}), {exp if coef else 0}, {den}}}"


def roles_of(header: str) -> list[str]:
    """The names of enum aid_role, in order: lexicon.h is where roles are defined."""
    return re.findall(r"^\s*AID_ROLE_([A-Z_]+),", header.partition("AID_ROLE_COUNT")[0], re.MULTILINE)


def date_words_of(header: str) -> list[str]:
    """The names of enum aid_date_word, in order."""
    return re.findall(r"^\s*AID_DATE_([A-Z_]+),", header, re.MULTILINE)


class Reader:
    def __init__(self, document: dict, roles: list[str], date_words: list[str]):
        self.document = document
        self.lexicon = Lexicon(roles, date_words)
        self.unit_code: dict[str, int] = {"": 0, **POLICY_CODES}

    def read(self) -> Lexicon:
        self.check_columns()
        self.read_names()
        self.read_characters()
        self.read_unit_table()
        for section in (
            "unit",
            "currency",
            "policy_unit",
            "subunit",
            "choice",
            "mean",
            "part",
            "cue",
            "word",
            "letter_scale",
            "digit_pair",
            "lexeme",
            "guard",
            "label",
            "date_word",
        ):
            for block in self.document.get(section, []):
                getattr(self, f"read_{section}")(block)
        return self.lexicon

    # ---- shape

    def check_columns(self) -> None:
        for section, blocks in self.document.items():
            if section in ("fold", "symbol"):
                continue
            if section not in COLUMNS:
                raise RefusedError(f"[[{section}]]: no such section")
            required, optional = COLUMNS[section]
            for block in blocks:
                label = f"[[{section}]] {block.get('id') or block.get('forms') or block}"
                if missing := required - block.keys():
                    raise RefusedError(f"{label}: without {', '.join(sorted(missing))}")
                if unknown := block.keys() - required - optional:
                    raise RefusedError(f"{label}: unknown column {', '.join(sorted(unknown))}")

    def read_names(self) -> None:
        for section in ("kind", "relation", "flag", "status"):
            blocks = self.document.get(section, [])
            names = [name for block in blocks for name in block["names"]]
            if len(set(names)) != len(names):
                raise RefusedError(f"[[{section}]]: a name twice")
            self.lexicon.names[section] = names

    def index(self, section: str, name: object, where: str) -> int:
        names = self.lexicon.names[section]
        if name not in names:
            raise RefusedError(f"{where}: {name!r} is no {section}")
        return names.index(name)

    def unit(self, unit_id: str, where: str) -> int:
        if unit_id not in self.unit_code:
            raise RefusedError(f"{where}: {unit_id!r} is no unit")
        return self.unit_code[unit_id]

    def folded(self, spelling: str, where: str) -> str:
        out = "".join(self.lexicon.fold.get(character, character) for character in spelling)
        if not out or any(ord(character) > 0xFFFF for character in out):
            raise RefusedError(f"{where}: {spelling!r} cannot be a spelling")
        return out

    def add(self, spelling: str, role: str, arg: int, code: int, where: str) -> None:
        if role not in self.lexicon.roles:
            raise RefusedError(f"{where}: lexicon.h has no role {role}")
        senses = self.lexicon.forward.setdefault(self.folded(spelling, where), {})
        if senses.setdefault(role, (arg, code)) != (arg, code):
            raise RefusedError(f"{where}: {spelling!r} has two meanings as {role.lower()}")

    # ---- characters

    def read_characters(self) -> None:
        fold = dict(self.document.get("fold", {}))
        for block in self.document.get("variants", []):
            if len(block["variant"]) != len(block["character"]):
                raise RefusedError(f"[[variants]] {block['variant'][:8]}…: the two rows differ in length")
            for variant, character in zip(block["variant"], block["character"], strict=False):
                if fold.setdefault(variant, character) != character:
                    raise RefusedError(f"[[variants]] {variant!r} is folded twice")
        for code_point in range(0xFF01, 0xFF5F):  # full-width ASCII
            fold.setdefault(chr(code_point), chr(code_point - 0xFEE0))
        fold.setdefault("\u3000", " ")
        for variant, character in fold.items():
            if len(variant) != 1 or len(character) != 1:
                raise RefusedError(f"[fold] {variant!r} → {character!r}: one character each")
            if character in fold:
                raise RefusedError(f"[fold] {variant!r} → {character!r} → {fold[character]!r}: a chain")
        self.lexicon.fold = fold
        for block in self.document.get("numeral", []):
            for character, value in block["forms"].items():
                if character in fold or len(character) != 1 or character in self.lexicon.numerals:
                    raise RefusedError(
                        f"[[numeral]] {character!r}: folded, longer than one character, or there already"
                    )
                self.lexicon.numerals[character] = (block["class"].upper(), value)
        for name, character in self.document.get("symbol", {}).items():
            if character in fold or len(character) != 1 or character in self.lexicon.symbols.values():
                raise RefusedError(
                    f"[symbol] {name}: {character!r} is folded, longer than one character, or named twice"
                )
            self.lexicon.symbols[name] = character

    # ---- units

    def read_unit_table(self) -> None:
        taken: dict[int, str] = {}
        for section, codes in (("currency", CURRENCY_CODES), ("unit", UNIT_CODES)):
            for block in self.document.get(section, []):
                unit_id, code = block["id"], block["code"]
                if code not in codes:
                    raise RefusedError(
                        f"[[{section}]] {unit_id}: code {code} is not in {codes.start} … {codes.stop - 1}"
                    )
                if code in taken or unit_id in self.unit_code:
                    raise RefusedError(f"[[{section}]] {unit_id}: code {code} or the id is taken ({taken.get(code)})")
                taken[code] = unit_id
                self.unit_code[unit_id] = code
        for section in ("currency", "unit"):
            for block in self.document.get(section, []):
                where = f"[[{section}]] {block['id']}"
                affine = block.get("affine", "none")
                if affine not in AFFINE:
                    raise RefusedError(f"{where}: affine is none, affine or log2")
                self.lexicon.units.append(
                    {
                        "code": block["code"],
                        "id": block["id"],
                        "zh": block["zh"],
                        "name": block.get("name") or constant(block["id"]),
                        "kind": self.index("kind", block.get("kind", "money"), where),
                        "integer": bool(block.get("integer", False)),
                        "affine": AFFINE[affine],
                        "decimals": bool(block.get("decimals", False)),
                        "dimension": block.get("dimension", f"money:{block['id']}"),
                        "canonical": self.unit(block.get("canonical", block["id"]), where),
                        "factor": exact(block.get("factor", "1"), where),
                        "forms": list(dict.fromkeys([*block.get("forms", []), *block.get("noun_forms", {})])),
                        "yuan": block.get("yuan", False),
                        "dollar": block.get("dollar", False),
                        "jiao": block.get("jiao", False),
                    }
                )
        self.lexicon.units.sort(key=lambda unit: unit["code"])
        names = [unit["name"] for unit in self.lexicon.units]
        if twice := {name for name in names if names.count(name) > 1}:
            raise RefusedError(f"units share the C names {sorted(twice)}: give one of them a name column")

    def read_unit(self, block: dict) -> None:
        where = f"[[unit]] {block['id']}"
        for spelling in block.get("forms", []):
            self.add(spelling, "UNIT", 0, block["code"], where)
        for spelling, kept in block.get("noun_forms", {}).items():
            if not 0 < kept < len(spelling) or kept > KEEP_LIMIT:
                raise RefusedError(f"{where}: {spelling!r} cannot keep {kept} characters")
            self.add(spelling, "UNIT", kept, block["code"], where)

    def read_currency(self, block: dict) -> None:
        code = block.get("code", POLICY_CODES.get(block["id"]))
        where = f"[[currency]] {block['id']}"
        if code is None:
            raise RefusedError(f"{where}: a policy unit is one of {', '.join(POLICY_CODES)}")
        for spelling in block.get("forms", []):
            self.add(spelling, "UNIT", 0, code, where)
        for spelling in block.get("prefix", []):
            self.add(spelling, "MONEY_PREFIX", 0, code, where)

    read_policy_unit = read_currency

    def read_subunit(self, block: dict) -> None:
        where = f"[[subunit]] {block['forms']}"
        code = 0 if block["unit"] == "currency" else self.unit(block["unit"], where)
        if not -3 <= block["exp"] < 0:
            raise RefusedError(f"{where}: exp is −1 … −3")
        for spelling in block["forms"]:
            self.add(spelling, "SUBUNIT", -block["exp"], code, where)

    def read_choice(self, block: dict) -> None:
        where = f"[[choice]] {block['forms']}"
        first = len(self.lexicon.choices)
        senses = block["senses"]
        for at, sense in enumerate(senses):
            if unknown := sense.keys() - SENSE_COLUMNS:
                raise RefusedError(f"{where}: unknown column {', '.join(sorted(unknown))}")
            if unknown := set(sense.get("when", [])) - set(ATOMS):
                raise RefusedError(f"{where}: unknown condition {', '.join(sorted(unknown))}")
            bound = any(sense.get(column) for column in ("when", "prev", "next"))
            if bound == (at == len(senses) - 1):
                raise RefusedError(f"{where}: every sense but the last needs a condition, and the last has none")
            self.lexicon.choices.append(
                {
                    "unit": self.unit(sense["unit"], where),
                    "exp": sense.get("exp", 0),
                    "flag": self.index("flag", sense["flag"], where) + 1 if "flag" in sense else 0,
                    "when": sense.get("when", []),
                    "prev": "|".join(self.folded(word, where) for word in sense.get("prev", [])),
                    "next": "|".join(self.folded(word, where) for word in sense.get("next", [])),
                }
            )
        for spelling in block["forms"]:
            self.add(spelling, "UNIT", CHOICE, first, where)
        for unit in self.lexicon.units:  # shown among the spellings of every unit it can mean
            if unit["code"] in {row["unit"] for row in self.lexicon.choices[first:]}:
                unit["forms"] += [form for form in block["forms"] if form not in unit["forms"]]

    def read_mean(self, block: dict) -> None:
        for spelling in block["forms"]:
            self.add(spelling, "MEAN", 0, self.unit(block["unit"], f"[[mean]] {spelling}"), f"[[mean]] {spelling}")

    def read_part(self, block: dict) -> None:
        where = f"[[part]] {block['name']} after {block['after']}"
        name, after, meant = (self.unit(block[column], where) for column in ("name", "after", "unit"))
        if any((name, after) == part[:2] for part in self.lexicon.parts):
            raise RefusedError(f"{where}: there already")
        self.lexicon.parts.append((name, after, meant))

    # ---- words

    def read_cue(self, block: dict) -> None:
        where = f"[[cue]] {block['id']}"
        if block["place"] not in PLACES or block.get("when", "always") not in WHENS:
            raise RefusedError(f"{where}: place or when is unknown")
        if any(block["code"] == cue["code"] or block["id"] == cue["id"] for cue in self.lexicon.cues):
            raise RefusedError(f"{where}: code {block['code']} or the id is taken")
        if not 0 < block["code"] < 256:
            raise RefusedError(f"{where}: code is 1 … 255")
        self.lexicon.cues.append(
            {
                "id": block["id"],
                "code": block["code"],
                "place": block["place"],
                "forms": block["forms"],
                "relation": self.index("relation", block.get("relation", "eq"), where),
                "when": block.get("when", "always"),
                "flag": self.index("flag", block["flag"], where) + 1 if "flag" in block else 0,
            }
        )
        if block["place"] != "digit":
            for spelling in block["forms"]:
                outright = spelling in block.get("outright", [])
                self.add(spelling, block["place"].upper(), int(outright), block["code"], where)

    def read_word(self, block: dict) -> None:
        for column, arg in (("forms", 0), ("open", 1)):
            for spelling in block.get(column, []):
                self.add(spelling, block["role"].upper(), arg, 0, f"[[word]] {block['role']}")

    def read_label(self, block: dict) -> None:
        for spelling in block["forms"]:
            self.add(spelling, "LABEL", 0, 0, "[[label]]")

    def read_date_word(self, block: dict) -> None:
        where = f"[[date_word]] {block['id']}"
        role = {"after": "DATE", "before": "DATE_BEFORE"}.get(block["place"])
        if role is None or block["id"] not in self.lexicon.date_words:
            raise RefusedError(f"{where}: place is after or before, and lexicon.h has an AID_DATE_ of that id")
        for spelling in block["forms"]:
            self.add(spelling, role, 0, self.lexicon.date_words.index(block["id"]), where)

    def read_guard(self, block: dict) -> None:
        where = f"[[guard]] {block['side']}"
        if block["side"] not in GUARD_SIDES:
            raise RefusedError(f"{where}: side is one of {', '.join(GUARD_SIDES)}")
        if block["side"] == "before":
            for role, column in (("GUARD", "forms"), ("ALLOW", "allow")):
                for spelling in block.get(column, []):
                    if self.lexicon.guards_before.setdefault(self.folded(spelling, where), role) != role:
                        raise RefusedError(f"{where}: {spelling!r} is both a guard and an exception")
            return
        for spelling in block["forms"]:
            self.add(spelling, "GUARD", 0, 0, where)
        for spelling in block.get("allow", []):
            self.add(spelling, "ALLOW", 0, 0, where)

    def read_letter_scale(self, block: dict) -> None:
        for letter, power in block["forms"].items():
            if len(letter) != 1 or not 0 < power < 16:
                raise RefusedError(f"[[letter_scale]] {letter!r}: one letter, a power of ten 1 … 15")
            self.add(letter, "LETTER_SCALE", power, 0, "[[letter_scale]]")

    def read_digit_pair(self, block: dict) -> None:
        for spelling in block["forms"]:
            digits = [self.lexicon.numerals.get(character, ("", -1)) for character in spelling]
            if len(digits) != 2 or any(kind not in ("LOWER", "LIANG", "UPPER") or not value for kind, value in digits):
                raise RefusedError(f"[[digit_pair]] {spelling!r}: two digits 一 … 九, 壹 … 玖 or 两")
            low, high = sorted(value for _, value in digits)
            if low == high:
                raise RefusedError(f"[[digit_pair]] {spelling!r}: the same digit twice")
            self.add(spelling, "PAIR", low * 10 + high, 0, "[[digit_pair]]")

    def read_lexeme(self, block: dict) -> None:
        where = f"[[lexeme]] {block['forms']}"
        relation = block["relation"]
        self.index("relation", relation, where)
        given = {column: exact(block[column], where) if column in block else None for column in ("value", "lo", "hi")}
        value, low, high = given["value"], given["lo"], given["hi"]
        if relation == "eq":
            low, high = value if low is None else low, value if high is None else high
        elif relation in ("gt", "ge", "lt", "le") and low is None and high is None:
            low, high = (value, None) if relation[0] == "g" else (None, value)
        if (value is None and low is None and high is None) or (None not in (low, high) and low > high):
            raise RefusedError(f"{where}: no number, or lo above hi")
        self.lexicon.lexemes.append(
            {
                "forms": block["forms"],
                "value": value,
                "lo": low,
                "hi": high,
                "lo_open": low is None or block.get("lo_open", relation in ("gt", "over")),
                "hi_open": high is None or block.get("hi_open", relation in ("lt", "over")),
                "relation": self.index("relation", relation, where),
                "flag": self.index("flag", block["flag"], where) + 1 if "flag" in block else 0,
                "unit": self.unit(block.get("unit", ""), where),
            }
        )
        for spelling in block["forms"]:
            self.add(spelling, "LEXEME", 0, len(self.lexicon.lexemes) - 1, where)


def constant(name: str) -> str:
    """{person_time} → PERSON_TIME, kW.h → KW_H."""
    out = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper()
    if not out:
        raise RefusedError(f"{name!r} needs a name column: no C name can be made of it")
    return out


def load(path: Path, header: Path) -> Lexicon:
    text = header.read_text(encoding="utf-8")
    return Reader(tomllib.loads(path.read_text(encoding="utf-8")), roles_of(text), date_words_of(text)).read()
