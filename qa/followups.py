"""The signs of a follow-up: a leading 那 or and, a pronoun, a question without a subject.

Knows the form of one question and the words of the turn before; puts nothing in their place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qa.mentions import HAN, TIMES, Form, contents, is_wide, marks_stripped, mentions, plain

_LEAD = re.compile(
    r"^(?:(?:那么|那(?![些个里边儿位一天时年次场批家种项件站座部条道门栋幢名群支本])|至于|而|换成|如果是)[，,\s]*)+"
    r"|^(?:and|but|so|what about|how about|and what about|also)\b[,\s]*(?:what about|how about)?\s*"
    r"|^(?:¿?y\b|et\b|und\b|а\b|и\b)\s+"
    r"|^(?:それでは|それなら|では|じゃあ?|그럼|그러면|그리고)[、,\s]*",
)
_TAIL = re.compile(
    r"(?:呢|的呢|又如何|怎么样|又怎样|如何|は(?:どうですか|どう)?|(?<=[가-힣])[은는]요?)?[？?！!。.\s]*$"
)
_ANAPHOR = re.compile(
    r"(?P<person>(?<!其)(?<!吉)(?:他们|她们|他|她)(?!国|乡|人))"
    r"|(?P<thing>它们|它|其中|其(?!实|他|它|余|次|间|时)|前者|后者|上述|前述|(?:那"
    r"|这)(?:里面|当中|之中|里边|里|儿|边)"
    rf"|该(?=[{HAN}]{{1,2}})(?!不该|应该)|此(?=[事人案次项条])|(?:这|那)[一两几]?(?:批|家"
    rf"|个|些|位|次|场|项|种|座|部|条|件|本|份|所|支|起|届|年|天|回|样|两|道|门|栋|幢|名|群|队|辆|艘|架|台|首|棵|段)|(?:这|那)(?=站"
    rf"|人|事|钱|书|会|厂|店|车|队|校|县|市|省))"
    r"|(?P<en>\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|those|these|ones?"
    r"|the same)\b"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!will )\bthere\b(?! (?:is|are|was|were))"
    r"|\bthat\b(?! \w+ (?:is|are|was|were|has|have))|\bthis\b)"
    r"|(?P<other>\b(?:ellos|ellas|él|ella|eso|esa|ese|allí|ils|elles|elle|celui-ci|là-bas"
    r"|sie|er|dort|они|она|оно|он|их|там)\b|それ|彼ら|彼女|彼|その|そこ"
    r"|(?<![가-힣])(?:그것|이것|그곳|거기|그녀|그들|그(?=[는가의를 ])))"
)  # fmt: skip
ASKS = re.compile(
    r"什么|甚么|啥|谁|哪|第几|几[个位名家人次年月天点号场块枚岁对回路层届所座条项张台辆间种件本]|多[少大久长高远]|几多|怎|如何"
    r"|为何|何[时地人]|吗|是否|有没有"
    r"|\b(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|did|does|do|has"
    r"|have|can)\b"
    r"|qué|quién|cuá|cuándo|dónde|cómo|\b(?:qui|quand|où|combien|comment|quel|wer|wann|wo"
    r"|wie|was)\b|кто|что|когда|где|сколько|как|(?<=[ぁ-んァ-ン])何|いつ|誰|どこ|いくら"
    r"|なぜ|だれ|どう|どの|どれ|누구|언제|어디|무엇|뭐|몇|며칠|얼마|왜|어떻게|어느|어떤"
)

_HOW = re.compile("又?(?:如何|怎样|怎么样)")


def bare_of(question: str) -> str:
    """Without 那 … 呢, and …: what the follow-up itself says."""
    flat = plain(question)
    lead = _LEAD.match(flat)
    start = lead.end() if lead else 0
    tail = _TAIL.search(flat, start)
    end = tail.start() if tail else len(question)
    # 2022年如何 names another year; 比赛结果如何 is a whole question.
    if not lead and _HOW.match(flat, end) and not mentions(question[:end]):
        end = len(question)
    return marks_stripped(question[start:end].strip())


def questioned(bare: str, question: str) -> str:
    """With the question mark that it had."""
    mark = question.strip()[-1:]
    return bare + (mark if mark in {"?", "？"} and not bare.endswith(mark) else "")


def is_elliptic(question: str, bare: str) -> bool:
    """Whether the question only names another thing: 那海东呢, and in 2022?"""
    flat = plain(question)
    told = bool(_LEAD.match(flat)) or bool(re.search(r"呢[？?\s]*$", flat))
    short = len(bare) <= 14 if is_wide(bare) else len(bare.split()) <= 5
    return short and (told or flat.rstrip().endswith(("?", "？")))


def dangling(question: str) -> re.Match[str] | None:
    """The first pronoun that nothing in the question itself explains."""
    flat = plain(question)
    for found in _ANAPHOR.finditer(flat):
        if _described(flat, found):
            continue
        if any(m.end <= found.start() and m.form not in TIMES for m in mentions(question)):
            continue
        if found.lastgroup == "en" and found.group() in _EXPLETIVE and mentions(question):
            continue
        if found.lastgroup in {"person", "thing"} and _led_up_to(flat[: found.start()]):
            continue
        return found
    return None


def _led_up_to(before: str) -> bool:
    """Whether so much is said before a pronoun that its antecedent is among it."""
    own = len("".join(contents(before)))
    return own > (_OWN_CLAUSE if re.search("[，,、]", before) else _OWN)


_EXPLETIVE = frozenset({"it", "there", "this", "that", "one", "ones", "those"})
_OWN, _OWN_CLAUSE = 7, 4
"""So many characters of its own content before a pronoun are its antecedent."""


def _described(flat: str, found: re.Match[str]) -> bool:
    """Whether 那位在安徽养病的护理员 says itself whom it means, as does "those who …"."""
    if found.group() in {"those", "that", "one", "ones"}:
        return bool(re.match(r" (?:who|which|that|of|in|from)\b", flat[found.end() :]))
    if found.group()[0] in "那这" and found.lastgroup == "thing":
        return bool(re.match(rf"[{HAN}]{{4,}}的[{HAN}]{{2,}}", flat[found.end() :]))
    return False


_SELF_NAMED = re.compile(
    r"(?P<pointed>[这那此本]一?[次场起届])?"
    r"(?P<event>台风|飓风|地震|海啸|洪[水灾]|暴[雨雪]|[火水旱雪]灾|[大山]火|爆炸|[空矿海]难|车祸|疫情"
    r"|泥石流|塌方|展览|博览会|选举|大选|运动会)"
    r"|(?P<office>[县市省镇乡村区州]长)"
    r"|^(?P<defined>什么是|何谓|何为)"
)


def opens_topic(question: str, anaphor: re.Match[str] | None, before: str, answer: str) -> bool:
    """Whether a short question names something of its own: 谁是新任县长, 这次台风, 什么是碳达峰.

    An event or an office that nobody spoke of is a new one; without 这次 it may be that of a place.
    """
    found = _SELF_NAMED.search(plain(question))
    if not found or (anaphor and anaphor.end() != found.start(found.lastgroup or 0)):
        return False
    if found["defined"]:
        return True
    placed = not found["pointed"] and any(m.form is Form.PLACE for m in mentions(before))
    named = set(found["event"] or found["office"]) - set("大长")
    return not placed and not named & set(plain(before + answer))


def lacks_subject(question: str, bare: str, before: str, answer: str) -> bool:
    """Whether a question without a pronoun asks on about what was talked of."""
    own = [m for m in mentions(bare) if m.form not in TIMES]
    if own:
        return False
    pieces = contents(_without_times(bare))
    led = bare_of(question) != marks_stripped(question.strip()) and bool(
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
_EMPTY_WORDS = frozenset(
    ["anyone", "people", "total", "so", "far", "year", "years", "did", "long", "old", "often"]
)


def _about_itself(bare: str) -> bool:
    """Whether the question opens with a subject of its own: 午餐怎么办."""
    asks = ASKS.search(plain(bare))
    return bool(asks) and len("".join(contents(bare[: asks.start()] if asks else ""))) > _SHORT


def _shares(pieces: Sequence[str], *texts: str) -> bool:
    known = plain(" ".join(texts))
    return any("".join(pair) in known for piece in pieces for pair in itertools.pairwise(piece))


def _without_times(text: str) -> str:
    for found in reversed(mentions(text)):
        if found.form in TIMES:
            text = text[: found.start] + " " + text[found.end :]
    return text
