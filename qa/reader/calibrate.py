"""Turns the reader's raw scores into probabilities, and writes them into its file.

    python -m qa.reader.calibrate --data FOLDER --reader FILE [--questions N] [--dry-run]

Questions of CMRC 2018's development set are put to the search among all its paragraphs; the reader
goes through the best hits. What is calibrated is what an answer is decided by: the *best* hit of a
question. Every question counts twice, once with all of its hits and once without those that answer
it, so that half of the cases have no answer. A hit that has the answer's words in another place may
answer too, and is left out.

A logistic function of relevance and margin is fitted on all hits first, to choose the best by, and
then on the best. What is printed is measured on one half of the questions with what was fitted on
the other. Knows scores and outcomes; nothing of how a text is read.
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
from qa.evaluate import reading_measures, reading_order, reading_sets, retrieval_sets
from qa.reader.weights import Calibration, read, save

if TYPE_CHECKING:
    from qa.evaluate.reading_order import Candidate

SET = "cmrc"
QUESTIONS, DEPTH = 240, 10
FIRM = 1e-3
"""What a squared weight costs, so that scores that part the cases completely still give some."""
ROUNDS = 50
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Case:
    """The scores of a text, and whether it answers."""

    relevance: float
    margin: float
    right: bool


def fit(cases: Sequence[Case]) -> Calibration:
    """The logistic function that makes the cases most probable (Newton's method)."""
    import numpy as np

    right = np.array([case.right for case in cases], dtype=float)
    if not 0 < right.sum() < len(cases):
        raise SettingError(
            "nothing to calibrate with (all cases are alike)", len(cases), "Give more --questions"
        )
    inputs = np.array([(case.relevance, case.margin, 1.0) for case in cases])
    cost = FIRM * len(cases) * np.diag([1.0, 1.0, 0.0])
    weights = np.zeros(3)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -60, 60)))
        slope = inputs.T @ (chance - right) + cost @ weights
        # The last term keeps the matrix from being singular where every chance is 0 or 1.
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + cost + 1e-6 * np.eye(3)
        step = np.linalg.solve(bend, slope)
        weights -= step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    relevance, margin, bias = (round(float(one), 5) for one in weights)
    return Calibration(relevance, margin, bias)


def every(questions: Sequence[Sequence[Candidate]]) -> list[Case]:
    """Every hit that is known to answer or not to."""
    return [_case(one) for rows in questions for one in rows if not one.doubtful]


def best(questions: Sequence[Sequence[Candidate]], calibration: Calibration) -> list[Case]:
    """The best hit of every question, with the hits that answer and without them."""
    found = []
    for rows in questions:
        known = [_case(one) for one in rows if not one.doubtful]
        without = [case for case in known if not case.right]
        found += [
            max(cases, key=lambda case: _chance(calibration, case))
            for cases in (known, without)
            if cases
        ]
    return found


def fitted(questions: Sequence[Sequence[Candidate]]) -> Calibration:
    """Fitted on all hits to choose by, then on the chosen."""
    return fit(best(questions, fit(every(questions))))


def crossed(
    questions: Sequence[Sequence[Candidate]],
) -> tuple[list[float], list[float], list[bool]]:
    """Probabilities before and after, from what was fitted on the other half; and the outcomes."""
    before: list[float] = []
    after: list[float] = []
    right: list[bool] = []
    for half in (0, 1):
        calibration = fitted(questions[1 - half :: 2])
        cases = best(questions[half::2], calibration)
        before += [_chance(Calibration(), case) for case in cases]
        after += [_chance(calibration, case) for case in cases]
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


def _case(one: Candidate) -> Case:
    return Case(one.relevance, one.margin, one.answers)


def _chance(calibration: Calibration, case: Case) -> float:
    return calibration.probability(case.relevance, case.margin)


def candidates(arguments: argparse.Namespace) -> list[list[Candidate]]:
    """The hits of the questions, searched and read."""
    from index.encoder import EncoderSettings, load_encoder
    from qa.evaluate.shelf import KeptVectors
    from qa.reader.reader import load_reader

    cache = Places(cache=arguments.cache).cache_folder
    encoder = load_encoder(EncoderSettings(), cache)
    reader = load_reader(encoder, arguments.reader)
    asked = reading_sets.spans(arguments.data, SET)
    chosen = reading_sets.sample(asked, arguments.questions)
    pool = retrieval_sets.load(arguments.data, SET).paragraphs
    kept = KeptVectors(encoder, arguments.vectors)
    found = []
    for rows in reading_order.candidates(chosen, pool, kept, reader, DEPTH):
        found.append(rows)
        print(f"\rquestions read: {len(found)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return found


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print, and write the file anew."""
    parser = argparse.ArgumentParser(prog="python -m qa.reader.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--reader", type=Path, required=True, help="the file to calibrate")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--vectors", type=Path, help="a folder to keep vectors in")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    parser.add_argument("--dry-run", action="store_true", help="print, and leave the file")
    given = parser.parse_args(arguments)
    questions = candidates(given)
    for line in report(*crossed(questions)):
        print(line)
    calibration = fitted(questions)
    print(calibration)
    if not given.dry_run:
        save(replace(read(given.reader), calibration=calibration), given.reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
