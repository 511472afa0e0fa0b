"""The nouns of the index: encoder, filters, hits.

Knows articles and passages; knows nothing of questions, answers or generators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

from corpus.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Matrix: TypeAlias = "NDArray[np.float32]"


class Encoder(Protocol):
    """Text to unit vectors. Queries and passages are encoded differently by most models."""

    @property
    def fingerprint(self) -> str:
        """Changes when weights, pooling, prefixes or precision change."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One row a query, float32, unit length."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One row a passage, float32, unit length."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. Higher scores are better everywhere."""

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    """What each leg of the search gave: {"dense": …, "lexical": …}."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. An empty field limits nothing."""

    date_from: str = ""
    date_to: str = ""
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
