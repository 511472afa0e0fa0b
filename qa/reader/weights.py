"""The reader's file: half-precision weights, what encoder they belong to, and the calibration.

One safetensors file; everything but the tensors stands in its header. The shared word embeddings
are not in it. Knows the file; nothing of reading or training.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.prepared import check_pinned

if TYPE_CHECKING:
    from torch import Tensor

    from qa.reader.model import ReaderModel

FILE = Path(__file__).parent / "reader.safetensors"
SHA256 = "c673b43011340c78046c91a564b2c413e4139ff7ab39c9ac9869722b41631da0"
FORMAT = "baowen-reader-1"
REMEDY = "Reinstall Baowen, or train one: python -m qa.reader.train"


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a raw score becomes a probability: the logistic function of its weighted sum."""

    relevance: float = 1.0
    bias: float = 0.0

    def probability(self, relevance: float) -> float:
        """How probable it is that a text of this relevance answers the question."""
        value = self.relevance * relevance + self.bias
        return 1 / (1 + math.exp(-max(min(value, 60.0), -60.0)))


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file holds."""

    encoder: str
    """The identity of the encoder whose word embeddings it was trained with."""
    calibration: Calibration
    tensors: dict[str, Tensor]


def write(model: ReaderModel, encoder: str, path: Path, calibration: Calibration) -> None:
    """Write a reader's own weights, or leave what is there."""
    import torch

    tensors = {name: one.to("cpu", torch.float16) for name, one in model.own().items()}
    save(Packed(encoder, calibration, tensors), path)


def save(packed: Packed, path: Path) -> None:
    """Write a reader's file, or leave what is there."""
    from safetensors.torch import save_file

    about = {
        "format": FORMAT,
        "encoder": packed.encoder,
        "calibration": json.dumps(asdict(packed.calibration)),
    }
    half = path.with_suffix(".half")
    save_file({name: one.contiguous() for name, one in packed.tensors.items()}, half, about)
    half.replace(path)


def read(path: Path, pinned: str = "") -> Packed:
    """What a file holds; refused where it is not the one that was tested."""
    from safetensors import SafetensorError, safe_open

    try:
        if pinned:
            check_pinned(path, pinned, REMEDY)
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            if about.get("format") != FORMAT:
                raise ModelError("not a reader's file", path, REMEDY)
            calibration = Calibration(**json.loads(about["calibration"]))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return Packed(about["encoder"], calibration, tensors)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"the reader does not load ({error})", path, REMEDY) from error
