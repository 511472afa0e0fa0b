"""Which files are to be read, which are as they were, which only have another name.

A file whose size and time are unchanged is not opened. One that differs is compared by SHA-256: the
same content is the same file, be it touched or moved. Files of one day in one folder are the pages
of one issue: they are read together, because an article may go on from one to the next.

Knows files and what a library remembers of them; knows nothing of articles or tables.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.dates import date_in_name
from corpus.errors import ReadError, UserError
from corpus.read import Found, find
from index.paths import on_disk, stored, unlike
from index.reading import unreadable, with_digest
from index.storage import FileRecord

_A_DAY = len("1987-03-02")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one issue that are to be read together, and those of it that are gone."""

    records: tuple[FileRecord, ...]
    gone: tuple[str, ...] = ()
    """Paths of it that are no more, or that have become one of the records."""


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
    moved = {r.sha256: r for r in before.values() if r.sha256 and not _there(r.path)}
    taken = {record.source for record in before.values()}
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
            record, to_read = _sort(found, record, before, moved, taken)
        except OSError as error:
            found.failed.append(unreadable(item.path, error))
            continue
        except ReadError as error:
            found.failed.append(error)
            continue
        taken.add(record.source)
        seen[record.path] = record
        found.given[record.path] = item.path
        if to_read:
            dirty.add(record.bundle)
    dirty |= _dirtied(found.renamed, before, seen)
    if prune:
        moved_on = {old for old, _ in found.renamed}
        absent = [path for path in before if path not in seen and path not in moved_on]
        found.removed = _gone(paths, absent, found.failed)
    found.bundles = _bundles(
        seen.values(), dirty, [before[path] for path in found.removed], found.renamed
    )
    return found


def _dirtied(
    renamed: Sequence[tuple[str, FileRecord]],
    before: Mapping[str, FileRecord],
    seen: Mapping[str, FileRecord],
) -> set[str]:
    """The issues that files left or came to which may hold other articles under other names.

    A file's name tells its date and how it is read, day and folder what it is read together with.
    """
    members: dict[str, set[str]] = {}
    for record in (*before.values(), *seen.values()):
        members.setdefault(record.bundle, set()).add(record.path)
    dirty: set[str] = set()
    for path, record in renamed:
        issues = {before[path].bundle, record.bundle}
        was, now = Path(on_disk(path)), Path(on_disk(record.path))
        told = [(date_in_name(name.name), name.suffix.lower()) for name in (was, now)]
        others = set().union(*(members[issue] for issue in issues)) - {path, record.path}
        if others or told[0] != told[1]:
            dirty |= issues
    return dirty


def _there(path: str) -> bool:
    return os.path.exists(on_disk(path))


def _bundles(
    seen: Iterable[FileRecord],
    dirty: set[str],
    removed: Sequence[FileRecord],
    renamed: Sequence[tuple[str, FileRecord]],
) -> list[Bundle]:
    """The issues to read: those with a file that is new or changed, or gone while others stay.

    An issue that a renamed file came to is read last: until it is in, the file's old path is
    remembered, and a run that is cut off is taken up with the same plan.
    """
    gone: dict[str, list[str]] = {}
    for record in removed:
        gone.setdefault(record.bundle, []).append(record.path)
    bundles: dict[str, list[FileRecord]] = {}
    for record in seen:
        if record.bundle in dirty or record.bundle in gone:
            bundles.setdefault(record.bundle, []).append(record)
    for old, record in renamed:
        if record.bundle in bundles:
            gone.setdefault(record.bundle, []).append(old)
    last = {record.bundle for _, record in renamed}
    return [
        Bundle(tuple(bundles[key]), tuple(gone.get(key, ())))
        for key in sorted(bundles, key=lambda key: key in last)
    ]


def _record(item: Found, collection: str, fields: tuple[tuple[str, str], ...]) -> FileRecord:
    """A file as it is now, its content not looked at yet."""
    if item.error is not None:
        raise item.error
    path = Path(os.path.abspath(item.path))
    status = path.stat()
    date = date_in_name(path.name) or date_in_name(path.parent.name)
    whole_day = len(date) == _A_DAY
    return FileRecord(
        path=stored(str(path)),
        source=item.source,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        sha256="",
        bundle=stored(f"{path.parent}|{date}" if whole_day else str(path)),
        collections=(collection,) if collection else (),
        fields=fields,
    )


def _sort(
    found: Plan,
    record: FileRecord,
    before: Mapping[str, FileRecord],
    moved: Mapping[str, FileRecord],
    names: Set[str],
) -> tuple[FileRecord, bool]:
    """Put a file where it belongs in the plan; answers its record and whether to read it."""
    old = before.get(record.path)
    if old is None:
        record = with_digest(record) if moved else record
        origin = moved.get(record.sha256)
        if origin is not None and not _becomes(found, origin, record):
            origin = None
        if origin is None:
            name = unlike(names, record.source, on_disk(record.path))
            found.added.append(record.path)
            return replace(record, source=name), True
        name = unlike(names - {origin.source}, record.source, on_disk(record.path))
        record = replace(
            record,
            source=name,
            sha256=origin.sha256,
            fields=origin.fields,
            collections=tuple(dict.fromkeys((*origin.collections, *record.collections))),
        )
        found.renamed.append((origin.path, record))
        return record, False
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


def _becomes(found: Plan, origin: FileRecord, record: FileRecord) -> bool:
    """Whether a file that is gone is now this one, and no other."""
    taken = origin.path in {path for path, _ in found.renamed}
    return not taken and record.fields in ((), origin.fields)


def _gone(paths: Sequence[Path], absent: Sequence[str], failed: Sequence[UserError]) -> list[str]:
    """Remembered files below the folders given that are there no more.

    What lies below a folder that could not be read is not known to be gone.
    """
    folders = [os.path.join(os.path.abspath(p), "") for p in paths if Path(p).is_dir()]
    unsure = tuple(os.path.join(os.path.abspath(str(error.value)), "") for error in failed)
    return [
        path
        for path, real in ((path, on_disk(path)) for path in absent)
        if any(real.startswith(folder) for folder in folders)
        and not os.path.exists(real)
        and not real.startswith(unsure)
    ]
