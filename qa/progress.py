"""A progress bar on stderr for adding and rebuilding: articles, passages, rate, time left.

Without a terminal a line now and then takes its place. Knows nothing of what is being done.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.adding import Progress

_SECONDS = 10.0
"""Between two lines where there is no terminal."""


@contextmanager
def shown(what: str) -> Iterator[Callable[[Progress], None]]:
    """Show what is reported to the function that this yields."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None, counts="reading")
        started = time.monotonic()

        def report(at: Progress) -> None:
            bar.update(task, total=at.bytes_in_all, completed=at.bytes, counts=_counts(at, started))

        yield report


def _lines(what: str) -> Callable[[Progress], None]:
    started = last = time.monotonic()

    def report(at: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _SECONDS:
            return
        last = now
        left = (now - started) * (at.bytes_in_all / max(1, at.bytes) - 1)
        print(  # noqa: T201
            f"{what}: {_counts(at, started)}, about {left / 60:.0f} min left", file=sys.stderr
        )

    return report


def _counts(at: Progress, started: float) -> str:
    rate = at.passages / max(1e-9, time.monotonic() - started)
    return f"{at.articles:,} articles, {at.passages:,} passages, {rate:,.1f}/s"
