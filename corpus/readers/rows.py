"""Tables and JSON lines: each row is one article, its fields named by the user or recognised."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import NAMES, Fields, column_for, document_of, folded
from corpus.types import Document

_BIGGEST_CELL = 1 << 30


def read_csv(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError]:
    """A document a row of a table with a header (comma, semicolon or tab between cells)."""
    text = decode(data, source)
    csv.field_size_limit(_BIGGEST_CELL)
    # Without NULs: they are the one thing that the csv module refuses.
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text))
    header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    columns = _columns(header, source, fields)
    places = {name: header.index(column) for name, column in columns.items()}
    found = False
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        values = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if not (values["text"] or "").strip():
            yield _lost("a row has no text", f"{source}, line {rows.line_num}")
            continue
        found = True
        yield document_of(values, f"{source}:{rows.line_num}")
    if not found:
        raise _lost("the table has no row with text", source)


def read_jsonl(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError]:
    """A document a line; a line that is not a JSON object with a text is named and counted."""
    found = False
    seen: set[str] = set()
    for number, line in enumerate(decode(data, source).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{source}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield _lost("a line is not JSON", place)
            continue
        if not isinstance(row, dict):
            yield _lost("a line is not a JSON object", place)
            continue
        seen.update(row)
        columns = {folded(name): name for name in row}
        chosen = {name: column_for(name, columns, fields) for name in NAMES}
        values = {name: _plain(row[key]) if key else None for name, key in chosen.items()}
        if not (values["text"] or "").strip():
            yield _lost("a line has no text", f"{place} (fields: {', '.join(row) or 'none'})")
            continue
        found = True
        yield document_of(values, f"{source}:{number}")
    if not found and seen:
        raise _no_text(source, sorted(seen), fields)
    if not found:
        raise _lost("the file has no line with an article", source)


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


def _delimiter(text: str) -> str:
    """The separator that the header uses most."""
    header = text.lstrip().split("\n", 1)[0]
    return max(",\t;", key=header.count)


def _plain(value: object) -> str:
    """A JSON value as text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
