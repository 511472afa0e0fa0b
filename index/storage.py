"""The seam between searching or adding and the place where a library is kept.

`search` and `add` speak to a library through `Storage` and the two things that it opens: a `View`
(one generation, read only) and a `Writer` (one at a time). `index.store` puts SQLite behind it; a
distributed engine can be put behind it without a change on this side.

Rows. Every passage has a row number. Rows are handed out in order and never reused, so they are
append-only: what was derived from rows [0, n) of a view is right for every view that `extends` its
stamp, and is brought up to date with rows [n, view.rows). A row whose passage is gone is dead:
`alive[row]` is False, its vector may still be met. A view that does not extend a stamp numbers its
rows otherwise: derive everything anew.

Knows nothing of SQL, of how terms are made, or of how scores are computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpus.types import Article, Passage
from index.types import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.types import Matrix

EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Postings:
    """In which rows a term stands, ascending, and how often (at most 255) in each."""

    rows: NDArray[np.int32]
    counts: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file whose articles are in the library, as it was when it was read."""

    path: str
    """As `index.paths.stored` writes it."""
    source: str
    """The name that its articles go by, those of its records with `:12` after it."""
    size: int
    mtime_ns: int
    sha256: str
    bundle: str
    """Files of one bundle (the pages of one issue) are read, and replaced, together."""
    collections: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Which columns the user said to hold what, in order of the names."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article was printed: one article may stand in several files."""

    article_id: str
    path: str
    source: str
    date: str
    page: str
    section: str
    publication: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article to be written, with everything that was computed for its passages.

    `vectors` has a row and `terms` an item for each passage, in the same order. `passages` is empty
    for an article that the library holds already: then only its placement is written.
    """

    article: Article
    path: str
    passages: tuple[Passage, ...]
    vectors: Matrix
    terms: tuple[Mapping[str, int], ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction changes: all of it is seen, or none of it."""

    forget: tuple[str, ...] = ()
    """Paths whose placements go; an article goes with its last placement."""
    renamed: tuple[tuple[str, FileRecord], ...] = ()
    """Old path and the record that takes its place; articles go by its source from now on."""
    files: tuple[FileRecord, ...] = ()
    entries: tuple[Entry, ...] = ()
    remove: tuple[str, ...] = ()
    """Article ids that go from every file that they stand in; a file that has none left is
    forgotten."""
    displace: tuple[Placement, ...] = ()
    """Single placements that go; a file that has none left is forgotten."""


class View(Protocol):
    """One generation of a library. Every method of a view answers from that same generation."""

    @property
    def generation(self) -> int:
        """Goes up by one with every committed batch."""
        ...

    @property
    def stamp(self) -> str:
        """Names this very generation; what is derived from it carries it."""
        ...

    def extends(self, stamp: str) -> bool:
        """Whether the generation of that stamp came before this one, in the same numbering.

        A generation number alone does not tell: a library may be put back from a copy and go on
        differently from there.
        """
        ...

    @property
    def rows(self) -> int:
        """The number of rows handed out so far, dead ones included."""
        ...

    @property
    def alive(self) -> NDArray[np.bool_]:
        """For each row, whether its passage is there."""
        ...

    @property
    def lengths(self) -> NDArray[np.int32]:
        """For each row, the sum of its term counts."""
        ...

    @property
    def stories(self) -> NDArray[np.int32]:
        """For each row, the number of its story: equal for near-identical articles."""
        ...

    def vectors(self, start: int, stop: int) -> NDArray[np.float16]:
        """The vectors of rows [start, stop); those of dead rows may be zero."""
        ...

    def vectors_at(self, rows: Sequence[int]) -> NDArray[np.float16]:
        """The vectors of a few rows, in the order asked."""
        ...

    def postings(self, terms: Iterable[str]) -> dict[str, Postings]:
        """The postings of those terms that occur, rows that died left out."""
        ...

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """About how many rows each of those terms that occur stands in: dead ones may be counted.

        Much cheaper than the postings themselves.
        """
        ...

    def terms_beginning(self, prefix: str, limit: int = 1000) -> list[str]:
        """Terms that begin with `prefix`, in order; some may stand in dead rows only."""
        ...

    def select(self, filters: Filters) -> NDArray[np.bool_]:
        """For each row, whether it is alive and passes the filters (one placement passes all)."""
        ...

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of living rows, in the order asked."""
        ...

    def count(self) -> int:
        """The number of articles."""
        ...

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids are in the library."""
        ...

    def articles(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Article]:
        """The articles with these ids, as first placed among the placements that pass.

        Ids that are not there, or of which no placement passes, are left out.
        """
        ...

    def listing(self, filters: Filters) -> list[Placement]:
        """Every placement that passes the filters, by date, source, page."""
        ...

    def same_story(self, article_id: str) -> list[Placement]:
        """Where this article and its near-identical ones were printed."""
        ...

    def files(self) -> list[FileRecord]:
        """Every file that the library remembers."""
        ...


class Writer(Protocol):
    """The right to change a library, held by one process at a time."""

    def commit(self, batch: Batch) -> int:
        """Write all of a batch, or nothing; answers the new generation."""
        ...


class Storage(Protocol):
    """Where a library is kept."""

    def view(self) -> AbstractContextManager[View]:
        """The newest generation, held as it is for the length of a `with`. Cheap, thread-safe."""
        ...

    def writer(self, command: str, wait: float = 0.0) -> AbstractContextManager[Writer]:
        """Become the writer, or be refused by name after `wait` seconds."""
        ...
