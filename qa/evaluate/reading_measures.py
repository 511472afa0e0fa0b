"""Measures of reading: F1 in characters and in words, the area under the curve, calibration.

Knows strings and numbers; nothing of sets or readers.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from qa.evaluate.overlap import bare

BINS = 10
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def f1_characters(text: str, expected: str) -> float:
    """F1 of the longest common substring, in characters."""
    said, wanted = bare(text), bare(expected)
    match = SequenceMatcher(None, said, wanted, autojunk=False).find_longest_match()
    return 2 * match.size / (len(said) + len(wanted)) if match.size else 0.0


def f1_words(text: str, expected: str) -> float:
    """F1 of the words in common, as SQuAD scores English."""
    said, wanted = _words(text), _words(expected)
    common = (said & wanted).total()
    return 2 * common / (said.total() + wanted.total()) if common else 0.0


def _words(text: str) -> Counter[str]:
    return Counter(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def auc(scores: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right one scores above a wrong one, ties half; NaN without both."""
    positive = sum(right)
    negative = len(right) - positive
    if not positive or not negative:
        return math.nan
    above = below = 0.0
    for _, group in groupby(sorted(zip(scores, right, strict=True)), key=lambda pair: pair[0]):
        kinds = [kind for _, kind in group]
        mine, other = sum(kinds), len(kinds) - sum(kinds)
        above += mine * (below + other / 2)
        below += other
    return above / (positive * negative)


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions near each other: how many, their mean, and how many came true."""

    low: float
    high: float
    count: int
    predicted: float
    observed: float


def reliability(predicted: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Predictions in bins of equal width; bins without any are left out."""
    found = []
    for number in range(BINS):
        inside = [
            (chance, kind)
            for chance, kind in zip(predicted, right, strict=True)
            if min(int(chance * BINS), BINS - 1) == number
        ]
        if inside:
            mean = sum(chance for chance, _ in inside) / len(inside)
            observed = sum(kind for _, kind in inside) / len(inside)
            found.append(Bin(number / BINS, (number + 1) / BINS, len(inside), mean, observed))
    return found


def calibration_error(predicted: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance of prediction and outcome over the bins, by how full they are (ECE)."""
    bins = reliability(predicted, right)
    return sum(one.count * abs(one.predicted - one.observed) for one in bins) / len(predicted)


def risk_coverage(
    predicted: Sequence[float], right: Sequence[bool], thresholds: Sequence[float]
) -> list[tuple[float, float, float]]:
    """For each threshold: the share that is answered, and the share of those that is wrong."""
    found = []
    for threshold in thresholds:
        said = [kind for chance, kind in zip(predicted, right, strict=True) if chance >= threshold]
        wrong = sum(not kind for kind in said) / len(said) if said else 0.0
        found.append((threshold, len(said) / len(right), wrong))
    return found
