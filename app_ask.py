"""The tab for asking: the conversation, the field to ask in, the reader's earlier conversations.

Knows which event changes what on the page; knows nothing of how an answer is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import gradio as gr

from app_chat import Question, kept_turn
from app_desk import QUIET, Desk, Labels, number_of, text_of, told, user_for, words_for
from app_filters import JUST_TOO_LONG, Limits, check_length, filters
from app_render import Words, exported, hints, lead, notice, rail
from app_script import ACTS
from app_turns import Shown, turn
from corpus.errors import UserError
from qa.desk.conversations import LONGEST_SEARCH, StoredTurn
from qa.desk.database import NotFound
from qa.desk.strings import Key
from qa.desk.suggest import follow_ups, starters

Here = dict[str, object]
"""Where a reader is: the conversation that is open, and the turn that is being asked anew."""
NOWHERE: Here = {"conversation": "", "editing": 0}
_TYPES = {"md": "text/markdown", "html": "text/html", "json": "application/json"}


class AskTab:
    """The tab's components and what happens in them."""

    def __init__(self, desk: Desk, labels: Labels, courier: gr.HTML) -> None:
        self._desk = desk
        self.courier = courier
        self.here = gr.State(dict(NOWHERE))
        with gr.Row(elem_classes="desk"):
            with gr.Column(elem_classes="rail", min_width=0):
                self.new = gr.Button(variant="secondary", elem_classes="new")
                self.find = gr.Textbox(max_lines=1, max_length=LONGEST_SEARCH, container=True)
                self.rail = gr.HTML(apply_default_css=False, js_on_load=ACTS)
            with gr.Column(elem_classes="main", min_width=0):
                self.story = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="story")
                self.hints = gr.HTML(apply_default_css=False, js_on_load=ACTS, elem_id="hints")
                self.notice = gr.HTML(apply_default_css=False, elem_id="notice")
                with gr.Row(elem_classes="composer"):
                    self.question = gr.Textbox(
                        lines=1,
                        max_lines=6,
                        max_length=JUST_TOO_LONG,
                        scale=8,
                        elem_id="question",
                        container=True,
                        interactive=False,
                    )
                    self.send = gr.Button(
                        variant="primary", scale=0, elem_id="send", interactive=False
                    )
                    self.stop = gr.Button(variant="stop", scale=0, visible=False, elem_id="stop")
                with gr.Accordion(open=False, elem_classes="limits") as accordion:
                    self.limits = Limits(labels)
        labels.put(self.new, value=Key.NEW_CONVERSATION)
        labels.put(self.find, label=Key.CONVERSATION_SEARCH)
        labels.put(self.question, label=Key.QUESTION)
        labels.put(self.send, value=Key.SEND)
        labels.put(self.stop, value=Key.STOP)
        labels.put(accordion, label=Key.FILTERS)

    @property
    def whole(self) -> list[gr.blocks.Block]:
        """What changes when another conversation is opened."""
        return [self.story, self.hints, self.rail, self.here, self.courier, self.notice]

    @property
    def _growing(self) -> list[gr.blocks.Block]:
        """What changes while an answer arrives."""
        return [*self.whole, self.question, self.send, self.stop]

    def wire(self) -> None:
        """Connect the events."""
        asked = [self.question, self.here, *self.limits.fields]
        for event in (self.send.click, self.question.submit):
            event(self.ask, asked, self._growing, **QUIET)
        for part in (self.story, self.hints):
            again = [self.here, *self.limits.fields]
            part.ask(self.ask_again, again, self._growing, **QUIET)
        self.story.edit(self.edit, self.here, [self.question, self.here, self.courier], **QUIET)
        self.story.judge(self.judge, self.here, self.story, **QUIET)
        self.stop.click(self.stopped, None, None, queue=False, **QUIET)
        self.new.click(self.begin, None, self.whole, **QUIET)
        self.find.change(self.search, [self.find, self.here], self.rail, **QUIET)
        self.rail.pick(self.pick, None, self.whole, **QUIET)
        self.rail.rename(self.rename, self.here, self.rail, **QUIET)
        self.rail.delete(self.delete, self.here, self.whole, **QUIET)
        self.rail.export(self.export, None, [self.courier, self.notice], **QUIET)

    # What happens

    def enter(self, request: gr.Request) -> list[object]:
        """The conversation that the address names, or none yet."""
        return self._opened(request, str(dict(request.query_params).get("c", "")))

    def begin(self, request: gr.Request) -> list[object]:
        """Leave this conversation for a new one."""
        return self._opened(request, "")

    def pick(self, request: gr.Request, event: gr.EventData) -> list[object]:
        """Open one of the list."""
        return self._opened(request, text_of(event, "id"))

    def ask(
        self, text: str, here: Here, request: gr.Request, *limits: object
    ) -> Iterator[Sequence[object]]:
        """A question that was typed."""
        yield from self._ask(text, here, limits, request)

    def ask_again(
        self, here: Here, request: gr.Request, event: gr.EventData, *limits: object
    ) -> Iterator[Sequence[object]]:
        """A question that was chosen, or one of this conversation once more."""
        text, number = text_of(event, "question"), number_of(event, "turn")
        if number:
            text = self._question(user_for(request), str(here["conversation"]), number)
            here = {**here, "editing": number}
        yield from self._ask(text, here, limits, request)

    def edit(self, here: Here, request: gr.Request, event: gr.EventData) -> list[object]:
        """Put a question back into the field; sending it replaces it and what followed."""
        number = number_of(event, "turn")
        text = self._question(user_for(request), str(here["conversation"]), number)
        return [text, {**here, "editing": number}, told(focus=True)]

    def judge(self, here: Here, request: gr.Request, event: gr.EventData) -> str:
        """Keep what a reader thinks of an answer."""
        user, id_ = user_for(request), str(here["conversation"])
        number, comment = number_of(event, "turn"), text_of(event, "comment")
        self._desk.feedback.give(user, id_, number, text_of(event, "verdict"), comment)
        return self._story(words_for(request), user, id_, thanked=number if comment else 0)

    def stopped(self, request: gr.Request) -> None:
        """End the answer that is arriving."""
        self._desk.chat.stop(request.session_hash or "")

    def search(self, text: str, here: Here, request: gr.Request) -> str:
        """The conversations that hold these words."""
        return self._rail(words_for(request), user_for(request), here, text)

    def rename(self, here: Here, request: gr.Request, event: gr.EventData) -> str:
        """Give a conversation another name."""
        user = user_for(request)
        self._desk.conversations.rename(user, text_of(event, "id"), text_of(event, "title"))
        return self._rail(words_for(request), user, here)

    def delete(self, here: Here, request: gr.Request, event: gr.EventData) -> list[object]:
        """Delete a conversation; where it is the open one, begin anew."""
        gone, open_one = text_of(event, "id"), str(here["conversation"])
        self._desk.conversations.delete(user_for(request), gone)
        return self._opened(request, "" if gone == open_one else open_one)

    def export(self, request: gr.Request, event: gr.EventData) -> list[object]:
        """A conversation as a file that the browser makes: nothing is left on the server."""
        user, words = user_for(request), words_for(request)
        id_, form = text_of(event, "id"), text_of(event, "form")
        try:
            if form == "html":
                turns = self._desk.conversations.turns(user, id_)
                text = exported(words, self._desk.conversations.get(user, id_), turns)
            else:
                text = self._desk.conversations.export(user, id_, "md" if form == "md" else "json")
        except NotFound as error:
            return [gr.skip(), notice(str(error), "alert")]
        name = f"baowen-{datetime.now(UTC):%Y-%m-%d}.{form}"
        return [told(download={"name": name, "type": _TYPES[form], "text": text}), ""]

    # What they are made of

    def _ask(
        self, text: str, here: Here, limits: Sequence[object], request: gr.Request
    ) -> Iterator[Sequence[object]]:
        words, user = words_for(request), user_for(request)
        if not text.strip():
            yield self._update(notice=notice(words.plain(Key.NOTHING_ASKED), "alert"))
            return
        try:
            asked = filters(words, limits)
            check_length(text)
            id_ = self._begun(user, here)
        except UserError as error:
            yield self._update(notice=notice(str(error), "alert"))
            return
        kept = self._desk.conversations.turns(user, id_)
        before = "".join(turn(words, kept_turn(one)) for one in kept)
        number = len(kept) + 1
        yield self._update(
            here={"conversation": id_, "editing": 0},
            courier=told(conversation=id_, turn=number),
            story=before + turn(words, Shown(number, text, {}, words.plain(Key.STAGE_SEARCHING))),
            notice="", hints="", question="", send=gr.update(visible=False),
            stop=gr.update(visible=True),
        )  # fmt: skip
        question = Question(user, id_, text, asked, words.language)
        shown = None
        for shown in self._desk.chat.ask(question, request.session_hash or ""):
            yield self._update(story=before + turn(words, shown))
        assert shown is not None
        yield self._update(
            hints=hints(words, Key.FOLLOW_UPS, self._follow_ups(words, shown.answer)),
            rail=self._rail(words, user, {"conversation": id_}),
            send=gr.update(visible=True), stop=gr.update(visible=False),
        )  # fmt: skip

    def _begun(self, user: str, here: Here) -> str:
        """The conversation to ask in, without the turns that are being asked anew."""
        id_, editing = str(here["conversation"]), here["editing"]
        if not id_:
            return self._desk.conversations.create(user).id
        if isinstance(editing, int) and editing:
            self._desk.conversations.cut(user, id_, editing)
        return id_

    def _update(self, **changed: object) -> list[object]:
        """A value for each of the growing components; those not named stay as they are."""
        names = ("story", "hints", "rail", "here", "courier", "notice", "question", "send", "stop")
        assert changed.keys() <= set(names)
        return [changed.get(name, gr.skip()) for name in names]

    def _opened(self, request: gr.Request, id_: str) -> list[object]:
        """A conversation as a whole; a new one where it is not this reader's."""
        words, user = words_for(request), user_for(request)
        wrong = ""
        try:
            turns = self._desk.conversations.turns(user, id_) if id_ else ()
        except NotFound as error:
            id_, turns, wrong = "", (), notice(str(error), "alert")
        if turns:
            more = hints(words, Key.FOLLOW_UPS, self._follow_ups(words, turns[-1].answer))
        else:
            more = hints(words, Key.EXAMPLES, starters(self._desk.library, words.language))
        here: Here = {"conversation": id_, "editing": 0}
        message = told(language=words.language, conversation=id_)
        return [_turns(words, turns), more, self._rail(words, user, here), here, message, wrong]

    def _follow_ups(self, words: Words, answer: Mapping[str, object]) -> list[str]:
        return follow_ups(answer, self._desk.library, words.language)

    def _story(self, words: Words, user: str, id_: str, thanked: int = 0) -> str:
        return _turns(words, self._desk.conversations.turns(user, id_), thanked)

    def _rail(self, words: Words, user: str, here: Mapping[str, object], search: str = "") -> str:
        found = self._desk.conversations.list(user, search)
        return rail(words, found, str(here["conversation"]), searched=bool(search.strip()))

    def _question(self, user: str, id_: str, number: int) -> str:
        turns = self._desk.conversations.turns(user, id_)
        return next((one.question for one in turns if one.number == number), "")


def _turns(words: Words, turns: Sequence[StoredTurn], thanked: int = 0) -> str:
    if not turns:
        return lead(words)
    return "".join(turn(words, kept_turn(one, one.number == thanked)) for one in turns)
