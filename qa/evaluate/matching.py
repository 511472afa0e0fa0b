"""Whether a text says an expected answer.

Both are compared in one width and case, without citation marks, and without spaces except between
two ASCII characters. A number may not be cut out of a longer one: `2万` is not in `1.2万`, `18`
not in `2018`, `734` not in `12,734`, `十八` not in `二十八`, `2` not in `2万`, neither `2万` nor
`五千` in `2万五千`. A full-width comma parts two numbers (`12，734` holds `734`); a half-width one
does unless it groups thousands (`2018,18` holds `18`).

Knows strings; nothing of questions or answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_MARK = re.compile(r"[\[［【]\s*\d+(?:\s*[,，、;；\-–]\s*\d+)*\s*[\]］】]")
_UNITS = "十百千万亿"
_NUMERALS = f"〇零一二三四五六七八九{_UNITS}两"
_PLAIN_NUMBER = r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
# Behind a unit 两 is a digit only before another numeral: 二万两千, but 二万两白银.
_CHINESE_NUMBER = rf"(?:[〇零一二三四五六七八九{_UNITS}]|两(?=[{_NUMERALS}])|(?<![{_UNITS}])两)+"
# Both sorts of digits make one number only where a unit joins them: 2万五千, 五千3百, not 周一8点.
_NUMBER = re.compile(
    rf"(?:{_PLAIN_NUMBER}|{_CHINESE_NUMBER})"
    rf"(?:(?<=[{_UNITS}])(?:{_PLAIN_NUMBER})|(?<=\d)(?=[{_UNITS}]){_CHINESE_NUMBER})*"
)
_WIDE_COMMA, _PARTED = "，", "\uffff"
"""What stands for a full-width comma while numbers are looked for."""


def normal(text: str) -> str:
    """The text as it is compared."""
    return _normal(text)[0]


def says(text: str, wanted: str) -> bool:
    """Whether the text has the wanted string, not cut out of a longer number."""
    needle = normal(wanted)
    return bool(needle) and any(True for _ in _places(text, needle))


def says_any(text: str, wanted: Sequence[str]) -> bool:
    """Whether it has one of these."""
    return any(says(text, one) for one in wanted)


def is_right(text: str, answers: Sequence[str], required: Sequence[Sequence[str]]) -> bool:
    """One variant of every required group, or where none is required one of the answers."""
    if required:
        return all(says_any(text, group) for group in required)
    return says_any(text, answers)


def completeness(text: str, required: Sequence[Sequence[str]]) -> float | None:
    """The share of the required groups that are said; None where nothing is required."""
    if not required:
        return None
    return sum(says_any(text, group) for group in required) / len(required)


def _normal(text: str) -> tuple[str, str]:
    """The text as compared, and the same with what parts numbers marked: equally long."""
    compared: list[str] = []
    marked: list[str] = []
    for character in _spaced(unicodedata.normalize("NFC", _MARK.sub("", text))):
        plain = unicodedata.normalize("NFKC", character).casefold()
        compared.append(plain)
        marked.append(_PARTED if character == _WIDE_COMMA else plain)
    return "".join(compared), "".join(marked)


def _spaced(text: str) -> str:
    """One space for all white space between two ASCII characters; none elsewhere."""
    words = text.split()
    whole = ""
    for word in words:
        joint = " " if whole and _ascii(whole[-1]) and _ascii(word[0]) else ""
        whole += joint + word
    return whole


def _ascii(character: str) -> bool:
    return unicodedata.normalize("NFKC", character).isascii()


def _places(text: str, needle: str) -> Iterator[int]:
    compared, marked = _normal(text)
    cuts: set[int] | None = None
    at = compared.find(needle)
    while at >= 0:
        if cuts is None:
            cuts = _inside(marked)
        if at not in cuts and at + len(needle) not in cuts:
            yield at
        at = compared.find(needle, at + 1)


def _inside(marked: str) -> set[int]:
    """The places at which a number would be cut in two."""
    inside: set[int] = set()
    for found in _NUMBER.finditer(marked):
        inside.update(range(found.start() + 1, found.end()))
    return inside
