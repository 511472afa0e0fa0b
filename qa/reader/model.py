"""The reader's network: the encoder's body, a sense of what matches, two small heads.

The word embeddings are the encoder's own tensor and are neither trained nor stored. Imports torch:
to be imported inside functions only. Knows tensors; nothing of text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, PreTrainedModel

from qa.reader.inputs import LEVELS, PAD, UNKNOWN, Window

EARLY = 3
"""After so many of the layers it can be told which passages are not worth the others."""
PROMISE = "early."
"""How the names of the weights begin that guess after the first layers."""
SHARED = "body.embeddings.word_embeddings.weight"
FAR = -1e4
_STILL = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


@dataclass(frozen=True, slots=True)
class Scores:
    """One row a window: logits of start and end (place 0 is "no answer"), and of relevance."""

    start: Tensor
    end: Tensor
    relevance: Tensor


@dataclass(frozen=True, slots=True)
class Padded:
    """Windows as tensors."""

    ids: Tensor
    levels: Tensor
    mask: Tensor
    allowed: Tensor


class ReaderModel(nn.Module):
    """Question and passage to the logits of span and relevance."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.body = BertModel(config, add_pooling_layer=False)
        self.matching = nn.Embedding(LEVELS, config.hidden_size)
        self.span = nn.Linear(config.hidden_size, 2)
        self.relevance = nn.Linear(2 * config.hidden_size, 1)
        nn.init.normal_(self.matching.weight, std=0.02)
        self.early: nn.Linear | None = None
        """Guesses the relevance after the first layers; not trained with the rest but fitted."""

    def forward(self, batch: Padded) -> Scores:
        """The logits of every window."""
        return self.finished(self.begun(batch), batch)

    def begun(self, batch: Padded) -> Tensor:
        """What the first layers make of every window."""
        embedded = self.body.embeddings.word_embeddings(batch.ids) + self.matching(batch.levels)
        hidden = self.body.embeddings(inputs_embeds=embedded)
        return self._through(hidden, batch, slice(0, EARLY))

    def finished(self, hidden: Tensor, batch: Padded) -> Scores:
        """The logits of windows that the first layers have gone through."""
        hidden = self._through(hidden, batch, slice(EARLY, None))
        spans = self.span(hidden).float().masked_fill(~batch.allowed[..., None], FAR)
        start, end = spans.unbind(-1)
        return Scores(start, end, self.relevance(summed_up(hidden, batch)).float()[:, 0])

    def _through(self, hidden: Tensor, batch: Padded, layers: slice) -> Tensor:
        hidden_from = (1.0 - batch.mask[:, None, None, :].to(hidden.dtype)) * FAR
        for layer in self.body.encoder.layer[layers]:
            hidden = layer(hidden, hidden_from)
        return hidden

    def own(self) -> dict[str, Tensor]:
        """All weights but the shared table."""
        return {name: value for name, value in self.state_dict().items() if name != SHARED}


def summed_up(hidden: Tensor, batch: Padded) -> Tensor:
    """A window as one vector: its first token, and the mean of all."""
    weight = batch.mask[..., None].to(hidden.dtype)
    mean = (hidden * weight).sum(1) / weight.sum(1)
    return torch.cat([hidden[:, 0], mean], -1)


def untrained(body: PreTrainedModel) -> ReaderModel:
    """A reader at its start: a copy of the encoder's body, its word embeddings shared."""
    model = _around(body)
    model.body.load_state_dict(body.state_dict(), strict=False)
    return model


def assembled(body: PreTrainedModel, weights: Mapping[str, Tensor]) -> ReaderModel:
    """A trained reader: its own weights, and the encoder's word embeddings.

    Without the weights that guess after the first layers it reads every passage to the end.
    """
    model = _around(body)
    if any(name.startswith(PROMISE) for name in weights):
        model.early = nn.Linear(model.relevance.in_features, 1)
    missing = model.load_state_dict(weights, strict=False, assign=True)
    if missing.unexpected_keys or missing.missing_keys != [SHARED]:
        raise ValueError(f"not the weights of this network: {missing}")
    return model.requires_grad_(False)


def _around(body: PreTrainedModel) -> ReaderModel:
    """A network of the body's shape that looks words up in the body's own table."""
    config = BertConfig(**{**body.config.to_dict(), **_STILL, "vocab_size": PAD + 1})
    model = ReaderModel(config)
    model.body.set_input_embeddings(body.get_input_embeddings())  # type: ignore[no-untyped-call]
    return model


def padded(windows: Sequence[Window], device: str = "cpu") -> Padded:
    """Windows side by side, each as long as the longest."""
    width = max(len(window.ids) for window in windows)
    ids = torch.full((len(windows), width), PAD)
    levels = torch.full((len(windows), width), UNKNOWN)
    allowed = torch.zeros((len(windows), width), dtype=torch.bool)
    for row, window in enumerate(windows):
        size = len(window.ids)
        ids[row, :size] = torch.tensor(window.ids)
        levels[row, :size] = torch.tensor(window.levels)
        allowed[row, 0] = True
        allowed[row, window.first : window.first + len(window.spans)] = True
    mask = (ids != PAD).long()
    return Padded(*(part.to(device) for part in (ids, levels, mask, allowed)))
