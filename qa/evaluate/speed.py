"""How fast a library of a given size is searched: opening, encoding a query, the whole search.

    python -m qa.evaluate.speed --passages 100000 [--keep FOLDER] [--searches 200]

The text is made up: sentences of common characters in a natural mix of frequent and rare, shuffled
into passages of eight; vectors lie in bunches. Queries are pieces of its sentences with question
words around them, encoded by the real encoder. One process, one search at a time.

Knows how to time; nothing of how a search is done.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import reported
from corpus.settings import Places
from corpus.types import Article, Passage
from index import lexical
from index.encoder import EncoderSettings, load_encoder
from index.storage import Batch, Entry, FileRecord
from index.types import Filters

if TYPE_CHECKING:
    import numpy as np

    from index.search import Searcher
    from index.store import SqliteStorage
    from index.types import Encoder, Matrix

SENTENCES = 20_000
PER_PASSAGE = 8
PER_ARTICLE = 5
BATCH = 2_000
_CHARACTERS = 3_500
_LENGTH = 40


class MadeUp:
    """Text and vectors of no meaning and natural proportions, the same on every run."""

    def __init__(self, dimension: int) -> None:
        import numpy as np

        self._chance = np.random.default_rng(11)
        shares = 1 / (np.arange(_CHARACTERS) + 8.0)
        drawn = self._chance.choice(_CHARACTERS, (SENTENCES, _LENGTH), p=shares / shares.sum())
        self.sentences = ["".join(chr(0x4E00 + one) for one in row) + "。" for row in drawn]
        self._terms = [lexical.terms(sentence) for sentence in self.sentences]
        self._bunches = self._unit(self._chance.standard_normal((2_000, dimension)))

    def batch(self, first: int, count: int) -> list[Entry]:
        """Articles with the passages [first, first + count)."""
        vectors = self._vectors(count)
        return [
            self._article(first + at, vectors[at : at + PER_ARTICLE])
            for at in range(0, count, PER_ARTICLE)
        ]

    def queries(self, count: int) -> list[str]:
        """Questions about pieces of sentences."""
        chosen = self._chance.integers(SENTENCES, size=count)
        return [f"关于{self.sentences[one][8:22]}的情况是怎样的？" for one in chosen]

    def _article(self, first: int, vectors: Matrix) -> Entry:
        chosen = self._chance.integers(SENTENCES, size=(len(vectors), PER_PASSAGE))
        texts = ["".join(self.sentences[one] for one in row) for row in chosen]
        id_, year = f"made-up-{first}", 1950 + first % 70
        article = Article(id_, "made-up", "", "".join(texts), date=f"{year}-01-01", language="zh")
        passages, at = [], 0
        for text in texts:
            passages.append(Passage(f"{id_}:{at}", id_, at, at + len(text)))
            at += len(text)
        terms = tuple(sum((self._terms[one] for one in row), Counter[str]()) for row in chosen)
        return Entry(article, "made-up", tuple(passages), vectors, terms)

    def _vectors(self, count: int) -> Matrix:
        noise = self._chance.standard_normal((count, self._bunches.shape[1]))
        chosen = self._bunches[self._chance.integers(len(self._bunches), size=count)]
        return self._unit(chosen + 0.03 * noise)

    @staticmethod
    def _unit(rows: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Matrix:
        import numpy as np

        scaled: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return scaled


def fill(directory: Path, encoder: Encoder, passages: int) -> SqliteStorage:
    """A library of so many passages in the folder; what is there already stays."""
    from index.store import Recipe, SqliteStorage

    recipe = Recipe(encoder.fingerprint, encoder.dimension, "made-up", lexical.RECIPE)
    made = MadeUp(encoder.dimension)
    directory.mkdir(parents=True, exist_ok=True)
    there = (directory / "library.db").exists()
    storage = SqliteStorage(directory) if there else SqliteStorage.create(directory, recipe)
    with storage.view() as view:
        first = view.rows
    file = FileRecord("made-up", "made-up", 0, 0, "", "made-up")
    with storage.writer("speed") as writer:
        for start in range(first, passages, BATCH):
            entries = made.batch(start, min(BATCH, passages - start))
            writer.commit(Batch(files=(file,), entries=tuple(entries)))
            print(f"\r{start + BATCH:,} passages", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return storage


def timed(searches: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """The median and the 95th percentile of their times, in milliseconds."""
    import numpy as np

    spent = []
    for search in searches:
        began = time.perf_counter()
        search()
        spent.append(1e3 * (time.perf_counter() - began))
    middle, late = np.quantile(spent, [0.5, 0.95])
    return float(middle), float(late)


def lines(searcher: Searcher, encoder: Encoder, queries: Sequence[str]) -> Iterator[str]:
    """The measurements, one line each."""
    began = time.perf_counter()
    searcher.prepare()
    yield f"opening              {time.perf_counter() - began:8.2f} s"
    yield f"dense leg: {searcher.describe()}"
    decade = Filters(date_from="1980-01-01", date_to="1989-12-31")
    searcher.search(queries[0], 10)
    for name, searches in (
        ("encoding the query", [lambda q=q: encoder.encode_queries([q]) for q in queries]),
        ("search, k = 10", [lambda q=q: searcher.search(q, 10) for q in queries]),
        ("search, ten years", [lambda q=q: searcher.search(q, 10, decade) for q in queries]),
    ):
        middle, late = timed(searches)
        yield f"{name:<21}p50 {middle:6.1f} ms   p95 {late:6.1f} ms"
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"most memory held     {most:8.0f} MiB"


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Fill a library, open it, search it."""
    parser = argparse.ArgumentParser(prog="qa.evaluate.speed", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="a folder to keep the library in")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    given = parser.parse_args(arguments)
    from index.search import Searcher

    encoder = load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder)
    with tempfile.TemporaryDirectory() as folder:
        directory = given.keep or Path(folder)
        storage = fill(directory, encoder, given.passages)
        queries = MadeUp(encoder.dimension).queries(given.searches)
        for line in lines(Searcher(storage, encoder, directory), encoder, queries):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
