"""The real page over articles that attack it, with answers that do: `python -m tests.hostile_page`.

Every text that an article, a question or an answer can bring is hostile; the encoder is computed
from the text, and nothing is read.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import app
from app_page import furnished
from corpus.types import Article
from index.library import Library
from index.types import Filters
from qa.answer import Answerer
from qa.events import Asked, Done, Event, Found, Read, Said
from qa.opening import PageSettings
from qa.types import Answer, Citation, Dropped, Evidence, Outcome, Sentence, Support, Turn
from tests.conftest import FakeEncoder

RUNS = (
    "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
    "[1](javascript:window.ran=1)<a href=javascript:window.ran=1>x</a>"
    "&lt;b&gt;&#60;img src=x onerror=window.ran=1&#62;"
    "${window.ran=1}{{window.ran=1}}`${window.ran=1}`"
)
TURNS = "\u202e翻\u2066转\u2067过\u202b来\u2069\u2069\u202c"
UNSEEN = "零\u200b\u200b\u2060\ufeff宽"
HEBREW = "שלום עולם"
HOSTILE = f"{RUNS}{TURNS}{UNSEEN}{HEBREW}"
LINE = "长" * (5_000_000 // 3)
"""A line of 5 MB."""
REFUSED, FAILED, DISAGREED, LONG = "拒", "败", "歧", "长"


class Hostile:
    """Answers with all that is hostile, wherever an answer has a text."""

    without_reader = ""

    def __init__(self, library: Library) -> None:
        self._library = library

    def warm_up(self) -> None:
        """There is nothing to load."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        limits = Filters(sources=(HOSTILE,), collections=(HOSTILE,))
        query = f"{question}{HOSTILE}"
        yield Asked(query, limits, (HOSTILE,))
        hits = tuple(self._library.search("堤", 8))
        yield Found(hits)
        if REFUSED in question or FAILED in question:
            outcome = Outcome.NO_EVIDENCE if REFUSED in question else Outcome.FAILED
            yield Done(Answer(question, outcome, hits=hits, message=HOSTILE, query=query))
            return
        said = f"{HOSTILE}{LINE if LONG in question else ''}。"
        cited = citation(self._library.article(hits[0].passage.article_id), said)
        yield Read((cited.evidence,))
        sentences = tuple(Sentence(said, Support.QUOTED, (1,)) for _ in range(2))
        yield Said(sentences[0], (cited,))
        outcome = Outcome.CONFLICTING_EVIDENCE if DISAGREED in question else Outcome.ANSWERED
        dropped = (Dropped(HOSTILE, Support.UNSUPPORTED, HOSTILE),)
        yield Done(
            Answer(
                question, outcome, sentences, (cited,), hits, {}, HOSTILE, query, limits,
                dropped=dropped,
            )
        )  # fmt: skip


def citation(article: Article, quote: str) -> Citation:
    """A source all of whose names are hostile."""
    evidence = Evidence(article.id, 0, len(RUNS), 1.0)
    return Citation(1, evidence, quote, HOSTILE, HOSTILE, "1987-03-02", HOSTILE, HOSTILE)


def write_paper(path: Path) -> Path:
    """Articles whose every field is hostile."""
    rows = [
        {
            "title": f"{HOSTILE}{n}", "text": f"{HOSTILE}，第{n}道堤修好了。", "byline": HOSTILE,
            "section": HOSTILE, "publication": HOSTILE, "date": f"1987-0{n}-02",
        }
        for n in range(1, 5)
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def main() -> None:
    """Serve until SIGTERM, as the program does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--library", type=Path)
    args = parser.parse_args()
    paper = write_paper(args.library / "paper.jsonl")
    with Library.open_or_create(args.library / "library", FakeEncoder) as library:
        library.add([paper], HOSTILE)
        answerer = cast(Answerer, Hostile(library))
        settings = PageSettings(port=args.port)
        with furnished(answerer, library, settings, None, demo=False) as desk:
            app.serve(desk)


if __name__ == "__main__":
    main()
