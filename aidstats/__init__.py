"""aidstats: Chinese money and quantity expressions as exact numbers with honest bounds.

>>> import aidstats
>>> q = aidstats.parse("近8亿元")
>>> q.value, q.lo, q.hi, q.unit
(800000000, 750000000, 800000000, 'CNY')
"""

import importlib
from typing import TYPE_CHECKING

from aidstats import _core
from aidstats._dates import MonthDay
from aidstats._errors import FormatError, ParseError
from aidstats._format import capital, compact, phrase, spell
from aidstats._io import concat, load, save
from aidstats._lexicon import currencies, relations, units
from aidstats._parse import find, find_array, find_batches, parse, parse_array, parse_batches, parse_unit
from aidstats._policy import Policy
from aidstats._quantity import Quantity
from aidstats._records import MATCH_DTYPE, QUANTITY_DTYPE, Records

if TYPE_CHECKING:
    from aidstats._support import Support, support
    from aidstats._support_tables import SupportTable
    from aidstats._support_totals import Totals
    from aidstats._totals import Total

__version__ = _core.VERSION

__all__ = [
    "MATCH_DTYPE",
    "QUANTITY_DTYPE",
    "FormatError",
    "MonthDay",
    "ParseError",
    "Policy",
    "Quantity",
    "Records",
    "Support",
    "SupportTable",
    "Total",
    "Totals",
    "build_info",
    "capital",
    "compact",
    "concat",
    "currencies",
    "find",
    "find_array",
    "find_batches",
    "load",
    "parse",
    "parse_array",
    "parse_batches",
    "parse_unit",
    "phrase",
    "relations",
    "save",
    "spell",
    "support",
    "units",
]


# Imported at their first use: who parses a column need not wait for what reads tables of support data.
_LATER = {
    "Support": "_support",
    "SupportTable": "_support_tables",
    "Total": "_totals",
    "Totals": "_support_totals",
    "support": "_support",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'aidstats' has no attribute {name!r}")
    found = globals()[name] = getattr(importlib.import_module(f"aidstats.{_LATER[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})


def build_info() -> dict[str, object]:
    """Version, schema, lexicon, compiler, SIMD level: what a bug report needs.

    The environment variable AIDSTATS_SIMD (scalar, avx2, avx512) forces a level at import; none changes a result.

    >>> import aidstats
    >>> sorted(aidstats.build_info())[:3]
    ['compiler', 'free_threaded', 'lexicon']
    """
    return _core.build_info()
