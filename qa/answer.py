"""A question becomes an Answer: standing alone, search, evidence, writing, outcome.

One stream of events serves the command line, the page and the evaluation; `ask` is its last event.
What a user can mend ends as a failed answer that says so; a bug keeps its traceback. Knows the
stages and their order; what happens inside each is their own business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.errors import ModelError, UserError
from index.paths import whole
from index.types import Filters, Hit
from qa import messages
from qa.candidates import Find, looked_up
from qa.compose import Line, Part, Task, quotations, written
from qa.conflicts import conflicts
from qa.conversation import standalone
from qa.draft import Draft
from qa.events import Asked, Done, Event, Found, Read, Said, Waiting
from qa.evidence import GIVEN, Gathered, Search, Thresholds, gather, nearest_sentences
from qa.extracts import Extract
from qa.kinds import kind_of
from qa.passages import Shelf
from qa.queue import WriterQueue
from qa.romanised import in_characters, names_in
from qa.scope import Facts, facts_of, scope
from qa.settings import AnswerSettings
from qa.types import Answer, Outcome, Turn

if TYPE_CHECKING:
    from corpus.types import Article
    from index.library import Library
    from qa.generate import Generator
    from qa.reader.types import PassageReader

LONGEST_QUESTION = 2_000
NAMED_AMONG = 60
"""Passages in which names that are told in other letters are looked for."""


class QuestionError(UserError):
    """A question that cannot be asked."""


class Answerer:
    """Answers questions from one library, or from passages. Safe to share between threads."""

    def __init__(
        self,
        library: Library | None,
        reader: PassageReader | None = None,
        writer: Generator | None = None,
        settings: AnswerSettings = AnswerSettings(),  # noqa: B008 (frozen)
    ) -> None:
        self.library = library
        self.writer = writer
        self.without_reader = "" if reader else "none was given"
        """Why nothing reads what is found; empty where something does."""
        self._reader = reader
        self._settings = settings
        self._line = WriterQueue()
        self._facts: tuple[str, Facts] = ("", Facts())

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Answer:
        """The answer to one question."""
        return _last(self.stream(question, history, filters, cancel))

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        cancel: threading.Event | None = None,
    ) -> Iterator[Event]:
        """What happens while the question is answered. The last event is `Done`.

        `Asked` comes a second time where nothing was found within the limits that the question
        itself names, and all articles are searched.
        """
        if self.library is None:
            raise ValueError("without a library there is only answer_from")
        draft = Draft(question)
        try:
            yield from self._answered(draft, history, filters or Filters(), cancel)
        except UserError as error:
            yield Done(draft.ended(Outcome.FAILED, str(error)))

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """The answer that these passages give; nothing is searched."""
        draft = Draft(question)
        shelf = Shelf(passages)
        try:
            draft.query = self._query(question, history)
            return _last(self._read(draft, shelf.hits, shelf.article, None, threading.Event()))
        except UserError as error:
            return draft.ended(Outcome.FAILED, str(error))

    def warm_up(self) -> None:
        """Load what the first question would load, but for the writer."""
        if self.library is not None:
            self.library.warm_up()
        # Half a second for how characters are read, at the first question in other letters.
        names_in("Qinghai")
        if self._reader is not None:
            try:
                self._reader.read("", ())
            except ModelError as error:
                self.without_reader = str(error)

    def _answered(
        self,
        draft: Draft,
        history: Sequence[Turn],
        given: Filters,
        cancel: threading.Event | None,
    ) -> Iterator[Event]:
        assert self.library is not None
        library, cancelled = self.library, cancel or threading.Event()
        draft.query = self._query(draft.question, history)
        limits = scope(draft.query, self._outline(library), given)
        draft.filters = limits.filters
        yield Asked(draft.query, limits.filters, limits.notes)

        def search(query: str) -> Sequence[Hit]:
            return _found(library, query, self._settings.hits, draft.filters)

        hits = search(draft.query)
        if not hits and limits.filters != given:
            draft.filters = given
            note = messages.filters_dropped(draft.query)
            yield Asked(draft.query, given, (*limits.notes, note))
            hits = search(draft.query)

        def article(article_id: str) -> Article:
            return library.article(article_id, draft.filters)

        yield from self._read(draft, hits, article, search, cancelled)

    def _query(self, question: str, history: Sequence[Turn]) -> str:
        """The question, fit to be searched; a refusal for what is none."""
        if len(question) > LONGEST_QUESTION:
            raise QuestionError(*messages.too_long(question, LONGEST_QUESTION))
        asked = " ".join(whole(question).split())
        if not any(map(str.isalnum, asked)):
            what, remedy = messages.nothing_asked(question)
            raise QuestionError(what, repr(question[:40]), remedy)
        if not (self._settings.rewrite and history):
            return asked
        return standalone(asked, history)

    def _outline(self, library: Library) -> Facts:
        """What the library holds in outline; looked up once for each of its generations."""
        with library.storage.view() as view:
            stamp = view.stamp
        if self._facts[0] != stamp:
            self._facts = (stamp, facts_of(library))
        return self._facts[1]

    def _read(
        self,
        draft: Draft,
        hits: Sequence[Hit],
        article: Find,
        search: Search | None,
        cancel: threading.Event,
    ) -> Iterator[Event]:
        """From the hits to the answer."""
        draft.found(hits)
        yield Found(tuple(hits))
        if cancel.is_set():
            yield Done(draft.ended(Outcome.FAILED, messages.cancelled(draft.question)))
            return
        gathered = self._gathered(draft, hits, article, search)
        draft.read(gathered, self._thresholds(searched=search is not None))
        yield Read(gathered.evidence)
        extracts = [Extract(one, article(one.article_id)) for one in gathered.evidence]
        yield from self._written(draft, gathered, extracts, cancel)
        if cancel.is_set():
            yield Done(draft.ended(Outcome.FAILED, messages.cancelled(draft.question)))
        else:
            yield Done(draft.ended(*_outcome(draft, gathered, extracts, self.without_reader)))

    def _gathered(
        self,
        draft: Draft,
        hits: Sequence[Hit],
        article: Find,
        search: Search | None,
    ) -> Gathered:
        """The evidence; where nothing can read, the sentences that are nearest, as weak."""
        if self._reader is not None and not self.without_reader:
            try:
                limits = self._thresholds(searched=search is not None)
                return gather(draft.query, hits, article, self._reader, limits, search)
            except ModelError as error:
                self.without_reader = str(error)
        if self.library is None:
            raise ModelError("nothing reads the passages", self.without_reader, "Give a reader")
        nearest = nearest_sentences(draft.query, hits, article, self.library.encoder)
        outcome = Outcome.WEAK_EVIDENCE if nearest else Outcome.NO_EVIDENCE
        return Gathered(tuple(nearest), 0.0, outcome)

    def _thresholds(self, *, searched: bool) -> Thresholds:
        usual, settings = Thresholds() if searched else GIVEN, self._settings
        wanted, weak = settings.answer_threshold, settings.weak_threshold
        answered = usual.answered if wanted is None else wanted
        # What answers is worth showing, wherever the lower threshold is.
        return Thresholds(answered, min(answered, usual.weak if weak is None else weak))

    def _written(
        self,
        draft: Draft,
        gathered: Gathered,
        extracts: Sequence[Extract],
        cancel: threading.Event,
    ) -> Iterator[Event]:
        parts: Iterator[Part] = iter(quotations(extracts))
        if gathered.outcome is Outcome.ANSWERED and self.writer is not None:
            task = Task(draft.query, extracts, self.writer, self._line, self._settings, cancel)
            parts = written(task)
        elif gathered.outcome is Outcome.NO_EVIDENCE:
            return
        for part in parts:
            if isinstance(part, Waiting):
                yield part
            elif isinstance(part, Line):
                yield Said(*draft.said(part, extracts))
            else:
                draft.dropped.append(part)


def _found(library: Library, query: str, most: int, filters: Filters) -> Sequence[Hit]:
    """The hits for a query; Chinese names in other letters are searched as the articles have them.

    A search by meaning brings the same kind of event in any province: across languages it hardly
    sees the name, which a search by words finds at once.
    """
    if not names_in(query):
        return library.search(query, most, filters)
    hits = library.search(query, max(most, NAMED_AMONG), filters)
    shelf = looked_up((hit.passage.article_id for hit in hits), library.article)
    texts = [hit.passage.text(shelf[hit.passage.article_id]) for hit in hits]
    named = in_characters(query, texts)
    return hits[:most] if named == query else library.search(named, most, filters)


def _outcome(
    draft: Draft, gathered: Gathered, extracts: Sequence[Extract], without_reader: str
) -> tuple[Outcome, str]:
    """How the question ends, and what is to be said about it."""
    match gathered.outcome:
        case Outcome.NO_EVIDENCE:
            message = messages.no_evidence(
                draft.query, draft.filters, gathered.unmet, empty=not draft.hits
            )
            return Outcome.NO_EVIDENCE, message
        case Outcome.WEAK_EVIDENCE:
            message = messages.weak_evidence(draft.query, gathered.unmet, read=not without_reader)
            return Outcome.WEAK_EVIDENCE, message
    values = conflicts(kind_of(draft.query), extracts)
    if values:
        return Outcome.CONFLICTING_EVIDENCE, messages.conflicting(draft.query, values)
    return gathered.outcome, ""


def _last(events: Iterator[Event]) -> Answer:
    for event in events:
        if isinstance(event, Done):
            return event.answer
    raise AssertionError("the last event is Done")
