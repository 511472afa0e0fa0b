"""Asking: a question goes through the queue, its events become a growing turn, the end is kept.

Knows what a turn is made of and whose it is; renders nothing itself.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from app_queue import BusyError, Queue, Ticket
from app_turns import Shown
from corpus.errors import UserError
from corpus.types import Article
from index.types import Filters
from qa.desk.conversations import Conversations, StoredTurn
from qa.desk.kept import Kept
from qa.desk.strings import Key, Language, phrase
from qa.events import Asked, Done, Event, Found, Read, Said, Waiting
from qa.types import Answer, Outcome, Turn

ASKING = "asking"
"""The name of the threads that answer."""
_POLL = 0.25


class Asker(Protocol):
    """Whatever answers questions."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        """What happens, to the answer, which is always the last."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one reader."""

    user: str
    conversation: str
    text: str
    filters: Filters
    language: Language


class Chat:
    """Answers readers' questions and keeps the answers. Safe to share between threads."""

    def __init__(
        self,
        asker: Asker,
        article: Callable[[str], Article],
        conversations: Conversations,
        waiting: Queue,
        ready: Callable[[], bool],
    ) -> None:
        self._asker = asker
        self._kept = Kept(article)
        self._conversations = conversations
        self._queue = waiting
        self._ready = ready
        self._guard = threading.Lock()
        self._working: dict[str, Ticket] = {}

    def ask(self, question: Question, session: str) -> Iterator[Shown]:
        """The turn as it grows; the last one is finished and kept."""
        number = len(self._conversations.turns(question.user, question.conversation)) + 1
        shown = Shown(number, question.text, {}, stage=_say(Key.STAGE_SEARCHING, question))
        started = time.monotonic()
        try:
            ticket = self._queue.join()
        except UserError as error:
            yield self._keep(question, shown, _failure(str(error)), 0.0)
            return
        with self._guard:
            self._working[session] = ticket
        try:
            last = shown
            for last in self._grow(question, shown, ticket):
                if last.stage:
                    yield last
            yield self._keep(question, last, dict(last.answer), time.monotonic() - started)
        finally:
            ticket.stopped.set()
            self._queue.leave(ticket)
            with self._guard:
                self._working.pop(session, None)

    def stop(self, session: str) -> None:
        """End what is being asked in this session; what was said stays."""
        with self._guard:
            ticket = self._working.get(session)
        if ticket is not None:
            self._queue.stop(ticket)

    @contextmanager
    def turn(self) -> Iterator[threading.Event]:
        """Wait for one's turn to ask something beside the page; told when that has to end."""
        ticket = self._queue.join()
        try:
            before = self._queue.before(ticket)
            while before and not ticket.stopped.is_set():
                before = self._queue.wait(ticket, before, 30.0)
            if ticket.stopped.is_set():
                raise BusyError("the page is being ended", "asked too late", "Ask again in a while")
            yield ticket.stopped
        finally:
            self._queue.leave(ticket)

    def close(self, seconds: float) -> bool:
        """End everything that is being asked; whether it ended in time."""
        self._queue.stop_all()
        return self._queue.drained(seconds)

    def _grow(self, question: Question, shown: Shown, ticket: Ticket) -> Iterator[Shown]:
        """Wait for the turn, then follow the events."""
        before = self._queue.before(ticket)
        while before and not ticket.stopped.is_set():
            yield replace(shown, stage=_say(Key.STAGE_QUEUE, question, n=before))
            before = self._queue.wait(ticket, before, 30.0)
        if not self._ready() and not ticket.stopped.is_set():
            yield replace(shown, stage=_say(Key.MODELS_LOADING, question))
        events = _Events(self._asker, question, self._history(question), ticket)
        while not ticket.stopped.is_set():
            event = events.next(_POLL)
            if event is None:
                continue
            if ticket.stopped.is_set():
                break  # a generator that is stopped ends as if it had said everything
            shown = self._with(question, shown, event)
            yield shown
            if not shown.stage:
                return
        yield replace(shown, stage="", stopped=True, answer={**shown.answer, "stopped": True})

    def _history(self, question: Question) -> Sequence[Turn]:
        return self._conversations.history(question.user, question.conversation)

    def _with(self, question: Question, shown: Shown, event: Event | UserError | None) -> Shown:
        """The turn after one more event."""
        answer = dict(shown.answer)
        stage, seen = shown.stage, shown.seen
        if isinstance(event, Asked):
            answer |= {"query": event.query, "filters": asdict(event.filters)}
            answer["notes"] = list(event.notes)
        elif isinstance(event, Found):
            answer["read"] = len(event.hits)
            stage = _say(Key.STAGE_READING, question, n=len(event.hits))
        elif isinstance(event, Read):
            stage = _say(Key.STAGE_WRITING, question)
        elif isinstance(event, Waiting):
            stage = _say(Key.STAGE_QUEUE, question, n=event.place)
        elif isinstance(event, Said):
            rows = [*_list(answer, "sentences"), _sentence(event)]
            seen = len(rows) - 1
            cited = [self._kept.citation(citation) for citation in event.citations]
            answer |= {"sentences": rows, "citations": [*_list(answer, "citations"), *cited]}
        elif isinstance(event, Done):
            return replace(shown, answer={**answer, **self._kept.answer(event.answer)}, stage="")
        elif isinstance(event, UserError):
            return replace(shown, answer={**answer, **_failure(str(event))}, stage="")
        return replace(shown, answer=answer, stage=stage, seen=seen)

    def _keep(
        self, question: Question, shown: Shown, answer: dict[str, object], seconds: float
    ) -> Shown:
        if "text" not in answer:
            answer["text"] = "".join(str(row.get("text")) for row in _list(answer, "sentences"))
        answer |= {"question": question.text, "seconds": round(seconds, 2)}
        self._conversations.add(question.user, question.conversation, question.text, answer)
        return replace(shown, answer=answer, stage="")


class _Events:
    """The events of one question, from a thread of their own, so that a wait can be left."""

    def __init__(
        self, asker: Asker, question: Question, history: Sequence[Turn], ticket: Ticket
    ) -> None:
        self._asker = asker
        self._question = question
        self._history = history
        self._ticket = ticket
        self._events: queue.SimpleQueue[Event | UserError] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=ASKING)
        self._thread.start()

    def next(self, seconds: float) -> Event | UserError | None:
        """The next event, or None after some seconds without any."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def _work(self) -> None:
        asked = self._question
        try:
            stopped = self._ticket.stopped
            for event in self._asker.stream(asked.text, self._history, asked.filters, stopped):
                self._events.put(event)
        except UserError as error:
            self._events.put(error)
        except Exception:
            # The reader is told that it failed; the operator reads why.
            traceback.print_exc()
            self._events.put(Done(Answer(asked.text, Outcome.FAILED)))


def kept_turn(turn: StoredTurn, thanked: bool = False) -> Shown:
    """A turn of a stored conversation."""
    stopped = bool(turn.answer.get("stopped"))
    return Shown(turn.number, turn.question, turn.answer, "", stopped, turn.verdict, thanked)


def _sentence(event: Said) -> dict[str, object]:
    sentence = event.sentence
    return {
        "text": sentence.text,
        "support": sentence.support.value,
        "citations": list(sentence.citations),
    }


def _list(row: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = row.get(name)
    return list(found) if isinstance(found, list) else []


def _failure(message: str) -> dict[str, object]:
    return {"outcome": Outcome.FAILED.value, "message": message, "sentences": [], "citations": []}


def _say(key: Key, question: Question, **values: str | int) -> str:
    return phrase(key, question.language, **values)
