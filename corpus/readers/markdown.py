"""Markdown: front matter and a leading `# heading` become fields, the rest is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import (
    NAMES,
    Fields,
    asides,
    column_for,
    document_of,
    folded,
    refuse_blank,
)
from corpus.types import Aside, Document, printed

_FRONT = re.compile(
    r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"([^\s:：#-][^:：]*?)\s*[:：]\s*(.*)$")
_ENTRY = re.compile(r"\s*-\s+(.*)")
_STATED = tuple(name for name in NAMES if name != "text")
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document; plain where front matter or a heading says that it is one article."""
    text = decode(data, source)
    refuse_blank(text, source)
    total = printed(text)
    values: dict[str, str | None] = {}
    front = _FRONT.match(text)
    if front and _is_front_matter(front[1]):
        stated = _values(front[1])
        columns = {folded(name): name for name in stated}
        for field in _STATED:
            name = column_for(field, columns, fields)
            values[field] = stated[name] if name else None
        text = text[front.end() :]
    else:
        front = None
    if heading := _HEADING.match(text):
        # A heading that differs from the title in the front matter stays in the text.
        title = values.get("title") or heading[1]
        values["title"] = title
        body = text[heading.end() :]
        if title == heading[1] and body.strip():
            text = body
    if not text.strip():
        raise ReadError("the file holds nothing but front matter", source, "Leave it out.")
    if not front and not heading:
        yield Document(source=source, text=text)
        return
    document = document_of({**values, "text": text.lstrip("\n")}, source)
    yield document
    yield from asides([document], total, "front matter" if front else "marks")


def _is_front_matter(block: str) -> bool:
    """Whether all of it is `key: value`; two rules with a story between them are not."""
    lines = [line for line in block.splitlines() if line.strip() and line[0] not in " \t#-"]
    pairs = [_PAIR.match(line) for line in lines]
    names = {folded(pair[1]) for pair in pairs if pair}
    known = any(names & set(columns) for columns in NAMES.values())
    return all(pairs) and (known or all(re.fullmatch(r"[\w-]+", name, re.A) for name in names))


def _values(front: str) -> dict[str, str]:
    """`key: value` lines; a list becomes its entries joined. Nested values are not looked into."""
    values: dict[str, str] = {}
    name = ""
    for line in front.splitlines():
        if entry := _ENTRY.match(line):
            item = _bare(entry[1])
            values[name] = f"{values[name]}, {item}" if values.get(name) else item
        elif pair := _PAIR.match(line):
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
