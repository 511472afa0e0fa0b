"""Enumerations taken whole: `一是…二是…`, numbered lines, a lead and the items that it announces.

Knows sentences and the marks of items; knows nothing of questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.sentences import sentences_of
from qa.mentions import number_of

LONGEST = 900
"""Characters of an enumeration; what goes on longer is cut at the end of a sentence."""

_NUMERALS = "一二三四五六七八九十"
_MARKS: tuple[tuple[str, ...], ...] = (
    tuple(f"{one}是" for one in _NUMERALS),
    tuple(f"{one}要" for one in _NUMERALS),
    tuple(f"第{one}[，,、：:]" for one in _NUMERALS),
    tuple(f"其{one}[，,、：:]" for one in _NUMERALS),
    tuple(f"{one}、" for one in _NUMERALS),
    tuple(f"[（(]{one}[）)]" for one in _NUMERALS),
    tuple(rf"[（(]?{one}[.、．)）](?!\d)" for one in range(1, 16)),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
    ("首先", "其次", "最后|此外"),
    ("首先", "其次", "再次|再者|然后", "最后|此外"),
    ("[Ff]irst(?:ly)?", "[Ss]econd(?:ly)?", "[Ff]inally"),
    ("[Ff]irst(?:ly)?", "[Ss]econd(?:ly)?", "[Tt]hird(?:ly)?", "[Ff]ourth(?:ly)?|[Ff]inally"),
)
_SO_MANY = re.compile(
    rf"(?<![第\d{_NUMERALS}])([{_NUMERALS}]|\d{{1,2}})[个处项点条种件类大步份][^年月日]"
)
_BULLET = re.compile(r"\s*(?:[-*•·●○■□▲◆]\s|[-*•·●○■□▲◆](?=[\u2e80-\U0003ffff]))")
_LEAD = re.compile(r"(?:[:：]|如下|以下[^。]{0,8}|following)\s*$")


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, widened to the enumeration that it begins or stands in."""
    spans = sentences_of(text)
    inside = [at for at, (low, high) in enumerate(spans) if low < end and high > start]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    for marks in _MARKS:
        first, last = _counted(text, spans, first, last, marks)
    first, last = _bulleted(text, spans, first, last)
    while last > first and spans[last][1] - spans[first][0] > LONGEST and last > inside[-1]:
        last -= 1
    return min(start, spans[first][0]), max(end, spans[last][1])


def marked(text: str) -> int:
    """The number of items with marks that follow one another in a text; 1 where none does."""
    bullets = sum(bool(_BULLET.match(line)) for line in text.split("\n"))
    return max(1, bullets, *(len(_items(text, marks)) for marks in _MARKS))


def heading(line: str) -> tuple[int, int] | None:
    """Which kind of marks a line begins with, and the number of its item; None without a mark."""
    for kind, marks in enumerate(_MARKS):
        for number, mark in enumerate(marks):
            if re.match(rf"\s*(?:{mark})", line):
                return kind, number
    return None


def _counted(
    text: str, spans: Sequence[tuple[int, int]], first: int, last: int, marks: tuple[str, ...]
) -> tuple[int, int]:
    """Sentences before and after, as long as the count goes on without a gap."""
    seen = [_items(text[low:high], marks) for low, high in spans[first : last + 1]]
    numbers = [number for items in seen for number in items]
    if not numbers:
        # A lead that announces items which follow: "…要做好三件事：" and then "一是…".
        if last + 1 == len(spans):
            return first, last
        numbers = _items(text[slice(*spans[last + 1])], marks)
        if numbers[:1] != [0]:
            return first, last
        end, high = _on(text, spans, last + 1, marks, numbers[-1])
        lead = text[slice(*spans[last])]
        return (first, end) if _LEAD.search(lead) or high + 1 in _told(lead) else (first, last)
    first = _back(text, spans, first, marks, numbers[0])
    return first, _on(text, spans, last, marks, numbers[-1])[0]


def _told(lead: str) -> set[int]:
    """How many things a sentence speaks of: 作出三处修改 announces three."""
    return {number_of(number) for number in _SO_MANY.findall(lead)}


def _back(
    text: str, spans: Sequence[tuple[int, int]], first: int, marks: tuple[str, ...], low: int
) -> int:
    """The sentence with the first item, or the first that the count reaches back to."""
    while low > 0 and first > 0:
        items = _items(text[slice(*spans[first - 1])], marks)
        if items and items[-1] != low - 1:
            break
        # An item may go on for a sentence or two before the next mark.
        if not items and not _reaches(text, spans, first - 1, marks, low - 1):
            break
        first -= 1
        low = items[0] if items else low
    return first


def _on(
    text: str, spans: Sequence[tuple[int, int]], last: int, marks: tuple[str, ...], high: int
) -> tuple[int, int]:
    """The sentence with the last item that follows without a gap, and which item that is."""
    while last + 1 < len(spans) and high + 1 < len(marks):
        ahead = [_items(text[slice(*span)], marks) for span in spans[last + 1 : last + 4]]
        gap = next((at for at, items in enumerate(ahead) if items), None)
        if gap is None or ahead[gap][0] != high + 1:
            break
        last += gap + 1
        high = ahead[gap][-1]
    return last, high


def _reaches(
    text: str, spans: Sequence[tuple[int, int]], at: int, marks: tuple[str, ...], wanted: int
) -> bool:
    """Whether the item before is in one of the last few sentences."""
    for back in range(at, max(at - 3, -1), -1):
        items = _items(text[slice(*spans[back])], marks)
        if items:
            return items[-1] == wanted
    return False


def _items(sentence: str, marks: tuple[str, ...]) -> list[int]:
    """Which items of a kind of enumeration begin in a sentence, in order."""
    found: list[tuple[int, int]] = []
    for number, mark in enumerate(marks):
        match = re.search(rf"(?:^|[，。；;:：、\s“])\s*(?:{mark})", sentence)
        if match:
            found.append((match.end(), number))
    numbers = [number for _, number in sorted(found)]
    # Marks out of order are words: 十是 inside a name, 一、 in a section's heading.
    in_order = all(after == before + 1 for before, after in pairwise(numbers))
    return numbers if in_order else []


def _bulleted(
    text: str, spans: Sequence[tuple[int, int]], first: int, last: int
) -> tuple[int, int]:
    """Neighbouring lines that begin with a bullet; of a lead, those that follow it."""

    def bullet(at: int) -> bool:
        return 0 <= at < len(spans) and bool(_BULLET.match(text[slice(*spans[at])]))

    if not bullet(first) and not (bullet(last + 1) and _LEAD.search(text[slice(*spans[last])])):
        return first, last
    while bullet(first - 1):
        first -= 1
    while bullet(last + 1):
        last += 1
    return first, last
