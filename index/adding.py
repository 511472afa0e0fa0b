"""Files into a library: read, cut, encoded and committed batch by batch.

A batch is a few hundred passages, committed as soon as they are encoded; what was committed is not
done again by the next run. An article that the library holds already is never encoded again,
whichever file it stands in. A file too large for one batch is kept as unfinished until its last
part is in: then, in one step, its earlier articles go and its record becomes valid.

Knows storage only through its seam; knows nothing of how progress is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.passages import PassageSettings, passages_of
from corpus.read import NO_FIELDS
from corpus.types import READABLE, Article
from index import planning, reading
from index.entries import Cut, bare, entries_of
from index.storage import Batch, Entry, FileRecord, Storage, Writer
from index.types import Encoder

if TYPE_CHECKING:
    from index.types import Matrix

BATCH = 256
"""Passages to encode before a commit: some seconds of work that a kill can cost."""
_MOST_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far adding has come."""

    files: int
    articles: int
    passages: int
    bytes: int
    bytes_in_all: int


@dataclass(slots=True)
class AddSummary:
    """What adding did, in files, articles and passages."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    renamed: int = 0
    removed: int = 0
    skipped: int = 0
    articles: int = 0
    others: int = 0
    """What is searched beside the articles: captions, mastheads, contents."""
    passages: int = 0
    joined: int = 0
    """Continuations that were joined to the articles that they go on from."""
    partly: int = 0
    """Files that were read, but not all of their records: each has an error in `failed`."""
    seconds_encoding: float = 0.0
    failed: list[UserError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Issue:
    """The files of one bundle as they were read."""

    records: tuple[FileRecord, ...]
    articles: tuple[tuple[str, Article], ...]
    gone: tuple[str, ...] = ()


class Adder:
    """Adds files through a storage's writer. One use each."""

    def __init__(
        self,
        storage: Storage,
        writer: Writer,
        encoder: Callable[[], Encoder],
        settings: PassageSettings,
        report: Callable[[Progress], None],
        batch: int = BATCH,
    ) -> None:
        self._storage = storage
        self._writer = writer
        self._encoder = encoder
        self._settings = settings
        self._report = report
        self._batch = batch
        self.summary = AddSummary()
        self._pending: list[_Issue] = []
        self._fresh: dict[str, Cut] = {}
        self._given: Mapping[str, Path] = {}
        self._came_from: dict[str, str] = {}
        self._files = self._bytes = self._bytes_read = self._bytes_in_all = 0

    def add(
        self,
        paths: Sequence[Path],
        collection: str,
        fields: Mapping[str, str] = NO_FIELDS,
        *,
        prune: bool,
    ) -> AddSummary:
        """Bring the library up to date with the paths."""
        with self._storage.view() as view:
            plan = planning.plan(paths, view.files(), collection, fields, prune=prune)
        self._given = plan.given
        self._bytes_in_all = plan.bytes
        self.summary.failed.extend(plan.failed)
        self.summary.skipped = plan.skipped
        self._settle(plan)
        failed: set[str] = set()
        for bundle in plan.bundles:
            failed |= self._take(bundle)
        self._flush()
        self.summary.added = sum(path not in failed for path in plan.added)
        self.summary.changed = sum(path not in failed for path in plan.changed)
        self.summary.unchanged = sum(path not in failed for path in plan.unchanged)
        self.summary.renamed = sum(record.path not in failed for _, record in plan.renamed)
        return self.summary

    def _settle(self, plan: planning.Plan) -> None:
        """Commit what needs no encoding: moved, touched and removed files."""
        # A page that is gone from an issue goes when the rest of the issue has been read anew.
        later = {path for bundle in plan.bundles for path in bundle.gone}
        # A renamed file that is read anew keeps its old path until then.
        gone = tuple(path for path in plan.removed if path not in later)
        renamed = tuple((old, record) for old, record in plan.renamed if old not in later)
        self._came_from = {record.path: old for old, record in plan.renamed if old in later}
        if renamed or plan.records or gone:
            self._writer.commit(Batch(forget=gone, renamed=renamed, files=tuple(plan.records)))
        self.summary.removed = len(plan.removed)

    def _take(self, bundle: planning.Bundle) -> frozenset[str]:
        """Read an issue; encode and commit when there is enough. Answers the files that failed."""
        # Hashed before it is read: a file that changes meanwhile is read again next time.
        records = []
        for record in bundle.records:
            try:
                records.append(reading.with_digest(record))
            except OSError:
                records.append(record)  # reading it says what is wrong
        found = reading.read_bundle(records, self._given)
        self.summary.failed.extend(found.errors)
        self.summary.partly += found.partly
        self.summary.joined += found.joined
        whole = tuple(record for record in records if record.path not in found.failed)
        kept = {self._came_from.get(path) for path in found.failed}
        gone = tuple(path for path in bundle.gone if path not in kept)
        self._pending.append(_Issue(whole, found.articles, gone))
        self._cut([article for _, article in found.articles])
        self._files += len(bundle.records)
        self._bytes_read += sum(record.size for record in bundle.records)
        if self._size() >= self._batch or self._held() >= _MOST_ARTICLES:
            self._flush()
        return found.failed

    def _size(self) -> int:
        return sum(len(passages) for _, passages in self._fresh.values())

    def _held(self) -> int:
        return sum(len(issue.articles) for issue in self._pending)

    def _cut(self, articles: Sequence[Article]) -> None:
        """Cut the articles that are not in the library into passages."""
        with self._storage.view() as view:
            known = view.known([article.id for article in articles])
        for article in articles:
            if article.id not in known and article.id not in self._fresh:
                passages = tuple(passages_of(article, self._settings))
                self._fresh[article.id] = (article, passages)

    def _flush(self) -> None:
        """Encode what is new and commit it; at last the files that it stands in, whole."""
        size, done = self._size(), self._bytes
        encoded = 0
        for part in self._parts():
            entries = self._encoded(part)
            encoded += sum(len(passages) for _, passages in part)
            self._bytes = done + (self._bytes_read - done) * encoded // max(1, size)
            if len(self._fresh) > len(part):
                self._commit_part(entries)
                for article, _ in part:
                    del self._fresh[article.id]
            else:
                self._commit_whole(entries)
            self._report(self._progress())
        if self._pending:
            self._commit_whole({})
        self._bytes = self._bytes_read

    def _parts(self) -> Iterator[list[Cut]]:
        """The new articles in batches; in one, unless there is enough for two."""
        part: list[Cut] = []
        size, left = 0, self._size()
        for article, passages in list(self._fresh.values()):
            part.append((article, passages))
            size += len(passages)
            if size >= self._batch and left - size >= self._batch:
                yield part
                part, size, left = [], 0, left - size
        if part:
            yield part

    def _encoded(self, part: Sequence[Cut]) -> dict[str, Entry]:
        """The entries of new articles by id, without their files yet."""
        entries = {entry.article.id: entry for entry in entries_of(part, self._vectors)}
        stories = sum(article.kind in READABLE for article, _ in part)
        self.summary.articles += stories
        self.summary.others += len(part) - stories
        self.summary.passages += sum(len(passages) for _, passages in part)
        return entries

    def _vectors(self, texts: Sequence[str]) -> Matrix:
        started = time.perf_counter()
        vectors = self._encoder().encode_passages(texts)
        self.summary.seconds_encoding += time.perf_counter() - started
        return vectors

    def _commit_part(self, entries: dict[str, Entry]) -> None:
        """A part of files that stay unfinished: their records have no digest yet."""
        places = {article.id: path for issue in self._pending for path, article in issue.articles}
        placed = tuple(replace(entry, path=places[id_]) for id_, entry in entries.items())
        paths = {entry.path for entry in placed}
        records = [r for issue in self._pending for r in issue.records if r.path in paths]
        unfinished = tuple(replace(record, sha256="") for record in records)
        self._writer.commit(Batch(files=unfinished, entries=placed))

    def _commit_whole(self, entries: dict[str, Entry]) -> None:
        """All pending files with all of their articles, in the place of what they held before."""
        pending, self._pending, self._fresh = self._pending, [], {}
        records = tuple(record for issue in pending for record in issue.records)
        placed = []
        for issue in pending:
            for path, article in issue.articles:
                entry = entries.pop(article.id, None) or bare(article, path)
                placed.append(replace(entry, article=article, path=path))
        paths = [record.path for record in records]
        paths += [path for issue in pending for path in issue.gone]
        if paths:
            self._writer.commit(Batch(forget=tuple(paths), files=records, entries=tuple(placed)))

    def _progress(self) -> Progress:
        done = self.summary
        return Progress(self._files, done.articles, done.passages, self._bytes, self._bytes_in_all)
