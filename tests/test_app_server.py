"""Who asks, in which language, and which addresses are closed."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app_server import Guard, health, language_of, reader_of, user_of


async def anything(_: Request) -> Response:
    return PlainTextResponse("here")


def client(uploads: bool = True) -> TestClient:
    routes = [
        health(lambda: {"status": "ok", "articles": 3}),
        Route("/{path:path}", anything, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(Guard, uploads=uploads)
    return TestClient(app)


def test_a_visitor_is_named_once_by_a_cookie_that_scripts_cannot_read() -> None:
    visit = client()
    first = visit.get("/")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith("baowen_reader=")
    assert "HttpOnly; SameSite=Lax" in cookie
    assert "set-cookie" not in visit.get("/").headers


def test_two_visitors_are_two() -> None:
    names = {reader_of(client().get("/").headers["set-cookie"]) for _ in range(2)}
    assert len(names) == 2
    assert "" not in names


@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=/etc/passwd", "/file=/etc/passwd", "/gradio_api/proxy=http://x/",
     "/gradio_api/component_server", "/monitoring", "/gradio_api/vibe-edit", "/gradio_api/runs"],
)  # fmt: skip
def test_no_file_is_read_by_guessing_its_address(path: str) -> None:
    assert client().get(path).status_code == 404


def test_uploads_are_closed_where_nothing_may_be_added() -> None:
    assert client().post("/gradio_api/upload").text == "here"
    assert client(uploads=False).post("/gradio_api/upload").status_code == 404


def test_every_page_forbids_other_hosts() -> None:
    policy = client().get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_health() -> None:
    assert client().get("/healthz").json() == {"status": "ok", "articles": 3}


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "zh-CN,zh;q=0.9", "zh"),
        ("", "zh-TW", "zh"),
        ("", "en-US,en;q=0.9,zh;q=0.5", "en"),
        ("", "zh;q=0.4,en;q=0.8", "en"),
        ("", "fr-FR,fr", "en"),
        ("", "fr,zh;q=0.3", "zh"),
        ("", "", "zh"),
        ("", "zh;q=nonsense,en", "en"),
        ("baowen_language=en", "zh-CN", "en"),
        ("baowen_language=xx", "zh-CN", "zh"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browsers(
    cookie: str, accepted: str, language: str
) -> None:
    assert language_of({"cookie": cookie, "accept-language": accepted}) == language


def test_whose_conversations() -> None:
    cookie = {"cookie": f"a=b; baowen_reader={'x' * 32}"}
    assert user_of(None, cookie, "s") == f"reader:{'x' * 32}"
    assert user_of("mei", cookie, "s") == "login:mei"
    assert user_of(None, {"cookie": "baowen_reader=short"}, "s") == "session:s"
    assert user_of(None, {}, "s") == "session:s"
