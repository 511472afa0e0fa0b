"""The queue of those who ask: a few at once, the others in the order in which they came.

Knows tickets; knows nothing of what is waited for.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from corpus.errors import UserError

AT_ONCE = 2
"""Questions answered at a time: more would only slow each other, and the search, down."""


class BusyError(UserError):
    """So many wait already that one more would wait for nothing."""


@dataclass(slots=True, eq=False)
class Ticket:
    """One who waits, or whose turn it is."""

    stopped: threading.Event = field(default_factory=threading.Event)


class Queue:
    """Safe to share between threads."""

    def __init__(self, most: int, at_once: int = AT_ONCE) -> None:
        self._most = most
        self._at_once = at_once
        self._changed = threading.Condition()
        self._tickets: list[Ticket] = []

    def join(self) -> Ticket:
        """Come last; refused where the queue is full."""
        with self._changed:
            if len(self._tickets) >= self._most + self._at_once:
                raise BusyError("too many are asking", len(self._tickets), "Ask again in a while")
            ticket = Ticket()
            self._tickets.append(ticket)
            return ticket

    def before(self, ticket: Ticket) -> int:
        """How many must finish before this one's turn; 0 when it is."""
        with self._changed:
            return self._before(ticket)

    def wait(self, ticket: Ticket, seen: int, seconds: float) -> int:
        """The same, as soon as it is another number than was seen, or after some seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: ticket.stopped.is_set() or self._before(ticket) != seen, seconds
            )
            return self._before(ticket)

    def leave(self, ticket: Ticket) -> None:
        """Make place for the next."""
        with self._changed:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
            self._changed.notify_all()

    def stop(self, ticket: Ticket) -> None:
        """Tell whoever works for this ticket to end."""
        ticket.stopped.set()
        with self._changed:
            self._changed.notify_all()

    def stop_all(self) -> None:
        """The same for everybody: the server ends."""
        with self._changed:
            for ticket in self._tickets:
                ticket.stopped.set()
            self._changed.notify_all()

    def drained(self, seconds: float) -> bool:
        """Wait until all have left; whether they did."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._tickets, seconds)

    def _before(self, ticket: Ticket) -> int:
        return max(0, self._tickets.index(ticket) - self._at_once + 1)
