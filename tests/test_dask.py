"""Dask: the records of one process from a cluster of two, and nothing lost when a worker is killed in mid-job."""

import concurrent.futures
import os
import signal
import time

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
from aidstats import _core

pd = pytest.importorskip("pandas", reason="needs pandas")
pytest.importorskip("dask.dataframe", reason="needs dask")
pytest.importorskip("pyarrow", reason="needs pyarrow")
import dask.dataframe as dd  # noqa: E402

import aidstats.dask  # noqa: E402

PATIENCE = 300  # seconds until a wait fails


def column(rows=tuple(TEXTS), parts=3, name="text"):
    return dd.from_pandas(pd.Series(list(rows), name=name, dtype="str"), npartitions=parts)


def fields(frame) -> dict[str, list]:
    """As lists, None where missing."""
    found = {}
    for name in FIELDS:
        cells = frame[name]
        cells = cells.dt.date if name.endswith("_date") else cells
        found[name] = cells.astype(object).where(cells.notna(), None).tolist()
    return found


def same_schema(lazy, frame):
    """What dask promised before anything was read is what came."""
    promised = lazy._meta
    if isinstance(frame, pd.Series):
        assert (promised.dtype, promised.name) == (frame.dtype, frame.name)
    else:
        assert promised.dtypes.to_dict() == frame.dtypes.to_dict()


# ------------------------------------------------------------------ what the accessors give


def test_every_field_and_the_schema_known_before():
    lazy = column().aid.parse()
    frame = lazy.compute()
    assert frame.columns.tolist() == FIELDS
    same_schema(lazy, frame)
    same_fields(fields(frame), expected(tuple(TEXTS)))


def test_a_partition_is_one_call(monkeypatch):
    calls = []
    original = _core.parse_columns
    monkeypatch.setattr(_core, "parse_columns", lambda *a, **k: calls.append(len(a[0])) or original(*a, **k))
    lazy = column(mixed_rows()[:10_000], parts=4).aid.parse()
    calls.clear()  # of no rows, for the schema
    lazy.compute(scheduler="sync")
    assert sorted(calls) == [2500] * 4


def test_categories_numbers_and_partitions_without_a_row():
    rows = pd.Series(list(TEXTS), name="text")
    categories = dd.from_pandas(rows.astype("category"), npartitions=3)
    same_fields(fields(categories.aid.parse().compute()), expected(tuple(TEXTS)))
    few = column()[column() == "近8亿元"]  # two of the partitions have nothing left
    assert few.aid.parse().compute()["lo"].tolist() == [7.5e8]
    assert len(few.aid.find().compute()) == 1
    assert column(()).aid.parse().compute().shape == (0, len(FIELDS))
    numbers = dd.from_pandas(pd.Series([1.5, None, 3], name="金额（万元）"), npartitions=2)
    assert numbers.aid.value("元").compute().tolist()[::2] == [15000, 30000]


def test_value_takes_the_unit_of_the_name():
    amounts = column(["12.36", "近8亿元", None, "5%"], name="投资（亿元）")
    lazy = amounts.aid.value("万元")
    values = lazy.compute()
    same_schema(lazy, values)
    assert values.tolist()[:2] == [123600.0, 80000.0] and values.isna().tolist() == [False, False, True, True]
    assert amounts.aid.value("万元", column="lo").sum().compute() == 198600.0
    assert amounts.aid.value("元", unit="万元").compute().tolist()[0] == 123600.0


def test_find_and_is_approximate_are_those_of_pandas():
    texts = list(mixed_rows()[:2000])
    lazy = column(texts, parts=4).aid.find(context=2)
    found = lazy.compute()
    same_schema(lazy, found)
    wanted = pd.Series(texts).aid.find(context=2)
    assert found.index.tolist() == wanted.index.tolist()
    for name in ("start", "end", "text", "before", "after", "value", "unit", "flags"):
        assert found[name].astype(object).equals(wanted[name].astype(object)), name
    judged = column(texts, parts=4).aid.is_approximate()
    same_schema(judged, judged.compute())
    assert judged.compute().equals(pd.Series(texts, name="text").aid.is_approximate())


def test_a_sheet():
    sheet = pd.DataFrame(
        {"地区": ["甲", "乙", "丙"], "金额（亿元）": ["1.5", "近2", None], "备注": ["3户", "4户", "5户"]}
    )
    lazy = dd.from_pandas(sheet, npartitions=2)
    parsed = lazy.aid.parse_columns()
    frame = parsed.compute()
    same_schema(parsed, frame)
    assert frame.columns.tolist() == [
        "地区",
        "金额（亿元）",
        *(f"金额（亿元）_{n}" for n in ("value", "lo", "hi", "unit")),
        "备注",
    ]
    assert frame["金额（亿元）_lo"].tolist()[:2] == [1.5e8, 1.8e8]
    assert lazy.aid.parse_columns(["备注"])["备注_value"].sum().compute() == 12.0


def test_units_of_partitions_differ_and_can_be_grouped():
    parsed = column(["3户", "5元", "7户", "近2元/户"], parts=4).aid.parse()
    assert parsed.groupby("unit").value.sum().compute().to_dict() == {"{household}": 10, "CNY": 5, "CNY/{household}": 2}


def test_options_reach_the_partitions():
    words = iter(["—"])
    policy = aidstats.Policy(over_closed=True)
    frame = column(["1500余户", "—", "—"]).aid.parse(na_values=words, policy=policy).compute()
    assert frame["lo_open"].tolist()[0] is False and frame["status"].tolist() == ["ok", "null", "null"]


def test_mistakes_are_found_before_the_job():
    with pytest.raises(ValueError, match="吗"):
        column().aid.parse(unit="吗")
    with pytest.raises(ValueError, match="level must be"):
        column().aid.find(level="all")
    with pytest.raises(KeyError, match="no column"):
        column().to_frame().aid.parse_columns(["金额"])
    with pytest.raises(aidstats.ParseError, match="E_DUP_SCALE") as caught:
        column(["8亿元", "三百五百"]).aid.parse(errors="raise").compute(scheduler="sync")
    assert "row" not in str(caught.value)  # of the partition


# ------------------------------------------------------------------ a cluster


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    folder = tmp_path_factory.mktemp("million")
    write_million(folder)
    return folder


@pytest.fixture(scope="module")
def client():
    distributed = pytest.importorskip("distributed", reason="needs dask")
    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        yield client


def same_million(frame):
    frame = frame.sort_values("i", ignore_index=True)
    assert frame.pop("i").tolist() == list(range(PARTS * ROWS))
    first = frame.iloc[:ROWS]
    same_fields(fields(first), expected())
    for part in range(1, PARTS):
        assert frame.iloc[part * ROWS : (part + 1) * ROWS].reset_index(drop=True).equals(first)


def of_part(frame, signals=None):
    """Numbered rows; with `signals`, says which worker a partition has come to, and holds it until the test says go."""
    if signals is not None and len(frame):
        (signals / f"{frame['i'].iloc[0]}-{os.getpid()}").touch()
        end = time.monotonic() + PATIENCE
        while not (signals / "go").exists():
            if time.monotonic() > end:
                raise TimeoutError("the test has not said go")
            time.sleep(0.05)
    return frame


def workers(signals):
    return {int(name.partition("-")[2]) for name in os.listdir(signals) if name != "go"}


def million_parsed(million, signals=None):
    rows = dd.from_map(pd.read_parquet, sorted(million.iterdir()))
    rows = rows.map_partitions(of_part, signals, meta=rows._meta)
    return dd.concat([rows[["i"]], rows["text"].aid.parse()], axis=1)


pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets and processes of distributed at its end
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Concatenating dataframes with unknown divisions:UserWarning"),
]


@pytest.mark.cluster
def test_a_million_rows_on_a_cluster_are_those_of_one_process(client, million):
    same_million(client.compute(million_parsed(million)).result(PATIENCE))


@pytest.mark.cluster
def test_kill_9_of_a_worker_in_the_middle_of_a_job_loses_nothing(client, million, tmp_path):
    of_part.__module__ = "__main__"  # so that it travels with the job: workers have no tests
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        job = pool.submit(lambda: client.compute(million_parsed(million, tmp_path)).result(PATIENCE))
        try:
            end = time.monotonic() + PATIENCE
            while len(held := workers(tmp_path)) < 2:
                assert time.monotonic() < end and not job.done(), "partitions have not come to both workers"
                time.sleep(0.05)
            os.kill(min(held), signal.SIGKILL)
        finally:
            (tmp_path / "go").touch()
        same_million(job.result(PATIENCE))
    begun = [name.partition("-")[0] for name in os.listdir(tmp_path) if name != "go"]
    assert len(begun) > len(set(begun)) == PARTS, "no partition was lost"
