"""The page while it works: sentences one by one, places in the queue, stopping, ending."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

expect.set_options(timeout=PATIENCE)
PROGRAM = ("-m", "tests.scripted_page")


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that answers slowly; it ends well with its last question unanswered."""
    folder = tmp_path_factory.mktemp("slow")
    with serving(folder / "log", "--library", str(folder), program=PROGRAM) as address:
        yield address


def sent(browser: Browser, address: str, question: str) -> Page:
    """A new reader's page, on which a question was just sent."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".lead").wait_for()
    page.locator("#question textarea").fill(question)
    page.locator("#send").click()
    return page


def test_sentences_arrive_one_by_one_until_stopped_and_stay(browser: Browser, slow: str) -> None:
    page = sent(browser, slow, "修堤")
    expect(page.locator(".turn .said p").nth(1)).to_contain_text("修堤之2。")
    expect(page.locator(".turn .stage")).to_have_text("正在写…")
    page.locator("#stop").click()
    expect(page.locator(".turn .state")).to_have_text("已停止")
    expect(page.locator("#send")).to_be_visible()
    said = page.locator(".turn .said p").count()
    assert said >= 2
    page.reload()
    expect(page.locator(".turn .said p")).to_have_count(said)
    page.context.close()


def test_the_demo_library_takes_no_files_and_says_how_to_have_ones_own(
    browser: Browser, slow: str
) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(slow)
    page.get_by_role("tab", name="Library").click()
    expect(page.locator("#facts .note")).to_contain_text("baowen add FILES")
    expect(page.locator("#upload")).to_have_count(0)
    expect(page.locator("#listing button[data-act=remove]")).to_have_count(0)
    page.context.close()


def test_those_who_come_later_see_their_place_and_get_their_own_answer(
    browser: Browser, slow: str
) -> None:
    pages = [sent(browser, slow, f"第{name}问") for name in "甲乙"]
    for page in pages:
        expect(page.locator(".turn .said p").first).to_be_visible()
    last = sent(browser, slow, "第丙问")
    expect(last.locator(".turn .stage")).to_have_text("排队中，前面还有 1 人")
    pages[0].locator("#stop").click()
    expect(last.locator(".turn .said p").first).to_contain_text("第丙问之1。")
    expect(pages[1].locator(".turn .said p").first).to_contain_text("第乙问之1。")
    # These are not stopped: the page ends with them running.
