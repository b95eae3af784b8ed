"""Every numeral that starts at a place, the preferred reading first (SPEC 2.2, 2.5, 2.6, 2.8, 3.4, 3.7)."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from .amounts import Amount, Numeral, ReadingError
from .arabic import Arabic, check_size
from .lexicon import FORMS, RHETORICAL, SCALES, UPPER_DIGITS, UPPER_SCALES, longest
from .numerals import is_pair, read_places
from .policy import Policy
from .tokens import Token, tokenise

SPANS = {
    "百八十": (80, 100),
    "百儿八十": (80, 100),
    "千八百": (800, 1000),
    "千儿八百": (800, 1000),
    "万儿八千": (8000, 10000),
}
ABOUT_A_HUNDRED = ("百十来", "百十")
ROUND = {"百把": 100, "千把": 1000, "万把": 10_000}
HALF = Fraction(1, 2)


class NumeralReader:
    def __init__(self, text: str, policy: Policy, unit_follows):
        self.text, self.policy, self.unit_follows = text, policy, unit_follows
        self.errors: list[ReadingError] = []
        self.known: dict[int, list[Numeral]] = {}
        self.wrong: set[int] = set()  # where an ill-formed numeral starts

    def quietly(self, start: int) -> list[Numeral]:
        """Of a number that need not be one: the minutes behind hours."""
        count = len(self.errors)
        readings = self.at(start)
        del self.errors[count:]
        return readings

    def failed(self, start: int) -> bool:
        return start in self.wrong

    def at(self, start: int) -> list[Numeral]:
        """All readings; an error of the whole run is remembered for the case that nothing comes of them."""
        if start not in self.known:
            self.known[start] = []
            try:
                idioms = list(self._idioms(start))
                spans = {idiom.end for idiom in idioms if idiom.amount.relation == "span"}  # 百八十 is no 180 (3.4)
                plain = [numeral for numeral in self._plain(start) if numeral.end not in spans]
                self.known[start] = [*self._fractions(start), *idioms, *plain]
            except ReadingError as error:
                self.errors.append(error)
                self.wrong.add(start)
        return self.known[start]

    # -- words

    def _idioms(self, start: int) -> Iterator[Numeral]:
        text = self.text
        for word, least in RHETORICAL.items():
            if text.startswith(word, start):
                weight, end = self._sections(start + len(word))
                least *= weight
                amount = Amount(Fraction(least), Fraction(least), None, hi_open=True, relation="ge").flagged(
                    "rhetorical"
                )
                yield Numeral(amount, start, end)
        for word, (lo, hi) in SPANS.items():
            if text.startswith(word, start):
                weight, end = self._sections(start + len(word))
                yield Numeral(Amount.interval(lo * weight, hi * weight, "span"), start, end)
        for word, value in ROUND.items():
            if text.startswith(word, start):
                amount = replace(Amount.point(value, value, flags=("bare_scale",)), halos=("approx",))
                yield Numeral(amount, start, start + len(word))
        for word in longest(text, start, ABOUT_A_HUNDRED)[:1]:
            weight, end = self._sections(start + len(word))
            yield Numeral(Amount(*(Fraction(n * weight) for n in (100, 90, 110)), relation="把"), start, end)
        if text.startswith("个把", start):
            yield Numeral(Amount(Fraction(1), Fraction(1), Fraction(2), relation="把"), start, start + 2, absorbed=True)
        if text.startswith("若干", start):
            small = text[start + 2 : start + 3] in ("十", "百", "千")  # 若干千万
            weight, end = self._sections(start + 2 + small)
            weight *= 10 ** SCALES[text[start + 2]] if small else 1
            yield Numeral(Amount.interval(weight, None, "several"), start, end)
        if text.startswith("半百", start):
            yield Numeral(Amount.point(50), start, start + 2)
        elif text.startswith("半", start):
            yield Numeral(Amount.point(HALF, HALF), start, start + 1, half=True)
        for word, value in (("俩", 2), ("仨", 3)):
            if text.startswith(word, start):
                yield Numeral(Amount.point(value, 1), start, start + 1, absorbed=True)

    def _sections(self, end: int) -> tuple[int, int]:
        """几百上千|万, 百八十|万: what the scales multiply by, and where they end."""
        weight = 1
        while self.text[end : end + 1] in ("万", "亿") and self.text[end - 1 : end + 1] != "亿万":
            weight *= 10 ** SCALES[self.text[end]]
            end += 1
        return weight, end

    # -- A分之B

    def _fractions(self, start: int) -> Iterator[Numeral]:
        text = self.text
        for whole in self._plain(start) if "分之" in text[start:] or "又" in text[start:] else ():
            if text.startswith("分之", whole.end):
                yield from self._over(whole, start)
            if text.startswith("又", whole.end) and whole.amount.exact:
                for fraction in self._fractions(whole.end + 1):
                    if fraction.amount.value is not None:
                        yield replace(fraction, amount=fraction.amount.plus(whole.amount.value), start=start)
        slash = text.find("/", start, start + 4)
        if slash > start and text[start:slash].isdecimal() and text[start:slash].isascii():
            end = slash + 1
            while text[end : end + 1].isdecimal() and end < slash + 5:
                end += 1
            if slash + 1 < end < slash + 5 and text[end : end + 1] not in ("/", "."):
                if int(text[slash + 1 : end]) == 0:
                    raise ReadingError("E_ZERO_DEN", start)
                value = Fraction(int(text[start:slash]), int(text[slash + 1 : end]))
                yield Numeral(Amount.point(value), start, end, fraction=True)

    def _over(self, below: Numeral, start: int) -> Iterator[Numeral]:
        """B/A; either may be vague (百分之几, 几十分之一), and a decimal A has a granule."""
        for above in self.at(below.end + 2):
            a, b = below.amount, above.amount
            if below.pair in ("digits", "illegal"):
                self.errors.append(ReadingError("E_ADJ_DIGITS", start + 1))
                continue
            if above.pair == "illegal":  # 百分之三七
                self.errors.append(ReadingError("E_ADJ_DIGITS", above.start + 1))
                continue
            if above.pair == "digits":
                continue  # 十分之七八 is a span
            if above.fraction or above.absorbed or b.relation == "ge":
                continue
            if a.lo == 0:
                raise ReadingError("E_ZERO_DEN", start)
            flags = a.flags | b.flags
            if a.exact:
                amount = b.times(1 / a.value).flagged(*flags)
                ten = a.value.denominator == 1 and str(a.value.numerator).rstrip("0") == "1"
                if not ten:
                    amount = replace(amount, grain=None)
            elif b.exact and a.hi is not None and a.relation in ("several", "span"):  # but 六多分之四 is none
                low_open, high_open = (a.hi_open, a.lo_open) if b.value else (False, False)  # 几分之零 is one point
                amount = Amount(
                    None, b.value / a.hi, b.value / a.lo, low_open, high_open, a.relation, flags=frozenset(flags)
                )
            else:
                continue
            percent = self.text[start : below.end] in ("百", "千", "万")
            parts = (below,) if percent else ()
            yield replace(above, amount=amount, start=start, fraction=True, parts=parts, pair="")

    # -- digits and scales

    def _plain(self, start: int) -> Iterator[Numeral]:
        if self.text.startswith(("一共", "零下", "零上"), start):
            return
        if self.policy.strict and self.text.startswith(".", start):
            raise ReadingError("E_POINT", start)
        tokens = tokenise(self.text, start, self.unit_follows, self.policy)
        if not tokens or tokens[0].kind == "filler" or self._text_digit(tokens):
            return
        error = None
        readings = []
        for count in range(len(tokens), 0, -1):
            try:
                readings += self._prefix(tokens[:count], whole=count == len(tokens))
            except ReadingError as problem:
                if count == len(tokens) or (
                    error and error.code == "E_TRAILING" and tokens[count].start == error.position
                ):
                    error = problem  # errors of the grammar win over E_TRAILING
        if error and error.code == "E_TRAILING" and self.unit_follows(error.position):
            error = None  # 四百|两、五千元: it is a unit
        if error:
            self.errors.append(error)
            self.wrong.add(start)
        if self.text.startswith(ABOUT_A_HUNDRED, start):  # 百十分钟: about a hundred
            readings = [n for n in readings if self.text[start : n.end].rstrip("万亿") != "百十"]
        yield from self._unit_before_scale(readings, tokens)

    def _text_digit(self, tokens: list[Token]) -> bool:
        """大写 digits count next to another, to a scale or directly before a unit (1.1), and alone or in a fraction."""
        first = tokens[0]
        if first.text not in UPPER_DIGITS and first.text not in tuple(UPPER_SCALES):
            return False
        after = self.text[first.end : first.end + 1]
        alone = not after and self.text[: first.start] in ("", "负", "-")
        if first.text in UPPER_DIGITS and (
            alone or "分之" in (self.text[first.end :][:2], self.text[: first.start][-2:])
        ):
            return False
        return not (after in UPPER_DIGITS or after in SCALES or self.unit_follows(first.end))

    def _unit_before_scale(self, readings: list[Numeral], tokens: list[Token]) -> list[Numeral]:
        """5千瓦 is 5 kW, 五千瓦 5000 W: behind an Arabic numeral the unit wins over the scale."""
        for index, token in enumerate(tokens[1:], 1):
            arabic_before = tokens[index - 1].kind == "number" or token.text == "兆"
            if token.kind == "scale" and arabic_before and longest(self.text, token.start, FORMS):
                return sorted(readings, key=lambda numeral: numeral.end != token.start)
        return readings

    def _prefix(self, tokens: list[Token], whole: bool) -> Iterator[Numeral]:
        run = 0
        while run < len(tokens) and tokens[run].kind in ("digit", "zero"):
            run += 1
        zeros = any(token.kind == "zero" for token in tokens[:run])
        scale_next = run < len(tokens) and tokens[run].kind in ("scale", "several")
        values = tuple(token.value for token in tokens[:run])
        pointed = run < len(tokens) and tokens[run].kind == "point"
        if run == 2 and pointed and not zeros and not is_pair(tokens[:2]):  # 三一点七
            raise ReadingError("E_ADJ_DIGITS", tokens[1].start)
        positional = run and not scale_next and (zeros or run > 2) and not any(t.text == "两" for t in tokens[:run])
        if positional:
            digits = "".join(str(value) for value in values)
            number = Arabic(Fraction(int(digits)), Fraction(1), tokens[0].start, tokens[run - 1].end, digits=digits)
            check_size(number.value, tokens[0].start)
            first = Token("number", tokens[0].start, tokens[run - 1].end, number=number)
            yield from self._sequence([first, *tokens[run:]], digits=digits)
        elif run == 2 and not scale_next:
            two = any(token.text == "两" for token in tokens[:2])
            filled = run < len(tokens) and tokens[run].kind == "filler"  # 三五余, 三五多万: never digit by digit
            if is_pair(tokens[:2]):  # 两三 is a span in any case, 三两 only before a unit
                yield from self._sequence(tokens, pair="both" if tokens[0].text == "两" or filled else "span")
            if not two and not (filled and is_pair(tokens[:2])):
                if filled:  # 三三多亿
                    raise ReadingError("E_ADJ_DIGITS", tokens[1].start)
                number = Arabic(Fraction(values[0] * 10 + values[1]), Fraction(1), tokens[0].start, tokens[1].end)
                first = Token("number", tokens[0].start, tokens[1].end, number=number)
                pair = "digits" if is_pair(tokens[:2]) else "illegal"
                yield from self._sequence([first, *tokens[2:]], pair=pair, digits=f"{values[0]}{values[1]}")
        elif scale_next or run < 3:
            yield from self._sequence(tokens)

    def _sequence(self, tokens: list[Token], pair: str = "", digits: str = "") -> Iterator[Numeral]:
        if self.policy.strict:
            self._check_liang(tokens)
        reader = read_places(tokens, self.policy)
        first, last = tokens[0], tokens[-1]
        amount = reader.finish()
        text = self.text[first.start : last.end]
        upper = any(char in UPPER_DIGITS or char in UPPER_SCALES for char in text)
        lower = [token for token in tokens if token.text and token.text in "一二两三四五六七八九十百千廿卅卌毛另"]
        if self.policy.strict and upper and lower:
            raise ReadingError("E_MIX", self._mixed_at(tokens))
        if "兆" in text:
            amount = amount.flagged("zhao")
        piece = reader.pieces[-1]
        scales = [token for token in tokens if token.kind == "scale"]
        number = first.number
        small = [token for token in scales if token.value < 4]
        section = reader.weights[-1]
        yield Numeral(
            amount,
            first.start,
            last.end,
            arabic=len(tokens) == 1 and number is not None and not digits,
            decimals=number.decimals if number and len(tokens) == 1 else 0,
            digits=digits or (number.digits if number and number.plain and len(tokens) == 1 else ""),
            chinese_digit=len(tokens) == 1 and first.kind == "digit",
            section=section,
            small=small[-1].value if small and piece.scale and piece.scale - section in (2, 3) else 0,
            scaled=bool(scales),
            simple=sum(token.kind not in ("scale", "filler") for token in tokens) == 1 and first.kind != "scale",
            large=any(token.value >= 4 for token in scales),
            pair=pair,
            bare=first.value if len(tokens) == 1 and first.kind == "scale" else None,
            upper=upper,
            lower=bool(lower),
            head=reader.head,
            parts=tuple(tokens),
        )

    def _check_liang(self, tokens: list[Token]) -> None:
        """贰仟两佰: no 两 in an amount of 大写."""
        for at, token in enumerate(tokens[:-1]):
            above = any(
                before.text in UPPER_DIGITS or before.text in UPPER_SCALES for before in tokens[:at] if before.text
            )
            if token.text == "两" and tokens[at + 1].kind == "scale" and above:
                raise ReadingError("E_MIX", token.start)

    def _mixed_at(self, tokens: list[Token]) -> int:
        """The first character whose style is not that of the first one."""
        styles = [
            (token.text in UPPER_DIGITS or token.text in UPPER_SCALES, token.start) for token in tokens if token.text
        ]
        styles = [(upper, at) for upper, at in styles if self.text[at] not in "零〇万亿余多点几"]
        return next(at for upper, at in styles if upper != styles[0][0])
