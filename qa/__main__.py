"""The command line: `python -m qa COMMAND`, installed as `baowen`.

Answers go to stdout, progress and errors to stderr. Exit status 0, 1 for something that the user
can mend, 2 for usage. Each command lives beside the code that it drives and imports what is heavy
only when it runs.
"""

from __future__ import annotations

import argparse
import sys

from corpus.errors import reported
from corpus.settings import add_flags, resolve
from qa import cli_ask, cli_eval, cli_library, doctor
from qa.opening import ALL_GROUPS, GROUPS


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    add_flags(common.add_argument_group("settings"), GROUPS)
    whole = argparse.ArgumentParser(
        prog="baowen", description="Ask a pile of newspapers, and check the answer at its source."
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    cli_library.add_parsers(commands, [common])
    cli_ask.add_parsers(commands, [common])
    cli_eval.add_parsers(commands, [common])
    doctor.add_parsers(commands, [common])
    return whole


@reported
def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    args = parser().parse_args(argv)
    args.settings = resolve(ALL_GROUPS, args)
    status: int = args.run(args)
    return status


if __name__ == "__main__":
    sys.exit(main())
