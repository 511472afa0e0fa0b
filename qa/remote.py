"""Generation by a server that speaks the OpenAI protocol: vLLM, Ollama, llama.cpp and many others.

A thread of its own reads the server's events, so that a cancellation takes effect at once even
while the server is silent; it ends with the next event, or when the time-out closes the connection.

Knows the protocol; does not know which model answers, or what it is asked.
"""

from __future__ import annotations

import base64
import json
import queue
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.errors import ServerError
from qa.generate import Address, Meter, Prompt, Stream, Usage, address, check_limit, check_timeout

if TYPE_CHECKING:
    import httpx

_LOOK = 0.05
"""Seconds between two looks at whether a silent generation was cancelled."""
_DONE = "[DONE]"
_CHAT = "/chat/completions"


class RemoteGenerator:
    """A model behind a URL."""

    chat = True

    def __init__(self, url: str, model: str = "", api_key: str = "", timeout: float = 60.0) -> None:
        """Take a server's address (`/v1` is meant where it has no path), or that of its chat."""
        check_timeout(timeout)
        found = address(url) or Address(url, "")
        self.url = found.place + (found.path.removesuffix(_CHAT) if found.path else "/v1")
        self._query = found.query
        self._model = model
        self._headers = _identified(api_key, found.secret)
        self._timeout = timeout

    @property
    def name(self) -> str:
        """The model, and where it runs."""
        return f"{self._model} at {self.url}" if self._model else self.url

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
        """Start a generation; the server is asked when the first piece is read."""
        check_limit(limit)
        turns = (
            [{"role": "user", "content": prompt}]
            if isinstance(prompt, str)
            else [{"role": turn.role, "content": turn.content} for turn in prompt]
        )
        asked: dict[str, object] = {
            "messages": turns,
            "max_tokens": limit,
            "seed": seed,
            "temperature": temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if stop:
            asked["stop"] = list(stop[:4])  # the protocol takes four; all of them are cut here
        cancelled = cancel or threading.Event()

        def pieces(meter: Meter) -> Generator[str, None, None]:
            left = threading.Event()
            arrived: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
            threading.Thread(target=self._listen, args=(asked, arrived, left), daemon=True).start()
            try:
                yield from self._pieces(arrived, meter, cancelled)
            finally:
                left.set()

        return Stream(pieces, stop, cancelled)

    def _pieces(
        self,
        arrived: queue.SimpleQueue[str | BaseException | None],
        meter: Meter,
        cancelled: threading.Event,
    ) -> Iterator[str]:
        """The text of the events, as they arrive."""
        while not cancelled.is_set():
            try:
                event = arrived.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if event is None:
                return
            if isinstance(event, BaseException):
                raise event
            piece, usage = self._understood(event)
            read, written = meter.usage.read, meter.usage.written + bool(piece)
            meter.usage = usage or Usage(read, written)
            if piece:
                yield piece

    def _listen(
        self,
        asked: dict[str, object],
        arrived: queue.SimpleQueue[str | BaseException | None],
        left: threading.Event,
    ) -> None:
        """Pass on the data of the server's events: then None, or whatever went wrong.

        Nothing may end this thread in silence: the reader would wait for ever.
        """
        try:
            with self._errors(), self._client() as client:
                asked["model"] = self._model or self._first_model(client)
                for event in self._events(client, asked):
                    if left.is_set() or event == _DONE:
                        break
                    arrived.put(event)
                else:
                    raise self._broken("the connection closed before the end of the answer")
        except BaseException as error:
            arrived.put(error)  # raised again where the stream is read
        else:
            arrived.put(None)

    def _client(self) -> httpx.Client:
        """A connection, as the settings and the environment want it."""
        import httpx

        try:
            return httpx.Client(timeout=self._timeout, headers=self._headers)
        except (ValueError, ImportError) as error:
            raise ServerError(
                "the generator's server cannot be asked",
                f"{self.url} ({error})",
                "Check the key, and the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names",
            ) from error

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What the connection can suffer is the user's to mend."""
        import httpx

        try:
            yield
        except httpx.TimeoutException as error:
            raise self._broken(f"silent for {self._timeout:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise self._broken(str(error) or type(error).__name__) from error

    def _first_model(self, client: httpx.Client) -> str:
        """The first model that the server lists: most servers of one's own have only one."""
        response = client.get(f"{self.url}/models{self._query}")
        self._check(response)
        try:
            return str(response.json()["data"][0]["id"])
        except (ValueError, LookupError, TypeError):
            raise ServerError(
                "the server does not list its models",
                self.url,
                "Name the model with --model, and check that the URL ends with /v1",
            ) from None

    def _events(self, client: httpx.Client, asked: dict[str, object]) -> Iterator[str]:
        """The data lines of the answer."""
        url = f"{self.url}{_CHAT}{self._query}"
        with client.stream("POST", url, json=asked) as response:
            if response.is_error:
                response.read()
            self._check(response)
            if "text/event-stream" not in response.headers.get("content-type", ""):
                raise self._nonsense(response.headers.get("content-type", "no content type"))
            for line in _lines(response.iter_bytes()):
                if line.startswith(b"data:"):
                    yield line.removeprefix(b"data:").strip().decode(errors="replace")

    def _check(self, response: httpx.Response) -> None:
        """Turn a status that is no success into an error that says what to do."""
        if response.is_success:
            return
        status = response.status_code
        remedies = {
            401: "Set the key with BAOWEN_API_KEY",
            403: "Set a key that may use this model with BAOWEN_API_KEY",
            404: "Check the URL (it usually ends with /v1) and the model's name",
            429: "Wait a little: the server limits how often it may be asked",
        }
        said = " ".join(response.text.split())[:200]
        raise ServerError(
            f"the generator's server answered {status} {response.reason_phrase}".rstrip(),
            f"{self.url} ({said})" if said else self.url,
            remedies.get(status, "Look into the server's log, or use --generator bundled"),
        )

    def _understood(self, event: str) -> tuple[str, Usage | None]:
        """The text of one event, and the usage where it states one."""
        try:
            data = json.loads(event)
            if "error" in data:
                raise self._broken(f"the server reports {json.dumps(data['error'])[:200]}")
            choices = data.get("choices") or [{}]
            piece = (choices[0].get("delta") or {}).get("content") or ""
            usage = _usage(data.get("usage"))
        except (ValueError, LookupError, TypeError, AttributeError):
            raise self._nonsense(event[:80]) from None
        return str(piece), usage

    def _broken(self, why: str) -> ServerError:
        return ServerError(
            "the generator's server does not answer",
            f"{self.url} ({why})",
            "Start it, check the URL, or use --generator bundled",
        )

    def _nonsense(self, said: str) -> ServerError:
        return ServerError(
            "the generator's server does not speak the OpenAI protocol",
            f"{self.url} sent {said!r}",
            "Check the URL: it usually ends with /v1",
        )


def _usage(stated: Mapping[str, int] | None) -> Usage | None:
    if not stated:
        return None
    return Usage(int(stated["prompt_tokens"]), int(stated["completion_tokens"]))


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a stream. In an event's text, U+2028 and its kin are letters like any other."""
    held = b""
    for piece in pieces:
        *lines, held = (held + piece).split(b"\n")
        yield from lines
    yield held


def _identified(api_key: str, secret: str) -> dict[str, str]:
    """The header that says who asks: by the key, or by the name and password of the URL."""
    if api_key:
        return {"Authorization": f"Bearer {api_key}"}
    if not secret:
        return {}
    name, _, password = unquote(secret).partition(":")
    coded = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"Authorization": f"Basic {coded}"}
