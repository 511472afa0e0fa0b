"""A question becomes an Answer: search, evidence, quotation.

The answer quotes the articles word for word: each sentence is the span that it cites. Knows a
library and an encoder; knows nothing of pages, HTML or command lines.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from corpus.errors import UserError
from index.types import Filters
from qa.evidence import nearest_sentences
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.types import Article
    from index.library import Library

LONGEST_QUESTION = 2_000
READ = 5
"""How many passages are read for evidence."""


class QuestionError(UserError):
    """A question that cannot be asked."""


class Answerer:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ask(self, question: str, filters: Filters | None = None, k: int = 10) -> Answer:
        """The answer to one question."""
        question = " ".join(question.split())
        if not any(map(str.isalnum, question)):
            raise QuestionError("nothing is asked", repr(question[:40]), "Type a question")
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(
                "the question is too long",
                f"{len(question):,} characters",
                f"Ask in {LONGEST_QUESTION:,} or fewer",
            )
        started = time.perf_counter()
        hits = self._library.search(question, k, filters or Filters())
        searched = time.perf_counter()
        evidence = nearest_sentences(
            question, hits[:READ], self._library.article, self._library.encoder
        )
        timings = {"search": searched - started, "read": time.perf_counter() - searched}
        citations = self._citations(evidence)
        if not citations:
            return Answer(question, Outcome.NO_EVIDENCE, hits=tuple(hits), timings=timings)
        sentences = tuple(
            Sentence(citation.quote, Support.QUOTED, (citation.number,)) for citation in citations
        )
        return Answer(question, Outcome.ANSWERED, sentences, citations, tuple(hits), timings)

    def _citations(self, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
        return tuple(
            _citation(number, item, self._library.article(item.article_id))
            for number, item in enumerate(evidence, 1)
        )


def _citation(number: int, item: Evidence, article: Article) -> Citation:
    quote = article.text[item.start : item.end]
    return Citation(
        number,
        item,
        quote,
        article.title,
        article.source,
        article.date,
        article.page,
        article.publication,
    )
