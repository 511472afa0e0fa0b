"""Two runs of the same questions: the difference of each measure, and who changed side.

The intervals are of a paired bootstrap: both runs are resampled by the same questions, so what a
question is worth to both cancels out. Knows the folders of runs; nothing of asking.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from qa.evaluate import measures
from qa.evaluate.rows import Row, RunError, read_rows
from qa.evaluate.run import ANSWERS
from qa.evaluate.summary import scores_of


def compared(first: Path, second: Path) -> Row:
    """What changed from the first run to the second, over the questions that both have."""
    before, after = _by_id(first), _by_id(second)
    common = [id_ for id_ in before if id_ in after]
    if not common:
        raise RunError("no question is in both runs", f"{first}, {second}", "Name two runs of one")
    _refuse_other_questions(before, after, common, first, second)
    a = [scores_of(before[id_]) for id_ in common]
    b = [scores_of(after[id_]) for id_ in common]
    values = (measures.measured(a), measures.measured(b))
    found = measures.differences(a, b)
    return {
        "runs": [str(first), str(second)],
        "questions": len(common),
        "only_in_one": sorted(set(before) ^ set(after)),
        "measures": {
            name: {
                "first": values[0][name].value,
                "second": values[1][name].value,
                "difference": asdict(value),
                "better": measures.MEASURES[name].about.better,
            }
            for name, value in found.items()
        },
        "gained": _changed(before, after, common, (False, True)),
        "lost": _changed(before, after, common, (True, False)),
    }


def _by_id(folder: Path) -> dict[str, Row]:
    rows = read_rows(folder / ANSWERS)
    return {str(row["id"]): row for row in rows}


def _refuse_other_questions(
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    common: Sequence[str],
    first: Path,
    second: Path,
) -> None:
    """The same ids with other questions behind them are no pair."""
    other = [id_ for id_ in common if before[id_]["question"] != after[id_]["question"]]
    if other:
        raise RunError(
            f"the runs ask different things under the same id ({', '.join(other[:5])})",
            f"{first}, {second}",
            "Name two runs of the same questions",
        )


def _changed(
    before: Mapping[str, Row],
    after: Mapping[str, Row],
    common: Sequence[str],
    sides: tuple[bool, bool],
) -> list[dict[str, object]]:
    rows = []
    for id_ in common:
        old, new = before[id_], after[id_]
        if (_right(old), _right(new)) == sides:
            asked = cast(Mapping[str, object], new["question"])["question"]
            rows.append({"id": id_, "question": asked, "was": old["why"], "now": new["why"]})
    return rows


def _right(row: Row) -> bool:
    """Whether the answer is right; the verdict tells where no string settles what is."""
    correct = scores_of(row).get("correct")
    return row["why"] == "right" if correct is None else correct == 1.0


def as_text(found: Mapping[str, object]) -> str:
    """For a terminal."""
    names = cast(Sequence[str], found["runs"])
    lines = [f"{names[0]} → {names[1]}, {found['questions']} questions", ""]
    lines.append(f"{'measure':<22}{'first':>8}{'second':>8}{'change':>9}   95 % interval")
    for name, value in cast(Mapping[str, Mapping[str, object]], found["measures"]).items():
        gap = cast(Mapping[str, float], value["difference"])
        sure = gap["low"] > 0 or gap["high"] < 0
        lines.append(
            f"{name:<22}{value['first']:>8.3f}{value['second']:>8.3f}{gap['value']:>+9.3f}"
            f"   {gap['low']:+.3f} to {gap['high']:+.3f}{' *' if sure else ''}"
        )
    lines.append("* the interval does not hold 0")
    for title in ("gained", "lost"):
        rows = cast(Sequence[Mapping[str, object]], found[title])
        lines += ["", f"{title}: {len(rows)}"]
        lines += [f"  {r['id']}  {r['was']} → {r['now']}  {r['question']}" for r in rows]
    alone = cast(Sequence[str], found["only_in_one"])
    if alone:
        lines += ["", f"in one run only: {', '.join(alone)}"]
    return "\n".join(lines)


def as_json(found: Mapping[str, object]) -> str:
    """For a program."""
    return json.dumps(found, ensure_ascii=False)
