"""What many tests share: an encoder that is computed from the text."""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from index.types import Matrix

pytest_plugins = ["tests.models", "tests.browser"]


class FakeEncoder:
    """Texts that share pairs of characters are near each other. The same on every machine."""

    def __init__(self, name: str = "fake", dimension: int = 64, seconds: float = 0.0) -> None:
        self.fingerprint = name
        self.dimension = dimension
        self.encoded = 0
        self._seconds = seconds

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        return np.stack([self._vector(text) for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        self.encoded += len(texts)
        time.sleep(self._seconds * len(texts))
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(self.dimension, np.float32)
        for pair in itertools.pairwise(text):
            digest = hashlib.blake2b(f"{self.fingerprint}{''.join(pair)}".encode()).digest()
            vector[digest[0] % self.dimension] += 1.0 if digest[1] & 1 else -1.0
        if not vector.any():
            vector[0] = 1.0
        unit: Matrix = vector / np.linalg.norm(vector)
        return unit


@pytest.fixture
def encoder() -> FakeEncoder:
    """An encoder computed from the text."""
    return FakeEncoder()


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer's shell says of Baowen is not what is tested."""
    for name in list(os.environ):
        if name.startswith("BAOWEN_") and not name.startswith("BAOWEN_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def wordless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a question say nothing, so that what the reader makes of it alone is tested."""
    monkeypatch.setattr("qa.wording.SAYS", 0.0)
    for name in ("LACKS", "LABELS"):
        monkeypatch.setattr(f"qa.attributes.{name}", 0.0)
