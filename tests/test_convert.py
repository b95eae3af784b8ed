"""aidstats convert: sheets as analysts keep them, in and out, and a report of what could not be read."""

import csv
import datetime
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aidstats import cli

HEAD = ["地区", "投资（亿元）", "搬迁", "备注", "年份"]
ROWS = [
    ["甲", "12.36", "350户", '他说"好"', "2021"],
    ["乙", "近8", "1419户", "=1+1", "2022"],
    ["丙", "—", "约20多万户", None, "2023"],
    ["丁", "3000万", "吗户", "第一行\n第二行", "2024"],
    ["戊", "1/3", None, "逗号,在此", "2025"],
]
VALUES = [1236000000, 800000000, None, 30000000, 1 / 3]
LOWER = [1236000000, 750000000, None, 30000000, 1 / 3]


def csv_bytes(rows=ROWS, *, encoding="utf-8-sig", newline="\r\n", head=HEAD) -> bytes:
    lines = []
    for row in [head, *rows]:
        cells = ["" if cell is None else str(cell) for cell in row]
        lines.append(",".join(f'"{cell}"'.replace('"他说"好""', '"他说""好"""') for cell in cells) + newline)
    return "".join(lines).encode(encoding)


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "表.csv"
    path.write_bytes(csv_bytes())
    return path


def convert(*arguments, code=0):
    assert cli.main(["convert", *map(str, arguments)]) == code


def mistake(capsys, *arguments) -> str:
    """The one line on stderr of a call that must end with 2."""
    try:
        code = cli.main(["convert", *map(str, arguments)])
    except SystemExit as stop:
        code = stop.code
    error = capsys.readouterr().err
    assert code == 2, error
    assert error.count("\n") == 1 and error.startswith("aidstats: "), error
    return error


def read(path) -> dict[str, list]:
    """The columns of a sheet, by whoever reads such files."""
    path = str(path)
    if path.endswith(".csv"):
        raw = Path(path).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
        head, *rows = csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True))
        return {name: [row[at] or None for row in rows] for at, name in enumerate(head)}
    if path.endswith(".xlsx"):
        openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
        head, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return {name: [row[at] for row in rows] for at, name in enumerate(head)}
    if path.endswith(".parquet"):
        return pytest.importorskip("pyarrow.parquet", reason="needs pyarrow").read_table(path).to_pydict()
    if path.endswith(".duckdb"):
        duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
        with duckdb.connect(path, read_only=True) as connection:
            result = connection.sql('select * from "表"')
            return dict(zip(result.columns, map(list, zip(*result.fetchall(), strict=True)), strict=True))
    with open(path, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {name: [record[name] for record in records] for name in records[0]}


ENDINGS = ["csv", "xlsx", "parquet", "duckdb", "jsonl"]


def needed(ending):
    for module in {"xlsx": ["openpyxl"], "parquet": ["pyarrow"], "duckdb": ["pyarrow", "duckdb"]}.get(ending, []):
        pytest.importorskip(module, reason=f"needs {module}")


# ------------------------------------------------------------------ formats


@pytest.mark.parametrize("ending", ENDINGS)
def test_csv_goes_to_every_format_with_the_same_numbers(sheet, tmp_path, capsys, ending):
    needed(ending)
    out = tmp_path / f"out.{ending}"
    convert(sheet, "--na", "—", "-o", out, code=1)
    found = read(out)
    added = [f"{name}_{field}" for name in ("投资（亿元）", "搬迁") for field in ("value", "lo", "hi", "unit")]
    assert list(found) == [*HEAD[:2], *added[:4], HEAD[2], *added[4:], *HEAD[3:]]
    for at, name in enumerate(HEAD):
        assert found[name] == [row[at] for row in ROWS], "the cells as they were"
    numbers = {"csv": lambda cell: cell and float(cell)}.get(ending, lambda cell: cell)
    assert [numbers(cell) for cell in found["投资（亿元）_value"]] == VALUES
    assert [numbers(cell) for cell in found["投资（亿元）_lo"]] == LOWER
    assert [numbers(cell) for cell in found["搬迁_hi"]] == [350, 1419, 300000, None, None]
    assert found["搬迁_unit"] == ["{household}", "{household}", "{household}", None, None]
    error = capsys.readouterr().err
    assert "reading 投资（亿元）, 搬迁" in error
    assert f"{sheet}: row 5, 搬迁: '吗户': there is no number" in error
    assert "1 of 8 cells could not be read: E_NO_NUMBER 1" in error
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != "duckdb"])  # which is no input
def test_every_format_is_read_again(sheet, tmp_path, capsys, ending):
    """What went out comes in: the cells, and so the numbers in them."""
    needed(ending)
    once, twice = tmp_path / f"once.{ending}", tmp_path / "twice.jsonl"
    convert(sheet, "--column", "年份", "--fields", "status", "-o", once)
    convert(once, "--column", "投资（亿元）", "--na", "—", "-o", twice)
    found = read(twice)
    assert [found[name] for name in HEAD] == [[row[at] for row in ROWS] for at in range(len(HEAD))]
    assert found["投资（亿元）_value"] == VALUES


def test_numbers_keep_all_their_digits_as_text_and_none_is_a_date_to_excel(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([["123456789012345678"], ["0.1"], ["1/3"], ["30万亿"]], head=["金额（元）"]))
    convert(path, "-o", tmp_path / "b.csv")
    assert read(tmp_path / "b.csv")["金额（元）_value"] == [
        *("123456789012345678", "0.1", "0.3333333333333333", "30000000000000")
    ]
    convert(path, "-o", tmp_path / "b.jsonl")
    assert '"金额（元）_value": 123456789012345678,' in (tmp_path / "b.jsonl").read_text(encoding="utf-8")


def test_gb18030_is_asked_for_and_the_mark_of_utf16_is_seen(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(encoding="gb18030"))
    error = mistake(capsys, path, "-o", tmp_path / "b.csv")
    assert "byte 1 " in error and "--encoding gb18030" in error
    assert not (tmp_path / "b.csv").exists()
    convert(path, "--encoding", "gb18030", "--column", "投资（亿元）", "--na", "—", "-o", tmp_path / "b.csv")
    assert read(tmp_path / "b.csv")["地区"] == ["甲", "乙", "丙", "丁", "戊"]
    path.write_bytes(csv_bytes(encoding="utf-16"))
    convert(path, "--column", "投资（亿元）", "--na", "—", "-o", tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_standard_input_and_output_are_csv(sheet):
    command = [sys.executable, "-P", "-m", "aidstats", "convert", "-", "--column", "搬迁", "--fields", "value"]
    done = subprocess.run(command, input=sheet.read_bytes(), capture_output=True, timeout=120)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[:2] == [
        "地区,投资（亿元）,搬迁,搬迁_value,备注,年份",
        '甲,12.36,350户,350,"他说""好""",2021',
    ]


def test_a_workbook_with_typed_cells_titles_and_several_sheets(tmp_path, capsys):
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
    book = openpyxl.Workbook()
    page = book.create_sheet("分县")
    page.append(["某地投资一览"])
    page.append(["地区", "金额（万元）", "占比", None, "金额（万元）"])
    page.append(["甲", 12.5, 0.125, datetime.datetime(2023, 9, 5), 3])
    page["C3"].number_format = "0.0%"
    page.append(["乙", "近8亿元", "=1/0", True, None])
    page["B30"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    assert "no sheet '合计'; it has Sheet, 分县" in mistake(capsys, tmp_path / "a.xlsx", "--sheet", "合计")
    options = ["--sheet", "分县", "--header-row", "2", "--column", "占比", "--column", "金额（万元）"]
    convert(tmp_path / "a.xlsx", *options, "--fields", "value,unit", "-o", tmp_path / "b.jsonl")
    found = read(tmp_path / "b.jsonl")
    assert list(found)[-2:] == ["column_4", "金额（万元）_2"]
    assert found["金额（万元）_value"] == [125000, 800000000]
    assert (found["占比"], found["占比_value"], found["占比_unit"]) == (["12.5%", None], [0.125, None], ["1", None])
    assert found["column_4"] == ["2023-09-05 00:00:00", True]
    assert found["金额（万元）_2"] == [3, None]


def test_formulas_without_a_stored_value_are_said_to_be_empty(tmp_path, capsys):
    """As openpyxl and pandas write them; what Excel computed is read like any cell."""
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
    book = openpyxl.Workbook()
    for row in (["地区", "金额（万元）"], ["甲", 3], ["乙", "=B2*2"], ["合计", "=SUM(B2:B3)"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    convert(tmp_path / "a.xlsx", "-o", tmp_path / "b.csv")
    assert "a.xlsx: 2 formulas have no stored value and count as empty (B3)" in capsys.readouterr().err
    stored = tmp_path / "stored.xlsx"
    values = iter([b"6", b"9"])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            page = old.read(name)
            new.writestr(name, re.sub(rb"</f><v ?/>|</f><v></v>", lambda _: b"</f><v>%b</v>" % next(values), page))
    convert(stored, "-o", tmp_path / "c.csv")
    assert read(tmp_path / "c.csv")["金额（万元）_value"] == ["30000", "60000", "90000"]
    assert "formula" not in capsys.readouterr().err


def test_a_cell_that_begins_like_a_formula_stays_text(tmp_path):
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([["=1+1", "5"], ["\x07响", "6"]], head=["备注", "金额（元）"]))
    convert(path, "-o", tmp_path / "b.xlsx")
    page = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["A3"].value == "\ufffd响"
    assert page["B2"].value == "5" and page["C2"].value == 5


def test_json_lines_with_gaps_and_other_types(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"金额（元）": 5, "甲": [1]}\n\n{"乙": null, "金额（元）": "近8亿"}\n{"金额（元）": true}\n', encoding="utf-8"
    )
    convert(path, "--fields", "lo", "-o", tmp_path / "b.jsonl", code=1)
    assert read(tmp_path / "b.jsonl") == {
        "金额（元）": [5, "近8亿", True],
        "金额（元）_lo": [5, 750000000, None],
        "甲": [[1], None, None],
        "乙": [None, None, None],
    }
    assert "'True': the value is neither text nor a finite number" in capsys.readouterr().err
    path.write_text('{"a": 1}\n[]\n', encoding="utf-8")
    assert "line 2: no JSON object" in mistake(capsys, path)
    path.write_text('{"a": 1}\n{"a"\n', encoding="utf-8")
    assert "line 2: no JSON (" in mistake(capsys, path)


def test_types_of_parquet_are_kept(tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    from pyarrow import parquet

    table = pyarrow.table(
        {
            "金额（亿元）": pyarrow.array([1.5, None, 2.25]),
            "类": pyarrow.array(["a", "b", "a"]).dictionary_encode(),
            "时": pyarrow.array([datetime.datetime(2023, 1, 1)] * 3, pyarrow.timestamp("ms")),
        }
    )
    parquet.write_table(table, tmp_path / "a.parquet")
    convert(tmp_path / "a.parquet", "--fields", "value,hi_open,lo_date", "-o", tmp_path / "b.parquet")
    found = parquet.read_table(tmp_path / "b.parquet")
    assert found.select(["金额（亿元）", "类", "时"]).equals(table)
    assert found.column("金额（亿元）_value").to_pylist() == [1.5e8, None, 2.25e8]
    assert [str(type_) for type_ in found.schema.types[1:4]] == ["double", "bool", "date32[day]"]


def test_a_database_keeps_its_other_tables(sheet, tmp_path, capsys):
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    out = tmp_path / "b.duckdb"
    with duckdb.connect(str(out)) as connection:
        connection.execute("create table kept as select 1 as one")
    for _ in range(2):  # the second time the table is replaced
        convert(sheet, "--column", "年份", "--table", "年", "-o", out)
    with duckdb.connect(str(out)) as connection:
        assert connection.sql("select sum(年份_value) from 年").fetchall() == [(10115.0,)]
        assert connection.sql("select one from kept").fetchall() == [(1,)]
    (tmp_path / "c.duckdb").write_bytes(b"no database" * 1000)
    assert "no DuckDB database" in mistake(capsys, sheet, "--column", "年份", "-o", tmp_path / "c.duckdb")


# ------------------------------------------------------------------ units and problems


def test_amounts_are_written_in_the_unit_asked_for(sheet, tmp_path, capsys):
    out = tmp_path / "b.csv"
    convert(sheet, "--na", "—", "--unit", "万元", "--fields", "value,unit", "-o", out, code=1)
    found = read(out)
    assert found["投资（亿元）_value（万元）"] == ["123600", "80000", None, "3000", None]
    assert found["搬迁_value"] == ["350", "1419", "200000", None, None], "households stay what they are"
    # The new header declares its unit as headers do: read again, it is the same amount.
    convert(out, "--column", "投资（亿元）_value（万元）", "--fields", "value", "-o", tmp_path / "c.csv")
    assert read(tmp_path / "c.csv")["投资（亿元）_value（万元）_value"][:2] == ["1236000000", "800000000"]


def test_mixed_currencies_are_told_apart_and_not_added_up(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(
        csv_bytes([["5亿元"], ["3亿美元"], ["2亿港元"], ["5%"], ["7"], ["1亿元"]] + [["1元"]] * 5, head=["金额"])
    )
    convert(path, "-o", tmp_path / "b.jsonl")
    assert read(tmp_path / "b.jsonl")["金额_unit"][:5] == ["CNY", "USD", "HKD", "1", ""]
    capsys.readouterr()
    convert(path, "--unit", "亿元", "--problems", tmp_path / "p.csv", "-o", tmp_path / "b.jsonl", code=1)
    found = read(tmp_path / "b.jsonl")
    assert found["金额_value（亿元）"][:6] == [5, None, None, None, None, 1]
    assert found["金额_unit"][:2] == ["CNY", "USD"]
    problems = read(tmp_path / "p.csv")
    assert problems["row"] == ["3", "4", "5", "6"]
    assert problems["text"] == ["3亿美元", "2亿港元", "5%", "7"]
    assert problems["reason"] == [
        "is in USD, which cannot be counted in 亿元",
        "is in HKD, which cannot be counted in 亿元",
        "is a ratio, which cannot be counted in 亿元",
        "has no unit, and the header declares none; --header-unit does",
    ]
    convert(path, "--unit", "亿元", "--header-unit", "万元", "-o", tmp_path / "b.jsonl", code=1)
    assert read(tmp_path / "b.jsonl")["金额_value（亿元）"][4] == 0.0007


def test_problems_are_all_in_the_file_and_the_first_on_stderr(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes([[f"{n}个吗"] for n in range(40_000)], head=["数量"]))
    convert(path, "--column", "数量", "--problems", tmp_path / "p.csv", "-o", tmp_path / "b.csv", code=1)
    error = capsys.readouterr().err.splitlines()
    assert len(error) == 6
    assert error[0] == f"aidstats: {path}: row 2, 数量: '0个吗': '吗' after the quantity does not belong to it"
    assert error[-1] == (
        f"aidstats: 40000 of 40000 cells could not be read: E_TRAILING 40000; all are in {tmp_path / 'p.csv'}"
    )
    problems = read(tmp_path / "p.csv")
    assert problems["row"] == [str(row) for row in range(2, 40_002)]
    assert set(problems["code"]) == {"E_TRAILING"} and problems["text"][-1] == "39999个吗"


def test_columns_of_dates_are_not_read_unasked(tmp_path, capsys):
    path = written(tmp_path / "a.csv", "日期,金额\n2023年9月,5元\n2023-09-05,6元\n")
    convert(path, "--fields", "value", "-o", tmp_path / "b.jsonl")
    assert list(read(tmp_path / "b.jsonl")) == ["日期", "金额", "金额_value"]
    convert(path, "--column", "日期", "--fields", "lo_date,kind", "-o", tmp_path / "b.jsonl")
    assert read(tmp_path / "b.jsonl")["日期_lo_date"] == ["2023-09-01", "2023-09-05"]


def test_a_title_above_the_header_is_seen(tmp_path, capsys):
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
    book = openpyxl.Workbook()
    for row in [["某地投资一览"], ["地区", "金额（元）", "备注"], ["甲", 5, None]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert "row 1 names 1 of 3 columns; --header-row says where the header is" in mistake(capsys, tmp_path / "a.xlsx")
    convert(tmp_path / "a.xlsx", "--header-row", "2", "--fields", "value", "-o", tmp_path / "b.csv")
    assert read(tmp_path / "b.csv")["金额（元）_value"] == ["5"]


def test_columns_are_chosen_as_parse_columns_does(sheet, tmp_path, capsys):
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    import aidstats.pandas

    assert aidstats.pandas
    convert(sheet, "-o", tmp_path / "b.csv", code=1)
    frame = pandas.read_csv(sheet, encoding="utf-8-sig", dtype="str")
    assert list(read(tmp_path / "b.csv")) == frame.aid.parse_columns().columns.tolist()


# ------------------------------------------------------------------ mistakes


def test_mistakes_are_one_line_and_leave_no_file(sheet, tmp_path, capsys):
    out = tmp_path / "b.csv"
    assert "no column '价格'; it has 地区, 投资（亿元）" in mistake(capsys, sheet, "--column", "价格", "-o", out)
    assert "no such file" in mistake(capsys, tmp_path / "none.csv", "-o", out)
    assert "is a directory" in mistake(capsys, tmp_path, "-o", out)
    assert "save it as .xlsx" in mistake(capsys, written(tmp_path / "a.xls"), "-o", out)
    assert "known are .csv" in mistake(capsys, written(tmp_path / "a.doc"), "-o", out)
    assert "use one of .csv" in mistake(capsys, sheet, "-o", tmp_path / "b.doc")
    assert "no unit such as" in mistake(capsys, sheet, "--unit", "吗", "-o", out)
    assert "no unit such as" in mistake(capsys, sheet, "--header-unit", "吗", "-o", out)
    assert "--fields mean: no such field" in mistake(capsys, sheet, "--fields", "value,mean", "-o", out)
    assert "is no row" in mistake(capsys, sheet, "--header-row", "0", "-o", out)
    assert "row 9 holds no header" in mistake(capsys, sheet, "--header-row", "9", "-o", out)
    assert "input and output at once" in mistake(capsys, sheet, "-o", sheet)
    assert "--sheet is for .xlsx" in mistake(capsys, sheet, "--sheet", "甲", "-o", out)
    assert "no such file or directory" in mistake(capsys, sheet, "--column", "年份", "-o", tmp_path / "no" / "b.csv")
    assert "no column holds amounts" in mistake(capsys, written(tmp_path / "t.csv", "甲,乙\n丙,丁\n"), "-o", out)
    assert "row 1 holds no header" in mistake(capsys, written(tmp_path / "e.csv"), "-o", out)
    again = written(tmp_path / "d.csv", "金额（元）,金额（元）_value\n5,5\n")
    assert "already; was it converted before?" in mistake(capsys, again, "--column", "金额（元）", "-o", out)
    wide = written(tmp_path / "w.csv", "金额（元）\n5\n6,7\n")
    assert "row 3 has 2 cells, the header 1" in mistake(capsys, wide, "--column", "金额（元）", "-o", out)
    quote = written(tmp_path / "q.csv", '金额（元）\n5\n"6\n')
    assert "row 3: unexpected end of data" in mistake(capsys, quote, "--column", "金额（元）", "-o", out)
    assert not out.exists() and not list(tmp_path.glob("*.part"))


def written(path, text=""):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_file_that_is_not_what_its_name_says(tmp_path, capsys, ending):
    needed(ending)
    assert "no " in mistake(capsys, written(tmp_path / f"a.{ending}", "no such thing"), "-o", tmp_path / "b.csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_mistake_in_the_middle_leaves_the_old_file(tmp_path, capsys, ending):
    needed(ending)
    path, out = tmp_path / "表.csv", tmp_path / f"b.{ending}"
    good = written(tmp_path / "表" / "表.csv", "金额（元）\n5\n")
    convert(good, "--column", "金额（元）", "-o", out)
    before = read(out)
    path.write_bytes("金额（元）\n".encode() + b"5\n" * 100_000 + b"\xff\n")
    assert "no utf-8" in mistake(capsys, path, "--column", "金额（元）", "-o", out)
    assert read(out) == before and sorted(os.listdir(tmp_path)) == sorted(["表", "表.csv", out.name])
    assert "no utf-8" in mistake(capsys, path, "--column", "金额（元）", "-o", tmp_path / f"new.{ending}")
    assert not list(tmp_path.glob("new*"))


def test_a_missing_library_is_named_with_its_extra(sheet, tmp_path, capsys, monkeypatch):
    for ending, module, extra in [
        ("xlsx", "openpyxl", "excel"),
        ("parquet", "pyarrow", "arrow"),
        ("duckdb", "duckdb", "duckdb"),
    ]:
        needed(ending)
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, module, None)
            assert f"pip install aidstats[{extra}]" in mistake(
                capsys, sheet, "--column", "年份", "-o", tmp_path / f"b.{ending}"
            )
    assert os.listdir(tmp_path) == [sheet.name]


def test_memory_does_not_grow_with_a_csv(tmp_path):
    """A sheet of 24 MB needs little more than one of 2 MB does."""
    if os.environ.get("AIDSTATS_TEST_SANITIZED"):
        pytest.skip("not under sanitizers: their shadow memory grows by itself")
    script = (
        "import resource, sys; from aidstats import cli; code = cli.main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"
    )

    def peak(megabytes: int) -> int:
        path = tmp_path / f"{megabytes}.csv"
        line = "普通的一行文字没有数" * 20 + ",近8亿元\n"
        path.write_text("备注,金额\n" + line * (megabytes * 1_000_000 // len(line.encode())), encoding="utf-8")
        command = [sys.executable, "-P", "-c", script, "convert", path, "--column", "金额", "-o", tmp_path / "out.csv"]
        done = subprocess.run(command, capture_output=True, timeout=300)
        assert done.returncode == 0, done.stderr.decode()
        return int(done.stdout)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    assert peak(24) < peak(2) + 30_000  # KB


def test_brackets_of_accountants_are_asked_for(tmp_path, capsys):
    path = written(tmp_path / "a.csv", '损益（万元）\n"(1,234.56)"\n12\n')
    convert(path, "--fields", "value", "-o", tmp_path / "b.jsonl", code=1)
    assert read(tmp_path / "b.jsonl")["损益（万元）_value"] == [None, 120000]
    convert(path, "--fields", "value", "--accounting", "-o", tmp_path / "b.jsonl")
    assert read(tmp_path / "b.jsonl")["损益（万元）_value"] == [-12345600, 120000]
    error = capsys.readouterr().err
    assert "'(1,234.56)': '(' before the quantity does not belong to it; negative? --accounting" in error
    assert cli.main(["parse", "(5元)", "--accounting", "--to", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] == -5


def test_what_stands_most_often_in_unread_cells_is_said(tmp_path, capsys):
    path = written(tmp_path / "a.csv", "金额（元）\n" + "—\n" * 7 + "待定\n待定\n吗\n5\n")
    convert(path, "-o", tmp_path / "b.csv", code=1)
    assert capsys.readouterr().err.splitlines()[-1] == (
        "aidstats: '—' 7 times, '待定' 2 times; --na takes words that mean nothing"
    )
    convert(path, "--na", "—,待定,吗", "-o", tmp_path / "b.csv")
    assert read(tmp_path / "b.csv")["金额（元）_value"][-1] == "5"


def test_a_bar_for_terminals_where_there_is_much_to_read(sheet, tmp_path, capsys, monkeypatch):
    pytest.importorskip("tqdm", reason="needs tqdm")
    monkeypatch.setattr("aidstats._cli_input._WORTH_A_BAR", 1)
    monkeypatch.setattr("aidstats._sheet_in._MANY_ROWS", 1)
    openpyxl = pytest.importorskip("openpyxl", reason="needs openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["地区"])
    book.active.append(["甲"])
    book.save(tmp_path / "b.xlsx")
    convert(sheet, "--column", "年份", "-o", tmp_path / "c.csv")
    assert capsys.readouterr().err == "", "not for a pipe"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for path in [sheet, tmp_path / "b.xlsx"]:
        convert(path, "--column", "地区", "--na", "甲,乙,丙,丁,戊", "-o", tmp_path / "c.csv")
        assert "0%|" in capsys.readouterr().err
        convert(path, "--column", "地区", "--na", "甲,乙,丙,丁,戊", "-o", tmp_path / "c.csv", "--no-progress")
        assert capsys.readouterr().err == ""
