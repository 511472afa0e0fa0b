"""The plots of a report: what is risked for what is answered, types, hits, seconds.

Knows a run's summary and rows; nothing of the page around the plots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.evaluate.report_svg import INK, PAPER, QUIET, drawing, svg
from qa.evaluate.report_tables import bounds, systems, workers
from qa.evaluate.report_values import Json, inside, number, objects, percent, seconds, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 360.0, 250.0
_LEGEND, _ROW = 16.0, 24.0
_STROKES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 5)))
_MARKERS = "osD^v"
_LONGEST = 13.0
"""The width of a name beside an axis, in Chinese characters' halves."""
_MOST = 24
"""Types that fit into one plot."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing and the line under it."""

    svg: str
    caption: str


def plots(summary: Json, rows: Sequence[Json]) -> list[Plot]:
    """Those that there is something to draw for."""
    made = (_risk(summary), _types(summary), _hits(summary), _latency(rows, workers(summary)))
    return [plot for plot in made if plot]


def _risk(summary: Json) -> Plot | None:
    curves = [
        (name, [(number(p, "coverage") or 0.0, number(p, "risk") or 0.0) for p in found])
        for name, part in systems(summary)
        if (found := objects(part, "curves", "risk_coverage", "points"))
    ]
    if not curves:
        return None
    with drawing(WIDTH, HEIGHT + _LEGEND * _lines(len(curves))) as (figure, axes):
        for place, (name, points) in enumerate(curves):
            x, y = [100 * a for a, _ in points], [100 * b for _, b in points]
            # A curve of one point has no line: answers that are all equally sure.
            marker = {**_marker(place), "clip_on": False} if len(points) == 1 else {}
            stroke = {**_stroke(place), **marker, "label": _ascii(name)}
            axes.plot(x, y, **stroke)  # type: ignore[arg-type]
        highest = max(risk for _, points in curves for _, risk in points)
        axes.set(xlim=(0, 100), ylim=(-2, max(10.0, min(104.0, 115 * highest))))
        axes.set_xlabel("questions answered, surest first, %")
        axes.set_ylabel("wrong among them, %")
        _legend(axes, len(curves))
        last = "; ".join(
            f"{name}: {percent(ys[-1][1])} % wrong at {percent(ys[-1][0])} % answered"
            for name, ys in curves
        )
        drawn = svg(figure, "risk", "Risk and coverage", last, {})
    return Plot(
        drawn,
        "What is risked for what is answered: a lower line that reaches further right is better.",
    )


def _types(summary: Json) -> Plot | None:
    groups = inside(summary, "groups", "type")
    found = [
        (name, measure)
        for name in groups
        if number(measure := inside(groups, name, "measures", "accuracy"), "value") is not None
    ][:_MOST]
    if not found:
        return None
    with drawing(WIDTH, 56 + _ROW * len(found)) as (figure, axes):
        words = {}
        for place, (name, measure) in enumerate(found):
            value, low, high = _spread(measure, "accuracy")
            axes.plot([low, high], [place, place], color=INK, linewidth=1.2, clip_on=False)
            axes.plot([value], [place], "o", color=INK, markersize=6, clip_on=False)
            words[f"@{place}"] = f"{_short(name)} ({text(measure, 'n')})"
        _rows(axes, len(found))
        axes.set(xlim=(0, 100), xlabel="accuracy and its 95 % interval, %")
        about = "; ".join(f"{name}: {percent(number(m, 'value'))} %" for name, m in found)
        figure.subplots_adjust(
            left=0.34, right=0.95, top=0.98, bottom=46 / (56 + _ROW * len(found))
        )
        drawn = svg(figure, "types", "Accuracy by type", about, words)
    return Plot(drawn, "Accuracy by type of question, with the number of questions.")


def _hits(summary: Json) -> Plot | None:
    ks = (1, 5, 10)
    lines = [
        (name, measures)
        for name, part in systems(summary)
        if all(measures := [inside(part, "measures", f"hit@{k}") for k in ks])
    ]
    if not lines:
        return None
    with drawing(WIDTH, HEIGHT + _LEGEND * _lines(len(lines))) as (figure, axes):
        for place, (name, measures) in enumerate(lines):
            found = [_spread(measure, f"hit@{k}") for k, measure in zip(ks, measures, strict=True)]
            values = [value for value, _, _ in found]
            spread = [[value - low for value, low, _ in found], [h - v for v, _, h in found]]
            # Beside one another, so that intervals can be told apart.
            at = [at + 0.05 * (place - (len(lines) - 1) / 2) for at in range(len(ks))]
            stroke = {**_stroke(place), **_marker(place), "elinewidth": 0.8, "label": _ascii(name)}
            axes.errorbar(at, values, yerr=spread, **stroke)  # type: ignore[arg-type]
        axes.set_xticks(range(len(ks)), [str(k) for k in ks])
        axes.set(ylim=(0, 104), xlabel="first hits looked at", ylabel="evidence among them, %")
        _legend(axes, len(lines))
        about = "; ".join(
            f"{name}: " + ", ".join(f"{percent(number(m, 'value'))} %" for m in measures)
            for name, measures in lines
        )
        drawn = svg(figure, "hits", "Hit rate at 1, 5 and 10", about, {})
    return Plot(drawn, "Questions with gold evidence among the first hits.")


def _latency(rows: Sequence[Json], together: int) -> Plot | None:
    import numpy as np

    stages: dict[str, list[float]] = {}
    for row in rows:
        timings = inside(row, "answer", "timings")
        for name, time in (*timings.items(), ("in all", row.get("seconds"))):
            if isinstance(time, (int, float)) and time > 0:
                stages.setdefault(name, []).append(float(time))
    if not stages:
        return None
    # The whole stands below its stages, whichever question had which stage first.
    stages["in all"] = stages.pop("in all", [])
    drawn = [
        (name, np.percentile(times, (5, 25, 50, 75, 95))) for name, times in stages.items() if times
    ]
    with drawing(WIDTH, 56 + _ROW * len(drawn)) as (figure, axes):
        for place, (_, (least, low, half, high, most)) in enumerate(drawn):
            axes.plot([least, most], [place, place], color=QUIET, linewidth=0.8)
            axes.plot([low, high], [place, place], color=INK, linewidth=7, solid_capstyle="butt")
            axes.plot([half, half], [place - 0.19, place + 0.19], color=PAPER, linewidth=2)
        axes.set_xscale("log")
        _rows(axes, len(drawn))
        _seconds(
            axes,
            [float(levels[0]) for _, levels in drawn],
            [float(levels[4]) for _, levels in drawn],
        )
        axes.set_xlabel("time, logarithmic")
        words = {f"@{place}": _short(name) for place, (name, _) in enumerate(drawn)}
        about = "; ".join(f"{name}: median {seconds(float(levels[2]))}" for name, levels in drawn)
        figure.subplots_adjust(
            left=0.34, right=0.95, top=0.98, bottom=46 / (56 + _ROW * len(drawn))
        )
        made = svg(figure, "latency", "Time by stage", about, words)
    return Plot(
        made,
        "Time by stage: bar from the 25th to the 75th percentile, line from the 5th to the 95th, "
        "gap at the median."
        + (f" {together} questions were asked at a time." if together > 1 else ""),
    )


def _seconds(axes: Axes, lowest: Sequence[float], highest: Sequence[float]) -> None:
    """Powers of ten for ticks, named in seconds or milliseconds, and no ticks between."""
    import math

    first, last = math.floor(math.log10(min(lowest))), math.ceil(math.log10(max(highest)))
    powers = [10.0**power for power in range(first, max(last, first + 1) + 1)]
    step = 1 + len(powers) // 6
    names = [f"{p:g} s" if p >= 1 else f"{1000 * p:g} ms" for p in powers]
    axes.set_xlim(powers[0], powers[-1])
    axes.set_xticks(powers[::step], names[::step])
    axes.minorticks_off()


def _rows(axes: Axes, number: int) -> None:
    """Names beside the axis, first on top; the words themselves are put in later."""
    axes.set_yticks(range(number), [f"@{place}" for place in range(number)])
    axes.set_ylim(number - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")


def _stroke(place: int) -> dict[str, object]:
    """This system in ink and whole, its baselines in grey, each broken in its own way."""
    return {
        "color": QUIET if place else INK,
        "linewidth": 1.2 if place else 2.0,
        "linestyle": _STROKES[place % len(_STROKES)],
    }


def _spread(measure: Json, name: str) -> tuple[float, float, float]:
    """A measure and its interval in per cent; the measure alone where it has none."""
    value = number(measure, "value") or 0.0
    low, high = bounds(measure, name) or (value, value)
    return 100 * value, 100 * min(low, value), 100 * max(high, value)


def _marker(place: int) -> dict[str, object]:
    return {"marker": _MARKERS[place % len(_MARKERS)], "markersize": 5}


def _lines(number: int) -> int:
    return (number + 1) // 2 if number > 1 else 0


def _legend(axes: Axes, number: int) -> None:
    """Names above the plot, two to a line, where there is more than one."""
    height = HEIGHT + _LEGEND * _lines(number)
    top = 1 - (8 + _LEGEND * _lines(number)) / height
    assert axes.figure is not None
    axes.get_figure(root=True).subplots_adjust(  # type: ignore[union-attr]
        left=0.14, right=0.97, bottom=46 / height, top=top
    )
    if number > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.14, 1.0), ncols=2, handlelength=3.2)


def _ascii(name: str) -> str:
    """A name that the drawing's own font can measure."""
    return name.encode("ascii", "replace").decode()


def _short(name: str) -> str:
    """As much of a name as fits beside an axis."""
    width, kept = 0.0, ""
    for character in name:
        width += 1.0 if ord(character) < 0x2E80 else 1.9
        if width > _LONGEST:
            return kept.rstrip() + "…"
        kept += character
    return kept
