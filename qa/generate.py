"""Text from a language model: what a generator is, and which one the settings choose.

A generator streams text for a prompt. It takes stop strings, a limit in tokens and a seed, can be
cancelled from another thread, and counts the tokens that it read and wrote. There are three kinds:
the bundled model, any model of the Hugging Face hub or of a local folder (`qa/local.py`), and a
server that speaks the OpenAI protocol (`qa/remote.py`).

Knows nothing of evidence, citations or how a prompt is worded.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Pieces
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from corpus.errors import ModelError, SettingError
from index.encoder import Precision, native_precision

BUNDLED, NONE = "bundled", "none"
PATIENCE = 86_400
"""The longest time-out, in seconds: what sockets take has a limit, and nobody waits for a day."""
_URL = re.compile(
    # A password that should have been quoted may hold any sign: what follows the first colon and
    # is no port belongs to it, up to the last @.
    r"(?P<scheme>\w+://)(?:(?P<secret>[^/?#]*|[^:/?#\[]*:(?!\d*[/?#])\S*)@)?"
    r"(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>[^#]*)(?:#.*)?"
)


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """Which generator, and how to reach it."""

    generator: str = field(
        default=BUNDLED,
        metadata={
            "help": "bundled, none, a local folder, a Hugging Face id (which is fetched), "
            "or the URL of a server that speaks the OpenAI protocol"
        },
    )
    model: str = field(
        default="", metadata={"help": "the model's name at that URL (default: the first it lists)"}
    )
    api_key: str = field(default="", repr=False, metadata={"help": "the key for that URL"})
    timeout: float = field(
        default=60.0, metadata={"help": "seconds that the server at that URL may stay silent"}
    )
    precision: Literal["auto", "bfloat16", "float32"] = field(
        default="auto", metadata={"help": "auto (what the processor is fast in), or either"}
    )

    def __post_init__(self) -> None:
        """Refuse a time that no socket waits, and a key that no header carries."""
        check_timeout(self.timeout)
        if not (self.api_key.isascii() and self.api_key.isprintable()):
            raise SettingError(
                "impossible value for api_key",
                "(not shown)",
                "Give the key alone: ASCII letters, digits and signs, without a line break",
            )


@dataclass(frozen=True, slots=True)
class Address:
    """A server's URL in parts; the last two are never shown."""

    place: str
    path: str
    query: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def address(url: str) -> Address | None:
    """The parts of a URL, or None where `url` is none."""
    found = _URL.fullmatch(url.strip())
    if found is None:
        return None
    place = found["scheme"] + found["host"]
    return Address(place, found["path"].rstrip("/"), found["query"], found["secret"] or "")


def shown(generator: str) -> str:
    """A generator as it may be shown: a URL without the name, password or query in it."""
    found = address(generator)
    return found.place + found.path if found else generator


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation: role is system, user or assistant."""

    role: str
    content: str


Prompt = str | Sequence[Message]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written."""

    read: int = 0
    written: int = 0


@dataclass(slots=True)
class Meter:
    """Where a generator notes its usage while it streams."""

    usage: Usage = Usage()


class Stream(Iterator[str]):
    """The text of one generation, piece by piece.

    Ends at a stop string (which is never part of the text), at the limit, at the model's own end,
    or as soon as `cancel` is set: no piece is given after that.
    """

    def __init__(
        self,
        pieces: Callable[[Meter], Pieces[str, None, None]],
        stop: Sequence[str] = (),
        cancel: threading.Event | None = None,
    ) -> None:
        self._meter = Meter()
        self._cancel = cancel or threading.Event()
        self._pieces = until_stop(pieces(self._meter), stop)

    def __next__(self) -> str:
        if not self._cancel.is_set():
            piece = next(self._pieces)
            if not self._cancel.is_set():
                return piece
        self.close()
        raise StopIteration

    @property
    def usage(self) -> Usage:
        """Tokens read and written so far."""
        return self._meter.usage

    def close(self) -> None:
        """Give back what the generation holds. A finished stream is closed already."""
        self._pieces.close()

    def text(self) -> str:
        """All that is still to come, as one string."""
        return "".join(self)


class Generator(Protocol):
    """A language model that continues a text or answers messages."""

    @property
    def name(self) -> str:
        """What to call it in front of a user."""
        ...

    @property
    def chat(self) -> bool:
        """Whether it follows what messages ask; a base model only goes on with a text."""
        ...

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
        """Start a generation. Temperature 0 always takes the likeliest token.

        With `words` only what these texts are made of need be considered; a generator that cannot
        choose so takes no notice.
        """
        ...


def check_timeout(seconds: float) -> None:
    """Refuse a time that no socket waits."""
    if not 0 < seconds <= PATIENCE:
        raise SettingError(
            "impossible value for timeout",
            seconds,
            f"Give seconds, more than 0 and at most {PATIENCE}",
        )


def check_limit(limit: int) -> None:
    """Refuse to write nothing."""
    if limit < 1:
        raise SettingError("impossible value for limit", limit, "Give 1 token or more")


def until_stop(pieces: Pieces[str, None, None], stop: Sequence[str]) -> Pieces[str, None, None]:
    """The pieces up to the first stop string; text that may be the start of one is held back."""
    held = ""
    with closing(pieces):
        for piece in pieces:
            held += piece
            ends = [at for at in (held.find(word) for word in stop if word) if at >= 0]
            if ends:
                if min(ends):
                    yield held[: min(ends)]
                return
            safe = len(held) - _may_start(held, stop)
            if safe:
                yield held[:safe]
                held = held[safe:]
    if held:
        yield held


def _may_start(text: str, stop: Sequence[str]) -> int:
    """The length of the longest end of `text` that is the start of a stop string."""
    longest = min(len(text), max((len(word) - 1 for word in stop), default=0))
    for length in range(longest, 0, -1):
        if any(word.startswith(text[-length:]) for word in stop):
            return length
    return 0


def load_generator(settings: GeneratorSettings, cache: Path) -> Generator | None:
    """The generator that the settings name, or None for `none`."""
    wanted = settings.generator.strip()
    if wanted == NONE:
        return None
    if wanted.startswith(("http://", "https://")):
        from qa.remote import RemoteGenerator

        return RemoteGenerator(wanted, settings.model, settings.api_key, settings.timeout)
    from qa.local import load_bundled, load_hub, load_local

    if wanted == BUNDLED:
        from qa.bundled import bundled_generator

        return load_bundled(bundled_generator(cache), _precision(settings))
    folder = Path(wanted).expanduser()
    if folder.is_dir():
        return load_local(folder, _precision(settings))
    if not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)?", wanted):
        raise ModelError(
            "no such generator",
            shown(wanted) or "(empty)",
            "Name a folder that exists, a Hugging Face id, a server's URL, bundled or none",
        )
    return load_hub(wanted, _precision(settings))


def _precision(settings: GeneratorSettings) -> Precision:
    """What to compute in, once a model is really to be loaded: asking takes PyTorch."""
    return native_precision() if settings.precision == "auto" else settings.precision
