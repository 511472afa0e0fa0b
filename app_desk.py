"""What the tabs of the page share: the working parts, who asks, and labels in two languages.

Knows Gradio's components and requests; knows nothing of what any tab shows.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gradio as gr

from app_chat import Chat
from app_render import Words
from app_server import language_of, user_of
from qa.desk.conversations import Conversations
from qa.desk.feedback import Feedback
from qa.desk.strings import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.library import Library
    from qa.answer import Answerer
    from qa.desk.jobs import Adding
    from qa.desk.uploads import Inbox
    from qa.desk.users import Users
    from qa.opening import PageSettings


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts that the page works with."""

    library: Library
    answerer: Answerer
    chat: Chat
    conversations: Conversations
    feedback: Feedback
    adding: Adding
    inbox: Inbox
    settings: PageSettings
    demo: bool
    users: Users | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    visited: threading.Event = field(default_factory=threading.Event)
    """Somebody has seen the page."""

    @property
    def closed(self) -> Key | None:
        """Why nobody adds or removes articles here, where that is so.

        Invented news must never be cited beside real ones: the demo library stays as it is.
        """
        if self.settings.read_only:
            return Key.READ_ONLY
        return Key.DEMO_CLOSED if self.demo else None


QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For events of the page itself: no spinner over what is read, and no name for programs."""


def words_for(request: gr.Request) -> Words:
    """The texts in the language that this reader reads."""
    return Words(language_of(dict(request.headers)))


def user_for(request: gr.Request) -> str:
    """Whose conversations these are."""
    username = request.username
    return user_of(username, dict(request.headers), request.session_hash)


def told(**messages: object) -> str:
    """A message for the page's script; two that are alike are two messages."""
    return json.dumps({**messages, "id": next(_numbers)}, ensure_ascii=False)


_numbers = iter(range(1 << 62))


def text_of(event: gr.EventData, name: str) -> str:
    """What the browser said; whatever it was, a text."""
    said = event._data if isinstance(event._data, dict) else {}
    return str(said.get(name, ""))


def number_of(event: gr.EventData, name: str) -> int:
    """The same as a number; 0 where it is none."""
    text = text_of(event, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class Labels:
    """Components whose texts follow the reader's language.

    One that begins closed (`interactive=False`) opens with its texts: what is asked before the
    visitor has entered would be overwritten by the entering.
    """

    def __init__(self) -> None:
        self._labelled: list[tuple[gr.blocks.Block, Mapping[str, Key]]] = []

    def put(self, component: gr.blocks.Block, **texts: Key) -> None:
        """Remember which of a component's properties hold which text."""
        self._labelled.append((component, texts))

    @property
    def components(self) -> list[gr.blocks.Block]:
        """What `said` answers for, in order."""
        return [component for component, _ in self._labelled]

    def said(self, words: Words) -> Sequence[object]:
        """An update for each component."""
        return [gr.update(**_spoken(words, *labelled)) for labelled in self._labelled]


def _spoken(words: Words, component: gr.blocks.Block, texts: Mapping[str, Key]) -> dict[str, Any]:
    spoken: dict[str, Any] = {name: words.plain(key) for name, key in texts.items()}
    closed = getattr(component, "interactive", None) is False
    return spoken | {"interactive": True} if closed else spoken
