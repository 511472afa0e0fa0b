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
from corpus.types import READABLE, Aside, Document, printed

_FRONT = re.compile(
    r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_HALF = re.compile("[\ud800-\udfff]")
_PAIR = re.compile(r"([^\s:：#-][^:：]*?)\s*[:：]\s*(.*)$")
_STATED = tuple(name for name in NAMES if name != "text")
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_LONGEST = 64_000
"""Characters of front matter; more between two rules is a story."""


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document; plain where front matter says that it is one article.

    A heading alone says so where one story is below it: a page may be saved under its masthead.
    """
    text = decode(data, source)
    refuse_blank(text, source)
    total = printed(text)
    values: dict[str, str | None] = {}
    front = _FRONT.match(text)
    stated = _front_matter(front[1]) if front else None
    if front and stated is not None:
        columns = {folded(name): name for name in stated}
        for field in _STATED:
            name = column_for(field, columns, fields)
            values[field] = stated[name] if name else None
        text = text[front.end() :]
    if heading := _HEADING.match(text):
        # A heading that differs from the title in the front matter stays in the text.
        title = values.get("title") or heading[1]
        values["title"] = title
        body = text[heading.end() :]
        if title == heading[1] and body.strip():
            text = body
    if not text.strip():
        raise ReadError("the file holds nothing but front matter", source, "Leave it out.")
    document = document_of({**values, "text": text.lstrip("\n")}, source)
    if stated is None:
        whole = text.lstrip("\n") if heading else text
        loose = Document(source=source, text=whole, title=values.get("title"))
        document = document if heading and _is_one(loose) else loose
    yield document
    yield from asides([document], total, "marks" if stated is None else "front matter")


def _is_one(document: Document) -> bool:
    """Whether a text is one story, if it is read as a page."""
    from corpus.assemble import articles_of

    return sum(article.kind in READABLE for article in articles_of(document)) == 1


def _front_matter(block: str) -> dict[str, str] | None:
    """What front matter states; None where it is a story between two rules."""
    if len(block) > _LONGEST:
        return None
    values = _yaml(block)
    if values is None:
        values = _pairs(block)
    if values is None:
        return None
    names = {folded(name) for name in values}
    known = any(names & set(columns) for columns in NAMES.values())
    return values if known or all(re.fullmatch(r"[\w-]+", name, re.A) for name in names) else None


def _yaml(block: str) -> dict[str, str] | None:
    """YAML's own reading, each value as it is written; None where it is no mapping."""
    import yaml  # type: ignore[import-untyped]

    try:
        # It makes strings, lists and mappings only: what a tag or an odd date asks for is not made.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError):
        return None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        return None
    return {str(name): _plain(value) for name, value in loaded.items()}


def _plain(value: object) -> str:
    """A value as text, a list joined. Nested values are not looked into."""
    if isinstance(value, list):
        return ", ".join(item.strip() for item in value if isinstance(item, str) and item.strip())
    text = value.strip() if isinstance(value, str) else ""
    # Half of a pair (`\\ud83d`) is no character: it can be neither printed nor stored.
    return "" if text in ("~", "null") else _HALF.sub("\ufffd", text)


def _pairs(block: str) -> dict[str, str] | None:
    """`key: value` lines that are no YAML: a second colon in a title, a full-width one."""
    pairs = [_PAIR.match(line) for line in block.splitlines() if line.strip()]
    if not all(pairs):
        return None
    return {pair[1]: pair[2].strip().strip("\"'") for pair in pairs if pair}
