"""`python -m qa articles | search`: looking into a library, with filters.

Answers go to stdout. A number that is none is a mistake in usage, with status 2, in every command.
Knows how things are shown; the work is done in `index`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import sys
from typing import TYPE_CHECKING

from corpus.errors import SettingError
from corpus.settings import Places, Settings
from corpus.types import READABLE, SEARCHABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus.types import Article
    from index.library import Library
    from index.storage import Placement
    from index.types import Filters, Hit

_SHOWN = 120
"""Characters of a hit that are shown on the terminal."""


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add both commands."""
    limits = _limits()
    articles = commands.add_parser("articles", parents=[*parents, limits], help="list the articles")
    articles.add_argument("--json", action="store_true", help="one JSON object a line")
    kinds = articles.add_mutually_exclusive_group()
    kinds.add_argument(
        "--all", action="store_true", help="captions, mastheads and contents as well"
    )
    kinds.add_argument(
        "--kind", action="append", choices=sorted(SEARCHABLE), help="only these; may be repeated"
    )
    articles.set_defaults(run=_articles)

    search = commands.add_parser("search", parents=[*parents, limits], help="find passages")
    search.add_argument("query")
    search.add_argument(
        "-k", type=how_many, default=5, metavar="N", help="how many, 1 or more (default 5)"
    )
    search.add_argument("--json", action="store_true", help="print one JSON value")
    search.set_defaults(run=_search)


def open_for(args: argparse.Namespace, *, check: bool = True) -> Library:
    """The library that the settings name."""
    from index.library import Library
    from qa.opening import LazyEncoder

    settings: Settings = args.settings
    folder = settings[Places].library_folder
    return Library.open(folder, LazyEncoder(settings), check=check)


def how_many(given: str) -> int:
    """A whole number from 1, for argparse."""
    if not (given.isascii() and given.isdecimal() and int(given)):
        raise argparse.ArgumentTypeError(f"{given!r} is not a whole number, 1 or more")
    return int(given)


def seconds(given: str) -> float:
    """A length of time, for argparse."""
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of seconds, 0 or more")
    return number


def _limits() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("filters (each may be given several times)")
    group.add_argument("--from", dest="date_from", default="", metavar="DATE", help="1987-03-02")
    group.add_argument("--to", dest="date_to", default="", metavar="DATE", help="1987-03, 1987")
    for name, help_ in (
        ("source", "a file or a publication; * stands for anything"),
        ("section", "a section, column or edition"),
        ("language", "zh, en, …"),
        ("collection", "a name given with add --collection"),
    ):
        group.add_argument(f"--{name}", action="append", default=[], help=help_)
    return parser


def _filters(args: argparse.Namespace) -> Filters:
    from index.types import Filters

    first, last = _date(args.date_from), _date(args.date_to)
    if first and last and last < first[: len(last)]:
        raise SettingError("no day is in this range", f"{first} to {last}", "Put the earlier first")
    return Filters(
        date_from=first,
        date_to=last,
        sources=tuple(args.source),
        sections=tuple(args.section),
        languages=tuple(args.language),
        collections=tuple(args.collection),
    )


def _date(given: str) -> str:
    """A year, a month or a day as the library writes it."""
    parts = given.split("-") if given else []
    widths = (4, 2, 2)
    right = len(parts) <= len(widths) and all(
        part.isascii() and part.isdecimal() and len(part) == width
        for part, width in zip(parts, widths, strict=False)
    )
    if not right or (parts and not _in_the_calendar(parts)):
        raise SettingError("not a date", given, "Write 1987, 1987-03 or 1987-03-02")
    return given


def _in_the_calendar(parts: Sequence[str]) -> bool:
    """Whether there is such a year, month or day."""
    try:
        datetime.date.fromisoformat("-".join((*parts, "01", "01")[:3]))
    except ValueError:
        return False
    return True


def _warn_of_unknown(library: Library, filters: Filters) -> None:
    """Say which collection or language that was asked for is not in the library, and which are."""
    if not filters.collections and not filters.languages:
        return
    collections, languages = library.names()
    for what, asked, known in (
        ("collection", filters.collections, collections),
        ("language", filters.languages, languages),
    ):
        there = set(known)
        if what == "language":
            there |= {name.partition("-")[0] for name in known}
        for name in asked:
            if name not in there:
                held = ", ".join(known) or "none"
                print(f"no {what} {name} in the library; it has: {held}", file=sys.stderr)


def _articles(args: argparse.Namespace) -> int:
    kinds = frozenset(args.kind or (SEARCHABLE if args.all else READABLE))
    filters = _filters(args)
    with open_for(args, check=False) as library:
        _warn_of_unknown(library, filters)
        for placement, article in library.each_article(filters):
            if article.kind not in kinds:
                continue
            if args.json:
                line = json.dumps(_article_json(placement, article), ensure_ascii=False)
            else:
                where = " ".join(part for part in (placement.date, placement.page) if part)
                title = article.title or ("—" if article.kind in READABLE else f"[{article.kind}]")
                line = f"{article.id}  {where:<14}  {title}  ({_printed_in(placement)})"
            print(line)
    return 0


def _printed_in(placement: Placement) -> str:
    """The newspaper where it is stated, else the file."""
    return placement.publication or placement.source


def _article_json(placement: Placement, article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "date": placement.date,
        "source": placement.source,
        "publication": placement.publication,
        "page": placement.page,
        "section": placement.section,
        "byline": article.byline,
        "kind": str(article.kind),
        "language": article.language,
        "characters": len(article.text),
        "path": placement.path,
    }


def _search(args: argparse.Namespace) -> int:
    filters = _filters(args)
    with open_for(args) as library:
        _warn_of_unknown(library, filters)
        hits = library.search(args.query, args.k, filters)
        found = [_hit_json(library, hit, filters) for hit in hits]
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for number, item in enumerate(found, 1):
            print(_hit_text(number, item))
    if not found:
        print(_nothing(args.query), file=sys.stderr)
    return 0


def _nothing(query: str) -> str:
    """Why there is no hit."""
    from index.phrases import quotation

    asked = quotation(query)
    if not asked.strict:
        return "nothing found"
    phrase = "every quoted phrase" if len(asked.phrases) > 1 else "the quoted phrase"
    return f"nothing found: no article has {phrase} of {query.strip()}; ask without the marks"


def _hit_json(library: Library, hit: Hit, filters: Filters) -> dict[str, object]:
    article = library.article(hit.passage.article_id, filters)
    placements = library.same_story(article.id)
    return {
        "score": round(hit.score, 6),
        "parts": {name: round(value, 6) for name, value in hit.parts.items()},
        "article_id": article.id,
        "title": article.title,
        "kind": str(article.kind),
        "source": article.source,
        "publication": article.publication,
        "date": article.date,
        "page": article.page,
        "section": article.section,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text(article),
        "also_in": [
            {"article_id": place.article_id, "source": place.source, "date": place.date,
             "page": place.page}
            for place in placements
            if (place.article_id, place.source) != (article.id, article.source)
        ],
    }  # fmt: skip


def _hit_text(number: int, item: Mapping[str, object]) -> str:
    text = " ".join(str(item["text"]).split())
    text = text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
    paper = item["publication"] or item["source"]
    where = " ".join(str(part) for part in (paper, item["date"], item["page"]) if part)
    also = item["also_in"]
    more = f", also printed {len(also)} times" if isinstance(also, list) and also else ""
    title = item["title"] or ("—" if item["kind"] in READABLE else f"[{item['kind']}]")
    return f"{number}. {title}  [{item['score']}]\n   {where}{more}\n   {text}"
