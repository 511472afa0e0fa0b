"""A question with its answer and its sources, as they stand on the page.

Renders an answer in its stored form, finished or still growing, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app_render import Words, act, bdi, esc, headline, local, placed
from qa.desk.export import Row, records, rows
from qa.desk.feedback import LONGEST_COMMENT
from qa.desk.strings import Key
from qa.desk.wording import clipped
from qa.types import Outcome, Support

_CERTAINTY = ((0.9, Key.SURE), (0.65, Key.LIKELY), (0.35, Key.PERHAPS), (0.0, Key.UNLIKELY))
_SUPPORT = {
    Support.QUOTED.value: Key.SUPPORT_QUOTED,
    Support.SUPPORTED.value: Key.SUPPORT_SUPPORTED,
    Support.UNSUPPORTED.value: Key.SUPPORT_UNSUPPORTED,
    Support.CONTRADICTED.value: Key.SUPPORT_CONTRADICTED,
}
_STATES = {
    Outcome.WEAK_EVIDENCE.value: Key.WEAK,
    Outcome.CONFLICTING_EVIDENCE.value: Key.CONFLICT,
}
_TOGETHER = "\u2060"
"""Keeps a number on the line of the sentence's end."""
_LONGEST, _TIP = 2_000, 400
"""Characters shown of one sentence or quotation: a line may be a book."""
_OPEN = 1
"""So many cards of an answer are open at first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One turn as it is to be shown."""

    number: int
    question: str
    answer: Mapping[str, object]
    stage: str = ""
    """What is being done, while it works."""
    stopped: bool = False
    verdict: str = ""
    thanked: bool = False
    seen: int = field(default=1 << 30)
    """How many sentences stood there before: those after them arrive."""


def turn(words: Words, shown: Shown) -> str:
    """The question as a headline, the answer below it, its sources beside it."""
    busy = ' aria-busy="true"' if shown.stage else ""
    return (
        f'<article class="bw turn" id="turn-{shown.number}"{busy}>'
        f'<header><h2 dir="auto">{esc(shown.question)}</h2>{_asked(words, shown)}</header>'
        f'<div class="answer">{_answer(words, shown)}</div>'
        f'<aside aria-label="{words(Key.EVIDENCE)}">{_margin(words, shown)}</aside></article>'
    )


def _asked(words: Words, shown: Shown) -> str:
    """What was really searched for, where it is not the question itself."""
    parts = []
    query = str(shown.answer.get("query") or "")
    if query and query != shown.question:
        parts.append(words.around(Key.SEARCHED_FOR, query=clipped(query, _LONGEST)))
    notes = [str(note) for note in rows(shown.answer, "notes")] or limits(
        words, shown.answer.get("filters")
    )
    if notes:
        parts.append(words.around(Key.FILTERED_BY, filters=clipped("，".join(notes), _LONGEST)))
    seconds = shown.answer.get("seconds")
    if isinstance(seconds, int | float) and not shown.stage:
        parts.append(words(Key.SECONDS, seconds=f"{seconds:.1f}"))
    return f'<p class="fine asked">{" · ".join(parts)}</p>' if parts else ""


def limits(words: Words, filters: object) -> list[str]:
    """The filters of a search, each in words."""
    if not isinstance(filters, dict):
        return []
    told = []
    first, last = str(filters.get("date_from") or ""), str(filters.get("date_to") or "")
    if first or last:
        told.append(words.plain(Key.DATES_FROM_TO, first=first or "…", last=last or "…"))
    for name in ("sources", "sections", "languages", "collections"):
        told += [str(value) for value in filters.get(name) or ()]
    return told


def _answer(words: Words, shown: Shown) -> str:
    outcome = str(shown.answer.get("outcome") or "")
    if shown.stage or not outcome or shown.stopped:
        state = f'<p class="stage" role="status">{esc(shown.stage)}</p>' if shown.stage else ""
        if shown.stopped:
            state = f'<p class="state">{words(Key.STOPPED)}</p>{_again(words, shown)}'
        return _said(words, shown) + state
    if outcome == Outcome.FAILED.value:
        return _failed(words, shown)
    if outcome == Outcome.NO_EVIDENCE.value:
        return _refused(words, shown)
    key = _STATES.get(outcome)
    state = f'<p class="state">{words(key)}</p>' if key else ""
    apart = outcome == Outcome.CONFLICTING_EVIDENCE.value
    said = _sides(words, shown) if apart else _said(words, shown)
    return state + said + _dropped(words, shown) + _tools(words, shown)


def _failed(words: Words, shown: Shown) -> str:
    message = str(shown.answer.get("message") or words.plain(Key.FAILED_RETRY))
    return (
        f'<div role="alert"><p class="state">{words(Key.FAILED)}</p>'
        f'<p class="plain" dir="auto">{esc(message)}</p></div>{_again(words, shown)}'
    )


def _refused(words: Words, shown: Shown) -> str:
    """What was searched, and the nearest that there is."""
    query = str(shown.answer.get("query") or shown.question)
    nearest = records(shown.answer, "hits")
    read = shown.answer.get("read")
    message = str(shown.answer.get("message") or "")
    told = (
        words.around(Key.REFUSED_SEARCHED, query=clipped(query, _LONGEST), n=read)
        if isinstance(read, int) and read
        else (bdi(message) if message else words(Key.REFUSED_TRY))
    )
    near = "".join(_near(words, row) for row in nearest[:5])
    if near:
        near = f'<p class="label">{words(Key.REFUSED_NEAREST)}</p><ol class="nearest">{near}</ol>'
    return (
        f'<p class="state">{words(Key.REFUSED)}</p>'
        f'<p class="plain">{told}</p>{near}{_tools(words, shown)}'
    )


def _near(words: Words, row: Row) -> str:
    title = headline(words, row.get("title"))
    span = {"start": row.get("start"), "end": row.get("end")}
    return (
        f"<li>{act('open', title, 'headline', id=row.get('article_id'), **span)}"
        f"<small> {placed(words, row)}</small></li>"
    )


def _said(words: Words, shown: Shown) -> str:
    sentences = records(shown.answer, "sentences")
    quotes = _quotes(shown)
    body = "".join(
        _sentence(words, shown, row, quotes, new=at >= shown.seen)
        for at, row in enumerate(sentences)
    )
    live = ' aria-live="polite"' if shown.stage else ""
    return f'<div class="said" dir="auto"{live}>{body}</div>' if body else ""


def _quotes(shown: Shown) -> dict[object, str]:
    citations = records(shown.answer, "citations")
    return {row.get("number"): str(row.get("quote", "")) for row in citations}


def _sentence(
    words: Words, shown: Shown, row: Row, quotes: Mapping[object, str], *, new: bool
) -> str:
    support = str(row.get("support") or "")
    marks = "".join(
        _mark(words, shown.number, number, quotes.get(number, ""))
        for number in rows(row, "citations")
    )
    classes = " ".join(name for name, put in (("new", new), (f"is-{support}", support)) if put)
    key = _SUPPORT.get(support)
    how = f'<span class="how">{words(key)}</span>' if key else ""
    said = _cut(row.get("text"))
    return f'<p class="{classes}">{said}{_TOGETHER * bool(marks)}{marks}{how}</p>'


def _cut(said: object, longest: int = _LONGEST) -> str:
    return esc(clipped(str(said or ""), longest))


def _mark(words: Words, turn_number: int, number: object, quote: str) -> str:
    """A number that shows its quotation and leads to its card."""
    name = f"{turn_number}-{esc(number)}"
    label = words(Key.SOURCE_NUMBER, number=str(number))
    return (
        f'<span class="cite"><a href="#source-{name}" data-do="cite" aria-label="{label}" '
        f'aria-describedby="tip-{name}">{esc(number)}</a>'
        f'<span class="tip" role="tooltip" dir="auto" id="tip-{name}">{_cut(quote, _TIP)}</span>'
        f"</span>"
    )


def _sides(words: Words, shown: Shown) -> str:
    """Sentences that contradict each other, side by side."""
    quotes = _quotes(shown)
    body = "".join(
        f'<div class="said" dir="auto">{_sentence(words, shown, row, quotes, new=False)}</div>'
        for row in records(shown.answer, "sentences")
    )
    return f'<div class="sides">{body}</div>'


def _dropped(words: Words, shown: Shown) -> str:
    dropped = records(shown.answer, "dropped")
    if not dropped:
        return ""
    items = "".join(
        f"<li>{bdi(row.get('text', ''))}<small> {words(key)}</small></li>"
        for row in dropped
        if (key := _SUPPORT.get(str(row.get("support"))))
    )
    return (
        f'<details class="fold"><summary>{words(Key.DROPPED, n=len(dropped))}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _again(words: Words, shown: Shown) -> str:
    return (
        f'<div class="row tools">{act("ask", words(Key.RETRY), turn=shown.number)}'
        f"{act('edit', words(Key.EDIT), turn=shown.number, question=shown.question)}</div>"
    )


def _tools(words: Words, shown: Shown) -> str:
    """What a reader can do with an answer."""
    judged = "".join(
        f'<button type="button" class="link" data-act="judge" data-turn="{shown.number}" '
        f'data-verdict="{verdict}" aria-pressed="{str(shown.verdict == verdict).lower()}">'
        f"{words(key)}</button>"
        for verdict, key in (("up", Key.GOOD_ANSWER), ("down", Key.BAD_ANSWER))
    )
    comment = ""
    if shown.verdict:
        thanks = f'<p class="fine" role="status">{words(Key.FEEDBACK_THANKS)}</p>'
        comment = (
            f'<form class="fold" data-act="judge" data-turn="{shown.number}" '
            f'data-verdict="{esc(shown.verdict)}"><textarea name="comment" rows="2" '
            f'maxlength="{LONGEST_COMMENT}" '
            f'aria-label="{words(Key.FEEDBACK_COMMENT)}" '
            f'placeholder="{words(Key.FEEDBACK_COMMENT)}"></textarea>'
            f'<button class="link" type="submit">{words(Key.FEEDBACK_SEND)}</button></form>'
            if not shown.thanked
            else ""
        ) + thanks
    return (
        f'<div class="row tools">'
        f"{local('copy', words(Key.COPY), turn=shown.number, done=words.plain(Key.COPIED))}"
        f"{act('ask', words(Key.RETRY), turn=shown.number)}"
        f"{act('edit', words(Key.EDIT), turn=shown.number, question=shown.question)}{judged}</div>"
        f"{comment}"
    )


def _margin(words: Words, shown: Shown) -> str:
    citations = records(shown.answer, "citations")
    cards = "".join(card(words, shown.number, citations, at) for at in range(len(citations)))
    refused = shown.answer.get("outcome") == Outcome.NO_EVIDENCE.value
    others = [] if refused else records(shown.answer, "hits")
    more = ""
    if others and not shown.stage:
        items = "".join(_near(words, row) for row in others)
        summary = words(Key.ALSO_FOUND, n=len(others))
        more = f'<details class="fold"><summary>{summary}</summary><ol>{items}</ol></details>'
    return cards + more


def card(words: Words, turn_number: int, citations: Sequence[Row], at: int) -> str:
    """One source: headline, where printed, the sentence in its context, how probable."""
    row = citations[at]
    number = row.get("number")
    title = headline(words, row.get("title"))
    opened = " open" if at < _OPEN else ""
    return (
        f'<details class="card" id="source-{turn_number}-{esc(number)}"{opened}>'
        f'<summary><span class="number">{esc(number)}</span>'
        f'<span><span class="headline">{title}</span><small>{placed(words, row)}</small></span>'
        f'</summary><div class="body"><blockquote dir="auto">{esc(row.get("before") or "")}'
        f"<mark>{_cut(row.get('quote'))}</mark>{esc(row.get('after') or '')}</blockquote>"
        f"{_probability(words, row)}{_moves(words, turn_number, citations, at)}</div></details>"
    )


def _probability(words: Words, row: Row) -> str:
    score = row.get("score")
    if not isinstance(score, int | float):
        return ""
    share = min(0.99, max(0.01, float(score)))  # nothing here is known for certain
    key = next(key for least, key in _CERTAINTY if share >= least)
    told = words(Key.PROBABILITY, words=words.plain(key), percent=f"{share * 100:.0f}")
    return f"<small>{told}</small>"


def _moves(words: Words, turn_number: int, citations: Sequence[Row], at: int) -> str:
    """Open the article; the source before and after this one."""
    row = citations[at]
    span = {"start": row.get("start"), "end": row.get("end")}
    parts = [act("open", words(Key.OPEN_ARTICLE), id=row.get("article_id"), **span)]
    for step, key in ((-1, Key.PREVIOUS_SOURCE), (1, Key.NEXT_SOURCE)):
        if 0 <= at + step < len(citations):
            to = f"source-{turn_number}-{citations[at + step].get('number')}"
            parts.append(local("go", words(key), to=to))
    return f'<div class="row">{"".join(parts)}</div>'
