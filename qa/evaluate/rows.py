"""A row of a run, and the file of rows: appended to one by one, cut off behind a kill.

`run.py` shows the shape. Knows scores, answers and files; nothing of asking.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from corpus.errors import UserError
from index.types import Hit
from qa.cli_ask import as_json
from qa.evaluate.places import Place
from qa.evaluate.questions import Question
from qa.evaluate.scoring import Case, Lookup, Scored
from qa.types import Citation

Row: TypeAlias = dict[str, object]
CONTEXT = 120
"""Characters shown on either side of a quotation."""


class RunError(UserError):
    """A run's folder that cannot be used."""


def failed_row(question: Question, scored: Scored, error: str, seconds: float) -> Row:
    """The row of a question that raised when it was asked or scored."""
    return {
        **_head(question),
        "answer": None,
        "error": error,
        "seconds": round(seconds, 4),
        "retrieved": [],
        "gold": [],
        "contexts": [],
        "checks": [],
        "scores": dict(scored.scores),
        "why": scored.why,
    }


def row(case: Case, scored: Scored, seconds: float) -> Row:
    """The row of an answered question."""
    answer = case.answer
    hits = zip(answer.hits, scored.relevant, strict=False)
    right = scored.right or (None,) * len(answer.citations)
    return {
        **_head(case.question),
        "answer": as_json(answer),
        "error": answer.message if scored.why == "failed" else "",
        "seconds": round(seconds, 4),
        "retrieved": [_hit(case, n, hit, rel) for n, (hit, rel) in enumerate(hits, 1)],
        "gold": _gold(case, scored),
        "contexts": [
            _context(case.article, citation, one)
            for citation, one in zip(answer.citations, right, strict=False)
        ],
        "checks": [
            {"text": text, "supported": checked.supported, "reason": checked.reason}
            for text, checked in scored.checks
        ],
        "scores": dict(scored.scores),
        "why": scored.why,
    }


def _head(question: Question) -> Row:
    group = {"type": question.type, "lang": question.lang, "source": question.source}
    return {"id": question.id, "question": question.as_row(), "group": group}


def _hit(case: Case, rank: int, hit: Hit, relevant: bool) -> Row:
    passage = hit.passage
    article = case.article(passage.article_id)
    return {
        "rank": rank,
        "article_id": passage.article_id,
        "title": article.title if article else "",
        "source": article.source if article else "",
        "start": passage.start,
        "end": passage.end,
        "text": passage.text(article) if article else "",
        "score": round(hit.score, 6),
        "parts": {name: round(value, 6) for name, value in hit.parts.items()},
        "relevant": relevant,
    }


def _gold(case: Case, scored: Scored) -> list[Row]:
    rows = []
    for number, placed in enumerate(case.gold):
        place = next(iter(placed.places), Place("", 0, 0))
        rows.append(
            {
                "file": placed.gold.file,
                "quote": placed.gold.quote,
                "found": bool(placed.places),
                "article_id": place.article_id,
                "start": place.start,
                "end": place.end,
                "rank": scored.ranks[number],
                "cited": scored.cited[number],
            }
        )
    return rows


def _context(find: Lookup, citation: Citation, right: bool | None) -> Row:
    found = citation.evidence
    article = find(found.article_id)
    text = article.text if article else ""
    return {
        "number": citation.number,
        "before": text[max(0, found.start - CONTEXT) : found.start],
        "quote": text[found.start : found.end] or citation.quote,
        "after": text[found.end : found.end + CONTEXT],
        "right": right,
    }


class RowFile:
    """Rows on disk: each is safe there before the next question's is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rows = _kept(path)
        self._file = path.open("a", encoding="utf-8")

    def __enter__(self) -> RowFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def append(self, row: Row) -> None:
        """Write one row and see that it reaches the disk."""
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.rows.append(row)


def read_rows(path: Path) -> list[Row]:
    """The rows of a finished run."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, ValueError) as error:
        raise RunError(
            f"not the rows of a run ({type(error).__name__})", path, "Name the folder of a run"
        ) from error


def _kept(path: Path) -> list[Row]:
    """The whole rows of a run that was killed; the half of one behind them is cut off."""
    if not path.exists():
        return []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    return read_rows(path)


def in_order(rows: Sequence[Row], questions: Sequence[Question]) -> list[Row]:
    """The rows in the order of the questions, whichever was finished first."""
    by_id: Mapping[object, Row] = {row["id"]: row for row in rows}
    return [by_id[question.id] for question in questions if question.id in by_id]
