"""The library that a run asks: the reader's own, or one made of a set's articles.

Knows libraries; nothing of questions.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.errors import LibraryError
from corpus.types import Article
from index import database
from index.library import Library
from index.store import SqliteStorage
from index.types import Encoder
from qa.evaluate.shelf import searcher


class Texts:
    """The articles of a library by their ids, each read once; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._guard = threading.Lock()
        self._known: dict[str, Article | None] = {}

    def __call__(self, article_id: str) -> Article | None:
        """The article, or None where the library has no such one."""
        with self._guard:
            if article_id not in self._known:
                try:
                    self._known[article_id] = self._library.article(article_id)
                except LibraryError:
                    self._known[article_id] = None
            return self._known[article_id]


def made_of(articles: Sequence[Article], folder: Path, load: Callable[[], Encoder]) -> Library:
    """A library of exactly these articles, made where there is none; a half one is made anew.

    Without articles it is empty: what there is to read comes with the questions.
    """
    if not articles:
        return Library.open_or_create(folder, load)
    if not database.exists(folder):
        half = folder.with_name(folder.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        storage = searcher(articles, load(), half).storage
        assert isinstance(storage, SqliteStorage)
        storage.close()
        half.rename(folder)
    library = Library.open(folder, load)
    with library.storage.view() as view:
        held = view.known([article.id for article in articles])
        count = view.count()
    if len(held) != len(articles) or count != len(articles):
        library.close()
        raise LibraryError("this library is not the set's", folder, "Give a new --library or --out")
    return library
