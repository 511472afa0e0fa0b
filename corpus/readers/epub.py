"""Electronic books and magazines: each chapter in the order of the spine is one document."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

from corpus.dates import stated_date
from corpus.errors import ReadError
from corpus.readers import html
from corpus.readers.archive import member, opened
from corpus.readers.fields import Fields
from corpus.types import Aside, Document, printed

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_CORE = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """A document a chapter; a chapter that is missing is a `ReadError`, one without text is not."""
    titles = missing = 0
    found = False
    with opened(data, source, "electronic book") as book:
        package, folder = _package(book, source)
        date = stated_date(package.findtext(f".//{_CORE}date"))
        book_title = (package.findtext(f".//{_CORE}title") or "").strip() or None
        for number, name in enumerate(_spine(package), 1):
            try:
                place = posixpath.normpath(posixpath.join(folder, name))
                markup = html.text_of(member(book, place), source)
            except KeyError:
                missing += 1
                yield ReadError(
                    "a chapter is missing in the book", f"{source}: {name}", "Fetch the book again."
                )
                continue
            page = html.page_of(markup)
            if not page.text:
                # A cover, a page of pictures, or the title of a part.
                titles += printed(page.heading)
                continue
            found = True
            titles += printed(page.stated["title"] or "")
            chapter = html.document(page, f"{source}:{number}")
            yield replace(chapter, date=chapter.date or date, publication=book_title)
    if not found and missing:
        raise ReadError(
            "the book holds no text, and chapters are missing",
            f"{source} ({missing} missing)",
            "Fetch the book again.",
        )
    if not found:
        raise ReadError(
            "the book holds no text", source, "A book of pictures has to be recognised first."
        )
    if titles:
        yield Aside("headlines", titles)


def _package(book: zipfile.ZipFile, source: str) -> tuple[ElementTree.Element, str]:
    """The root of the book's package file, and the folder that its names are relative to."""
    try:
        container = ElementTree.fromstring(member(book, "META-INF/container.xml"))  # noqa: S314
        root = container.find(f".//{_CONTAINER}rootfile")
        path = root.attrib["full-path"] if root is not None else ""
        return ElementTree.fromstring(member(book, path)), posixpath.dirname(path)  # noqa: S314
    except (KeyError, ElementTree.ParseError) as error:
        raise ReadError(
            "the electronic book is broken (it does not say what it holds)",
            source,
            "Fetch it again.",
        ) from error


def _spine(package: ElementTree.Element) -> list[str]:
    """The names of the chapters in reading order, without the table of contents."""
    items = {item.get("id"): item for item in package.iter(f"{_PACKAGE}item")}
    names = []
    for reference in package.iter(f"{_PACKAGE}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in (item.get("properties") or "").split():
            names.append(unquote(item.get("href") or ""))
    return names
