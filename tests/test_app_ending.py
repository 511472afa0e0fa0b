"""SIGTERM while work is going on: the page ends well, and the next one finds what was not over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from index.library import Library
from tests.browser import PATIENCE, serving
from tests.conftest import FakeEncoder
from tests.libraries import write_rows

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

expect.set_options(timeout=PATIENCE)
ROWS = 900
SLOW, FAST = "0.05", "0.00001"
"""Seconds to encode a text: a batch that is begun takes longer than an ending page waits."""


def library_tab(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".lead").wait_for()
    page.get_by_role("tab", name="资料库").click()
    return page


def served(folder: Path, seconds: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    options = ("--library", str(folder), "--encoding", seconds)
    return options, ("-m", "tests.scripted_page")


def test_files_that_were_being_added_are_offered_again_and_gone_on_with(
    browser: Browser, tmp_path: Path
) -> None:
    paper = write_rows(tmp_path / "rows.jsonl", range(2, ROWS + 2))
    options, program = served(tmp_path / "page", SLOW)
    (tmp_path / "page").mkdir()
    # `serving` asserts that the page, once told to, ends with status 0.
    with serving(tmp_path / "log", *options, program=program) as address:
        page = library_tab(browser, address)
        page.locator("#upload input[type=file]").set_input_files(paper)
        page.locator("#split button[data-act=confirm]").click()
        expect(page.locator("#split progress")).to_be_visible()
        page.context.close()
    with Library.open(tmp_path / "page" / "library", FakeEncoder) as library:
        before = library.stats().articles
        assert len(library.search("堤", 3)) > 0
    assert before < ROWS
    options, program = served(tmp_path / "page", FAST)
    with serving(tmp_path / "log2", *options, program=program) as address:
        page = library_tab(browser, address)
        told = page.locator("#facts .note")
        expect(told).to_contain_text("还没加完：rows.jsonl")
        told.locator("button[data-act=resume]").click()
        expect(page.locator("#split")).to_contain_text("加入了")
        expect(told).to_have_count(0)
        page.context.close()
    with Library.open(tmp_path / "page" / "library", FakeEncoder) as library:
        assert library.stats().articles == ROWS + 1
