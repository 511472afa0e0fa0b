"""A tokenizer and networks small enough to make in a test, computed or trained on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from torch import nn
from transformers import BertConfig, BertModel

if TYPE_CHECKING:
    from qa.reader.model import Padded, Scores

WORDS = ["<s>", "<pad>", "</s>", "<unk>", *"渡口昨日开航每班桥长米春天来了谁在哪里几。，：", ": "]


def tokenizer() -> Tokenizer:
    """A character is a token, and so is a word or number of ASCII."""
    made = Tokenizer(
        models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>")
    )
    made.pre_tokenizer = pre_tokenizers.Split(Regex(r"[A-Za-z0-9]+|[\s\S]"), "isolated")
    return made


def body(seed: int = 0) -> BertModel:
    """An encoder's body of one layer."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=512,
    )
    return BertModel(config, add_pooling_layer=False)


class Scripted(nn.Module):
    """Points at wanted characters: each with its logit as start and as end, wherever it stands."""

    def __init__(self, wanted: dict[str, tuple[float, float]], relevant: str) -> None:
        super().__init__()
        self.wanted = {WORDS.index(word): logits for word, logits in wanted.items()}
        self.relevant = WORDS.index(relevant)
        self.widths: list[Sequence[int]] = []

    def forward(self, batch: Padded) -> Scores:
        """The logits of every window."""
        from qa.reader.model import FAR, Scores

        self.widths.append(tuple(batch.ids.shape))
        start, end = torch.zeros(batch.ids.shape), torch.zeros(batch.ids.shape)
        for word, (low, high) in self.wanted.items():
            start[batch.ids == word] = low
            end[batch.ids == word] = high
        start, end = (one.masked_fill(~batch.allowed, FAR) for one in (start, end))
        relevance = (batch.ids == self.relevant).sum(1).float()
        return Scores(start, end, relevance)
