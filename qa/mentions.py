"""Names in a question or a text: places, organisations, people, titles, years, numbered things.

Found by their form, without a model: Chinese by suffixes and surnames, languages with capitals by
those. A name that is not found costs a check, so only what is sure to be one is one. Knows nothing
of what the names are compared with.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from index.fold import fold
from index.function_words import PAIRED, SPACED
from qa import surnames
from qa.claims.numerals import DIGITS, chinese
from qa.places import PLACE
from qa.times import MONTH, RELATIVE_YEARS, YEAR


class Form(StrEnum):
    """What sort of name a mention is. Things of one form can stand in for each other."""

    PLACE = "place"
    BODY = "body"
    PERSON = "person"
    TITLE = "title"
    QUOTED = "quoted"
    WORD = "word"
    MODEL = "model"
    NUMBERED = "numbered"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


TIMES = frozenset({Form.YEAR, Form.MONTH, Form.DAY})


@dataclass(frozen=True, slots=True)
class Mention:
    """`plain(text)[start:end]` names something."""

    form: Form
    text: str
    start: int
    end: int


HAN = "\u3400-\u9fff"
NUMERALS = "〇零一二三四五六七八九十百千两"
_SURNAMES = surnames.COMMON + surnames.RARE
_BODIES = (
    "总工会|工会|委员会|公司|集团|大学|学院|中学|小学|医院|银行|油田|煤矿|机务段|客运段"
    "|研究院|研究所|法院|检察院|"
    "出版社|报社|电视台|博物馆|图书馆|俱乐部|协会|学会|联盟|基金会|中心|酒店|物流园|厂(?![长房商家址里区])"
    "|机场|车站|港"
)
_ON = rf"(?:(?![和与及跟])[{HAN}])"
"""What may go on in the same name: A医院和B医院 are two."""
_PATTERNS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    (Form.TITLE, re.compile(r"《([^《》]{1,40})》")),
    (Form.QUOTED, re.compile(r"[“「『\"«]([^“”「」『』\"«»]{1,24})[”」』\"»]")),
    (Form.DAY, re.compile(r"(?<!\d)(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}[日号]")),
    (Form.DAY, re.compile(rf"\b{MONTH}\.? \d{{1,2}}(?!\d)|\b\d{{1,2}} {MONTH}")),
    (Form.YEAR, re.compile(rf"{YEAR}年?")),
    (Form.YEAR, re.compile("|".join(RELATIVE_YEARS))),
    (Form.MONTH, re.compile(
        rf"(?<!\d)\d{{1,2}}月(?:份)?|\b{MONTH}|[一二三四五六七八九十]{{1,2}}月份")),
    (
        Form.NUMBERED,
        re.compile(
            rf"第(?:\d+|[{NUMERALS}]+)(?:届|期|季|集|章|条|号|版|军|师|轮|次全会|次全体会议)"
            rf"|(?:[{NUMERALS}]+届)?[一二三四五六七八九]中全会|十[一二三四]?五(?=规划|期间)"
            r"|\b\d+(?:st|nd|rd|th)\b"
        ),
    ),
    (Form.MODEL, re.compile(
        r"(?<![a-z0-9])(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")),
    (Form.BODY, re.compile(rf"[{HAN}a-z]{{2,12}}?(?:{_BODIES})(?!{_ON}*(?:{_BODIES}))")),
    (Form.PERSON, re.compile(
        rf"(?![在从到对向和与是的为按据被把让由给跟用以同即有及某诉因说请找问]|(?<=[位关由对])于)"
        rf"[{HAN}](?:某某|某(?![甲乙丙丁某])(?=[{HAN}，,、的]|$))"
        r"(?![公单省市县区村镇厂年月日地种个名位些处段项]|人(?!身)|企业|小区|医院|银行(?![账卡流存])|学校|科技|机构)")),
    (Form.PLACE, PLACE),
    (Form.PLACE, re.compile(
        rf"[{HAN}]{{2,4}}?(?:自治州|[省市县区镇乡州])(?![{HAN}]?[长民场别委级]|总)")),
    (Form.WORD, re.compile(r"(?<![a-z0-9])[a-z][a-z.&'-]*(?: [a-z][a-z.&'-]*)*")),
)  # fmt: skip
_PERSON = re.compile(
    rf"(?:^|(?<=[，、。：；？！和与跟问的·\s]))(?P<name>[{_SURNAMES}]"
    rf"(?![个些里位边次])[{HAN}]{{1,2}}?)"
    rf"(?=[是的在被为于和与跟，、？。]|(?:哪|什么|几|多|今年|后来|自己|所在|拿到|得了|参加"
    rf"|当选|担任|出生|毕业|去世|从))"
)
_NO_PERSON = re.compile(
    r"[员工头长率人者家会性度们位里面次个年月日省市县区厂队部院校店网车路事法籍内地作将]$"
)
_EDGE = re.compile(
    rf"{PAIRED.pattern}|加入|参加|接替|春节|元旦|国庆|中秋|端午"
    rf"|[的了在后座届起是和与及跟把被从向对为由于给到讲说请问您我你们各这那该其此来去都也还"
    rf"又让叫有里"
    r"年月日号多少几谁哪么吗呢吧听据某本每家个住]|各级|[省市县乡]级"
)


@functools.lru_cache(maxsize=8192)
def _one(character: str) -> str:
    # Punctuation stays as printed: a wide comma is no decimal point.
    if not character.isalnum():
        return "%" if character == "％" else character
    folded = fold(character)
    if len(folded) != 1:
        return character.lower() if len(character.lower()) == 1 else character
    return folded


def plain(text: str) -> str:
    """Folded, character by character: offsets stay those of the text."""
    return "".join(map(_one, text))


def is_wide(text: str) -> bool:
    """Whether a text is set without spaces, by most of its letters."""
    letters = [character for character in text if character.isalpha()]
    wide = sum(ord(character) > 0x2E80 for character in letters)
    return wide * 3 > len(letters)


def mentions(text: str) -> tuple[Mention, ...]:
    """The names in a text, in order; none overlaps another."""
    flat = plain(text)
    taken = [False] * len(flat)
    found: list[Mention] = []
    for mention in (*_by_pattern(text, flat), *_people(flat), *_capitals(text)):
        if mention.end > mention.start and not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _by_pattern(text: str, flat: str) -> Iterator[Mention]:
    wide = is_wide(text)
    for form, pattern in _PATTERNS:
        if form is Form.WORD and not wide:
            continue
        for found in pattern.finditer(flat):
            start, end = found.span(1) if pattern.groups else found.span()
            if form in {Form.BODY, Form.PLACE} and pattern is not PLACE:
                start = _trimmed(flat, start, end)
                if not _begins(flat, start) or end - start < 3:
                    continue
            if form is Form.WORD and end - start < 2:
                continue
            if form is Form.MONTH and flat[start:end] == "may" and text[start] == "m":
                continue
            if end - start > 1:
                yield Mention(form, flat[start:end], start, end)


def _trimmed(flat: str, start: int, end: int) -> int:
    """Where the name begins, past what was only in front of it."""
    for edge in _EDGE.finditer(flat, start, end - 1):
        start = edge.end()
    return start


def _begins(flat: str, start: int) -> bool:
    """Whether a name may begin here: not in the middle of a run of characters."""
    before = flat[:start]
    if not before or not re.match(rf"[{HAN}\w]", before[-1]):
        return True
    near = before[-6:]
    ends = [found.end() for found in (*_EDGE.finditer(near), *PLACE.finditer(near))]
    return len(near) in ends


def _people(flat: str) -> Iterator[Mention]:
    for found in _PERSON.finditer(flat):
        name = found["name"]
        if not (PAIRED.search(name) or PLACE.match(name) or _NO_PERSON.search(name)):
            yield Mention(Form.PERSON, name, *found.span("name"))


_TOKEN = re.compile(r"(?!\d)\w[\w'’-]*")
_JOINING = frozenset(["of", "the", "de", "la", "del", "du", "von", "van", "der", "des"])


def _capitals(text: str) -> Iterator[Mention]:
    """Runs of capitalised words, in languages that have them, but for the first word's capital."""
    if is_wide(text):
        return
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        joined = not run or not text[run[-1].end() : token.start()].strip()
        if run and not joined:
            yield from _run(text, run)
            run = []
        word = token.group()
        if (word[0].isupper() and not _opens(text, token)) or (run and word in _JOINING):
            run.append(token)
        else:
            yield from _run(text, run)
            run = []
    yield from _run(text, run)


def _opens(text: str, token: re.Match[str]) -> bool:
    """Whether a capital only says that a sentence begins here, or is that of a function word."""
    return plain(token.group()) in SPACED or plain(token.group()) in _ASKING


_ASKING = frozenset(
    "according tell list name give please compare in on for whose did".split()  # noqa: SIM905
)


_MONTH_ALONE = re.compile(MONTH)


def _run(text: str, run: list[re.Match[str]]) -> Iterator[Mention]:
    while run and run[-1].group() in _JOINING:
        run.pop()
    if not run:
        return
    start, end = run[0].start(), run[-1].end()
    name = plain(text[start:end])
    if _MONTH_ALONE.fullmatch(name):
        return
    yield Mention(Form.WORD, name, start, end)


def contents(text: str) -> tuple[str, ...]:
    """The pieces of a text that say what it is about: what function words leave over."""
    flat = plain(text)
    pieces: list[str] = []
    for word in re.findall(rf"[{HAN}]+|[^\W_{HAN}]+", flat):
        if re.match(rf"[{HAN}]", word):
            pieces.extend(piece for piece in _EDGE_WORDS.split(word) if len(piece) > 1)
        elif word not in SPACED and len(word) > 1 and not word.isdigit():
            pieces.append(word)
    return tuple(dict.fromkeys(pieces))


def pieces(terms: Iterable[str]) -> set[str]:
    """Words, and of what is written without spaces the pairs of characters."""
    return {
        piece
        for term in terms
        for piece in (map("".join, itertools.pairwise(term)) if is_wide(term) else [term])
    }


_EDGE_WORDS = re.compile(
    rf"{PAIRED.pattern}|一共|总共|分别|到底|究竟|后来|当时|目前|现在|已经|同时|其中|大概|大约|"
    r"[的了着过是在和与及跟把被向从对为由于给到请您我你们各这那该其也还又就让叫里"
    r"年月日号个位名次它他她谁啥呀啊嘛]"
)


def marks_stripped(text: str) -> str:
    """Without punctuation at either end."""
    while text and unicodedata.category(text[-1])[0] in "PZ":
        text = text[:-1]
    while text and unicodedata.category(text[0])[0] in "PZ":
        text = text[1:]
    return text


_LONGEST_NUMERAL = 18


def number_of(numeral: str) -> int:
    """The value of a small numeral in digits or in Chinese; 0 for what is none."""
    if len(numeral) > _LONGEST_NUMERAL:
        return 0
    if numeral.isdecimal():
        return int(numeral)
    value = chinese(numeral)
    if value is not None:
        return int(value)
    # 二〇二三 is read digit by digit.
    return int("".join(str(DIGITS.get(character, "")) for character in numeral) or 0)
