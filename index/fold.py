"""Folding: one spelling for what a reader takes for the same characters.

Full and half width (NFKC), case, traditional and simplified Chinese, and years written in Chinese
numerals. Library and query are folded alike, so a traditional question finds a simplified article.
Folded text is for comparing, never for showing: its length differs from that of the original.

Knows characters only; nothing of terms, articles or languages.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# Four numerals before 年, or a run with a zero: 一九四九年, 二〇二三. Other runs may be words.
_NUMERAL = "[〇○零一二三四五六七八九]"
# No number is written in more than some twenty of them; without a bound a long run takes for ever.
_YEAR = re.compile(rf"{_NUMERAL}{{4}}(?=年)|[一二]{_NUMERAL}{{0,20}}[〇○]{_NUMERAL}{{0,20}}")
_DIGIT_GROUPS = re.compile(r"(?<![\d.])(?<!\d,)\d{1,3}(?:,\d{3})+(?!\d|,\d)")


def fold(text: str) -> str:
    """The text in one width, case and script; years and thousands in plain digits."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_simplified())
    return _DIGIT_GROUPS.sub(lambda found: found.group().replace(",", ""), years_in_digits(plain))


def years_in_digits(text: str) -> str:
    """2021年 for 二〇二一年, character by character: offsets stay those of the text."""
    return _YEAR.sub(lambda found: found.group().translate(_NUMERALS), text)


def squeeze(text: str) -> str:
    """Folded, without white space and punctuation: what a quoted phrase is compared by."""
    return fold(text).translate(_READ)


class _Read(dict[int, int | None]):
    """Code point → itself, or None for white space, punctuation and controls; learnt as met."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code))[0] in "PZC" else code
        self[code] = kept
        return kept


_READ = _Read()


@functools.cache
def _simplified() -> dict[int, str]:
    """Traditional and Japanese character → simplified, single characters, from OpenCC's tables.

    Converting whole words would be more exact and a hundred times slower. For finding, a character
    with two simplified forms only has to fold to the same one on both sides.
    """
    simplified = {old: new.split(" ")[0] for old, new in _pairs("TSCharacters.txt")}
    chinese = set(simplified.values())
    for old, japanese in _pairs("JPVariants.txt"):
        for new in japanese.split(" "):
            if new not in chinese:
                simplified.setdefault(new, simplified.get(old, old))
    return {ord(old): new for old, new in simplified.items() if len(old) == 1}


def _pairs(name: str) -> list[tuple[str, str]]:
    from importlib import resources

    table = resources.files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8")
    cells = (line.split("\t") for line in table.splitlines())
    return [(row[0], row[1]) for row in cells if len(row) == 2]
