"""What the turn before was about: its subject, what it counted, whom its answer named, its topic.

By the form of the question alone: Chinese by the words that open a predicate, English by its
auxiliary, Japanese and Korean by their particles. Knows one turn; nothing of the follow-up's form.
"""

from __future__ import annotations

import re

from qa.followups import ASKS
from qa.measures import COUNTERS
from qa.mentions import HAN, TIMES, Form, is_wide, marks_stripped, mentions, plain

LONGEST = 40
"""Characters of a subject; what is longer is a tale."""

KANA, HANGUL = re.compile("[ぁ-んァ-ヶ]"), re.compile("[가-힣]")
_PREDICATE = re.compile(
    r"一共|总共|到底|究竟|最后|已经|目前|现在|今年|去年|是|有(?![关限效色])|由|叫|位于|为|被|把"
    r"|给|向|造成|导致|(?<![现存正实])在|(?<![重主需])要"
)
_VERB = re.compile(
    r"(?:举办|举行|发生|建设|修建|发放|投入|参加|组织|开通|完成|增加|减少|公布|成立|培训|招聘"
    r"|签订|覆盖|接待|救治|收治|建成|创办|打算|计划|准备|[^的](?=[了过着]))[了过着]?$"
    r"|[^的](?<!举办)[了过]\S{1,6}$"
)
_NO_TOPIC = re.compile(
    r"^(?:到|截至|自|从|当|在|为了|随着|按|根据|据|如果|除了)|[了过着]|(?:[后时前中上里底末初]|以来|期间)$"
)
_ONE = re.compile(r"^[那这]?(?:一|首)?[名位个]")
COUNTER = "(?:人次|[个名位家条座所张台辆间场次艘架种部本份对户头棵项只枚块]|本(?![科地]))"
_COUNTED = re.compile(
    rf"^(?P<where>.*?)(?:一共|总共)?(?:(?P<have>有)|(?P<verb>[{HAN}])了)(?:多少|哪些|哪?几)"
    rf"(?:(?:{COUNTER})(?=[{HAN}]))?(?P<noun>[{HAN}]{{0,4}}[员工人者生师手士民兵家户]"
    rf"|[{HAN}]{{1,4}}$)(?P<rest>[{HAN}、“”]*)$"
)
HUMAN = re.compile(r"(?:司机|主任|主席|书记|[员工人者生师手士长民兵童孩妇友警医护军星席家匠友娃])$")


def subject_of(before: str) -> str:
    """The noun phrase that the question before was about; "" where its form does not tell."""
    if HANGUL.search(before):
        found = re.match(r"(?P<np>.+?)(?:에서는|에는|께서|은|는|이|가)\s", before)
    elif KANA.search(before):
        found = re.match(r"(?P<np>[^、]+?)(?:には|では|は|が)", before)
    elif is_wide(before):
        return _kept(_chinese(before))
    else:
        return _kept(_english(before))
    return _kept(found["np"]) if found else ""


def _kept(phrase: str) -> str:
    phrase = marks_stripped(phrase) if not re.search(r"[”》」』]$", phrase) else phrase.strip()
    longest = LONGEST if is_wide(phrase) else 2 * LONGEST
    return phrase if len(phrase) <= longest else ""


# --- Chinese -------------------------------------------------------------------------------------


def _chinese(before: str) -> str:
    topic, clause = _clauses(before)
    if topic:
        return topic
    lead, after = _around(clause)
    named, sure = _before_predicate(lead)
    if not sure:
        first = next((m for m in mentions(clause) if m.form not in TIMES), None)
        opens = first and first.start == 0 and first.form in {Form.PERSON, Form.BODY}
        if first and opens and clause[first.end : first.end + 1] not in "的，和与跟、":
            return clause[: first.end]
    if not named:
        told = re.search(r"[了过]([^，。？?]+?)的?[？?\s]*$", after)
        named = told[1] if told else ""
    return _ONE.sub("", named)


def _clauses(before: str) -> tuple[str, str]:
    """What is set before all, if it is a noun, and the clause that asks."""
    clauses = re.split("[，,]", marks_stripped(before))
    asking = next((at for at, one in enumerate(clauses) if ASKS.search(plain(one))), 0)
    head = clauses[0].strip()
    timed = any(m.form in TIMES and m.end - m.start == len(head) for m in mentions(head))
    is_noun = asking and not timed and not _NO_TOPIC.search(plain(head))
    return (head if is_noun else ""), clauses[asking].strip()


def _around(clause: str) -> tuple[str, str]:
    """What stands before the question word, and what after it."""
    asks = ASKS.search(plain(clause))
    return (clause[: asks.start()], clause[asks.end() :]) if asks else (clause, "")


def _before_predicate(lead: str) -> tuple[str, bool]:
    """The noun phrase that opens a clause, and whether a word ends it for sure."""
    flat = plain(lead)
    quoted = [m.span() for m in re.finditer(r"[“「『《][^”」』》]*[”」』》]", flat)]
    names = [(m.start, m.end) for m in mentions(lead) if m.form is not Form.YEAR]
    noun = flat.rstrip("的").rfind("的") + 1
    for found in _PREDICATE.finditer(flat, noun):
        at = found.start()
        if at >= noun + 2 and not any(start < at < end for start, end in (*quoted, *names)):
            return _without_verb(lead[:at]), True
    return _without_verb(lead), False


def _without_verb(phrase: str) -> str:
    found = _VERB.search(plain(phrase))
    return phrase[: found.start()] if found else phrase


def owner_of(before: str) -> str:
    """What the attribute belongs to that a question asks for: 临江大桥 of 临江大桥的造价是多少."""
    subject = subject_of(before)
    owner, _, attribute = subject.rpartition("的")
    asks = re.compile(r"[是为](?:多少|什么|几|(?P<who>谁|哪))").match(
        plain(before), before.find(subject) + len(subject)
    )
    # Who is asked for by an office (负责人) is not what the question is about.
    return owner if asks and is_noun_of_two(attribute, person=bool(asks["who"])) else ""


_EVENT = re.compile("[会赛节展演动灾难火震]$")


def undated(subject: str) -> str:
    """A lasting thing without the year that was asked about: 南坡桥 of 2021年南坡桥.

    An event keeps its year, which says which of them is meant.
    """
    year = next((m for m in mentions(subject) if m.form is Form.YEAR and m.start == 0), None)
    rest = subject[year.end :] if year else subject
    return subject if rest.startswith("的") or _EVENT.search(plain(rest)) else rest


def is_noun_of_two(text: str, *, person: bool = False) -> bool:
    """Whether a text is as short as 造价, 工期, 面积 and, unless it may be one, no person."""
    short = 1 < len(text) < _ATTRIBUTE and not mentions(text)
    return short and (person or not HUMAN.search(plain(text)))


_ATTRIBUTE = 5


def counted_of(before: str) -> str:
    """What a question counts, as a noun: 柳河入了会的快递员 of 柳河有多少快递员入了会."""
    text = marks_stripped(before)
    found = _COUNTED.match(plain(text))
    if not found:
        return ""
    where, noun, rest = (text[slice(*found.span(name))] for name in ("where", "noun", "rest"))
    verb = rest or found["verb"] or ""
    return _kept(f"{where}{verb}的{noun}" if where or verb else noun)


# --- English -------------------------------------------------------------------------------------

_AUXILIARY = re.compile(
    r"\b(?P<verb>did|does|do|is|are|was|were|has|have|had|will|can|could|would)\b (?P<rest>[^?]+)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r" (?:in|on|at|to|for|from|by|with|into|during|after|before|between|since|until|over|per)\b"
    r"|(?<=\w) (?:the|a|an|its|their|his|her|this|that|it|them|him)\b"
)
_PARTICIPLE = re.compile(
    r" (?:being )?(?:\w+ed|built|held|sold|made|paid|found|lost|shot|hit|set|cut|won|put|sent|left"
    r"|told|brought|bought|caught|taught|born|taken|given|chosen|written|known|shut|struck|hurt)$"
)
_HOW_MANY = re.compile(
    r"^how many (?P<noun>\w+) (?P<verb>were|was|are|have|took|went|came|lost|won|got|\w+ed)"
    r"\b(?P<rest>[^?]*)",
    re.IGNORECASE,
)


_TALE = re.compile(r"(?:who|what) \w+ (?P<object>(?:the|a|an) [^?]+)", re.IGNORECASE)


def _english(before: str) -> str:
    counted = _HOW_MANY.match(before)
    if counted and not counted["noun"].endswith("ed"):
        return f"the {counted['noun']} that {counted['verb']}{counted['rest']}".rstrip()
    found = _AUXILIARY.search(before)
    if not found:
        tale = _TALE.match(before)
        return tale["object"] if tale else ""
    rest = found["rest"].strip()
    about = re.match(r"(?:who|what|how \w+)$", before[: found.start()].strip(), re.IGNORECASE)
    if found["verb"].lower() in {"is", "are", "was", "were"}:
        if about and not re.match("how (?:many|much)", about.group(), re.IGNORECASE):
            return rest
        until = _ENDS.search(rest)
        return _PARTICIPLE.sub("", rest[: until.start()] if until else rest)
    until = _ENDS.search(rest)
    words = (rest[: until.start()] if until else rest).split()
    alone = found["verb"].lower() in {"has", "have"} and not _PARTICIPLE.search(rest)
    return " ".join(words if alone else words[:-1])


# --- the answer ----------------------------------------------------------------------------------

_ANSWERED = re.compile(
    rf"(?:是|为|叫|由|：|在)(?P<name>[^，。；,.;]{{2,{LONGEST}}}?)"
    rf"(?=[，。；,.;]|$|举[办行]|主持|担任)"
    r"|(?:\bis|\bwas|\bwere|\bare|\bby|\bin) (?P<en>[^,.;]{2,60}?)(?=[,.;]|$)"
)


def answered(answer: str, before: str, *, person: bool, phrase: bool) -> str:
    """What the answer names that the question did not; `phrase` where it may be no known name."""
    active = re.match(r"who (\w+)", before, re.IGNORECASE)
    agent = re.match(rf"(?P<name>.{{2,40}}?) {active[1]}\b", answer) if active else None
    if agent and " by " not in answer:
        return re.sub("^The ", "the ", agent["name"])
    for first in re.split(r"(?<=[。！？!?])|(?<=\.)\s", answer)[: 1 if phrase else 2]:
        for found in mentions(first):
            fits = found.form is Form.PERSON if person else found.form not in TIMES
            if fits and first[found.start : found.end] not in before:
                return _whole(first, found.start, found.end)
            if person and found.form is Form.WORD and not is_wide(first):
                return _whole(first, found.start, found.end)
        if phrase:
            told = _ANSWERED.search(first)
            name = marks_stripped(next((g for g in told.groups() if g), "") if told else first)
            told_long = person and len(name) > _LONGEST_NAME and is_wide(name)
            return "" if told_long or len(name) > LONGEST else name
    return ""


_LONGEST_NAME = 8


def _whole(text: str, start: int, end: int) -> str:
    article = re.search(r"\bthe $", text[:start])
    return text[article.start() if article else start : end]


# --- the topic -----------------------------------------------------------------------------------

_ASKED = re.compile(
    rf"在哪[家个座所][{HAN}]{{2}}(?=[{HAN}])"
    r"|(?:一共|总共|到底|究竟)?(?:是|(?P<have>有)|为|在|叫|由)?(?:多少|几多|什么时候|什么|甚么|啥|谁"
    r"|哪[里儿些个家位年天种一]?|怎么样|怎么|怎样|如何|为什么|第?几)"
    rf"(?:(?<=几)[{COUNTERS}回遍倍趟步页节](?![会业员])|人次"
    r"|[家名人位个座条项次场块枚岁万亿年月天点钱号分台届间对种件辆张棵支本](?![会业员]))?"
    r"|[吗呢？?]"
)
_WH = re.compile(
    r"^(?:in |on |at )?(?:what|who|when|where|why|which|how(?: (?:many|much|old|long))?)\b ?"
    r"(?:is |are |was |were |did |does |do )?",
    re.IGNORECASE,
)


def topic_of(before: str, question: str) -> str:
    """What the question before told, without its question words and the times asked anew."""
    own = {m.form for m in mentions(question)} & TIMES
    text = before
    for found in reversed(mentions(before)):
        if found.form in own:
            text = text[: found.start] + text[found.end :]
    if HANGUL.search(text) or KANA.search(text):
        return subject_of(text) or marks_stripped(text)
    if not is_wide(text) and _TALE.match(text):
        return subject_of(text)
    if not is_wide(text):
        return marks_stripped(" ".join(_WH.sub("", text).split()))
    return _told(text, told=bool(_ASKED.fullmatch(plain(marks_stripped(question)))))


def _told(text: str, *, told: bool) -> str:
    """A Chinese question as a statement; only its subject where no statement is left.

    `told` where what was done matters more than who did it: 石板桥封了 of 石板桥哪年封的.
    """
    topic, clause = _clauses(text)
    lead, _ = _around(clause)
    kept, at, asked = "", 0, 0
    for found in _ASKED.finditer(plain(text)):
        joint = ""
        if found["have"] and kept + text[at : found.start()]:
            joint = "有人" if found.group().endswith("人") else "的"
        kept += text[at : found.start()] + joint
        asked = asked or found.end()
        at = found.end()
    kept = marks_stripped(kept + text[at:])
    rest = marks_stripped(text[asked:])
    identified = re.search(r"是\w?$", plain(lead))
    if told and rest.endswith("的") and not identified:
        return kept.removesuffix("的") + "了"
    owns = re.search("有$", plain(lead)) and re.fullmatch(rf"[{HAN}]{{1,4}}", rest)
    counted = owns and not told and "人" not in plain(text[asked - 1 : asked])
    if lead and (not rest or rest.endswith("的") or identified or counted):
        return topic or marks_stripped(_before_predicate(lead)[0]) or kept
    return kept
