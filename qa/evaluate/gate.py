"""A gate for builds: the least that a run's measures must reach.

Knows measures by their names; nothing of how they are made.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping

from corpus.errors import SettingError
from qa.evaluate.measures import MEASURES, Value

SHORT = {"refusal": "refusal_f1", "hit": "hit@5", "citations": "citation_precision"}
"""Other names that may be written."""


def parse(given: str) -> dict[str, float]:
    """`accuracy=.85,refusal=.8` as measures and values; what is no measure is refused."""
    wanted: dict[str, float] = {}
    for item in filter(None, (part.strip() for part in given.split(","))):
        name, _, value = item.partition("=")
        name = SHORT.get(name.strip(), name.strip())
        if name not in MEASURES:
            near = difflib.get_close_matches(name, (*MEASURES, *SHORT), 1)
            remedy = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(MEASURES)}"
            raise SettingError("no such measure in --fail-under", name or repr(item), remedy)
        if MEASURES[name].about.better == "lower":
            raise SettingError(
                "a measure that is better when smaller", name, "Use refusal_recall or accuracy"
            )
        wanted[name] = _number(item, value)
    if not wanted:
        raise SettingError("no measure in --fail-under", repr(given), "Write accuracy=.85")
    return wanted


def _number(item: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise SettingError("not a share in --fail-under", item, "Write accuracy=.85 (0 to 1)")
    return number


def failures(wanted: Mapping[str, float], found: Mapping[str, Value]) -> list[str]:
    """One line for each measure that is not reached, or that no question has."""
    lines = []
    for name, least in wanted.items():
        value = found.get(name)
        if value is None:
            lines.append(f"{name}: no question of this run has it; {least:g} was asked")
        elif value.value < least:
            lines.append(
                f"{name}: {value.value:.3f} is under {least:g} "
                f"(95 % interval {value.low:.3f} to {value.high:.3f}, {value.n} questions)"
            )
    return lines
