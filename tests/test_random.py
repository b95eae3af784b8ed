"""A million random expressions, whose numbers are known because the text was made from them.

The expected bounds are worked out here in plain integers, by SPEC 3 as written and not by way of the library; rows are
compared column by column, exactly and as doubles.  ``AIDSTATS_TEST_SEED=…`` repeats a run.
"""

import os
import random
from fractions import Fraction

import numpy as np
import pytest

import aidstats
from aidstats import _core

ROWS = 50_000 if os.environ.get("AIDSTATS_TEST_SANITIZED") else 1_000_000
SEED = int(os.environ.get("AIDSTATS_TEST_SEED") or random.SystemRandom().randrange(2**32))

SCALES = [("", 0), ("", 0), ("万", 4), ("亿", 8), ("百万", 6), ("千万", 7), ("万亿", 12)]
UNITS = {
    "元": ("CNY", 0),
    "美元": ("USD", 0),
    "人": ("{person}", 1),
    "户": ("{household}", 1),
    "个": ("{unit}", 1),
    "吨": ("t", 0),
    "公里": ("km", 0),
    "亩": ("[mu_cn]", 0),
    "小时": ("h", 0),
    "头": ("{head}", 1),
}
RELATIONS = ("eq", "approx", "near", "over", "gt", "ge", "lt", "le")
PREFIXES = {
    "approx": ("约", "大约", "约为"),
    "near": ("近", "将近", "接近"),
    "gt": ("超", "超过", "逾", "突破了"),
    "ge": ("至少", "不低于"),
    "lt": ("不足", "不到"),
    "le": ("不超过", "不得超过", "至多"),
}
SUFFIXES = {"approx": ("左右", "上下"), "ge": ("以上",), "le": ("以下", "以内")}


def sections(digits: str, tens: tuple[str, str, str]) -> list[str]:
    """Every number below 10,000 in Chinese, with one 零 for each gap inside it."""
    spelled = [""]
    for number in range(1, 10_000):
        text, gap = "", False
        for weight, scale in zip((1000, 100, 10, 1), (*tens, ""), strict=True):
            digit = number // weight % 10
            if digit == 0:
                gap = gap or bool(text)
                continue
            text += (digits[0] if gap else "") + digits[digit] + scale
            gap = False
        spelled.append(text)
    return spelled


LOWER = sections("零一二三四五六七八九", ("千", "百", "十"))
UPPER = sections("零壹贰叁肆伍陆柒捌玖", ("仟", "佰", "拾"))


def spell(number: int, spelled: list[str]) -> str:
    """Of numbers below 10^12."""
    text, gap = "", False
    for weight, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // weight % 10_000
        if section == 0:
            gap = gap or bool(text)
            continue
        text += ("零" if text and (gap or section < 1000) else "") + spelled[section] + scale
        gap = False
    return text[1:] if text.startswith("一十") else text


def trailing_zeros(number: int) -> int:
    return len(text := str(number)) - len(text.rstrip("0"))


class Table:
    """Expected columns: numbers in units of 10^base, as Python integers; None is unbounded."""

    def __init__(self):
        self.texts, self.units, self.relations = [], [], []
        self.base, self.value, self.lo, self.hi = [], [], [], []

    def add(self, text, unit, relation, base, value, lo, hi):
        self.texts.append(text)
        self.units.append(unit)
        self.relations.append(relation)
        self.base.append(base)
        self.value.append(value)
        self.lo.append(lo)
        self.hi.append(hi)


def write_numeral(rng: random.Random, filler: bool) -> tuple[str, int, int, int, int]:
    """A numeral: its text, coefficient, exponent, granule and filler granule (both as powers of ten)."""
    style = rng.randrange(5)
    size = rng.randrange(1, 9)
    coef = rng.randrange(10 ** (size - 1), 10**size)
    if filler or rng.random() < 0.3:  # round numbers are what is approximated
        coef *= 10 ** rng.randrange(1, 4)
    word = rng.choice("余多") if filler else ""
    zeros = trailing_zeros(coef)
    if style >= 3:
        text = spell(coef, LOWER if style == 3 else UPPER)
        token = 8 if coef % 10**8 == 0 else 4 if coef % 10**4 == 0 else zeros
        return text + word, coef, 0, zeros, token
    scale, power = rng.choice(SCALES[:4] if filler else SCALES)
    if style == 2:
        decimals = rng.randrange(1, 4)
        digits = f"{coef // 10**decimals}.{coef % 10**decimals:0{decimals}d}"
        granule = power - decimals
        if filler and not scale:
            return digits + word, coef, -decimals, granule, granule
        return digits + scale + word, coef, granule, granule, granule
    digits = f"{coef:,}" if style == 1 else str(coef)
    if filler and scale and rng.random() < 0.5:  # 20万多: the filler stands in the place of 万
        token = 4 if scale == "万" else 8  # chains such as 百万 are left out there
        return digits + scale + word, coef, power, power + zeros, token
    return digits + word + scale, coef, power, power + zeros, power + zeros


def add_expression(table: Table, rng: random.Random) -> None:
    relation = rng.choice(RELATIONS)
    numeral, coef, exp, granule, fill = write_numeral(rng, relation == "over")
    unit = rng.choice(list(UNITS))
    code, integer = UNITS[unit]
    prefix = suffix = ""
    if relation in PREFIXES:
        if relation in SUFFIXES and rng.random() < 0.4:
            suffix = rng.choice(SUFFIXES[relation])
        else:
            prefix = rng.choice(PREFIXES[relation])
    base = exp - 2  # half a granule and a tenth of the value are whole numbers there
    value = coef * 100
    lo = hi = value
    if relation in ("approx", "near"):
        width = min(5 * 10 ** (granule - 1 - base), coef * 10)
        one = 10 ** max(0, -base)
        if integer and width < one and base <= 0 and value % one == 0:
            width = one
        lo, hi = value - width, value if relation == "near" else value + width
    elif relation == "over":
        hi = value + 10 ** (fill - base)
    elif relation in ("gt", "ge"):
        hi = None
    elif relation in ("lt", "le"):
        lo = 0
    table.add(prefix + numeral + unit + suffix, code, relation, base, value, lo, hi)


def make_table(rows: int, rng: random.Random) -> Table:
    table = Table()
    for _ in range(rows):
        add_expression(table, rng)
    return table


@pytest.fixture(scope="module")
def million():
    print("AIDSTATS_TEST_SEED =", SEED)
    table = make_table(ROWS, random.Random(SEED))
    return table, aidstats.parse_array(table.texts, errors="coerce", threads=0)


def complain(table: Table, records, wrong: np.ndarray) -> str:
    rows = np.flatnonzero(wrong)
    shown = [f"{table.texts[row]}: {records[row : row + 1]!r}" for row in rows[:5]]
    return "\n".join([f"{len(rows)} of {len(wrong)} rows, AIDSTATS_TEST_SEED={SEED}", *shown])


def check(table: Table, records, wrong: np.ndarray) -> None:
    if wrong.any():
        pytest.fail(complain(table, records, wrong))


def stripped(numbers: list[int | None], base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """coef and exp without trailing zeros, as the columns have them."""
    null = np.iinfo(np.int64).min
    coef = np.array([null if number is None else number for number in numbers], dtype=np.int64)
    exp = base.copy()
    for _ in range(19):
        zeros = (coef != null) & (coef != 0) & (coef % 10 == 0)
        coef[zeros] //= 10
        exp[zeros] += 1
    exp[(coef == 0) | (coef == null)] = 0
    return coef, exp


def nearest(number: int | None, base: int) -> float:
    """Division of integers is correctly rounded in Python, as float(Fraction) is."""
    if number is None:
        return np.inf
    return float(number * 10**base) if base >= 0 else number / 10**-base


def test_every_row_is_read(million):
    table, records = million
    check(table, records, records["status"] != 0)


def test_relations_units_and_openness(million):
    table, records = million
    relation_code = {name: code for code, name in enumerate(_core.relations())}
    unit_code = {name: code for code, name, *_ in _core.units()}
    relations = np.array([relation_code[name] for name in table.relations])
    check(table, records, records["relation"] != relations)
    check(table, records, records["unit"] != np.array([unit_code[name] for name in table.units]))
    lo_open = np.isin(table.relations, ["over", "gt"])
    hi_open = np.isin(table.relations, ["over", "near", "gt", "ge", "lt"])
    check(table, records, (records["lo_open"] != lo_open) | (records["hi_open"] != hi_open))


@pytest.mark.parametrize("name", ["value", "lo", "hi"])
def test_numbers_are_exact(million, name):
    table, records = million
    coef, exp = stripped(getattr(table, name), np.array(table.base))
    known = coef != np.iinfo(np.int64).min
    check(table, records, (records[name + "_coef"] != coef) | (known & (records[name + "_exp"] != exp)))
    check(table, records, records["den"] != 1)


@pytest.mark.parametrize("name", ["value", "lo", "hi"])
def test_doubles_are_the_nearest(million, name):
    table, records = million
    wanted = np.array([nearest(n, b) for n, b in zip(getattr(table, name), table.base, strict=True)])
    check(table, records, records[name] != wanted)


def test_quantities_hold_the_same_fractions(million):
    table, records = million
    for row in random.Random(SEED).sample(range(len(records)), 5000):
        quantity = _core.record_to_quantity(records[row], table.texts[row])
        power = Fraction(10) ** table.base[row]
        wanted = [None if n is None else n * power for n in (table.value[row], table.lo[row], table.hi[row])]
        assert [quantity.fraction, quantity.lo_fraction, quantity.hi_fraction] == wanted, (table.texts[row], SEED)


def test_fractions_with_any_denominator():
    rng = random.Random(SEED)
    pairs = [(rng.randrange(1, 1000), rng.randrange(2, 1000)) for _ in range(ROWS // 50)]
    pairs = [(num, den) for num, den in pairs if den not in (10, 100)]  # percentages have a granule, like %
    texts = [f"{'约' * (i % 2)}{spell(den, LOWER)}分之{spell(num, LOWER)}" for i, (num, den) in enumerate(pairs)]
    records = aidstats.parse_array(texts)
    for i, ((num, den), record) in enumerate(zip(pairs, records, strict=True)):
        value = Fraction(num, den)
        width = value / 10 * (i % 2)
        got = tuple(
            Fraction(int(record[name + "_coef"])) * Fraction(10) ** int(record[name + "_exp"]) / int(record["den"])
            for name in ("value", "lo", "hi")
        )
        assert got == (value, value - width, value + width), (texts[i], SEED)
        assert tuple(record[name] for name in ("value", "lo", "hi")) == tuple(map(float, got)), (texts[i], SEED)


def test_ranges_carry_scale_and_unit_to_the_left():
    rng = random.Random(SEED)
    rows = []
    for _ in range(ROWS // 50):
        low, high = sorted(rng.sample(range(1, 10_000), 2))
        scale, power = rng.choice(SCALES)
        unit = rng.choice(list(UNITS))
        left = rng.choice(["", scale, scale + unit]) if scale else rng.choice(["", unit])
        rows.append((f"{low}{left}{rng.choice('至到—~')}{high}{scale}{unit}", low * 10**power, high * 10**power))
    records = aidstats.parse_array([text for text, _, _ in rows])
    assert records.relation_name.tolist() == ["range"] * len(rows)
    assert np.isnan(records["value"]).all()
    wrong = [row for row, lo, hi in zip(rows, records["lo"], records["hi"], strict=True) if (lo, hi) != row[1:]]
    assert not wrong, (wrong[:5], SEED)
