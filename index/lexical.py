"""The lexical leg: which terms a text has, what a query asks for, and BM25 over postings.

Scripts that do not put spaces between words (Chinese, kana, hangul, Thai …) give single characters
and pairs of neighbours; other scripts give words. Pairs beat a word segmenter on every Chinese set
that was measured, and they survive misprints: one wrong character spoils two pairs, not a clause.

The score is BM25 with the inverse document frequency raised to a power (rare pairs decide), over
what a passage would get that has every term of the query once. So it says how much of the query a
passage covers: near 0 for a question in another language, where the dense leg has to decide.

Knows terms and numbers; nothing of vectors, files or what is done with the score.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.types import Article, Passage
from index.fold import fold
from index.function_words import PAIRED, SPACED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.storage import Postings

RECIPE = "terms/1"
"""Changes when the same text would give other terms: the library has to be rebuilt then."""

K1 = 0.9
B = 0.6
IDF_POWER = 1.5
CHARACTER_WEIGHT = 0.6
"""Of a single character, against a pair or a word."""
LONGEST_QUERY = 1_000
"""Characters of a query that are read; a pasted article is known by its beginning."""
MOST_TERMS = 96
"""Terms of a query that are looked up, the rarest first."""

_PAIRED = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u1100-\u11ff\uac00-\ud7af"  # kana, hangul
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
)
# Marks that stand inside words: combining accents, Hebrew and Arabic points, Indic vowel signs.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_PICTURES = "\u2600-\u27bf\U0001f300-\U0001faff"
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_BROKEN_LINE = re.compile(rf"(?<=[{_UNSPACED}])\s+(?=[{_UNSPACED}])")
_RUNS = re.compile(
    rf"(?P<paired>[{_PAIRED}]+)"
    rf"|(?P<word>\d+(?:[.]\d+)+|(?:[^\W_{_PAIRED}]|[{_MARKS}])+)"
    rf"|(?P<picture>[{_PICTURES}])"
)

_CROSSING, _WITHIN = 0.5, 0.1
"""What a pair with one, and a term with all of its characters in a function word still count."""


FREQUENT = 400_000
"""Postings that a query may add up over the whole collection; what is left, the commonest terms,
is added for the best rows only. Below some ten thousand passages this changes nothing."""
SHORTLIST = 2_000


@dataclass(frozen=True, slots=True)
class Collection:
    """What BM25 has to know of a collection besides its postings."""

    size: int
    """Living passages."""
    damping: NDArray[np.float32]
    """For each row, k1 · (1 − b + b · length ÷ average length)."""


def folded(text: str) -> str:
    """Folded for cutting into terms: white space inside a Chinese or Japanese line is no border."""
    return _BROKEN_LINE.sub("", fold(text))


def terms(text: str) -> Counter[str]:
    """The terms of a text and how often each occurs."""
    counts: Counter[str] = Counter()
    for run in _RUNS.finditer(folded(text)):
        found = run.group()
        if run.lastgroup == "paired":
            counts.update(found)
            counts.update(first + second for first, second in itertools.pairwise(found))
        else:
            counts[found] += 1
    return counts


def spelled(text: str) -> str:
    """The text as phrases are compared: words apart, characters together, no punctuation.

    A word keeps a space on both sides, so that "art" is not found in "party"; in scripts without
    spaces a phrase may begin anywhere.
    """
    runs = _RUNS.finditer(folded(text))
    pieces = (run[0] if run.lastgroup == "paired" else f" {run[0]} " for run in runs)
    return "".join(pieces).replace("  ", " ")


def passage_terms(article: Article, passage: Passage) -> Mapping[str, int]:
    """The terms by which a passage is found: its own, and its article's headline and section."""
    counts = terms(passage.text(article))
    for heading in (article.title, article.section):
        counts.update(terms(heading))
    return counts


def query_terms(query: str) -> dict[str, float]:
    """The terms that a query asks for, and how much each matters before its rarity is known."""
    text = folded(query[:LONGEST_QUERY])
    plain = _plain_places(text)
    weights: dict[str, float] = {}
    for run in _RUNS.finditer(text):
        found, start = run.group(), run.start()
        if run.lastgroup != "paired":
            weight = _WITHIN if found in SPACED else 1.0
            weights[found] = max(weight, weights.get(found, 0.0))
            continue
        for size in (1, 2):
            for at in range(len(found) - size + 1):
                term = found[at : at + size]
                weight = _weight(plain[start + at : start + at + size])
                weights[term] = max(weight, weights.get(term, 0.0))
    return weights


def _plain_places(text: str) -> list[bool]:
    """For each character, whether it belongs to no function word."""
    plain = [True] * len(text)
    for found in PAIRED.finditer(text):
        for place in range(*found.span()):
            plain[place] = False
    return plain


def _weight(plain: Sequence[bool]) -> float:
    base = CHARACTER_WEIGHT if len(plain) == 1 else 1.0
    if all(plain):
        return base
    return base * (_CROSSING if any(plain) else _WITHIN)


def rarest(
    weights: Mapping[str, float], frequencies: Mapping[str, int], size: int
) -> dict[str, float]:
    """The terms of a long query that can tell passages apart best."""
    gains = {
        term: weight * rarity(size, frequencies[term])
        for term, weight in weights.items()
        if term in frequencies
    }
    kept = sorted(gains, key=lambda term: (-gains[term], term))[:MOST_TERMS]
    return {term: weights[term] for term in kept}


def rarity(size: int, frequency: int) -> float:
    """The inverse document frequency of a term, raised to the power."""
    odds = (size - frequency + 0.5) / (frequency + 0.5)
    return float(math.log1p(max(odds, 0.0)) ** IDF_POWER)


def damping(lengths: NDArray[np.int32], alive: NDArray[np.bool_]) -> NDArray[np.float32]:
    """For each row, how its length damps the count of a term."""
    import numpy as np

    average = float(lengths[alive].mean()) if alive.any() else 1.0
    scaled = K1 * (1 - B + B * lengths / max(average, 1.0))
    return scaled.astype(np.float32)


def score(
    weights: Mapping[str, float],
    postings: Mapping[str, Postings],
    collection: Collection,
    frequent: int = FREQUENT,
    shortlist: int = SHORTLIST,
) -> NDArray[np.float32]:
    """For each row, the share of the query that its passage covers."""
    import numpy as np

    scores = np.zeros(len(collection.damping), dtype=np.float32)
    best = 0.0
    worth: dict[str, float] = {}
    for term, weight in weights.items():
        found = postings.get(term)
        gain = weight * rarity(collection.size, 0 if found is None else len(found.rows))
        best += gain
        if found is not None and gain > 0:
            worth[term] = gain
    spent, leading = 0, None
    for term in sorted(worth, key=lambda term: (len(postings[term].rows), term)):
        rows, counts = postings[term].rows, postings[term].counts
        spent += len(rows)
        if leading is None and spent > frequent:
            leading = best_rows(scores, shortlist)
        if leading is not None and len(leading) >= shortlist:
            at = np.minimum(np.searchsorted(rows, leading), len(rows) - 1)
            there = rows[at] == leading
            rows, counts = leading[there], counts[at[there]]
        often = counts.astype(np.float32)
        factor = np.float32(worth[term] * (K1 + 1))
        scores[rows] += factor * (often / (often + collection.damping[rows]))
    return scores / np.float32(best) if best > 0 else scores


def best_rows(scores: NDArray[np.float32], most: int) -> NDArray[np.intp]:
    """The rows with the highest scores above zero, ascending; of equal scores the first rows."""
    import numpy as np

    found = np.flatnonzero(scores > 0)
    if len(found) <= most:
        return found
    # The score of the last one that counts first: ordering places takes four times as long.
    least = np.partition(scores[found], -most)[-most]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: most - len(above)]
    return np.sort(np.concatenate([above, level]))
