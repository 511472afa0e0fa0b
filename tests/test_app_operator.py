"""What the operator decides: log-ins, reading only, exports, and what a bad option says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import app
from qa.desk.conversations import Conversations
from qa.desk.feedback import Feedback, Verdict
from tests.browser import serving

PASSWORD = "korrekt 马 battery"


@pytest.fixture(scope="module")
def closed(
    model_cache: Path, demo_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a page with log-ins on which nothing can be added."""
    folder = tmp_path_factory.mktemp("closed")
    users = folder / "users"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("mei", "lan"):
            patch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
            assert app.main(["--add-user", name, "--auth-file", str(users)]) == 0
    assert PASSWORD not in users.read_text()
    options = ["--auth-file", str(users), "--read-only", "--generator", "none"]
    options += ["--library", str(demo_library), "--cache", str(model_cache)]
    with serving(folder / "log", *options) as address:
        yield address


@contextmanager
def entered(address: str, name: str) -> Iterator[httpx.Client]:
    """A client that logged in."""
    with httpx.Client(base_url=address, timeout=300) as client:
        client.post("/login", data={"username": name, "password": PASSWORD})
        yield client


def test_without_a_log_in_nothing_is_shown(closed: str) -> None:
    with httpx.Client(base_url=closed, timeout=300) as client:
        assert client.get("/config").status_code == 401
        assert client.get("/gradio_api/info").status_code == 401
        assert '"auth_required":true' in client.get("/").text.replace(" ", "")
        assert client.get("/healthz").json()["status"] == "ok"


def test_a_wrong_password_opens_nothing_and_guessing_ends(closed: str) -> None:
    with httpx.Client(base_url=closed, timeout=300) as client:
        for _ in range(12):
            wrong = {"username": "lan", "password": "guess"}
            assert client.post("/login", data=wrong).status_code == 400
        right = {"username": "lan", "password": PASSWORD}
        assert client.post("/login", data=right).status_code == 400
        assert client.get("/config").status_code == 401


def test_a_log_in_opens_the_page_but_neither_files_nor_uploads(closed: str) -> None:
    with entered(closed, "mei") as client:
        assert client.get("/config").status_code == 200
        assert client.get("/gradio_api/file=/etc/passwd").status_code == 404
        assert client.get("/gradio_api/file=../../etc/passwd").status_code == 404
        files = {"files": ("a.txt", b"x")}
        assert client.post("/gradio_api/upload", files=files).status_code == 404


def test_the_named_endpoints_are_listed(closed: str) -> None:
    with entered(closed, "mei") as client:
        listed = client.get("/gradio_api/info").json()["named_endpoints"]
    assert sorted(listed) == ["/articles", "/ask", "/search"]


def test_what_readers_said_is_exported(tmp_path: Path) -> None:
    with Conversations(tmp_path / "desk.db") as conversations:
        id_ = conversations.create("u").id
        conversations.add("u", id_, "问", {"text": "答"})
        with Feedback(tmp_path / "desk.db") as feedback:
            feedback.give("u", id_, 1, Verdict.DOWN, "=1+1")
    out = tmp_path / "said.jsonl"
    assert app.main(["--export-feedback", str(out), "--library", str(tmp_path)]) == 0
    row = json.loads(out.read_text())
    assert (row["verdict"], row["comment"], row["question"]) == ("down", "=1+1", "问")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--add-user", "mei"], "no file of users is named: mei"),
        (["--queue", "0"], "impossible value for queue: 0"),
        (["--max-upload-mb", "9999"], "impossible value for max_upload_mb: 9999"),
        (["--auth-file", "/nowhere/users"], "/nowhere/users"),
        (["--export-feedback", "x.csv", "--library", "/nowhere"], "nobody has asked anything"),
    ],
)
def test_a_bad_option_is_one_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main([*arguments, *([] if "--port" in arguments else ["--port", "18999"])]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert line in told[0]
