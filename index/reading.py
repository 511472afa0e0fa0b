"""What articles stand in the files of an issue, and what to say of files that cannot be read.

Knows files and articles; knows nothing of passages, vectors or tables.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.assemble import articles_of, stitch
from corpus.errors import ReadError, UserError
from corpus.language import detect
from corpus.read import KINDS, find, read_batch
from corpus.types import READABLE, SEARCHABLE, Article
from index.paths import on_disk
from index.prepared import sha256
from index.storage import FileRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the files of an issue."""

    articles: tuple[tuple[str, Article], ...]
    """In order, each with the path of its file."""
    errors: tuple[UserError, ...] = ()
    failed: frozenset[str] = frozenset()
    """The files that failed whole."""
    partly: int = 0
    """How many files lost some of their records."""
    joined: int = 0
    """How many continuations were joined to what they go on from."""


def refuse_nothing(paths: Sequence[Path]) -> None:
    """Refuse paths that name no file to read, without reading any or walking on from the first."""
    errors: list[ReadError] = []
    for item in find(paths):
        if item.skipped:
            continue
        try:
            if item.error is None and item.path.stat():
                return
        except OSError as error:
            errors.append(unreadable(item.path, error))
        else:
            errors.extend(filter(None, [item.error]))
    for fault in _in_one_line(errors):
        raise ReadError(fault.what, legible(str(fault.value)), fault.remedy)
    raise ReadError(
        "no file of a kind that is read",
        legible(", ".join(map(str, paths))),
        f"Kinds that are: {' '.join(KINDS)}",
    )


def legible(text: str) -> str:
    """A text with files' names in it, as it can be printed: a name need not be UTF-8."""
    return os.fsencode(text).decode("utf-8", "replace")


def read_bundle(records: Sequence[FileRecord], given: Mapping[str, Path]) -> Reading:
    """The articles of an issue in order with their files, and what went wrong."""
    articles: list[Article] = []
    pages: list[Article] = []
    paths: dict[str, str] = {}
    errors: list[UserError] = []
    failed: set[str] = set()
    partly = 0
    for record in records:
        result = next(
            iter(read_batch([given[record.path]], dict(record.fields), named=record.source))
        )
        if result.error is not None:
            errors.append(result.error)
            failed.add(record.path)
            continue
        errors.extend(_in_one_line(result.lost))
        partly += bool(result.lost)
        for document in result.documents:
            paths[document.source] = record.path
            # What a container says to be one article goes on nowhere else.
            found = articles if document.plain else pages
            found.extend(articles_of(document))
    stitched = stitch(pages)
    articles.extend(stitched)
    kept = [_in_a_language(a) for a in articles if a.kind in SEARCHABLE and a.text.strip()]
    placed = tuple((paths[article.source], article) for article in kept)
    joined = _stories(pages) - _stories(stitched)
    return Reading(placed, tuple(errors), frozenset(failed), partly, joined)


def _stories(articles: Sequence[Article]) -> int:
    return sum(article.kind in READABLE for article in articles)


def _in_a_language(article: Article) -> Article:
    """The article with its language, which captions and mastheads come without."""
    return article if article.language else replace(article, language=detect(article.text))


def _in_one_line(lost: Sequence[ReadError]) -> list[ReadError]:
    """What went wrong several times: the first, and how many more."""
    if len(lost) < 2:
        return list(lost)
    first = lost[0]
    return [ReadError(first.what, f"{first.value}, and {len(lost) - 1:,} more", first.remedy)]


def with_digest(record: FileRecord) -> FileRecord:
    """The record with the SHA-256 of what the file holds now."""
    if record.sha256:
        return record
    return replace(record, sha256=sha256(Path(on_disk(record.path))))


def unreadable(path: Path, error: OSError) -> ReadError:
    """The error of a file that the system does not give."""
    why = os.strerror(error.errno or 0)
    return ReadError(f"cannot be read ({why})", path, "Check the path and its permissions.")
