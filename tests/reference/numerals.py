"""Numerals of several places (SPEC 2.1 to 2.5, 3.5, 3.6): what tokens say together, or which error they show first."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from .amounts import Amount, ReadingError
from .arabic import check_size
from .lexicon import LETTERS
from .policy import Policy
from .tokens import Token

PAIRS = {(n, n + 1) for n in range(1, 9)} | {(3, 5), (5, 7)}  # 一两 … 三五 五七


def is_pair(run: list[Token]) -> bool:
    """Two digits that may stand for a span: 三五, 三两 (but not 三二)."""
    return len(run) == 2 and ((run[0].value, run[1].value) in PAIRS or (run[0].value == 3 and run[1].text == "两"))


def power_of_ten(exponent: int) -> Fraction:
    return Fraction(10) ** exponent


@dataclass
class Piece:
    """A coefficient with its scale: 一千零五十 has two, the second behind a 零."""

    amount: Amount  # times its scale
    start: int
    zero: bool = False  # behind a 零
    scale: int | None = None  # power of the scale word at its end; none of the last digits
    arabic: bool = False
    single: bool = False  # one digit, or a pair in one place: what an elliptical tail is made of
    bare: bool = False  # a scale without a coefficient
    decimals: int = 0
    fraction: bool = False  # what 点 adds to the whole number
    liang: bool = False  # 两 alone

    def raised(self, weight: int) -> "Piece":
        scale = weight + (self.scale or 0)
        return replace(self, amount=self.amount.times(power_of_ten(weight)), scale=scale)


@dataclass
class Reader:
    policy: Policy
    pieces: list[Piece] = field(default_factory=list)
    weights: list[int] = field(
        default_factory=list
    )  # of the 万 or 亿 that each piece belongs to, 0 in the last section
    flags: set[str] = field(default_factory=set)
    zero: Token | None = None  # a 零 that waits for what follows it
    previous: Token | None = None
    filled: bool = False
    odd: Token | None = None
    power: bool = False  # 1e8 is part of it
    head: int = 0  # power of ten of the 万 or 亿 that the first piece stands before: of 三万五千亿 that of 亿

    # -- coefficients

    def open_piece(self) -> Piece | None:
        return self.pieces[-1] if self.pieces and self.pieces[-1].scale is None else None

    def check_room(self, token: Token) -> None:
        """Nothing stands below what is unstated: 20余万3千."""
        if self.filled or any(not earlier.amount.exact for earlier in self.pieces):
            raise ReadingError("E_TRAILING", token.start)

    def add(self, piece: Piece, token: Token) -> Piece:
        self.check_room(token)
        if any(earlier.decimals for earlier in self.pieces):
            raise ReadingError("E_FRAC_SCALE", token.start)
        piece.zero, self.zero = self.zero is not None, None
        self.pieces.append(piece)
        self.weights.append(0)
        return piece

    def read_digits(self, run: list[Token], zero_follows: bool) -> None:
        self.check_room(run[0])
        if len(run) > 1 and zero_follows:  # a run of digits with 零 in it
            raise ReadingError("E_ZERO", run[1].start)
        values = tuple(token.value for token in run)
        if len(run) == 1:
            amount = Amount.point(values[0], 1)
        elif is_pair(run):
            amount = Amount.interval(*sorted(values), "span", grain=Fraction(1))
        else:
            raise ReadingError("E_ADJ_DIGITS", run[1].start)
        self.add(Piece(amount, run[0].start, single=True, liang=len(run) == 1 and run[0].text == "两"), run[0])

    def read_number(self, token: Token) -> None:
        number = token.number
        assert number
        self.check_room(token)
        if self.open_piece():
            raise ReadingError("E_TRAILING", token.start)
        if self.pieces:
            scale = self.previous_scale()
            if number.digits.startswith("0") or (scale is not None and number.value >= power_of_ten(scale)):
                raise ReadingError("E_MIX", token.start)
            if scale == 1:
                raise ReadingError("E_MIX", token.start)  # 五十3
        one_digit = number.plain and len(number.digits) == 1
        amount = Amount.point(number.value, number.grain)
        self.power = self.power or number.power
        self.add(Piece(amount, token.start, arabic=True, single=one_digit, decimals=number.decimals), token)

    def previous_scale(self) -> int | None:
        """Of the scale word before the token at hand, over a 零; within its own section."""
        if not self.pieces or self.pieces[-1].scale is None:
            return None
        return self.weights[-1] or self.pieces[-1].scale

    def read_several(self, token: Token) -> None:
        least = 1 if self.pieces else 2  # 几十 from 20, 十几 from 11
        self.add(Piece(Amount.interval(least, 10, "several", hi_open=True, grain=Fraction(1)), token.start), token)

    def read_zero(self, token: Token) -> None:
        if self.filled or any(piece.amount.relation == "span" and piece.scale for piece in self.pieces):
            self.check_room(token)
        if self.zero or not self.pieces or self.open_piece():
            raise ReadingError("E_ZERO", token.start)
        self.zero = token

    def read_point(self, token: Token) -> None:
        """三点一四: the fraction stands below all that precedes it; with a scale behind it that is the coefficient."""
        if self.zero:
            raise ReadingError("E_ZERO", self.zero.start)
        if any(not piece.amount.exact for piece in self.pieces):
            raise ReadingError("E_TRAILING", token.start)
        if any(piece.fraction for piece in self.pieces):
            raise ReadingError("E_POINT", token.start)
        places = len(token.text)
        unit = power_of_ten(-places)
        if token.text == "几":
            amount = Amount.interval(unit, 10 * unit, "several", hi_open=True, grain=unit)
        else:
            amount = Amount.point(int(token.text) * unit, unit)
        self.pieces.append(Piece(amount, token.start, decimals=places, fraction=True))
        self.weights.append(0)

    # -- scales

    def read_small_scale(self, token: Token) -> None:
        """十 百 千 within a section."""
        if self.filled:
            raise ReadingError("E_TRAILING", token.start)  # 五余十
        closed = [piece for piece, weight in zip(self.pieces, self.weights, strict=True) if not weight and piece.scale]
        last = closed[-1].scale if closed else None
        piece = self.open_piece()
        if piece is None:
            piece = self.bare_scale(token, last)
        elif self.policy.strict and piece.arabic:
            raise ReadingError("E_MIX", token.start)
        elif self.policy.strict and token.value == 1 and self.previous and self.previous.text == "两":
            raise ReadingError("E_SCALE_ORDER", self.previous.start)
        if last is not None and token.value >= last:
            raise ReadingError("E_DUP_SCALE" if token.value == last else "E_SCALE_ORDER", token.start)
        if piece.arabic:
            self.flags.add("mixed")
        raised = piece.raised(token.value)
        above = last or (self.weights[-2] if len(self.pieces) > 1 else None)
        if above and raised.amount.hi >= power_of_ten(above) and piece.arabic:
            raise ReadingError("E_MIX", token.start)
        if piece.fraction:  # 一点五千: the digit before 点 belongs to it
            whole = self.pieces[-2:-1]
            if whole and whole[0].scale is None:
                self.pieces[-2] = whole[0].raised(token.value)
        self.pieces[-1] = raised

    def bare_scale(self, token: Token, last: int | None) -> Piece:
        self.check_room(token)
        ten_in_section = token.value == 1 and (last is None or (last in (2, 3) and not self.policy.strict))
        if self.zero and not ten_in_section:
            raise ReadingError("E_ZERO", self.zero.start)
        if not (ten_in_section or not self.pieces):
            raise ReadingError("E_SCALE_ORDER", token.start)
        if self.policy.strict and token.text in ("拾", "佰", "仟") and not self.pieces:
            raise ReadingError("E_SCALE_ORDER", token.start)
        if token.value > 1:
            self.flags.add("bare_scale")
        return self.add(Piece(Amount.point(1, 1), token.start, bare=True), token)

    def read_chain(self, chain: list[Token]) -> None:
        """万 亿 万亿 亿亿: one scale; its coefficient is all that precedes it in the section or before 亿."""
        first, weight = chain[0], sum(token.value for token in chain)
        doubtful = [token for token in chain if token.text == "兆"]
        if doubtful and (self.policy.strict or self.policy.zhao == 0):
            raise ReadingError("E_AMBIG_ZHAO", doubtful[0].start)
        if self.zero:
            raise ReadingError("E_ZERO", self.zero.start)
        if any(token.text in LETTERS for token in chain[:-1]):
            raise ReadingError("E_SCALE_ORDER", chain[1].start)
        room = 8 if weight in (8, 16, 24) else 4
        count = 0
        while count < len(self.pieces) and self.weights[-1 - count] < room:
            count += 1
        if self.pieces and self.weights[-1]:  # 亿万, 三亿万: nothing stands between two scales
            if not self.filled:
                raise ReadingError("E_SCALE_ORDER", first.start)
            if self.weights[-1] != 4 or weight != 8:  # but 9万多亿
                raise ReadingError("E_TRAILING", first.start)
        if not self.pieces:
            self.flags.add("bare_scale")
            self.add(Piece(Amount.point(1, 1), first.start, bare=True), first)
            count = 1
        for earlier, later in pairwise(chain):
            if later.value < earlier.value:
                raise ReadingError("E_SCALE_ORDER", later.start)
        rest = len(self.pieces) - count
        if any(piece.fraction for piece in self.pieces[rest:]) and any(self.weights[rest:]):
            raise ReadingError("E_SCALE_ORDER", first.start)  # 五十五万点三亿
        if self.is_tail(rest):
            raise ReadingError("E_SCALE_ORDER", first.start)  # 一百二万, 三万五亿
        if rest and self.weights[rest - 1] <= weight:
            self.mark_gaps(first=rest + 1)  # 七亿二千万二百|万万: what 万万 would take in is whole
            code = "E_DUP_SCALE" if self.weights[rest - 1] == weight else "E_SCALE_ORDER"
            raise ReadingError(code, first.start)
        above = self.weights[rest - 1] if rest else None
        if above and self.pieces[rest].arabic and self.pieces[rest].amount.lo >= power_of_ten(above - weight):
            raise ReadingError("E_MIX", self.pieces[rest].start)
        if rest == 0:
            self.head = weight
        for index in range(rest, len(self.pieces)):
            self.pieces[index] = self.pieces[index].raised(weight)
            self.weights[index] += weight

    def is_tail(self, first: int = 0) -> bool:
        """Whether the last piece is one digit directly behind 百 千 万 亿."""
        if len(self.pieces) < first + 2:
            return False
        last, before = self.pieces[-1], self.pieces[-2]
        scale = self.weights[-2] or before.scale
        return last.scale is None and last.single and not last.zero and scale is not None and scale > 1

    def read_filler(self, token: Token) -> None:
        last = self.pieces[-1] if self.pieces else None
        if last is None or self.zero:
            raise ReadingError("E_ZERO" if self.zero else "E_FILLER", token.start)
        if token.text == "来" and not last.amount.exact:
            raise ReadingError("E_TRAILING", token.start)
        if self.filled or last.amount.relation == "several":
            raise ReadingError("E_FILLER", token.start)
        self.filled = True
        last.amount = last.amount.with_filler(self.filler_place(last), token.text)
        if last.scale is None and last.amount.fill == 1 and last.amount.relation == "over" and not last.decimals:
            self.odd = token

    def filler_place(self, last: Piece) -> Fraction:
        """3.2: the place of the token directly before 余 or 多."""
        if last.decimals:
            return last.amount.grain  # 1.2亿余
        if last.scale is None:
            return last.amount.grain
        return power_of_ten(self.weights[-1] or last.scale)

    # -- the end

    def finish(self) -> Amount:
        if self.zero:
            raise ReadingError("E_ZERO", self.zero.start)
        last = self.pieces[-1]
        if last.liang and not last.zero and len(self.pieces) > 1 and last.scale is None:  # 百两台, 七十两亩
            raise ReadingError("E_TRAILING", last.start)
        if self.is_tail():
            if self.policy.strict and last.arabic:
                raise ReadingError("E_MIX", last.start)
            scale = self.weights[-2] or self.pieces[-2].scale
            last.amount = last.amount.times(power_of_ten(scale - 1))
            self.flags.add("elliptic")
            self.odd = None
        self.check_total()
        self.mark_gaps()
        if self.odd and last.scale is None:
            if self.policy.strict:
                raise ReadingError("E_FILLER", self.odd.start)
            last.amount = replace(last.amount.flagged("odd_filler"), odd=True)
        if not self.filled:
            last.amount = replace(last.amount, fill=self.filler_place(last))
        total = sum((piece.amount.value for piece in self.pieces[:-1]), Fraction(0))
        return last.amount.plus(total).flagged(*self.flags)

    def check_total(self) -> None:
        """A number that is too long is wrong from its first character on, a 零 farther right."""
        if all(piece.amount.value is not None for piece in self.pieces):
            total = sum((piece.amount.value for piece in self.pieces), Fraction(0))
            check_size(total, self.pieces[0].start, exponent=self.power)

    def mark_gaps(self, limit: int | None = None, whole: bool = True, first: int = 1) -> None:
        """`whole`: nothing more of the number can follow, so that its last section is closed."""
        for index in range(first, len(self.pieces)):
            piece = self.pieces[index]
            if limit is not None and (piece.scale is None or piece.start >= limit):
                break
            if not whole and self.weights[index] == 0 < self.weights[index - 1]:
                continue  # a section that is not closed yet has no place
            before = self.pieces[index - 1]
            if piece.fraction or before.scale is None:
                continue
            same_section = self.weights[index] == self.weights[index - 1]
            place = before.scale if same_section else self.weights[index - 1]
            top = len(str(int(piece.amount.lo))) - 1
            if piece.zero and top >= place - 1:
                if self.policy.strict:
                    raise ReadingError("E_ZERO", piece.start - 1)
                self.flags.add("extra_zero")
            elif not piece.zero and top < place - 1:
                if self.policy.strict:
                    raise ReadingError("E_ZERO", piece.start)
                self.flags.add("missing_zero")


def read_places(tokens: list[Token], policy: Policy) -> Reader:
    """Reads one token after the other; the first that does not fit is the leftmost error."""
    reader = Reader(policy)
    try:
        read_tokens(reader, tokens)
    except ReadingError as error:
        # a 零 that the strict grammar misses may stand farther left; 五亿八千三五十|四 is a number with a residue
        reader.mark_gaps(limit=error.position, whole=error.code == "E_TRAILING")
        raise
    return reader


def read_tokens(reader: Reader, tokens: list[Token]) -> None:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        run = at + 1
        if token.kind == "digit":
            while run < len(tokens) and tokens[run].kind == "digit":
                run += 1
            reader.read_digits(tokens[at:run], run < len(tokens) and tokens[run].kind == "zero")
        elif token.kind == "scale" and token.value >= 4:
            while run < len(tokens) and tokens[run].kind == "scale" and tokens[run].value >= 4:
                if tokens[run].end > tokens[run].start + 1:
                    break  # 万|个万: 个 stands at the head of a chain only (2.1)
                run += 1
            reader.read_chain(tokens[at:run])
        elif token.kind == "scale":
            reader.read_small_scale(token)
        else:
            getattr(reader, f"read_{token.kind}")(token)
        reader.previous = tokens[run - 1]
        at = run
