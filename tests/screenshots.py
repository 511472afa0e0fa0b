"""`make screenshots`: pictures of the running page, over the demo articles.

One reader's visit, so that each question is asked once: every step leads on from the one before.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from corpus.settings import resolve
from qa.cli_library import add_demo
from qa.opening import GROUPS
from tests.browser import PATIENCE, QUIET, ROOT, ask, executable, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "screenshots"
PAPER = ROOT / "corpus" / "demo" / "pages" / "2023-11-09-page2.txt"
QUESTION = "石炭沟煤矿的“吹哨人”办法实行九个月，误判过几回？"
FOLLOWED = ("陈海舟在2023年桥吊比武中得了多少分？", "第二名跟他差几分？")
REFUSED = "月球上的第一座矿是哪一年开的？"
WIDE, NARROW = (1440, 900), (375, 800)
SETTLED = 600
"""Milliseconds for what moves to come to rest."""


class Visit:
    """A reader who looks at one thing after another, and whose screen is kept."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def everything(self) -> None:
        """All pictures in Chinese."""
        self._page.locator("#hints li").first.wait_for()
        self._shoot("first")
        self._answered()
        self._searched()
        self._held()

    def english(self) -> None:
        """The same page for those who read English."""
        ask(self._page, QUESTION)
        self._page.locator(".turn .cite a").first.click()
        self._shoot("page-english")

    def _answered(self) -> None:
        page = self._page
        ask(page, QUESTION)
        page.locator(".turn .cite a").first.click()
        for name, theme in (("page", "light"), ("page-dark", "dark")):
            self._shoot(name, theme)
            self._shoot(f"{name}-phone", theme, NARROW)
        page.locator(".card button[data-act=open]").first.click()
        page.locator("dialog.sheet").wait_for()
        self._shoot("article")
        self._shoot("article-phone", "light", NARROW)
        page.keyboard.press("Escape")
        for name, questions in (("follow-up", FOLLOWED), ("refusal", (REFUSED,))):
            page.locator(".rail .new").click()
            page.locator(".lead").wait_for()
            for question in questions:
                ask(page, question)
            self._shoot(name)

    def _searched(self) -> None:
        page = self._page
        page.get_by_role("tab").nth(1).click()
        page.locator("#query input, #query textarea").fill("高温津贴")
        page.locator("#find").click()
        page.locator(".results li").first.wait_for()
        self._shoot("search")
        self._shoot("search-dark-phone", "dark", NARROW)

    def _held(self) -> None:
        page = self._page
        page.get_by_role("tab").nth(2).click()
        page.locator(".holdings svg").wait_for()
        self._shoot("library")
        self._shoot("library-dark-phone", "dark", NARROW)
        page.locator("#upload input[type=file]").set_input_files(PAPER)
        page.locator("#split .split").wait_for()
        page.locator("#split .split").scroll_into_view_if_needed()
        self._shoot("split")

    def _shoot(self, name: str, theme: str = "light", size: tuple[int, int] = WIDE) -> None:
        page = self._page
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.mouse.move(2, size[1] - 2)
        page.wait_for_timeout(SETTLED)
        picture = Image.open(io.BytesIO(page.screenshot()))
        # A palette that keeps rare colours: the accent is one.
        picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(
            FOLDER / f"{name}.png", optimize=True
        )
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def main() -> None:
    """Start the page, visit it, keep the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        # Named, as a reader's own library is: the demo library takes no files.
        library = place / "library"
        add_demo(resolve(GROUPS, None, {"BAOWEN_LIBRARY": str(library)}))
        with (
            serving(place / "log", "--library", str(library)) as address,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
            for locale, visit in (("zh-CN", Visit.everything), ("en-GB", Visit.english)):
                size = {"width": WIDE[0], "height": WIDE[1]}
                context = browser.new_context(viewport=size, locale=locale)  # type: ignore[arg-type]
                context.set_default_timeout(PATIENCE)
                page = context.new_page()
                page.goto(address)
                visit(Visit(page))
                context.close()
            browser.close()


if __name__ == "__main__":
    main()
