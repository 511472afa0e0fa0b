"""Wrapped lines become running text, with the way back to the print kept.

Only white space is dropped or added, and the hyphen of a broken Latin word is dropped; every other
character stays as printed. Knows nothing of headlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import CJK, ENUMERATION, Line

_HYPHENS = "-\u2010\u2043\u00ad"
_INNER = re.compile(r"(\s+)")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff]")
_LATIN_EDGE = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff,.;:!?%)'\"]")
_LATIN_START = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff('\"]")
_CJK_SPACE = re.compile(
    rf"(?<=[{CJK}\u3000-\u303f\uff00-\uffef“”‘’])\s+(?=[{CJK}\u3000-\u303f\uff00-\uffef“”‘’])"
)
JUNCTION = {"none": "", "space": " ", "paragraph": "\n"}
WRAPPED = 60.0


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` of the clean article was printed at `source` of the document."""

    start: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Clean:
    """Running text and its pieces, in order."""

    text: str
    pieces: tuple[Piece, ...]


def clean(
    lines: Sequence[Line],
    apart: frozenset[int] = frozenset(),
    starts: frozenset[int] | None = None,
) -> Clean:
    """The running text of lines; those whose start is in `apart` are paragraphs of their own.

    Where `starts` is given, paragraphs begin exactly there, and the lines are left as they are.
    """
    out: list[str] = []
    pieces: list[Piece] = []
    size = 0
    for at, line in enumerate(lines):
        if at:
            before = lines[at - 1]
            plain = starts is not None and _plain(before, line, starts)
            joint = plain or _joint(before, line, apart)
            if joint == "mend":
                size = _drop_last(out, pieces, size)
                joint = "none"
            glue = JUNCTION[joint]
            out.append(glue)
            size += len(glue)
        for low, high in _spans(line) if starts is None else [(0, len(line.text))]:
            part = line.text[low:high]
            out.append(part)
            _extend(pieces, Piece(size, line.start + low, high - low))
            size += high - low
    return Clean("".join(out), tuple(pieces))


def _extend(pieces: list[Piece], new: Piece) -> None:
    """Add a piece, as part of the last one where both texts run on."""
    if pieces:
        last = pieces[-1]
        if last.start + last.length == new.start and last.source + last.length == new.source:
            pieces[-1] = Piece(last.start, last.source, last.length + new.length)
            return
    pieces.append(new)


def _drop_last(out: list[str], pieces: list[Piece], size: int) -> int:
    """Take the hyphen off the end of what was written."""
    out[-1] = out[-1][:-1]
    last = pieces.pop()
    if last.length > 1:
        pieces.append(Piece(last.start, last.source, last.length - 1))
    return size - 1


def _joint(before: Line, line: Line, apart: frozenset[int]) -> str:
    """What stands between two lines in running text."""
    if before.start in apart or line.start in apart or before.closes:
        return "paragraph"
    if _new_paragraph(before, line):
        return "paragraph"
    return _within(before, line)


def _plain(before: Line, line: Line, starts: frozenset[int]) -> str:
    return "paragraph" if line.start in starts else _within(before, line)


def _within(before: Line, line: Line) -> str:
    """What stands between two lines of one paragraph."""
    left, right = before.text[-1], line.text[0]
    if left in _HYPHENS and len(before.text) > 1 and _LATIN.match(before.text[-2]):
        if left == "\u00ad" or (_LATIN.match(right) and right.islower()):
            return "mend"
        return "none"
    if _LATIN_EDGE.match(left) and _LATIN_START.match(right):
        digits = left.isdigit() and right.isdigit()
        return "none" if digits else "space"
    return "none"


def _new_paragraph(before: Line, line: Line) -> bool:
    """Whether a paragraph ends between two lines, as far as their print shows."""
    if line.lead or before.byline or line.byline:
        return True
    wrapped = before.column <= WRAPPED and before.width <= WRAPPED
    heading = not before.ends and before.full < min(before.column - 3.2, 40)
    if heading and ENUMERATION.match(before.text):
        return True
    if not wrapped:
        return before.ends or bool(ENUMERATION.match(line.text) and line.width < WRAPPED)
    if not before.ends:
        return False
    short = before.width < before.column - 1.2
    return short or line.width <= line.column - 1.4 or line.width > WRAPPED


def _spans(line: Line) -> list[tuple[int, int]]:
    """The parts of a line to keep: all of it, unless its line ends were printed as spaces."""
    text = line.text
    if line.width < 45 or " " not in text:
        return [(0, len(text))]
    parts = [p for p in re.split(r"\s+", text) if p]
    lengths = sorted(len(p) for p in parts[:-1] if len(p) >= 8)
    if len(lengths) < 2:
        return [(0, len(text))]
    usual = lengths[len(lengths) // 2]
    if not 12 <= usual <= 40:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    low = 0
    for match in _CJK_SPACE.finditer(text):
        if match.start() - low >= usual * 0.75:
            spans.append((low, match.start()))
            low = match.end()
    spans.append((low, len(text)))
    return spans
