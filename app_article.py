"""An article as a whole: its cleaned text beside its print, the span marked in both.

Knows how to find a file's print again and how an article is shown; decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app_render import Words, act, bdi, esc, headline, local
from app_render import placed as place_line
from corpus.errors import ReadError
from corpus.types import Article, Run
from qa.desk.kept import placed
from qa.desk.strings import Key

if TYPE_CHECKING:
    from index.library import Library
    from index.storage import FileRecord

LONGEST = 40_000
"""Characters shown of an article, around the span; a longer one is cut."""
LARGEST_FILE = 32 << 20
"""Bytes of a file that is read again to show its print: larger ones would take too long."""
_EDGE = 200
"""Characters of the print shown before and after the article."""


@dataclass(frozen=True, slots=True)
class Print:
    """A piece of a file's text, and what is to be marked in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def print_of(library: Library, article: Article, start: int, end: int) -> tuple[Print, ...]:
    """The pieces of print that an article came from; none where the file is gone or has changed."""
    from corpus.read import read
    from index.paths import on_disk

    found: list[Print] = []
    texts: dict[str, str] = {}
    for record in _files(library, article):
        place = Path(on_disk(record.path))
        try:
            if place.stat().st_size > LARGEST_FILE:
                continue
            documents = read(place, dict(record.fields), record.source)
            texts |= {document.source: document.text for document in documents}
        except (OSError, ReadError):
            continue  # gone, or no longer what it was
    for name in dict.fromkeys(run.source for run in article.origin):
        runs = [run for run in article.origin if run.source == name]
        text = texts.get(name, "")
        if all(_unchanged(text, article, run) for run in runs):
            spans = [s for s in article.print_spans(start, end) if s[0] == name]
            found.append(_cut(text, runs, [(low, high) for _, low, high in spans]))
    return tuple(found)


def _files(library: Library, article: Article) -> list[FileRecord]:
    """The files that this article was printed in."""
    wanted = {run.source.rpartition(":")[0] or run.source for run in article.origin}
    wanted |= {run.source for run in article.origin} | {article.source}
    with library.storage.view() as view:
        records = view.files()
    return [record for record in records if record.source in wanted]


def _unchanged(text: str, article: Article, run: Run) -> bool:
    printed = text[run.source_start : run.source_start + run.length]
    return printed == article.text[run.start : run.start + run.length]


def _cut(text: str, runs: Sequence[Run], marks: Sequence[tuple[int, int]]) -> Print:
    """The print of these runs with a little around it; long print only around the marks."""
    low = min(run.source_start for run in runs)
    high = max(run.source_start + run.length for run in runs)
    if high - low > LONGEST and marks:
        low, high = max(low, marks[0][0] - LONGEST // 2), min(high, marks[0][1] + LONGEST // 2)
    low, high = max(0, low - _EDGE), min(len(text), min(high, low + 2 * LONGEST) + _EDGE)
    inside = [(max(a, low) - low, min(b, high) - low) for a, b in marks if a < high and b > low]
    return Print(text[low:high], tuple(inside))


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """A text with spans marked, escaped."""
    parts: list[str] = []
    at = 0
    for low, high in sorted(marks):
        low = max(low, at)
        if low < high:
            parts += [esc(text[at:low]), "<mark>", esc(text[low:high]), "</mark>"]
            at = high
    return "".join(parts) + esc(text[at:])


def window(text: str, start: int, end: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text, or as much of a very long one as stands around the span."""
    if len(text) <= LONGEST:
        return text, ((start, end),) if start < end else ()
    low, high = max(0, start - LONGEST // 2), min(len(text), end + LONGEST // 2)
    before, after = "…" * (low > 0), "…" * (high < len(text))
    shift = len(before) - low
    marks = ((start + shift, end + shift),) if start < end else ()
    return before + text[low:high] + after, marks


def _indented(text: str) -> str:
    """Each line as a paragraph of a newspaper begins. No tag of a marked text has a line break."""
    begin = '<span class="par"></span>'
    return begin + text.replace("\n", f"\n{begin}")


def sheet(words: Words, library: Library, article: Article, start: int, end: int) -> str:
    """The article in a window of its own."""
    title = headline(words, article.title)
    byline = f" · {words.around(Key.BYLINE, byline=article.byline)}" if article.byline else ""
    section = f" · {bdi(article.section)}" if article.section else ""
    close = local("close", words(Key.CLOSE))
    about = act("about", words(Key.ASK_ABOUT), id=article.id)
    text, marks = window(article.text, start, end)
    pieces = print_of(library, article, start, end)
    raw = "".join(
        f'<p class="print" dir="auto">{marked(piece.text, piece.marks)}</p>' for piece in pieces
    )
    raw = raw or f'<p class="note">{words(Key.PRINT_MISSING)}</p>'
    return (
        f'<dialog class="bw sheet" aria-labelledby="sheet-title"><div class="inner">'
        f'<div class="top">{about}{close}</div><h2 id="sheet-title">{title}</h2>'
        f'<p class="fine">{place_line(words, placed(article))}{section}{byline}</p>'
        f'<div class="both"><section tabindex="0" aria-label="{words(Key.ARTICLE_TEXT)}">'
        f'<p class="label">{words(Key.ARTICLE_TEXT)}</p>'
        f'<p class="cleaned" dir="auto">{_indented(marked(text, marks))}</p></section>'
        f'<section tabindex="0" aria-label="{words(Key.ARTICLE_PRINT)}">'
        f'<p class="label">{words(Key.ARTICLE_PRINT)}</p>{raw}</section></div></div></dialog>'
    )
