"""Quantities in Spark: functions of columns, the same for SQL, and whole sheets.

    from aidstats.spark import aid_parse, aid_value
    frame.select("地区", aid_value("投资（亿元）", to="万元"), aid_parse("投资（亿元）").alias("q"))

Spark hands chunks of a column to the Python processes of its executors as Arrow arrays; each is one call of the core
there.  aidstats must be installed on every worker: docs/cluster.md tells how.  Importing this module needs no pyspark;
the functions do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from aidstats import _arrow_fields as arrow_fields
from aidstats._columns import FIELDS
from aidstats._lexicon import kind_mask, level_code
from aidstats._optional import optional
from aidstats._options import Errors, Level, check_new, of_pieces
from aidstats._policy import Policy
from aidstats._reader import HEADER, Reader, declared_unit, header_unit

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = ["MATCH", "QUANTITY", "aid_find", "aid_is_approximate", "aid_parse", "aid_value", "parse_columns", "register"]

_SQL_NAMES = {"VARCHAR": "STRING", "INTEGER": "INT"}


def _ddl(types: dict[str, str]) -> str:
    return ", ".join(f"`{name}` {_SQL_NAMES.get(type_, type_)}" for name, type_ in types.items())


# Schemas as DDL: of a table, or in STRUCT<…>.
QUANTITY = _ddl(arrow_fields.SQL_TYPES)
MATCH = _ddl(arrow_fields.MATCH_SQL_TYPES)
_STRUCT, _MATCHES = f"STRUCT<{QUANTITY}>", f"ARRAY<STRUCT<{MATCH}>>"
_PARSED = ("value", "lo", "hi", "unit")


def aid_parse(
    col: "Column | str",
    *,
    unit: str | None = HEADER,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
) -> "Column":
    """A struct a cell (``STRUCT<QUANTITY>``): value, lo, hi, lo_open, hi_open, relation, kind, unit, ….

    Parameters
    ----------
    col : Column or str
        Of text or of numbers.
    unit : str or None
        The unit of bare numbers.  By default the one that the column's name declares: ``发行总额（亿元）``.
    policy, na_values
        As in :func:`aidstats.parse_array`.
    errors : {"coerce", "raise"}
        ``coerce``, unlike elsewhere the default: a cell that cannot be read is null, its ``status`` says why.
        ``raise`` fails the job.

    Examples
    --------
    >>> frame = spark.createDataFrame([("甲", "近8亿元"), ("乙", "3至5户"), ("丙", None)], "place STRING, note STRING")
    >>> frame.select("place", aid_parse("note").alias("q")).select("place", "q.lo", "q.hi", "q.unit", "q.status").show()
    +-----+-----+-----+-----------+------+
    |place|   lo|   hi|       unit|status|
    +-----+-----+-----+-----------+------+
    |   甲|7.5E8|8.0E8|        CNY|    ok|
    |   乙|  3.0|  5.0|{household}|    ok|
    |   丙| NULL| NULL|       NULL|  null|
    +-----+-----+-----+-----------+------+
    """
    reader = Reader(unit=_unit_of(col, unit), policy=policy, na_values=na_values, errors=errors)
    return _udf(partial(_quantities, reader), _STRUCT)(col)


def aid_value(
    col: "Column | str",
    to: str | None = None,
    *,
    column: str = "value",
    unit: str | None = HEADER,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
) -> "Column":
    """The numbers as doubles, null where none is stated; ``column`` may be ``"lo"`` or ``"hi"``.

    ``to`` is the unit to convert to, in which cells of another dimension (5% among 元) are null; without it each cell
    stays in its own.  The other parameters are those of :func:`aid_parse`.

    >>> frame = spark.createDataFrame([("12.36",), ("近8亿元",), (None,)], ["投资（亿元）"])
    >>> [row.v for row in frame.select(aid_value("投资（亿元）", to="万元").alias("v")).collect()]
    [123600.0, 80000.0, None]
    """
    if column not in ("value", "lo", "hi"):
        raise ValueError(f"column must be value, lo or hi, not {column!r}")
    reader = Reader(unit=_unit_of(col, unit), policy=policy, na_values=na_values, errors=errors)
    if to is None:
        return _udf(partial(arrow_fields.number, reader, name=column), "DOUBLE")(col)
    Reader(unit=to)  # a unit that there is not is a mistake here, not on a worker
    return _udf(partial(arrow_fields.number_in, reader, to=to, name=column), "DOUBLE")(col)


def aid_is_approximate(
    col: "Column | str",
    *,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
) -> "Column":
    """Whether a cell states anything but an exact number (约 近 余 超 几 3至5 …); null where there is none.

    >>> frame = spark.createDataFrame([("8亿元",), ("近8亿元",), (None,)], ["note"])
    >>> [row.a for row in frame.select(aid_is_approximate("note").alias("a")).collect()]
    [False, True, None]
    """
    reader = Reader(policy=policy, na_values=na_values, errors=errors)
    return _udf(partial(arrow_fields.approximate, reader), "BOOLEAN")(col)


def aid_find(
    col: "Column | str",
    *,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    unit: str | None = None,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
) -> "Column":
    """The quantities of running text: an array of structs a cell (``ARRAY<STRUCT<MATCH>>``), null for a null.

    ``text`` is the match, ``start`` and ``end`` its place in code points; ``explode`` makes rows of them.

    >>> frame = spark.createDataFrame([("搬迁350户、1419人",), (None,), ("见附件",)], ["note"])
    >>> [row.found for row in frame.select(aid_find("note").getField("text").alias("found")).collect()]
    [['350户', '1419人'], None, []]
    """
    reader = Reader(unit=unit, policy=policy, na_values=na_values, errors=errors)
    return _udf(_finder(reader, level, kinds), _MATCHES)(col)


def parse_columns(
    frame: "DataFrame",
    columns: Collection[str] | None = None,
    *,
    fields: Collection[str] = _PARSED,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
) -> "DataFrame":
    """A sheet in which each column of amounts is followed by its value, lo, hi and unit, or by other ``fields``.

    ``金额（亿元）`` gets ``金额（亿元）_value`` and so on.  Without ``columns``, those are read whose header declares a
    unit: what the cells hold is not known before the job runs.  One pass over the rows (``mapInArrow``).

    >>> sheet = spark.createDataFrame([("甲", "1.5"), ("乙", "近2")], ["地区", "金额（亿元）"])
    >>> parse_columns(sheet, fields=["lo", "unit"]).show()
    +----+------------+---------------+-----------------+
    |地区|金额（亿元）|金额（亿元）_lo|金额（亿元）_unit|
    +----+------------+---------------+-----------------+
    |  甲|         1.5|          1.5E8|              CNY|
    |  乙|         近2|          1.8E8|              CNY|
    +----+------------+---------------+-----------------+
    """
    if isinstance(columns, str) or isinstance(fields, str):
        raise TypeError("columns and fields must be several names, such as ['金额'], not one str")
    missing = [name for name in columns or () if name not in frame.columns]
    if missing:
        raise KeyError(f"the sheet has no column {missing[0]!r}")
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise ValueError(f"fields must be among {', '.join(FIELDS)}, not {unknown[0]!r}")
    types = optional("pyspark.sql.types", "spark")
    added = [each for each in types.StructType.fromDDL(QUANTITY).fields if each.name in fields]
    readers: dict[int, Reader] = {}
    schema = []
    for position, field in enumerate(frame.schema.fields):
        schema.append(field)
        unit = header_unit(field.name)
        if field.name in columns if columns is not None else unit is not None:
            readers[position] = Reader(unit=unit, policy=policy, na_values=na_values, errors=errors)
            check_new([f"{field.name}_{each.name}" for each in added], frame.columns)
            schema += [types.StructField(f"{field.name}_{each.name}", each.dataType) for each in added]
    if not readers:
        return frame
    return frame.mapInArrow(partial(_with_fields, readers, [each.name for each in added]), types.StructType(schema))


def register(
    session: "SparkSession",
    *,
    unit: str | None = None,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
    prefix: str = "aid_",
) -> None:
    """Gives a session the SQL functions aid_value, aid_lo, aid_hi, aid_unit, aid_parse and aid_find of one column.

    The same as :func:`aidstats.duckdb.register` gives; ``prefix`` is for two sets of options in one session.

    >>> register(spark)
    >>> spark.sql("SELECT aid_value('近8亿元') AS v, aid_unit('35元/亩') AS u, aid_find('共5户').text AS t").first()
    Row(v=800000000.0, u='CNY/[mu_cn]', t=['5户'])
    """
    reader = Reader(unit=unit, policy=policy, na_values=na_values, errors=errors)
    functions: dict[str, tuple[Callable[..., Any], str]] = {
        name: (partial(arrow_fields.number, reader, name=name), "DOUBLE") for name in ("value", "lo", "hi")
    }
    functions |= {
        "unit": (partial(_units, reader), "STRING"),
        "parse": (partial(_quantities, reader), _STRUCT),
        "find": (_finder(reader, level, kinds), _MATCHES),
    }
    for name, (function, returned) in functions.items():
        session.udf.register(prefix + name, _udf(function, returned))


def _finder(reader: Reader, level: Level, kinds: str | Collection[str] | None) -> Callable[..., Any]:
    return partial(_matches, reader, level=level_code(level), kinds=kind_mask(kinds))


def _quantities(reader: Reader, values: object) -> Any:
    return arrow_fields.with_strings(arrow_fields.quantity_structs(reader, values))


def _units(reader: Reader, values: object) -> Any:
    return arrow_fields.with_strings(arrow_fields.unit(reader, values))


def _matches(reader: Reader, values: object, level: int, kinds: int) -> Any:
    return arrow_fields.with_strings(arrow_fields.match_lists(reader, values, level, kinds))


def _udf(function: Callable[..., Any], returned: str) -> Callable[..., "Column"]:
    functions, pyarrow = optional("pyspark.sql.functions", "spark"), optional("pyarrow", "spark")

    def of_arrays(values: Any) -> Any:
        return of_pieces(function)(values)

    of_arrays.__annotations__ = {"values": pyarrow.Array, "return": pyarrow.Array}  # by which Spark knows what to pass
    return functions.arrow_udf(of_arrays, returned)


def _unit_of(col: "Column | str", unit: str | None) -> str | None:
    return declared_unit(unit, _name(col) if unit == HEADER else None)


def _name(col: "Column | str") -> str:
    """The name of a column; a Column says it only in its repr: ``Column<'投资（亿元）'>``."""
    return col if isinstance(col, str) else str(col).removeprefix("Column<'").removesuffix("'>")


def _with_fields(
    readers: dict[int, Reader], fields: list[str], batches: Iterator["pyarrow.RecordBatch"]
) -> Iterator["pyarrow.RecordBatch"]:
    pyarrow = optional("pyarrow", "spark")
    for batch in batches:
        names, columns = [], []
        for position, (name, cells) in enumerate(zip(batch.schema.names, batch.columns, strict=True)):
            names.append(name)
            columns.append(cells)
            if position in readers:
                found = of_pieces(partial(_quantities, readers[position]))(cells)
                names += [f"{name}_{field}" for field in fields]
                columns += [found.field(field) for field in fields]
        yield pyarrow.RecordBatch.from_arrays(columns, names)
