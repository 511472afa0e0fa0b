"""Spans of a text: the sentences that they touch, how long a quotation may be, whether two overlap.

Knows offsets; knows nothing of what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import Evidence

LONGEST = 1_200
"""Characters of what is quoted; what goes on longer without an end is a table or no text at all."""


def touched(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The whole sentences that a span touches."""
    touched = [one for one in sentences if one[0] < end and one[1] > start]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def bounded(start: int, end: int, span: tuple[int, int]) -> tuple[int, int]:
    """The sentences; of endless ones what stands around the span."""
    if end - start <= LONGEST:
        return start, end
    low = max(start, span[0] - LONGEST // 2)
    return low, min(end, max(span[1], low + LONGEST))


def overlap(one: Evidence, other: Evidence) -> bool:
    """Whether two pieces of evidence have a character in common."""
    same = one.article_id == other.article_id
    return same and one.start < other.end and other.start < one.end
