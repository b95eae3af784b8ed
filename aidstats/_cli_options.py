"""What the commands of the command line share: options, and what can be wrong before the first line is read."""

import argparse
import os
from collections.abc import Callable
from typing import Any

from aidstats import Policy, _core
from aidstats._cli_input import UserError, check_encoding

OK, SOME_UNREAD = 0, 1


def add_shared_options(command: Any) -> None:
    command.add_argument("--encoding", default="utf-8", help="of the input: utf-8 (default), gb18030, …")
    command.add_argument("--grammar", choices=["lenient", "strict"], default="lenient", help="of numerals")
    command.add_argument("--threads", type=whole_number, default=1, metavar="N", help="0 takes all CPUs")
    command.add_argument("--no-progress", action="store_true", help="no progress bar")


def add_accounting(command: Any) -> None:
    command.add_argument("--accounting", action="store_true", help="a number in brackets is negative: (1,234.56)")


def checked_options(arguments: argparse.Namespace, files: list[str], unit: str | None) -> Policy:
    """Everything that can be wrong before the first line is read, so that no output file is made for nothing."""
    check_encoding(arguments.encoding)
    check_unit(unit, "--unit")
    for file in files:
        if file == "-":
            continue
        if not os.path.exists(file):
            raise UserError(f"{file}: no such file")
        if os.path.isdir(file):
            raise UserError(f"{file}: is a directory")
        if arguments.out is not None and os.path.exists(arguments.out) and os.path.samefile(file, arguments.out):
            raise UserError(f"{file}: is input and output at once")
    return Policy(grammar=arguments.grammar, accounting=getattr(arguments, "accounting", False))


def check_unit(unit: str | None, option: str) -> None:
    if unit is not None:
        check(lambda: _core.parse_unit(unit), f"{option} {unit}: no unit such as 亿元, 户 or %")


def check(call: Callable[[], object], message: str | None = None) -> None:
    """A ValueError of an argument is a mistake of the user's."""
    try:
        call()
    except ValueError as error:
        raise UserError(message or str(error)) from None


def na_values(given: str) -> list[str]:
    """Of --na WORD,…; an empty cell is always one."""
    return ["", *filter(None, given.split(","))]


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 0 or more")
    return int(text)
