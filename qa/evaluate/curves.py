"""What a single number hides: risk against coverage, and the spread of seconds.

The area under the risk–coverage curve is resampled as every measure is. Knows scores and timings;
nothing of questions or answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from qa.evaluate.measures import SEED, Scores, Value, draws, interval


def risk_coverage(rows: Sequence[Scores], seed: int = SEED) -> dict[str, object]:
    """How often an answer is wrong when only the surest are given, and the mean of that risk.

    Of all questions that can be graded; those refused are never covered. Each answer's risk is that
    of all answers at least as sure as it, so equal confidences need no order.
    """
    import numpy as np

    graded = [row for row in rows if row.get("correct") is not None]
    given = [row for row in graded if not row.get("refused") and row.get("confidence") is not None]
    if not given:
        return {"points": [], "area": None}
    sure = np.array([row["confidence"] for row in given], dtype=np.float64)
    wrong = np.array([1.0 - (row["correct"] or 0.0) for row in given])
    order = np.argsort(-sure, kind="stable")
    sure, wrong = sure[order], wrong[order]
    last = np.searchsorted(-sure, -sure, side="right") - 1
    ends = np.unique(last)
    risks = np.cumsum(wrong) / np.arange(1, len(given) + 1)
    points = [
        {
            "coverage": float((end + 1) / len(graded)),
            "risk": float(risks[end]),
            "threshold": float(sure[end]),
        }
        for end in ends
    ]
    weights = draws(len(given), seed)
    counts = np.cumsum(weights, axis=1)[:, last]
    drawn = np.cumsum(weights * wrong, axis=1)[:, last] / np.maximum(counts, 1.0)
    low, high = interval((weights * drawn).sum(axis=1) / len(given))
    area = Value(float(risks[last].mean()), low, high, len(given))
    return {"points": points, "area": asdict(area)}


def latency(timings: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Seconds by stage."""
    import numpy as np

    found = {}
    for stage in dict.fromkeys(stage for row in timings for stage in row):
        seconds = np.array([row[stage] for row in timings if stage in row], dtype=np.float64)
        half, most = np.percentile(seconds, (50, 95))
        found[stage] = {
            "p50": float(half),
            "p95": float(most),
            "mean": float(seconds.mean()),
            "n": len(seconds),
        }
    return found
