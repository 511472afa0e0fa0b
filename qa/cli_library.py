"""`python -m qa add | articles | remove | search | rebuild | stats`: a library's contents.

Answers go to stdout, progress and what went wrong to stderr. Knows how things are shown; the work
is done in `index`.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError
from corpus.settings import Places, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.types import Article
    from index.adding import AddSummary
    from index.library import Library
    from index.storage import Placement
    from index.types import Filters, Hit

DEMO = "demo"
_MOST_FAILURES = 50
_SHOWN = 120
"""Characters of a hit that are shown on the terminal."""


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add the six commands."""
    wait, as_json, limits = _waiting(), _json(), _limits()

    add = commands.add_parser("add", parents=[*parents, wait], help="add files and folders")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--collection", default="", help="a name for this set of files")
    add.add_argument("--prune", action="store_true", help="forget files that are gone from PATH")
    add.set_defaults(run=_add)

    articles = commands.add_parser(
        "articles", parents=[*parents, as_json, limits], help="list the articles"
    )
    articles.set_defaults(run=_articles)

    remove = commands.add_parser("remove", parents=[*parents, wait], help="take articles out")
    remove.add_argument("ids", nargs="*", metavar="ID", help="as `articles` shows them")
    remove.add_argument("--source", action="append", default=[], help="all articles of a source")
    remove.set_defaults(run=_remove)

    search = commands.add_parser(
        "search", parents=[*parents, as_json, limits], help="find passages"
    )
    search.add_argument("query")
    search.add_argument("-k", type=int, default=5, metavar="N", help="how many (default 5)")
    search.set_defaults(run=_search)

    rebuild = commands.add_parser(
        "rebuild", parents=[*parents, wait], help="make the library anew from its stored articles"
    )
    rebuild.add_argument("--verify", action="store_true", help="only check every row")
    rebuild.set_defaults(run=_rebuild)

    stats = commands.add_parser("stats", parents=[*parents, as_json], help="what the library holds")
    stats.set_defaults(run=_stats)


def add_demo(settings: Settings) -> None:
    """Make a library of the articles that come with the program, or bring it up to date."""
    import corpus

    here = Path(corpus.__file__).parent / "demo"
    _add_paths(settings, [here / "articles", here / "pages"], DEMO)


def _waiting() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--wait", type=float, default=0.0, metavar="SECONDS", help="wait for another writer"
    )
    return parser


def _json() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _limits() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("filters (each may be given several times)")
    group.add_argument("--from", dest="date_from", default="", metavar="DATE", help="1987-03-02")
    group.add_argument("--to", dest="date_to", default="", metavar="DATE", help="1987-03, 1987")
    for name, help_ in (
        ("source", "a source; * stands for anything"),
        ("section", "a section, column or edition"),
        ("language", "zh, en, …"),
        ("collection", "a name given with add --collection"),
    ):
        group.add_argument(f"--{name}", action="append", default=[], help=help_)
    return parser


def _filters(args: argparse.Namespace) -> Filters:
    from index.types import Filters

    return Filters(
        date_from=_date(args.date_from),
        date_to=_date(args.date_to),
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
    if not right:
        raise SettingError("not a date", given, "Write 1987, 1987-03 or 1987-03-02")
    return given


def _add(args: argparse.Namespace) -> int:
    summary = _add_paths(
        args.settings, args.paths, args.collection, prune=args.prune, wait=args.wait
    )
    return 1 if summary.failed else 0


def _add_paths(
    settings: Settings,
    paths: list[Path],
    collection: str,
    *,
    prune: bool = False,
    wait: float = 0.0,
) -> AddSummary:
    """Add with a progress bar; say what was done and what was not."""
    from index.library import Library
    from qa.opening import LazyEncoder
    from qa.progress import shown

    folder = settings[Places].library_folder
    with (
        Library.open_or_create(folder, LazyEncoder(settings), wait=wait) as library,
        shown("adding") as report,
    ):
        summary = library.add(paths, collection, prune=prune, wait=wait, report=report)
    for error in summary.failed[:_MOST_FAILURES]:
        print(f"error: {error}", file=sys.stderr)
    if len(summary.failed) > _MOST_FAILURES:
        rest = len(summary.failed) - _MOST_FAILURES
        print(f"error: {rest} more could not be read", file=sys.stderr)
    print(_in_words(summary), file=sys.stderr)
    return summary


def _in_words(summary: AddSummary) -> str:
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (summary.added, "added"),
            (summary.changed, "changed"),
            (summary.unchanged, "unchanged"),
            (summary.renamed, "renamed"),
            (summary.removed, "removed"),
            (len(summary.failed), "failed"),
            (summary.skipped, "of other kinds left out"),
        )
        if number or word in ("added", "changed", "unchanged", "removed", "failed")
    ]
    return f"files: {', '.join(parts)}; {summary.articles:,} new articles, " + (
        f"{summary.passages:,} new passages"
    )


def _open(args: argparse.Namespace, *, check: bool = True) -> Library:
    from index.library import Library
    from qa.opening import LazyEncoder

    settings: Settings = args.settings
    folder = settings[Places].library_folder
    return Library.open(folder, LazyEncoder(settings), check=check)


def _articles(args: argparse.Namespace) -> int:
    with _open(args, check=False) as library:
        found = library.articles(_filters(args))
    for placement, article in found:
        if args.json:
            line = json.dumps(_article_json(placement, article), ensure_ascii=False)
        else:
            where = " ".join(part for part in (placement.date, placement.page) if part)
            line = f"{article.id}  {where:<14}  {article.title or '—'}  ({placement.source})"
        print(line)
    return 0


def _article_json(placement: Placement, article: Article) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "date": placement.date,
        "source": placement.source,
        "page": placement.page,
        "section": placement.section,
        "byline": article.byline,
        "kind": str(article.kind),
        "language": article.language,
        "characters": len(article.text),
        "path": placement.path,
    }


def _remove(args: argparse.Namespace) -> int:
    if not args.ids and not args.source:
        raise SettingError(
            "nothing to remove was named", "remove", "Give article ids, or --source NAME"
        )
    with _open(args, check=False) as library:
        gone = library.remove(args.ids, args.source, wait=args.wait)
    print(f"{gone:,} article{'' if gone == 1 else 's'} removed", file=sys.stderr)
    return 0


def _search(args: argparse.Namespace) -> int:
    if args.k < 1:
        raise SettingError("impossible value for -k", args.k, "Give 1 or more")
    with _open(args) as library:
        hits = library.search(args.query, args.k, _filters(args))
        found = [_hit_json(library, hit) for hit in hits]
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for number, item in enumerate(found, 1):
        print(_hit_text(number, item))
    if not found:
        print("nothing found", file=sys.stderr)
    return 0


def _hit_json(library: Library, hit: Hit) -> dict[str, object]:
    article = library.article(hit.passage.article_id)
    placements = library.same_story(article.id)
    return {
        "score": round(hit.score, 6),
        "parts": {name: round(value, 6) for name, value in hit.parts.items()},
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
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
    where = " ".join(str(item[key]) for key in ("source", "date", "page") if item[key])
    also = item["also_in"]
    more = f", also printed {len(also)} times" if isinstance(also, list) and also else ""
    return f"{number}. {item['title'] or '—'}  [{item['score']}]\n   {where}{more}\n   {text}"


def _rebuild(args: argparse.Namespace) -> int:
    from corpus.passages import DEFAULT
    from index.rebuild import rebuild
    from index.store import SqliteStorage
    from index.verify import faults
    from qa.opening import LazyEncoder
    from qa.progress import shown

    settings: Settings = args.settings
    folder = settings[Places].library_folder
    if args.verify:
        wrong = 0
        for fault in faults(SqliteStorage(folder)):
            wrong += 1
            print(fault)
        print(f"{wrong or 'no'} fault{'' if wrong == 1 else 's'} found", file=sys.stderr)
        return 1 if wrong else 0
    SqliteStorage(folder).close()  # refuses what is not a library before a model is loaded
    with shown("rebuilding") as report:
        rebuild(folder, LazyEncoder(settings)(), DEFAULT, report, args.wait)
    return 0


def _stats(args: argparse.Namespace) -> int:
    with _open(args, check=False) as library:
        found = asdict(library.stats())
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for name, value in found.items():
        words = value
        if isinstance(value, dict):
            words = ", ".join(f"{key} {number:,}" for key, number in value.items()) or "none"
        print(f"{name.replace('_', ' '):<12} {words}")
    return 0
