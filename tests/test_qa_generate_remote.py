"""The OpenAI-compatible client against a real server on this machine that behaves, or does not."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec

import pytest

from corpus.errors import ServerError, SettingError
from qa.generate import GeneratorSettings, Message, Prompt, Usage
from qa.remote import RemoteGenerator, _lines

SEPARATED = ("一\u2028二", "三\u0085", "\u2029四\x0b")
"""Signs that end a line for some, and none in JSON."""


class Server(ThreadingHTTPServer):
    """Answers as the first part of the path says, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self.paths: list[str] = []
        self.release = threading.Event()

    def url(self, manner: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{manner}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        self._send(200, "application/json", b'{"data": [{"id": "first-model"}]}')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body))
        self.server.keys.append(self.headers.get("Authorization"))
        self.server.paths.append(self.path)
        manner = self.path.split("/")[1]
        if manner.isdigit():
            self._send(int(manner), "application/json", b'{"error": "no\\nway"}')
        elif manner == "page":
            self._send(200, "text/html", b"<html>hello</html>")
        elif manner == "silent":
            self.server.release.wait()
        else:
            self._stream(manner)

    def _stream(self, manner: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        self._event({"choices": [{"delta": {"role": "assistant", "content": None}}]})
        for piece in SEPARATED if manner == "separated" else ("报纸", "说：", "好。", "完"):
            self._event({"choices": [{"delta": {"content": piece}}]})
            if manner == "dies":
                return
            if manner == "stalls":
                self.server.release.wait()
        if manner == "garbage":
            self.wfile.write(b"data: {not json\n\n")
        if manner == "reports":
            self._event({"error": {"message": "out of memory"}})
        self._event({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 9}})
        self.wfile.write(b": a comment\n\ndata: [DONE]\n\n")

    def _event(self, data: object) -> None:
        self.wfile.write(f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield running
        running.release.set()
        running.shutdown()
        thread.join()


def test_text_and_usage_come_from_the_server(server: Server) -> None:
    generator = RemoteGenerator(server.url("well"), "my-model", "s3cret")
    stream = generator.stream([Message("system", "短"), Message("user", "问")], limit=9, seed=4)
    assert list(stream) == ["报纸", "说：", "好。", "完"]
    assert stream.usage == Usage(7, 9)
    asked = server.asked[0]
    assert asked["model"] == "my-model"
    assert asked["messages"] == [
        {"role": "system", "content": "短"},
        {"role": "user", "content": "问"},
    ]
    assert (asked["max_tokens"], asked["seed"], asked["temperature"]) == (9, 4, 0.0)
    assert server.keys == ["Bearer s3cret"]


def test_the_first_model_that_the_server_lists_is_taken(server: Server) -> None:
    RemoteGenerator(server.url("well")).stream("问").text()
    assert server.asked[0]["model"] == "first-model"
    assert server.asked[0]["messages"] == [{"role": "user", "content": "问"}]


def test_every_sign_of_a_text_arrives(server: Server) -> None:
    stream = RemoteGenerator(server.url("separated"), "m").stream("问")
    assert list(stream) == list(SEPARATED)
    assert stream.usage == Usage(7, 9)


def test_an_answer_that_comes_byte_by_byte_has_the_same_lines() -> None:
    data = "data: 报\u2028纸\n\ndata: [DONE]".encode()
    pieces = (data[at : at + 1] for at in range(len(data)))
    assert list(_lines(pieces)) == ["data: 报\u2028纸".encode(), b"", b"data: [DONE]"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("", "/v1/chat/completions"),
        ("/", "/v1/chat/completions"),
        ("/v1", "/v1/chat/completions"),
        ("/api/paas/v4/", "/api/paas/v4/chat/completions"),
        ("/api/paas/v4/chat/completions", "/api/paas/v4/chat/completions"),
        ("/chat/completions", "/chat/completions"),
        ("/deployed/chat/completions?version=2#top", "/deployed/chat/completions?version=2"),
    ],
)
def test_the_path_is_the_one_given(server: Server, given: str, asked: str) -> None:
    stream = RemoteGenerator(server.url("").rstrip("/") + given).stream("问")
    assert stream.text() == "报纸说：好。完"
    assert server.paths == [asked.replace("chat/completions", "models"), asked]


def test_name_and_password_of_a_url_are_used_and_never_shown(server: Server) -> None:
    url = server.url("well").replace("://", "://reader:p%40ss@")
    generator = RemoteGenerator(url, "m")
    assert generator.stream("问").text() == "报纸说：好。完"
    assert server.keys == ["Basic " + base64.b64encode(b"reader:p@ss").decode()]
    assert generator.name == f"m at {server.url('well')}"
    with pytest.raises(ServerError) as error:
        RemoteGenerator(url.replace("well", "500"), "m").stream("问").text()
    assert server.url("500") in str(error.value)
    assert "reader" not in str(error.value)


def test_a_key_goes_before_the_password_of_the_url(server: Server) -> None:
    url = server.url("well").replace("://", "://reader:pass@")
    RemoteGenerator(url, "m", "s3cret").stream("问").text()
    assert server.keys == ["Bearer s3cret"]


def asked_for_ten_seconds(generator: RemoteGenerator, prompt: Prompt = "问") -> str:
    """The answer; an empty one where the server's thread died without a word."""
    cancel = threading.Event()
    patience = threading.Timer(10, cancel.set)
    patience.start()
    try:
        return generator.stream(prompt, cancel=cancel).text()
    finally:
        patience.cancel()


def test_a_key_that_no_header_carries(server: Server) -> None:
    with pytest.raises(ServerError, match="cannot be asked") as error:
        asked_for_ten_seconds(RemoteGenerator(server.url("well"), "m", "密钥"))
    assert "密钥" not in str(error.value)
    assert "key" in error.value.remedy


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), 1e12, 86401, 0, -1])
def test_a_time_that_no_socket_waits(seconds: float) -> None:
    with pytest.raises(SettingError, match="impossible value for timeout"):
        RemoteGenerator("http://127.0.0.1:1", "m", timeout=seconds)
    with pytest.raises(SettingError, match="impossible value for timeout"):
        GeneratorSettings(timeout=seconds)
    assert GeneratorSettings(timeout=86400).timeout == 86400


@pytest.mark.parametrize("proxy", ["socks5://u:s3cret@127.0.0.1:9", "odd://u:s3cret@127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used(
    server: Server, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if proxy.startswith("socks") and find_spec("socksio"):
        pytest.skip("SOCKS proxies can be used here")
    for name in ("NO_PROXY", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(ServerError, match="cannot be asked") as error:
        asked_for_ten_seconds(RemoteGenerator(server.url("well"), "m"))
    assert "ALL_PROXY" in error.value.remedy
    assert "s3cret" not in str(error.value)


def test_a_bug_in_the_thread_keeps_its_name(server: Server) -> None:
    no_text: str = b"bytes"  # type: ignore[assignment]
    with pytest.raises(TypeError, match="not JSON serializable"):
        asked_for_ten_seconds(RemoteGenerator(server.url("well"), "m"), [Message("user", no_text)])


def test_to_write_nothing_is_refused(server: Server) -> None:
    with pytest.raises(SettingError, match="impossible value for limit: 0"):
        RemoteGenerator(server.url("well"), "m").stream("问", limit=0)


def test_stop_strings_are_cut_here_too(server: Server) -> None:
    stream = RemoteGenerator(server.url("well"), "m").stream("问", stop=["：好"])
    assert stream.text() == "报纸说"
    assert server.asked[0]["stop"] == ["：好"]


@pytest.mark.parametrize(
    ("manner", "what", "remedy"),
    [
        ("401", "answered 401", "BAOWEN_API_KEY"),
        ("404", "answered 404", "/v1"),
        ("500", "answered 500", "log"),
        ("page", "does not speak the OpenAI protocol", "/v1"),
        ("garbage", "does not speak the OpenAI protocol", "/v1"),
        ("reports", "out of memory", "bundled"),
        ("dies", "closed before the end", "bundled"),
        ("silent", "silent for 0.3 seconds", "bundled"),
        ("stalls", "silent for 0.3 seconds", "bundled"),
    ],
)
def test_what_goes_wrong_is_one_line(server: Server, manner: str, what: str, remedy: str) -> None:
    generator = RemoteGenerator(server.url(manner), "m", "s3cret", timeout=0.3)
    with pytest.raises(ServerError) as error:
        generator.stream("问").text()
    line = str(error.value)
    assert what in line
    assert remedy in error.value.remedy
    assert "\n" not in line
    assert "s3cret" not in line


def test_a_url_that_refuses() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(ServerError, match="refused") as error:
        RemoteGenerator(url, "m").stream("问").text()
    assert url in str(error.value)


@pytest.mark.parametrize("url", ["http://", "http://[bad", "http://127.0.0.1:99999"])
def test_a_url_that_is_none(url: str) -> None:
    with pytest.raises(ServerError):
        RemoteGenerator(url, "m").stream("问").text()


def test_a_cancellation_does_not_wait_for_a_silent_server(server: Server) -> None:
    cancel = threading.Event()
    stream = RemoteGenerator(server.url("stalls"), "m").stream("问", cancel=cancel)
    assert next(stream) == "报纸"
    threading.Timer(0.1, cancel.set).start()
    assert list(stream) == []
    assert stream.usage == Usage(0, 1)
