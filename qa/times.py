"""How years and months are spelt, for whatever looks for them in a text.

Knows words; nothing of the dates that a sentence tells.
"""

from __future__ import annotations

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
"""A month's English name, whole or in short."""
YEAR = r"(?<![\d.])(?:1\d|20)\d\d(?!\d|[.,]\d|[万亿元人名个家台件吨米次多余克斤里])"
"""Four figures that are a year, and count nothing."""
RELATIVE_YEARS = {"今年": 0, "去年": -1, "前年": -2, "this year": 0, "last year": -1}
"""Years named from the present, and how far off they are."""


def month_of(name: str) -> int:
    """The number of a month's English name, whole or in short; 0 for what is none."""
    return next((at for at, month in enumerate(MONTHS, 1) if name[:3] == month[:3]), 0)
