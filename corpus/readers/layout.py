"""The reading order of a printed page from where its characters stand.

Characters become segments (a stretch of a line without a wide gap). White that runs across the page
parts it into bands; in a band, a gutter that few segments cross parts it into columns, and what
crosses it (a headline over two columns) parts it into bands again.
Knows boxes; knows nothing of PDF or of what the text says.
"""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; the origin is the lower left corner of the page."""

_FEWEST_LINES = 3
BLANK = 0.7
"""A white band is at least so high, in lines: more than what usually parts two lines."""
_LEADED = 1.6
"""And higher than the usual white between the lines of this page, which may be double-spaced."""
_NARROWEST = 5
"""Columns have at least so many lines on each side, of so many characters: else it is a table."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text on one line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """From the foot to the head of its tallest character."""
        return self.top - self.bottom


def segments_of(characters: Iterable[tuple[str, Box]]) -> list[Segment]:
    """Join characters that follow one another on a line, up to a gap wider than a character."""
    segments: list[Segment] = []
    text, box = "", (0.0, 0.0, 0.0, 0.0)
    for character, (left, bottom, right, top) in characters:
        if text and not _follows(box, (left, bottom, right, top)):
            segments.append(Segment(text, *box))
            text = ""
        if not text:
            if character.isspace():
                continue
            text, box = character, (left, bottom, right, top)
            continue
        text += character
        if not character.isspace():
            box = (min(box[0], left), min(box[1], bottom), max(box[2], right), max(box[3], top))
    if text:
        segments.append(Segment(text, *box))
    return segments


def _follows(line: Box, box: Box) -> bool:
    """Whether a character goes on where the line ends."""
    height = max(line[3] - line[1], box[3] - box[1], 1.0)
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    same_line = overlap > -0.1 * height and abs(box[1] - line[1]) < 0.8 * height
    return same_line and -0.5 * height < box[0] - line[2] < 0.9 * height


def in_reading_order(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The lines of the page, each from left to right, in the order in which they are read."""
    return _ordered(segments, _blank(segments)) if segments else []


def _blank(segments: Sequence[Segment]) -> float:
    """How high a white band is at least: more than what parts the lines of the page's columns."""
    em = _em(segments)
    below: dict[int, Segment] = {}
    whites: list[float] = []
    for segment in sorted(segments, key=lambda s: -s.top):
        column = round(segment.left / em) if em else 0
        if column in below:
            whites.append(below[column].bottom - segment.top)
        below[column] = segment
    return max(BLANK * em, _LEADED * statistics.median(whites) if whites else 0.0)


def _em(segments: Sequence[Segment]) -> float:
    return statistics.median(segment.height for segment in segments)


def _ordered(segments: Sequence[Segment], blank: float) -> list[list[Segment]]:
    """The lines of a part of the page."""
    bands = _bands(segments, blank)
    if len(bands) > 1:
        return [line for band in bands for line in _ordered(band, blank)]
    gutter = _gutter(segments)
    if gutter is None:
        return _lines(segments)
    lines: list[list[Segment]] = []
    crossing = sorted((s for s in segments if _crosses(s, gutter)), key=lambda s: -s.top)
    rest = deque(
        sorted((s for s in segments if not _crosses(s, gutter)), key=lambda s: -_middle(s))
    )
    for separator in [*crossing, None]:
        floor = _middle(separator) if separator else float("-inf")
        band: list[Segment] = []
        while rest and _middle(rest[0]) > floor:
            band.append(rest.popleft())
        lines += _ordered([segment for segment in band if segment.right <= gutter], blank)
        lines += _ordered([segment for segment in band if segment.right > gutter], blank)
        if separator:
            lines.append([separator])
    return lines


def _middle(segment: Segment) -> float:
    return segment.bottom + 0.5 * segment.height


def _bands(segments: Sequence[Segment], blank: float) -> list[list[Segment]]:
    """The page cut where white runs across all of it, as it does around a headline."""
    bands: list[list[Segment]] = []
    floor = float("-inf")
    for segment in sorted(segments, key=lambda s: -s.top):
        if not bands or floor - segment.top > blank:
            bands.append([])
            floor = segment.bottom
        bands[-1].append(segment)
        floor = min(floor, segment.bottom)
    return bands


def _crosses(segment: Segment, x: float) -> bool:
    return segment.left < x < segment.right


@dataclass(frozen=True, slots=True)
class _Side:
    """The segments on one side of a white band: how many, how many of them wide, how high up."""

    count: int = 0
    wide: int = 0
    top: float = float("-inf")
    bottom: float = float("inf")

    def with_one(self, segment: Segment) -> _Side:
        """This side with one segment more."""
        return _Side(
            self.count + 1,
            self.wide + (len(segment.text) >= _NARROWEST),
            max(self.top, segment.top),
            min(self.bottom, segment.bottom),
        )

    @property
    def is_column(self) -> bool:
        """Whether it has enough lines, and half of them are no cells of a table."""
        return self.count >= _FEWEST_LINES and 2 * self.wide >= self.count

    def beside(self, other: _Side, em: float) -> bool:
        """Whether the two stand next to each other and not one above the other."""
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 2 * em


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of the white band that best parts the segments into columns, if one does."""
    if len(segments) < 2 * _FEWEST_LINES:
        return None
    em = _em(segments)
    by_right = sorted(segments, key=lambda s: s.right)
    by_left = sorted(segments, key=lambda s: s.left)
    rights, lefts = [s.right for s in by_right], [s.left for s in by_left]
    # What is left of each place, and what is right of it, added up once.
    before = list(accumulate(by_right, _Side.with_one, initial=_Side()))
    after = list(accumulate(reversed(by_left), _Side.with_one, initial=_Side()))[::-1]
    best: tuple[float, float] | None = None
    for edge in dict.fromkeys(rights):
        first = bisect_left(lefts, edge - 0.1 * em)
        if first == len(lefts):
            break
        start = lefts[first]
        middle = (edge + start) / 2
        left, right = before[bisect_right(rights, middle)], after[first]
        crossing = len(segments) - left.count - right.count
        if start - edge < 0.5 * em or crossing > 0.2 * len(segments):
            continue
        if left.is_column and right.is_column and left.beside(right, em):
            score = (start - edge) / em - 2 * crossing
            best = max(best or (score, middle), (score, middle))
    return best[1] if best else None


def gap(above: Sequence[Segment], line: Sequence[Segment]) -> float:
    """The white between a line and the one above it in the same column, in heights of a line."""
    white = min(s.bottom for s in above) - max(s.top for s in line)
    return white / max(segment.height for segment in line)


def _lines(segments: Sequence[Segment]) -> list[list[Segment]]:
    """One column's segments as lines from top to bottom."""
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-(s.top + s.bottom), s.left)):
        middle = (segment.top + segment.bottom) / 2
        if lines and lines[-1][0].bottom < middle < lines[-1][0].top:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [sorted(line, key=lambda s: s.left) for line in lines]
