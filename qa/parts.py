"""A question with several parts becomes several questions, each standing alone.

Two questions in one (谁创办的，哪年创办的), one question of two things (A和B各有多少人), a
comparison. A list is one part. Knows the form of questions only; one that it cannot part stays
whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from qa.conversation import standalone
from qa.followups import ASKS
from qa.kinds import Kind, kind_of
from qa.mentions import HAN, TIMES, Form, contents, is_wide, marks_stripped, mentions, plain
from qa.types import Turn

MOST = 4
"""More parts than this are a sign that the question was misread."""

_SENTENCE = re.compile(r"[^？?；;]+[？?；;]?")
_CLAUSE = re.compile(r"[^，,、]+(?:、(?![^，,、]*(?:多少|几|谁|什么|哪))[^，,、]*)*[，,、]?")
_EITHER = re.compile(r"(.)[不没]\1")
_EACH = re.compile(r"各自|各|分别|分別")
_AND = re.compile(
    r"以及|(?<![总协缓温附])和(?![谐平睦解田尚服])|(?<![参赠给])[与與](?![会會否])"
    r"|跟(?![踪进团随蹤進團隨])"
)
_SPACED_AND = re.compile(r"\s(?:and|with|y|e|et|und|и)\s")
_COMPARES = re.compile(
    r"相比|比较|对比|(?:有|的)(?:什么|何|哪些)(?:区别|不同|差别|异同)"
    r"|哪一?[个家边种座届年所]?[^，,？?]{0,12}(?:更|最)?[多少高低大小早晚快慢长短](?:一些)?[？?]?$"
    r"|谁[^，,？?]{0,6}更|\b(?:compare|difference|each|respectively|both)\b|which .*\b\w+er\b"
)
_LONGEST = 400
_MIN_THING = 2
_ALIKE = 3
"""Names whose lengths differ by more are not two of a kind."""


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question asks; a simple one asks itself."""
    whole = " ".join(question.split())
    if len(whole) > _LONGEST:
        return (whole,)
    asked = _questions(whole)
    found = [part for one in asked for part in _things(one, whole)]
    found = list(dict.fromkeys(part for part in found if marks_stripped(part)))
    if not 1 < len(found) <= MOST:
        return (whole,)
    return tuple(_TOGETHER.sub("", part, count=1) for part in found)


_TOGETHER = re.compile(
    r"(?<!第)[两三四][届家个地国市县区校厂所位名座条]"
    r"(?:企业|单位|地方|城市|公司|工厂|学校|医院)?(?=[\u3400-\u9fff])(?![^，]*[一二三四]是)"
)
"""What counts the things together (A厂和B厂两家企业) is said of none of them alone."""


# --- two questions in one ------------------------------------------------------------------------


def _questions(whole: str) -> list[str]:
    if not is_wide(whole):
        split = [piece for piece in _JOINED.split(whole) if piece.strip()]
        return _stand(split) if split and all(map(_asks, split)) else [whole]
    led = ""
    groups: list[str] = []
    for sentence in [whole] if _ASKED_IN_QUOTES.search(whole) else _SENTENCE.findall(whole):
        if _asks(sentence):
            groups.extend(_groups(led + sentence))
            led = ""
        else:
            led += sentence
    return _stand(groups) if groups and not led.strip() else [whole]


_JOINED = re.compile(
    r"(?<=\?)\s+|,? and (?=(?:who|when|where|how|why)\b|wh(?:at|ich) (?:\w+ )?(?:is|was"
    r"|are|were|did|does|do)\b)"
)
_ASKED_IN_QUOTES = re.compile(r"[「『“][^」』”]*[？?；;][^」』”]*[」』”]")
# 几 in front of what is merely counted loosely: 几个村装了路灯，花了多少钱.
_LOOSE = re.compile(r"(?<![了有共是过办占得选第差去到开报哪能歇封设])几(?=[个家名位])")


def _groups(sentence: str) -> list[str]:
    """The clauses of a sentence, each with what leads to it, one group for each that asks."""
    groups: list[str] = []
    led = ""
    clauses = _CLAUSE.findall(sentence)
    for clause in clauses:
        said = clause if clause is clauses[-1] else _LOOSE.sub("", clause)
        if not _asks(said):
            if groups:
                groups[-1] += clause
            else:
                led += clause
            continue
        if groups and _completes(clause):
            groups[-1] += clause
        else:
            groups.append(led + clause if not groups else clause)
    return groups or [led]


def _asks(clause: str) -> bool:
    flat = plain(clause)
    return bool(ASKS.search(flat) or _EITHER.search(flat))


def _completes(clause: str) -> bool:
    """Whether a clause only asks on for what the one before counts: 各叫什么, 是哪几个."""
    flat = plain(clause)
    return not contents(re.sub(r"叫|是", "", flat)) and bool(re.search(r"叫|是", flat))


def _stand(groups: list[str]) -> list[str]:
    """Each question made to stand alone behind the first; a mere "which is more" is dropped."""
    first, *rest = groups
    made = [_ended(first)]
    topic = _topic(first)
    for group in rest:
        if _only_compares(group):
            continue
        alone = standalone(group, [Turn(made[0], "")])
        if alone == group and topic and not _own_subject(group):
            alone = topic + group
        made.append(_ended(alone))
    return made


def _topic(first: str) -> str:
    """What the first question sets before all: 县级工会加强年，…."""
    head, comma, tail = re.sub(",", "，", first).partition("，")
    return head + comma if comma and _asks(tail) and not _asks(head) else ""


def _own_subject(group: str) -> bool:
    """Whether a question has a name, and something that is counted or asked about besides."""
    named = any(m.form not in TIMES for m in mentions(group))
    return named and not re.search(r"(?:多少|几)[个家名位项所]?[？?]?$", group)


def _only_compares(group: str) -> bool:
    flat = plain(group)
    short = len("".join(contents(flat))) <= 4 if is_wide(flat) else len(flat.split()) <= 5
    return short and bool(
        _COMPARES.search(flat) or re.search(r"谁在[前后]|谁先|哪[边个]|谁[大小多早晚]", flat)
    )


def _ended(part: str) -> str:
    text = re.sub(r"[，,、；;\s]+$", "", part)
    mark = "？" if is_wide(text) else "?"
    return text if text.endswith(("？", "?")) else text + mark


# --- one question of two things ------------------------------------------------------------------


def _things(question: str, whole: str) -> list[str]:
    flat = plain(question)
    compares = bool(_COMPARES.search(flat)) or kind_of(question) is Kind.COMPARE
    if not (_EACH.search(flat) or compares or _COMPARES.search(plain(whole))):
        return [question]
    one_each = _parallel(question) or (_coordinated(question) if is_wide(question) else [])
    return [_single(part, compares=compares) for part in one_each] or [question]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Names that stand without a gap: 2023年6月, 2018年宏远公司, 柳河市城关区法院."""

    forms: frozenset[Form]
    start: int
    end: int


def _parallel(question: str) -> list[str]:
    """2021年和2023年各…: the question once with either name of each pair of one form."""
    chains = _chains(question)
    pattern = _AND if is_wide(question) else _SPACED_AND
    pairs = [
        (one, other)
        for one, other in pairwise(chains)
        if pattern.fullmatch(plain(question)[one.end : other.start]) and _same(one, other)
    ]
    if not pairs or len({end.start for _, end in pairs} & {one.start for one, _ in pairs}):
        return []
    first = second = question
    for one, other in reversed(pairs):
        first = first[: one.end] + first[other.end :]
        second = second[: one.start] + second[other.start :]
    return [first, second]


def _chains(question: str) -> list[_Chain]:
    chains: list[_Chain] = []
    for found in mentions(question):
        if chains and chains[-1].end == found.start:
            before = chains.pop()
            forms, start = before.forms | {found.form}, before.start
        else:
            forms, start = frozenset({found.form}), found.start
        late = found.form in TIMES and question[found.end : found.end + 1] in _PART_OF_A_TIME
        chains.append(_Chain(forms, start, found.end + late))
    return chains


_PART_OF_A_TIME = frozenset("底初末")


def _same(one: _Chain, other: _Chain) -> bool:
    return bool(one.forms & other.forms) or (one.forms | other.forms) <= _NAMES


_NAMES = frozenset({Form.PLACE, Form.BODY, Form.PERSON, Form.WORD})


def _coordinated(question: str) -> list[str]:
    """A和B，各…: either thing with what is asked of both."""
    each = _EACH.search(question)
    limit = each.start() if each else len(question)
    for conjunction in _AND.finditer(question, 0, limit):
        inside = any(m.start < conjunction.start() < m.end for m in mentions(question))
        if inside or _quoted(question, conjunction.start()):
            continue
        one = re.sub(r"^比较", "", marks_stripped(question[: conjunction.start()]))
        other, rest = _second(question, conjunction.end(), each)
        shared = re.fullmatch(r"[^的]+?(?P<tail>的.+)", other)
        if shared and "的" not in one and abs(shared.start("tail") - len(one)) <= _ALIKE:
            one += shared["tail"]
        if min(len(one), len(other)) >= _MIN_THING and rest and _named(one) and _named(other):
            return [f"{one}{rest}", f"{other}{rest}"]
    return []


def _second(question: str, start: int, each: re.Match[str] | None) -> tuple[str, str]:
    """The second thing, and what is asked of both."""
    comma = re.compile(r"[，,](?=[^，,]*(?:各|分别|哪|谁|什么|多少|几))").search(question, start)
    if comma and (each is None or comma.start() < each.start()):
        return question[start : comma.start()], "，" + question[comma.end() :]
    end = each.start() if each else len(question)
    shared = re.compile(rf"在(?=[{HAN}]{{2,}}(?:方面|中|里|上|期间))").search(question, start, end)
    if shared:
        return question[start : shared.start()], question[shared.start() :]
    return question[start:end], question[end:]


def _named(thing: str) -> bool:
    return bool(mentions(thing)) or bool(contents(thing))


def _quoted(text: str, at: int) -> bool:
    before = text[:at]
    return any(
        before.count(mark) > before.count(end)
        for mark, end in ("《》", "“”", "「」", "『』", "（）")
    )


_ADJECTIVE = re.compile(
    r"(?:更|比较)?(?P<adjective>[多少高低大小早晚快慢长短])(?:一些|一点)?[？?]?$"
)


def _single(part: str, *, compares: bool) -> str:
    """The question of one thing: without each, which and more."""
    text = _EACH.sub("", part)
    text = re.sub(r"^(?:比较一?下?|compare )", "", text, flags=re.IGNORECASE)
    text = re.sub(r",? respectively\b|\beach\b ?|\bboth\b ?", "", text)
    if compares and is_wide(text):
        without = re.sub(r"[，,](?:哪一?[个家边种座届年所者]|谁)(?:公司|企业|城市)?的?", "，", text)
        without = re.sub(r"(?:哪一?[个家边种座届年所者]|谁)的?", "", without)
        found = _ADJECTIVE.search(without)
        if found and without != text:
            asked = "是什么时候" if found["adjective"] in "早晚" else "是多少"
            text = without[: found.start()] + asked
    return _ended(re.sub("，+", "，", text))
