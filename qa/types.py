"""The nouns of question answering: evidence, citation, sentence, answer.

Knows articles, passages and hits; knows nothing of pages, HTML or command lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from index.types import Hit

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
class Evidence:
    """A sentence or an answer span inside an article: `article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    score: float


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
