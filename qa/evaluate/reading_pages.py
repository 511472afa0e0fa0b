"""Questions on raw pages, their hits put in order by search and reader: evidence in the first hit?

The pages are read, cut and indexed as `add` would; a hit has evidence as `retrieval_pages` says.
Knows the question file's format; nothing of reading.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.fold import squeeze
from qa.evaluate import reading_order, retrieval_pages
from qa.evaluate.reading_order import DEPTH, Candidate, Feature
from qa.evaluate.reading_sets import sample
from qa.evaluate.shelf import searcher
from qa.reader.types import Text

if TYPE_CHECKING:
    from corpus.types import Article
    from index.search import Searcher
    from index.types import Encoder
    from qa.reader.reader import TransformerReader

KINDS = frozenset({"single", "list", "typo"})
"""Questions that stand alone, in the language of the pages, about one place."""
WEIGHTS = (0.05, 0.1, 0.2, 0.4)
"""The reader's weights that are tried, in units of search score for one of log odds."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question of a kind, and its hits in the order of the search; `own` means evidence in it."""

    kind: str
    candidates: tuple[Candidate, ...]


def read(data: Path, encoder: Encoder, reader: TransformerReader, limit: int) -> list[Row]:
    """The hits for every question of the kinds, as search and reader see them."""
    path = data / "seedqa" / "dev.jsonl"
    kinds = _kinds(path)
    asked = [one for one in retrieval_pages.questions(path) if kinds[one.id] in KINDS]
    return _read(sample(asked, limit), kinds, data, encoder, reader)


def answerable_and_not(data: Path, encoder: Encoder, reader: TransformerReader) -> list[Row]:
    """The hits for every question that stands alone, whether the pages answer it or not."""
    path = data / "seedqa" / "dev.jsonl"
    asked = [
        one for told in (True, False) for one in retrieval_pages.questions(path, answerable=told)
    ]
    return _read(asked, _kinds(path), data, encoder, reader)


def _kinds(path: Path) -> dict[str, str]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["type"] for row in rows}


def _read(
    asked: Sequence[retrieval_pages.Asked],
    kinds: Mapping[str, str],
    data: Path,
    encoder: Encoder,
    reader: TransformerReader,
) -> list[Row]:
    articles = retrieval_pages.articles(data.parent / "seeds")
    by_id = {article.id: article for article in articles}
    encoder.encode_queries([one.question for one in asked])
    with tempfile.TemporaryDirectory() as folder:
        searching = searcher(articles, encoder, Path(folder))
        return [
            Row(kinds[one.id], tuple(_candidates(one, searching, reader, by_id))) for one in asked
        ]


def _candidates(
    asked: retrieval_pages.Asked,
    searching: Searcher,
    reader: TransformerReader,
    articles: dict[str, Article],
) -> list[Candidate]:
    hits = searching.search(asked.question, DEPTH)
    found = [articles[hit.passage.article_id] for hit in hits]
    texts = [hit.passage.text(article) for hit, article in zip(hits, found, strict=True)]
    read = reader.raw(
        asked.question,
        [Text(article.title, text) for article, text in zip(found, texts, strict=True)],
    )
    evidence = [
        any(retrieval_pages.holds(squeeze(text), quote) for quote in asked.quotes) for text in texts
    ]
    return [
        reading_order.candidate(hit, raw, reader, (there, there, False))
        for hit, raw, there in zip(hits, read, evidence, strict=True)
    ]


def orders() -> dict[str, Callable[[Row], bool]]:
    """By name, whether a question's evidence is in the hit that comes first."""
    found = {"search alone": _first(lambda _: 0.0, 0.0)}
    for feature, of in reading_order.FEATURES.items():
        for weight in WEIGHTS:
            found[f"search + {weight} × {feature}"] = _first(of, weight)
    found["among 20"] = lambda row: any(one.own for one in row.candidates)
    return found


def _first(feature: Feature, weight: float) -> Callable[[Row], bool]:
    def own(row: Row) -> bool:
        best = reading_order.first(row.candidates, feature, weight)
        return best is not None and best.own

    return own
