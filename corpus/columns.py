"""Two columns that extraction read across, line by line, become two columns again.

Two leads on neighbouring lines are the sign: no article is one line long. How far the columns run
side by side, the character pairs at the line ends say. Knows lines; knows nothing of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from corpus.lines import UNWRAPPED, Line

LEAST = 6
"""Lines: fewer than this side by side are left as they are."""
ENDS = 2.0
"""What a finished last line of the shorter column is worth, in joints."""


def untangle(lines: list[Line]) -> list[Line]:
    """The lines with columns that were read across set one below the other."""
    if not any(_abreast(lines, at) for at in range(len(lines))):
        return lines
    text = "\n".join(line.text for line in lines)
    pairs = set(map(add, text, text[1:]))
    out: list[Line] = []
    at = 0
    while at < len(lines):
        if not _abreast(lines, at):
            out.append(lines[at])
            at += 1
            continue
        last = _next_start(lines, at + 2)
        shared = _shared(lines[at:last], pairs)
        left, right = lines[at : at + shared : 2], lines[at + 1 : at + shared : 2]
        rest = lines[at + shared : last]
        if shared and rest and not left[-1].short_last:
            out += [*left, *rest, *right]
        else:
            out += [*left, *right, *rest]
        at = last
    return out


def _abreast(lines: Sequence[Line], at: int) -> bool:
    """Whether two leads (or a lead and a byline) are neighbours, the first of them unfinished."""
    if at + LEAST > len(lines):
        return False
    one, two = lines[at], lines[at + 1]
    narrow = one.column < UNWRAPPED and one.width <= 45 and two.width <= 45
    wide = one.width >= one.column - 3.2
    full = wide and two.width >= two.column - 3.2
    signed = one.lead and two.byline and not two.ends and one.text[-1] not in "）)"
    return narrow and not one.ends and ((full and one.lead and two.lead) or (signed and wide))


def _next_start(lines: Sequence[Line], low: int) -> int:
    """The next lead, or the end."""
    at = low
    while at < len(lines) and not (lines[at].lead or lines[at].mark):
        at += 1
    return at


def _shared(lines: Sequence[Line], pairs: set[str]) -> int:
    """How many of the lines stand side by side: where the joints across beat those in order."""
    best, best_at = 1.0, 0
    score = 0.0
    for at in range(2, len(lines)):
        score += _joint(lines[at - 2], lines[at], pairs) - _joint(lines[at - 1], lines[at], pairs)
        done = ENDS if lines[at].short_last or at + 1 == len(lines) else 0.0
        if at + 1 >= LEAST and score + done >= best:
            best, best_at = score + done, at + 1
    return best_at


def _joint(above: Line, below: Line, pairs: set[str]) -> float:
    """How surely the sentence of one line goes on in another."""
    if above.ends:
        return 0.0
    if below.text[0] in "，。、；：！？”）》":
        return 1.0
    return 1.0 if above.text[-1] + below.text[0] in pairs else 0.0
