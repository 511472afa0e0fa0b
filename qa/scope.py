"""What a question limits itself to: a paper that it names, the time when something was printed.

Only what says where or when a thing was *printed* is a limit: 工人日报上, 据中工网, 3月12日的报纸.
A year that belongs to the fact asked about is none, since the paper may have printed it later.
Knows what a library holds in outline; nothing of articles.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.dates import calendar_day
from index.fold import squeeze
from index.types import Filters
from qa.mentions import HAN, is_wide, number_of, plain
from qa.times import MONTH, MONTHS, RELATIVE_YEARS, month_of

if TYPE_CHECKING:
    from index.library import Library


@dataclass(frozen=True, slots=True)
class Facts:
    """What a library holds, in outline."""

    first_date: str = ""
    last_date: str = ""
    publications: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Names of files; a question may name one without its ending."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What to search in, and for the reader why."""

    filters: Filters
    notes: tuple[str, ...] = ()


def facts_of(library: Library) -> Facts:
    """The outline of a library."""
    stats = library.stats()
    return Facts(stats.first_date, stats.last_date, tuple(stats.publications))


def scope(query: str, library_facts: Facts, given: Filters) -> Scope:
    """The filters given, narrowed by what the question names, and a note for each narrowing."""
    filters, notes = given, []
    english = not is_wide(query)
    days = _printed(plain(query), library_facts)
    if days:
        low, high = _within(days, library_facts, given)
        if low:
            filters = replace(filters, date_from=low, date_to=high)
            when = low if low == high else f"{low} – {high}"
            notes.append(f"printed {when}" if english else f"刊登于 {when}")
    names = _sources(query, library_facts)
    if names and not given.sources:
        filters = replace(filters, sources=names)
        listed = ", ".join(names) if english else "、".join(names)
        notes.append(f"source {listed}" if english else f"来源 {listed}")
    return Scope(filters, tuple(notes))


# --- sources -------------------------------------------------------------------------------------

_MARKS = r"[《》〈〉“”\"]"
_AFTER = (
    r"(?:上|里|中(?!央|国)|报道|报导|刊登|刊发|刊载|登[过了载]|登出|发表|写|说|称|文章"
    r"|\s*的?(?:报道|文章|消息|新闻)|"
    r"(?:第?\d+版|头版)|\s*(?:reports?|reported|writes?|wrote|say|says|said|publish"
    r"|published|print|printed))"
)
_BEFORE = (
    r"(?:据|根据|按照?|翻看?|查一?下|在|来自|\b(?:in|from|by|according to|per|see)(?: the)?\s*)"
)
_DATED = r"(?:(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?的?)"


def _sources(query: str, facts: Facts) -> tuple[str, ...]:
    """The publications and files of the library that the question says to look in."""
    flat = re.sub(_MARKS, "", plain(query))
    found = [
        name
        for name in (*facts.publications, *facts.sources)
        if any(_looked_in(flat, spelled) for spelled in _spellings(name))
    ]
    # 工人日报 stands in 澜江工人日报 too: the longer name is the one that is meant.
    kept = [n for n in found if not any(n != other and plain(n) in plain(other) for other in found)]
    return tuple(dict.fromkeys(kept))


def _spellings(name: str) -> Iterator[str]:
    spelled = re.sub(_MARKS, "", plain(name)).strip()
    stem = PurePath(spelled).stem
    for form in dict.fromkeys((spelled, stem, spelled.removeprefix("the "))):
        if len(squeeze(form)) > 1 and not form.isdigit():
            yield form


def _looked_in(flat: str, name: str) -> bool:
    """Whether the name stands where a place to look stands, not as what is asked about."""
    exact = re.escape(name)
    if name[0].isascii():
        exact = rf"(?<![a-z0-9]){exact}(?![a-z0-9])"
    else:
        exact = rf"{exact}(?!社(?!论)|集团|网(?!上)|记者|编辑|员工|总编|发行)"
    before = (
        rf"{_BEFORE}(?:{_DATED})?{exact}(?!社|集团|\s*(?:employ|staff|headquarter|circulation))"
    )
    starts_clause = rf"(?:^|[，,。？?;；])(?:在|请问)?(?:{_DATED})?"
    printed = rf"(?:{starts_clause}|{_DATED}|[{HAN}，,\s]){exact}{_AFTER}"
    dated = rf"{_DATED}{exact}|{exact}{_DATED}"
    if re.search(rf"{exact}(?:的(?!报道|文章|消息|新闻)|有多少(?:名|个)?(?:员工|记者|人))", flat):
        return bool(re.search(rf"{exact}(?:上|里)", flat) or re.search(dated, flat))
    return any(re.search(pattern, flat) for pattern in (before, printed, dated))


# --- dates ---------------------------------------------------------------------------------------

_PAPER = (
    rf"(?:[{HAN}]{{0,6}}?(?:日报|晚报|周报|时报|早报|工人报|快报|商报)(?!社)|报纸|报道"
    rf"|报导|报上|报章|头版|版面|期刊|刊物|"
    r"[这那]一?期|期(?=的?报|上|里)|第[\d一二三四五六七八九十]+版|刊登|刊发|刊载"
    r"|登[的过载]|登出|见报)"
)
_NUMERAL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_ZH = re.compile(
    rf"(?P<year>(?:19|20)\d\d年|今年|去年"
    rf"|前年)?(?:(?P<month>{_NUMERAL})月份?)?(?:(?P<day>{_NUMERAL})[日号])?(?:的|那天的"
    rf"|这天的)?{_PAPER}"
)
_THING = r"(?:issues?|papers?|newspapers?|editions?|articles?|reports?|front pages?)"
_WHEN = (
    rf"(?={MONTH}|\d|last|this)(?:(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?)?"
    rf"(?:(?P<month>{MONTH})\.?\s?)?(?:(?P<day2>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?,?\s?)?"
    r"(?P<year>(?:19|20)\d\d|last year|this year)?"
)
_EN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_THING}\s(?:of|from|dated|for)\s(?:the\s)?{_WHEN}",
        rf"\b(?:published|printed|appeared)\s(?:in|on)\s{_WHEN}",
        rf"\b{_WHEN}(?:'s|’s)?\s?{_THING}\b",
    )
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, a month or a year, as far as it is said; 0 where it is not."""

    year: int
    month: int
    day: int


def _printed(flat: str, facts: Facts) -> _Day | None:
    """When the question says that something was printed."""
    for found in _ZH.finditer(re.sub(_MARKS, "", flat)):
        if found["year"] or found["month"]:
            year = _year(found["year"] or "", facts)
            return _Day(year, number_of(found["month"] or "0"), number_of(found["day"] or "0"))
    for pattern in _EN:
        for found in pattern.finditer(flat):
            month = month_of(found["month"] or "")
            if month or found["year"]:
                day = int(found["day1"] or found["day2"] or 0)
                return _Day(_year(found["year"] or "", facts), month, day)
    return None


def _year(said: str, facts: Facts) -> int:
    """The year; one that is named from the present is counted from the latest paper's."""
    digits = re.search(r"\d{4}", said)
    if digits:
        return int(digits.group())
    away = RELATIVE_YEARS.get(said)
    if away is None or not facts.last_date[:4].isdigit():
        return 0
    return int(facts.last_date[:4]) + away


def _within(said: _Day, facts: Facts, given: Filters) -> tuple[str, str]:
    """The first and last day, inside the library's range and the filters given; ("", "") if not."""
    first, last = facts.first_date, facts.last_date
    if not (first[:4].isdigit() and last[:4].isdigit()):
        return "", ""
    years = [said.year] if said.year else range(int(first[:4]), int(last[:4]) + 1)
    spans = [span for year in years if (span := _span(year, said)) and _meets(span, first, last)]
    if len(spans) != 1:
        return "", ""
    low, high = spans[0]
    low = max(low, given.date_from)
    high = min(high, given.date_to) if given.date_to else high
    return (low, high) if low <= high else ("", "")


def _span(year: int, said: _Day) -> tuple[str, str] | None:
    if not said.month:
        return calendar_day(year, 1, 1), calendar_day(year, 12, 31)
    if not 1 <= said.month <= len(MONTHS):
        return None
    last = calendar.monthrange(year, said.month)[1]
    low = calendar_day(year, said.month, said.day or 1)
    return (low, calendar_day(year, said.month, said.day or last)) if low else None


def _meets(span: tuple[str, str], first: str, last: str) -> bool:
    """Whether the library has a date that may lie in the span; a date may be a year alone."""
    return span[1] >= first and span[0] <= last + "\uffff"
