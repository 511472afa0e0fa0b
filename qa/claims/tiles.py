"""Which stretch of a source each stretch of a sentence was taken from.

The sentence is cut greedily into the longest stretches that stand in the source, at any place and in
any order, in the manner of a compressor. Between two stretches that follow each other in both lie
the differences: what was put in, left out, or put in the place of something else. Knows rows of
tokens; nothing of what they mean.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.claims.tokens import Token

_PLACES = 48
"""Places of a pair of tokens that are tried: a text that repeats one pair for ever ends here."""
_EDGE = 6
"""Tokens before the first stretch, or after the last, that are compared with the source's."""
_GAP = 12
"""Tokens between two stretches that still belong together."""


@dataclass(frozen=True, slots=True)
class Tile:
    """`sentence[at:at+length]` is `source[place:place+length]`."""

    at: int
    place: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.at + self.length

    @property
    def place_end(self) -> int:
        """Where it ends in the source."""
        return self.place + self.length


@dataclass(frozen=True, slots=True)
class Change:
    """Where the sentence has `said`, the source has `printed`, between the same neighbours."""

    said: tuple[int, int]
    printed: tuple[int, int]
    left: int
    """Tokens that agree before it."""
    right: int


def tiles_of(sentence: Sequence[Token], source: Sequence[Token]) -> list[Tile]:
    """The longest stretches of the sentence that stand in the source, from left to right."""
    places = _index(source)
    tiles: list[Tile] = []
    at = 0
    while at < len(sentence):
        after = tiles[-1].place_end if tiles else 0
        best = _longest(sentence, source, at, places, after)
        if best is None:
            at += 1
            continue
        tiles.append(best)
        at = best.end
    return tiles


def _index(source: Sequence[Token]) -> dict[str, list[int]]:
    """Where each pair of tokens, and each value alone, stands."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(source):
        following = source[at + 1].key if at + 1 < len(source) else ""
        for key in (f"{token.key}\t{following}", token.key):
            if "\t" in key or token.is_value or len(token.key) > 1:
                known = places.setdefault(key, [])
                if len(known) < _PLACES:
                    known.append(at)
    return places


def _longest(
    sentence: Sequence[Token],
    source: Sequence[Token],
    at: int,
    places: dict[str, list[int]],
    after: int,
) -> Tile | None:
    token = sentence[at]
    following = sentence[at + 1].key if at + 1 < len(sentence) else ""
    candidates = places.get(f"{token.key}\t{following}", []) if following else []
    candidates = candidates or places.get(token.key, [])
    best: Tile | None = None
    for place in candidates:
        length = _common(sentence, source, at, place)
        if best is None or (length, -abs(place - after)) > (best.length, -abs(best.place - after)):
            best = Tile(at, place, length)
    return best


def _common(sentence: Sequence[Token], source: Sequence[Token], at: int, place: int) -> int:
    longest = min(len(sentence) - at, len(source) - place)
    length = 1
    while length < longest and sentence[at + length].key == source[place + length].key:
        length += 1
    return length


def changes_of(
    tiles: Sequence[Tile], sentence: Sequence[Token], source: Sequence[Token]
) -> list[Change]:
    """The differences between stretches that follow each other in sentence and source alike.

    Stretches between them that come from elsewhere in the source are part of what was changed.
    """
    changes = []
    # A number alone is found anywhere: it shows where it was taken from only with a neighbour.
    tiles = [tile for tile in tiles if tile.length >= 2]
    for number, first in enumerate(tiles):
        for second in tiles[number + 1 : number + 6]:
            said = (first.end, second.at)
            printed = (first.place_end, second.place)
            if said[1] - said[0] > _GAP:
                break
            if 0 <= printed[1] - printed[0] <= _GAP:
                changes.append(Change(said, printed, first.length, second.length))
                break
    changes += _edges(tiles, sentence, source)
    return [change for change in changes if change.said[0] < change.said[1] or _wide(change)]


def _wide(change: Change) -> bool:
    return change.printed[0] < change.printed[1]


def _edges(
    tiles: Sequence[Tile], sentence: Sequence[Token], source: Sequence[Token]
) -> list[Change]:
    """What the sentence begins and ends with, against what stands there in the source's clause."""
    edges = []
    first = _outermost(tiles[:3], lambda tile, other: other.place > tile.place)
    if first and 0 < first.at <= _EDGE:
        start = _clause_start(source, first.place)
        said = max(0, _clause_start(sentence, first.at))
        edges.append(Change((said, first.at), (start, first.place), 0, first.length))
    last = _outermost(tiles[:-4:-1], lambda tile, other: other.place < tile.place)
    if last and 0 < len(sentence) - last.end <= _EDGE:
        end = _clause_end(source, last.place_end)
        said = _clause_end(sentence, last.end)
        edges.append(Change((last.end, said), (last.place_end, end), last.length, 0))
    return edges


def _outermost(tiles: Sequence[Tile], fetched: Callable[[Tile, Tile], bool]) -> Tile | None:
    """The stretch where the sentence's own order begins: those outside it came from further in."""
    found = None
    for number, tile in enumerate(tiles):
        if all(fetched(tile, other) for other in tiles[:number]):
            found = tile
    return found


def _clause_start(source: Sequence[Token], place: int) -> int:
    start = place
    while start > 0 and source[start - 1].clause == source[place].clause:
        start -= 1
    return start


def _clause_end(source: Sequence[Token], place: int) -> int:
    if place == 0:
        return 0
    clause = source[place - 1].clause
    end = place
    while end < len(source) and source[end].clause == clause:
        end += 1
    return end
