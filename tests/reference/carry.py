"""Two numbers of one phrase: their units, dimensions and order, and the scale that is carried (SPEC 4.1)."""

from dataclasses import replace
from fractions import Fraction

from .amounts import ReadingError
from .approx import LOWER, UPPER
from .cores import RATIO, Core
from .lexicon import YUAN, Unit
from .quantities import Quantity


def has_unit(core: Core) -> bool:
    return (
        bool(core.unit.code)
        and not (core.unit is RATIO and core.factor == 1 and not core.numeral.fraction)
        and not (core.unit.kind == "money" and not core.surface)
    )


def left_has_unit(quantity: Quantity) -> bool:
    return quantity.core.end > quantity.core.numeral.end or bool(quantity.prefix.currency)


def right_sign(quantity: Quantity) -> bool:
    return bool(quantity.prefix.negative or quantity.prefix.zero_scale)


def two_yuan(core: Core) -> bool:
    return core.surface in YUAN


def single_digit(quantity: Quantity) -> bool:
    numeral = quantity.core.numeral
    return (numeral.chinese_digit or len(numeral.digits) == 1) and quantity.core.amount.exact


def sides(quantity: Quantity) -> set[str]:
    words = {*(relation for relation, _ in quantity.prefix.relations), *quantity.suffixes}
    return {"up" for word in words if word in UPPER} | {"down" for word in words if word in LOWER}


def opposite(first: Quantity, second: Quantity) -> bool:
    return {frozenset(sides(first)), frozenset(sides(second))} == {frozenset({"up"}), frozenset({"down"})}


def scaled(number, factor):
    return None if number is None else number * factor


def comparable(one: Unit, two: Unit) -> bool:
    return one.dimension == two.dimension and one.kind == two.kind


def check_dimension(one: Unit, two: Unit, position: int) -> None:
    if not comparable(one, two):
        raise ReadingError("E_UNIT_MISMATCH", position)


def check_order(lo, hi, lo_open: bool, hi_open: bool, position: int) -> None:
    if lo is not None and hi is not None and (lo > hi or (lo == hi and (lo_open or hi_open))):
        raise ReadingError("E_RANGE_ORDER", position)


def carry_scale(left: Core, right: Core) -> Core:
    """3至5万, 三到五百, 3至5百万: the left number takes the scale of the right one if it is below its coefficient."""
    one, two = left.numeral, right.numeral
    if one.large or two.amount.lo is None or one.amount.lo is None or not (one.parts or one.half):
        return left
    stated = left.amount.hi if one.pair == "digits" and left.amount.hi is not None else one.amount.lo  # 六七至八万
    power = two.head
    section = Fraction(10) ** power
    coefficient = two.amount.lo / section
    plain = not one.scaled
    chinese = one.chinese_digit
    kinds = [] if two.fraction else [token.kind for token in two.parts[:3]]
    if (
        kinds == ["number", "scale", "scale"] and 1 < two.parts[1].value < 4 <= two.parts[2].value and plain
    ):  # 5至7百万30
        inner = two.parts[1].value
        if stated < coefficient / 10**inner:
            return replace(left, amount=left.amount.times(Fraction(10) ** (power + inner)))
    if two.small and plain and two.simple and (chinese or two.section):
        top = coefficient / 10**two.small
        if stated < top:
            power += two.small
            return replace(left, amount=left.amount.times(Fraction(10) ** power))
    if power and stated < coefficient:
        return replace(left, amount=left.amount.times(section))
    return left
