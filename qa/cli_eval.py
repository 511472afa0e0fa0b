"""`python -m qa eval | compare`: a file of questions answered and graded, two runs compared.

    python -m qa eval QUESTIONS.jsonl --out RUN             questions on your library
    python -m qa eval LIST.txt --out RUN --format csv       a list to be answered, without gold
    python -m qa eval --set rgb FILE --noise 0.8 --out RUN  a public set
    python -m qa compare RUN1 RUN2                          what changed, with intervals

Progress and warnings go to stderr, the figures to stdout. Knows how things are shown; the work is
done in `qa.evaluate`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.errors import SettingError
from qa.cli_search import how_many

if TYPE_CHECKING:
    from corpus.settings import Settings
    from index.library import Library
    from qa.evaluate.command import Plan
    from qa.evaluate.plain import Format
    from qa.evaluate.questions import Question
    from qa.evaluate.rows import Row
    from qa.evaluate.run import Answers
    from qa.evaluate.set_types import Loaded
    from qa.generate import Generator


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add both commands."""
    parser = commands.add_parser(
        "eval", parents=parents, help="answer a file of questions, and grade the answers"
    )
    parser.add_argument(
        "questions", nargs="?", type=Path, help="JSONL with gold; or .txt, .csv without"
    )
    parser.add_argument(
        "--out", type=_folder, required=True, metavar="RUN", help="the run's folder"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as one JSON value")
    _add_choice(parser)
    _add_set(parser)
    parser.set_defaults(run=_eval)

    compare = commands.add_parser("compare", help="what changed from one run to another")
    compare.add_argument("first", type=Path, metavar="RUN1")
    compare.add_argument("second", type=Path, metavar="RUN2")
    compare.add_argument("--report", type=_page, metavar="FILE", help="also write a page of it")
    compare.add_argument("--json", action="store_true", help="print one JSON value")
    compare.set_defaults(run=_compare)


def _add_choice(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("run")
    group.add_argument("--limit", type=how_many, default=0, metavar="N", help="the first N only")
    group.add_argument("--sample", type=how_many, default=0, metavar="N", help="N drawn by --seed")
    group.add_argument("--seed", type=int, default=13, help="of samples and shuffles (default 13)")
    group.add_argument(
        "--workers", type=how_many, default=1, metavar="N", help="questions at a time (default 1)"
    )
    group.add_argument(
        "--baselines",
        metavar="NAMES",
        help="lexical, dense, first, plain (slow), or none (default: the first three; none for a "
        "list without gold)",
    )
    group.add_argument(
        "--strict",
        action="store_true",
        help="gold that is not in the library is an error, not a warning",
    )
    group.add_argument(
        "--fail-under",
        metavar="MEASURES",
        help="accuracy=.85,refusal=.8: exit with 1 where one is not reached (refusal: refusal_f1)",
    )
    group.add_argument(
        "--format",
        choices=("csv", "jsonl", "markdown"),
        help="also write the answers as a list to read (default for .txt and .csv: csv)",
    )


def _add_set(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("public sets, in place of QUESTIONS")
    group.add_argument(
        "--set",
        nargs="+",
        metavar=("NAME", "PATH"),
        help="cmrc, drcd, squad, xquad, rgb, nomiracl or dragonball, and its files",
    )
    group.add_argument(
        "--noise", type=_noise, help="rgb: share of passages without the answer, 0, .2, .4, .6, .8"
    )
    # None where it is not given: an option that a set does not know is refused.
    group.add_argument(
        "--refusal", action="store_true", default=None, help="rgb: only such passages"
    )
    group.add_argument(
        "--reading",
        action="store_true",
        default=None,
        help="SQuAD: from the question's own paragraph",
    )


def _noise(given: str) -> float:
    from qa.evaluate.set_types import Options

    try:
        return Options(noise=float(given)).noise
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number") from None
    except SettingError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _eval(args: argparse.Namespace) -> int:
    from qa.evaluate import bookcase, check, command, gate
    from qa.evaluate.measures import Value
    from qa.evaluate.report import write_report
    from qa.evaluate.table import as_text
    from qa.opening import open_answerer

    least = gate.parse(args.fail_under) if args.fail_under is not None else {}
    loaded = _load(args)
    names = _baselines(args.baselines, loaded.questions)
    with _library(args, loaded) as library:
        answerer = open_answerer(args.settings, library)
        systems = _systems(library, answerer.writer, names)
        texts = bookcase.Texts(library)
        placed = check.placed_in(library, [q for q in loaded.questions if q.passages is None])
        try:
            made = command.execute(_plan(args, loaded, library), answerer, texts, placed, systems)
        except KeyboardInterrupt:
            count = f"{command.kept(args.out)} of {len(loaded.questions)} questions"
            print(f"\nstopped: {count} are kept; the same command goes on", file=sys.stderr)
            raise
    page = write_report(args.out)
    print(json.dumps(made, ensure_ascii=False) if args.json else as_text(made, page))
    found = cast(Mapping[str, Mapping[str, float]], made["measures"])
    values = {
        name: Value(one["value"], one["low"], one["high"], int(one["n"]))
        for name, one in found.items()
    }
    missed = gate.failures(least, values)
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed or _all_failed(made) else 0


def _load(args: argparse.Namespace) -> Loaded:
    """What is to be asked; a usage that names both or neither is refused."""
    from dataclasses import replace

    from qa.evaluate import protocol, questions, sets
    from qa.evaluate.set_types import Loaded, Options

    if (args.questions is None) == (args.set is None):
        raise SettingError("what is to be asked", "eval", "Give a file of questions, or --set")
    named = {name: getattr(args, name) for name in ("noise", "refusal", "reading")}
    given = {name: value for name, value in named.items() if value is not None}
    if args.set is None:
        sets.refuse_others("a file of questions", (), given)
        loaded = Loaded(tuple(questions.read(args.questions)), protocol.OF_QUESTIONS)
    else:
        name, *paths = args.set
        if name not in sets.SETS:
            raise SettingError("no such set", name, f"Sets: {', '.join(sets.SETS)}")
        if not paths:
            raise SettingError("no file of the set", name, "Write --set NAME PATH")
        sets.refuse_others(name, sets.SETS[name].knows, given)
        options = Options(args.seed, **given)
        loaded = sets.load(name, [Path(path) for path in paths], options)
    chosen = questions.chosen(loaded.questions, args.sample, args.limit, args.seed)
    return replace(loaded, questions=tuple(chosen))


def _baselines(given: str | None, asked: Sequence[Question]) -> list[str]:
    from qa.evaluate.baselines import ABOUT, CHEAP

    if given is None:
        return list(CHEAP) if any(question.gold for question in asked) else []
    names = [name.strip() for name in given.split(",") if name.strip()]
    if names == ["none"]:
        return []
    for name in names:
        if name not in ABOUT:
            raise SettingError("no such baseline", name, f"Known: {', '.join(ABOUT)}, none")
    return names


def _library(args: argparse.Namespace, loaded: Loaded) -> Library:
    """The reader's own, or for a set one of its articles: empty where questions bring theirs."""
    from corpus.settings import Places
    from qa.evaluate.bookcase import made_of
    from qa.opening import LazyEncoder, open_library

    settings: Settings = args.settings
    if args.set is None:
        return open_library(settings)
    folder = settings[Places].library if loaded.articles else None
    return made_of(loaded.articles, folder or args.out / "library", LazyEncoder(settings))


def _systems(
    library: Library, writer: Generator | None, names: Sequence[str]
) -> dict[str, Callable[[], Answers]]:
    from qa.evaluate.baselines import Plain, Quoting

    if "plain" in names and writer is None:
        raise SettingError("the baseline `plain` has no writer", "none", "Name a --generator")

    def system(name: str) -> Answers:
        if name == "plain" and writer is not None:
            return Plain(library, writer)
        return Quoting(library, name, lambda: library.encoder)

    return {name: partial(system, name) for name in names}


def _plan(args: argparse.Namespace, loaded: Loaded, library: Library) -> Plan:
    from qa.evaluate import protocol, provenance
    from qa.evaluate.command import Plan
    from qa.settings import AnswerSettings

    name, *files = ("questions", args.questions) if args.set is None else args.set
    drawn = {one: getattr(args, one) for one in ("seed", "sample", "limit")}
    own = args.settings[AnswerSettings]
    asked = protocol.protocol(name, [Path(file).name for file in files], loaded, drawn, own)
    listed = args.set is None and args.questions.suffix.lower() in (".txt", ".csv")
    form: Format | None = args.format or ("csv" if listed else None)
    return Plan(
        out=args.out,
        questions=loaded.questions,
        protocol=asked,
        settings=provenance.settings(args.settings) | protocol.in_force(loaded, own),
        library=provenance.library(library),
        code=provenance.code(),
        provenance={
            # Said of the run, but no other answer comes of it: one may go on with more workers.
            "protocol": {**asked, "workers": args.workers},
            "commit": provenance.commit(),
            "command": provenance.command(sys.argv[1:]),
            "machine": provenance.machine(),
            "versions": provenance.versions(),
        },
        workers=args.workers,
        strict=args.strict,
        form=form,
    )


def _all_failed(made: Row) -> bool:
    counts = cast(Mapping[str, int], made["counts"])
    return counts["failed"] == counts["done"]


def _compare(args: argparse.Namespace) -> int:
    from qa.evaluate import compare

    found = compare.compared(args.first, args.second)
    print(compare.as_json(found) if args.json else compare.as_text(found))
    if args.report:
        from qa.evaluate.report import write_comparison

        write_comparison(args.first, args.second, args.report)
    return 0


def _folder(text: str) -> Path:
    """A folder that was named: `--out "$UNSET"` is not the one that happens to be the current."""
    if not text.strip():
        raise argparse.ArgumentTypeError("no folder is named")
    return Path(text)


def _page(text: str) -> Path:
    """A page that can be written and is nothing else's file."""
    path = Path(text)
    if path.suffix.lower() not in {".html", ".htm"}:
        raise argparse.ArgumentTypeError(f"not the name of a page: {text}; end it in .html")
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"no file can be here: {text}; name one in a folder")
    return path
