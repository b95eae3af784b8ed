"""What is wrong with a text that is no quantity, and where; and with a number that cannot be written."""

from aidstats._display import width

_SHOWN = 24  # characters of the text on either side of the place

# {char} is the character the error points at, quoted.
_REASONS = {
    "E_EMPTY": "there is no text",
    "E_NO_NUMBER": "there is no number",
    "E_LEADING": "{char} before the quantity does not belong to it",
    "E_TRAILING": "{char} after the quantity does not belong to it",
    "E_SCALE_ORDER": "{char} cannot follow: 万, 千, 百, 十 go from large to small",
    "E_DUP_SCALE": "{char} repeats a scale that was used already",
    "E_ADJ_DIGITS": "{char} follows a digit without 十, 百, 千 between them",
    "E_ZERO": "零 must stand between a scale and a smaller digit",
    "E_POINT": "the decimal point is out of place at {char}",
    "E_GROUPING": "thousands separators must leave groups of three digits",
    "E_FRAC_SCALE": "a number with decimals cannot be followed by a smaller part",
    "E_MIX": "Arabic and Chinese digits are mixed at {char}",
    "E_FILLER": "{char} cannot follow: 余, 多, 几 need a round number, once",
    "E_RANGE_ORDER": "nothing lies between the two ends of the range",
    "E_UNIT_MISMATCH": "the two parts have units that cannot be compared",
    "E_UNIT_CONFLICT": "the currencies before and after the number differ",
    "E_ZERO_DEN": "the denominator is zero",
    "E_EXP": "the power of ten is beyond ±30",
    "E_OVERFLOW": "the number does not fit: at most 18 significant digits, powers of ten up to ±30",
    "E_AMBIG_ZHAO": "兆 is ambiguous; set Policy(zhao=6), 12 or 16",
    "E_CONFLICT": "the words around the number contradict each other at {char}",
    "E_UTF8": "invalid Unicode",
    "E_TYPE": "the value is neither text nor a finite number",
}

_LIMITS = {
    ("E_OVERFLOW", "compact"): "writes numbers of at most 19 digits and powers of ten up to ±90",
    ("E_OVERFLOW", "spell"): "writes numbers of at most 19 digits and powers of ten up to ±30",
    ("E_OVERFLOW", "capital"): "writes amounts below 10^16",
    ("E_OVERFLOW", "phrase"): "writes numbers of at most 19 digits and powers of ten up to ±90",
    ("E_POINT", "compact"): "with places=None writes numbers whose decimals end",
    ("E_POINT", "capital"): "writes multiples of 0.01 and never rounds",
    ("E_NO_NUMBER", "phrase"): "writes numbers, dates and periods, and none is stated",
}


class ParseError(ValueError):
    """A text that could not be read.

    `code` says why (``E_ZERO``), `position` at which character, `text` in which text; `row` is the row of a column.

    >>> print(ParseError("E_TRAILING", 2, "5个吗"))
    E_TRAILING at 2: '吗' after the quantity does not belong to it
      5个吗
         ^

    ``of_unit`` is True where the text should have named a unit, as ``unit=`` and ``to()`` ask for.
    """

    of_unit = False

    def __init__(self, code: str, position: int | None = None, text: str | None = None, row: int | None = None) -> None:
        super().__init__(code, position, text)
        self.code = code
        self.position = position
        self.text = text
        self.row = row

    def __str__(self) -> str:
        if self.of_unit:
            return f"there is no unit {self.text!r}: write it as a header does, such as 亿元, 户 or % ({self.code})"
        head = self.code if self.row is None else f"row {self.row}: {self.code}"
        if self.position is not None:
            head += f" at {self.position}"
        reason = _REASONS.get(self.code)
        if reason is not None:
            head += ": " + reason.format(char=_character(self.text, self.position))
        if not self.text:
            return head
        return f"{head}\n{_marked(self.text, self.position)}"

    def __reduce__(self) -> tuple[type["ParseError"], tuple[str, int | None, str | None, int | None], dict[str, bool]]:
        return type(self), (self.code, self.position, self.text, self.row), {"of_unit": self.of_unit}


class FormatError(ValueError):
    """A number that cannot be written as asked.

    `code` says why (``E_POINT``), `function` who could not (``capital``), `value` what; `row` is the row of a column.

    >>> print(FormatError("E_POINT", "capital", 0.125))
    E_POINT: capital() writes multiples of 0.01 and never rounds, got 0.125
    """

    def __init__(self, code: str, function: str, value: object = None, row: int | None = None) -> None:
        super().__init__(code, function, value, row)
        self.code = code
        self.function = function
        self.value = value
        self.row = row

    def __str__(self) -> str:
        head = self.code if self.row is None else f"row {self.row}: {self.code}"
        limit = _LIMITS.get((self.code, self.function), "cannot write this number")
        return f"{head}: {self.function}() {limit}, got {_written(self.value)}"


def _written(value: object) -> str:
    # str() refuses ints of thousands of digits
    return f"an int of {value.bit_length()} bits" if isinstance(value, int) and abs(value) >> 400 else str(value)


def _character(text: str | None, position: int | None) -> str:
    if text is None or position is None:
        return "a character"
    if position >= len(text):
        return "the end"
    char = text[position]
    return f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}"


def _marked(text: str, position: int | None) -> str:
    """The text around the place, and a caret under it; full-width characters take two columns."""
    place = 0 if position is None else min(position, len(text))
    first, last = max(0, place - _SHOWN), place + _SHOWN
    before = ("…" if first else "") + _printable(text[first:place])
    line = "  " + before + _printable(text[place:last]) + ("…" if last < len(text) else "")
    return line if position is None else f"{line}\n  {' ' * width(before)}^"


def _printable(text: str) -> str:
    """One column or two for each character, and never a line break or a surrogate that no terminal can write."""
    return "".join(" " if char.isspace() else char if char.isprintable() else "\ufffd" for char in text)
