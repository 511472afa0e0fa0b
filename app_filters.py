"""The fields that limit a question or a search, and what they say.

Knows how dates are written; knows nothing of what is searched.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import gradio as gr

from app_desk import Labels
from app_render import Words
from corpus.errors import UserError
from index.library import Library
from index.types import Filters
from qa import messages
from qa.answer import LONGEST_QUESTION, QuestionError
from qa.desk.strings import Key

_MOST = 500
"""Names offered in a list; others can be typed."""
_DAY = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?\s*[年月日]?")


JUST_TOO_LONG = LONGEST_QUESTION + 1
"""Characters that a field takes: of a longer text so many that it is refused, not shortened."""
_LONGEST = 200
"""Characters of a name to filter by."""


class DateError(UserError):
    """A date that is none, or two in the wrong order."""


class Limits:
    """Six fields: from, to, newspaper or file, section, language, collection."""

    def __init__(self, labels: Labels) -> None:
        with gr.Row():
            self.first = _day_field("1987-03")
            self.last = _day_field("1987-03-31")
            self.languages = _several()
        with gr.Row():
            self.sources = _several()
            self.sections = _several()
            self.collections = _several()
        labels.put(self.first, label=Key.FILTER_FROM)
        labels.put(self.last, label=Key.FILTER_TO)
        labels.put(self.languages, label=Key.FILTER_LANGUAGE)
        labels.put(self.sources, label=Key.FILTER_SOURCE)
        labels.put(self.sections, label=Key.FILTER_SECTION)
        labels.put(self.collections, label=Key.FILTER_COLLECTION)

    @property
    def fields(self) -> list[gr.blocks.Block]:
        """The components, in the order that `filters` takes their values."""
        chosen = [self.sources, self.sections, self.languages, self.collections]
        return [self.first, self.last, *chosen]

    @property
    def chosen(self) -> list[gr.blocks.Block]:
        """The components that `choices` answers for."""
        return [self.sources, self.languages, self.collections]


def _day_field(example: str) -> gr.Textbox:
    return gr.Textbox(label="", placeholder=example, max_lines=1, max_length=20, min_width=140)


def _several() -> gr.Dropdown:
    return gr.Dropdown(
        choices=[], multiselect=True, allow_custom_value=True, label="", min_width=140
    )


def choices(library: Library) -> list[object]:
    """An update for each of `Limits.chosen`: the names that there are."""
    collections, languages = library.names()
    publications = sorted(library.stats().publications)[:_MOST]
    return [gr.update(choices=names) for names in (publications, languages, collections)]


def filters(words: Words, values: Sequence[object]) -> Filters:
    """What the fields say."""
    first, last, *chosen = values
    low, high = _day(words, first), _day(words, last)
    if low and high and high < low[: len(high)]:
        raise DateError(words.plain(Key.DATE_ORDER), f"{low} – {high}", "")
    sources, sections, languages, collections = (_names(value) for value in chosen)
    return Filters(low, high, sources, sections, languages, collections)


def check_length(query: str) -> None:
    """Refuse what nobody would read."""
    if len(query) > LONGEST_QUESTION:
        raise QuestionError(*messages.too_long(query, LONGEST_QUESTION))


def _day(words: Words, value: object) -> str:
    """A year, a month or a day as the library writes it."""
    given = str(value or "").strip()
    if not given:
        return ""
    found = _DAY.fullmatch(given)
    parts = [part for part in found.groups() if part] if found else []
    try:
        if not parts:
            raise ValueError(given)
        datetime.date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError as error:
        line = words.plain(Key.DATE_WRONG, date=given[:40])
        raise DateError(line, given[:40], words.plain(Key.DATE_HINT)) from error
    return "-".join([parts[0], *(f"{int(part):02d}" for part in parts[1:])])


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(name)[:_LONGEST] for name in value[:_MOST]) if isinstance(value, list) else ()
