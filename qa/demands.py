"""What a question demands of its evidence, and which of it the evidence does not meet.

A near miss names the right city and the wrong year, the eleventh games instead of the twelfth, an
organisation that no article knows. Such a demand, unmet, makes the system refuse; so each has a
strength, and what is merely worded otherwise stays weak. Knows texts only; nothing of search.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.kinds import NUMERIC, Kind, kind_of, measure_of
from qa.mentions import HAN, Form, Mention, contents, is_wide, mentions, plain
from qa.parts import parts
from qa.places import ABBREVIATED, GRADES, PLACE


@dataclass(frozen=True, slots=True)
class Demands:
    """What an answer's evidence has to speak of."""

    question: str
    kind: Kind
    years: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    """Months and days: 2月, 3月12日, march."""
    numbers: tuple[str, ...] = ()
    """Numbered things: 第十二届, 二中全会, k210."""
    names: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Other words that say what is asked about."""
    measure: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something that the evidence does not speak of: 1 where it rules the answer out."""

    what: str
    strength: float


_RELATIVE = {"去年": 1, "last year": 1, "前年": 2, "今年": 0, "this year": 0}
_NAMES = frozenset({Form.PLACE, Form.BODY, Form.PERSON, Form.TITLE, Form.QUOTED, Form.WORD})


def demands_of(question: str) -> Demands:
    """What the question demands."""
    found = mentions(question)

    def those(*forms: Form) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.text for m in found if m.form in forms))

    years = (y.rstrip("年") for y in those(Form.YEAR) if y not in _RELATIVE)
    dated = (m.text[:4] for m in found if m.form is Form.DAY and re.match(r"\d{4}年", m.text))
    return Demands(
        question,
        kind_of(question),
        tuple(dict.fromkeys((*years, *dated))),
        those(Form.MONTH, Form.DAY),
        those(Form.NUMBERED, Form.MODEL),
        those(*_NAMES),
        contents(question),
        measure_of(question),
        parts(question),
    )


def unmet(demands: Demands, evidence: str, context: str) -> tuple[Unmet, ...]:
    """The demands that neither the evidence nor its context meets, the strongest first.

    `evidence` is the sentence with the answer; `context` its headline, the dates of the article and
    the text around.
    """
    said, around = plain(evidence), plain(context)
    whole = f"{around}\n{said}"
    found = list(_years(demands, said, around))
    same_script = is_wide(demands.question) == is_wide(evidence)
    if same_script:
        found.extend(_named(demands, said, whole))
        found.extend(_terms(demands, whole))
    found.extend(_numbered(demands, said, whole, same_script=same_script))
    found.extend(_measured(demands, said))
    return tuple(sorted(found, key=lambda item: -item.strength))


# --- years ---------------------------------------------------------------------------------------

_YEAR = re.compile(r"(?<![\d.])(1[0-9]\d\d|20\d\d)(?=年|[-–—~至到、和/.]|届|赛季|\b)(?![,.]\d{3}|[万亿元人名个家])")
_RANGE = re.compile(r"以来|至今|[到至~–—-]|之间|期间|连续|近[\d一二三四五六七八九十两几]+年|every|since|between|from|annual|每年|历年")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年")


def _years(demands: Demands, said: str, around: str) -> Iterator[Unmet]:
    here = _years_in(said)
    everywhere = here | _years_in(around)
    # The year that a text was printed in is also that of 今年, the year before that of 去年.
    spoken = {str(int(y) - 1) for y in everywhere} if not here else set()
    for year in demands.years:
        if year in here or _covered(year, here, said):
            continue
        near = year in everywhere or _covered(year, everywhere, around)
        if not everywhere:
            yield Unmet(f"{year}", _VAGUE)
        elif not near:
            doubtful = not here and (year in spoken or _since(year, everywhere))
            yield Unmet(year, _VAGUE if doubtful else 1.0 if here else _LIKELY)
        elif here and not _relative(said):
            same_frame = _same_frame(year, here, demands.question, said)
            yield Unmet(year, _LIKELY if same_frame else _WEAK)


_VAGUE, _WEAK, _LIKELY = 0.3, 0.5, 0.85


def _years_in(flat: str) -> set[str]:
    years = set(_YEAR.findall(flat))
    return years | {f"20{short}" for short in _SHORT_YEAR.findall(flat)} | _decades(flat)


def _decades(flat: str) -> set[str]:
    return {f"19{short}" for short in re.findall(r"(?<!\d)([3-9]\d)年", flat)}


def _covered(year: str, known: set[str], flat: str) -> bool:
    """Whether the text speaks of a stretch of years that this one may lie in."""
    if not known or not _RANGE.search(flat):
        return False
    return min(known) <= year <= max(known)


def _since(year: str, known: set[str]) -> bool:
    return bool(known) and abs(int(year) - max(int(y) for y in known)) <= 1


def _relative(flat: str) -> bool:
    return bool(re.search(r"[当同去前今本全]年|[当同]时|此后|随后|次年|翌年|that year|same year", flat))


def _same_frame(year: str, here: set[str], question: str, said: str) -> bool:
    """Whether question and evidence say the same of different years: 截至2021年底, 截至2022年底."""
    asked = _frames(plain(question), {year})
    return bool(asked & _frames(said, here))


def _frames(flat: str, years: set[str]) -> set[str]:
    found = (re.search(rf"{year}(年(?:[底末初中度]|上半年|计划|第?[一二三四1-4]季度))", flat) for year in years)
    return {match[1] for match in found if match}


# --- names ---------------------------------------------------------------------------------------

_NO_PLACE = re.compile(r"全国|中国|我国|全省|全市|本市|本省")
_SUFFIX = re.compile(
    r"(?:股份)?有限公司$|(?:市|省|县|区)?总?工会$|公司$|集团$|委员会$|[省市县区镇乡村州]$|煤矿$|油田$|医院$|大学$|学院$|港$"
)


def _named(demands: Demands, said: str, whole: str) -> Iterator[Unmet]:
    for mention in mentions(demands.question):
        if mention.form is Form.PLACE and mention.text in GRADES:
            yield from _place(mention.text, said, whole)
        elif mention.form in _NAMES:
            yield from _name(mention, said, whole)


def _place(name: str, said: str, whole: str) -> Iterator[Unmet]:
    short = ABBREVIATED.get(name, "")
    if name in whole or (short and short in PLACE.sub("", whole)):
        return
    others = {place for place in PLACE.findall(said) if GRADES[place] == GRADES[name]}
    around = {place for place in PLACE.findall(whole) if GRADES[place] == GRADES[name]}
    strength = 1.0 if others else _LIKELY if around else _WEAK
    if near_miss(name, whole):
        strength = _VAGUE
    yield Unmet(name, strength)


def _name(mention: Mention, said: str, whole: str) -> Iterator[Unmet]:
    name = mention.text
    place = PLACE.match(name) if mention.form is Form.BODY else None
    if place and place.group() in GRADES and place.end() < len(name):
        yield from _place(place.group(), said, whole)
        name = name[place.end() :]
    head = _SUFFIX.sub("", name) if mention.form in {Form.BODY, Form.PLACE} else name
    if len(head) < _SHORTEST or present(head, whole):
        return
    yield Unmet(mention.text, _strength(mention.form, head, whole))


_SHORTEST = 2


def _strength(form: Form, head: str, whole: str) -> float:
    if any(pair in whole for pair in _pairs(head)):
        return _VAGUE
    match form:
        case Form.BODY | Form.PLACE | Form.PERSON:
            return 0.7
        case Form.TITLE:
            return 0.6
    return _WEAK


def _pairs(text: str) -> list[str]:
    return ["".join(pair) for pair in itertools.pairwise(text)]


def present(name: str, text: str) -> bool:
    """Whether a text names this, as it stands, shortened, or with a character mistaken."""
    if name in text:
        return True
    if not re.search(rf"[{HAN}]", name):
        words = [word for word in re.findall(r"\w+", name) if len(word) > 2]
        found = sum(word in text or word[:_STEM] in text for word in words)
        return 2 * found >= len(words)
    pairs = _pairs(name)
    if len(pairs) > 1 and 3 * sum(pair in text for pair in pairs) >= 2 * len(pairs):
        return True
    return _shortened(name, text) or (len(name) >= _TYPO and near_miss(name, text))


_STEM = 5
_TYPO = 4
_GAP = 4


def _shortened(name: str, text: str) -> bool:
    """Whether the characters of the name stand in order and near each other: 全总, 全国总工会."""
    if len(name) > _GAP * 2:
        return False
    loose = f"[{HAN}]{{0,{_GAP}}}".join(map(re.escape, name))
    return bool(re.search(loose, text))


def near_miss(name: str, text: str) -> bool:
    """Whether a text names something that differs in one character."""
    wanted = (
        re.escape(name[:at]) + f"[{HAN}]" + re.escape(name[at + 1 :]) for at in range(len(name))
    )
    return len(name) >= _TYPO - 1 and any(re.search(pattern, text) for pattern in wanted)


# --- numbered things, measures, terms ------------------------------------------------------------

_ORDINAL = re.compile(r"第(\d+|[〇零一二三四五六七八九十百]+)(\D{1,3}?)$|([一二三四五六七八九十]+)(中全会)$")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def _numbered(
    demands: Demands, said: str, whole: str, *, same_script: bool
) -> Iterator[Unmet]:
    for name in demands.numbers:
        found = _ORDINAL.search(name)
        if found:
            yield from _ordinal(name, found, said, whole, same_script=same_script)
        elif re.search(r"\d(?:st|nd|rd|th)$", name):
            continue
        elif name not in whole:
            letters = re.match(r"[a-z]+", name)
            other = bool(letters and re.search(rf"(?<![a-z]){letters.group()}-?\d", whole))
            yield Unmet(name, _LIKELY if other else _WEAK)


def _ordinal(
    name: str, found: re.Match[str], said: str, whole: str, *, same_script: bool
) -> Iterator[Unmet]:
    number, unit = found[1] or found[3], found[2] or found[4]
    if not same_script:
        return
    wanted = number_of(number)
    numeral = r"(\d+|[〇零一二三四五六七八九十百]+)"
    here = {number_of(n) for n in re.findall(numeral + re.escape(unit), said)}
    everywhere = {number_of(n) for n in re.findall(numeral + re.escape(unit), whole)}
    if wanted in everywhere or (wanted == 1 and re.search(r"首|最早|创[办立]|开始", whole)):
        return
    yield Unmet(name, 1.0 if here else _LIKELY if everywhere else _WEAK)


def number_of(numeral: str) -> int:
    """The value of a small numeral in digits or in Chinese."""
    if numeral.isdigit():
        return int(numeral)
    total = current = 0
    for character in numeral:
        if character in _DIGITS:
            current = current * 10 + _DIGITS[character] if current and "十" not in numeral else _DIGITS[character]
        else:
            total += (current or 1) * {"十": 10, "百": 100}.get(character, 1)
            current = 0
    return total + current


_ANY_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万亿两半双几数首]|没有|无|全部|唯一|单|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|half|twice|once|both|dozen|hundred|thousand|million|all)\b"
)
_PHYSICAL = {
    "吨": "吨|斤|公斤|千克|ton",
    "公里": "公里|千米|里|km|kilomet|mile",
    "平方米": "平方|平米|公顷|亩|square|m2|㎡",
    "岁": "岁|年|生|aged|old|age|\\d",
}


def _measured(demands: Demands, said: str) -> Iterator[Unmet]:
    """A number is asked and none is given, or none in such a unit."""
    if demands.kind not in NUMERIC:
        return
    if not _ANY_NUMBER.search(said):
        yield Unmet(demands.measure or demands.kind.value, 0.7)
        return
    units = _PHYSICAL.get(demands.measure)
    if units and not re.search(units, said):
        yield Unmet(demands.measure, 0.6)


def _terms(demands: Demands, whole: str) -> Iterator[Unmet]:
    """Words of which nothing at all stands in the text."""
    for term in demands.terms:
        if term in whole or any(pair in whole for pair in _pairs(term)):
            continue
        if re.search(rf"[{HAN}]", term) or term[:_STEM] not in whole:
            yield Unmet(term, _VAGUE)


def strongest(found: Sequence[Unmet]) -> float:
    """The strength of the strongest; 0 where all is met."""
    return max((item.strength for item in found), default=0.0)
