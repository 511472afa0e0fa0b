"""The browser that the page's tests drive, and the page that they drive it on.

`python -m tests.browser` makes sure that there is a browser; `executable()` names it. The fixtures
serve the demo library with the real encoder, once for all tests. PYTEST_DONT_REWRITE
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = "axe-core@4.10.3"
AXE_FOLDER = ROOT / ".cache" / "axe"
AXE_SCRIPT = AXE_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 120_000
"""Milliseconds to wait for something to appear: a slow machine is no failure."""


def executable() -> str | None:
    """The browser's path; BAOWEN_TEST_BROWSER names another than the one on the PATH."""
    named = os.environ.get("BAOWEN_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> int:
    """Install Debian's chromium and a Chinese font, or say what to install; axe-core, if it can."""
    _install_axe()
    if executable():
        return 0
    if shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*prefix, "apt-get", "update", "-qq"], check=False)
        if subprocess.run([*prefix, *command], check=False).returncode == 0 and executable():
            return 0
    print(
        "error: no browser for the page's tests: tried " + ", ".join(NAMES) + ". "
        "Install Chromium, or name a browser with BAOWEN_TEST_BROWSER",
        file=sys.stderr,
    )
    return 1


def axe_script() -> Path | None:
    """The script that looks for what some readers could not use; None where it is missing."""
    return AXE_SCRIPT if AXE_SCRIPT.exists() else None


def _install_axe() -> None:
    """From npm, where there is one: the tests themselves fetch nothing."""
    if AXE_SCRIPT.exists() or not shutil.which("npm"):
        return
    AXE_FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix"]
    subprocess.run([*command, str(AXE_FOLDER), AXE], check=False)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(log: Path, *options: str, program: Sequence[str] = ("app.py",)) -> Iterator[str]:
    """The address of a page that runs with these options; it must end well when told to."""
    port = free_port()
    command = [sys.executable, *program, "--port", str(port), *options]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        yield _address(port, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            status: int | None = process.wait(120)
        except subprocess.TimeoutExpired:
            process.kill()
            status = None
        assert status == 0, log.read_text()


def _address(port: int, process: subprocess.Popen[bytes], log: Path) -> str:
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=30):
                return address
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the page did not come up: {log.read_text()}")


@pytest.fixture(scope="session")
def server(
    model_cache: Path, demo_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a running page over the demo library, which only quotes."""
    log = tmp_path_factory.mktemp("page") / "log"
    options = ["--generator", "none", "--library", str(demo_library)]
    with serving(log, *options, "--cache", str(model_cache)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    path = executable()
    assert path, "no browser: run python -m tests.browser"
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """Open the page as a new reader: `visit(width=375, locale="en-US")`."""
    contexts = []

    def opened(width: int = 1280, height: int = 900, path: str = "/", **options: object) -> Page:
        wanted: dict[str, object] = {"locale": "zh-CN", **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **wanted)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(server + path)
        page.locator(".plate h1").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()


def ask(page: Page, question: str) -> None:
    """Type a question, send it and wait for the end of its answer."""
    before = page.locator(".turn").count()
    page.locator("#question textarea").fill(question)
    page.locator("#send").click()
    page.locator(".turn").nth(before).locator(".tools").wait_for(timeout=PATIENCE)


if __name__ == "__main__":
    sys.exit(install())
