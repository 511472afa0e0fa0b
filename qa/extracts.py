"""A piece of evidence with its article: what is quoted, worded and checked against.

Knows articles; knows nothing of writers.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Article
from qa.quoting import quoted
from qa.types import Evidence
from qa.verify import Source

CONTEXT = 200
"""Characters around the evidence that may supply a name to a sentence about it."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A piece of evidence, with the article that it is from."""

    evidence: Evidence
    article: Article

    @property
    def text(self) -> str:
        """The evidence's text, exactly."""
        return self.article.text[self.evidence.start : self.evidence.end]

    @property
    def span(self) -> str:
        """What the reader points at, or nothing."""
        low, high = self.evidence.answer or (0, 0)
        return self.article.text[low:high]

    @property
    def quotation(self) -> tuple[str, ...]:
        """Its sentences, as they are said."""
        start, answer = self.evidence.start, self.evidence.answer
        inside = (answer[0] - start, answer[1] - start) if answer else None
        return quoted(self.text, inside)

    @property
    def place(self) -> str:
        """Its headline, newspaper and date, as far as they are known."""
        article = self.article
        return " · ".join(filter(None, (article.title, article.publication, article.date)))

    @property
    def source(self) -> Source:
        """What a sentence is checked against."""
        start, end = self.evidence.start, self.evidence.end
        around = self.article.text[max(0, start - CONTEXT) : end + CONTEXT]
        context = "\n".join(filter(None, (self.place, around)))
        return Source(self.article.id, start, end, self.text, context)
