"""An article that goes on at another page is made whole, where both pages are in the batch.

The two parts are found by what they say of each other (page numbers, headline) and by words that
only they share. Knows articles; knows nothing of lines or files.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus.contents import key
from corpus.lines import CONTINUED, LEAD, TURNS_TO, sentence_ends
from corpus.seam import pointers, whole
from corpus.topic import grams
from corpus.types import READABLE, Article, Kind

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_LEADING = re.compile(r"(?:记者|通讯员)")
SAME_HEADLINE = 0.6
STATED = 0.01
"""The bond that two parts need which name each other's pages; others need more."""
TOLD = 0.02
UNTOLD = 0.045
CLEARLY = 1.5
CROWD = 50
"""Headlines of one issue: a pair of characters that more of them hold is not looked up."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A first part and a second one, by place, and how surely they belong together."""

    score: float
    head: int
    rest: int


def stitch(articles: Sequence[Article], identity: Callable[[str, str], str]) -> list[Article]:
    """The articles with the parts that stand on other pages of the same issue joined."""
    issues: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        if article.kind in READABLE:
            issues[_issue_of(article)].append(at)
    joined: dict[int, list[int]] = defaultdict(list)
    gone: set[int] = set()
    for places in issues.values():
        for pair in _pairs([articles[at] for at in places]):
            head, rest = places[pair.head], places[pair.rest]
            if rest in gone or head in gone or rest in joined or joined.get(head):
                continue
            joined[head].append(rest)
            gone.add(rest)
    out: list[Article] = []
    for at, article in enumerate(articles):
        if at in joined:
            rests = [articles[rest] for rest in joined[at]]
            out += [whole(article, rests, identity), *pointers(article, rests, identity)]
        elif at not in gone:
            out.append(article)
    return out


def _issue_of(article: Article) -> tuple[str, str]:
    """What the pages of one issue have in common: their folder and its date.

    Not the article's own date: a dispatch of the 26th goes on in the pages of the 27th.
    """
    return str(PurePath(article.source).parent), article.issue or article.date


def _pairs(issue: Sequence[Article]) -> list[Pair]:
    """The parts of one issue that belong together, the surest first."""
    marked = {at for at, article in enumerate(issue) if article.kind is Kind.CONTINUATION}
    turning = {
        at
        for at, article in enumerate(issue)
        if article.kind is Kind.ARTICLE and turned_to(article)
    }
    if not (marked or turning):
        return []
    bonds = _bonds(issue, marked, turning)
    worth: dict[int, set[int]] = defaultdict(set)
    for head, rest in [*bonds, *_same_headlines(issue, marked, turning)]:
        if head != rest and issue[head].kind is Kind.ARTICLE and _may_continue(issue[rest]):
            worth[rest].add(head)
    found: list[Pair] = []
    for rest, heads in sorted(worth.items()):
        scored = sorted(
            (Pair(_score(issue, head, rest, bonds), head, rest) for head in heads),
            key=lambda pair: (-pair.score, pair.head),
        )
        second = scored[1].score if len(scored) > 1 else 0.0
        if scored[0].score > 0 and scored[0].score >= CLEARLY * second:
            found.append(scored[0])
    return sorted(found, key=lambda pair: (-pair.score, pair.rest))


def _same_headlines(
    issue: Sequence[Article], marked: set[int], turning: set[int]
) -> set[tuple[int, int]]:
    """Heads and rests whose headlines may be one, without looking at every pair.

    Two headlines that share enough of the shorter one share one of its rarest pairs of characters:
    only those are looked up.
    """
    titles = [grams(key(article.title)) for article in issue]
    count = Counter(pair for pairs in titles for pair in pairs)
    holders: dict[str, list[int]] = defaultdict(list)
    rarely: dict[str, list[int]] = defaultdict(list)
    rarest = [_rarest(pairs, count) for pairs in titles]
    for at in sorted(marked | turning):
        for pair in titles[at]:
            holders[pair].append(at)
        for pair in rarest[at]:
            rarely[pair].append(at)
    found: set[tuple[int, int]] = set()
    for at, pairs in enumerate(titles):
        others = {other for pair in rarest[at] for other in _few(holders.get(pair, []))}
        others.update(other for pair in pairs for other in _few(rarely.get(pair, [])))
        for other in sorted(others):
            if other != at and _shared(pairs, titles[other]) >= SAME_HEADLINE:
                found.update([(other, at)] if other in turning else [])
                found.update([(at, other)] if other in marked else [])
    return found


def _few(holders: list[int]) -> list[int]:
    """Those that hold a pair of characters, unless so many do that it tells nothing apart."""
    return holders if len(holders) <= CROWD else []


def _rarest(pairs: set[str], count: Counter[str]) -> list[str]:
    """So many of a headline's rarest pairs that a like headline must hold one of them."""
    enough = math.ceil(SAME_HEADLINE * len(pairs))
    return sorted(pairs, key=lambda pair: (count[pair], pair))[: len(pairs) - enough + 1]


def _may_continue(article: Article) -> bool:
    """Whether an article may be a later part: it says so, or it has no lead and no author."""
    if article.kind is Kind.CONTINUATION:
        return True
    opening = article.text[:60]
    return not (LEAD.match(opening) or _LEADING.search(opening))


def _bonds(
    issue: Sequence[Article], marked: set[int], turning: set[int]
) -> dict[tuple[int, int], float]:
    """For each head and rest, the pairs of characters that only these two have, by their sizes."""
    holders: dict[str, tuple[int, ...]] = {}
    sizes: list[int] = []
    for at, article in enumerate(issue):
        pairs = grams(article.text)
        sizes.append(len(pairs))
        for pair in pairs:
            places = holders.get(pair, ())
            if len(places) < 3:
                holders[pair] = (*places, at)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) == 2:
            one, two = places
            if one in turning or two in marked:
                shared[one, two] += 1
            if two in turning or one in marked:
                shared[two, one] += 1
    bonds = {
        (head, rest): count / (sizes[head] * sizes[rest] + 1) ** 0.5
        for (head, rest), count in shared.items()
    }
    return {parts: bond for parts, bond in bonds.items() if bond >= STATED}


def _score(
    issue: Sequence[Article], head: int, rest: int, bonds: dict[tuple[int, int], float]
) -> float:
    """How surely `rest` goes on from `head`; 0 where pages or evidence say no."""
    first, second = issue[head], issue[rest]
    to, origin = turned_to(first), continued_from(second)
    if to and second.page and to != _number(second.page):
        return 0.0
    if origin and first.page and origin != _number(first.page):
        return 0.0
    if first.page and first.page == second.page and first.source == second.source:
        return 0.0
    marked = second.kind is Kind.CONTINUATION
    if not to and not marked:
        return 0.0
    headline = _alike(first.title, second.title)
    if not to and headline < SAME_HEADLINE and _whole_already(first, second):
        return 0.0
    bond = bonds.get((head, rest), 0.0)
    need = STATED if to and marked else TOLD if marked else UNTOLD
    if headline < SAME_HEADLINE and bond < need:
        return 0.0
    if not marked and second.title and headline < SAME_HEADLINE:
        return 0.0
    return (
        bond + (headline if headline >= SAME_HEADLINE else 0.0) + (0.02 if to and marked else 0.0)
    )


def _whole_already(first: Article, second: Article) -> bool:
    """Whether nothing says that `first` goes on: a wrong seam is worse than none.

    It ends with a sentence or in brackets (an author, a source), or stands in another paper.
    """
    elsewhere = first.source != second.source and not (first.issue or first.date)
    return elsewhere or sentence_ends(first.text) or first.text.endswith(("）", ")"))


def turned_to(article: Article) -> str:
    """The page that an article says it goes on at."""
    match = TURNS_TO.search(article.text[-60:])
    return _number(match[1]) if match else ""


def continued_from(article: Article) -> str:
    """The page that a continuation says it comes from."""
    match = CONTINUED.match(article.text[:60])
    return _number(match[1]) if match else ""


def _number(label: str) -> str:
    """A page's number without zeros, Chinese numerals as digits."""
    if label in _DIGITS:
        return str(_DIGITS[label])
    return label.lstrip("0")


def _alike(one: str, two: str) -> float:
    """How much of the shorter headline the longer one holds."""
    return _shared(grams(key(one)), grams(key(two)))


def _shared(first: set[str], second: set[str]) -> float:
    small = min(len(first), len(second))
    return len(first & second) / small if small >= 3 else 0.0
