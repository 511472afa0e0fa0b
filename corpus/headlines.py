"""Headlines: which article each belongs to, and which line is the main one.

A line may be a headline by its shape and its place. Whose it is, the words decide: a headline's
words occur in its own article, which may stand before it, after it, or around it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.lines import CONTINUED, LEAD, Line, is_name
from corpus.shapes import names_box
from corpus.topic import Topics, grams

_KICKER_END = re.compile(r"(?:——|—|强调|指出|要求|表示|：|:)$")
_KICKER_SPLIT = re.compile(r"(?:——|强调|指出|要求)[ 　]+(?=\S{6,})")
_HANGS = re.compile(
    r"(?:的|和|与|及|在|为|关于|公司|集团|工会|委员会|大学|医院|中心|全会|会议|总书记|开展|推进|推动|举办|启动"
    r"|打造|助力|实施|加强|深化|荣获|获评|入选)$"
)
_LEANS = re.compile(
    r"[让使把将向促助的和与及却才]|怎么|如何|何时|何以|为何|能否|该不该|关于|为(?!何|什)|确保|推动|助力|以[^“]{1,6}促"
)
_DECIDES = re.compile(r"(?:决定|决议|意见|通知|办法|条例|讲话|报告|公报|方案|规定|倡议)(?:书)?$")
_DASHES = ("—", "–", "-")
_TWINS = re.compile(r"^\S{3,12}(?:[ \u3000]+\S{3,12})+$")
"""Phrases side by side: they comment on a headline that is one phrase."""
_OCCASION = re.compile(
    r"(?:回访|采访记|见闻|侧记|纪实|纪事|综述|系列报道|[开闭]幕|举行|召开|之[一二三四五六七八九十])$"
)
_PHRASE = re.compile(r"[^\W\d_]\W*[^\W\d_]")
NAME = 7
UNSAID = 0.25
STUMP = 5.5
NARROW = 16
"""Two lines no longer than this together are too short to be two headlines."""
_HOUSE = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:公司|集团|[厂矿校局站港]|医院|学院|工会|街道|社区|煤矿|中心|大学|法院|协会)"
)
_REGION = "省市县区州镇盟旗"


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
    value -= sum(names_box(line.text) for line in group.lines[:split])
    if split < len(group.lines) and group.before + 1 < len(wants):
        value += wants[group.before + 1]
    if 0 < split < len(group.lines) and group.lines[split].text.startswith("—"):
        value -= 1.0
    if 0 < split < len(group.lines) and _one_headline(*group.lines[split - 1 : split + 1]):
        value -= 1.0
    return value


def _one_headline(first: Line, second: Line) -> bool:
    return first.text.endswith("—") or _wraps(first, second)


def main_title(head: Sequence[Line], lead: str) -> list[Line]:
    """The main headline among an article's headline lines; the others are kickers, sub-titles.

    Where nothing singles out a line, all that may be it: a whole headline is never the wrong one.
    """
    head = [line for line in head if _says_something(line)] or list(head[-1:])
    marked = [line for line in head if line.mark]
    if marked and len(marked) < len(head):
        level = min(line.mark for line in marked)
        return [line for line in marked if line.mark == level][-1:]
    if marked and len({line.mark for line in marked}) > 1:
        level = min(line.mark for line in marked)
        return [line for line in marked if line.mark == level]
    dashed = next((at for at, line in enumerate(head) if line.text.startswith(_DASHES)), 0)
    if dashed:
        return _decks(head[:dashed])[-1]
    rest = [line for line in head if not line.text.startswith(_DASHES)]
    if len(rest) > 1:
        rest = [line for line in rest if not _KICKER_END.search(line.text)] or rest[-1:]
    decks = _decks(rest) if rest else [list(head[:1])]
    if len(decks) > 2:
        return decks[-2]
    if len(decks) < 2:
        return decks[0]
    first, second = decks
    if _TWINS.search(first[-1].text) or _OCCASION.search(first[-1].text):
        return second
    if _TWINS.search(second[0].text):
        return first
    if first[-1].text[-1] in "？?" or (_names(first[0], lead) and not _names(second[0], lead)):
        # who and where, or a question, lead up to the headline
        return second
    return first + second


def _says_something(line: Line) -> bool:
    """Whether a line is more than a figure set large, a writer's name or that of a box."""
    return (
        not names_box(line.text)
        and bool(_PHRASE.search(line.text))
        and not (line.width <= 5 and is_name(line.text))
    )


def names_a_picture(line: Line, head: Sequence[Line], overlaps: Sequence[float]) -> bool:
    """Whether a line below a photo's caption is the photo's name, and no part of a headline.

    It is a phrase that no article near it has a word of, and there is a headline without it.
    """
    at = next(place for place, other in enumerate(head) if other is line)
    alone = len(head) == 1 or any(other.text.startswith(_DASHES) for other in head[at + 1 : at + 2])
    return not alone and line.width <= NAME and max(overlaps, default=0.0) < UNSAID


def inside_title(
    body: Sequence[Line], broken: Sequence[Line], apart: Collection[int]
) -> list[Line]:
    """The headline that stands inside its own article: where a sentence is broken by it, or alone.

    One line between two paragraphs of an article without headline is its headline; of several,
    none is known to be more than a sub-head.
    """
    inner = list(broken)
    if not inner and len(apart) == 1 and not CONTINUED.match(body[0].text[:40]):
        inner = [line for line in body[3:-1] if line.start in apart]
    best = max(inner, key=lambda line: (line.mark > 0, line.width), default=None)
    return [best] if best and best.width >= 8 and not LEAD.match(best.text) else []


def _decks(lines: Sequence[Line]) -> list[list[Line]]:
    """Headline lines as decks: the lines that one headline was wrapped over stand together."""
    decks = [[lines[0]]]
    for line in lines[1:]:
        if _wraps(decks[-1][-1], line):
            decks[-1].append(line)
        else:
            decks.append([line])
    return decks


def _wraps(first: Line, second: Line) -> bool:
    """Whether two lines are one headline: the first has no end, or the second no beginning."""
    for opening, closing in ("“”", "《》", "（）", "「」", "『』"):
        left = first.text.count(opening) - first.text.count(closing)
        right = second.text.count(closing) - second.text.count(opening)
        if left == right == 1:
            return True
    if first.text[-1] in "，,":
        return True
    if first.text.startswith("关于") and _DECIDES.search(second.text):
        return True
    if _HANGS.search(first.text) or _LEANS.match(second.text):
        return True
    if first.text[-1] in "？！?!" or _TWINS.search(first.text + second.text):
        return False
    return second.width <= STUMP or first.width + second.width <= NARROW


def _names(line: Line, lead: str) -> bool:
    """Whether a line begins with the place or the house that the lead names in full."""
    for size in (2, 3, 4):
        start = line.text[:size]
        if start.endswith("小区"):
            continue
        if any(start + region in lead for region in _REGION):
            return True
        if start[-1:] in _REGION and start in lead:
            return True
    house = _HOUSE.match(line.text)
    return house is not None and house[0] in lead


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
