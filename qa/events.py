"""What happens while a question is answered, in the order in which it happens.

One stream of these serves the command line, the page and the evaluation. Knows nothing of how any
of it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Filters, Hit
from qa.types import Answer, Citation, Evidence, Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it is searched: standing alone, with the filters that it names."""

    query: str
    filters: Filters
    notes: tuple[str, ...] = ()
    """Why, for the reader: `日期 2023-02`."""


@dataclass(frozen=True, slots=True)
class Found:
    """The search is done; the reader goes through these hits."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The evidence is chosen."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Others are before this question at the writer."""

    place: int


@dataclass(frozen=True, slots=True)
class Said:
    """One more sentence that will stay, with the citations that are new in it."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer: always the last event, whatever happened."""

    answer: Answer


Event = Asked | Found | Read | Waiting | Said | Done
