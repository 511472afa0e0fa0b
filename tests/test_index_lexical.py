"""Terms, what a query asks for, and BM25 by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corpus.types import Article, Passage
from index import lexical
from index.storage import Postings


def test_pairs_and_characters_of_scripts_without_spaces() -> None:
    assert lexical.terms("桥梁桥") == {"桥": 2, "梁": 1, "桥梁": 1, "梁桥": 1}
    assert lexical.terms("สี") == {"ส": 1, "ี": 1, "สี": 1}


def test_words_numbers_and_pictures() -> None:
    assert lexical.terms("The C919, ２.38 हिन्दी 😀") == {
        "the": 1,
        "c919": 1,
        "2.38": 1,
        "हिन्दी": 1,
        "😀": 1,
    }


def test_a_broken_line_of_chinese_is_joined() -> None:
    assert "大桥" in lexical.terms("长江大\n桥")
    assert lexical.terms("two\nwords") == {"two": 1, "words": 1}


def test_traditional_and_simplified_give_the_same_terms() -> None:
    assert lexical.terms("鐵路橋樑") == lexical.terms("铁路桥梁")


def test_headline_and_section_take_part() -> None:
    article = Article("a", "s", "春汛", "江水上涨。", section="本市")
    found = lexical.passage_terms(article, Passage("p", "a", 0, 5))
    assert found["春汛"] == found["本市"] == found["江水"] == 1
    assert "汛本" not in found


def test_question_words_ask_for_little() -> None:
    weights = lexical.query_terms("什么是渡口")
    assert weights["渡口"] == 1.0
    assert weights["什么"] == pytest.approx(0.1)
    assert weights["是渡"] == pytest.approx(0.5)
    assert weights["渡"] == pytest.approx(lexical.CHARACTER_WEIGHT)
    assert lexical.query_terms("Which ferry") == {"which": 0.1, "ferry": 1.0}


def test_a_word_asked_twice_keeps_its_better_weight() -> None:
    assert lexical.query_terms("何氏与何")["何"] == pytest.approx(0.06)
    assert lexical.query_terms("渡口是渡口")["渡口"] == 1.0


def test_a_pasted_article_is_cut() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(10_000))
    weights = lexical.query_terms(text)
    assert chr(0x4E00 + 999) in weights
    assert chr(0x4E00 + 1000) not in weights
    frequencies = dict.fromkeys(weights, 50) | {"一": 1}
    kept = lexical.rarest(weights, frequencies, 100)
    assert len(kept) == lexical.MOST_TERMS
    assert "一" in kept


def _postings(rows: list[int], counts: list[int]) -> Postings:
    return Postings(np.array(rows, np.int32), np.array(counts, np.uint8))


def test_score_is_the_share_of_the_query_that_is_covered() -> None:
    lengths = np.array([10, 10, 10, 10], np.int32)
    alive = np.ones(4, np.bool_)
    collection = lexical.Collection(4, lexical.damping(lengths, alive))
    weights = {"渡口": 1.0, "渡船": 1.0}
    scores = lexical.score(weights, {"渡口": _postings([0, 2], [1, 2])}, collection)
    known = math.log(1 + 2.5 / 2.5) ** 1.5
    missing = math.log(1 + 4.5 / 0.5) ** 1.5
    # Of average length, one occurrence is worth exactly 1; two are worth (k1 + 1)·2 ÷ (2 + k1).
    assert scores[0] == pytest.approx(known / (known + missing), rel=1e-5)
    assert scores[2] == pytest.approx(scores[0] * 1.9 * 2 / 2.9, rel=1e-5)
    assert scores[1] == scores[3] == 0


def test_a_long_passage_counts_for_less() -> None:
    lengths = np.array([5, 50], np.int32)
    collection = lexical.Collection(2, lexical.damping(lengths, np.ones(2, np.bool_)))
    scores = lexical.score({"渡": 1.0}, {"渡": _postings([0, 1], [1, 1])}, collection)
    assert scores[0] > scores[1] > 0


def test_nothing_asked_scores_nothing() -> None:
    collection = lexical.Collection(0, lexical.damping(np.zeros(0, np.int32), np.zeros(0, bool)))
    assert lexical.score({}, {}, collection).tolist() == []


def test_frequent_terms_are_added_for_the_best_rows_only() -> None:
    collection = lexical.Collection(
        6, lexical.damping(np.full(6, 10, np.int32), np.ones(6, np.bool_))
    )
    postings = {"稀": _postings([1, 4], [1, 1]), "常": _postings([0, 1, 2], [1, 1, 1])}
    weights = {"稀": 1.0, "常": 1.0}
    full = lexical.score(weights, postings, collection)
    few = lexical.score(weights, postings, collection, frequent=2, shortlist=2)
    assert few[[1, 4]].tolist() == full[[1, 4]].tolist()
    assert full[0] > 0
    assert few[0] == 0


def test_best_rows_are_those_above_zero() -> None:
    scores = np.array([0, 3, 1, 0, 2], np.float32)
    assert lexical.best_rows(scores, 2).tolist() == [1, 4]
    assert lexical.best_rows(scores, 9).tolist() == [1, 2, 4]


def test_the_best_rows_and_the_first_of_equal_ones() -> None:
    scores = np.array([0, 3, 1, 2, 1, 1, 0, 4], np.float32)
    assert lexical.best_rows(scores, 9).tolist() == [1, 2, 3, 4, 5, 7]
    assert lexical.best_rows(scores, 4).tolist() == [1, 2, 3, 7]
    assert lexical.best_rows(scores, 3).tolist() == [1, 3, 7]
    assert lexical.best_rows(np.zeros(3, np.float32), 2).tolist() == []
