"""A whole evaluation: checks, questions, baselines, summary. What `python -m qa eval` does.

Knows the order of the steps; what each does is in the modules beside this one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qa.evaluate import check, plain, run, summary
from qa.evaluate.baselines import ABOUT
from qa.evaluate.places import Placed
from qa.evaluate.questions import Gold, Question
from qa.evaluate.rows import Row
from qa.evaluate.run import Answers
from qa.evaluate.scoring import Lookup


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked, of what, and how."""

    out: Path
    questions: Sequence[Question]
    protocol: Mapping[str, object]
    """What is asked and how; changes when a row would."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """With what; changes when an answer might."""
    library: Mapping[str, object] | None = None
    code: str = ""
    provenance: Mapping[str, object] = field(default_factory=dict)
    """Command, commit, machine, versions: said, but a resumed run may differ in them."""
    workers: int = 1
    strict: bool = False
    form: plain.Format | None = None
    """How a list of questions without gold is answered, beside the rows."""


def execute(
    plan: Plan,
    system: Answers,
    article: Lookup,
    placed: Mapping[Gold, Placed],
    baselines: Mapping[str, Callable[[], Answers]],
) -> Row:
    """Ask everything that is not yet asked; the summary, which is also written."""
    warnings = check.complaints(plan.questions, placed)
    if plan.strict:
        check.refuse(warnings)
    for line in warnings:
        print(f"warning: {line}", file=sys.stderr)
    what = {
        "protocol": plan.protocol,
        "settings": plan.settings,
        "library": plan.library,
        "code": plan.code,
    }
    manifest = run.claim(plan.out, what)
    asker = run.Asker(system, article, placed)
    path = plan.out / run.ANSWERS
    answered = run.ask_all(plan.questions, asker, path, plan.workers)
    others = {
        name: _baseline(plan, name, load, article, placed) for name, load in baselines.items()
    }
    if plan.form:
        target = plan.out / f"answered{plain.SUFFIX[plan.form]}"
        target.write_text(plain.written(answered, plan.form), encoding="utf-8", newline="")
    said = {**what, **plan.provenance, "date": manifest["date"], "warnings": warnings}
    found = summary.summary(said, answered, len(plan.questions), others)
    run.write_json(plan.out / run.SUMMARY, found)
    return found


def _baseline(
    plan: Plan,
    name: str,
    load: Callable[[], Answers],
    article: Lookup,
    placed: Mapping[Gold, Placed],
) -> tuple[str, list[Row]]:
    """The rows of a baseline, loaded only where a question is left to be asked."""
    path = plan.out / f"baseline-{name}.jsonl"
    loaded: list[Answers] = []

    def ask(question: Question) -> Row:
        if not loaded:
            loaded.append(load())
        return run.Asker(loaded[0], article, placed)(question)

    return ABOUT[name], run.ask_all(plan.questions, ask, path, what=f"baseline {name}")


def kept(out: Path) -> int:
    """How many questions an interrupted run has answered."""
    path = out / run.ANSWERS
    # A row that is cut off has no line end.
    return path.read_bytes().count(b"\n") if path.exists() else 0
