"""One generation of a library in SQLite, as a `View`: everything is read in one transaction.

Knows the tables; knows nothing of searching, files or locks.
"""

from __future__ import annotations

import bisect
import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.types import Article, Kind, Passage, Run
from index import segments
from index.storage import EVERYTHING, FileRecord, Placement, Postings
from index.tables import Tables
from index.types import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACED = (
    "SELECT a.id, p.source, a.title, a.text, a.kind, a.byline, p.date, p.page, p.section,"
    " a.language, p.origin, p.publication FROM placements p JOIN articles a ON a.number = p.article"
)
_PLACEMENT = (
    "SELECT a.id, f.path, p.source, p.date, p.page, p.section, p.publication FROM placements p"
    " JOIN articles a ON a.number = p.article JOIN files f ON f.number = p.file"
)
_IN_ORDER = " ORDER BY p.date, p.source, p.page, p.number"


class SqliteView:
    """A `View` over a connection that is inside a read transaction."""

    def __init__(self, connection: sqlite3.Connection, tables: Tables) -> None:
        self._connection = connection
        self._tables = tables
        self._dimension = tables.dimension

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._tables.dimension

    @property
    def generation(self) -> int:
        """Goes up by one with every committed batch."""
        return self._tables.generation

    @property
    def stamp(self) -> str:
        """Names this very generation."""
        return stamp(self._connection)

    def extends(self, stamp: str) -> bool:
        """Whether the generation of that stamp came before this one, in the same numbering."""
        lineage, _, rest = stamp.partition("/")
        number, _, token = rest.partition("/")
        if lineage != self._tables.lineage or not number.isdecimal():
            return False
        found = self._connection.execute(
            "SELECT 1 FROM commits WHERE generation = ? AND token = ?", (int(number), token)
        ).fetchone()
        return found is not None

    @property
    def rows(self) -> int:
        """The number of rows handed out so far, dead ones included."""
        return len(self._tables.article)

    @property
    def alive(self) -> NDArray[np.bool_]:
        """For each row, whether its passage is there."""
        alive: NDArray[np.bool_] = self._tables.article > 0
        return alive

    @property
    def lengths(self) -> NDArray[np.int32]:
        """For each row, the sum of its term counts."""
        return self._tables.length

    @property
    def stories(self) -> NDArray[np.int32]:
        """For each row, the number of its story."""
        stories: NDArray[np.int32] = self._tables.story[self._tables.article]
        return stories

    def vectors(self, start: int, stop: int) -> NDArray[np.float16]:
        """The vectors of rows [start, stop), whole batches read at once."""
        import numpy as np

        out = np.zeros((max(0, stop - start), self._dimension), np.float16)
        for first, rows, data in self._connection.execute(
            "SELECT first, rows, data FROM vectors WHERE first < ? AND first >= ("
            " SELECT coalesce(max(first), 0) FROM vectors WHERE first <= ?) ORDER BY first",
            (stop, start),
        ):
            block = np.frombuffer(data, np.float16).reshape(rows, self._dimension)
            low, high = max(first, start), min(first + rows, stop)
            if low < high:
                out[low - start : high - start] = block[low - first : high - first]
        return out

    def vectors_at(self, rows: Sequence[int]) -> NDArray[np.float16]:
        """The vectors of a few rows, in the order asked."""
        import numpy as np

        blocks = sorted(self._connection.execute("SELECT first, rows FROM vectors"))
        width = 2 * self._dimension
        out = np.zeros((len(rows), self._dimension), np.float16)
        for at, row in enumerate(rows):
            place = bisect.bisect_right(blocks, int(row), key=lambda block: block[0]) - 1
            first, held = blocks[place] if place >= 0 else (0, 0)
            if row >= first + held:
                continue  # died with its whole block
            with self._connection.blobopen("vectors", "data", first, readonly=True) as blob:
                blob.seek((int(row) - first) * width)
                out[at] = np.frombuffer(blob.read(width), np.float16)
        return out

    def postings(self, terms: Iterable[str]) -> dict[str, Postings]:
        """The postings of those terms that occur, rows that died left out."""
        return segments.read(self._connection, terms, self.alive)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """About how many rows each of those terms that occur stands in."""
        return segments.frequencies(self._connection, terms)

    def terms_beginning(self, prefix: str, limit: int = 1000) -> list[str]:
        """Terms that begin with `prefix`, in order."""
        return segments.terms_beginning(self._connection, prefix, limit)

    def select(self, filters: Filters) -> NDArray[np.bool_]:
        """For each row, whether it is alive and passes the filters."""
        return self._tables.select(filters)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """The passages of living rows, in the order asked."""
        found = {
            row: Passage(id_, article, start, stop)
            for row, id_, article, start, stop in self._connection.execute(
                "SELECT p.row, p.id, a.id, p.start, p.stop FROM passages p"
                " JOIN articles a ON a.number = p.article"
                " WHERE p.row IN (SELECT value FROM json_each(?))",
                (json.dumps([int(row) for row in rows]),),
            )
        }
        return [found[int(row)] for row in rows]

    def count(self) -> int:
        """The number of articles."""
        return int(self._connection.execute("SELECT count(*) FROM articles").fetchone()[0])

    def known(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids are in the library."""
        rows = self._connection.execute(
            "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {id_ for (id_,) in rows}

    def articles(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Article]:
        """The articles with these ids, as first placed among the placements that pass."""
        placed = self._connection.execute(
            "SELECT a.id, p.number FROM placements p JOIN articles a ON a.number = p.article"
            " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY p.number",
            (json.dumps(list(ids)),),
        ).fetchall()
        if filters != EVERYTHING:
            passing = self._passing([number for _, number in placed], filters)
            placed = [place for place, passes in zip(placed, passing, strict=True) if passes]
        first: dict[str, int] = {}
        for id_, number in placed:
            first.setdefault(id_, number)
        rows = self._connection.execute(
            f"{_PLACED} WHERE p.number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(first.values())),),
        )
        return {row[0]: article_of(row) for row in rows}

    def _passing(self, numbers: Sequence[int], filters: Filters) -> NDArray[np.bool_]:
        """For each of these placements, whether it passes."""
        import numpy as np

        at = np.searchsorted(self._tables.placements.number, np.array(numbers, np.int32))
        passing: NDArray[np.bool_] = self._tables.placed(filters)[at]
        return passing

    def listing(self, filters: Filters) -> list[Placement]:
        """Every placement that passes the filters, by date, source, page."""
        numbers = self._tables.placements.number[self._tables.placed(filters)].tolist()
        rows = self._connection.execute(
            f"{_PLACEMENT} WHERE p.number IN (SELECT value FROM json_each(?)){_IN_ORDER}",
            (json.dumps(numbers),),
        )
        return [Placement(*row) for row in rows]

    def same_story(self, article_id: str) -> list[Placement]:
        """Where this article and its near-identical ones were printed."""
        rows = self._connection.execute(
            f"{_PLACEMENT} WHERE a.story = (SELECT story FROM articles WHERE id = ?){_IN_ORDER}",
            (article_id,),
        )
        return [Placement(*row) for row in rows]

    def files(self) -> list[FileRecord]:
        """Every file that the library remembers."""
        return file_records(self._connection)


def stamp(connection: sqlite3.Connection) -> str:
    """Library, generation and the token of its commit."""
    library = connection.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()[0]
    last = connection.execute(
        "SELECT generation, token FROM commits ORDER BY generation DESC LIMIT 1"
    ).fetchone()
    number, token = last or (0, "")
    return f"{library}/{number}/{token}"


def file_records(connection: sqlite3.Connection) -> list[FileRecord]:
    """Every file that the library remembers, in order of being added."""
    collections: dict[int, list[str]] = {}
    for file, name in connection.execute("SELECT file, name FROM collections ORDER BY file, name"):
        collections.setdefault(file, []).append(name)
    return [
        FileRecord(
            path, source, size, mtime_ns, sha, bundle, tuple(collections.get(number, ())),
            tuple((name, column) for name, column in json.loads(fields)),
        )
        for number, path, source, size, mtime_ns, sha, bundle, fields in connection.execute(
            "SELECT number, path, source, size, mtime_ns, sha256, bundle, fields FROM files"
            " ORDER BY number"
        )
    ]  # fmt: skip


def placed_articles(
    connection: sqlite3.Connection, after: int, limit: int
) -> list[tuple[int, str, Article]]:
    """Placements after a number, in order: the number, the file's path, the article as placed."""
    rows = connection.execute(
        f"{_PLACED.replace('SELECT', 'SELECT p.number, f.path,', 1)}"
        " JOIN files f ON f.number = p.file WHERE p.number > ? ORDER BY p.number LIMIT ?",
        (after, limit),
    )
    return [(row[0], row[1], article_of(row[2:])) for row in rows]


def article_of(row: Sequence[str | bytes]) -> Article:
    """The article of a row of `_PLACED`."""
    id_, source, title, text, kind, byline, date, page, section, language, origin, paper = row
    return Article(
        id=str(id_),
        source=str(source),
        title=str(title),
        text=str(text),
        kind=Kind(str(kind)),
        byline=str(byline),
        date=str(date),
        page=str(page),
        section=str(section),
        language=str(language),
        origin=origin_of(bytes(origin) if isinstance(origin, bytes) else b""),
        publication=str(paper),
    )


def origin_of(data: bytes) -> tuple[Run, ...]:
    """The runs that `origin_bytes` packed."""
    if not data:
        return ()
    return tuple(Run(*run) for run in json.loads(zlib.decompress(data)))


def origin_bytes(origin: Sequence[Run]) -> bytes:
    """The runs of an article, packed."""
    if not origin:
        return b""
    runs = [(run.start, run.length, run.source_start, run.source, run.page) for run in origin]
    return zlib.compress(json.dumps(runs, ensure_ascii=False).encode(), 6)
