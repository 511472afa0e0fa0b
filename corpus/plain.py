"""A text that is one article already: its title, its paragraphs, nothing moved.

Knows nothing of pages.
"""

from __future__ import annotations

from corpus.lines import CJK, Line, em, split_lines
from corpus.pages import Unit
from corpus.types import Document, Kind

TITLE = 80


def plain_unit(document: Document) -> Unit | None:
    """The whole of a document as one article; None where there is no print."""
    lines = split_lines(document.text)
    if not lines:
        return None
    title = _title(document, lines)
    body = lines[len(title) :]
    apart = frozenset(line.start for line in body) if not _wrapped(body) else _paragraphs(body)
    return Unit(Kind.ARTICLE, title, body, apart, document.section or "", page="")


def _title(document: Document, lines: list[Line]) -> list[Line]:
    """The first line, where it evidently is the heading."""
    first = lines[0]
    if document.title:
        return [first] if first.text == document.title.strip() else []
    if len(lines) < 2:
        return []
    short = first.width <= TITLE and not first.ends and lines[1].gap > 0
    return [first] if first.mark == 1 or short else []


def _wrapped(body: list[Line]) -> bool:
    """Whether lines are broken to a measure: they run on without a blank line between them."""
    if len(body) < 3:
        return False
    joined = [a for a, b in zip(body, body[1:], strict=False) if not b.gap]
    if len(joined) < 2:
        return False
    widths = sorted(line.width for line in joined)
    usual = widths[len(widths) // 2]
    open_ends = sum(not line.ends for line in joined) / len(joined)
    return 20 <= usual <= 60 and open_ends >= 0.6


def _paragraphs(body: list[Line]) -> frozenset[int]:
    """The lines that begin a paragraph: a blank line stands above them."""
    return frozenset(line.start for line in body if line.gap or line.mark)
