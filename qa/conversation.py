"""A follow-up becomes a question that stands alone: what is searched instead of it.

By form: pronouns, elliptic questions ("那海东呢？", "and in 2022?"), questions without a subject. A
question with its own names and content is a new topic and stays as it is. Knows the last few turns;
nothing of search or of what the articles say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from index.function_words import PAIRED
from qa.followups import (
    ASKS,
    bare_of,
    dangling,
    is_elliptic,
    lacks_subject,
    questioned,
)
from qa.kinds import Kind, kind_of
from qa.mentions import (
    HAN,
    TIMES,
    Form,
    Mention,
    is_wide,
    marks_stripped,
    mentions,
    plain,
)
from qa.types import Turn

REMEMBERED = 4
"""How many turns back a chain of follow-ups is resolved."""
LONGEST = 300
"""Characters of a question that was put together; one that stands alone may be longer."""
_LONGEST_ANSWER = 400
_LONGEST_SUBJECT = 40

_ASKED = re.compile(
    r"(?:一共|总共|到底|究竟)?(?:是|有|为|在|叫|由)?(?:多少|几多|什么时候|什么|甚么|啥|谁"
    r"|哪[里儿些个家位年天种一]?|怎么样|怎么|怎样|如何|为什么|第?几)"
    r"(?:人次|[家名人位个座条项次场块枚岁万亿年月天点钱号分台届间对种件辆](?![会业员]))?|[吗呢？?]"
)
_REFUSED = re.compile(
    r"没有找到|未找到|找不到|没找到|无法回答|没有相关|沒有找到|nothing (?:was )?found"
    r"|not found|no evidence|"
    r"cannot (?:answer|find)|could not (?:answer|find)|couldn't find|don't know|不知道",
    re.IGNORECASE,
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it must be searched, the turns before it taken into account."""
    before = answer = ""
    for turn in history[-REMEMBERED:]:
        asked = " ".join(turn.question.split())
        if any(map(str.isalnum, asked)):
            before = _resolved(asked[:LONGEST], before, answer)
            answer = _said(turn.answer)
    asked = " ".join(question.split())
    resolved = _resolved(asked, before, answer)
    return asked if resolved == asked else resolved[:LONGEST].strip()


def _said(answer: str) -> str:
    """What an answer tells; nothing where it told nothing."""
    text = " ".join(answer[:_LONGEST_ANSWER].split())
    return "" if _REFUSED.search(text) else text


def _resolved(question: str, before: str, answer: str) -> str:
    if not before or not any(map(str.isalnum, question)):
        return question
    bare = bare_of(question)
    flat = plain(bare)
    if bare and not ASKS.search(flat) and is_elliptic(question, bare):
        return _swapped(bare, before) or _joined(_topic(before, question), question)
    anaphor = dangling(bare)
    if anaphor is None and not lacks_subject(question, bare, before, answer):
        return question
    named = _referent(anaphor, before, answer) if anaphor else ""
    if named and anaphor and _stands_for_one(anaphor.group()):
        bare = bare[: anaphor.start()] + named + bare[anaphor.end() :]
        return _joined(_topic(before, bare), questioned(bare, question))
    topic = _topic(before, question)
    if named and named not in topic and named not in bare:
        topic = _joined(topic, named)
    return _joined(topic, questioned(bare, question))


def _stands_for_one(pronoun: str) -> bool:
    return pronoun in {"他", "她", "he", "she", "him"}


# --- what is put in ------------------------------------------------------------------------------


def _swapped(bare: str, before: str) -> str:
    """The question before with its element of the same kind replaced; "" without one."""
    own = mentions(bare)
    theirs = mentions(before)
    for new in own:
        old = _counterpart(new, theirs)
        if old:
            text = bare[new.start : new.end]
            if old.form is Form.YEAR and before[old.start : old.end].endswith("年"):
                text = text.rstrip("年") + "年"
            return _cleft(before, old, text if new.form in TIMES else _with_rest(bare, new, text))
    if own:
        return ""
    return _alike(bare, before)


def _with_rest(bare: str, new: Mention, text: str) -> str:
    """A name with the word that belongs to it: 海东 of 在海东, 上海市总工会 whole."""
    after = re.match(rf"[{HAN}]{{0,6}}", bare[new.end :])
    tail = after.group() if after and is_wide(bare) else ""
    return text + tail


def _cleft(before: str, old: Mention, text: str) -> str:
    return before[: old.start] + text + before[old.end :]


def _counterpart(new: Mention, theirs: Sequence[Mention]) -> Mention | None:
    like = {new.form}
    if new.form in {Form.PLACE, Form.BODY, Form.WORD}:
        like |= {Form.PLACE, Form.BODY, Form.WORD}
    if new.form in TIMES:
        like = {new.form, Form.DAY} if new.form is Form.MONTH else {new.form}
    same = [old for old in theirs if old.form in like and old.text != new.text]
    same.sort(key=lambda old: (old.form is not new.form, -_common_end(old.text, new.text)))
    return same[0] if same else None


def _common_end(one: str, other: str) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _alike(bare: str, before: str) -> str:
    """Swap what ends or begins alike: 快递员 for 外卖员, 室内 for 室外, women for men."""
    thing = plain(bare).removesuffix("的")
    if not 1 < len(thing) <= _LONGEST_SUBJECT // 4:
        return ""
    flat = plain(before)
    if not is_wide(bare):
        return ""
    for at in range(len(flat) - len(thing) + 1):
        old = flat[at : at + len(thing)]
        if old.isalnum() and not PAIRED.search(old) and _of_a_kind(old, thing):
            return before[:at] + bare.removesuffix("的") + before[at + len(thing) :]
    return ""


def _of_a_kind(old: str, new: str) -> bool:
    same = sum(a == b for a, b in zip(old, new, strict=True))
    alike = (old[-1] == new[-1] or old[0] == new[0]) and 2 * same >= len(new)
    return old != new and (alike or (old[-1] == new[-1] and new[-1] in _CLASSES))


_CLASSES = "员工人者生师家手厂店馆队站县市省会局班园村镇区矿港校院"
"""The last character of 快递员 says what it is: 外卖员 is another."""


def _referent(anaphor: re.Match[str], before: str, answer: str) -> str:
    """What the pronoun most probably means: a name of the last question, or its answer."""
    kind = kind_of(before)
    told = anaphor.lastgroup in {"person", "en"} or _POINTS.search(anaphor.group())
    if kind in {Kind.WHO, Kind.WHICH, Kind.WHERE, Kind.WHAT} and answer and told:
        named = _answered(answer, anaphor, before)
        if named:
            return named
    for found in mentions(before):
        if found.form is Form.PERSON or (anaphor.lastgroup != "person" and found.form not in TIMES):
            return before[found.start : found.end]
    return _opening_name(before) if anaphor.lastgroup == "person" else ""


def _opening_name(before: str) -> str:
    """The subject of 徐昌顺是干什么工作的, 陈某在比武中得了多少分."""
    found = re.search(
        rf"(?:^|的|[，、])(?P<name>[{HAN}·]{{2,6}}?)(?=是(?:谁|干|做|什么|哪|怎)|在(?!的)"
        rf"|得了|拿|当)",
        before,
    )
    return found["name"] if found else ""


_POINTS = re.compile(r"该|[这那].*[家个位座部种本所支]|[这那][里儿边]$|前者|^它$")
"""Demonstratives that may mean what the last answer named, not what its question was about."""

_ANSWERED = re.compile(
    rf"(?:是|为|叫|由|：|在)(?P<name>[^，。；,.;]{{2,{_LONGEST_SUBJECT}}}?)"
    rf"(?=[，。；,.;]|$|举[办行]|主持|担任)"
    r"|(?:\bis|\bwas|\bwere|\bare|\bby) (?P<en>[^,.;]{2,60}?)(?=[,.;]|$)"
)


def _answered(answer: str, anaphor: re.Match[str], before: str) -> str:
    """What the answer names that the question did not."""
    first = re.split(r"(?<=[。！？!?])|(?<=\.)\s", answer)[0]
    for found in mentions(first):
        fits = (
            found.form is Form.PERSON if anaphor.lastgroup == "person" else found.form not in TIMES
        )
        if fits and first[found.start : found.end] not in before:
            return first[found.start : found.end]
    if kind_of(before) is Kind.WHAT:
        return ""
    found_phrase = _ANSWERED.search(first)
    phrase = next((g for g in found_phrase.groups() if g), "") if found_phrase else first
    phrase = marks_stripped(phrase)
    if anaphor.lastgroup == "person" and len(phrase) > 8 and is_wide(phrase):
        return ""
    return phrase if len(phrase) <= _LONGEST_SUBJECT else ""


def _topic(before: str, question: str) -> str:
    """What the question before was about, without its question words and old times."""
    own = {m.form for m in mentions(question)} & TIMES
    text = before
    for found in reversed(mentions(before)):
        if found.form in own:
            text = text[: found.start] + text[found.end :]
    if is_wide(text):
        text = _cut(_ASKED, text)
    else:
        text = re.sub(
            r"^(?:in |on |at )?(?:what|who|when|where|why|which|how(?: (?:many|much|old"
            r"|long))?)\b ?(?:is |are |was |were |did |does |do )?",
            "",
            text,
            flags=re.IGNORECASE,
        )
    return marks_stripped(" ".join(text.split()))[: LONGEST // 2]


def _cut(pattern: re.Pattern[str], text: str) -> str:
    flat = plain(text)
    kept = []
    at = 0
    for found in pattern.finditer(flat):
        kept.append(text[at : found.start()])
        at = found.end()
    return "".join((*kept, text[at:]))


def _joined(topic: str, question: str) -> str:
    if not topic or plain(topic) in plain(question):
        return question
    room = LONGEST - len(question) - 2
    if room < 2:
        return question
    return f"{topic[:room]}{'，' if is_wide(question) else ': '}{question}"
