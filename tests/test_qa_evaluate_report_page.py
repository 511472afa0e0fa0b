"""The page of a run in a real browser: filters, links, printing, and nothing that it asks for."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from qa.evaluate.report import write_report
from tests.browser import QUIET, executable
from tests.test_qa_evaluate_report import HOSTILE, row, rows, write_run

SHOWN = ".row:not([hidden]) .id"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A report of one question of each kind, and one with a hostile answer."""
    hostile = row("not_worded", "q8", question=HOSTILE)
    hostile["group"] = {"type": HOSTILE, "lang": "en", "source": ""}
    folder = write_run(tmp_path_factory.mktemp("report") / "run", [*rows(), hostile])
    return write_report(folder).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        opened = playwright.chromium.launch(executable_path=executable(), args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser says of the page, and what the page asks for."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 375, "height": 900})
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url))
    opened.goto(address)
    assert complaints.pop(0) == address
    yield opened
    opened.close()


def test_filters_show_what_is_asked_for(page: Page, complaints: list[str]) -> None:
    expect(page.locator("#filters output")).to_have_text("8 of 8")
    page.get_by_label("wrong only").check()
    expect(page.locator(SHOWN)).to_have_text(["q2", "q3", "q4", "q5", "q6", "q7", "q8"])
    page.locator("select[name=why]").select_option("not_worded")
    expect(page.locator(SHOWN)).to_have_text(["q4", "q8"])
    page.locator("select[name=type]").select_option(HOSTILE)
    expect(page.locator(SHOWN)).to_have_text(["q8"])
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#filters output")).to_have_text("8 of 8")
    page.locator("select[name=lang]").select_option("en")
    expect(page.locator(SHOWN)).to_have_text(["q8"])
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Contains").fill("ＡＬＥＲＴ(1)")
    expect(page.locator(SHOWN)).to_have_text(["q8"])
    page.get_by_role("button", name="Clear").click()
    page.locator(".reasons a", has_text="Refused").click()
    expect(page.locator(SHOWN)).to_have_text(["q5"])
    assert complaints == []


def test_a_link_opens_its_question_and_print_opens_all(page: Page, complaints: list[str]) -> None:
    page.goto(page.url + "#q3-1")
    expect(page.locator("#q3")).to_have_attribute("open", "")
    expect(page.locator("#q3 .quoted q")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row[open]").count() == 8
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("[...document.querySelectorAll('.row[open]')].map(r => r.id)") == ["q3"]
    assert complaints == []


@pytest.mark.parametrize("width", [375, 1920])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("button", name="Open all").click()
    assert page.locator(".row[open]").count() == 8
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_both_themes_have_their_own_colours(page: Page) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        colours[scheme] = page.evaluate(
            "['html', '.mark.wrong', '.mark.right'].map(s => getComputedStyle("
            "document.querySelector(s)).color).concat(getComputedStyle("
            "document.documentElement).backgroundColor, getComputedStyle("
            "document.querySelector('svg .stroke-ink')).stroke)"
        )
    ink, wrong, right, paper, drawn = colours["light"]
    assert (ink, wrong, paper) == ("rgb(28, 26, 23)", "rgb(184, 50, 31)", "rgb(251, 250, 246)")
    assert (right, drawn) == (ink, ink)
    ink, wrong, right, paper, drawn = colours["dark"]
    assert (ink, wrong, paper) == ("rgb(236, 231, 220)", "rgb(255, 132, 104)", "rgb(20, 19, 15)")
    assert (right, drawn) == (ink, ink)


def test_without_script_questions_open_and_no_dead_control_is_shown(
    browser: Browser, address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.locator("#filters")).to_be_hidden()
        page.locator("#q4 > summary").click()
        expect(page.locator("#q4 .text")).to_be_visible()
        expect(page.locator("#q5 .message")).to_be_hidden()
