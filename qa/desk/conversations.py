"""Conversations and their turns, each user's own: kept, listed, searched, renamed, deleted.

Every call names the user; another user's conversation is `NotFound`, as is one that never was. A
turn holds the whole answer as JSON, so that it is shown years later as it was given. Knows nothing
of how answers are made or shown.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from qa.desk import export
from qa.desk.database import NotFound, Store, check_owner, now
from qa.desk.strings import Language
from qa.desk.wording import block, line
from qa.types import Turn

LONGEST_TITLE = 120
LONGEST_QUESTION = 4_000
LONGEST_SEARCH = 200
_WORDS = 8
_ID_BYTES = 18
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it is listed. Times are UTC, ISO 8601."""

    id: str
    title: str
    created: str
    changed: str
    turns: int = 0


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question with its answer, as `qa.cli_ask.as_json` gave it. Numbers begin at 1."""

    number: int
    question: str
    answer: Mapping[str, object]
    asked: str
    verdict: str = ""
    """`up` or `down`, where the user judged the answer."""
    comment: str = ""


class Conversations(Store):
    """The conversations of all users. Safe to share between threads."""

    def create(self, user: str) -> Conversation:
        """Begin a conversation; it is listed from its first question on."""
        id_, time = secrets.token_urlsafe(_ID_BYTES), now()
        long_ago = (datetime.now(UTC) - _FORGOTTEN).isoformat()
        with self._desk.writing() as connection:
            connection.execute(
                "DELETE FROM conversations WHERE user = ? AND created < ?"
                " AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation = id)",
                (user, long_ago),
            )
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, '', '', ?, ?)", (id_, user, time, time)
            )
        return Conversation(id_, "", time, time)

    def get(self, user: str, id: str) -> Conversation:  # noqa: A002
        """One conversation."""
        with self._desk.reading() as connection:
            check_owner(connection, user, id)
            row = connection.execute(f"{_LISTED} WHERE c.id = ?", (id,)).fetchone()
        return Conversation(*row)

    def list(self, user: str, search: str = "", limit: int = 200) -> list[Conversation]:
        """Those with a question in them, the last used first; `search` goes through all texts.

        Every word of the search stands in the title or in one of the questions or answers,
        whatever its width, case or script.
        """
        where = ["c.user = ?", "EXISTS (SELECT 1 FROM turns WHERE conversation = c.id)"]
        values: list[str | int] = [user]
        for word in _folded(search[:LONGEST_SEARCH]).split()[:_WORDS]:
            where.append(
                "(c.folded LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM turns"
                " WHERE conversation = c.id AND folded LIKE ? ESCAPE '\\'))"
            )
            values += [_like(word)] * 2
        query = f"{_LISTED} WHERE {' AND '.join(where)} ORDER BY c.changed DESC, c.id LIMIT ?"
        with self._desk.reading() as connection:
            rows = connection.execute(query, (*values, limit)).fetchall()
        return [Conversation(*row) for row in rows]

    def turns(self, user: str, id: str) -> tuple[StoredTurn, ...]:  # noqa: A002
        """The turns of a conversation, in order."""
        with self._desk.reading() as connection:
            check_owner(connection, user, id)
            rows = connection.execute(
                "SELECT t.number, t.question, t.answer, t.asked, coalesce(f.verdict, ''),"
                " coalesce(f.comment, '') FROM turns t LEFT JOIN feedback f"
                " ON f.conversation = t.conversation AND f.turn = t.number"
                " WHERE t.conversation = ? ORDER BY t.number",
                (id,),
            ).fetchall()
        return tuple(StoredTurn(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows)

    def history(self, user: str, id: str) -> tuple[Turn, ...]:  # noqa: A002
        """The turns as the answerer takes them, to understand the next question by."""
        return tuple(
            Turn(turn.question, str(turn.answer.get("text", ""))) for turn in self.turns(user, id)
        )

    def add(
        self,
        user: str,
        id: str,  # noqa: A002
        question: str,
        answer: Mapping[str, object],
    ) -> StoredTurn:
        """Keep a question and its answer as the next turn; the first names the conversation."""
        question = block(question, LONGEST_QUESTION)
        told, time = json.dumps(answer), now()
        with self._desk.writing() as connection:
            check_owner(connection, user, id)
            (number,) = connection.execute(
                "SELECT coalesce(max(number), 0) + 1 FROM turns WHERE conversation = ?", (id,)
            ).fetchone()
            folded = _folded(f"{question}\n{answer.get('text', '')}")
            connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?)",
                (id, number, question, told, folded, time),
            )
            connection.execute("UPDATE conversations SET changed = ? WHERE id = ?", (time, id))
            connection.execute(
                "UPDATE conversations SET title = ?, folded = ? WHERE id = ? AND title = ''",
                (title := line(question, LONGEST_TITLE), _folded(title), id),
            )
        return StoredTurn(number, question, json.loads(told), time)

    def cut(self, user: str, id: str, number: int) -> None:  # noqa: A002
        """Take out the turns from `number` on: before a retry, or an edited question."""
        with self._desk.writing() as connection:
            check_owner(connection, user, id)
            connection.execute(
                "DELETE FROM turns WHERE conversation = ? AND number >= ?", (id, number)
            )

    def rename(self, user: str, id: str, title: str) -> Conversation:  # noqa: A002
        """Give a conversation another title; an empty one leaves it as it is."""
        title = line(title, LONGEST_TITLE)
        with self._desk.writing() as connection:
            check_owner(connection, user, id)
            if title:
                connection.execute(
                    "UPDATE conversations SET title = ?, folded = ? WHERE id = ?",
                    (title, _folded(title), id),
                )
        return self.get(user, id)

    def delete(self, user: str, id: str) -> None:  # noqa: A002
        """Take a conversation out with its turns and what was said about them."""
        with self._desk.writing() as connection:
            check_owner(connection, user, id)
            connection.execute("DELETE FROM conversations WHERE id = ?", (id,))

    def export(
        self,
        user: str,
        id: str,  # noqa: A002
        form: Literal["md", "json"],
        language: Language = "zh",
    ) -> str:
        """A conversation with its sources, as one Markdown or JSON text."""
        conversation, turns = self.get(user, id), self.turns(user, id)
        if form == "md":
            return export.as_markdown(conversation, turns, language)
        if form == "json":
            return export.as_json(conversation, turns)
        raise NotFound("no such form of export", form, "Known: md, json")


_LISTED = (
    "SELECT c.id, c.title, c.created, c.changed,"
    " (SELECT count(*) FROM turns WHERE conversation = c.id) FROM conversations c"
)


def _folded(text: str) -> str:
    from index.fold import fold
    from index.paths import whole

    return fold(whole(text))


def _like(word: str) -> str:
    """A pattern for what holds the word, its own signs taken as they are."""
    for sign in "\\%_":
        word = word.replace(sign, f"\\{sign}")
    return f"%{word}%"
