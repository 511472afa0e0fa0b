"""What a question for a list demands, and how far sentences meet it.

“四项机制”都有哪几项 demands four parallel items: a sentence that only names the four does not
answer, one that sets them out does, alone. Knows questions and texts; knows nothing of readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.claims.numerals import WORDS
from qa.demanded import Demands
from qa.frames import LEAST, Item, spread
from qa.items import most
from qa.mentions import HAN, number_of, pieces, plain
from qa.types import Evidence

if TYPE_CHECKING:
    from corpus.types import Article

MOST_NAMED = 15
"""A question that names more does not count the items of an enumeration: 二十大, 100个县."""
NONE_SET_OUT = 0.6
"""What is left of a sentence that sets out nothing where a number of items is asked for: as little
as of any other that cannot be such an answer."""
ONE_TOLD = 0.85
"""What is left where no number is named: what a single sentence tells may be all there is."""
FEWER = 0.75
"""What is left of a sentence with some of the items: the list may be spread, or another one."""
ALL_SET_OUT = 1.25
"""What speaks for as many items as are asked for. The reader, which learned from single facts, is
about twice as sure of the sentence that names an enumeration as of the one that sets it out."""
RELATED = 0.5
"""The share of the question's words in the best evidence that another article must speak of, too:
a list of other things holds items as well."""

_NUMERAL = r"(?P<number>[二两三四五六七八九十]{1,3}|\d{1,2})"
_COUNTER = r"(?:方面|[个项条大种类点步方份位家名])"
_TERM = re.compile(
    # “三八” and “十四五” are dates and plans.
    rf"[“「『\"]({_NUMERAL}(?![〇零一二三四五六七八九十]){_COUNTER}?"
    r"(?P<noun>[^”」』\"\d]{1,7}))[”」』\"]"
)
_WHICH = re.compile(rf"哪{_NUMERAL}")
_COUNTED = re.compile(rf"(?<![第\d〇零一二三四五六七八九十百千万.]){_NUMERAL}[个项条种类大点]")
_OTHER = re.compile(rf"哪(?:些|几{_COUNTER}?+)(?!内容|方面|部分|具体)(?P<thing>[{HAN}]{{2}})")
_SPACED = re.compile(
    rf"\b(?:the|what|which|list|name|these|those|all)\s+(?P<number>{'|'.join(WORDS)}|\d{{1,2}})"
    r"\s+(?!(?:and|of|percent|january|february|march|april|may|june|july|august"
    r"|(?:year|month|week|day|hour|minute)s?)\b)[a-z]+"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What is to be set out."""

    number: int = 0
    """How many items; 0 where the question does not say."""
    term: str = ""
    """The name of the enumeration, as it is quoted: 四项机制."""
    noun: str = ""
    """What its items are called: 机制."""

    @property
    def enough(self) -> int:
        """With so many items a sentence is a whole list."""
        return self.number or LEAST


def listed_in(question: str) -> Listed:
    """What a question for a list names: the number of items and what they are called."""
    flat = plain(question)
    term = _TERM.search(flat)
    if (
        term
        and _is_asked_for(flat, term)
        and 1 < (number := number_of(term["number"])) <= MOST_NAMED
    ):
        return Listed(number, term[1], term["noun"])
    for pattern in (_WHICH, _COUNTED, _SPACED):
        for found in pattern.finditer(flat):
            number = WORDS.get(found["number"]) or number_of(found["number"])
            if 1 < number <= MOST_NAMED and _is_asked_for(flat, found):
                return Listed(int(number))
    return Listed()


def _is_asked_for(flat: str, counted: re.Match[str]) -> bool:
    """Whether what is counted is asked for: 两个县有哪些特产 does not ask for counties."""
    other = _OTHER.search(flat, counted.end())
    return not other or other["thing"] in flat[counted.start() : other.start()]


def weight(listed: Listed, text: str, start: int, end: int) -> float:
    """What a list makes of the probability of `text[start:end]`: more than 1 speaks for it."""
    told = items(listed, text[start:end])
    if told < listed.enough and elsewhere(listed, text, start, end):
        told = listed.enough
    if told >= listed.enough:
        return ALL_SET_OUT if listed.number else 1.0
    if told > 1:
        return FEWER if listed.number else 1.0
    return NONE_SET_OUT if listed.number else ONE_TOLD


def items(listed: Listed, sentences: str) -> int:
    """How many parallel items sentences set out; 1 where nothing is enumerated."""
    return most(sentences, listed.number, listed.term)


def elsewhere(listed: Listed, text: str, start: int, end: int) -> tuple[Item, ...]:
    """The items, spread over the article, of the enumeration that these sentences belong to."""
    return spread(text, start, end, listed.number, listed.noun)


def all_items(
    listed: Listed, top: Evidence, article: Callable[[str], Article]
) -> tuple[Evidence, ...]:
    """The whole list, where the best evidence holds it or leads to it: what else is noise."""
    text = article(top.article_id).text
    if items(listed, text[top.start : top.end]) >= listed.enough:
        return (top,)
    found = elsewhere(listed, text, top.start, top.end)
    return tuple(Evidence(top.article_id, one.start, one.end, top.score, one.own) for one in found)


def adds(
    listed: Listed,
    demands: Demands,
    top: Evidence,
    other: Evidence,
    article: Callable[[str], Article],
) -> bool:
    """Whether other evidence may bring further items of the list that the best one begins.

    What another article says must be about the same, and as much of a list as the best is.
    """
    if other.article_id == top.article_id:
        return True
    mine, its = _said(top, article), _said(other, article)
    if items(listed, its[1]) < min(2, items(listed, mine[1])):
        return False
    about = _spoken_of(demands.terms, "\n".join(mine))
    return _spoken_of(demands.terms, "\n".join(its)) >= RELATED * about


def _said(one: Evidence, article: Callable[[str], Article]) -> tuple[str, str]:
    """The headline over the evidence, and its text."""
    whole = article(one.article_id)
    return whole.title, whole.text[one.start : one.end]


def _spoken_of(terms: Sequence[str], text: str) -> int:
    """How many words of the question, or pairs of their ideographs, a text holds."""
    flat = plain(text)
    return sum(word in flat for word in pieces(terms))
