"""The page put together: its parts, its tabs, its server.

Knows Gradio's launch and which tab stands where; what happens in a tab is the tab's own business.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import gradio as gr

from app_api import add_endpoints
from app_article import sheet
from app_ask import AskTab
from app_chat import Chat
from app_desk import QUIET, Desk, Labels, number_of, text_of, told, words_for
from app_evaluation import EvaluationTab
from app_filters import choices
from app_library import LibraryTab
from app_queue import Queue
from app_render import notice, plate
from app_script import ACTS, COURIER, HEAD, SHEET
from app_search import SearchTab
from app_server import Guard, health
from app_style import PAGE_CSS
from corpus.errors import LibraryError
from index.library import Library
from qa.answer import Answerer
from qa.desk.conversations import Conversations
from qa.desk.database import DESK
from qa.desk.feedback import Feedback
from qa.desk.jobs import Adding
from qa.desk.strings import Key
from qa.desk.uploads import Inbox
from qa.desk.users import Login, Users
from qa.opening import PageSettings

THREADS = 120
"""Each question that waits or is answered holds one."""

_SANS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


@contextmanager
def furnished(
    answerer: Answerer,
    library: Library,
    settings: PageSettings,
    users: Users | None,
    *,
    demo: bool,
) -> Iterator[Desk]:
    """Everything that the page works with, opened and closed again."""
    folder = library.storage.directory
    ready = threading.Event()
    inbox = Inbox(folder, settings.max_upload_mb << 20)
    with Conversations(folder / DESK) as conversations, Feedback(folder / DESK) as feedback:
        article = library.article
        chat = Chat(answerer, article, conversations, Queue(settings.queue), ready.is_set)
        yield Desk(
            library, answerer, chat, conversations, feedback, Adding(library, inbox), inbox,
            settings, demo, users, ready,
        )  # fmt: skip


class Page:
    """The whole page: what is above the tabs, and the tabs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._labels = Labels()
        self.blocks: gr.Blocks = gr.Blocks(title="报问 Baowen", analytics_enabled=False)
        with self.blocks:
            add_endpoints(desk)  # before the page's own events, which would take the names
            top = gr.HTML(apply_default_css=False, elem_id="plate")
            courier = gr.HTML(
                apply_default_css=False,
                elem_id="courier",
                visible="hidden",
                html_template="",
                js_on_load=COURIER,
            )
            reading = gr.HTML(apply_default_css=False, elem_id="reading", js_on_load=ACTS + SHEET)
            with gr.Tabs(elem_id="tabs") as tabs:
                with self._tab("ask", Key.TAB_ASK):
                    self._asking = AskTab(desk, self._labels, courier)
                with self._tab("search", Key.TAB_SEARCH):
                    self._searching = SearchTab(desk, self._labels)
                with self._tab("library", Key.TAB_LIBRARY) as library:
                    self._holding = LibraryTab(desk, self._labels)
                with self._tab("evaluation", Key.TAB_EVALUATION) as evaluation:
                    self._measuring = EvaluationTab(desk, self._labels)
            self._wire(tabs, reading)
            library.select(self._library, None, self._holding.whole, **QUIET)
            evaluation.select(self._evaluation, None, self._measuring.whole, **QUIET)
            asking, searching = self._asking, self._searching
            entered = [top, *asking.whole, *asking.limits.chosen, *searching.limits.chosen]
            entered += [searching.sort, *self._labels.components]
            self.blocks.load(self.enter, None, entered, **QUIET)

    def _tab(self, name: str, key: Key) -> gr.Tab:
        tab = gr.Tab(id=name)
        self._labels.put(tab, label=key)
        return tab

    def _wire(self, tabs: gr.Tabs, reading: gr.HTML) -> None:
        """Connect each tab's events, and those that lead from one to another."""
        asking, searching = self._asking, self._searching
        for tab in (asking, searching, self._holding, self._measuring):
            tab.wire()
        for part in (asking.story, asking.hints, searching.results):
            part.open(self.open, None, reading, **QUIET)
        for part in (searching.results, reading):
            to_ask = [tabs, asking.question, asking.courier, reading]
            part.about(self.about, None, to_ask, **QUIET)

    def close(self, seconds: float) -> bool:
        """End what goes on in the tabs, then the server; whether all of it ended in time."""
        desk = self._desk
        parts = (desk.chat.close, self._measuring.close, desk.adding.close)
        ended = [close(seconds) for close in parts]
        # Browsers keep a line open for as long as they show the page.
        self.blocks.server.config.timeout_graceful_shutdown = 1
        self.blocks.close(verbose=False)
        return all(ended)

    def enter(self, request: gr.Request) -> list[object]:
        """What a visitor sees first, in the visitor's language."""
        words, desk = words_for(request), self._desk
        head = plate(words, desk.library.stats(), demo=desk.demo, user=request.username or "")
        whole = self._asking.enter(request)
        names = choices(desk.library)
        orders = self._searching.sorts(words)
        desk.visited.set()
        return [head, *whole, *names, *names, orders, *self._labels.said(words)]

    def about(self, request: gr.Request, event: gr.EventData) -> list[object]:
        """Begin a question about an article."""
        words = words_for(request)
        try:
            title = self._desk.library.article(text_of(event, "id")).title
        except LibraryError:
            return [gr.skip(), gr.skip(), gr.skip(), notice(words.plain(Key.ARTICLE_GONE), "alert")]
        named = title or words.plain(Key.NO_HEADLINE)
        text = f"《{named}》" if words.language == "zh" else f"“{named}”: "
        return [gr.Tabs(selected="ask"), text, told(focus=True), ""]

    def _library(self, request: gr.Request) -> list[object]:
        return self._holding.enter(words_for(request))

    def _evaluation(self, request: gr.Request) -> list[object]:
        return self._measuring.enter(words_for(request))

    def open(self, request: gr.Request, event: gr.EventData) -> str:
        """An article, whole."""
        words, library = words_for(request), self._desk.library
        try:
            article = library.article(text_of(event, "id"))
        except LibraryError:
            return notice(words.plain(Key.ARTICLE_GONE), "alert")
        start, end = number_of(event, "start"), number_of(event, "end")
        return sheet(words, library, article, start, min(end, len(article.text)))


def launch(desk: Desk) -> Page:
    """Serve the page; the models may still be loading."""
    from starlette.middleware import Middleware

    settings = desk.settings
    page = Page(desk)
    page.blocks.queue(default_concurrency_limit=None).launch(
        server_name=settings.host,
        server_port=settings.port,
        root_path=settings.root_path or None,
        prevent_thread_lock=True,
        quiet=True,
        footer_links=[],
        max_threads=THREADS,
        max_file_size=f"{settings.max_upload_mb}mb",
        auth=partial(_may_enter, desk.users) if desk.users else None,
        ssr_mode=False,
        run_history=False,
        enable_monitoring=False,
        mcp_server=settings.mcp,
        app_kwargs={
            "middleware": [Middleware(Guard, uploads=not settings.read_only)],
            "routes": [health(partial(_health, desk))],
            "docs_url": None,
            "redoc_url": None,
        },
        theme=_theme(),
        css=PAGE_CSS,
        head=HEAD,
    )
    return page


async def _may_enter(users: Users, name: str, password: str) -> bool:
    """Whether this is a user; in a thread, as comparing passwords is slow on purpose."""
    from anyio import to_thread

    return await to_thread.run_sync(users.login, name, password) is Login.OK


def _health(desk: Desk) -> dict[str, object]:
    """What an operator's probe is told."""
    with desk.library.storage.view() as view:
        generation, articles = view.generation, view.count()
    return {
        "status": "ok",
        "ready": desk.ready.is_set(),
        "articles": articles,
        "generation": generation,
    }


def _theme() -> gr.themes.Base:
    """Gradio's plainest theme, its colours and fonts those of the page."""
    base = gr.themes.Base(font=list(_SANS), font_mono=["monospace"])
    both = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--quiet)",
        "background_fill_primary": "var(--paper)",
        "background_fill_secondary": "var(--sheet)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--quiet)",
        "block_title_text_color": "var(--quiet)",
        "block_info_text_color": "var(--quiet)",
        "border_color_primary": "var(--rule)",
        "border_color_accent": "var(--ink)",
        "color_accent_soft": "var(--sheet)",
        "input_background_fill": "transparent",
        "input_placeholder_color": "var(--quiet)",
        "link_text_color": "var(--ink)",
        "checkbox_background_color": "transparent",
        "checkbox_background_color_selected": "var(--ink)",
        "checkbox_border_color": "var(--quiet)",
        "checkbox_border_color_selected": "var(--ink)",
        "checkbox_border_color_focus": "var(--ink)",
        "checkbox_label_background_fill": "transparent",
        "checkbox_label_background_fill_selected": "transparent",
        "checkbox_label_text_color": "var(--ink)",
        "checkbox_label_text_color_selected": "var(--ink)",
    }
    dark = {f"{name}_dark": value for name, value in both.items()}
    themed: gr.themes.Base = base.set(**both, **dark)
    return themed
