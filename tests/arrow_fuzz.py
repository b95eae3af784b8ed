"""Malformed Arrow structs without end: each call gives records or a clear error.  `python arrow_fuzz.py SEED COUNT`.

A column of some layout is put together rightly; then a few of its fields are made wrong.  Only such wrong is done as
the reader can see: no consumer can know that a buffer is shorter than the format says.  A process of its own, which
says where it is before each column, since a crash says nothing.
"""

import ctypes
import random
import sys
from collections.abc import Callable

import numpy as np
from arrow_structs import HandMade

from aidstats import _core

WORDS = ["5元", "", "近8亿元", "共投入资金三千八百五十万元左右", "吗", "2023年9月至10月"]
WRONG = [-(2**63), -(2**31), -1, 2**63 - 1]
FORMATS = [None, b"", b"+r", b"+us:0", b"+w:3", b"d:", b"d:9,99999999999", b"q", b"\xff", b"u" * 300, b"tdD", b"+l"]


def text(rng: random.Random, large: bool, form: bytes | None = None) -> HandMade:
    contents = [word.encode() for word in rng.choices(WORDS, k=rng.randrange(1, 9))]
    ends = np.cumsum([0, *map(len, contents)], dtype=np.int64 if large else np.int32)
    form = form or (rng.choice([b"U", b"Z"]) if large else rng.choice([b"u", b"z"]))
    return HandMade(form, len(contents), [None, ends.tobytes(), b"".join(contents) + b" "])


def views(rng: random.Random) -> HandMade:
    contents = [word.encode() for word in rng.choices(WORDS, k=rng.randrange(1, 9))]
    data, made = b"".join(contents) + b" ", []
    for word in contents:
        if len(word) <= 12:
            made.append(np.int32(len(word)).tobytes() + word.ljust(12, b"\0"))
        else:
            made.append(np.array([len(word), 0, 0, data.index(word)], dtype=np.int32).tobytes())
    sizes = np.int64(len(data)).tobytes()
    return HandMade(rng.choice([b"vu", b"vz"]), len(contents), [None, b"".join(made), data, sizes])


def numbers(rng: random.Random) -> HandMade:
    form, size = rng.choice([(b"c", 1), (b"S", 2), (b"i", 4), (b"f", 4), (b"L", 8), (b"g", 8), (b"d:20,2", 16)])
    return HandMade(form, 4, [None, rng.randbytes(4 * size)])


def nothing(rng: random.Random) -> HandMade:
    return HandMade(b"n", rng.choice([0, 3, 2**40, 2**62, 2**63 - 1]), [])


def plain(rng: random.Random) -> HandMade:
    makers = [lambda rng: text(rng, False), lambda rng: text(rng, True), views, numbers]
    return rng.choice([*makers, nothing] if rng.random() < 0.3 else makers)(rng)


def dictionary(rng: random.Random) -> HandMade:
    values = rng.choice([lambda: text(rng, rng.random() < 0.5), lambda: views(rng), lambda: numbers(rng)])()
    form, size = rng.choice([(b"c", 1), (b"C", 1), (b"s", 2), (b"I", 4), (b"l", 8)])
    indices = b"".join(rng.randrange(values.array.length).to_bytes(size, "little") for _ in range(6))
    return HandMade(form, 6, [None, indices], dictionary=values)


def struct(rng: random.Random) -> HandMade:
    child = rng.choice([plain, dictionary])(rng)
    return HandMade(b"+s", child.array.length, [None], child=child)


# ---------------------------------------------------------------- what is made wrong


def part(rng: random.Random, made: HandMade) -> HandMade:
    """The column itself, the child or the dictionary."""
    parts = [made, *(getattr(made, name) for name in ("child", "dictionary") if hasattr(made, name))]
    parts += [parts[-1].dictionary] if hasattr(parts[-1], "dictionary") else []
    return rng.choice(parts)


def format_(rng: random.Random, made: HandMade) -> None:
    made.schema.format = rng.choice(FORMATS)


def length(rng: random.Random, made: HandMade) -> None:
    made.array.length = rng.choice([*WRONG[:3], 0, max(made.array.length - 1, 0)])


def offset(rng: random.Random, made: HandMade) -> None:
    # The largest is beyond every length, also one that is made wrong later.
    made.array.offset = rng.choice(WRONG if made.array.length > 0 else [-1])


def null_count(rng: random.Random, made: HandMade) -> None:
    made.array.null_count = rng.choice([*WRONG, 1, made.array.length])


def validity(rng: random.Random, made: HandMade) -> None:
    if made.array.n_buffers > 0 and 0 <= made.array.length < 4096:
        made.kept.append(ctypes.create_string_buffer(rng.randbytes(made.array.length // 8 + 1)))
        made.pointers[0] = ctypes.addressof(made.kept[-1])
        made.array.null_count = -1


def few_buffers(rng: random.Random, made: HandMade) -> None:
    """Never so few that the sizes of views would be read where their text is."""
    made.array.n_buffers = rng.choice([-1, -(2**63), 0, 1, *([2] if made.array.n_buffers > 2 else [])])


def no_buffer(rng: random.Random, made: HandMade) -> None:
    made.pointers[rng.randrange(len(made.pointers))] = None


def no_buffers(rng: random.Random, made: HandMade) -> None:
    made.array.buffers = None


def content(rng: random.Random, made: HandMade) -> None:
    """Bytes of text, views or indices; string offsets only so that they go backwards."""
    buffer = made.kept[1] if len(made.kept) > 1 else None
    if made.schema.format in (b"u", b"z", b"U", b"Z"):
        if len(made.kept) > 2 and rng.random() < 0.5:
            ctypes.memmove(made.kept[2], rng.randbytes(len(made.kept[2]) - 1), len(made.kept[2]) - 1)
        else:
            ctypes.memset(buffer, rng.choice([0, 255]), len(buffer) - 1)
    elif buffer is not None and (hasattr(made, "dictionary") or made.schema.format in (b"vu", b"vz")):
        place = rng.randrange(len(buffer) - 1)
        buffer[place] = rng.randrange(256)


def children(rng: random.Random, made: HandMade) -> None:
    counted = rng.choice([made.schema, made.array])
    counted.n_children = rng.choice([-1, -(2**63), 0, 2, 2**40])


def no_child(rng: random.Random, made: HandMade) -> None:
    if not hasattr(made, "child"):
        return
    if rng.random() < 0.5:
        rng.choice([made.schema, made.array]).children = None
    else:
        rng.choice([made.schemas, made.arrays])[0] = None


def no_dictionary(rng: random.Random, made: HandMade) -> None:
    (made.schema if rng.random() < 0.2 and not hasattr(made, "dictionary") else made.array).dictionary = None


def dictionary_of_itself(rng: random.Random, made: HandMade) -> None:
    if hasattr(made, "dictionary"):
        made.schema.dictionary.contents.dictionary = ctypes.pointer(made.dictionary.schema)


def released(rng: random.Random, made: HandMade) -> None:
    rng.choice([made.schema, made.array]).release = None


WRONGS: list[Callable[[random.Random, HandMade], None]] = [
    *(format_, length, offset, null_count, validity, few_buffers, no_buffer, no_buffers, content, content),
    *(children, no_child, no_dictionary, dictionary_of_itself, released),
]
READERS = {
    "parse_records": lambda values: _core.parse_records(values),
    "find_records": lambda values: _core.find_records(values),
    "parse_columns": lambda values: _core.parse_columns(values, ["value", "lo_open", "unit"]),
    "in steps": lambda values: _core.parse_records(_core.Source(values), limit=2),
    "match_texts": lambda values: _core.match_texts(values, *(np.array(span) for span in ([0, 1], [0, 0], [1, 9]))),
}


def column(seed: int) -> tuple[HandMade, str]:
    rng = random.Random(seed)
    made = rng.choice([plain, plain, dictionary, struct, struct])(rng)
    named = []
    for _ in range(rng.randrange(4)):
        wrong = rng.choice(WRONGS)
        wrong(rng, part(rng, made))
        named.append(wrong.__name__)
    return made, f"{made.schema.format!r:.20}: {', '.join(named) or 'nothing'} made wrong"


def main(seed: int, count: int) -> None:
    refused = 0
    for number in range(seed, seed + count):
        for name, read in READERS.items():
            made, what = column(number)  # anew: it is read once
            long = made.array.length > 10**6
            sys.stderr.write(f"column {number}, {what}, {name}\n")
            try:
                if not long or name == "in steps":
                    read(made)
            except (ValueError, TypeError, MemoryError) as error:
                refused += 1
                if not str(error) and not isinstance(error, MemoryError):
                    raise AssertionError("an error that says nothing") from error
    print(refused, "of", count * len(READERS), "refused")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
