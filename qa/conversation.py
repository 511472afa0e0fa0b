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
from qa import surnames
from qa.antecedents import agreeing, filled_in
from qa.followups import (
    ASKS,
    bare_of,
    dangling,
    is_elliptic,
    lacks_subject,
    opens_topic,
    questioned,
)
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
from qa.subjects import COUNTER, HANGUL, KANA, is_noun_of_two, owner_of, subject_of, topic_of
from qa.types import Turn

REMEMBERED = 4
"""How many turns back a chain of follow-ups is resolved."""
LONGEST = 300
"""Characters of a question that was put together; one that stands alone may be longer."""
_LONGEST_ANSWER = 400
_LONGEST_NAME = 10

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
    if bare and not ASKS.search(plain(bare)) and is_elliptic(question, bare):
        swapped = _swapped(bare, before)
        if swapped:
            return swapped
        if _AFTERWARDS.fullmatch(plain(bare)):
            return _joined(topic_of(before, question), f"{bare}怎么样？")
        # What is asked of the other thing stands in the old question only.
        old = marks_stripped(before) if is_wide(before) else topic_of(before, question)
        return _joined(old, question)
    anaphor = dangling(bare)
    if opens_topic(bare, anaphor, before, answer):
        return question
    if anaphor is not None:
        filled = filled_in(bare, anaphor, before, answer)
        if filled:
            return questioned(filled, question)
    elif not lacks_subject(question, bare, before, answer):
        return question
    topic, asked = topic_of(before, question), questioned(bare, question)
    if anaphor is None and _continues(topic, asked, before):
        return _continued(topic, asked)[:LONGEST]
    return _joined(topic, asked)


def _continues(topic: str, asked: str, before: str) -> bool:
    """Whether a Chinese subject and what is asked on make one sentence: 石桥煤矿什么时候关井."""
    chinese = is_wide(asked) and not (KANA.search(asked) or HANGUL.search(asked))
    alone = _BARE_ASK.fullmatch(plain(marks_stripped(asked)))
    return chinese and before.startswith(topic) and not alone


_BARE_ASK = re.compile("为什么|为何|为啥|怎么[样了办]?|多少钱?|什么时候|何时|谁|哪[里儿年天个]")
"""What asks on about the whole that was said."""


def _continued(topic: str, asked: str) -> str:
    """红岩医院有多少医生 of 红岩医院的院长 and 医院有多少医生: what both name is said once."""
    at = plain(topic).rfind(plain(asked[:2]))
    return topic[:at] + asked if at >= 0 else topic + asked


_AFTERWARDS = re.compile("(?:再|那)?后来|之后|然后|接着|结果|最后|现在|如今")


# --- what is swapped ----------------------------------------------------------------------------


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
    return _alike(bare, before) or _renamed(bare, before) or _of_the_same(bare, before)


def _of_the_same(bare: str, before: str) -> str:
    """Another attribute of the same thing: 工期 for 造价, the school for the hospital."""
    owner = owner_of(before)
    if owner and is_noun_of_two(bare) and not _SOMEWHERE.search(bare):
        after = before.find(owner) + len(owner) + 1
        old = subject_of(before)[len(owner) + 1 :]
        return before[:after] + bare + before[after + len(old) :]
    noun = re.search(rf"(?:多少|几){COUNTER}(?P<noun>[{HAN}]{{1,3}})[？?]?$", plain(before))
    if noun and bare.endswith(noun["noun"]):
        return before[: noun.start("noun")] + bare + before[noun.end("noun") :]
    subject = subject_of(before)
    other = re.fullmatch(r"the (\w+)", bare)
    if other and re.match(r"the \w+ \w+$", subject):
        return before.replace(subject, subject.rpartition(" ")[0] + " " + other[1], 1)
    return ""


_SOMEWHERE = re.compile("[村里区边城市县]$")


def _renamed(bare: str, before: str) -> str:
    """Swap a name that no form betrays: for the name of that length, or the word that leads."""
    if HANGUL.search(before) or KANA.search(before):
        word = re.match(r"\S+", subject_of(before))
        if not word or len(bare) > _LONGEST_NAME:
            return ""
        return agreeing(bare, before[word.end() :])
    if re.fullmatch(f"[{HAN}]{{2,4}}", bare) and not PAIRED.search(plain(bare)):
        surname = plain(bare)[0] in surnames.COMMON
        for old in mentions(before):
            alike = old.end - old.start == len(bare)
            if (old.form is Form.PERSON and (alike or surname)) or (
                old.form is Form.PLACE and alike
            ):
                return _cleft(before, old, bare)
    return ""


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
    if not 1 < len(thing) <= _LONGEST_NAME:
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


def _joined(topic: str, question: str) -> str:
    if not topic or plain(topic) in plain(question):
        return question
    room = LONGEST - len(question) - 2
    if room < 2:
        return question
    return f"{topic[:room]}{'，' if is_wide(question) else ': '}{question}"
