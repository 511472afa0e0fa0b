"""Word documents: paragraphs and tables in their order. Knows nothing of what they say."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.readers.archive import opened
from corpus.readers.fields import Fields, document_of
from corpus.types import Aside, Document, printed

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

_TITLES = ("title", "heading 1")


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document; plain where it opens with its only title or first-level heading."""
    document = _open(data, source)
    lines = list(_lines(document))
    titles = [text for text, style in lines if style in _TITLES and text.strip()]
    first = next((style for text, style in lines if text.strip()), "")
    if len(titles) == 1 and first in _TITLES:
        body = "\n".join(text for text, style in lines if style not in _TITLES)
        if body.strip():
            yield document_of({"title": titles[0], "text": body.strip("\n")}, source)
            yield Aside("headlines", printed(titles[0]))
            return
    text = "\n".join(text for text, _ in lines)
    if not text.strip():
        raise ReadError(
            "the document holds no text", source, "Pictures of text have to be recognised first."
        )
    yield Document(source=source, text=text)


def _open(data: bytes, source: str) -> WordDocument:
    from docx import Document as WordFile
    from docx.opc.exceptions import OpcError

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError(
            "a Word document is encrypted, or of the format before 2007",
            source,
            "Open it in a word processor and save it as .docx without a password.",
        )
    with opened(data, source, "Word document"):
        try:
            return WordFile(io.BytesIO(data))
        except (OpcError, SyntaxError, KeyError, ValueError) as error:
            # lxml's parse errors are SyntaxErrors.
            raise ReadError("the Word document is broken", source, "Save it again.") from error


def _lines(document: WordDocument) -> Iterator[tuple[str, str]]:
    """(text, style in lower case) for each paragraph and each row of a table."""
    from docx.text.paragraph import Paragraph

    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            style = block.style.name if block.style is not None else ""
            yield block.text, (style or "").casefold()
        else:
            yield from ((row, "table") for row in _rows(block))


def _rows(table: Table) -> Iterator[str]:
    """The rows of a table, its cells parted by tabs; a merged cell is told once."""
    for row in table.rows:
        cells: list[str] = []
        seen = None
        for cell in row.cells:
            if cell._tc is not seen:
                cells.append(" ".join(cell.text.split()))
            seen = cell._tc
        yield "\t".join(cells)
