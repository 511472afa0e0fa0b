"""`python -m qa ask`: one question, one answer, on the terminal or as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError
from qa.quoting import visible
from qa.types import Answer, Citation, Outcome, Turn

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from index.library import Library

NEAREST = 3
"""Headlines that a refusal shows."""


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add the command `ask`."""
    parser = commands.add_parser("ask", parents=parents, help="answer one question, with sources")
    parser.add_argument("question")
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON value")
    parser.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help='earlier turns, as JSON: [{"question": "…", "answer": "…"}, …]',
    )
    parser.set_defaults(run=ask)


def ask(args: argparse.Namespace) -> int:
    """Print the answer to one question."""
    from qa.opening import open_answerer, open_library

    history = turns(args.history) if args.history else ()
    with open_library(args.settings) as library:
        answerer = open_answerer(args.settings, library)
        answer = answerer.ask(args.question, history)
        if answer.outcome is Outcome.FAILED:
            print(f"error: {answer.message}", file=sys.stderr)
        elif not args.json:
            print(as_text(answer, headlines(answer, library)))
    if args.json:
        print(json.dumps(as_json(answer), ensure_ascii=False))
    for note in _notes(answer, answerer.without_reader):
        print(note, file=sys.stderr)
    return 1 if answer.outcome is Outcome.FAILED else 0


def turns(path: Path) -> tuple[Turn, ...]:
    """The conversation in a file."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Turn(str(row["question"]), str(row["answer"])) for row in rows)
    except OSError as error:
        raise SettingError(
            f"the history cannot be read ({error.strerror})", path, "Check the path"
        ) from error
    except (ValueError, TypeError, LookupError) as error:
        raise SettingError(
            "the history is no list of turns",
            path,
            'Write [{"question": "…", "answer": "…"}, …] in UTF-8',
        ) from error


def as_json(answer: Answer) -> dict[str, object]:
    """The answer as `ask --json` prints it."""
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "text": answer.text,
        "message": answer.message,
        "sentences": [
            {"text": s.text, "support": s.support.value, "citations": list(s.citations)}
            for s in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "query": answer.query,
        "filters": {name: value for name, value in asdict(answer.filters).items() if value},
        "confidence": round(answer.confidence, 4),
        "thresholds": dict(answer.thresholds),
        "dropped": [
            {"text": d.text, "support": d.support.value, "reason": d.reason} for d in answer.dropped
        ],
        "timings": dict(answer.timings),
    }


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "number": citation.number,
        "article_id": citation.evidence.article_id,
        "title": citation.title,
        "source": citation.source,
        "publication": citation.publication,
        "date": citation.date,
        "page": citation.page,
        "start": citation.evidence.start,
        "end": citation.evidence.end,
        "quote": citation.quote,
    }


def headlines(answer: Answer, library: Library) -> list[str]:
    """The headlines nearest to a question that was refused, with paper and date."""
    if answer.outcome is not Outcome.NO_EVIDENCE:
        return []
    nearest = dict.fromkeys(hit.passage.article_id for hit in answer.hits)
    articles = [library.article(article_id) for article_id in list(nearest)[:NEAREST]]
    return [
        _place(one.title, one.publication or one.source, one.date, one.page) for one in articles
    ]


def as_text(answer: Answer, nearest: Sequence[str] = ()) -> str:
    """The answer for a terminal: its sentences, then the numbered sources with their quotations."""
    lines = [answer.message] if answer.message else []
    lines += [f"  · {headline}" for headline in nearest]
    if answer.message and answer.sentences:
        lines.append("")
    lines += [
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    ]
    for citation in answer.citations:
        place = _place(
            citation.title, citation.publication or citation.source, citation.date, citation.page
        )
        quote = " ".join(citation.quote.split())
        lines += ["", f"[{citation.number}] {place}", f"    “{quote}”"]
    return "\n".join(map(visible, lines))


def _place(title: str, source: str, date: str, page: str) -> str:
    parts = (title or "(no headline)", source, date, page and f"p. {page}")
    return " · ".join(part for part in parts if part)


def _notes(answer: Answer, without_reader: str) -> list[str]:
    """What else the person at the keyboard should know."""
    notes = [f"searched: {answer.query}"] if answer.query not in ("", answer.question) else []
    if without_reader:
        notes.append(f"no reader: {without_reader}")
    notes += [one.reason for one in answer.dropped if one.reason.startswith("the writer failed")]
    return notes
