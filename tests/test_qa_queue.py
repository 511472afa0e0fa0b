"""Turns at the writer: the order, the place shown, and that nobody's end blocks the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from corpus.errors import ServerError
from qa.events import Waiting
from qa.queue import WriterError, WriterQueue, in_turn

SECONDS = 60.0


class Gate:
    """A generation that says its name when it begins and ends when it is let."""

    def __init__(self, name: str, order: list[str]) -> None:
        self.name = name
        self.order = order
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def write(self, stop: threading.Event) -> Iterator[str]:
        self.order.append(self.name)
        self.begun.set()
        yield self.name
        assert self.go_on.wait(SECONDS)


def at_once(text: str, order: list[str]) -> Iterator[str]:
    order.append(text)
    yield text


def test_one_writes_at_a_time_in_the_order_of_arrival() -> None:
    line, order = WriterQueue(), list[str]()
    gates = [Gate(name, order) for name in "abc"]
    streams = [in_turn(line, gate.write, SECONDS, threading.Event()) for gate in gates]
    assert [next(stream) for stream in streams] == ["a", Waiting(1), Waiting(2)]
    assert order == ["a"]
    gates[0].go_on.set()
    assert list(streams[0]) == []
    assert [next(streams[1]), next(streams[2])] == ["b", Waiting(1)]
    gates[1].go_on.set()
    assert gates[1].begun.is_set()
    assert list(streams[1]) == []
    gates[2].go_on.set()
    assert list(streams[2]) == ["c"]
    assert order == ["a", "b", "c"]


def test_a_place_is_free_when_the_text_is_whole_however_slowly_it_is_read() -> None:
    line, order = WriterQueue(), list[str]()
    never_read_on = in_turn(line, lambda _: at_once("a", order), SECONDS, threading.Event())
    assert next(never_read_on) == "a"
    second = in_turn(line, lambda _: at_once("b", order), SECONDS, threading.Event())
    assert [piece for piece in second if not isinstance(piece, Waiting)] == ["b"]


@pytest.mark.parametrize("how", ["cancelled", "closed"])
def test_a_question_that_is_given_up_leaves_its_place(how: str) -> None:
    line, order = WriterQueue(), list[str]()
    first, cancel = Gate("a", order), threading.Event()
    writing = in_turn(line, first.write, SECONDS, threading.Event())
    waiting = in_turn(line, lambda _: at_once("b", order), SECONDS, cancel)
    last = in_turn(line, lambda _: at_once("c", order), SECONDS, threading.Event())
    assert [next(writing), next(waiting), next(last)] == ["a", Waiting(1), Waiting(2)]
    if how == "cancelled":
        cancel.set()
        assert list(waiting) == []
    else:
        waiting.close()  # type: ignore[attr-defined]
    assert next(last) == Waiting(1)
    first.go_on.set()
    assert list(last) == ["c"]
    assert order == ["a", "c"]


def test_a_generation_that_is_given_up_is_told_to_stop() -> None:
    stopped = threading.Event()

    def endless(stop: threading.Event) -> Iterator[str]:
        yield "a"
        assert stop.wait(SECONDS)
        stopped.set()

    cancel = threading.Event()
    stream = in_turn(WriterQueue(), endless, SECONDS, cancel)
    assert next(stream) == "a"
    cancel.set()
    assert list(stream) == []
    assert stopped.wait(SECONDS)


@pytest.mark.parametrize(
    "error", [ServerError("gone", "x", "Try again"), RuntimeError("no memory"), OSError("no wire")]
)
def test_a_failure_frees_the_place_and_says_why(error: Exception) -> None:
    def fails(stop: threading.Event) -> Iterator[str]:
        yield "a"
        raise error

    line = WriterQueue()
    stream = in_turn(line, fails, SECONDS, threading.Event())
    assert next(stream) == "a"
    with pytest.raises(WriterError) as raised:
        next(stream)
    assert str(raised.value) == str(error)
    assert line.join().ahead == 0


def test_a_bug_of_a_writer_is_a_bug() -> None:
    def breaks(stop: threading.Event) -> Iterator[str]:
        raise KeyError("none")
        yield ""

    with pytest.raises(KeyError):
        list(in_turn(WriterQueue(), breaks, SECONDS, threading.Event()))


def test_a_silent_generation_is_left_and_the_next_one_writes() -> None:
    def silent(stop: threading.Event) -> Iterator[str]:
        assert stop.wait(SECONDS)
        yield "late"

    line, order = WriterQueue(), list[str]()
    with pytest.raises(WriterError, match=r"not finished after 0\.1 seconds"):
        list(in_turn(line, silent, 0.1, threading.Event()))
    after = in_turn(line, lambda _: at_once("b", order), SECONDS, threading.Event())
    assert [piece for piece in after if not isinstance(piece, Waiting)] == ["b"]
