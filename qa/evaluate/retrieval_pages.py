"""Raw pages and questions on them: is the evidence among the hits?

The pages are read, cut and indexed as `add` would. A hit has a piece of evidence when it holds half
of its quotation or more in one piece, white space, punctuation and width aside. Asked are the
questions that can be answered and stand on their own; the first piece of evidence found counts.

Knows the question file's format; nothing of searching.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.assemble import articles_of, stitch
from corpus.read import read_batch
from corpus.types import SEARCHABLE, Article
from index.fold import squeeze
from index.types import Encoder
from qa.evaluate.shelf import searcher

if TYPE_CHECKING:
    from index.search import Searcher

DEPTH = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the quotations of which one has to be found."""

    id: str
    question: str
    quotes: tuple[str, ...]


def articles(pages: Path) -> list[Article]:
    """What is searched of the pages, continuations joined."""
    found = [
        article
        for result in read_batch([pages], {})
        for document in result.documents
        for article in articles_of(document)
    ]
    return [article for article in stitch(found) if article.kind in SEARCHABLE]


def questions(path: Path, *, answerable: bool = True) -> list[Asked]:
    """The questions without a conversation before them; those that the pages answer, or not."""
    asked = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["answerable"] is answerable and not row["history"]:
            quotes = tuple(squeeze(evidence["quote"]) for evidence in row["evidence"])
            asked.append(Asked(row["id"], row["question"], quotes))
    return asked


def holds(text: str, quote: str) -> bool:
    """Whether the text has half of the quotation or more in one piece. Both are squeezed."""
    half = -(-len(quote) // 2)
    return any(quote[start : start + half] in text for start in range(len(quote) - half + 1))


def ranks(pages: Path, data: Path, encoder: Encoder) -> list[int]:
    """For each question the rank of the first hit with evidence, 0 where there is none."""
    found = articles(pages)
    by_id = {article.id: article for article in found}
    asked = questions(data / "seedqa" / "dev.jsonl")
    encoder.encode_queries([one.question for one in asked])
    with tempfile.TemporaryDirectory() as folder:
        searching = searcher(found, encoder, Path(folder))
        return [_rank(searching, one, by_id) for one in asked]


def _rank(searching: Searcher, asked: Asked, articles: dict[str, Article]) -> int:
    for rank, hit in enumerate(searching.search(asked.question, DEPTH), start=1):
        text = squeeze(hit.passage.text(articles[hit.passage.article_id]))
        if any(holds(text, quote) for quote in asked.quotes):
            if rank > 5:
                print(f"{asked.id}: at {rank}", file=sys.stderr)
            return rank
    print(f"{asked.id}: not among {DEPTH}", file=sys.stderr)
    return 0
