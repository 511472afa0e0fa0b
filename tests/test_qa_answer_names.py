"""A question in other letters finds the articles that have its Chinese names in characters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.types import Filters
from qa.answer import Answerer
from qa.settings import AnswerSettings
from qa.types import Answer, Outcome
from tests.answering import PointingReader, library
from tests.conftest import FakeEncoder

PLACES = {"青岛": 300, "清河": 400, "河北": 500, "河南": 600, "青海": 700, "江西": 800}
QUESTION = "How many people came to the games in Jiangxi?"


def report(place: str) -> str:
    return f"{place}的赛会今年来了{PLACES[place]}人，比去年多。"


@pytest.fixture
def shelf(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    """The same report from several provinces; only their names tell them apart."""
    articles = {f"a{n}": f"赛会\n\n{report(place)}" for n, place in enumerate(PLACES)}
    with library(tmp_path, encoder, **articles) as made:
        yield made


def asked(shelf: Library, question: str, hits: int = 20, filters: Filters | None = None) -> Answer:
    reader = PointingReader(*(f"{count}人" for count in PLACES.values()))
    settings = AnswerSettings(hits=hits)
    return Answerer(shelf, reader, settings=settings).ask(question, filters=filters)


def found(answer: Answer, shelf: Library) -> list[str]:
    return [shelf.article(hit.passage.article_id).text for hit in answer.hits]


def test_a_name_in_pinyin_is_searched_in_characters(shelf: Library) -> None:
    by_meaning = [hit.passage.article_id for hit in shelf.search(QUESTION, 1)]
    assert shelf.article(by_meaning[0]).text != report("江西"), "the plain search would do"
    answer = asked(shelf, QUESTION, hits=1)
    assert found(answer, shelf) == [report("江西")]
    assert (answer.outcome, answer.text) == (Outcome.ANSWERED, report("江西"))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How many people came to the games in Qinghai?", "青海"),
        ("How many people came to the games in Qingdao?", "青岛"),
        ("¿Cuántas personas vinieron a Héběi?", "河北"),
        ("Combien de personnes sont venues à Henan ?", "河南"),
    ],
)
def test_every_province_is_told_from_the_others(shelf: Library, question: str, place: str) -> None:
    answer = asked(shelf, question)
    assert answer.text == report(place)
    assert len(answer.citations) == 1


def test_the_question_is_read_and_told_as_it_was_asked(shelf: Library) -> None:
    reader = PointingReader("800人")
    answer = Answerer(shelf, reader).ask(QUESTION)
    assert (answer.question, answer.query) == (QUESTION, QUESTION)
    assert set(reader.asked) == {QUESTION}


def test_as_many_passages_are_found_as_are_asked_for(shelf: Library) -> None:
    for hits in (1, 3):
        assert len(asked(shelf, QUESTION, hits).hits) == hits
        assert len(asked(shelf, "How many people came to Guizhou?", hits).hits) == hits


@pytest.mark.parametrize(
    "question",
    ["How many people came to Guizhou?", "How many people came in all?", "江西来了多少人？"],
)
def test_without_a_name_that_an_article_has_the_search_is_the_plain_one(
    shelf: Library, question: str
) -> None:
    assert list(asked(shelf, question, hits=3).hits) == shelf.search(question, 3)


def test_names_are_looked_for_within_the_limits_that_were_given(shelf: Library) -> None:
    elsewhere = Filters(sources=("a0.md", "a1.md"))
    answer = asked(shelf, QUESTION, filters=elsewhere)
    assert set(found(answer, shelf)) == {report("青岛"), report("清河")}


def test_what_a_name_means_the_articles_within_the_limits_say(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    question = "How many people came to the games in Shanxi?"
    things = ("水库", "灯会", "新桥", "茶馆", "渡口", "书店")
    north = {f"north{n}": f"赛会\n\n第{n}届赛会在山西举行。" for n in range(3)}
    west = {f"west{n}": f"别的\n\n{thing}今年开了。" for n, thing in enumerate(things)}
    west["west"] = "赛会\n\n今年的赛会在陕西举行。"
    limits = Filters(sources=tuple(f"{name}.md" for name in west))
    with library(tmp_path, encoder, **north, **west) as made:
        (within,) = found(asked(made, question, 1, limits), made)
    assert "陕西" in within
