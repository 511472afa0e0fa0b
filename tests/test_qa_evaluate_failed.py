"""What raises or fails counts in every mean; what a doubtful refusal quotes is counted apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.types import Article
from index.types import Filters
from qa.evaluate import measures
from qa.evaluate.command import Plan, execute
from qa.evaluate.places import Placed
from qa.evaluate.questions import Gold, Question
from qa.evaluate.rows import read_rows
from qa.evaluate.run import ANSWERS, Asker
from qa.evaluate.scoring import Case, Scores, failed, score
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support, Turn

TEXT = "渡船每日往返八班。票价两元。"
ARTICLE = Article("a", "x.txt", "", TEXT, language="zh")
GOLD = Gold("每日往返八班", "x.txt")

ASKED = {
    "a string": Question("q", "几班？", answers=("八班",), evidence=(GOLD,)),
    "groups": Question("q", "几班？", required=(("八班",), ("两元",))),
    "keypoints": Question(
        "q", "渡船？", reference=TEXT, keypoints=("每日往返八班。", "。"), settled=False
    ),
    "passages": Question("q", "几班？", passages=(ARTICLE,), settled=False),
    "unanswerable": Question("q", "谁造的？", answerable=False),
    "unsettled": Question("q", "谁造的？", answerable=False, settled=False),
    "no gold": Question("q", "几班？", gold=False),
}


def said(outcome: Outcome, question: str = "几班？") -> Answer:
    evidence = Evidence("a", 0, 9, 0.9, (6, 8))
    citation = Citation(1, evidence, TEXT[:9], "", "x.txt")
    return Answer(question, outcome, (Sentence(TEXT[:9], Support.QUOTED, (1,)),), (citation,))


def scored(question: Question, outcome: Outcome) -> Scores:
    gold = tuple(Placed(one) for one in question.evidence)
    return score(Case(question, gold, said(outcome), {"a": ARTICLE}.get)).scores


def known(scores: Scores) -> set[str]:
    return {name for name, value in scores.items() if value is not None}


OF_WHAT_WAS_MADE = {"confidence", "citation_precision", "faithful", "support", "answer_in_quote"}


@pytest.mark.parametrize("kind", ASKED)
def test_a_failure_is_scored_wherever_an_answer_is(kind: str) -> None:
    question = ASKED[kind]
    lost = failed(question).scores
    assert known(lost) == known(scored(question, Outcome.ANSWERED)) - OF_WHAT_WAS_MADE
    of_it = {"answerable", "graded", "failed"}
    assert {name: lost[name] for name in known(lost) - of_it} == dict.fromkeys(
        known(lost) - of_it, 0.0
    )
    # An answer that calls itself a failure is one, whatever it had said by then.
    assert scored(question, Outcome.FAILED) == lost


def test_failures_count_in_the_means() -> None:
    rows = [scored(ASKED["a string"], Outcome.ANSWERED), failed(ASKED["a string"]).scores]
    found = measures.measured(rows)
    for name in ("accuracy", "said", "span_em", "span_f1", "citation_recall", "error_rate"):
        assert (found[name].value, found[name].n) == (0.5, 2), name
    assert found["rouge_l"].n == 2
    parts = [scored(ASKED["groups"], Outcome.ANSWERED), failed(ASKED["groups"]).scores]
    assert measures.measured(parts)["completeness"].value == pytest.approx((0.5 + 0) / 2)
    long = [failed(ASKED["keypoints"]).scores]
    assert measures.measured(long)["keypoint_recall"].value == 0.0


def test_a_failure_is_an_error_where_only_refusals_are_judged() -> None:
    asked = ASKED["passages"]
    rows = [
        scored(asked, Outcome.ANSWERED),
        scored(asked, Outcome.WEAK_EVIDENCE),
        scored(asked, Outcome.FAILED),
        scored(asked, Outcome.ANSWERED),
    ]
    assert measures.measured(rows)["error_rate"].value == 0.5


def test_both_readings_of_a_doubtful_refusal() -> None:
    asked, none = ASKED["a string"], ASKED["unanswerable"]
    weak = scored(asked, Outcome.WEAK_EVIDENCE)
    assert (weak["correct"], weak["said"]) == (0.0, 1.0)
    assert "refused_outright" not in weak
    answers = [scored(none, one) for one in (Outcome.WEAK_EVIDENCE, Outcome.NO_EVIDENCE)]
    assert [(one["correct"], one["refused_outright"]) for one in answers] == [(1, 0), (1, 1)]
    failure = scored(none, Outcome.FAILED)
    assert (failure["correct"], failure["refused_outright"]) == (0.0, 0.0)
    found = measures.measured([weak, *answers])
    assert (found["said"].value, found["said"].n) == (1.0, 1)
    assert (found["refused_outright"].value, found["refused_outright"].n) == (0.5, 2)
    assert found["refusal_recall"].value == 1.0


class Citing:
    """Cites an article that cannot be read where it is asked of one that is lost."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        answer = said(Outcome.ANSWERED, question)
        if "失" not in question:
            return answer
        (one,) = answer.citations
        lost = replace(one, evidence=replace(one.evidence, article_id="lost"))
        return replace(answer, citations=(lost,))

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        raise NotImplementedError


def find(article_id: str) -> Article:
    """As a library does that lacks one."""
    return {"a": ARTICLE}[article_id]


def test_a_question_that_cannot_be_scored_does_not_end_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = [
        Question("q1", "几班？", answers=("八班",)),
        Question("q2", "失物招领处几班？", answers=("八班",)),
        Question("q3", "几班？", answers=("八班",)),
    ]
    made = execute(Plan(tmp_path, questions, {}), Citing(), find, {}, {})
    assert "q2: scoring: KeyError: 'lost'" in capsys.readouterr().err
    rows = read_rows(tmp_path / ANSWERS)
    assert [row["why"] for row in rows] == ["right", "failed", "right"]
    assert made["failed"] == [{"id": "q2", "error": "scoring: KeyError: 'lost'"}]
    found = made["measures"]
    assert isinstance(found, dict)
    assert found["accuracy"]["value"] == pytest.approx(2 / 3)
    # Begun again, nothing is asked again.
    again = execute(Plan(tmp_path, questions, {}), Citing(), find, {}, {})
    assert again["counts"] == made["counts"]
    assert len(read_rows(tmp_path / ANSWERS)) == 3


def test_an_interruption_is_no_failure() -> None:
    def stopped(_: str) -> Article | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Asker(Citing(), stopped, {})(Question("q", "几班？", answers=("八班",)))
