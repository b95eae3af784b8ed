"""The command line: ``aidstats find FILE…``, ``parse TEXT…``, ``convert SHEET``, ``support`` and ``data check FILE``.

Exit codes: 0 all read, 1 some rows could not be read, 2 a mistake in the call or the input, 130 interrupted.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NoReturn

from aidstats import __version__, _cli_convert, _cli_support, _core
from aidstats._cli_input import Batch, UserError, batches
from aidstats._cli_options import add_accounting, add_shared_options, check, checked_options, na_values, whole_number
from aidstats._cli_output import WRITERS, Results, format_of, writer
from aidstats._lexicon import LEVELS, kind_mask
from aidstats._parse import find_array, parse_array
from aidstats._records import Records

OK, SOME_UNREAD, MISTAKE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
_SHOWN_ERRORS = 5


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(MISTAKE, f"aidstats: {message} (see {self.prog} --help)\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal keeps its encoding; everything else gets UTF-8
            stream.reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    try:
        return arguments.run(arguments)
    except UserError as error:
        print(f"aidstats: {error}", file=sys.stderr)
        return MISTAKE
    except ImportError as error:
        print(f"aidstats: {error}", file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has what it wanted (head).  Python flushes stdout once more at exit: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:  # the disk is full
        print(f"aidstats: {error.filename or 'output'}: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return MISTAKE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="aidstats", description="Reads Chinese money and quantity expressions into exact numbers with bounds."
    )
    parser.add_argument("--version", action="version", version=f"aidstats {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    find = commands.add_parser("find", help="find the quantities in text files", description=find_command.__doc__)
    find.add_argument("files", nargs="+", metavar="FILE", help="text files; - is standard input")
    find.add_argument("--level", choices=LEVELS, default="default", help="how sure a number must be a quantity")
    find.add_argument("--kinds", metavar="KIND,…", help=f"only these: {','.join(_core.kinds())}")
    find.add_argument("--context", type=whole_number, default=0, metavar="N", help="show N characters on both sides")
    find.set_defaults(run=find_command)

    parse = commands.add_parser("parse", help="read expressions, one each", description=parse_command.__doc__)
    parse.add_argument("texts", nargs="+", metavar="TEXT", help="expressions; - reads lines of standard input")
    parse.add_argument("--lines", action="store_true", help="the arguments are files, one expression a line")
    add_accounting(parse)
    parse.add_argument("--na", metavar="WORD,…", default="", help="cells that mean nothing, such as —,未披露")
    parse.set_defaults(run=parse_command)

    for command in (find, parse):
        command.add_argument("-o", "--out", metavar="FILE", help="write here; the ending says the format")
        command.add_argument("--to", choices=WRITERS, help="format, if not by the ending of -o (default: table)")
        command.add_argument("--unit", metavar="UNIT", help="unit of bare numbers, as a column header states it: 亿元")
        add_shared_options(command)

    _cli_convert.add_command(commands)
    _cli_support.add_commands(commands)
    return parser


def find_command(arguments: argparse.Namespace) -> int:
    """Finds the quantities of text files: one row each, with file, line, span, exact value and bounds."""
    kinds = arguments.kinds.split(",") if arguments.kinds is not None else None
    check(lambda: kind_mask(kinds))
    policy = checked_options(arguments, arguments.files, arguments.unit)
    out = writer(format_of(arguments.to, arguments.out), arguments.out)
    try:
        for batch in _input(arguments, arguments.files):
            records = find_array(
                batch.lines,
                level=arguments.level,
                kinds=kinds,
                errors="coerce",
                policy=policy,
                unit=arguments.unit,
                threads=arguments.threads,
            )
            out.write(
                Results(records, batch.file, batch.first_line, batch.lines, arguments.context, len(arguments.files) > 1)
            )
    finally:
        out.close()
    return OK


def parse_command(arguments: argparse.Namespace) -> int:
    """Reads expressions, each a whole: one row each, with exact value and bounds, or why it could not be read."""
    files = arguments.texts if arguments.lines or arguments.texts == ["-"] else []
    policy = checked_options(arguments, files, arguments.unit)
    out = writer(format_of(arguments.to, arguments.out), arguments.out)
    words = na_values(arguments.na) if files else []
    unread: Counter[str] = Counter()
    rows = 0
    try:
        for batch in _input(arguments, files) if files else [Batch("", 1, arguments.texts)]:
            records = parse_array(
                batch.lines,
                errors="coerce",
                policy=policy,
                unit=arguments.unit,
                na_values=words,
                threads=arguments.threads,
            )
            out.write(Results(records, batch.file, batch.first_line, batch.lines))
            rows += len(records)
            _report(records, batch, unread)
    finally:
        out.close()
    if unread:
        reasons = ", ".join(f"{status} {count}" for status, count in unread.most_common())
        print(f"aidstats: {unread.total()} of {rows} could not be read: {reasons}", file=sys.stderr)
        return SOME_UNREAD
    return OK


def _report(records: Records, batch: Batch, unread: Counter[str]) -> None:
    """The first errors in full; of the others the number."""
    for problem in records.problems(limit=_SHOWN_ERRORS):
        for row in problem.rows:
            if unread.total() < _SHOWN_ERRORS:
                where = f"{batch.file}:{batch.first_line + row}: " if batch.file else ""
                status, position = int(records["status"][row]), int(records["error_at"][row])
                sys.stdout.flush()
                print(f"aidstats: {where}{_core.row_error(status, position, batch.lines[row])}", file=sys.stderr)
        unread[problem.status] += problem.count


def _input(arguments: argparse.Namespace, files: list[str]) -> Iterator[Batch]:
    return batches(files, arguments.encoding, bar=not arguments.no_progress)
