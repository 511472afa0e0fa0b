"""An answer as it is kept: with all that showing it takes, whatever becomes of the articles.

Knows articles and where they were printed; knows nothing of how an answer is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.errors import LibraryError
from corpus.types import Article
from index.types import Hit
from qa.cli_ask import as_json
from qa.types import Answer, Citation

CONTEXT, WORD = 80, 16
"""Characters of the article shown on each side of a quotation."""
NEAREST = 8


class Kept:
    """Makes what is kept out of what was answered."""

    def __init__(self, article: Callable[[str], Article]) -> None:
        self._article = article

    def answer(self, answer: Answer) -> dict[str, object]:
        """An answer with all that showing it takes, whatever becomes of the articles."""
        kept = as_json(answer)
        kept["citations"] = [self.citation(citation) for citation in answer.citations]
        cited = {citation.evidence.article_id for citation in answer.citations}
        kept["hits"] = self._nearest(answer.hits, cited)
        kept["read"] = len(answer.hits)
        return kept

    def _nearest(self, hits: Sequence[Hit], cited: set[str]) -> list[dict[str, object]]:
        """The articles that were found and are not cited, one row each."""
        rows: list[dict[str, object]] = []
        for hit in hits:
            passage = hit.passage
            if passage.article_id in cited or len(rows) == NEAREST:
                continue
            cited.add(passage.article_id)
            try:
                article = self._article(passage.article_id)
            except LibraryError:
                continue  # removed since it was found
            rows.append(
                {**placed(article), "start": passage.start, "end": passage.end, "score": hit.score}
            )
        return rows

    def citation(self, citation: Citation) -> dict[str, object]:
        """One source with the text around it, as long as its article is there."""
        evidence = citation.evidence
        try:
            text = self._article(evidence.article_id).text
        except LibraryError:
            text = ""  # removed since it was read
        before, after = around(text, evidence.start, evidence.end) if text else ("", "")
        return {
            "article_id": evidence.article_id,
            "number": citation.number,
            "title": citation.title,
            "source": citation.source,
            "publication": citation.publication,
            "date": citation.date,
            "page": citation.page,
            "start": evidence.start,
            "end": evidence.end,
            "quote": citation.quote,
            "score": evidence.score,
            "before": before,
            "after": after,
        }


def placed(article: Article) -> dict[str, object]:
    """An article's headline and where it was printed."""
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "publication": article.publication,
        "date": article.date,
        "page": article.page,
    }


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span, cut between words, with an ellipsis where it is cut."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:
        before = "…" + (before.partition(" ")[2] if " " in before[:WORD] else before)
    if end + CONTEXT < len(text):
        after = (after.rpartition(" ")[0] if " " in after[-WORD:] else after) + "…"
    return before, after
