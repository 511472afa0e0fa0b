"""The real page with a scripted answerer, for what takes time: `python -m tests.scripted_page`.

Each answer says a sentence every half second until it is stopped. With `--encoding SECONDS` a text
takes so long to encode, and files can be added.
"""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import app
from app_page import furnished
from index.library import Library
from index.types import Filters
from qa.answer import Answerer
from qa.events import Asked, Done, Event, Found, Read, Said
from qa.opening import PageSettings
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support, Turn
from tests.conftest import FakeEncoder
from tests.libraries import write_story

SENTENCES, PAUSE = 2_000, 0.5


class Slow:
    """Quotes an article of the library, slowly."""

    without_reader = ""

    def __init__(self, library: Library) -> None:
        _, self._article = library.articles()[0]

    def warm_up(self) -> None:
        """There is nothing to load."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        cancel = cancel or threading.Event()
        article = self._article
        yield Asked(question, filters or Filters())
        yield Found(())
        quote = article.text[:12]
        citation = Citation(1, Evidence(article.id, 0, 12, 0.9), quote, article.title, "a.md")
        yield Read((citation.evidence,))
        said: list[Sentence] = []
        while len(said) < SENTENCES and not cancel.wait(PAUSE):
            text = f"{question}之{len(said) + 1}。"
            said.append(Sentence(text, Support.QUOTED, (1,)))
            yield Said(said[-1], () if len(said) > 1 else (citation,))
        yield Done(Answer(question, Outcome.ANSWERED, tuple(said), (citation,), query=question))


def main() -> None:
    """Serve until SIGTERM, as the program does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--encoding", type=float, default=0.0)
    args = parser.parse_args()
    paper = write_story(args.library / "paper.md", 1)
    encoder = FakeEncoder(seconds=args.encoding)
    with Library.open_or_create(args.library / "library", lambda: encoder) as library:
        library.add([paper])
        answerer = cast(Answerer, Slow(library))
        settings = PageSettings(port=args.port)
        with furnished(answerer, library, settings, None, demo=not args.encoding) as desk:
            app.serve(desk)


if __name__ == "__main__":
    main()
