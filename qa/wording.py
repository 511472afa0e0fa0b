"""How many of a question's words a sentence has, each counting the more the fewer passages have it.

The reader goes by meaning and is sometimes drawn to another sentence of the right article; a word
that only one of the passages has is what tells them apart. Knows texts; knows nothing of readers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qa.mentions import contents, is_wide, pieces, plain

SAYS = 1.2
"""How much it speaks for a sentence, in logits, that it has all of the words rather than none."""
USUAL = 0.3
"""The share that says nothing: what answers has as much more often than not."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question's words, or pairs of their characters, and what each counts."""

    wide: bool
    weights: dict[str, float]

    def share(self, sentence: str) -> float:
        """How much of the question's words a sentence has; USUAL where that can say nothing."""
        whole = sum(self.weights.values())
        if not whole or is_wide(sentence) != self.wide:
            return USUAL
        said = plain(sentence)
        return sum(weight for piece, weight in self.weights.items() if piece in said) / whole

    def says(self, sentence: str) -> float:
        """What that speaks for the sentence, in logits."""
        return SAYS * (self.share(sentence) - USUAL)


def wording(question: str, passages: Iterable[str]) -> Wording:
    """The words of a question as these passages have them; what none has tells nothing."""
    texts = [plain(passage) for passage in passages]
    return Wording(is_wide(question), rarity(pieces(contents(question)), texts))


def rarity(words: Iterable[str], texts: Collection[str]) -> dict[str, float]:
    """What each word counts, the more the fewer of the folded texts have it; not what none has."""
    counts = {word: sum(word in text for text in texts) for word in words}
    return {word: math.log(1 + len(texts) / count) for word, count in counts.items() if count}


def shifted(probability: float, logits: float) -> float:
    """A probability after something has spoken for it, or against."""
    if not 0 < probability < 1:
        return probability
    odds = probability / (1 - probability) * math.exp(logits)
    return odds / (1 + odds)
