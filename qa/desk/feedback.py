"""What readers say about answers: up or down, with a comment; for the operator to export.

It belongs to the turn that it is about, and goes when its conversation is deleted. Knows nothing
of how it is asked for or shown.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qa.desk.database import NotFound, Store, check_owner, now
from qa.desk.wording import block

LONGEST_COMMENT = 2_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("given", "user", "conversation", "turn", "verdict", "comment", "question", "answer")


class Verdict(StrEnum):
    """What a reader thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said about one answer, with the answer itself."""

    given: str
    user: str
    conversation: str
    turn: int
    verdict: Verdict
    comment: str
    question: str
    answer: Mapping[str, object]


class Feedback(Store):
    """Everybody's feedback. Safe to share between threads."""

    def give(
        self, user: str, conversation: str, turn: int, verdict: Verdict | str, comment: str = ""
    ) -> None:
        """Keep a verdict on one's own turn, in the place of an earlier one."""
        verdict, comment = _verdict(verdict), block(comment, LONGEST_COMMENT)
        with self._desk.writing() as connection:
            check_owner(connection, user, conversation)
            found = connection.execute(
                "SELECT 1 FROM turns WHERE conversation = ? AND number = ?", (conversation, turn)
            ).fetchone()
            if found is None:
                raise NotFound("there is no such answer", turn, "Judge an answer that is shown")
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)",
                (conversation, turn, verdict.value, comment, now()),
            )

    def withdraw(self, user: str, conversation: str, turn: int) -> None:
        """Take one's verdict back."""
        with self._desk.writing() as connection:
            check_owner(connection, user, conversation)
            connection.execute(
                "DELETE FROM feedback WHERE conversation = ? AND turn = ?", (conversation, turn)
            )

    def rows(self) -> list[Judged]:
        """All of it, of all users, in the order given: for the operator."""
        with self._desk.reading() as connection:
            rows = connection.execute(
                "SELECT f.given, c.user, f.conversation, f.turn, f.verdict, f.comment, t.question,"
                " t.answer FROM feedback f JOIN conversations c ON c.id = f.conversation"
                " JOIN turns t ON t.conversation = f.conversation AND t.number = f.turn"
                " ORDER BY f.given, f.conversation, f.turn"
            ).fetchall()
        return [
            Judged(given, user, id_, turn, Verdict(verdict), comment, question, json.loads(answer))
            for given, user, id_, turn, verdict, comment, question, answer in rows
        ]


def as_jsonl(rows: list[Judged]) -> str:
    """One JSON object a line, each with the whole answer."""
    return "".join(
        json.dumps({name: getattr(row, name) for name in _COLUMNS}, ensure_ascii=False) + "\n"
        for row in rows
    )


def as_csv(rows: list[Judged]) -> str:
    """A table for a spreadsheet, with the text of each answer.

    A cell that a spreadsheet would compute gets an apostrophe before it.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for row in rows:
        cells = [str(getattr(row, name)) for name in _COLUMNS[:-1]]
        cells.append(str(row.answer.get("text", "")))
        table.writerow(["'" + cell if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()


def _verdict(value: Verdict | str) -> Verdict:
    try:
        return Verdict(value)
    except ValueError as error:
        raise NotFound("no such verdict", repr(value)[:40], "Known: up, down") from error
