"""The dtype quantity[CNY]: made of text in one call, exact, and honest about bounds wherever it computes."""

import pickle
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import numpy as np
import pytest
from test_pandas import FLAVOURS

import aidstats
from aidstats import Quantity, _core, parse

pd = pytest.importorskip("pandas", reason="needs pandas")
from aidstats.pandas import QuantityArray, QuantityDtype  # noqa: E402

PANDAS_3 = int(pd.__version__.split(".")[0]) >= 3
MONEY = [
    "近8亿元",
    "2600余万元",
    "3至5万元",
    "数百元",
    "至少9000元",
    "不足5万元",
    "12.36亿元",
    "约三分之一元",
    None,
    "0元",
]


def series(texts, dtype="quantity[CNY]", **options):
    return pd.Series(texts, **options).astype(dtype)


def said(quantity: Quantity):
    return quantity.value, quantity.lo, quantity.hi, quantity.lo_open, quantity.hi_open


# ---------------------------------------------------------------- the dtype


@pytest.mark.parametrize(
    ("text", "name", "unit", "scale"),
    [
        ("CNY", "quantity[CNY]", "CNY", 0),
        ("元", "quantity[CNY]", "CNY", 0),
        ("亿元", "quantity[亿元]", "CNY", 8),
        ("元/户", "quantity[CNY/{household}]", "CNY/{household}", 0),
        ("万元/百人", "quantity[万元/(100.{person})]", "CNY/(100.{person})", 4),
        ("元/人/年", "quantity[CNY/{person}/a]", "CNY/{person}/a", 0),
        ("%", "quantity[%]", "1", -2),
        ("bit/s", "quantity[bit/s]", "bit/s", 0),
        ("万千瓦", "quantity[万千瓦]", "kW", 4),
        ("", "quantity[]", "", 0),
    ],
)
def test_a_dtype_is_named_after_its_unit(text, name, unit, scale):
    dtype = QuantityDtype(text)
    assert (dtype.name, dtype.unit, dtype.scale) == (name, unit, scale)
    assert pd.api.types.pandas_dtype(name) == dtype == name
    assert hash(dtype) == hash(QuantityDtype(text))
    assert pickle.loads(pickle.dumps(dtype)) == dtype


def test_every_unit_and_power_of_ten_has_a_name_that_is_read_back():
    for unit in aidstats.units().id:
        for power in (0, 1, 4, 8, 9, 12):
            if unit and unit != "date":
                dtype = QuantityDtype.of(QuantityDtype(unit).unit_columns._replace(scale=power))
                assert QuantityDtype.construct_from_string(dtype.name) == dtype


@pytest.mark.parametrize(
    "name", ["quantity", "quantity[吗]", "quantity[5元]", "quantity[元/户/年/日]", "quantity[CNY", ""]
)
def test_names_that_mean_no_unit_are_refused(name):
    with pytest.raises(TypeError, match="Cannot construct"):
        QuantityDtype.construct_from_string(name)


def test_a_unit_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="unit must be a str"):
        QuantityDtype(5)


# ---------------------------------------------------------------- made of text


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_every_string_flavour_becomes_the_rows_of_parse_array(flavour):
    texts = pd.Series(MONEY, dtype=flavour(), index=[f"第{i}行" for i in range(len(MONEY))], name="投资")
    before = texts.copy()
    records = aidstats.parse_array(MONEY)
    for made in (texts.astype("quantity[CNY]"), texts.aid.to_quantity(), texts.aid.to_quantity("元")):
        assert made.array.records.tobytes() == records.tobytes()
        assert made.index.equals(texts.index) and made.name == "投资"
    pd.testing.assert_series_equal(texts, before)


def test_a_column_is_one_call(monkeypatch):
    calls = []
    original = _core.parse_records
    monkeypatch.setattr(_core, "parse_records", lambda *a, **k: calls.append(1) or original(*a, **k))
    texts = pd.Series(MONEY * 1000)
    texts.aid.to_quantity()
    texts.astype("quantity[CNY]")
    assert len(calls) == 2


def test_bare_numbers_take_the_unit_of_the_header_or_of_the_dtype():
    column = pd.Series(["12.36", "3000万", None, "近8亿元"], name="投资（亿元）")
    assert column.aid.to_quantity().tolist()[:2] == [parse("12.36亿元"), parse("3000万元")]
    assert column.astype("quantity[亿元]").tolist()[:2] == [parse("12.36亿元"), parse("3000万元")]
    assert pd.Series([1.5, np.nan]).astype("quantity[万元]").tolist() == [parse("1.5万元"), pd.NA]
    assert pd.array([5], dtype="quantity[%]")[0].value == Decimal("0.05")
    with pytest.raises(ValueError, match=r"numbers without a unit in row 1 .* CNY/\{household\}"):
        pd.Series(["每户5000元", "5"]).astype("quantity[元/户]")


def test_cells_that_cannot_be_read_are_missing_or_an_error():
    texts = pd.Series(["近8亿元", "见附件", "无"])
    made = texts.aid.to_quantity()
    assert made.isna().tolist() == [False, True, True]
    assert made.aid.parse()["status"].tolist() == ["ok", "E_NO_NUMBER", "E_NO_NUMBER"]
    with pytest.raises(aidstats.ParseError, match="row 1"):
        texts.aid.to_quantity(errors="raise")
    with pytest.raises(aidstats.ParseError, match="row 1"):
        texts.astype("quantity[CNY]")
    assert texts.aid.to_quantity(na_values=["无", "见附件"], errors="raise").isna().sum() == 2


@pytest.mark.parametrize(
    ("texts", "to", "message"),
    [
        (["8亿元", "3户", "5户", "2元"], None, r"CNY in rows 0, 3; \{household\} in rows 1, 2"),
        (["8亿元", "3户"], "元", r"\{household\} in row 1 cannot be converted to CNY"),
        (["8亿元", "3亿港元"], "元", "HKD in row 1"),
        (["3人", "5人次"], "人", r"\{person_time\} in row 1"),
        (["3个百分点", "5%"], "%", r"\{pp\} in row 0"),
        (["8亿元"] * 3 + ["3户"] * 7, "元", "in rows 3, 4, 5, 6, 7 and 2 more"),
        (["8亿元", "2023年9月"], None, "dates in row 1"),
        (["无", None], None, "no row states a unit"),
        (["5", "8元"], "元", "numbers without a unit in row 0"),
        (["每户5元", "5元"], "元", r"CNY/\{household\} in row 0"),
        (["每百人5辆", "每人5辆"], "辆/人", r"in row 0"),
        (["30℃", "86℉"], "℃", "in row 1"),
    ],
)
def test_cells_of_another_unit_are_named(texts, to, message):
    with pytest.raises(ValueError, match=message):
        pd.Series(texts).aid.to_quantity(to)


def test_units_of_one_dimension_are_brought_to_one_exactly():
    made = pd.Series(["3.5万亩", "近2公顷", "600平方米"]).aid.to_quantity("亩")
    assert [each.value for each in made] == [35000, 30, Decimal("0.9")]
    assert said(made[1]) == (30, 27, 30, False, True)
    assert made[1].relation == "near"
    assert pd.Series(["每小时60公里"]).aid.to_quantity("米/秒")[0].value == Fraction(50, 3)
    assert pd.Series(["3打", "5个"]).aid.to_quantity("个").sum().value == 41


def test_a_dtype_shows_its_power_of_ten_and_elements_keep_their_unit():
    made = pd.Series(["近8亿元", "三分之二元"]).aid.to_quantity("万元")
    assert made.dtype == "quantity[万元]"
    assert made[0] == parse("近8亿元")
    np.testing.assert_array_equal(made.array.numbers("hi"), [80000, 2 / 30000])
    assert made.aid.value().tolist()[0] == 80000
    assert made.aid.value("亿元").tolist()[0] == 8
    assert made.astype(float).tolist()[0] == 80000
    assert str(made.iloc[0:1]) == "0    80000 [75000, 80000)\ndtype: quantity[万元]"
    assert made.astype("quantity[亿元]").array.numbers("lo")[0] == 7.5
    assert made.array.to("元").dtype == "quantity[CNY]"
    assert made.array.to("万元").dtype == "quantity[万元]"
    with pytest.raises(ValueError, match="HKD"):
        made[:0].array.to("港元")


def test_conversion_that_does_not_fit_is_an_error_not_a_rounding():
    lights = series(["1光年"], "quantity[光年]")
    assert lights.array.to("米")[0].value == 9460730472580800
    with pytest.raises(OverflowError, match="than a record keeps"):
        series(["1米", "123456789012345678米"], "quantity[米]").array.to("光年")


def test_records_of_every_kind_make_an_array():
    found = aidstats.find_array(["投资8亿元，其中3000万元来自外省"])
    assert QuantityArray(found).tolist() == [parse("8亿元"), parse("3000万元")]
    with pytest.raises(TypeError, match="made of Records"):
        QuantityArray(np.array([1.0, 2.0]))


def test_the_array_is_not_changed_through_its_records():
    array = series(MONEY).array
    with pytest.raises(ValueError, match="read-only"):
        array.records["value"] = 0
    array[0] = parse("5元")
    assert array[0] == parse("5元")


# ---------------------------------------------------------------- in and out


def arrow():
    return pytest.importorskip("pyarrow", reason="needs pyarrow")


@pytest.mark.parametrize("dtype", ["quantity[CNY]", "quantity[亿元]"])
def test_arrow_and_parquet_keep_every_row(dtype, tmp_path):
    pyarrow = arrow()
    column = pd.Series([*MONEY, "见附件"]).aid.to_quantity("元").astype(dtype)
    column = column[1:]
    file = tmp_path / "amounts.parquet"
    column.to_frame("amount").to_parquet(file)
    through = [
        pd.read_parquet(file)["amount"],
        pyarrow.table({"amount": pyarrow.array(column.array)}).to_pandas()["amount"],
        pyarrow.Table.from_pandas(column.to_frame("amount")).slice(2).to_pandas()["amount"],
        pyarrow.concat_tables([pyarrow.table({"amount": pyarrow.array(column.array)})] * 2).to_pandas()["amount"][10:],
    ]
    for found, expected in zip(through, [column, column, column[2:], column], strict=True):
        assert found.dtype == dtype
        read = ~expected.isna().to_numpy()
        for name in aidstats.QUANTITY_DTYPE.names:
            got, wanted = (each.array.records[name][read] for each in (found, expected))
            np.testing.assert_array_equal(got, wanted, err_msg=name)
        assert found.isna().tolist() == expected.isna().tolist()


def test_programs_that_do_not_know_the_type_see_a_struct():
    pyarrow = arrow()
    storage = pyarrow.array(series(["近8亿元", None]).array).storage
    assert storage.type.field(0).name == "value"
    assert storage[0].as_py()["lo"] == 750000000 and storage[1].as_py() is None
    assert QuantityDtype("CNY").__from_arrow__(storage).tolist() == [parse("近8亿元"), pd.NA]
    assert pyarrow.array(series(["1元"]).array, type=storage.type).type == storage.type
    with pytest.raises(TypeError, match=r"aidstats\.quantity"):
        series(["1元"]).array.__arrow_array__(pyarrow.float64())
    with pytest.raises(TypeError, match="no quantities"):
        QuantityDtype("CNY").__from_arrow__(pyarrow.array([1.0]))


def test_quantities_of_another_schema_are_refused():
    pyarrow = arrow()
    storage = pyarrow.array(series(["近8亿元"]).array).storage
    fields = list(storage.type)
    place = [field.name for field in fields].index("schema")
    columns = [storage.field(at) for at in range(len(fields))]
    columns[place] = pyarrow.array([99], type=pyarrow.uint8())
    with pytest.raises(ValueError, match="schema 99"):
        QuantityDtype("CNY").__from_arrow__(pyarrow.StructArray.from_arrays(columns, fields=fields))


def test_rows_of_another_unit_do_not_come_in_through_arrow():
    pyarrow = arrow()
    storage = pyarrow.array(series(["近8亿元"]).array).storage
    with pytest.raises(ValueError, match="CNY in row 0"):
        QuantityDtype("户").__from_arrow__(storage)


def test_pickle_csv_and_json_keep_what_is_said():
    column = series(["近8亿元", "2600余万元", None, "至少9000元", "约1.2万元"], name="amount")
    pd.testing.assert_series_equal(pickle.loads(pickle.dumps(column)), column)
    written = column.to_csv(index=False)
    assert written.splitlines() == ["amount", "近8亿元", "2600余万元", '""', "9000元以上", "约1.2万元"]
    read = pd.read_csv(StringIO(written), dtype={"amount": "quantity[CNY]"}, skip_blank_lines=False)["amount"]
    pd.testing.assert_series_equal(read, column)
    # Series.to_json of pandas 2 asks no array how it is written.
    options = {} if PANDAS_3 else {"default_handler": str}
    assert column.to_json(force_ascii=False, **options) == (
        '{"0":"近8亿元","1":"2600余万元","2":null,"3":"9000元以上","4":"约1.2万元"}'
    )


def test_an_element_is_written_as_text_that_is_read_back_if_there_is_one():
    assert str(parse("将近八亿元")) == "近8亿元"
    assert str(parse("近8亿元") + parse("1元")).startswith("<Quantity 800000001 CNY approx")


def test_numpy_gets_objects_or_values():
    column = series(["近8亿元", None, "数百元"])
    assert column.to_numpy().tolist() == [parse("近8亿元"), pd.NA, parse("数百元")]
    np.testing.assert_array_equal(column.to_numpy(float), [8e8, np.nan, np.nan])
    np.testing.assert_array_equal(column.to_numpy(float, na_value=-1), [8e8, -1, np.nan])
    assert column.astype("Float64").isna().tolist() == [False, True, True]
    with pytest.raises(ValueError, match="only by copying"):
        column.array.__array__(copy=False)


@pytest.mark.parametrize("dtype", ["int64", "Int64", "uint32", "int64[pyarrow]"])
def test_integers_are_the_values_shown_and_exact(dtype):
    if "pyarrow" in dtype:
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    column = series(["近8亿元", "0元", "1.5万元"])
    assert column.astype(dtype).tolist() == [800000000, 0, 15000]
    assert series(["300000000000000001元"]).astype("int64").tolist() == [300000000000000001]
    with pytest.raises(ValueError, match=r"row 2 is no integer: 1\.5"):
        column.astype("quantity[万元]").astype(dtype)
    with pytest.raises(ValueError, match=r"row 1 is no integer: \[3, 5\]"):
        series(["1万元", "3至5万元"], "quantity[万元]").astype(dtype)
    missing = series(["1元", None])
    if dtype in ("int64", "uint32"):
        with pytest.raises(ValueError, match=r"row 1 is no integer: <NA>"):
            missing.astype(dtype)
    else:
        assert missing.astype(dtype).tolist() == [1, pd.NA]


def test_arrow_text_is_the_words():
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow")
    words = series(["将近八亿元", None]).astype(pd.ArrowDtype(pa.string()))
    assert words.dtype == pd.ArrowDtype(pa.string()) and words.tolist() == ["近8亿元", pd.NA]


def test_frames_take_quantities_apart_and_put_them_together():
    column = series(["近8亿元", None, "3元"])
    assert column.fillna(parse("0元"))[1] == parse("0元")
    assert column.fillna(parse("0元")).dtype == column.dtype
    for wrong in (5, "5元"):
        with pytest.raises(TypeError, match=rf"{wrong!r} is no Quantity; aidstats\.parse"):
            column.array[0] = wrong
    with pytest.raises(ValueError, match="HKD"):
        column.array[0] = parse("5港元")
    assert pd.concat([column, column]).dtype == "quantity[CNY]"
    assert pd.concat([column, column.astype("quantity[亿元]")]).dtype == "quantity[CNY]"
    assert pd.concat([column, series(["3户"], "quantity[户]")]).dtype == object
    assert column.array.take([0, -1, 2], allow_fill=True).isna().tolist() == [False, True, False]
    assert column.array.take([-1, 0]).tolist() == [parse("3元"), parse("近8亿元")]
    with pytest.raises(IndexError):
        column.array[:0].take([0], allow_fill=True)
    assert column.shift(1).isna().tolist() == [True, False, True]
    assert column.where([True, True, False]).isna().tolist() == [False, True, True]
    assert column.map(lambda each: each.unit, na_action="ignore").tolist()[0] == "CNY"
    assert column.to_frame("a").pivot_table(index=[0, 0, 1], values="a", aggfunc="sum").shape == (2, 1)


def test_what_a_person_sees():
    column = series(["近8亿元", None, "3至5万元", "若干元", "至少9000元", "三分之一元"], "quantity[万元]")
    assert str(column).splitlines() == [
        "0    80000 [75000, 80000)",
        "1                    <NA>",
        "2                  [3, 5]",
        "3             [0.0001, ∞)",
        "4            0.9 [0.9, ∞)",
        "5                 1/30000",
        "dtype: quantity[万元]",
    ]
    assert repr(column.array[:2]).splitlines()[-2:] == [
        "[80000 [75000, 80000), <NA>]",
        "Length: 2, dtype: quantity[万元]",
    ]
    assert column.describe()["count"] == 5
    frame = column.to_frame("amount").assign(n=range(6))
    assert frame.describe().columns.tolist() == ["n"]
    assert frame.describe(include="all").shape[1] == 2
    assert "quantity[万元]" in str(frame.dtypes)
    assert frame._repr_html_() and frame.info(buf=StringIO()) is None


# ---------------------------------------------------------------- the accessor on a quantity column


def test_the_accessor_takes_what_the_column_holds_already(monkeypatch):
    column = series([*MONEY[:4], None], name="投资（港元）")
    frame = column.aid.parse()
    assert frame["unit"].dropna().unique().tolist() == ["CNY"]
    assert frame["lo"].tolist()[0] == 7.5e8
    assert column.aid.is_approximate().tolist() == [True, True, True, True, pd.NA]
    assert column.aid.value("亿元").tolist()[0] == 8
    assert column.aid.to_quantity("亿元").dtype == "quantity[亿元]"
    assert column.aid.to_quantity().dtype == column.dtype
    sheet = pd.DataFrame({"投资": column, "note": "x"}).aid.parse_columns()
    assert sheet.columns.tolist() == ["投资", "投资_value", "投资_lo", "投资_hi", "投资_unit", "note"]
    with pytest.raises(TypeError, match="running text"):
        column.aid.find()


# ---------------------------------------------------------------- hooks of pandas


def test_the_hooks_that_are_not_public_are_called_by_this_release_of_pandas(monkeypatch):
    """They may change with any release; here is where one sees it first."""
    called = set()
    hooks = ["_groupby_op", "_reduce", "_accumulate", "_rank", "_values_for_argsort", "_formatter"]
    hooks += ["_from_sequence_of_strings", "_concat_same_type", "_from_sequence", "_values_for_factorize"]
    for name in [*hooks, "_values_for_json"]:
        original = getattr(QuantityArray, name)
        bound = hasattr(original, "__self__")

        def noted(*args, _name=name, _original=original, **options):
            called.add(_name)
            return _original(*args, **options)

        monkeypatch.setattr(QuantityArray, name, staticmethod(noted) if bound else noted)
    column = series(["近8亿元", None])
    column.groupby([1, 1]).sum(), column.sum(), column.cumsum(), column.rank(), column.sort_values()
    str(column), pd.concat([column, column]), column.to_frame("a").merge(column.to_frame("a"))
    pd.read_csv(StringIO("a\n近8亿元"), dtype={"a": "quantity[CNY]"})
    if PANDAS_3:
        column.to_json()
        hooks.append("_values_for_json")
    assert called == set(hooks)
    assert isinstance(column._mgr.array if hasattr(column._mgr, "array") else column.array, QuantityArray)


def test_no_scalar_of_another_type_becomes_a_quantity_by_itself():
    column = series(["1元", "2元"])
    for result in (lambda each: True, lambda each: "1元", lambda each: 1.5, lambda each: parse("3户")):
        assert not isinstance(column.map(result).dtype, QuantityDtype)
    assert column.map(lambda each: each * 2).tolist() == [parse("2元"), parse("4元")]
