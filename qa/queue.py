"""Turns at the writer: one generation at a time, in the order of arrival, with the place shown.

A place is given back however its holder ends. What is written is read in a thread of its own, so
that a generation that falls silent is left when its time is over, and a reader who is slow keeps
nobody waiting. Knows threads and text; knows nothing of prompts.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from corpus.errors import UserError
from qa.events import Waiting

LOOK = 0.05
"""Seconds between two looks at whether the question was cancelled."""
LONGEST = 8_000
"""Characters of one answer: a writer that writes more has lost itself."""
FAILURES = (UserError, OSError, RuntimeError, MemoryError)
"""What a generator fails with: a server that is gone, a model without memory. The rest are bugs."""

Write = Callable[[threading.Event], Iterator[str]]
"""Starts a generation that ends when the event is set."""


class WriterError(Exception):
    """The writer did not finish; says why."""


class WriterQueue:
    """Who may write now, and who is next. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[Ticket] = deque()

    def join(self) -> Ticket:
        """A place at the end of the line."""
        with self._changed:
            ticket = Ticket(self._changed, self._line)
            self._line.append(ticket)
            return ticket


class Ticket:
    """A place in the line, until it is given back."""

    def __init__(self, changed: threading.Condition, line: deque[Ticket]) -> None:
        self._changed = changed
        self._line = line

    def __enter__(self) -> Ticket:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    @property
    def ahead(self) -> int:
        """How many are before this one."""
        with self._changed:
            return self._line.index(self)

    def wait(self, seconds: float) -> None:
        """Until the line moves, but no longer."""
        with self._changed:
            if self._line[0] is not self:
                self._changed.wait(seconds)

    def leave(self) -> None:
        """Give the place back. Once is enough."""
        with self._changed:
            if self in self._line:
                self._line.remove(self)
                self._changed.notify_all()


def in_turn(
    line: WriterQueue, write: Write, seconds: float, cancel: threading.Event
) -> Iterator[str | Waiting]:
    """The text of a generation, piece by piece, once it is its turn.

    Ends early, without an error, when it is cancelled. A generation that fails, takes longer than
    `seconds` or never stops raises `WriterError`.
    """
    with line.join() as ticket:
        told = 0
        while ahead := ticket.ahead:
            if cancel.is_set():
                return
            if ahead != told:
                yield Waiting(ahead)
                told = ahead
            ticket.wait(LOOK)
        yield from _within(write, ticket, seconds, cancel)


def _within(write: Write, ticket: Ticket, seconds: float, cancel: threading.Event) -> Iterator[str]:
    """The pieces of a generation that a thread reads, until the time is over."""
    stop = threading.Event()
    arrived: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(write, ticket, arrived, stop), daemon=True).start()
    end = time.monotonic() + seconds
    try:
        while not cancel.is_set():
            left = end - time.monotonic()
            if left <= 0:
                raise WriterError(f"not finished after {seconds:g} seconds")
            try:
                piece = arrived.get(timeout=min(LOOK, left))
            except queue.Empty:
                continue
            if piece is None:
                return
            if isinstance(piece, FAILURES):
                raise WriterError(str(piece) or type(piece).__name__) from piece
            if isinstance(piece, BaseException):
                raise piece
            yield piece
    finally:
        stop.set()


def _listen(
    write: Write,
    ticket: Ticket,
    arrived: queue.SimpleQueue[str | BaseException | None],
    stop: threading.Event,
) -> None:
    """Pass on the pieces, then None or what went wrong: the reader must never wait for ever."""
    length = 0
    try:
        for piece in write(stop):
            arrived.put(piece)
            length += len(piece)
            if stop.is_set():
                break
            if length > LONGEST:
                raise WriterError(f"wrote more than {LONGEST:,} characters")
        arrived.put(None)
    except BaseException as error:
        arrived.put(error)
    finally:
        ticket.leave()
