"""The doctor: says what is there, finds what is broken, and mends models when asked."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import bundled
from qa.__main__ import main


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


@pytest.fixture
def cache(model_cache: Path, real_encoder: object, tmp_path: Path) -> Path:
    """A cache whose encoder shares its bytes with the real one."""
    folder = tmp_path / "cache"
    shutil.copytree(model_cache / bundled.FOLDER, folder / bundled.FOLDER, copy_function=_link)
    return folder


def examine(
    capsys: pytest.CaptureFixture[str], cache: Path, *flags: str
) -> tuple[int, dict[str, dict[str, object]]]:
    places = ["--cache", str(cache), "--library", str(cache.parent / "library")]
    status = main(["doctor", "--json", *places, *flags])
    return status, {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def test_a_working_installation_is_well(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = examine(capsys, cache)
    assert status == 0
    assert list(found) == [
        "python", "packages", "processor", "cache", "encoder", "reader", "generator", "library",
    ]  # fmt: skip
    assert all(row["ok"] for row in found.values())
    assert "checksums right" in str(found["encoder"]["detail"])
    assert "none yet" in str(found["library"]["detail"])


def test_the_text_form_is_one_line_each(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--cache", str(cache), "--library", str(cache / "none")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert all(line.startswith("ok ") for line in lines)


def test_an_empty_cache_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = examine(capsys, tmp_path / "cache")
    assert status == 0
    assert "prepared at first use" in str(found["encoder"]["detail"])


def test_an_altered_model_is_found_and_mended(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = cache / bundled.FOLDER / "config.json"
    right = config.read_bytes()
    stamp = config.stat().st_mtime_ns
    config.unlink()
    config.write_bytes(right.replace(b"1536", b"1537"))
    os.utime(config, ns=(stamp, stamp))  # the doctor hashes: neither size nor time betrays this

    status, found = examine(capsys, cache)
    assert status == 1
    assert not found["encoder"]["ok"]
    assert "config.json was altered" in str(found["encoder"]["detail"])
    assert found["encoder"]["remedy"] == "python -m qa doctor --prepare"

    status, found = examine(capsys, cache, "--prepare", "--generator", "none")
    assert status == 0
    assert config.read_bytes() == right


def test_a_cache_that_cannot_be_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file")
    status, found = examine(capsys, blocked)
    assert status == 1
    assert not found["cache"]["ok"]
    assert "--cache" in str(found["cache"]["remedy"])


def test_a_library_that_is_none_is_found(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = cache.parent / "library"
    library.mkdir()
    (library / "library.db").write_text("this is no database, and long enough to be read as one")
    status, found = examine(capsys, cache)
    assert status == 1
    assert not found["library"]["ok"]
    assert found["library"]["remedy"]


def test_a_model_of_ones_own_is_looked_at(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = ["--encoder", str(cache / bundled.FOLDER), "--generator", "some/model"]
    status, found = examine(capsys, cache, *mine)
    assert status == 0
    assert "a local folder" in str(found["encoder"]["detail"])
    assert "Hugging Face id" in str(found["generator"]["detail"])

    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://reader:secret@127.0.0.1:{nobody.getsockname()[1]}/v1"
        status, found = examine(capsys, cache, "--encoder", "/nowhere", "--generator", url)
    assert status == 1
    assert "no model in this folder" in str(found["encoder"]["detail"])
    assert "does not answer" in str(found["generator"]["detail"])
    assert "secret" not in str(found)


def test_a_server_that_answers_is_well(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/v1"
        status, found = examine(capsys, cache, "--generator", url)
        server.shutdown()
    assert status == 0
    assert found["generator"]["detail"] == f"{url} answers"


def test_a_preparation_that_fails_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file")
    status, found = examine(capsys, blocked, "--prepare")
    assert status == 1
    assert "the cache cannot be written" in str(found["prepare"]["detail"])
