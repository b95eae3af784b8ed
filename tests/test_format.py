"""Numbers and quantities back to Chinese: every row of tests/cases/format.tsv, every container, every refusal."""

import decimal
import math
import pickle
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from case_files import FOLDER, exact

import aidstats
from aidstats import FormatError, Policy, Quantity, capital, compact, parse, parse_array, phrase, spell

HEADER, *LINES = (FOLDER / "format.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [dict(zip(HEADER.split("\t"), line.split("\t"), strict=True)) for line in LINES]
FUNCTIONS = {"compact": compact, "spell": spell, "capital": capital, "phrase": phrase}


def options_of(row):
    written = dict(option.split("=") for option in row["options"].split(";") if option)
    flags = {name: written[name] == "1" for name in ("trim", "liang", "jiao_zheng", "opt_zero") if name in written}
    if "places" in written:
        written["places"] = None if written["places"] == "all" else int(written["places"])
    return written | flags


def number_of(text):
    """1/3, 1e30, 12.50: the simplest type that holds it."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else Fraction(text) if "/" in text else Decimal(text)


def write(row, given):
    return FUNCTIONS[row["function"]](given, **options_of(row))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['id']}: {row['input']}")
def test_rows(row):
    given = parse(row["input"]) if row["function"] == "phrase" else number_of(row["input"])
    if row["text"].startswith("E_"):
        with pytest.raises(FormatError) as caught:
            write(row, given)
        assert caught.value.code == row["text"]
        assert (caught.value.function, caught.value.row) == (row["function"], None)
        assert FUNCTIONS[row["function"]]([given], **options_of(row), errors="coerce").tolist() == [None]
        return
    assert write(row, given) == row["text"]
    assert write(row, [given]).tolist() == [row["text"]]


def test_there_are_rows_of_every_section_and_function():
    assert {row["rule"] for row in ROWS} == {"§9.1", "§9.2", "§9.3", "§9.4"}
    assert {row["function"] for row in ROWS} == set(FUNCTIONS)
    assert len({row["id"] for row in ROWS}) == len(ROWS)


# ---------------------------------------------------------------- what a number is


@pytest.mark.parametrize(
    "given",
    [
        12500,
        12500.0,
        Decimal("12500"),
        Decimal("1.25E+4"),
        Fraction(25000, 2),
        np.int32(12500),
        np.uint64(12500),
        np.float64(12500),
        np.float32(12500),
        np.array(12500),
        parse("12500元"),
        parse("约1.25万"),
        parse_array(["12500元"])[0],
    ],
    ids=lambda given: type(given).__name__,
)
def test_every_kind_of_number_is_written_alike(given):
    assert compact(given) == "1.25万"
    assert spell(given) == "一万二千五百"
    assert capital(given) == "壹万贰仟伍佰元整"


def test_a_float_is_what_it_prints():
    assert compact(0.1 + 0.2, places=None) == "0.30000000000000004"
    assert spell(0.1) == "零点一"
    assert spell(np.float32(0.1)) == "零点一"
    assert capital(1.1) == "壹元壹角整"
    assert compact(-0.0) == "0"
    assert compact(1e22) == "100000000000000亿"


@pytest.mark.parametrize("number", [2**63 - 1, 1 - 2**63, (2**63 - 1) * 10**20], ids=str)
def test_64_bits_are_written_exactly(number):
    assert exact(compact(number, unit="", places=None)) == number
    assert exact(compact(Fraction(number, 10**25), unit="", places=None)) == Fraction(number, 10**25)
    assert spell(number).count("九百二十二") == 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (True, "finite int"),
        (None, "finite int"),
        (math.nan, "finite int"),
        (math.inf, "finite int"),
        (np.datetime64("2023-01-01"), "finite int"),
        (1j, "finite int"),
        ("8亿", "parse"),
        (parse("3至5万元"), r"\.estimate"),
        (parse("几十人"), r"\.estimate"),
    ],
    ids=str,
)
@pytest.mark.parametrize("function", [compact, spell, capital])
def test_what_is_no_number_is_a_type_error_that_says_so(function, given, problem):
    with pytest.raises(TypeError, match=problem):
        function(given)


@pytest.mark.parametrize("given", [8, "近8亿元", 8.5, None, True])
def test_phrase_writes_quantities_only(given):
    with pytest.raises(TypeError, match=r"phrase\(\) writes a Quantity"):
        phrase(given)


def test_numbers_beyond_64_bits_are_refused():
    for given in (10**19 + 1, 2**63, Fraction(1, 3**30), Decimal("1E+91"), 10**5000, Decimal(f"0.{'1' * 20}")):
        for function in (compact, spell):
            with pytest.raises(FormatError, match=r"E_OVERFLOW: .* got ") as caught:
                function(given)
            assert caught.value.code == "E_OVERFLOW"


# ---------------------------------------------------------------- options


@pytest.mark.parametrize(
    "options",
    [
        {"unit": "千"},
        {"unit": None},
        {"round": "nearest"},
        {"round": 1},
        {"places": -1},
        {"places": 1.5},
        {"places": True},
        {"places": 91},
        {"column": "mid"},
        {"errors": "ignore"},
    ],
    ids=str,
)
def test_options_that_do_not_exist_are_value_errors_that_list_those_that_do(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        compact([1], **options)


def test_other_options_are_checked_too():
    with pytest.raises(ValueError, match="style"):
        spell(1, "title")
    with pytest.raises(TypeError, match="prefix"):
        capital(1, prefix=5)
    with pytest.raises(ValueError, match="prefix"):
        capital(1, prefix="元" * 30)
    with pytest.raises(TypeError, match="trim"):
        compact(1, trim=1)


def test_rounding_has_the_names_of_decimal_and_its_results():
    names = [name for name in dir(decimal) if name.startswith("ROUND_") and name != "ROUND_05UP"]
    assert len(names) == 7
    for name in names:
        for number in ("0.05", "0.15", "-0.25", "0.251", "-0.349", "12.35", "-9999.95", "1.0", "-0.04"):
            rounded = Decimal(number).quantize(Decimal("0.1"), rounding=getattr(decimal, name))
            written = compact(Decimal(number), unit="", places=1, round=getattr(decimal, name), trim=False)
            assert written == format(rounded if rounded else abs(rounded), "f"), (name, number)
            assert written == compact(Decimal(number), "", 1, name.removeprefix("ROUND_").lower(), False)


def test_infinite_places_are_all_places():
    assert compact(1.23456, places=math.inf) == compact(1.23456, places=None) == "1.23456"


# ---------------------------------------------------------------- columns

COLUMN = [12345678.9, None, Decimal("99999999"), -35000, math.nan, Fraction(1, 3)]
WRITTEN = ["1234.57万", None, "1亿", "-3.5万", None, "0.33"]


def containers():
    numbers = [12500, 8]
    yield "list", numbers
    yield "tuple", tuple(numbers)
    yield "int array", np.array(numbers)
    yield "big-endian array", np.array(numbers, dtype=">i4")
    yield "every second row", np.array([12500, 0, 8, 0])[::2]
    yield "float array", np.array(numbers, dtype=float)
    yield "float32 array", np.array(numbers, dtype=np.float32)
    yield "object array", np.array(numbers, dtype=object)
    yield "Records", parse_array(["1.25万元", "8户"])
    yield "matches", aidstats.find_array(["投入1.25万元，搬迁8户"])


@pytest.mark.parametrize("values", [value for _, value in containers()], ids=[name for name, _ in containers()])
def test_every_container_gives_an_object_array(values):
    for function in (compact, spell, capital):
        written = function(values)
        assert type(written) is np.ndarray
        assert written.dtype == object
        assert written.tolist() == [function(12500), function(8)]


def test_cells_of_a_column_may_be_of_any_kind_or_missing():
    assert compact(COLUMN).tolist() == WRITTEN
    assert compact(np.array(COLUMN, dtype=object)).tolist() == WRITTEN
    assert compact([]).tolist() == []
    assert compact(np.ma.masked_array([12500, 8], mask=[False, True])).tolist() == ["1.25万", None]
    assert compact(np.array([12500.0, np.nan])).tolist() == ["1.25万", None]


def test_pandas_polars_and_arrow_columns():
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    for dtype in ("Int64", "int64", "object"):
        assert compact(pandas.Series([12500, 8], dtype=dtype)).tolist() == ["1.25万", "8"]
    assert compact(pandas.Series([12500, None], dtype="Int64")).tolist() == ["1.25万", None]
    exact_beyond_doubles = pandas.Series([2**53 + 1, None], dtype="Int64")
    assert compact(exact_beyond_doubles, "", None).tolist() == ["9007199254740993", None]
    polars = pytest.importorskip("polars", reason="needs polars")
    assert compact(polars.Series([2**53 + 1, None]), "", None).tolist() == ["9007199254740993", None]
    pyarrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    assert compact(pyarrow.array([2**53 + 1, None]), "", None).tolist() == ["9007199254740993", None]
    assert capital(pyarrow.array([Decimal("10.50"), None])).tolist() == ["壹拾元伍角整", None]


def test_records_are_written_from_their_exact_numbers():
    records = parse_array(["999999999999999999", "约1/3", "3至5万元", None, "12日"], errors="coerce")
    assert compact(records, unit="", places=20).tolist() == [
        "999999999999999999",
        "0.33333333333333333333",
        None,
        None,
        None,
    ]
    assert spell(records[:2]).tolist() == [
        "九十九亿亿九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九",
        "三分之一",
    ]
    assert compact(records, column="lo").tolist() == ["10000000000亿", "0.3", "3万", None, None]


def test_phrases_of_records_and_of_lists():
    texts = ["近8亿元", "20余万人", None, "2023年9月5日", "每户5000元", "负五十三百"]
    records = parse_array(texts, errors="coerce")
    assert phrase(records).tolist() == ["近8亿元", "20余万人", None, "2023年9月5日", "5000元/户", None]
    assert phrase(aidstats.find("投入近8亿元，惠及20余万人")).tolist() == ["近8亿元", "20余万人"]
    assert phrase([parse("3户"), None]).tolist() == ["3户", None]
    assert phrase(records[0]) == "近8亿元"


def test_a_cell_that_cannot_be_written_names_its_row_or_becomes_none():
    with pytest.raises(FormatError) as caught:
        capital([1, 0.125, 2])
    assert (caught.value.code, caught.value.row, caught.value.value) == ("E_POINT", 1, 0.125)
    assert str(caught.value).startswith("row 1: E_POINT: capital() writes multiples of 0.01")
    assert capital([1, 0.125, 10**16], errors="coerce").tolist() == ["壹元整", None, None]
    assert capital(parse_array(["0.125元", "1元"]), errors="coerce").tolist() == [None, "壹元整"]
    with pytest.raises(FormatError, match="row 0"):
        capital(parse_array(["0.125元"]))
    with pytest.raises(FormatError, match=r"row 1.*E_NO_NUMBER"):
        phrase([parse("3户"), parse("12日")])
    assert phrase([parse("12日")], errors="coerce").tolist() == [None]
    with pytest.raises(TypeError, match="row 2"):
        compact([1, 2, "3"], errors="coerce")


def test_arrays_of_two_dimensions_are_refused():
    with pytest.raises(TypeError, match="one dimension"):
        compact(np.ones((2, 2)))


def test_a_list_that_changes_while_it_is_written():
    cells = []

    class Shrinking(Decimal):
        def __str__(self):
            cells.clear()
            return "8"

    cells += [Shrinking("8"), 12500]
    assert compact(cells).tolist() == ["8", "1.25万"]


def test_format_errors_are_value_errors_and_can_be_pickled():
    error = FormatError("E_POINT", "capital", Decimal("0.001"), 7)
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(error, ValueError)
    assert (again.code, again.function, again.value, again.row) == ("E_POINT", "capital", Decimal("0.001"), 7)
    assert str(again) == str(error)


# ---------------------------------------------------------------- phrases


def test_the_unit_is_written_as_in_the_source_where_that_word_has_its_meaning():
    assert phrase(parse("五块")) == "5块"
    assert phrase(parse("5元")) == "5元"
    assert phrase(parse("5km")) == "5km"
    assert phrase(aidstats.find("修了两块地")[0]) == "2片"  # 2块 would be money
    assert phrase(parse("3户", policy=Policy(currency="USD"))) == "3户"
    assert phrase(parse("3元", policy=Policy(currency="USD"))) == "3美元"
    assert phrase(parse("3万套期房", policy=Policy(units={"套期房": "{unit}"}))) == "3万个"


def test_two_bounds_where_no_place_of_yu_says_as_much():
    quantity = parse("零下三十多度")
    assert phrase(quantity) == "零下30余度"
    wide = parse_array(["20多万人"])
    wide["hi_coef"], wide["hi_exp"], wide["hi"] = 27, 4, 270000
    assert phrase(wide).tolist() == ["超20万人、不足27万人"]
    back = parse("超20万人、不足27万人")
    assert (back.lo, back.hi, back.lo_open, back.hi_open) == (200000, 270000, True, True)


def test_widths_of_another_policy_do_not_change_the_words():
    for text in ("近8亿元", "约3000人", "三十出头", "1500余户"):
        plain = phrase(parse(text))
        for policy in (
            Policy(half=Fraction(1, 4)),
            Policy(halo=False),
            Policy(over_closed=True),
            Policy(rho=Fraction(1, 5)),
        ):
            assert phrase(parse(text, policy=policy)) == plain


@pytest.mark.parametrize(
    "unit",
    [row for row in aidstats.units() if row["kind"] in ("count", "money", "measure")],
    ids=lambda row: str(row["id"]),
)
def test_every_unit_is_read_back(unit):
    records = parse_array(["近80元"])
    records["unit"] = unit["code"]
    kinds = aidstats._core.kinds()
    records["kind"] = kinds.index(str(unit["kind"]))
    written = phrase(records)[0]
    quantity = parse(written)
    assert isinstance(quantity, Quantity)
    assert (quantity.value, quantity.relation) == (80, "near")
    assert quantity.unit == str(unit["id"])
