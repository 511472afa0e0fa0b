"""Numerals to values: 三十三, 二十多万, 1.19 with 万, twenty-five.

Exact fractions, so that 1.19万 is 11,900. Knows numerals; nothing of units or dates.
"""

from __future__ import annotations

from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4} | {
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
SCALES = _SMALL | {"万": 10_000, "亿": 100_000_000}

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}
MAGNITUDES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "тыс": 1_000,
    "тысяч": 1_000,
    "тысячи": 1_000,
    "млн": 10**6,
    "миллионов": 10**6,
    "млрд": 10**9,
    "mil": 1_000,
    "millón": 10**6,
    "millones": 10**6,
}


def scaled(number: str, scales: str) -> Fraction:
    """A number in digits with the scales after it: 1.19 with 万, 3 with 百万."""
    value = Fraction(number)
    for scale in scales:
        value *= SCALES[scale]
    return value


def chinese(run: str) -> Fraction | None:
    """The value of a Chinese numeral; None for one that is not well formed (四五六, 一百二)."""
    whole, point, decimals = run.partition("点")
    value = _whole(whole)
    if value is None or (point and not (decimals and all(char in DIGITS for char in decimals))):
        return None
    digits = "".join(str(DIGITS[char]) for char in decimals)
    return Fraction(f"{value}.{digits}" if digits else value)


def _whole(run: str) -> int | None:
    """Sections of at most four digits, each with its 亿 or 万."""
    total = section = 0
    number: int | None = None
    below = 10_000
    for char in run:
        if char in DIGITS:
            if number:
                return None
            number = DIGITS[char]
        elif char in _SMALL:
            if _SMALL[char] >= below:
                return None
            below = _SMALL[char]
            section += (1 if number is None else number) * below
            number = None
        elif char not in SCALES:
            return None
        else:
            part = section + (number or 0)
            total = (total + part or 1) * 10**8 if char == "亿" else total + (part or 1) * 10**4
            section, number, below = 0, None, 10_000
    if number and below in (100, 1_000) and run[-2] != "零" and run[-2] != "〇":
        return None
    return total + section + (number or 0)


def english(words: list[str]) -> Fraction | None:
    """The value of an English numeral in words: two hundred and five thousand."""
    total = part = 0
    for word in words:
        if word in WORDS:
            part += WORDS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in MAGNITUDES:
            total += (part or 1) * MAGNITUDES[word]
            part = 0
        elif word not in ("and", "a"):
            return None
    return Fraction(total + part)
