"""Text made comparable: one width, case and script, no hidden characters, no citation marks.

What comes out is for comparing only, its offsets are not those of the original. Knows characters;
nothing of numbers or words.
"""

from __future__ import annotations

import re
import unicodedata

from index.fold import fold

_MARKS = re.compile(r"[\[［【〔]\s*\d{1,3}(?:\s*[,，、–-]\s*\d{1,3})*\s*[\]］】〕]")
_CONTROLS = frozenset({"Cf", "Cc", "Co", "Cs"})
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]")
_SPACES = re.compile(r"\s+")
# A space counts only between two letters or digits of scripts that set spaces.
_IDLE_SPACE = re.compile(r"(?<![!-~À-ӿ]) | (?![!-~À-ӿ])")
_GROUPS = re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?![\d.])")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "～": "~", "−": "-", "‐": "-"})

# What the table of single characters leaves: the same words in two spellings.
_VARIANTS = str.maketrans("瞭藉羣", "了借群")
# No numeral is as long; folding looks at such a run once for each of its characters, and Python
# reads no number of thousands of digits.
_LONG_RUN = re.compile(r"[〇○零一二三四五六七八九]{40}|\d{40}")
_REPLY = re.compile("(?<=[回反答])覆")

_LOOKALIKES = str.maketrans(
    "абвгеёзиійкмнорстухѕјԁԛԝьαβεικνορτυχγ",
    "a6bree3uiikmhopctyxsjdqwbabeiknoptuxy",
)
"""Cyrillic and Greek letters that pass for Latin ones; used in words that mix the scripts only."""


def without_controls(text: str) -> str:
    """The text without characters that cannot be seen; line breaks and tabs are spaces."""
    kept = (
        char if unicodedata.category(char) not in _CONTROLS else " " if char in "\n\r\t" else ""
        for char in text
    )
    return "".join(kept)


def without_marks(text: str) -> str:
    """The text without citation marks: `[3]`, `【1，2】`."""
    return _MARKS.sub("", text)


def comparable(text: str) -> str:
    """The text folded, for comparing what it says."""
    plain = fold(_LONG_RUN.sub(r"\g<0>\n", without_controls(text))).translate(_QUOTES)
    plain = _REPLY.sub("复", plain.translate(_VARIANTS))
    plain = _WORD.sub(lambda found: _one_script(found.group()), plain)
    plain = _GROUPS.sub(lambda found: found.group().replace(" ", ""), _SPACES.sub(" ", plain))
    return _IDLE_SPACE.sub("", plain).strip()


def _one_script(word: str) -> str:
    return word.translate(_LOOKALIKES) if _LATIN.search(word) else word
