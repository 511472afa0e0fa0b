"""Two parts of an article become one, and the marks that pointed from one to the other are kept.

Knows which parts belong together from its caller only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from corpus.lines import CONTINUED, TURNS_TO, sentence_ends
from corpus.types import Article, Kind, Run


def whole(head: Article, rests: Sequence[Article], identity: Callable[[str, str], str]) -> Article:
    """Head and rest as one article; the marks that pointed from one to the other are left out."""
    text, runs = _slice(head, 0, _turn(head))
    for rest in rests:
        more, later = _slice(rest, _return(rest), len(rest.text))
        glue = "\n" if sentence_ends(text) else ""
        runs += _shifted(later, len(text) + len(glue))
        text += glue + more
    title = head.title or next((rest.title for rest in rests if rest.title), "")
    byline = head.byline or next((rest.byline for rest in rests if rest.byline), "")
    return replace(
        head, id=identity(title, text), title=title, text=text, byline=byline, origin=tuple(runs)
    )


def pointers(
    head: Article, rests: Sequence[Article], identity: Callable[[str, str], str]
) -> list[Article]:
    """The marks that pointed from one part to another, as junk: they are print, too."""
    text = ""
    runs: list[Run] = []
    for article, low, high in [
        (head, _turn(head), len(head.text)),
        *((rest, 0, _return(rest)) for rest in rests),
    ]:
        mark, later = _slice(article, low, high)
        glue = "\n" if text and mark else ""
        runs += _shifted(later, len(text) + len(glue))
        text += glue + mark
    if not text:
        return []
    id_ = identity("", text)
    return [Article(id_, head.source, "", text, Kind.JUNK, page=head.page, origin=tuple(runs))]


def _turn(head: Article) -> int:
    """Where the mark begins that says where an article goes on; its end, where there is none."""
    match = TURNS_TO.search(head.text[-60:])
    return len(head.text) - (len(match.group()) if match else 0)


def _return(rest: Article) -> int:
    """Where the mark ends that says where a continuation comes from."""
    match = CONTINUED.match(rest.text[:60])
    return match.end() if match else 0


def _shifted(runs: Iterable[Run], by: int) -> list[Run]:
    return [replace(run, start=run.start + by) for run in runs]


def _slice(article: Article, low: int, high: int) -> tuple[str, list[Run]]:
    """A stretch of an article without white space at its edges, and its way back to the print."""
    text = article.text
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    runs = []
    for run in article.origin:
        start, end = max(low, run.start), min(high, run.start + run.length)
        if start < end:
            page = run.page or article.page or None
            source_start = run.source_start + start - run.start
            runs.append(Run(start - low, end - start, source_start, run.source, page))
    return text[low:high], runs
