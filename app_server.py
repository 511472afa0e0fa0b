"""Who asks and what may be fetched: cookies, headers, addresses that are closed, health.

A visitor without a log-in is known by a random cookie, which the page's script cannot read. Knows
HTTP; knows nothing of questions or of what is shown.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from qa.desk.strings import Language

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

READER, LANGUAGE = "baowen_reader", "baowen_language"
_READER = re.compile(r"[\w-]{24,64}")
_YEAR = 365 * 24 * 3600
_CLOSED = re.compile(
    r"/(gradio_api/)?(file=|file/|proxy=|stream/|custom_component/|vibe|undo-vibe|process_recording"
    r"|deep_link|runs|run-history|dev/)|/monitoring|/svelte/|/gradio_api/component_server"
)
"""What Gradio offers and the page does not use: nobody reads a file by guessing its address."""
_UPLOAD = re.compile(r"/(gradio_api/)?upload/?$")
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob: data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Gradio compiles its templates in the browser, hence eval; nothing comes from another host."""
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """Sets the headers and the cookie, and answers for the addresses that are closed."""

    def __init__(self, app: ASGIApp, uploads: bool = True) -> None:
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        closed = _CLOSED.search(path) or (not self._uploads and _UPLOAD.search(path))
        if closed:
            from starlette.responses import PlainTextResponse

            await PlainTextResponse("not here", 404)(scope, receive, send)
            return
        headers = [*_HEADERS, *_cookie(scope)]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        await self._app(scope, receive, sending)


def _cookie(scope: Scope) -> list[tuple[bytes, bytes]]:
    """A name for a visitor who opens the page and has none."""
    if scope["method"] != "GET" or not str(scope["path"]).endswith("/"):
        return []
    given = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    if reader_of(given):
        return []
    value = f"{READER}={secrets.token_urlsafe(24)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
    return [(b"set-cookie", value.encode())]


def reader_of(cookies: str) -> str:
    """The visitor's name in a Cookie header; empty where there is none of ours."""
    found = cookies_in(cookies).get(READER, "")
    return found if _READER.fullmatch(found) else ""


def cookies_in(header: str) -> dict[str, str]:
    """The cookies of a header."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def user_of(username: str | None, headers: Mapping[str, str], session: str | None) -> str:
    """Whose conversations a request may see: the log-in's, or the visitor's own."""
    if username:
        return f"login:{unicodedata.normalize('NFKC', username)}"
    reader = reader_of(headers.get("cookie", ""))
    return f"reader:{reader}" if reader else f"session:{session or ''}"


def language_of(headers: Mapping[str, str]) -> Language:
    """The language chosen on the page, else the first of ours that the browser asks for."""
    chosen = cookies_in(headers.get("cookie", "")).get(LANGUAGE, "")
    for name in (chosen, *_accepted(headers.get("accept-language", ""))):
        if name.lower().startswith("zh"):
            return "zh"
        if name.lower().startswith("en"):
            return "en"
    return "en" if headers.get("accept-language") else "zh"


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header, the most wanted first."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), name))
        except ValueError:
            continue
    return [name for _, name in sorted(weighed, key=lambda item: item[0]) if name]


def health(state: Callable[[], Mapping[str, object]]) -> Route:
    """`/healthz`: what an operator's probe asks for."""
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    async def answer(_: Request) -> Response:
        return JSONResponse(dict(state()))

    return Route("/healthz", answer)
