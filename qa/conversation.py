"""A follow-up becomes a question that stands alone: what is searched instead of it.

By form: pronouns, elliptic questions ("那海东呢？", "and in 2022?"), questions without a subject. A
question with its own names and content is a new topic and stays as it is. Knows the last few turns;
nothing of search or of what the articles say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qa.kinds import Kind, kind_of
from index.function_words import PAIRED
from qa.mentions import (
    HAN,
    TIMES,
    Form,
    Mention,
    contents,
    is_wide,
    marks_stripped,
    mentions,
    plain,
)
from qa.types import Turn

REMEMBERED = 4
"""How many turns back a chain of follow-ups is resolved."""
LONGEST = 300
_LONGEST_ANSWER = 400
_LONGEST_SUBJECT = 40

_LEAD = re.compile(
    r"^(?:(?:那么|那(?![些个里边儿位一天年次场批家种项件站])|至于|而|换成|如果是)[，,\s]*)+"
    r"|^(?:and|but|so|what about|how about|and what about|also)\b[,\s]*(?:what about|how about)?\s*"
    r"|^(?:¿?y\b|et\b|und\b|а\b|и\b)\s+",
)
_TAIL = re.compile(r"(?:呢|的呢|又如何|怎么样|又怎样|如何)?[？?！!。.\s]*$")
_ANAPHOR = re.compile(
    r"(?P<person>(?<!其)(?<!吉)(?:他们|她们|他|她)(?!国|乡|人))"
    r"|(?P<thing>它们|它|其中|其(?!实|他|它|余|次|间|时)|前者|后者|上述|前述|(?:那|这)(?:里面|当中|之中|里边|里|儿|边)"
    rf"|该(?=[{HAN}]{{1,2}})(?!不该|应该)|此(?=[事人案次项条])|(?:这|那)[一两几]?(?:批|家|个|些|位|次|场|项|种|座|部|条|件|本|份|所|支|起|届|年|天|回|样|两)|(?:这|那)(?=站|人|事|钱|书|会|厂|店|车|队|校|县|市|省))"
    r"|(?P<en>\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|those|these|ones?|the same)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )\bthere\b(?! (?:is|are|was|were))|\bthat\b(?! \w+ (?:is|are|was|were|has|have))|\bthis\b)"
    r"|(?P<other>\b(?:ellos|ellas|él|ella|eso|esa|ese|allí|ils|elles|elle|celui-ci|là-bas|sie|er|dort|они|она|оно|он|их|там)\b|それ|彼ら|彼女|彼|その|そこ)"
)  # fmt: skip
_ASKS = re.compile(
    r"什么|甚么|啥|谁|哪|几[个位名家人次年月天点场块枚岁对]|多[少大久长高远]|几多|怎|如何|为何|何[时地人]|吗|是否|有没有"
    r"|\b(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|did|does|do|has|have|can)\b"
    r"|qué|quién|cuá|cuándo|dónde|cómo|\b(?:qui|quand|où|combien|comment|quel|wer|wann|wo|wie|was)\b|кто|что|когда|где|сколько|как|何|いつ|誰|どこ|いくら"
)
_ASKED = re.compile(
    r"(?:一共|总共|到底|究竟)?(?:是|有|为|在|叫|由)?(?:多少|几多|什么时候|什么|甚么|啥|谁|哪[里儿些个家位年天种一]?|怎么样|怎么|怎样|如何|为什么|几)"
    r"(?:[家名人位个座条项次场块枚岁万亿年月天点钱分台届间对种件辆](?![会业员]))?|[吗呢？?]"
)
_REFUSED = re.compile(
    r"没有找到|未找到|找不到|没找到|无法回答|没有相关|沒有找到|nothing (?:was )?found|not found|no evidence|"
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
    return _resolved(" ".join(question.split()), before, answer)[:LONGEST].strip()


def _said(answer: str) -> str:
    """What an answer tells; nothing where it told nothing."""
    text = " ".join(answer[:_LONGEST_ANSWER].split())
    return "" if _REFUSED.search(text) else text


def _resolved(question: str, before: str, answer: str) -> str:
    if not before or not any(map(str.isalnum, question)):
        return question
    bare = _bare(question)
    flat = plain(bare)
    if bare and not _ASKS.search(flat) and _is_elliptic(question, bare):
        return _swapped(bare, before) or _joined(_topic(before, question), question)
    anaphor = _dangling(bare)
    if anaphor is None and not _lacks_subject(question, bare, before, answer):
        return question
    named = _referent(anaphor, before, answer) if anaphor else ""
    if named and anaphor and _stands_for_one(anaphor.group()):
        bare = bare[: anaphor.start()] + named + bare[anaphor.end() :]
        return _joined(_topic(before, bare), _questioned(bare, question))
    topic = _topic(before, question)
    if named and named not in topic and named not in bare:
        topic = _joined(topic, named)
    return _joined(topic, _questioned(bare, question))


def _stands_for_one(pronoun: str) -> bool:
    return pronoun in {"他", "她", "he", "she", "him"}


def _bare(question: str) -> str:
    """Without 那 … 呢, and …: what the follow-up itself says."""
    flat = plain(question)
    lead = _LEAD.match(flat)
    start = lead.end() if lead else 0
    tail = _TAIL.search(flat, start)
    end = tail.start() if tail else len(question)
    return marks_stripped(question[start:end].strip())


def _questioned(bare: str, question: str) -> str:
    mark = question.strip()[-1:]
    return bare + (mark if mark in {"?", "？"} and not bare.endswith(mark) else "")


def _is_elliptic(question: str, bare: str) -> bool:
    """Whether the question only names another thing: 那海东呢, and in 2022?"""
    flat = plain(question)
    told = bool(_LEAD.match(flat)) or bool(re.search(r"呢[？?\s]*$", flat))
    short = len(bare) <= 14 if is_wide(bare) else len(bare.split()) <= 5
    return short and (told or flat.rstrip().endswith(("?", "？")))


# --- what a follow-up lacks ----------------------------------------------------------------------


def _dangling(question: str) -> re.Match[str] | None:
    """The first pronoun that nothing in the question itself explains."""
    flat = plain(question)
    for found in _ANAPHOR.finditer(flat):
        if _described(flat, found):
            continue
        if any(m.end <= found.start() and m.form not in TIMES for m in mentions(question)):
            continue
        if found.lastgroup == "en" and found.group() in _EXPLETIVE and mentions(question):
            continue
        if (
            found.lastgroup in {"person", "thing"}
            and len("".join(contents(flat[: found.start()]))) > _OWN
        ):
            continue
        return found
    return None


_EXPLETIVE = frozenset({"it", "there", "this", "that", "one", "ones", "those"})
_OWN = 7
"""So many characters of its own content before a pronoun are its antecedent."""


def _described(flat: str, found: re.Match[str]) -> bool:
    """Whether 那位在安徽养病的护理员 says itself whom it means, as does "those who …"."""
    if found.group() in {"those", "that", "one", "ones"}:
        return bool(re.match(r" (?:who|which|that|of|in|from)\b", flat[found.end() :]))
    if found.group()[0] in "那这" and found.lastgroup == "thing":
        return bool(re.match(rf"[{HAN}]{{4,}}的[{HAN}]{{2,}}", flat[found.end() :]))
    return False


def _lacks_subject(question: str, bare: str, before: str, answer: str) -> bool:
    """Whether a question without a pronoun asks on about what was talked of."""
    own = [m for m in mentions(bare) if m.form not in TIMES]
    if own:
        return False
    pieces = contents(_without_times(bare))
    led = _bare(question) != marks_stripped(question.strip()) and bool(
        _LEAD.match(plain(question)) or re.search(r"呢[？?\s]*$", question)
    )
    if is_wide(bare):
        size = sum(map(len, pieces))
        if size <= _SHORT:
            return True
        shared = led or _shares(pieces, before, answer)
        return size <= _SHORT_LED and shared and not _about_itself(bare)
    words = [word for word in pieces if word not in _EMPTY_WORDS]
    known = plain(f"{before} {answer}").split()
    if len(words) <= _FEW:
        return True
    return len(words) <= _FEW_LED and (led or any(word in known for word in words))


_SHORT, _SHORT_LED = 4, 8
_FEW, _FEW_LED = 1, 3
_EMPTY_WORDS = frozenset("people total so far year years did long old often".split())


def _about_itself(bare: str) -> bool:
    """Whether the question opens with a subject of its own: 午餐怎么办."""
    asks = _ASKS.search(plain(bare))
    return bool(asks) and len("".join(contents(bare[: asks.start()] if asks else ""))) > _SHORT


def _shares(pieces: Sequence[str], *texts: str) -> bool:
    known = plain(" ".join(texts))
    return any("".join(pair) in known for piece in pieces for pair in itertools.pairwise(piece))


def _without_times(text: str) -> str:
    for found in reversed(mentions(text)):
        if found.form in TIMES:
            text = text[: found.start] + " " + text[found.end :]
    return text


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
        rf"(?:^|的|[，、])(?P<name>[{HAN}·]{{2,6}}?)(?=是(?:谁|干|做|什么|哪|怎)|在(?!的)|得了|拿|当)",
        before,
    )
    return found["name"] if found else ""


_POINTS = re.compile(r"该|[这那].*[家个位座部种本所支]|[这那][里儿边]$|前者|^它$")
"""Demonstratives that may mean what the last answer named, not what its question was about."""

_ANSWERED = re.compile(
    rf"(?:是|为|叫|由|：|找过|在)(?P<name>[^，。；,.;]{{2,{_LONGEST_SUBJECT}}}?)(?=[，。；,.;]|$|送餐|举[办行]|主持|担任)"
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
    """What the question before was about: without its question words, and without the times that
    the new question sets for itself.
    """
    own = {m.form for m in mentions(question)} & TIMES
    text = before
    for found in reversed(mentions(before)):
        if found.form in own:
            text = text[: found.start] + text[found.end :]
    if is_wide(text):
        text = _cut(_ASKED, text)
    else:
        text = re.sub(
            r"^(?:in |on |at )?(?:what|who|when|where|why|which|how(?: (?:many|much|old|long))?)\b ?(?:is |are |was |were |did |does |do )?",
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
