"""What print says about itself: who wrote it, when, and on which page it stands.

Only what is stated. Knows nothing of how a page is cut into articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    r"来源|上接|下转|未完|续|完|略|连载|图表|资料|电$|讯$|摄$|提供|笑|掌声|有删"
)
_CREDIT = re.compile(
    rf"(?P<names>(?:(?:{AGENCY}|特约|实习)\s?)*(?:(?:{_ROLE}\s?)?[{CJK}·]{{2,4}}(?:[\s、][{CJK}·]{{2,3}}){{0,2}}))\s*(?:/\s?)?(?:摄|摄影)(?:报道)?[）)。]?$"
)
_STRIP = re.compile(
    rf"^[（(【]?\s*(?:(?:{AGENCY}|采写|参与采写|文字|文|图|作者|执笔)\s?[/／：:|]?\s?)*"
)
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
    match = _CREDIT.search("".join(line.text for line in body[-2:])[-40:]) if body else None
    return _tidy(match["names"]) if match else ""


def _own_line(line: Line) -> str:
    """The names on a byline that stands alone."""
    if not line.byline:
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
