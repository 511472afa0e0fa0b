"""Articles and their passages into what a batch writes: vectors and terms.

Knows how terms are made; knows nothing of files, batches or tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from corpus.passages import embedding_text
from corpus.types import Article, Passage
from index import lexical
from index.storage import Entry

if TYPE_CHECKING:
    from index.types import Matrix

Cut: TypeAlias = tuple[Article, tuple[Passage, ...]]
"""An article and the passages that it was cut into."""


def entries_of(cut: Sequence[Cut], encode: Callable[[Sequence[str]], Matrix]) -> list[Entry]:
    """An entry for each article, encoded together, without a file yet.

    Where nothing is to be encoded `encode` is not called: it may have a model to load.
    """
    texts = [embedding_text(article, one) for article, passages in cut for one in passages]
    if not texts:
        return [bare(article, "") for article, _ in cut]
    vectors = encode(texts)
    entries, at = [], 0
    for article, passages in cut:
        terms = tuple(lexical.passage_terms(article, one) for one in passages)
        entries.append(Entry(article, "", passages, vectors[at : at + len(passages)], terms))
        at += len(passages)
    return entries


def bare(article: Article, path: str) -> Entry:
    """The entry of an article that needs no encoding: only its place is written."""
    import numpy as np

    return Entry(article, path, (), np.zeros((0, 0), np.float32), ())
