#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compiles csrc/lexicon.toml and csrc/exclusion*.toml into C tables.

python tools/gen_tables.py            write csrc/lexicon_codes.h, lexicon_symbols.h, lexicon_tables.inc,
                                      quick_tables.inc, exclusion_tables.inc, index_avx2.inc, index_avx512.inc
python tools/gen_tables.py --check    exit 1 if the checked-in files are not what the sources say
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import double_array
import exclusion_source
import exclusion_tables
import lexicon_source
import quick_han
import quick_words
from index_tables import NEAR_TABLES, SLOTS, exact_tables, near_tables, numeral_rows, slot_tables
from lexicon_source import Lexicon, RefusedError, as_number, constant

SOURCES = ("lexicon.toml", "exclusions.toml", "exclusion_places.toml", "exclusion_idioms.toml")
HEAD = "/* SPDX-License-Identifier: MIT */\n/* Made by tools/gen_tables.py from {source}; do not edit. */\n"


def quoted(text: str | None) -> str:
    if text is None:
        return "NULL"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rows(items: Iterable[object], width: int = 118) -> str:
    """Items with commas, as many to a line as fit."""
    lines, line = [], "   "
    for item in items:
        piece = f" {item},"
        if len(line) + len(piece) > width:
            lines.append(line)
            line = "   "
        line += piece
    return "\n".join([*lines, line]) + "\n"


def array(declaration: str, items: Iterable[object]) -> str:
    return f"const {declaration} = {{\n{rows(items)}}};\n"


def each_line(declaration: str, items: Iterable[object]) -> str:
    return f"const {declaration} = {{\n" + "".join(f"    {item},\n" for item in items) + "};\n"


RATE_TAILS = 2  # AID_RATE_TAILS


# ---------------------------------------------------------------- lexicon_codes.h and its lock


def status_name(name: str) -> str:
    return {"ok": "AID_OK", "null": "AID_NULL_ROW"}.get(name, f"AID_{name}")


def codes_of(lexicon: Lexicon) -> dict[str, int]:
    """Every code that ends up in a saved array: "section name" → code."""
    codes = {f"{section} {name}": at for section, names in lexicon.names.items() for at, name in enumerate(names)}
    codes |= {f"unit {unit['id']}": unit["code"] for unit in lexicon.units}
    codes |= {f"cue {cue['id']}": cue["code"] for cue in lexicon.cues}
    return codes


def locked(codes: dict[str, int], lock: Path) -> str:
    """The lock with new codes added; saved arrays hold the old ones, so those stay."""
    known: dict[str, int] = {}
    if lock.exists():
        for line in lock.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                name, _, code = line.rpartition(" ")
                known[name] = int(code)
    for name, code in known.items():
        if codes.get(name) != code:
            now = "gone" if name not in codes else f"now {codes[name]}"
            raise RefusedError(f"{name}: code {code} is in saved arrays and is {now}; codes are only ever added")
    order = sorted(codes.items(), key=lambda item: (item[0].split(" ")[0], item[1]))
    return "# Codes in saved arrays: only ever added to.  Kept by tools/gen_tables.py.\n" + "".join(
        f"{name} {code}\n" for name, code in order
    )


def codes_header(lexicon: Lexicon) -> str:
    def enum(names: Iterable[tuple[str, int]]) -> str:
        return "enum {\n" + "".join(f"    {name} = {code},\n" for name, code in names) + "};\n\n"

    out = [HEAD.format(source="csrc/lexicon.toml"), "#ifndef AID_LEXICON_CODES_H\n#define AID_LEXICON_CODES_H\n\n"]
    out.append(enum((status_name(name), at) for at, name in enumerate(lexicon.names["status"])))
    for section in ("kind", "relation", "flag"):
        if section == "flag":
            out.append("/* Bit numbers. */\n")
        out.append(
            enum((f"AID_{section.upper()}_{constant(name)}", at) for at, name in enumerate(lexicon.names[section]))
        )
    out.append(
        enum(
            [
                ("AID_UNIT_NONE", 0),
                *((f"AID_UNIT_{unit['name']}", unit["code"]) for unit in lexicon.units),
                ("AID_UNIT_COUNT", lexicon.units[-1]["code"] + 1),
            ]
        )
    )
    out.append("".join(f"/* {cue['code']} {cue['id']} */\n" for cue in lexicon.cues))
    last = max(cue["code"] for cue in lexicon.cues)
    out.append(enum([*((f"AID_CUE_{cue['code']}", cue["code"]) for cue in lexicon.cues), ("AID_CUE_COUNT", last + 1)]))
    return "".join(out) + "#endif\n"


# ---------------------------------------------------------------- symbols, words, tries


class Words:
    """Distinct sets of senses, and the tries of the spellings that have them."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.sets: dict[tuple, int] = {}
        forward = {spelling: self.word(senses) for spelling, senses in lexicon.forward.items()}
        looked_back = {
            spelling: {role: sense for role, sense in senses.items() if role in lexicon_source.LOOK_BACK}
            for spelling, senses in lexicon.forward.items()
        }
        backward: dict[str, dict] = {spelling: senses for spelling, senses in looked_back.items() if senses}
        for spelling, role in lexicon.guards_before.items():
            if set(backward.get(spelling, ())) & {"PREFIX", "AGGREGATE", "NEG"}:
                raise RefusedError(f"[[guard]] before: {spelling!r} is a cue itself")
            backward.setdefault(spelling, {})[role] = (0, 0)
        self.backward_words = {spelling: self.word(senses) for spelling, senses in backward.items()}
        self.forward_words = forward

        numerals = list(lexicon.numerals)
        contexts = [word for row in lexicon.choices for side in ("prev", "next") for word in row[side].split("|")]
        spelled = {character for spelling in [*forward, *backward, *contexts] for character in spelling}
        named = [character for character in lexicon.symbols.values() if character not in lexicon.numerals]
        others = sorted(spelled - set(numerals) - set(named))
        self.characters = numerals + named + others  # named ones first, so that new words leave their numbers alone
        self.symbol = {character: at + 1 for at, character in enumerate(self.characters)}

    def word(self, senses: dict[str, tuple[int, int]]) -> int:
        key = tuple(sorted((self.lexicon.roles.index(role), *sense) for role, sense in senses.items()))
        return self.sets.setdefault(key, len(self.sets))

    def symbol_pages(self) -> tuple[list[int], list[list[int]]]:
        of_code_point = {ord(character): symbol for character, symbol in self.symbol.items()}
        for variant, character in self.lexicon.fold.items():
            if character in self.symbol:
                of_code_point[ord(variant)] = self.symbol[character]
        return double_array.pages(of_code_point)

    def trie(self, words: dict[str, int], backwards: bool) -> list[tuple[int, int, int]]:
        step = -1 if backwards else 1
        return double_array.build(
            {
                tuple(self.symbol[character] for character in spelling[::step]): word + 1
                for spelling, word in words.items()
            },
            len(self.characters) + 1,
        )

    def contexts(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Words around a unit as their length and symbols, a list ends with 0; by choice where its two lists start."""
        table, starts = [0], []
        for row in self.lexicon.choices:
            first: list[int] = []
            for side in ("prev", "next"):
                first.append(len(table) if row[side] else 0)
                for word in row[side].split("|") if row[side] else []:
                    table += [len(word), *(self.symbol[character] for character in word)]
                if row[side]:
                    table.append(0)
            starts.append((first[0], first[1]))
        return table, starts

    def edge_roles(self, words: dict[str, int], edge: int) -> list[int]:
        """By symbol: the roles of words that start (edge 0) or end (edge -1) with it."""
        masks = [0] * (len(self.characters) + 1)
        keys = list(self.sets)
        for spelling, word in words.items():
            for role, _, _ in keys[word]:
                masks[self.symbol[spelling[edge]]] |= 1 << role
        return masks


def symbols_header(lexicon: Lexicon) -> str:
    symbol = Words(lexicon).symbol
    named = [
        (f"AID_SYMBOL_{constant(name)} = {symbol[character]},", character)
        for name, character in lexicon.symbols.items()
    ]
    width = max(len(line) for line, _ in named)
    return (
        HEAD.format(source="csrc/lexicon.toml")
        + "#ifndef AID_LEXICON_SYMBOLS_H\n#define AID_LEXICON_SYMBOLS_H\n\nenum {\n"
        + "".join(f"    {line:{width}} /* {character} */\n" for line, character in named)
        + "};\n\n#endif\n"
    )


def lexicon_tables(lexicon: Lexicon, digest: str) -> str:
    words = Words(lexicon)
    index, pages = words.symbol_pages()
    senses: list[str] = []
    entries: list[str] = []
    for key in words.sets:
        mask = 0
        for role, _, _ in key:
            mask |= 1 << role
        entries.append(f"{{UINT64_C({mask:#x}), {len(senses)}, {len(key)}}}")
        senses += [f"{{{role}, {arg}, {code}}}" for role, arg, code in key]

    out = [HEAD.format(source=", ".join(f"csrc/{name}" for name in SOURCES)), "/* clang-format off */\n"]
    out.append(array("uint16_t aid_symbol_page[1024]", index))
    out.append(
        f"const uint16_t aid_symbol_pages[{len(pages)}][64] = {{\n"
        + "".join("{\n" + rows(page) + "},\n" for page in pages)
        + "};\n"
    )
    out.append(f"const uint16_t aid_last_numeral = {len(lexicon.numerals)};\n")
    out.append(array("uint8_t aid_rate_tails[AID_RATE_TAILS][2]", rate_tails(lexicon)))
    out.append(
        array(
            "aid_symbol_info aid_symbol_infos[]",
            ["{AID_CLASS_NONE, 0}", *(f"{{AID_CLASS_{name}, {value}}}" for name, value in lexicon.numerals.values())]
            + ["{0, 0}"] * (len(words.characters) - len(lexicon.numerals)),
        )
    )
    for name, spellings, backwards in (
        ("forward", words.forward_words, False),
        ("backward", words.backward_words, True),
    ):
        masks = words.edge_roles(spellings, -1 if backwards else 0)
        out.append(array(f"uint64_t aid_{name}_roles[]", (f"UINT64_C({mask:#x})" if mask else 0 for mask in masks)))
        cells = words.trie(spellings, backwards)
        out.append("static " + array(f"aid_trie_cell {name}_trie[]", (f"{{{b}, {c}, {v}}}" for b, c, v in cells)))
    out.append("static " + array("aid_word words[]", entries))
    out.append("static " + array("aid_sense senses[]", senses))
    out.append(
        each_line(
            "aid_lexeme aid_lexemes[]",
            (
                f"{{{as_number(row['value'])}, {as_number(row['lo'])}, {as_number(row['hi'])}, {row['relation']}, "
                f"{row['flag']}, {row['unit']}, {str(row['lo_open']).lower()}, {str(row['hi_open']).lower()}}}"
                for row in lexicon.lexemes
            ),
        )
    )
    parts = [*lexicon.parts, (0, 0, 0)]
    out.append(
        array("aid_part_name aid_part_names[]", (f"{{{name}, {after}, {meant}}}" for name, after, meant in parts))
    )
    contexts, starts = words.contexts()
    out.append(array("uint16_t aid_context_words[]", contexts))
    out.append(
        each_line(
            "aid_choice aid_choices[]",
            (
                f"{{{row['unit']}, {row['exp']}, {row['flag']}, "
                f"{' | '.join('AID_IF_' + atom.upper() for atom in row['when']) or 0}, {before}, {behind}}}"
                for row, (before, behind) in zip(lexicon.choices, starts, strict=True)
            ),
        )
    )

    cues = {cue["code"]: cue for cue in lexicon.cues}
    cue_rows, cue_infos = [], []
    for code in range(max(cues) + 1):
        cue = cues.get(code)
        cue_rows.append(f"{{{cue['relation']}, AID_WHEN_{cue['when'].upper()}, {cue['flag']}}}" if cue else "{0, 0, 0}")
        cue_infos.append(
            f"{{{quoted(cue['id'])}, {quoted(cue['place'])}, {quoted('|'.join(cue['forms']))}, {cue['relation']}}}"
            if cue
            else "{NULL, NULL, NULL, 0}"
        )
    out.append(array("aid_cue_rule aid_cue_rules[]", cue_rows))
    out.append("static " + each_line("aid_cue_info cue_infos[]", cue_infos))

    out.append(
        "static "
        + each_line(
            "aid_unit_info unit_infos[AID_UNIT_COUNT]",
            [
                f'[0] = {{"", "", AID_KIND_NUMBER, 0, 0, 0, "", 0, {as_number(lexicon_source.exact("1", ""))}, ""}}',
                *(
                    f"[{unit['code']}] = {{{quoted(unit['id'])}, {quoted(unit['zh'])}, {unit['kind']}, "
                    f"{int(unit['integer'])}, {unit['affine']}, {int(unit['decimals'])}, "
                    f"{quoted(unit['dimension'])}, {unit['canonical']}, {as_number(unit['factor'])}, "
                    f"{quoted('|'.join(unit['forms']))}}}"
                    for unit in lexicon.units
                ),
            ],
        )
    )
    out.append(
        each_line(
            "aid_currency_rule aid_currency_rules[256]",
            (
                f"[{unit['code']}] = "
                f"{{{', '.join(str(unit[column]).lower() for column in ('yuan', 'dollar', 'jiao'))}}}"
                for unit in lexicon.units
                if unit["code"] < 256 and (unit["yuan"] or unit["dollar"])
            ),
        )
    )
    for section in ("kind", "relation", "flag", "status"):
        out.append("static " + array(f"char *const {section}_names[]", map(quoted, lexicon.names[section])))
    out.append(f"static const char digest[] = {quoted(digest)};\n/* clang-format on */\n")
    return "".join(out)


def quick_tables(lexicon: Lexicon) -> str:
    cells, roots = quick_words.table(lexicon, Words(lexicon).symbol)
    slots, moves = quick_words.slots(lexicon)
    words = quick_words.QuickWords(lexicon).words()
    quick_han.check_front(lexicon, words["FRONT"], words["BEHIND"].keys() | words["AFTER"].keys())
    return (
        HEAD.format(source="csrc/lexicon.toml")
        + "/* clang-format off */\n"
        + "".join(
            f"const aid_quick_section aid_quick_{name.lower()} = {{{bytes_:#x}, {power}}};\n"
            for name, (bytes_, power) in quick_words.sections(lexicon).items()
        )
        + "".join(f"const uint16_t aid_quick_{place.lower()} = {state};\n" for place, state in roots.items())
        + array("aid_quick_cell aid_quick_cells[]", cells)
        + array(f"uint16_t aid_quick_moves[{quick_words.BUCKETS}]", moves)
        + array(f"aid_quick_slot aid_quick_slots[{quick_words.SLOTS}]", slots)
        + han_tables(lexicon)
        + "/* clang-format on */\n"
    )


def han_tables(lexicon: Lexicon) -> str:
    factor, slots = quick_han.slots(quick_han.characters(lexicon))
    nexts, ends = quick_han.automaton()
    width = 1 << (len(quick_han.KINDS) - 1).bit_length()
    rows = ["{" + ", ".join(map(str, row)) + "}" for row in nexts]
    return (
        f"const uint32_t aid_quick_han_factor = {factor:#x};\n"
        + array(f"uint32_t aid_quick_han_slots[{len(slots)}]", map(hex, slots))
        + array(f"uint8_t aid_quick_han_next[{len(nexts)}][{width}]", rows)
        + array(f"uint8_t aid_quick_han_ends[{len(ends)}]", map(str, ends))
    )


def rate_tails(lexicon: Lexicon) -> list[str]:
    """The last two bytes of the words of a rate: 每, 人均; with variants."""
    last = {spelling[-1] for spelling, senses in lexicon.forward.items() if senses.keys() & {"MEAN", "PER"}}
    written = last | {variant for variant, character in lexicon.fold.items() if character in last}
    tails = sorted({tuple(character.encode()[-2:]) for character in written})
    if len(tails) > RATE_TAILS or any(len(character.encode()) < 2 for character in written):
        raise RefusedError(f"AID_RATE_TAILS: {len(tails)} characters end words of a rate: {''.join(sorted(written))}")
    return [f"{{{a}, {b}}}" for a, b in tails + tails[-1:] * (RATE_TAILS - len(tails))]


# ---------------------------------------------------------------- exclusion_tables.inc


def exclusion_file(exclusions: exclusion_source.Exclusions) -> str:
    pairs = exclusion_tables.pairs_of(exclusions)
    words = exclusion_tables.word_list(pairs, exclusions.entries)
    out = [
        HEAD.format(source=", ".join(f"csrc/{name}" for name in SOURCES[1:])),
        "/* clang-format off */\n",
    ]
    slots = (f"{{{pair.leads:#x}, {pair.starts:#x}, {pair.words}}}" for pair in pairs)
    out.append("static " + array(f"exclusion_pair pairs[{len(pairs)}]", slots))
    out.append("static " + array("uint16_t words[]", words))
    out.append(
        "static "
        + each_line(
            "exclusion_rule rules[]",
            (
                f"{{{str(rule.allow).lower()}, {str(rule.digit).lower()}, {str(rule.greedy).lower()}, "
                f"{quoted('|'.join(rule.before) or None)}}}"
                for rule in exclusions.rules
            ),
        )
    )
    return "".join(out) + "/* clang-format on */\n"


# ---------------------------------------------------------------- index_avx2.inc, index_avx512.inc


def byte_table(name: str, table: list[list[int]]) -> str:
    body = "".join("{\n" + rows(row) + "},\n" for row in table)
    return f"static const uint8_t {name}[{len(table)}][{len(table[0])}] = {{\n{body}}};\n"


def index_file(*tables: str) -> str:
    return (
        HEAD.format(source="csrc/lexicon.toml")
        + "/* clang-format off */\n"
        + "".join(tables)
        + "/* clang-format on */\n"
    )


def nibble_tables(lexicon: Lexicon, exclusions: exclusion_source.Exclusions) -> str:
    row, bits = exact_tables(numeral_rows(lexicon))
    return index_file(
        f"#define NEAR_TABLES {NEAR_TABLES}\n",
        byte_table("near_rows", near_tables(lexicon, exclusions.entries)),
        byte_table("exact_row", row),
        "static " + array("uint64_t exact_bits[]", (f"UINT64_C({word:#x})" for word in bits)),
    )


def slot_file(lexicon: Lexicon) -> str:
    step, second, third = slot_tables(numeral_rows(lexicon))
    return index_file(
        "static " + array("uint8_t slot_step[64]", step),
        "static " + array(f"uint8_t slot_second[{SLOTS}]", second),
        "static " + array(f"uint8_t slot_third[{SLOTS}]", third),
        "static " + array("uint8_t places[64]", range(64)),
    )


# ---------------------------------------------------------------- command line


def generate(csrc: Path) -> dict[Path, str]:
    lexicon = lexicon_source.load(csrc / "lexicon.toml", csrc / "lexicon.h")
    exclusions = exclusion_source.load([csrc / name for name in SOURCES[1:]], lexicon)
    digest = hashlib.sha256(b"".join((csrc / name).read_bytes() for name in SOURCES)).hexdigest()
    lock = csrc / "lexicon_codes.lock"
    return {
        lock: locked(codes_of(lexicon), lock),
        csrc / "lexicon_codes.h": codes_header(lexicon),
        csrc / "lexicon_symbols.h": symbols_header(lexicon),
        csrc / "lexicon_tables.inc": lexicon_tables(lexicon, digest),
        csrc / "quick_tables.inc": quick_tables(lexicon),
        csrc / "exclusion_tables.inc": exclusion_file(exclusions),
        csrc / "index_avx2.inc": nibble_tables(lexicon, exclusions),
        csrc / "index_avx512.inc": slot_file(lexicon),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not current")
    parser.add_argument("--csrc", type=Path, default=Path(__file__).resolve().parent.parent / "csrc")
    arguments = parser.parse_args()
    try:
        files = generate(arguments.csrc)
    except (RefusedError, tomllib.TOMLDecodeError, double_array.TrieTooLargeError) as error:
        print(f"gen_tables: {error}", file=sys.stderr)
        return 2
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments.check:
        for path in stale:
            print(f"gen_tables: {path.name} is not what the lexicon says: run tools/gen_tables.py", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
        print(f"wrote {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
