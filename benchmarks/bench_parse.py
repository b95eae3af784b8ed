"""parse_array of mixed expressions against Python's float() on as many plain digit strings.

float() is the fastest thing an analyst can do with a column of text, and it reads none of it: it is the yardstick, not
a rival.  The goal is at least 0.8 of its speed on a list of str.
"""

import argparse
import random

from bench import expressions, machine, medians, table

import aidstats


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()

    mixed = expressions(arguments.rows)
    rng = random.Random(1)
    digits = [f"{rng.randint(1, 10**9) / 100:.2f}" for _ in range(arguments.rows)]
    unread = (aidstats.parse_array(mixed[:20_000], errors="coerce")["status"] > 1).mean()

    sides = {
        "float(), plain digits": lambda: [float(text) for text in digits],
        "parse_array(list), plain digits": lambda: aidstats.parse_array(digits),
        "parse_array(list), mixed expressions": lambda: aidstats.parse_array(mixed, errors="coerce"),
    }
    try:
        import pyarrow
    except ImportError:
        pass
    else:
        column = pyarrow.array(mixed)
        sides["parse_array(Arrow), mixed expressions"] = lambda: aidstats.parse_array(column, errors="coerce")

    seconds = medians(sides, arguments.repeats)
    base = seconds["float(), plain digits"]
    print(machine())
    print("examples: " + "  ".join(mixed[:8]) + f"; {unread:.1%} of them cannot be read")
    rows = [(name, f"{time / arguments.rows * 1e9:.0f}", f"{base / time:.2f}") for name, time in seconds.items()]
    table(
        f"{arguments.rows:,} strings, thread CPU time, median of {arguments.repeats}",
        ("", "ns each", "× float()"),
        rows,
    )


if __name__ == "__main__":
    main()
