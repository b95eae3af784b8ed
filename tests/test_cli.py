"""The command line: formats, encodings, streams, exit codes, and no traceback for a user's mistake."""

import csv
import io
import json
import signal
import subprocess
import sys
import time

import pytest

import aidstats
from aidstats import _display, cli

NEWS = "搬迁350户、1419人，投资约2.5亿元。\n万州新增近百人。\n\n其中三分之一来自外县，2023年9月竣工。\n"
HEAD = "file,line,start,end,text,kind,value,lo,hi,lo_open,hi_open,relation,unit,flags"
COLUMNS = HEAD.split(",")


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


def run(*arguments, stdin: bytes = b"", **options):
    """The program as a user starts it."""
    command = [sys.executable, "-P", "-m", "aidstats", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, **options)


def mistake(capsys, *arguments) -> str:
    """The one line on stderr of a call that must end with 2."""
    try:
        code = cli.main(list(map(str, arguments)))
    except SystemExit as stop:  # argparse's own
        code = stop.code
    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert captured.err.startswith("aidstats: ")
    assert captured.err.count("\n") == 1
    return captured.err


# ------------------------------------------------------------------ find


def test_find_writes_csv_with_exact_numbers(news, capsys):
    assert cli.main(["find", str(news), "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == COLUMNS
    assert [row["text"] for row in rows] == ["350户", "1419人", "约2.5亿元", "近百人", "三分之一", "2023年9月"]
    assert [row["line"] for row in rows] == ["1", "1", "1", "2", "4", "4"]
    assert (rows[2]["value"], rows[2]["lo"], rows[2]["hi"], rows[2]["unit"]) == (
        "250000000",
        "245000000",
        "255000000",
        "CNY",
    )
    assert (rows[3]["lo"], rows[3]["hi"], rows[3]["hi_open"]) == ("90", "100", "true")
    assert rows[4]["value"] == "1/3"
    assert (rows[5]["value"], rows[5]["lo"], rows[5]["hi"]) == ("", "2023-09-01", "2023-09-30")
    lines = NEWS.splitlines()
    assert all(lines[int(row["line"]) - 1][int(row["start"]) : int(row["end"])] == row["text"] for row in rows)


def test_find_writes_json_lines_with_all_digits(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text("123456789012345678元，0.1元，三分之一，至少5户", encoding="utf-8")
    assert cli.main(["find", str(path), "--to", "jsonl"]) == 0
    out = capsys.readouterr().out
    assert '"value": 123456789012345678,' in out
    assert '"value": 0.1,' in out
    rows = [json.loads(line) for line in out.splitlines()]
    assert list(rows[0]) == COLUMNS
    assert rows[2]["value"] == "1/3"
    assert rows[3]["hi"] is None
    assert rows[3]["hi_open"] is True
    assert rows[3]["flags"] == []


def test_no_number_is_printed_with_an_exponent(capsys):
    assert cli.main(["parse", "30万亿元", "0.000003", "1e20", "--to", "csv"]) == 0
    values = [row["value"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert values == ["30000000000000", "0.000003", "100000000000000000000"]


def test_table_is_aligned_for_wide_characters(news, capsys):
    assert cli.main(["find", str(news)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    column = head.index("kind")
    for row in rows:
        before = next(cut for cut in range(len(row)) if _display.width(row[:cut]) == column)
        assert row[before - 2 : before] == "  "
        assert row[before] != " "


def test_context_shows_both_sides(news, capsys):
    assert cli.main(["find", str(news), "--context", "2", "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[0]["before"], rows[0]["after"]) == ("搬迁", "、1")
    assert cli.main(["find", str(news), "--context", "2"]) == 0
    assert "搬迁[350户]、1" in capsys.readouterr().out


def test_level_kinds_unit_and_grammar_reach_the_parser(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_text("分别为12.5，共3户，4千人", encoding="utf-8")

    def texts(*options):
        assert cli.main(["find", str(path), "--to", "csv", *options]) == 0
        return [row["text"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))]

    assert texts() == ["3户", "4千人"]
    assert texts("--level", "greedy") == ["12.5", "3户", "4千人"]
    assert texts("--kinds", "money,ratio") == []
    assert "4千人" not in texts("--grammar", "strict")
    assert cli.main(["parse", "10.87", "--unit", "亿元", "--to", "csv"]) == 0
    assert "1087000000" in capsys.readouterr().out


def test_several_files_keep_their_names(news, tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text("5吨", encoding="utf-8")
    assert cli.main(["find", str(news), str(other), "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[-1]["file"] == str(other)
    assert rows[-1]["line"] == "1"


def test_an_empty_file_gives_a_head_and_no_rows(tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    assert cli.main(["find", str(tmp_path / "empty.txt"), "--to", "csv"]) == 0
    assert capsys.readouterr().out == HEAD + "\n"


# ------------------------------------------------------------------ output files


def test_the_ending_chooses_the_format(news, tmp_path):
    for ending in (".csv", ".jsonl", ".ndjson"):
        assert cli.main(["find", str(news), "-o", str(tmp_path / f"out{ending}")]) == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbffile,"), "the mark by which Excel knows UTF-8"
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "out.ndjson").read_bytes()


def test_parquet_has_typed_columns(news, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    assert cli.main(["find", str(news), "-o", str(tmp_path / "out.parquet")]) == 0
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table["value"].to_pylist() == [350.0, 1419.0, 2.5e8, 100.0, 1 / 3, None]
    assert table["text"].to_pylist()[2] == "约2.5亿元"
    assert str(table["lo_date"].to_pylist()[-1]) == "2023-09-01"
    assert table.schema.field("flags").type.value_type == "string"


def test_npy_is_what_load_reads(news, tmp_path):
    assert cli.main(["find", str(news), str(news), "-o", str(tmp_path / "out.npy")]) == 0
    records = aidstats.load(tmp_path / "out.npy")
    assert len(records) == 12
    assert records.row.tolist() == [0, 0, 0, 1, 3, 3, 4, 4, 4, 5, 7, 7]


def test_parquet_without_pyarrow_names_the_extra(news, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "pip install aidstats[arrow]" in mistake(capsys, "find", news, "-o", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


# ------------------------------------------------------------------ parse


def test_parse_reads_each_argument(capsys):
    assert cli.main(["parse", "近8亿元", "3至5万元"]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert "[750000000, 800000000)" in rows[0]
    assert "[30000, 50000]" in rows[1]


def test_parse_says_what_could_not_be_read_and_ends_with_1(capsys):
    assert cli.main(["parse", "5元", "三百五百", "--to", "csv"]) == 1
    captured = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(captured.out)))
    assert [row["status"] for row in rows] == ["ok", "E_DUP_SCALE"]
    assert rows[1]["kind"] == rows[1]["value"] == ""
    assert "三百五百" in captured.err
    assert "^" in captured.err
    assert captured.err.splitlines()[-1] == "aidstats: 1 of 2 could not be read: E_DUP_SCALE 1"


def test_parse_reads_lines_of_files_and_of_standard_input(tmp_path, capsys):
    path = tmp_path / "column.txt"
    path.write_text("8亿元\n\n—\n5户\n", encoding="utf-8")
    assert cli.main(["parse", "--lines", str(path), "--na", "—", "--to", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["status"] for row in rows] == ["ok", "null", "null", "ok"]
    result = run("parse", "-", "--to", "csv", stdin="8亿元\n".encode())
    assert result.returncode == 0
    assert b"800000000" in result.stdout


# ------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    ("encoding", "options"),
    [
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-32", []),
        ("gb18030", ["--encoding", "gb18030"]),
        ("utf-16-le", ["--encoding", "utf-16-le"]),
    ],
)
def test_encodings_give_the_same_rows(news, tmp_path, capsys, encoding, options):
    assert cli.main(["find", str(news), "--to", "csv"]) == 0
    expected = capsys.readouterr().out.replace(str(news), "F")
    path = tmp_path / "encoded.txt"
    path.write_bytes(NEWS.encode(encoding))
    assert cli.main(["find", str(path), "--to", "csv", *options]) == 0
    assert capsys.readouterr().out.replace(str(path), "F") == expected


def test_windows_line_ends_are_no_text(tmp_path, capsys):
    path = tmp_path / "dos.txt"
    path.write_bytes("5户\r\n6户\r\n".encode())
    assert cli.main(["parse", "--lines", str(path), "--to", "csv"]) == 0
    assert [row["text"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["5户", "6户"]


def test_a_wrong_encoding_names_the_byte_over_all_chunks(tmp_path, capsys):
    path = tmp_path / "gbk.txt"
    start = ("好" * 200_000 + "\n").encode()
    path.write_bytes(start + "中".encode("gb18030"))
    message = mistake(capsys, "find", path)
    assert f"byte {len(start)} (0xd6) is no utf-8; try --encoding gb18030" in message


@pytest.mark.parametrize(("name", "hint"), [("a.xlsx", "; aidstats convert reads it"), ("a.PDF", "")])
def test_what_is_no_text_gets_no_advice_on_encodings(tmp_path, capsys, name, hint):
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    assert mistake(capsys, "find", path).strip().endswith(f"is no text file{hint}")


def test_characters_may_lie_across_chunks(tmp_path, capsys):
    path = tmp_path / "long.txt"
    path.write_text("a" + "好" * 200_000 + "共5户", encoding="utf-8")
    assert cli.main(["find", str(path), "--to", "csv"]) == 0
    assert ",5户," in capsys.readouterr().out


# ------------------------------------------------------------------ mistakes


def test_mistakes_are_one_line_and_exit_code_2(news, tmp_path, capsys):
    assert "no such file" in mistake(capsys, "find", tmp_path / "absent.txt")
    assert "is a directory" in mistake(capsys, "find", tmp_path)
    assert "unknown encoding 'klingon'" in mistake(capsys, "find", news, "--encoding", "klingon")
    assert "unknown encoding 'rot13'" in mistake(capsys, "find", news, "--encoding", "rot13")
    assert "invalid choice: 'loose'" in mistake(capsys, "find", news, "--level", "loose")
    assert "no 'cash'" in mistake(capsys, "find", news, "--kinds", "cash")
    assert "--unit 橘子" in mistake(capsys, "find", news, "--unit", "橘子")
    assert "no format has this ending" in mistake(capsys, "find", news, "-o", tmp_path / "out.xlsx")
    assert "needs -o FILE" in mistake(capsys, "find", news, "--to", "parquet")
    assert "input and output at once" in mistake(capsys, "find", news, "-o", news, "--to", "csv")
    assert "no such file or directory" in mistake(capsys, "find", news, "-o", tmp_path / "no" / "out.csv")
    assert "'-3' is no whole number" in mistake(capsys, "find", news, "--context=-3")
    assert "required" in mistake(capsys, "find")
    assert news.read_text(encoding="utf-8") == NEWS


def test_bytes_in_an_argument_that_are_no_text_are_a_status():
    result = run("parse", b"5\xff".decode("utf-8", "surrogateescape"), "--to", "csv")
    assert result.returncode == 1
    assert b"E_UTF8" in result.stdout
    assert b"Traceback" not in result.stderr


def test_version_and_help():
    assert run("--version").stdout.decode().strip() == f"aidstats {aidstats.__version__}"
    for command in ([], ["find"], ["parse"]):
        result = run(*command, "--help")
        assert result.returncode == 0
        assert b"usage: aidstats" in result.stdout


# ------------------------------------------------------------------ streams


def test_a_closed_pipe_is_quiet(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("共5户\n" * 200_000, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "aidstats", "find", str(path), "--to", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b"file,")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


def test_a_pipe_is_answered_line_by_line_and_ctrl_c_ends_with_130():
    command = [sys.executable, "-P", "-m", "aidstats", "find", "-", "--to", "csv"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    answers = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731  (tests in the background ignore it)
    with subprocess.Popen(command, bufsize=0, preexec_fn=answers, **pipes) as process:
        process.stdin.write("共5户\n".encode())
        assert process.stdout.readline().startswith(b"file,")
        assert "5户" in process.stdout.readline().decode(), "before the input has ended"
        process.stdin.write("共6户\n".encode())
        assert "-,2,1,3,6户" in process.stdout.readline().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read() == b""


def test_progress_is_for_terminals_only(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("普通的一行文字\n" * 1_000_000, encoding="utf-8")
    start = time.monotonic()
    result = run("find", path, "--to", "csv")
    assert result.stderr == b""
    assert time.monotonic() - start < 60
