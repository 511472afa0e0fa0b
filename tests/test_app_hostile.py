"""Texts that attack the page, in a real browser: none runs, none sticks out, none turns others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE, serving
from tests.hostile_page import (
    DISAGREED,
    FAILED,
    HEBREW,
    HOSTILE,
    LINE,
    LONG,
    REFUSED,
    RUNS,
    TURNS,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

expect.set_options(timeout=PATIENCE)
PROGRAM = ("-m", "tests.hostile_page")
WIDTHS = (375, 1280)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
TAKEN_AS_MARKUP = ".bw :is(img, script, a[href^=javascript], b, iframe):not(.label, .number)"
LOOSE = """
name => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = node.parentElement;
    if (node.data.includes(name) && inside.closest('.bw')
        && !inside.closest('bdi, [dir=auto], script, style'))
      loose.push(inside.outerHTML.slice(0, 300));
  }
  return loose;
}
"""
"""Texts of another direction that nothing keeps apart."""
PUSHED = """
() => [...document.querySelectorAll('.bw bdi')].flatMap(held => {
  const after = held.nextSibling;
  if (!after || after.nodeType !== Node.TEXT_NODE || !after.data.trim()) return [];
  const range = document.createRange();
  range.selectNodeContents(after);
  const first = range.getClientRects()[0];
  if (!first) return [];
  const same = [...held.getClientRects()].filter(
    rect => rect.top < first.bottom - 4 && rect.bottom > first.top + 4);
  return same.some(rect => rect.right > first.left + 1) ? [held.parentElement.outerHTML] : [];
})
"""
"""What stands after a text and is not at its right."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page over hostile articles."""
    folder = tmp_path_factory.mktemp("hostile")
    with serving(folder / "log", "--library", str(folder), program=PROGRAM) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A new reader's page, on which no dialog may open."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.accept()

    opened.on("dialog", note)
    opened.goto(address)
    opened.locator(".lead").wait_for()
    yield opened
    context.close()
    assert dialogs == []


def unharmed(page: Page, where: str) -> None:
    """Nothing ran, nothing became markup, nothing sticks out, nothing is turned around."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (where, width)
        assert page.evaluate(PUSHED) == [], (where, width)
    assert page.evaluate("window.ran") is None, where
    assert page.locator(TAKEN_AS_MARKUP).count() == 0, where
    assert TURNING.search(page.evaluate("document.body.innerText")) is None, where
    assert page.evaluate(LOOSE, HEBREW) == [], where


def sent(page: Page, question: str) -> None:
    """Ask and wait for the end of the answer."""
    before = page.locator(".turn").count()
    page.locator("#question textarea").fill(question)
    page.locator("#send").click()
    page.locator(".turn").nth(before).locator(".tools").wait_for()


@pytest.mark.parametrize("how", ["", REFUSED, FAILED, DISAGREED, LONG])
def test_a_hostile_question_and_its_answer_are_texts(page: Page, how: str) -> None:
    sent(page, f"{HOSTILE}{how}")
    assert RUNS in page.locator(".turn h2").inner_text()
    page.locator(".turn details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    unharmed(page, f"answer {how}")
    if page.locator(".turn .cite a").count():
        page.locator(".turn .cite a").first.hover()
        expect(page.locator(".turn .tip").first).to_be_visible()
        unharmed(page, "quotation")
        page.mouse.move(1, 1)
        page.locator(".card button[data-act=open]").first.click()
        expect(page.locator("dialog.sheet .cleaned mark")).to_have_text(RUNS)
        unharmed(page, "article")
        page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    unharmed(page, "reloaded")


def test_hostile_feedback_titles_and_exports_are_texts(page: Page, tmp_path: Path) -> None:
    sent(page, HOSTILE)
    page.locator("button[data-verdict=down]").click()
    comment = page.locator(".turn textarea[name=comment]")
    comment.evaluate("(field, text) => { field.value = text; }", f"{HOSTILE}{LINE}")
    page.locator(".turn form button").click()
    expect(comment).to_have_count(0)
    page.locator(".past summary").click()
    page.locator(".past input[name=title]").fill(f"{HEBREW}{TURNS}{RUNS}")
    page.locator(".past form button").click()
    expect(page.locator(".past li > button")).to_contain_text(f"{HEBREW}翻转过来<img src=x")
    unharmed(page, "feedback and title")
    page.locator(".past summary").click()
    with page.expect_download() as started:
        page.locator(".past button[data-form=html]").click()
    taken = tmp_path / "taken.html"
    started.value.save_as(taken)
    page.goto(taken.as_uri())
    assert page.evaluate("window.ran") is None
    assert page.locator("img, script, a").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_line_of_five_megabytes_is_refused_and_the_page_goes_on(page: Page) -> None:
    field = page.locator("#question textarea")
    field.evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }",
        f"{HOSTILE}{LINE}",
    )
    page.locator("#send").click()
    expect(page.locator("#notice [role=alert]")).to_contain_text("问题太长")
    unharmed(page, "question of 5 MB")
    page.get_by_role("tab", name="检索").click()
    query = page.locator("#query input, #query textarea")
    query.evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", LINE
    )
    page.locator("#find").click()
    expect(page.locator("#results [role=alert]")).to_contain_text("问题太长")
    query.fill(f"堤 {HOSTILE}")
    page.locator("#find").click()
    expect(page.locator(".results li")).to_have_count(4)
    unharmed(page, "search")
    page.locator(".results button[data-act=about]").first.click()
    expect(field).to_have_value(re.compile("img src=x"))
    unharmed(page, "about")


def test_hostile_files_are_split_added_and_read_as_texts(page: Page, tmp_path: Path) -> None:
    paper = tmp_path / f"{HEBREW}\u202e<img src=x onerror=window.ran=1> ${{window.ran=1}}.md"
    paper.write_text(f"---\ntitle: '堤 {HOSTILE}'\n---\n{HOSTILE}{LINE}\n", encoding="utf-8")
    page.get_by_role("tab", name="资料库").click()
    unharmed(page, "library")
    page.locator("#upload input[type=file]").set_input_files(paper)
    expect(page.locator("#split .split ol li")).to_have_count(1)
    unharmed(page, "split")
    page.locator("#collection input, #collection textarea").fill(f"{TURNS}{RUNS}"[:80])
    page.locator("#split button[data-act=confirm]").click()
    expect(page.locator("#split")).to_contain_text("加入了 1 篇文章")
    page.locator("#listing summary").click()
    unharmed(page, "added")
    page.get_by_role("tab", name="检索").click()
    page.locator("#query input, #query textarea").fill("长长长长 堤")
    page.locator("#find").click()
    expect(page.locator(".results li").first).to_be_visible()
    page.locator(".results button[data-act=open]").first.click()
    expect(page.locator("dialog.sheet")).to_be_visible()
    unharmed(page, "an article of 5 MB")
