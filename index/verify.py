"""Every row of a library against its article, and every article against its print.

Finds and says what is wrong; mends nothing. Knows the tables and how terms are made.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.assemble import identity
from corpus.read import read_batch
from corpus.types import Article, Passage
from index import lexical, reprints, segments
from index.database import meta
from index.paths import on_disk
from index.prepared import sha256
from index.reading import read_bundle
from index.storage import FileRecord
from index.store import SqliteStorage
from index.views import file_records, placed_articles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MANIFEST = ("schema", "library", "generation", "encoder", "dimension", "chunking", "terms")
_TOLERANCE = 0.01
"""float16 keeps a unit vector's length to about a thousandth, bfloat16 less well."""
_AT_ONCE = 500


def faults(storage: SqliteStorage, *, prints: bool = True) -> Iterator[str]:
    """What is wrong, one line each. `prints` also reads the files that the articles came from."""
    with storage.reading() as connection:
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        if damage != ["ok"]:
            yield from (f"database: {line}" for line in damage)
            return
        manifest = meta(connection)
        missing = [key for key in _MANIFEST if key not in manifest]
        if missing:
            yield f"manifest: {', '.join(missing)} missing"
            return
        yield from _references(connection)
        yield from _dates(connection)
        yield from _stories(connection)
        yield from _vectors(connection, int(manifest["dimension"]))
        lexical_known = manifest["terms"] == lexical.RECIPE
        yield from _passages(connection, int(manifest["next_row"]), terms=lexical_known)
        if prints:
            yield from _prints(connection)
            yield from _places(connection)


def _references(connection: sqlite3.Connection) -> Iterator[str]:
    for line, query in (
        ("article {} stands in no file",
         "SELECT id FROM articles WHERE number NOT IN (SELECT article FROM placements)"),
        ("a placement of article number {} that is not there",
         "SELECT article FROM placements WHERE article NOT IN (SELECT number FROM articles)"),
        ("a placement in file number {} that is not there",
         "SELECT file FROM placements WHERE file NOT IN (SELECT number FROM files)"),
        ("passage {} of an article that is not there",
         "SELECT id FROM passages WHERE article NOT IN (SELECT number FROM articles)"),
        ("a collection of file number {} that is not there",
         "SELECT file FROM collections WHERE file NOT IN (SELECT number FROM files)"),
        ("article {} names a story that begins after it",
         "SELECT id FROM articles WHERE story > number OR story < 1"),
        ("article {} goes by another name than its file",
         "SELECT a.id FROM placements p JOIN articles a ON a.number = p.article"
         " JOIN files f ON f.number = p.file WHERE p.source <> f.source"
         " AND substr(p.source, 1, length(f.source) + 1) <> f.source || ':'"),
    ):  # fmt: skip
        for (value,) in connection.execute(query):
            yield line.format(value)


def _dates(connection: sqlite3.Connection) -> Iterator[str]:
    for id_, given in connection.execute(
        "SELECT a.id, p.date FROM placements p JOIN articles a ON a.number = p.article"
        " WHERE p.date <> ''"
    ):
        try:
            date.fromisoformat(f"{given}-01-01"[:10])
        except ValueError:
            yield f"article {id_} has a date that is none: {given}"


def _stories(connection: sqlite3.Connection) -> Iterator[str]:
    """Articles that resemble no other of their story.

    Looked for in libraries from which nothing ever went: what once linked two may be gone.
    """
    import numpy as np

    count, last = connection.execute("SELECT count(*), max(number) FROM articles").fetchone()
    if count != last:
        return
    members: dict[int, list[tuple[str, str, NDArray[np.uint32]]]] = {}
    for story, id_, text, sketch in connection.execute(
        "SELECT story, id, text, sketch FROM articles WHERE story IN"
        " (SELECT story FROM articles GROUP BY story HAVING count(*) > 1)"
    ):
        members.setdefault(story, []).append((id_, text, np.frombuffer(sketch, "<u4")))
    for story, alike in members.items():
        for id_, text, sketch in alike:
            others = (one for one in alike if one[0] != id_)
            if not any(reprints.same_story(sketch, o[2], text, o[1]) for o in others):
                yield f"article {id_} is like no other of its story, {story}"


def _vectors(connection: sqlite3.Connection, dimension: int) -> Iterator[str]:
    import numpy as np

    covered: set[int] = set()
    living = {row for (row,) in connection.execute("SELECT row FROM passages")}
    for first, rows, data in connection.execute("SELECT first, rows, data FROM vectors"):
        if len(data) != rows * dimension * 2:
            yield f"vectors from row {first}: {len(data)} bytes instead of {rows * dimension * 2}"
            continue
        block = np.frombuffer(data, "<f2").reshape(rows, dimension).astype(np.float32)
        lengths = np.linalg.norm(block, axis=1)
        for at in range(rows):
            if first + at in living and not abs(lengths[at] - 1) < _TOLERANCE:
                yield f"vector of row {first + at}: length {lengths[at]:.3f} instead of 1"
        covered.update(range(first, first + rows))
    for row in sorted(living - covered):
        yield f"row {row} has no vector"


def _passages(connection: sqlite3.Connection, rows: int, *, terms: bool) -> Iterator[str]:
    """Articles against their ids, passages against articles, postings against passages."""
    import numpy as np

    lengths, sums, broken = _posting_sums(connection, rows)
    yield from broken
    for article, number in _articles(connection):
        if identity(article.title, article.text) != article.id:
            yield f"article {article.id}: its text is not the one that the id was made of"
        for row, id_, start, stop, length in connection.execute(
            "SELECT row, id, start, stop, length FROM passages WHERE article = ?", (number,)
        ):
            if not 0 <= start < stop <= len(article.text):
                yield f"passage {id_}: [{start}, {stop}) is not in its article"
                continue
            if row >= rows or lengths[row] != length:
                yield f"passage {id_}: its words are not all in the postings"
            elif terms:
                wanted = lexical.passage_terms(article, Passage(id_, article.id, start, stop))
                if np.uint64(_term_sum(segments.clipped(wanted))) != sums[row]:
                    yield f"passage {id_}: the postings hold other words than its text"


def _articles(connection: sqlite3.Connection) -> Iterator[tuple[Article, int]]:
    """Each article as it was first placed, with its number."""
    seen: set[str] = set()
    after = 0
    while found := placed_articles(connection, after, _AT_ONCE):
        for after, _, article in found:  # noqa: B007
            if article.id not in seen:
                seen.add(article.id)
                number = connection.execute(
                    "SELECT number FROM articles WHERE id = ?", (article.id,)
                ).fetchone()
                yield article, int(number[0])


def _posting_sums(
    connection: sqlite3.Connection, rows: int
) -> tuple[NDArray[np.int64], NDArray[np.uint64], list[str]]:
    """For each row the number of its words, and a checksum of which and how often."""
    import numpy as np

    lengths = np.zeros(rows, np.int64)
    sums = np.zeros(rows, np.uint64)
    broken = []
    for term, posting in segments.entries(connection):
        within = len(posting.rows) == len(posting.counts) and len(posting.rows) > 0
        within = within and bool((np.diff(posting.rows) > 0).all())
        if not within or posting.rows[0] < 0 or posting.rows[-1] >= rows:
            broken.append(f"postings of {term!r}: not a list of rows and counts")
            continue
        lengths[posting.rows] += posting.counts
        sums[posting.rows] += np.uint64(_code(term)) * posting.counts.astype(np.uint64)
    return lengths, sums, broken


def _term_sum(terms: dict[str, int]) -> int:
    return sum(_code(term) * count for term, count in terms.items()) % (1 << 64)


def _code(term: str) -> int:
    return zlib.crc32(term.encode())


def _prints(connection: sqlite3.Connection) -> Iterator[str]:
    """The way back from an article to its print, for files that are as they were when added."""
    texts: dict[str, dict[str, str]] = {}
    records = {record.path: record for record in file_records(connection)}
    pages = {(record.bundle, record.source): path for path, record in records.items()}
    after = 0
    while found := placed_articles(connection, after, _AT_ONCE):
        for after, path, article in found:  # noqa: B007
            for run in article.origin:
                own = records[path]
                # An article may go on in another file of its issue.
                file = path if _of(own, run.source) else pages.get((own.bundle, run.source), "")
                if file and file not in texts:
                    texts.clear()  # files come in order: one at a time is held
                    texts[file] = _texts(records[file])
                print_ = texts.get(file, {}).get(run.source)
                words = article.text[run.start : run.start + run.length]
                at = run.source_start
                if print_ is not None and print_[at : at + run.length] != words:
                    yield f"article {article.id}: its print in {path} reads otherwise"
                    break


def _places(connection: sqlite3.Connection) -> Iterator[str]:
    """Where articles were printed, against issues all of whose files are as they were when added.

    An article that is not found in them again was cut by an older version: nothing is said of it.
    """
    issues: dict[str, list[FileRecord]] = {}
    for record in file_records(connection):
        issues.setdefault(record.bundle, []).append(record)
    for records in issues.values():
        files = {record.path: Path(on_disk(record.path)) for record in records}
        if not all(files[r.path].is_file() and sha256(files[r.path]) == r.sha256 for r in records):
            continue
        printed: dict[tuple[str, str], set[tuple[str, ...]]] = {}
        for path, a in read_bundle(records, files).articles:
            place = (a.source, a.date, a.page, a.section, a.publication)
            printed.setdefault((path, a.id), set()).add(place)
        for path, id_, *place in connection.execute(
            "SELECT f.path, a.id, p.source, p.date, p.page, p.section, p.publication"
            " FROM placements p JOIN articles a ON a.number = p.article"
            " JOIN files f ON f.number = p.file WHERE f.bundle = ?",
            (records[0].bundle,),
        ):
            said = printed.get((path, id_))
            if said and tuple(place) not in said:
                yield f"article {id_}: kept as of {_words(place)}, its print says " + " or ".join(
                    map(_words, sorted(said))
                )


def _words(place: Sequence[str]) -> str:
    return " ".join(filter(None, place))


def _of(record: FileRecord, source: str) -> bool:
    return source == record.source or source.startswith(f"{record.source}:")


def _texts(record: FileRecord) -> dict[str, str]:
    """The documents of a file by name; none where the file is gone or was altered since."""
    file = Path(on_disk(record.path))
    if not file.is_file() or sha256(file) != record.sha256:
        return {}
    result = next(iter(read_batch([file], dict(record.fields), named=record.source)))
    return {document.source: document.text for document in result.documents}
