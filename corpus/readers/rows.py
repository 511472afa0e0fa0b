"""Tables and JSON lines: each row is one article, its fields named by the user or recognised."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import NAMES, Fields, asides, column_for, document_of, folded
from corpus.types import Aside, Document, printed

_BIGGEST_CELL = 1 << 30
_LONGEST_HEADER = 20_000
_END = "\ufdd0"
"""Stands after the last line; it is inside a cell where a quotation mark was never closed."""


def read_csv(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """A document a row of a table with a header (comma, semicolon or tab between cells)."""
    text = decode(data, source)
    csv.field_size_limit(_BIGGEST_CELL)
    # Without NULs: they are the one thing that the csv module refuses.
    lines = io.StringIO(text.replace("\0", ""), newline="")
    rows = csv.reader(chain(lines, ("\n", _END)), delimiter=_delimiter(text, fields))
    header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    columns = _columns(header, source, fields)
    places = {name: header.index(column) for name, column in columns.items()}
    documents: list[Document] = []
    lost = 0
    last = rows.line_num
    for row in rows:
        first, last = last + 1, rows.line_num
        if row == [_END] or not any(cell.strip() for cell in row):
            continue
        if row[-1].endswith(_END):
            lost += sum(printed(cell) for cell in row) - 1
            place = f"{source}, from line {first} on"
            yield ReadError("a quotation mark is never closed", place, "Close it.")
            continue
        values = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if not (values["text"] or "").strip():
            lost += sum(printed(cell) for cell in row)
            yield _lost("a row has no text", f"{source}, line {rows.line_num}")
            continue
        documents.append(document_of(values, f"{source}:{rows.line_num}", paragraphs=True))
        yield documents[-1]
    if not documents:
        raise _lost("the table has no row with text", source)
    yield from asides(documents, printed(text), "other columns", lost)


def read_jsonl(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """A document a line; a line that is not a JSON object with a text is named and counted."""
    text = decode(data, source)
    documents: list[Document] = []
    lost = 0
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _object(line, f"{source}, line {number}")
            seen.update(row)
            documents.append(_article(row, source, number, fields))
        except ReadError as error:
            lost += printed(line)
            yield error
        else:
            yield documents[-1]
    if not documents and seen:
        raise _no_text(source, sorted(seen), fields)
    if not documents:
        raise ReadError(
            "no line of the file is a JSON object with an article",
            source,
            "Write one object a line, for example: jq -c '.[]' FILE",
        )
    yield from asides(documents, printed(text), "other fields", lost)


def _object(line: str, place: str) -> dict[str, object]:
    """The JSON object of a line, its numbers as they are written."""
    try:
        row = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise _lost("a line is not JSON", place) from error
    if not isinstance(row, dict):
        raise _lost("a line is not a JSON object", place)
    return row


def _article(row: dict[str, object], source: str, number: int, fields: Fields) -> Document:
    """The article of a line."""
    columns = {folded(name): name for name in row}
    chosen = {name: column_for(name, columns, fields) for name in NAMES}
    values = {
        name: _plain(row[key], "\n" if name == "text" else ", ") if key else None
        for name, key in chosen.items()
    }
    if not (values["text"] or "").strip():
        place = f"{source}, line {number} (fields: {', '.join(row) or 'none'})"
        raise _lost("a line has no text", place)
    return document_of(values, f"{source}:{number}", paragraphs=True)


def _columns(header: list[str], source: str, fields: Fields) -> dict[str, str]:
    """Which column holds which field; a table without a text column is refused."""
    known = {folded(column): column for column in reversed(header)}
    columns: dict[str, str] = {}
    for name in NAMES:
        if column := column_for(name, known, fields):
            columns[name] = column
    if "text" not in columns:
        raise _no_text(source, header, fields)
    return columns


def _no_text(source: str, columns: list[str], fields: Fields) -> ReadError:
    wanted = f"no column “{fields['text']}”" if "text" in fields else "no column holds the text"
    shown = ", ".join(column.strip() for column in columns[:20])
    return ReadError(
        wanted,
        f"{source} (columns: {shown or 'none'})",
        "Name the one that does: --field text=COLUMN",
    )


def _lost(what: str, place: str) -> ReadError:
    return ReadError(what, place, "Mend it or leave it: everything else is read.")


def _delimiter(text: str, fields: Fields) -> str:
    """The separator that gives a header with a column for the text; else the one it uses most."""
    head = text.lstrip()[:_LONGEST_HEADER]

    def known(delimiter: str) -> tuple[bool, int]:
        try:
            cells = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), [])
        except csv.Error:
            cells = []
        columns = {folded(cell): cell for cell in cells}
        named = [name for name in NAMES if column_for(name, columns, fields)]
        return "text" in named, len(named)

    header = head.split("\n", 1)[0]
    return max(",\t;", key=lambda delimiter: (*known(delimiter), header.count(delimiter)))


def _plain(value: object, glue: str) -> str:
    """A JSON value as text: the entries of a list, and the values of an object, one by one."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return glue.join(filter(None, (_plain(item, glue) for item in value)))
    # Half of a pair (`\\ud83d`) is no character: it can be neither printed nor stored.
    return re.sub("[\ud800-\udfff]", "\ufffd", str(value))
