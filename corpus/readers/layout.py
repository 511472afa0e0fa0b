"""The reading order of a printed page from where its characters stand.

Characters become segments (a stretch of a line without a wide gap). White that runs across the page
parts it into bands; in a band, a gutter that few segments cross parts it into columns, and what
crosses it (a headline over two columns) parts it into bands again.
Knows boxes; knows nothing of PDF or of what the text says.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, bottom, right, top; the origin is the lower left corner of the page."""

_FEWEST_LINES = 3
BLANK = 0.7
"""A white band is at least so high, in lines: more than what usually parts two lines."""
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
    bands = _bands(segments)
    if len(bands) > 1:
        return [line for band in bands for line in in_reading_order(band)]
    gutter = _gutter(segments)
    if gutter is None:
        return _lines(segments)
    lines: list[list[Segment]] = []
    crossing = sorted((s for s in segments if _crosses(s, gutter)), key=lambda s: -s.top)
    rest = [segment for segment in segments if not _crosses(segment, gutter)]
    for separator in [*crossing, None]:
        floor = separator.bottom + 0.5 * separator.height if separator else float("-inf")
        band = [segment for segment in rest if segment.bottom + 0.5 * segment.height > floor]
        rest = [segment for segment in rest if segment.bottom + 0.5 * segment.height <= floor]
        lines += in_reading_order([segment for segment in band if segment.right <= gutter])
        lines += in_reading_order([segment for segment in band if segment.right > gutter])
        if separator:
            lines.append([separator])
    return lines


def _bands(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The page cut where white runs across all of it, as it does around a headline."""
    if not segments:
        return []
    em = statistics.median(segment.height for segment in segments)
    bands: list[list[Segment]] = []
    floor = float("-inf")
    for segment in sorted(segments, key=lambda s: -s.top):
        if not bands or floor - segment.top > BLANK * em:
            bands.append([])
            floor = segment.bottom
        bands[-1].append(segment)
        floor = min(floor, segment.bottom)
    return bands


def _crosses(segment: Segment, x: float) -> bool:
    return segment.left < x < segment.right


def _gutter(segments: Sequence[Segment]) -> float | None:
    """The middle of the white band that best parts the segments into columns, if one does."""
    if len(segments) < 2 * _FEWEST_LINES:
        return None
    em = statistics.median(segment.height for segment in segments)
    best: tuple[float, float] | None = None
    for edge in sorted({segment.right for segment in segments}):
        right = [segment for segment in segments if segment.left >= edge - 0.1 * em]
        if not right:
            continue
        start = min(segment.left for segment in right)
        middle = (edge + start) / 2
        left = [segment for segment in segments if segment.right <= middle]
        crossing = len(segments) - len(left) - len(right)
        if start - edge < 0.5 * em or crossing > 0.2 * len(segments):
            continue
        if _is_column(left) and _is_column(right) and _beside(left, right):
            score = (start - edge) / em - 2 * crossing
            best = max(best or (score, middle), (score, middle))
    return best[1] if best else None


def _is_column(segments: Sequence[Segment]) -> bool:
    if len(segments) < _FEWEST_LINES:
        return False
    return statistics.median(len(segment.text) for segment in segments) >= _NARROWEST


def _beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the two sides stand next to each other and not one above the other."""
    overlap = min(max(s.top for s in left), max(s.top for s in right)) - max(
        min(s.bottom for s in left), min(s.bottom for s in right)
    )
    return overlap > 2 * statistics.median(segment.height for segment in left)


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
