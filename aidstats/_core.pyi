# The compiled part.  Everything public is re-exported, documented and given defaults by the modules of the package.
import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, final

import numpy as np
import numpy.typing as npt
from typing_extensions import disjoint_base

from aidstats._dates import MonthDay
from aidstats._errors import ParseError
from aidstats._quantity import Quantity

_Number: TypeAlias = int | Decimal | Fraction
_Bound: TypeAlias = int | Decimal | Fraction | datetime.date | MonthDay | None

VERSION: Final[str]
SCHEMA: Final[int]
LEXICON_DIGEST: Final[str]
QUANTITY_DTYPE: Final[np.dtype[np.void]]
MATCH_DTYPE: Final[np.dtype[np.void]]
COLUMNS: Final[tuple[str, ...]]

@disjoint_base
class QuantityBase:
    @property
    def value(self) -> _Number | None: ...
    @property
    def lo(self) -> _Bound: ...
    @property
    def hi(self) -> _Bound: ...
    @property
    def lo_open(self) -> bool: ...
    @property
    def hi_open(self) -> bool: ...
    @property
    def relation(self) -> str: ...
    @property
    def to_relation(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def per(self) -> str: ...
    @property
    def cue(self) -> str: ...
    @property
    def flags(self) -> frozenset[str]: ...
    @property
    def mods(self) -> tuple[str, ...]: ...
    @property
    def grain(self) -> _Number | None: ...
    @property
    def direction(self) -> int: ...
    @property
    def origin(self) -> Quantity | None: ...
    @property
    def unit_text(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CompiledPolicy: ...

@final
class Source:
    def __new__(cls, values: object) -> Source: ...
    @property
    def rows_read(self) -> int: ...
    @property
    def done(self) -> bool: ...
    @property
    def failed(self) -> bool: ...

@final
class Table:
    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> tuple[str, ...]: ...
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def numpy(self, name: str, /) -> npt.NDArray[Any]: ...

def parse(text: str, policy: CompiledPolicy | None = None, unit: str | None = None) -> Quantity: ...
def find(
    text: str, policy: CompiledPolicy | None = None, level: int = 1, kinds: int = 0, unit: str | None = None
) -> list[Quantity]: ...
def parse_unit(text: str, policy: CompiledPolicy | None = None) -> tuple[str, int | Decimal]: ...
def make_policy(
    *,
    half: tuple[int, int] = (1, 2),
    rho: tuple[int, int] = (1, 10),
    halo: bool = True,
    int_min: int = 1,
    nat_min: bool = True,
    ge_cap: bool = False,
    over_closed: bool = False,
    yishang_inclusive: bool = True,
    zhao: int = 12,
    big_scales: bool = False,
    currency: str = "CNY",
    dollar: str = "USD",
    window_max: int = 10,
    strict: bool = False,
    accounting: bool = False,
    exclude: Iterable[str] = (),
    units: Mapping[str, str] = ...,
) -> CompiledPolicy: ...
def parse_records(
    values: object,
    policy: CompiledPolicy | None = None,
    unit: str | None = None,
    na_values: Iterable[str] = ...,
    threads: int = 1,
    limit: int | None = None,
) -> npt.NDArray[np.void]: ...
def find_records(
    values: object,
    policy: CompiledPolicy | None = None,
    level: int = 1,
    kinds: int = 0,
    unit: str | None = None,
    na_values: Iterable[str] = ...,
    threads: int = 1,
    limit: int | None = None,
) -> npt.NDArray[np.void]: ...
def match_texts(
    values: object, row: npt.NDArray[Any], start: npt.NDArray[Any], end: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8], npt.NDArray[np.bool]]: ...
def in_units(
    value: npt.NDArray[Any],
    coef: npt.NDArray[Any],
    exp: npt.NDArray[Any],
    den: npt.NDArray[Any],
    unit: npt.NDArray[Any],
    kind: npt.NDArray[Any],
    status: npt.NDArray[Any],
    power: npt.NDArray[np.int16],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint8]]: ...
def find_lists(
    values: object,
    policy: CompiledPolicy | None = None,
    level: int = 1,
    kinds: int = 0,
    unit: str | None = None,
    na_values: Iterable[str] = ...,
    threads: int = 1,
    limit: int | None = None,
    columns: Sequence[str] | None = None,
    hidden: Sequence[str] | None = None,
) -> Table: ...
def distinct(values: npt.NDArray[np.uint32], /) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint32]]: ...
def parse_columns(
    values: object,
    columns: Sequence[str] | None = None,
    policy: CompiledPolicy | None = None,
    unit: str | None = None,
    na_values: Iterable[str] = ...,
    threads: int = 1,
    labels: bool = True,
    limit: int | None = None,
    hidden: Sequence[str] | None = None,
) -> Table: ...
def parse_in_units(
    values: object,
    column: str,
    power: npt.NDArray[np.int16],
    policy: CompiledPolicy | None = None,
    unit: str | None = None,
    na_values: Iterable[str] = ...,
    threads: int = 1,
    hidden: Sequence[str] | None = None,
) -> tuple[Table, npt.NDArray[np.uint8]]: ...
def arrow_table(
    records: npt.NDArray[np.void],
    columns: Sequence[str] | None = None,
    labels: bool = True,
    scale: int | None = None,
) -> Table: ...
def record_to_quantity(record: object, text: str | None = None) -> Quantity | None: ...
def quantity_records(values: Iterable[object], /) -> npt.NDArray[np.void]: ...
def row_error(status: int, position: int, text: str | None) -> ParseError: ...
def units() -> list[tuple[int, str, str, str, str, str, _Number | None, bool, str, tuple[str, ...]]]: ...
def relations() -> list[str]: ...
def kinds() -> list[str]: ...
def flags() -> list[str]: ...
def statuses() -> list[str]: ...
def cues() -> list[tuple[int, str, str, str, tuple[str, ...]]]: ...
def build_info() -> dict[str, Any]: ...
def register(*, quantity: type, parse_error: type, format_error: type, month_day: type) -> None: ...
def compact(
    values: object,
    *,
    unit: int = 0,
    places: int = 2,
    round: int = 0,
    trim: bool = True,
    column: str = "value",
    coerce: bool = False,
) -> Any: ...
def spell(
    values: object, *, upper: bool = False, liang: bool = False, column: str = "value", coerce: bool = False
) -> Any: ...
def capital(
    values: object,
    *,
    prefix: str = "",
    jiao_zheng: bool = True,
    opt_zero: bool = False,
    column: str = "value",
    coerce: bool = False,
) -> Any: ...
def phrase(values: object, *, coerce: bool = False) -> Any: ...
