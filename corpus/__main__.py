"""`python -m corpus FILE…`: how files split into articles, with every character accounted for.

Prints; decides nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.errors import ReadError, SettingError, reported
from corpus.read import KINDS, FileResult, read_batch
from corpus.readers.fields import named_fields
from corpus.report import (
    Account,
    FileReport,
    counted,
    faults_of,
    joined_line,
    lines_of,
    report_of,
    shown,
    sum_of,
    unit_json,
    whole_of,
    wholes,
)
from corpus.types import READABLE, Article


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files and print what came of them; 1 if any of them failed."""
    options = _parser().parse_args(arguments)
    batch = _Batch(read_batch(options.files, named_fields(options.field)))
    if options.json:
        _print_json(batch)
    elif options.show is not None:
        _show(batch, options.show)
    else:
        _print_report(batch)
    if batch.tally["failed"] or batch.tally["lost"]:
        print(f"error: {batch.failures()}", file=sys.stderr)
        return 1
    if not batch.tally["read"]:
        raise ReadError(
            "no file of a kind that is read", ", ".join(options.files), f"Kinds: {' '.join(KINDS)}"
        )
    return 0


class _Batch:
    """The reports of the files that could be read; the others' errors go to stderr as they come."""

    def __init__(self, results: Iterator[FileResult]) -> None:
        self._results = results
        self.tally: Counter[str] = Counter()

    def __iter__(self) -> Iterator[FileReport]:
        for result in self._results:
            for line in faults_of(result):
                print(f"error: {line}", file=sys.stderr)
            self.tally["lost"] += len(result.lost)
            if result.skipped:
                self.tally["skipped"] += 1
            elif result.error:
                self.tally["failed"] += 1
            else:
                self.tally["read"] += 1
                yield report_of(result)

    def failures(self) -> str:
        """What was lost, in words."""
        failed, lost = self.tally["failed"], self.tally["lost"]
        files = f"{counted(failed, 'file')} of {failed + self.tally['read']:,}" if failed else ""
        records = counted(lost, "record") if lost else ""
        return f"{' and '.join(filter(None, (files, records)))} could not be read"

    def summary(self) -> str:
        """What was read, and what was not."""
        parts = [f"{counted(self.tally['read'], 'file')} read", f"{self.tally['failed']} failed"]
        if self.tally["skipped"]:
            parts.append(f"{self.tally['skipped']} of other kinds left out")
        return ", ".join(parts)


def _print_json(batch: _Batch) -> None:
    """One JSON object: how each file splits by itself, so parts on other pages stay parts."""
    before = "{"
    for report in batch:
        units = json.dumps([unit_json(unit) for unit in report.units], ensure_ascii=False)
        print(f"{before}{json.dumps(report.source, ensure_ascii=False)}: {units}", end="")
        before = ",\n"
    print("{}" if before == "{" else "}")


def _print_report(batch: _Batch) -> None:
    number = 1
    units: list[Article] = []
    account = Account()
    for report in batch:
        for line in lines_of(report, number):
            print(line)
        number += sum(unit.kind in READABLE for unit in report.units)
        units += report.units
        account.add(report.account)
    for article in wholes(units):
        print(joined_line(article))
    print(f"{batch.summary()}; {counted(number - 1, 'article')}; {sum_of(account)}")


def _show(batch: _Batch, wanted: int) -> None:
    """Print the article of that number in the report, whole if it is a part of one."""
    units = [unit for report in batch for unit in report.units]
    readable = [unit for unit in units if unit.kind in READABLE]
    if not 1 <= wanted <= len(readable):
        raise SettingError(
            "there is no article with this number",
            f"{wanted} of {len(readable)}",
            "Run without --show to see the numbers.",
        )
    print(shown(whole_of(readable[wanted - 1], wholes(units))))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m corpus",
        description="How files split into articles, with every character accounted for.",
        epilog=f"Kinds of files: {' '.join(KINDS)}; folders are read with all below them.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, or - for stdin")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print every unit as JSON")
    form.add_argument("--show", type=int, metavar="N", help="print article N as it will be read")
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="which column of a table holds a field, for example text=正文",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
