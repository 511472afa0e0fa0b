"""Plain text: a file's characters as they are. A form feed starts a new page, as in print dumps."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import Fields, refuse_blank
from corpus.types import Aside, Document, PageBreak


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document with the whole text."""
    text = decode(data, source)
    refuse_blank(text, source)
    yield Document(source=source, text=text, pages=form_feeds(text))


def form_feeds(text: str) -> tuple[PageBreak, ...]:
    """The pages of a text that form feeds part; none where there are no form feeds."""
    starts = [0] + [at + 1 for at, character in enumerate(text) if character == "\f"]
    if len(starts) == 1:
        return ()
    return tuple(PageBreak(start, str(number)) for number, start in enumerate(starts, 1))
