"""Data larger than memory: what a process holds does not grow with what it reads.

AIDSTATS_TEST_LARGE=4 (`make large-test`) reads so many gigabytes in place of 40 MB, with the same bound.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SANITIZED

import aidstats
from aidstats import _io

SMALL = 4
LARGE = int(os.environ.get("AIDSTATS_TEST_LARGE", "0")) * 1000 or 40  # MB
GROWTH = 24 << 10  # KB: allocators keep some of what they had
FILLER = "这一行没有什么可数的东西，"
LINE = "第{}次投入近{}万元，惠及20多万人。"
PER_LINE = 2

pytestmark = [
    pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only under Linux"),
    pytest.mark.skipif(SANITIZED, reason="not under sanitizers: their shadow memory grows by itself"),
]

# VmHWM is the program's own; ru_maxrss would begin with what the parent had when it forked.
REPORT = """
def report(found):
    with open("/proc/self/status") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print(found, peak, file=sys.stderr)
"""


def lines(megabytes: int, fillers: int = 100):
    size = 0
    for number in range(10**12):
        line = FILLER * fillers + LINE.format(number, number % 997 + 3)
        size += len(line.encode()) + 1
        yield line
        if size >= megabytes * 1_000_000:
            return


def run(script: str, *arguments: object, stdin=()) -> tuple[int, int]:
    """(what was found, peak KB) of a program that calls report(found)."""
    command = [sys.executable, "-P", "-c", f"import sys\n{REPORT}\n{script}", *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        for line in stdin:
            process.stdin.write(line + "\n")
        process.stdin.close()
        *errors, last = process.stderr.read().splitlines() or [""]
        assert process.wait(timeout=60) == 0, "\n".join([*errors, last])
    found, peak = last.split()
    return int(found), int(peak)


def check(once, fillers: int = 100, sizes: tuple[int, int] = (SMALL, LARGE)) -> None:
    """`once(megabytes)` finds what the lines hold, and holds hardly more of the large input than of the small one."""
    peaks = []
    for megabytes in sizes:
        found, peak = once(megabytes)
        assert found == PER_LINE * sum(1 for _ in lines(megabytes, fillers))
        peaks.append(peak)
    assert peaks[1] < peaks[0] + GROWTH, peaks


@pytest.mark.parametrize("ending", ["csv", "parquet", "npy"])
def test_the_command_line_streams_into_every_format(tmp_path, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    out = tmp_path / f"out.{ending}"
    script = """
from aidstats import cli
assert cli.main(["find", "-", "-o", sys.argv[1]]) == 0
report(0)
"""

    def count() -> int:
        if ending == "npy":
            return len(aidstats.load(out, mmap_mode="r"))
        if ending == "parquet":
            import pyarrow.parquet

            metadata = pyarrow.parquet.ParquetFile(out).metadata
            assert metadata.num_row_groups <= metadata.num_rows // 16_384 + 1
            return metadata.num_rows
        with out.open(encoding="utf-8-sig") as file:
            return sum(1 for _ in file) - (ending == "csv")

    # A text format is slow to write: few results in much text.  In .npy, results that were kept would show: many.
    fillers, sizes = (0, (1, LARGE // 5)) if ending == "npy" else (100, (SMALL, LARGE))

    def once(megabytes: int) -> tuple[int, int]:
        _, peak = run(script, out, stdin=lines(megabytes, fillers))
        return count(), peak

    check(once, fillers, sizes)
    out.unlink()


def test_an_iterator_of_texts_is_read_a_batch_at_a_time():
    script = """
import aidstats
texts = (line.rstrip("\\n") for line in sys.stdin)
report(sum(len(batch) for batch in aidstats.find_batches(texts, batch_size=256)))
"""
    check(lambda megabytes: run(script, stdin=lines(megabytes)))


PARQUET = {
    "a reader": "pyarrow.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(256, use_threads=False))",
    "an iterator of batches": "file.iter_batches(256, use_threads=False)",
}


@pytest.mark.parametrize("source", PARQUET)
def test_a_parquet_file_is_read_a_batch_at_a_time(tmp_path, source):
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    path = tmp_path / "texts.parquet"
    script = f"""
import aidstats, pyarrow.parquet
file = pyarrow.parquet.ParquetFile(sys.argv[1], pre_buffer=False)
report(sum(len(batch) for batch in aidstats.find_batches({PARQUET[source]}, batch_size=256)))
"""

    def write(megabytes: int) -> None:
        schema = pa.schema({"text": pa.string()})
        # The reader keeps the footer, where the least and largest text of each group would make 8 MB of a GB.
        with parquet.ParquetWriter(path, schema, use_dictionary=False, write_statistics=False) as writer:
            group: list[str] = []
            for line in lines(megabytes):
                group.append(line)
                if len(group) == 256:
                    writer.write_table(pa.table({"text": group}, schema))
                    group = []
            writer.write_table(pa.table({"text": group}, schema))

    def once(megabytes: int) -> tuple[int, int]:
        write(megabytes)
        return run(script, path)

    check(once)
    path.unlink()


# ---------------------------------------------------------------- the same rows


def test_an_iterator_of_columns_gives_the_rows_of_one():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    texts = ["近8亿元", None, "5户和6户", "", "三分之一", "20多万人", "7元"]
    parts = [texts[:3], [], texts[3:4], texts[4:]]
    ways = {
        "arrays": lambda: (pa.array(part, pa.string()) for part in parts),
        "batches": lambda: (pa.record_batch({"text": pa.array(part, pa.string())}) for part in parts),
        "chunked": lambda: iter([pa.chunked_array([part], pa.string()) for part in parts]),
        "columns, then texts": lambda: iter([pa.array(texts[:3]), *texts[3:]]),
    }
    for name, make in ways.items():
        for size in (1, 2, 100):
            found = list(aidstats.find_batches(make(), batch_size=size))
            assert aidstats.concat(found).tobytes() == aidstats.find_array(texts).tobytes(), (name, size)
            parsed = list(aidstats.parse_batches(make(), batch_size=size, errors="coerce"))
            assert max(map(len, parsed)) <= size
            assert aidstats.concat(parsed).tobytes() == aidstats.parse_array(texts, errors="coerce").tobytes(), name
    with pytest.raises(aidstats.ParseError) as caught:
        list(aidstats.parse_batches(pa.array(part) for part in (["5元", "6元"], ["7元", "五元吗"])))
    assert caught.value.row == 3 and caught.value.text == "五元吗"
    with pytest.raises(TypeError, match="table of 2"):
        list(aidstats.parse_batches(iter([pa.record_batch({"a": ["5元"], "b": ["6元"]})])))


def test_records_are_appended_to_one_npy_file(tmp_path):
    parts = [aidstats.find_array(["3户和5户"] * count) for count in (1, 0, 20_000)]
    path = tmp_path / "out.npy"
    with path.open("wb") as file:
        appended = _io.Appended(file, parts[0].dtype)
        for part in parts:
            appended.append(part)
        appended.finish()
    whole = aidstats.concat(parts)
    aidstats.save(tmp_path / "whole.npy", whole)
    assert path.read_bytes() == (tmp_path / "whole.npy").read_bytes()
    assert aidstats.load(path).tobytes() == whole.tobytes()


def test_npy_into_a_pipe_is_a_mistake(tmp_path):
    news = Path(tmp_path, "news.txt")
    news.write_text("5户\n", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "aidstats", "find", str(news), "--to", "npy", "-o", "/dev/stdout"]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert done.returncode == 2
    assert b"needs a file, not a pipe" in done.stderr and b"Traceback" not in done.stderr
