"""The parts of an article that other articles interrupt on the same page, joined again.

A part that breaks off inside a quotation goes on where a quotation closes that nobody opened; a
continuation without a headline goes on under the headline of a part without a lead, if both speak
of the same things. Knows units of one page only.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.lines import SOFT_LEAD, Line, sentence_ends
from corpus.topic import Topics
from corpus.types import READABLE, Kind

if TYPE_CHECKING:
    from corpus.pages import Unit

REACH = 12
"""Units: how far below its beginning the rest of an article is looked for on a page."""
BOND = 0.015
CLEARLY = 1.8
LONG = 90


def rejoin(units: list[Unit]) -> list[Unit]:
    """The units with the interrupted ones whole."""
    whole: set[int] = set()
    units = _quotations(units, whole)
    return _headless(units, whole)


def _open_quote(lines: Sequence[Line]) -> bool:
    """Whether a paragraph breaks off inside a quotation."""
    text = _last_paragraph(lines)
    if not text or sentence_ends(text):
        return False
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _last_paragraph(lines: Sequence[Line]) -> str:
    out: list[str] = []
    for line in reversed(lines[-40:]):
        if out and line.ends:
            break
        out.append(line.text)
    return "".join(reversed(out))


def _closes_quote(line: Line) -> bool:
    """Whether a line closes, in its first sentence, a quotation that it did not open."""
    start = line.text[:60]
    curly = start.find("”")
    if curly >= 0:
        return "“" not in start[:curly] and start[curly - 1] in "。！？…，!?"
    straight = start.find('"')
    return straight > 1 and start[straight - 1] in "。！？…!?"


def _quotations(units: list[Unit], whole: set[int]) -> list[Unit]:
    """Join what breaks off inside a quotation with what closes it further on."""
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.kind in READABLE and unit.body and _open_quote(unit.body):
            size = len(unit.body)
            units = _join_at_quote(units, at)
            if len(unit.body) > size:
                whole.add(id(unit))
        at += 1
    return units


def _join_at_quote(units: list[Unit], at: int) -> list[Unit]:
    """The units with the rest of unit `at` cut out of a later one, if it is there."""
    for later in range(at + 1, min(len(units), at + 6)):
        other = units[later]
        if other.kind not in READABLE:
            continue
        for cut in range(len(other.body)):
            line = other.body[cut]
            fresh = cut == 0 or other.body[cut - 1].ends
            if not (fresh and _closes_quote(line)) or (line.width < LONG and not _odd(other, cut)):
                continue
            if cut == 0 and other.title:
                return units
            rest = other.body[cut:]
            units[at].body += rest
            units[at].apart |= other.apart
            other.body = other.body[:cut]
            if not other.body and not other.title:
                return units[:later] + units[later + 1 :]
            return units
    return units


def _odd(unit: Unit, cut: int) -> bool:
    """Whether no quotation is open in the unit before line `cut`."""
    text = "".join(line.text for line in unit.body[max(0, cut - 40) : cut])
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _headless(units: list[Unit], whole: set[int]) -> list[Unit]:
    """Join a continuation without a headline to a headed part without a lead."""
    heads = [
        at
        for at, unit in enumerate(units)
        if unit.kind is Kind.ARTICLE and unit.title and unit.body and not _led(unit)
    ]
    loose = [
        at
        for at, unit in enumerate(units)
        if unit.kind is Kind.CONTINUATION and not unit.title and id(unit) not in whole
    ]
    if not heads or not loose:
        return units
    topics = Topics(["".join(line.text for line in unit.body) for unit in units])
    gone: set[int] = set()
    for at in loose:
        bonds = sorted(
            (
                (topics.bond(at, head), head)
                for head in heads[bisect(heads, at) : bisect(heads, at + REACH)]
                if head not in gone
            ),
            reverse=True,
        )
        second = bonds[1][0] if len(bonds) > 1 else 0.0
        if not bonds or bonds[0][0] < max(BOND, second * CLEARLY):
            continue
        unit, rest = units[at], units[bonds[0][1]]
        unit.title = rest.title
        unit.body += rest.body
        unit.apart |= rest.apart
        gone.add(bonds[0][1])
    return [unit for at, unit in enumerate(units) if at not in gone]


def _led(unit: Unit) -> bool:
    """Whether a unit opens with a lead, a byline or a date of its own."""
    opening = "".join(line.text for line in unit.body[:4])[:60]
    return any(line.lead or line.byline for line in unit.body[:4]) or bool(
        SOFT_LEAD.search(opening)
    )
