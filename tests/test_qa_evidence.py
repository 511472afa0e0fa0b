"""Evidence out of hits: exact places, whole sentences and enumerations, what is weighed down.

What the reader's probability leads to is tested here; what the words of the question add to it is
tested with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.types import Article, Passage
from index.types import Hit
from qa.candidates import FOUND, SHARE
from qa.enumeration import whole
from qa.evidence import READ, Gathered, Thresholds, gather, nearest_sentences
from qa.overview import opening
from qa.passages import Shelf
from qa.reader.types import Reading, Span, Text
from qa.spans import LONGEST
from qa.types import Outcome
from tests.answering import PointingReader, article, gathered, quotes
from tests.conftest import FakeEncoder

pytestmark = pytest.mark.usefixtures("wordless")

DAM = "南坡修了路。\n河口水库一直修到1958年冬天才建成。下游从此不再受淹。"
DAM_QUESTION = "河口水库哪一年建成？"


def test_a_span_is_widened_to_its_sentence_and_keeps_its_place() -> None:
    one = article(DAM)
    found = gathered(DAM_QUESTION, PointingReader("1958年冬天"), one)
    assert quotes(found, one) == ["河口水库一直修到1958年冬天才建成。"]
    assert found.outcome is Outcome.ANSWERED
    (evidence,) = found.evidence
    assert evidence.answer is not None
    assert one.text[slice(*evidence.answer)] == "1958年冬天"


def test_a_span_that_begins_between_two_sentences_stays_inside_its_evidence() -> None:
    one = article(DAM)
    found = gathered(DAM_QUESTION, PointingReader("\n河口水库一直修到1958年"), one)
    (evidence,) = found.evidence
    assert evidence.answer is not None
    assert evidence.start == evidence.answer[0] == DAM.index("河口")
    assert one.text[slice(*evidence.answer)] == "河口水库一直修到1958年"


def test_a_text_without_an_end_is_quoted_around_the_span() -> None:
    one = article("水" * 50_000 + "1958年建成" + "水" * 50_000)
    found = gathered(DAM_QUESTION, PointingReader("1958年"), one, thresholds=Thresholds(0, 0))
    (evidence,) = found.evidence
    assert evidence.answer is not None
    assert one.text[slice(*evidence.answer)] == "1958年"
    assert evidence.end - evidence.start == LONGEST
    assert evidence.start < evidence.answer[0] < evidence.answer[1] < evidence.end


def test_another_year_is_no_evidence_and_is_told() -> None:
    one = article("2022年，柳河工会调解纠纷380起。")
    found = gathered("2021年，柳河工会调解了多少起纠纷？", PointingReader("380起"), one)
    assert found == Gathered((), 0.0, Outcome.NO_EVIDENCE, ("2021",))


def test_a_how_many_without_a_number_is_worth_less() -> None:
    one = article("柳河工会调解纠纷，企业签了字。")
    found = gathered("柳河工会调解了多少纠纷？", PointingReader("企业"), one)
    assert found.confidence < 0.6 * 0.9


TWICE = (article("河口水库1958年建成。", "a"), article("河口水库建成于1958年冬天。", "b"))


def test_one_sentence_is_quoted_where_it_answers_for_sure() -> None:
    found = gathered(DAM_QUESTION, PointingReader("1958年建成", "1958年冬天"), *TWICE)
    assert quotes(found, *TWICE) == ["河口水库1958年建成。"]
    assert found.outcome is Outcome.ANSWERED


def test_in_doubt_what_is_about_as_good_is_quoted_too_and_nothing_twice() -> None:
    unsure = PointingReader("1958年建成", "1958年冬天", probability=0.18)
    found = gathered(DAM_QUESTION, unsure, *TWICE)
    assert quotes(found, *TWICE) == ["河口水库1958年建成。", "河口水库建成于1958年冬天。"]
    assert found.outcome is Outcome.WEAK_EVIDENCE


def test_a_list_has_what_other_articles_add() -> None:
    both = article("青溪厂生产水泵。", "a"), article("青溪厂还生产风扇。", "b")
    found = gathered("青溪厂生产哪些产品？", PointingReader("水泵", "风扇"), *both)
    assert quotes(found, *both) == ["青溪厂生产水泵。", "青溪厂还生产风扇。"]
    assert found.outcome is Outcome.ANSWERED


def test_what_the_search_puts_first_is_the_better_evidence() -> None:
    shelf = Shelf(TWICE)
    near, far = shelf.hits
    hits = [replace(near, score=0.2), replace(far, score=0.8)]
    reader = PointingReader("1958年")
    found = gather(DAM_QUESTION, hits, shelf.article, reader, Thresholds())
    assert quotes(found, *TWICE) == ["河口水库建成于1958年冬天。"]
    assert math.isclose(found.confidence, 0.9)
    weaker = gather(DAM_QUESTION, hits, shelf.article, reader, Thresholds(0.95, 0.0))
    assert len(weaker.evidence) == 1, "0.9 times exp(-0.9) is no rival"


def test_every_part_of_a_question_has_its_evidence() -> None:
    both = article("青溪厂有工人九百名。", "a"), article("柳河厂有工人三百名。", "b")
    found = gathered("青溪厂和柳河厂各有多少工人？", PointingReader("九百名", "三百名"), *both)
    assert set(quotes(found, *both)) == {"青溪厂有工人九百名。", "柳河厂有工人三百名。"}


class CountingReader(PointingReader):
    """Remembers what it was given to read."""

    def __init__(self, *words: str, probability: float = 0.9) -> None:
        super().__init__(*words, probability=probability)
        self.read_texts: list[list[str]] = []
        self.ahead: list[Sequence[float]] = []

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        self.read_texts.append([text.text for text in texts])
        self.ahead.append(ahead)
        return super().read(question, texts, ahead)


def test_the_best_hits_are_read_together_with_what_the_search_says_of_them() -> None:
    articles = [article(f"第{n}篇说河口水库1958年建成。", f"a{n}") for n in range(READ + 5)]
    shelf, reader = Shelf(articles), CountingReader("1958年")
    hits = [replace(hit, score=0.9 - at / 100) for at, hit in enumerate(shelf.hits)]
    gather(DAM_QUESTION, hits, shelf.article, reader, Thresholds(), lambda _: hits)
    assert reader.read_texts == [[one.text for one in articles[:READ]]]
    assert reader.ahead == [pytest.approx([-FOUND * at / 100 for at in range(READ)])]


def test_passages_that_were_not_searched_for_are_all_read() -> None:
    shelf, reader = Shelf([article(DAM)]), CountingReader("1958年")
    gather(DAM_QUESTION, shelf.hits, shelf.article, reader, Thresholds())
    assert reader.ahead == [()], "nothing speaks for one of them beforehand"


def test_where_nothing_is_found_there_is_nothing_to_read() -> None:
    reader = CountingReader("1958年")
    assert gathered(DAM_QUESTION, reader) == Gathered((), 0.0, Outcome.NO_EVIDENCE)
    assert not any(reader.read_texts)


def test_a_part_is_searched_again_and_what_the_whole_found_is_read_after_it() -> None:
    articles = {f"a{n}": article(f"{n}说的是别的事。", f"a{n}") for n in range(2 * READ)}
    hits = [Hit(Passage(one, one, 0, 8), 1.0) for one in articles]
    reader = CountingReader("没有")
    gather(
        "青溪厂和柳河厂各有多少工人？",
        hits[READ // 2 :],
        articles.__getitem__,
        reader,
        Thresholds(),
        lambda _: hits[:READ],
    )
    read = reader.read_texts[0]
    # Three quarters are the part's own; the rest is what the whole question found best.
    own = READ - READ // 4
    assert read == [f"{n}说的是别的事。"[:8] for n in range(READ)]
    assert own < READ


def test_a_span_without_a_chance_is_no_evidence() -> None:
    one = article("南坡的新桥昨天通车。")
    assert gathered(DAM_QUESTION, PointingReader("1958年"), one).outcome is Outcome.NO_EVIDENCE


@pytest.mark.parametrize(
    ("text", "pointed", "expected"),
    [
        (
            "会上定了三件事。一是修路。二是架桥，年内通车。三是办学。会后合影。",
            "架桥",
            "一是修路。二是架桥，年内通车。三是办学。",
        ),
        (
            "要做好三件事：\n（一）修路；\n（二）架桥；\n（三）办学。\n其余照旧。",
            "三件事",
            "要做好三件事：\n（一）修路；\n（二）架桥；\n（三）办学。",
        ),
        ("首先，修路。路很长。其次，架桥。最后，办学。", "修路", None),
        (
            "首先，修路。其次，架桥。再次，办学。最后，合影。散会。",
            "办学",
            "首先，修路。其次，架桥。再次，办学。最后，合影。",
        ),
        ("● 修路\n● 架桥\n● 办学\n完了。", "架桥", "● 修路\n● 架桥\n● 办学"),
        ("修路。架桥。办学。", "架桥", "架桥。"),
        ("第一，修路。第三，办学。", "修路", "第一，修路。"),
    ],
)
def test_an_enumeration_is_taken_whole(text: str, pointed: str, expected: str | None) -> None:
    at = text.index(pointed)
    start, end = whole(text, at, at + len(pointed))
    assert text[start:end] == (text if expected is None else expected)


def test_an_enumeration_has_an_end() -> None:
    text = "".join(f"{mark}是{'修路' * 100}。" for mark in "一二三四五六七八九十")
    start, end = whole(text, 2, 4)
    assert (start, text[end - 1]) == (0, "。")
    assert 201 < end <= 900


STORY = Article("a", "a.md", "新桥通车", "南坡的新桥昨天通车。桥长三百米。县里来了五百人。")


@pytest.mark.parametrize(
    "question",
    [
        "《新桥通车》一文讲了什么？",
        "《新桥通车》这篇报道的主要内容是什么？",
        "“新桥通车”写了些什么内容？",
        "What is the article “新桥通车” about?",
        "Summarise “新桥通车”.",
    ],
)
def test_what_an_article_says_is_how_it_begins(question: str) -> None:
    shelf = Shelf([STORY])
    found = opening(question, shelf.hits, shelf.article)
    assert [STORY.text[one.start : one.end] for one in found] == [
        "南坡的新桥昨天通车。",
        "桥长三百米。",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "《新桥通车》讲了什么时候的事？",
        "《新桥通车》说什么人来了？",
        "《新桥通车》报道的是哪座桥？",
        "《旧桥》一文讲了什么？",
        "新桥通车讲了什么？",
        "What year does “新桥通车” say the bridge was opened in?",
    ],
)
def test_a_question_for_one_thing_in_an_article_is_none(question: str) -> None:
    shelf = Shelf([STORY])
    assert opening(question, shelf.hits, shelf.article) == []


def test_without_a_reader_the_sentence_nearest_in_meaning_comes_first(encoder: FakeEncoder) -> None:
    one = article(DAM)
    shelf = Shelf([one])
    best, _ = nearest_sentences("下游从此不再受淹", shelf.hits, shelf.article, encoder)
    assert one.text[best.start : best.end] == "下游从此不再受淹。"
    assert nearest_sentences("水库", (), shelf.article, encoder) == []


class TwoSpans(PointingReader):
    """Points at the first word with 0.6 of the probability and at the second with the rest."""

    def _reading(self, text: str) -> Reading:
        first, second = ((text.index(word), text.index(word) + len(word)) for word in self._words)
        return Reading(self._probability, (Span(*first, 0.6), Span(*second, 0.4)), 1.0)


def test_two_spans_of_one_sentence_are_one_piece_of_evidence() -> None:
    one = article("河口水库1958年冬天建成。")
    (evidence,) = gathered(DAM_QUESTION, TwoSpans("1958年", "冬天"), one).evidence
    assert evidence.answer is not None
    assert one.text[slice(*evidence.answer)] == "1958年"
    assert math.isclose(evidence.score, 0.9)


def test_the_likeliest_sentence_of_a_passage_is_as_probable_as_the_passage() -> None:
    one = article("水库1946年动工。水库1958年才放水。")
    reader, unsure = TwoSpans("1946年", "1958年"), Thresholds(0.95, 0.0)
    found = gathered("水库的事是哪一年？", reader, one, thresholds=unsure)
    assert quotes(found, one) == ["水库1946年动工。", "水库1958年才放水。"]
    scores = [evidence.score for evidence in found.evidence]
    assert scores == pytest.approx([0.9, 0.9 * (0.4 / 0.6) ** SHARE])
