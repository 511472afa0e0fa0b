"""A text that is one article already: its title, its paragraphs, nothing moved.

Knows nothing of pages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, takewhile

from corpus.clean import is_short, stands_alone
from corpus.dates import whole_date
from corpus.lines import Line, fold, listed, measure_columns, split_lines
from corpus.pages import Unit
from corpus.types import Document, Kind

TITLE = 60
_HEADING = re.compile(r"#[ \t]+(?=\S)")
_ITEM = re.compile(r"#{1,6}[ \t]|[-*+•][ \t]|\d{1,3}[.)、][ \t]?|\||>|```")

_STATED = re.compile(
    r"\s*(?:(?:日期|时间|发布时间|发表时间|来源|稿源|出处|作者|记者|date|source|by)\s?[:：]\s?\S.{0,40}"
    r"|(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}日?(?:[\sT].{0,40})?"
    r"|(?:[a-z]{3,9}\.? \d{1,2}|\d{1,2} [a-z]{3,9}\.?),? (?:19|20)\d\d(?:[\s,|·].{0,40})?)\s*",
    re.IGNORECASE,
)
_PAPER = re.compile(r"(?:来源|稿源|出处|source)\s?[:：]\s?(?P<name>[^\s，。；|｜]{2,30})")


def plain_unit(document: Document) -> Unit | None:
    """The whole of a document as one article; None where there is no print."""
    lines = split_lines(document.text, marks=False)
    if not lines:
        return None
    title = _title(document, lines)
    body = lines[len(title) :]
    starts = frozenset(line.start for line in body)
    if not document.paragraphs and _wrapped(body):
        starts = _paragraphs(body)
    return Unit(Kind.ARTICLE, title, body, section=document.section or "", starts=starts)


def _title(document: Document, lines: list[Line]) -> list[Line]:
    """The first line, where it evidently is the heading."""
    first = lines[0]
    if document.title:
        return [first] if first.text == document.title.strip() else []
    if len(lines) < 2:
        return []
    mark = _HEADING.match(first.text)
    if mark:
        return [replace(first, start=first.start + mark.end(), text=first.text[mark.end() :])]
    dated = _states(lines[1])
    short = first.width <= (2 * TITLE if dated else TITLE) and not first.ends
    return [first] if short and (dated or lines[1].gap > 0) and not _apart(first) else []


def imprinted(document: Document, unit: Unit) -> Document:
    """The document with the date and the paper that stand between its headline and its text.

    Only where nothing else states them. The lines stay in the text: nothing is lost.
    """
    below = takewhile(_states, unit.body[:4] if unit.title or document.title else ())
    stated = " ".join(line.text for line in below)
    paper = _PAPER.search(fold(stated))
    return replace(
        document,
        date=document.date or whole_date(stated, compact=False) or None,
        publication=document.publication or (stated[slice(*paper.span("name"))] if paper else None),
    )


def _states(line: Line) -> bool:
    """Whether a line says only when, where or by whom the article was printed."""
    return _STATED.fullmatch(fold(line.text)) is not None


def _wrapped(body: list[Line]) -> bool:
    """Whether lines are broken to a measure: they run on without a blank line between them."""
    if len(body) < 3:
        return False
    joined = [a for a, b in pairwise(body) if not b.gap]
    if len(joined) < 2:
        return False
    widths = sorted(line.width for line in joined)
    usual = widths[len(widths) // 2]
    open_ends = sum(not line.ends for line in joined) / len(joined)
    even = sum(width >= 0.75 * usual for width in widths) / len(widths)
    return 15 <= usual <= 60 and open_ends >= 0.6 and even >= 0.7 and not listed(body)


def _paragraphs(body: list[Line]) -> frozenset[int]:
    """Where the paragraphs of wrapped print begin: below a gap, at an item, below a short line."""
    measure_columns(body)
    starts = {line.start for line in body if line.gap or _apart(line)}
    starts |= {b.start for a, b in pairwise(body) if stands_alone(a) or is_short(a)}
    return frozenset(starts)


def _apart(line: Line) -> bool:
    """Whether a line is an item, a row or a heading of its own."""
    return bool(_ITEM.match(line.text)) or stands_alone(line)
