"""The shape and the place of a headline: which lines may be one.

A headline is as wide as it needs to be, not as wide as the column; it stands after an end and runs
on into nothing. Knows lines and their neighbours; whose a headline is, others decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.lines import BOX, ENUMERATION, TURNS_TO, Line, is_name

_STUB = re.compile(r"[^\W\d]{1,2}[，。、；：,;]")
_OPENER = re.compile(
    r"近日|日前|目前|如今|当前|今年|去年|昨日|今天|昨天|其中|此外|同时|另外|据悉|最近|眼下|清晨|上午|下午|夜晚|凌晨|初春|盛夏|早上|傍晚"
)
_PAIRED = re.compile("[“”《》（）「」『』]")
_WORD = re.compile(r"\w")
_BOX_NAME = re.compile(
    "短讯|简讯|快讯|简明新闻|一句话新闻|更正(?:启事|说明)?|勘误|致歉(?:声明)?|启事|声明|讣告|来函照登"
)
WIDEST = 60
WRAPPED = 45


def shaped(line: Line) -> bool:
    """Whether a line has the shape of a headline, wherever it stands."""
    text = line.text
    if line.width > WIDEST or line.lead or line.byline or line.closes:
        return False
    if text[-1] in "，、；：,;。[（(《“" or "。" in text or "；" in text:
        return False
    if line.ends and text[-1] not in "！？!?—…" and text[-2:-1] not in ("！", "？", "!", "?"):
        return False
    if ENUMERATION.match(text) or TURNS_TO.search(text) or text[-1] in "-\u2010\u2043":
        return False
    if BOX.match(text) or text[0] in "（(" or text[0] in "）)”，。、；：":
        return False
    words = len(_WORD.findall(text))
    return (words >= 3 or names_box(text)) and text.count("，") + text.count(",") <= 2


def names_box(text: str) -> bool:
    """Whether a line is the name of a box, which stands above what is in it: 短 讯, 更正."""
    return len(text) <= 11 and bool(
        _BOX_NAME.fullmatch(text.strip("【】[]■□●◆· ").replace(" ", ""))
    )


def candidates(lines: Sequence[Line], pairs: set[str]) -> list[bool]:
    """Which lines may be (part of) a headline or a sub-head, by shape, width and neighbours.

    `pairs` are the character pairs that the page prints often: a line that ends with the first
    half of one, before a line that begins with the other, is no headline.
    """
    shape = [shaped(line) for line in lines]
    _wrapped_at_comma(lines, shape)
    _sign(lines, shape)
    above = _above_starts(lines, shape)
    indented = _indented(lines)
    found = [False] * len(lines)
    for at, line in enumerate(lines):
        if not shape[at]:
            continue
        before = lines[at - 1] if at else None
        open_before = before is not None and not (before.ends or before.byline or found[at - 1])
        if line.mark or (names_box(line.text) and not open_before):
            found[at] = True
            continue
        if at + 1 < len(lines) and not shape[at + 1] and runs_on(line, lines[at + 1], pairs):
            continue
        if not (_balanced(line.text) or _balanced_with(lines, at, shape)):
            continue
        if line.column <= WRAPPED:
            found[at] = _in_column(lines, at, open_before, above[at])
            if indented and not (found[at] or open_before):
                found[at] = _against_indent(lines, at, bool(at and found[at - 1]))
        else:
            found[at] = _among_paragraphs(lines, at, open_before, above[at])
    return found


def _wrapped_at_comma(lines: Sequence[Line], shape: list[bool]) -> None:
    """The first half of a headline may end with a comma: both halves are short of the measure."""
    for at in range(1, len(lines) - 1):
        line, below = lines[at], lines[at + 1]
        if line.text[-1] not in "，," or shape[at] or not shape[at + 1] or not lines[at - 1].ends:
            continue
        narrow = max(line.width, below.width) < line.column - 3.2 and line.width >= 5
        if line.column <= WRAPPED and narrow and not line.lead and "。" not in line.text:
            shape[at] = True


def _sign(lines: Sequence[Line], shape: list[bool]) -> None:
    """A bare name between a headline and a paragraph is the author's."""
    for at in range(1, len(lines) - 1):
        line = lines[at]
        if line.width <= 5 and is_name(line.text) and shape[at - 1] and not shape[at + 1]:
            line.byline, shape[at] = True, False


def runs_on(line: Line, below: Line, pairs: set[str]) -> bool:
    """Whether the sentence of a line goes on in the line below it."""
    if below.lead or below.byline:
        return False
    start = below.text[:6].replace(" ", "")
    if start[:1] in "，。、；：,;!?！？）)》”":
        return True
    if _STUB.match(start) and below.text[-1] != "：" and not _OPENER.match(start):
        return True
    pair = line.text[-1] + start[:1]
    return pair in pairs and pair.isalpha()


def _balanced(text: str) -> bool:
    """Whether every quotation and bracket of a text that opens closes."""
    if not _PAIRED.search(text):
        return True
    return all(text.count(o) == text.count(c) for o, c in ("“”", "《》", "（）", "「」", "『』"))


def _balanced_with(lines: Sequence[Line], at: int, shape: Sequence[bool]) -> bool:
    """Whether a line closes what the one above opens, or the other way round."""
    text = lines[at].text
    around = []
    if at and shape[at - 1]:
        around.append(lines[at - 1].text + text)
    if at + 1 < len(lines) and shape[at + 1]:
        around.append(text + lines[at + 1].text)
    return any(_balanced(both) for both in around)


def _above_starts(lines: Sequence[Line], shape: Sequence[bool]) -> list[bool]:
    """Which lines stand right above a lead, with only lines of a headline's shape between."""
    above = [False] * len(lines)
    run = 0
    for at in range(len(lines) - 2, -1, -1):
        below = lines[at + 1]
        if below.lead or below.byline:
            run = 1
        elif run and shape[at + 1] and run < 5:
            run += 1
        else:
            run = 0
        above[at] = run > 0
    return above


def _in_column(lines: Sequence[Line], at: int, open_before: bool, above: bool) -> bool:
    """A headline among wrapped lines: it is not as wide as the column."""
    line = lines[at]
    if not open_before and at + 1 < len(lines) and lines[at + 1].text.startswith("——"):
        return not re.search("[，,]", line.text)
    odd = line.full < line.column - 3.2 or line.width > line.column + 1.5
    last = at + 1 == len(lines)
    commas = line.text.count("，") + line.text.count("、") + line.text.count(",")
    if open_before:
        return odd and line.width >= 6 and not line.ends and not commas
    if odd or line.width > WRAPPED:
        return commas <= 3
    begins_after = not last and (lines[at + 1].lead or lines[at + 1].byline)
    if at and lines[at - 1].ends and (begins_after or (last and not _first_of_paragraph(line))):
        return commas <= 1
    return (above or last) and commas <= (2 if line.text.endswith("—") else 0)


def _indented(lines: Sequence[Line]) -> bool:
    """Whether the first lines of this print's paragraphs are narrower: their indent was lost."""
    firsts = [
        line
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
        if above.short_last and not line.ends and _inked(below) >= below.column - 1.2
    ]
    narrow = sum(_first_of_paragraph(line) for line in firsts)
    return len(firsts) >= 2 and narrow >= 0.6 * len(firsts)


def _inked(line: Line) -> float:
    """A line's width without the stop that may hang over the measure."""
    return line.width - (line.text[-1] in "，。、；：！？”）》")


def _first_of_paragraph(line: Line) -> bool:
    return line.column - 3.2 <= _inked(line) <= line.column - 1.4


def _against_indent(lines: Sequence[Line], at: int, follows: bool) -> bool:
    """A line as wide as the column where a paragraph's first line would be narrower."""
    line = lines[at]
    if at and not (follows or lines[at - 1].short_last or lines[at - 1].closes):
        return False
    if re.search("[，、,]", line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    if at and lines[at - 1].closes and below is not None and shaped(below):
        return True
    if below is not None and (_first_of_paragraph(below) or below.text[0] == "—"):
        return not below.ends or below.text[0] == "—"
    return (
        line.width >= line.column - 0.6 and below is not None and below.width < below.column - 1.4
    )


def _among_paragraphs(lines: Sequence[Line], at: int, open_before: bool, above: bool) -> bool:
    """A headline among whole paragraphs: it is short, and does not run on."""
    line = lines[at]
    if open_before:
        return not re.search("[，,、;]", line.text) and line.width >= 8 and not line.ends
    return above or len(re.findall("[，,、]", line.text)) <= 2
