"""The page of a run: one HTML file that needs nothing else, for whoever wants to check the figures.

    write_report(RUN)                reads answers.jsonl and summary.json, writes report.html
    write_comparison(ONE, OTHER, …)  what changed between two runs

Everything that comes from questions, articles and models is text to the page: escaped, isolated
from the direction of the text around it, and under a policy that lets nothing run or load but the
two blocks that the page itself was written with. The same run gives the same bytes.

Knows the files of a run and the templates beside it; nothing of how anything is measured.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.prepared import write_whole
from qa.evaluate import report_tables as tables
from qa.evaluate.compare import compared
from qa.evaluate.report_plots import plots
from qa.evaluate.report_rows import WHY, Shown, shown
from qa.evaluate.report_values import Json, inside, listed, natural, number, objects, safe, text
from qa.evaluate.rows import RunError, read_rows

if TYPE_CHECKING:
    from jinja2 import Environment

ANSWERS, SUMMARY, REPORT = "answers.jsonl", "summary.json", "report.html"
_OPEN = (
    "Marked right from half of the keypoints on, as no string settles the answer",
    "Marked right whenever it is not refused, whatever it says, as there is no gold answer",
)
_HERE = Path(__file__).parent


def write_report(folder: Path) -> Path:
    """Write the report of a finished run into its folder."""
    summary = _summary(folder / SUMMARY)
    rows = [inside(safe(row)) for row in read_rows(folder / ANSWERS)]
    path = folder / REPORT
    write_whole(path, report(summary, rows))
    return path


def write_comparison(one: Path, other: Path, out: Path) -> Path:
    """Write the page of what changed from one run to the other."""
    write_whole(out, comparison(inside(safe(compared(one, other)))))
    return out


def report(summary: Json, rows: Sequence[Json]) -> str:
    """The page of a run."""
    ordered = sorted(rows, key=lambda row: natural(text(row, "id")))
    questions = [shown(row, place) for place, row in enumerate(ordered, 1)]
    return _page(
        "report.html.j2",
        set=text(inside(summary, "protocol"), "set") or "questions",
        summary=summary,
        counts=inside(summary, "counts"),
        plain=bool(summary.get("plain")),
        headlines=tables.headlines(summary),
        systems=[
            (name, text(part, "about") if place else "this system")
            for place, (name, part) in enumerate(tables.systems(summary))
        ],
        sections=tables.sections(summary),
        groupings=tables.groupings(summary),
        reasons=tables.reasons(summary),
        rules=_rules(ordered),
        latencies=tables.latencies(summary),
        workers=tables.workers(summary),
        facts=tables.facts(summary),
        notes=[*listed(summary, "notes"), *([tables.EXACT] if inside(summary, "measures") else [])],
        warnings=listed(summary, "warnings"),
        failed=objects(summary, "failed"),
        plots=plots(summary, ordered),
        questions=questions,
        types=_values(questions, "type"),
        languages=_values(questions, "lang"),
    )


def comparison(found: Json) -> str:
    """The page of two runs."""
    return _page(
        "comparison.html.j2",
        runs=listed(found, "runs"),
        questions=found.get("questions", 0),
        only_in_one=listed(found, "only_in_one"),
        lines=tables.changes(found),
        changed=[(side.capitalize(), objects(found, side)) for side in ("gained", "lost")],
        words=WHY,
    )


def _rules(rows: Sequence[Json]) -> list[str]:
    """How "right" is to be read where no gold string decides it; nothing where one always does.

    A failed question has no scores that tell one kind from the other, and is right by neither.
    """
    every = [inside(row, "scores") for row in rows if text(row, "why") != "failed"]
    own = [one for one in every if one.get("graded") and one.get("answerable")]
    left = [one for one in own if number(one, "correct") is None]
    pointed = sum(number(one, "keypoint_recall") is not None for one in left)
    counted = zip(_OPEN, (pointed, len(left) - pointed), strict=True)
    return [f"{how}: {n:,} of {len(own):,} answerable questions." for how, n in counted if n]


def _values(questions: Sequence[Shown], name: str) -> list[str]:
    return sorted({value for one in questions if (value := str(getattr(one, name)))})


def _page(template: str, **values: object) -> str:
    style, script = ((_HERE / f"report.{kind}").read_text("utf-8") for kind in ("css", "js"))
    policy = {"style": _digest(style), "script": _digest(script)}
    made = _environment().get_template(template)
    return made.render(style=style, script=script, policy=policy, **values)


def _environment() -> Environment:
    """Templates that escape everything, and fail where they name what is not there."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _digest(block: str) -> str:
    """What the page's policy knows a block of it by."""
    return base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()


def _summary(path: Path) -> Json:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(
            f"not the summary of a run ({type(error).__name__})", path, "Finish the run first"
        ) from error
    if not isinstance(found, Mapping):
        raise RunError("not the summary of a run", path, "Finish the run first")
    return inside(safe(found))
