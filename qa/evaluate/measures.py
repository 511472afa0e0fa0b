"""From scores of single questions to measures of a run, each with a 95 % interval.

Every measure is a ratio of two sums over questions (a mean is the sum of scores over the number of
questions that have one), so one table of resampled questions serves all of them: the bootstrap
draws questions with replacement, always from the same seed.

Knows scores; nothing of where they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = "NDArray[np.float64]"

SEED = 13
DRAWS = 1_000
_LEVELS = (2.5, 97.5)

Scores: TypeAlias = Mapping[str, float | None]
Part: TypeAlias = tuple[float, float] | None
"""What one question adds to the two sums; None where the measure does not apply."""


@dataclass(frozen=True, slots=True)
class About:
    """What a measure is, for those who read it."""

    label: str
    better: Literal["higher", "lower"]
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A measure, its interval, and the number of questions behind it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is made of scores."""

    about: About
    part: Callable[[Scores], Part]


def _mean(name: str) -> Callable[[Scores], Part]:
    def part(scores: Scores) -> Part:
        value = scores.get(name)
        return None if value is None else (value, 1.0)

    return part


def _share(of: str, where: str, equal: float) -> Callable[[Scores], Part]:
    """The mean of `of` over the questions with gold whose `where` has this value."""

    def part(scores: Scores) -> Part:
        value = scores.get(of)
        if not scores.get("graded") or value is None or scores.get(where) != equal:
            return None
        return value, 1.0

    return part


def _unanswerable(scores: Scores) -> Part:
    if not scores.get("graded") or not scores.get("refused"):
        return None
    return 1.0 - (scores.get("answerable") or 0.0), 1.0


def _refusal_f1(scores: Scores) -> Part:
    refused, answerable = scores.get("refused"), scores.get("answerable")
    if not scores.get("graded") or refused is None or answerable is None:
        return None
    hit = refused * (1.0 - answerable)
    return 2.0 * hit, refused + 1.0 - answerable


def _answered(scores: Scores) -> Part:
    refused = scores.get("refused")
    if not scores.get("graded") or refused is None or scores.get("answerable") != 0.0:
        return None
    return 1.0 - refused, 1.0


def _lost(scores: Scores) -> Part:
    """Of the answerable: a failure leaves a reader as empty-handed as a refusal."""
    refused = scores.get("refused")
    if not scores.get("graded") or refused is None or scores.get("answerable") != 1.0:
        return None
    return max(refused, scores.get("failed") or 0.0), 1.0


def _higher(label: str, text: str, part: Callable[[Scores], Part]) -> Measure:
    return Measure(About(label, "higher", text), part)


_RANK = "of the questions with gold evidence in the library"
MEASURES: dict[str, Measure] = {
    "accuracy": _higher(
        "Accuracy",
        "Right answers, and refusals where nothing answers, of all questions.",
        _mean("correct"),
    ),
    "accuracy_answerable": _higher(
        "Accuracy, answerable",
        "Right answers of the questions that have one.",
        _share("correct", "answerable", 1.0),
    ),
    "said": _higher(
        "Said, whatever the outcome",
        "Of the answerable questions with a gold string, those in whose text it stands: also what "
        "a refusal quotes as doubtful counts.",
        _mean("said"),
    ),
    "f1": _higher("F1", "CMRC 2018's F1 of the whole answer, best of the gold.", _mean("f1")),
    "em": _higher("EM", "CMRC 2018's exact match of the whole answer.", _mean("em")),
    "span_f1": _higher(
        "Span F1", "The same F1 of the exact span that the first citation marks.", _mean("span_f1")
    ),
    "span_em": _higher("Span EM", "The same exact match of that span.", _mean("span_em")),
    "rouge_l": _higher("ROUGE-L", "F1 of the longest common subsequence.", _mean("rouge_l")),
    "completeness": _higher(
        "Completeness",
        "The share of the required parts that a list answer has.",
        _mean("completeness"),
    ),
    "keypoint_recall": _higher(
        "Keypoint recall",
        "The share of the keypoints whose characters and numbers the answer has.",
        _mean("keypoint_recall"),
    ),
    "hit@1": _higher("Hit@1", f"The first hit has gold evidence: share {_RANK}.", _mean("hit@1")),
    "hit@5": _higher("Hit@5", "One of the first five hits has gold evidence.", _mean("hit@5")),
    "hit@10": _higher("Hit@10", "One of the first ten hits has gold evidence.", _mean("hit@10")),
    "mrr@10": _higher("MRR@10", "One over the rank of the first hit that has it.", _mean("mrr@10")),
    "ndcg@10": _higher("nDCG@10", "By all pieces of gold evidence.", _mean("ndcg@10")),
    "recall@10": _higher(
        "Recall@10", "The share of the gold evidence in the first ten hits.", _mean("recall@10")
    ),
    "citation_precision": _higher(
        "Citation precision",
        "The share of an answer's citations that overlap gold evidence.",
        _mean("citation_precision"),
    ),
    "citation_recall": _higher(
        "Citation recall",
        "The share of a question's gold evidence that is cited; none in a refusal.",
        _mean("citation_recall"),
    ),
    "faithful": _higher(
        "Faithful quotations",
        "The share of quotations that are the article's own characters at the cited place.",
        _mean("faithful"),
    ),
    "support": _higher(
        "Support",
        "The share of said sentences that the cited text alone supports, by an independent check.",
        _mean("support"),
    ),
    "answer_in_quote": _higher(
        "Answer in quotation",
        "Of the right answers, those whose expected string stands in the cited text.",
        _mean("answer_in_quote"),
    ),
    "refusal_precision": _higher(
        "Refusal precision", "Of the refusals, those of unanswerable questions.", _unanswerable
    ),
    "refusal_recall": _higher(
        "Refusal recall",
        "Of the unanswerable questions, those refused.",
        _share("refused", "answerable", 0.0),
    ),
    "refusal_f1": _higher("Refusal F1", "Of refusal precision and recall.", _refusal_f1),
    "refused_outright": _higher(
        "Refused outright",
        "Of the unanswerable questions, those refused as no_evidence: what is quoted as doubtful "
        "(weak_evidence) does not count.",
        _share("refused_outright", "answerable", 0.0),
    ),
    "hallucination": Measure(
        About(
            "Hallucination rate",
            "lower",
            "Of the unanswerable questions, those not refused: answered, or failed.",
        ),
        _answered,
    ),
    "error_rate": Measure(
        About("Refused in error", "lower", "Of the answerable questions, those refused or failed."),
        _lost,
    ),
}
ABOUT = {name: asdict(measure.about) for name, measure in MEASURES.items()}


def measured(rows: Sequence[Scores], seed: int = SEED) -> dict[str, Value]:
    """Every measure that applies to these questions."""
    if not rows:
        return {}
    weights = draws(len(rows), seed)
    found = {}
    for name, measure in MEASURES.items():
        above, below, n = _sums(rows, measure)
        if n and below.sum() > 0:
            low, high = interval(_ratios(weights, above, below))
            found[name] = Value(float(above.sum() / below.sum()), low, high, n)
    return found


def differences(
    first: Sequence[Scores], second: Sequence[Scores], seed: int = SEED
) -> dict[str, Value]:
    """Second less first, question by question the same: a paired bootstrap."""
    if not first:
        return {}
    weights = draws(len(first), seed)
    found = {}
    for name, measure in MEASURES.items():
        a_above, a_below, n = _sums(first, measure)
        b_above, b_below, m = _sums(second, measure)
        if a_below.sum() > 0 and b_below.sum() > 0:
            value = b_above.sum() / b_below.sum() - a_above.sum() / a_below.sum()
            gaps = _ratios(weights, b_above, b_below) - _ratios(weights, a_above, a_below)
            found[name] = Value(float(value), *interval(gaps), min(n, m))
    return found


def draws(count: int, seed: int) -> Floats:
    """How often each of `count` questions is drawn, one row a draw; the same on every machine."""
    import numpy as np

    chance = np.random.default_rng(seed)
    return chance.multinomial(count, np.full(count, 1 / count), DRAWS).astype(np.float64)


def _sums(rows: Sequence[Scores], measure: Measure) -> tuple[Floats, Floats, int]:
    import numpy as np

    parts = [measure.part(row) for row in rows]
    above = np.array([part[0] if part else 0.0 for part in parts])
    below = np.array([part[1] if part else 0.0 for part in parts])
    return above, below, sum(part is not None for part in parts)


def _ratios(weights: Floats, above: Floats, below: Floats) -> Floats:
    """The measure in each draw; not a number where the draw has no question that it applies to."""
    import numpy as np

    over, under = weights @ above, weights @ below
    empty = under == 0
    return np.where(empty, np.nan, over / np.where(empty, 1.0, under))


def interval(values: Floats) -> tuple[float, float]:
    """Where 95 % of the draws lie."""
    import numpy as np

    low, high = np.percentile(values[~np.isnan(values)], _LEVELS)
    return float(low), float(high)
