"""Calibration on scores whose outcome is known, and the measures with hand-computed values."""

from __future__ import annotations

import math

import pytest

from corpus.errors import SettingError
from qa.evaluate.reading_measures import (
    Bin,
    auc,
    calibration_error,
    f1_characters,
    f1_words,
    reliability,
    risk_coverage,
)
from qa.evaluate.reading_order import Candidate, first, first_is_own, fitted
from qa.reader import calibrate
from qa.reader.calibrate import Case


def candidate(
    relevance: float, *, answers: bool = False, doubtful: bool = False, search: float = 0.0
) -> Candidate:
    return Candidate(search, relevance, 0.0, 0.5, answers, answers, doubtful)


def test_fitting_finds_the_share_that_is_right() -> None:
    # Three of four are right at 1, one of four at -1: the log odds are ± log 3.
    cases = [Case(1.0, one) for one in (True, True, True, False)] * 500
    cases += [Case(-1.0, one) for one in (True, False, False, False)] * 500
    found = calibrate.fit(cases)
    assert found.relevance == pytest.approx(math.log(3), abs=0.02)
    assert found.bias == pytest.approx(0.0, abs=1e-4)
    assert found.probability(1.0) == pytest.approx(0.75, abs=0.005)


def test_scores_that_part_the_cases_completely_give_finite_weights() -> None:
    found = calibrate.fit([Case(at, at > 0) for at in (-3.0, -1.0, 1.0, 3.0)])
    assert 0.99 < found.probability(3.0) < 1
    assert 0 < found.probability(-3.0) < 0.01


@pytest.mark.parametrize("right", [True, False])
def test_cases_that_are_all_alike_are_refused(right: bool) -> None:
    with pytest.raises(SettingError, match="all cases are alike"):
        calibrate.fit([Case(1.0, right)] * 3)


def test_a_question_counts_with_its_answer_and_without() -> None:
    rows = [
        candidate(9.0, doubtful=True),
        candidate(3.0, answers=True),
        candidate(2.0),
        candidate(1.0),
    ]
    found = calibrate.best([rows, [candidate(5.0)], []])
    assert found == [
        Case(3.0, True),
        Case(2.0, False),
        Case(5.0, False),
    ]


def test_sets_count_alike_however_many_questions_they_have() -> None:
    # Right are three of four cases of a small set, one of four of a large one.
    small = [[candidate(1.0, answers=right)] for right in (True, True, True, False)] * 10
    large = [[candidate(1.0, answers=right)] for right in (True, False, False, False)] * 200
    assert calibrate.fitted([small, large]).probability(1.0) == pytest.approx(0.5, abs=0.01)
    alone = calibrate.fitted([[*small, *large]]).probability(1.0)
    assert alone == pytest.approx(230 / 840, abs=0.01)


def test_what_is_printed_comes_of_the_other_half() -> None:
    rows = [[candidate(4.0 + at % 3, answers=True), candidate(float(at % 5))] for at in range(40)]
    before, after, right = calibrate.crossed(rows)
    assert right == [True, False] * 40
    assert len(before) == len(after) == 80
    assert calibration_error(after, right) < calibration_error(before, right)
    assert next(iter(calibrate.report(before, after, right))) == "cases 80, of them right 40"


def test_area_under_the_curve() -> None:
    assert auc([0.9, 0.4, 0.6, 0.1], [True, True, False, False]) == 0.75
    assert auc([0.5, 0.5], [True, False]) == 0.5
    assert math.isnan(auc([0.5], [True]))


def test_reliability_and_its_error() -> None:
    predicted, right = [0.05, 0.15, 0.15, 1.0], [False, True, False, True]
    assert reliability(predicted, right) == [
        Bin(0.0, 0.1, 1, 0.05, 0.0),
        Bin(0.1, 0.2, 2, 0.15, 0.5),
        Bin(0.9, 1.0, 1, 1.0, 1.0),
    ]
    assert calibration_error(predicted, right) == pytest.approx((0.05 + 2 * 0.35 + 0.0) / 4)


def test_risk_and_coverage() -> None:
    found = risk_coverage([0.2, 0.6, 0.9], [False, False, True], (0.0, 0.5, 0.95))
    assert found == [(0.0, 1.0, 2 / 3), (0.5, 2 / 3, 0.5), (0.95, 0.0, 0.0)]


def test_f1_of_characters_and_of_words() -> None:
    assert f1_characters("渡口昨日开航", "昨日") == 2 * 2 / 8
    assert f1_characters("，", "昨日") == 0.0
    assert f1_words("The old pier, rebuilt.", "a rebuilt pier") == 2 * 2 / 5
    assert f1_words("pier", "boat") == 0.0


def test_the_weight_puts_the_right_hit_first() -> None:
    rows = [candidate(0.0, search=0.3), candidate(1.0, answers=True, search=0.2)]
    relevance = lambda one: one.relevance  # noqa: E731
    assert first(rows, relevance, 0.0) == rows[0]
    assert first([], relevance, 0.0) is None
    assert first_is_own([rows], relevance, 0.05) == 0.0
    assert first_is_own([rows], relevance, 0.11) == 1.0
    weight, share = fitted([rows], relevance)
    assert weight > 0.1
    assert share == 1.0
