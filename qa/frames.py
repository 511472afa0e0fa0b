"""Enumerations spread over an article: sentences of one frame, numbered headings.

以甲为要，抓好…。 … 以乙为要，抓好…。 with paragraphs in between: each is an item, and only together
do they answer what the four are. Knows sentences and marks; knows nothing of questions or readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences_of
from qa.enumeration import heading
from qa.items import common

MOST = 12
"""An article with more sentences of one frame is a table or a chronicle."""
LEAST = 3
"""Where no number is named, two sentences of one frame are no enumeration yet."""
FRAME = 6
"""Characters that two items must share at their ends."""
_NAMED_FRAME = 3
"""As many will do where the name of the enumeration is among them: 以…为要 of the 四要."""
_HALF = 0.5
"""The share of an item that is its frame, at least: else two sentences merely begin alike."""
_MARK = re.compile(
    r"\s*(?:[●◆■▲★◎○□△▶►•·※-]|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．，]|第[一二三四五六七八九十][，、：])?\s*"
)
_CLAUSE = re.compile(r"[，,：:；;]")


TRIED = 12
"""Sentences with the name of the enumeration that are tried: in some articles every one has it."""
REACH = 300
"""Sentences of a very long article that are looked through, on either side."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of the parallel sentences: `text[start:end]`, and what is its own in it."""

    start: int
    end: int
    own: tuple[int, int]


def spread(text: str, start: int, end: int, wanted: int = 0, noun: str = "") -> tuple[Item, ...]:
    """The items of the enumeration that these sentences are part of, or that `noun` names.

    As many as are `wanted`; three at least, where no number is. Nothing where there is none.
    """
    spans = sentences_of(text)
    anchors = [at for at, (low, high) in enumerate(spans) if low < end and high > start]
    if not anchors:
        return ()
    first = max(0, anchors[0] - REACH)
    spans = spans[first : anchors[-1] + REACH]
    anchors = [at - first for at in anchors]
    for found in _groups(text, spans, anchors, wanted, noun):
        if len(found) == wanted or (not wanted and LEAST <= len(found) <= MOST):
            return found
    return ()


def _groups(
    text: str, spans: Sequence[tuple[int, int]], anchors: Sequence[int], wanted: int, noun: str
) -> Iterator[tuple[Item, ...]]:
    """What may be the enumeration, the surest first."""
    runs = _numbered(text, spans)
    yield from (_headings(text, spans, run) for run in runs if set(run) & set(anchors))
    parts = [_clauses(text, span) for span in spans]
    yield from (_framed(text, spans, parts, at, noun) for at in anchors)
    if wanted:
        # The sentence only names them; they follow, wherever in the article.
        named = [at for at, one in enumerate(parts) if noun and noun in text[slice(*one[0])]]
        if set(named) & set(anchors):
            yield from (_framed(text, spans, parts, at, noun) for at in named[:TRIED])
        fitting = [run for run in runs if len(run) == wanted and run[0] > anchors[0]]
        yield from (_headings(text, spans, run) for run in fitting[:1])


def _clauses(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The whole sentence without its mark, its first two clauses, its first clause."""
    mark = _MARK.match(text, *span)
    start = mark.end() if mark else span[0]
    end = start + len(text[start : span[1]].rstrip("。！？!?.；; "))
    commas = [found.start() for found in _CLAUSE.finditer(text, start, end)]
    return [(start, end), *((start, stop) for stop in reversed(commas[:2]))]


def _framed(
    text: str,
    spans: Sequence[tuple[int, int]],
    parts: Sequence[Sequence[tuple[int, int]]],
    anchor: int,
    noun: str,
) -> tuple[Item, ...]:
    """The sentences that begin and end like this one, with another middle."""
    best: tuple[Item, ...] = ()
    for low, high in parts[anchor]:
        alike = {anchor: (low, high)}
        begin = finish = high - low
        for at, forms in enumerate(parts):
            for start, end in forms if at != anchor else ():
                if shared := _shared(text[low:high], text[start:end], noun):
                    begin, finish = min(begin, shared[0]), min(finish, shared[1])
                    alike[at] = start, end
                    break
        # What an article says twice, in its lead and in its text, is one item.
        once: dict[str, Item] = {}
        for at, (start, end) in sorted(alike.items()) if len(alike) > 1 else ():
            own = start + begin, end - finish
            once.setdefault(text[slice(*own)], Item(*spans[at], own))
        if len(once) > len(best):
            best = tuple(once.values())
    return best


def _shared(one: str, other: str, noun: str) -> tuple[int, int] | None:
    """How much two items begin and end alike; None where that is no frame, or all of them."""
    begin = common(one, other)
    room = min(len(one), len(other)) - begin
    end = min(common(one[::-1], other[::-1]), room - 1)
    if begin < 1 or end < 1:
        return None
    frame = one[:begin] + "\n" + one[len(one) - end :]
    least = _NAMED_FRAME if len(noun) > 1 and noun in frame else FRAME
    longer = max(len(one), len(other))
    return (begin, end) if begin + end >= max(least, _HALF * longer) else None


def _numbered(text: str, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The runs of sentences that a line begins with 一、 二、 三、, whatever stands in between."""
    runs: dict[int, list[list[int]]] = {}
    for at, (start, end) in enumerate(spans):
        if start and text[text.rfind("\n", 0, start) + 1 : start].strip():
            continue
        if (found := heading(text[start:end])) is None:
            continue
        kind, number = found
        if number == 0:
            runs.setdefault(kind, []).append([at])
        elif kind in runs and len(runs[kind][-1]) == number:
            runs[kind][-1].append(at)
    return [run for each in runs.values() for run in each if len(run) > 1]


def _headings(text: str, spans: Sequence[tuple[int, int]], run: Sequence[int]) -> tuple[Item, ...]:
    return tuple(Item(*spans[at], own=_clauses(text, spans[at])[0]) for at in run)
