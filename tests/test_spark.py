"""Spark on a real cluster: the records of one process, and nothing lost when a worker is killed in mid-job."""

import concurrent.futures
import doctest
import os
import time
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from mixed_rows import (  # noqa: F401
    FIELDS,
    PARTS,
    ROWS,
    TEXTS,
    expected,
    mixed_rows,
    no_reading_cell_by_cell,
    same_fields,
    write_million,
)

import aidstats
import aidstats.spark

pytest.importorskip("pyspark", reason="needs pyspark")
pytest.importorskip("pyarrow", reason="needs pyarrow")
from pyarrow import dataset
from spark_cluster import PATIENCE, java, spark_cluster, wait_for

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(java() is None, reason="needs Java"),
    # Spark's own: it says so of every pandas of version 3, and leaves sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as (cluster, session):
        yield cluster, session
    assert cluster.pids() == []


@pytest.fixture(scope="module")
def cluster(started):
    return started[0]


@pytest.fixture(scope="module")
def spark(started):
    return started[1]


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    folder = tmp_path_factory.mktemp("million")
    write_million(folder)
    return folder


def read(spark, folder):
    spark.conf.set("spark.sql.files.minPartitionNum", PARTS)
    spark.conf.set("spark.sql.files.openCostInBytes", 1 << 27)  # a file is a partition
    frame = spark.read.parquet(str(folder))
    assert frame.rdd.getNumPartitions() == PARTS
    return frame


def written(frame, folder):
    """The result as the executors wrote it, by row."""
    frame.write.mode("overwrite").parquet(str(folder))
    return dataset.dataset(folder).to_table().sort_by("i")


def parsed(frame):
    fields = aidstats.spark.aid_parse("text").alias("q")
    return frame.select("i", fields).select("i", "q.*")


def same_million(table):
    assert table.column("i").to_pylist() == list(range(PARTS * ROWS))
    fields = table.select(FIELDS).combine_chunks()
    first = fields.slice(0, ROWS)
    same_fields({name: first.column(name).to_pylist() for name in FIELDS}, expected())
    for part in range(1, PARTS):
        assert fields.slice(part * ROWS, ROWS).equals(first)


def texts_of(spark, texts):
    return spark.createDataFrame(list(enumerate(texts)), "i INT, text STRING")


# ------------------------------------------------------------------ what the functions give


def test_examples_of_the_docstrings(spark):
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    report: list[str] = []
    for test in doctest.DocTestFinder().find(aidstats.spark, globs=vars(aidstats.spark) | {"spark": spark}):
        runner.run(test, out=report.append)
    result = runner.summarize(verbose=False)
    assert result.attempted >= 10 and result.failed == 0, "".join(report)


def test_examples_of_the_guide(spark, root):
    text = (root / "docs" / "cluster.md").read_text(encoding="utf-8")
    session = "\n".join(part.partition("```")[0] for part in text.split("```python\n")[1:])
    names = {"spark": spark, "__name__": "__main__"}  # whose functions travel with the job
    test = doctest.DocTestParser().get_doctest(session, names, "cluster.md", "cluster.md", 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS).run(
        test, out=report.append
    )
    assert result.attempted >= 4 and result.failed == 0, "".join(report)


def test_every_field_is_in_the_struct(spark):
    frame = parsed(texts_of(spark, TEXTS))
    assert [(field.name, field.dataType.simpleString()) for field in frame.schema.fields[1:]] == [
        *[(name, "double") for name in ("value", "lo", "hi")],
        *[(name, "boolean") for name in ("lo_open", "hi_open")],
        *[(name, "string") for name in ("relation", "kind", "unit", "flags")],
        *[(name, "date") for name in ("lo_date", "hi_date")],
        ("status", "string"),
    ]
    rows = frame.orderBy("i").collect()
    same_fields({name: [row[name] for row in rows] for name in FIELDS}, expected(tuple(TEXTS)))
    assert date(2023, 9, 5) in [row.lo_date for row in rows]


def test_find_gives_the_records_of_find_array(spark):
    texts = list(mixed_rows()[:2000])
    found = texts_of(spark, texts).select("i", aidstats.spark.aid_find("text").alias("found")).orderBy("i").collect()
    assert [row.found is None for row in found] == [text is None for text in texts]
    matches = [(row.i, match) for row in found for match in row.found or []]
    records = aidstats.find_array(texts)
    assert [row for row, _ in matches] == records.row.tolist()
    assert [match.unit for _, match in matches] == records.unit_name.tolist()
    assert [match.text for _, match in matches] == [
        texts[row][start:end] for row, start, end in zip(records.row, records.start, records.end, strict=True)
    ]


def test_a_column_of_numbers_takes_the_unit_of_its_header(spark):
    from pyspark.sql import functions

    frame = spark.createDataFrame([(1.5, 3), (None, 4)], "`投资（亿元）` DOUBLE, `人数(万人)` INT")
    by_name = frame.select(aidstats.spark.aid_value("投资（亿元）").alias("v"))
    assert [row.v for row in by_name.collect()] == [1.5e8, None]
    by_column = frame.select(aidstats.spark.aid_value(functions.col("人数(万人)"), to="人").alias("v"))
    assert [row.v for row in by_column.collect()] == [30000.0, 40000.0]
    assert frame.select(aidstats.spark.aid_value("投资（亿元）", unit=None).alias("v")).first().v == 1.5


def test_a_policy_reaches_the_workers(spark):
    frame = texts_of(spark, ["1500余户", "—"])
    open_ = aidstats.spark.aid_parse("text", na_values=["—"], policy=aidstats.Policy(over_closed=True)).alias("q")
    assert [(row.lo_open, row.status) for row in frame.select(open_).orderBy("i").select("q.*").collect()] == [
        (False, "ok"),
        (None, "null"),
    ]


def test_errors_raise_fails_the_job_and_says_why(spark):
    from pyspark.errors import PythonException

    frame = texts_of(spark, ["8亿元", "三百五百"]).select(aidstats.spark.aid_value("text", errors="raise"))
    with pytest.raises(PythonException, match="E_DUP_SCALE"):
        frame.collect()


def test_mistakes_are_found_before_the_job(spark):
    frame = texts_of(spark, TEXTS)
    with pytest.raises(ValueError, match="吗"):
        aidstats.spark.aid_parse("text", unit="吗")
    with pytest.raises(ValueError, match="吗"):
        aidstats.spark.aid_value("text", to="吗")
    with pytest.raises(ValueError, match="column must be"):
        aidstats.spark.aid_value("text", column="mean")
    with pytest.raises(KeyError, match="no column"):
        aidstats.spark.parse_columns(frame, ["金额"])
    with pytest.raises(ValueError, match="fields must be among"):
        aidstats.spark.parse_columns(frame, ["text"], fields=["mean"])
    with pytest.raises(TypeError, match="not one str"):
        aidstats.spark.parse_columns(frame, "text")
    with pytest.raises(ValueError, match="'text_lo' already"):
        aidstats.spark.parse_columns(aidstats.spark.parse_columns(frame, ["text"], fields=["lo"]), ["text"])
    assert aidstats.spark.parse_columns(frame) is frame


def test_all_fields_of_a_sheet_are_those_of_the_struct(spark):
    frame = texts_of(spark, mixed_rows()[:5000])
    sheet = aidstats.spark.parse_columns(frame, ["text"], fields=FIELDS)
    assert sheet.columns == ["i", "text", *(f"text_{name}" for name in FIELDS)]
    rows = sheet.orderBy("i").collect()
    same_fields({name: [row[f"text_{name}"] for row in rows] for name in FIELDS}, expected(mixed_rows()[:5000]))


# ------------------------------------------------------------------ many rows, and workers that die


def test_a_million_rows_are_those_of_one_process(spark, million, tmp_path):
    same_million(written(parsed(read(spark, million)), tmp_path / "out"))


def held(folder, batches):
    """Runs on a worker: says that a task has started and where, and holds it until the test has seen both workers."""
    from pyspark import TaskContext

    worker = next(part for part in Path.cwd().parts if part.startswith("worker-"))
    (folder / f"attempt-{TaskContext.get().attemptNumber()}-{worker}").touch()
    end = time.monotonic() + PATIENCE
    while not (folder / "go").exists():
        if time.monotonic() > end:
            raise TimeoutError("the test has not said go")
        time.sleep(0.05)
    yield from batches


def names(folder):
    return os.listdir(folder)


@pytest.mark.parametrize("what", ["executor", "worker"])
def test_kill_9_in_the_middle_of_a_job_loses_nothing(cluster, spark, million, tmp_path, what):
    """Of the worker with its executor, or of the executor alone, while it holds rows."""
    held.__module__ = "__main__"  # so that it travels with the job: workers have no tests
    signals = tmp_path / "signals"
    signals.mkdir()
    frame = read(spark, million)
    frame = parsed(frame.mapInArrow(partial(held, signals), frame.schema))
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        job = pool.submit(written, frame, tmp_path / "out")
        try:
            both = wait_for("tasks on both workers", lambda: len(names(signals)) > 1 and names(signals))
            assert not job.done()
            victim = min(name.removeprefix("attempt-0-") for name in both)
            cluster.kill(victim, executors_only=what == "executor")
        finally:
            (signals / "go").touch()
        same_million(job.result(PATIENCE))
    assert any(name.startswith("attempt-1-") for name in names(signals)), "no task was lost"
    if what == "worker":
        cluster.start_worker()
