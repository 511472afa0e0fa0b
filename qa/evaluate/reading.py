"""How well the reader reads: answers found, hits put in order, answerable told from not.

    python -m qa.evaluate.reading --data FOLDER [--sets cmrc,rerank] [--reader FILE] [--limit N]

`cmrc`, `drcd`, `xquad-zh`, `xquad-en`: the best span of the whole paragraph, against the expected
answers: EM and F1 of the longest common substring as CMRC 2018 scores them (an ideograph or a word
is a token), F1 in characters, and for English the F1 of SQuAD. `rerank`: R@1 of DRCD's questions
before and after reading the 20 best hits, the reader's weight found on CMRC's. `pages`: evidence in
the first hit for questions on raw pages, before and after. `nomiracl`, `rgb`: the best passage's
score tells questions that the passages answer from those that they do not (AUC).

Knows measures; nothing of how reading or searching is done.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, reported
from corpus.settings import Places
from index.encoder import EncoderSettings, load_encoder
from qa.evaluate import (
    overlap,
    reading_measures,
    reading_order,
    reading_pages,
    reading_sets,
    retrieval_sets,
)
from qa.evaluate.shelf import KeptVectors
from qa.reader.types import Text

if TYPE_CHECKING:
    from index.types import Encoder
    from qa.reader.reader import TransformerReader

ORDERED = "rerank"
PAGES = "pages"
SETS = (*reading_sets.SPANS, ORDERED, PAGES, *reading_sets.CHOICES)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one set."""

    set: str
    measure: str
    value: float
    questions: int

    def __str__(self) -> str:
        return f"{self.set:<10}{self.questions:>7}  {self.measure:<44}{self.value:>9.4f}"


@dataclass(frozen=True, slots=True)
class Bench:
    """What a measurement needs."""

    data: Path
    encoder: Encoder
    reader: TransformerReader
    limit: int

    def figures(self, name: str) -> Iterator[Figure]:
        """The figures of one set."""
        if name in reading_sets.SPANS:
            return self._spans(name)
        if name in reading_sets.CHOICES:
            return self._choices(name)
        return self._ordered() if name == ORDERED else self._pages()

    def _spans(self, name: str) -> Iterator[Figure]:
        asked = reading_sets.sample(reading_sets.spans(self.data, name), self.limit)
        said, seconds = [], 0.0
        for one in asked:
            began = time.perf_counter()
            raw = self.reader.raw(one.question, [Text("", one.paragraph)])[0]
            seconds += time.perf_counter() - began
            best = raw.spans[0] if raw.spans else None
            said.append(one.paragraph[best.start : best.end] if best else "")
        measures: dict[str, overlap.Score] = {
            "EM": overlap.exact,
            "F1": overlap.f1,
            "F1, characters": reading_measures.f1_characters,
        }
        if name.endswith("-en"):
            measures["F1, SQuAD's words"] = reading_measures.f1_words
        for measure, score in measures.items():
            scores = [
                overlap.best(score, text, one.answers)
                for text, one in zip(said, asked, strict=True)
            ]
            yield Figure(name, measure, sum(scores) / max(len(scores), 1), len(asked))
        yield Figure(name, "seconds a question", seconds / max(len(asked), 1), len(asked))

    def _choices(self, name: str) -> Iterator[Figure]:
        asked = reading_sets.choices(self.data, name)
        # The first half can be answered or every second one: a sample has both kinds alike.
        asked = [
            one
            for kind in (True, False)
            for one in reading_sets.sample(
                [each for each in asked if each.answerable is kind], self.limit
            )
        ]
        read = [self.reader.raw(one.question, one.texts) for one in asked]
        answerable = [one.answerable for one in asked]
        features: dict[str, Callable[[int], float]] = {
            "relevance": lambda at: max(raw.relevance for raw in read[at]),
            "margin": lambda at: max(raw.margin for raw in read[at]),
            "probability": lambda at: max(self.reader.weighed(raw).probability for raw in read[at]),
        }
        for feature, of in features.items():
            scores = [of(at) for at in range(len(asked))]
            area = reading_measures.auc(scores, answerable)
            yield Figure(name, f"AUC, best {feature}", area, len(asked))
        error = reading_measures.calibration_error(scores, answerable)
        yield Figure(name, "calibration error (ECE), best probability", error, len(asked))

    def _ordered(self) -> Iterator[Figure]:
        known, new = map(self._candidates, (reading_order.FITTED, reading_order.MEASURED))
        for name, questions in (("fitting", known), (ORDERED, new)):
            share = reading_order.first_is_own(questions, lambda _: 0.0, 0.0)
            yield Figure(name, "R@1, search alone", share, len(questions))
        found = sum(any(one.own for one in rows) for rows in new) / max(len(new), 1)
        yield Figure(ORDERED, f"R@{reading_order.DEPTH}, what can be reached", found, len(new))
        for feature, of in reading_order.FEATURES.items():
            weight, share = reading_order.fitted(known, of)
            yield Figure("fitting", f"R@1, search + {weight:.3f} × {feature}", share, len(known))
            share = reading_order.first_is_own(new, of, weight)
            yield Figure(ORDERED, f"R@1, search + {weight:.3f} × {feature}", share, len(new))

    def _candidates(self, name: str) -> list[list[reading_order.Candidate]]:
        asked = reading_sets.sample(reading_sets.spans(self.data, name), self.limit)
        pool = retrieval_sets.load(self.data, name).paragraphs
        return list(reading_order.candidates(asked, pool, self.encoder, self.reader))

    def _pages(self) -> Iterator[Figure]:
        found = reading_pages.read(self.data, self.encoder, self.reader, self.limit)
        kinds = sorted({one.kind for one in found})
        for kind in [*kinds, "all"]:
            rows = [one for one in found if kind in (one.kind, "all")]
            for measure, first in reading_pages.orders().items():
                share = sum(first(one) for one in rows) / max(len(rows), 1)
                yield Figure(PAGES, f"{kind}: {measure}", share, len(rows))


def bench(given: argparse.Namespace) -> Bench:
    """Encoder and reader, loaded."""
    from qa.reader.reader import load_reader

    encoder = load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder)
    reader = load_reader(encoder, given.reader)
    return Bench(given.data, KeptVectors(encoder, given.vectors), reader, given.limit)


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sets that are asked for."""
    parser = argparse.ArgumentParser(prog="qa.evaluate.reading", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument(
        "--reader", type=Path, help="a trained reader (default: the one that ships)"
    )
    parser.add_argument("--limit", type=int, default=0, help="about so many questions of a set")
    parser.add_argument("--vectors", type=Path, help="a folder to keep vectors in")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    parser.add_argument("--json", action="store_true", help="one JSON value")
    given = parser.parse_args(arguments)
    names = given.sets.split(",")
    if unknown := sorted(set(names) - set(SETS)):
        raise SettingError("no such set", ",".join(unknown), f"Sets: {', '.join(SETS)}")
    ready = bench(given)
    figures = []
    for name in names:
        try:
            for figure in ready.figures(name):
                figures.append(figure)
                if not given.json:
                    print(figure, flush=True)
        except FileNotFoundError as error:
            print(f"{name}: left out, {error.filename} is missing", file=sys.stderr)
    if given.json:
        rows = [asdict(figure) for figure in figures]
        print(json.dumps({"reader": ready.reader.fingerprint, "figures": rows}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
