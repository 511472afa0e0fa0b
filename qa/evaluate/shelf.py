"""A library for a measurement: articles put into a folder and searched as always.

Knows the index; nothing of sets, questions or measures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.passages import DEFAULT, embedding_text, passages_of
from corpus.types import Article
from index import lexical
from index.storage import Batch, Entry, FileRecord
from index.types import Encoder

if TYPE_CHECKING:
    from index.search import Searcher
    from index.types import Matrix

_BLOCK = 512


class KeptVectors:
    """An encoder that asks another one only for texts that it has not encoded before.

    With a folder, what was encoded is kept there for the next run, by model, kind and text.
    """

    def __init__(self, encoder: Encoder, folder: Path | None) -> None:
        self._encoder = encoder
        self._folder = folder
        self._known: dict[str, dict[str, Matrix]] = {}

    @property
    def fingerprint(self) -> str:
        """That of the encoder within."""
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        """That of the encoder within."""
        return self._encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """As the encoder within."""
        return self._encoded("query", texts, self._encoder.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """As the encoder within."""
        return self._encoded("passage", texts, self._encoder.encode_passages)

    def _encoded(
        self, kind: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Matrix]
    ) -> Matrix:
        import numpy as np

        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = self._read(kind)
        digests = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
        missing = dict(zip(digests, texts, strict=True))
        missing = {digest: text for digest, text in missing.items() if digest not in known}
        left = list(missing)
        for start in range(0, len(left), _BLOCK):
            block = left[start : start + _BLOCK]
            known.update(zip(block, encode([missing[digest] for digest in block]), strict=True))
            self._write(kind, known)
        return np.stack([known[digest] for digest in digests])

    def _read(self, kind: str) -> dict[str, Matrix]:
        import numpy as np

        if self._folder is None or not self._path(kind).exists():
            return {}
        with np.load(self._path(kind)) as kept:
            return dict(zip(kept["digests"].tolist(), kept["vectors"], strict=True))

    def _write(self, kind: str, known: dict[str, Matrix]) -> None:
        import numpy as np

        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / "half.npz"
        np.savez(half, digests=np.array(list(known)), vectors=np.stack(list(known.values())))
        half.replace(self._path(kind))

    def _path(self, kind: str) -> Path:
        return (self._folder or Path()) / f"{kind}-{self.fingerprint}.npz"


def searcher(articles: Sequence[Article], encoder: Encoder, directory: Path) -> Searcher:
    """A library of these articles in a folder, and what searches it."""
    from index.search import Searcher
    from index.store import Recipe, SqliteStorage

    cut = [(article, tuple(passages_of(article))) for article in articles]
    texts = [embedding_text(article, one) for article, pieces in cut for one in pieces]
    vectors = encoder.encode_passages(texts)
    entries, at = [], 0
    for article, pieces in cut:
        terms = tuple(lexical.passage_terms(article, one) for one in pieces)
        own = vectors[at : at + len(pieces)]
        at += len(pieces)
        entries.append(Entry(article, article.source, pieces, own, terms))
    recipe = Recipe(encoder.fingerprint, encoder.dimension, DEFAULT.fingerprint, lexical.RECIPE)
    storage = SqliteStorage.create(directory, recipe)
    sources = dict.fromkeys(article.source for article in articles)
    files = tuple(FileRecord(name, name, 0, 0, "", name) for name in sources)
    with storage.writer("evaluate") as writer:
        writer.commit(Batch(files=files, entries=tuple(entries)))
    return Searcher(storage, encoder, directory)
