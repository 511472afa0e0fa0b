"""Articles that do not agree: the same thing, told with different numbers.

Careful on purpose: only where a number is asked for, the spans that answer count the same thing,
the sentences are worded alike, and neither names a time or a place that the other lacks. Knows
evidence; does not know which article is right.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from qa.claims.clean import comparable
from qa.claims.tokens import Quantity, tokens_of
from qa.claims.units import agree
from qa.extracts import Extract
from qa.kinds import NUMERIC, Kind
from qa.mentions import contents, mentions
from qa.messages import Value
from qa.quoting import spoken

ALIKE = 0.5
"""The share of the shorter sentence's pairs of characters that the other must have."""
LIKELY = 0.5
"""How probable the less probable of the two must be, beside the other."""


def conflicts(kind: Kind, extracts: Sequence[Extract]) -> tuple[Value, ...]:
    """What each of the articles that differ says; nothing where they agree."""
    if kind not in NUMERIC:
        return ()
    told = [(one, number) for one in extracts if (number := _number(one)) is not None]
    for (first, one), (second, other) in itertools.combinations(told, 2):
        if (
            first.article.id != second.article.id
            and agree(one.unit, other.unit)
            and (one.value, one.bound) != (other.value, other.bound)
            and _same_thing(first, second)
        ):
            return (_value(first), _value(second))
    return ()


def _number(extract: Extract) -> Quantity | None:
    """The one number of the span that answers."""
    found = [token.quantity for token in tokens_of(spoken(extract.span)) if token.quantity]
    return found[0] if len(found) == 1 and not found[0].article else None


def _same_thing(first: Extract, second: Extract) -> bool:
    low, high = sorted((first.evidence.score, second.evidence.score))
    if low < LIKELY * high:
        return False
    one, other = _bare(first), _bare(second)
    pairs, others = _pairs(one), _pairs(other)
    if not pairs or not others or len(pairs & others) < ALIKE * min(len(pairs), len(others)):
        return False
    return _named(first) == _named(second)


def _bare(extract: Extract) -> str:
    """The sentence without the span that answers."""
    low, high = extract.evidence.answer or (0, 0)
    text, start = extract.text, extract.evidence.start
    return comparable(text[: low - start] + text[high - start :])


def _pairs(text: str) -> set[str]:
    letters = "".join(contents(text))
    return {"".join(pair) for pair in itertools.pairwise(letters)}


def _named(extract: Extract) -> frozenset[str]:
    return frozenset(mention.text for mention in mentions(_bare(extract)))


def _value(extract: Extract) -> Value:
    article = extract.article
    return Value(spoken(extract.span), article.publication or article.source, article.date)
