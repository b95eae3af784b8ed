"""The pandas dtype ``quantity[CNY]``."""

from typing import TYPE_CHECKING, Any

from aidstats._optional import optional
from aidstats._quantity import Quantity
from aidstats._unit_label import Unit, read_unit

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from aidstats._quantity_array import QuantityArray
else:
    pandas = optional("pandas", "pandas")

_PREFIX, _SUFFIX = "quantity[", "]"


@pandas.api.extensions.register_extension_dtype
class QuantityDtype(pandas.api.extensions.ExtensionDtype):  # type: ignore[misc]
    """Quantities of one unit: values with their bounds, exactly.

    Parameters
    ----------
    unit : str
        An id, with denominators if it has any (``CNY``, ``CNY/{household}``), or as a header writes it (亿元, 元/户).
        A power of ten (亿, %) is how the numbers are shown; elements keep their unit.

    Examples
    --------
    >>> import aidstats.pandas
    >>> aidstats.pandas.QuantityDtype("CNY")
    quantity[CNY]
    >>> import pandas as pd
    >>> pd.Series(["近8亿元", "3000万元", None]).astype("quantity[亿元]")
    0    8 [7.5, 8)
    1           0.3
    2          <NA>
    dtype: quantity[亿元]
    """

    type = Quantity
    kind = "O"
    na_value = pandas.NA
    _metadata = ("unit_columns",)

    def __init__(self, unit: str = "") -> None:
        if not isinstance(unit, str):
            raise TypeError(f"unit must be a str such as 'CNY' or '万元', not {type(unit).__name__}")
        self.unit_columns = read_unit(unit.strip())

    @classmethod
    def of(cls, unit: Unit) -> "QuantityDtype":
        """From the unit columns of a record."""
        made = cls()
        made.unit_columns = unit
        return made

    @property
    def unit(self) -> str:
        """The unit of the elements, as ``Quantity.unit`` has it: ``CNY`` for ``quantity[亿元]``."""
        return self.unit_columns.label

    @property
    def scale(self) -> int:
        """The power of ten that numbers are shown in: 8 for ``quantity[亿元]``."""
        return self.unit_columns.scale

    @property
    def name(self) -> str:
        """``quantity[CNY]``, ``quantity[亿元]``."""
        return f"{_PREFIX}{self.unit_columns.word}{_SUFFIX}"

    def __repr__(self) -> str:
        return self.name

    @classmethod
    def construct_array_type(cls) -> Any:
        """QuantityArray."""
        from aidstats._quantity_array import QuantityArray

        return QuantityArray

    @classmethod
    def construct_from_string(cls, string: str) -> "QuantityDtype":
        """``quantity[UNIT]`` as a dtype; a TypeError for all else, as pandas asks for.

        >>> QuantityDtype.construct_from_string("quantity[万元]").unit
        'CNY'
        """
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        if not (string.startswith(_PREFIX) and string.endswith(_SUFFIX)):
            raise TypeError(f"Cannot construct a 'QuantityDtype' from '{string}'")
        try:
            return cls(string[len(_PREFIX) : -len(_SUFFIX)])
        except ValueError as error:
            raise TypeError(f"Cannot construct a 'QuantityDtype' from '{string}': {error}") from error

    def _get_common_dtype(self, dtypes: list[Any]) -> "QuantityDtype | None":
        """Of one unit shown in several powers of ten, the unit itself; of several units, none."""
        if not all(isinstance(each, QuantityDtype) and each.unit == self.unit for each in dtypes):
            return None
        return self if len({each.scale for each in dtypes}) == 1 else QuantityDtype.of(self.unit_columns.plain)

    def __from_arrow__(self, array: "pyarrow.Array | pyarrow.ChunkedArray") -> "QuantityArray":
        from aidstats._quantity_arrow import from_arrow
        from aidstats._quantity_rows import conformed

        return self.construct_array_type()._of(conformed(from_arrow(array), self.unit_columns), self)
