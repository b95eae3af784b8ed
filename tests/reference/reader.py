"""`parse`: the first reading that covers the whole text, or the error that the text shows first (SPEC 0.5, 2.8)."""

from dataclasses import dataclass, replace

from .amounts import ERRORS, ReadingError
from .approx import Reading
from .dates import DateReader
from .lexicon import normalise
from .phrases import PhraseReader
from .policy import DEFAULT, Policy

SPACES = "\t\n\r\x0b\x0c \x85\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"


@dataclass(frozen=True)
class Failure:
    code: str
    position: int


def parse(text: str, policy: Policy = DEFAULT) -> Reading | Failure:
    start = 0
    end = len(text)
    while start < end and text[start] in SPACES + "\ufeff":
        start += 1
    while end > start and text[end - 1] in SPACES:
        end -= 1
    if start == end:
        return Failure("E_EMPTY", 0)
    trimmed = normalise(text[start:end])
    result = _parse(trimmed, policy)
    if isinstance(result, Failure):
        return Failure(result.code, result.position + start)
    return replace(result, start=result.start + start, end=result.end + start)


def _parse(text: str, policy: Policy) -> Reading | Failure:
    longest = 0
    dates = DateReader(text)
    for reading, end in dates.readings(0):
        if end == len(text):
            return reading
        longest = max(longest, end)
    if dates.impossible is not None:
        return Failure("E_TRAILING", dates.impossible)
    phrases = PhraseReader(text, policy)
    backwards = [position for end, position in dates.errors if end == len(text)]
    if backwards:
        return Failure("E_RANGE_ORDER", backwards[0])
    errors: list[ReadingError] = []
    partial = []
    for make, end in phrases.readings():
        if end < len(text):
            longest = max(longest, end)
            partial.append((make, end))
            continue
        try:
            reading = make()
            if any(error.code == "E_CONFLICT" for error in errors):
                continue  # what contradicts itself in the first reading is not read in another way
            return reading
        except ReadingError as error:
            errors.append(error)
    errors += phrases.errors()
    errors += contradictions(make for make, end in partial if end == longest and not errors)
    if errors:
        best = min(errors, key=lambda error: (error.position, ERRORS.index(error.code)))
        return Failure(best.code, best.position)
    if longest:
        return Failure("E_TRAILING", longest)
    if phrases.has_number():
        return Failure("E_LEADING", phrases.reached())
    return Failure("E_NO_NUMBER", 0)


def contradictions(makes) -> list[ReadingError]:
    """Of what stands before a residue: errors of the grammar win over E_TRAILING."""
    found = []
    for make in makes:
        try:
            make()
        except ReadingError as error:
            found += [error] if error.code == "E_CONFLICT" else []
    return found[:1]
