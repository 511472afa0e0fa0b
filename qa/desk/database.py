"""`desk.db`: the one file beside the library in which a page keeps what its readers did.

Made and brought up to date in one transaction, in WAL mode, for several threads and processes at
once. Its faults become one line. Knows the tables; knows nothing of what is done with them.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from corpus.errors import UserError
from index.lock import exclusive

DESK = "desk.db"
APPLICATION_ID = 0x42576465
_WAIT_SECONDS = 30.0

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE conversations (id TEXT PRIMARY KEY, user TEXT NOT NULL,"
        " title TEXT NOT NULL, folded TEXT NOT NULL, created TEXT NOT NULL,"
        " changed TEXT NOT NULL) WITHOUT ROWID",
        "CREATE INDEX conversations_by_user ON conversations (user, changed)",
        "CREATE TABLE turns (conversation TEXT NOT NULL"
        " REFERENCES conversations (id) ON DELETE CASCADE, number INTEGER NOT NULL,"
        " question TEXT NOT NULL, answer TEXT NOT NULL, folded TEXT NOT NULL,"
        " asked TEXT NOT NULL, PRIMARY KEY (conversation, number))",
        "CREATE TABLE feedback (conversation TEXT NOT NULL, turn INTEGER NOT NULL,"
        " verdict TEXT NOT NULL, comment TEXT NOT NULL, given TEXT NOT NULL,"
        " PRIMARY KEY (conversation, turn), FOREIGN KEY (conversation, turn)"
        " REFERENCES turns (conversation, number) ON DELETE CASCADE)",
    ),
)
"""What brings the tables from one version to the next: step n makes version n + 1."""


class DeskError(UserError):
    """Something that the page keeps cannot be kept, found or read."""


class NotFound(DeskError):  # noqa: N818
    """What was asked for is not there, or is not this user's: the two are not told apart."""


class Desk:
    """The open file: connections that are used again, one thread at a time each."""

    def __init__(self, path: Path, steps: Sequence[Sequence[str]] = STEPS) -> None:
        self.path = path
        self._guard = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        _prepare(path, steps)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one read transaction: what it sees does not change meanwhile."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one write transaction: all of it is kept, or nothing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with spoken(self.path):
            connection = self._take()
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise RuntimeError("the desk is closed")
            if self._idle:
                return self._idle.pop()
        return _connect(self.path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the connections; those in use are closed when they are given back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


Self = TypeVar("Self", bound="Store")


class Store:
    """What keeps its rows in a desk of its own; to be closed, or used in a `with`."""

    def __init__(self, path: Path) -> None:
        self._desk = Desk(path)

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self._desk.close()


def now() -> str:
    """The time, as it is kept: UTC, ISO 8601, in milliseconds, in the order of its letters."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check_owner(connection: sqlite3.Connection, user: str, conversation: str) -> None:
    """Refuse a conversation that is not there or not this user's."""
    found = connection.execute(
        "SELECT 1 FROM conversations WHERE id = ? AND user = ?", (conversation, user)
    ).fetchone()
    if found is None:
        raise NotFound(
            "there is no such conversation",
            conversation[:40],
            "Choose one of the list, or ask anew",
        )


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn the faults of a disk or a damaged file into one line; bugs stay bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        aside = "Move it and its -wal and -shm away; a new one is made at the next start"
        line = {
            sqlite3.SQLITE_FULL: ("the disk is full", "Free some space; what was kept is kept"),
            sqlite3.SQLITE_IOERR: ("the disk does not take it", "Check the disk"),
            sqlite3.SQLITE_CORRUPT: ("the conversations' file is damaged", aside),
            sqlite3.SQLITE_NOTADB: ("the conversations' file is no database", aside),
            sqlite3.SQLITE_READONLY: ("conversations cannot be kept", "Make the folder writable"),
            sqlite3.SQLITE_CANTOPEN: ("conversations cannot be kept", "Make the folder writable"),
            sqlite3.SQLITE_BUSY: ("another program keeps the file", "Close it and try again"),
        }.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if line is None:
            raise
        raise DeskError(line[0], f"{path} ({error})", line[1]) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=_WAIT_SECONDS
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _prepare(path: Path, steps: Sequence[Sequence[str]]) -> None:
    """Make the file where there is none, and bring an older one up to date."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes that start together would both change the journal's mode: one waits.
        with exclusive(path.with_name(f".{path.name}.lock")):
            _make_private(path)
            with spoken(path):
                connection = _connect(path)
                try:
                    _upgrade(connection, path, steps)
                finally:
                    connection.close()
    except OSError as error:
        raise DeskError(
            f"conversations cannot be kept ({os.strerror(error.errno or 0)})",
            path,
            "Name a library in a folder that you can write",
        ) from error


def _make_private(path: Path) -> None:
    """An empty file that only its owner reads; SQLite gives its other files the same mode."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _upgrade(connection: sqlite3.Connection, path: Path, steps: Sequence[Sequence[str]]) -> None:
    """Every missing step and the new version in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        _check(connection, path, version, len(steps))
        for step in steps[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    connection.execute("PRAGMA journal_mode = WAL").fetchone()


def _check(connection: sqlite3.Connection, path: Path, version: int, known: int) -> None:
    """Refuse a file of another program, and one of a later version of this one."""
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if owner != APPLICATION_ID and not empty:
        raise DeskError(
            "the file belongs to another program", path, "Move it away; nothing was changed"
        )
    if version > known:
        raise DeskError(
            "the conversations were kept by a newer version of this program",
            f"{path}: version {version}, this program knows {known}",
            "Install the newer program, or move the file away",
        )
