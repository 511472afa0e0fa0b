"""What programs may call: `ask`, `search`, `articles`, by name over HTTP and, where wanted, by MCP.

    from gradio_client import Client
    client = Client("http://127.0.0.1:7860")
    client.predict("高温津贴每月发多少钱？", api_name="/ask")

Answers are those of `python -m qa … --json`. Nothing that is asked here is kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import gradio as gr
from gradio.events import api

from app_desk import Desk
from app_filters import filters
from app_render import Words
from app_search import as_rows, found
from corpus.errors import UserError
from index.types import Filters
from qa.cli_ask import as_json

_MOST = 100


def add_endpoints(desk: Desk) -> None:
    """Give the page its named endpoints."""

    def ask(question: str, date_from: str = "", date_to: str = "") -> dict[str, object]:
        """Answer a question from the library, each sentence with its citations.

        Args:
            question: The question, in any language.
            date_from: Only articles from this day on, as 1987-03-02; a year or a month will do.
            date_to: Only articles up to this day.
        """
        limits = _dates(date_from, date_to)
        # Waits like everybody else: programs must not crowd out the readers.
        with desk.chat.turn() as stopped:
            return as_json(desk.answerer.ask(question, (), limits, stopped))

    def search(query: str, limit: int = 10) -> list[object]:
        """Find articles, best first, each with the passage that was found.

        Args:
            query: Words, names, or an exact phrase between quotation marks.
            limit: How many articles, up to 100.
        """
        rows = found(desk.library, query, Filters())
        return list(as_rows(desk.library, rows[: max(1, min(limit, _MOST))]))

    def articles(date_from: str = "", date_to: str = "", offset: int = 0) -> list[object]:
        """List what is in the library by date, 100 at a time.

        Args:
            date_from: Only articles from this day on.
            date_to: Only articles up to this day.
            offset: How many to pass over.
        """
        every = desk.library.each_article(_dates(date_from, date_to))
        first = max(0, offset)
        return [
            {
                "id": article.id,
                "title": article.title,
                "date": placement.date,
                "source": placement.source,
                "page": placement.page,
                "characters": len(article.text),
            }
            for placement, article in itertools.islice(every, first, first + _MOST)
        ]

    for endpoint in (ask, search, articles):
        api(_spoken(endpoint), api_name=endpoint.__name__)


def _dates(first: str, last: str) -> Filters:
    """The limits that a program gave, checked as those of a reader are."""
    return filters(Words("en"), (first, last, (), (), (), ()))


def _spoken(endpoint: Callable[..., object]) -> Callable[..., object]:
    """The endpoint with what a user can mend as an error that says so."""
    import functools

    @functools.wraps(endpoint)
    def call(*args: object, **kwargs: object) -> object:
        try:
            return endpoint(*args, **kwargs)
        except UserError as error:
            raise gr.Error(str(error)) from error

    return call
