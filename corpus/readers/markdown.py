"""Markdown: front matter and a leading `# heading` become fields, the rest is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import Fields, column_for, document_of, folded
from corpus.types import Document

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError]:
    """One document; plain where front matter or a heading says that it is one article."""
    text = decode(data, source)
    values: dict[str, str | None] = {}
    if front := _FRONT.match(text):
        stated = _values(front[1])
        columns = {folded(name): name for name in stated}
        for field in ("title", "date", "byline", "publication", "section", "page"):
            name = column_for(field, columns, fields)
            values[field] = stated[name] if name else None
        text = text[front.end() :]
    if heading := _HEADING.match(text):
        # A heading that differs from the title in the front matter stays in the text.
        title = values.get("title") or heading[1]
        values["title"] = title
        if title == heading[1]:
            text = text[heading.end() :]
    if not front and not heading:
        yield Document(source=source, text=text)
        return
    yield document_of({**values, "text": text.lstrip("\n")}, source)


def _values(front: str) -> dict[str, str]:
    """`key: value` lines; a list becomes its entries joined. Nested values are not looked into."""
    values: dict[str, str] = {}
    name = ""
    for line in front.splitlines():
        if entry := re.match(r"\s+-\s+(.*)|-\s+(.*)", line):
            item = _bare(entry[1] or entry[2])
            values[name] = f"{values[name]}, {item}" if values.get(name) else item
        elif pair := re.match(r"([^\s:#][^:：]*?)\s*[:：]\s*(.*)$", line):
            name = pair[1]
            values[name] = _bare(pair[2])
    return values


def _bare(value: str) -> str:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_bare(item) for item in value[1:-1].split(",") if item.strip())
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
