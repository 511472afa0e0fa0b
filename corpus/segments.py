"""A stream of lines becomes pieces, one an article: where does one end and the next begin?

Leads, promised headlines and closing credits cut for certain. A short line in between cuts when
what follows is a new story, and is a sub-head when it is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add

from corpus.contents import Contents, Entry, key
from corpus.lines import BOX, SOFT_LEAD, SURNAMES, Line, sentence_ends
from corpus.shapes import candidates, names_box
from corpus.topic import Topics

_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:省|市|县|自治区|自治州)")
_HALVES = re.compile(r"[\u4e00-\u9fff”’》]{4}[ \u3000][\u4e00-\u9fff“‘《]{4}")
_NAME = re.compile(rf"(?=([{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{2}}))")
_NOTICE = re.compile("更正(?:启事|说明)?|勘误|致歉(?:声明)?|启事|讣告|声明")
_COMMA = re.compile("[，,、]")
THRESHOLD = 1.1
ALIKE = 0.15
ALIKE_USUAL = 0.065
"""The cohesion that neither parts of one article nor two articles of a page usually have."""
PERSON = 1.2
REACH = 12
"""Pieces: how far up and down a story is read for the names in it."""
BOX_REACH = 14


@dataclass(slots=True)
class Segment:
    """A piece of the stream: headline lines above it, its body, and what the contents promise."""

    head: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    sure: bool = False
    entry: Entry | None = None
    apart: set[int] = field(default_factory=set)
    inside: list[Line] = field(default_factory=list)
    words: set[str] | None = None
    """The pairs of characters in the body, where they are known."""
    section: str = ""

    @property
    def text(self) -> str:
        """Everything in the body."""
        return "".join(line.text for line in self.body)


def cut(stream: Sequence[Line], contents: Contents | None) -> tuple[list[Segment], list[Line]]:
    """The pieces of a stream, and the lines that are banners in it."""
    may = candidates(stream, _joints(stream))
    notices = [
        at
        for at, line in enumerate(stream)
        if line.width <= 5 and _NOTICE.fullmatch(line.text.replace(" ", ""))
    ]
    for at in notices:
        may[at] = may[at] or at == 0 or stream[at - 1].ends
    if contents:
        for at, line in enumerate(stream):
            if (
                not may[at]
                and line.width <= 80
                and line.text[0] not in "（("
                and contents.mentions(line.text)
            ):
                may[at] = True
    atoms = _atoms(stream, may)
    banners: list[Line] = []
    if contents:
        _promise(atoms, contents, banners)
    topics = Topics([atom.text for atom in atoms])
    segments: list[Segment] = []
    pieces: list[list[int]] = []
    for at, atom in enumerate(atoms):
        last = segments[-1] if segments else None
        if (
            last is None
            or atom.sure
            or not atom.body
            or _begins(atoms, at, topics, pieces[-1], bool(contents))
        ):
            atom.words = topics.sets[at]
            segments.append(atom)
            pieces.append([at])
        else:
            _absorb(last, atom)
            pieces[-1] = [pieces[-1][0], at]
    return segments, banners


def _joints(stream: Sequence[Line], least: int = 3) -> set[str]:
    """The pairs of characters across two lines that the stream prints `least` times or more."""
    wanted = {above.text[-1] + below.text[0] for above, below in pairwise(stream) if not above.ends}
    text = "\n".join(line.text for line in stream)
    count = Counter(filter(wanted.__contains__, map(add, text, text[1:])))
    return {pair for pair, times in count.items() if times >= least}


def _atoms(stream: Sequence[Line], may: Sequence[bool]) -> list[Segment]:
    """The stream cut wherever an article might begin."""
    atoms = [Segment()]
    for at, line in enumerate(stream):
        now = atoms[-1]
        if may[at]:
            if now.body:
                sure = now.body[-1].closes or names_box(line.text)
                atoms.append(Segment(head=[line], sure=sure))
            else:
                now.head.append(line)
            continue
        if now.body and now.body[-1].closes and not line.closes and not line.lead:
            atoms.append(Segment())
        elif _starts(stream, may, at, now):
            if now.body:
                atoms.append(Segment(sure=True))
            else:
                now.sure = True
        atoms[-1].body.append(line)
    return atoms


def _starts(stream: Sequence[Line], may: Sequence[bool], at: int, now: Segment) -> bool:
    """Whether a line is a lead: an article starts with it, whatever came before."""
    line = stream[at]
    boxed = now.body and len(now.body) <= BOX_REACH and BOX.match(now.body[0].text)
    if boxed and (line.byline or line.lead):
        return False
    if BOX.match(line.text) and len(line.text) <= 60:
        return bool(not now.body or now.body[-1].ends)
    if line.lead:
        return True
    if not line.byline:
        return False
    if at + 1 == len(stream) or may[at + 1] or stream[at + 1].lead or stream[at + 1].byline:
        return not now.body
    opening = not now.body or all(before.byline for before in now.body)
    return opening or now.body[-1].ends


def _promise(atoms: list[Segment], contents: Contents, banners: list[Line]) -> None:
    """Match headline lines with the contents page; name sections; drop a headline printed twice."""
    used: set[str] = set()
    section = ""
    for atom in atoms:
        kept: list[Line] = []
        for line in atom.head:
            name = contents.sections.get(key(line.text))
            if name and line.text[0] not in "（(":
                section = name
                banners.append(line)
            else:
                kept.append(line)
        atom.head = kept
        for first, last, entry in _matches(kept, contents):
            if entry.key in used:
                twice = kept[first:last]
                banners += twice
                atom.head = [line for line in atom.head if line not in twice]
                continue
            used.add(entry.key)
            if atom.entry is None:
                atom.entry, atom.sure = entry, True
        section = (atom.entry.section if atom.entry else "") or section
        atom.section = section
        atom.sure = atom.sure and bool(atom.head or (atom.body and atom.body[0].lead))


def _matches(head: Sequence[Line], contents: Contents) -> list[tuple[int, int, Entry]]:
    """Which runs of headline lines the contents page promises."""
    found: list[tuple[int, int, Entry]] = []
    at = 0
    while at < len(head):
        for last in range(min(len(head), at + 5), at, -1):
            entry = contents.find("".join(line.text for line in head[at:last]))
            if entry:
                found.append((at, last, entry))
                at = last
                break
        else:
            at += 1
    return found


def _begins(
    atoms: Sequence[Segment], at: int, topics: Topics, before: Sequence[int], promised: bool
) -> bool:
    """Whether a possible beginning is one: weigh what stands on its two sides."""
    atom, last = atoms[at], atoms[at - 1]
    if not atom.head:
        if sum(len(line.text) for line in atom.body) < 60 or not last.body[-1].closes:
            return False
        return all(topics.cohesion(piece, at) < ALIKE for piece in before)
    alike = max(topics.cohesion(piece, at) for piece in before)
    bond = max(topics.bond(piece, at) for piece in before)
    score = _looks(atom, last, promised)
    score += min(1.2, max(-2.0, (ALIKE_USUAL - alike) * 60))
    score -= min(1.0, max(0.0, (bond - 0.02) * 25))
    if score < THRESHOLD:
        return False
    told = "\n".join(other.text for other in atoms[max(before[0], at - REACH) : at])
    reach = min(at + REACH, len(atoms))
    later = next((n for n in range(at + 1, reach) if atoms[n].sure), reach)
    goes_on = "\n".join(other.text for other in atoms[at + 1 : later])
    return score - PERSON * _same_person(told, atom.text, goes_on) >= THRESHOLD


def _same_person(one: str, two: str, goes_on: str) -> bool:
    """Whether two stretches speak of a person, thrice with what follows: one story, not two."""
    names = set(_NAME.findall(one)).intersection(_NAME.findall(two))
    whole = f"{one}\n{two}\n{goes_on}" if names else ""
    return any(whole.count(name[1:]) == whole.count(name) >= 3 for name in names)


def _looks(atom: Segment, last: Segment, promised: bool) -> float:
    """What the print of a possible beginning says, before its words are weighed."""
    opening = "".join(line.text for line in atom.body[:4])[:90]
    length = sum(len(line.text) for line in atom.body)
    widest = max(line.width for line in atom.head)
    marked = any(line.mark for line in atom.head)
    closed = last.body[-1].ends if last.body else True
    score = 0.5 if closed or marked else -0.4
    score += 0.5 if marked else 0.0
    score += 0.7 if SOFT_LEAD.search(opening) else 0.0
    score += 0.6 if _elsewhere(opening, last) else 0.0
    score += min(0.7, max(-0.7, (widest - 13) * 0.15))
    score += 0.5 if len(atom.head) > 1 else 0.0
    score += 1.2 if any(line.text.startswith("—") for line in atom.head) else 0.0
    score += 0.4 if any(_HALVES.search(line.text) for line in atom.head) else 0.0
    score -= 1.0 if length < 60 else 0.0
    score -= 1.2 if promised else 0.0
    if not closed and not marked and not sentence_ends(opening):
        score -= 0.6
    return score


def _elsewhere(opening: str, last: Segment) -> bool:
    """Whether an opening names a place in full that the piece before does not know."""
    places = _PLACE.findall(opening.replace(" ", ""))
    if not places:
        return False
    before = last.text
    return all(place not in before for place in places)


def _absorb(segment: Segment, atom: Segment) -> None:
    """What looked like a beginning is a sub-head, or a headline inside its own article."""
    open_before = bool(segment.body) and not segment.body[-1].ends
    for line in atom.head:
        segment.apart.add(line.start)
        if line.width >= 8 and (open_before or line.mark) and not _COMMA.search(line.text):
            segment.inside.append(line)
    segment.body += atom.head + atom.body
    segment.words = None
