"""Hits become evidence: the sentences of the found passages that come nearest to the question.

Knows articles, hits and an encoder; does not know how an answer is worded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpus.sentences import sentences_of
from qa.types import Evidence

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Encoder, Hit

SHORTEST = 6
"""A sentence below this many characters ("本报讯") says nothing on its own."""


def nearest_sentences(
    question: str,
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    encoder: Encoder,
    limit: int = 2,
) -> list[Evidence]:
    """The `limit` sentences of these hits that the encoder puts nearest to the question."""
    texts = {hit.passage.article_id: article(hit.passage.article_id).text for hit in hits}
    spans = [
        (hit.passage.article_id, hit.passage.start + start, hit.passage.start + end)
        for hit in hits
        for start, end in sentences_of(
            texts[hit.passage.article_id][hit.passage.start : hit.passage.end]
        )
    ]
    spans = [span for span in dict.fromkeys(spans) if span[2] - span[1] >= SHORTEST]
    if not spans:
        return []
    sentences = [texts[article_id][start:end] for article_id, start, end in spans]
    scores = encoder.encode_passages(sentences) @ encoder.encode_queries([question])[0]
    best = sorted(zip(scores.tolist(), spans, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [Evidence(*span, score=score) for score, span in best[:limit]]
