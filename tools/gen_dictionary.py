#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The words of csrc/lexicon.toml as a dictionary for libFuzzer.

python tools/gen_dictionary.py            write tests/fuzz/lexicon.dict
python tools/gen_dictionary.py --check    exit 1 if the checked-in file is not what the sources say
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "lexicon.toml"
LONGEST = 64  # bytes that libFuzzer takes


def forms(item: object) -> Iterator[str]:
    """Every spelling, wherever in the file."""
    if isinstance(item, list):
        for value in item:
            yield from forms(value)
    elif isinstance(item, dict):
        yield from (word for column in ("forms", "open") for word in item.get(column, ()) if isinstance(word, str))
        for value in item.values():
            yield from forms(value)


def dictionary(csrc: Path) -> str:
    lexicon = tomllib.loads((csrc / SOURCE).read_text(encoding="utf-8"))
    words = set(forms([blocks for name, blocks in lexicon.items() if name != "guard"]))  # guards are no words of ours
    lines = ["# Made by tools/gen_dictionary.py from csrc/lexicon.toml; do not edit."]
    for word in sorted(word for word in words if 0 < len(word.encode()) <= LONGEST):
        escaped = "".join(f"\\x{byte:02X}" for byte in word.encode())
        lines.append(f'"{escaped}"')
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--csrc", type=Path, default=ROOT / "csrc")
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "fuzz" / "lexicon.dict")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    text = dictionary(arguments.csrc)
    if not arguments.check:
        arguments.out.write_text(text, encoding="ascii", newline="\n")
    elif not arguments.out.exists() or arguments.out.read_text(encoding="ascii") != text:
        print(f"{arguments.out.name} is stale: run tools/gen_dictionary.py (make tables)", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
