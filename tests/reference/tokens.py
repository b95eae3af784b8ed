"""The run of characters from a place on that may belong to one numeral, as tokens (SPEC 1.1, 2.1, 2.5)."""

from dataclasses import dataclass, replace

from .arabic import Arabic, read_arabic
from .lexicon import (
    BIG_SCALES,
    CHINESE_DIGITS,
    LETTERS,
    LOWER_DIGITS,
    SCALES,
    TENS,
    UPPER_DIGITS,
    UPPER_SCALES,
    ZEROS,
)
from .policy import Policy

# A list of days or labels (4.2), a longer list, or more of a number.
NOT_BEHIND_A_PAIR = {*"日号月届批级、几数半俩仨0123456789", *CHINESE_DIGITS, *ZEROS, *TENS, *SCALES, *BIG_SCALES}


@dataclass(frozen=True)
class Token:
    kind: str  # digit, zero, number (Arabic), scale, filler (余 多 来), several (几 数), point
    start: int
    end: int
    value: int = 0  # of a digit, or the power of ten of a scale
    text: str = ""
    number: Arabic | None = None


def tokenise(text: str, start: int, unit_follows, policy: Policy) -> list[Token]:
    tokens: list[Token] = []
    at = start
    while at < len(text):
        if tokens and tokens[-1].kind == "number":
            at += _blank_before_scale(text, at, unit_follows)
        more = _listed(text, at, tokens, unit_follows)
        more = more or _tokens_at(text, at, tokens[-1].kind if tokens else "", unit_follows)
        if text[at] == "兆" and more:
            more = [replace(more[0], value=policy.zhao)]
        elif not more and policy.big_scales and text[at] in BIG_SCALES and tokens:
            more = [Token("scale", at, at + 1, BIG_SCALES[text[at]], text[at])]
        if not more:
            break
        tokens += more
        at = more[-1].end
    return tokens


def _blank_before_scale(text: str, at: int, unit_follows) -> int:
    """61.1 亿元: one blank may stand in front of a unit, its 万 or 亿 included (1.1); how many to skip."""
    end = at + 1
    while text[end : end + 1] in ("万", "亿"):
        end += 1
    if text[at : at + 1] not in (" ", "\u00a0") or end == at + 1:
        return 0
    return int(end == len(text) or unit_follows(end + (text[end] in "余多")))


def other_zero(text: str, at: int) -> bool:
    """壹佰另伍元: 另 between 大写 digits (5.2)."""
    return (
        text.startswith("另", at)
        and text[at + 1 : at + 2] in {*UPPER_DIGITS}
        and any(char in UPPER_DIGITS or char in UPPER_SCALES for char in text[:at])
    )


def _tokens_at(text: str, at: int, before: str, unit_follows) -> list[Token]:
    char, after = text[at], text[at + 1 : at + 2]
    if before != "number":
        if char in CHINESE_DIGITS:
            return [Token("digit", at, at + 1, CHINESE_DIGITS[char], char)]
        if char in ZEROS or (char == "O" and before in ("digit", "zero")):
            return [Token("zero", at, at + 1, 0, char)]
        if char in TENS:
            return [Token("digit", at, at + 1, TENS[char], char), Token("scale", at, at + 1, 1, char)]
    elif char in ZEROS:
        return [Token("zero", at, at + 1, 0, char)]
    if before == "scale" and other_zero(text, at):
        return [Token("zero", at, at + 1, 0, char)]
    if char in SCALES:
        return [Token("scale", at, at + 1, SCALES[char], char)]
    if char == "个" and before in ("digit", "number", "scale", "several", "filler", "point") and after in ("万", "亿"):
        return [Token("scale", at, at + 2, SCALES[after], after)]
    code = after.isascii() and (after.isalpha() or (after.isdigit() and char == "M"))  # 29M2 names a model
    if char in LETTERS and before == "number" and not code:
        return [Token("scale", at, at + 1, LETTERS[char], char)]
    if char in "余多来" and before:
        return [Token("filler", at, at + 1, text=char)]
    if text.startswith("好几", at) and before in ("", "scale") and not text.startswith("几近", at + 1):
        return [Token("several", at, at + 2, text="几")]
    if char in "几数" and before in ("", "scale", "zero", "point"):
        return [Token("several", at, at + 1, text="几")]
    if char == "点" and before in ("digit", "zero", "number", "scale"):
        return _point(text, at, before)
    if before not in ("digit", "number", "several", "filler", "point"):
        number = read_arabic(text, at, unit_follows)
        if number:
            return [Token("number", at, number.end, number=number)]
    return []


def _listed(text: str, at: int, tokens: list[Token], unit_follows) -> list[Token]:
    """三、四 of 三、四十岁 and 十七、八岁: two digits in a row at one place, as 三四 (3.6)."""
    first, second = text[at], text[at + 2 : at + 3]
    values = [_digit(char) for char in (first, second)]
    if not values[0] or text[at + 1 : at + 2] != "、" or values[1] != values[0] + 1:
        return []
    if second == "两" or first.isascii() != second.isascii() or (tokens and tokens[-1].kind == "number"):
        return []
    before = text[: tokens[0].start if tokens else at]
    digit_before = before[-1:].isascii() and before[-1:].isdigit()
    if before.endswith("、") or digit_before or (tokens and before.endswith("第")):
        return []
    end = at + 3
    while text[end : end + 1] in SCALES:
        end += 1
    if text[end : end + 1] in NOT_BEHIND_A_PAIR or text.startswith("季度", end):
        return []
    last = 0  # the scale of the section so far
    for token in tokens:
        if token.kind == "scale":
            last = token.value if token.value < 4 else 0
    if end > at + 3:  # 一万三、四千, but not 二十三、四十
        scale = SCALES[text[at + 3]]
        fits = not last or scale < last if scale < 4 else not tokens or last == 1
    else:
        fits = bool(tokens) and tokens[-1].kind == "scale" and last == 1 and unit_follows(end)
    return (
        [Token("digit", at + n, at + n + 1, v, text[at + n]) for n, v in zip((0, 2), values, strict=True)]
        if fits
        else []
    )


def _digit(char: str) -> int:
    return int(char) if char.isascii() and char.isdigit() else LOWER_DIGITS.get(char, 0)


def _point(text: str, at: int, before: str) -> list[Token]:
    """点 with the digits behind it: 三点一四; between Arabic digits only before a scale, % or 倍 (3点5万)."""
    end = at + 1
    if before == "number":
        while text[end : end + 1].isascii() and text[end : end + 1].isdigit():
            end += 1
        follows = text[end : end + 1] in {*SCALES, "%", "‰", "倍"} and end > at + 1
        return [Token("point", at, end, text=text[at + 1 : end])] if follows else []
    digits = ""
    while (char := text[end : end + 1]) and (char in CHINESE_DIGITS or char in ZEROS):
        digits += str(CHINESE_DIGITS.get(char, 0))
        end += 1
    if text[end : end + 1] == "几" and not digits and text[end + 1 : end + 2] not in SCALES:
        return [Token("point", at, end + 1, text="几")]
    if not digits or text[end : end + 1] in ("十", "刻"):  # 三点二十 is a time
        return []
    return [Token("point", at, end, text=digits)]
