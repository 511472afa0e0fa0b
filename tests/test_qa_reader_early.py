"""The reader's first layers: what they make of windows, and which texts are read to their end."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from qa.reader.early import fitted, kept
from qa.reader.inputs import windows
from qa.reader.model import EARLY, ReaderModel, assembled, padded, summed_up, untrained
from qa.reader.reader import AT_ONCE, NOT_READ, READ_TO_THE_END, TransformerReader
from qa.reader.types import Reading, Text
from qa.reader.weights import Calibration
from tests.tiny_reader import Scripted, body, tokenizer

MANY = 2 * READ_TO_THE_END + 4
LINES = ("渡口昨日开航", "桥", "春天来了，渡口开航，每班几米长。", "昨日")
QUESTION = "谁来了"


def scripted(promising: str = "桥") -> tuple[TransformerReader, Scripted]:
    """Finds 渡 everywhere, 春 relevant, and what has bridges promising."""
    network = Scripted({"渡": (3.0, 3.0)}, "春", promising)
    made = TransformerReader(network, tokenizer(), Calibration(1.0, 0.0), "scripted")  # type: ignore[arg-type]
    return made, network


def deep(*, early: bool) -> ReaderModel:
    """A network with layers behind the first ones."""
    model = untrained(body(layers=EARLY + 2))
    if early:
        model.early = nn.Linear(model.relevance.in_features, 1)
    return model.eval()


def reading(model: ReaderModel) -> TransformerReader:
    return TransformerReader(model, tokenizer(), Calibration(), "deep")


def bridges(*counts: int) -> list[Text]:
    """Texts of one length with so many bridges."""
    return [Text("", "渡" + "桥" * count + "米" * (40 - count)) for count in counts]


def with_spans(readings: list[Reading]) -> list[int]:
    return [at for at, one in enumerate(readings) if one.spans]


def test_both_halves_are_the_whole_network() -> None:
    model = deep(early=False)
    batch = padded([one for line in LINES for one in windows(tokenizer(), QUESTION, "桥", line)])
    embedded = model.body.embeddings.word_embeddings(batch.ids) + model.matching(batch.levels)
    with torch.inference_mode():
        hidden = model.begun(batch)
        halves, whole = model.finished(hidden, batch), model(batch)
        told = model.body(
            inputs_embeds=embedded, attention_mask=batch.mask, output_hidden_states=True
        )
        relevance = model.relevance(summed_up(told.last_hidden_state, batch))[:, 0]
    assert torch.equal(halves.start, whole.start)
    assert torch.equal(halves.end, whole.end)
    assert torch.equal(halves.relevance, whole.relevance)
    # What is padding has nothing to say, and is not the same.
    real = batch.mask.bool()
    assert torch.allclose(hidden[real], told.hidden_states[EARLY][real], atol=1e-5)
    assert torch.allclose(whole.relevance, relevance, atol=1e-5)


def test_of_many_texts_those_that_promise_most_are_read_to_their_end() -> None:
    reader, _ = scripted()
    counts = [at * 7 % MANY for at in range(MANY)]
    readings = reader.read(QUESTION, bridges(*counts), [0.0] * MANY)
    best = {at for at, count in enumerate(counts) if count >= MANY - READ_TO_THE_END}
    assert set(with_spans(readings)) == best
    assert {one for at, one in enumerate(readings) if at not in best} == {
        Reading(0.0, (), NOT_READ)
    }


def test_what_speaks_for_a_text_beforehand_counts_with_its_promise() -> None:
    reader, _ = scripted()
    ahead = [float(at == MANY - 1) * 99 for at in range(MANY)]
    readings = reader.read(QUESTION, bridges(*[20] * READ_TO_THE_END, *[1] * (MANY - 8)), ahead)
    assert len(with_spans(readings)) == READ_TO_THE_END
    assert MANY - 1 in with_spans(readings)


def test_what_has_infinitely_much_speaking_for_it_is_read_beside_the_others() -> None:
    reader, _ = scripted()
    ahead = [math.inf] * 3 + [0.0] * (MANY - 3)
    readings = reader.read(QUESTION, bridges(*[0] * 3, *range(1, MANY - 2)), ahead)
    assert with_spans(readings) == [0, 1, 2, *range(MANY - READ_TO_THE_END, MANY)]


def test_no_window_goes_to_the_end_that_is_not_read_to_it() -> None:
    reader, network = scripted()
    reader.read(QUESTION, bridges(*range(MANY)), [0.0] * MANY)
    assert sum(rows for rows, _ in network.widths) == READ_TO_THE_END


@pytest.mark.parametrize(
    ("promising", "ahead", "count"),
    [
        ("桥", False, MANY),
        ("", True, MANY),
        ("桥", True, READ_TO_THE_END),
        ("桥", True, 1),
        ("桥", True, 0),
    ],
)
def test_otherwise_everything_is_read(promising: str, ahead: bool, count: int) -> None:
    # Nothing is said beforehand, the network cannot guess, or there is no more than is read.
    reader, _ = scripted(promising)
    texts = bridges(*range(count))
    readings = reader.read(QUESTION, texts, [0.0] * count if ahead else ())
    assert with_spans(readings) == list(range(count))


def test_a_long_text_is_read_whole_for_the_promise_of_one_window() -> None:
    reader, _ = scripted()
    long = Text("", "渡" + "春" * 3 + "昨日" * 400 + "桥" * 100)
    texts = [*bridges(*[1] * MANY), long]
    readings = reader.read(QUESTION, texts, [0.0] * len(texts))
    assert (readings[-1].spans[0].start, readings[-1].spans[0].end) == (0, 1)
    assert readings[-1].relevance == 3.0
    assert len(with_spans(readings)) == READ_TO_THE_END


def test_texts_without_anything_to_read_are_passed_over() -> None:
    reader, _ = scripted()
    texts = [Text("", ""), *bridges(*range(MANY)), Text("桥", " ")]
    readings = reader.read(QUESTION, texts, [9.0] * len(texts))
    assert readings[0] == readings[-1] == Reading(0.0, (), NOT_READ)
    assert len(with_spans(readings)) == READ_TO_THE_END
    assert reader.read(" ", texts, [0.0] * len(texts)) == [Reading(0.0, (), NOT_READ)] * len(texts)


def test_what_is_read_to_its_end_is_read_as_it_would_be_alone() -> None:
    texts = [Text("桥", line * times) for times in range(1, 6) for line in LINES]
    assert len(texts) > 2 * AT_ONCE
    reader = reading(deep(early=True))
    everything = reader.raw(QUESTION, texts)
    chosen = reader.raw(QUESTION, texts, [0.0] * len(texts))
    read = [at for at, one in enumerate(chosen) if one.spans]
    assert len(read) == READ_TO_THE_END
    for at in read:
        assert chosen[at].relevance == pytest.approx(everything[at].relevance, abs=1e-4)
        assert chosen[at].margin == pytest.approx(everything[at].margin, abs=1e-4)


def test_weights_that_guess_are_loaded_where_there_are_any() -> None:
    own = deep(early=True).own()
    assert "early.weight" in own
    model = assembled(body(layers=EARLY + 2), own)
    assert model.early is not None
    assert torch.equal(model.early.weight, own["early.weight"])
    rest = {name: one for name, one in own.items() if not name.startswith("early.")}
    assert assembled(body(layers=EARLY + 2), rest).early is None
    with pytest.raises(ValueError, match="not the weights of this network"):
        assembled(body(layers=EARLY + 2), {**rest, "early.weight": own["early.weight"]})


def test_both_halves_of_every_window_are_given_to_be_fitted_on() -> None:
    texts = [Text("", line) for line in (*LINES, "昨日" * 600)]
    reader = reading(deep(early=False))
    early, late, owners = reader.halves(QUESTION, texts)
    assert len(early) == len(late) == len(owners) > len(texts)
    most = [max(float(late[at]) for at, of in enumerate(owners) if of == one) for one in range(5)]
    found = [raw.relevance for raw in reader.raw(QUESTION, texts)]
    assert most == pytest.approx(found, abs=1e-4)


def test_the_guess_is_fitted_to_the_relevance() -> None:
    torch.manual_seed(0)
    groups = []
    for _ in range(60):
        features = torch.randn(10, 3)
        groups.append((features, 2 * features[:, 0] - features[:, 1], [*range(5), *range(5)]))
    weight, bias = fitted(groups)
    assert weight.shape == (1, 3)
    assert bias.shape == (1,)
    assert weight[0, 0] > -weight[0, 1] > abs(float(weight[0, 2]))
    assert kept(groups, weight, bias) > 0.95
    assert kept(groups, -weight, bias) < 0.5
    assert kept(groups, -weight, bias, share=1.0) == 1.0
