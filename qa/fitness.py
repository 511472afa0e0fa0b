"""How well sentences fit the kind of answer that is asked for, and where exactly they answer.

A "how many" wants a number that counts the right thing, an e-mail address one with @, a list its
items. Knows questions and texts; does not know how the sentences were found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.sentences import sentences_of
from index.fold import squeeze
from qa import listing
from qa.demanded import Demands
from qa.kinds import CONTACTS, Kind, answers_kind, certainly_other
from qa.mentions import is_wide, plain
from qa.spans import LONGEST, touched
from qa.times import MONTHS

WRONG_KIND = 0.6
"""What is left of a span that cannot answer such a question: a "how many" without a number."""
CERTAINLY_OTHER = 0.2
"""What is left where the form rules it out: a postcode for an e-mail address, visits for couples.
So little that what the reader is sure of stays below the threshold of an answer."""
AN_ORDER = 0.05
"""What is left of a sentence that tells machines what to answer: it tells of nothing."""
SHORT_REPLY = 15
"""Characters of a reply that is explained in the sentence after it: 答：不算。"""
NEAR = 120
"""An imprint has the address on the line below 邮箱, the telephone on the next but one."""


_TIMES = re.compile(
    r"\d+|[〇零一二三四五六七八九十]+(?=[年月日号点时])|[今昨明前去当次同翌本][天日年月晨晚夜]"
    rf"|[周初中末底早晚晨夜午春夏秋冬]|\b(?:{'|'.join(MONTHS)})"
)
"""Figures and words that tell a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whole sentences of a text, and the span in them that answers."""

    start: int
    end: int
    span: tuple[int, int]


def fit(demands: Demands, text: str, place: Place) -> float:
    """What the kind of the question leaves of the probability."""
    sentence = text[place.start : place.end]
    span = text[slice(*place.span)]
    if certainly_other(demands.kind, demands.measure, sentence) or _echoes(demands, span):
        return CERTAINLY_OTHER
    if unmeasured(demands, sentence):
        return CERTAINLY_OTHER
    said, asked = plain(sentence), plain(demands.question)
    if _ORDERS.search(said) and not _OF_ORDERS.search(asked):
        return AN_ORDER
    if _BYLINE.fullmatch("".join(said.split())) and not _OF_THE_PRESS.search(asked):
        return CERTAINLY_OTHER
    if not answers_kind(demands.kind, demands.measure, span, sentence):
        return WRONG_KIND
    if demands.kind is Kind.WHEN and _repeats(demands.question, sentence):
        return WRONG_KIND
    if _explains_another(demands.question, sentence):
        return WRONG_KIND
    return 1.0


def listed_fit(demands: Demands, text: str, place: Place) -> float:
    """What it makes of the probability that a list is asked for; more than 1 for a whole one."""
    if demands.kind is not Kind.LIST:
        return 1.0
    listed = listing.listed_in(demands.question)
    return listing.weight(listed, text, place.start, place.end)


def _echoes(demands: Demands, span: str) -> bool:
    """Whether the span is what the question calls it: 老郝 does not tell 老郝's full name."""
    said = squeeze(plain(span)).strip("“”\"'「」《》的")
    return (
        (demands.kind in _NAMED or _FULL_NAME.search(plain(demands.question)) is not None)
        and not _EITHER.search(demands.question)
        and said in squeeze(plain(demands.question))
    )


_NAMED = frozenset({Kind.WHO, Kind.WHERE, Kind.WHICH})
_FULL_NAME = re.compile(r"(?:全|真|本|学|別|别|大)名|(?:真实|真實)?姓名|叫(?:什么|啥|甚么)名")
_EITHER = re.compile(r"还是|還是|\bor\b")


_NUMERAL = "\\d〇零一二三四五六七八九十百千两半几数"
_MEASURES = {
    Kind.DURATION: re.compile(
        # 1958年 is no length of time; 1000天 is.
        rf"(?!(?<=\d\d\d)\d\s?学?年)[{_NUMERAL}]\s?[多余几来]?\s?个?[多半]?(?:[分年月天日周岁载秒代季旬夜晚班]|星期|礼拜|小时"
        r"|钟头|世纪|昼夜|学期|学年|刻钟)|终身|一生|一辈子|无期|至今|以来|永久|[整半全][日天年夜]"
        rf"|通宵|\d{{4}}[-—–~至到]|[年岁龄][{_NUMERAL}]|[{_NUMERAL}整]个?(?:[上下]午|早[上晨]|白天)"
        rf"|[年月日号点时分][^，。；]{{0,4}}[-—–~至到]+[^，。；]{{0,4}}?[{_NUMERAL}]+[年月日号点时]"
        r"|\d:\d\d\s?[-—–~至到]+\s?\d"
        rf"|高龄|年[近过逾届满][{_NUMERAL}古花]|古稀|花甲|耄耋"
    ),
    Kind.HOW_MUCH: re.compile(
        r"[元块圆角分币镑磅卢布$€£¥￥万亿千百%％倍半镍钱资费款金]|免|不收|无偿|法郎|马克|克朗|比索"
        rf"|先令|便士|第纳尔|里拉|兹罗提|usd|rmb|yuan|dollar|euro|[{_NUMERAL}][两文贯成毛]"
        # A price list names no unit.
        r"|(?:[价收]|(?<!\d)[:：])\s?\d[\d.,]*(?![\d.,]*[-:\u3400-\u9fff])"
        rf"|价\s?[{_NUMERAL}]+(?![\u3400-\u9fff])"
    ),
}
"""How lengths of time and sums are told in Chinese."""


def unmeasured(demands: Demands, sentence: str) -> bool:
    """Whether a time or a sum is asked for in Chinese and a Chinese sentence tells none at all."""
    told = _MEASURES.get(demands.kind)
    if told is None or not (is_wide(demands.question) and is_wide(sentence)):
        return False
    return not told.search(plain(sentence))


def _repeats(question: str, sentence: str) -> bool:
    """Whether all the times of a sentence stand in the question: 2022年 says not when in 2022."""
    told = set(_TIMES.findall(plain(sentence)))
    return bool(told) and told <= set(_TIMES.findall(plain(question)))


_BYLINE = re.compile(
    r"[（(【]?(?:本报|本刊|新华社|据)?(?:见习|实习|特约)?(?:记者|通讯员)(?![们节站证会协团])"
    r"(?!.*(?:获悉|获知|了解|采访|看到|发现|表示|[从在说问是被了]))[^，。：；！？,;:!?\d]{0,40}[）)】]?"
)
"""Who wrote the report: names, though not of anyone in it. What is told of reporters is none."""
_OF_THE_PRESS = re.compile(r"记者|通讯员|采写|作者|撰|写|报道|report|wrote|author|byline")

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:(?:all|any|the|your)\s+)*(?:previous|prior|above|earlier)"
    r"\s+(?:instruction|prompt|rule|message)|(?:^|\n)\s*(?:system|assistant)\s*[:：]"
    r"|\byou must (?:always )?(?:answer|reply|respond)\b"
    r"|(?:忽略|无视|忘记|忘掉)[^。]{0,10}(?:指令|指示|提示词?|命令)"
    r"|(?:必须|只能|都要|一律要|应当)(?:回答|回复|答复)[:：“「\"']"
)
"""Orders to whatever reads the article. In print nobody else is told so."""
_OF_ORDERS = re.compile(r"指令|指示|提示|命令|instruction|prompt|\border")

_MEANT = re.compile(
    r"[“「『\"](?P<term>[^“”「」『』\"]+)[”」』\"](?:[是的]?(?:具体)?指|(?:是什么|的)(?:意思|含义)|代表)"
)


def _explains_another(question: str, sentence: str) -> bool:
    """Whether a quoted word's meaning is asked and the sentence does not have the word."""
    meant = _MEANT.search(plain(question))
    return meant is not None and meant["term"] not in plain(sentence)


def at_address(kind: Kind, text: str, place: Place) -> Place:
    """For an address: the nearest one to what the reader points at, with its sentence."""
    finds = CONTACTS.get(kind)
    if finds is None:
        return place
    low = max(0, min(place.start, place.span[0] - NEAR))
    high = max(place.end, place.span[1] + NEAR)
    found = [(low + start, low + end) for start, end in finds(text[low:high])]
    if not found:
        return place
    span = min(found, key=lambda one: _distance(one, place.span))
    return Place(*touched(sentences_of(text), *span), span)


def replied(text: str, place: Place) -> Place:
    """Of a printed question what replies to it, too; of a label (诊断：) what it labels."""
    last = text[place.start : place.end].rstrip()[-1:]
    if last not in ("？", "?", "：", ":"):
        return place
    # No more than may be quoted: of a book every label would cost the sentences of the whole.
    after = sentences_of(text[place.end : place.start + LONGEST])[:2]
    if not after:
        return place
    short = last in "？?" and after[0][1] - after[0][0] < SHORT_REPLY
    start, end = place.end + after[0][0], place.end + after[-1 if short else 0][1]
    return Place(place.start, end, (start, end))


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])
