"""What a run says of itself: what is asked and how, and the thresholds that are in force.

Knows sets and settings; nothing of asking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.evaluate import run
from qa.evaluate.set_types import Loaded
from qa.evidence import GIVEN, Thresholds
from qa.settings import AnswerSettings

OF_QUESTIONS = (
    "Each question is asked of the library with the conversation before it. Right: the answer says "
    "every required part, else one of the answers; refused where nothing answers. Retrieved: a hit "
    "has half of a gold quote or more. A citation is right when it overlaps one."
)
"""How a question file is asked and graded."""


def protocol(
    name: str,
    files: Sequence[str],
    loaded: Loaded,
    chosen: Mapping[str, int],
    settings: AnswerSettings,
) -> dict[str, object]:
    """What is asked and how; `chosen` is how the questions were drawn."""
    text = loaded.protocol
    if _given(loaded):
        limit = in_force(loaded, settings)["answer_threshold"]
        whose = "the default" if settings.answer_threshold is None else "set for this run"
        text += (
            f" Evidence in given passages answers from a probability of {limit:g} on ({whose}); "
            "baselines know no such threshold."
        )
    return {
        "set": name,
        "files": list(files),
        "sha256": run.digest(loaded.questions),
        **chosen,
        "options": dict(loaded.options),
        "text": text,
    }


def in_force(loaded: Loaded, settings: AnswerSettings) -> dict[str, float]:
    """The thresholds by which these questions are answered, where none is set the default ones."""
    usual = GIVEN if _given(loaded) else Thresholds()
    wanted, weak = settings.answer_threshold, settings.weak_threshold
    answered = usual.answered if wanted is None else wanted
    return {
        "answer_threshold": answered,
        "weak_threshold": min(answered, usual.weak if weak is None else weak),
    }


def _given(loaded: Loaded) -> bool:
    """Whether the questions bring their passages."""
    return any(question.passages is not None for question in loaded.questions)
