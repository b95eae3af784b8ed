"""threads=: the same bits as one thread, signals answered, forks and exits survived, lists that change meanwhile."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from conftest import SANITIZED

import aidstats
from aidstats import _core

THREADS = (2, 3, 8)
PIECES = [
    "近8亿元",
    "2600余万元，",
    "20多万人",
    "一定",
    "2023年9月5日",
    "。",
    "\n",
    "；",
    "的",
    "每户5000元",
    "至",
    "12",
    "５％",
    "𠮷",
]
AMOUNTS = [
    "近8亿元",
    "20多万人",
    "三分之一",
    "5个吗",
    "",
    None,
    "由15天缩短至57小时",
    "abc",
    "12 345.6吨",
    "1992年至今",
]


def same(left: np.ndarray, right: np.ndarray) -> bool:
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()


def texts(count: int, longest: int, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    return ["".join(rng.choices(PIECES, k=rng.randint(0, longest))) for _ in range(count)]


def amounts(count: int, seed: int = 2) -> list[str | None]:
    rng = random.Random(seed)
    return [rng.choice(AMOUNTS) for _ in range(count)]


def arrow(values: list, kind: str = "string", chunk: int | None = None):
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    array = pa.array(values, getattr(pa, kind)())
    if chunk is None:
        return array
    return pa.chunked_array([array[i : i + chunk] for i in range(0, len(array), chunk)])


CONTAINERS = {
    "list": lambda values: values,
    "tuple": tuple,
    "object array": lambda values: np.array(values, dtype=object),
    "masked": lambda values: np.ma.array(np.array(values, dtype=object), mask=np.arange(len(values)) % 7 == 0),
    "U": lambda values: np.array([value or "" for value in values]),
    "S": lambda values: np.array([(value or "").encode() for value in values]),
    "Arrow": arrow,
    "large Arrow": lambda values: arrow(values, "large_string"),
    "Arrow views": lambda values: arrow(values, "string_view"),
    "binary Arrow": lambda values: arrow(values, "binary"),
    "Arrow in odd chunks": lambda values: arrow(values, chunk=1003),
    "Arrow dictionary": lambda values: arrow(values).dictionary_encode(),
    "numbers among the text": lambda values: [7 if value == "abc" else value for value in values],
}


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_records_of_every_container_do_not_depend_on_the_number_of_threads(make):
    column = make(amounts(40_000))
    one = _core.parse_records(column, unit="万元", na_values=["abc"])
    for threads in THREADS:
        assert same(_core.parse_records(column, unit="万元", na_values=["abc"], threads=threads), one)


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
@pytest.mark.parametrize("level", [0, 1, 2])
def test_matches_of_every_container_do_not_depend_on_the_number_of_threads(make, level):
    column = make(texts(9_000, 40))
    one = _core.find_records(column, level=level)
    assert len(one) > 20_000
    for threads in THREADS:
        assert same(_core.find_records(column, level=level, threads=threads), one)


@pytest.mark.parametrize("chunk", [None, 1003, 8192])
def test_columns_do_not_depend_on_the_number_of_threads(chunk):
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    column = arrow(amounts(40_000), chunk=chunk)
    names = ("value", "lo_open", "hi_open", "kind", "unit", "status", "lo_date", "value_coef", "grain_exp")
    one = pa.table(_core.parse_columns(column, names))
    rows = pa.table(_core.arrow_table(_core.parse_records(column), names))
    assert one.equals(rows) or one.to_pydict().__repr__() == rows.to_pydict().__repr__()  # NaN is null here
    for threads in THREADS:
        assert pa.table(_core.parse_columns(column, names, threads=threads)).equals(one)


LEVELS = """
import hashlib, sys, aidstats
values = sys.stdin.buffer.read().decode().split("\\0")
for threads in (1, 2, 5):
    found = aidstats.find_array(values, threads=threads)
    read = aidstats.parse_array(values, errors="coerce", threads=threads)
    print(hashlib.sha256(found.tobytes() + read.tobytes()).hexdigest())
"""


def test_no_simd_level_depends_on_the_number_of_threads():
    data = "\0".join(texts(9_000, 40)).encode()
    seen = set()
    for level in ("scalar", "avx2", "avx512"):
        run = subprocess.run(
            [sys.executable, "-c", LEVELS], input=data, env={**os.environ, "AIDSTATS_SIMD": level}, capture_output=True
        )
        if run.returncode == 0:
            seen.update(run.stdout.split())
    assert len(seen) == 1


# ---------------------------------------------------------------- one text of many megabytes


def spans(text: str) -> list[tuple]:
    """By the function for one text, which never divides it."""
    return [(q.start, q.end, q.text) for q in aidstats.find(text)]


LONG = {
    "sentences": lambda: "".join(texts(8_000, 40)),
    "beyond U+FFFF": lambda: "𠮷" + "".join(texts(8_000, 40)),
    "without U+FFFF": lambda: "".join(texts(8_000, 40)).replace("𠮷", "的"),
    "ASCII lines": lambda: "3 km, 5% of 12\n" * 30_000,
    "Latin-1, with the bytes of a full stop": lambda: "3 km\xe3\x80\x82 5%é\n" * 40_000,
    "no end of a sentence": lambda: "投入3至5万元，近8亿元，" * 40_000,
    "one end of a sentence in the middle": lambda: "每户5000元，" * 25_000 + "。" + "户均3人、" * 40_000,
}


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
def test_spans_in_a_divided_text_are_those_in_the_whole(make):
    text = make()
    expected = spans(text)
    assert len(expected) > 20_000
    for values in (["3户", text, "5户"], arrow(["3户", text, "5户"])):
        one = aidstats.find_array(values)
        inner = one[one.row == 1]
        assert [(int(m.start), int(m.end), text[m.start : m.end]) for m in inner] == expected
        assert one.row[0] == 0 and one.row[-1] == 2
        for threads in THREADS:
            assert same(_core.find_records(values, threads=threads), one.view(np.ndarray))


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("place", [0, 5, 1_000_003, -1])
def test_a_divided_text_that_is_not_valid_is_one_row(threads, place):
    text = "近8亿元。\n" * 200_000
    place %= len(text)
    broken = [text[:place] + "\ud800" + text[place + 1 :], "3户"]
    found = _core.find_records(broken, threads=threads)
    assert found["row"].tolist() == [0, 1]
    assert _core.statuses()[found["status"][0]] == "E_UTF8" and found["error_at"][0] == place
    raw = text[:place].encode() + b"\xff" + text[place + 1 :].encode()
    assert same(_core.find_records(arrow([raw, b"3\xe6\x88\xb7"], "binary"), threads=threads), found)


@pytest.mark.parametrize("threads", [1, 3])
def test_a_long_text_is_null_where_its_word_says_so(threads):
    word = "5户。" * 100_000
    blank = " " * 300_000
    values = [word, blank + "5户" + blank, word + "。", blank, "。" + word]
    found = _core.find_records(values, na_values=[word, "5户"], threads=threads)
    rows, counts = np.unique(found["row"], return_counts=True)
    assert rows.tolist() == [2, 4] and counts.tolist() == [100_000, 100_000]


def test_a_text_beyond_the_reach_of_offsets_is_refused():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    if SANITIZED:
        pytest.skip("not under sanitizers: 2 GB")
    data = pa.py_buffer(np.zeros(2**31, dtype=np.uint8))  # untouched memory, which costs nothing
    offsets = pa.py_buffer(np.array([0, 2**31], dtype=np.int64))
    column = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, data])
    for threads in (1, 2):
        with pytest.raises(ValueError, match="row 0 is longer than 2147483647"):
            _core.find_records(column, threads=threads)


# ---------------------------------------------------------------- errors, signals


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_the_first_row_that_cannot_be_read_raises(threads):
    values = ["5元"] * 50_000
    values[20_000] = "五元吗"
    values[40_000] = "abc"
    with pytest.raises(aidstats.ParseError) as caught:
        aidstats.parse_array(values, threads=threads)
    assert caught.value.row == 20_000 and caught.value.text == "五元吗"


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_while_filling_a_block_ends_the_helpers_work(threads):
    class Broken(int):
        def __str__(self):
            raise AssertionError("is not called")

        def bit_length(self):
            raise OSError("no such number")

    values = ["5元"] * 50_000 + [Broken(10**30)]
    with pytest.raises(OSError, match="no such number"):
        _core.parse_records(values, threads=threads)
    assert len(_core.parse_records(values[:-1], threads=threads)) == 50_000


SLOW = {
    "parse, a list": (_core.parse_records, lambda: ["近8亿元"] * 3_000_000),
    "find, short rows": (_core.find_records, lambda: ["近8亿元，20多万人"] * 1_000_000),
    "find, one text": (_core.find_records, lambda: ["近8亿元，20多万人。" * 1_000_000]),
    "find, one sentence": (_core.find_records, lambda: ["近8亿元，20多万人，" * 1_000_000]),
}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="only under Unix")
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(("work", "make"), SLOW.values(), ids=SLOW)
def test_a_signal_is_answered_within_100_ms_of_work(work, make, threads):
    def interrupt(*_):
        raise KeyboardInterrupt

    values = make()
    before = signal.signal(signal.SIGPROF, interrupt)
    try:
        delays = []
        for _ in range(5):  # of CPU time: on the wall's clock this would measure who else is using the machine
            due = time.process_time() + 0.05
            signal.setitimer(signal.ITIMER_PROF, 0.05)
            with pytest.raises(KeyboardInterrupt):
                work(values, threads=threads)
            delays.append((time.process_time() - due) / threads)
            if delays[-1] < 0.1:
                break
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    assert min(delays) < (1 if SANITIZED else 0.1), delays


# ---------------------------------------------------------------- other threads of the program


def test_a_list_may_change_while_it_is_read():
    values = ["近8亿元"] * 200_000
    stop = threading.Event()

    def change():
        rng = random.Random(3)
        while not stop.is_set():
            values[rng.randrange(len(values))] = str(rng.randrange(10)) + "万元"

    changer = threading.Thread(target=change)
    changer.start()
    try:
        for _ in range(3):
            found = _core.parse_records(values, threads=3)
            assert (found["status"] == 0).all() and len(found) == 200_000
    finally:
        stop.set()
        changer.join()


def test_a_list_that_becomes_shorter_is_an_error():
    values = ["近8亿元"] * 3_000_000

    def cut():
        time.sleep(0.02)
        del values[10:]

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        with pytest.raises(RuntimeError, match="became shorter"):
            _core.parse_records(values, threads=2)
    finally:
        cutter.join()


def test_many_calls_share_the_helpers():
    values = texts(9_000, 40)
    expected = _core.find_records(values)
    results = []
    callers = [
        threading.Thread(target=lambda: results.append(same(_core.find_records(values, threads=4), expected)))
        for _ in range(6)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert results == [True] * 6


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="only under Linux")
def test_helpers_are_made_once_and_only_for_work():
    script = """
import os, aidstats
n = lambda: len(os.listdir("/proc/self/task"))
before = n()
aidstats.parse_array(["5元"] * 100, threads=8)
assert n() == before, "100 rows are not worth a thread"
for _ in range(5):
    aidstats.parse_array(["5元"] * 100_000, threads=3)
assert n() == before + 2, n() - before
"""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=120)


# ---------------------------------------------------------------- fork, exit


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only under Unix")
def test_a_child_of_a_fork_makes_helpers_of_its_own():
    values = amounts(40_000)
    expected = _core.parse_records(values, threads=3)
    for _ in range(3):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads that others made, such as pyarrow's
            child = os.fork()
        if child == 0:
            os._exit(0 if same(_core.parse_records(values, threads=3), expected) else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert same(_core.parse_records(values, threads=3), expected)


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="only under Linux")
def test_a_fork_meets_no_helper_even_amid_a_call():
    """A signal's handler forks while helpers are at work: parent and child both go on to the same end."""
    script = """
import os, signal, aidstats
values = ["近8亿元"] * 400_000
expected = aidstats.parse_array(values).tobytes()
children = []
def fork(*_):
    child = os.fork()
    if child == 0:
        children.clear()
    children.append(child)
signal.signal(signal.SIGALRM, fork)
signal.setitimer(signal.ITIMER_REAL, 0.01)
same = aidstats.parse_array(values, threads=3).tobytes() == expected
while not children:
    same = same and aidstats.parse_array(values, threads=3).tobytes() == expected
if children == [0]:
    os._exit(0 if same else 1)
assert same and os.waitpid(children[0], 0)[1] == 0
"""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "error::DeprecationWarning", "-c", script]
    for _ in range(3):
        subprocess.run(command, env=environment, check=True, timeout=120)


@pytest.mark.parametrize(
    "ending",
    ["", "raise SystemExit(0)", "threading.Thread(target=work, daemon=True).start(); time.sleep(0.05)"],
    ids=["end", "SystemExit", "a daemon at work"],
)
def test_the_process_ends_at_once_with_helpers_joined(ending):
    script = f"""
import threading, time, aidstats
def work():
    while True:
        aidstats.parse_array(["近8亿元"] * 300_000, threads=4)
aidstats.parse_array(["近8亿元"] * 300_000, threads=4)
{ending}
"""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=120)
    assert done.returncode == 0 and done.stderr == b""
    assert time.perf_counter() - started < 60


def test_zero_threads_are_all_usable_ones():
    assert same(_core.parse_records(["5元"]), aidstats.parse_array(["5元"], threads=0).view(np.ndarray))
    with pytest.raises(ValueError, match="threads must lie between 1 and 1024"):
        _core.parse_records(["5元"], threads=0)
