"""Turns the reader's raw scores into probabilities, and writes them into its file.

    python -m qa.reader.calibrate --data FOLDER --reader FILE [--sets cmrc,pages] [--dry-run]

What is calibrated is what an answer is decided by: the *best* passage of a question, and whether
the question is answered by what was read. The sets count alike, however many questions they have:

`pages`: questions on raw pages, with those that the pages do not answer.
`nomiracl`: questions with ten passages that are about what is asked; half of them answer nothing.
`cmrc`: questions of CMRC 2018's development set, put to the search among all its paragraphs; each
counts twice, once with all of its passages and once without those that answer it. A passage that
has the answer's words in another place may answer too, and is left out.

A logistic function of the best relevance is fitted. What is printed is measured on one half of the
questions with what was fitted on the other. Knows scores and outcomes; nothing of how a text is
read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, reported
from corpus.settings import Places
from qa.evaluate import (
    reading_measures,
    reading_order,
    reading_pages,
    reading_sets,
    retrieval_sets,
)
from qa.evaluate.reading_order import Candidate
from qa.reader.weights import Calibration, read, save

if TYPE_CHECKING:
    from index.types import Encoder
    from qa.reader.reader import TransformerReader

SETS = ("pages", "nomiracl", "cmrc")
FITTED = SETS[:2]
"""What ships is fitted on these: pages are what is asked about, and near misses the hardest."""
QUESTIONS, DEPTH = 240, 10
FIRM = 1e-3
"""What a squared weight costs, so that scores that part the cases completely still give some."""
ROUNDS = 50
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Asked = Sequence["Candidate"]
"""The passages of one question."""


@dataclass(frozen=True, slots=True)
class Case:
    """The scores of a text, and whether it answers."""

    relevance: float
    right: bool
    weight: float = 1.0
    """How much it counts beside the others."""


def fit(cases: Sequence[Case]) -> Calibration:
    """The logistic function that makes the cases most probable (Newton's method)."""
    import numpy as np

    right = np.array([case.right for case in cases], dtype=float)
    if not 0 < right.sum() < len(cases):
        raise SettingError(
            "nothing to calibrate with (all cases are alike)", len(cases), "Give more --questions"
        )
    inputs = np.array([(case.relevance, 1.0) for case in cases])
    share = np.array([case.weight for case in cases])
    cost = FIRM * share.sum() * np.diag([1.0, 0.0])
    weights = np.zeros(2)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -60, 60)))
        slope = inputs.T @ (share * (chance - right)) + cost @ weights
        # The last term keeps the matrix from being singular where every chance is 0 or 1.
        bend = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs + cost
        step = np.linalg.solve(bend + 1e-6 * np.eye(2), slope)
        weights -= step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    relevance, bias = (round(float(one), 5) for one in weights)
    return Calibration(relevance, bias)


def best(questions: Sequence[Asked]) -> list[Case]:
    """The best passage of every question, with those that answer and without them."""
    found = []
    for rows in questions:
        known = [Case(one.relevance, one.answers) for one in rows if not one.doubtful]
        without = [case for case in known if not case.right]
        found += [
            max(cases, key=lambda case: case.relevance)
            for cases in ((known, without) if len(without) < len(known) else (known,))
            if cases
        ]
    return found


def fitted(sets: Sequence[Sequence[Asked]]) -> Calibration:
    """What makes the outcomes of all the sets most probable."""
    return fit(_balanced([best(questions) for questions in sets]))


def _balanced(sets: Sequence[Sequence[Case]]) -> list[Case]:
    """Cases of several sets, so weighed that each set counts alike."""
    return [replace(case, weight=1000 / len(cases)) for cases in sets for case in cases]


def crossed(questions: Sequence[Asked]) -> tuple[list[float], list[float], list[bool]]:
    """Probabilities before and after, from what was fitted on the other half; and the outcomes."""
    before: list[float] = []
    after: list[float] = []
    right: list[bool] = []
    for half in (0, 1):
        calibration = fitted([questions[1 - half :: 2]])
        cases = best(questions[half::2])
        before += [Calibration().probability(case.relevance) for case in cases]
        after += [calibration.probability(case.relevance) for case in cases]
        right += [case.right for case in cases]
    return before, after, right


def report(before: Sequence[float], after: Sequence[float], right: Sequence[bool]) -> Iterator[str]:
    """How far probabilities can be trusted, and what a threshold costs, in lines."""
    yield f"cases {len(right)}, of them right {sum(right)}"
    yield f"calibration error before {reading_measures.calibration_error(before, right):.4f}"
    yield f"calibration error after  {reading_measures.calibration_error(after, right):.4f}"
    yield "predicted between   cases  predicted  observed"
    for one in reading_measures.reliability(after, right):
        span = f"{one.low:.1f} and {one.high:.1f}"
        yield f"{span:<18}{one.count:>7}{one.predicted:>11.3f}{one.observed:>10.3f}"
    yield "threshold  answered  wrong among answered"
    for threshold, share, risk in reading_measures.risk_coverage(after, right, THRESHOLDS):
        yield f"{threshold:>9.2f}{share:>10.3f}{risk:>22.3f}"


@dataclass(frozen=True, slots=True)
class Bench:
    """What a set is read with."""

    data: Path
    encoder: Encoder
    reader: TransformerReader
    questions: int

    def read(self, name: str) -> list[Asked]:
        """The passages of every question of a set."""
        if name == "pages":
            pages = reading_pages.answerable_and_not(self.data, self.encoder, self.reader)
            return [_alike(page.candidates) for page in pages]
        return list(self._cmrc() if name == "cmrc" else self._choices(name))

    def _cmrc(self) -> Iterator[Asked]:
        asked = reading_sets.sample(reading_sets.spans(self.data, "cmrc"), self.questions)
        pool = retrieval_sets.load(self.data, "cmrc").paragraphs
        return reading_order.candidates(asked, pool, self.encoder, self.reader, DEPTH)

    def _choices(self, name: str) -> Iterator[Asked]:
        for one in reading_sets.choices(self.data, name):
            raws = self.reader.raw(one.question, one.texts)
            judged = (one.answerable, one.answerable, False)
            yield [Candidate(0.0, raw.relevance, raw.margin, 0.0, *judged) for raw in raws]


def _alike(rows: Asked) -> Asked:
    """Every passage counts as answering where one does, as a set without judgements has it."""
    answers = any(one.answers for one in rows)
    return [replace(one, answers=answers) for one in rows]


def bench(given: argparse.Namespace) -> Bench:
    """Encoder and reader, loaded."""
    from index.encoder import EncoderSettings, load_encoder
    from qa.evaluate.shelf import KeptVectors
    from qa.reader.reader import load_reader

    encoder = load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder)
    reader = load_reader(encoder, given.reader)
    return Bench(given.data, KeptVectors(encoder, given.vectors), reader, given.questions)


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write the file anew."""
    parser = argparse.ArgumentParser(prog="python -m qa.reader.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--reader", type=Path, required=True, help="the file to calibrate")
    parser.add_argument("--sets", default=",".join(FITTED))
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="so many of cmrc's")
    parser.add_argument("--vectors", type=Path, help="a folder to keep vectors in")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    parser.add_argument("--dry-run", action="store_true", help="print, and leave the file")
    given = parser.parse_args(arguments)
    names = given.sets.split(",")
    if unknown := sorted(set(names) - set(SETS)):
        raise SettingError("no such set", ",".join(unknown), f"Sets: {', '.join(SETS)}")
    ready = bench(given)
    sets = []
    for name in names:
        sets.append(ready.read(name))
        print(f"{name}: {len(sets[-1])} questions")
        for line in report(*crossed(sets[-1])):
            print(f"  {line}", flush=True)
    calibration = fitted(sets)
    print(calibration)
    if not given.dry_run:
        save(replace(read(given.reader), calibration=calibration), given.reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
