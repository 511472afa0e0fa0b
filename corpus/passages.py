"""Articles to passages: pieces small enough to embed, cut where a reader would pause.

A passage never leaves its article, ends at the end of a sentence, and keeps an enumeration or a
table with the line that leads to it as far as its budget goes. The cuts are chosen together, for
the whole article, so that no passage is a crumb. Knows text; knows nothing of encoders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.sentences import sentences_of
from corpus.types import Article, Passage

CHUNKING = "sentences-1"
"""Changes whenever the same article and settings would be cut elsewhere."""

_WHOLE = 1.25
"""An article of up to this many budgets is not cut."""

_WIDE = re.compile(r"[\u2e80-\U0003ffff]")
_NARROW = 1 / 3
"""What a character of an alphabet counts: three of them carry about as much as one ideograph."""

_ITEM = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}(?:是|、|要|则)|其[一二三四五六七八九十]|第[一二三四五六七八九十\d]{1,3}"
    r"(?![届次年名季])[，、,：:是\s]?|首先|其次|再次|再者|最后|此外|[（(][一二三四五六七八九十\d]{1,3}[）)]|"
    r"\d{1,2}(?:[、．)）]|\.(?!\d))|[①-⑳⑴-⒇]|[-*•·●○■□▲◆]\s*|[ivx]{1,4}[.)]\s|\|)"
)
_LEADS = re.compile(r"[:：]\s*$|(?:如下|以下|following|as follows)[^\n]{0,6}$")


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How large passages are. Part of a library's fingerprint."""

    budget: int = field(
        default=320,
        metadata={"help": "the size of a passage in Chinese characters (letters count a third)"},
    )

    @property
    def fingerprint(self) -> str:
        """Names the cuts: two libraries with the same one hold the same passages."""
        return f"{CHUNKING}:{self.budget}"


DEFAULT = PassageSettings()


def passages_of(article: Article, settings: PassageSettings = DEFAULT) -> list[Passage]:
    """The passages of an article in order. All of its text that is not space is in one of them."""
    text = article.text
    spans = sentences_of(text)
    if not spans:
        return []
    if width(text) > settings.budget * _WHOLE:
        pieces = [piece for span in spans for piece in _fitting(text, span, settings.budget)]
        spans = _packed(text, pieces, settings.budget)
    else:
        spans = [(spans[0][0], spans[-1][1])]
    return [Passage(f"{article.id}:{low}-{high}", article.id, low, high) for low, high in spans]


def embedding_text(article: Article, passage: Passage) -> str:
    """What the index embeds: the passage under its headline and section."""
    head = [part for part in (article.title, article.section) if part]
    return "\n".join([*head, passage.text(article)])


def width(text: str) -> float:
    """The length of a text in ideographs, in which an encoder's tokens are about proportional."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) * _NARROW


def _fitting(text: str, span: tuple[int, int], budget: int) -> Iterator[tuple[int, int]]:
    """A sentence; its pieces where it is over the budget: cut at `；`, `，`, a space, anywhere."""
    start, end = span
    while (limit := _reach(text, start, end, budget)) < end:
        cut = limit
        for marks in ("；;", "，,、：:", " \t\u3000"):
            at = max(text.rfind(mark, start + (limit - start) // 3, limit) for mark in marks)
            if at >= 0:
                cut = at + 1
                break
        yield start, _trimmed(text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _reach(text: str, start: int, end: int, budget: int) -> int:
    """How far a piece from `start` may go."""
    if end - start <= budget:
        return end
    room = float(budget)
    for at in range(start, end):
        room -= 1.0 if text[at] >= "\u2e80" else _NARROW
        if room < 0:
            return max(at, start + 1)
    return end


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _packed(text: str, pieces: list[tuple[int, int]], budget: int) -> list[tuple[int, int]]:
    """Join pieces into passages: the cheapest cuts, by how full they are and where they end."""
    widths = [width(text[low:high]) for low, high in pieces]
    cuts = [_cut_cost(text, pieces, at) for at in range(len(pieces))]
    best = [0.0] + [float("inf")] * len(pieces)
    came = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        filled = 0.0
        for start in range(end - 1, -1, -1):
            filled += widths[start]
            if filled > budget and start < end - 1:
                break
            # A small passage is found by chance and answers little: emptiness costs by its square.
            empty = 1 - filled / budget if filled < budget else 0.0
            cost = best[start] + cuts[start] + empty * empty + 0.1
            if cost < best[end]:
                best[end], came[end] = cost, start
    spans: list[tuple[int, int]] = []
    end = len(pieces)
    while end:
        spans.append((pieces[came[end]][0], pieces[end - 1][1]))
        end = came[end]
    return spans[::-1]


def _cut_cost(text: str, pieces: list[tuple[int, int]], at: int) -> float:
    """What it costs to begin a passage with piece `at`: least at a paragraph, most after a lead."""
    if at == 0:
        return 0.0
    low, high = pieces[at]
    before_low, before = pieces[at - 1]
    cost = 0.0 if "\n" in text[before:low] else 0.15
    if _LEADS.search(text, max(before_low, before - 12), before):
        return cost + 1.4
    if _ITEM.match(text, low, high) or "\t" in text[low:high]:
        is_lead = not (_ITEM.match(text, before_low, before) or "\t" in text[before_low:before])
        cost += 1.2 if is_lead else 1.0
    return cost
