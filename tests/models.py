"""The real models, prepared once and loaded once for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.settings import Places
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where prepared models are kept: the user's cache, so that tests and page share the work."""
    named = os.environ.get("BAOWEN_TEST_CACHE")
    return Path(named) if named else Places().cache_folder


@pytest.fixture(scope="session")
def real_encoder(model_cache: Path) -> TransformerEncoder:
    """The bundled encoder in float32."""
    return load_encoder(EncoderSettings(precision="float32"), model_cache)
