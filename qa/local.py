"""Generation with a model in this process, by `transformers`.

The loop runs in the thread that reads the stream: nothing is computed ahead of the reader, and a
generation that nobody reads costs nothing. Each generation has its own cache of keys and values, so
several can be open at once; a lock lets one compute at a time, token by token.

Knows models and tokens; does not know what they are asked.
"""

from __future__ import annotations

import pickle
import struct
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.encoder import Precision
from qa.generate import Meter, Prompt, Stream, Usage, check_limit
from qa.tokens import Detokeniser, ModelTokens, PlainTokens, Tokens

if TYPE_CHECKING:
    import torch
    from transformers import Cache, PreTrainedModel

PREFILL = 128
"""Tokens of a prompt read at a time: a cancellation is noticed between two such pieces."""
CONTEXT = 8192
"""The longest prompt and text where a model does not say how much it can read."""

LOADING = (
    OSError, ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, ImportError,
    pickle.UnpicklingError, struct.error,
)  # fmt: skip
"""What `transformers` raises for a folder with no model, half of one, or one of another kind."""


class LocalGenerator:
    """A causal language model and its tokenizer."""

    def __init__(
        self, name: str, model: PreTrainedModel, words: Tokens, end: int | None = None
    ) -> None:
        self.name = name
        self.chat = words.chat
        self._model = model
        self._words = words
        self._ends = _ends(model) | ({end} if end is not None else set())
        self._turn = threading.Lock()

    def stream(
        self,
        prompt: Prompt,
        *,
        stop: Sequence[str] = (),
        limit: int = 256,
        seed: int = 0,
        temperature: float = 0.0,
        cancel: threading.Event | None = None,
        words: Sequence[str] | None = None,
    ) -> Stream:
        """Start a generation; the prompt is read when the first piece is."""
        check_limit(limit)
        cancelled = cancel or threading.Event()

        def pieces(meter: Meter) -> Generator[str, None, None]:
            read = self._read(prompt, limit)
            picker = Picker(temperature, seed)
            text = Detokeniser(self._words)
            output = self._output(words)
            for token in self._continue(read, limit, picker, meter, cancelled, output):
                if piece := text.push(token):
                    yield piece
            if rest := text.rest():
                yield rest

        return Stream(pieces, stop, cancelled)

    def _read(self, prompt: Prompt, limit: int) -> list[int]:
        """The prompt's tokens. One that does not fit is refused: any cut loses what is asked."""
        tokens = self._words.read(prompt)
        if not tokens:
            raise ModelError("the prompt is empty", repr(prompt), "Give a text to continue")
        room = (getattr(self._model.config, "max_position_embeddings", None) or CONTEXT) - limit
        if len(tokens) > room:
            raise ModelError(
                "the prompt is too long for the generator",
                f"{len(tokens)} tokens, where {self.name} has room for {max(0, room)} "
                f"beside the {limit} to be written",
                "Ask with less text, or name a generator that reads more",
            )
        return tokens

    def _continue(
        self,
        prompt: list[int],
        limit: int,
        picker: Picker,
        meter: Meter,
        cancel: threading.Event,
        output: Output | None,
    ) -> Generator[int, None, None]:
        """The tokens that follow the prompt, until the end, the limit, or the cancellation."""
        from transformers import DynamicCache

        memory = DynamicCache(config=self._model.config)
        for start in range(0, len(prompt), PREFILL):
            if cancel.is_set():
                return
            part = prompt[start : start + PREFILL]
            scores = self._step(part, memory, output)
            meter.usage = Usage(start + len(part), 0)
        for written in range(1, limit + 1):
            token = picker.pick(scores)
            if output is not None:
                token = output.tokens[token]
            if token in self._ends:
                return
            meter.usage = Usage(len(prompt), written)
            yield token
            if written == limit or cancel.is_set():
                return
            scores = self._step([token], memory, output)

    def _step(self, tokens: list[int], memory: Cache, output: Output | None) -> torch.Tensor:
        """Read some tokens; the scores of the token after them."""
        import torch

        read = {"input_ids": torch.tensor([tokens]), "past_key_values": memory, "use_cache": True}
        scores: torch.Tensor
        with self._turn, torch.inference_mode():
            if output is None:
                scores = self._model(**read, logits_to_keep=1).logits[0, -1]
            else:
                body = self._model.base_model
                scores = output.scores(body(**read).last_hidden_state[0, -1])
        return scores

    def _output(self, words: Sequence[str] | None) -> Output | None:
        """The part of the output layer that these words need; None for the whole of it."""
        import torch

        whole = self._model.get_output_embeddings()  # type: ignore[no-untyped-call]
        if words is None or not isinstance(whole, torch.nn.Linear):
            return None
        tokens = sorted(self._ends.union(*map(self._words.parts, words)))
        bias = None if whole.bias is None else whole.bias[tokens]
        return Output(tokens, whole.weight[tokens], bias)


@dataclass(frozen=True, slots=True)
class Output:
    """Some rows of an output layer: the tokens that may come next."""

    tokens: list[int]
    weight: torch.Tensor
    bias: torch.Tensor | None

    def scores(self, hidden: torch.Tensor) -> torch.Tensor:
        """One score for each of the tokens."""
        import torch

        return torch.nn.functional.linear(hidden, self.weight, self.bias)


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


def load_bundled(folder: Path, precision: Precision) -> LocalGenerator:
    """The bundled model, from the folder where it was unpacked."""
    model = _load_model(str(folder), precision, offline=True)
    return LocalGenerator(folder.name, model, PlainTokens(folder / "tokenizer.json"))


def load_local(folder: Path, precision: Precision) -> LocalGenerator:
    """The model of a folder; nothing is fetched."""
    if not (folder / "config.json").is_file():
        raise ModelError(
            "no model in this folder (config.json is missing)",
            folder,
            "Name a transformers folder, a Hugging Face id, or --generator bundled",
        )
    return _load(str(folder), folder.name, precision, offline=True)


def load_hub(model_id: str, precision: Precision) -> LocalGenerator:
    """A model of the Hugging Face hub, fetched unless it is in the hub's own cache."""
    from huggingface_hub import hf_hub_download, try_to_load_from_cache

    with _model_errors(model_id):
        known = isinstance(try_to_load_from_cache(model_id, "config.json"), str)
    if known:
        # Asking the hub whether it has a newer one takes minutes where there is no network.
        with suppress(ModelError):  # where only half of it is there, the rest is fetched
            return _load(model_id, model_id, precision, offline=True)
    with _model_errors(model_id):
        # One file tells whether the hub can be reached; the rest would each try for half a minute.
        hf_hub_download(model_id, "config.json")
    return _load(model_id, model_id, precision, offline=False)


def _load(source: str, name: str, precision: Precision, *, offline: bool) -> LocalGenerator:
    from transformers import AutoTokenizer

    with _model_errors(source):
        tokenizer = AutoTokenizer.from_pretrained(
            source, local_files_only=offline, trust_remote_code=False
        )
    model = _load_model(source, precision, offline=offline)
    end = tokenizer.eos_token_id
    return LocalGenerator(
        name, model, ModelTokens(tokenizer), end if isinstance(end, int) else None
    )


def _ends(model: PreTrainedModel) -> frozenset[int]:
    """The tokens that end a text, after the model's own settings."""
    settings = model.generation_config
    stated = settings.eos_token_id if settings is not None else None
    return frozenset([stated] if isinstance(stated, int) else stated or [])


def _load_model(source: str, precision: Precision, *, offline: bool) -> PreTrainedModel:
    import torch
    from transformers import AutoModelForCausalLM

    with _model_errors(source):
        loaded: tuple[PreTrainedModel, dict[str, set[str]]]
        loaded = AutoModelForCausalLM.from_pretrained(  # type: ignore[assignment]
            source,
            dtype=getattr(torch, precision),
            local_files_only=offline,
            trust_remote_code=False,  # without it, a question on the terminal
            output_loading_info=True,
        )
        model, found = loaded
        if missing := sorted(found["missing_keys"]):
            # They would be random numbers.
            raise ValueError(f"{len(missing)} of its weights are missing, {missing[0]} first")
    model.eval()  # type: ignore[no-untyped-call]
    return model


@contextmanager
def _model_errors(source: str) -> Iterator[None]:
    """A model that cannot be loaded, or found, is the user's to mend: one line says why."""
    from huggingface_hub.errors import StrictDataclassError
    from safetensors import SafetensorError
    from transformers.utils import logging

    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    except (*LOADING, SafetensorError, StrictDataclassError) as error:
        why = " ".join(str(error).split())[:160] or type(error).__name__
        raise ModelError(
            "the generator cannot be loaded",
            f"{source} ({why})",
            "Check the name (and the network, if it is to be fetched), or use --generator bundled",
        ) from error
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
