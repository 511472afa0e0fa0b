"""Causes: whether what came first in the source also comes first in the sentence.

`A, so B` and `B, because of A` say the same; `B, so A` says the reverse with the very same words.
Both texts are cut at the one word that joins them in time or by reason, and what is on either side
is compared. Where a text has no such word, or several, nothing is said. Knows the joining words of
Chinese and English; nothing of numbers or names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.claims.findings import Pair, Problem, Weight
from qa.claims.tokens import Token
from qa.claims.words import light

_ENOUGH = 2
"""Shared tokens that have to have changed sides, each way."""
_MARGIN = 2
"""So many times more of them must have changed sides than stayed."""
_JOINT = re.compile(
    r"(?P<then>因此|因而|于是|随后|随即|此后)|(?P<so>导致|致使|使得|以致|从而)"
    r"|(?P<because>因为|由于)|(?P<once>之后|以后|后)|(?P<until>之前|以前)"
)
_SPACED = {
    "therefore": "then",
    "thus": "then",
    "because": "because",
    "after": "because",
    "before": "unless",
}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The places of what came first, and of what followed."""

    first: range
    then: range

    def of(self, place: int) -> int:
        """0 for what came first, 1 for what followed."""
        return 0 if place in self.first else 1


def cause_problems(pair: Pair) -> Iterator[Problem]:
    """Where cause and effect, or earlier and later, have changed places."""
    said, printed = _sides(pair.said), _sides(pair.printed)
    if said is None or printed is None:
        return
    moved = {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 0}
    for tile in pair.tiles:
        for step in range(tile.length):
            if not light(pair.said[tile.at + step].key):
                moved[said.of(tile.at + step), printed.of(tile.place + step)] += 1
    crossed, stayed = (moved[0, 1], moved[1, 0]), moved[0, 0] + moved[1, 1]
    if min(crossed) >= _ENOUGH and sum(crossed) >= _MARGIN * stayed:
        yield Problem(Weight.CONTRADICTED, "the source has it the other way round")


def _sides(tokens: Sequence[Token]) -> _Sides | None:
    """The text cut at the one word that joins it, or None where there is none, or more."""
    row = "".join(token.key if len(token.key) == 1 else "\ue000" for token in tokens)
    joints = [
        (str(found.lastgroup), found.start(), found.end())
        for found in _JOINT.finditer(row)
        if (found["once"] is None and found["until"] is None) or _ends_clause(tokens, found.end())
    ]
    joints += [
        (_SPACED[token.key], at, at + 1) for at, token in enumerate(tokens) if token.key in _SPACED
    ]
    return _cut(tokens, *joints[0]) if len(joints) == 1 else None


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].clause != tokens[at - 1].clause


def _cut(tokens: Sequence[Token], kind: str, start: int, end: int) -> _Sides | None:
    """What came first and what followed, for a joining word of this kind."""
    opening = next(at for at in range(len(tokens)) if tokens[at].clause == tokens[start].clause)
    ending = next((at for at in range(end, len(tokens)) if _ends_clause(tokens, at)), len(tokens))
    before, after = range(start), range(end, len(tokens))
    match kind:
        case "then":
            before, after = range(opening), range(opening, len(tokens))
        case "because" | "unless" if start <= 1:
            before, after = range(end, ending), range(ending, len(tokens))
        case "because" | "unless":
            before, after = after, before
    if kind in ("until", "unless"):
        before, after = after, before
    return _Sides(before, after) if before and after else None
