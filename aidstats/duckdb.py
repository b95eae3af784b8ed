"""Quantities in DuckDB: functions for SQL.

>>> import duckdb, aidstats.duckdb
>>> connection = duckdb.connect()
>>> aidstats.duckdb.register(connection)
>>> connection.sql("select aid_value('近8亿元') as v, aid_lo('近8亿元') as lo, aid_unit('近8亿元') as unit").fetchall()
[(800000000.0, 750000000.0, 'CNY')]
"""

import contextlib
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from aidstats import _arrow_fields as arrow_fields
from aidstats._lexicon import kind_mask, level_code
from aidstats._optional import optional
from aidstats._options import Errors, Level, of_pieces
from aidstats._policy import Policy
from aidstats._reader import Reader

if TYPE_CHECKING:
    import duckdb
else:
    duckdb = optional("duckdb", "duckdb")
    optional("pyarrow", "duckdb")  # DuckDB hands columns to Python functions as its arrays

__all__ = ["register"]

_STRUCT = arrow_fields.struct_type(arrow_fields.SQL_TYPES.items(), quote='"')
_MATCHES = arrow_fields.struct_type(arrow_fields.MATCH_SQL_TYPES.items(), quote='"') + "[]"


def register(
    connection: "duckdb.DuckDBPyConnection",
    *,
    unit: str | None = None,
    level: Level = "default",
    kinds: str | Collection[str] | None = None,
    policy: Policy | None = None,
    na_values: Iterable[str] = (),
    errors: Errors = "coerce",
    prefix: str = "aid_",
) -> None:
    """Gives a connection the functions aid_value, aid_lo, aid_hi, aid_unit, aid_parse and aid_find of one VARCHAR.

    ``aid_value``, ``aid_lo``, ``aid_hi`` → DOUBLE; ``aid_unit`` → VARCHAR, such as ``CNY/{household}``; ``aid_parse`` →
    STRUCT of all fields; ``aid_find`` → LIST of STRUCT, one a match, with ``start``, ``end`` and ``text``.  NULL gives
    NULL; columns of numbers are cast: ``aid_value(amount::VARCHAR)``.  Registered again, they are replaced.

    Parameters
    ----------
    connection : DuckDBPyConnection
        As of ``duckdb.connect()``.
    unit : str, optional
        The unit of bare numbers, such as ``"亿元"``.
    level, kinds
        As in :func:`aidstats.find_array`, for aid_find.
    policy, na_values
        As in :func:`aidstats.parse_array`.
    errors : {"coerce", "raise"}
        ``coerce``, unlike elsewhere the default: a cell that cannot be read is NULL; ``status`` of aid_parse says why.
    prefix : str
        Before the names, for two sets of options in one connection.
    """
    reader = Reader(unit=unit, policy=policy, na_values=na_values, errors=errors)
    found = partial(arrow_fields.match_lists, reader, level=level_code(level), kinds=kind_mask(kinds))
    functions: dict[str, tuple[Callable[[Any], Any], str]] = {
        name: (partial(arrow_fields.number, reader, name=name), "DOUBLE") for name in ("value", "lo", "hi")
    }
    functions |= {
        "unit": (partial(arrow_fields.unit, reader), "VARCHAR"),
        "parse": (partial(arrow_fields.quantity_structs, reader), _STRUCT),
        "find": (found, _MATCHES),
    }
    for name, (function, returned) in functions.items():
        _replace(connection, prefix + name, function, returned)


def _replace(connection: Any, name: str, function: Callable[[Any], Any], returned: str) -> None:
    with contextlib.suppress(duckdb.InvalidInputException):  # there is none yet
        connection.remove_function(name)
    connection.create_function(
        name,
        of_pieces(function),
        ["VARCHAR"],
        returned,
        type="arrow",
        null_handling="special",
    )
