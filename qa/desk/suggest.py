"""Questions to begin with and to go on with, each of which the library answers.

Where the demo articles are in the library, from their questions; else from headlines: what an
article is about stands in the article. Knows articles and answers as they are stored; knows nothing
of how a question is answered.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from corpus.types import Article, Kind, printed
from index.types import Filters
from qa.cli_library import DEMO
from qa.desk.export import records
from qa.desk.strings import Key, Language, phrase

if TYPE_CHECKING:
    from index.library import Library

QUESTIONS = Path(corpus.__file__).parent / "demo" / "questions.jsonl"
LONGEST: Mapping[Language, int] = {"zh": 60, "en": 110}
"""Characters of a suggested question."""
_LEFT_OUT = frozenset({"typo", "unanswerable", "conversation"})
_TITLE, _BODY = (6, 36), 120
"""Characters of a headline that can be asked about, and of the least article."""
_LOOKED_AT = 48
_QUOTES = frozenset('《》“”"「」『』')


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question that was written for the demo articles."""

    question: str
    kind: str
    files: frozenset[str]


def starters(library: Library, language: Language, n: int = 4) -> list[str]:
    """Up to `n` questions for someone who has not asked yet; of several kinds where there are."""
    with library.storage.view() as view:
        stamp = view.stamp
    return list(_starters(library, stamp, language, n))


@functools.lru_cache(maxsize=8)
def _starters(library: Library, stamp: str, language: Language, n: int) -> tuple[str, ...]:
    """As `starters`; worked out once for each generation of a library, which may be large."""
    prepared = _varied(_prepared(language, _demo_sources(library)))
    found = [*prepared[:n]]
    if len(found) < n:
        found += [_about(article, language) for article in _headlined(library, language)]
    return tuple(dict.fromkeys(found))[:n]


def follow_ups(
    answer: Mapping[str, object], library: Library, language: Language, n: int = 3
) -> list[str]:
    """Up to `n` questions about the articles that an answer cites, none asked already.

    Of a refusal, about the articles that came nearest, where the answer names them.
    """
    cited = records(answer, "citations") or records(answer, "hits")
    ids = list(dict.fromkeys(str(row.get("article_id", "")) for row in cited))
    with library.storage.view() as view:
        held = view.articles(ids)
    articles = [held[id_] for id_ in ids if id_ in held]
    sources = {article.source for article in articles} & _demo_sources(library)
    asked = _plain(str(answer.get("question", "")))
    found = [one.question for one in _prepared(language, sources)]
    found += [
        _about(article, language)
        for article in articles
        if _askable(article) and _plain(article.title) not in asked
    ]
    return [one for one in dict.fromkeys(found) if _plain(one) != asked][:n]


def _demo_sources(library: Library) -> Set[str]:
    """The demo articles' files that are in the library."""
    if DEMO not in library.names()[0]:
        return frozenset()
    with library.storage.view() as view:
        return {place.source for place in view.listing(Filters(collections=(DEMO,)))}


def _prepared(language: Language, sources: Set[str]) -> list[_Prepared]:
    """The demo questions in a language that these files, and no others, answer."""
    if not sources:
        return []
    found = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        files = frozenset(_source(item["file"]) for item in row["evidence"])
        fits = row["lang"] == language and len(row["question"]) <= LONGEST[language]
        if fits and row["answerable"] and row["type"] not in _LEFT_OUT and files <= sources:
            found.append(_Prepared(row["question"], row["type"], files))
    return found


def _source(file: str) -> str:
    """The name that a demo file's articles go by in a library."""
    return file.partition("/")[2]


def _varied(prepared: Iterable[_Prepared]) -> list[str]:
    """The questions, those of each kind taken in turn, and each about other articles."""
    kinds: dict[str, list[str]] = {}
    used: set[str] = set()
    for one in prepared:
        if not one.files & used:
            used |= one.files
            kinds.setdefault(one.kind, []).append(one.question)
    return [question for question in chain(*zip_longest(*kinds.values())) if question]


def _headlined(library: Library, language: Language) -> list[Article]:
    """Articles to ask about, from all over the library; those in the reader's language first."""
    with library.storage.view() as view:
        listing = view.listing(Filters())
        step = max(1, len(listing) // _LOOKED_AT)
        ids = [place.article_id for place in listing[step // 2 :: step]]
        found = view.articles(list(dict.fromkeys(ids)))
    askable = [found[id_] for id_ in dict.fromkeys(ids) if _askable(found[id_])]
    own = [article for article in askable if article.language.partition("-")[0] == language]
    return _spread(own) + _spread([article for article in askable if article not in own])


def _spread(articles: Sequence[Article]) -> list[Article]:
    """The articles in an order in which any first few stand far from each other."""
    if len(articles) < 3:
        return list(articles)
    middle = len(articles) // 2
    halves = (_spread(articles[:middle]), _spread(articles[middle + 1 :]))
    rest = [article for article in chain(*zip_longest(*halves)) if article is not None]
    return [articles[middle], *rest]


def _askable(article: Article) -> bool:
    """Whether the headline names the article well, and the article has enough to say."""
    title = _flat(article)
    shortest, longest = _TITLE
    return (
        article.kind is Kind.ARTICLE
        and shortest <= len(title) <= longest
        and title.isprintable()
        and not _QUOTES & set(title)
        and printed(article.text) >= _BODY
    )


def _about(article: Article, language: Language) -> str:
    return phrase(Key.SUGGEST_ABOUT, language, title=_flat(article))


def _flat(article: Article) -> str:
    """The headline with its white space, be it of full width, as blanks."""
    return " ".join(article.title.split())


def _plain(text: str) -> str:
    from index.fold import squeeze

    return squeeze(text)
