"""The answerer as it is evaluated: opened from the settings, as every other command opens it.

Knows how parts are put together; nothing of questions or measures.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Article
from index.library import Library
from index.types import Filters
from qa.answer import Answerer
from qa.evaluate.run import Answers
from qa.types import Answer, Turn


def answers(library: Library) -> Answers:
    """What answers from this library."""
    return _Present(Answerer(library))


class _Present:
    """The answerer of today, which neither follows a conversation nor reads texts that it is given."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer from the library."""
        return self._answerer.ask(question, filters)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """Not yet."""
        raise NotImplementedError("answering from given texts")
