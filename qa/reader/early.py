"""Fits the guess after the first layers, by which most of what a search found is set aside.

    python -m qa.reader.early --data FOLDER --reader FILE [--questions 300]

A ridge regression from what the first layers make of a window to the relevance that the whole
network gives it, over questions of the project's own that have several passages. Printed is how
often the passage that reads best is among those that promise most, on questions that were not
fitted on. Knows the network and the material; nothing of search.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, reported
from corpus.settings import Places
from qa.mentions import is_wide
from qa.reader.material import Material, Paragraph, load
from qa.reader.types import Text
from qa.reader.weights import Packed, read, save

if TYPE_CHECKING:
    from torch import Tensor

    from qa.reader.reader import TransformerReader

SEED = 7
QUESTIONS, LEAST = 300, 4
"""How many questions are read, each with so many passages at least."""
FEWEST = 10
HELD_OUT = 0.2
"""The share of the questions that the guess is measured on."""
FIRM = 0.3
"""What a squared weight costs, a window: two thousand windows would fit 768 weights too well."""

Group = tuple["Tensor", "Tensor", list[int]]
"""A question's windows: what the first layers made of them, their relevance, whose they are."""


def grouped(material: Material, count: int) -> list[tuple[str, list[int]]]:
    """Questions of our own with several passages, a sample that is always the same.

    In Chinese only: the first layers do not yet see across languages.
    """
    passages: dict[str, list[int]] = {}
    for asked in material.own:
        if not is_wide(asked.question):
            continue
        passages.setdefault(asked.question, []).append(asked.paragraph)
    several = [(one, list(dict.fromkeys(of))) for one, of in passages.items()]
    several = [(one, of) for one, of in several if len(of) >= LEAST]
    if len(several) < FEWEST:
        what = f"too few questions with {LEAST} passages to fit on"
        raise SettingError(what, len(several), "Name files of questions in topics")
    return random.Random(SEED).sample(several, min(count, len(several)))


def through(reader: TransformerReader, material: Material, count: int) -> list[Group]:
    """Both halves of the network for every window of these questions."""
    from rich.progress import track

    chosen = grouped(material, count)
    return [
        reader.halves(question, [_text(material.paragraphs[at]) for at in numbers])
        for question, numbers in track(chosen, "reading", transient=True)
    ]


def _text(paragraph: Paragraph) -> Text:
    return Text(paragraph.title, paragraph.text)


def fitted(groups: Sequence[Group]) -> tuple[Tensor, Tensor]:
    """Weight and bias of the guess."""
    import torch

    features = torch.cat([group[0] for group in groups]).double()
    wanted = torch.cat([group[1] for group in groups]).double()
    mean, spread = features.mean(0), features.std(0) + 1e-3
    scaled = (features - mean) / spread
    firm = FIRM * len(scaled) * torch.eye(scaled.shape[1], dtype=torch.double)
    weight = torch.linalg.solve(scaled.T @ scaled + firm, scaled.T @ (wanted - wanted.mean()))
    weight = weight / spread
    return weight.float()[None], (wanted.mean() - mean @ weight).float()[None]


def kept(groups: Sequence[Group], weight: Tensor, bias: Tensor, share: float = 0.4) -> float:
    """How often the best passage is in this share of them that promises most."""
    hits = 0
    for features, relevance, owners in groups:
        guess = (features @ weight[0] + bias).tolist()
        promise: dict[int, float] = {}
        for at, value in zip(owners, guess, strict=True):
            promise[at] = max(value, promise.get(at, value))
        best = owners[int(relevance.argmax())]
        order = sorted(promise, key=lambda at: -promise[at])
        hits += best in order[: max(1, round(share * len(order)))]
    return hits / max(len(groups), 1)


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    from index.encoder import EncoderSettings, load_encoder
    from qa.reader.reader import load_reader

    parser = argparse.ArgumentParser(prog="python -m qa.reader.early", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with CMRC 2018")
    parser.add_argument("--reader", type=Path, required=True, help="the file that is completed")
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args(arguments)
    if given.questions < FEWEST:
        raise SettingError("too few questions to fit on", given.questions, f"Give {FEWEST} or more")
    packed = read(given.reader)
    encoder = load_encoder(EncoderSettings(precision="float32"), Places().cache_folder)
    groups = through(load_reader(encoder, given.reader), load(given.data), given.questions)
    held = round(HELD_OUT * len(groups))
    share = kept(groups[:held], *fitted(groups[held:]))
    print(f"{held} questions: the best passage is in the two fifths that promise most {share:.3f}")
    weight, bias = fitted(groups)
    tensors = {**packed.tensors, "early.weight": weight.half(), "early.bias": bias.half()}
    save(Packed(packed.encoder, packed.calibration, tensors), given.reader)
    return 0


if __name__ == "__main__":
    sys.exit(main())
