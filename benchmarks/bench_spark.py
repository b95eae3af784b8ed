"""What a function of a column costs in Spark: beside one that hands its column back, in the same run.

Two workers of one core on this machine.  CPU time is that of all processes of the cluster, so that neighbours count
little; wall-clock time is the best round's.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from report import machine, table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from mixed_rows import mixed_rows
from spark_cluster import Cluster, java, spark_cluster

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if java() is None:
        print("bench_spark: needs Java 17 or newer", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, spark_cluster(Path(folder)) as (cluster, spark):
        figures = measured(cluster, sides(cached(spark, Path(folder), arguments.rows)), arguments.rounds)
    print(machine())
    head = ("function of a column", "CPU, s", "wall, s", "CPU beside identity", "rows a CPU second")
    base = figures["identity"][0]
    rows = [
        (name, f"{cpu:.2f}", f"{wall:.2f}", f"{cpu / base:.2f}", f"{arguments.rows / cpu / 1e6:.2f} M")
        for name, (cpu, wall) in figures.items()
    ]
    table(f"Spark, {arguments.rows} rows on two workers", head, rows)
    return 0


def cached(spark, folder: Path, rows: int):
    import pyarrow
    from pyarrow import parquet

    texts = list(mixed_rows())
    texts = pyarrow.array((texts * (rows // len(texts) + 1))[:rows], pyarrow.string())
    parquet.write_table(pyarrow.table({"text": texts}), folder / "rows.parquet", row_group_size=rows // 10)
    frame = spark.read.parquet(str(folder / "rows.parquet")).repartition(8).cache()
    assert frame.count() == rows
    return frame


def sides(frame) -> dict:
    import pyarrow
    from pyspark.sql.functions import arrow_udf

    from aidstats.spark import aid_find, aid_parse, aid_value

    def identity(values: pyarrow.Array) -> pyarrow.Array:
        return values

    columns = {
        "identity": arrow_udf(identity, "STRING")("text"),
        "aid_value": aid_value("text"),
        'aid_value(to="万元")': aid_value("text", to="万元"),
        "aid_parse": aid_parse("text"),
        "aid_find": aid_find("text"),
    }
    return {name: frame.select(column) for name, column in columns.items()}


def measured(cluster: Cluster, frames: dict, rounds: int) -> dict[str, tuple[float, float]]:
    """(median CPU seconds, best wall-clock seconds) of each; a round before the others is not timed."""
    cpu = {name: [] for name in frames}
    wall = {name: [] for name in frames}
    for timed in [False] + [True] * rounds:
        for name, frame in frames.items():
            before, start = cpu_seconds(cluster), time.monotonic()
            frame.write.format("noop").mode("overwrite").save()
            if timed:
                wall[name].append(time.monotonic() - start)
                cpu[name].append(cpu_seconds(cluster) - before)
    return {name: (statistics.median(cpu[name]), min(wall[name])) for name in frames}


def cpu_seconds(cluster: Cluster) -> float:
    total = 0
    for pid in cluster.pids():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += sum(map(int, fields[11:15]))  # of the process and of children that have ended
    return total / _TICKS


if __name__ == "__main__":
    sys.exit(main())
