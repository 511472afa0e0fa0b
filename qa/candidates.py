"""Hits become candidates: the sentences that a reader points at, and how probable each is.

What the reader says is weighed by the words that a sentence shares with the question, by what the
question demands and by the kind of answer that it wants: a sentence about another year is not
evidence, however much it looks like it. Knows articles, hits and a reader; does not know how many
of the candidates are quoted.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.sentences import sentences_of
from corpus.types import READABLE
from qa.attributes import Attribute, attribute
from qa.demands import Demands, strongest, unmet
from qa.enumeration import whole
from qa.fitness import Place, at_address, fit, listed_fit, replied
from qa.kinds import CONTACTS, Kind
from qa.mentions import is_wide
from qa.reader.types import PassageReader, Text
from qa.romanised import known, names_in, strangers
from qa.spans import bounded, touched
from qa.types import Evidence
from qa.wording import Wording, shifted, wording

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Hit

SHARE = 0.3
"""How much it tells against a sentence that another of its passage is likelier to answer."""
FOUND = 1.5
"""How much it tells against a passage that the search puts others before it."""
UNPOINTED = 0.1
"""The share of a sentence that has the attribute asked for and that the reader does not point at:
less than the least of those that it does."""
NO_ARTICLE = 0.7
"""What is left of a span in a caption, a masthead or a table of contents."""
TOLD = 0.6
"""Above this strength what is missing is told to whoever asked."""

Find = Callable[[str], "Article"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, the span in it, and how probable it is that they answer."""

    evidence: Evidence
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question among all of its hits."""

    demands: Demands
    words: Wording
    attribute: Attribute
    ahead: float
    """The score of the best hit."""
    searched: bool
    """Whether the passages were searched for. Those that are given are all about what is asked:
    its words tell nothing apart there, and a list is set out by the wrong ones as well."""


def candidates(
    demands: Demands,
    hits: Sequence[Hit],
    article: Find,
    reader: PassageReader,
    *,
    searched: bool = True,
) -> list[Candidate]:
    """Every sentence that the reader points at, the most probable first."""
    shelf = looked_up((hit.passage.article_id for hit in hits), article)
    dated = bool(demands.years or demands.dates)
    texts = [_text(hit, shelf[hit.passage.article_id], dated=dated) for hit in hits]
    told = [f"{text.title}\n{text.text}" for text in texts]
    names = names_in(demands.question)
    spelt = known(names, told)
    asked = _Asked(
        replace(demands, spelt=spelt, strangers=strangers(demands.question, names, spelt)),
        wording(demands.question, told if searched else ()),
        # An address may stand a line below its label.
        attribute(demands.question, told if searched and demands.kind not in CONTACTS else ()),
        max((hit.score for hit in hits), default=0.0),
        searched,
    )
    best: dict[tuple[str, int, int], Candidate] = {}
    for one in _read(asked, hits, texts, shelf, reader):
        place = (one.evidence.article_id, one.evidence.start, one.evidence.end)
        if place not in best or one.evidence.score > best[place].evidence.score:
            best[place] = one
    return sorted(
        best.values(),
        key=lambda it: (-it.evidence.score, it.evidence.article_id, it.evidence.start),
    )


def looked_up(ids: Iterable[str], article: Find) -> dict[str, Article]:
    """The articles with these ids; each once, for a look-up reads all of its text."""
    return {one: article(one) for one in dict.fromkeys(ids)}


def _text(hit: Hit, article: Article, *, dated: bool) -> Text:
    """What is read of a hit: its text under the headline, dated where the question names a time.

    A paper of that year seldom names the year; nothing else tells the reader which year it was.
    """
    headline = f"{article.title}（{article.date}）" if dated and article.date else article.title
    return Text(headline, hit.passage.text(article))


def _read(
    asked: _Asked,
    hits: Sequence[Hit],
    texts: Sequence[Text],
    shelf: Mapping[str, Article],
    reader: PassageReader,
) -> Iterator[Candidate]:
    """What the reader points at in these hits."""
    ahead = [FOUND * (hit.score - asked.ahead) for hit in hits]
    readings = reader.read(asked.demands.question, texts, _haste(asked, texts, ahead))
    cut = functools.cache(sentences_of)
    for hit, text, reading, found in zip(hits, texts, readings, ahead, strict=True):
        one = shelf[hit.passage.article_id]
        ends = cut(one.text) if reading.spans else []
        shares: dict[tuple[int, int], float] = {}
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for span in reading.spans:
            place = hit.passage.start + span.start, hit.passage.start + span.end
            sentences = touched(ends, *place)
            spans.setdefault(sentences, place)
            shares[sentences] = shares.get(sentences, 0.0) + span.probability
        most = max(shares.values(), default=1.0)
        own = (end for end in ends if hit.passage.start <= end[0] and end[1] <= hit.passage.end)
        for sentences in asked.attribute.named(one.text, own):
            if not any(low < sentences[1] and sentences[0] < high for low, high in spans):
                spans[sentences], shares[sentences] = sentences, UNPOINTED * most
        for sentences, place in spans.items():
            score = reading.probability * (shares[sentences] / most) ** SHARE
            score *= math.exp(found)
            yield _weighed(asked, one, text.text, sentences, place, score)


def _haste(asked: _Asked, texts: Sequence[Text], ahead: Sequence[float]) -> Sequence[float]:
    """What the reader may go by to set passages aside before it has read them to their end.

    Its first layers see which promise most within a language, not across languages, and what they
    see was fitted on Chinese.
    """
    if not asked.searched or not is_wide(asked.demands.question):
        return ()
    return [
        found if is_wide(text.text) else math.inf for found, text in zip(ahead, texts, strict=True)
    ]


def _weighed(
    asked: _Asked,
    article: Article,
    around: str,
    sentences: tuple[int, int],
    span: tuple[int, int],
    score: float,
) -> Candidate:
    """The sentences of a span, less probable the more of what was asked they lack."""
    demands = asked.demands
    start, end = sentences
    if demands.kind is Kind.LIST:
        start, end = whole(article.text, start, end)
    else:
        start, end = asked.attribute.line(article.text, start, end)
    start, end = bounded(start, end, span)
    # A reader's span may begin with the space between two sentences.
    low, high = max(span[0], start), min(span[1], end)
    place = Place(start, end, (low, high) if low < high else (start, end))
    place = replied(article.text, at_address(demands.kind, article.text, place))
    said = article.text[place.start : place.end]
    # What a paper is called after a place tells nothing of where a report is from.
    printed = "" if demands.spelt else article.publication
    context = "\n".join((article.title, article.date, printed, around))
    lacking = unmet(demands, said, context, article.text)
    worded = asked.words.says(said) + asked.attribute.says(said, around)
    score = shifted(score, worded) * (1 - strongest(lacking) ** 2)
    score *= fit(demands, article.text, place)
    if asked.searched:
        score *= listed_fit(demands, article.text, place)
    # Addresses stand in an imprint.
    if article.kind not in READABLE and demands.kind not in CONTACTS:
        score *= NO_ARTICLE
    names = tuple(one.what for one in lacking if one.strength > TOLD)
    return Candidate(
        Evidence(article.id, place.start, place.end, min(score, 1.0), place.span), names
    )
