"""Suggested questions: written ones for the demo articles, headlines for any others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import corpus
from index.library import Library
from qa.cli_library import DEMO
from qa.desk.suggest import QUESTIONS, follow_ups, starters
from tests.conftest import FakeEncoder
from tests.libraries import story

HERE = Path(corpus.__file__).parent / "demo"
ROWS = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
BY_QUESTION = {row["question"]: row for row in ROWS}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("demo") / "library"
    encoder = FakeEncoder()
    with Library.open_or_create(folder, lambda: encoder) as library:
        library.add([HERE / "articles", HERE / "pages"], DEMO)
        yield library


@pytest.fixture
def own(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    """A library of a reader's own files: some can be asked about, some not."""
    rows = [{"title": story(n)[0], "text": story(n, 8)[1], "date": f"1987-03-{n:02d}"}
            for n in range(1, 21)]  # fmt: skip
    rows += [
        {"title": "短讯", "text": story(30, 8)[1]},
        {"title": "说“好”的《书》和别的事", "text": story(31, 8)[1]},
        {"title": "有题而没有内容的一篇", "text": "无。"},
        {"title": "A bridge for Willow Ferry", "text": "The council of Willow Ferry built a bridge "
         "over the river in ninety days, and the mayor walked across it first. " * 3},
    ]  # fmt: skip
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    with Library.open_or_create(tmp_path / "library", lambda: encoder) as library:
        library.add([path])
        yield library


@pytest.mark.parametrize("language", ["zh", "en"])
def test_demo_starters_are_answerable_of_several_kinds_and_about_different_articles(
    demo: Library, language: str
) -> None:
    found = starters(demo, "zh" if language == "zh" else "en", 4)
    rows = [BY_QUESTION[question] for question in found]
    assert len(rows) == 4
    assert all(row["answerable"] and not row["history"] for row in rows)
    assert {row["lang"] for row in rows} == {language}
    assert len({row["type"] for row in rows}) >= 3
    files = [item["file"] for row in rows for item in row["evidence"]]
    assert len(set(files)) >= 4
    assert max(map(len, found)) <= 110


def test_without_the_demo_articles_none_of_their_questions_is_suggested(own: Library) -> None:
    found = starters(own, "zh", 4)
    titles = {story(n)[0] for n in range(1, 21)}
    assert len(set(found)) == 4
    assert all(q.startswith("《") and q.endswith("》一文讲了什么？") for q in found)
    assert {q[1:].partition("》")[0] for q in found} <= titles


def test_headlines_in_the_readers_language_come_first(own: Library) -> None:
    first, second = starters(own, "en", 2)
    assert first == "What is the article “A bridge for Willow Ferry” about?"
    assert second.startswith("What is the article “")
    assert second != first


def test_headlines_that_name_nothing_are_left_out(own: Library) -> None:
    found = starters(own, "zh", 40)
    assert sum("短讯" in q for q in found) == 0
    assert sum("说“好”" in q or "没有内容" in q for q in found) == 0
    assert len(found) == 21


def test_starters_follow_what_the_library_holds(own: Library) -> None:
    before = starters(own, "zh", 40)
    gone = next(a for _, a in own.articles() if f"《{a.title}》" in before[0])
    own.remove([gone.id])
    after = starters(own, "zh", 40)
    assert before[0] not in after
    assert len(after) == len(before) - 1


def test_an_empty_library_suggests_nothing(tmp_path: Path, encoder: FakeEncoder) -> None:
    with Library.open_or_create(tmp_path / "library", lambda: encoder) as library:
        assert starters(library, "zh") == []
        assert follow_ups({"citations": [{"article_id": "gone"}]}, library, "zh") == []


def cited(library: Library, *titles: str) -> list[dict[str, object]]:
    ids = {article.title: article.id for _, article in library.articles()}
    return [{"number": n, "article_id": ids[title]} for n, title in enumerate(titles, 1)]


def citing(library: Library, *titles: str, question: str = "问") -> dict[str, object]:
    return {"question": question, "citations": cited(library, *titles)}


def test_follow_ups_ask_about_the_cited_articles(own: Library) -> None:
    one, two = story(1)[0], story(2)[0]
    assert follow_ups(citing(own, one, two, one, "短讯"), own, "zh") == [
        f"《{one}》一文讲了什么？",
        f"《{two}》一文讲了什么？",
    ]
    asked = citing(own, one, two, question=f"《{one}》一文讲了什么？")
    assert follow_ups(asked, own, "en") == [f"What is the article “{two}” about?"]
    assert len(follow_ups(citing(own, *(story(n)[0] for n in range(1, 9))), own, "zh", 2)) == 2


def test_a_refusal_is_followed_by_the_nearest_articles(own: Library) -> None:
    answer = {"question": "问", "citations": [], "hits": cited(own, story(1)[0])}
    assert follow_ups(answer, own, "zh") == [f"《{story(1)[0]}》一文讲了什么？"]


def test_demo_follow_ups_are_about_the_cited_article_and_not_asked_again(demo: Library) -> None:
    row = next(row for row in ROWS if row["id"] == "demo-s01")
    title = row["evidence"][0]["title"]
    answer = citing(demo, title, question=row["question"])
    first, *_ = found = follow_ups(answer, demo, "zh")
    assert row["question"] not in found
    assert BY_QUESTION[first]["evidence"][0]["file"] == row["evidence"][0]["file"]
    assert f"《{title}》一文讲了什么？" in found
