"""The real models, prepared once and loaded once for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.settings import Places, resolve
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder
from qa.opening import GROUPS


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """Where prepared models are kept: the user's cache, so that tests and page share the work."""
    named = os.environ.get("BAOWEN_TEST_CACHE")
    return Path(named) if named else Places().cache_folder


@pytest.fixture(scope="session")
def real_encoder(model_cache: Path) -> TransformerEncoder:
    """The bundled encoder in float32."""
    return load_encoder(EncoderSettings(precision="float32"), model_cache)


@pytest.fixture(scope="session")
def demo_library(
    model_cache: Path, real_encoder: TransformerEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A library of the demo articles, made once with the bundled encoder."""
    folder = tmp_path_factory.mktemp("demo") / "library"
    settings = resolve(
        GROUPS, None, {"BAOWEN_LIBRARY": str(folder), "BAOWEN_CACHE": str(model_cache)}
    )
    from qa.cli_library import add_demo

    add_demo(settings)
    return folder
