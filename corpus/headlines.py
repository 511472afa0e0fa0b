"""Headlines: which lines may be one, which article each belongs to, and which line is the main one.

A line may be a headline by its shape and its place. Whose it is, the words decide: a headline's
words occur in its own article, which may stand before it, after it, or around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.lines import BOX, ENUMERATION, TURNS_TO, Line
from corpus.topic import Topics, grams

_KICKER_END = re.compile(r"(?:——|—|强调|指出|要求|表示|：|:)$")
_KICKER_SPLIT = re.compile(r"(?:——|强调|指出|要求)[ 　]+(?=\S{6,})")
_STUB = re.compile(r"[^\W\d]{1,2}[，。、；：,;]")
_OPENER = re.compile(
    r"近日|日前|目前|如今|当前|今年|去年|昨日|今天|昨天|其中|此外|同时|另外|据悉|最近|眼下|清晨|上午|下午|夜晚|凌晨|初春|盛夏|早上|傍晚"
)
_HANGS = re.compile(r"(?:的|和|与|及|在|为|关于|公司|集团|工会|委员会|大学|医院|中心|全会|会议)$")
_LEANS = re.compile(r"[让使把将向促助]|为(?!何|什)|确保|推动|助力|以[^“]{1,6}促")
_WORD = re.compile(r"\w")
_REGION = "省市县区州镇盟旗"
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
    return words >= 3 and text.count("，") + text.count(",") <= 2


def candidates(lines: Sequence[Line], pairs: set[str]) -> list[bool]:
    """Which lines may be (part of) a headline or a sub-head, by shape, width and neighbours.

    `pairs` are the character pairs that the page prints often: a line that ends with the first
    half of one, before a line that begins with the other, is no headline.
    """
    shape = [shaped(line) for line in lines]
    above = _above_starts(lines, shape)
    indented = _indented(lines)
    found = [False] * len(lines)
    for at, line in enumerate(lines):
        if not shape[at]:
            continue
        before = lines[at - 1] if at else None
        open_before = before is not None and not (before.ends or before.byline or found[at - 1])
        if line.mark:
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


def runs_on(line: Line, below: Line, pairs: set[str]) -> bool:
    """Whether the sentence of a line goes on in the line below it."""
    if below.lead or below.byline:
        return False
    start = below.text[:6].replace(" ", "")
    if start[:1] in "，。、；：,;!?！？）)》”":
        return True
    if _STUB.match(start) and not _OPENER.match(start):
        return True
    pair = line.text[-1] + start[:1]
    return pair in pairs and pair.isalpha()


def _balanced(text: str) -> bool:
    """Whether every quotation and bracket of a text that opens closes."""
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
    odd = line.full < line.column - 3.2 or line.width > line.column + 1.5
    last = at + 1 == len(lines)
    commas = line.text.count("，") + line.text.count("、") + line.text.count(",")
    if open_before:
        return odd and line.width >= 6 and not line.ends and not commas
    if odd or line.width > WRAPPED:
        return commas <= 3
    return (above or last) and commas <= (2 if line.text.endswith("—") else 0)


def _indented(lines: Sequence[Line]) -> bool:
    """Whether the first lines of this print's paragraphs are narrower: their indent was lost."""
    firsts = [
        line
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
        if _short_last(above) and not line.ends and _inked(below) >= below.column - 1.2
    ]
    narrow = sum(_first_of_paragraph(line) for line in firsts)
    return len(firsts) >= 2 and narrow >= 0.6 * len(firsts)


def _inked(line: Line) -> float:
    """A line's width without the stop that may hang over the measure."""
    return line.width - (line.text[-1] in "，。、；：！？”）》")


def _short_last(line: Line) -> bool:
    return line.ends and line.width < line.column - 1.2


def _first_of_paragraph(line: Line) -> bool:
    return line.column - 3.2 <= _inked(line) <= line.column - 1.4


def _against_indent(lines: Sequence[Line], at: int, follows: bool) -> bool:
    """A line as wide as the column where a paragraph's first line would be narrower."""
    line = lines[at]
    if at and not (follows or _short_last(lines[at - 1]) or lines[at - 1].closes):
        return False
    if re.search("[，、,]", line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
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


@dataclass(slots=True)
class Group:
    """Headline lines that stand together, between piece `before` and piece `before + 1`."""

    lines: list[Line]
    before: int
    split: int = 0
    """How many of the lines belong to the piece before them."""


def assign(groups: Sequence[Group], topics: Topics, wants: Sequence[float], ahead: float) -> None:
    """Split every group between the pieces on its two sides, the best way over the whole page.

    `wants[piece]` is what a headline is worth to a piece; `ahead` is what the page's manner says
    (positive: headlines stand before their articles).
    """
    trail: list[dict[bool, tuple[float, int, bool]]] = []
    states = {False: 0.0}
    for at, group in enumerate(groups):
        if at and group.before != groups[at - 1].before + 1:
            # a piece without lines between: whether the one before got a headline is past
            best = max(states.values())
            trail.append({False: (best, -1, max(states, key=lambda s: states[s]))})
            states = {False: best}
        scores = _line_scores(group, topics, ahead)
        step: dict[bool, tuple[float, int, bool]] = {}
        for had, so_far in states.items():
            for split in range(len(group.lines) + 1):
                value = so_far + _value(group, scores, split, had, wants)
                gives = split < len(group.lines)
                if gives not in step or value > step[gives][0]:
                    step[gives] = (value, split, had)
        trail.append(step)
        states = {gives: entry[0] for gives, entry in step.items()}
    state = max(states, key=lambda s: states[s])
    left = list(groups)
    for step in reversed(trail):
        _, split, state = step[state]
        if split >= 0:
            left.pop().split = split


def _line_scores(group: Group, topics: Topics, ahead: float) -> list[tuple[float, float]]:
    """For each line, how well it fits the piece before and the piece after."""
    last = len(topics.sets) - 1
    scores = []
    for line in group.lines:
        pairs = grams(line.text)
        before = topics.overlap(pairs, group.before) if group.before >= 0 else -9.0
        after = topics.overlap(pairs, group.before + 1) if group.before < last else -9.0
        scores.append((before, after + ahead))
    return scores


def _value(
    group: Group, scores: list[tuple[float, float]], split: int, had: bool, wants: Sequence[float]
) -> float:
    """What a split is worth: its lines' words, and headlines for pieces that have none."""
    value = sum(score[0] for score in scores[:split]) + sum(score[1] for score in scores[split:])
    if group.before >= 0:
        if split and not had:
            value += wants[group.before]
        elif split:
            value -= 0.35
    if split < len(group.lines) and group.before + 1 < len(wants):
        value += wants[group.before + 1]
    if 0 < split < len(group.lines) and group.lines[split].text.startswith("—"):
        value -= 1.0
    if 0 < split < len(group.lines) and group.lines[split - 1].text.endswith("—"):
        value -= 1.0
    return value


def main_title(head: Sequence[Line], lead: str) -> list[Line]:
    """The main headline among an article's headline lines; the others are kickers and sub-titles."""
    marked = [line for line in head if line.mark]
    if marked and len(marked) < len(head):
        level = min(line.mark for line in marked)
        return [line for line in marked if line.mark == level][-1:]
    if marked and len({line.mark for line in marked}) > 1:
        level = min(line.mark for line in marked)
        return [line for line in marked if line.mark == level]
    rest = [line for line in head if not line.text.startswith(("—", "–", "-"))]
    if len(rest) > 1:
        rest = [line for line in rest if not _KICKER_END.search(line.text)] or rest[-1:]
    if len(rest) < 2:
        return rest or list(head[:1])
    if _wraps(rest[-2], rest[-1]):
        return rest[-2:]
    if len(rest) == 2 and _names_place(rest[1], lead) and not _names_place(rest[0], lead):
        return rest[:1]
    return rest[-1:]


def _wraps(first: Line, second: Line) -> bool:
    """Whether two lines are one headline: a quotation that opens in one closes in the other."""
    for opening, closing in ("“”", "《》", "（）", "「」", "『』"):
        left = first.text.count(opening) - first.text.count(closing)
        right = second.text.count(closing) - second.text.count(opening)
        if left == right == 1:
            return True
    return bool(_HANGS.search(first.text) or _LEANS.match(second.text))


def _names_place(line: Line, lead: str) -> bool:
    """Whether a line begins with the place or the house that the lead names in full."""
    for size in (2, 3, 4):
        start = line.text[:size]
        if any(start + region in lead for region in _REGION):
            return True
        if start[-1:] in _REGION and start in lead:
            return True
    return line.text[:6] in lead and len(line.text) > 6


def split_kicker(line: Line) -> list[Line]:
    """A kicker and a headline that share a line, apart."""
    match = _KICKER_SPLIT.search(line.text)
    if not match or match.start() < 6 or len(line.text) - match.end() < 6:
        return [line]
    first = Line(line.start, line.text[: match.end()].rstrip(), line.mark)
    rest = Line(line.start + match.end(), line.text[match.end() :], line.mark)
    for part in (first, rest):
        part.width, part.column = len(part.text), line.column
    return [first, rest]
