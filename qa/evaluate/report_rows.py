"""One row of a run as a page shows it: verdict, why, answer, sources, what was expected.

Knows the rows of a run; nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluate.report_values import (
    Json,
    count,
    inside,
    listed,
    number,
    objects,
    percent,
    seconds,
    text,
)

WHY = {
    "right": "Right",
    "not_retrieved": "Not retrieved",
    "not_read": "Not read",
    "not_worded": "Not worded",
    "refused": "Refused",
    "answered_unanswerable": "Answered, nothing answers it",
    "failed": "Failed",
    "ungraded": "Not graded",
}
"""What became of a question, in the order in which a page lists it."""

_OUTCOMES = {
    "answered": "answered",
    "no_evidence": "refused: no evidence",
    "weak_evidence": "refused: weak evidence",
    "conflicting_evidence": "answered: the evidence conflicts",
    "failed": "failed",
}
_EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer, the numbers of its sources, and what the check says of it."""

    text: str
    marks: tuple[int, ...]
    complaint: str


@dataclass(frozen=True, slots=True)
class Source:
    """A citation as it stands in its article."""

    number: int
    title: str
    place: str
    before: str
    quote: str
    after: str
    judged: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A piece of gold evidence, and how far it came."""

    quote: str
    place: str
    fate: str


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of the search."""

    title: str
    source: str
    excerpt: str
    relevant: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a page shows of one question."""

    place: int
    id: str
    question: str
    history: tuple[tuple[str, str], ...]
    type: str
    lang: str
    verdict: str
    why: str
    verdict_word: str
    because: str
    steps: tuple[str, ...]
    outcome: str
    message: str
    said: tuple[Said, ...]
    sources: tuple[Source, ...]
    expected: tuple[str, ...]
    gold: tuple[Wanted, ...]
    hits: tuple[Found, ...]
    scores: tuple[tuple[str, str], ...]
    timings: tuple[tuple[str, str], ...]
    seconds: str


def shown(row: Json, place: int) -> Shown:
    """What a page shows of a row; `place` tells its anchors from those of others."""
    question, answer, group = inside(row, "question"), inside(row, "answer"), inside(row, "group")
    why = text(row, "why") or "ungraded"
    verdict = {"right": "right", "ungraded": "ungraded"}.get(why, "wrong")
    return Shown(
        place=place,
        id=text(row, "id"),
        question=text(question, "question"),
        history=tuple(
            (text(turn, "question"), text(turn, "answer")) for turn in objects(question, "history")
        ),
        type=text(group, "type"),
        lang=text(group, "lang"),
        verdict=verdict,
        why=why,
        verdict_word=WHY.get(why, why),
        because=because(row),
        steps=_steps(row),
        outcome=_OUTCOMES.get(text(answer, "outcome"), text(answer, "outcome") or "no answer"),
        message=text(answer, "message") or text(row, "error"),
        said=_said(row),
        sources=_sources(row),
        expected=_expected(question),
        gold=_gold(row),
        hits=_hits(row, brief=verdict == "right"),
        scores=_scores(inside(row, "scores")),
        timings=tuple(
            (name, seconds(number(inside(answer, "timings"), name)))
            for name in inside(answer, "timings")
        ),
        seconds=seconds(number(row, "seconds")),
    )


def because(row: Json) -> str:
    """Why the question went as it did, in a sentence or two."""
    gold, hits = objects(row, "gold"), listed(row, "retrieved")
    nowhere = sum(piece.get("found") is False for piece in gold)
    told = f"Pieces of it that are in no article of the library: {nowhere}." if nowhere else ""
    sentence = {
        "right": "",
        "not_retrieved": f"The search lost it: {_missed(gold)} in none of {len(hits)} hits.",
        "not_read": "The evidence was found, but not all of it is cited: the reader chose other "
        "places.",
        "not_worded": "The right place is cited, but the answer does not say what is expected.",
        "refused": "The evidence was found, and the answer is a refusal all the same.",
        "answered_unanswerable": "Nothing in the articles answers this question; the right answer "
        "is a refusal.",
        "failed": _failure(row),
        "ungraded": "",
    }.get(text(row, "why"), "")
    return " ".join(filter(None, (sentence, told)))


def _failure(row: Json) -> str:
    """What raised, or that nothing did and the answer calls itself a failure."""
    if inside(row, "answer"):
        what = "The answer says itself that it failed; nothing was raised"
    elif text(row, "error").startswith("scoring: "):
        what = "Scoring the answer raised an error"
    else:
        what = "Asking raised an error"
    return f"{what}; the question counts as wrong."


def _missed(gold: Sequence[Json]) -> str:
    missed = sum(not count(piece, "rank") for piece in gold)
    if missed == len(gold):
        return "the gold evidence is"
    return f"{missed} of the {len(gold)} pieces of gold evidence " + (
        "is" if missed == 1 else "are"
    )


def _steps(row: Json) -> tuple[str, ...]:
    """How far the evidence came, stage by stage."""
    gold, scores = objects(row, "gold"), inside(row, "scores")
    steps = []
    if gold:
        found = sum(count(piece, "rank") > 0 for piece in gold)
        cited = sum(bool(piece.get("cited")) for piece in gold)
        steps += [f"found {found} of {len(gold)}", f"cited {cited} of {len(gold)}"]
    correct = number(scores, "correct")
    if correct is not None and scores.get("answerable"):
        steps.append("said" if correct else "not said")
    elif scores.get("answerable") == 0 and scores.get("graded"):
        steps.append("refused" if scores.get("refused") else "not refused")
    return tuple(steps)


def _said(row: Json) -> tuple[Said, ...]:
    checks = {text(check, "text"): check for check in objects(row, "checks")}
    said = []
    for sentence in objects(row, "answer", "sentences"):
        check = checks.get(text(sentence, "text"), {})
        complaint = text(check, "reason") if check.get("supported") is False else ""
        marks = tuple(mark for mark in listed(sentence, "citations") if isinstance(mark, int))
        said.append(Said(text(sentence, "text"), marks, complaint))
    return tuple(said)


def _sources(row: Json) -> tuple[Source, ...]:
    contexts = {context.get("number"): context for context in objects(row, "contexts")}
    sources = []
    for citation in objects(row, "answer", "citations"):
        context = contexts.get(citation.get("number"), {})
        judged = {True: "in the gold evidence", False: "elsewhere than the gold evidence"}
        right = context.get("right")
        sources.append(
            Source(
                count(citation, "number"),
                text(citation, "title"),
                _place(citation),
                text(context, "before"),
                text(context, "quote") or text(citation, "quote"),
                text(context, "after"),
                judged[right] if isinstance(right, bool) else "",
            )
        )
    return tuple(sources)


def _place(citation: Json) -> str:
    """Newspaper, file, date and page, as far as they are known."""
    page = text(citation, "page")
    names = dict.fromkeys(text(citation, name) for name in ("publication", "source", "date"))
    return " · ".join([*filter(None, names), *([f"p. {page}"] if page else [])])


def _expected(question: Json) -> tuple[str, ...]:
    """What the answer must say: a line a group, variants behind one another."""
    if question.get("answerable") is False:
        return ()
    required = [group for group in listed(question, "required") if isinstance(group, list)]
    if required:
        return tuple(" / ".join(map(str, group)) for group in required)
    answers = " / ".join(map(str, listed(question, "answers")))
    return tuple(filter(None, (answers, text(question, "reference"))))


def _gold(row: Json) -> tuple[Wanted, ...]:
    asked = objects(row, "question", "evidence")
    pieces = objects(row, "gold")
    titles = [text(piece, "title") for piece in asked] + [""] * len(pieces)
    wanted = []
    for piece, title in zip(pieces or asked, titles, strict=False):
        place = " · ".join(filter(None, (title, text(piece, "file"))))
        wanted.append(Wanted(text(piece, "quote"), place, _fate(piece) if pieces else ""))
    return tuple(wanted)


def _fate(piece: Json) -> str:
    if piece.get("found") is False:
        return "in no article of the library"
    rank = count(piece, "rank")
    where = f"first in hit {rank}" if rank else "in no hit"
    return f"{where}, {'cited' if piece.get('cited') else 'not cited'}"


def _hits(row: Json, *, brief: bool) -> tuple[Found, ...]:
    """The hits; without their texts where nobody looks for a fault."""
    found = []
    for hit in objects(row, "retrieved"):
        passage = text(hit, "text")
        excerpt = passage if len(passage) <= _EXCERPT else passage[: _EXCERPT - 1] + "…"
        title, source = text(hit, "title"), text(hit, "source")
        found.append(Found(title, source, "" if brief else excerpt, bool(hit.get("relevant"))))
    return tuple(found)


def _scores(scores: Json) -> tuple[tuple[str, str], ...]:
    known = ((name, number(scores, name)) for name in scores)
    return tuple(
        (name.replace("_", " "), percent(value)) for name, value in known if value is not None
    )
