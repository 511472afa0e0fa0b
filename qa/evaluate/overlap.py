"""How much of an expected answer a text has: F1, exact match, ROUGE-L.

F1 and exact match follow CMRC 2018's own scoring: punctuation aside, an ideograph is a token and a
word of other scripts is one, and F1 is of the longest common *substring*. ROUGE-L is the F1 of the
longest common *subsequence* of the same tokens. The best of several expected answers counts.

Knows strings; nothing of questions or answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_DROPPED = frozenset("-:_*^/\\~`+=，。：？！“”；’《》…·、「」（）－～『』")
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:[.,'][^\W_\u3400-\u9fff]+)*|[^\w\s]")

Score = Callable[[str, str], float]


def tokens(text: str) -> list[str]:
    """Ideographs and words, without the punctuation that CMRC drops."""
    kept = "".join(" " if one.isspace() else one for one in text.lower() if one not in _DROPPED)
    return _TOKEN.findall(kept)


def best(score: Score, text: str, expected: Sequence[str]) -> float:
    """The best score over the expected answers."""
    return max((score(text, one) for one in expected), default=0.0)


def exact(text: str, expected: str) -> float:
    """1 where both are the same, punctuation and white space aside."""
    return float(bool(bare(expected)) and bare(text) == bare(expected))


def bare(text: str) -> str:
    """Lower case, without white space and the punctuation that CMRC drops."""
    return "".join(one for one in text.lower() if one not in _DROPPED and not one.isspace())


def f1(text: str, expected: str) -> float:
    """F1 of the longest common substring, in tokens."""
    said, wanted = tokens(text), tokens(expected)
    return _f1(_substring(said, wanted), len(said), len(wanted))


def rouge_l(text: str, expected: str) -> float:
    """F1 of the longest common subsequence, in tokens."""
    said, wanted = tokens(text), tokens(expected)
    return _f1(_subsequence(said, wanted), len(said), len(wanted))


def _f1(common: int, said: int, wanted: int) -> float:
    return 2 * common / (said + wanted) if common else 0.0


def _substring(first: Sequence[str], second: Sequence[str]) -> int:
    longest = 0
    above = [0] * (len(second) + 1)
    for one in first:
        row = [0] * (len(second) + 1)
        for at, other in enumerate(second):
            if one == other:
                row[at + 1] = above[at] + 1
                longest = max(longest, row[at + 1])
        above = row
    return longest


def _subsequence(first: Sequence[str], second: Sequence[str]) -> int:
    above = [0] * (len(second) + 1)
    for one in first:
        row = [0]
        for at, other in enumerate(second):
            row.append(above[at] + 1 if one == other else max(above[at + 1], row[at]))
        above = row
    return above[-1]
