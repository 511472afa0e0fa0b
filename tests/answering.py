"""Fakes for the tests of answering: a reader computed from the text, a writer with a script."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Pieces
from pathlib import Path

from corpus.types import Article
from index.library import Library
from qa.evidence import Gathered, Thresholds, gather
from qa.extracts import Extract
from qa.generate import Meter, Prompt, Stream
from qa.passages import Shelf
from qa.reader.types import PassageReader, Reading, Span, Text
from qa.types import Evidence
from tests.conftest import FakeEncoder


class PointingReader:
    """Points at the given words wherever a text holds them."""

    fingerprint = "pointing"

    def __init__(self, *words: str, probability: float = 0.9) -> None:
        self._words = words
        self._probability = probability
        self.asked: list[str] = []

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        self.asked.append(question)
        return [self._reading(text.text) for text in texts]

    def _reading(self, text: str) -> Reading:
        starts = [(text.find(word), word) for word in self._words if word in text]
        spans = tuple(Span(at, at + len(word), 1.0) for at, word in starts)
        return Reading(self._probability if spans else 0.0, spans, float(bool(spans)))


def gathered(
    question: str, reader: PassageReader, *articles: Article, thresholds: Thresholds | None = None
) -> Gathered:
    """The evidence of these articles, as a search finds them."""
    shelf = Shelf(articles)
    limits = thresholds or Thresholds()
    return gather(question, shelf.hits, shelf.article, reader, limits, lambda _: shelf.hits)


def quotes(found: Gathered, *articles: Article) -> list[str]:
    """What the evidence quotes of these articles."""
    texts = {one.id: one.text for one in articles}
    return [texts[one.article_id][one.start : one.end] for one in found.evidence]


Reply = str | Sequence[str] | BaseException | Callable[[threading.Event], Iterator[str]]


class ScriptedWriter:
    """Gives its replies in turn, the last one again and again; keeps the prompts."""

    name = "scripted"

    def __init__(self, *replies: Reply, chat: bool = False) -> None:
        self.chat = chat
        self.prompts: list[str] = []
        self._replies = replies

    def stream(
        self,
        prompt: Prompt,
        *,
        stop: Sequence[str] = (),
        limit: int = 256,
        seed: int = 0,
        temperature: float = 0.0,
        cancel: threading.Event | None = None,
        words: Sequence[str] | None = None,
    ) -> Stream:
        self.prompts.append(
            prompt if isinstance(prompt, str) else "\n".join(turn.content for turn in prompt)
        )
        reply = self._replies[min(len(self.prompts), len(self._replies)) - 1]
        cancelled = cancel or threading.Event()

        def pieces(meter: Meter) -> Pieces[str, None, None]:
            if isinstance(reply, BaseException):
                raise reply
            if callable(reply):
                yield from reply(cancelled)
            else:
                yield from reply

        return Stream(pieces, stop, cancelled)


def article(text: str, name: str = "a", title: str = "", date: str = "") -> Article:
    """An article whose id is its name."""
    return Article(name, f"{name}.md", title, text, date=date)


def extract(text: str, span: str = "", name: str = "a", **more: str) -> Extract:
    """All of a text as evidence, with the span that answers."""
    at = text.index(span)
    answer = (at, at + len(span)) if span else None
    return Extract(Evidence(name, 0, len(text), 0.9, answer), article(text, name, **more))


def library(folder: Path, encoder: FakeEncoder, **files: str) -> Library:
    """A library of these articles; the first line of each is its headline."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(f"# {text}\n", encoding="utf-8")
    made = Library.open_or_create(folder / "library", lambda: encoder)
    made.add([folder / f"{name}.md" for name in files])
    return made
