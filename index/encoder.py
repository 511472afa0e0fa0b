"""The encoder: texts to unit vectors, by any model that sentence-transformers loads.

The bundled model, a local folder, or a Hugging Face id. Prefixes and pooling are the model's own:
what its folder calls the `query` and `document` (or `passage`) prompt is put before the text, and
nothing where it names none. Knows nothing of articles or of what the vectors are for.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from corpus.errors import ModelError, SettingError
from index import bundled

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

    from index.types import Matrix

BUNDLED = "bundled"
_LOADING = (OSError, ValueError, KeyError, RuntimeError, ImportError)
_HUB_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")
Precision = Literal["bfloat16", "float32"]


_SAMPLE = (
    "报纸、工会 2023年～1.19万 ＡＢ①",
    "The union's pay deal:  £4.50",
    "港湾労組 Профсоюз año",
)
_SHAPE = ("hidden_act", "num_attention_heads", "layer_norm_eps", "position_embedding_type")
"""What a model's configuration adds to its weights; versions and paths stay out of it."""


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """Which encoder, and how it computes."""

    encoder: str = field(
        default=BUNDLED,
        metadata={"help": "bundled, a local folder, or a Hugging Face id (which is fetched)"},
    )
    precision: Literal["auto", "bfloat16", "float32"] = field(
        default="auto", metadata={"help": "auto (what the processor is fast in), or either"}
    )
    batch: int = field(default=32, metadata={"help": "texts encoded at a time"})

    def __post_init__(self) -> None:
        """Refuse a batch of nothing."""
        if self.batch < 1:
            raise SettingError("impossible value for batch", self.batch, "Give 1 or more")


def native_precision() -> Precision:
    """bfloat16 where the processor multiplies it in hardware, float32 elsewhere.

    A processor without such instructions can emulate them, at half the speed of float32.
    """
    import torch

    able = torch.cpu.get_capabilities()
    fast = able.get("avx512_bf16") or able.get("amx_bf16") or able.get("bf16")
    return "bfloat16" if fast else "float32"


class TransformerEncoder:
    """An `Encoder` around a sentence-transformers model. Safe to share between threads."""

    def __init__(
        self, model: SentenceTransformer, name: str, precision: Precision, batch: int
    ) -> None:
        self.name = name
        self.precision = precision
        self._batch = batch
        self._identity = _identity(model)
        self._model = model.bfloat16() if precision == "bfloat16" else model.float()

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def identity(self) -> str:
        """Sixteen digits that change with weights, pooling or prefixes, whatever the precision."""
        return self._identity[:16]

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen digits that change with weights, pooling, prefixes or precision."""
        return hashlib.sha256(f"{self._identity} {self.precision}".encode()).hexdigest()[:16]

    @property
    def transformer(self) -> PreTrainedModel:
        """The network below the pooling; whoever reads with it shares its weights."""
        return cast("PreTrainedModel", self._model[0].model)

    @property
    def tokenizer(self) -> Tokenizer:
        """A copy of the tokenizer, without its limit."""
        from tokenizers import Tokenizer

        backend = self._model.tokenizer.backend_tokenizer
        copy: Tokenizer = Tokenizer.from_str(backend.to_str())
        copy.no_padding()
        copy.no_truncation()
        return copy

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """One row a query, float32, unit length."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """One row a passage, float32, unit length."""
        return self._encode(texts, "passage")

    def _encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Matrix:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        # The library sorts by length, cuts into batches and puts the rows back in order.
        rows = encode(
            list(texts), batch_size=self._batch, show_progress_bar=False, convert_to_tensor=True
        )
        vectors: Matrix = rows.float().cpu().numpy()
        # bfloat16 leaves lengths off by a percent; an all-zero row stays zero.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors


def load_encoder(settings: EncoderSettings, cache: Path) -> TransformerEncoder:
    """The encoder that the settings name, ready to use."""
    # OpenMP's threads wait for each other in a busy loop; where another program has one of the
    # cores that loop lasts as long as its turn, and a query takes a second instead of 25 ms. Read
    # when torch is loaded, so a program that has loaded it already keeps its own.
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    name = settings.encoder
    folder = bundled.bundled_encoder(cache) if name == BUNDLED else model_folder(name)
    model = _load(name if folder is None else str(folder), name, local=folder is not None)
    precision = native_precision() if settings.precision == "auto" else settings.precision
    return TransformerEncoder(model, name, precision, settings.batch)


def model_folder(name: str) -> Path | None:
    """The local folder that a model's name means, or None where it is a Hugging Face id."""
    folder = Path(name).expanduser()
    if not folder.exists() and _HUB_ID.fullmatch(name):
        return None
    if not any((folder / description).is_file() for description in ("modules.json", "config.json")):
        raise ModelError(
            "no model in this folder (neither modules.json nor config.json)",
            name or "(empty)",
            "Name a folder that holds a model, a Hugging Face id, or bundled",
        )
    return folder


def _load(folder: str, name: str, *, local: bool) -> SentenceTransformer:
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    with _quiet():
        try:
            return SentenceTransformer(folder, device="cpu", local_files_only=local)
        except (*_LOADING, SafetensorError) as error:
            raise ModelError(
                f"the encoder does not load ({_first_line(error)})",
                name,
                "Check the name and the network, give a complete local folder, "
                "or use --encoder bundled",
            ) from error


def _first_line(error: BaseException) -> str:
    """What the library says, cut to one short clause."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 160 else text[:159] + "…"


@contextmanager
def _quiet() -> Iterator[None]:
    """Loading prints bars and reports meant for people who train models."""
    from transformers.utils import logging as library

    logger = logging.getLogger("sentence_transformers")
    level, bars = logger.level, library.is_progress_bar_enabled()
    logger.setLevel(logging.ERROR)
    library.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logger.setLevel(level)
        if bars:
            library.enable_progress_bar()  # type: ignore[no-untyped-call]


def _identity(model: SentenceTransformer) -> str:
    """A digest of everything that decides a vector, but for the precision."""
    import torch
    from transformers import PreTrainedConfig

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype} ".encode())
        digest.update(tensor.detach().contiguous().flatten().view(torch.uint8).numpy().data)
    parts = [
        (type(module).__name__, describe())
        for module in model.children()
        if callable(describe := getattr(module, "get_config_dict", None))
    ]
    configs = (getattr(module, "config", None) for module in model.modules())
    config = next((found for found in configs if isinstance(found, PreTrainedConfig)), None)
    shape = {
        "prompts": model.prompts,
        "modules": parts,
        "tokens": model.max_seq_length,
        "body": [getattr(config, name, None) for name in _SHAPE],
    }
    # How text is cut shows in the tokens of a sample; a tokenizer's own files change spelling
    # from one version of its library to the next.
    shape["sample"] = model.tokenizer(list(_SAMPLE))["input_ids"]
    digest.update(json.dumps(shape, sort_keys=True, default=str).encode())
    return digest.hexdigest()
