"""Hits become evidence: the sentences that the reader points at, and how far they can be trusted.

Every part of a question has candidates of its own; which of them are quoted depends on whether one
fact, a list or a doubt is to be shown. Knows articles, hits and a reader; does not know how an
answer is worded.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.sentences import sentences_of
from qa import aspects
from qa.candidates import Candidate, Find, candidates, looked_up
from qa.conflicts import conflicts
from qa.demands import Demands, demands_of
from qa.extracts import Extract
from qa.kinds import Kind
from qa.listing import adds, all_items, listed_in
from qa.mentions import plain
from qa.overview import opening
from qa.reader.types import PassageReader
from qa.spans import LONGEST, bounded, overlap
from qa.types import Evidence, Outcome

if TYPE_CHECKING:
    from index.types import Encoder, Hit

READ = 20
"""How many hits are read."""
SHORTEST = 6
"""A sentence below this many characters ("本报讯") says nothing on its own."""
RIVAL = 0.8
"""A further sentence of a list is quoted, too, when it is so probable beside the best one."""
DOUBTED = 0.45
"""As RIVAL, where the best does not answer for sure: more is shown, and marked as doubtful."""
MOST = 4
"""Sentences quoted for a list, or where the best one does not answer for sure."""
TOGETHER = 0.6
"""As RIVAL, for what one article tells in several sentences."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on evidence answers, and from which on it is worth showing."""

    answered: float = 0.28
    weak: float = 0.12


GIVEN = Thresholds(answered=0.765)
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


_ASKS_NOTHING = re.compile(
    r"(?:你好|您好|大家好|早上好|晚上好|在吗|在不在|谢谢|多谢|再见|嗨|哈喽|hello|hi|hey"
    r"|thanks?|thank you|bye|ok|为什么|什么|怎么样?|怎样|如何|哪里|哪儿|谁|多少|几|何时"
    r"|[是的好吗呢啊吧他她它们这那]|why|how|what|who|when|where|which|much|many|\W)+"
)
"""A greeting, or a question of nothing."""

Search = Callable[[str], Sequence["Hit"]]


def gather(
    question: str,
    hits: Sequence[Hit],
    article: Find,
    reader: PassageReader,
    thresholds: Thresholds,
    search: Search | None = None,
) -> Gathered:
    """The evidence among the hits; a question of several parts is searched again part by part."""
    if lead := opening(question, hits, article):
        return Gathered(tuple(lead), 1.0, Outcome.ANSWERED)
    if _ASKS_NOTHING.fullmatch(plain(question)):
        return Gathered((), 0.0, Outcome.NO_EVIDENCE)
    asked = demands_of(question)
    parts = asked.parts if len(asked.parts) > 1 else (question,)
    chosen: list[list[Candidate]] = []
    for part in parts:
        own = hits if part == question or search is None else _merged(search(part), hits)
        demands = asked if part == question else demands_of(part)
        found = candidates(demands, own[:READ], article, reader, searched=search is not None)
        chosen.append(_chosen(found, demands, asked.kind, thresholds, article))
    told = _judged(chosen, thresholds)
    unmet = _nowhere(told, hits, article) if told.unmet else ()
    return replace(told, evidence=_standing(told.evidence, article), unmet=unmet)


def _nowhere(told: Gathered, hits: Sequence[Hit], article: Find) -> tuple[str, ...]:
    """What is unmet and not in what is shown as near, or else in anything that was found."""
    if told.outcome is Outcome.NO_EVIDENCE:
        places = [(hit.passage.article_id, hit.passage.start, hit.passage.end) for hit in hits]
    else:
        places = [(one.article_id, one.start, one.end) for one in told.evidence]
    shelf = looked_up((article_id for article_id, _, _ in places), article)
    shown = plain(
        "\n".join(
            f"{shelf[id_].title}\n{shelf[id_].date}\n{shelf[id_].text[start:end]}"
            for id_, start, end in places
        )
    )
    return tuple(name for name in told.unmet if name not in shown)


_REFERS = re.compile(r"\W*(?:这|该|此举|上述|对此|为此|其中)")
"""How a sentence begins that says nothing without the one before it."""


def _standing(evidence: Sequence[Evidence], article: Find) -> tuple[Evidence, ...]:
    """The evidence; what refers to the sentence before, together with that, if it is not there."""
    shelf = looked_up((one.article_id for one in evidence), article)
    made: list[Evidence] = []
    for one in evidence:
        text = shelf[one.article_id].text
        wider = one
        if _REFERS.match(plain(text[one.start : one.end])):
            wider = replace(one, start=_before(text, one.start))
        others = (other for other in (*evidence, *made) if other is not one)
        # What goes on for so long is a table: it stands on its own, or not at all.
        fits = wider.end - wider.start <= LONGEST
        made.append(one if not fits or any(overlap(wider, other) for other in others) else wider)
    return tuple(made)


def _before(text: str, at: int) -> int:
    """Where the sentence before begins, if it is of the same paragraph."""
    line = text.rfind("\n", 0, at) + 1
    starts = [start for start, _ in sentences_of(text[line:at])]
    return line + starts[-1] if starts else at


def _merged(first: Sequence[Hit], second: Sequence[Hit]) -> list[Hit]:
    """What was found for the part, then what was found for the whole question."""
    own = first[: READ - READ // 4]
    seen = {(hit.passage.article_id, hit.passage.start) for hit in own}
    rest = [hit for hit in second if (hit.passage.article_id, hit.passage.start) not in seen]
    return [*own, *rest]


def _chosen(
    found: Sequence[Candidate],
    demands: Demands,
    kind: Kind,
    thresholds: Thresholds,
    article: Find,
) -> list[Candidate]:
    """The best sentence, and one that contradicts it; for a list, or in doubt, all as good.

    `demands` are those of this part, `kind` is that of the whole question.
    """
    if not found:
        return []
    top, *others = found
    sure = top.evidence.score >= thresholds.answered
    if demands.kind is Kind.LIST:
        listed = listed_in(demands.question)
        spread = all_items(listed, top.evidence, article)
        if spread:
            return [replace(top, evidence=one) for one in spread]
        others = [
            one for one in others if adds(listed, demands, top.evidence, one.evidence, article)
        ]
    elif sure and demands.kind in (Kind.SUMMARY, Kind.HOW):
        told = _told(demands.question, found, article) if demands.kind is Kind.SUMMARY else []
        return told or _together(found, TOGETHER * top.evidence.score)
    elif sure:
        against = (one for one in others if _contradicts(kind, top.evidence, one.evidence, article))
        return [top, *itertools.islice(against, 1)]
    least = (RIVAL if sure else DOUBTED) * top.evidence.score
    return _apart([top, *others], least)


def _apart(found: Sequence[Candidate], least: float) -> list[Candidate]:
    """The best of them that are as probable as this and do not overlap."""
    kept: list[Candidate] = []
    for one in found:
        if len(kept) == MOST or one.evidence.score < least:
            break
        if not any(overlap(one.evidence, other.evidence) for other in kept):
            kept.append(one)
    return kept


def _together(found: Sequence[Candidate], least: float) -> list[Candidate]:
    """What the article of the best sentence has to say, in the order of its text."""
    article_id = found[0].evidence.article_id
    own = [one for one in found if one.evidence.article_id == article_id]
    return sorted(_apart(own, least), key=lambda one: one.evidence.start)


def _told(question: str, found: Sequence[Candidate], article: Find) -> list[Candidate]:
    """What the article of the best sentence tells of the aspect that is to be summarised."""
    top = found[0]
    id_, score = top.evidence.article_id, top.evidence.score
    own = (one.evidence for one in found if one.evidence.article_id == id_)
    pointed = {(one.start, one.end): one.score for one in own}
    told = aspects.told(question, article(id_).text, pointed)
    spans = [bounded(start, end, (start, start)) for start, end in told]
    return [replace(top, evidence=Evidence(id_, *span, score, span)) for span in spans]


def _contradicts(kind: Kind, one: Evidence, other: Evidence, article: Find) -> bool:
    """Whether another article tells the same thing with another number."""
    both = [Extract(each, article(each.article_id)) for each in (one, other)]
    return bool(conflicts(kind, both))


def _judged(parts: Sequence[Sequence[Candidate]], thresholds: Thresholds) -> Gathered:
    """All parts together: as sure as the surest part, without those that nothing speaks for."""
    tops = [max(part, key=lambda one: one.evidence.score) for part in parts if part]
    best = max(tops, key=lambda one: one.evidence.score, default=None)
    confidence = best.evidence.score if best else 0.0
    evidence: list[Evidence] = []
    for part, top in zip(filter(None, parts), tops, strict=True):
        for one in part:
            if top.evidence.score >= thresholds.weak and not any(
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
    article: Find,
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
