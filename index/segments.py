"""Lexical postings on disk: immutable segments, small ones merged into larger ones.

A batch writes one segment. Eight segments of a level become one of the next, in the same
transaction, without the rows that have died: a term is then found with a handful of reads however
many batches there were. Knows nothing of what a term is or how it scores.
"""

from __future__ import annotations

import heapq
import itertools
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.storage import Postings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FAN = 8
_LARGEST = 1 << 18
"""A merge that would hold more rows is left undone: it would need too much memory at once."""
_NARROW = 1 << 16
"""Within a segment of at most this many rows, a row is kept in two bytes instead of four."""

Item = tuple[str, int, bytes, bytes]
"""A term in a segment: the term, the segment's place in the order, its rows and its counts."""


def write(connection: sqlite3.Connection, first: int, terms: Sequence[Mapping[str, int]]) -> None:
    """Write the terms of rows [first, first + len(terms)), whose passages are written already."""
    import numpy as np

    rows: dict[str, list[int]] = {}
    counts: dict[str, list[int]] = {}
    for row, found in enumerate(terms):
        for term, count in clipped(found).items():
            rows.setdefault(term, []).append(row)
            counts.setdefault(term, []).append(count)
    if not terms:
        return
    kind = _row_type(len(terms))
    items = ((t, np.array(rows[t], kind).tobytes(), bytes(counts[t])) for t in sorted(rows))
    _insert(connection, (0, first, len(terms)), items)
    _merge_full_levels(connection)


def clipped(terms: Mapping[str, int]) -> dict[str, int]:
    """The counts as they are kept: one byte each, none of zero."""
    return {term: min(255, count) for term, count in terms.items() if count > 0}


def read(
    connection: sqlite3.Connection, terms: Iterable[str], alive: NDArray[np.bool_]
) -> dict[str, Postings]:
    """The postings of those terms that occur in rows that are alive."""
    import numpy as np

    wanted = json.dumps(sorted(set(terms)))
    parts: dict[str, list[tuple[NDArray[np.int32], NDArray[np.uint8]]]] = {}
    for number, first, rows in _segments(connection):
        kind = _row_type(rows)
        for term, row_bytes, count_bytes in connection.execute(
            "SELECT term, rows, counts FROM postings WHERE segment = ?"
            " AND term IN (SELECT value FROM json_each(?))",
            (number, wanted),
        ):
            found = np.frombuffer(row_bytes, kind).astype(np.int32)
            found += np.int32(first)
            parts.setdefault(term, []).append((found, np.frombuffer(count_bytes, np.uint8)))
    merged = {}
    whole = bool(alive.all())
    for term, pieces in parts.items():
        found, counts = pieces[0]
        if len(pieces) > 1:
            found, counts = (np.concatenate(column) for column in zip(*pieces, strict=True))
        if not whole:
            keep = alive[found]
            found, counts = found[keep], counts[keep]
        if len(found):
            merged[term] = Postings(found, counts)
    return merged


def frequencies(connection: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
    """How many rows, dead ones included, each term stands in. Reads lengths, not lists."""
    wanted = json.dumps(sorted(set(terms)))
    found: dict[str, int] = {}
    for number, _, _ in _segments(connection):
        for term, rows in connection.execute(
            "SELECT term, length(counts) FROM postings WHERE segment = ?"
            " AND term IN (SELECT value FROM json_each(?))",
            (number, wanted),
        ):
            found[term] = found.get(term, 0) + rows
    return found


def terms_beginning(connection: sqlite3.Connection, prefix: str, limit: int) -> list[str]:
    """Terms of any segment that begin with `prefix`."""
    if not prefix:
        return []
    found: set[str] = set()
    for number, _, _ in _segments(connection):
        found.update(
            term
            for (term,) in connection.execute(
                "SELECT term FROM postings WHERE segment = ? AND term >= ? AND term < ? LIMIT ?",
                (number, prefix, prefix + "\U0010ffff", limit),
            )
        )
    return sorted(found)[:limit]


def entries(connection: sqlite3.Connection) -> Iterator[tuple[str, Postings]]:
    """Every posting list of every segment, dead rows included, for checking."""
    import numpy as np

    for number, first, rows in _segments(connection):
        kind = _row_type(rows)
        for term, row_bytes, count_bytes in connection.execute(
            "SELECT term, rows, counts FROM postings WHERE segment = ? ORDER BY term", (number,)
        ):
            found = np.frombuffer(row_bytes, kind).astype(np.int32) + np.int32(first)
            yield term, Postings(found, np.frombuffer(count_bytes, np.uint8))


def _segments(connection: sqlite3.Connection) -> list[tuple[int, int, int]]:
    return connection.execute("SELECT number, first, rows FROM segments ORDER BY first").fetchall()


def _row_type(rows: int) -> str:
    return "<u2" if rows <= _NARROW else "<u4"


def _insert(
    connection: sqlite3.Connection,
    segment: tuple[int, int, int],
    items: Iterable[tuple[str, bytes, bytes]],
) -> None:
    """Write a segment (level, first, rows) with its items, which come in order of their terms."""
    number = connection.execute(
        "INSERT INTO segments (level, first, rows) VALUES (?, ?, ?)", segment
    ).lastrowid
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?, ?)", ((number, *item) for item in items)
    )


def _merge_full_levels(connection: sqlite3.Connection) -> None:
    for level in itertools.count():
        full = connection.execute(
            "SELECT number, first, rows FROM segments WHERE level = ? ORDER BY first", (level,)
        ).fetchall()
        if len(full) < _FAN or sum(rows for _, _, rows in full) > _LARGEST:
            return
        _merge(connection, level, full)


def _merge(connection: sqlite3.Connection, level: int, old: list[tuple[int, int, int]]) -> None:
    """Put one segment of the next level in the place of these, dead rows left out."""
    import numpy as np

    first = old[0][1]
    span = old[-1][1] + old[-1][2] - first
    alive = np.zeros(span, np.bool_)
    living = connection.execute(
        "SELECT row - ? FROM passages WHERE row >= ? AND row < ?", (first, first, first + span)
    )
    alive[np.fromiter((row for (row,) in living), np.int64)] = True
    cursors = [
        _items(connection, order, number) for order, (number, _, _) in enumerate(old)
    ]  # fmt: skip
    merged = _joined(heapq.merge(*cursors), old, first, alive)
    # The items are taken from the old segments while the new one is written: collected first, a
    # level at a time is small beside the vectors of the same rows.
    _insert(connection, (level + 1, first, span), list(merged))
    connection.executemany("DELETE FROM postings WHERE segment = ?", [(s[0],) for s in old])
    connection.executemany("DELETE FROM segments WHERE number = ?", [(s[0],) for s in old])


def _items(connection: sqlite3.Connection, order: int, number: int) -> Iterator[Item]:
    rows = connection.execute(
        "SELECT term, rows, counts FROM postings WHERE segment = ? ORDER BY term", (number,)
    )
    return ((term, order, row_bytes, counts) for term, row_bytes, counts in rows)


def _joined(
    items: Iterable[Item],
    old: Sequence[tuple[int, int, int]],
    first: int,
    alive: NDArray[np.bool_],
) -> Iterator[tuple[str, bytes, bytes]]:
    import numpy as np

    kinds = [_row_type(rows) for _, _, rows in old]
    shifts = [np.uint32(start - first) for _, start, _ in old]
    kind = _row_type(len(alive))
    whole = bool(alive.all())
    for term, group in itertools.groupby(items, key=lambda item: item[0]):
        pieces = list(group)
        rows = np.concatenate(
            [np.frombuffer(p[2], kinds[p[1]]).astype(np.uint32) + shifts[p[1]] for p in pieces]
        )
        counts = b"".join(piece[3] for piece in pieces)
        if not whole:
            keep = alive[rows]
            rows, counts = rows[keep], np.frombuffer(counts, np.uint8)[keep].tobytes()
        if len(rows):
            yield term, rows.astype(kind).tobytes(), counts
