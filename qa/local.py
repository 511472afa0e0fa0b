"""Generation with a model in this process, by `transformers`.

The loop runs in the thread that reads the stream: nothing is computed ahead of the reader, and a
generation that nobody reads costs nothing. Each generation has its own cache of keys and values, so
several can be open at once; a lock lets one compute at a time, token by token.

Knows models and tokens; does not know what they are asked.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from qa.generate import Meter, Prompt, Stream, Usage

if TYPE_CHECKING:
    import torch
    from transformers import Cache, PreTrainedModel, PreTrainedTokenizerBase

PREFILL = 256
"""Tokens of a prompt read at a time: a cancellation is noticed between two such pieces."""
CONTEXT = 8192
"""The longest prompt and text where a model does not say how much it can read."""


def precision() -> str:
    """The faster precision that this processor computes in."""
    return "bfloat16"


class LocalGenerator:
    """A causal language model and its tokenizer."""

    def __init__(
        self, name: str, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase
    ) -> None:
        self.name = name
        self._model = model
        self._tokenizer = tokenizer
        self._turn = threading.Lock()
        self._ends = _end_tokens(model, tokenizer)

    def stream(
        self,
        prompt: Prompt,
        *,
        stop: Sequence[str] = (),
        limit: int = 256,
        seed: int = 0,
        temperature: float = 0.0,
        cancel: threading.Event | None = None,
    ) -> Stream:
        """Start a generation."""
        cancelled = cancel or threading.Event()

        def pieces(meter: Meter) -> Generator[str, None, None]:
            tokens = self._read(prompt, limit)
            picker = Picker(temperature, seed)
            text = Detokeniser(self._tokenizer)
            for token in self._tokens(tokens, limit, picker, meter, cancelled):
                if piece := text.push(token):
                    yield piece
            if rest := text.rest():
                yield rest

        return Stream(pieces, stop, cancelled)

    def _read(self, prompt: Prompt, limit: int) -> list[int]:
        """The prompt's tokens; of one that is too long, the end."""
        if self._tokenizer.chat_template:
            turns = [("user", prompt)] if isinstance(prompt, str) else _turns(prompt)
            found = self._tokenizer.apply_chat_template(
                [{"role": role, "content": content} for role, content in turns],
                add_generation_prompt=True,
                return_dict=True,
            )["input_ids"]
        else:
            plain = prompt if isinstance(prompt, str) else "\n\n".join(m.content for m in prompt)
            found = self._tokenizer(plain)["input_ids"]
        tokens = [int(token) for token in found]
        room = getattr(self._model.config, "max_position_embeddings", None) or CONTEXT
        return tokens[-max(1, room - limit) :]

    def _tokens(
        self,
        prompt: list[int],
        limit: int,
        picker: Picker,
        meter: Meter,
        cancel: threading.Event,
    ) -> Generator[int, None, None]:
        """The tokens that follow the prompt, until the model ends, the limit, or the cancellation."""
        from transformers import DynamicCache

        memory = DynamicCache(config=self._model.config)
        for start in range(0, len(prompt), PREFILL):
            if cancel.is_set():
                return
            part = prompt[start : start + PREFILL]
            scores = self._step(part, memory)
            meter.usage = Usage(start + len(part), 0)
        for written in range(1, limit + 1):
            token = picker.pick(scores)
            if token in self._ends:
                return
            meter.usage = Usage(len(prompt), written)
            yield token
            if written == limit or cancel.is_set():
                return
            scores = self._step([token], memory)

    def _step(self, tokens: list[int], memory: Cache) -> torch.Tensor:
        """Read some tokens; the scores of the token after them."""
        import torch

        with self._turn, torch.inference_mode():
            seen = self._model(
                input_ids=torch.tensor([tokens]),
                past_key_values=memory,
                use_cache=True,
                logits_to_keep=1,
            )
            scores: torch.Tensor = seen.logits[0, -1]
        return scores


class Picker:
    """Chooses the next token: the likeliest, or one drawn by a generator with its own seed."""

    def __init__(self, temperature: float, seed: int) -> None:
        import torch

        self._temperature = temperature
        self._random = torch.Generator().manual_seed(seed)

    def pick(self, scores: torch.Tensor) -> int:
        """The number of a token."""
        import torch

        if self._temperature <= 0:
            return int(scores.argmax())
        chances = torch.softmax(scores.float() / self._temperature, dim=-1)
        return int(torch.multinomial(chances, 1, generator=self._random))


class Detokeniser:
    """Tokens to text as they come. A character of several tokens is held until it is whole."""

    UNFINISHED = "\ufffd"

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        self._tokenizer = tokenizer
        self._given: list[int] = []
        self._waiting: list[int] = []

    def push(self, token: int) -> str:
        """What the token adds to the text, if it completes anything."""
        self._waiting.append(token)
        piece = self._added()
        if not piece or piece.endswith(self.UNFINISHED):
            return ""
        # The tokens of the last piece stay as context: how some models write a word depends on
        # whether another stands before it.
        self._given, self._waiting = self._waiting, []
        return piece

    def rest(self) -> str:
        """What is left at the end, without a character that never became whole."""
        return self._added().rstrip(self.UNFINISHED) if self._waiting else ""

    def _added(self) -> str:
        before = self._decode(self._given)
        return self._decode(self._given + self._waiting)[len(before) :]

    def _decode(self, tokens: list[int]) -> str:
        return str(
            self._tokenizer.decode(
                tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
            )
        )


def load_local(folder: Path, wanted: str = "auto") -> LocalGenerator:
    """The model of a folder; nothing is fetched."""
    if not (folder / "config.json").is_file():
        raise ModelError(
            "the folder holds no model",
            folder,
            "Name a folder with config.json, weights and a tokenizer, or use --generator bundled",
        )
    return _load(str(folder), folder.name, wanted, offline=True)


def load_hub(model_id: str, wanted: str = "auto") -> LocalGenerator:
    """A model of the Hugging Face hub, fetched when it is not in the hub's cache."""
    return _load(model_id, model_id, wanted, offline=False)


def _load(source: str, name: str, wanted: str, *, offline: bool) -> LocalGenerator:
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM, AutoTokenizer

    chosen = precision() if wanted == "auto" else wanted
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=offline)
        model = AutoModelForCausalLM.from_pretrained(
            source, dtype=getattr(torch, chosen), local_files_only=offline
        )
    except (OSError, ValueError, SafetensorError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError(
            "the generator cannot be loaded",
            f"{source} ({first})",
            "Check the name and the network, name a local folder, or use --generator bundled",
        ) from error
    return LocalGenerator(name, model.eval(), tokenizer)


def _turns(prompt: Sequence[object]) -> list[tuple[str, str]]:
    from qa.generate import Message

    return [(m.role, m.content) for m in prompt if isinstance(m, Message)]


def _end_tokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """The tokens that end a text, after the model's generation settings and its tokenizer."""
    settings = model.generation_config
    stated = settings.eos_token_id if settings is not None else None
    several = stated if isinstance(stated, list) else [stated]
    return frozenset(int(t) for t in [*several, tokenizer.eos_token_id] if t is not None)
