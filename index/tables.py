"""What a reader keeps in memory of one generation: a few numbers for every row and placement.

Loaded in full once, then extended by what was appended, unless a commit also changed or removed
something. Never altered after it was made: readers share it between threads. Knows nothing of
vectors, postings or text.
"""

from __future__ import annotations

import fnmatch
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.database import meta
from index.types import Filters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Names:
    """Strings told apart by small numbers."""

    codes: dict[str, int]

    def code(self, name: str) -> int:
        """The number of a name, given to it when it is met first. Only while loading."""
        return self.codes.setdefault(name, len(self.codes))

    def passing(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """For each number, whether its name passes."""
        import numpy as np

        return np.fromiter((test(name) for name in self.codes), np.bool_, len(self.codes))


@dataclass(frozen=True, slots=True)
class Placements:
    """One item for each placement, in order of their numbers."""

    number: NDArray[np.int32]
    article: NDArray[np.int32]
    file: NDArray[np.int32]
    source: NDArray[np.int32]
    file_source: NDArray[np.int32]
    publication: NDArray[np.int32]
    date: NDArray[np.int32]
    section: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tables:
    """The arrays of one generation. `article` and `language`, `story` are indexed by its number."""

    lineage: str
    dimension: int
    generation: int
    rewrites: int
    article: NDArray[np.int32]
    """For each row, the number of its article; 0 where the row is dead."""
    length: NDArray[np.int32]
    language: NDArray[np.int32]
    story: NDArray[np.int32]
    placements: Placements
    sources: Names
    """Names of files, of records in them, and of publications."""
    dates: Names
    sections: Names
    languages: Names
    collections: Mapping[str, frozenset[int]]

    def select(self, filters: Filters) -> NDArray[np.bool_]:
        """For each row, whether it is alive and a placement of its article passes."""
        import numpy as np

        alive = self.article > 0
        if filters == Filters():
            return alive
        passing = np.zeros(len(self.story), np.bool_)
        passing[self.placements.article[self.placed(filters)]] = True
        passed: NDArray[np.bool_] = alive & passing[self.article]
        return passed

    def placed(self, filters: Filters) -> NDArray[np.bool_]:
        """For each placement, whether it passes."""
        import numpy as np

        here = self.placements
        keep = np.ones(len(here.article), np.bool_)
        if filters.date_from or filters.date_to:
            keep &= self.dates.passing(_within(filters.date_from, filters.date_to))[here.date]
        if filters.sources:
            named = self.sources.passing(_named(filters.sources))
            keep &= named[here.source] | named[here.file_source] | named[here.publication]
        if filters.sections:
            keep &= self.sections.passing(_named(filters.sections))[here.section]
        if filters.languages:
            spoken = self.languages.passing(_spoken(filters.languages))
            keep &= spoken[self.language[here.article]]
        if filters.collections:
            empty: frozenset[int] = frozenset()
            files = empty.union(*(self.collections.get(n, empty) for n in filters.collections))
            keep &= np.isin(here.file, np.fromiter(files, np.int32, len(files)))
        return keep


def load(connection: sqlite3.Connection, before: Tables | None) -> Tables:
    """The arrays of the generation that the connection's transaction sees."""
    now = meta(connection)
    lineage, generation = now["library"], int(now["generation"])
    rewrites = int(now["rewrites"])
    if before is not None and before.lineage == lineage and before.rewrites == rewrites:
        if before.generation == generation:
            return before
    else:
        before = _nothing()
    sources, dates, sections, languages = (
        Names(dict(names.codes))
        for names in (before.sources, before.dates, before.sections, before.languages)
    )
    article, length = _rows(connection, before, int(now["next_row"]))
    language, story = _articles(connection, before, languages)
    return Tables(
        lineage,
        int(now["dimension"]),
        generation,
        rewrites,
        article,
        length,
        language,
        story,
        _placements(connection, before.placements, sources, dates, sections),
        sources,
        dates,
        sections,
        languages,
        _collections(connection),
    )


def _nothing() -> Tables:
    import numpy as np

    none = np.zeros(0, np.int32)
    one = np.zeros(1, np.int32)
    placements = Placements(none, none, none, none, none, none, none, none)
    names = [Names({}) for _ in range(4)]
    return Tables(
        "", 0, -1, 0, none, none, one, one, placements, names[0], names[1], names[2], names[3], {}
    )


def _rows(
    connection: sqlite3.Connection, before: Tables, next_row: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    import numpy as np

    start = len(before.article)
    found = _numbers(
        connection, "SELECT row, article, length FROM passages WHERE row >= ?", start, 3
    )
    article = np.zeros(next_row, np.int32)
    length = np.zeros(next_row, np.int32)
    article[:start], length[:start] = before.article, before.length
    article[found[:, 0]], length[found[:, 0]] = found[:, 1], found[:, 2]
    return article, length


def _articles(
    connection: sqlite3.Connection, before: Tables, languages: Names
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Language and story by article number. Number 0 is no article."""
    import numpy as np

    rows = connection.execute(
        "SELECT number, story, language FROM articles WHERE number >= ? ORDER BY number",
        (len(before.story),),
    )
    coded = ((number, of, languages.code(name)) for number, of, name in rows)
    new = np.fromiter(coded, np.dtype((np.int32, (3,))))
    size = int(new[-1, 0]) + 1 if len(new) else len(before.story)
    language, story = np.zeros(size, np.int32), np.zeros(size, np.int32)
    language[: len(before.story)], story[: len(before.story)] = before.language, before.story
    story[new[:, 0]], language[new[:, 0]] = new[:, 1], new[:, 2]
    return language, story


def _placements(
    connection: sqlite3.Connection,
    before: Placements,
    sources: Names,
    dates: Names,
    sections: Names,
) -> Placements:
    import numpy as np

    last = int(before.number[-1]) if len(before.number) else 0
    rows = connection.execute(
        "SELECT p.number, p.article, p.file, p.source, f.source, p.publication, p.date, p.section"
        " FROM placements p JOIN files f ON f.number = p.file"
        " WHERE p.number > ? ORDER BY p.number",
        (last,),
    )
    # One row at a time: all of them as Python objects would be larger than the arrays by far.
    coded = (
        (number, article, file, sources.code(name), sources.code(of_file), sources.code(paper),
         dates.code(date), sections.code(section))
        for number, article, file, name, of_file, paper, date, section in rows
    )  # fmt: skip
    new = np.fromiter(coded, np.dtype((np.int32, (8,))))
    old = (before.number, before.article, before.file, before.source, before.file_source,
           before.publication, before.date, before.section)  # fmt: skip
    columns = [np.concatenate([part, new[:, at]]) for at, part in enumerate(old)]
    return Placements(*columns)


def _collections(connection: sqlite3.Connection) -> dict[str, frozenset[int]]:
    files: dict[str, set[int]] = {}
    for file, name in connection.execute("SELECT file, name FROM collections"):
        files.setdefault(name, set()).add(file)
    return {name: frozenset(members) for name, members in files.items()}


def _numbers(
    connection: sqlite3.Connection, query: str, start: int, columns: int
) -> NDArray[np.int64]:
    import numpy as np

    kind = np.dtype((np.int64, (columns,)))
    return np.fromiter(connection.execute(query, (start,)), kind)


def _within(low: str, high: str) -> Callable[[str], bool]:
    """Whether a date lies in the range, as far as both are known: 1987-03 is in 1987-03-02 on."""

    def test(date: str) -> bool:
        if not date:
            return False
        return date >= low[: len(date)] and (not high or date[: len(high)] <= high)

    return test


def _spoken(languages: Sequence[str]) -> Callable[[str], bool]:
    """Whether a language is one of these, or a variant: zh asks for zh-Hant, too."""
    return lambda found: any(
        found == language or found.startswith(f"{language}-") for language in languages
    )


def _named(wanted: Sequence[str]) -> Callable[[str], bool]:
    """Whether a name is one of these, whatever its case; `*` stands for anything."""
    patterns = [name.casefold() for name in wanted]

    def test(name: str) -> bool:
        folded = name.casefold()
        return bool(folded) and any(
            folded == pattern or ("*" in pattern and fnmatch.fnmatchcase(folded, pattern))
            for pattern in patterns
        )

    return test
