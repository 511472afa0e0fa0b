"""Where gold quotes stand in the articles, and which spans have them.

Quotes and articles are compared without white space, punctuation, case and width. A quote belongs
to the file that its gold names, or to an article there printed elsewhere too; where the file is not
in the library, to any article that has it. A quote that is nowhere as a whole is compared with
the spans themselves: half of it in one piece is enough.

Knows articles and quotes; nothing of questions, hits or scores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.types import Article
from qa.evaluate.questions import Gold
from qa.evaluate.retrieval_pages import holds

_ROW = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Place:
    """`article.text[start:end]`."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of gold evidence, and every place that has it."""

    gold: Gold
    places: tuple[Place, ...] = ()
    source_known: bool = True
    """Whether the file that it names is among the articles'."""

    def in_span(self, article_id: str, start: int, end: int, text: str) -> bool:
        """Whether a span (of this text) overlaps the evidence."""
        if self.places:
            return any(
                place.article_id == article_id and place.start < end and start < place.end
                for place in self.places
            )
        return self._shares(text)

    def in_passage(self, article_id: str, start: int, end: int, text: str) -> bool:
        """Whether a passage has half of the evidence or more."""
        if not self.places:
            return self._shares(text)
        return any(
            place.article_id == article_id
            and 2 * (min(end, place.end) - max(start, place.start)) >= place.end - place.start
            for place in self.places
        )

    def _shares(self, text: str) -> bool:
        quote = bare(self.gold.quote)
        return bool(quote) and holds(bare(text), quote)


@dataclass(slots=True)
class _Search:
    """One gold quote while the articles go by."""

    gold: Gold
    quote: str
    own: dict[Place, None] = field(default_factory=dict)
    others: dict[Place, None] = field(default_factory=dict)
    source_known: bool = False


def locate(
    gold: Sequence[Gold],
    articles: Iterable[tuple[Sequence[str], Article]],
    same_story: Callable[[str], Iterable[str]] = lambda _: (),
) -> dict[Gold, Placed]:
    """Find all quotes in one pass over the articles, each with the names of its sources."""
    searches = [_Search(one, bare(one.quote)) for one in dict.fromkeys(gold)]
    for sources, article in articles:
        text = bare(article.text)
        for one in searches:
            named = one.gold.article_id
            own = article.id == named if named else _of_file(sources, one.gold.file)
            one.source_known |= own
            if named and not own:
                continue
            if one.quote and one.quote in text:
                kept = one.own if own else one.others
                kept.update(dict.fromkeys(_found(article, one.quote, one.gold)))
    return {one.gold: _placed(one, same_story) for one in searches}


def _placed(one: _Search, same_story: Callable[[str], Iterable[str]]) -> Placed:
    if not one.source_known:
        named = bool(one.gold.file or one.gold.article_id)
        return Placed(one.gold, tuple(one.others), source_known=not named)
    ids = {place.article_id for place in one.own}
    stories = {other for id_ in ids for other in same_story(id_)}
    again = [place for place in one.others if place.article_id in stories]
    return Placed(one.gold, (*one.own, *again))


def _found(article: Article, quote: str, gold: Gold) -> list[Place]:
    """Every occurrence, as a span of the article; the one at the gold's start where it says."""
    if gold.article_id and article.text.startswith(gold.quote, gold.start):
        return [Place(article.id, gold.start, gold.start + len(gold.quote))]
    text, offsets = bare_with_offsets(article.text)
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(Place(article.id, offsets[at], offsets[at + len(quote) - 1] + 1))
        at = text.find(quote, at + 1)
    return found


def _of_file(sources: Sequence[str], file: str) -> bool:
    return any(same_file(source, file) for source in sources)


def same_file(source: str, file: str) -> bool:
    """Whether a source is this file: one may have more folders before the name, or a row after."""
    if not file:
        return False
    first, second = _ROW.sub("", source), _ROW.sub("", file)
    return f"/{first}".endswith(f"/{second}") or f"/{second}".endswith(f"/{first}")


class _Bare(dict[int, str | None]):
    """Code point → how it is compared, None for white space and punctuation; learnt as met."""

    def __missing__(self, code: int) -> str | None:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(one for one in plain if one.isalnum()) or None
        return self[code]


_BARE: Mapping[int, str | None] = _Bare()


def bare(text: str) -> str:
    """The text as quotes are compared."""
    return text.translate(_BARE)


def bare_with_offsets(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters the offset in the text."""
    compared: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(text):
        plain = _BARE[ord(character)] or ""
        compared.append(plain)
        offsets.extend([at] * len(plain))
    return "".join(compared), offsets
