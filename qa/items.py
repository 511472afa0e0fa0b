"""How many parallel items a text sets out: A、B和C, quoted names in a row, clauses of one form.

By marks and by the shape of the clauses, without a model. Counts low where the form leaves a doubt.
Knows texts; knows nothing of questions or articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from qa.enumeration import marked
from qa.mentions import is_wide

_QUOTED = r"(?:“[^“”]{1,24}”|「[^「」]{1,24}」|『[^『』]{1,24}』|《[^《》]{1,40}》|\"[^\"]{1,24}\")"
_IN_A_ROW = re.compile(rf"{_QUOTED}(?:[、，,和及与與\s]{{0,2}}{_QUOTED})+")
_CLOSED = re.compile(rf"{_QUOTED}|（[^（）]{{1,40}}）|\([^()]{{1,40}}\)")
_SENTENCE = re.compile(r"[。！？!?\n]+")
_AND = re.compile(r"以及|[和及与與跟]")
_LEAD = re.compile(
    r"包括|包含|涵盖|涵蓋|分别[是为]?|分別[是為]?|主要[有是]|有以下|依次[是为]|即(?=[^将使便可日])|[:：]"
)
_SPACED_AND = re.compile(r",?\s+(?:and|or|&|y|e|o|et|ou|und|oder|и|или)\s+")
_SPACED_STOP = re.compile(r"(?<!\d)[.;:!?](?!\d)|\n|\s[–—-]\s")
_RELATIVE = re.compile(r"(?:who|whose|which|where|when)\b")
_WORDS = 8
"""An item of a list in words has no more; what is longer is a clause of the sentence."""
_ALIKE = 2
"""Characters that clauses of one form begin or end with: one may be chance, two are a word."""
_PHRASE = 4
"""Characters that make words in the middle of two clauses more than a common word."""
_EVEN = 3
"""Items of clauses without a common beginning or end differ in length by no more than this."""
_LONG_CLAUSE = 40


def most(text: str, wanted: int = 0, term: str = "") -> int:
    """The number of items of the longest enumeration in a text; 1 where there is none.

    `wanted` is the number that is looked for, and `term` the name of the enumeration: one in which
    the name is itself an item among others (the “四问”、the “五查”) does not set it out.
    """
    if not is_wide(text):
        return max(marked(text), *map(_spaced, _SPACED_STOP.split(text)))
    found = [1, marked(text)]
    for sentence in filter(None, _SENTENCE.split(text)):
        found.extend(_in_a_row(sentence, term))
        flat = _CLOSED.sub(_blank, sentence)
        for pattern in (r"[，,；;：:]", r"[；;：:]"):
            found.extend(_chained(sentence, flat, pattern, wanted, term))
        found.extend(_clauses(sentence, flat, wanted))
    return max(found)


def _blank(closed: re.Match[str]) -> str:
    """A quotation or bracket of the same length without marks in it: “甲、乙” is one item."""
    return re.sub(r"[、，,；;：:和及与與跟]", "·", closed.group())


def _in_a_row(sentence: str, term: str) -> Iterator[int]:
    for run in _IN_A_ROW.finditer(sentence):
        names = re.findall(_QUOTED, run.group())
        if not _among(names, term):
            yield len(names)


def _chained(sentence: str, flat: str, stop: str, wanted: int, term: str) -> Iterator[int]:
    """A、B和C: what stands between two commas, or, where items have commas, semicolons."""
    start = 0
    for end in (*(found.start() for found in re.finditer(stop, flat)), len(flat)):
        marks = [start, *(start + at for at, c in enumerate(flat[start:end]) if c == "、"), end]
        pieces = [sentence[low:high].lstrip("、") for low, high in pairwise(marks)]
        last = flat[marks[-2] : end]
        if not _among(pieces, term):
            if len(pieces) > 1:
                yield len(pieces) + bool(_AND.search(last, 2))
            elif wanted in (0, 2) and _AND.search(last, 2):
                yield 2
        start = end + 1


def _among(items: Sequence[str], term: str) -> bool:
    """Whether the name of the enumeration ends one of its items, but for the last."""
    return bool(term) and any(item.rstrip('”」』》" ').endswith(term) for item in items[:-1])


def _clauses(sentence: str, flat: str, wanted: int) -> Iterator[int]:
    """Clauses of one form, by what all of them begin or end with, or behind 包括."""
    for mark in ("；;", "，,", "，,、；;"):
        pieces = _split(sentence, flat, mark)
        yield _longest_run(pieces)
    semicolons = _split(sentence, flat, "；;")
    if len(semicolons) > 2:
        yield len(semicolons)
    lead = _LEAD.search(flat)
    if lead and wanted > 1:
        behind = _split(sentence[lead.end() :], flat[lead.end() :], "，,；;")
        lengths = [len(piece) for piece in behind]
        if len(behind) == wanted and max(lengths) <= _EVEN * min(lengths):
            yield wanted


def _split(sentence: str, flat: str, marks: str) -> list[str]:
    ends = [at for at, character in enumerate(flat) if character in marks]
    bounds = pairwise([-1, *ends, len(flat)])
    pieces = (sentence[low + 1 : high].strip() for low, high in bounds)
    return [piece for piece in pieces if piece]


def _longest_run(pieces: Sequence[str]) -> int:
    """Of neighbouring clauses: 抓好甲工作，抓好乙工作; the first may have a lead before it."""
    longest = run = 1
    for at in range(1, len(pieces)):
        run = run + 1 if _of_one_form(pieces[at - 1], pieces[at]) else 1
        longest = max(longest, run)
    return longest


def _of_one_form(one: str, other: str) -> bool:
    if max(len(one), len(other)) > _LONG_CLAUSE:
        return False
    begin, end = common(one, other), common(one[::-1], other[::-1])
    # The first item follows a lead, and the last is followed by 等: one side will do.
    if begin >= _ALIKE or end >= _ALIKE:
        return True
    even = max(len(one), len(other)) <= 2 * min(len(one), len(other))
    return even and (begin == 1 or _share(one, other))


def common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _share(one: str, other: str) -> bool:
    """Whether both have the same words in the middle: 甲队获得一等奖，乙队获得二等奖."""
    pieces = (one[at : at + _PHRASE] for at in range(len(one) - _PHRASE + 1))
    return any(piece in other for piece in pieces)


def _spaced(clause: str) -> int:
    """A, B and C, in languages with spaces."""
    joints = list(_SPACED_AND.finditer(clause))
    best = 1
    for joint in joints:
        before = re.split(r",\s+", clause[: joint.start()])
        items = 2
        for piece in reversed(before[1:]):
            if len(piece.split()) > _WORDS or _RELATIVE.match(piece):
                break
            items += 1
        best = max(best, items)
    return best
