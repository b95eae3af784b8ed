"""Arabic digits: grouping, decimals, powers of ten (SPEC 0.2, 1.2, 2.1, 2.7)."""

import re
from dataclasses import dataclass
from fractions import Fraction

from .amounts import ReadingError
from .lexicon import GROUP_MARKS, SUPERSCRIPTS, VULGAR

DIGITS = re.compile(r"[0-9]+")
EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)")
POWER = re.compile(rf"[×xX*]10(?:\^([+-]?[0-9]+)|([⁻]?[{SUPERSCRIPTS}]+))")
POWER_OF_TEN = re.compile(r"的([0-9一二三四五六七八九十]+)次方")
CHINESE_EXPONENTS = {word: n for n, word in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True)
class Arabic:
    value: Fraction
    grain: Fraction
    start: int
    end: int
    decimals: int = 0
    digits: str = ""  # the integer part as written, without marks
    power: bool = False  # 1e8, 3×10^8: no further scale changes what its last digit is
    plain: bool = True  # digits alone, no marks and no point


def last_place(digits: str) -> Fraction:
    """Of the last digit that is not zero."""
    stripped = digits.rstrip("0")
    return Fraction(10) ** (len(digits) - len(stripped)) if stripped else Fraction(1)


def magnitude(value: Fraction) -> tuple[int, int, int]:
    """coef, exp, den of value = coef × 10^exp / den, with no factor 2 or 5 in den and no zero at the end of coef."""
    coef, den, exp = value.numerator, value.denominator, 0
    for factor, other in ((2, 5), (5, 2)):
        while den % factor == 0:
            den //= factor
            coef *= other
            exp -= 1
    while coef and coef % 10 == 0:
        coef //= 10
        exp += 1
    return coef, exp if coef else 0, den


def check_size(value: Fraction, position: int, exponent: bool = False) -> None:
    """0.2: a stated number has at most 18 digits, and its power of ten lies within ±30, with a written exponent ±60."""
    coef, exp, _ = magnitude(value)
    if len(str(abs(coef))) > 18:
        raise ReadingError("E_OVERFLOW", position)
    if abs(exp) > (60 if exponent else 30):
        raise ReadingError("E_EXP" if exponent else "E_OVERFLOW", position)


def _grouped(text: str, start: int) -> tuple[str, int]:
    """The digits of the integer part and where it ends."""
    first = DIGITS.match(text, start)
    assert first
    digits, at = first.group(), first.end()
    mark = text[at : at + 1]
    if (
        not mark
        or mark not in GROUP_MARKS
        or not text[at + 1 : at + 2].isascii()
        or not text[at + 1 : at + 2].isdigit()
    ):
        return digits, at
    groups = [digits]
    while text[at : at + 1] == mark and (more := DIGITS.match(text, at + 1)):
        groups.append(more.group())
        at = more.end()
    regular = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if regular and not groups[0].startswith("0"):
        return "".join(groups), at
    if mark == " ":  # a space that groups nothing parts two things
        return digits, first.end()
    raise ReadingError("E_GROUPING", start)


def read_arabic(text: str, start: int, unit_follows=lambda at: False) -> Arabic | None:
    """The number that starts here; `unit_follows` says whether 43·8 may be a decimal."""
    if text[start : start + 1] in VULGAR:
        return Arabic(VULGAR[text[start]], _vulgar_place(text[start]), start, start + 1, plain=False)
    if text.startswith(".", start) and DIGITS.match(text, start + 1):
        digits, at = "", start
    elif DIGITS.match(text, start):
        digits, at = _grouped(text, start)
    else:
        return None
    plain = at - start == len(digits)
    fraction = None
    point = text[at : at + 1]
    if point == ".":
        fraction = DIGITS.match(text, at + 1)
        if not fraction or text[fraction.end() : fraction.end() + 1] == ".":
            raise ReadingError("E_POINT", at if not fraction else fraction.end())
    elif point == "·" and (candidate := DIGITS.match(text, at + 1)) and unit_follows(candidate.end()):
        fraction = candidate
    decimals = fraction.group() if fraction else ""
    if fraction:
        at, plain = fraction.end(), False
    value = Fraction(int(digits + decimals or "0"), 10 ** len(decimals))
    grain = Fraction(1, 10 ** len(decimals)) if decimals else last_place(digits)
    check_size(value, start)
    if text[at : at + 1] in VULGAR and not decimals:
        return Arabic(value + VULGAR[text[at]], _vulgar_place(text[at]), start, at + 1, plain=False)
    exponent, at = _exponent(text, at, value)
    if exponent is not None:
        if abs(exponent) > 30 - (text[at - 1] == "方"):
            raise ReadingError("E_EXP", start)
        factor = Fraction(10) ** exponent
        return Arabic(value * factor, grain * factor, start, at, len(decimals), digits, power=True, plain=False)
    return Arabic(value, grain, start, at, len(decimals), digits, plain=plain)


def _vulgar_place(char: str) -> Fraction:
    return Fraction(1, 10 if char == "½" else 100)


def _exponent(text: str, at: int, value: Fraction) -> tuple[int | None, int]:
    if match := EXPONENT.match(text, at):
        return int(match.group(1)), match.end()
    if match := POWER.match(text, at):
        raised = match.group(1) or match.group(2).replace("⁻", "-").translate(str.maketrans(SUPERSCRIPTS, "0123456789"))
        return int(raised), match.end()
    if value == 10 and (match := POWER_OF_TEN.match(text, at)):
        word = match.group(1)
        if word.isascii():
            return int(word) - 1, match.end()
        if word in CHINESE_EXPONENTS:
            return CHINESE_EXPONENTS[word] - 1, match.end()
    return None, at
