"""Whether evidence speaks of the time, and of the numbered thing, that a question names.

Knows the text of question, evidence and context; nothing of names of people or places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.demanded import CERTAIN, LIKELY, VAGUE, WEAK, Demands, Unmet
from qa.mentions import number_of, plain
from qa.times import YEAR

_YEAR = re.compile(YEAR)
RANGE = re.compile(
    r"以来|至今|[到至~–—-]|之间|期间|连续|近[\d一二三四五六七八九十两几]+年|every|since"
    r"|between|from|annual|每年|历年"
)
_PRINTED = re.compile(r"(?<!\d)(?:19|20)\d\d-\d\d(?:-\d\d)?(?!\d)")
"""The date of an article, as its data have it."""
_AHEAD = re.compile(r"[明来]年|将|计划|拟|预计|目标|next year|\bwill\b|plan")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?=\d{1,2}月|[底末初春夏秋冬]|[上下]半年)")
"""98年底 is a year; 38年 alone is more often a length of service."""


def years_unmet(demands: Demands, said: str, around: str) -> Iterator[Unmet]:
    """The years asked about that neither the evidence nor, for want of others, its context has."""
    here = _years_in(said)
    everywhere = here | _years_in(around)
    told = here | _years_in(_PRINTED.sub(" ", around))
    # The year that a text was printed in is also that of 今年, the year before that of 去年.
    spoken = {str(int(y) - 1) for y in everywhere} if not here else set()
    if len(demands.years) > 1 and everywhere.intersection(demands.years):
        return  # each of the years has evidence of its own
    for year in demands.years:
        if year in here or _covered(year, here, said):
            continue
        now = _THIS_YEAR.search(said)
        near = year in everywhere or (not now and _covered(year, everywhere, around))
        if not everywhere:
            yield Unmet(f"{year}", VAGUE)
        elif not near:
            next_year = int(year) == max(map(int, everywhere)) + 1 and _AHEAD.search(said)
            doubtful = not here and (year in spoken or next_year)
            # Nothing tells what happens years after it was printed.
            certain = here or int(year) > max(map(int, everywhere)) or now
            yield Unmet(year, VAGUE if doubtful else CERTAIN if certain else LIKELY)
        elif here and not _relative(said):
            # A sentence with a year of its own does not tell of the one that it was printed in.
            other = year not in told or _same_frame(year, here, demands.question, said)
            yield Unmet(year, LIKELY if other else WEAK)


_THIS_YEAR = re.compile("[今本]年")
"""What is told of the year of printing, which is not the one asked about."""


def _years_in(flat: str) -> set[str]:
    short = _SHORT_YEAR.findall(flat)
    return set(_YEAR.findall(flat)) | {f"{19 if two >= '30' else 20}{two}" for two in short}


def _covered(year: str, known: set[str], flat: str) -> bool:
    """Whether the text speaks of a stretch of years that this one may lie in."""
    if not known or not RANGE.search(flat):
        return False
    return min(known) <= year <= max(known)


def _relative(flat: str) -> bool:
    return bool(
        re.search(r"[去前今本明次翌]年|[此随]后|(?:last|this|next|following) year|later", flat)
    )


def _same_frame(year: str, here: set[str], question: str, said: str) -> bool:
    """Whether question and evidence say the same of different years: 截至2021年底, 截至2022年底."""
    asked = _frames(plain(question), {year})
    return bool(asked & _frames(said, here))


def _frames(flat: str, years: set[str]) -> set[str]:
    found = (
        re.search(rf"{year}(年(?:[底末初中度]|上半年|计划|第?[一二三四1-4]季度))", flat)
        for year in years
    )
    return {match[1] for match in found if match}


_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")


def days_unmet(demands: Demands, said: str, whole: str) -> Iterator[Unmet]:
    """A day is asked about, and the evidence speaks of another."""
    for wanted in _DAY.findall(" ".join(demands.dates)):
        here = _DAY.findall(said)
        if here and wanted not in _DAY.findall(whole) and not RANGE.search(said):
            yield Unmet(f"{wanted[0]}月{wanted[1]}日", 0.7)


_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_PRINTED_IN = re.compile(r"(?<!\d)(?:19|20)\d\d-(\d\d)")


def months_unmet(demands: Demands, said: str, around: str) -> Iterator[Unmet]:
    """A month is asked about, and the evidence tells of others, printed in others."""
    wanted = {number for date in demands.dates for number in _MONTH.findall(_DAY.sub("", date))}
    here = set(_MONTH.findall(said))
    printed = {month.lstrip("0") for month in _PRINTED_IN.findall(around)}
    if here and not wanted & (here | printed) and not RANGE.search(said):
        yield from (Unmet(f"{month}月", 0.7) for month in sorted(wanted))


_ORDINAL = re.compile(
    r"第(\d+|[〇零一二三四五六七八九十百]+)(\D{1,3}?)$|([一二三四五六七八九十]+)(中全会)$"
)


def numbered_unmet(
    demands: Demands, said: str, whole: str, *, same_script: bool
) -> Iterator[Unmet]:
    """第十二届 asked, 第十一届 given; K210 asked, K211 given."""
    for name in demands.numbers:
        found = _ORDINAL.search(name)
        if found:
            if same_script:
                yield from _ordinal(name, found, demands.question, said, whole)
        elif re.search(r"\d(?:st|nd|rd|th)$", name):
            continue
        elif name not in whole:
            letters = re.match(r"[a-z]+", name)
            other = bool(letters and re.search(rf"(?<![a-z]){letters.group()}-?\d", whole))
            yield Unmet(name, LIKELY if other else WEAK)


_ELSEWHERE = 0.7


def _ordinal(
    name: str, found: re.Match[str], question: str, said: str, whole: str
) -> Iterator[Unmet]:
    number, unit = found[1] or found[3], found[2] or found[4]
    wanted = number_of(number)
    numeral = rf"(\d+|[〇零一二三四五六七八九十百]+){re.escape(unit)}"
    here = {number_of(n) for n in re.findall(numeral, said)}
    everywhere = {number_of(n) for n in re.findall(numeral, whole)}
    if wanted in everywhere or (wanted == 1 and re.search(r"首|最早|创[办立]|开始", whole)):
        return
    # 第十一届运动会 asked, 第十二届运动会 in the headline: of that other one the evidence tells.
    thing = plain(question).partition(name)[2][:_THING]
    other = len(thing) == _THING and re.search(numeral + re.escape(thing), whole)
    yield Unmet(name, CERTAIN if here or other else _ELSEWHERE if everywhere else WEAK)


_THING = 4
"""Characters after an ordinal that name what is numbered."""
