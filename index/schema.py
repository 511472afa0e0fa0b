"""The tables of `library.db`, and the way from an older schema to this one.

A migration is one function from version n to n + 1; the writer runs those that are missing in one
transaction. A newer schema than this program knows is refused. Knows nothing of encoders or files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

APPLICATION_ID = 0x42574E21
"""Stamped into the file's header, so that another program's database is never taken for ours."""

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A random token for every commit: a copy of the library that was put back and went on differently
-- has other tokens under the same generation numbers.
CREATE TABLE commits (generation INTEGER PRIMARY KEY, token TEXT NOT NULL);

CREATE TABLE files (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bundle TEXT NOT NULL,
    fields TEXT NOT NULL
);
CREATE TABLE collections (
    file INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (file, name)
) WITHOUT ROWID;

-- Numbers are never reused: rows of passages and derived arrays refer to them.
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    byline TEXT NOT NULL,
    language TEXT NOT NULL,
    story INTEGER NOT NULL,
    sketch BLOB NOT NULL
);
CREATE INDEX articles_by_story ON articles (story);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;

CREATE TABLE placements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL,
    file INTEGER NOT NULL,
    source TEXT NOT NULL,
    date TEXT NOT NULL,
    page TEXT NOT NULL,
    section TEXT NOT NULL,
    publication TEXT NOT NULL,
    origin BLOB NOT NULL
);
CREATE INDEX placements_by_article ON placements (article);
CREATE INDEX placements_by_file ON placements (file);
CREATE INDEX placements_by_source ON placements (source);

CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    article INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    length INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);

-- The vectors of one batch: rows [first, first + rows), float16, one after another.
CREATE TABLE vectors (
    first INTEGER PRIMARY KEY,
    rows INTEGER NOT NULL,
    data BLOB NOT NULL
);

-- Segments of postings are immutable; many small ones are merged into a larger one.
CREATE TABLE segments (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    level INTEGER NOT NULL,
    first INTEGER NOT NULL,
    rows INTEGER NOT NULL
);
CREATE TABLE postings (
    segment INTEGER NOT NULL,
    term TEXT NOT NULL,
    rows BLOB NOT NULL,
    counts BLOB NOT NULL,
    PRIMARY KEY (segment, term)
) WITHOUT ROWID;
"""

Migration = Callable[[sqlite3.Connection], None]


def _publications(connection: sqlite3.Connection) -> None:
    """Version 2: the newspaper that an article appeared in, where it is stated."""
    _add_text(connection, "placements", "publication", "''")


def _fields(connection: sqlite3.Connection) -> None:
    """Version 3: which columns the user named for a file. Also, captions are searched from here on.

    The files are taken for unfinished, so that the next `add` reads them once more: what they hold
    already is not encoded again.
    """
    _add_text(connection, "files", "fields", "'[]'")
    connection.execute("UPDATE files SET sha256 = ''")


def _add_text(connection: sqlite3.Connection, table: str, column: str, default: str) -> None:
    """Add a column, unless a version between two numbers has it already."""
    held = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    if (column,) not in held:
        connection.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT {default}"
        )


MIGRATIONS: Mapping[int, Migration] = {1: _publications, 2: _fields}
"""From version n, the function that makes n + 1 of it."""

SCHEMA = 1 + len(MIGRATIONS)


def create(connection: sqlite3.Connection) -> None:
    """Begin a transaction and make the tables of the present version in an empty database."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.executescript(f"BEGIN; {TABLES}")


def migrate(
    connection: sqlite3.Connection,
    version: int,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> int:
    """Bring an older database up to date inside the caller's transaction; answers its version."""
    while version in migrations:
        migrations[version](connection)
        version += 1
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(version),))
    return version
