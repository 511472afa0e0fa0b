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
from qa.mentions import HAN, NUMERALS, Form, Mention, contents, is_wide, mentions, number_of, plain
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
    said, around = _spelt(evidence), _spelt(context)
    whole = f"{around}\n{said}"
    found = list(_years(demands, said, around))
    same_script = is_wide(demands.question) == is_wide(evidence)
    if same_script:
        found.extend(_named(demands, said, whole))
        found.extend(_terms(demands, whole))
    found.extend(_numbered(demands, said, whole, same_script=same_script))
    found.extend(_measured(demands, said))
    found.extend(_dated(demands, said, whole))
    return tuple(sorted(found, key=lambda item: -item.strength))


def _spelt(text: str) -> str:
    """Folded, with a plenary session under its short name."""
    return re.sub(rf"第([{NUMERALS}]+)次全体会议", r"\1中全会", plain(text))


# --- years ---------------------------------------------------------------------------------------

_YEAR = re.compile(
    r"(?<![\d.])(1[0-9]\d\d|20\d\d)(?=年|[-–—~至到、和/.]|届|赛季|\b)(?![,.]\d{3}|[万亿元人名个家])"
)
_RANGE = re.compile(
    r"以来|至今|[到至~–—-]|之间|期间|连续|近[\d一二三四五六七八九十两几]+年|every|since|between|from|annual|每年|历年"
)
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
    return bool(
        re.search(r"[当同去前今本全]年|[当同]时|此后|随后|次年|翌年|that year|same year", flat)
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


def _dated(demands: Demands, said: str, whole: str) -> Iterator[Unmet]:
    """A day is asked about, and the evidence speaks of another."""
    for wanted in _DAY.findall(" ".join(demands.dates)):
        here = _DAY.findall(said)
        if here and wanted not in _DAY.findall(whole) and not _RANGE.search(said):
            yield Unmet(f"{wanted[0]}月{wanted[1]}日", 0.7)


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
    abroad = GRADES[name] in {"country", "world"}
    strength = 1.0 if others else _WEAK if abroad or not around else _LIKELY
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
    if len(head) < _SHORTEST or present(head, whole) or near_miss(mention.text, whole):
        return
    yield Unmet(mention.text, _strength(mention.form, head, whole))


_SHORTEST = 2


_ABSENT = {
    Form.BODY: 0.9,
    Form.TITLE: 0.9,
    Form.PERSON: 0.85,
    Form.WORD: 0.75,
    Form.PLACE: 0.7,
    Form.QUOTED: 0.6,
}
"""How surely a name of which nothing at all stands in the text is meant and missing."""


def _strength(form: Form, head: str, whole: str) -> float:
    if any(pair in whole for pair in _pairs(head)):
        return _VAGUE
    return _ABSENT[form]


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
_LONGEST = 10


def _shortened(name: str, text: str) -> bool:
    """Whether the characters of the name stand in order and near each other: 全总, 全国总工会."""
    if len(name) > _GAP * 2:
        return False
    loose = f"[{HAN}]{{0,{_GAP}}}".join(map(re.escape, name))
    return bool(re.search(loose, text))


def near_miss(name: str, text: str) -> bool:
    """Whether a text names something that differs in one character."""
    if not _TYPO - 1 <= len(name) <= _LONGEST or not re.search(rf"[{HAN}]", name):
        return False
    wanted = (
        re.escape(name[:at]) + f"[{HAN}]" + re.escape(name[at + 1 :]) for at in range(len(name))
    )
    return any(re.search(pattern, text) for pattern in wanted)


# --- numbered things, measures, terms ------------------------------------------------------------

_ORDINAL = re.compile(
    r"第(\d+|[〇零一二三四五六七八九十百]+)(\D{1,3}?)$|([一二三四五六七八九十]+)(中全会)$"
)


def _numbered(demands: Demands, said: str, whole: str, *, same_script: bool) -> Iterator[Unmet]:
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
    if demands.kind not in NUMERIC or said.count("、") > 1 or said.count("“") > 1:
        return
    if not _ANY_NUMBER.search(said):
        yield Unmet(demands.measure or demands.kind.value, 0.7)
        return
    units = _PHYSICAL.get(demands.measure)
    if units and not re.search(units, said):
        yield Unmet(demands.measure, 0.6)
    counted = next((group for group in _COUNTED if demands.measure in group.split("|")), "")
    if counted and is_wide(said) and not re.search(rf"{_AMOUNT}(?:{counted})", said):
        yield Unmet(demands.measure, _COUNTED_OTHERWISE)


_AMOUNT = r"[\d一二三四五六七八九十百千万亿两半双几数首单][余多来数几]*[\s名个位]?"
_COUNTED = (
    "人|名|位|人次|职工|员工|学生|会员|口|员|户|余",
    "对",
    "间|套|室|层|栋|个",
    "枚|块|金|银|铜|面|个",
    "家|个|所|户|间|店|处|座",
    "场|次|届|回|个|项",
    "件|起|宗|桩|条|项|个|例",
    "台|架|辆|艘|部|套|个|列",
    "票|张|个|份",
)
"""Counters that stand in for each other."""
_COUNTED_OTHERWISE = 0.45


def _terms(demands: Demands, whole: str) -> Iterator[Unmet]:
    """Words of which nothing at all stands in the text, and how little of all of them does."""
    missing = []
    pairs = found = 0
    for term in demands.terms:
        if re.search(rf"[{HAN}]", term):
            hits = sum(pair in whole for pair in _pairs(term))
            pairs, found = pairs + len(term) - 1, found + hits
        else:
            hits = int(term in whole or (len(term) > _STEM and term[:_STEM] in whole))
            pairs, found = pairs + 1, found + hits
        if not hits:
            missing.append(term)
            yield Unmet(term, _VAGUE)
    if pairs >= _ENOUGH and missing:
        share = found / pairs
        strength = next((given for limit, given in _SHARES if share < limit), 0.0)
        if strength:
            yield Unmet(" ".join(missing), strength)


_ENOUGH = 4
_SHARES = ((0.1, 0.8), (0.2, 0.7), (0.3, 0.5), (0.4, 0.4))
"""Share of the question's pairs of characters in the text, and how surely less is a near miss.

Of right passages 0.4 % hold less than a fifth, of the best wrong ones 36 %.
"""


def strongest(found: Sequence[Unmet]) -> float:
    """The strength of the strongest; 0 where all is met."""
    return max((item.strength for item in found), default=0.0)
