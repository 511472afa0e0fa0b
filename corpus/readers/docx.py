"""Word documents: every paragraph and table in its order, wherever Word keeps it.

Content controls, tracked insertions and text boxes are walked through; notes follow the body; what
is told nowhere (page headers, comments, text that was moved away) is counted. Knows Word's markup;
knows nothing of what the paragraphs say.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.readers.archive import opened
from corpus.readers.fields import Fields, document_of
from corpus.types import Aside, Document, printed

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

_TITLES = ("title", "heading 1")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _TBL, _TR, _TC = (f"{_W}{name}" for name in ("p", "t", "tbl", "tr", "tc"))
_BOX = f"{_W}txbxContent"
_UNTOLD = frozenset(
    {f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
"""What was moved away, and the second copy of a drawing for old versions of Word."""
_SIGNS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
_SIGNS[f"{_W}noBreakHyphen"] = "-"
_NOTES = re.compile(r"\.(footnotes|endnotes)\+xml$")
_AROUND = re.compile(r"\.(header|footer|comments)\+xml$")

Line = tuple[str, str]
"""A paragraph or a row of a table, and its style in lower case."""


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document; plain where it opens with its only title or first-level heading."""
    document = _open(data, source)
    body = document.element.body
    notes, around = _parts(document, source)
    lines = list(_lines(body, document))
    whole = sum(printed(text.text or "") for text in _texts(body))
    told = sum(printed(text) for text, _ in lines) - _hyphens(body)
    lines += [line for note in notes for line in _lines(note, document)]
    titles = [text for text, style in lines if style in _TITLES and text.strip()]
    first = next((style for text, style in lines if text.strip()), "")
    text = "\n".join(text for text, _ in lines).strip("\n")
    if not text.strip():
        raise ReadError(
            "the document holds no text", source, "Pictures of text have to be recognised first."
        )
    if len(titles) == 1 and first in _TITLES:
        rest = "\n".join(text for text, style in lines if style not in _TITLES).strip("\n")
        if rest.strip():
            yield document_of({"title": titles[0], "text": rest}, source, paragraphs=True)
            yield Aside("headlines", printed(titles[0]))
            text = ""
    if text:
        yield Document(source=source, text=text, paragraphs=True)
    for what, count in (("page headers and comments", around), ("text moved away", whole - told)):
        if count > 0:
            yield Aside(what, count)


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
            raise _broken(source) from error


def _broken(source: str) -> ReadError:
    return ReadError("the Word document is broken", source, "Save it again.")


def _parts(document: WordDocument, source: str) -> tuple[list[BaseOxmlElement], int]:
    """The notes, and how many characters the parts hold that stand around the text."""
    from docx.oxml.parser import parse_xml

    notes: list[BaseOxmlElement] = []
    around = 0
    for part in document.part.package.iter_parts():
        is_note = _NOTES.search(part.content_type)
        if not is_note and not _AROUND.search(part.content_type):
            continue
        try:
            root = parse_xml(part.blob)
        except SyntaxError as error:
            raise _broken(source) from error
        if is_note:
            notes.append(root)
        else:
            around += sum(printed(text.text or "") for text in _texts(root))
    return notes, around


def _texts(root: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The pieces of text below an element, the second copies of drawings left out."""
    yield from root.xpath(".//w:t[not(ancestor::*[local-name()='Fallback'])]")


def _hyphens(body: BaseOxmlElement) -> int:
    """Printed signs that are no pieces of text."""
    return sum(1 for _ in body.iter(f"{_W}noBreakHyphen"))


def _lines(root: BaseOxmlElement, document: WordDocument) -> Iterator[Line]:
    """The paragraphs and rows below an element, through whatever is wrapped around them."""
    for element in root:
        if element.tag == _P:
            yield _told(element), _style(element, document)
            for box in _boxes(element):
                yield from _lines(box, document)
        elif element.tag == _TBL:
            yield from ((row, "table") for row in _rows(element))
        elif element.tag not in _UNTOLD:
            yield from _lines(element, document)


def _style(paragraph: BaseOxmlElement, document: WordDocument) -> str:
    """The name of a paragraph's style."""
    from docx.oxml.text.paragraph import CT_P
    from docx.text.paragraph import Paragraph

    assert isinstance(paragraph, CT_P)
    style = Paragraph(paragraph, document).style
    return (style.name or "").casefold() if style is not None else ""


def _told(element: BaseOxmlElement) -> str:
    """The text of a paragraph without that of the boxes in it."""
    if element.tag == _T:
        return element.text or ""
    if element.tag in _UNTOLD or element.tag == _BOX:
        return ""
    return _SIGNS.get(element.tag) or "".join(map(_told, element))


def _boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The text boxes that are anchored in a paragraph."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _UNTOLD:
            yield from _boxes(child)


def _rows(table: BaseOxmlElement) -> Iterator[str]:
    """The rows of a table, its cells parted by tabs; a merged cell is told where it begins."""
    for row in _below(table, _TR):
        cells = [_cell(cell) for cell in _below(row, _TC)]
        yield "\t".join(cells)


def _cell(cell: BaseOxmlElement) -> str:
    """A cell on one line: its paragraphs, boxes and tables."""
    parts: list[str] = []
    for element in _below(cell, _P, _TBL):
        if element.tag == _TBL:
            parts += _rows(element)
            continue
        parts.append(_told(element))
        parts += [_cell(box) for box in _boxes(element)]
    return " ".join(" ".join(parts).split())


def _below(element: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """The nearest elements of a kind, through whatever is wrapped around them."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _UNTOLD:
            yield from _below(child, *tags)
