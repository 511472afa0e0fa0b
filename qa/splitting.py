"""Sentences out of a text that is still being written.

A sentence is given as soon as something follows it, and not inside a quotation that is still open.
Knows punctuation; knows nothing of who writes.
"""

from __future__ import annotations

import re

from corpus.sentences import sentences_of

_LONGEST_QUOTATION = 160
_PAIRS = tuple(zip("“「『（《(", "”」』）》)", strict=True))
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）])\s+|^#+\s+")
_EMPHASIS = re.compile(r"\*\*|__")


class Splitter:
    """Takes pieces, gives sentences."""

    def __init__(self) -> None:
        self._held = ""

    def push(self, piece: str) -> list[str]:
        """The sentences that are whole with this piece."""
        self._held += piece
        whole: list[str] = []
        while sentence := self._first():
            whole.append(sentence)
        return [one for one in map(_plain, whole) if one]

    def rest(self) -> str:
        """What is left at the end."""
        left, self._held = self._held, ""
        return _plain(left)

    def _first(self) -> str:
        """The first sentence, if another has begun after it."""
        spans = sentences_of(self._held)
        if not spans or (len(spans) == 1 and not self._held[spans[0][1] :].startswith("\n")):
            return ""
        start, end = spans[0]
        if _open(self._held[start:end]) and end - start < _LONGEST_QUOTATION:
            return ""
        sentence, self._held = self._held[start:end], self._held[end:]
        return sentence


def _open(text: str) -> bool:
    """Whether a quotation or a bracket that begins in the text does not end in it."""
    return any(text.count(first) > text.count(last) for first, last in _PAIRS)


def _plain(text: str) -> str:
    """Without the signs of a list, a headline or emphasis."""
    return _EMPHASIS.sub("", _ITEM.sub("", text)).strip()
