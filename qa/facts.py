"""What a sentence must not lose: its numbers, dates, and the span that answers.

1.19万 and 11,900 are one number here, 二月三日 and February 3 one date. Knows texts; whether a
sentence is true is the business of `qa.verify`.
"""

from __future__ import annotations

import re

from qa.claims.clean import comparable, without_marks
from qa.claims.tokens import tokens_of
from qa.mentions import HAN, mentions

_NOT_WORD = re.compile(r"[\W_]+")
_HAN_PAIR = 2
_LONG_WORD = 3


def values(text: str) -> frozenset[str]:
    """The numbers and dates of a text, as keys that are equal where the values are.

    The one of 一名 is no number, as little as `a` is.
    """
    return frozenset(
        token.key
        for token in tokens_of(text)
        if token.day or (token.quantity and not token.quantity.article)
    )


def holds(sentence: str, span: str) -> bool:
    """Whether the sentence says the span: in its letters, or in the same numbers and words."""
    if _bare(span) and _bare(span) in _bare(sentence):
        return True
    wanted = [token.key for token in tokens_of(span) if token.is_value or token.key.isalnum()]
    said = {token.key for token in tokens_of(sentence)}
    return bool(values(span)) and all(key in said for key in wanted)


def keeps(sentence: str, quotation: str) -> bool:
    """Whether no number and no date of the quotation is missing in the sentence."""
    return values(quotation) <= values(sentence)


def names(quotation: str, sentence: str) -> bool:
    """Whether every name in the quotation is in the sentence, too."""
    said = _bare(sentence)
    return all(_bare(mention.text) in said for mention in mentions(quotation))


def related(sentence: str, question: str) -> bool:
    """Whether the two share a word of some length, or a pair of ideographs."""
    return bool(_words(sentence) & _words(question))


def _words(text: str) -> set[str]:
    plain = comparable(without_marks(text))
    words = set(re.findall(rf"[^\W\d_\u2e80-\uffff]{{{_LONG_WORD},}}", plain))
    for run in re.findall(rf"[{HAN}]+", plain):
        words |= {run[at : at + _HAN_PAIR] for at in range(len(run) - 1)}
    return words


def _bare(text: str) -> str:
    return _NOT_WORD.sub("", comparable(without_marks(text)))
