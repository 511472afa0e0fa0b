"""Opens what the settings name: the library with its encoder, the reader, the generator.

The one place where settings become working parts; the commands and the page both come through
here.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError, SettingError
from corpus.settings import Places, Settings
from index.encoder import EncoderSettings, TransformerEncoder, load_encoder
from qa.generate import BUNDLED, NONE, GeneratorSettings, load_generator
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.library import Library
    from qa.answer import Answerer
    from qa.generate import Generator, Prompt, Stream
    from qa.reader.types import PassageReader, Reading, Text


@dataclass(frozen=True, slots=True)
class PageSettings:
    """Where the page is served, and what its operator allows."""

    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=7860, metadata={"help": "port to listen on"})
    root_path: str = field(
        default="", metadata={"help": "the path under which a proxy serves the page: /baowen"}
    )
    auth_file: Path | None = field(
        default=None, metadata={"help": "who may log in, see --add-user (default: everybody)"}
    )
    read_only: bool = field(default=False, metadata={"help": "nothing is added or removed there"})
    max_upload_mb: int = field(default=64, metadata={"help": "the largest file taken, in MB"})
    queue: int = field(default=40, metadata={"help": "how many may wait for an answer"})
    allow_folder: Path | None = field(
        default=None, metadata={"help": "a folder of this machine that readers may add from"}
    )
    mcp: bool = field(default=False, metadata={"help": "serve the tools by MCP, too"})

    def __post_init__(self) -> None:
        """Refuse a port or a size that is none."""
        for name, value, most in (
            ("port", self.port, 65535),
            ("max_upload_mb", self.max_upload_mb, 512),
            ("queue", self.queue, 10_000),
        ):
            if not 0 < value <= most:
                raise SettingError(f"impossible value for {name}", value, f"Give 1 to {most}")


GROUPS = (Places, EncoderSettings, GeneratorSettings, AnswerSettings)
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


class LazyReader:
    """A `PassageReader` that is loaded when it is first to read; it shares the library's encoder.

    Raises `ModelError` where the reader does not fit the encoder.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._loaded: PassageReader | None = None

    @property
    def fingerprint(self) -> str:
        """That of the reader; loads it."""
        return self._reader().fingerprint

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        """One reading a text, in the order given."""
        return self._reader().read(question, texts, ahead)

    def _reader(self) -> PassageReader:
        from qa.reader.reader import load_reader

        with self._lock:
            if self._loaded is None:
                encoder = self._library.encoder
                if not isinstance(encoder, TransformerEncoder):
                    raise ModelError(
                        "the reader needs a transformer's word embeddings",
                        encoder.fingerprint,
                        "Use --encoder bundled",
                    )
                self._loaded = load_reader(encoder)
            return self._loaded


class LazyWriter:
    """A `Generator` that is loaded when it is first to write."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded: Generator | None = None

    @property
    def name(self) -> str:
        """The generator's own name; loads it."""
        return self._generator().name

    @property
    def chat(self) -> bool:
        """Whether it follows messages; of the bundled one that is known without loading it."""
        wanted = self._settings[GeneratorSettings].generator.strip()
        return wanted != BUNDLED and self._generator().chat

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
        """Start a generation."""
        return self._generator().stream(
            prompt,
            stop=stop,
            limit=limit,
            seed=seed,
            temperature=temperature,
            cancel=cancel,
            words=words,
        )

    def _generator(self) -> Generator:
        with self._lock:
            if self._loaded is None:
                settings = self._settings
                loaded = load_generator(settings[GeneratorSettings], settings[Places].cache_folder)
                assert loaded is not None, "no writer is made for --generator none"
                self._loaded = loaded
            return self._loaded


def open_answerer(settings: Settings, library: Library | None = None) -> Answerer:
    """What answers questions, as the settings want it; models are loaded when they are needed.

    The library is the one given, or the one that the settings name; whoever asks closes it.
    """
    from qa.answer import Answerer

    library = library or open_library(settings)
    silent = settings[GeneratorSettings].generator.strip() == NONE
    writer = None if silent else LazyWriter(settings)
    return Answerer(library, LazyReader(library), writer, settings[AnswerSettings])
