"""`make screenshots`: pictures of the running page, from the demo library."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import PATIENCE, QUIET, ROOT, ask, executable, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "screenshots"
PAPER = ROOT / "corpus" / "demo" / "pages" / "2023-11-09-page2.txt"
QUESTION = "全省高温津贴，2021年和2023年6月以后，室外的标准分别是每月多少？"
FOLLOWING = "那室内的呢？"
REFUSED = "月球上的第一座矿是哪一年开的？"
SETTLED = 400
"""Milliseconds for what moves to come to rest."""


def first(page: Page) -> None:
    """What a visitor sees."""
    page.locator("#hints li").first.wait_for()


def answered(page: Page) -> None:
    """An answer with its sources, one of them chosen."""
    ask(page, QUESTION)
    page.locator(".turn .cite a").last.click()


def followed(page: Page) -> None:
    """A question that follows on another."""
    ask(page, QUESTION)
    ask(page, FOLLOWING)


def refused(page: Page) -> None:
    """A question that no article answers."""
    ask(page, REFUSED)


def article(page: Page) -> None:
    """An article beside its print."""
    ask(page, QUESTION)
    page.locator(".card button[data-act=open]").first.click()
    page.locator("dialog.sheet").wait_for()


def search(page: Page) -> None:
    """Articles that a search found, limited by date."""
    page.get_by_role("tab").nth(1).click()
    page.locator("#query input, #query textarea").fill("高温津贴")
    page.locator("#find").click()
    page.locator(".results li").first.wait_for()


def library(page: Page) -> None:
    """What the library holds."""
    page.get_by_role("tab").nth(2).click()
    page.locator(".holdings svg").wait_for()


def split(page: Page) -> None:
    """A page that was dropped, as the articles that it splits into."""
    library(page)
    page.locator("#upload input[type=file]").set_input_files(PAPER)
    page.locator("#split .split").wait_for()
    page.locator("#split .split").scroll_into_view_if_needed()


PICTURES: dict[str, tuple[Callable[[Page], None], dict[str, object]]] = {
    "first": (first, {}),
    "page": (answered, {}),
    "page-dark": (answered, {"color_scheme": "dark"}),
    "page-phone": (answered, {"viewport": {"width": 375, "height": 800}}),
    "page-english": (answered, {"locale": "en-GB"}),
    "follow-up": (followed, {}),
    "refusal": (refused, {}),
    "article": (article, {}),
    "search": (search, {}),
    "library": (library, {}),
    "split": (split, {}),
}


def main() -> None:
    """Start the page, ask, take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        options = ("--demo", "--library", str(place / "library"))
        with serving(place / "log", *options) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
            for name, (steps, options_of) in PICTURES.items():
                wanted: dict[str, object] = {
                    "viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options_of,
                }  # fmt: skip
                context = browser.new_context(**wanted)  # type: ignore[arg-type]
                context.set_default_timeout(PATIENCE)
                page = context.new_page()
                page.goto(address)
                steps(page)
                page.wait_for_timeout(SETTLED)
                page.screenshot(path=FOLDER / f"{name}.png")
                context.close()
            browser.close()


if __name__ == "__main__":
    main()
