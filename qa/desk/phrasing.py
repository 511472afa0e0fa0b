"""Dates, probabilities and a browser's wishes, in the words of the interface's language.

Knows the table of texts; knows no HTML and no page.
"""

from __future__ import annotations

from qa.desk.strings import LANGUAGES, Key, Language, phrase, text

_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def language_of(accepted: str) -> Language:
    """The language to show for a browser's `Accept-Language`: Chinese where it is wanted first."""
    best: tuple[float, Language] = (0.0, "en")
    for item in accepted.split(","):
        name, _, weight = item.strip().partition(";q=")
        main = name.strip().lower().partition("-")[0]
        try:
            wanted = float(weight or 1)
        except ValueError:
            continue
        for language in LANGUAGES:
            if main == language and wanted > best[0]:
                best = (wanted, language)
    return best[1]


def probability(value: float, language: Language) -> str:
    """How probable, in words and as a number: 很可能（85%）."""
    grades = ((0.95, Key.SURE), (0.7, Key.LIKELY), (0.4, Key.PERHAPS), (0.0, Key.UNLIKELY))
    value = min(max(value, 0.0), 1.0)
    words = next(text(key, language) for least, key in grades if value >= least)
    # Never 0 or 100: nothing here is known for certain.
    percent = min(99, max(1, round(100 * value)))
    return phrase(Key.PROBABILITY, language, words=words, percent=percent)


def date(value: str, language: Language) -> str:
    """A date of an article in words: `1987-03-02` is 1987年3月2日, or 2 March 1987."""
    parts = value.split("-")
    if not value or not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return value or text(Key.UNDATED, language)
    year, month, day = (*(int(part) for part in parts), 0, 0)[:3]
    if not 0 <= month <= 12:
        return value
    if language == "zh":
        return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
    return " ".join(part for part in (str(day) if day else "", _MONTHS[month], str(year)) if part)
