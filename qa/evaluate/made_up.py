"""A library of a given size with no meaning: what the speed of searching is measured on.

Sentences of common characters in a natural mix of frequent and rare, put together into passages;
vectors that lie in bunches, spread as those of real passages are. The first part goes through the
writer; whole copies of it, under other numbers and with other vectors, follow as SQL, which is a
hundred times faster. Such a library is for timing only.

Knows the tables of a library; nothing of how it is searched.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Article, Passage
from index import lexical
from index.storage import Batch, Entry, FileRecord

if TYPE_CHECKING:
    from index.types import Matrix

SENTENCES, STOCK = 20_000, 4_000
PER_STOCK = 7
PER_ARTICLE = 5
BATCH, WRITTEN = 6_250, 50_000
"""Passages in a batch, and those that go through the writer."""
_CHARACTERS = 3_500
_LENGTH = 40
_MEAN, _THEMES, _TOPICS = 0.912, 100, 10_000
"""How alike all vectors are, and into how many bunches of bunches they fall."""
_FALL = 0.62
"""How fast the spread falls from one direction to the next, as measured on real passages."""


class MadeUp:
    """Text and vectors of no meaning and natural proportions, the same on every run."""

    def __init__(self, dimension: int) -> None:
        import numpy as np

        self._chance = np.random.default_rng(11)
        shares = 1 / (np.arange(_CHARACTERS) + 8.0)
        drawn = self._chance.choice(_CHARACTERS, (SENTENCES, _LENGTH), p=shares / shares.sum())
        self.sentences = ["".join(chr(0x4E00 + one) for one in row) + "。" for row in drawn]
        spread = (1.0 + np.arange(dimension)) ** (-_FALL / 2)
        self._spread = (spread / np.linalg.norm(spread)).astype(np.float32)
        self._mean = unit(self._normal(1))
        self._themes, self._topics = self._scattered(_THEMES), self._scattered(_TOPICS)

    def queries(self, count: int) -> list[str]:
        """Questions about pieces of sentences."""
        chosen = self._chance.integers(SENTENCES, size=count)
        return [f"关于{self.sentences[one][8:22]}的情况是怎样的？" for one in chosen]

    def vectors(self, count: int) -> Matrix:
        """Vectors near each other, nearer within a theme, nearest within one of its topics."""
        import numpy as np

        topics = self._chance.integers(_TOPICS, size=count)
        apart = 0.5 * (self._themes[topics % _THEMES] + self._topics[topics])
        apart += np.float32(0.5**0.5) * self._scattered(count)
        return unit(_MEAN * self._mean + (1 - _MEAN**2) ** 0.5 * apart)

    def _scattered(self, count: int) -> Matrix:
        return self._normal(count) * self._spread

    def _normal(self, count: int) -> Matrix:
        import numpy as np

        drawn: Matrix = self._chance.standard_normal((count, len(self._spread)), dtype=np.float32)
        return drawn


class Writing:
    """Articles of passages that are a piece of stock with another sentence at the end of each."""

    def __init__(self, made: MadeUp) -> None:
        import numpy as np

        self._chance = np.random.default_rng(12)
        self._made = made
        chosen = self._chance.integers(SENTENCES, size=(STOCK, PER_STOCK))
        self._stock = ["".join(made.sentences[one] for one in row) for row in chosen]
        self._known: dict[str, Counter[str]] = {}

    def batch(self, first: int, count: int) -> Iterator[Entry]:
        """Articles with the passages [first, first + count)."""
        vectors = self._made.vectors(count)
        for at in range(0, count, PER_ARTICLE):
            yield self._article(first + at, vectors[at : at + PER_ARTICLE])

    def _article(self, first: int, vectors: Matrix) -> Entry:
        texts, terms = [], []
        for _ in vectors:
            stock, end = (int(self._chance.integers(most)) for most in (STOCK, SENTENCES))
            beginning, ending = self._stock[stock], self._made.sentences[end]
            texts.append(beginning + ending)
            counted = Counter(self._terms(beginning))
            counted.update(self._terms(ending))
            terms.append(counted)
        id_, year = f"made-up-{first}", 1950 + first // PER_ARTICLE % 70
        article = Article(id_, "made-up", "", "".join(texts), date=f"{year}-01-01", language="zh")
        passages, at = [], 0
        for text in texts:
            passages.append(Passage(f"{id_}:{at}", id_, at, at + len(text)))
            at += len(text)
        return Entry(article, "made-up", tuple(passages), vectors, tuple(terms))

    def _terms(self, text: str) -> Counter[str]:
        if text not in self._known:
            self._known[text] = lexical.terms(text)
        return self._known[text]


def unit(rows: Matrix) -> Matrix:
    """The rows, each at length one."""
    import numpy as np

    scaled: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def fill(
    directory: Path, fingerprint: str, dimension: int, passages: int, written: int = WRITTEN
) -> None:
    """A library of so many passages in the folder; one that is there already stays.

    Above `written` it has the next smaller multiple of that.
    """
    from index.store import Recipe, SqliteStorage

    if (directory / "library.db").exists():
        return
    directory.mkdir(parents=True, exist_ok=True)
    recipe = Recipe(fingerprint, dimension, "made-up", lexical.RECIPE)
    storage = SqliteStorage.create(directory, recipe)
    made = MadeUp(dimension)
    writing = Writing(made)
    file = FileRecord("made-up", "made-up", 0, 0, "", "made-up")
    with storage.writer("speed") as writer:
        for start in range(0, min(passages, written), BATCH):
            entries = writing.batch(start, min(BATCH, passages - start, written - start))
            writer.commit(Batch(files=(file,), entries=tuple(entries)))
            _say(min(start + BATCH, passages))
        for copy in range(1, passages // written):
            _repeat(directory / "library.db", copy, written, made)
            writer.commit(Batch(files=(file,)))
            _say((copy + 1) * written)
    print(file=sys.stderr)


def _repeat(path: Path, copy: int, written: int, made: MadeUp) -> None:
    """Once more what was written first, under other numbers."""
    with sqlite3.connect(path) as connection:
        run = connection.execute
        (articles,) = run(f"SELECT max(article) FROM passages WHERE row < {written}").fetchone()
        more, rows = copy * articles, copy * written
        for statement in (
            f"articles SELECT number + {more}, id || '/{copy}', title, text, kind, byline,"
            f" language, story + {more}, sketch FROM articles WHERE number <= {articles}",
            f"placements SELECT number + {more}, article + {more}, file, source, date, page,"
            f" section, publication, origin FROM placements WHERE number <= {articles}",
            f"passages SELECT row + {rows}, id || '/{copy}', article + {more}, start, stop, length"
            f" FROM passages WHERE row < {written}",
        ):
            run(f"INSERT INTO {statement}")
        for segment, level, first, held in run(
            f"SELECT number, level, first, rows FROM segments WHERE first < {written}"
        ).fetchall():
            number = run(
                "INSERT INTO segments (level, first, rows) VALUES (?, ?, ?)",
                (level, first + rows, held),
            ).lastrowid
            run(
                f"INSERT INTO postings SELECT {number}, term, rows, counts FROM postings"
                f" WHERE segment = {segment}"
            )
        data = made.vectors(written).astype("<f2").tobytes()
        run("INSERT INTO vectors VALUES (?, ?, ?)", (rows, written, data))
        run(f"UPDATE meta SET value = '{rows + written}' WHERE key = 'next_row'")
    connection.close()


def _say(passages: int) -> None:
    print(f"\r{passages:,} passages", end="", file=sys.stderr, flush=True)
