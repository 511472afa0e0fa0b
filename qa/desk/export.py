"""A conversation as a text to take away, with all its sources: Markdown and JSON.

What articles and readers wrote is escaped, so that it can add neither links nor headings. Knows
nothing of where conversations are kept; the HTML form is made where HTML is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from index.paths import whole
from qa.desk.strings import Key, Language, phrase, text
from qa.desk.wording import unturned

if TYPE_CHECKING:
    from qa.desk.conversations import Conversation, StoredTurn

Row: TypeAlias = Mapping[str, object]
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~!&$])")
_AT_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")


def as_json(conversation: Conversation, turns: Sequence[StoredTurn]) -> str:
    """The conversation as one JSON value; an answer is as `ask --json` prints it."""
    value = {
        "title": conversation.title,
        "created": conversation.created,
        "changed": conversation.changed,
        "turns": [
            {"question": turn.question, "asked": turn.asked, "answer": dict(turn.answer)}
            for turn in turns
        ],
    }
    return whole(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def as_markdown(
    conversation: Conversation, turns: Sequence[StoredTurn], language: Language = "zh"
) -> str:
    """The conversation as a document: each question a heading, each source a numbered item."""
    lines = [f"# {escaped(conversation.title)}", "", conversation.created]
    for turn in turns:
        lines += ["", f"## {escaped(' '.join(turn.question.split()))}", ""]
        lines += _answer(turn.answer, language)
    return whole("\n".join(lines)) + "\n"


def escaped(words: str) -> str:
    """A text in one line that Markdown shows as it is."""
    return _AT_START.sub(_start, _SIGNS.sub(r"\\\1", " ".join(unturned(words).split())))


def _start(found: re.Match[str]) -> str:
    space, sign, number, end = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{end}"


def _answer(answer: Row, language: Language) -> list[str]:
    said = [
        escaped(str(row.get("text", ""))) + "".join(f" \\[{n}\\]" for n in rows(row, "citations"))
        for row in records(answer, "sentences")
    ]
    if not said:
        said = [escaped(str(answer.get("message") or "")) or text(Key.REFUSED, language)]
    lines = ["\n\n".join(said)]
    for row in records(answer, "citations"):
        title = str(row.get("title") or "") or text(Key.NO_HEADLINE, language)
        place = " · ".join(filter(None, place_of(row, language)))
        lines += ["", f"**\\[{row.get('number')}\\] {escaped(title)}** {escaped(place)}"]
        lines += ["", f"> {escaped(str(row.get('quote', '')))}"]
    return lines


def place_of(citation: Row, language: Language) -> tuple[str, str, str]:
    """Where a source was printed: newspaper or file, date, page."""
    page = str(citation.get("page") or "")
    return (
        str(citation.get("publication") or citation.get("source") or ""),
        str(citation.get("date") or ""),
        phrase(Key.PAGE, language, page=page) if page else "",
    )


def rows(row: Row, name: str) -> Sequence[object]:
    """A list inside stored JSON; empty where there is none."""
    found = row.get(name)
    return found if isinstance(found, list) else ()


def records(row: Row, name: str) -> list[Row]:
    """The objects of a list inside stored JSON."""
    return [item for item in rows(row, name) if isinstance(item, dict)]
