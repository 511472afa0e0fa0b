"""A library in SQLite: the `Storage` behind the seam.

`library.db` in WAL mode is the only truth. Every view is a read transaction, every batch a write
transaction under the lock; so a reader is never blocked, never sees half a batch, and sees the next
generation as soon as it asks for a new view. Knows nothing of files to add or of searching.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import LibraryError
from index import database, tables
from index.lock import writer_lock
from index.schema import SCHEMA
from index.storage import Batch
from index.tables import Tables
from index.views import SqliteView
from index.writing import BatchWriter

_MOST_IDLE = 16
_LOG_LIMIT = 64 << 20


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the passages, vectors and postings of a library were made with."""

    encoder: str
    dimension: int
    chunking: str
    terms: str

    def as_meta(self) -> dict[str, str]:
        """The recipe as the manifest keeps it."""
        return {
            "encoder": self.encoder,
            "dimension": str(self.dimension),
            "chunking": self.chunking,
            "terms": self.terms,
        }


class SqliteStorage:
    """A library that exists. Shared between threads; see `index.storage.Storage`."""

    def __init__(self, directory: Path, name: str = database.DATABASE) -> None:
        self.directory = directory
        self.path = directory / name
        database.check_schema(self.path)
        self._guard = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._inode = self._identity()
        self._tables: Tables | None = None
        self._expected: dict[str, str] = {"schema": str(SCHEMA)}

    @classmethod
    def create(
        cls, directory: Path, recipe: Recipe, name: str = database.DATABASE
    ) -> SqliteStorage:
        """Make an empty library. The caller holds the writer's lock."""
        database.create(directory / name, recipe.as_meta())
        return cls(directory, name)

    def expect(self, **manifest: str) -> None:
        """Refuse a library with another manifest, now and whenever somebody has rebuilt it."""
        _check(self.meta(), manifest)
        self._expected |= manifest

    def meta(self) -> Mapping[str, str]:
        """The manifest."""
        with self.reading() as connection:
            return database.meta(connection)

    @contextmanager
    def view(self) -> Iterator[SqliteView]:
        """The newest generation, held as it is for the length of a `with`."""
        with self.reading() as connection:
            yield SqliteView(connection, self._loaded(connection))

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a read transaction."""
        connection = self._take()
        try:
            with database.spoken(self.path):
                connection.execute("BEGIN")
                yield connection
                connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        self._give(connection)

    @contextmanager
    def writer(self, command: str, wait: float = 0.0) -> Iterator[SqliteWriter]:
        """Become the writer, or be refused by name after `wait` seconds."""
        with writer_lock(self.directory, command, wait), self.unlocked_writer() as writer:
            yield writer

    @contextmanager
    def unlocked_writer(self) -> Iterator[SqliteWriter]:
        """A writer for a caller that holds the lock already."""
        connection = database.connect(self.path)
        try:
            with database.spoken(self.path):
                connection.execute("PRAGMA wal_autocheckpoint = 1000")
                connection.execute(f"PRAGMA journal_size_limit = {_LOG_LIMIT}")
            yield SqliteWriter(connection, self.path, self._expected)
        finally:
            connection.close()

    def close(self) -> None:
        """Give the files back. The storage can still be used afterwards."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _identity(self) -> tuple[int, ...]:
        """What tells one file in this place from another."""
        try:
            status = os.stat(self.path)
        except OSError:
            return (0, 0)
        if database.writable(self.path):
            return (status.st_dev, status.st_ino)
        # A read-only connection may not see what others write: any change asks for a new one.
        has_log = int(database.has_log(self.path))
        return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, has_log)

    def _take(self) -> sqlite3.Connection:
        """An idle connection, or a new one; all new where the file was put in place of another."""
        identity = self._identity()
        with self._guard:
            stale: list[sqlite3.Connection] = []
            if identity != self._inode:
                stale, self._idle, self._tables = self._idle, [], None
                self._inode = identity
            connection = self._idle.pop() if self._idle else None
        for old in stale:
            old.close()
        return connection or database.connect(self.path)

    def _give(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if len(self._idle) < _MOST_IDLE and self._identity() == self._inode:
                self._idle.append(connection)
                return
        connection.close()

    def _loaded(self, connection: sqlite3.Connection) -> Tables:
        """The arrays of this transaction's generation; shared while it is the newest."""
        known = self._tables
        loaded = tables.load(connection, known)
        if loaded is known:
            return loaded
        # Before it is kept: what does not match is refused each time, not only the first.
        _check(database.meta(connection), self._expected)
        with self._guard:
            newest = self._tables
            other = newest is None or newest.lineage != loaded.lineage
            if newest is None or other or loaded.generation > newest.generation:
                self._tables = loaded
        return loaded


_MISMATCHES = {
    "schema": "the library was brought up to date by a newer version of this program",
    "encoder": "the library was made with another encoder",
    "chunking": "the library was cut into passages in another way",
    "terms": "the words of the library were indexed in another way",
}


def _check(found: Mapping[str, str], expected: Mapping[str, str]) -> None:
    for key, value in expected.items():
        if found.get(key) != value:
            raise LibraryError(
                _MISMATCHES[key],
                f"it has {found.get(key)}, the settings give {value}",
                "Start this program again in its newer version"
                if key == "schema"
                else "Make it anew from its stored articles with `python -m qa rebuild`",
            )


class SqliteWriter:
    """The one writer of a library."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, expected: Mapping[str, str]
    ) -> None:
        self._connection = connection
        self._path = path
        self._expected = expected

    def commit(self, batch: Batch) -> int:
        """Write all of a batch, or nothing; answers the new generation."""
        with database.spoken(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                # Somebody may have rebuilt it, with another encoder, since it was opened.
                _check(database.meta(self._connection), self._expected)
                generation = BatchWriter(self._connection).apply(batch)
                self._connection.execute("COMMIT")
            finally:
                # A full disk has rolled back already; anything else that failed is undone here.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
        return generation
