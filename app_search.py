"""The tab for searching without an answer: articles with marked snippets, filtered and sorted.

Knows hits and articles; knows nothing of how they are found.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import gradio as gr

from app_article import marked
from app_desk import QUIET, Desk, Labels, words_for
from app_filters import JUST_TOO_LONG, Limits, check_length, filters
from app_render import Words, act, headline, notice
from app_render import placed as place_line
from app_script import ACTS
from corpus.errors import UserError
from corpus.types import READABLE, Article
from index.fold import fold
from index.library import Library
from index.types import Filters
from qa.desk.kept import placed
from qa.desk.strings import Key

PASSAGES, SHOWN = 60, 30
"""Passages searched for, and articles shown of them."""
_SNIPPET = 160
_WORD = re.compile(r"[a-z0-9]{2,}|[^\W\d_a-z]{2,}")
_SORTS = (Key.SORT_RELEVANCE, Key.SORT_NEWEST, Key.SORT_OLDEST)


@dataclass(frozen=True, slots=True)
class Result:
    """One article that was found, and where in it."""

    article: Article
    start: int
    end: int
    score: float


class SearchTab:
    """The tab's components and what happens in them."""

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk = desk
        with gr.Row(elem_classes="composer top"):
            self.query = gr.Textbox(max_lines=1, max_length=JUST_TOO_LONG, scale=8, elem_id="query")
            self.go = gr.Button(variant="primary", scale=0, elem_id="find")
        self.limits = Limits(labels)
        self.sort = gr.Radio(choices=[], value=Key.SORT_RELEVANCE.name, elem_id="sort")
        self.results = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="results")
        labels.put(self.query, label=Key.SEARCH, placeholder=Key.SEARCH_HINT)
        labels.put(self.go, value=Key.SEARCH)
        labels.put(self.sort, label=Key.SORT)

    def sorts(self, words: Words) -> object:
        """The orders to choose from, in the reader's language."""
        return gr.update(choices=[(words.plain(key), key.name) for key in _SORTS])

    def wire(self) -> None:
        """Connect the events."""
        asked = [self.query, self.sort, *self.limits.fields]
        for event in (self.go.click, self.query.submit, self.sort.input):
            event(self.search, asked, self.results, **QUIET)

    def search(self, query: str, sort: str, request: gr.Request, *limits: object) -> str:
        """The articles found."""
        words = words_for(request)
        try:
            asked = filters(words, limits)
            return results(words, found(self._desk.library, query, asked, sort), query)
        except UserError as error:
            return notice(str(error), "alert")


def found(library: Library, query: str, asked: Filters, sort: str = "") -> list[Result]:
    """The articles that the query finds, each once; without a query all that pass the filters."""
    check_length(query)
    if query.strip():
        best: dict[str, Result] = {}
        for hit in library.search(query, PASSAGES, asked):
            passage = hit.passage
            if passage.article_id not in best:
                article = library.article(passage.article_id, asked)
                best[article.id] = Result(article, passage.start, passage.end, hit.score)
        rows = list(best.values())
    else:
        rows = [Result(article, 0, 0, 0.0) for article in _listed(library, asked, sort)]
    if sort == Key.SORT_NEWEST.name:
        rows.sort(key=lambda row: row.article.date, reverse=True)
    elif sort == Key.SORT_OLDEST.name:
        rows.sort(key=lambda row: row.article.date or "9999")
    return rows[:SHOWN]


def _listed(library: Library, asked: Filters, sort: str) -> list[Article]:
    """The first articles that pass the filters, by date, the newest first unless told otherwise."""
    with library.storage.view() as view:
        placements = view.listing(asked)
        dated = [one.article_id for one in placements if one.date]
        undated = [one.article_id for one in placements if not one.date]
        if sort != Key.SORT_OLDEST.name:
            dated.reverse()
        ids = list(dict.fromkeys([*dated, *undated]))[: 10 * SHOWN]
        held = view.articles(ids, asked)
    return [held[id_] for id_ in ids if id_ in held and held[id_].kind in READABLE]


def results(words: Words, rows: Sequence[Result], query: str) -> str:
    """The articles as a list, each with a piece of its text."""
    if not rows:
        return notice(words.plain(Key.NO_RESULTS))
    items = "".join(_result(words, row, query) for row in rows)
    return (
        f'<section class="bw"><p class="fine" role="status">{words(Key.RESULTS, n=len(rows))}</p>'
        f'<ol class="results">{items}</ol></section>'
    )


def _result(words: Words, row: Result, query: str) -> str:
    article = row.article
    title = headline(words, article.title)
    text, marks = snippet(article.text, row.start, row.end, query)
    span = {"start": row.start, "end": row.end}
    return (
        f"<li>{act('open', title, 'headline', id=article.id, **span)}"
        f"<small> {place_line(words, placed(article))}</small>"
        f'<p dir="auto">{marked(text, marks)}</p>'
        f'<div class="row">{act("open", words(Key.READ), id=article.id, **span)}'
        f"{act('about', words(Key.ASK_ABOUT), id=article.id)}</div></li>"
    )


def snippet(text: str, start: int, end: int, query: str) -> tuple[str, list[tuple[int, int]]]:
    """The piece of a passage that holds most of the query's words, and where they stand in it."""
    passage = " ".join(text[start : end or start + 4 * _SNIPPET].split())
    folded = fold(passage)
    if len(folded) != len(passage):
        folded = passage.lower()  # folding changed the length: offsets would not fit
    spots = sorted({at for word in _words(query) for at in _everywhere(folded, word)})
    low = _densest([at for at, _ in spots]) if spots else 0
    low = max(0, min(low - _SNIPPET // 5, len(passage) - _SNIPPET))
    piece = passage[low : low + _SNIPPET]
    before, after = "…" * (low > 0), "…" * (low + _SNIPPET < len(passage))
    shift = len(before) - low
    inside = [(a + shift, b + shift) for a, b in spots if a >= low and b <= low + _SNIPPET]
    return before + piece + after, inside


def _words(query: str) -> list[str]:
    """What to mark: whole words, and pairs of characters where words are not set apart."""
    words: list[str] = []
    for run in _WORD.findall(fold(query)):
        alone = run.isascii() or len(run) <= 2
        words += [run] if alone else [a + b for a, b in itertools.pairwise(run)]
    return words


def _everywhere(text: str, word: str) -> list[tuple[int, int]]:
    return [(found.start(), found.end()) for found in re.finditer(re.escape(word), text)]


def _densest(spots: Sequence[int]) -> int:
    """The place from which the most of them are within a snippet's length."""
    return max(spots, key=lambda at: sum(at <= other < at + _SNIPPET for other in spots))


def as_rows(library: Library, rows: Sequence[Result]) -> list[Mapping[str, object]]:
    """What was found, for programs."""
    return [
        {
            **placed(row.article),
            "start": row.start,
            "end": row.end,
            "text": row.article.text[row.start : row.end],
            "score": round(row.score, 6),
        }
        for row in rows
    ]
