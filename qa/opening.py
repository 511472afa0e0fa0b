"""Opens what the settings name: the library with its encoder, the generator.

The one place where settings become working parts; the commands and the page both come through
here.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from corpus.settings import Places, Settings
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder
from qa.generate import GeneratorSettings

if TYPE_CHECKING:
    from index.library import Library

GROUPS = (Places, EncoderSettings, GeneratorSettings)


class LazyEncoder:
    """Loads the encoder at the first call, once, whichever thread comes first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded: TransformerEncoder | None = None

    def __call__(self) -> TransformerEncoder:
        """The encoder."""
        with self._lock:
            if self._loaded is None:
                self._loaded = load_encoder(
                    self._settings[EncoderSettings], self._settings[Places].cache_folder
                )
            return self._loaded


def open_library(settings: Settings) -> Library:
    """The library that the settings name; a missing one is an error that says how to make one."""
    from index.library import Library

    return Library.open(settings[Places].library_folder, LazyEncoder(settings))
