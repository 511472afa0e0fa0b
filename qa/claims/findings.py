"""What comparing a sentence with a source gives: problems, and how much of it the source covers.

Knows rows of tokens and where they agree; each kind of check is a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa.claims.markers import Marker, markers_of
from qa.claims.tiles import Change, Tile, changes_of, tiles_of
from qa.claims.tokens import Day, Token


class Weight(StrEnum):
    """What a problem makes of the sentence."""

    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    UNPROVEN = "unproven"
    """Another word stands for it, which may say the same or not."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the source does not say."""

    weight: Weight
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside a source, and where they agree."""

    said: Sequence[Token]
    printed: Sequence[Token]
    around: Sequence[Token]
    """Headline, date, publication, the other sentences of the article: may supply a name or a year."""  # noqa: E501
    dateline: Sequence[Day]
    """The dates of the headline and the issue: may supply a year."""
    tiles: Sequence[Tile]
    changes: Sequence[Change]
    said_markers: dict[int, Marker]
    printed_markers: dict[int, Marker]

    def tile_at(self, at: int) -> Tile | None:
        """The stretch that this token of the sentence is in."""
        return next((tile for tile in self.tiles if tile.at <= at < tile.end), None)

    def clauses(self) -> set[int]:
        """The clauses of the source that the sentence was taken from."""
        return {
            token.clause
            for tile in self.tiles
            if tile.length >= 2
            for token in self.printed[tile.place : tile.place_end]
        }


def pair_of(
    said: Sequence[Token],
    printed: Sequence[Token],
    around: Sequence[Token] = (),
    dateline: Sequence[Day] = (),
) -> Pair:
    """The sentence laid over the source."""
    tiles = tiles_of(said, printed)
    changes = changes_of(tiles, said, printed)
    return Pair(
        said, printed, around, dateline, tiles, changes, markers_of(said), markers_of(printed)
    )


def row(tokens: Sequence[Token]) -> str:
    """The ideographs of the tokens, one character a token; others are a blank."""
    return "".join(token.key if len(token.key) == 1 else " " for token in tokens)


def shown(tokens: Sequence[Token]) -> str:
    """Tokens for a message."""
    text = ""
    for token in tokens:
        joint = " " if text and text[-1].isascii() and token.text[:1].isascii() else ""
        text += joint + token.text
    return text
