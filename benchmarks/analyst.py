"""What an analyst has today: one regular expression, ten units, a number, a few words around it.

Only the standard library, so that it also runs where other libraries are measured.
"""

import re

REGEX = re.compile(
    r"(?P<approx>约|近|超过|超|逾|不足|至少|不超过)?"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<more>余|多)?"
    r"(?P<scale>万亿|千万|百万|亿|万|千|百)?"
    r"(?P<more2>余|多)?"
    r"(?P<unit>元|美元|人|户|个|亩|公里|吨|%|平方米)"
)
SCALES = {None: 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}


def number(match: re.Match) -> float:
    return float(match["number"].replace(",", "")) * SCALES[match["scale"]]


def scan(lines: list[str]) -> list[tuple[int, int, float, str]]:
    """What it finds in running text: no bounds, no Chinese numerals, no dates, no ranges."""
    return [
        (row, match.start(), number(match), match["unit"])
        for row, line in enumerate(lines)
        for match in REGEX.finditer(line)
    ]


def read(column: list[str]) -> list[float | None]:
    """What it makes of a column: the first amount in each cell, None where there is none."""
    return [None if (match := REGEX.search(text)) is None else number(match) for text in column]
