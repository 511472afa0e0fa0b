"""How much two pieces of print are about the same thing: shared pairs of characters, rare first.

A headline's words occur in its own article, and a new article brings new names. Knows only text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import add

_SKIP = re.compile(r"[\W_]+")


def grams(text: str) -> set[str]:
    """The character pairs of a text, spaces and punctuation left out."""
    bare = _SKIP.sub("", text)
    return set(map(add, bare, bare[1:]))


class Topics:
    """The pieces of a page, and how rare each pair of characters is among them."""

    def __init__(self, pieces: Sequence[str | set[str]]) -> None:
        self.sets = [grams(piece) if isinstance(piece, str) else piece for piece in pieces]
        count: Counter[str] = Counter()
        for found in self.sets:
            count.update(found)
        self._count = count
        total = len(pieces) + 1
        self._says = [math.log(total / (times or 0.7)) + 0.1 for times in range(total)]

    def weight(self, pairs: Iterable[str]) -> float:
        """How much a set of pairs says: a pair that is everywhere says nothing."""
        # exact, because the order of a set is not the same in every process
        return math.fsum(map(self._says.__getitem__, map(self._count.__getitem__, pairs)))

    def overlap(self, line: set[str], piece: int) -> float:
        """The share of a line's pairs, by weight, that a piece holds."""
        whole = self.weight(line)
        return self.weight(line & self.sets[piece]) / whole if whole else 0.0

    def cohesion(self, first: int, second: int) -> float:
        """The share of the smaller of two pieces that the other one holds, by weight."""
        one, two = self.sets[first], self.sets[second]
        small = min(self.weight(one), self.weight(two))
        return self.weight(one & two) / small if small else 0.0

    def bond(self, first: int, second: int) -> float:
        """How many pairs of characters two pieces share that no third piece has, by their sizes."""
        one, two = self.sets[first], self.sets[second]
        own = sum(self._count[pair] == 2 for pair in one & two)
        return own / math.sqrt(len(one) * len(two) + 1)
