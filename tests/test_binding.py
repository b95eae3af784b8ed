"""The doors of the core: every container, every Python version's str, threads and signals give the same records."""

import signal
import threading
import time
from decimal import Decimal

import numpy as np
import pytest

from aidstats import FormatError, ParseError, Quantity, _core

TEXTS = ["近8亿元", "20多万人", "三分之一", "5个吗", "", None, "由15天缩短至57小时", "abc", "12 345.6吨", "1992年至今"]
READ = [text for text in TEXTS if text is not None]


def same(left: np.ndarray, right: np.ndarray) -> bool:
    """Bit for bit: NaN is equal to itself here."""
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()


# ---------------------------------------------------------------- the layout


def test_dtypes_are_aligned_and_96_and_112_bytes():
    assert (_core.QUANTITY_DTYPE.itemsize, _core.MATCH_DTYPE.itemsize) == (96, 112)
    for dtype in (_core.QUANTITY_DTYPE, _core.MATCH_DTYPE):
        ends = [dtype.fields[name][1] + dtype.fields[name][0].itemsize for name in dtype.names]
        starts = [dtype.fields[name][1] for name in dtype.names]
        assert starts == [0, *ends[:-1]], "no holes, in offset order"
        assert all(dtype.fields[name][1] % dtype.fields[name][0].alignment == 0 for name in dtype.names)


def test_codes_have_names():
    assert _core.statuses()[:2] == ["ok", "null"] and _core.statuses()[-1] == "E_TYPE"
    assert _core.kinds()[0] == "number" and _core.relations()[0] == "eq" and "no_year" in _core.flags()
    codes = [row[0] for row in _core.units()]
    assert codes == sorted(set(codes)) and ("CNY", "元") in {row[1:3] for row in _core.units()}
    assert all(forms for _, _, _, _, forms in _core.cues())


# ---------------------------------------------------------------- one core call, two doors


@pytest.mark.parametrize("text", [*READ, "￥82,225.50", "10月20日", "不足5户", "每百人15辆", "-5℃", "百分之几"])
def test_parse_and_parse_records_agree(text):
    record = _core.parse_records([text])[0]
    if record["status"] == 0:
        assert _core.record_to_quantity(record, text) == _core.parse(text)
        return
    with pytest.raises(ParseError) as caught:
        _core.parse(text)
    assert (_core.statuses()[record["status"]], record["error_at"]) == (caught.value.code, caught.value.position)


RUNNING = "今年共投入1.2亿元，同比增长15%；其中𠮷野家村3800余户，每户5000元。截至2022年底累计20多万人次"


@pytest.mark.parametrize("text", [RUNNING, "x" * 5000 + RUNNING, RUNNING * 400, "\U0001f600" + RUNNING, "no quantity"])
def test_find_and_find_records_agree(text):
    quantities = _core.find(text)
    records = _core.find_records(["", text])
    assert [(q.start, q.end) for q in quantities] == list(zip(records["start"], records["end"], strict=True))
    assert [_core.record_to_quantity(record, text) for record in records] == quantities
    assert set(records["row"].tolist()) <= {1}


# ---------------------------------------------------------------- offsets are code points


@pytest.mark.parametrize("before", ["", "a", "é", "元", "𠮷", "a\u0301é元𠮷" * 300])
def test_offsets_are_code_points_whatever_the_str_is_made_of(before):
    text = f"{before}。共300户é和46元"
    found = _core.find(text)
    assert [text[q.start : q.end] for q in found] == [q.text for q in found] == ["300户", "46元"]
    for column in ([text], np.array([text]), np.array([text.encode()])):
        records = _core.find_records(column)
        assert [text[a:b] for a, b in zip(records["start"], records["end"], strict=True)] == ["300户", "46元"]


@pytest.mark.parametrize("before", ["", "é", "元", "𠮷"])
def test_a_lone_surrogate_is_named_by_its_place(before):
    text = before + "8亿\ud800元"
    place = len(before) + 2
    with pytest.raises(ParseError) as caught:
        _core.parse(text)
    assert (caught.value.code, caught.value.position) == ("E_UTF8", place)
    str(caught.value).encode()
    for column in ([text], np.array([text], dtype=object), np.array([text])):
        record = _core.parse_records(column)[0]
        assert (_core.statuses()[record["status"]], record["error_at"]) == ("E_UTF8", place)


def test_an_array_of_code_points_beyond_unicode_is_an_error_and_no_crash():
    array = np.array(["元元"])
    array.view(np.uint32)[1] = 0x110000
    record = _core.parse_records(array)[0]
    assert (_core.statuses()[record["status"]], record["error_at"]) == ("E_UTF8", 1)


def test_nothing_is_cached_on_the_texts():
    """PyUnicode_AsUTF8 would leave a second copy on every str."""
    text = "共投入八千三百万元" + "人" * 1000
    before = text.__sizeof__()
    _core.find(text)
    _core.find_records([text])
    assert text.__sizeof__() == before


# ---------------------------------------------------------------- steps


def test_a_source_is_read_in_steps():
    texts = [f"{i}元" for i in range(20000)]
    source = _core.Source(texts)
    parts = []
    while not source.done:
        parts.append(_core.parse_records(source, limit=7000))
    assert [len(part) for part in parts] == [7000, 7000, 6000]
    assert source.rows_read == 20000
    assert same(np.concatenate(parts), _core.parse_records(texts))
    assert len(_core.parse_records(source)) == 0


def test_rows_are_counted_over_all_steps():
    source = _core.Source(["共5户", None, "无", "共6户和7人"])
    first, second = _core.find_records(source, limit=2), _core.find_records(source)
    assert first["row"].tolist() + second["row"].tolist() == [0, 3, 3]


class Interfering(Decimal):
    """A cell whose str() runs code of the caller's while the column is read."""

    def __str__(self) -> str:
        self.act()
        return "5"


def test_a_list_that_shrinks_while_it_is_read_is_an_error():
    values: list = [Interfering(5), *["5元"] * 100]
    values[0].act = values.clear
    with pytest.raises(RuntimeError, match="shorter"):
        _core.parse_records(values)


def test_a_source_cannot_be_read_from_within():
    cell = Interfering(5)
    source = _core.Source([cell, "5元"])
    caught = []

    def act() -> None:
        with pytest.raises(RuntimeError, match="being read"):
            _core.parse_records(source)
        caught.append(True)

    cell.act = act
    assert _core.parse_records(source)["value"].tolist() == [5, 5]
    assert caught


def test_an_error_in_a_cell_comes_out():
    cell = Interfering(5)
    cell.act = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        _core.parse_records(["5元", cell])
    with pytest.raises(ZeroDivisionError):
        _core.find_records([cell])


def test_threads_agree():
    texts = TEXTS * 3000
    expected = _core.parse_records(texts), _core.find_records(texts)
    results: list = [None] * 4

    def work(index: int) -> None:
        results[index] = _core.parse_records(texts), _core.find_records(texts)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(same(parsed, expected[0]) and same(found, expected[1]) for parsed, found in results)


def test_the_gil_is_released():
    """Another thread gets on while a column is read."""
    texts = [RUNNING] * 20000
    count, done = 0, threading.Event()

    def tick() -> None:
        nonlocal count
        while not done.is_set():
            count += 1
            time.sleep(0.0005)

    thread = threading.Thread(target=tick)
    thread.start()
    before = count
    _core.find_records(texts)
    during = count - before
    done.set()
    thread.join()
    assert during > 3


def find_for_ever(values: list[str]) -> None:
    while True:
        _core.find_records(values)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="only under Unix")
@pytest.mark.parametrize("values", [[RUNNING * 10] * 60000, [RUNNING * 200000]], ids=["many texts", "one text"])
def test_ctrl_c_is_answered(values):
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            find_for_ever(values)
        assert time.monotonic() - start < 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# ---------------------------------------------------------------- arguments


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda: _core.parse(), TypeError, "needs text"),
        (lambda: _core.parse("5元", None, None, 1), TypeError, "at most 3"),
        (lambda: _core.parse("5元", text="6元"), TypeError, "two values"),
        (lambda: _core.parse("5元", colour=1), TypeError, "colour"),
        (lambda: _core.find("5元", level=3), ValueError, "level"),
        (lambda: _core.find("5元", kinds=-1), ValueError, "kinds"),
        (lambda: _core.parse_records(["5元"], limit=-1), ValueError, "limit"),
        (lambda: _core.parse_records(["5元"], threads=10**30), ValueError, "threads"),
        (lambda: _core.parse_records(["5元"], na_values="—"), TypeError, "na_values"),
        (lambda: _core.parse_records(["5元"], unit=5), TypeError, "unit"),
        (lambda: _core.parse_columns(["5元"], columns="value"), TypeError, "columns"),
        (lambda: _core.parse_columns(["5元"], columns=["volume"]), ValueError, "volume"),
        (lambda: _core.parse_columns(["5元"], columns=["lo", "lo"]), ValueError, "twice"),
        (lambda: _core.arrow_table(np.zeros(3)), TypeError, "QUANTITY_DTYPE"),
        (lambda: _core.arrow_table([1]), TypeError, "record array"),
        (lambda: _core.record_to_quantity(np.float64(1)), TypeError, "QUANTITY_DTYPE"),
        (lambda: _core.record_to_quantity(np.zeros(2, _core.QUANTITY_DTYPE)), TypeError, "one row"),
        (lambda: _core.make_policy(half=0.5), TypeError, "half"),
        (lambda: _core.make_policy(half=(1, 0)), ValueError, "half"),
        (lambda: _core.make_policy(currency="kg"), ValueError, "currency"),
        (
            lambda: _core.register(quantity=int, parse_error=ParseError, format_error=FormatError, month_day=tuple),
            TypeError,
            "quantity",
        ),
        (lambda: _core.CompiledPolicy(), TypeError, "CompiledPolicy"),
        (lambda: _core.QuantityBase(), TypeError, "QuantityBase"),
        (lambda: Quantity(), TypeError, "Quantity"),
    ],
)
def test_wrong_arguments_are_named(call, error, match):
    with pytest.raises(error, match=match):
        call()


def test_the_version_is_that_of_the_header():
    info = _core.build_info()
    assert (info["version"], info["schema"], info["lexicon"]) == (_core.VERSION, _core.SCHEMA, _core.LEXICON_DIGEST)
    assert isinstance(info["free_threaded"], bool)


def test_a_record_changed_by_hand_never_crashes():
    """Saved arrays may be damaged: every byte pattern is a quantity, an error or an exception."""
    seed = 20261123
    generator = np.random.default_rng(seed)
    for trial in range(2000):
        row = np.frombuffer(generator.bytes(112), dtype=_core.MATCH_DTYPE).copy()
        row["status"] = 0
        try:
            quantity = _core.record_to_quantity(row[0], "8亿元")
            repr(quantity), hash(quantity), quantity == quantity, quantity.origin, quantity.flags
        except (ValueError, OverflowError):
            continue
        except Exception as error:
            raise AssertionError(f"seed {seed}, row {trial}") from error


def test_a_source_says_whether_the_last_records_of_it_have_a_row_that_cannot_be_read() -> None:
    source = _core.Source(["5元", "元5", None, "7元", "8元"])
    failed = []
    while not source.done:
        _core.parse_records(source, limit=2)
        failed.append(source.failed)
    assert failed == [True, False, False]
    for values, fails in ((["共5户", None], False), (["共5户", "\ud800"], True)):
        for threads in (1, 2):
            source = _core.Source(values)
            _core.find_records(source, threads=threads)
            assert source.failed == fails
