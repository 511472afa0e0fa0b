"""Trains the reader from the encoder's own weights.

    python -m qa.reader.train --data FOLDER --out DIR [--steps 2800] [--device cpu|cuda]

DIR keeps the state of the run: the same command goes on where it was cut. When the last step is
done it writes DIR/reader.safetensors, without calibration: `qa.reader.calibrate` adds that. The
learning rate is constant until the last fifth, so a run may be made longer before that.

Knows the loop; what is learnt from is in `examples`, what learns is in `model`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import SettingError, reported
from corpus.settings import Places

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor
    from torch.optim import Optimizer

    from index.types import Encoder
    from qa.reader.examples import Example, Examples
    from qa.reader.inputs import Window
    from qa.reader.material import Material
    from qa.reader.model import Padded, ReaderModel

SEED = 2018
BODY_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 60
DECAY = 0.2
"""The share of the steps over which the rate falls to nothing."""
AVERAGE = 0.99
"""How much of the running mean of the weights each step keeps; the mean is what ships."""
LONGEST = 352
"""Tokens of an example: every crop fits, whatever windows are read in later."""
GROUPED = 8
"""Batches whose examples are sorted by length together, to save padding."""
EVERY = 50
"""Steps between two states on disk."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how wide."""

    steps: int
    batch: int
    device: str

    def rate(self, step: int) -> float:
        """The learning rate's factor at a step."""
        left = (self.steps - step) / max(self.steps * DECAY, 1)
        return min(1.0, (step + 1) / WARM_UP, max(left, 0.0))


@dataclass(frozen=True, slots=True)
class Row:
    """One example as the model reads it, and the tokens of its answer."""

    window: Window
    start: int
    end: int
    related: float


def row(tokenizer: Tokenizer, example: Example) -> Row:
    """The first window of an example; an answer that it does not hold counts as none."""
    from qa.reader.inputs import windows

    window = windows(tokenizer, example.question, example.title, example.text, LONGEST)[0]
    inside = [
        at
        for at, (start, end) in enumerate(window.spans)
        if start < example.end and end > example.start and end > start
    ]
    if example.start < 0 or not inside:
        return Row(window, 0, 0, 0.0)
    return Row(window, window.first + inside[0], window.first + inside[-1], 1.0)


def batches(tokenizer: Tokenizer, examples: Examples, plan: Plan, step: int) -> Iterator[list[Row]]:
    """The batches from `step` on; the same ones whenever they are asked for."""
    import random

    group = plan.batch * GROUPED
    while True:
        turn, within = divmod(step, GROUPED)
        drawn = [row(tokenizer, examples.draw(turn * group + at)) for at in range(group)]
        drawn.sort(key=lambda one: len(one.window.ids))
        order = list(range(GROUPED))
        random.Random(turn).shuffle(order)
        for at in order[within:]:
            yield drawn[at * plan.batch : (at + 1) * plan.batch]
        step += GROUPED - within


def loss_of(model: ReaderModel, batch: Padded, rows: Sequence[Row]) -> tuple[Tensor, Tensor]:
    """What the span and the relevance lack."""
    import torch
    from torch.nn import functional

    scores = model(batch)
    device = scores.start.device
    start = torch.tensor([one.start for one in rows], device=device)
    end = torch.tensor([one.end for one in rows], device=device)
    related = torch.tensor([one.related for one in rows], device=device)
    span = functional.cross_entropy(scores.start, start) + functional.cross_entropy(scores.end, end)
    return span / 2, functional.binary_cross_entropy_with_logits(scores.relevance, related)


class Run:
    """The state of a training run, in memory and on disk."""

    def __init__(self, model: ReaderModel, plan: Plan, folder: Path) -> None:
        import torch

        self.model, self.plan, self.step = model, plan, 0
        self._path = folder / "state.pt"
        heads = [*model.matching.parameters(), *model.span.parameters()]
        heads += model.relevance.parameters()
        known = set(map(id, heads))
        body = [one for one in model.parameters() if one.requires_grad and id(one) not in known]
        self.weights = [*body, *heads]
        groups = [{"params": body, "lr": BODY_RATE}, {"params": heads, "lr": HEAD_RATE}]
        self.optimizer: Optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._rates = [BODY_RATE, HEAD_RATE]
        self.mean = [one.detach().clone() for one in self.weights]
        if self._path.exists():
            self._load()

    def advance(self, rows: Sequence[Row]) -> tuple[float, float]:
        """One step."""
        import torch

        from qa.reader.model import padded

        for group, rate in zip(self.optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * self.plan.rate(self.step)
        batch = padded([one.window for one in rows], self.plan.device)
        span, related = loss_of(self.model, batch, rows)
        (span + 0.5 * related).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        keep = min(AVERAGE, self.step / (self.step + 10))
        torch._foreach_lerp_(self.mean, [one.detach() for one in self.weights], 1 - keep)
        return span.item(), related.item()

    def save(self) -> None:
        """The whole state, or the one before."""
        import torch

        half = self._path.with_suffix(".half")
        state = {
            "step": self.step,
            "weights": self.weights,
            "mean": self.mean,
            "optimizer": self.optimizer.state_dict(),
            "batch": self.plan.batch,
        }
        torch.save(state, half)
        half.replace(self._path)

    def _load(self) -> None:
        import torch

        state: dict[str, Any] = torch.load(self._path, map_location=self.plan.device)
        if state["batch"] != self.plan.batch:
            raise SettingError(
                "the run was begun with another batch", state["batch"], "Give the same --batch"
            )
        self.step = state["step"]
        with torch.no_grad():
            for mine, theirs in zip(self.weights, state["weights"], strict=True):
                mine.copy_(theirs)
        self.mean = state["mean"]
        self.optimizer.load_state_dict(state["optimizer"])

    def finished(self) -> ReaderModel:
        """The model with the mean of its weights."""
        import torch

        with torch.no_grad():
            for mine, mean in zip(self.weights, self.mean, strict=True):
                mine.copy_(mean)
        return self.model


def train(arguments: argparse.Namespace) -> int:
    """Mine negatives, train, write the weights."""
    import torch

    from index.encoder import EncoderSettings, load_encoder
    from qa.reader.examples import Examples
    from qa.reader.material import load
    from qa.reader.model import untrained
    from qa.reader.weights import Calibration, write

    torch.manual_seed(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)
    plan = Plan(arguments.steps, arguments.batch, arguments.device)
    material = load(arguments.data, favoured=list(filter(None, arguments.favour.split(","))))
    encoder = load_encoder(EncoderSettings(precision="float32"), Places().cache_folder)
    found = _mined(material, encoder, arguments.out)
    encoder.transformer.requires_grad_(False)
    run = Run(untrained(encoder.transformer).to(plan.device), plan, arguments.out)
    _loop(run, batches(encoder.tokenizer, Examples(material, found, SEED), plan, run.step))
    if run.step >= plan.steps:
        file = arguments.out / "reader.safetensors"
        write(run.finished(), encoder.identity, file, Calibration())
    return 0


def _mined(material: Material, encoder: Encoder, folder: Path) -> list[list[int]]:
    from rich.progress import Progress

    from qa.evaluate.shelf import KeptVectors
    from qa.reader.negatives import mine

    with Progress() as progress:
        bar = progress.add_task("looking for negatives", total=len(material.public))
        return mine(
            [one.text for one in material.paragraphs],
            [one.question for one in material.public],
            KeptVectors(encoder, folder),
            folder,
            lambda done: progress.update(bar, completed=done),
        )


def _loop(run: Run, stream: Iterator[list[Row]]) -> None:
    from rich.progress import Progress, TextColumn, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:3], TextColumn("{task.fields[loss]}"))
    with Progress(*columns, TimeRemainingColumn()) as progress:
        bar = progress.add_task("training", total=run.plan.steps, completed=run.step, loss="")
        spans: list[float] = []
        try:
            while run.step < run.plan.steps:
                span, related = run.advance(next(stream))
                spans = [*spans, span][-EVERY:]
                loss = f"span {sum(spans) / len(spans):.3f} relevance {related:.3f}"
                progress.update(bar, completed=run.step, loss=loss)
                if run.step % EVERY == 0:
                    run.save()
                    if not progress.console.is_terminal:
                        progress.console.print(f"step {run.step}: {loss}")
        finally:
            run.save()


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m qa.reader.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with CMRC 2018")
    parser.add_argument("--out", type=Path, required=True, help="where the run is kept")
    parser.add_argument("--steps", type=int, default=2800)
    parser.add_argument(
        "--favour", default="", help="own files to see more of, by how their names begin: union,web"
    )
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return train(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main())
