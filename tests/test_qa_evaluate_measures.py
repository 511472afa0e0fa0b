"""Measures of a run against values worked out by hand, and against ir-measures."""

from __future__ import annotations

import math

import pytest

from qa.evaluate import curves, measures, ranking
from qa.evaluate.measures import Scores, Value


def row(
    *,
    answerable: bool = True,
    refused: bool = False,
    correct: float | None = None,
    confidence: float | None = 0.5,
    **more: float | None,
) -> Scores:
    return {
        "graded": 1.0,
        "answerable": float(answerable),
        "refused": float(refused),
        "correct": correct,
        "confidence": confidence,
        **more,
    }


ROWS = [
    row(correct=1.0, confidence=0.9, f1=0.5, completeness=0.5, citation_precision=1.0),
    row(correct=1.0, confidence=0.8, f1=1.0, citation_precision=0.5),
    row(correct=0.0, confidence=0.7, f1=0.0, citation_precision=0.0),
    row(correct=0.0, refused=True, confidence=0.1, f1=0.0),
    row(answerable=False, correct=1.0, refused=True, confidence=0.0),
    row(answerable=False, correct=0.0, confidence=0.6),
]


def test_means_are_over_the_questions_that_have_a_score() -> None:
    found = measures.measured(ROWS)
    values = {name: (value.value, value.n) for name, value in found.items()}
    assert values == {
        "accuracy": (pytest.approx(3 / 6), 6),
        "accuracy_answerable": (pytest.approx(2 / 4), 4),
        "f1": (pytest.approx(1.5 / 4), 4),
        "completeness": (0.5, 1),
        "citation_precision": (pytest.approx(0.5), 3),
        "refusal_precision": (0.5, 2),
        "refusal_recall": (0.5, 2),
        "refusal_f1": (0.5, 6),
        "hallucination": (0.5, 2),
        "error_rate": (0.25, 4),
    }


def test_every_measure_is_told_about() -> None:
    assert set(measures.ABOUT) == set(measures.MEASURES)
    assert measures.ABOUT["hallucination"]["better"] == "lower"


def test_intervals_hold_the_value_and_are_the_same_every_time() -> None:
    found = measures.measured(ROWS * 10)
    assert found == measures.measured(ROWS * 10)
    accuracy = found["accuracy"]
    assert accuracy.low < 0.5 < accuracy.high
    # The standard error of a share of half over 60 questions is .0645.
    assert accuracy.high - accuracy.low == pytest.approx(2 * 1.96 * math.sqrt(0.25 / 60), abs=0.04)
    assert measures.measured([]) == {}


def test_what_all_questions_agree_on_has_no_spread() -> None:
    certain = measures.measured([row(correct=1.0)] * 8)["accuracy"]
    assert certain == Value(1.0, 1.0, 1.0, 8)


def test_a_paired_difference_is_narrower_than_two_intervals() -> None:
    first = [row(correct=float(number % 2)) for number in range(40)]
    second = [row(correct=1.0) if number < 4 else one for number, one in enumerate(first)]
    gap = measures.differences(first, second)["accuracy"]
    assert gap.value == pytest.approx(2 / 40)
    assert gap.low >= 0.0
    alone = measures.measured(first)["accuracy"]
    assert gap.high - gap.low < (alone.high - alone.low) / 2


def test_risk_and_coverage_by_hand() -> None:
    found = curves.risk_coverage(ROWS)
    # Four answers of six questions, surest first: right, right, wrong, wrong.
    assert found["points"] == [
        {"coverage": pytest.approx(1 / 6), "risk": 0.0, "threshold": 0.9},
        {"coverage": pytest.approx(2 / 6), "risk": 0.0, "threshold": 0.8},
        {"coverage": pytest.approx(3 / 6), "risk": pytest.approx(1 / 3), "threshold": 0.7},
        {"coverage": pytest.approx(4 / 6), "risk": pytest.approx(1 / 2), "threshold": 0.6},
    ]
    area = found["area"]
    assert isinstance(area, dict)
    assert area["value"] == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert area["low"] <= area["value"] <= area["high"]


def test_equal_confidences_are_one_point_in_any_order() -> None:
    rows = [row(correct=1.0), row(correct=0.0), row(correct=1.0), row(correct=1.0)]
    found = curves.risk_coverage(rows)
    assert found == curves.risk_coverage([rows[1], rows[0], *rows[2:]])
    assert found["points"] == [{"coverage": 1.0, "risk": 0.25, "threshold": 0.5}]


def test_no_answers_have_no_curve() -> None:
    refusals = [row(correct=0.0, refused=True)]
    assert curves.risk_coverage(refusals) == {"points": [], "area": None}


def test_seconds_by_stage() -> None:
    found = curves.latency([{"search": 1.0}, {"search": 3.0, "write": 5.0}])
    assert found["search"] == {"p50": 2.0, "p95": pytest.approx(2.9), "mean": 2.0, "n": 2}
    assert found["write"] == {"p50": 5.0, "p95": 5.0, "mean": 5.0, "n": 1}


def test_ranking_by_hand() -> None:
    # Relevant at 2 and 4, one missed: DCG = 1/log2(3) + 1/log2(5), ideal 1 + 1/log2(3) + 1/2.
    found = ranking.measured(ranking.Ranked((False, True, False, True), 1))
    dcg = 1 / math.log2(3) + 1 / math.log2(5)
    assert found == {
        "hit@1": 0.0,
        "hit@5": 1.0,
        "hit@10": 1.0,
        "mrr@10": 0.5,
        "ndcg@10": pytest.approx(dcg / (1 + 1 / math.log2(3) + 0.5)),
        "recall@10": pytest.approx(2 / 3),
    }
    late = ranking.measured(ranking.Ranked((*[False] * 10, True), 0))
    assert late == dict.fromkeys(ranking.NAMES, 0.0)
    assert ranking.measured(ranking.Ranked((), 2)) == dict.fromkeys(ranking.NAMES, 0.0)
    assert ranking.measured(ranking.Ranked((False,), 0)) == {}


def test_ranking_agrees_with_ir_measures_over_a_run() -> None:
    from ir_measures import RR, Qrel, ScoredDoc, calc_aggregate, nDCG

    runs = {"a": (True, False, False), "b": (False, False, True), "c": (False, True, True)}
    gold = [Qrel(q, f"d{n}", 1) for q, hits in runs.items() for n, one in enumerate(hits) if one]
    run = [ScoredDoc(q, f"d{n}", -float(n)) for q, hits in runs.items() for n, _ in enumerate(hits)]
    theirs = calc_aggregate([RR @ 10, nDCG @ 10], gold, run)
    ours = [ranking.measured(ranking.Ranked(hits, 0)) for hits in runs.values()]
    means = {name: sum(one[name] for one in ours) / 3 for name in ("mrr@10", "ndcg@10")}
    assert means["mrr@10"] == pytest.approx(theirs[RR @ 10])
    assert means["ndcg@10"] == pytest.approx(theirs[nDCG @ 10])
    assert means["mrr@10"] == pytest.approx((1 + 1 / 3 + 1 / 2) / 3)


def test_what_is_relevant() -> None:
    articles = ranking.of_articles(["p3", "p1", "p3", "p2"], ["p2"])
    assert articles == ranking.Ranked((False, False, True), 0)
    assert ranking.of_articles([], ["p2"]) == ranking.Ranked((), 1)
    # The second hit holds nothing new; the third piece is nowhere.
    held = [frozenset({0}), frozenset({0}), frozenset({0, 1})]
    assert ranking.of_pieces(held, 3) == ranking.Ranked((True, False, True), 1)
