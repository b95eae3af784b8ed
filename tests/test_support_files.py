"""Support data as files: documents and metadata, the check for contributors, the command line."""

import csv
import doctest
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import aidstats
from aidstats import _support_tables, cli

DATA = _support_tables.data_folder()


@pytest.fixture(scope="module")
def support() -> aidstats.Support:
    return aidstats.support()


# ------------------------------------------------------------------ documents and metadata


def test_the_code_book_is_the_dtypes(root):
    text = (root / "docs" / "data.md").read_text(encoding="utf-8")
    for name, columns in _support_tables.COLUMNS.items():
        section = text.split(f"### `{name}`\n")[1].split("\n#")[0]
        listed = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", section, re.MULTILINE)
        assert listed == [(column, type_.replace("?", "bool")) for column, type_ in columns]


def test_examples_of_the_data_page_give_what_they_show(root):
    text = (root / "docs" / "data.md").read_text(encoding="utf-8")
    session = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(session, {}, "docs/data.md", "docs/data.md", 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=report.append)
    assert result.attempted >= 4
    assert result.failed == 0, "".join(report)


def test_the_data_package_is_valid():
    """In a process of its own: frictionless brings warnings of its own dependencies."""
    pytest.importorskip("frictionless")
    program = "import sys, frictionless; r = frictionless.validate(sys.argv[1]); print(r); sys.exit(not r.valid)"
    command = [sys.executable, "-W", "ignore", "-c", program, str(DATA / "datapackage.json")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr


_READ = ("unit", "period_start", "period_end")  # words in figures.csv, something else when they are read


def test_the_data_package_describes_the_files_and_widths_hold():
    for name, schema in _support_tables.schema().items():
        with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [field["name"] for field in schema["fields"]]
        dtype = _support_tables.DTYPES[name]
        for field in schema["fields"]:
            limit = field.get("constraints", {}).get("maxLength")
            if limit and field["name"] in dtype.names and field["name"] not in _READ:
                assert limit == dtype[field["name"]].itemsize // 4, (name, field["name"])


# ------------------------------------------------------------------ aidstats data check


@pytest.fixture
def folder(tmp_path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    return copy


def test_the_shipped_data_has_no_mistakes(capsys):
    assert cli.main(["data", "check", str(DATA)]) == 0
    assert capsys.readouterr().out.endswith(": no mistakes\n")


FIRST = "beijing-2023-funds,北京市,funds,,10.87亿元,,援助资金,true,1992年,,2023-10-20,chongqing-daily-2023,北京 1,,,"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (FIRST.replace("10.87亿元", "三百五百元"), "row 2, amount: 三百五百元 cannot be read (E_"),
        (FIRST.replace("10.87亿元", "10.87万户"), "row 2, amount: 10.87万户 is in {household}, funds counts CNY"),
        (FIRST.replace("10.87亿元", ""), "row 2, amount: must not be empty"),
        (FIRST.replace("北京市", "北京"), "row 2, donor: 北京 is not in places.csv"),
        (FIRST.replace(",funds,", ",money,"), "row 2, indicator: money is not in indicators.csv"),
        (FIRST.replace("true", "yes"), "row 2, cumulative: 'yes' is not true or false"),
        (FIRST.replace("1992年", "早年"), "row 2, period_start: 早年 is no date in words"),
        (FIRST.replace("1992年,", "1992年,1991年"), "row 2, period_end: 1991年 is before 1992年"),
        (FIRST.replace("1992年", "2030年"), "row 2, period_start: 2030年 is after 2023-10-20"),
        (FIRST.replace("2023-10-20", "2023-13-20"), "row 2, as_of: '2023-13-20' is not a date such as"),
        (FIRST.replace("2023-10-20", "2024-10-20"), "row 2, as_of: 2024-10-20 is after 2023-10-21"),
        (FIRST.replace("beijing-2023-funds", "Beijing funds"), "row 2, id: 'Beijing funds' does not match"),
        (FIRST.replace("beijing-2023-funds", "beijing-2023-projects"), "beijing-2023-projects is in row 2 already"),
        (FIRST.replace("北京 1,", "北京 1,nowhere"), "row 2, part_of: nowhere is not in figures.csv"),
        (
            FIRST.replace("北京 1,", "北京 1,beijing-2023-funds"),
            "row 2, part_of: beijing-2023-funds leads back to itself",
        ),
        (FIRST.replace("北京 1,", "北京 1,?jilin-2023-income"), "row 2, part_of: jilin-2023-income has another donor"),
        (
            FIRST.replace("北京 1,", "北京 1,beijing-2023-funds-canteen"),
            "row 2, part_of: 10.87亿元 is more than 1300万元",
        ),
        (FIRST.replace("北京 1,,", "北京 1,,beijing-2023-funds-canteen"), "is in CNY too: a repeat needs no row"),
        (FIRST.replace("北京 1,,", "北京 1,beijing-2023-projects,beijing-2023-projects"), "not both"),
        (FIRST + ",", "row 2: 17 cells for 16 columns"),
        (FIRST.replace("援助资金", " 援助资金"), "row 2, term: ' 援助资金' begins or ends with white space"),
        (FIRST.replace("援助资金", "钱" * 17), "row 2, term: 17 characters, at most 16 fit"),
    ],
)
def test_a_mistake_in_a_figure_is_named_with_its_row(folder, capsys, changed, said):
    path = folder / "figures.csv"
    text = path.read_text(encoding="utf-8")
    assert FIRST + "\n" in text
    path.write_text(text.replace(FIRST + "\n", changed + "\n"), encoding="utf-8")
    assert cli.main(["data", "check", str(path)]) == 1
    captured = capsys.readouterr()
    assert said in captured.out
    assert all(line.startswith("figures.csv") for line in captured.out.splitlines())
    assert "mistake" in captured.err


def test_mistakes_between_files_are_found(folder, capsys):
    places = folder / "figure_places.csv"
    text = places.read_text(encoding="utf-8")
    line = "dalian-2023-funds,兴山县,recipient\n"
    places.write_text(text.replace(line, "dalian-2023-funds,兴山县@422726,recipient\n" + line + line), encoding="utf-8")
    assert cli.main(["data", "check", str(folder)]) == 1
    row = text.count("\n", 0, text.index(line)) + 1
    assert capsys.readouterr().out == f"figure_places.csv, row {row + 2}: the same as row {row + 1}\n"
    places.write_text(text.replace(line, "dalian-2023-funds,兴山县@422726,recipient\n"), encoding="utf-8")
    assert cli.main(["data", "check", str(folder)]) == 1
    assert "as_of: there was no 兴山县@422726 with this code in 2023" in capsys.readouterr().out
    places.write_text(text.replace(line, ""), encoding="utf-8")
    assert cli.main(["data", "check", str(folder)]) == 1
    assert "no recipient in figure_places.csv" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "row 1: empty; the columns are id, publisher"),
        (b"id,publisher,colour\n", "columns of sources — missing: author, title"),
        ("id,来源\n".encode("gb18030"), "not UTF-8 (byte "),
        (b'id,"publisher\n', "no CSV: "),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path, capsys, content, said):
    path = tmp_path / "sources.csv"
    path.write_bytes(content)
    assert cli.main(["data", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert said in out
    assert out.count("\n") == 1


def test_a_byte_order_mark_and_another_order_of_columns_are_fine(folder, capsys):
    rows = _support_tables.read_rows(DATA / "indicators.csv")
    with open(folder / "mine.csv", "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(reversed(list(rows[0]))))
        writer.writeheader()
        writer.writerows(rows)
    assert cli.main(["data", "check", str(folder / "mine.csv")]) == 0
    assert cli.main(["data", "check", str(folder / "nothing.csv")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_folder_of_ones_own_is_loaded_and_checked(folder):
    assert len(aidstats.support(data=folder, donor="大连")) == 4
    figures = folder / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace("近8亿元", "近8亿户"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"1 mistake:\nfigures\.csv, row 29, amount: 近8亿户"):
        aidstats.support(data=folder)


# ------------------------------------------------------------------ aidstats support


def test_the_command_shows_the_figures_of_a_donor_for_a_place(capsys):
    assert cli.main(["support", "--donor", "大连", "--to", "兴山县", "--indicator", "funds"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == [
        "donor",
        "recipients",
        "indicator",
        "text",
        "value",
        "interval",
        "unit",
        "period",
        "part",
        "of",
    ]
    assert row.split() == ["大连市", "兴山县", "funds", "1.765亿元", "176500000", "CNY", "1995年以来"]


@pytest.mark.parametrize("bom", [False, True])
def test_csv_has_all_digits_and_a_mark_on_request(tmp_path, support, bom):
    path = tmp_path / "a.csv"
    assert cli.main(["support", "-o", str(path), *["--bom"] * bom]) == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == bom
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 62
    jiangsu = next(row for row in rows if row["id"] == "jiangsu-2023-funds")
    assert (jiangsu["lo"], jiangsu["hi_open"], jiangsu["recipients"]) == ("750000000", "true", "万州区|云阳县|秭归县")
    assert next(row for row in rows if row["id"] == "jiangsu-2023-sales")["hi"] == ""


def test_a_workbook_has_money_in_yi_with_the_unit_in_the_head(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "a.xlsx"
    assert cli.main(["support", "-o", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["数据", "指标", "地方", "来源"]
    head, *rows = book["数据"].iter_rows(values_only=True)
    cells = {row[head.index("编号")]: dict(zip(head, row, strict=True)) for row in rows}
    assert len(cells) == 62
    funds, people = cells["jiangsu-2023-funds"], cells["dalian-2023-people-trained"]
    assert (funds["金额（亿元）"], funds["下限（亿元）"], funds["上限（亿元）"], funds["数值"]) == (8, 7.5, 8, None)
    assert (people["金额（亿元）"], people["数值"], people["单位"]) == (None, 986, "{person_time}")
    assert cells["beijing-2023-funds"]["金额（亿元）"] == 10.87
    assert cells["jiangsu-2023-sales"]["上限（亿元）"] is None


def test_parquet_is_the_joined_table(tmp_path, support):
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    assert cli.main(["support", "--donor", "宁波", "-o", str(path)]) == 0
    assert parquet.read_table(path).equals(support.filter(donor="宁波").arrow())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--donor", "兴山区"], "there is no place '兴山区'"),
        (["-o", "a.doc"], "a.doc: no format has this ending; use one of .csv .xlsx .parquet"),
        (["-o", "no/such/folder/a.csv"], "no/such/folder/a.csv: no such file or directory"),
        (["--bom"], "--bom is for -o FILE.csv"),
        (["--data", "nowhere"], "nowhere"),
    ],
)
def test_a_mistake_in_the_call_is_one_line(capsys, arguments, said):
    assert cli.main(["support", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("aidstats: ")
    assert said in captured.err
    assert captured.out == ""
