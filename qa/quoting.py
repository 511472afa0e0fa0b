"""Evidence as it is said: whole sentences, word for word, without what only a page needs.

Left out are the mark before an item, the dateline of a dispatch and the reporter's name before the
first sentence, and characters that cannot be seen. Nothing is added or changed. Knows texts; knows
nothing of articles or writers.
"""

from __future__ import annotations

import re

from corpus.sentences import sentences_of
from qa.claims.clean import without_marks

_MARK = re.compile(r"[●◆■▲★◎○□△▶►•·※▼◇☆]+\s*")
_DATELINE = re.compile(
    r"(?:本报讯|本報訊|(?:本[报報刊网網台臺]|新[华華]社|中新[社网網]|[^\s，。；：、（(]{1,8}[社报報网網])"
    r"[^\n，。；：！？“”]{0,24}?[电電讯訊])(?=[\s（(])\s*"
)
_SHORT_DATELINE = re.compile(r"本[报報][讯訊]\s*")
_REPORTER = re.compile(
    r"[（(](?:[^（）()\n，。]{0,10}(?:[记記]者|通[讯訊][员員]|作者|[编編][译譯]))[^（）()\n]{0,60}[）)]\s*"
)
_WIRE = re.compile(r"[A-Z][\w .,'-]{1,48}\([A-Z][\w .]{1,20}\)\s*[-–—]+\s*")
_LEADS = (_MARK, _DATELINE, _SHORT_DATELINE, _REPORTER, _WIRE)
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF]
    + [*range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    + [code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace()]
)
"""Characters without a shape that turn the direction of a line, or hide in a word.

Those that join letters, in Persian or in Hindi, stay."""


def quoted(text: str, answer: tuple[int, int] | None = None) -> tuple[str, ...]:
    """The sentences of an evidence's text; `answer`, offsets in it, is never left out."""
    start = _past_lead(text)
    if answer is not None and answer[0] < start:
        start = 0
    body = text[start:] if text[start:].strip() else text
    said = (spoken(body[low:high]) for low, high in sentences_of(body))
    return tuple(sentence for sentence in said if any(map(str.isalnum, sentence)))


def spoken(text: str) -> str:
    """A text on one line, without characters that cannot be seen and what looks like our marks."""
    return " ".join(without_marks(visible(text)).split())


def visible(text: str) -> str:
    """A text without the characters that cannot be seen, and those that command a terminal."""
    return text.translate(_UNSEEN)


def _past_lead(text: str) -> int:
    """Where the first sentence begins to tell something."""
    at = len(text) - len(text.lstrip())
    for _ in range(len(_LEADS)):
        found = next((lead for one in _LEADS if (lead := one.match(text, at)) and lead[0]), None)
        if found is None:
            break
        at = found.end()
    return at
