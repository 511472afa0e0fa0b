"""Opening `library.db`: made whole or not at all, checked before use, its faults in words.

A library that is damaged, foreign or too new is refused in one line and left as it is. In a folder
that cannot be written it is opened read-only. Knows the file, not what the tables mean.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import LibraryError
from index import schema
from index.lock import writer_lock

DATABASE = "library.db"
_SMALLEST = 512
_PAGE_SIZE = 8192
_WAIT_MS = 30_000
_UPGRADE_WAIT = 10.0
_RESTORE = (
    "Nothing was changed. Move library.db, library.db-wal and library.db-shm away, all three; then "
    "put back a copy of the file, or add your files again with `python -m qa add`"
)


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn the faults of a disk or a damaged file into one line; bugs stay bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        line = {
            sqlite3.SQLITE_FULL: ("the disk is full", "Free some space and run it again; what was "
                                  "committed is kept"),
            sqlite3.SQLITE_IOERR: ("the disk does not take the library (full, or failing)",
                                   "Free some space and run it again; what was committed is kept"),
            sqlite3.SQLITE_CORRUPT: ("the library is damaged", _RESTORE),
            sqlite3.SQLITE_NOTADB: ("the library is not a database", _RESTORE),
            sqlite3.SQLITE_READONLY: ("the library cannot be written", "Searching it still works; "
                                      "to change it, copy it to a folder that you can write"),
            sqlite3.SQLITE_CANTOPEN: ("the library cannot be opened", "Check that its folder can be"
                                      " read and written"),
            sqlite3.SQLITE_BUSY: ("the library is in use by another program", "Close it and try "
                                  "again"),
        }.get(code)  # fmt: skip
        if line is None:
            raise
        raise LibraryError(line[0], f"{path} ({error})", line[1]) from error


def create(path: Path, meta: Mapping[str, str]) -> None:
    """Make an empty library beside its place and move it there: it is never seen half made.

    The caller holds the writer's lock.
    """
    half = path.with_name(f".{path.name}-half")
    _unlink(half)
    try:
        with spoken(path):
            connection = sqlite3.connect(half, isolation_level=None)
            try:
                connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
                schema.create(connection)
                first = {
                    "schema": str(schema.SCHEMA),
                    "library": uuid.uuid4().hex,
                    "generation": "0",
                    "rewrites": "0",
                    "next_row": "0",
                }
                items = (first | dict(meta)).items()
                connection.executemany("INSERT INTO meta VALUES (?, ?)", items)
                connection.execute("COMMIT")
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            finally:
                connection.close()
        # The log of a library that was moved away would be replayed into this one.
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        _move(half, path)
    finally:
        _unlink(half)


def _move(half: Path, path: Path) -> None:
    try:
        half.rename(path)
    except OSError as error:
        raise LibraryError(
            f"the library cannot be put in its place ({os.strerror(error.errno or 0)})",
            path,
            "Check what is there, or name another folder with --library",
        ) from error


def _unlink(half: Path) -> None:
    """Remove what is left of a library that was being made; its maker held the lock, as we do."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{half}{suffix}").unlink(missing_ok=True)


def exists(directory: Path) -> bool:
    """Whether there is a library in this folder, whatever its state."""
    return (directory / DATABASE).exists()


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a library that exists, found to be one of ours.

    The file is never opened in any other way: closing it would drop the locks that the other
    connections of this process hold on it, and a writer elsewhere would take it for unused.
    """
    _check_size(path)
    mode = "rw"
    if not writable(path):
        mode = _read_only_mode(path)
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    with spoken(path):
        connection = sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_WAIT_MS / 1000
        )
        try:
            _check_owner(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -32000")
            connection.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            connection.close()
            raise
    return connection


def meta(connection: sqlite3.Connection) -> dict[str, str]:
    """The manifest of a library."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def check_schema(
    path: Path, migrations: Mapping[int, schema.Migration] = schema.MIGRATIONS
) -> None:
    """Refuse a newer schema; bring an older one up to date, as the writer."""
    known = 1 + len(migrations)
    connection = connect(path)
    try:
        with spoken(path):
            version = _version(connection, path)
        if version == known:
            return
        if version > known or version not in migrations:
            raise LibraryError(
                "the library was made by another version of this program",
                f"its schema is {version}, this program knows {known}",
                "Install the newer program, or add the files to a new library with --library",
            )
        with writer_lock(path.parent, "upgrade of the library", _UPGRADE_WAIT), spoken(path):
            _upgrade(connection, path, migrations)
    finally:
        connection.close()


def _upgrade(
    connection: sqlite3.Connection, path: Path, migrations: Mapping[int, schema.Migration]
) -> None:
    """Every step and the new version in one transaction: it is done, or it never was."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        schema.migrate(connection, _version(connection, path), migrations)
        connection.execute("COMMIT")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_ERROR:
            raise
        # Not one of our schemas, whatever its number says.
        raise LibraryError(
            "the library cannot be brought up to date", f"{path} ({error})", _RESTORE
        ) from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    try:
        found = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        return int(found[0])
    except (sqlite3.OperationalError, TypeError, ValueError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        raise LibraryError("the library has no manifest", path, _RESTORE) from error


def _check_size(path: Path) -> None:
    """SQLite would take an empty file for a new database, and make one where there is none."""
    try:
        size = path.stat().st_size
    except NotADirectoryError as error:
        raise LibraryError(
            "the library's name is that of a file", path.parent, "Name a folder with --library"
        ) from error
    except FileNotFoundError as error:
        raise LibraryError(
            "there is no library here", path.parent, "Make one with `python -m qa add PATH…`"
        ) from error
    except OSError as error:
        raise LibraryError(
            f"the library cannot be read ({os.strerror(error.errno or 0)})",
            path,
            "Check the permissions of the folder",
        ) from error
    if size < _SMALLEST:
        raise LibraryError("the library is not a database", f"{path} ({size} bytes)", _RESTORE)


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    """Reads the first page: a file that was cut or is no database is found out here."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise LibraryError(
            "the database belongs to another program",
            path,
            "Name another folder with --library; nothing was changed",
        )


def writable(path: Path) -> bool:
    """Whether the library, and the files that SQLite keeps beside it, can be written."""
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def has_log(path: Path) -> bool:
    """Whether there is a log that was not yet folded into the library."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _read_only_mode(path: Path) -> str:
    if has_log(path):
        if Path(f"{path}-shm").exists():
            return "ro"
        raise LibraryError(
            "the library was not closed properly and its folder cannot be written",
            path,
            "Open it once where it can be written, for example after copying the whole folder",
        )
    return "ro&immutable=1"
