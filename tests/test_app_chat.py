"""Asking: stages, queue, stopping, failing, and what is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app_chat import Chat, Question
from app_queue import BusyError, Queue
from app_turns import Shown
from corpus.errors import LibraryError
from corpus.types import Article
from index.types import Filters
from qa.answer import QuestionError
from qa.desk.conversations import Conversations
from qa.desk.export import records
from qa.desk.kept import around
from qa.events import Asked, Done, Event, Found, Read, Said
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support, Turn

TEXT = "河口村去年冬天修了三里堤。今年不怕水。"
ARTICLE = Article("a1", "a.md", "河口修堤", TEXT, date="1987-03-02")
CITATION = Citation(1, Evidence("a1", 0, 13, 0.8), TEXT[:13], "河口修堤", "a.md", "1987-03-02")
SAID = Sentence(TEXT[:13], Support.QUOTED, (1,))


class Scripted:
    """Says the same to every question; waits for a sign before its second sentence."""

    def __init__(self, go: threading.Event | None = None) -> None:
        self.go = go
        self.histories: list[Sequence[Turn]] = []

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        self.histories.append(history)
        if "bug" in question:
            raise ZeroDivisionError
        if "？？" in question:
            raise QuestionError("nothing is asked", question, "Type a question")
        yield Asked(question, filters or Filters(), ("日期 1987",))
        yield Found(())
        yield Read((CITATION.evidence,))
        yield Said(SAID, (CITATION,))
        while self.go is not None and not self.go.wait(0.01):
            if cancel is not None and cancel.is_set():
                break  # a generator that is stopped ends as if it had said everything
        yield Done(Answer(question, Outcome.ANSWERED, (SAID,), (CITATION,), query=question))


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    with Conversations(tmp_path / "desk.db") as opened:
        yield opened


def chat(conversations: Conversations, asker: Scripted, queue: Queue | None = None) -> Chat:
    return Chat(asker, lambda _: ARTICLE, conversations, queue or Queue(8), lambda: True)


def question(conversations: Conversations, text: str, user: str = "u") -> Question:
    return Question(user, conversations.create(user).id, text, Filters(), "en")


def test_stages_then_sentences_then_the_kept_answer(conversations: Conversations) -> None:
    asked = question(conversations, "修了多长？")
    grown = list(chat(conversations, Scripted()).ask(asked, "s"))
    assert [shown.stage for shown in grown] == [
        "Searching…", "Reading 0 passages…", "Writing…", "Writing…", "",
    ]  # fmt: skip
    (turn,) = conversations.turns("u", asked.conversation)
    assert turn.answer == grown[-1].answer
    (kept,) = records(turn.answer, "citations")
    assert (kept["quote"], kept["after"], kept["score"]) == (TEXT[:13], TEXT[13:], 0.8)
    assert turn.answer["notes"] == ["日期 1987"]


def test_an_article_that_is_removed_meanwhile_is_still_quoted(
    conversations: Conversations,
) -> None:
    def gone(id_: str) -> Article:
        raise LibraryError("no such article", id_, "")

    page = Chat(Scripted(), gone, conversations, Queue(8), lambda: True)
    *_, last = page.ask(question(conversations, "修了多长？"), "s")
    (kept,) = records(last.answer, "citations")
    assert (kept["quote"], kept["before"], kept["after"]) == (TEXT[:13], "", "")
    assert (last.stage, last.answer["outcome"]) == ("", "answered")


def test_the_next_question_knows_the_conversation(conversations: Conversations) -> None:
    asker, asked = Scripted(), question(conversations, "修了多长？")
    page = chat(conversations, asker)
    list(page.ask(asked, "s"))
    list(page.ask(asked, "s"))
    assert list(asker.histories) == [(), (Turn("修了多长？", TEXT[:13]),)]


def test_what_a_reader_can_mend_is_a_failed_answer_that_says_so(
    conversations: Conversations,
) -> None:
    asked = question(conversations, "？？")
    *_, last = chat(conversations, Scripted()).ask(asked, "s")
    assert last.answer["outcome"] == "failed"
    assert "nothing is asked" in str(last.answer["message"])


def test_a_bug_fails_the_answer_and_keeps_its_traceback(
    conversations: Conversations, capsys: pytest.CaptureFixture[str]
) -> None:
    *_, last = chat(conversations, Scripted()).ask(question(conversations, "bug"), "s")
    assert last.answer["outcome"] == "failed"
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_stopping_keeps_what_was_said(conversations: Conversations) -> None:
    asked = question(conversations, "慢")
    page = chat(conversations, Scripted(threading.Event()))
    last: Shown | None = None
    for last in page.ask(asked, "s"):
        if last.answer.get("sentences"):
            page.stop("s")
    assert last is not None
    assert last.stopped
    (turn,) = conversations.turns("u", asked.conversation)
    assert (turn.answer["text"], turn.answer["stopped"]) == (TEXT[:13], True)


def test_a_page_that_is_left_gives_its_place_up(conversations: Conversations) -> None:
    queue = Queue(most=0, at_once=1)
    page = chat(conversations, Scripted(threading.Event()), queue)
    left = page.ask(question(conversations, "慢"), "s")
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert queue.before(queue.join()) == 0


def test_those_who_wait_are_told_their_place_and_come_in_order(
    conversations: Conversations,
) -> None:
    go = threading.Event()
    queue = Queue(most=8, at_once=1)
    page = chat(conversations, Scripted(go), queue)
    first = page.ask(question(conversations, "一"), "a")
    next(first)
    second = page.ask(question(conversations, "二", "v"), "b")
    assert next(second).stage == "In the queue, one before you"
    go.set()
    assert [shown.stage for shown in first][-1] == ""
    assert [shown.stage for shown in second][-1] == ""


def test_a_full_queue_refuses_in_one_line(conversations: Conversations) -> None:
    queue = Queue(most=1, at_once=1)
    queue.join(), queue.join()
    with pytest.raises(BusyError, match="too many are asking"):
        queue.join()
    shown = list(chat(conversations, Scripted(), queue).ask(question(conversations, "三"), "s"))
    assert shown[-1].answer["outcome"] == "failed"


def test_twenty_at_once_each_get_their_own_answer(conversations: Conversations) -> None:
    page = chat(conversations, Scripted(), Queue(40))
    asked = [question(conversations, f"第{n}问", f"u{n}") for n in range(20)]
    threads = [
        threading.Thread(target=lambda one=one, n=n: list(page.ask(one, f"s{n}")))
        for n, one in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, one in enumerate(asked):
        (turn,) = conversations.turns(f"u{n}", one.conversation)
        assert turn.answer["question"] == f"第{n}问"
        assert turn.answer["outcome"] == "answered"


def test_context_is_cut_between_words() -> None:
    text = "one two three " * 20 + "HERE" + " four five six" * 20
    start = text.index("HERE")
    before, after = around(text, start, start + 4)
    assert before.startswith("…")
    assert before.removeprefix("…").split()[0] in {"one", "two", "three"}
    assert after.removesuffix("…").split()[-1] in {"four", "five", "six"}
