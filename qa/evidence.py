"""Hits become evidence: the sentences that the reader points at, and how far they can be trusted.

The reader goes through the hits once for every part of the question. What it points at is widened
to whole sentences, an enumeration to all of its items, and weighed by what the question demands: a
sentence about another year is not evidence, however much it looks like it. Knows articles, hits and
a reader; does not know how an answer is worded.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.sentences import sentences_of
from corpus.types import READABLE
from qa.conflicts import conflicts
from qa.demands import Demands, demands_of, strongest, unmet
from qa.enumeration import whole
from qa.extracts import Extract
from qa.fitness import Place, at_address, fit, replied
from qa.kinds import CONTACTS, Kind
from qa.listing import adds, all_items, listed_in
from qa.overview import opening
from qa.reader.types import PassageReader, Text
from qa.spans import bounded, overlap, touched
from qa.types import Evidence, Outcome

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Encoder, Hit

READ = 20
"""How many hits are read."""
FIRST = 8
"""How many of them are read first."""
SURE = 0.75
"""From which probability on the rest is not read."""
SHORTEST = 6
"""A sentence below this many characters ("本报讯") says nothing on its own."""
RIVAL = 0.8
"""A further sentence of a list is quoted, too, when it is so probable beside the best one."""
DOUBTED = 0.45
"""As RIVAL, where the best does not answer for sure: more is shown, and marked as doubtful."""
SHARE = 0.3
"""How much it tells against a sentence that the passage has others that may answer."""
MOST = 4
"""Sentences quoted for a list, or where the best one does not answer for sure."""
FOUND = 1.5
"""How much it tells against a passage that the search puts others before it."""
NO_ARTICLE = 0.7
"""What is left of a span in a caption, a masthead or a table of contents."""
TOLD = 0.6
"""Above this strength what is missing is told to whoever asked."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on evidence answers, and from which on it is worth showing."""

    answered: float = 0.22
    weak: float = 0.12


GIVEN = Thresholds(answered=0.75)
"""For passages that were not searched for but given: all of them are about what is asked, so that
the near miss is the rule and more is asked of what answers."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence for a question, best part first, and what it amounts to."""

    evidence: tuple[Evidence, ...]
    confidence: float
    outcome: Outcome
    unmet: tuple[str, ...] = ()
    """What the question names and the best evidence does not speak of."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, the span in it, and how probable it is that they answer."""

    evidence: Evidence
    lacks: tuple[str, ...] = ()


Find = Callable[[str], Sequence["Hit"]]


def gather(
    question: str,
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    reader: PassageReader,
    thresholds: Thresholds,
    find: Find | None = None,
) -> Gathered:
    """The evidence among the hits; a question of several parts is searched again part by part."""
    if lead := opening(question, hits, article):
        return Gathered(tuple(lead), 1.0, Outcome.ANSWERED)
    asked = demands_of(question)
    parts = asked.parts if len(asked.parts) > 1 else (question,)
    chosen: list[list[_Candidate]] = []
    for part in parts:
        own = hits if part == question or find is None else _merged(find(part), hits)
        demands = asked if part == question else demands_of(part)
        found = _candidates(part, demands, own[:READ], article, reader)
        chosen.append(_chosen(found, demands, asked.kind, thresholds, article))
    return _judged(chosen, thresholds)


def _merged(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """What was found for the part, then what was found for the whole question."""
    own = first[: READ - READ // 4]
    seen = {(hit.passage.article_id, hit.passage.start) for hit in own}
    rest = [hit for hit in second if (hit.passage.article_id, hit.passage.start) not in seen]
    return [*own, *rest]


def _candidates(
    question: str,
    demands: Demands,
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    reader: PassageReader,
) -> list[_Candidate]:
    """Every sentence that the reader points at, the most probable first.

    The best hits are read first; the rest only where those leave a doubt.
    """
    best: dict[tuple[str, int, int], _Candidate] = {}
    ahead = max((hit.score for hit in hits), default=0.0)
    for wave in filter(None, (hits[:FIRST], hits[FIRST:])):
        if max((one.evidence.score for one in best.values()), default=0.0) >= SURE:
            break
        for one in _read(question, demands, wave, ahead, article, reader):
            place = (one.evidence.article_id, one.evidence.start, one.evidence.end)
            if place not in best or one.evidence.score > best[place].evidence.score:
                best[place] = one
    return sorted(
        best.values(),
        key=lambda it: (-it.evidence.score, it.evidence.article_id, it.evidence.start),
    )


def _read(
    question: str,
    demands: Demands,
    hits: Sequence[Hit],
    ahead: float,
    article: Callable[[str], Article],
    reader: PassageReader,
) -> Iterator[_Candidate]:
    """What the reader points at in these hits, the best of all hits scoring `ahead`."""
    articles = [article(hit.passage.article_id) for hit in hits]
    texts = [
        Text(one.title, one.text[hit.passage.start : hit.passage.end])
        for one, hit in zip(articles, hits, strict=True)
    ]
    readings = reader.read(question, texts)
    ends = {one.id: sentences_of(one.text) for one in articles}
    for hit, one, text, reading in zip(hits, articles, texts, readings, strict=True):
        shares: dict[tuple[int, int], float] = {}
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for span in reading.spans:
            place = hit.passage.start + span.start, hit.passage.start + span.end
            sentences = touched(ends[one.id], *place)
            spans.setdefault(sentences, place)
            shares[sentences] = shares.get(sentences, 0.0) + span.probability
        for sentences, place in spans.items():
            score = reading.probability * shares[sentences] ** SHARE
            score *= math.exp(FOUND * (hit.score - ahead))
            yield _weighed(demands, one, text.text, sentences, place, score)


def _weighed(
    demands: Demands,
    article: Article,
    around: str,
    sentences: tuple[int, int],
    span: tuple[int, int],
    score: float,
) -> _Candidate:
    """The sentences of a span, less probable the more of what was asked they lack."""
    start, end = sentences
    if demands.kind is Kind.LIST:
        start, end = whole(article.text, start, end)
    start, end = bounded(start, end, span)
    # A reader's span may begin with the space between two sentences.
    place = Place(start, end, (max(span[0], start), min(span[1], end)))
    place = replied(article.text, at_address(demands.kind, article.text, place))
    context = "\n".join((article.title, article.date, article.publication, around))
    lacking = unmet(demands, article.text[place.start : place.end], context)
    score *= 1 - strongest(lacking) ** 2
    score *= fit(demands, article.text, place)
    # Addresses stand in an imprint.
    if article.kind not in READABLE and demands.kind not in CONTACTS:
        score *= NO_ARTICLE
    names = tuple(one.what for one in lacking if one.strength > TOLD)
    return _Candidate(
        Evidence(article.id, place.start, place.end, min(score, 1.0), place.span), names
    )


def _chosen(
    candidates: Sequence[_Candidate],
    demands: Demands,
    kind: Kind,
    thresholds: Thresholds,
    article: Callable[[str], Article],
) -> list[_Candidate]:
    """The best sentence, and one that contradicts it; for a list, or in doubt, all as good.

    `demands` are those of this part, `kind` is that of the whole question.
    """
    if not candidates:
        return []
    top, *others = candidates
    sure = top.evidence.score >= thresholds.answered
    if demands.kind is Kind.LIST:
        listed = listed_in(demands.question)
        spread = all_items(listed, top.evidence, article)
        if spread:
            return [replace(top, evidence=one) for one in spread]
        others = [
            one for one in others if adds(listed, demands, top.evidence, one.evidence, article)
        ]
    elif sure:
        against = (one for one in others if _contradicts(kind, top.evidence, one.evidence, article))
        return [top, *itertools.islice(against, 1)]
    least = (RIVAL if sure else DOUBTED) * top.evidence.score
    kept = [top]
    for one in others:
        if len(kept) == MOST or one.evidence.score < least:
            break
        if not any(overlap(one.evidence, other.evidence) for other in kept):
            kept.append(one)
    return kept


def _contradicts(
    kind: Kind, one: Evidence, other: Evidence, article: Callable[[str], Article]
) -> bool:
    """Whether another article tells the same thing with another number."""
    both = [Extract(each, article(each.article_id)) for each in (one, other)]
    return bool(conflicts(kind, both))


def _judged(parts: Sequence[Sequence[_Candidate]], thresholds: Thresholds) -> Gathered:
    """All parts together: as sure as the surest part, without those that nothing speaks for."""
    tops = [part[0] for part in parts if part]
    best = max(tops, key=lambda one: one.evidence.score, default=None)
    confidence = best.evidence.score if best else 0.0
    evidence: list[Evidence] = []
    for part in parts:
        for one in part:
            if part[0].evidence.score >= thresholds.weak and not any(
                overlap(one.evidence, other) for other in evidence
            ):
                evidence.append(one.evidence)
    if confidence >= thresholds.answered:
        outcome = Outcome.ANSWERED
    else:
        outcome = Outcome.WEAK_EVIDENCE if confidence >= thresholds.weak else Outcome.NO_EVIDENCE
    return Gathered(tuple(evidence), confidence, outcome, best.lacks if best else ())


def nearest_sentences(
    question: str,
    hits: Sequence[Hit],
    article: Callable[[str], Article],
    encoder: Encoder,
    limit: int = 2,
) -> list[Evidence]:
    """Without a reader: the sentences of these hits that the encoder puts nearest."""
    texts = {hit.passage.article_id: article(hit.passage.article_id).text for hit in hits}
    spans = [
        (hit.passage.article_id, hit.passage.start + start, hit.passage.start + end)
        for hit in hits
        for start, end in sentences_of(
            texts[hit.passage.article_id][hit.passage.start : hit.passage.end]
        )
    ]
    spans = [span for span in dict.fromkeys(spans) if span[2] - span[1] >= SHORTEST]
    if not spans:
        return []
    sentences = [texts[article_id][start:end] for article_id, start, end in spans]
    scores = encoder.encode_passages(sentences) @ encoder.encode_queries([question])[0]
    best = sorted(zip(scores.tolist(), spans, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [Evidence(*span, score=score) for score, span in best[:limit]]
