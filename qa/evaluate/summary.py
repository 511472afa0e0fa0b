"""The summary of a run: counts, measures, groups, curves and seconds of its rows.

`run.py` shows the shape. Knows rows; nothing of how they came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import cast

from qa.evaluate import curves, measures
from qa.evaluate.measures import Scores
from qa.evaluate.rows import Row

FORMAT = 1
NOTES = (
    "Every figure is a mean over questions, or a ratio of two sums over them; the interval holds "
    f"95 % of {measures.DRAWS:,} bootstrap resamples of the questions (seed {measures.SEED}).",
    "Support is judged by a check that shares no code and no threshold with the verifier that "
    "decided which sentences were said, and reads the article's own characters at the cited "
    "place: numbers by value, negation, pairs of characters, unbroken pieces. It does not see a "
    "short name exchanged for another. A sentence in another script than its source is unsupported "
    "where a number differs, and left out of the mean where the numbers agree.",
    "A citation is right when it overlaps gold evidence; citations of unanswerable questions, "
    "which have none, show in the refusal measures instead.",
    "Retrieval is computed by ir-measures from the hits that the answer came with.",
    "The risk–coverage curve covers answers in the order of their confidence; refused questions "
    "are never covered, so a curve ends at the share that was answered.",
    "A refusal is the outcome no_evidence or weak_evidence, whatever is shown beside it; "
    "conflicting_evidence is an answer. What a refusal quotes as doubtful is no answer in any "
    "measure but `said`; `refused_outright` leaves out refusals that quote.",
    "Where no string settles what is right there is no accuracy. Listed as right are then: of "
    "DRAGONBall's questions those with a keypoint recall of at least one half, of NoMIRACL's those "
    "not refused; and everywhere the unanswerable ones that were refused.",
    "Baselines are asked the question as it stands, without the conversation before it.",
    "A question that raised or failed counts as wrong: 0 in every measure of what is said, found "
    "or cited that an answer of it would have. It counts in `error_rate` where it is answerable, "
    "in `hallucination` where it is not; what measures the citations and sentences that were made "
    "leaves it out, as it does a refusal.",
)


def scores_of(row: Row) -> Scores:
    """The scores of one row."""
    return cast(Scores, row["scores"])


def part(rows: Sequence[Row]) -> Row:
    """What is said of the system and of every baseline alike."""
    return {
        "counts": _counts(rows),
        "measures": _values(rows),
        "groups": {name: _groups(rows, name) for name in ("type", "lang", "source")},
        "curves": {"risk_coverage": curves.risk_coverage([scores_of(row) for row in rows])},
        "latency": curves.latency([_timings(row) for row in rows]),
    }


def summary(
    manifest: Row,
    rows: Sequence[Row],
    asked: int,
    baselines: Mapping[str, tuple[str, Sequence[Row]]],
) -> Row:
    """The whole of it; `manifest` says what the run is of, and where and when it was made."""
    graded = any(scores_of(row).get("graded") for row in rows)
    made = part(rows)
    counts = cast(dict[str, object], made["counts"])
    return {
        "format": FORMAT,
        **manifest,
        "notes": list(NOTES),
        **made,
        "counts": {"questions": asked, **counts, "skipped": asked - len(rows)},
        "failed": [{"id": r["id"], "error": r["error"]} for r in rows if r["why"] == "failed"],
        "about": measures.ABOUT,
        "baselines": {
            name: {"about": about, **part(own)} for name, (about, own) in baselines.items()
        },
        "plain": not graded,
    }


def _values(rows: Sequence[Row]) -> dict[str, object]:
    found = measures.measured([scores_of(row) for row in rows])
    return {name: asdict(value) for name, value in found.items()}


def _groups(rows: Sequence[Row], name: str) -> dict[str, object]:
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(cast(dict[str, str], row["group"])[name] or "(none)", []).append(row)
    return {value: {"n": len(own), "measures": _values(own)} for value, own in parts.items()}


def _counts(rows: Sequence[Row]) -> dict[str, object]:
    answerable = [row for row in rows if scores_of(row).get("answerable")]
    failed = sum(row["why"] == "failed" for row in rows)
    refused = sum(bool(scores_of(row).get("refused")) for row in rows)
    return {
        "done": len(rows),
        "failed": failed,
        "answered": len(rows) - failed - refused,
        "refused": refused,
        "answerable": len(answerable),
        "unanswerable": len(rows) - len(answerable),
        "why": dict(Counter(str(row["why"]) for row in rows)),
    }


def _timings(row: Row) -> dict[str, float]:
    answer = row["answer"]
    stages = cast(dict[str, float], answer["timings"]) if isinstance(answer, dict) else {}
    return {"seconds": cast(float, row["seconds"]), **stages}
