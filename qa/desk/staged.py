"""Uploaded files as the articles that they split into, to be confirmed; then added in a thread.

    taken = uploads.take(inbox, given)
    staged = stage(taken)                     what it would become, for the reader's eyes
    job = Adding(library, inbox).start(staged, "a collection")
    job.state()                               how far it has come; `job.cancel()` undoes it

Searching goes on meanwhile. Knows nothing of how any of it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.types import Kind
from qa.desk.uploads import Inbox, Taken

if TYPE_CHECKING:
    from index.adding import AddSummary, Progress
    from index.library import Library

_OPENING = 120
_WAIT_FOR_ANOTHER = 600.0
_PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class StagedArticle:
    """One article as it would be added."""

    title: str
    kind: Kind
    date: str
    page: str
    section: str
    byline: str
    characters: int
    opening: str


@dataclass(frozen=True, slots=True)
class StagedFile:
    """What one file splits into, or the line that says why it cannot be read."""

    name: str
    articles: tuple[StagedArticle, ...] = ()
    others: Mapping[Kind, int] = field(default_factory=dict)
    """Captions, mastheads, contents: searched, but no articles."""
    junk: int = 0
    """Characters that are left out."""
    error: str = ""
    lost: tuple[str, ...] = ()
    """A line for each kind of record that could not be read while others could."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Uploaded files, read and split, in nobody's library yet."""

    taken: Taken
    files: tuple[StagedFile, ...]
    joined: int = 0
    """Continuations that will be joined to the articles that they go on from."""

    @property
    def articles(self) -> int:
        """How many articles would be added."""
        return sum(len(file.articles) for file in self.files)


class Stage(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    ADDING = "adding"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


OVER = frozenset({Stage.DONE, Stage.CANCELLED, Stage.FAILED})


@dataclass(frozen=True, slots=True)
class JobState:
    """A job at one moment."""

    stage: Stage
    progress: Progress | None = None
    summary: AddSummary | None = None
    error: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in OVER

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        if self.stage is Stage.DONE:
            return 1.0
        if self.progress is None or not self.progress.bytes_in_all:
            return 0.0
        return min(1.0, self.progress.bytes / self.progress.bytes_in_all)


def stage(taken: Taken, report: Callable[[int, int], None] | None = None) -> Staged:
    """Read and split what was uploaded; `report` gets files done and files in all."""
    raise NotImplementedError


class Job:
    """Files being added by a thread of their own."""

    def state(self) -> JobState:
        """How it stands now."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Stop, and take out again what came in; at once where it only waits."""
        raise NotImplementedError

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; whether it came."""
        raise NotImplementedError


class Adding:
    """Adds to one library, one job after another."""

    def __init__(self, library: Library, inbox: Inbox) -> None:
        self._library = library
        self._inbox = inbox

    def start(self, staged: Staged, collection: str = "") -> Job:
        """Begin to add what was confirmed."""
        raise NotImplementedError

    def close(self) -> None:
        """Cancel what is not over and wait for it."""
        raise NotImplementedError
