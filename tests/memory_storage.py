"""A second storage behind the seam: plain lists in memory, as simple as can be.

It shows that adding and searching use nothing but the seam, and what the seam means.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.types import READABLE, Article, Passage
from index import reprints
from index.segments import clipped
from index.storage import EVERYTHING, Batch, Entry, FileRecord, Placement, Postings
from index.tables import _named, _within
from index.types import Filters
from index.writing import renamed

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass
class Row:
    """One passage."""

    passage: Passage
    vector: NDArray[np.float16]
    terms: dict[str, int]
    alive: bool = True


@dataclass
class State:
    """One generation."""

    generation: int = 0
    files: dict[str, FileRecord] = field(default_factory=dict)
    placed: list[tuple[str, Article]] = field(default_factory=list)
    stories: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


class MemoryView:
    """One generation, answered from lists."""

    def __init__(self, state: State, dimension: int) -> None:
        self._state = state
        self._dimension = dimension

    @property
    def generation(self) -> int:
        return self._state.generation

    @property
    def stamp(self) -> str:
        return f"memory/{self._state.generation}"

    def extends(self, stamp: str) -> bool:
        return stamp.startswith("memory/") and int(stamp[7:]) <= self._state.generation

    @property
    def rows(self) -> int:
        return len(self._state.rows)

    @property
    def alive(self) -> NDArray[np.bool_]:
        return np.array([row.alive for row in self._state.rows], np.bool_)

    @property
    def lengths(self) -> NDArray[np.int32]:
        return np.array([r.alive * sum(r.terms.values()) for r in self._state.rows], np.int32)

    @property
    def stories(self) -> NDArray[np.int32]:
        found = self._state.stories
        return np.array([found.get(r.passage.article_id, 0) for r in self._state.rows], np.int32)

    def vectors(self, start: int, stop: int) -> NDArray[np.float16]:
        return self.vectors_at(range(start, stop))

    def vectors_at(self, rows: Sequence[int]) -> NDArray[np.float16]:
        out = np.zeros((len(rows), self._dimension), np.float16)
        for at, row in enumerate(rows):
            out[at] = self._state.rows[row].vector
        return out

    def postings(self, terms: Iterable[str]) -> dict[str, Postings]:
        found = {}
        for term in terms:
            here = [
                (at, row.terms[term])
                for at, row in enumerate(self._state.rows)
                if row.alive and term in row.terms
            ]
            if here:
                rows, counts = zip(*here, strict=True)
                found[term] = Postings(np.array(rows, np.int32), np.array(counts, np.uint8))
        return found

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        return {term: len(found.rows) for term, found in self.postings(terms).items()}

    def terms_beginning(self, prefix: str, limit: int = 1000) -> list[str]:
        every = {term for row in self._state.rows for term in row.terms}
        return sorted(term for term in every if prefix and term.startswith(prefix))[:limit]

    def select(self, filters: Filters) -> NDArray[np.bool_]:
        passing = {placement.article_id for placement in self.listing(filters)}
        return np.array(
            [row.alive and row.passage.article_id in passing for row in self._state.rows], np.bool_
        )

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        return [self._state.rows[row].passage for row in rows]

    def count(self) -> int:
        return len({article.id for _, article in self._state.placed})

    def known(self, ids: Sequence[str]) -> set[str]:
        return {article.id for _, article in self._state.placed} & set(ids)

    def articles(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Article]:
        passing = {(p.article_id, p.path, p.source) for p in self.listing(filters)}
        found: dict[str, Article] = {}
        for path, article in self._state.placed:
            if article.id in ids and (article.id, path, article.source) in passing:
                found.setdefault(article.id, article)
        return found

    def listing(self, filters: Filters) -> list[Placement]:
        dated = _within(filters.date_from, filters.date_to)
        kept = [
            Placement(a.id, path, a.source, a.date, a.page, a.section, a.publication)
            for path, a in self._state.placed
            if (not (filters.date_from or filters.date_to) or dated(a.date))
            and (
                not filters.sources
                or any(
                    map(
                        _named(filters.sources),
                        (a.source, a.publication, self._state.files[path].source),
                    )
                )
            )
            and (not filters.sections or _named(filters.sections)(a.section))
            and (not filters.languages or _named(filters.languages)(a.language))
            and (
                not filters.collections
                or set(filters.collections) & set(self._state.files[path].collections)
            )
        ]
        return sorted(kept, key=lambda place: (place.date, place.source, place.page))

    def same_story(self, article_id: str) -> list[Placement]:
        stories = self._state.stories
        return [
            place
            for place in self.listing(Filters())
            if stories[place.article_id] == stories.get(article_id)
        ]

    def files(self) -> list[FileRecord]:
        return list(self._state.files.values())


class MemoryStorage:
    """A library in memory: a commit makes a new state, a view keeps the one that it was given."""

    def __init__(self, dimension: int) -> None:
        self._state = State()
        self._dimension = dimension

    @contextmanager
    def view(self) -> Iterator[MemoryView]:
        yield MemoryView(self._state, self._dimension)

    @contextmanager
    def writer(self, command: str, wait: float = 0.0) -> Iterator[MemoryStorage]:
        yield self

    def commit(self, batch: Batch) -> int:
        state = copy.deepcopy(self._state)
        emptied = {path for path, article in state.placed if article.id in batch.remove}
        emptied |= {place.path for place in batch.displace}
        displaced = {(place.article_id, place.path, place.source) for place in batch.displace}
        state.placed = [
            (path, article)
            for path, article in state.placed
            if path not in batch.forget
            and article.id not in batch.remove
            and (article.id, path, article.source) not in displaced
        ]
        for path in batch.forget:
            state.files.pop(path, None)
        for old, record in batch.renamed:
            _rename(state, old, record)
        for record in batch.files:
            before = state.files.get(record.path, record).collections
            joined = tuple(dict.fromkeys((*before, *record.collections)))
            state.files[record.path] = replace(record, collections=joined)
        for entry in batch.entries:
            _put(state, entry)
        living = {article.id for _, article in state.placed}
        for row in state.rows:
            row.alive = row.alive and row.passage.article_id in living
        state.stories = {id_: s for id_, s in state.stories.items() if id_ in living}
        for path in emptied - {path for path, _ in state.placed}:
            state.files.pop(path, None)
        state.generation += 1
        self._state = state
        return state.generation


def _rename(state: State, old: str, record: FileRecord) -> None:
    source = state.files.pop(old).source
    state.files[record.path] = record
    for at, (path, article) in enumerate(state.placed):
        if path == old:
            runs = tuple(
                replace(run, source=renamed(run.source, source, record.source))
                for run in article.origin
            )
            name = renamed(article.source, source, record.source)
            state.placed[at] = (record.path, replace(article, source=name, origin=runs))


def _put(state: State, entry: Entry) -> None:
    held: Mapping[str, Article] = {article.id: article for _, article in state.placed}
    # An article whose last placement went in this very batch is still there: its rows live.
    rows = {row.passage.article_id for row in state.rows if row.alive}
    # The issue serves to join pages, and is not kept.
    state.placed.append((entry.path, replace(entry.article, issue="")))
    if entry.article.id in held or entry.article.id in rows:
        return
    sketch = _sketch(entry.article)
    same = [
        state.stories[id_]
        for id_, article in held.items()
        if reprints.same_story(sketch, _sketch(article), entry.article.text, article.text)
    ]
    state.stories[entry.article.id] = min(same, default=1 + max(state.stories.values(), default=0))
    for passage, vector, terms in zip(entry.passages, entry.vectors, entry.terms, strict=True):
        state.rows.append(Row(passage, vector.astype(np.float16), clipped(terms)))


def _sketch(article: Article) -> NDArray[np.uint32]:
    return reprints.sketch(article.text if article.kind in READABLE else "")
