"""A document becomes articles: read as a page, or as the one article that it is.

Every character that is not white space is in exactly one unit; what cleaning drops is junk. Knows
nothing of files, passages or libraries.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from corpus import stitch as parts
from corpus.clean import Piece, clean
from corpus.dates import date_in_name, whole_date
from corpus.furniture import is_section
from corpus.language import detect
from corpus.lines import Line
from corpus.metadata import (
    article_date,
    byline_of,
    credit_of,
    page_label,
)
from corpus.pages import Unit, units_of_page
from corpus.plain import imprinted, plain_unit
from corpus.survey import PageVerdict, Survey, sheets, survey
from corpus.types import READABLE, Article, Document, Kind, Run

VERSION = "article-1"
Spans = list[tuple[int, int]]
_PRINT = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Assembled:
    """An article, and the spans of the print that it accounts for."""

    article: Article
    spans: tuple[tuple[int, int], ...]


def articles_of(document: Document) -> list[Article]:
    """All units of a document, in the order of print."""
    return [unit.article for unit in assemble(document)]


def stitch(articles: Sequence[Article]) -> list[Article]:
    """The articles of a batch, with those that go on at another page made whole."""
    return parts.stitch(articles, identity)


def spans_of(document: Document) -> list[tuple[Kind, Spans]]:
    """For each unit, the spans of the document that it accounts for: together all of its print."""
    return [(unit.article.kind, list(unit.spans)) for unit in assemble(document)]


def is_page(document: Document) -> PageVerdict:
    """Whether a document is to be read as a page, with the reason in words."""
    return surveyed(document).verdict


def surveyed(document: Document) -> Survey:
    """Whether a document is to be read as a page, with what that was seen by."""
    if document.plain:
        return Survey(PageVerdict(False, "its container says that it is one article"))
    return survey(document.text)


def assemble(document: Document, known: Survey | None = None) -> list[Assembled]:
    """All units of a document with their spans, in the order of print."""
    known = known or surveyed(document)
    if known.verdict.page:
        units = [
            unit
            for low, high in sheets(document.text)
            for unit in units_of_page(document.text, low, high, known)
        ]
        issue = document.date or _issue_date(document, units)
    else:
        plain = plain_unit(document)
        units = [plain] if plain else []
        document = imprinted(document, plain) if plain else document
        issue = document.date or date_in_name(document.source)
    found = [_assembled(document, unit, issue) for unit in _placed(document, units)]
    return found + _left_over(document, found)


def _issue_date(document: Document, units: Iterable[Unit]) -> str:
    """The date of an issue: from a banner of its first page, or from the file's name."""
    for unit in units:
        if unit.kind in (Kind.BANNER, Kind.CONTENTS):
            for line in unit.body:
                stated = whole_date(line.text, compact=False)
                if stated:
                    return stated
    return date_in_name(document.source)


def _placed(document: Document, units: Sequence[Unit]) -> list[Unit]:
    """The units with the page and the section that the banners around them state."""
    labels = {page_label(line.text) for u in units if u.kind is Kind.BANNER for line in u.body}
    labels.discard("")
    section, label = document.section or "", labels.pop() if len(labels) == 1 else ""
    for unit in units:
        if unit.kind is Kind.BANNER:
            for line in unit.body:
                name = line.text.strip("【】[]■□●◆《》· ")
                section = name.replace(" ", "") if is_section(line.text) else section
                label = page_label(line.text) or label
        unit.section = unit.section or section
        unit.page = unit.page or _page_at(document, unit.start) or label
    return list(units)


def _page_at(document: Document, offset: int) -> str:
    """The label of the page that a place stands on."""
    after = bisect(document.pages, offset, key=attrgetter("offset"))
    return document.pages[after - 1].label if after else ""


def _assembled(document: Document, unit: Unit, issue: str) -> Assembled:
    """A unit as an article."""
    cleaned = clean(unit.body, unit.apart, unit.starts)
    title = " ".join(line.text for line in unit.title)
    if unit.starts is not None:
        title = document.title or title
    readable = unit.kind in READABLE
    byline = byline_of(unit.body) or unit.author if readable else ""
    if unit.kind is Kind.CAPTION:
        byline = credit_of(unit.body)
    article = Article(
        id=identity(title, cleaned.text),
        source=document.source,
        title=title,
        text=cleaned.text,
        kind=unit.kind,
        byline=byline or (document.byline or "" if readable else ""),
        date=article_date(unit.body, issue) if readable else issue,
        page=unit.page,
        section=unit.section,
        language=(document.language or detect(f"{title}\n{cleaned.text[:4000]}"))
        if readable
        else "",
        origin=tuple(_runs(document, cleaned.pieces)),
        publication=document.publication or "",
        issue=issue,
    )
    return Assembled(article, tuple(_spans(unit.title, cleaned.pieces)))


def identity(title: str, text: str) -> str:
    """The id of an article: what it says, not where it was found."""
    content = f"{VERSION}\0{title}\0{text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _runs(document: Document, pieces: Iterable[Piece]) -> Iterable[Run]:
    """The way back to the print, with the page of each run."""
    for piece in pieces:
        page = _page_at(document, piece.source) if document.pages else None
        yield Run(piece.start, piece.length, piece.source, document.source, page or None)


def _spans(title: Sequence[Line], pieces: Iterable[Piece]) -> Spans:
    spans = [(line.start, line.end) for line in title]
    return sorted(spans + [(p.source, p.source + p.length) for p in pieces])


def _left_over(document: Document, found: Sequence[Assembled]) -> list[Assembled]:
    """What no unit accounts for (marks, soft hyphens), as one unit of junk."""
    text = document.text
    pieces: list[Piece] = []
    at = size = 0
    for low, high in [
        *sorted(span for unit in found for span in unit.spans),
        (len(text), len(text)),
    ]:
        for match in _PRINT.finditer(text, at, max(at, low)):
            pieces.append(Piece(size, match.start(), match.end() - match.start()))
            size += match.end() - match.start() + 1
        at = max(at, high)
    if not pieces:
        return []
    words = "\n".join(text[p.source : p.source + p.length] for p in pieces)
    article = Article(
        id=identity("", words),
        source=document.source,
        title="",
        text=words,
        kind=Kind.JUNK,
        origin=tuple(_runs(document, pieces)),
    )
    return [Assembled(article, tuple((p.source, p.source + p.length) for p in pieces))]
