"""Values out of a run's files: looked up without surprise, made safe to show, put in words.

Knows JSON and numbers; nothing of what a page says with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = Mapping[str, object]

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""Controls, halves of characters, and what turns the direction of all text behind it."""


def safe(value: object) -> object:
    """The same JSON with the characters spelled out that a page cannot show or is turned by."""
    if isinstance(value, str):
        return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", value)
    if isinstance(value, list):
        return [safe(item) for item in value]
    if isinstance(value, dict):
        return {str(safe(key)): safe(item) for key, item in value.items()}
    return value


def inside(value: object, *names: str) -> Json:
    """The object at this path; an empty one where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def objects(value: object, *names: str) -> list[Json]:
    """The objects of the list at this path."""
    return [item for item in listed(value, *names) if isinstance(item, Mapping)]


def listed(value: object, *names: str) -> list[object]:
    """The list at this path; an empty one where there is none."""
    found = inside(value, *names[:-1]).get(names[-1])
    return found if isinstance(found, list) else []


def text(value: Json, name: str) -> str:
    """The text under this name; empty where there is none."""
    found = value.get(name)
    return "" if found is None else str(found)


def number(value: Json, name: str) -> float | None:
    """The number under this name."""
    found = value.get(name)
    return float(found) if isinstance(found, (int, float)) else None


def count(value: Json, name: str) -> int:
    """The count under this name; 0 where there is none."""
    return int(number(value, name) or 0)


def percent(value: float | None) -> str:
    """`85.0` for .85."""
    return "–" if value is None else f"{100 * value:.1f}"


def interval(measure: Json) -> str:
    """`78.0–92.0`, or nothing where the measure has no interval."""
    low, high = number(measure, "low"), number(measure, "high")
    return "" if low is None or high is None else f"{percent(low)}–{percent(high)}"


def seconds(value: float | None) -> str:
    """`1.23 s` or `45 ms`."""
    if value is None:
        return "–"
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.0f} ms"


def spelled(value: object) -> str:
    """A setting in words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {spelled(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(spelled, value))
    if value is None or isinstance(value, bool):
        return "yes" if value else "none" if value is None else "no"
    return str(value)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts q2 before q10."""
    parts = re.findall(r"\d+|\D+", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
