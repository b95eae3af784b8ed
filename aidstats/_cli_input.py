"""Lines of files and pipes for the command line: decoding with a place for every error, in bounded memory."""

import codecs
import dataclasses
import os
import sys
from collections.abc import Iterator
from typing import Any

from aidstats._optional import optional

_CHUNK = 1 << 18
_WORTH_A_BAR = 16 << 20
_SHEETS = (".xlsx", ".parquet")
_NO_TEXT = (*_SHEETS, ".xls", ".docx", ".doc", ".pdf", ".zip", ".gz")
_MARKS = [  # the longer first: UTF-32 LE begins like UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


class UserError(Exception):
    """A mistake of the caller's: one line on stderr, exit code 2, no traceback."""


@dataclasses.dataclass
class Batch:
    """Lines of one file that were read together."""

    file: str
    first_line: int  # counted from 1
    lines: list[str]


def check_encoding(name: str) -> None:
    try:
        b"a".decode(name)  # refuses rot13 and the like as well; of no bytes at all it would take any name
    except UnicodeError:
        pass  # half a character of utf-16
    except (LookupError, ValueError):
        raise UserError(f"unknown encoding {name!r}; try utf-8, gb18030 or utf-16") from None


def batches(files: list[str], encoding: str, *, bar: bool = True) -> Iterator[Batch]:
    """The lines of all files, ``-`` being standard input; a pipe's lines come as soon as they are whole."""
    size = sum(os.path.getsize(file) for file in files if os.path.isfile(file))
    with Progress(size if bar and size >= _WORTH_A_BAR else None, "B") as advance:
        for file in files:
            if file == "-":
                yield from _lines(sys.stdin.buffer, "-", encoding, advance)
                continue
            try:
                # The handle is closed by the generator's end, also when the reader of our output goes away.
                with open(file, "rb") as stream:
                    yield from _lines(stream, file, encoding, advance)
            except OSError as error:
                raise UserError(f"{file}: {(error.strerror or str(error)).lower()}") from None


def _lines(stream: Any, file: str, encoding: str, advance: Any) -> Iterator[Batch]:
    decoder, pending, line, read = None, [], 1, 0
    while True:
        # read1 returns what a pipe has: a slow writer's line is not kept waiting for a full chunk.
        chunk = stream.read1(_CHUNK)
        if decoder is None:
            encoding = _by_mark(chunk, encoding)
            decoder = codecs.getincrementaldecoder(encoding)()
        read += len(chunk)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            if file.lower().endswith(_NO_TEXT):
                hint = "; aidstats convert reads it" if file.lower().endswith(_SHEETS) else ""
                raise UserError(f"{file}: is no text file{hint}") from None
            place = read - len(error.object) + error.start
            hint = "gb18030" if encoding.startswith("utf") else "utf-8"
            raise UserError(
                f"{file}: byte {place} (0x{error.object[error.start]:02x}) is no {encoding.removesuffix('-sig')}; "
                f"try --encoding {hint}"
            ) from None
        advance(len(chunk))
        pending.append(text)
        if "\n" in text or not chunk:
            *whole, rest = "".join(pending).split("\n")
            pending = [rest]
            if not chunk and rest:
                whole.append(rest)
            if whole or (not chunk and line == 1):  # an empty file gives an empty batch, and so a head with no rows
                yield Batch(file, line, [each.removesuffix("\r") for each in whole])
                line += len(whole)
        if not chunk:
            return


def _by_mark(start: bytes, encoding: str) -> str:
    """The encoding that a byte order mark states; without one, the one asked for."""
    normal = codecs.lookup(encoding).name
    for mark, name in _MARKS:
        if start.startswith(mark) and (normal == "utf-8" or name.startswith(normal)):
            return name
    return normal


class Progress:
    """A bar on a terminal where there is much to read (``total``) and tqdm is installed; else nothing."""

    def __init__(self, total: int | None, unit: str) -> None:
        self.bar = None
        if total and sys.stderr.isatty():
            try:
                tqdm = optional("tqdm", "progress")
            except ImportError:
                return
            self.bar = tqdm.tqdm(total=total, unit=unit, unit_scale=True, leave=False)

    def __enter__(self) -> Any:
        return self.bar.update if self.bar is not None else lambda count: None

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()
