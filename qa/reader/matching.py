"""Which characters of one text also stand in another: the reader's first look at both.

The model is told what matches instead of having to learn to compare pieces that the tokenizer cuts
differently on both sides. Compared are folded characters, so that traditional matches simplified.
Knows characters; nothing of tokens or of the model.
"""

from __future__ import annotations

import re

from index.fold import fold

NOTHING, ONE, TWO, MORE = range(4)
"""No match, one ideograph, two in a row, three and more in a row or a whole word or number."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_\u2e80-\U0003ffff]+")
_WIDE = re.compile(r"[\u2e80-\U0003ffff]")
_COMMON = frozenset("的了是在和与及有为于之年月日个中上一被哪什么谁多少何几")
"""Ideographs whose single occurrence says nothing."""


class _Folded(dict[str, str]):
    """Character → its folded form, one character long; learnt as met."""

    def __missing__(self, character: str) -> str:
        self[character] = (fold(character) or " ")[0]
        return self[character]


_FOLDED = _Folded()


def folded(text: str) -> str:
    """The text in one width, case and script, as long as the original."""
    return "".join(_FOLDED[character] for character in text)


def matched(text: str, other: str) -> bytearray:
    """For every character of `text` how much of `other` it stands in."""
    text, other = folded(text), folded(other)
    levels = bytearray(len(text))
    for size, level in ((1, ONE), (2, TWO), (3, MORE)):
        grams = {other[at : at + size] for at in range(len(other) - size + 1)}
        grams = {gram for gram in grams if gram not in _COMMON and all(map(_wide, gram))}
        for at in range(len(text) - size + 1):
            if text[at : at + size] in grams:
                levels[at : at + size] = bytes(max(level, old) for old in levels[at : at + size])
    words = {found.group() for found in _WORD.finditer(other)}
    for found in _WORD.finditer(text):
        if found.group() in words:
            levels[found.start() : found.end()] = bytes([MORE]) * len(found.group())
    return levels


def _wide(character: str) -> bool:
    return "\u2e80" <= character <= "\U0003ffff" and character.isalnum()


def same_script(text: str, other: str) -> bool:
    """Whether both texts are of ideographs, or neither is; else a missing match says nothing."""
    return bool(_WIDE.search(text)) == bool(_WIDE.search(other))
