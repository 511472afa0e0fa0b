"""One batch into the tables of `library.db`, inside the transaction of the caller.

Knows the tables; knows nothing of files on disk, of encoders, or of how a transaction begins.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.types import READABLE, Article
from index import reprints, segments
from index.storage import Batch, Entry, FileRecord, Placement
from index.views import origin_bytes, origin_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_LATEST = 8
"""How many of the articles that share a band are compared: a reprint comes soon after its original,
and a daily column shares its bands with every day before."""


class BatchWriter:
    """Applies one batch. `rewrites` tells whether anything but appending was done."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._connection = connection
        self._touched: set[int] = set()
        self.rewrites = False

    def apply(self, batch: Batch) -> int:
        """Write the batch; answers the new generation."""
        for path in batch.forget:
            self._forget(path)
        self._remove(batch.remove)
        self._displace(batch.displace)
        for old, record in batch.renamed:
            self._rename(old, record)
        for record in batch.files:
            self._put_file(record)
        self._put_entries(batch.entries)
        self._drop_orphans()
        return self._count_up()

    def _forget(self, path: str) -> None:
        found = self._run("SELECT number FROM files WHERE path = ?", (path,)).fetchone()
        if found is None:
            return
        self._touch("SELECT article FROM placements WHERE file = ?", found[0])
        self._run("DELETE FROM placements WHERE file = ?", found)
        self._run("DELETE FROM collections WHERE file = ?", found)
        self._run("DELETE FROM files WHERE number = ?", found)
        self.rewrites = True

    def _remove(self, ids: Sequence[str]) -> None:
        for id_ in ids:
            self._touch("SELECT number FROM articles WHERE id = ?", id_)
            placed = " FROM placements WHERE article = (SELECT number FROM articles WHERE id = ?)"
            files = self._run(f"SELECT DISTINCT file{placed}", (id_,)).fetchall()
            self._run(f"DELETE{placed}", (id_,))
            self._forget_empty(file for (file,) in files)
            self.rewrites = True

    def _displace(self, placements: Sequence[Placement]) -> None:
        for place in placements:
            self._touch("SELECT number FROM articles WHERE id = ?", place.article_id)
            self._run(
                "DELETE FROM placements WHERE source = ?"
                " AND article = (SELECT number FROM articles WHERE id = ?)"
                " AND file = (SELECT number FROM files WHERE path = ?)",
                (place.source, place.article_id, place.path),
            )
            self.rewrites = True
        paths = json.dumps(sorted({place.path for place in placements}))
        files = self._run(
            "SELECT number FROM files WHERE path IN (SELECT value FROM json_each(?))", (paths,)
        ).fetchall()
        self._forget_empty(file for (file,) in files)

    def _forget_empty(self, files: Iterable[int]) -> None:
        """A file with nothing left is forgotten: adding it again brings its articles back."""
        for file in files:
            if not self._run("SELECT 1 FROM placements WHERE file = ?", (file,)).fetchone():
                (path,) = self._run("SELECT path FROM files WHERE number = ?", (file,)).fetchone()
                self._forget(path)

    def _touch(self, query: str, value: int | str) -> None:
        self._touched.update(number for (number,) in self._run(query, (value,)))

    def _rename(self, old: str, record: FileRecord) -> None:
        """Give a file its new path, and its articles the name that goes with it."""
        source = self._run("SELECT source FROM files WHERE path = ?", (old,)).fetchone()[0]
        self._run(
            "UPDATE files SET path = ?, source = ?, size = ?, mtime_ns = ?, bundle = ?, fields = ?"
            " WHERE path = ?",
            (record.path, record.source, record.size, record.mtime_ns, record.bundle,
             _fields(record), old),
        )  # fmt: skip
        self._join_collections(record)
        self._rename_source(record.path, source, record.source)
        self.rewrites = True

    def _rename_source(self, path: str, old: str, new: str) -> None:
        """Let the articles of a file, and the way back to their print, name another source."""
        for number, source, origin in self._run(
            "SELECT p.number, p.source, p.origin FROM placements p"
            " JOIN files f ON f.number = p.file WHERE f.path = ?",
            (path,),
        ).fetchall():
            runs = [replace(run, source=renamed(run.source, old, new)) for run in origin_of(origin)]
            self._run(
                "UPDATE placements SET source = ?, origin = ? WHERE number = ?",
                (renamed(source, old, new), origin_bytes(runs), number),
            )

    def _put_file(self, record: FileRecord) -> None:
        """Insert a file, or bring its record up to date."""
        self._run(
            "INSERT INTO files (path, source, size, mtime_ns, sha256, bundle, fields)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
            " source = excluded.source, size = excluded.size, sha256 = excluded.sha256,"
            " mtime_ns = excluded.mtime_ns, bundle = excluded.bundle, fields = excluded.fields",
            (record.path, record.source, record.size, record.mtime_ns, record.sha256,
             record.bundle, _fields(record)),
        )  # fmt: skip
        self._join_collections(record)

    def _join_collections(self, record: FileRecord) -> None:
        for name in record.collections:
            self._run(
                "INSERT OR IGNORE INTO collections SELECT number, ? FROM files WHERE path = ?",
                (name, record.path),
            )

    def _put_entries(self, entries: Sequence[Entry]) -> None:
        new: list[tuple[int, Entry]] = []
        for entry in entries:
            known = self._run(
                "SELECT number FROM articles WHERE id = ?", (entry.article.id,)
            ).fetchone()
            number = known[0] if known else self._put_article(entry.article)
            if not known:
                new.append((number, entry))
            self._put_placement(number, entry)
        if any(entry.passages for _, entry in new):
            self._put_passages(new)

    def _put_article(self, article: Article) -> int:
        # Mastheads and captions resemble each other without being the same.
        sketch = reprints.sketch(article.text if article.kind in READABLE else "")
        keys = reprints.bands(sketch)
        number = self._run(
            "INSERT INTO articles (id, title, text, kind, byline, language, story, sketch)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
            (article.id, article.title, article.text, str(article.kind), article.byline,
             article.language, sketch.astype("<u4").tobytes()),
        ).lastrowid  # fmt: skip
        assert number is not None
        story = self._story(article.text, sketch, keys) or number
        self._run("UPDATE articles SET story = ? WHERE number = ?", (story, number))
        self._connection.executemany(
            "INSERT INTO bands VALUES (?, ?)", [(key, number) for key in keys]
        )
        return number

    def _story(self, text: str, sketch: NDArray[np.uint32], keys: Sequence[int]) -> int | None:
        """The story that an article belongs to; stories that it joins become one."""
        import numpy as np

        alike = {
            number
            for key in keys
            for (number,) in self._run(
                "SELECT article FROM bands WHERE band = ? ORDER BY article DESC LIMIT ?",
                (key, _LATEST),
            )
        }
        candidates = self._run(
            "SELECT story, sketch, text FROM articles"
            " WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(alike)),),
        ).fetchall()
        stories = sorted({
            story
            for story, other, other_text in candidates
            if reprints.same_story(sketch, np.frombuffer(other, "<u4"), text, other_text)
        })  # fmt: skip
        if not stories:
            return None
        for story in stories[1:]:
            self._run("UPDATE articles SET story = ? WHERE story = ?", (stories[0], story))
            self.rewrites = True
        return int(stories[0])

    def _put_placement(self, number: int, entry: Entry) -> None:
        article = entry.article
        done = self._run(
            "INSERT INTO placements"
            " (article, file, source, date, page, section, publication, origin)"
            " SELECT ?, number, ?, ?, ?, ?, ?, ? FROM files WHERE path = ?",
            (number, article.source, article.date, article.page, article.section,
             article.publication, origin_bytes(article.origin), entry.path),
        ).rowcount  # fmt: skip
        if done != 1:
            raise ValueError(f"an article of a file that is not in the batch: {entry.path}")

    def _put_passages(self, new: Sequence[tuple[int, Entry]]) -> None:
        import numpy as np

        found = self._run("SELECT value FROM meta WHERE key = 'next_row'").fetchone()
        first = row = int(found[0])
        terms = [segments.clipped(item) for _, entry in new for item in entry.terms]
        for number, entry in new:
            for passage in entry.passages:
                length = sum(terms[row - first].values())
                self._run(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                    (row, passage.id, number, passage.start, passage.end, length),
                )
                row += 1
        blocks = [entry.vectors for _, entry in new if entry.passages]
        data = np.concatenate(blocks).astype("<f2")
        if len(data) != row - first or len(terms) != row - first:
            raise ValueError("passages, vectors and terms of a batch differ in number")
        self._run("INSERT INTO vectors VALUES (?, ?, ?)", (first, len(data), data.tobytes()))
        self._run("UPDATE meta SET value = ? WHERE key = 'next_row'", (str(row),))
        segments.write(self._connection, first, terms)

    def _drop_orphans(self) -> None:
        import numpy as np

        for number in sorted(self._touched):
            placed = self._run("SELECT 1 FROM placements WHERE article = ?", (number,)).fetchone()
            if placed:
                continue
            sketch = self._run("SELECT sketch FROM articles WHERE number = ?", (number,)).fetchone()
            if sketch is None:
                continue
            for key in reprints.bands(np.frombuffer(sketch[0], "<u4")):
                self._run("DELETE FROM bands WHERE band = ? AND article = ?", (key, number))
            self._drop_passages(number)
            self._run("DELETE FROM articles WHERE number = ?", (number,))

    def _drop_passages(self, number: int) -> None:
        """Delete an article's passages, and the vectors of a batch of which nothing lives."""
        blocks = self._run(
            "SELECT DISTINCT first, rows FROM vectors JOIN passages"
            " ON first = (SELECT max(first) FROM vectors WHERE first <= row) WHERE article = ?",
            (number,),
        ).fetchall()
        self._run("DELETE FROM passages WHERE article = ?", (number,))
        for first, rows in blocks:
            self._run(
                "DELETE FROM vectors WHERE first = ? AND NOT EXISTS"
                " (SELECT 1 FROM passages WHERE row >= ? AND row < ?)",
                (first, first, first + rows),
            )

    def _count_up(self) -> int:
        if self.rewrites:
            self._run("UPDATE meta SET value = value + 1 WHERE key = 'rewrites'")
        self._run("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
        found = self._run("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        self._run("INSERT INTO commits VALUES (?, ?)", (int(found[0]), secrets.token_hex(8)))
        return int(found[0])


def _fields(record: FileRecord) -> str:
    return json.dumps(record.fields)


def renamed(source: str, old: str, new: str) -> str:
    """The name of a file's article, or of one of its records (`rows.csv:12`), after a rename."""
    if source == old or source.startswith(f"{old}:"):
        return new + source[len(old) :]
    return source
