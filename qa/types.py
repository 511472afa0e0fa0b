"""The nouns of question answering: evidence, citation, sentence, answer.

Knows articles, passages and hits; knows nothing of pages, HTML or command lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.types import Filters, Hit

_WIDE = 0x2E80
"""From here on characters are as wide as high and are set without spaces."""


class Outcome(StrEnum):
    """How a question ended. An error is never shown as "not found"."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"
    WEAK_EVIDENCE = "weak_evidence"
    CONFLICTING_EVIDENCE = "conflicting_evidence"
    FAILED = "failed"


class Support(StrEnum):
    """What checking a sentence against its citation gave."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation that is over."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One or more whole sentences inside an article: `article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    score: float
    """How probable it is that these sentences answer the question, 0 to 1."""
    answer: tuple[int, int] | None = None
    """The exact span that the reader points at, inside `start` and `end`."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered source of an answer: the exact span, and where it was printed."""

    number: int
    evidence: Evidence
    quote: str
    title: str
    source: str
    date: str = ""
    page: str = ""
    publication: str = ""
    """The newspaper, where the file names one; `source` is the file."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, how it is supported, and the numbers of its citations."""

    text: str
    support: Support
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that the writer wrote and that was not said, and why."""

    text: str
    support: Support
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    question: str
    outcome: Outcome
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    message: str = ""
    """What a failure or a refusal has to say; empty for an answer."""
    query: str = ""
    """What was searched: the question, made to stand alone where it followed on another."""
    filters: Filters = field(default_factory=Filters)
    """What the search was limited to, by the caller or by the question."""
    confidence: float = 0.0
    """How probable it is that the best evidence answers the question, 0 to 1."""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """What the outcome was decided by."""
    dropped: tuple[Dropped, ...] = ()

    @property
    def text(self) -> str:
        """The answer's sentences as one text, without citation marks."""
        whole = ""
        for sentence in self.sentences:
            # Chinese and Japanese sentences stand without a space; others need one.
            joint = (
                " " if whole and ord(whole[-1]) < _WIDE and ord(sentence.text[0]) < _WIDE else ""
            )
            whole += joint + sentence.text
        return whole
