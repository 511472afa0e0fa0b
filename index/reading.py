"""Which files are to be read, which are as they were, and what articles stand in them.

A file whose size and time are unchanged is not opened. One that differs is compared by SHA-256: the
same content is the same file, be it touched or moved. Files of one day in one folder are the pages
of one issue: they are read together, because an article may go on from one to the next.

Knows files and articles; knows nothing of passages, vectors or tables.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.assemble import articles_of, stitch
from corpus.dates import date_in_name
from corpus.errors import ReadError, UserError
from corpus.language import detect
from corpus.read import KINDS, Found, find, read_batch
from corpus.types import SEARCHABLE, Article
from index.prepared import sha256
from index.storage import FileRecord

_A_DAY = len("1987-03-02")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one issue that are to be read together, and those of it that are gone."""

    records: tuple[FileRecord, ...]
    gone: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What adding will do with each file."""

    bundles: list[Bundle] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    renamed: list[tuple[str, FileRecord]] = field(default_factory=list)
    given: dict[str, Path] = field(default_factory=dict)
    """For each path, the file as the user named it."""
    records: list[FileRecord] = field(default_factory=list)
    """Files whose content is as it was, but not their time or their collections."""
    removed: list[str] = field(default_factory=list)
    """Files that are gone, those of issues to be read among them."""
    failed: list[UserError] = field(default_factory=list)
    skipped: int = 0

    @property
    def bytes(self) -> int:
        """How much is to be read."""
        return sum(record.size for bundle in self.bundles for record in bundle.records)


def plan(
    paths: Sequence[Path],
    known: Iterable[FileRecord],
    collection: str,
    fields: Mapping[str, str],
    *,
    prune: bool,
) -> Plan:
    """Compare what the paths name with what the library remembers."""
    found = Plan()
    before = {record.path: record for record in known}
    moved = {r.sha256: r for r in before.values() if r.sha256 and not os.path.exists(r.path)}
    seen: dict[str, FileRecord] = {}
    dirty: set[str] = set()
    for item in find(paths):
        if item.skipped:
            found.skipped += 1
            continue
        try:
            record = _record(item, collection, tuple(sorted(fields.items())))
            if record.path in seen:
                continue
            record, to_read = _sort(found, record, before, moved)
        except OSError as error:
            found.failed.append(_unreadable(item.path, error))
            continue
        except ReadError as error:
            found.failed.append(error)
            continue
        seen[record.path] = record
        found.given[record.path] = item.path
        if to_read:
            dirty.add(record.bundle)
    if prune:
        taken = {old for old, _ in found.renamed}
        absent = [path for path in before if path not in seen and path not in taken]
        found.removed = _gone(paths, absent, found.failed)
    found.bundles = _bundles(seen.values(), dirty, [before[path] for path in found.removed])
    return found


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
            errors.append(_unreadable(item.path, error))
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


def _bundles(
    seen: Iterable[FileRecord], dirty: set[str], removed: Sequence[FileRecord]
) -> list[Bundle]:
    """The issues to read: those with a file that is new or changed, or gone while others stay."""
    gone: dict[str, list[str]] = {}
    for record in removed:
        gone.setdefault(record.bundle, []).append(record.path)
    bundles: dict[str, list[FileRecord]] = {}
    for record in seen:
        if record.bundle in dirty or record.bundle in gone:
            bundles.setdefault(record.bundle, []).append(record)
    return [Bundle(tuple(bundles[key]), tuple(gone.get(key, ()))) for key in bundles]


def read_bundle(
    records: Sequence[FileRecord], given: Mapping[str, Path]
) -> tuple[list[tuple[str, Article]], list[UserError], set[str]]:
    """The articles of an issue in order with their files; errors; the files that failed whole."""
    articles: list[Article] = []
    pages: list[Article] = []
    paths: dict[str, str] = {}
    errors: list[UserError] = []
    failed: set[str] = set()
    for record in records:
        result = next(
            iter(read_batch([given[record.path]], dict(record.fields), named=record.source))
        )
        if result.error is not None:
            errors.append(result.error)
            failed.add(record.path)
            continue
        errors.extend(_in_one_line(result.lost))
        for document in result.documents:
            paths[document.source] = record.path
            # What a container says to be one article goes on nowhere else.
            found = articles if document.plain else pages
            found.extend(articles_of(document))
    articles.extend(stitch(pages))
    kept = [_in_a_language(a) for a in articles if a.kind in SEARCHABLE and a.text.strip()]
    return [(paths[article.source], article) for article in kept], errors, failed


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
    return replace(record, sha256=sha256(Path(record.path)))


def _record(item: Found, collection: str, fields: tuple[tuple[str, str], ...]) -> FileRecord:
    """A file as it is now, its content not looked at yet."""
    if item.error is not None:
        raise item.error
    path = Path(os.path.abspath(item.path))
    status = path.stat()
    date = date_in_name(path.name) or date_in_name(path.parent.name)
    whole_day = len(date) == _A_DAY
    return FileRecord(
        path=str(path),
        source=item.source,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        sha256="",
        bundle=f"{path.parent}|{date}" if whole_day else str(path),
        collections=(collection,) if collection else (),
        fields=fields,
    )


def _sort(
    found: Plan,
    record: FileRecord,
    before: Mapping[str, FileRecord],
    moved: Mapping[str, FileRecord],
) -> tuple[FileRecord, bool]:
    """Put a file where it belongs in the plan; answers its record and whether to read it."""
    old = before.get(record.path)
    if old is None:
        if moved:
            record = with_digest(record)
            origin = moved.get(record.sha256)
            taken = origin is None or origin.path in {path for path, _ in found.renamed}
            if origin is not None and not taken and record.fields in ((), origin.fields):
                record = replace(record, fields=origin.fields)
                found.renamed.append((origin.path, record))
                return record, False
        found.added.append(record.path)
        return record, True
    joined = set(record.collections) - set(old.collections)
    # A file keeps the columns that were named for it, until others are.
    fields = record.fields or old.fields
    record = replace(
        record, source=old.source, collections=(*old.collections, *joined), fields=fields
    )
    same_look = (old.size, old.mtime_ns) == (record.size, record.mtime_ns)
    same_columns = fields == old.fields
    if old.sha256 and same_columns and (same_look or with_digest(record).sha256 == old.sha256):
        found.unchanged.append(record.path)
        record = replace(record, sha256=old.sha256)
        if not same_look or joined:
            found.records.append(record)
        return record, False
    # Without a digest: an earlier run was cut off in the middle of this file.
    (found.changed if old.sha256 else found.added).append(record.path)
    return record, True


def _unreadable(path: Path, error: OSError) -> ReadError:
    why = os.strerror(error.errno or 0)
    return ReadError(f"cannot be read ({why})", path, "Check the path and its permissions.")


def _gone(paths: Sequence[Path], absent: Sequence[str], failed: Sequence[UserError]) -> list[str]:
    """Remembered files below the folders given that are there no more.

    What lies below a folder that could not be read is not known to be gone.
    """
    folders = [os.path.join(os.path.abspath(p), "") for p in paths if Path(p).is_dir()]
    unsure = tuple(os.path.join(os.path.abspath(str(error.value)), "") for error in failed)
    return [
        path
        for path in absent
        if any(path.startswith(folder) for folder in folders)
        and not os.path.exists(path)
        and not path.startswith(unsure)
    ]
