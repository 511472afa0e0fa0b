"""Pieces of HTML that every part of the page is made of: escaping, buttons, masthead, lists.

Every text that comes from an article, a file name, a question or a reader passes `esc`. Knows how
things are shown; knows nothing of where they come from.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app_style import DARK, TOKENS
from qa.desk.conversations import LONGEST_TITLE
from qa.desk.export import place_of, records, rows
from qa.desk.strings import Key, Language, phrase
from qa.desk.wording import line, unturned

if TYPE_CHECKING:
    from index.library import Stats
    from qa.desk.conversations import Conversation, StoredTurn

LONGEST_HEADLINE = 160
_TEMPLATE_SIGNS = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"})
"""What the page's own templates would read as an instruction."""

_PRINT = (
    TOKENS
    + """
body { background: var(--paper); color: var(--ink); font: 400 1.0625rem/1.8 var(--serif);
  max-width: 42rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 2rem; border-bottom: 3px double var(--ink); }
h2 { font-size: 1.375rem; border-top: 1px solid var(--rule); padding-top: 1.5rem; }
sup, li b { color: var(--vermilion); font-family: var(--sans); }
small { display: block; color: var(--quiet); font-family: var(--sans); }
blockquote { margin: .25rem 0 1rem; color: var(--ink); background: var(--mark); }
ol { list-style: none; padding: 0; }
"""
    + f"@media (prefers-color-scheme: dark) {{ :root {{ {DARK} }} }}"
)
"""For a conversation that was taken away as one file."""


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's texts in one language, ready to stand in HTML."""

    language: Language

    def __call__(self, key: Key, **values: str | int) -> str:
        """A text with its places filled in, escaped."""
        return esc(self.plain(key, **values))

    def around(self, key: Key, **values: str | int) -> str:
        """The same around texts of whatever direction: for where elements may stand."""
        held = {name: f"\0{name}\0" for name, value in values.items() if isinstance(value, str)}
        parts = esc(self.plain(key, **{**values, **held})).split("\0")
        return "".join(bdi(values[part]) if at % 2 else part for at, part in enumerate(parts))

    def plain(self, key: Key, **values: str | int) -> str:
        """The same, for a place that is not HTML."""
        return phrase(key, self.language, **values)


def esc(said: object) -> str:
    """A text that stands in HTML, in an attribute too, as itself."""
    return html.escape(unturned(str(said))).translate(_TEMPLATE_SIGNS)


def bdi(said: object) -> str:
    """A text of unknown direction, which turns nothing around it."""
    return f'<bdi dir="auto">{esc(said)}</bdi>'


def headline(words: Words, title: object) -> str:
    """An article's headline, however long; or that there is none."""
    return bdi(line(str(title or ""), LONGEST_HEADLINE) or words.plain(Key.NO_HEADLINE))


def act(event: str, label: str, kind: str = "link", /, **values: object) -> str:
    """A button that tells the server something; `label` is HTML already."""
    data = "".join(f' data-{name}="{esc(value)}"' for name, value in values.items())
    return f'<button type="button" class="{kind}" data-act="{event}"{data}>{label}</button>'


def local(name: str, label: str, kind: str = "link", /, **values: object) -> str:
    """A button that the page's own script acts on."""
    data = "".join(f' data-{key}="{esc(value)}"' for key, value in values.items())
    return f'<button type="button" class="{kind}" data-do="{name}"{data}>{label}</button>'


def plate(words: Words, stats: Stats, *, demo: bool, user: str) -> str:
    """The nameplate: what is in the library, the switches, the name."""
    held = [words(Key.COUNT_ARTICLES, n=stats.articles)]
    if stats.first_date:
        span = {"first": stats.first_date[:10], "last": stats.last_date[:10]}
        held.append(words(Key.DATES_FROM_TO, **span))
    other: Language = "en" if words.language == "zh" else "zh"
    name = "English" if other == "en" else "中文"
    switches = [
        f'<button type="button" class="link" data-do="language" data-to="{other}" lang="{other}">'
        f"{name}</button>",
        local("theme", words(Key.THEME)),
    ]
    if user:
        switches += [
            f"<span>{words.around(Key.LOGGED_IN_AS, user=user)}</span>",
            f'<a href="logout">{words(Key.LOGOUT)}</a>',
        ]
    note = f'<p class="fine demo">{words(Key.DEMO_NOTE)}</p>' if demo else ""
    return (
        f'<header class="bw plate"><div class="folio fine"><span>{" · ".join(held)}</span>'
        f"<span>{''.join(switches)}</span></div>"
        f"<h1>{words(Key.NAME)}<span>{words(Key.TAGLINE)}</span></h1>{note}</header>"
    )


def rail(words: Words, found: Sequence[Conversation], current: str, *, searched: bool) -> str:
    """The reader's conversations, each with what can be done with it."""
    if not found:
        key = Key.NO_CONVERSATIONS_FOUND if searched else Key.NO_CONVERSATIONS
        return f'<nav class="bw past"><p class="fine">{words(key)}</p></nav>'
    items = "".join(_past(words, item, item.id == current) for item in found)
    label = words(Key.CONVERSATIONS)
    return f'<nav class="bw past" aria-label="{label}"><ul>{items}</ul></nav>'


def _past(words: Words, item: Conversation, current: bool) -> str:
    title = item.title or words.plain(Key.UNTITLED)
    exports = "".join(
        act("export", words(key), id=item.id, form=form)
        for form, key in (
            ("md", Key.EXPORT_MARKDOWN),
            ("html", Key.EXPORT_HTML),
            ("json", Key.EXPORT_JSON),
        )
    )
    here = ' aria-current="true"' if current else ""
    sure = words.plain(Key.DELETE_SURE, title=title)
    return (
        f"<li{here}>{act('pick', bdi(title), 'title', id=item.id)}"
        f"<details><summary>{esc(item.changed[:10])} · {words(Key.TURNS, n=item.turns)} · "
        f'{words(Key.MORE)}</summary><form data-act="rename" data-id="{esc(item.id)}">'
        f'<input name="title" value="{esc(title)}" aria-label="{words(Key.NEW_TITLE)}" '
        f'maxlength="{LONGEST_TITLE}"><button class="link" type="submit">{words(Key.RENAME)}'
        f"</button></form>"
        f'<div class="row">{exports}'
        f"{act('delete', words(Key.DELETE), id=item.id, sure=sure)}"
        f"</div></details></li>"
    )


def lead(words: Words) -> str:
    """What stands where there is no conversation yet."""
    return (
        f'<section class="bw lead"><h2>{words(Key.QUESTION_HINT)}</h2>'
        f"<p>{words(Key.CHECK_HINT)}</p></section>"
    )


def hints(words: Words, key: Key, questions: Sequence[str]) -> str:
    """Questions to choose from."""
    if not questions:
        return ""
    items = "".join(
        f"<li>{act('ask', bdi(question), 'question', question=question)}</li>"
        for question in questions
    )
    return f'<section class="bw hints"><p class="label">{words(key)}</p><ul>{items}</ul></section>'


def notice(said: str, role: str = "status") -> str:
    """One line that is said aloud, too."""
    return f'<p class="bw note" role="{role}" dir="auto">{esc(said)}</p>' if said else ""


def placed(words: Words, row: Mapping[str, object]) -> str:
    """Where an article was printed, in one line."""
    return " · ".join(bdi(part) for part in place_of(row, words.language) if part)


def exported(words: Words, conversation: Conversation, turns: Sequence[StoredTurn]) -> str:
    """A conversation as a page of its own that fetches nothing."""
    body = "".join(_exported_turn(words, turn) for turn in turns)
    title = esc(conversation.title or words.plain(Key.UNTITLED))
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{_PRINT}</style></head><body><h1>{title}</h1>"
        f"<small>{words(Key.EXPORTED_FROM, date=conversation.changed[:10])}</small>"
        f"{body}</body></html>"
    )


def _exported_turn(words: Words, turn: StoredTurn) -> str:
    said = "".join(
        f"<p>{esc(row.get('text', ''))}"
        + "".join(f"<sup>[{esc(number)}]</sup>" for number in rows(row, "citations"))
        + "</p>"
        for row in records(turn.answer, "sentences")
    )
    sources = "".join(
        f"<li><b>{esc(row.get('number'))}</b> "
        f"{headline(words, row.get('title'))}"
        f"<small>{placed(words, row)}</small>"
        f"<blockquote>{esc(row.get('quote', ''))}</blockquote></li>"
        for row in records(turn.answer, "citations")
    )
    message = esc(turn.answer.get("message") or words.plain(Key.REFUSED))
    return f"<h2>{esc(turn.question)}</h2>{said or f'<p>{message}</p>'}<ol>{sources}</ol>"
