"""A library: a folder that articles are added to and searched in.

    with Library.open(folder, load_encoder) as library:
        hits = library.search("…", 5)

Puts storage, adding and searching together; knows nothing of questions or of command lines.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.errors import LibraryError
from corpus.passages import DEFAULT, PassageSettings
from corpus.read import NO_FIELDS
from corpus.types import Article
from index import database, lexical
from index.adding import BATCH, Adder, AddSummary, Progress
from index.lock import writer_lock
from index.paths import whole
from index.storage import Batch, Placement
from index.store import Recipe, SqliteStorage
from index.types import Encoder, Filters, Hit

if TYPE_CHECKING:
    from index.search import Leg, Searcher

_AT_ONCE = 500

LoadEncoder = Callable[[], Encoder]


def ignore(_: Progress) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What a library holds, in numbers."""

    articles: int
    others: dict[str, int]
    """What is searched beside the articles: captions, mastheads, contents."""
    stories: int
    passages: int
    files: int
    collections: dict[str, int]
    """Files in each."""
    publications: dict[str, int]
    """Articles of each that is stated."""
    first_date: str
    last_date: str
    languages: dict[str, int]
    """Articles in each."""
    generation: int
    schema: int
    encoder: str
    chunking: str
    terms: str
    bytes: int


class Library:
    """A library that exists. Safe to share between threads."""

    def __init__(
        self, storage: SqliteStorage, encoder: LoadEncoder, settings: PassageSettings
    ) -> None:
        self.storage = storage
        self._load = encoder
        self._settings = settings
        self._guard = threading.Lock()
        self._encoder: Encoder | None = None
        self._searcher: Searcher | None = None

    @classmethod
    def open(
        cls,
        directory: Path,
        encoder: LoadEncoder,
        settings: PassageSettings = DEFAULT,
        *,
        check: bool = True,
    ) -> Library:
        """Open a library; the encoder is loaded, and compared with the library's, when needed.

        Without `check` a library of other settings opens too, to be looked at or cleared.
        """
        storage = SqliteStorage(directory)
        if check:
            storage.expect(chunking=settings.fingerprint, terms=lexical.RECIPE)
        return cls(storage, encoder, settings)

    @classmethod
    def open_or_create(
        cls,
        directory: Path,
        encoder: LoadEncoder,
        settings: PassageSettings = DEFAULT,
        wait: float = 0.0,
    ) -> Library:
        """Open a library, or make an empty one where there is none."""
        if not database.exists(directory):
            _make_folder(directory)
            recipe = recipe_of(encoder(), settings)
            with writer_lock(directory, "new library", wait):
                if not database.exists(directory):
                    SqliteStorage.create(directory, recipe).close()
        return cls.open(directory, encoder, settings)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the files back."""
        self.storage.close()

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded and found to be the library's own."""
        with self._guard:
            if self._encoder is None:
                encoder = self._load()
                self.storage.expect(encoder=encoder.fingerprint)
                self._encoder = encoder
            return self._encoder

    def _own_encoder(self) -> Encoder:
        return self.encoder

    def search(
        self, query: str, k: int = 10, filters: Filters | None = None, leg: Leg | None = None
    ) -> list[Hit]:
        """The k best passages, best first; with a leg, those of that leg alone."""
        return self._search().search(whole(query), k, filters or Filters(), leg)

    def prepare(self) -> str:
        """Bring what is derived from a large collection up to date, so that no search waits for it.

        Answers what was done, in a line; nothing for a collection that is searched as it is.
        """
        from index.dense import EXACT_UP_TO, DenseIndex

        with self.storage.view() as view:
            if view.rows <= EXACT_UP_TO:
                return ""
            return DenseIndex(self.storage.directory, view.dimension).describe(view)

    def warm_up(self) -> None:
        """Load what the first search would load."""
        self._search().prepare()

    def article(self, article_id: str, filters: Filters | None = None) -> Article:
        """The article with this id, as first placed where it passes the filters, if it does."""
        with self.storage.view() as view:
            found = view.articles([article_id], filters or Filters())
            found = found or view.articles([article_id])
        if article_id not in found:
            raise _unknown(article_id)
        return found[article_id]

    def articles(self, filters: Filters | None = None) -> list[tuple[Placement, Article]]:
        """Every placement that passes, by date, source and page, with its article."""
        return list(self.each_article(filters))

    def each_article(self, filters: Filters | None = None) -> Iterator[tuple[Placement, Article]]:
        """As `articles`, without holding all of their texts at once."""
        with self.storage.view() as view:
            placements = view.listing(filters or Filters())
            for start in range(0, len(placements), _AT_ONCE):
                part = placements[start : start + _AT_ONCE]
                found = view.articles([placement.article_id for placement in part])
                yield from ((placement, found[placement.article_id]) for placement in part)

    def same_story(self, article_id: str) -> list[Placement]:
        """Where this article and its near-identical ones were printed."""
        with self.storage.view() as view:
            return view.same_story(article_id)

    def add(
        self,
        paths: Sequence[Path],
        collection: str = "",
        fields: Mapping[str, str] = NO_FIELDS,
        *,
        prune: bool = False,
        wait: float = 0.0,
        report: Callable[[Progress], None] = ignore,
        batch: int = BATCH,
    ) -> AddSummary:
        """Bring the library up to date with files and folders; see `index.adding`."""
        with self.storage.writer("add", wait) as writer:
            load = self._own_encoder
            adder = Adder(self.storage, writer, load, self._settings, report, batch)
            return adder.add(paths, whole(collection), fields, prune=prune)

    def remove(
        self, ids: Sequence[str] = (), sources: Sequence[str] = (), wait: float = 0.0
    ) -> int:
        """Take articles out, by id or by source; answers how many went.

        A file that has nothing left is forgotten: adding it again brings its articles back.
        """
        with self.storage.writer("remove", wait) as writer:
            with self.storage.view() as view:
                known = view.known(ids)
                before = view.count()
                named = view.listing(Filters(sources=(*sources,))) if sources else []
            for id_ in ids:
                if id_ not in known:
                    raise _unknown(id_)
            if sources and not named:
                raise LibraryError(
                    "no article of this source is in the library",
                    ", ".join(sources),
                    "`python -m qa articles` lists what there is",
                )
            writer.commit(Batch(remove=tuple(ids), displace=tuple(named)))
            with self.storage.view() as view:
                return before - view.count()

    def names(self) -> tuple[list[str], list[str]]:
        """The collections and the languages that there are."""
        from index.statistics import names

        return names(self.storage)

    def stats(self) -> Stats:
        """What the library holds."""
        from index.statistics import stats

        return stats(self.storage)

    def describe(self) -> str:
        """The library in one line, without loading a model."""
        from index.dense import DenseIndex

        found = self.stats()
        line = (
            f"{found.articles:,} articles, {found.passages:,} passages, "
            f"generation {found.generation}, {found.bytes / 1e6:,.1f} MB"
        )
        if not found.passages:
            return line
        with self.storage.view() as view:
            dense = DenseIndex(self.storage.directory, view.dimension).describe(view)
        return f"{line}; {dense}"

    def _search(self) -> Searcher:
        encoder = self.encoder
        with self._guard:
            if self._searcher is None:
                from index.search import Searcher

                self._searcher = Searcher(self.storage, encoder, self.storage.directory)
            return self._searcher


def recipe_of(encoder: Encoder, settings: PassageSettings) -> Recipe:
    """What a library made now is made with."""
    return Recipe(encoder.fingerprint, encoder.dimension, settings.fingerprint, lexical.RECIPE)


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise LibraryError(
            "the library's name is that of a file", directory, "Name a folder with --library"
        ) from error
    except OSError as error:
        raise LibraryError(
            f"the library's folder cannot be made ({os.strerror(error.errno or 0)})",
            directory,
            "Name a folder that you can write with --library",
        ) from error


def _unknown(article_id: str) -> LibraryError:
    return LibraryError(
        "no article has this id", article_id, "`python -m qa articles` lists what there is"
    )
