"""A sentence as a row of tokens: numbers with their units, dates, words, ideographs.

Two spellings of one number or date are one token (1.19万 and 11,900; 二月三日 and February 3), so that
whatever compares rows of tokens compares values. Knows the forms of numbers and dates; nothing of
sources.
"""  # noqa: E501

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from qa.claims import numerals, units
from qa.claims.clean import comparable
from qa.claims.forms import (
    AFTER,
    BEFORE,
    CHINESE_DATE,
    COUNTED,
    FORM,
    KINDS,
    NO_NUMBER,
    SPACED_UNIT,
    Bound,
)
from qa.times import month_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it counts, and how exactly."""

    value: Fraction
    unit: str = ""
    bound: Bound = Bound.EXACT
    ordinal: bool = False
    article: bool = False
    """True for 一名 and its like: no more of a number than `a`."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """One step of a sentence. `key` is what two tokens are equal by."""

    key: str
    text: str
    clause: int
    """Tokens of one clause share this number; a comma ends a clause."""
    quantity: Quantity | None = None
    day: Day | None = None

    @property
    def is_value(self) -> bool:
        """Whether it is a number or a date."""
        return self.quantity is not None or self.day is not None


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in its order."""
    plain = comparable(text)
    plain = CHINESE_DATE.sub(_date_digits, plain)
    scanner = _Scanner()
    at = 0
    while found := FORM.search(plain, at):
        at = found.start()
        if (idiom := NO_NUMBER.match(plain, at)) and found.lastgroup != "ord":
            scanner.letters(idiom.group())
            at = idiom.end()
            continue
        at = scanner.read(found, plain)
    return scanner.tokens


def _date_digits(found: re.Match[str]) -> str:
    value = numerals.chinese(found.group())
    return found.group() if value is None else str(value)


class _Scanner:
    """Turns what the forms match into tokens; remembers the month and year of the last date."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._clause = 0
        self._last = Day()

    def read(self, found: re.Match[str], plain: str) -> int:
        """Take one match; where to go on."""
        kind = next(name for name in KINDS if found[name] is not None)
        if kind == "stop":
            self._clause += 1
        elif kind == "latin":
            self._add(found["latin"], found.group())
        elif kind == "han":
            self._add(found.group(), found.group())
        elif kind in ("ratio", "ord", "qty"):
            return self._number(kind, found, plain)
        else:
            self._date(kind, found)
        return found.end()

    def letters(self, text: str) -> None:
        """Ideographs that look like a number and are none."""
        for char in text:
            self._add(char, char)

    def _add(
        self, key: str, text: str, quantity: Quantity | None = None, day: Day | None = None
    ) -> None:
        self.tokens.append(Token(key, text, self._clause, quantity, day))

    def _number(self, kind: str, found: re.Match[str], plain: str) -> int:
        quantities = (
            [_ratio(found)]
            if kind == "ratio"
            else [_ordinal(found)]
            if kind == "ord"
            else _range(found)
        )
        if any(quantity is None for quantity in quantities):
            self._add(plain[found.start()], plain[found.start()])
            return found.start() + 1
        end = found.end()
        for quantity in quantities:
            assert quantity is not None
            if not quantity.unit and (spaced := SPACED_UNIT.match(plain, end)):
                quantity, end = _with_unit(quantity, spaced[1]), spaced.end()
            sign = "第" if quantity.ordinal else "#"
            self._add(f"{sign}{quantity.value}", found.group().strip(), quantity)
        return end

    def _date(self, kind: str, found: re.Match[str]) -> None:
        for day in _days(kind, found):
            if day.year:
                self._last = Day(day.year)
                whole = Day(day.year, 0, 0)
                self._add(f"年{day.year}", found.group(), day=whole)
            if day.month or day.day:
                month = day.month or self._last.month
                year = day.year or self._last.year
                self._last = Day(year, month)
                key = f"日{month}-{day.day}" if day.day else f"月{month}"
                self._add(key, found.group(), day=Day(year, month, day.day))


def _days(kind: str, found: re.Match[str]) -> list[Day]:
    def number(name: str) -> int:
        return int(found[name] or 0)

    if kind == "ymd":
        return [Day(number("y"), number("ym"), number("yd"))]
    if kind == "iso":
        return [Day(number("iy"), number("im"), number("id"))]
    if kind == "mm":
        return [Day(0, number("m1")), Day(0, number("m2"))]
    if kind == "dd":
        return [Day(0, 0, number("d1")), Day(0, 0, number("d2"))]
    if kind == "md":
        return [Day(0, number("m"), number("d"))]
    if kind == "mo":
        return [Day(0, number("om"))]
    if kind == "do":
        return [Day(0, 0, number("od"))]
    if kind == "yy":
        return [Day(int(found["yy"]))]
    part = kind.replace("en", "e")
    return [
        Day(
            number(f"{part}y"),
            month_of(found[f"{part}m"]),
            number(f"{part}d") if part != "e3" else 0,
        )
    ]


def _value(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return numerals.chinese(text)


def _ratio(found: re.Match[str]) -> Quantity | None:
    bound = BEFORE.get((found["rpre"] or "").strip(), Bound.EXACT)
    if found["pct"]:
        value = _value(found["pct"].rstrip("."))
        return None if value is None else Quantity(value / 100, units.RATIO, bound)
    over, under = _value(found["num"]), _value(found["den"])
    return Quantity(over / under, units.RATIO, bound) if over is not None and under else None


def _ordinal(found: re.Match[str]) -> Quantity | None:
    if found["fu"]:
        return Quantity(Fraction(1), found["fu"], ordinal=True, article=True)
    value = _value(found["on"] or found["eo"])
    return None if value is None else Quantity(value, found["ou"] or "", ordinal=True)


def _range(found: re.Match[str]) -> list[Quantity | None]:
    """The number, with the lower end of its range before it if it has one."""
    last = _quantity(found)
    if last is None or not found["low"]:
        return [last]
    scale = found["lscale"] or ("" if found["lunit"] else found["scale"] or "")
    low = numerals.scaled(found["low"], scale)
    unit = found["lunit"] or last.unit
    return [_measured(low, unit, Bound.EXACT), last]


def _quantity(found: re.Match[str]) -> Quantity | None:
    unit = (found["unit"] or "").strip()
    if found["ar"]:
        value = numerals.scaled(found["ar"], found["scale"] or "")
        value *= numerals.MAGNITUDES.get(found["escale"] or "", 1)
    elif found["ew"]:
        spelt = numerals.english(re.split(r"[ -]", found["ew"]))
        if spelt is None:
            return None
        value = spelt
    else:
        run = re.sub("[多余]", "", found["cn"])
        spelt = numerals.chinese(run)
        vague = not unit and (len(run) == 1 or not set(run) & set("十百千万亿"))
        if spelt is None or vague or (run[0] in "百千万亿" and not unit):
            return None
        value = spelt
    if found["half"] and unit in ("点", "年", "个", "倍", "天", "时"):
        value += Fraction(1, 2)
    more = found["more1"] or found["more2"] or "多" in (found["cn"] or "")
    bound = BEFORE.get((found["pre"] or "").strip(), Bound.EXACT)
    if bound is Bound.EXACT:
        bound = Bound.MORE if more else AFTER.get((found["post"] or "").strip(), Bound.EXACT)
    quantity = _measured(value, unit, bound)
    article = (found["cn"] == "一" and unit in COUNTED) or found["ew"] == "one"
    return Quantity(quantity.value, quantity.unit, bound, unit == "届", bool(article))


def _measured(value: Fraction, unit: str, bound: Bound) -> Quantity:
    if unit in ("%", "成"):
        return Quantity(value / (10 if unit == "成" else 100), units.RATIO, bound)
    return Quantity(value, unit, bound)


def _with_unit(quantity: Quantity, word: str) -> Quantity:
    unit = units.canonical("percent" if word == "per cent" else word)
    value = quantity.value / 100 if unit == units.RATIO else quantity.value
    return Quantity(value, unit, quantity.bound, quantity.ordinal, quantity.article)
