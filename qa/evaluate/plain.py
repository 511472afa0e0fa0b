"""Answers to a list of questions, for people: CSV, JSON lines or Markdown, with their citations.

Knows rows; nothing of asking.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, cast

from qa.evaluate.rows import Row

Format = Literal["csv", "jsonl", "markdown"]
SUFFIX = {"csv": ".csv", "jsonl": ".jsonl", "markdown": ".md"}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def written(rows: Sequence[Row], form: Format) -> str:
    """All answers in one text."""
    writers: dict[Format, Callable[[Sequence[Row]], str]] = {
        "csv": _csv,
        "jsonl": _jsonl,
        "markdown": _markdown,
    }
    return writers[form](rows)


def _asked(row: Row) -> str:
    return str(cast(Mapping[str, object], row["question"])["question"])


def _outcome(row: Row) -> str:
    answer = cast("Mapping[str, object] | None", row["answer"])
    return str(answer["outcome"]) if answer else "failed"


def _said(row: Row) -> str:
    """The answer with its citation marks, or why there is none."""
    answer = cast("Mapping[str, object] | None", row["answer"])
    if answer is None:
        return str(row["error"])
    sentences = cast(Sequence[Mapping[str, object]], answer["sentences"])
    marked = [
        str(s["text"]) + "".join(f"[{n}]" for n in cast(Sequence[int], s["citations"]))
        for s in sentences
    ]
    return "".join(marked) or str(answer["message"])


def _citations(row: Row) -> list[Mapping[str, object]]:
    answer = cast("Mapping[str, object] | None", row["answer"])
    return list(cast(Sequence[Mapping[str, object]], answer["citations"])) if answer else []


def _place(citation: Mapping[str, object]) -> str:
    parts = (
        citation["title"],
        citation.get("publication") or citation["source"],
        citation.get("date"),
        citation.get("page") and f"p. {citation['page']}",
    )
    return " · ".join(str(part) for part in parts if part)


def _csv(rows: Sequence[Row]) -> str:
    out = io.StringIO(newline="")
    # Spreadsheets take a file for UTF-8 only by this mark.
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow(("id", "question", "outcome", "answer", "sources"))
    for row in rows:
        sources = [f"[{c['number']}] {_place(c)}: “{c['quote']}”" for c in _citations(row)]
        cells = (str(row["id"]), _asked(row), _outcome(row), _said(row), "\n".join(sources))
        table.writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(_DANGEROUS) else cell


def _jsonl(rows: Sequence[Row]) -> str:
    lines = (
        {
            "id": row["id"],
            "question": _asked(row),
            "outcome": _outcome(row),
            "answer": _said(row),
            "citations": _citations(row),
        }
        for row in rows
    )
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _markdown(rows: Sequence[Row]) -> str:
    parts = []
    for row in rows:
        quotes = [f"> [{c['number']}] {c['quote']}\n> — {_place(c)}" for c in _citations(row)]
        heading = "## " + _asked(row).replace("\n", " ")
        parts.append("\n\n".join((heading, _said(row), *(_one_quote(q) for q in quotes))))
    return "\n\n".join(parts) + "\n"


def _one_quote(quote: str) -> str:
    """A quotation of several lines stays one block."""
    first, *others = quote.split("\n")
    return "\n".join([first, *(line if line.startswith(">") else f"> {line}" for line in others)])
