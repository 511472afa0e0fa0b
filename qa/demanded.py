"""The nouns of what a question demands, and how strongly a demand can be unmet.

Knows nothing of how demands are found or compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.kinds import Kind
from qa.mentions import Mention

VAGUE, WEAK, LIKELY, CERTAIN = 0.3, 0.5, 0.85, 1.0
"""Worded otherwise, perhaps; missing, perhaps elsewhere; as good as ruled out; ruled out."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What an answer's evidence has to speak of."""

    question: str
    kind: Kind
    years: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    """Months and days: 2月, 3月12日, march."""
    numbers: tuple[str, ...] = ()
    """Numbered things: 第十二届, 二中全会, k210."""
    names: tuple[Mention, ...] = ()
    terms: tuple[str, ...] = ()
    """Other words that say what is asked about."""
    measure: str = ""
    parts: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    """Names in the letters of another language that some of the evidence has in Chinese."""
    strangers: tuple[str, ...] = ()
    """Such names that none of what was found has, as the question writes them."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """Something that the evidence does not speak of: 1 where it rules the answer out."""

    what: str
    strength: float
