"""`python -m qa ask`: one question, one answer, on the terminal or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qa.types import Answer, Citation

if TYPE_CHECKING:
    import argparse


REFUSAL = "The articles in the library do not answer this question."


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add the command `ask`."""
    parser = commands.add_parser("ask", parents=parents, help="answer one question, with sources")
    parser.add_argument("question")
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON value")
    parser.set_defaults(run=ask)


def ask(args: argparse.Namespace) -> int:
    """Print the answer to one question."""
    from qa.answer import Answerer
    from qa.opening import open_library

    with open_library(args.settings) as library:
        answer = Answerer(library).ask(args.question)
    print(json.dumps(as_json(answer), ensure_ascii=False) if args.json else as_text(answer))
    return 0


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


def as_text(answer: Answer) -> str:
    """The answer for a terminal: its sentences, then the numbered sources with their quotations."""
    if not answer.sentences:
        return answer.message or REFUSAL
    lines = [
        sentence.text + "".join(f" [{number}]" for number in sentence.citations)
        for sentence in answer.sentences
    ]
    for citation in answer.citations:
        place = " · ".join(
            part
            for part in (
                citation.title or "(no headline)",
                citation.publication or citation.source,
                citation.date,
                citation.page and f"p. {citation.page}",
            )
            if part
        )
        lines += ["", f"[{citation.number}] {place}", f"    “{citation.quote}”"]
    return "\n".join(lines)
