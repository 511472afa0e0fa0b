"""How far a run is, on stderr: a bar with the time left, or a line now and then without a terminal.

Knows counts; nothing of what is counted.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[int], None]
"""Takes the number that is done."""
_SECONDS = 10.0


@contextmanager
def progress(what: str, total: int, done: int = 0) -> Iterator[Report]:
    """Show what is reported to the function that this yields; `done` were done before."""
    if not sys.stderr.isatty():
        yield _lines(what, total, done)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total, completed=done)
        yield lambda number: bar.update(task, completed=number)


def _lines(what: str, total: int, before: int) -> Report:
    started = last = time.monotonic()

    def report(number: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _SECONDS:
            return
        last = now
        left = (now - started) / max(1, number - before) * (total - number)
        print(f"{what}: {number} of {total}, about {left / 60:.1f} min left", file=sys.stderr)

    return report
