"""Does the cited span alone say what the sentence says? A check that is nobody's decision but ours.

The verifier decides which sentences are said, so it may not also grade them. This check shares no
code and no threshold with it, takes no part in answering, and looks at nothing but the sentence and
the article's own characters at the cited places (not at the quotation that the system hands over).
A sentence is supported when

- every number in it, by value, is in the cited text (`1.19万` is 11,900; `三百` is 300),
- it denies nothing where the cited text does not, and the other way round,
- at least `COVERED` of its pairs of characters (of words, in scripts with spaces) are in the cited
  text,
- and no piece of `GAP` or more characters stands in it that is not there.

What it cannot see: a name of two or three characters exchanged for another, words put in another
order, a translation. A sentence in another script than its source is compared by its numbers only,
and is left out of the mean where these agree.

Knows strings; nothing of verifying, reading or writing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COVERED = 0.7
GAP = 5
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_NUMERAL = "".join(_DIGITS) + "".join(_TENS) + "".join(_MYRIADS)
_NUMBER = re.compile(
    rf"((?<!\d)\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(\.\d+)?([百千]?[万亿]*)|[{_NUMERAL}]{{2,}}"
    rf"|[二三四五六七八九十两](?=[\u3400-\u9fff])"
)
_DENIAL = re.compile(r"[不没未无非勿莫]|\b(?:not|no|never|without)\b|n't\b")
_WIDE = re.compile(r"[\u2e80-\U0003ffff]")
_TOKEN = re.compile(r"[\u2e80-\U0003ffff]|[^\W\u2e80-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a sentence; None where nothing could be compared."""

    supported: bool | None
    reason: str = ""


def check(sentence: str, cited: str) -> Checked:
    """Whether the cited text alone supports the sentence."""
    said, source = _plain(sentence), _plain(cited)
    if not source:
        return Checked(False, "nothing is cited")
    missing = sorted(set(numbers(said)) - set(numbers(source)))
    if missing:
        return Checked(False, f"not in the cited text: {', '.join(f'{n:g}' for n in missing)}")
    if bool(_WIDE.search(said)) != bool(_WIDE.search(source)):
        return Checked(None, "another script than the cited text")
    if bool(_DENIAL.search(said)) != bool(_DENIAL.search(_relevant(said, source))):
        return Checked(False, "only one of sentence and cited text denies")
    share, gap = coverage(said, source)
    if share < COVERED:
        return Checked(False, f"{share:.0%} of it are in the cited text")
    if gap >= GAP:
        return Checked(False, f"{gap} characters in a row are not in the cited text")
    return Checked(True)


def coverage(said: str, source: str) -> tuple[float, int]:
    """The share of the pairs that the source has, and the longest piece that it does not have."""
    there = set(_pairs(source))
    have = [pair in there for pair in _pairs(said)]
    if not have:
        return float(_tokens(said) <= _tokens(source)), 0
    longest = run = 0
    for one in have:
        run = 0 if one else run + 1
        longest = max(longest, run)
    return sum(have) / len(have), max(0, longest - 1)


def numbers(text: str) -> Iterator[float]:
    """The values of the numbers in a text, in order; 一 alone is a word."""
    for found in _NUMBER.finditer(_plain(text)):
        if not found[1]:
            yield _numeral(found[0])
            continue
        value = float(found[1].replace(",", "") + (found[2] or ""))
        for unit in found[3]:
            value *= {**_TENS, **_MYRIADS}[unit]
        # 1.19 × 10,000 is not 11,900 to the last bit.
        yield round(value, 6)


def _numeral(text: str) -> float:
    """三百二十 → 320, 二〇二三 → 2023."""
    if all(one in _DIGITS for one in text):
        return float("".join(str(_DIGITS[one]) for one in text))
    total = part = digit = 0
    for one in text:
        if one in _DIGITS:
            digit = _DIGITS[one]
        elif one in _TENS:
            part, digit = part + (digit or 1) * _TENS[one], 0
        else:
            total, part, digit = (total + (part + digit or 1)) * _MYRIADS[one], 0, 0
    return float(total + part + digit)


def _relevant(said: str, source: str) -> str:
    """The clauses of the source that share a pair with the sentence; others may deny at will."""
    wanted = set(_pairs(said))
    clauses = re.split(r"[，,。；;！!？?\n]", source)
    kept = [clause for clause in clauses if wanted & set(_pairs(clause))]
    return "，".join(kept)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(text))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Neighbouring tokens. Numbers, which are compared by value, are all one to this."""
    found = _TOKEN.findall(_NUMBER.sub("0", text))
    return list(pairwise(one for one in found if one.isalnum()))
