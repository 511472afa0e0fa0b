"""Streams, stop strings, the choice of a generator, and the errors of a wrong one."""

from __future__ import annotations

import struct
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from corpus.errors import ModelError, SettingError
from index.prepared import prepared
from qa import bundled
from qa.generate import (
    GeneratorSettings,
    Meter,
    Stream,
    Usage,
    load_generator,
    shown,
    until_stop,
)
from qa.tokens import Detokeniser


def given(*pieces: str) -> Generator[str, None, None]:
    yield from pieces


@pytest.mark.parametrize(
    ("pieces", "stop", "expected"),
    [
        (("报纸", "说。", "多余"), ("。",), "报纸说"),
        (("a<e", "nd>b"), ("<end>",), "a"),
        (("a<e", "nx>b"), ("<end>",), "a<enx>b"),
        (("a<en",), ("<end>",), "a<en"),
        (("xaab",), ("ab",), "xa"),
        (("x", "a", "a", "b"), ("ab",), "xa"),
        (("one two three",), ("three", "two"), "one "),
        (("<end>",), ("<end>",), ""),
        (("text",), ("",), "text"),
    ],
)
def test_text_ends_before_the_first_stop_string(
    pieces: tuple[str, ...], stop: tuple[str, ...], expected: str
) -> None:
    assert "".join(until_stop(given(*pieces), stop)) == expected


def test_only_what_may_start_a_stop_string_is_held_back() -> None:
    seen = until_stop(given("ab\n", "c", "\n", "\nd"), ["\n\n"])
    assert list(seen) == ["ab", "\nc"]


def test_a_stop_string_closes_what_produces_the_text() -> None:
    closed = threading.Event()

    def endless(meter: Meter) -> Generator[str, None, None]:
        try:
            while True:
                meter.usage = Usage(5, meter.usage.written + 1)
                yield "x"
                yield "."
        finally:
            closed.set()

    stream = Stream(endless, stop=["."])
    assert stream.text() == "x"
    assert closed.is_set()
    assert stream.usage == Usage(5, 1)


def test_nothing_comes_after_a_cancellation() -> None:
    cancel = threading.Event()
    stream = Stream(lambda _: given("a", "b<", "c"), stop=["<end>"], cancel=cancel)
    assert next(stream) == "a"
    cancel.set()
    assert list(stream) == []


class Bytes:
    """A tokenizer whose tokens are the bytes of UTF-8."""

    def read(self, prompt: object) -> list[int]:
        return list(str(prompt).encode())

    def write(self, tokens: Iterator[int]) -> str:
        return bytes(tokens).decode(errors="replace")


def test_no_character_is_split() -> None:
    text = Detokeniser(Bytes())  # type: ignore[arg-type]
    pieces = [text.push(byte) for byte in "报a𠮷".encode()]
    assert pieces == ["", "", "报", "a", "", "", "", "𠮷"]
    assert text.rest() == ""


def test_half_a_character_at_the_end_is_dropped() -> None:
    text = Detokeniser(Bytes())  # type: ignore[arg-type]
    assert [text.push(byte) for byte in "问报".encode()[:-1]] == ["", "", "问", "", ""]
    assert text.rest() == ""


def test_none_is_no_generator(tmp_path: Path) -> None:
    assert load_generator(GeneratorSettings(generator="none"), tmp_path) is None


def test_the_key_is_not_shown() -> None:
    settings = GeneratorSettings(generator="http://127.0.0.1:1", api_key="s3cret")
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize("key", ["密钥", "two\nlines", "tab\t"])
def test_a_key_that_no_header_carries_is_refused_unseen(key: str) -> None:
    with pytest.raises(SettingError, match="impossible value for api_key") as error:
        GeneratorSettings(api_key=key)
    assert key not in str(error.value)


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        ("bundled", "bundled"),
        ("maker/model-1b", "maker/model-1b"),
        ("/models/a@b?c", "/models/a@b?c"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("https://reader:pass@host:8/v1", "https://host:8/v1"),
        ("https://token@host/v1/", "https://host/v1"),
        ("https://reader:p/a#s@s@host/v1", "https://host/v1"),
        ("https://host/v1?key=s3cret#top", "https://host/v1"),
        ("http://host:8000/a/@b", "http://host:8000/a/@b"),
        ("http://[::1]:80/a@b", "http://[::1]:80/a@b"),
    ],
)
def test_what_is_shown_of_a_generator(generator: str, expected: str) -> None:
    assert shown(generator) == expected


def test_a_url_of_another_kind_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such generator: ftp://host") as error:
        load_generator(GeneratorSettings(generator="ftp://reader:s3cret@host"), tmp_path)
    assert "s3cret" not in str(error.value)


def one_line(error: pytest.ExceptionInfo[ModelError]) -> str:
    line = str(error.value)
    assert "\n" not in line
    assert error.value.remedy
    return line


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        load_generator(GeneratorSettings(generator=str(tmp_path)), tmp_path)
    assert one_line(error).startswith("no model in this folder")
    assert str(tmp_path) in str(error.value)


def test_a_folder_with_a_broken_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "gemma3_text"', encoding="utf-8")
    with pytest.raises(ModelError) as error:
        load_generator(GeneratorSettings(generator=str(tmp_path)), tmp_path)
    assert one_line(error).startswith("the generator cannot be loaded")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        load_generator(GeneratorSettings(generator=str(tmp_path / "gone")), tmp_path)
    assert one_line(error).startswith("no such generator")


def parts_of(data: bytes, folder: Path) -> list[Path]:
    paths = []
    for number in range(2):
        path = folder / f"part{number}"
        path.write_bytes(data[number * 40 : number * 40 + 40])
        paths.append(path)
    return paths


def test_a_truncated_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source, cache = tmp_path / "wheels", tmp_path / "cache"
    source.mkdir()
    parts = parts_of(bytes(range(80)), source)
    pinned = bundled.joined_sha256(parts)
    bundled.check_joined(parts, pinned)
    parts[1].write_bytes(parts[1].read_bytes()[:-1])

    def build(folder: Path) -> None:
        bundled.check_joined(parts, pinned)
        bundled.unpack(parts, folder)

    with pytest.raises(ModelError) as error:
        prepared(cache / "model", "recipe", build)
    assert "SHA-256 differs" in one_line(error)
    assert "pip install" in error.value.remedy
    assert [path for path in cache.iterdir() if path.is_dir()] == []  # the lock's file may stay


def test_a_cache_that_is_a_file(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("in the way", encoding="utf-8")
    with pytest.raises(ModelError) as error:
        load_generator(GeneratorSettings(), cache)
    assert one_line(error).startswith("the cache cannot be written")
    assert cache.read_text(encoding="utf-8") == "in the way"


def test_the_header_of_a_gguf_file() -> None:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    data = b"".join(
        [
            b"GGUF",
            struct.pack("<IQQ", 3, 1, 3),
            text("a.number") + struct.pack("<II", 4, 640),
            text("some.texts") + struct.pack("<IIQ", 9, 8, 2) + text("报") + text("问"),
            text("some.floats") + struct.pack("<IIQ2f", 9, 6, 2, 0.5, -1),
            text("blk.0.attn_q.weight") + struct.pack("<I2QIQ", 2, 4, 3, 0, 64),
        ]
    )
    packed = bundled.read(data)
    assert packed.fields == {
        "a.number": 640,
        "some.texts": ["报", "问"],
        "some.floats": [0.5, -1.0],
    }
    assert packed.tensors == {"blk.0.attn_q.weight": bundled.Stored((4, 3), 0, 64)}
    assert packed.start == -(-len(data) // 32) * 32
