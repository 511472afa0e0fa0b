"""A pronoun of a follow-up replaced by what it stands for in the turn before.

Knows one pronoun and one turn; a pronoun that it cannot place it leaves to the caller.
"""

from __future__ import annotations

import re

from qa import surnames
from qa.followups import ASKS
from qa.kinds import Kind, kind_of
from qa.mentions import HAN, Form, is_wide, mentions, plain
from qa.subjects import HANGUL, HUMAN, KANA, answered, counted_of, owner_of, subject_of, undated

_GROUP = re.compile(r"[会队厂司站局院校馆园村组店团社行部所班家县市省镇区国矿们]$")
_HE, _THEY = frozenset(["he", "she", "him", "his", "her", "hers"]), frozenset(["they", "them"])
_EUROPEAN = re.compile(r"[a-zà-ÿа-я]")
_OWNED = re.compile(r" (?!(?:in|on|at|to|for|from|by|with|and|or|now|today|so)\b)\w")
_LONGEST_OWNER = 4


def filled_in(bare: str, anaphor: re.Match[str], before: str, answer: str) -> str:
    """The question with its pronoun replaced; "" where nothing is known to stand for it."""
    word = anaphor.group()
    match anaphor.lastgroup:
        case "en":
            return _english(bare, anaphor, before, answer)
        case "person":
            named = _group(before, answer) if word.endswith("们") else _person(before, answer)
            return _put(bare, anaphor, named)
        case "thing":
            return _thing(bare, anaphor, before, answer)
    if _EUROPEAN.match(word):
        return ""
    return _pointed(bare, anaphor, subject_of(before)) or _put(bare, anaphor, subject_of(before))


def _put(bare: str, anaphor: re.Match[str], named: str, swallowed: int = 0) -> str:
    if not named:
        return ""
    return bare[: anaphor.start()] + agreeing(named, bare[anaphor.end() + swallowed :])


_FINAL = 28
"""Hangul syllables come in rows of so many; the first of a row ends in a vowel."""


def agreeing(name: str, rest: str) -> str:
    """A name with what follows it; a Korean particle takes the form that the name asks for."""
    if not HANGUL.match(name[-1:]):
        return name + rest
    closed = (ord(name[-1]) - ord("가")) % _FINAL > 0
    for after_closed, after_open in ("은는", "이가", "을를", "과와"):
        if re.match(rf"[{after_closed}{after_open}](?:\s|$)", rest):
            return name + (after_closed if closed else after_open) + rest[1:]
    return name + rest


# --- whom and what -------------------------------------------------------------------------------


def _asks_first(before: str) -> bool:
    asks = ASKS.search(plain(before))
    return asks is not None and asks.start() <= 1


def _person(before: str, answer: str) -> str:
    """The name that 他 stands for: the one asked for, the one asked about, the one told of."""
    people = _people(before)
    described = any(re.search(f"{name}是(?:谁|什么人|干|做)", plain(before)) for name in people)
    asks_name = kind_of(before) is Kind.WHO or re.search(
        "叫(?:什么|啥|甚么)|名字|哪一?[位名]", plain(before)
    )
    if asks_name and not described:
        named = answered(answer, before, person=True, phrase=True)
        if named:
            return named
    if people:
        return people[0]
    subject = subject_of(before)
    return answered(answer, before, person=True, phrase=False) or (
        subject if HUMAN.search(plain(subject)) else ""
    )


_ROLE = re.compile("^.[机员工手师长]$")
_OPENING = re.compile(
    rf"(?:^|的|[，、])(?P<name>[老小阿][{surnames.COMMON}]|[{surnames.COMMON}{surnames.RARE}{surnames.ALSO_WORDS}][{HAN}]{{1,2}})"
    rf"(?=是(?:谁|干|做|什么人)|得了|当选)"
)


def _people(before: str) -> list[str]:
    """The people that a question names; 于海波是谁 has one whose surname is a word, too."""
    found = [m for m in mentions(before) if m.form is Form.PERSON and not _ROLE.match(m.text)]
    spans = [(m.start, m.end) for m in found]
    spans = spans or [m.span("name") for m in _OPENING.finditer(plain(before))]
    return [before[start:end] for start, end in spans]


def _group(before: str, answer: str) -> str:
    """What 他们 stands for: those counted, a body, several people."""
    if _asks_first(before) and kind_of(before) in {Kind.WHO, Kind.WHICH}:
        return answered(answer, before, person=False, phrase=True)
    counted, subject = counted_of(before), subject_of(before)
    is_group = bool(_GROUP.search(plain(subject)) or re.search("[和与跟、]", plain(subject)))
    if HUMAN.search(plain(counted)) and not (is_group and counted.endswith("的人")):
        return counted
    if is_group or HUMAN.search(plain(subject)):
        return subject
    return next((before[m.start : m.end] for m in mentions(before) if m.form is Form.BODY), "")


def _thing(bare: str, anaphor: re.Match[str], before: str, answer: str) -> str:
    word = plain(anaphor.group())
    subject = subject_of(before)
    kind = kind_of(before)
    asked = kind in {Kind.WHO, Kind.WHICH, Kind.WHERE} and answer
    told = answered(answer, before, person=False, phrase=True) if asked else ""
    whole = counted_of(before) or subject
    match word:
        case "其中":
            return _put(bare, anaphor, whole and whole + "中")
        case "其":
            return _put(bare, anaphor, subject and subject + "的")
        case "它" | "它们":
            is_asked = kind is Kind.WHICH and _asks_first(before)
            named = told if is_asked else owner_of(before) or subject
            lasting = kind_of(bare) in {Kind.WHEN, Kind.WHERE}
            return _put(bare, anaphor, undated(named) if lasting else named)
        case "前者" | "后者":
            return _put(bare, anaphor, _one_of_two(before, first=word == "前者"))
        case "上述" | "前述" | "此":
            return ""
    if word[1:] in {"里面", "当中", "之中", "里边"}:
        return _put(bare, anaphor, whole and whole + anaphor.group()[1:])
    if word[1:] in {"里", "儿", "边"}:
        return _put(bare, anaphor, told if kind is Kind.WHERE and told else subject)
    if word[-1] in "年天":
        return _put(bare, anaphor, _year(answer) or _year(before))
    if plain(bare[anaphor.end() :]).startswith("人"):
        return _put(bare, anaphor, _person(before, answer), 1)
    return (
        _pointed(bare, anaphor, counted_of(before))
        or _pointed(bare, anaphor, subject)
        or _pointed(bare, anaphor, told)
        or _beside(bare, anaphor, told if kind in {Kind.WHO, Kind.WHICH} and told else subject)
    )


def _pointed(bare: str, anaphor: re.Match[str], named: str) -> str:
    """石板桥 for 这座桥: a name that ends in the noun that was pointed at."""
    rest, name = plain(bare[anaphor.end() :]), plain(named)
    spaces = len(rest) - len(rest.lstrip())
    for size in range(min(4, len(name)), 0, -1):
        pointed = rest[spaces : spaces + size]
        if name.endswith(pointed) or (
            size > 1 and re.fullmatch(f"{re.escape(pointed)}“[^”]*”", name)
        ):
            return _put(bare, anaphor, named, spaces + size)
    return ""


def _beside(bare: str, anaphor: re.Match[str], named: str) -> str:
    """白鹿隧道塌方那场事故: the name in front of what points at it."""
    if not named:
        return ""
    # 首批疗休养 says itself what 这一批 would say again.
    kept = "" if anaphor.group()[-1] in named else anaphor.group()
    kept = "" if plain(kept) in {"该"} else kept
    return bare[: anaphor.start()] + named + kept + bare[anaphor.end() :]


def _one_of_two(before: str, *, first: bool) -> str:
    two = re.split("以及|[和与與跟]", subject_of(before))
    return two[0 if first else 1] if len(two) > 1 else ""


def _year(text: str) -> str:
    return next((text[m.start : m.end] for m in mentions(text) if m.form is Form.YEAR), "")


# --- English -------------------------------------------------------------------------------------


def _english(bare: str, anaphor: re.Match[str], before: str, answer: str) -> str:
    word = anaphor.group()
    if is_wide(before) or KANA.search(before):
        return _crossed(bare, anaphor, before, answer)
    subject = subject_of(before)
    kind = kind_of(before)
    if word == "there":
        place = answered(answer, before, person=False, phrase=True) if kind is Kind.WHERE else ""
        names = [before[m.start : m.end] for m in mentions(before) if m.form is Form.WORD]
        place = place or (names[-1] if names else "")
        return _capital(_put(bare, anaphor, place and f"in {place}"))
    if word not in _HE | _THEY | {"it", "its", "their", "theirs"}:
        return ""
    named = answered(answer, before, person=word in _HE, phrase=True) if kind is Kind.WHO else ""
    asked = word in _HE or (word in _THEY and re.match("(?i)who", before))
    if word in {"it", "its"}:
        subject = _singular(subject, before, kind)
    named = (named if asked else "") or subject
    if word in {"his", "its", "their"} or (word == "her" and _OWNED.match(bare[anaphor.end() :])):
        named = f"{named}'s" if named and len(named.split()) <= _LONGEST_OWNER else ""
    return _capital(_put(bare, anaphor, named))


def _singular(subject: str, before: str, kind: Kind) -> str:
    """What "it" is: neither the person who was asked for nor the people who were counted."""
    if kind is Kind.WHO and " of " in subject:
        return subject.partition(" of ")[2]
    if not (re.match("(?i)how many", before) and " that " in subject):
        return subject
    place = re.search(r" (?:in|at|by|on|during|after|from|of) (the [^?]+)", before)
    return place[1] if place else ""


def _crossed(bare: str, anaphor: re.Match[str], before: str, answer: str) -> str:
    """An English question about a turn in another script: the name as it was written there."""
    word = anaphor.group()
    if word in _HE - {"his", "hers"}:
        return _put(bare, anaphor, _person(before, answer))
    return _put(bare, anaphor, subject_of(before)) if word in _THEY | {"it"} else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
