"""Sets whose questions bring their passages: RGB and NoMIRACL.

Knows the formats; nothing of answering.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from qa.evaluate.questions import Question
from qa.evaluate.set_types import Loaded, Options, language, lines, passage_of, texts

PASSAGES = 5
"""What RGB gives a question."""


def rgb(paths: Sequence[Path], options: Options) -> Loaded:
    """RGB: five passages a question, a share of them beside the point."""
    questions = []
    fewer = 0
    rows = list(lines(paths))
    tongue = language([str(row["query"]) for _, row in rows])
    for path, row in rows:
        noise = PASSAGES if options.refusal else round(PASSAGES * options.noise)
        bad = texts(row["negative"])[:noise]
        # Where a question has too few that answer it, it is given fewer passages, not more noise.
        good = texts(row["positive"])[: PASSAGES - noise]
        both = good + bad
        fewer += len(both) < PASSAGES
        identity = str(row["id"])
        random.Random(f"{options.seed}:{identity}").shuffle(both)
        asked = str(row["query"])
        given = tuple(passage_of(f"{identity}#{n}", path, "", text) for n, text in enumerate(both))
        answers, required = ((), ()) if options.refusal else _rgb_gold(row["answer"])
        kind = "refusal" if options.refusal else f"noise {options.noise:g}"
        questions.append(
            Question(
                identity, asked, tongue, kind, path.name, answers, required,
                answerable=not options.refusal, passages=given,
            )
        )  # fmt: skip
    return Loaded(tuple(questions), _rgb_protocol(options, len(questions), fewer))


def _rgb_protocol(options: Options, count: int, fewer: int) -> str:
    share = "all of them negative" if options.refusal else f"{options.noise:.0%} of them negative"
    text = (
        f"{PASSAGES} passages a question, {share}, in an order shuffled with seed {options.seed} "
        "and the question's id. "
    )
    if fewer:
        text += (
            f"Of the set's {count} questions {fewer} have too few passages of one kind and were "
            "given fewer: their share is another one. "
        )
    return text + (
        "Right when the outcome is a refusal."
        if options.refusal
        else "Right when the answer has the gold string: of a list all, of a list in it one."
    )


def _rgb_gold(answer: object) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A string is an answer; a list asks for all of its members, of a list in it for one."""
    if isinstance(answer, str):
        return (answer,), ()
    if not isinstance(answer, list) or not answer:
        raise TypeError("answer is neither a string nor a list")
    if len(answer) == 1 and isinstance(answer[0], str):
        return (answer[0],), ()
    groups = tuple(tuple(map(str, one)) if isinstance(one, list) else (str(one),) for one in answer)
    return (groups[0] if len(groups) == 1 else ()), groups


def nomiracl(paths: Sequence[Path], options: Options) -> Loaded:
    """NoMIRACL: ten judged passages a question."""
    questions = []
    rows = list(lines(paths))
    tongue = language([str(row["question"]) for _, row in rows])
    for path, row in rows:
        identity = str(row["query_id"])
        answerable = row["answerable"]
        if not isinstance(answerable, bool):
            raise TypeError("answerable is neither true nor false")
        given = []
        for number, text in enumerate(texts(row["passages"])):
            title, colon, body = text.partition(": ")
            title, body = (title, body) if colon else ("", text)
            given.append(passage_of(f"{identity}#{number}", path, title, body))
        asked = str(row["question"])
        kind = "relevant" if answerable else "non_relevant"
        questions.append(
            Question(
                identity, asked, tongue, kind, path.name,
                answerable=answerable, passages=tuple(given), settled=False,
            )
        )  # fmt: skip
    text = (
        "Each question is answered from its own ten judged passages, in the file's order. "
        "Hallucination: of the non-relevant those not refused; error: of the relevant those "
        "refused or failed. What an answer says is not judged: the set has no gold answers, and a "
        "relevant question is listed as right when it is not refused."
    )
    return Loaded(tuple(questions), text)
