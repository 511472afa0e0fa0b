"""What print says about itself: who wrote it, when, and on which page it stands.

Only what is stated. Knows nothing of how a page is cut into articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.dates import before_issue, calendar_day, whole_date
from corpus.lines import AGENCY, AUTHOR, BOX, BYLINE, CJK, WIRE, Line, fold

_NAMES = rf"(?:[{CJK}·]{{1,4}}[\s　、，,]*){{1,24}}"
_PRESS = rf"(?:{AGENCY}|首席|特约|实习|见习|全媒体|采写|摄影|文字|视觉)"
_ROLE = r"(?:记\s?者|通\s?讯\s?员|特约撰稿人|评论员)"
_LEAD = re.compile(
    rf"^.{{0,40}}?[（(]\s?(?P<names>(?:{_PRESS}\s?)*{_ROLE}[^（()）。！？]{{2,80}})[）)]"
    rf"|^{AGENCY}讯\s+(?P<bare>{_ROLE}\s?[{CJK}·]{{2,4}}(?:[\s、]+[{CJK}·]{{2,4}}){{0,5}})\s?(?:报道|[：:])"
)
_TAIL = re.compile(
    rf"[（(]\s?(?P<names>(?:(?:{_PRESS}|本文|参与)\s?)*(?:{_ROLE}|作者(?!单位|系)|执笔|文)[/：:\s]?[^（()）。]{{2,120}})[）)]$"
)
_OFFICE = re.compile(rf"(?:^|[。！？”」…\s])[（(](?P<names>[{CJK}、 ]{{2,18}})[）)]$")
_NOT_OFFICE = re.compile(
    r"作者(?:单位|系|为|是)|来源|上接|下转|未完|续|完|略|连载|图表|资料|电$|讯$|摄$|提供|笑|掌声|有删"
)
_CREDIT = re.compile(
    rf"(?P<names>(?:(?:{AGENCY}|特约|实习)\s?)*(?:(?:{_ROLE}\s?)?[{CJK}·]{{2,4}}(?:[\s、][{CJK}·]{{2,3}}){{0,2}}))\s*(?:/\s?)?(?:摄|摄影)(?:报道)?[）)。]?$"
)
_STRIP = re.compile(
    rf"^[（(【]?\s*(?:(?:{AGENCY}|采写|参与采写|文字|文|图|作者|执笔)\s?[/／：:|]?\s?)*"
)
_NO_AUTHOR = re.compile(r"[（(]?\s?作\s?者\s?(?:单位|系|为|是)")
_SET_WIDE = re.compile(rf"[{CJK}](?:[ ]{{2,6}}|　{{1,3}})[{CJK}]")
_HEADING = re.compile(
    r"[前序引]言|[后後跋][记記文]|[目附][录錄]|摘要|正文|[结結]语|[上中下]篇|[编編][者后後]"
)
_PRESS_WORDS = re.compile(
    r"本[报刊社]|新华[社网]|中新[社网]|中国新闻社|记\s?者|通\s?讯\s?员|评论员|首席|特约|实习|见习|全媒体"
    r"|采写|撰稿人|执笔|参与|摄影|报道|[摄图讯电]"
)
_OLD_ROLES = {
    "记者": "記者",
    "通讯员": "通訊員",
    "评论员": "評論員",
    "特约": "特約",
    "实习": "實習",
}
_ROLE_START = re.compile(r"(?:特约|实习|见习|首席)?(?:记者|通讯员)")
_DISPATCH = re.compile(
    rf"(?P<agency>{AGENCY}[^讯，。；！？\d]{{0,16}})?"
    r"(?:(?P<year>(?:19|20)\d{2})\s?年\s?)?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日\s?"
    rf"(?:{WIRE}(?(agency)|(?=[\s（(【）)】]|讯|$)))"
)
_PASSED = re.compile(
    r"[（(]\s?(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日[^（()）]{0,60}[）)]"
)
_LABEL = re.compile(r"第\s?([\dA-Z]{1,3})\s?版|(?<![\dA-Z])([A-Z]?\d{1,2})\s?版(?![本权面])")


def byline_of(body: Sequence[Line]) -> str:
    """Who wrote it, as the print states at its beginning or its end; "" where it does not."""
    edges = [*body[:16], *body[16:][-8:]]
    if not any(fold(line.text) != line.text for line in edges):
        return _set_wide(edges) or _byline_of(edges)
    read = [replace(line, text=_in_new_words(line.text)) for line in edges]
    return _as_printed(_set_wide(edges) or _byline_of(read))


def _in_new_words(text: str) -> str:
    """As long a text with the words of the press in simplified script, the names as printed."""
    folded = fold(text)
    if folded == text:
        return text
    out = list(text)
    for match in _PRESS_WORDS.finditer(folded):
        out[match.start() : match.end()] = match.group()
    return "".join(out)


def _as_printed(names: str) -> str:
    """Names with their roles in traditional script, as they stood there."""
    for new, old in _OLD_ROLES.items():
        names = names.replace(new, old)
    return names


def _set_wide(body: Sequence[Line]) -> str:
    """A name of two characters that stands alone below the headline, set wide: 袁　野."""
    for line in body[:2]:
        name = "".join(line.text.split())
        if _SET_WIDE.fullmatch(line.text) and not _HEADING.fullmatch(name) and len(body) > 1:
            return name
    return ""


def _byline_of(body: Sequence[Line]) -> str:
    """As `byline_of`, of print in simplified words."""
    boxed = bool(body) and bool(BOX.match(body[0].text))
    for line in body[: 16 if boxed else 3]:
        found = _own_line(line)
        if found:
            return found
    first = next((at for at, line in enumerate(body[:6]) if line.lead), 0)
    opening = "".join(line.text for line in body[first : first + 6])[:240]
    match = _LEAD.match(opening)
    if match:
        return _tidy(match["names"] or match["bare"])
    for line in reversed(body[-2:]):
        found = _own_line(line)
        if found:
            return found
    closing = "".join(line.text + " " * (line.text[-1].isascii()) for line in body[-8:])[
        -200:
    ].strip()
    match = _TAIL.search(closing)
    if match:
        return _tidy(match["names"])
    match = _OFFICE.search(closing)
    if match and not _NOT_OFFICE.search(match["names"]):
        return match["names"].strip()
    return ""


def credit_of(body: Sequence[Line]) -> str:
    """Who took the photograph."""
    printed = "".join(line.text for line in body[-2:])[-40:]
    read = _in_new_words(printed)
    match = _CREDIT.search(read)
    names = _tidy(match["names"]) if match else ""
    return _as_printed(names) if read != printed else names


def _own_line(line: Line) -> str:
    """The names on a byline that stands alone."""
    if not line.byline or _NO_AUTHOR.match(line.text):
        return ""
    match = AUTHOR.fullmatch(line.text)
    if match:
        return " ".join(match["name"].split())
    if BYLINE.fullmatch(line.text):
        return _tidy(line.text)
    return "".join(line.text.split())


def _tidy(names: str) -> str:
    """Names without their newspaper, their brackets and the spaces that only fill the line."""
    names = _STRIP.sub("", names.strip()).rstrip("）)】 　")
    names = re.sub(r"(?:文/?图|图文|报道|摄影报道)$", "", names).rstrip("/ 　")
    names = re.sub(r"记\s?者\s*[：:/]?\s*", "记者", names)
    names = re.sub(r"通\s?讯\s?员\s*[：:/]?\s*", "通讯员", names)
    names = re.sub(r"(?<=[^\s])(?=记者|通讯员)", " ", names)
    names = re.sub(r"(?:特约|实习|见习|首席) 记者", lambda m: m.group().replace(" ", ""), names)
    words = [w for w in re.split(r"[\s　、，,]+", names) if w]
    return _unspaced(words)


def _unspaced(words: list[str]) -> str:
    """王 伟 is one name set wide, and so is 苏 南 星; four characters set wide are two names."""
    out: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        role = _ROLE_START.match(word)
        if role or len(word) != 1:
            size = 3 if len(run) == 3 else 2
            out += ["".join(run[at : at + size]) for at in range(0, len(run), size)]
            run = []
        if role and len(word) == role.end() + 1:
            out.append(role.group())
            run = [word[role.end() :]]
        elif len(word) == 1:
            run.append(word)
        elif word:
            out.append(word)
    return re.sub(r"(?<=记者|讯员) ", "", " ".join(out))


def article_date(body: Sequence[Line], issue: str) -> str:
    """An article's own date: the one it was passed or wired on, else that of its issue."""
    for line in body[:2]:
        if _PASSED.fullmatch(line.text) and (passed := whole_date(line.text)):
            return passed
    if not body:
        return issue
    for text in (body[0].text[:60], body[-1].text[-60:]):
        match = _DISPATCH.search(fold(text))
        if match and (wired := _wired(match, issue)):
            return wired
    return issue


def _wired(match: re.Match[str], issue: str) -> str:
    """A dispatch's date: of the year that it states, else the last such day before its issue."""
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return calendar_day(int(match["year"]), month, day)
    return before_issue(month, day, issue)


def page_label(text: str) -> str:
    """The number of the page that a banner names."""
    match = _LABEL.search(text)
    return (match[1] or match[2]).lstrip("0") or "0" if match else ""
