"""Dates as print, containers and file names state them, as 2023-02-07: real days only.

What is no whole date, or no day of the calendar, gives "": nothing is filled in. Knows text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePath

_YEAR = r"(?<!\d)((?:1[89]|20)\d\d)"
_CHINESE = re.compile(rf"{_YEAR}\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})(?!\d)\s*[日號号]?")
_PARTED = re.compile(rf"{_YEAR}\s*([-/._])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}})(?!\d)")
_COMPACT = re.compile(rf"{_YEAR}(\d\d)(\d\d)(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = (
    r"(?i:(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))"
)
_MONTH_FIRST = re.compile(rf"\b{_NAMED}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_NAMED}\.?,?\s+(\d{{4}})\b")
_ROW = re.compile(r":\d+$")


def calendar_day(year: int, month: int, day: int) -> str:
    """A day as 2023-02-07; "" where the calendar has none such."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def whole_date(text: str, *, compact: bool = True) -> str:
    """The first whole date in a text; "" without one.

    Without `compact`, 20230207 is none: on a page it is as likely a telephone number.
    """
    found = ((at, calendar_day(*parts)) for at, parts in _candidates(text, compact))
    return min(((at, day) for at, day in found if day), default=(0, ""))[1]


def _candidates(text: str, compact: bool) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Where something like a date stands: year, month, day."""
    for match in _CHINESE.finditer(text):
        yield match.start(), (int(match[1]), int(match[2]), int(match[3]))
    for match in _PARTED.finditer(text):
        yield match.start(), (int(match[1]), int(match[3]), int(match[4]))
    for match in _COMPACT.finditer(text) if compact else ():
        yield match.start(), (int(match[1]), int(match[2]), int(match[3]))
    for match in _MONTH_FIRST.finditer(text):
        month = _MONTHS.index(match[1][:3].lower()) + 1
        yield match.start(), (int(match[3]), month, int(match[2]))
    for match in _DAY_FIRST.finditer(text):
        month = _MONTHS.index(match[2][:3].lower()) + 1
        yield match.start(), (int(match[3]), month, int(match[1]))


def stated_date(text: str | None) -> str | None:
    """A date field: ISO where it can be understood, else as it stands (a year, a season)."""
    if not text or not text.strip():
        return None
    return whole_date(text) or text.strip()


def date_in_name(source: str) -> str:
    """The date in a file's name; "" without one. The number of a row is no part of the name."""
    return whole_date(_ROW.sub("", PurePath(source).name))


def before_issue(month: int, day: int, issue: str) -> str:
    """The last such day up to the date of an issue; "" where that is no whole date."""
    try:
        printed = date.fromisoformat(issue)
    except ValueError:
        return ""
    # A paper of the 26th may print what is wired "on the 27th" across the date line, not later.
    latest = (printed + timedelta(days=1)).isoformat()
    days = (calendar_day(year, month, day) for year in (printed.year, printed.year - 1))
    return next((found for found in days if found and found <= latest), "")
