"""Whether a text is a page of print, by its own statistics, and how a long one is cut into sheets.

Leads, bylines, a contents page or the even width of its lines speak for a page; the verdict says
which in words. Knows lines and contents; knows nothing of articles or headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.contents import Contents, find_contents
from corpus.lines import CONTINUED, Line, listed, split_lines

SHEET = 300_000
SAMPLE = 60_000
_KANA = re.compile(r"[\u3040-\u30ff]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LETTER = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """Whether a text is to be read as a page, and why."""

    page: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A verdict, and what it was reached by where that was all of the text."""

    verdict: PageVerdict
    lines: list[Line] | None = None
    contents: Contents | None = None


def survey(text: str) -> Survey:
    """Whether a text is a page of print, from its own statistics."""
    sample = text[:SAMPLE]
    letters, han, kana = (sum(map(len, run.findall(sample))) for run in (_LETTER, _HAN, _KANA))
    if not letters:
        return Survey(PageVerdict(False, "there are no words in it"))
    if han < 0.3 * letters or kana > 0.08 * letters:
        return Survey(PageVerdict(False, "its script is not that of a Chinese page"))
    lines = split_lines(sample)
    contents = find_contents(lines)
    verdict = _verdict(lines, contents)
    return Survey(verdict, lines, contents) if len(sample) == len(text) else Survey(verdict)


def _verdict(lines: Sequence[Line], contents: Contents | None) -> PageVerdict:
    """Whether lines are those of a page."""
    leads = sum(line.lead for line in lines)
    written = sum(line.byline for line in lines)
    if leads >= 2:
        return PageVerdict(True, f"{leads} lines open with a newspaper's lead")
    if contents and len(lines) - contents.last > 3:
        return PageVerdict(True, f"a contents page lists {len(contents.entries)} headlines")
    closed = sum(
        a.closes and not b.closes and b.width <= 60 and not b.ends for a, b in pairwise(lines)
    )
    if leads + written + closed >= 3:
        return PageVerdict(True, f"{leads + written + closed} leads, bylines and closing credits")
    return _by_width(lines, leads)


def _by_width(lines: Sequence[Line], leads: int) -> PageVerdict:
    """Whether the lines are those of a narrow column, or of a cutting with one lead."""
    open_ends = sum(not line.ends for line in lines) / len(lines)
    if len(lines) >= 12 and not listed(lines):
        widths = sorted(line.width for line in lines)
        usual = widths[int(len(widths) * 0.6)]
        even = sum(abs(width - usual) <= 3 for width in widths) / len(widths)
        if 10 <= usual <= 48 and even >= 0.5 and open_ends >= 0.5:
            return PageVerdict(
                True, f"{even:.0%} of its lines are broken at some {usual:.0f} characters"
            )
    if leads:
        at = next(at for at, line in enumerate(lines) if line.lead)
        if CONTINUED.match(lines[at].text):
            return PageVerdict(True, "it goes on from another page")
        below = lines[at:]
        if open_ends >= 0.25 and (
            len(lines) >= 12 or sum(not line.ends for line in below) >= 0.25 * len(below)
        ):
            return PageVerdict(True, "it has a lead, and lines that break in mid-sentence")
    if len(lines) < 12:
        size = "one line" if len(lines) == 1 else f"{len(lines)} lines"
        return PageVerdict(False, f"it has {size} only")
    if listed(lines):
        return PageVerdict(False, "its lines are the items of a list")
    return PageVerdict(False, "its lines are whole paragraphs, without leads or contents")


def sheets(text: str) -> Iterator[tuple[int, int]]:
    """A long text in parts that fit the memory, cut at a form feed or an empty line."""
    low = 0
    while len(text) - low > SHEET:
        high = text.rfind("\f", low + SHEET // 2, low + SHEET)
        if high < 0:
            high = text.rfind("\n\n\n", low + SHEET // 2, low + SHEET)
        if high < 0:
            high = text.rfind("\n", low + SHEET // 2, low + SHEET)
        high = high + 1 if high >= 0 else low + SHEET
        yield low, high
        low = high
    yield low, len(text)
