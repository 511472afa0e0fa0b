"""Which articles tell the same story in nearly the same words: reprints and agency copy.

A sketch (MinHash over character shingles) estimates how much two texts overlap; its bands are keys
under which candidates are found without comparing everything with everything. Two articles whose
numbers differ are not the same story however alike they read: daily market and weather reports are
templates, and hiding one behind another would hide the answer. Knows nothing of storage.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHINGLE = 4
_BANDS, _ROWS = 16, 4
_LEAST_CHARACTERS = 60
"""Shorter texts (notices, weather) resemble each other without being the same."""
_LEAST_OVERLAP = 0.6
_LEAST_NUMBERS = 0.8
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿]{2,}")
_SPACE_OR_MARK = re.compile(r"[\W_]+")


def sketch(text: str) -> NDArray[np.uint32]:
    """The MinHash signature of a text; empty for a text too short to be compared."""
    import numpy as np

    letters = _SPACE_OR_MARK.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if len(letters) < _LEAST_CHARACTERS:
        return np.zeros(0, np.uint32)
    codes = np.frombuffer(letters.encode("utf-32-le"), "<u4").astype(np.uint64)
    hashes = np.zeros(len(codes) - _SHINGLE + 1, np.uint64)
    for offset in range(_SHINGLE):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + len(hashes)]
    hashes = np.unique(hashes ^ (hashes >> np.uint64(29)))
    factors, offsets = _permutations()
    signature = np.empty(len(factors), np.uint32)
    for at in range(len(factors)):
        mixed = hashes * factors[at] + offsets[at]
        signature[at] = mixed.min() >> np.uint64(32)
    return signature


def bands(signature: NDArray[np.uint32]) -> list[int]:
    """The keys under which an article is found by those that resemble it."""
    import zlib

    keys = []
    for at in range(0, len(signature), _ROWS):
        part = signature[at : at + _ROWS].astype("<u4").tobytes()
        keys.append((at << 32) | zlib.crc32(part))
    return keys


def same_story(
    one: NDArray[np.uint32], other: NDArray[np.uint32], text: str, other_text: str
) -> bool:
    """Whether two articles are near-identical, their numbers included."""
    if len(one) == 0 or len(one) != len(other):
        return False
    if float((one == other).mean()) < _LEAST_OVERLAP:
        return False
    numbers, others = set(_NUMBER.findall(text)), set(_NUMBER.findall(other_text))
    if not numbers and not others:
        return True
    return len(numbers & others) / len(numbers | others) >= _LEAST_NUMBERS


def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The same odd factors and offsets on every machine: sketches are kept on disk."""
    import numpy as np

    steps = np.arange(1, 2 * _BANDS * _ROWS + 1, dtype=np.uint64)
    mixed = steps * np.uint64(0xD1B54A32D192ED03)
    mixed ^= mixed >> np.uint64(31)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(27)
    half = _BANDS * _ROWS
    return mixed[:half] | np.uint64(1), mixed[half:]
