"""Where sentences end, in Chinese, Japanese and languages with a full stop.

A quotation or a bracket stays closed: `。”` ends a sentence after the quotation mark, and a short
quotation of several sentences is not cut. A line break always ends a sentence. Knows punctuation;
knows nothing of articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "[": "]",
}
_BRACKETS = frozenset("（(《〈【[")
_CLOSERS = "”’」』）)》〉】]"
_LONGEST_QUOTATION = 160
"""A quotation that is longer is cut at the ends of its sentences like any text."""

_EVENT = re.compile(r"[。！？!?｡．]+|…{1,2}|\.+|\n+|[“‘「『（(《〈【\[]")
_SPEAKER = re.compile(
    r"[^\n，。！？：；“”「」]{0,8}(?:说|表示|道|介绍|告诉|說|介紹|と[話語言])[^\n“”]{0,4}[。，]"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|sr|jr|no|nos|vs|etc|inc|ltd|co|corp|gen|col|gov|sen|rep|rev|fig|"
    r"vol|pp|ed|eds|approx|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|e\.g|i\.e|"
    r"sra?|dra?|ud|uds|núm|г|гг|им|ул|тыс|млн|руб|т\.д|т\.п)|(?<![^\W\d_])[A-Za-zА-Яа-я]|(?:^|[.。！？!?;；]\s)\s*\d{1,2})$",
    re.IGNORECASE,
)
_NOT_SPACE = re.compile(r"\S(?:[^\n]*\S)?")


def sentences_of(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, without the space around. All that is not space is in one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_ends(text), len(text)):
        if found := _NOT_SPACE.search(text, start, end):
            spans.append(found.span())
        start = end
    return spans


def _ends(text: str) -> Iterator[int]:
    """The offsets at which a sentence has ended."""
    at = last = 0
    while event := _EVENT.search(text, at):
        mark = event[0]
        at = event.end()
        if mark in _PAIRS:
            at = _past_quotation(text, event.start())
            alone = mark not in _BRACKETS or not text[last : event.start()].strip()
            if alone and at > event.end() and _ends_inside(text, at):
                yield (last := at)
        elif mark[0] == "\n":
            yield (last := at)
        elif _is_end(text, event):
            at = _past_closers(text, at)
            yield (last := at)


def _past_quotation(text: str, opener: int) -> int:
    """The offset after the quotation that opens here; after its opener if it is too long."""
    closer = text.find(_PAIRS[text[opener]], opener, opener + _LONGEST_QUOTATION)
    if closer < 0 or "\n" in text[opener:closer]:
        return opener + 1
    return closer + 1


def _ends_inside(text: str, at: int) -> bool:
    """Whether a quotation that closes before `at` ends its sentence, with nobody named after it."""
    return text[at - 2] in "。！？.!?…" and not (
        text[at : at + 1] in ("，", "、", "的") or _SPEAKER.match(text, at)
    )


def _is_end(text: str, event: re.Match[str]) -> bool:
    """Whether these marks end a sentence: a full stop must not belong to a number or a name."""
    mark, end = event[0], event.end()
    past = _past_closers(text, end)
    after = text[past : past + 1]
    if mark[0] in "。！？｡．":
        return True
    if mark[0] == "…":
        following = text[end : end + 40].lstrip(" \t\u3000")[:1]
        return past > end or following in ("", "\n", "“", "「", "『") or following.isupper()
    if after and not after.isspace() and after < "\u2e80":
        return False
    if mark[0] != "." or past > end:
        return True
    following = text[end : end + 40].lstrip("\"'”’)] ")[:1]
    if following.islower():
        return False
    line = text.rfind("\n", max(0, event.start() - 12), event.start()) + 1
    return len(mark) > 1 or not _ABBREVIATION.search(
        text[max(line, event.start() - 12) : event.start()]
    )


def _past_closers(text: str, at: int) -> int:
    """The offset after the quotation marks and brackets that close here."""
    while at < len(text) and (text[at] in _CLOSERS or (text[at] in "\"'" and _closes(text, at))):
        at += 1
    return at


def _closes(text: str, at: int) -> bool:
    """Whether a straight quotation mark closes: an odd number stands before it in its line."""
    line = max(text.rfind("\n", 0, at) + 1, at - _LONGEST_QUOTATION * 2)
    return text.count(text[at], line, at) % 2 == 1
