"""Roles: whether what does a thing in the source has become what it is done to.

Every word may stand in the source and yet the sentence be wrong: `the union asked the company` told
as `the company asked the union`. Where two parties have changed places round the same words, and no
`by`, `被` or other small word says that the sentence merely turned them, it is not the source's
statement. Knows stretches and their order; nothing of grammar, numbers or names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.claims.findings import Pair, Problem, Weight, shown
from qa.claims.tiles import Tile
from qa.claims.tokens import Token
from qa.claims.words import light

_NEAR = 2
"""Tokens between a party and the words that it changed places round."""
_FEW = 2
"""How much these words have to say: `and` joins in any order."""
_TURNING = frozenset("被由受遭给向于以在从自对为是让叫") | frozenset(
    ["by", "to", "from", "for", "of", "in", "with", "is", "was", "are", "were", "been", "being"]
)
"""Small words by which a sentence can put what is done before who does it."""


def role_problems(pair: Pair) -> Iterator[Problem]:
    """Where two parties have changed places round what the source says of them."""
    tiles = [tile for tile in pair.tiles if _says(pair.said, tile.at, tile.end) > 0]
    for number in range(1, len(tiles) - 1):
        first, middle = tiles[number - 1], tiles[number]
        if _says(pair.said, middle.at, middle.end) < _FEW or not _follows(pair, first, middle):
            continue
        for last in tiles[number + 1 :]:
            if _precedes_in_source(pair, last, middle) and not _turned(pair, first, middle, last):
                one, other = _words(pair, first), _words(pair, last)
                yield Problem(Weight.UNSUPPORTED, f"{one} stands where the source has {other}")
                return


def _says(tokens: Sequence[Token], start: int, end: int) -> int:
    """How much these tokens say: a spaced word as much as two ideographs."""
    return sum(
        min(len(token.key), 2)
        for token in tokens[start:end]
        if not (light(token.key) or token.is_value)
    )


def _follows(pair: Pair, first: Tile, middle: Tile) -> bool:
    """Whether the middle comes right after the first here, and before it in the source."""
    near = middle.at - first.end <= _NEAR
    same = pair.said[first.end - 1].clause == pair.said[middle.at].clause
    return near and same and first.place >= middle.place_end


def _precedes_in_source(pair: Pair, last: Tile, middle: Tile) -> bool:
    """Whether the last stands right before the middle in the source."""
    near = 0 <= middle.place - last.place_end <= _NEAR
    return near and pair.printed[last.place_end - 1].clause == pair.printed[middle.place].clause


def _turned(pair: Pair, first: Tile, middle: Tile, last: Tile) -> bool:
    """Whether a small word of the sentence's own says who does it and to whom."""
    between = [*range(first.end, middle.at), *range(middle.end, last.at)]
    inside = {at for tile in pair.tiles if tile.length >= 2 for at in range(tile.at, tile.end)}
    return any(pair.said[at].key in _TURNING for at in between if at not in inside)


def _words(pair: Pair, tile: Tile) -> str:
    return shown(pair.said[tile.at : min(tile.end, tile.at + 6)])
