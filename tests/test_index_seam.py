"""Adding and searching through the seam: the same with SQLite and with lists behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.passages import DEFAULT
from index.adding import Adder
from index.library import ignore, recipe_of
from index.search import Searcher
from index.storage import Batch, Storage
from index.store import SqliteStorage
from index.types import Filters
from tests.conftest import FakeEncoder
from tests.libraries import content, story, write_rows, write_story
from tests.memory_storage import MemoryStorage

Make = Callable[[Path], Storage]


def in_sqlite(folder: Path) -> Storage:
    folder.mkdir()
    return SqliteStorage.create(folder, recipe_of(FakeEncoder(), DEFAULT))


def in_memory(folder: Path) -> Storage:
    folder.mkdir()
    return MemoryStorage(FakeEncoder().dimension)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    write_story(tmp_path / "articles" / "1987-03-02-story.md", 1)
    write_rows(tmp_path / "articles" / "rows.jsonl", range(10, 40))
    return tmp_path / "articles"


def add(storage: Storage, folder: Path, collection: str = "") -> None:
    with storage.writer("test") as writer:
        adder = Adder(storage, writer, FakeEncoder, DEFAULT, ignore, batch=8)
        assert adder.add([folder], collection, prune=True).failed == []


def found(storage: Storage, folder: Path, filters: Filters) -> list[tuple[str, float]]:
    searcher = Searcher(storage, FakeEncoder(), folder)
    hits = searcher.search(story(20)[1][:30], 8, filters)
    return [(hit.passage.id, round(hit.score, 6)) for hit in hits]


def test_both_storages_hold_and_find_the_same(tmp_path: Path, articles: Path) -> None:
    stores = {make: make(tmp_path / make.__name__) for make in (in_sqlite, in_memory)}

    def compare() -> None:
        one, other = (
            (
                content(storage),
                [
                    found(storage, tmp_path / make.__name__, filters)
                    for filters in (Filters(), Filters(date_to="1987-03-15"),
                                    Filters(collections=("县报",)), Filters(sources=("*.md",)))
                ],
            )
            for make, storage in stores.items()
        )  # fmt: skip
        assert one == other

    for storage in stores.values():
        add(storage, articles)
    compare()
    write_rows(articles / "rows.jsonl", range(15, 45))
    write_story(articles / "again.md", 1)
    (articles / "1987-03-02-story.md").rename(articles / "1987-03-03-story.md")
    for storage in stores.values():
        add(storage, articles, "县报")
    compare()
    (articles / "again.md").unlink()
    for storage in stores.values():
        add(storage, articles)
        with storage.writer("test") as writer, storage.view() as view:
            writer.commit(Batch(remove=(view.listing(Filters())[3].article_id,)))
    compare()


@pytest.mark.parametrize("make", [in_sqlite, in_memory])
def test_a_view_keeps_its_generation_and_the_next_one_sees_more(
    tmp_path: Path, articles: Path, make: Make
) -> None:
    storage = make(tmp_path / "library")
    add(storage, articles)
    with storage.view() as before:
        stamp, generation = before.stamp, before.generation
        rows = before.rows
        write_story(articles / "new.md", 90)
        (articles / "1987-03-02-story.md").unlink()
        add(storage, articles)
        assert (before.rows, before.generation, before.stamp) == (rows, generation, stamp)
        assert story(1)[0] in {
            article.title
            for article in before.articles(
                [place.article_id for place in before.listing(Filters())]
            ).values()
        }
        assert int(before.alive.sum()) == rows == 31
    with storage.view() as after:
        assert after.extends(stamp)
        assert after.rows == rows + 1
        assert int(after.alive.sum()) == rows
        assert len(after.postings(["消"])["消"].rows) == rows
        assert after.frequencies(["消", "龘"]).keys() == {"消"}
        assert (after.vectors_at([rows, 3]) == after.vectors(0, rows + 1)[[rows, 3]]).all()
        assert after.terms_beginning("消") == ["消", "消息"]
