"""A library in numbers. Knows the tables; loads no model and no vectors."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from corpus.types import READABLE
from index import database

if TYPE_CHECKING:
    from index.library import Stats
    from index.store import SqliteStorage


_STORIES = "articles WHERE kind IN ({})".format(", ".join(f"'{kind}'" for kind in sorted(READABLE)))
_OTHERS = _STORIES.replace(" IN ", " NOT IN ")


def stats(storage: SqliteStorage) -> Stats:
    """What the library holds, all of it in one generation."""
    from index.library import Stats

    with storage.reading() as connection:
        manifest = database.meta(connection)
        (first, last) = connection.execute(
            "SELECT min(date), max(date) FROM placements WHERE date <> ''"
        ).fetchone()
        return Stats(
            articles=_count(connection, f"count(*) FROM {_STORIES}"),
            others=_counts(connection, f"kind, count(*) FROM {_OTHERS} GROUP BY kind"),
            stories=_count(connection, f"count(DISTINCT story) FROM {_STORIES}"),
            passages=_count(connection, "count(*) FROM passages"),
            files=_count(connection, "count(*) FROM files"),
            collections=_counts(connection, "name, count(*) FROM collections GROUP BY name"),
            publications=_counts(
                connection,
                "publication, count(*) FROM placements WHERE publication <> ''"
                " GROUP BY publication ORDER BY publication",
            ),
            first_date=first or "",
            last_date=last or "",
            languages=_counts(connection, f"language, count(*) FROM {_STORIES} GROUP BY language"),
            generation=int(manifest["generation"]),
            schema=int(manifest["schema"]),
            encoder=manifest["encoder"],
            chunking=manifest["chunking"],
            terms=manifest["terms"],
            bytes=sum(
                path.stat().st_size for path in storage.directory.glob("*") if path.is_file()
            ),
        )


def names(storage: SqliteStorage) -> tuple[list[str], list[str]]:
    """The collections and the languages that there are, in order."""
    with storage.reading() as connection:
        collections, languages = (
            [name for (name,) in connection.execute(f"SELECT DISTINCT {what} ORDER BY 1")]
            for what in ("name FROM collections", "language FROM articles WHERE language <> ''")
        )
    return collections, languages


def _count(connection: sqlite3.Connection, what: str) -> int:
    return int(connection.execute(f"SELECT {what}").fetchone()[0])


def _counts(connection: sqlite3.Connection, what: str) -> dict[str, int]:
    return dict(connection.execute(f"SELECT {what}").fetchall())
