"""find_array on news against the regular expression an analyst writes: ten units, a number, a few words around it."""

import argparse
import re

from bench import machine, medians, shared_news, table

import aidstats

REGEX = re.compile(
    r"(?P<approx>约|近|超过|超|逾|不足|至少|不超过)?"
    r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<more>余|多)?"
    r"(?P<scale>万亿|千万|百万|亿|万|千|百)?"
    r"(?P<more2>余|多)?"
    r"(?P<unit>元|美元|人|户|个|亩|公里|吨|%|平方米)"
)
SCALES = {None: 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}


def analyst(lines: list[str]) -> list[tuple[int, int, float, str]]:
    """What the regular expression gives: no bounds, no Chinese numerals, no dates, no ranges."""
    found = []
    for row, line in enumerate(lines):
        for match in REGEX.finditer(line):
            number = float(match["number"].replace(",", "")) * SCALES[match["scale"]]
            found.append((row, match.start(), number, match["unit"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()

    name, text = shared_news()
    lines = text.splitlines()
    size = len(text.encode())
    sides = {
        "regex + float()": lambda: analyst(lines),
        "find_array(list of lines)": lambda: aidstats.find_array(lines),
        "find_array([whole text])": lambda: aidstats.find_array([text]),
    }
    found = {side: len(function()) for side, function in sides.items()}
    seconds = medians(sides, arguments.repeats)
    base = seconds["regex + float()"]

    print(machine())
    print(f"the regular expression: {REGEX.pattern}")
    rows = [
        (side, f"{found[side]:,}", f"{size / time / 1e6:.0f}", f"{base / time:.2f}") for side, time in seconds.items()
    ]
    table(
        f"{size / 1e6:.1f} MB of {name}, thread CPU time, median of {arguments.repeats}",
        ("", "found", "MB/s", "× regex"),
        rows,
    )


if __name__ == "__main__":
    main()
