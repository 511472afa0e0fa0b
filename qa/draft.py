"""An answer in the making: what is known so far, the citations given out, the time it took.

Knows the nouns of an answer; decides nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from index.types import Filters, Hit
from qa.compose import Line
from qa.evidence import Gathered, Thresholds
from qa.extracts import Extract
from qa.types import Answer, Citation, Dropped, Evidence, Outcome, Sentence


class Draft:
    """Everything that an `Answer` will be made of."""

    def __init__(self, question: str) -> None:
        self.question = question
        self.query = ""
        self.filters = Filters()
        self.hits: tuple[Hit, ...] = ()
        self.dropped: list[Dropped] = []
        self._confidence = 0.0
        self._thresholds: Mapping[str, float] = {}
        self._sentences: list[Sentence] = []
        self._citations: list[Citation] = []
        self._numbers: dict[Evidence, int] = {}
        self._timings: dict[str, float] = {}
        self._started = self._mark = time.perf_counter()

    def found(self, hits: Sequence[Hit]) -> None:
        """The search is done."""
        self.hits = tuple(hits)
        self._lap("search")

    def read(self, gathered: Gathered, thresholds: Thresholds) -> None:
        """The reading is done."""
        self._confidence = gathered.confidence
        self._thresholds = {"answered": thresholds.answered, "weak": thresholds.weak}
        self._lap("read")

    def said(
        self, line: Line, extracts: Sequence[Extract]
    ) -> tuple[Sentence, tuple[Citation, ...]]:
        """One more sentence, with its citations numbered; those that are new are given, too."""
        before = len(self._citations)
        numbers = tuple(self._number(extracts[at]) for at in line.extracts)
        sentence = Sentence(line.text, line.support, tuple(dict.fromkeys(numbers)))
        self._sentences.append(sentence)
        self._timings.setdefault("first", time.perf_counter() - self._started)
        return sentence, tuple(self._citations[before:])

    def ended(self, outcome: Outcome, message: str = "") -> Answer:
        """The whole answer."""
        self._lap("write")
        self._timings["total"] = time.perf_counter() - self._started
        return Answer(
            self.question,
            outcome,
            tuple(self._sentences),
            tuple(self._citations),
            self.hits,
            self._timings,
            message,
            self.query,
            self.filters,
            self._confidence,
            self._thresholds,
            tuple(self.dropped),
        )

    def _lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._timings[stage] = now - self._mark
        self._mark = now

    def _number(self, extract: Extract) -> int:
        if extract.evidence not in self._numbers:
            self._numbers[extract.evidence] = len(self._citations) + 1
            self._citations.append(_citation(len(self._citations) + 1, extract))
        return self._numbers[extract.evidence]


def _citation(number: int, extract: Extract) -> Citation:
    article = extract.article
    return Citation(
        number,
        extract.evidence,
        extract.text,
        article.title,
        article.source,
        article.date,
        article.page,
        article.publication,
    )
