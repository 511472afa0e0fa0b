"""Evidence becomes sentences: quotations, or what a writer makes of them where that holds.

Without a writer the evidence speaks for itself. A base model words one piece of evidence at a time,
and is heard only where it is shorter and nothing is lost. A chat model gets the whole; each of its
sentences is checked as it arrives, and what it leaves unsaid is quoted. Knows evidence and writers;
knows nothing of searching or of how an answer is numbered.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa import prompts
from qa.events import Waiting
from qa.extracts import Extract
from qa.facts import holds, keeps, names, related
from qa.generate import Generator
from qa.kinds import Kind, kind_of
from qa.messages import chinese
from qa.queue import WriterError, WriterQueue, in_turn
from qa.quoting import spoken
from qa.settings import AnswerSettings
from qa.splitting import Splitter
from qa.types import Dropped, Support
from qa.verify import Verdict, verify
from qa.words import FRAME

MOST_WORDED = 1
"""Pieces of evidence that a base model words for one question: each takes a second or two."""
LONG = 80
"""From this many characters on a quotation is worth shortening; twice that in spaced scripts."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the answer, and the extracts that it is from."""

    text: str
    support: Support
    extracts: tuple[int, ...]


Part = Line | Dropped | Waiting


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written, by whom, and how long it may take."""

    question: str
    extracts: Sequence[Extract]
    writer: Generator
    line: WriterQueue
    settings: AnswerSettings
    cancel: threading.Event

    def verdict(self, sentence: str, only: Sequence[int] | None = None) -> Verdict:
        """Whether these extracts (or any) support the sentence, and which of them do."""
        asked = range(len(self.extracts)) if only is None else only
        if not self.settings.check_writer:
            spans = ((number, self.extracts[number].span) for number in asked)
            near = [number for number, span in spans if span and holds(sentence, span)]
            return Verdict(Support.UNSUPPORTED, tuple(near), "not checked")
        found = verify(sentence, [self.extracts[number].source for number in asked])
        sources = tuple(asked[at] for at in found.sources)
        support = found.support
        if support is Support.QUOTED and not self._prints(sentence, sources):
            support = Support.SUPPORTED
        return Verdict(support, sources, found.reason)

    def _prints(self, sentence: str, numbers: Sequence[int]) -> bool:
        """Whether one of these extracts has the sentence character by character."""
        return any(sentence in " ".join(self.extracts[at].quotation) for at in numbers)

    def stands(self, verdict: Verdict) -> bool:
        """Whether a sentence with this verdict is said."""
        good = verdict.support in (Support.SUPPORTED, Support.QUOTED)
        return good if self.settings.check_writer else True


def quotations(extracts: Sequence[Extract], only: Sequence[int] | None = None) -> list[Line]:
    """The sentences of the extracts, each once; what several print alike names them all."""
    lines: dict[str, Line] = {}
    for number in range(len(extracts)) if only is None else only:
        for sentence in extracts[number].quotation:
            before = lines.get(sentence)
            where = before.extracts if before else ()
            if number not in where:
                lines[sentence] = Line(sentence, Support.QUOTED, (*where, number))
    return list(lines.values())


def written(task: Task) -> Iterator[Part]:
    """The sentences of the answer, as far as the writer can be believed; the rest is quoted."""
    return _as_a_whole(task) if task.writer.chat else _one_by_one(task)


def _one_by_one(task: Task) -> Iterator[Part]:
    """A base model words the long quotations, as long as it goes well."""
    worth = [n for n, one in enumerate(task.extracts) if worth_wording(task.question, one)]
    chosen = worth[:MOST_WORDED] if task.settings.wording else []
    lines = _lines(task, chosen)
    said: set[str] = set()
    for number in range(len(task.extracts)):
        if number in chosen:
            sentence = ""
            for got in lines:
                if isinstance(got, str):
                    sentence = spoken(got)
                    break
                yield got
            fault, support = _fault(task, number, sentence)
            if not fault:
                yield Line(sentence, support, (number,))
                continue
            if sentence:
                yield Dropped(sentence, support, fault)
        for line in quotations(task.extracts, [number]):
            if line.text not in said:
                said.add(line.text)
                yield line


def worth_wording(question: str, extract: Extract) -> bool:
    """Whether a short sentence could say what a long quotation says, in the question's language."""
    quotation = "".join(extract.quotation)
    zh = chinese(question)
    return (
        bool(extract.span)
        and zh == chinese(quotation)
        and len(quotation) > (LONG if zh else 2 * LONG)
        and kind_of(question) not in (Kind.LIST, Kind.COMPARE)
    )


def _lines(task: Task, numbers: Sequence[int]) -> Iterator[str | Waiting | Dropped]:
    """What the base model writes for each of these extracts; ends where it fails."""
    if not numbers:
        return

    def write(stop: threading.Event) -> Iterator[str]:
        for number in numbers:
            quotation = " ".join(task.extracts[number].quotation)
            yield from task.writer.stream(
                prompts.one(task.question, quotation),
                stop=prompts.STOP,
                limit=prompts.ONE,
                cancel=stop,
                words=(task.question, quotation, FRAME),
            )
            yield "\n"

    held = ""
    try:
        for piece in in_turn(task.line, write, task.settings.writer_seconds, task.cancel):
            if isinstance(piece, Waiting):
                yield piece
                continue
            *whole, held = (held + piece).split("\n")
            yield from whole
    except WriterError as error:
        yield Dropped(spoken(held), Support.UNSUPPORTED, f"the writer failed: {error}")


def _fault(task: Task, number: int, sentence: str) -> tuple[str, Support]:
    """Why the sentence is not said instead of the quotation ("" where it is), and its support."""
    extract = task.extracts[number]
    quotation = " ".join(extract.quotation)
    if not sentence:
        return "nothing was written", Support.UNSUPPORTED
    if not holds(sentence, extract.span):
        return "it does not hold the answer", Support.UNSUPPORTED
    # What another extract supports must not be cited as this one's.
    verdict = task.verdict(sentence, [number])
    if not task.stands(verdict):
        return verdict.reason, verdict.support
    if len(sentence) >= len(quotation):
        return "it is no shorter than the quotation", verdict.support
    if not (keeps(sentence, quotation) and names(quotation, sentence)):
        return "it leaves out a name or a number of the quotation", verdict.support
    return "", verdict.support


def _as_a_whole(task: Task) -> Iterator[Part]:
    """A chat model's sentences, each checked as it is whole; then what it left unsaid."""
    said: list[Line] = []
    tried: set[str] = set()
    for part in _sentences(task):
        if not isinstance(part, str):
            yield part
            continue
        sentence = spoken(part)
        if sentence in tried:  # it goes round in a circle
            break
        tried.add(sentence)
        judged = _judged(task, sentence)
        if isinstance(judged, Line):
            said.append(judged)
        yield judged
    missing = [n for n, one in enumerate(task.extracts) if not _said(task.question, one, said)]
    told = {line.text for line in said}
    yield from (line for line in quotations(task.extracts, missing) if line.text not in told)


def _sentences(task: Task) -> Iterator[str | Waiting | Dropped]:
    """What the chat model writes, sentence by sentence; ends where it fails."""
    evidence = [(one.place, " ".join(one.quotation)) for one in task.extracts]

    def write(stop: threading.Event) -> Iterator[str]:
        yield from task.writer.stream(
            prompts.whole(task.question, evidence), limit=prompts.WHOLE, cancel=stop
        )

    splitter = Splitter()
    try:
        for piece in in_turn(task.line, write, task.settings.writer_seconds, task.cancel):
            if isinstance(piece, Waiting):
                yield piece
            else:
                yield from splitter.push(piece)
    except WriterError as error:
        yield Dropped(spoken(splitter.rest()), Support.UNSUPPORTED, f"the writer failed: {error}")
        return
    if not task.cancel.is_set():
        yield from filter(None, [splitter.rest()])


def _judged(task: Task, sentence: str) -> Line | Dropped:
    if any(word.casefold() in sentence.casefold() for word in prompts.CANNOT_ANSWER):
        return Dropped(sentence, Support.UNSUPPORTED, "the writer found no answer")
    verdict = task.verdict(sentence)
    if not task.stands(verdict):
        return Dropped(sentence, verdict.support, verdict.reason)
    answers = any(one.span and holds(sentence, one.span) for one in task.extracts)
    if not answers and not related(sentence, task.question):
        # What an article orders a writer to say is in the article, too.
        return Dropped(sentence, verdict.support, "it has nothing to do with the question")
    return Line(sentence, verdict.support, verdict.sources)


def _said(question: str, extract: Extract, said: Sequence[Line]) -> bool:
    """Whether the sentences tell what the extract is there for."""
    if not extract.span or not said:
        return False
    if kind_of(question) is Kind.LIST:
        quotation, whole = " ".join(extract.quotation), " ".join(line.text for line in said)
        return keeps(whole, quotation) and names(quotation, whole)
    return any(holds(line.text, extract.span) for line in said)
