"""A run that was cut goes on to the very state of one that was not."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from corpus.errors import SettingError
from qa.reader.examples import Examples
from qa.reader.model import untrained
from qa.reader.train import DECAY, GROUPED, WARM_UP, Plan, Run, batches, row
from tests.test_qa_reader_examples import FOUND, MATERIAL
from tests.tiny_reader import body, tokenizer

PLAN = Plan(steps=4, batch=2, device="cpu")


def begun(folder: Path, plan: Plan = PLAN) -> Run:
    folder.mkdir(exist_ok=True)
    encoder = body().requires_grad_(False)
    torch.manual_seed(1)
    return Run(untrained(encoder), plan, folder)


def advanced(run: Run, until: int) -> Run:
    stream = batches(tokenizer(), Examples(MATERIAL, FOUND, 5), run.plan, run.step)
    while run.step < until:
        run.advance(next(stream))
    return run


def test_a_cut_run_ends_as_an_unbroken_one(tmp_path: Path) -> None:
    whole = advanced(begun(tmp_path / "whole"), 4)
    advanced(begun(tmp_path / "cut"), 2).save()
    again = begun(tmp_path / "cut")
    assert again.step == 2
    advanced(again, 4)
    for weight, other in zip(whole.weights, again.weights, strict=True):
        assert torch.equal(weight, other)
    for mean, other_mean in zip(whole.mean, again.mean, strict=True):
        assert torch.equal(mean, other_mean)
    before = body().state_dict()["encoder.layer.0.output.dense.weight"]
    after = whole.finished().own()["body.encoder.layer.0.output.dense.weight"]
    assert not torch.equal(before, after)


def test_the_shared_words_are_not_trained(tmp_path: Path) -> None:
    run = advanced(begun(tmp_path), 2)
    table = run.model.body.embeddings.word_embeddings.weight
    assert torch.equal(table, body().embeddings.word_embeddings.weight)


def test_another_batch_is_refused_with_the_first(tmp_path: Path) -> None:
    begun(tmp_path).save()
    with pytest.raises(SettingError, match="another batch: 2"):
        begun(tmp_path, Plan(4, 3, "cpu"))


def test_batches_are_the_same_from_any_step_on() -> None:
    examples = Examples(MATERIAL, FOUND, 5)
    whole = batches(tokenizer(), examples, PLAN, 0)
    first = [next(whole) for _ in range(2 * GROUPED)]
    for step in (1, GROUPED - 1, GROUPED, GROUPED + 3):
        assert next(batches(tokenizer(), examples, PLAN, step)) == first[step]


def test_a_row_points_at_the_tokens_of_the_answer() -> None:
    example = next(
        one for one in map(Examples(MATERIAL, FOUND, 5).draw, range(50)) if one.start >= 0
    )
    made = row(tokenizer(), example)
    spans = made.window.spans
    assert spans[made.start - made.window.first][0] == example.start
    assert spans[made.end - made.window.first][1] == example.end
    assert made.related == 1.0


def test_the_rate_rises_stays_and_falls() -> None:
    plan = Plan(1_000, 16, "cpu")
    assert plan.rate(0) == pytest.approx(1 / WARM_UP)
    assert plan.rate(WARM_UP) == plan.rate(int(1_000 * (1 - DECAY))) == 1.0
    assert plan.rate(900) == pytest.approx(0.5)
    assert plan.rate(1_000) == 0.0
