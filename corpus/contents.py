"""The contents page of an issue: where it stands, and the headlines that it promises.

A contents page is a dense run of lines that end (or begin) with a page number, the numbers rising.
Knows lines; knows nothing of the articles that it is matched with.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.lines import Line

_ENTRY = re.compile(
    r"(?P<title>\S.{2,}?)(?:[ \t　]*[/／|][ \t　]*(?P<author>[^\d/／|\t]{2,16}?))?"
    r"(?:[ 　]*\t[ \t　]*|[ 　]*[.．…·•‥—]{2,}[ \t　.…]*|[ 　]{2,}|[ \t　]*[|/／][ \t　]*)"
    r"(?:[/／][ ]?(?P<late>[^\d/／|\t]{2,16}?)[ \t　]+)?"
    r"[（(|]?[ ]?P?(?P<page>\d{1,3})[ ]?[）)|]?"
)
_LEADING = re.compile(r"P?(?P<page>\d{1,3})(?:[\t　]+|[ ]{2,}|[ ]?[/|丨][ ]?)(?P<title>\D.{3,})")
_KEY = re.compile(r"[\W_]+")
FEW = 4
MAX_GAP = 26
FUZZY = 0.8


@dataclass(frozen=True, slots=True)
class Entry:
    """A headline that the contents page promises."""

    key: str
    page: int
    author: str
    section: str


@dataclass(slots=True)
class Contents:
    """The lines `first` up to `last` of the print, and what they promise."""

    first: int = 0
    last: int = 0
    entries: list[Entry] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    _exact: dict[str, Entry] = field(default_factory=dict)
    _grams: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def index(self) -> None:
        """Make the entries quick to find."""
        for at, entry in enumerate(self.entries):
            self._exact.setdefault(entry.key, entry)
            for gram in _bigrams(entry.key):
                self._grams[gram].append(at)

    def mentions(self, text: str) -> bool:
        """Whether a line is a promised headline, or a good part of one."""
        wanted = key(text)
        if len(wanted) >= 6 and any(wanted in entry.key for entry in self._sharing(wanted)):
            return True
        return self.find(text) is not None

    def _sharing(self, wanted: str) -> list[Entry]:
        """The entries that hold the first pair of characters of a key."""
        return [self.entries[at] for at in self._grams.get(wanted[:2], ())]

    def find(self, text: str) -> Entry | None:
        """The entry that a headline answers to, misprints allowed."""
        wanted = key(text)
        if len(wanted) < 4:
            return None
        if wanted in self._exact:
            return self._exact[wanted]
        grams = _bigrams(wanted)
        shared: dict[int, int] = defaultdict(int)
        for gram in grams:
            for at in self._grams.get(gram, ()):
                shared[at] += 1
        if not shared:
            return None
        best = max(shared, key=lambda at: (shared[at] / len(self.entries[at].key), -at))
        total = len(grams) + len(_bigrams(self.entries[best].key))
        return self.entries[best] if 2 * shared[best] / total >= FUZZY else None


def key(text: str) -> str:
    """A headline without spaces and punctuation."""
    return _KEY.sub("", text).lower()


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def find_contents(lines: Sequence[Line]) -> Contents | None:
    """The contents page among the lines, if there is one."""
    hits = [(at, *hit) for at, line in enumerate(lines) if (hit := _entry(line))]
    if len(hits) < FEW:
        hits = _numbers_below(lines) or hits
    run = _longest_run(hits, lines)
    if len(run) < FEW:
        return None
    first, last = run[0][0], run[-1][0]
    rising = sum(b[2] >= a[2] for a, b in pairwise(run))
    if rising < 0.7 * (len(run) - 1):
        return None
    found = Contents(_beginning(lines, first), last + 1)
    _collect(found, lines, {at: (title, page, author) for at, title, page, author in run})
    while found.last < len(lines) and not _worded(lines[found.last].text):
        found.last += 1
    found.index()
    return found


def _entry(line: Line) -> tuple[str, int, str] | None:
    """Headline, page and author of a contents line."""
    text = line.text.strip("| ")
    if not 4 <= len(text) <= 160:
        return None
    if text[-1].isdigit() or text[-1] in "）)":
        match = _ENTRY.fullmatch(text)
        if match:
            author = match["author"] or match["late"] or ""
            return match["title"].strip(" ./…·"), int(match["page"]), author.strip()
    elif text[0].isdigit() or text[0] == "P":
        match = _LEADING.fullmatch(text)
        if match and not line.ends:
            return match["title"].strip(), int(match["page"]), ""
    return None


def _numbers_below(lines: Sequence[Line]) -> list[tuple[int, str, int, str]]:
    """Entries whose page number stands on a line of its own, below the headline."""
    found = []
    for at, line in enumerate(lines[1:], 1):
        above = lines[at - 1]
        number = line.text.isdecimal() and len(line.text) <= 3
        named = 6 <= above.width <= 60 and not (above.ends or above.text.isdecimal())
        if number and named:
            found.append((at - 1, above.text, int(line.text), ""))
    return found if len(found) >= FEW else []


def _longest_run(
    hits: list[tuple[int, str, int, str]], lines: Sequence[Line]
) -> list[tuple[int, str, int, str]]:
    """The longest run of entries with nothing but short lines between them."""
    best: list[tuple[int, str, int, str]] = []
    run: list[tuple[int, str, int, str]] = []
    for hit in hits:
        if run and not _near(lines, run[-1][0], hit[0]):
            run = []
        run.append(hit)
        if len(run) > len(best):
            best = list(run) if len(run) < 2 else run
    return best


def _near(lines: Sequence[Line], low: int, high: int) -> bool:
    between = lines[low + 1 : high] if high - low <= MAX_GAP else ()
    return high - low <= MAX_GAP and all(
        line.width <= 34 and not line.text.endswith("。") for line in between
    )


def _beginning(lines: Sequence[Line], first: int) -> int:
    """Where the contents page begins: with the print before it, if that is a masthead."""
    if first <= 60 and all(
        line.width <= 44 and not line.text.endswith(("。", "！")) for line in lines[:first]
    ):
        return 0
    while first and key(lines[first - 1].text) in {"目录", "目錄", "contents", "本期目录", "要目"}:
        first -= 1
    return first


def _collect(found: Contents, lines: Sequence[Line], hits: dict[int, tuple[str, int, str]]) -> None:
    """Entries with the section above them; the short lines between entries name the sections."""
    section, seen = "", False
    places = sorted(hits)
    for at in range(found.first, found.last):
        if at in hits:
            title, page, author = hits[at]
            found.entries.append(Entry(key(title), page, author, section))
            seen = True
            continue
        name = lines[at].text.strip("【】[]■□●◆《》# ")
        after = bisect(places, at)
        near = after < len(places) and places[after] - at <= 3
        if len(name) > 7 and " " in name:
            continue
        if near and 2 <= len(name) <= 12 and _worded(name) and (seen or at >= places[0] - 2):
            found.sections[key(name)] = name
            section = name


def _worded(text: str) -> bool:
    return bool(key(text))
