"""Wrapped lines become running text, with the way back to the print kept.

Only white space is dropped or added, and the hyphen of a broken Latin word is dropped; every other
character stays as printed. Knows nothing of headlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from corpus.lines import CJK, ENUMERATION, Line

_UNSPACED = re.compile(
    rf"[{CJK}\u3000-\u312f\u31f0-\u31ff\uff00-\uff9f\uffe0-\uffe6\U00020000-\U0003ffff]"
)
"""Ideographs, kana and their punctuation: scripts whose lines join without a space."""
_HAN = re.compile(f"[{CJK}]")
_HYPHENS = "-\u2010\u2043\u00ad"
_SOFT_HYPHEN = "\u00ad"
_OPENING = "([{“‘$€£¥#"
_CLOSING = ".,;:!?%)]}”’"
_BROKEN_NUMBER = re.compile(r"\d[.,]?\n[.,]?\d")
_NUMBERS = re.compile(r"(?=.*\d)[\d\s.,:;%％‰+~～()（）/／$€£¥￥—–-]+")
_CJK_SPACE = re.compile(
    rf"(?<=[{CJK}\u3000-\u303f\uff00-\uffef“”‘’])\s+(?=[{CJK}\u3000-\u303f\uff00-\uffef“”‘’])"
)
WRAPPED = 60.0
SHORT = 0.5
"""A line of less than this share of its column is not one that the measure broke."""


class Joint(Enum):
    """What becomes of a line end in running text."""

    RUN_ON = auto()
    MEND = auto()
    """The word goes on, and the hyphen that broke it goes."""
    SPACE = auto()
    PARAGRAPH = auto()


_GLUE = {Joint.RUN_ON: "", Joint.MEND: "", Joint.SPACE: " ", Joint.PARAGRAPH: "\n"}


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
            if starts is None:
                joint = _joint_on_page(before, line, apart)
            else:
                joint = Joint.PARAGRAPH if line.start in starts else _joint_within(before, line)
            if joint is Joint.MEND:
                size = _drop_last(out, pieces, size)
            out.append(_GLUE[joint])
            size += len(_GLUE[joint])
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


def stands_alone(line: Line) -> bool:
    """Whether a line is a row of a table, or numbers only: it is never joined with another."""
    return "\t" in line.text or _NUMBERS.fullmatch(line.text) is not None


def is_short(line: Line) -> bool:
    """Whether a line is too short to have been broken by the measure of its column."""
    return line.width < SHORT * min(line.column, 40.0)


def _joint_on_page(before: Line, line: Line, apart: frozenset[int]) -> Joint:
    """The joint of two lines of a page, whose paragraphs show in their print."""
    stated = before.start in apart or line.start in apart or before.closes
    if stated or _new_paragraph(before, line):
        return Joint.PARAGRAPH
    return _joint_within(before, line)


def _joint_within(before: Line, line: Line) -> Joint:
    """The joint of two lines of one paragraph: a space, but for scripts that have none."""
    left, right = before.text, line.text
    if left[-1] in _HYPHENS and len(left) > 1 and not left[-2].isspace():
        word = left[-2].isalpha() and not _UNSPACED.match(left[-2])
        mended = word and (left[-1] == _SOFT_HYPHEN or right[0].islower())
        return Joint.MEND if mended else Joint.RUN_ON
    if _unspaced(reversed(left)) or _unspaced(right):
        return Joint.RUN_ON
    if left[-1] in _OPENING or right[0] in _CLOSING or _breaks_number(before, line):
        return Joint.RUN_ON
    return Joint.SPACE


def _unspaced(edge: Iterable[str]) -> bool:
    """Whether the edge of a line is of a script without spaces.

    “, — and ) are of any script: what stands next to them says of which.
    """
    for char in edge:
        if _UNSPACED.match(char):
            return True
        if char.isalnum():
            return False
    return False


def _breaks_number(before: Line, line: Line) -> bool:
    """Whether the measure of a Chinese column broke a number in two."""
    if not _BROKEN_NUMBER.search(f"{before.text[-2:]}\n{line.text[:2]}"):
        return False
    full = before.column <= WRAPPED and before.width >= before.column - 1.2
    return full and bool(_HAN.search(before.text) and _HAN.search(line.text))


def _new_paragraph(before: Line, line: Line) -> bool:
    """Whether a paragraph ends between two lines, as far as their print shows."""
    if line.lead or before.byline or line.byline:
        return True
    if stands_alone(before) or stands_alone(line):
        return True
    if not before.ends and is_short(before) and is_short(line):
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
    if line.width < 45 or " " not in text or "\t" in text:
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
