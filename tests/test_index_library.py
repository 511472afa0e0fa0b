"""Adding, finding again, changing, moving, removing, rebuilding: what a library is for."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import corpus
from corpus.errors import LibraryError
from corpus.passages import DEFAULT, PassageSettings
from corpus.read import read
from corpus.types import READABLE, Article, Kind, Passage
from index import rebuild as rebuilding
from index.adding import Progress
from index.dense import EXACT_UP_TO
from index.library import Library, ignore
from index.paths import on_disk
from index.rebuild import rebuild
from index.storage import Batch, Entry
from index.store import SqliteStorage
from index.types import Filters
from index.verify import faults
from tests.conftest import FakeEncoder
from tests.libraries import content, story, write_rows, write_story


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Six articles in three files, of two days."""
    folder = tmp_path / "articles"
    for seed in (1, 2):
        write_story(folder / f"1987-03-0{seed}-story.md", seed)
    write_rows(folder / "rows.jsonl", range(10, 14))
    return folder


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    """An empty library."""
    with Library.open_or_create(tmp_path / "library", lambda: encoder) as opened:
        yield opened


def titles(library: Library, filters: Filters | None = None) -> list[str]:
    return [article.title for _, article in library.articles(filters)]


def test_articles_come_back_as_they_were_added(library: Library, articles: Path) -> None:
    done = library.add([articles])
    assert (done.added, done.articles, done.passages, done.failed) == (3, 6, 6, [])
    title, body = story(2)
    (placement, article) = library.articles(Filters(date_from="1987-03-02", date_to="1987-03-02"))[
        0
    ]
    assert (article.title, article.text) == (title, body)
    assert (placement.source, placement.date) == ("1987-03-02-story.md", "1987-03-02")
    assert placement.path == str(articles / "1987-03-02-story.md")
    printed = read(articles / "1987-03-02-story.md")[0].text
    assert "".join(printed[low:high] for _, low, high in article.print_spans(0, 9)) == body[:9]
    assert library.article(article.id) == article


def test_adding_again_encodes_nothing_and_commits_nothing(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    library.add([articles])
    generation = library.stats().generation
    encoded = encoder.encoded
    again = library.add([articles])
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert encoder.encoded == encoded == 6
    assert library.stats().generation == generation


def test_a_touched_file_is_unchanged(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    library.add([articles])
    os.utime(articles / "rows.jsonl", (1, 1))
    assert library.add([articles]).unchanged == 3
    assert encoder.encoded == 6


def test_a_changed_file_replaces_its_articles_and_encodes_only_the_new(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    library.add([articles])
    write_rows(articles / "rows.jsonl", range(11, 15))
    done = library.add([articles])
    assert (done.changed, done.unchanged, done.articles) == (1, 2, 1)
    assert encoder.encoded == 7
    expected = sorted(story(seed)[0] for seed in (1, 2, 11, 12, 13, 14))
    assert sorted(titles(library)) == expected


def test_a_renamed_file_keeps_its_articles_and_gives_them_its_name(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    library.add([articles])
    (articles / "rows.jsonl").rename(articles / "lines.jsonl")
    done = library.add([articles], prune=True)
    assert (done.renamed, done.added, done.removed, done.unchanged) == (1, 0, 0, 2)
    assert encoder.encoded == 6
    found = library.articles(Filters(sources=("lines.jsonl",)))
    assert len(found) == 4
    for number, (placement, article) in enumerate(found, 1):
        assert placement.path == str(articles / "lines.jsonl")
        assert placement.source == f"lines.jsonl:{number}"
        assert {run.source for run in article.origin} == {f"lines.jsonl:{number}"}
    assert list(faults(library.storage)) == []
    assert library.articles(Filters(sources=("rows.jsonl",))) == []


@pytest.mark.parametrize("name", ["1988-05-06-story.md", "1987-03-story.md", "moved.txt"])
def test_a_rename_renames_what_depends_on_the_name(
    library: Library, articles: Path, encoder: FakeEncoder, tmp_path: Path, name: str
) -> None:
    """Its date, its issue, how it is read: as in a library that never knew the old name."""
    library.add([articles], "甲")
    (articles / "1987-03-02-story.md").rename(articles / name)
    before = encoder.encoded
    done = library.add([articles], prune=True)
    assert (done.renamed, done.added, done.removed, done.unchanged) == (1, 0, 0, 2)
    if name.endswith(".md"):
        assert encoder.encoded == before
    with Library.open_or_create(tmp_path / "fresh", FakeEncoder) as fresh:
        fresh.add([articles], "甲")
        assert content(library.storage) == content(fresh.storage)
    assert list(faults(library.storage)) == []
    assert library.add([articles], prune=True).unchanged == 3


def test_a_rename_beside_a_changed_page_keeps_its_collections(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "issue"
    for page in (1, 2):
        write_story(folder / f"1987-03-02-p{page}.md", page)
    library.add([folder], "甲")
    (folder / "1987-03-02-p1.md").rename(folder / "1987-03-02-p01.md")
    write_story(folder / "1987-03-02-p2.md", 22)
    done = library.add([folder], "乙", prune=True)
    assert (done.renamed, done.changed, done.removed) == (1, 1, 0)
    assert library.stats().collections == {"甲": 2, "乙": 2}
    assert sorted(titles(library)) == sorted([story(1)[0], story(22)[0]])


def test_a_page_that_moves_to_another_issue_leaves_the_one_that_it_was_in(
    library: Library, tmp_path: Path
) -> None:
    demo = Path(corpus.__file__).parent / "demo" / "pages"
    folder = tmp_path / "issue"
    folder.mkdir()
    for number in (1, 4):
        shutil.copy(demo / f"2024-03-18-page{number}.txt", folder)
    assert library.add([folder]).joined == 2
    (folder / "2024-03-18-page4.txt").rename(folder / "2024-03-19-page4.txt")
    done = library.add([folder], prune=True)
    assert (done.renamed, done.unchanged, done.joined) == (1, 1, 0)
    with Library.open_or_create(tmp_path / "fresh", FakeEncoder) as fresh:
        fresh.add([folder])
        assert content(library.storage) == content(fresh.storage)


def test_a_file_whose_name_is_not_utf8_is_a_file_as_any_other(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    name = articles / os.fsdecode("报纸".encode("gbk") + b".md")
    try:
        write_story(name, 70)
    except OSError:
        pytest.skip("the file system keeps names in UTF-8")
    assert (library.add([articles]).added, encoder.encoded) == (4, 7)
    assert library.add([articles]).unchanged == 4
    assert list(faults(library.storage)) == []
    (placement,) = [place for place, found in library.articles() if found.title == story(70)[0]]
    assert placement.path.isprintable()
    assert on_disk(placement.path) == str(name)
    name.rename(articles / "报纸.md")
    assert library.add([articles], prune=True).renamed == 1
    (articles / "报纸.md").rename(name)
    library.add([articles], prune=True)
    name.unlink()
    assert library.add([articles], prune=True).removed == 1
    assert story(70)[0] not in titles(library)


def test_half_a_character_in_a_query_is_no_character(library: Library, articles: Path) -> None:
    library.add([articles])
    (hit,) = library.search("第12号消息\udcff", 1)
    assert library.article(hit.passage.article_id).title == story(12)[0]


def test_files_of_one_name_are_told_apart_across_runs(library: Library, tmp_path: Path) -> None:
    for seed, folder in enumerate("abc"):
        write_story(tmp_path / folder / "1.md", seed)
        library.add([tmp_path / folder])
    assert sorted(place.source for place, _ in library.articles()) == ["1.md", "b/1.md", "c/1.md"]
    assert library.remove(sources=["1.md"]) == 1
    library.add([tmp_path / "b", tmp_path / "c"])
    (tmp_path / "b" / "1.md").rename(tmp_path / "b" / "2.md")
    library.add([tmp_path / "b"], prune=True)
    assert sorted(place.source for place, _ in library.articles()) == ["2.md", "c/1.md"]


def test_a_file_that_lost_its_last_article_comes_back(library: Library, articles: Path) -> None:
    library.add([articles])
    (found,) = library.articles(Filters(sources=("1987-03-01-story.md",)))
    assert library.remove([found[1].id]) == 1
    assert library.stats().files == 2
    done = library.add([articles])
    assert (done.added, done.unchanged, done.articles) == (1, 2, 1)


def test_an_article_is_shown_where_it_passed_the_filters(library: Library, tmp_path: Path) -> None:
    write_story(tmp_path / "a" / "1987-03-02.md", 1)
    write_story(tmp_path / "b" / "1999-01-01.md", 1)
    library.add([tmp_path / "a"], "甲")
    library.add([tmp_path / "b"], "乙")
    ((_, article),) = library.articles(Filters(collections=("乙",)))
    for filters, date in (
        (Filters(collections=("乙",)), "1999-01-01"),
        (Filters(date_to="1990"), "1987-03-02"),
        (Filters(), "1987-03-02"),
        (Filters(date_from="2000"), "1987-03-02"),
    ):
        assert library.article(article.id, filters).date == date


def test_progress_goes_by_what_was_encoded(library: Library, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows.jsonl", range(100))
    seen: list[Progress] = []
    library.add([rows], report=seen.append, batch=20)
    size = rows.stat().st_size
    assert [at.passages for at in seen] == [20, 40, 60, 80, 100]
    assert [at.bytes for at in seen] == [size * part // 5 for part in range(1, 6)]
    assert {at.bytes_in_all for at in seen} == {size}


def test_prune_forgets_what_is_gone_below_the_folder_only(
    library: Library, articles: Path, tmp_path: Path
) -> None:
    other = write_story(tmp_path / "other" / "elsewhere.md", 50)
    library.add([articles, other.parent])
    (articles / "1987-03-01-story.md").unlink()
    other.unlink()
    assert library.add([articles]).removed == 0
    assert len(titles(library)) == 7
    assert library.add([articles], prune=True).removed == 1
    assert story(1)[0] not in titles(library)
    assert story(50)[0] in titles(library)


def test_a_folder_that_is_not_there_is_an_error_and_prunes_nothing(
    library: Library, articles: Path
) -> None:
    library.add([articles])
    shutil.move(articles, articles.with_name("unplugged"))
    done = library.add([articles], prune=True)
    assert done.removed == 0
    assert [error.value for error in done.failed] == [articles]
    assert len(titles(library)) == 6


def test_a_file_that_fails_does_not_stop_the_others(library: Library, articles: Path) -> None:
    (articles / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (articles / "empty.md").write_text("")
    done = library.add([articles])
    assert done.added == 3
    assert sorted(str(error.value).rpartition("/")[2] for error in done.failed)[1] == "empty.md"
    assert len(done.failed) == 2
    assert len(titles(library)) == 6


def test_a_file_that_now_fails_keeps_its_articles(library: Library, articles: Path) -> None:
    library.add([articles])
    (articles / "1987-03-01-story.md").write_text("")
    done = library.add([articles])
    assert (done.changed, len(done.failed)) == (0, 1)
    assert story(1)[0] in titles(library)


def test_the_same_article_in_two_files_is_one_article_in_two_places(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    write_story(articles / "reprint.md", 1)
    library.add([articles])
    assert encoder.encoded == 6
    assert library.stats().articles == 6
    (first, article), (second, same) = [
        found for found in library.articles() if found[1].title == story(1)[0]
    ]
    assert article.id == same.id
    assert {first.source, second.source} == {"1987-03-01-story.md", "reprint.md"}
    library.remove(sources=["1987-03-01-story.md"])
    assert library.article(article.id).source == "reprint.md"


def test_a_reprint_with_small_changes_is_linked_and_one_with_other_numbers_is_not(
    library: Library, tmp_path: Path
) -> None:
    _, body = story(3, sentences=12)
    folder = tmp_path / "press"
    folder.mkdir()
    for name, text in (
        ("original", body),
        ("reprint", body.replace("大家都说办得好", "人人都说办得好") + "本报转载。"),
        ("template", "".join(str((int(c) + 1) % 10) if c.isdigit() else c for c in body)),
    ):
        (folder / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    library.add([folder])
    by_source = {placement.source: placement for placement, _ in library.articles()}
    linked = library.same_story(by_source["original.md"].article_id)
    assert [placement.source for placement in linked] == ["original.md", "reprint.md"]
    assert library.stats().stories == 2
    hits = library.search(body[:40], 5)
    assert len({hit.passage.article_id for hit in hits}) <= 2


def test_collections_are_chosen_at_add_and_kept_when_a_file_changes(
    library: Library, articles: Path, encoder: FakeEncoder
) -> None:
    library.add([articles / "rows.jsonl"], "县报")
    library.add([articles], "全部")
    assert encoder.encoded == 6
    write_rows(articles / "rows.jsonl", range(20, 22))
    library.add([articles])
    assert library.stats().collections == {"县报": 1, "全部": 3}
    county = sorted(story(seed)[0] for seed in (20, 21))
    assert sorted(titles(library, Filters(collections=("县报",)))) == county
    assert len(titles(library, Filters(collections=("全部", "县报")))) == 4
    assert titles(library, Filters(collections=("没有",))) == []
    hits = library.search("消息", 10, Filters(collections=("县报",)))
    assert sorted(library.article(hit.passage.article_id).title for hit in hits) == county


@pytest.mark.parametrize(
    ("filters", "seeds"),
    [
        (Filters(date_from="1987-03-12"), [11, 12, 13]),
        (Filters(date_to="1987-03-02"), [1, 2]),
        (Filters(date_to="1987-03"), [1, 2, 10, 11, 12, 13]),
        (Filters(date_from="1988"), []),
        (Filters(sources=("ROWS.jsonl",), date_to="1987-03-11"), [10]),
        (Filters(sources=("*.md",)), [1, 2]),
        (Filters(languages=("zh",)), [1, 2, 10, 11, 12, 13]),
        (Filters(languages=("en",)), []),
        (Filters(sections=("副刊",)), []),
    ],
)
def test_filters(library: Library, articles: Path, filters: Filters, seeds: list[int]) -> None:
    library.add([articles])
    assert sorted(titles(library, filters)) == sorted(story(seed)[0] for seed in seeds)
    with library.storage.view() as view:
        assert int(view.select(filters).sum()) == len(seeds)


def test_a_source_is_a_file_a_record_or_a_publication(library: Library, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    lines = []
    for seed, paper in ((1, "河口日报"), (2, "南坡晚报"), (3, "河口日报")):
        title, text = story(seed)
        lines.append(json.dumps({"title": title, "text": text, "publication": paper}))
    rows.write_text("\n".join(lines), encoding="utf-8")
    library.add([rows])
    for source, seeds in (
        ("河口日报", [1, 3]), ("*晚报", [2]), ("rows.jsonl", [1, 2, 3]), ("rows.jsonl:2", [2]),
        ("rows", []),
    ):  # fmt: skip
        expected = sorted(story(seed)[0] for seed in seeds)
        assert sorted(titles(library, Filters(sources=(source,)))) == expected
    (placement, article) = library.articles(Filters(sources=("南坡晚报",)))[0]
    assert (placement.publication, article.publication) == ("南坡晚报", "南坡晚报")
    assert library.remove(sources=["河口日报"]) == 2
    assert titles(library) == [story(2)[0]]
    assert library.stats().files == 1


def test_an_article_goes_on_in_another_file_of_its_issue(library: Library, tmp_path: Path) -> None:
    """The demo's pages of one day; alone, each holds a part."""
    demo = Path(corpus.__file__).parent / "demo" / "pages"
    pages = [tmp_path / "issue" / f"2024-03-18-page{number}.txt" for number in (1, 4)]
    pages[0].parent.mkdir()
    shutil.copy(demo / pages[0].name, pages[0])
    library.add([pages[0].parent])
    alone = library.stats().articles
    shutil.copy(demo / pages[1].name, pages[1])
    done = library.add([pages[0].parent])
    assert (done.added, done.unchanged) == (1, 1)
    across = [
        article
        for _, article in library.articles()
        if len({run.source for run in article.origin}) == 2
    ]
    assert across
    assert {article.source for article in across} == {pages[0].name}
    assert library.stats().articles > alone
    assert list(faults(library.storage)) == []
    pages[1].unlink()
    assert library.add([pages[0].parent], prune=True).removed == 1
    assert {run.source for _, a in library.articles() for run in a.origin} == {pages[0].name}
    assert library.stats().articles == alone


def test_captions_and_mastheads_are_found_but_are_no_articles(
    library: Library, encoder: FakeEncoder
) -> None:
    done = library.add([Path(corpus.__file__).parent / "demo" / "pages"])
    found = {article.kind: article for _, article in library.articles()}
    assert set(found) >= {Kind.ARTICLE, Kind.CAPTION, Kind.BANNER}
    assert Kind.JUNK not in found
    caption = found[Kind.CAPTION]
    (hit, *_) = library.search(caption.text, 3)
    assert hit.passage.text(caption) == caption.text
    assert caption.language == "zh"
    stats = library.stats()
    kinds = Counter(article.kind for _, article in library.articles())
    assert stats.others == {str(kind): kinds[kind] for kind in kinds if kind not in READABLE}
    assert stats.articles == kinds[Kind.ARTICLE] + kinds[Kind.CONTINUATION]
    assert stats.languages == {"zh": stats.articles}
    assert (done.articles, done.others) == (stats.articles, sum(stats.others.values()))
    for kind in (Kind.CAPTION, Kind.BANNER):
        places = library.same_story(found[kind].id)
        assert {place.article_id for place in places} == {found[kind].id}


def test_columns_are_named_at_add_and_kept(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    one, other = story(1), story(2)
    table.write_text(f"标题,甲,乙\n{one[0]},{one[1]},{other[1]}\n", encoding="utf-8")
    (error,) = library.add([table]).failed
    assert "--field" in error.remedy
    assert library.add([table], fields={"text": "甲"}).added == 1
    assert library.add([table], fields={"text": "甲"}).unchanged == 1
    ((placement, article),) = library.articles()
    assert (placement.source, article.text) == ("table.csv:2", one[1])
    assert library.add([table]).unchanged == 1
    table.write_text(table.read_text(encoding="utf-8").replace(one[0], other[0]), encoding="utf-8")
    assert library.add([table]).changed == 1
    assert [(a.title, a.text) for _, a in library.articles()] == [(other[0], one[1])]
    assert library.add([table], fields={"text": "乙"}).changed == 1
    assert [(a.title, a.text) for _, a in library.articles()] == [other]
    assert list(faults(library.storage)) == []
    moved = table.rename(tmp_path / "moved.csv")
    assert library.add([moved]).renamed == 1
    moved.write_text(moved.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert library.add([moved]).changed == 1
    assert [(p.source, a.text) for p, a in library.articles()] == [("moved.csv:2", other[1])]


def test_faults_name_a_file_as_the_user_did(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.md").write_text("")
    monkeypatch.chdir(tmp_path)
    done = library.add([Path("in"), Path("gone.md")])
    assert sorted(str(error.value) for error in done.failed) == ["gone.md", "in/empty.md"]


def test_a_large_file_is_committed_in_parts_and_taken_up_again(
    library: Library, tmp_path: Path, encoder: FakeEncoder
) -> None:
    """A run that stops in the middle of one large file loses only the batch in hand."""
    rows = write_rows(tmp_path / "rows.jsonl", range(100))

    class StopError(Exception):
        pass

    class Failing(FakeEncoder):
        def encode_passages(self, texts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            if self.encoded >= 50:
                raise StopError
            return super().encode_passages(texts)

    failing = Failing()
    with Library.open(library.storage.directory, lambda: failing) as first:
        with pytest.raises(StopError):
            first.add([rows], batch=10)
        assert first.stats().articles == 50
    done = library.add([rows], batch=10)
    assert (done.added, done.articles) == (1, 50)
    assert encoder.encoded == 50
    assert list(faults(library.storage)) == []
    whole = library.storage.directory.with_name("whole")
    with Library.open_or_create(whole, lambda: encoder) as other:
        other.add([rows])
        assert content(other.storage) == content(library.storage)


def test_removing_by_id_and_by_source(library: Library, articles: Path) -> None:
    library.add([articles])
    article = library.articles(Filters(sources=("rows.jsonl",)))[0][1]
    assert library.remove([article.id]) == 1
    with pytest.raises(LibraryError, match=article.id):
        library.article(article.id)
    assert library.remove(sources=["rows.jsonl"]) == 3
    assert len(titles(library)) == 2
    assert library.search(article.text[:20], 3)[0].passage.article_id != article.id
    with library.storage.view() as view:
        dead = np.flatnonzero(~view.alive).tolist()
        assert len(dead) == 4
        for row in range(view.rows):
            one, same = view.vectors_at([row])[0], view.vectors(row, row + 1)[0]
            assert one.tolist() == same.tolist()
            assert row in dead or one.any()
    with pytest.raises(LibraryError, match="no article has this id: nowhere"):
        library.remove(["nowhere"])
    with pytest.raises(LibraryError, match="no article of this source"):
        library.remove(sources=["nowhere.md"])
    assert library.add([articles]).articles == 4
    assert list(faults(library.storage)) == []


def test_another_encoder_is_refused_with_both_names_and_the_remedy(
    library: Library, articles: Path
) -> None:
    library.add([articles])
    with Library.open(library.storage.directory, lambda: FakeEncoder("other")) as opened:
        with pytest.raises(LibraryError) as refused:
            opened.search("水渠")
        line = str(refused.value)
        assert "it has fake, the settings give other" in line
        assert "python -m qa rebuild" in line
        with pytest.raises(LibraryError, match="another encoder"):
            opened.add([write_story(articles / "new.md", 60)])
        assert len(titles(opened)) == 6


def test_other_passages_are_refused_with_both_values(library: Library) -> None:
    with pytest.raises(LibraryError, match=f"it has {DEFAULT.fingerprint}, the settings give"):
        Library.open(library.storage.directory, FakeEncoder, PassageSettings(budget=100))


def test_rebuild_makes_the_same_articles_with_another_encoder(
    library: Library, articles: Path
) -> None:
    library.add([articles], "县报")
    write_story(articles / "reprint.md", 1)
    library.add([articles])
    before = library.articles()
    shutil.rmtree(articles)
    other = FakeEncoder("other", 32)
    rebuild(library.storage.directory, other, PassageSettings(budget=40), ignore, batch=4)
    with Library.open(
        library.storage.directory, lambda: other, PassageSettings(budget=40)
    ) as opened:
        assert opened.articles() == before
        assert opened.stats().collections == {"县报": 3}
        assert opened.stats().passages > 6
        assert opened.search("第12号消息", 1)[0].passage.article_id in {a.id for _, a in before}
        assert list(faults(opened.storage)) == []
    # The library that was open all the time sees it, and refuses what no longer fits.
    with pytest.raises(LibraryError, match="the library was"):
        library.search("消息")
    assert sorted(path.name for path in library.storage.directory.glob("*.new*")) == []


def test_rebuild_goes_on_where_it_was_cut_off(
    library: Library, articles: Path, tmp_path: Path
) -> None:
    write_rows(articles / "more.jsonl", range(200, 240))
    library.add([articles])
    other = FakeEncoder("other", 32)

    class Cut(Exception):  # noqa: N818
        pass

    def cut(progress: object) -> None:
        if other.encoded >= 20:
            raise Cut

    before = content(library.storage)
    with pytest.raises(Cut):
        rebuild(library.storage.directory, other, DEFAULT, cut, batch=5)
    assert content(library.storage) == before
    assert (library.storage.directory / rebuilding.NEW).exists()
    rebuild(library.storage.directory, other, DEFAULT, ignore, batch=5)
    assert other.encoded == 46
    straight = tmp_path / "straight"
    with Library.open_or_create(straight, lambda: FakeEncoder("other", 32)) as opened:
        opened.add([articles])
        assert content(opened.storage) == content(SqliteStorage(library.storage.directory))


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("UPDATE articles SET text = '别的' WHERE number = 1", "its text is not the one"),
        ("UPDATE passages SET stop = 100000 WHERE row = 2", "is not in its article"),
        ("UPDATE passages SET start = start + 1 WHERE row = 2", "other words than its text"),
        ("UPDATE passages SET length = 3 WHERE row = 2", "words are not all in the postings"),
        ("DELETE FROM postings WHERE term = '消息'", "words are not all in the postings"),
        ("UPDATE postings SET term = '河马' WHERE term = '消息'", "other words than its text"),
        ("UPDATE postings SET counts = x'' WHERE term = '消息'", "not a list of rows and counts"),
        ("UPDATE vectors SET data = zeroblob(length(data))", "length 0.000 instead of 1"),
        ("UPDATE vectors SET data = x'0000'", "2 bytes instead of"),
        ("DELETE FROM vectors", "has no vector"),
        ("DELETE FROM placements WHERE number = 3", "stands in no file"),
        ("DELETE FROM files WHERE number = 1", "in file number 1 that is not there"),
        ("DELETE FROM meta WHERE key = 'terms'", "terms missing"),
        ("UPDATE placements SET date = '1987-02-30' WHERE number = 1", "has a date that is none"),
        ("UPDATE placements SET date = '1999-01-01' WHERE number = 1", "its print says"),
        ("UPDATE placements SET source = 'nowhere'", "another name than its file"),
        ("UPDATE articles SET story = 5 WHERE number = 2", "a story that begins after it"),
        ("UPDATE articles SET story = 1", "like no other of its story"),
        ("UPDATE articles SET title = title || '!' WHERE number = 4", "its text is not the one"),
    ],
)
def test_verify_finds_every_kind_of_damage(
    library: Library, articles: Path, damage: str, expected: str
) -> None:
    library.add([articles])
    assert list(faults(library.storage)) == []
    library.close()
    with sqlite3.connect(library.storage.path) as connection:
        connection.execute(damage)
    connection.close()
    found = list(faults(SqliteStorage(library.storage.directory)))
    assert any(expected in line for line in found), found


def test_verify_compares_articles_with_their_print(library: Library, articles: Path) -> None:
    library.add([articles])
    with sqlite3.connect(library.storage.path) as connection:
        origin = connection.execute("SELECT origin FROM placements WHERE number = 1").fetchone()[0]
        from index.views import origin_bytes, origin_of

        runs = origin_of(origin)
        moved = type(runs[0])(
            runs[0].start, runs[0].length, runs[0].source_start + 1, runs[0].source
        )
        connection.execute(
            "UPDATE placements SET origin = ? WHERE number = 1", (origin_bytes([moved]),)
        )
    connection.close()
    (line,) = faults(library.storage)
    assert line.endswith("1987-03-01-story.md reads otherwise")


def test_an_empty_library(library: Library) -> None:
    assert library.search("有人吗", 5) == []
    assert library.articles() == []
    assert library.stats().articles == 0
    assert "0 articles, 0 passages" in library.describe()
    assert list(faults(library.storage)) == []


def test_no_library_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"there is no library here: .*nowhere.*qa add"):
        Library.open(tmp_path / "nowhere", FakeEncoder)
    assert not (tmp_path / "nowhere").exists()


def test_a_large_collection_is_prepared_once_and_a_small_one_needs_none(
    library: Library, articles: Path
) -> None:
    """Vectors made up: what counts is that the derived file is there before the first search."""
    library.add([articles])
    assert library.prepare() == ""
    path = library.articles()[0][0].path
    rows = EXACT_UP_TO
    vectors = np.random.default_rng(3).standard_normal((rows, 64), np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    article = Article("made-up", "made-up.txt", "", "水" * rows)
    passages = tuple(Passage(f"m{n}", article.id, n, n + 1) for n in range(rows))
    with library.storage.writer("test") as writer:
        entry = Entry(article, path, passages, vectors, ({"水": 1},) * rows)
        writer.commit(Batch(entries=(entry,)))
    assert library.prepare().startswith(f"inverted file over {rows + 6:,} vectors")
    kept = library.storage.directory / "dense.faiss"
    made = kept.stat().st_mtime_ns
    library.search("水渠", 1)
    assert kept.stat().st_mtime_ns == made
