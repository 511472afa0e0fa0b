"""What one article tells in several sentences: a summary, and how something is done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.types import Article
from qa.candidates import SHARE, candidates
from qa.demands import demands_of
from qa.evidence import MOST, Gathered, Thresholds, gather
from qa.kinds import Kind, kind_of
from qa.passages import Shelf
from qa.reader.types import Reading, Span, Text
from qa.types import Outcome
from tests.answering import article, quotes

pytestmark = pytest.mark.usefixtures("wordless")

SUMMARY, HOW = "请总结灯会的经过。", "灯会是怎么办起来的？"
FAIR = article("匠人先扎灯。镇上下了雪。傍晚点灯。夜里放炮。次日收摊。", "fair")
ELSEWHERE = article("邻村也扎灯。", "other")


class Weighing:
    """Points at words, and says how probable each is beside the best of the text."""

    fingerprint = "weighing"

    def __init__(self, sure: float = 0.9, **weights: float) -> None:
        self._sure = sure
        self._weights = weights
        self.ahead: list[Sequence[float]] = []

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        self.ahead.append(ahead)
        return [self._reading(text.text) for text in texts]

    def _reading(self, text: str) -> Reading:
        held = [(text.find(word), word, p) for word, p in self._weights.items() if word in text]
        # The score of a sentence is its share to the power of SHARE.
        spans = tuple(Span(at, at + len(word), p ** (1 / SHARE)) for at, word, p in held)
        return Reading(self._sure if spans else 0.0, spans, float(bool(spans)))


def gathered(question: str, reader: Weighing, *articles: Article, **scores: float) -> Gathered:
    """The evidence of these articles; a search puts each as far down as is said."""
    shelf = Shelf(articles)
    hits = [replace(hit, score=scores.get(hit.passage.article_id, 1.0)) for hit in shelf.hits]
    return gather(question, hits, shelf.article, reader, Thresholds(), lambda _: hits)


def test_the_questions_are_of_these_kinds() -> None:
    assert (kind_of(SUMMARY), kind_of(HOW)) == (Kind.SUMMARY, Kind.HOW)


@pytest.mark.parametrize("question", [SUMMARY, HOW, "Summarise the story of the fair."])
def test_several_sentences_are_quoted_in_the_order_of_the_text(question: str) -> None:
    found = gathered(question, Weighing(点灯=1.0, 收摊=0.9, 扎灯=0.8), FAIR)
    assert quotes(found, FAIR) == ["匠人先扎灯。", "傍晚点灯。", "次日收摊。"]
    assert found.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("question", [SUMMARY, HOW])
def test_what_another_article_says_is_not_among_them(question: str) -> None:
    both = FAIR, ELSEWHERE
    found = gathered(question, Weighing(扎灯=1.0, 点灯=0.9), *both, other=0.99)
    assert quotes(found, *both) == ["匠人先扎灯。", "傍晚点灯。"]
    other = gathered(question, Weighing(扎灯=1.0, 点灯=0.9), *both, fair=0.9)
    assert quotes(other, *both) == [ELSEWHERE.text]


@pytest.mark.parametrize("question", [SUMMARY, HOW])
def test_what_is_hardly_as_probable_is_left_out_of_what_is_told_together(question: str) -> None:
    reader = Weighing(扎灯=1.0, 点灯=0.7, 放炮=0.5, 收摊=0.2)
    assert quotes(gathered(question, reader, FAIR), FAIR) == ["匠人先扎灯。", "傍晚点灯。"]


def test_an_article_of_which_several_passages_are_found_is_looked_up_once() -> None:
    shelf, asked = Shelf((FAIR,)), list[str]()

    def article_of(article_id: str) -> Article:
        asked.append(article_id)
        return shelf.article(article_id)

    hits = shelf.hits * 3
    found = candidates(demands_of(SUMMARY), hits, article_of, Weighing(点灯=1.0))
    assert [FAIR.text[one.evidence.start : one.evidence.end] for one in found] == ["傍晚点灯。"]
    assert asked == [FAIR.id]


FOREIGN = article("At dusk the lanterns were lit.", "foreign")


@pytest.mark.parametrize(
    ("question", "searched", "expected"),
    [
        (SUMMARY, True, [0.0, math.inf]),
        # The first layers were fitted on Chinese questions.
        ("Summarise the story of the fair.", True, []),
        # What is given is read whole.
        (SUMMARY, False, []),
    ],
)
def test_only_chinese_that_is_found_for_a_chinese_question_may_be_set_aside(
    question: str, *, searched: bool, expected: list[float]
) -> None:
    shelf, reader = Shelf((FAIR, FOREIGN)), Weighing(点灯=1.0)
    candidates(demands_of(question), shelf.hits, shelf.article, reader, searched=searched)
    assert [list(one) for one in reader.ahead] == [expected]


def test_no_more_than_are_quoted_for_a_list() -> None:
    reader = Weighing(扎灯=0.7, 下了雪=0.6, 点灯=1.0, 放炮=0.9, 收摊=0.8)
    found = gathered(SUMMARY, reader, FAIR)
    assert quotes(found, FAIR) == ["匠人先扎灯。", "傍晚点灯。", "夜里放炮。", "次日收摊。"]
    assert len(found.evidence) == MOST


def test_of_what_is_asked_otherwise_one_sentence_is_quoted() -> None:
    found = gathered("灯会为什么好看？", Weighing(扎灯=1.0, 点灯=0.9), FAIR)
    assert quotes(found, FAIR) == ["匠人先扎灯。"]


def test_where_nothing_answers_for_sure_other_articles_are_shown_too() -> None:
    both = FAIR, ELSEWHERE
    found = gathered(SUMMARY, Weighing(0.15, 扎灯=1.0), *both, other=0.99)
    assert quotes(found, *both) == ["匠人先扎灯。", ELSEWHERE.text]
    assert found.outcome is Outcome.WEAK_EVIDENCE


def test_what_refers_to_the_sentence_before_is_quoted_with_it() -> None:
    plan = article("厂里办了夜校。这一做法传开了。\n此举受到欢迎。", "plan")
    assert quotes(gathered("夜校传开了吗？", Weighing(传开=1.0), plan), plan) == [
        "厂里办了夜校。这一做法传开了。"
    ]
    # Another paragraph is another matter; what is quoted anyway is not quoted twice.
    assert quotes(gathered("什么受到欢迎？", Weighing(欢迎=1.0), plan), plan) == ["此举受到欢迎。"]
    both = gathered(HOW, Weighing(夜校=1.0, 传开=1.0), plan)
    assert quotes(both, plan) == ["厂里办了夜校。", "这一做法传开了。"]


def test_what_refers_back_is_known_in_either_script_and_takes_no_table_along() -> None:
    old = article("廠裡辦了夜校。這一做法傳開了。", "old")
    assert quotes(gathered("夜校傳開了嗎？", Weighing(傳開=1.0), old), old) == [old.text]
    table = article(f"{'表' * 2_000}。这一做法传开了。", "table")
    found = gathered("夜校传开了吗？", Weighing(传开=1.0), table)
    assert quotes(found, table) == ["这一做法传开了。"]
