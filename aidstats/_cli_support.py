"""The command line over support data: ``aidstats support`` and ``aidstats data check``."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from aidstats import _display
from aidstats._cli_input import UserError

OK, MISTAKES = 0, 1


def add_commands(subparsers: Any) -> None:
    """Adds both commands to ``subparsers`` of the ``aidstats`` program."""
    support = subparsers.add_parser(
        "support", help="show or save the paired-assistance figures", description=support_command.__doc__
    )
    support.add_argument("--donor", action="append", metavar="PLACE", help="only figures of this donor (repeatable)")
    support.add_argument("--to", action="append", metavar="PLACE", help="only figures for this recipient (repeatable)")
    support.add_argument("--indicator", action="append", metavar="NAME", help="only this indicator, such as funds")
    support.add_argument(
        "--data", metavar="FOLDER", help="a folder of your own CSV files, in place of the shipped ones"
    )
    support.add_argument("-o", "--out", metavar="FILE", help="write here: .xlsx, .csv or .parquet")
    support.add_argument("--bom", action="store_true", help="begin a .csv with a byte order mark, for Excel")
    support.set_defaults(run=support_command)

    data = subparsers.add_parser("data", help="check files of support data", description="Work on support data.")
    actions = data.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say row by row what is wrong", description=check_command.__doc__)
    check.add_argument("file", metavar="FILE", help="one of the CSV files, or the folder that holds them")
    check.set_defaults(run=check_command)


def support_command(arguments: argparse.Namespace) -> int:
    """Shows the paired-assistance figures with their bounds, or saves them as Excel, CSV or Parquet."""
    from aidstats import _support_files
    from aidstats._support import support

    out = arguments.out
    if out is not None and _support_files.ending(out) not in _support_files.ENDINGS:
        raise UserError(f"{out}: no format has this ending; use one of {' '.join(_support_files.ENDINGS)}")
    if arguments.bom and (out is None or _support_files.ending(out) != ".csv"):
        raise UserError("--bom is for -o FILE.csv")
    try:
        found = support(
            donor=arguments.donor, recipient=arguments.to, indicator=arguments.indicator, data=arguments.data
        )
    except ValueError as error:
        raise UserError(str(error)) from None
    except OSError as error:
        raise UserError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
    if out is None:
        head, rows = found.rows()
        sys.stdout.writelines(
            line + "\n" for line in _display.lines([head, *rows], _display.column_widths([head, *rows]))
        )
        return OK
    try:
        if _support_files.ending(out) == ".csv":
            _support_files.write_csv(found, out, bom=arguments.bom)
        elif _support_files.ending(out) == ".xlsx":
            _support_files.write_xlsx(found, out)
        else:
            _support_files.write_parquet(found, out)
    except OSError as error:
        raise UserError(f"{out}: {(error.strerror or str(error)).lower()}") from None
    return OK


def check_command(arguments: argparse.Namespace) -> int:
    """Checks CSV files of support data; prints one line a mistake and ends with 1 if there is any."""
    from aidstats._support_check import check

    if not os.path.exists(arguments.file):
        raise UserError(f"{arguments.file}: no such file")
    try:
        problems = check(Path(arguments.file))
    except OSError as error:
        raise UserError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
    for problem in problems:
        print(problem)
    if problems:
        print(f"aidstats: {len(problems)} mistake{'s' * (len(problems) > 1)}", file=sys.stderr)
        return MISTAKES
    print(f"{arguments.file}: no mistakes")
    return OK
