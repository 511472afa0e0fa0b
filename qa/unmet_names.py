"""Whether evidence speaks of the places, people, bodies, titles and other words of a question.

Tolerant of short forms (全总 for 全国总工会) and of one mistaken character. Knows texts only.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from qa.demanded import CERTAIN, LIKELY, VAGUE, WEAK, Demands, Unmet
from qa.mentions import HAN, Form, Mention, mentions
from qa.places import ABBREVIATED, GRADES, PLACE

NAMES = frozenset({Form.PLACE, Form.BODY, Form.PERSON, Form.TITLE, Form.QUOTED, Form.WORD})

_SUFFIX = re.compile(
    r"(?:股份)?有限公司$|(?:市|省|县|区)?总?工会$|公司$|集团$|委员会$|[省市县区镇乡村州]$"
    r"|煤矿$|油田$|医院$|大学$|学院$|港$"
)


def names_unmet(demands: Demands, said: str, whole: str) -> Iterator[Unmet]:
    """The names that are not there, each with how surely that rules the answer out."""
    for mention in demands.names:
        if mention.form is Form.PLACE and mention.text in GRADES:
            yield from _place(mention.text, said, whole)
        else:
            yield from _name(mention, said, whole)


_ABROAD = 0.75


def _place(name: str, said: str, whole: str) -> Iterator[Unmet]:
    short = ABBREVIATED.get(name, "")
    if name in whole or (short and short in PLACE.sub("", whole)):
        return
    others = {place for place in PLACE.findall(said) if GRADES[place] == GRADES[name]}
    around = {place for place in PLACE.findall(whole) if GRADES[place] == GRADES[name]}
    abroad = GRADES[name] in {"country", "world"}
    # A report names many countries without being about each of them.
    strength = CERTAIN if others else LIKELY if around else WEAK
    if abroad:
        strength = _ABROAD if others else WEAK
    if near_miss(name, whole):
        strength = VAGUE
    yield Unmet(name, strength)


def _name(mention: Mention, said: str, whole: str) -> Iterator[Unmet]:
    name = mention.text
    place = PLACE.match(name) if mention.form is Form.BODY else None
    if place and place.group() in GRADES and place.end() < len(name):
        missing = list(_place(place.group(), said, whole))
        if any(one.strength == WEAK for one in missing) and _its_like(name, said):
            missing = [Unmet(place.group(), LIKELY)]
        yield from missing
        name = name[place.end() :]
    head = _SUFFIX.sub("", name) if mention.form in {Form.BODY, Form.PLACE} else name
    if mention.form is Form.PERSON and name.endswith("某"):
        # Who is named so is told apart by the surname alone: 沈某某 is not 纪某某 with an error.
        if name not in whole:
            yield Unmet(name, _ABSENT[Form.PERSON])
        return
    if len(head) < _SHORTEST or present(head, whole) or near_miss(mention.text, whole):
        return
    other = mention.form is Form.PLACE and _of_its_sort(mention.text, said)
    yield Unmet(mention.text, _OTHER_PLACE if other else _strength(mention.form, head, whole))


_OTHER_PLACE = 0.95
"""How surely another place of the same sort rules the answer out."""
_SORT = re.compile(r"(?:[地山灾社小园校景厂矿城郊牧林]区|[城上超]市|[家故老下]乡|[城乡]镇|.)$")
"""What sort of place a name says that it is: 沿海地区 is no other district, 柳河社区 a 社区."""


def _of_its_sort(place: str, said: str) -> bool:
    """Whether a sentence names another city, county or town where that is what is asked about."""
    places = (one.text for one in mentions(said) if one.form is Form.PLACE)
    return any(_SORT.findall(one) == _SORT.findall(place) for one in places)


def _its_like(name: str, said: str) -> bool:
    """Whether a sentence is of such a body of some other place: 浦江县总工会 for 苏州市总工会."""
    suffix = _SUFFIX.search(name)
    if suffix is None:
        return False
    sort = suffix.group().lstrip("省市县区")
    return bool(re.search(rf"[{HAN}][省市县区镇乡州]{sort}", said))


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
        return VAGUE
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


def terms_unmet(demands: Demands, whole: str) -> Iterator[Unmet]:
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
            yield Unmet(term, VAGUE)
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
