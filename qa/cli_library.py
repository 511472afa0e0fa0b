"""`python -m qa add | remove | rebuild | stats`, and a demo: what is in a library.

Answers go to stdout, progress and what went wrong to stderr. Knows how things are shown; the work
is done in `index`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError
from corpus.read import NO_FIELDS
from corpus.readers.fields import named_fields
from corpus.settings import Places, Settings
from qa import cli_search
from qa.cli_search import open_for

if TYPE_CHECKING:
    from index.adding import AddSummary

DEMO = "demo"
_MOST_FAILURES = 50


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add the commands that change a library or count it, and those that look into it."""
    wait = _waiting()

    add = commands.add_parser("add", parents=[*parents, wait], help="add files and folders")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--collection", default="", help="a name for this set of files")
    add.add_argument(
        "--field",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="which column of a table holds a field (text=正文); kept for the next add",
    )
    add.add_argument("--prune", action="store_true", help="forget files that are gone from PATH")
    add.set_defaults(run=_add)

    remove = commands.add_parser(
        "remove",
        parents=[*parents, wait],
        help="take articles out",
        description="Take articles out. A file that has none left is forgotten: the next add of it"
        " brings them back.",
    )
    remove.add_argument("ids", nargs="*", metavar="ID", help="as `articles` shows them")
    remove.add_argument("--source", action="append", default=[], help="all articles of a source")
    remove.set_defaults(run=_remove)

    rebuild = commands.add_parser(
        "rebuild", parents=[*parents, wait], help="make the library anew from its stored articles"
    )
    rebuild.add_argument("--verify", action="store_true", help="only check every row")
    rebuild.set_defaults(run=_rebuild)

    stats = commands.add_parser("stats", parents=parents, help="what the library holds")
    stats.add_argument("--json", action="store_true", help="print one JSON value")
    stats.set_defaults(run=_stats)
    cli_search.add_parsers(commands, parents)


def add_demo(settings: Settings, wait: float = 0.0) -> None:
    """Make a library of the articles that come with the program, or bring it up to date."""
    import corpus

    here = Path(corpus.__file__).parent / "demo"
    _add_paths(settings, [here / "articles", here / "pages"], DEMO, wait=wait)


def _waiting() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--wait", type=cli_search.seconds, default=0.0, metavar="SECONDS", help="for another writer"
    )
    return parser


def _add(args: argparse.Namespace) -> int:
    summary = _add_paths(
        args.settings,
        args.paths,
        args.collection,
        named_fields(args.field),
        prune=args.prune,
        wait=args.wait,
    )
    return 1 if summary.failed else 0


def _add_paths(
    settings: Settings,
    paths: list[Path],
    collection: str,
    fields: Mapping[str, str] = NO_FIELDS,
    *,
    prune: bool = False,
    wait: float = 0.0,
) -> AddSummary:
    """Add with a progress bar; say what was done and what was not."""
    from index.database import exists
    from index.library import Library
    from index.reading import legible, refuse_nothing
    from qa.opening import LazyEncoder
    from qa.progress import shown

    folder = settings[Places].library_folder
    if not (prune and exists(folder)):
        refuse_nothing(paths)
    with (
        Library.open_or_create(folder, LazyEncoder(settings), wait=wait) as library,
        shown("adding") as report,
    ):
        summary = library.add(paths, collection, fields, prune=prune, wait=wait, report=report)
        prepared = library.prepare() if summary.passages else ""
    for error in summary.failed[:_MOST_FAILURES]:
        print(f"error: {legible(str(error))}", file=sys.stderr)
    if len(summary.failed) > _MOST_FAILURES:
        rest = len(summary.failed) - _MOST_FAILURES
        print(f"error: {rest} more could not be read", file=sys.stderr)
    print(_in_words(summary), file=sys.stderr)
    if prepared:
        print(f"search: {prepared}", file=sys.stderr)
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
            (len(summary.failed) - summary.partly, "failed"),
            (summary.partly, "read in part"),
            (summary.skipped, "of other kinds left out"),
        )
        if number or word in ("added", "changed", "unchanged", "removed", "failed")
    ]
    others = f"{summary.others:,} captions and the like, " if summary.others else ""
    joined = f", {summary.joined:,} continuations joined" if summary.joined else ""
    return (
        f"files: {', '.join(parts)}; {summary.articles:,} new articles, {others}"
        f"{summary.passages:,} new passages{joined}"
    )


def _remove(args: argparse.Namespace) -> int:
    if not args.ids and not args.source:
        raise SettingError(
            "nothing to remove was named", "remove", "Give article ids, or --source NAME"
        )
    with open_for(args, check=False) as library:
        gone = library.remove(args.ids, args.source, wait=args.wait)
    print(f"{gone:,} article{'' if gone == 1 else 's'} removed", file=sys.stderr)
    return 0


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
    with open_for(args, check=False) as library:
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
