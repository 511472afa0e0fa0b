"""Negation, plans and quantifiers: whether what the sentence says is turned or narrowed alike.

For each stretch that sentence and source share, what it is subject to in the one is compared with
what it is subject to in the other. Knows markers; nothing of numbers or names.
"""

from __future__ import annotations

from collections.abc import Iterator

from qa.claims.findings import Pair, Problem, Weight, shown
from qa.claims.markers import Marker, before
from qa.claims.tiles import Change, Tile
from qa.claims.words import light, stem

_NARROWING = {Marker.SOME, Marker.MOST, Marker.FEW}
_AHEAD = {Marker.PLAN, Marker.FUTURE}
_CLAIMED = {Marker.ALL, Marker.MOST, Marker.FEW, Marker.SOME, Marker.ONLY, Marker.SUPERLATIVE}


def turning_problems(pair: Pair) -> Iterator[Problem]:
    """Where the sentence denies, plans or generalises and the source does not, or the reverse."""
    images = _images(pair)
    used = set(images.values())
    linked = {change.said[1] for change in pair.changes}
    for tile in pair.tiles:
        words = any(len(token.key) > 1 for token in pair.said[tile.at : tile.end])
        if tile.length >= (2 if words else 3) or tile.at in linked or len(pair.tiles) == 1:
            yield from _before_tile(pair, tile, images, used)
    for change in pair.changes:
        yield from _small_change(pair, change)
    yield from _unmatched(pair, images)


def _images(pair: Pair) -> dict[int, int]:
    """Each marker of the sentence that was taken from a marker of the source, and from which."""
    images = {}
    for tile in pair.tiles:
        for step in range(tile.length if tile.length >= 2 else 0):
            if tile.at + step in pair.said_markers and tile.place + step in pair.printed_markers:
                images[tile.at + step] = tile.place + step
    return images


def _before_tile(
    pair: Pair, tile: Tile, images: dict[int, int], used: set[int]
) -> Iterator[Problem]:
    clause = pair.printed[tile.place].clause
    said = before(pair.said, pair.said_markers, tile.at)
    said = {
        at: marker
        for at, marker in said.items()
        if at not in images or pair.printed[images[at]].clause != clause
    }
    printed = before(pair.printed, pair.printed_markers, tile.place)
    printed = {at: marker for at, marker in printed.items() if at not in used}
    word = shown(pair.said[tile.at : min(tile.end, tile.at + 6)])
    if _denials(said) % 2 != _denials(printed) % 2:
        yield Problem(Weight.CONTRADICTED, f"{word}: one denies it, the other does not")
    here = _in_clause(pair, tile, of_source=False)
    if Marker.PLAN in printed.values() and not here & _AHEAD:
        yield Problem(Weight.UNSUPPORTED, f"{word}: a plan in the source")
    there = _in_clause(pair, tile, of_source=True)
    if (
        Marker.FUTURE in printed.values()
        and not here & _AHEAD
        and Marker.DONE in here
        and Marker.DONE not in there
    ):
        yield Problem(Weight.UNSUPPORTED, f"{word}: still to come in the source")
    for marker in _NARROWING & set(printed.values()):
        if not here & _NARROWING:
            all_of = Marker.ALL in here
            weight = Weight.CONTRADICTED if all_of else Weight.UNSUPPORTED
            yield Problem(weight, f"{word}: only {marker} in the source")


def _small_change(pair: Pair, change: Change) -> Iterator[Problem]:
    """A denial put in or taken out, with hardly a word beside it."""
    rows = (pair.said, pair.printed)
    spans = _trimmed(pair, change)
    if max(map(len, spans)) > 3 or not all(
        at in markers or light(tokens[at].key)
        for tokens, span, markers in zip(
            rows, spans, (pair.said_markers, pair.printed_markers), strict=True
        )
        for at in span
    ):
        return
    said = {at: pair.said_markers[at] for at in spans[0] if at in pair.said_markers}
    printed = {at: pair.printed_markers[at] for at in spans[1] if at in pair.printed_markers}
    if _denials(said) % 2 != _denials(printed) % 2:
        word = shown(pair.said[change.said[0] : change.said[1] + 3])
        yield Problem(Weight.CONTRADICTED, f"{word}: one denies it, the other does not")


def _trimmed(pair: Pair, change: Change) -> tuple[range, range]:
    """The change without the tokens that both sides begin or end with."""
    (start, end), (place, place_end) = change.said, change.printed
    while start < end and place < place_end and _alike(pair, start, place):
        start, place = start + 1, place + 1
    while start < end and place < place_end and _alike(pair, end - 1, place_end - 1):
        end, place_end = end - 1, place_end - 1
    return range(start, end), range(place, place_end)


def _alike(pair: Pair, at: int, place: int) -> bool:
    """Whether two tokens are one word, inflected or not."""
    return stem(pair.said[at].key) == stem(pair.printed[place].key)


def _denials(markers: dict[int, Marker]) -> int:
    """How many words deny; the characters of one word count once."""
    places = [at for at, marker in markers.items() if marker is Marker.NOT]
    return sum(at - 1 not in places for at in places)


def _in_clause(pair: Pair, tile: Tile, *, of_source: bool) -> set[Marker]:
    tokens = pair.printed if of_source else pair.said
    markers = pair.printed_markers if of_source else pair.said_markers
    clause = tokens[tile.place if of_source else tile.at].clause
    return {marker for at, marker in markers.items() if tokens[at].clause == clause}


def _unmatched(pair: Pair, images: dict[int, int]) -> Iterator[Problem]:
    """Quantifiers, plans and denials of the sentence that the source has not."""
    clauses = pair.clauses()
    there = {
        marker for at, marker in pair.printed_markers.items() if pair.printed[at].clause in clauses
    }
    for at, marker in pair.said_markers.items():
        if at in images or marker in there:
            continue
        word = pair.said[at].text
        if marker in _CLAIMED:
            turned = marker is Marker.ALL and there & _NARROWING
            weight = Weight.CONTRADICTED if turned else Weight.UNSUPPORTED
            yield Problem(weight, f"{word}: the source does not say {marker}")
        elif marker is Marker.PLAN and Marker.FUTURE not in there:
            yield Problem(Weight.UNSUPPORTED, f"{word}: no plan in the source")
        elif marker is Marker.NOT:
            yield Problem(Weight.CONTRADICTED, f"{word}: the source does not deny it")
