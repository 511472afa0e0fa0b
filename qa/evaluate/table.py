"""A run's headline figures for a terminal, beside those of the baselines.

Knows summaries; nothing of how they are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from qa.evaluate.rows import Row

_HEADLINE = (
    "accuracy", "said", "f1", "rouge_l", "completeness", "keypoint_recall", "hit@1", "hit@5",
    "mrr@10", "citation_precision", "citation_recall", "support", "refusal_precision",
    "refusal_recall", "refusal_f1", "refused_outright", "hallucination", "error_rate",
)  # fmt: skip


def as_text(made: Row, page: Path) -> str:
    """The figures, and the page that has all the others."""
    counts = cast(Mapping[str, object], made["counts"])
    lines = [
        f"{counts['done']} questions: {counts['answered']} answered, {counts['refused']} refused, "
        f"{counts['failed']} failed; {page}"
    ]
    own = cast(Mapping[str, Mapping[str, float]], made["measures"])
    others = cast(Mapping[str, Mapping[str, object]], made["baselines"])
    if made["plain"]:
        return lines[0]
    lines += ["", f"{'':<22}{'value':>8}  95 % interval   " + "".join(f"{n:>9}" for n in others)]
    for name in (name for name in _HEADLINE if name in own):
        value = own[name]
        line = f"{name:<22}{value['value']:>8.3f}  {value['low']:.3f} to {value['high']:.3f}   "
        for other in others.values():
            found = cast(Mapping[str, Mapping[str, float]], other["measures"]).get(name)
            line += f"{found['value']:>9.3f}" if found else f"{'–':>9}"
        lines.append(line)
    why = cast(Mapping[str, int], counts["why"])
    lines += ["", "  ".join(f"{name} {count}" for name, count in sorted(why.items()))]
    return "\n".join(lines)
