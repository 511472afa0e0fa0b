"""PDF files with a text layer: the text of each page in reading order, the page's number kept.

Knows PDF; the order of columns is `layout`'s. A scan without text is said to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.readers.fields import Fields
from corpus.readers.layout import BLANK, Box, gap, in_reading_order, segments_of
from corpus.types import Aside, Document, PageBreak

if TYPE_CHECKING:
    from pypdfium2 import (  # type: ignore[import-untyped]
        PdfDocument,
        PdfPage,
        PdfTextPage,
    )

_PASSWORD = 4
_SECURITY = 5
_HYPHEN = 2
"""What pdfium gives for a hyphen at the end of a line."""


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document with the pages of the file; a page that is broken is a `ReadError`."""
    from pypdfium2 import PdfiumError

    pdf = _open(data, source)
    try:
        parts: list[str] = []
        breaks: list[PageBreak] = []
        offset = 0
        for number in range(len(pdf)):
            try:
                text = _text(pdf[number])
            except PdfiumError:
                text = ""
                place = f"{source}, page {number + 1}"
                yield ReadError("a page of the PDF is broken", place, "Save the file again.")
            breaks.append(PageBreak(offset, pdf.get_page_label(number) or str(number + 1)))
            parts.append(text)
            offset += len(text)
    finally:
        pdf.close()
    text = "".join(parts)
    if not text.strip():
        raise ReadError(
            "the PDF has no text: its pages are pictures (a scan)",
            f"{source} ({len(breaks)} pages)",
            "Run text recognition on it first, for example ocrmypdf.",
        )
    yield Document(source=source, text=text, pages=tuple(breaks))


def _open(data: bytes, source: str) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise ReadError(
                "the PDF is encrypted", source, "Save it without a password and add that."
            ) from error
        raise ReadError("the PDF is broken", source, "Fetch or save it again.") from error


def _text(page: PdfPage) -> str:
    """The text of a page, its columns in the order in which they are read."""
    textpage = page.get_textpage()
    try:
        lines = in_reading_order(segments_of(_characters(textpage)))
    finally:
        textpage.close()
    printed = []
    for above, line in zip([None, *lines], lines, strict=False):
        # White between two lines of a column is a blank line, as it is in print.
        printed.append("\n" if above and gap(above, line) > BLANK else "")
        printed.append(" ".join(segment.text.strip() for segment in line) + "\n")
    return "".join(printed)


def _characters(textpage: PdfTextPage) -> Iterator[tuple[str, Box]]:
    """Each character of a page with its box."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        character = "-" if code == _HYPHEN else chr(code)
        if character in "\r\n":
            continue
        yield character, (box.left, box.bottom, box.right, box.top)
