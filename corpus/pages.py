"""The text of a page becomes units: articles, continuations, captions, banners, contents.

First what is no article is taken out (contents, page furniture, captions), then the stream is cut,
then every headline finds its article, then the parts of an article that stand apart are joined.
Knows lines and words; knows nothing of files or libraries.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.columns import untangle
from corpus.contents import Contents, find_contents, key
from corpus.furniture import captions, furniture
from corpus.headlines import (
    Group,
    assign,
    inside_title,
    main_title,
    names_a_picture,
    split_kicker,
)
from corpus.lines import (
    CONTINUED,
    Line,
    em,
    has_words,
    is_name,
    measure_columns,
    split_lines,
)
from corpus.rejoin import rejoin
from corpus.segments import Segment, cut
from corpus.survey import Survey
from corpus.topic import Topics, grams
from corpus.types import Kind

MANNER = 0.25
NEXT = 40
"""Characters between a caption and a headline that may be its own."""
NEAR = 6
"""Characters between a caption and the line below it."""
FRAGMENT = 70
_AUTHOR_AFTER = re.compile(r"([^\s，。、；]{6,}[^\s，。、；：])[ \u3000]+([\u4e00-\u9fff]{2,3})")


@dataclass(slots=True)
class Unit:
    """A unit of a page, in lines: its headline, what else is printed in it, and its kind."""

    kind: Kind
    title: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    apart: frozenset[int] = frozenset()
    starts: frozenset[int] | None = None
    section: str = ""
    author: str = ""
    page: str = ""

    @property
    def start(self) -> int:
        """Where the unit begins in print."""
        return min(line.start for line in [*self.title, *self.body])


def units_of_page(text: str, low: int, high: int, known: Survey | None = None) -> list[Unit]:
    """The units of a stretch of text, in the order of print; `known` is the survey of it."""
    if known is None or known.lines is None:
        lines = split_lines(text, low, high)
        contents = find_contents(lines)
    else:
        lines, contents = known.lines, known.contents
    taken = set(range(contents.first, contents.last)) if contents else set()
    units = [_unit(Kind.CONTENTS, lines, sorted(taken))] if taken else []
    banners = furniture(lines) - taken - _promised(lines, contents)
    taken |= banners
    measure_columns(lines)
    shots = captions(lines, taken)
    units += [_unit(Kind.BANNER, lines, [at]) for at in sorted(banners)]
    for first, last in shots:
        taken |= set(range(first, last))
    stream = [
        part
        for at, line in enumerate(lines)
        if at not in taken
        for part in _kicked(line, at == 0 or lines[at - 1].ends)
    ]
    photos = [Unit(Kind.CAPTION, body=lines[first:last]) for first, last in shots]
    stream = untangle(stream)
    segments, signs = cut(stream, contents)
    units += [Unit(Kind.BANNER, body=[line]) for line in signs]
    units += _headed(segments, photos, bool(contents)) + photos
    return sorted((unit for unit in units if unit.title or unit.body), key=lambda u: u.start)


def _kicked(line: Line, fresh: bool) -> list[Line]:
    """A line as it is, or as kicker and headline, or as headline and author."""
    if line.ends:
        return [line]
    if fresh and 9 <= line.width <= 40 and not (line.lead or line.byline):
        parts = _signed(line)
        if len(parts) > 1:
            return parts
    return split_kicker(line) if 20 <= line.width <= 90 else [line]


def _signed(line: Line) -> list[Line]:
    """A headline and the author's name that share a line, apart."""
    match = _AUTHOR_AFTER.fullmatch(line.text)
    if not match or not is_name(match[2]):
        return [line]
    first = replace(line, text=match[1], width=em(match[1]), full=em(match[1]))
    name = Line(line.start + match.start(2), match[2], width=em(match[2]), column=line.column)
    name.byline = True
    return [first, name]


def _promised(lines: Sequence[Line], contents: Contents | None) -> set[int]:
    """Lines that look like furniture, but that the contents page names."""
    if not contents:
        return set()
    named = contents.sections
    return {at for at, line in enumerate(lines) if line.width <= 40 and key(line.text) in named}


def _unit(kind: Kind, lines: Sequence[Line], places: Sequence[int]) -> Unit:
    return Unit(kind, body=[lines[at] for at in places])


def _headed(segments: list[Segment], photos: list[Unit], promised: bool) -> list[Unit]:
    """Every headline to its article, and the articles as units."""
    segments = [s for s in segments if s.head or s.body]
    loose = segments.pop().head if segments and not segments[-1].body else []
    topics = Topics([s.text if s.words is None else s.words for s in segments])
    _caption_titles(segments, loose, photos, topics)
    groups = _groups(segments, loose)
    wants = [_wants(segment) for segment in segments]
    ahead = 0.6 if promised else 0.0
    assign(groups, topics, wants, ahead)
    if not promised:
        ahead = _manner(groups)
        assign(groups, topics, wants, ahead)
    heads: list[list[Line]] = [[] for _ in segments]
    for group in groups:
        if group.before >= 0:
            heads[group.before] += group.lines[: group.split]
        if group.before + 1 < len(segments):
            heads[group.before + 1] += group.lines[group.split :]
    units = [_article(s, head) for s, head in zip(segments, heads, strict=True)]
    if not segments and loose:
        units = [Unit(Kind.BANNER, body=loose)]
    return rejoin(units)


def _groups(segments: Sequence[Segment], loose: list[Line]) -> list[Group]:
    """The headline lines between the pieces."""
    groups = [Group(s.head, at - 1) for at, s in enumerate(segments) if s.head]
    if loose and segments:
        groups.append(Group(loose, len(segments) - 1))
    return groups


def _wants(segment: Segment) -> float:
    """What a headline is worth to a piece: less to a continuation, next to nothing to a scrap."""
    size = sum(len(line.text) for line in segment.body)
    if size < FRAGMENT:
        return 0.05
    return 0.45 if _continued(segment.body) else 0.7


def _manner(groups: Sequence[Group]) -> float:
    """Whether the page sets headlines before their articles (positive) or after them."""
    lines = sum(len(group.lines) for group in groups)
    if not lines:
        return 0.0
    if any(line.mark for group in groups for line in group.lines):
        return MANNER
    before = sum(group.split for group in groups if group.before >= 0)
    return MANNER * (1 - 2 * before / lines)


def _caption_titles(
    segments: list[Segment], loose: list[Line], photos: Sequence[Unit], topics: Topics
) -> None:
    """A headline line next to a caption is the caption's own if its words say so."""
    heads = [*(segment.head for segment in segments), loose]
    lines = [(line.start, at) for at, head in enumerate(heads) for line in head]
    for photo in photos:
        first, last = photo.body[0].start, photo.body[-1].end
        near = lines[bisect(lines, (first - 100, 0)) : bisect(lines, (last + NEXT, 0))]
        words = grams("".join(line.text for line in photo.body)) if near else set()
        for start, at in near:
            line = next((line for line in heads[at] if line.start == start), None)
            if line is None or line.mark or start < first - NEXT - len(line.text):
                continue
            pairs = grams(line.text)
            own = topics.weight(pairs & words) / (topics.weight(pairs) or 1.0)
            others = [topics.overlap(pairs, p) for p in (at - 1, at) if 0 <= p < len(segments)]
            named = own >= 0.4 and own > max(others, default=0.0) + 0.1
            if named or (0 <= start - last < NEAR and names_a_picture(line, heads[at], others)):
                heads[at].remove(line)
                photo.title.append(line)


def _continued(body: Sequence[Line]) -> bool:
    return bool(body) and bool(CONTINUED.match(body[0].text[:40]))


def _article(segment: Segment, head: list[Line]) -> Unit:
    """A piece with its headline lines, as a unit."""
    body = segment.body
    apart = set(segment.apart)
    if not head:
        head = inside_title(body, segment.inside, apart)
        body = [line for line in body if line not in head]
    lead = "".join(line.text for line in body[:6])[:160]
    title = main_title(head, lead) if head else []
    others = [line for line in head if line not in title]
    apart |= {line.start for line in others}
    kind = Kind.CONTINUATION if _continued(body) else Kind.ARTICLE
    size = sum(len(line.text) for line in body)
    if not has_words(segment.text):
        kind = Kind.BANNER if not body else Kind.JUNK
    elif size < FRAGMENT and not head and not body[0].lead and not body[-1].ends:
        kind = Kind.CAPTION
    author = segment.entry.author if segment.entry else ""
    return Unit(kind, title, others + body, frozenset(apart), None, segment.section, author)
