"""The page in a real browser, over the real models and the demo articles."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from tests.browser import executable

ROOT = Path(__file__).parent.parent
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def server(
    model_cache: Path, demo_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a running page over the demo library."""
    port = free_port()
    log = tmp_path_factory.mktemp("page") / "log"
    command = [sys.executable, "app.py", "--demo", "--port", str(port)]
    command += ["--library", str(demo_library), "--cache", str(model_cache)]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process, log)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0, log.read_text()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the page did not come up: {log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser."""
    path = executable()
    assert path, "no browser: run python tests/browser.py"
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=arguments)


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A fresh visit."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(server)
    yield page
    context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="问题 Question").fill(question)
    page.get_by_role("button", name="提问 Ask").click()
    expect(page.locator(".turn h2").first).to_have_text(" ".join(question.split()))
    expect(page.locator(".turn").first.locator(".answer sup, [role=alert]").first).to_be_visible(
        timeout=60_000
    )


def test_an_answer_quotes_its_source_word_for_word(page: Page) -> None:
    page.locator(".examples, .gallery").get_by_role("button").first.click()
    page.get_by_role("button", name="提问 Ask").click()
    sentence = page.locator(".turn .answer p").first
    expect(sentence.locator("sup")).to_be_visible(timeout=60_000)
    quoted = re.sub(r"\d+$", "", sentence.inner_text())
    assert page.locator(".turn aside mark").first.inner_text() == quoted


def test_a_citation_leads_to_its_source(page: Page) -> None:
    ask(page, "高温津贴")
    link = page.locator(".turn sup a").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    assert page.locator(f"#{target} cite").inner_text()


def test_a_question_is_shown_as_text_and_never_runs(page: Page) -> None:
    fired: list[str] = []

    def note(dialog: Dialog) -> None:
        fired.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    ask(page, "<img src=x onerror=alert(1)><script>alert(2)</script> 津贴")
    assert page.locator(".turn img, .turn script").count() == 0
    assert fired == []


def test_an_impossible_question_gets_one_line(page: Page) -> None:
    ask(page, "？？！！")
    assert "nothing is asked" in page.get_by_role("alert").inner_text()


def test_the_newest_answer_stands_first(page: Page) -> None:
    ask(page, "高温津贴")
    ask(page, "技能竞赛")
    assert page.locator(".turn h2").all_inner_texts() == ["技能竞赛", "高温津贴"]


def test_nothing_is_asked_of_any_other_host(browser: Browser, server: str) -> None:
    hosts: set[str] = set()
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: hosts.add(request.url))
    page.goto(server)
    ask(page, "高温津贴")
    context.close()
    own = (server, "data:", "blob:")
    assert [url for url in hosts if not url.startswith(own)] == []


@pytest.mark.parametrize("width", [375, 1920])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_sticks_out_at_any_width(
    browser: Browser, server: str, width: int, theme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{server}/?__theme={theme}")
    ask(page, "高温津贴")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
