"""The tables of a report: figures against baselines, figures by group, how the run was made.

Knows a run's summary; nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluate.measures import MEASURES
from qa.evaluate.report_rows import WHY
from qa.evaluate.report_values import (
    Json,
    count,
    inside,
    interval,
    listed,
    number,
    percent,
    seconds,
    spelled,
    text,
)

OWN = "Baowen"
HEADLINES = ("accuracy", "citation_precision", "support", "refusal_f1")
BY_GROUP = ("accuracy", "hit@5", "citation_precision", "citation_recall", "support", "error_rate")
_SECTIONS = (
    ("Answers", "accuracy accuracy_answerable said completeness keypoint_recall f1 em rouge_l"),
    ("Reading", "span_f1 span_em"),
    ("Search", "hit@1 hit@5 hit@10 mrr@10 ndcg@10 recall@10"),
    ("Sources", "citation_precision citation_recall faithful support answer_in_quote"),
    (
        "Refusals",
        "refusal_precision refusal_recall refusal_f1 refused_outright hallucination error_rate",
    ),
)
_TAIL, _ALIKE = 0.025, 1e-9
_RATIOS = frozenset({"refusal_f1"})
"""Measures whose number of questions is not what they are divided by."""
EXACT = (
    "Where every question of a figure scored 0, or every one 100, resampling them shows no doubt "
    "at all. There the interval is the exact one (Clopper–Pearson, 95 %) of the share of such "
    "questions, a bound of the mean as well: 47.8–100.0 for five questions that are all right. "
    "Refusal F1, and a figure of questions that all scored the same in between, have none."
)
_FACTS = ("sample", "limit", "workers")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of one system, as it is printed."""

    value: str
    interval: str
    n: int


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of all systems."""

    label: str
    about: str
    lower: bool
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Measures that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one kind of question."""

    name: str
    n: int
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """All kinds of one way to divide the questions."""

    title: str
    measures: tuple[str, ...]
    groups: tuple[Group, ...]


def systems(summary: Json) -> list[tuple[str, Json]]:
    """This system and its baselines, by name."""
    baselines = inside(summary, "baselines")
    return [(OWN, summary), *((name, inside(baselines, name)) for name in baselines)]


def figure(part: Json, name: str) -> Figure | None:
    """A measure of a part of the summary."""
    found = inside(part, "measures", name)
    value = number(found, "value")
    if value is None:
        return None
    ends = bounds(found, name)
    shown = interval({"low": ends[0], "high": ends[1]}) if ends else ""
    return Figure(percent(value), shown, count(found, "n"))


def bounds(measure: Json, name: str) -> tuple[float, float] | None:
    """The interval of a measure, the exact one where resampling cannot show any doubt."""
    value, low, high = (number(measure, key) for key in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return None
    if high - low > _ALIKE:
        return low, high
    n = count(measure, "n")
    if name in _RATIOS or value not in (0.0, 1.0) or not n:
        return None
    least = _TAIL ** (1 / n)
    return (least, 1.0) if value else (0.0, 1.0 - least)


def headlines(summary: Json) -> list[tuple[str, Figure]]:
    """The few figures that stand above all others."""
    found = ((label(summary, name), figure(summary, name)) for name in HEADLINES)
    return [(name, value) for name, value in found if value is not None]


def label(summary: Json, name: str) -> str:
    """What a measure is called."""
    return text(inside(summary, "about", name), "label") or name


def sections(summary: Json) -> list[Section]:
    """Every measure that applies, of this system and of its baselines."""
    parts = [part for _, part in systems(summary)]
    known = {name for _, names in _SECTIONS for name in names.split()}
    others = [name for name in inside(summary, "measures") if name not in known]
    made = []
    for title, names in (*_SECTIONS, ("Others", " ".join(others))):
        lines = [_line(summary, parts, name) for name in names.split()]
        kept = tuple(line for line in lines if any(line.figures))
        if kept:
            made.append(Section(title, kept))
    return made


def _line(summary: Json, parts: Sequence[Json], name: str) -> Line:
    about = inside(summary, "about", name)
    return Line(
        label(summary, name),
        text(about, "text"),
        text(about, "better") == "lower",
        tuple(figure(part, name) for part in parts),
    )


def groupings(summary: Json) -> list[Grouping]:
    """The measures that tell most, by type, language and source."""
    made = []
    for way, title in (("type", "By type"), ("lang", "By language"), ("source", "By source")):
        groups = inside(summary, "groups", way)
        if len(groups) < 2 and way != "type":
            continue
        names = [n for n in BY_GROUP if any(figure(inside(groups, g), n) for g in groups)]
        rows = tuple(
            Group(
                name,
                count(inside(groups, name), "n"),
                tuple(figure(inside(groups, name), measure) for measure in names),
            )
            for name in groups
        )
        if rows and names:
            made.append(Grouping(title, tuple(label(summary, name) for name in names), rows))
    return made


def reasons(summary: Json) -> list[tuple[str, str, int]]:
    """What became of the questions: key, words, number."""
    counted = inside(summary, "counts", "why")
    order = [*(key for key in WHY if key in counted), *(key for key in counted if key not in WHY)]
    return [(key, WHY.get(key, key), count(counted, key)) for key in order]


def latencies(summary: Json) -> list[tuple[str, tuple[str, ...]]]:
    """Seconds by stage: median, 95th percentile, mean, number."""
    made = []
    for stage, found in inside(summary, "latency").items():
        own = inside(found)
        times = tuple(seconds(number(own, name)) for name in ("p50", "p95", "mean"))
        name = "in all" if stage == "seconds" else stage
        made.append((name, (*times, str(count(own, "n")))))
    return made


def workers(summary: Json) -> int:
    """How many questions were asked at a time."""
    places = (inside(summary, "protocol"), inside(summary, "settings"), summary)
    return next((given for place in places if (given := count(place, "workers"))), 1)


def facts(summary: Json) -> list[tuple[str, str]]:
    """How, when and where the run was made."""
    protocol = inside(summary, "protocol")
    named = {
        "Set": text(protocol, "set"),
        "Protocol": text(protocol, "text"),
        "Files": spelled(listed(protocol, "files")),
        "SHA-256 of the questions": text(protocol, "sha256"),
        "Seed": text(protocol, "seed"),
        **{name.capitalize(): spelled(protocol[name]) for name in _FACTS if protocol.get(name)},
        "Options": spelled(inside(protocol, "options")),
        "Command": text(summary, "command"),
        "Date": text(summary, "date"),
        "Commit": text(summary, "commit") or "not known",
        "Machine": spelled(inside(summary, "machine")),
        "Versions": spelled(inside(summary, "versions")),
        "Settings": spelled(inside(summary, "settings")),
        "Library": spelled(inside(summary, "library")),
    }
    return [(name, value) for name, value in named.items() if value]


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of two runs."""

    label: str
    first: str
    second: str
    change: str
    interval: str
    verdict: str


def changes(found: Json) -> list[Change]:
    """What `compare` found of every measure."""
    made = []
    for name in inside(found, "measures"):
        own = inside(found, "measures", name)
        gap = inside(own, "difference")
        value, low, high = (number(gap, key) or 0.0 for key in ("value", "low", "high"))
        verdict = "within the interval"
        if low > 0 or high < 0:
            verdict = "better" if (value > 0) == (own.get("better") != "lower") else "worse"
        made.append(
            Change(
                MEASURES[name].about.label if name in MEASURES else name,
                percent(number(own, "first")),
                percent(number(own, "second")),
                _signed(value),
                f"{_signed(low)} to {_signed(high)}",
                verdict,
            )
        )
    return made


def _signed(value: float) -> str:
    return f"{100 * value:+.1f}".replace("-", "−")
