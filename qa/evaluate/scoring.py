"""One answer against what is known of its question: scores, and where a wrong answer was lost.

A score that does not apply is None. Knows questions, answers and the articles' texts; nothing of
how answers are made, and nothing of means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Article
from qa.evaluate import matching, overlap, ranking, support
from qa.evaluate.places import Placed
from qa.evaluate.questions import Question
from qa.types import Answer, Citation, Outcome

REFUSALS = frozenset({Outcome.NO_EVIDENCE, Outcome.WEAK_EVIDENCE})
KEYPOINT = 0.6
"""The share of a keypoint's pairs of characters that an answer must have to make the point."""

Scores = dict[str, float | None]
Lookup = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one answer."""

    scores: Scores
    why: str
    relevant: tuple[bool, ...]
    """For each hit whether it has gold evidence."""
    ranks: tuple[int, ...]
    """For each piece of gold the rank of its first hit, 0 for none."""
    cited: tuple[bool, ...]
    """For each piece of gold whether it is cited."""
    right: tuple[bool | None, ...]
    """For each citation whether it overlaps gold."""
    checks: tuple[tuple[str, support.Checked], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its gold evidence placed, its answer, and the way to the texts."""

    question: Question
    gold: tuple[Placed, ...]
    answer: Answer
    article: Lookup

    @property
    def refused(self) -> bool:
        """Whether the answer is a refusal."""
        return self.answer.outcome in REFUSALS

    @property
    def silent(self) -> bool:
        """Whether nothing is said in answer: a refusal or a failure."""
        return self.refused or self.answer.outcome is Outcome.FAILED

    @property
    def text(self) -> str:
        """What is said in answer: nothing in a refusal, whatever it shows."""
        return "" if self.silent else self.answer.text

    def cited(self, citation: Citation) -> str:
        """The article's own text at the cited place, not what the answer says it is."""
        article = self.article(citation.evidence.article_id)
        return article.text[citation.evidence.start : citation.evidence.end] if article else ""


def failed(question: Question) -> Scored:
    """A question that raised or failed: 0 wherever an answer that says nothing is scored.

    Scored by the same code as an answer, so that no mean leaves it out.
    """
    nothing = Case(question, (), Answer(question.question, Outcome.FAILED), lambda _: None)
    scores: Scores = {
        "answerable": float(question.answerable),
        "graded": float(question.gold),
        "refused": 0.0,
        "failed": 1.0,
        "confidence": None,
        **_said(nothing),
    }
    count = len(question.evidence)
    if count and question.passages is None:
        scores |= dict.fromkeys(ranking.NAMES, 0.0)
    if count:
        scores["citation_recall"] = 0.0
    return Scored(scores, "failed", (), (0,) * count, (False,) * count, (), ())


def score(case: Case) -> Scored:
    """Every score of one answer."""
    if case.answer.outcome is Outcome.FAILED:
        return failed(case.question)
    held = _held(case)
    ranks = tuple(
        next((rank for rank, pieces in enumerate(held, 1) if number in pieces), 0)
        for number in range(len(case.gold))
    )
    right, cited = _citations(case)
    said = () if case.refused else case.answer.sentences
    checks = tuple(
        (sentence.text, _checked(case, sentence.citations)(sentence.text)) for sentence in said
    )
    scores: Scores = {
        "answerable": float(case.question.answerable),
        "graded": float(case.question.gold),
        "refused": float(case.refused),
        "failed": 0.0,
        "confidence": case.answer.confidence,
        **_said(case),
        **_retrieved(case, held),
        **_cited(case, right, cited),
        "support": _mean([c.supported for _, c in checks]),
    }
    why = _why(case, scores, ranks, cited)
    return Scored(scores, why, tuple(map(bool, held)), ranks, cited, right, checks)


def _said(case: Case) -> Scores:
    question, text = case.question, case.text
    if not question.gold:
        return {}
    if not question.answerable:
        outright = float(case.answer.outcome is Outcome.NO_EVIDENCE)
        correct = float(case.refused) if question.settled else None
        return {"correct": correct, "refused_outright": outright}
    scores: Scores = {}
    expected = question.answers
    if expected or question.required:
        scores["correct"] = float(matching.is_right(text, expected, question.required))
        # What a refusal shows beside it is no answer, but whoever asked has seen it.
        shown = matching.is_right(case.answer.text, expected, question.required)
        scores["said"] = float(shown)
        scores["completeness"] = matching.completeness(text, question.required)
    if expected:
        scores["f1"] = overlap.best(overlap.f1, text, expected)
        scores["em"] = overlap.best(overlap.exact, text, expected)
        span = "" if case.silent else _span(case)
        if span is not None:
            scores["span_f1"] = overlap.best(overlap.f1, span, expected)
            scores["span_em"] = overlap.best(overlap.exact, span, expected)
    if expected or question.reference:
        references = (question.reference,) if question.reference else expected
        scores["rouge_l"] = overlap.best(overlap.rouge_l, text, references)
    if question.keypoints:
        scores["keypoint_recall"] = _mean([_makes(text, point) for point in question.keypoints])
    return scores


def _makes(text: str, point: str) -> bool:
    """Whether a text makes a point: enough of its characters, and all of its numbers."""
    if not text:
        return False
    share, _ = support.coverage(point, text)
    return share >= KEYPOINT and set(support.numbers(point)) <= set(support.numbers(text))


def _span(case: Case) -> str | None:
    """The exact span that the first citation points at, where the system points at any."""
    for citation in case.answer.citations:
        article = case.article(citation.evidence.article_id)
        if citation.evidence.answer and article:
            return article.text[slice(*citation.evidence.answer)]
    return None


def _held(case: Case) -> list[frozenset[int]]:
    """For each hit the numbers of the pieces of gold that it has."""
    held = []
    for hit in case.answer.hits:
        passage = hit.passage
        article = case.article(passage.article_id)
        text = passage.text(article) if article else ""
        held.append(
            frozenset(
                number
                for number, placed in enumerate(case.gold)
                if (
                    placed.gold.article_id == passage.article_id
                    if placed.gold.article_id
                    else placed.in_passage(passage.article_id, passage.start, passage.end, text)
                )
            )
        )
    return held


def _retrieved(case: Case, held: Sequence[frozenset[int]]) -> Scores:
    if not case.gold or case.question.passages is not None:
        return {}
    named = [placed.gold.article_id for placed in case.gold]
    if all(named):
        ids = [hit.passage.article_id for hit in case.answer.hits]
        return {**ranking.measured(ranking.of_articles(ids, named))}
    return {**ranking.measured(ranking.of_pieces(held, len(case.gold)))}


def _citations(case: Case) -> tuple[tuple[bool | None, ...], tuple[bool, ...]]:
    """For each citation whether it is right, for each piece of gold whether it is cited."""
    citations = () if case.refused else case.answer.citations
    table = [
        [
            placed.in_span(c.evidence.article_id, c.evidence.start, c.evidence.end, case.cited(c))
            for placed in case.gold
        ]
        for c in citations
    ]
    right = tuple(any(row) if case.gold else None for row in table)
    return right, tuple(any(row[number] for row in table) for number in range(len(case.gold)))


def _cited(case: Case, right: Sequence[bool | None], cited: Sequence[bool]) -> Scores:
    citations = () if case.refused else case.answer.citations
    scores: Scores = {"citation_precision": _mean(right)}
    if cited:
        scores["citation_recall"] = _mean(cited)
    scores["faithful"] = _mean(
        ["".join(c.quote.split()) == "".join(case.cited(c).split()) for c in citations]
    )
    question = case.question
    if question.answerable and matching.is_right(case.text, question.answers, question.required):
        quoted = "\n".join(map(case.cited, citations))
        right_there = matching.is_right(quoted, question.answers, question.required)
        scores["answer_in_quote"] = float(right_there)
    return scores


def _checked(case: Case, numbers: Sequence[int]) -> Callable[[str], support.Checked]:
    cited = "\n".join(case.cited(c) for c in case.answer.citations if c.number in numbers)
    return lambda sentence: support.check(sentence, cited)


def _why(
    case: Case, scores: Mapping[str, float | None], ranks: Sequence[int], cited: Sequence[bool]
) -> str:
    """The first stage that lost the answer."""
    question = case.question
    if not question.gold:
        return "ungraded"
    if not question.answerable:
        return "right" if case.refused else "answered_unanswerable"
    if _is_right(case, scores):
        return "right"
    if question.passages is None and ranks and not all(ranks):
        return "not_retrieved"
    if case.refused:
        return "refused"
    if cited:
        return "not_worded" if all(cited) else "not_read"
    quoted = "\n".join(map(case.cited, case.answer.citations))
    there = matching.is_right(quoted, question.answers, question.required)
    return "not_worded" if there else "not_read"


def _is_right(case: Case, scores: Mapping[str, float | None]) -> bool:
    for name in ("correct", "keypoint_recall"):
        value = scores.get(name)
        if value is not None:
            return value >= (1.0 if name == "correct" else 0.5)
    # Nothing is known of the answer but that there is one.
    return not case.refused


def _mean(values: Sequence[bool | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
