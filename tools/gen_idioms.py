#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes csrc/exclusion_idioms.toml: idioms that contain a numeral character.

Needs the package jieba, whose dictionary (MIT licence) tags idioms; nothing else in the project does:

    python -m venv idioms && idioms/bin/pip install jieba==0.42.1 && idioms/bin/python tools/gen_idioms.py
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

CSRC = Path(__file__).resolve().parent.parent / "csrc"
NUMERAL = re.compile("[零一二三四五六七八九十百千万亿两半几数]")
TAGS = {"i"}  # idioms; l, set phrases, has many that do count (三天以上): those wanted are in exclusions.toml
SHORTEST = 4
# Tagged as idioms, but something is counted, ordered or stated.
QUANTITIES = re.compile(
    "第|[秒分]钟|一连几天|一两句话|两次曝光|今明两[天年]|五次犯规|六局[上下]半|一局[上下]半|二局[上下]半|几分收获|六口之家|六路横队"
    "|[三四]楼住户|二级缓存|二次破碎|神舟五号|长征三号甲|年[过近]半百|持续一年|数夜未归|翻了一番|短短几天|约一斤肉"
    "|零度以[上下]|百分之|成千上[万百]|成百上千|数以|[一三]室[一两]厅|一房一厅|两万五千里|二万五千里|一省两地|五口之家"
    "|前[一二三两几]|任何一方|高于一切|千伏安|百万雄兵|当一回事"
)
HEAD = """\
# Idioms that contain a numeral character.
# Made by tools/gen_idioms.py; do not edit.  The words tagged as idioms in the dictionary of the package jieba 0.42.1
# (MIT licence, copyright 2013 Sun Junyi).
"""


def idioms() -> list[str]:
    found = importlib.util.find_spec("jieba")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("gen_idioms: the package jieba is not installed")
    words = set()
    with Path(found.submodule_search_locations[0], "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, _, tag = line.split()
            if tag in TAGS and len(word) >= SHORTEST and NUMERAL.search(word[:8]) and not QUANTITIES.search(word):
                words.add(word)
    return sorted(words)


def main() -> int:
    lines, line = [], "   "
    for form in (words := idioms()):
        if len(line) + 2 * len(form) > 110:
            lines.append(line)
            line = "   "
        line += f' "{form}",'
    body = "\n".join([*lines, line])
    (CSRC / "exclusion_idioms.toml").write_text(
        f'{HEAD}[[exclusion]]\nclass = "set phrase"\nforms = [\n{body}\n]\n', encoding="utf-8"
    )
    print(f"{len(words)} idioms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
