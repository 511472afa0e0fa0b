"""Hits put in order by search and reader together: the passages of a question, and who comes first.

A passage's place is decided by its search score plus a weight times what the reader says. The
weight is found on one set and used on another. Knows what is found and read; nothing of files.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.language import detect
from corpus.types import Article
from qa.evaluate.shelf import searcher
from qa.reader.types import Text

if TYPE_CHECKING:
    from index.types import Encoder, Hit
    from qa.evaluate.reading_sets import Asked
    from qa.reader.reader import Raw, TransformerReader

DEPTH = 20
FITTED, MEASURED = "cmrc", "drcd"
"""The set that the weight is found on, and the one that it is used on."""
WEIGHTS = (0.0, *(2 ** (step / 2) / 100 for step in range(-6, 19)))
"""What is tried: from a thousandth to five, each 1.4 times the one before."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit as search and reader see it."""

    search: float
    relevance: float
    margin: float
    probability: float
    own: bool
    """Whether it is of the paragraph that the question was asked about."""
    answers: bool
    """Whether it has a right answer in the place where it stands in that paragraph."""
    doubtful: bool
    """Whether it has a right answer's words elsewhere, and so may answer too."""


Feature = Callable[[Candidate], float]
FEATURES: dict[str, Feature] = {
    "probability": lambda one: one.probability,
    "log odds": lambda one: log_odds(one.probability),
    "relevance": lambda one: one.relevance,
    "margin": lambda one: one.margin,
}


def log_odds(probability: float) -> float:
    """The logarithm of the odds, within what differs."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


def candidates(
    asked: Sequence[Asked],
    pool: Sequence[str],
    encoder: Encoder,
    reader: TransformerReader,
    depth: int = DEPTH,
) -> Iterator[list[Candidate]]:
    """For every question the best passages of the pool, in the order of the search."""
    numbers = {text: f"p{at}" for at, text in enumerate(dict.fromkeys(pool))}
    articles = {
        name: Article(name, "pool", "", text, language=detect(text))
        for text, name in numbers.items()
    }
    encoder.encode_queries([one.question for one in asked])
    with tempfile.TemporaryDirectory() as folder:
        searching = searcher(list(articles.values()), encoder, Path(folder))
        for one in asked:
            hits = searching.search(one.question, depth)
            texts = [hit.passage.text(articles[hit.passage.article_id]) for hit in hits]
            read = reader.raw(one.question, [Text("", text) for text in texts])
            yield [
                candidate(hit, raw, reader, judged(hit, text, one, numbers[one.paragraph]))
                for hit, text, raw in zip(hits, texts, read, strict=True)
            ]


def candidate(
    hit: Hit, raw: Raw, reader: TransformerReader, judged: tuple[bool, bool, bool]
) -> Candidate:
    """A hit with what the reader says of it, and what it is (see `judged`)."""
    probability = reader.weighed(raw).probability
    return Candidate(hit.score, raw.relevance, raw.margin, probability, *judged)


def judged(hit: Hit, text: str, asked: Asked, gold: str) -> tuple[bool, bool, bool]:
    """Whether a hit is of the question's paragraph, answers it, or might."""
    own = hit.passage.article_id == gold
    start, end = asked.start, asked.start + len(asked.answers[0])
    answers = own and hit.passage.start <= start and end <= hit.passage.end
    return own, answers, not answers and any(answer in text for answer in asked.answers)


def first(rows: Sequence[Candidate], feature: Feature, weight: float) -> Candidate | None:
    """Who comes first; of equals the one that the search put first."""
    return max(rows, key=lambda one: one.search + weight * feature(one), default=None)


def first_is_own(
    questions: Sequence[Sequence[Candidate]], feature: Feature, weight: float
) -> float:
    """R@1: the share of the questions whose own paragraph comes first."""
    best = [first(rows, feature, weight) for rows in questions]
    return sum(one is not None and one.own for one in best) / max(len(best), 1)


def fitted(questions: Sequence[Sequence[Candidate]], feature: Feature) -> tuple[float, float]:
    """The weight with the best R@1, and that; of equals the middle one, which is the safest."""
    shares = [first_is_own(questions, feature, weight) for weight in WEIGHTS]
    best = max(shares)
    equal = [weight for weight, share in zip(WEIGHTS, shares, strict=True) if share == best]
    return equal[len(equal) // 2], best
