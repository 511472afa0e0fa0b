"""Opens what the settings name: the library with its encoder, the generator.

The one place where settings become working parts; the commands and the page both come through
here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import SettingError
from corpus.settings import Places, Settings
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder
from qa.generate import GeneratorSettings

if TYPE_CHECKING:
    from pathlib import Path

    from index.library import Library


@dataclass(frozen=True, slots=True)
class PageSettings:
    """Where the page is served."""

    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=7860, metadata={"help": "port to listen on"})

    def __post_init__(self) -> None:
        """Refuse a port that is none."""
        if not 0 < self.port < 65536:
            raise SettingError("impossible value for port", self.port, "Give 1 to 65535")


GROUPS = (Places, EncoderSettings, GeneratorSettings)
"""What every command takes as flags."""
ALL_GROUPS = (*GROUPS, PageSettings)
"""What a settings file and the environment may name, whichever command reads them."""


def demo_folder(places: Places) -> Path:
    """Where the demo library is kept: as named, or beside the reader's own."""
    return places.library or places.library_folder.with_name("demo")


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
