"""Uploaded files as the articles that they split into, for the reader to confirm.

    taken = uploads.take(inbox, given)
    staged = stage(taken)                     what it would become, for the reader's eyes
    job = Adding(library, inbox).start(staged, "a collection")          (qa.desk.jobs)

Knows nothing of libraries, nor of how any of it is shown.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.types import READABLE, Article, Kind, printed
from qa.desk.uploads import Taken

if TYPE_CHECKING:
    from corpus.read import FileResult

_OPENING = 120


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


def stage(taken: Taken, report: Callable[[int, int], None] | None = None) -> Staged:
    """Read and split what was uploaded; `report` gets files done and files in all.

    A file that cannot be read says so in one line and stops no other.
    """
    from corpus.assemble import stitch
    from corpus.read import read_batch

    files: list[_Split] = []
    for done, result in enumerate(read_batch(taken.files), 1):
        files.append(_split(result))
        if report is not None:
            report(done, len(taken.files))
    pages = [unit for file in files for unit in file.pages]
    whole = stitch(pages)
    stories = (sum(unit.kind in READABLE for unit in units) for units in (pages, whole))
    before, after = stories
    return Staged(taken, tuple(_staged(file, whole) for file in files), before - after)


@dataclass(frozen=True, slots=True)
class _Split:
    """One file as it was read: what may go on in another file, and what may not."""

    result: FileResult
    sources: frozenset[str]
    pages: tuple[Article, ...]
    rows: tuple[Article, ...]


def _split(result: FileResult) -> _Split:
    from corpus.assemble import articles_of

    pages: list[Article] = []
    rows: list[Article] = []
    for document in result.documents:
        # What a container says to be one article goes on nowhere else.
        found = rows if document.plain else pages
        found.extend(articles_of(document))
    sources = frozenset(document.source for document in result.documents)
    return _Split(result, sources, tuple(pages), tuple(rows))


def _staged(file: _Split, whole: Sequence[Article]) -> StagedFile:
    """A file with its articles as they are once the parts of other files are joined to them."""
    from corpus.report import faults_of

    own = [unit for unit in whole if unit.source in file.sources]
    units = [unit for unit in (*own, *file.rows) if unit.text.strip()]
    others = Counter(unit.kind for unit in units if unit.kind not in READABLE)
    del others[Kind.JUNK]
    # Where on the server the files lie is nobody's business.
    inside = f"{file.result.path.parent}{os.sep}"
    faults = [line.replace(inside, "") for line in faults_of(file.result)]
    error = faults.pop(0) if file.result.error is not None else ""
    return StagedFile(
        file.result.path.name,
        tuple(_article(unit) for unit in units if unit.kind in READABLE),
        dict(others),
        sum(printed(unit.text) for unit in units if unit.kind is Kind.JUNK),
        error,
        tuple(faults),
    )


def _article(unit: Article) -> StagedArticle:
    opening = " ".join(unit.text[: 2 * _OPENING].split())[:_OPENING]
    return StagedArticle(
        unit.title,
        unit.kind,
        unit.date,
        unit.page,
        unit.section,
        unit.byline,
        printed(unit.text),
        opening,
    )
