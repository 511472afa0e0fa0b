"""A library made anew from its stored articles: another encoder, other passages, other terms.

The new one is made beside the old one, batch by batch, and goes on where a cut-off run stopped.
Only when it is whole and checked does it take the old one's place, in one transaction of the
database: a reader goes on with what it had and sees the new generation at its next search. Knows
nothing of the files that the articles came from: they need not be there any more.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import LibraryError
from corpus.passages import PassageSettings, passages_of
from corpus.types import Article, Passage
from index import database
from index.adding import BATCH, Progress
from index.entries import Cut, bare, entries_of
from index.library import recipe_of
from index.lock import writer_lock
from index.storage import Batch, Entry
from index.store import SqliteStorage, SqliteWriter
from index.types import Encoder
from index.verify import faults
from index.views import file_records, placed_articles, stamp

NEW = "library.db.new"
_AT_ONCE = 200
_FROM = "rebuilt_from"

Placed = tuple[int, str, Article]


def rebuild(
    directory: Path,
    encoder: Encoder,
    settings: PassageSettings,
    report: Callable[[Progress], None],
    wait: float = 0.0,
    batch: int = BATCH,
) -> None:
    """Make the library anew with this encoder and these passages; the old one serves meanwhile."""
    old = SqliteStorage(directory)
    with writer_lock(directory, "rebuild", wait):
        new = _begun(old, encoder, settings)
        with new.unlocked_writer() as writer:
            parts = _parts(old, _done(old, new), settings, batch)
            _fill(parts, old, new, writer, encoder, report)
        wrong = list(itertools.islice(faults(new, prints=False), 3))
        new.close()
        if wrong:
            raise LibraryError(
                "the rebuilt library did not pass its check; the old one is as it was",
                "; ".join(wrong),
                "Run `python -m qa rebuild --verify` to see whether the old one is sound",
            )
        _take_place(old, new)
    old.close()
    _discard(directory)


def _begun(old: SqliteStorage, encoder: Encoder, settings: PassageSettings) -> SqliteStorage:
    """The new library: the one that a cut-off run left, if it was made of this and for this."""
    recipe = recipe_of(encoder, settings)
    with old.reading() as connection:
        wanted = {**recipe.as_meta(), _FROM: stamp(connection)}
    if (old.directory / NEW).exists():
        with contextlib.suppress(LibraryError):
            left = SqliteStorage(old.directory, NEW)
            if wanted.items() <= left.meta().items():
                return left
            left.close()
        _discard(old.directory)
    database.create(old.directory / NEW, wanted)
    return SqliteStorage(old.directory, NEW)


def _done(old: SqliteStorage, new: SqliteStorage) -> int:
    """The number of the last placement of the old library that is in the new one."""
    with new.reading() as connection:
        done = connection.execute("SELECT count(*) FROM placements").fetchone()[0]
    if not done:
        return 0
    with old.reading() as connection:
        query = "SELECT number FROM placements ORDER BY number LIMIT 1 OFFSET ?"
        return int(connection.execute(query, (done - 1,)).fetchone()[0])


def _fill(
    parts: Iterable[list[tuple[Placed, tuple[Passage, ...]]]],
    old: SqliteStorage,
    new: SqliteStorage,
    writer: SqliteWriter,
    encoder: Encoder,
    report: Callable[[Progress], None],
) -> None:
    """Write what is missing, placement by placement in the order of the old library."""
    with old.reading() as connection:
        records = file_records(connection)
        total = int(connection.execute("SELECT count(*) FROM placements").fetchone()[0])
    with new.reading() as connection:
        begun = bool(file_records(connection))
        done = int(connection.execute("SELECT count(*) FROM placements").fetchone()[0])
    if records and not begun:
        writer.commit(Batch(files=tuple(records)))
    passages = 0
    for part in parts:
        with new.view() as view:
            known = view.known([article.id for (_, _, article), _ in part])
        entries = _entries(part, known, encoder)
        writer.commit(Batch(entries=tuple(entries)))
        done += len(part)
        passages += sum(len(entry.passages) for entry in entries)
        report(Progress(len(records), done, passages, done, total))


def _parts(
    old: SqliteStorage, after: int, settings: PassageSettings, batch: int
) -> Iterator[list[tuple[Placed, tuple[Passage, ...]]]]:
    """Placements after a number, with the passages of their articles, in batches."""
    part: list[tuple[Placed, tuple[Passage, ...]]] = []
    size = 0
    while True:
        with old.reading() as connection:
            placed = placed_articles(connection, after, _AT_ONCE)
        if not placed:
            break
        after = placed[-1][0]
        for item in placed:
            passages = tuple(passages_of(item[2], settings))
            part.append((item, passages))
            size += len(passages)
            if size >= batch:
                yield part
                part, size = [], 0
    if part:
        yield part


def _entries(
    part: Sequence[tuple[Placed, tuple[Passage, ...]]], known: set[str], encoder: Encoder
) -> list[Entry]:
    new: dict[str, Cut] = {}
    for (_, _, article), passages in part:
        if article.id not in known:
            new.setdefault(article.id, (article, passages))
    cut = list(new.values())
    made = {entry.article.id: entry for entry in entries_of(cut, encoder.encode_passages)}
    entries = []
    for (_, path, article), _ in part:
        entry = made.pop(article.id, None) or bare(article, path)
        entries.append(replace(entry, article=article, path=path))
    return entries


def _take_place(old: SqliteStorage, new: SqliteStorage) -> None:
    """Copy the new database over the old one in one transaction, then let the copy go."""
    source, target = database.connect(new.path), database.connect(old.path)
    try:
        with database.spoken(old.path):
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(PASSIVE)")
    finally:
        source.close()
        target.close()


def _discard(directory: Path) -> None:
    for name in (NEW, f"{NEW}-wal", f"{NEW}-shm"):
        (directory / name).unlink(missing_ok=True)
