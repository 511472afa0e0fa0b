"""The nouns of reading: what the reader is given and what it says.

Knows nothing of the model behind it; a test's reader is computed from the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to read, under its headline."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A possible answer: `text[start:end]`, and its share of what the text offers."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage."""

    probability: float
    """Calibrated: how probable it is that the passage answers the question."""
    spans: tuple[Span, ...]
    """Up to five possible answers that do not overlap, best first; none in a text without any."""
    relevance: float
    """The raw score of the relevance head, for ordering passages of one question."""


class PassageReader(Protocol):
    """Reads passages for a question, all in one call."""

    @property
    def fingerprint(self) -> str:
        """Changes when the weights or the calibration change."""
        ...

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        """One reading a text, in the order given.

        `ahead`, in logits, is what speaks for each of the texts beforehand. Where it is given, only
        the most promising texts need be read to their end; the others have nothing to say. What
        has infinitely much speaking for it is read in any case.
        """
        ...
