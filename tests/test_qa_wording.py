"""The words of a question tell sentences apart, the rarer the more."""

from __future__ import annotations

import math

import pytest

from qa.evidence import Gathered, Thresholds, gather
from qa.passages import Shelf
from qa.types import Evidence
from qa.wording import SAYS, USUAL, shifted, wording
from tests.answering import PointingReader, article

PASSAGES = ("青溪厂的工人有九百名。", "青溪厂的水泵卖得好。", "柳河厂的工人有三百名。")


def test_a_word_counts_the_more_the_fewer_passages_have_it() -> None:
    weights = wording("柳河厂有多少工人？", PASSAGES).weights
    assert weights["柳河"] > weights["工人"] > 0
    everywhere = wording("青溪厂", [*PASSAGES[:2], "青溪厂"]).weights
    assert everywhere["青溪"] == pytest.approx(math.log(2))


def test_a_word_that_no_passage_has_tells_nothing() -> None:
    asked = wording("青溪灯会的水泵", PASSAGES)
    assert set(asked.weights) == {"青溪", "水泵"}
    assert asked.share("青溪厂的水泵") == 1.0


def test_the_share_goes_from_nothing_to_all() -> None:
    asked = wording("柳河厂有多少工人？", PASSAGES)
    shares = [asked.share(one) for one in ("灯会开幕。", "工人有九百名。", PASSAGES[2])]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == pytest.approx(1.0)
    assert asked.says("灯会开幕。") == pytest.approx(-SAYS * USUAL)
    assert asked.says(PASSAGES[2]) == pytest.approx(SAYS * (1 - USUAL))


def test_words_in_other_scripts_of_chinese_are_the_same() -> None:
    asked = wording("柳河廠有多少工人？", PASSAGES)
    assert asked.share(PASSAGES[2]) == pytest.approx(1.0)
    assert asked.share("柳河廠的工人") == asked.share("柳河厂的工人")


def test_in_languages_with_spaces_words_are_counted_and_function_words_are_not() -> None:
    passages = ["The ferry opened in May.", "The Ashby bridge opened in June."]
    asked = wording("When was the Ashby bridge opened?", passages)
    assert set(asked.weights) == {"ashby", "bridge", "opened"}
    assert asked.share(passages[1]) == pytest.approx(1.0)
    assert 0 < asked.share(passages[0]) < USUAL


@pytest.mark.parametrize(
    ("question", "passages", "sentence"),
    [
        # Another language shares no words; nor is there anything to share.
        ("When was the Ashby bridge opened?", ["The Ashby bridge."], "石桥昨天通车。"),
        ("石桥哪年通车？", ["石桥通车。"], "The bridge was opened."),
        ("石桥哪年通车？", [], "石桥通车。"),
        ("石桥哪年通车？", ["灯会开幕。"], "石桥通车。"),
        ("？", ["石桥通车。"], "石桥通车。"),
        ("", [""], ""),
    ],
)
def test_where_words_can_tell_nothing_they_say_nothing(
    question: str, passages: list[str], sentence: str
) -> None:
    asked = wording(question, passages)
    assert asked.share(sentence) == USUAL
    assert asked.says(sentence) == 0.0


def test_a_probability_is_shifted_by_its_odds() -> None:
    assert shifted(0.5, math.log(3)) == pytest.approx(0.75)
    assert shifted(0.2, -math.log(4)) == pytest.approx(1 / 17)
    assert shifted(0.3, 0.0) == pytest.approx(0.3)
    assert shifted(shifted(0.3, 1.2), -1.2) == pytest.approx(0.3)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_certain_is_not_shifted(certain: float) -> None:
    assert shifted(certain, 5.0) == shifted(certain, -5.0) == certain


ONE = article("青溪厂招了九百名工人。柳河厂招了三百名工人。", "one")
ASKED = "柳河厂招了多少名工人？"


def gathered(*, searched: bool) -> Gathered:
    shelf = Shelf([ONE, article("灯会开幕。", "two")])
    reader = PointingReader("九百", "三百", probability=0.6)
    find = (lambda _: shelf.hits) if searched else None
    return gather(ASKED, shelf.hits, shelf.article, reader, Thresholds(), find)


def quoted(evidence: Evidence) -> str:
    return ONE.text[evidence.start : evidence.end]


def test_of_two_sentences_that_the_reader_puts_level_the_one_worded_so_answers() -> None:
    found = gathered(searched=True)
    assert [quoted(one) for one in found.evidence] == ["柳河厂招了三百名工人。"]
    assert found.confidence > 0.6
    assert found.confidence == pytest.approx(shifted(0.6, SAYS * (1 - USUAL)))


def test_of_passages_that_are_given_the_words_tell_nothing_apart() -> None:
    found = gathered(searched=False)
    assert found.confidence == pytest.approx(0.6)
