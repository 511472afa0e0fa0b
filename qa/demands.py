"""What a question demands of its evidence, and which of it the evidence does not meet.

A near miss names the right city and the wrong year, the eleventh games instead of the twelfth, an
organisation that no article knows. Such a demand, unmet, makes the system refuse; so each has a
strength, and what is merely worded otherwise stays weak. Knows texts only; nothing of search.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from index.fold import years_in_digits
from qa.contrasts import contrasts_unmet
from qa.demanded import CERTAIN, LIKELY, VAGUE, Demands, Unmet
from qa.kinds import NUMERIC, Kind, answers_kind, kind_of, measure_of
from qa.measures import alike
from qa.mentions import NUMERALS, Form, contents, is_wide, mentions, plain
from qa.parts import parts
from qa.romanised import Spelling
from qa.times import RELATIVE_YEARS
from qa.unmet_names import NAMES, names_unmet, terms_unmet
from qa.unmet_times import days_unmet, months_unmet, numbered_unmet, years_unmet

__all__ = ["Demands", "Kind", "Unmet", "answers_kind", "demands_of", "parts", "strongest", "unmet"]


def demands_of(question: str) -> Demands:
    """What the question demands."""
    found = mentions(_spelt(question))

    def those(*forms: Form) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.text for m in found if m.form in forms))

    years = (y.rstrip("年") for y in those(Form.YEAR) if y not in RELATIVE_YEARS)
    dated = (m.text[:4] for m in found if m.form is Form.DAY and re.match(r"\d{4}年", m.text))
    return Demands(
        question,
        kind_of(question),
        tuple(dict.fromkeys((*years, *dated))),
        those(Form.MONTH, Form.DAY),
        those(Form.NUMBERED, Form.MODEL),
        tuple(m for m in mentions(question) if m.form in NAMES),
        contents(question),
        measure_of(question),
        parts(question),
    )


def unmet(demands: Demands, evidence: str, context: str, article: str = "") -> tuple[Unmet, ...]:
    """The demands that neither the evidence nor its context meets, the strongest first.

    `evidence` is the sentence with the answer; `context` its headline, the dates of the article and
    the text around; `article` all of its text, in which whom it is about may be named once.
    """
    said, around = _spelt(evidence), _spelt(context)
    whole = f"{around}\n{said}"
    found = list(years_unmet(demands, said, around))
    same_script = is_wide(demands.question) == is_wide(evidence)
    if same_script:
        found.extend(_elsewhere(names_unmet(demands, said, whole), demands, article))
        found.extend(terms_unmet(demands, whole))
    found.extend(numbered_unmet(demands, said, whole, same_script=same_script))
    found.extend(_measures_unmet(demands, said))
    found.extend(days_unmet(demands, said, whole))
    found.extend(months_unmet(demands, said, around))
    found.extend(contrasts_unmet(demands.question, evidence, whole))
    if is_wide(evidence):
        # What is not Chinese has the name in letters, if at all.
        found.extend(_spelling_unmet(demands, f"{context}\n{evidence}"))
    # The same thing may be missing as a name and as a word: the surer finding stands.
    strongest_of = {item.what: item for item in sorted(found, key=lambda item: item.strength)}
    return tuple(sorted(strongest_of.values(), key=lambda item: -item.strength))


def _elsewhere(found: Iterable[Unmet], demands: Demands, article: str) -> Iterator[Unmet]:
    """Names that the article has in another passage are hardly missing, unless ruled out here."""
    missing = list(found)
    doubtful = [one for one in missing if VAGUE < one.strength < CERTAIN]
    if doubtful and article:
        still = {one.what for one in names_unmet(demands, "", _flat(article))}
        there = {one.what for one in doubtful} - still
        missing = [Unmet(one.what, VAGUE) if one.what in there else one for one in missing]
    yield from missing


@functools.lru_cache(maxsize=8)
def _flat(article: str) -> str:
    """Folded once for all of its sentences: a book takes a tenth of a second."""
    return plain(article)


def _spelling_unmet(demands: Demands, whole: str) -> Iterator[Unmet]:
    """Names in other letters that other evidence has, and this one does not; or that none has."""
    if demands.spelt:
        text = Spelling(whole)
        yield from (Unmet(name, LIKELY) for name in demands.spelt if not text.has(name))
    said = whole.lower() if demands.strangers else ""
    yield from (Unmet(name, LIKELY) for name in demands.strangers if name.lower() not in said)


def _spelt(text: str) -> str:
    """Folded, with a plenary session under its short name."""
    short = re.sub(rf"第([{NUMERALS}]+)次全体会议", r"\1中全会", plain(text))
    return years_in_digits(short)


_ANY_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半双几数首]|没有|无|全部|唯一|单|\b(?:no|none|one"
    r"|two|three|four|five|six|seven|eight|nine|ten|half|twice|once|both|dozen|hundred"
    r"|thousand|million|all)\b"
)
_PHYSICAL = {
    "吨": "吨|斤|公斤|千克|ton",
    "公里": "公里|千米|里|km|kilomet|mile",
    "平方米": "平方|平米|公顷|亩|square|m2|㎡",
    "岁": "岁|年|生|aged|old|age|\\d",
}


def _measures_unmet(demands: Demands, said: str) -> Iterator[Unmet]:
    """A number is asked and none is given, or none in such a unit."""
    if demands.kind not in NUMERIC or said.count("、") > 1 or said.count("“") > 1:
        return
    if not _ANY_NUMBER.search(said):
        yield Unmet(demands.measure or demands.kind.value, 0.7)
        return
    units = _PHYSICAL.get(demands.measure)
    if units and not re.search(units, said):
        yield Unmet(demands.measure, 0.6)
    counted = "|".join(alike(demands.measure))
    if counted and is_wide(said) and not re.search(rf"{_AMOUNT}(?:{counted})", said):
        yield Unmet(demands.measure, _COUNTED_OTHERWISE)


_AMOUNT = r"[\d一二三四五六七八九十百千万亿两半双几数首单][余多来数几]*[\s名个位]?"
_COUNTED_OTHERWISE = 0.45


def strongest(found: Sequence[Unmet]) -> float:
    """The strength of the strongest; 0 where all is met."""
    return max((item.strength for item in found), default=0.0)
