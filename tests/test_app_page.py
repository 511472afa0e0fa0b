"""The page in a real browser, over the real encoder and the demo articles."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import PATIENCE, Visit, ask, axe_script
from tests.pages_print import page as print_page
from tests.pages_print import story
from tests.test_corpus_read_pdf import pdf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Route

pytest.importorskip("playwright")
from playwright.sync_api import expect

QUESTION = "恒织公司的女工来例假，每月能歇几天？"
REFUSED = "月球上的第一座矿是哪一年开的？"
HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert(2)</script>[x](javascript:alert(3))"
    "&lt;b&gt; [1](…) ${1+1} {{2}}"
)
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def asked(browser: Browser, server: str) -> Page:
    """A page on which one question has been answered, and still is after each test."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(server)
    ask(page, QUESTION)
    return page


def test_a_first_visit_offers_questions_and_asks_nothing_of_another_host(
    visit: Visit, server: str
) -> None:
    page = visit()
    seen: set[str] = set()
    page.on("request", lambda request: seen.add(request.url))
    page.reload()
    page.locator("#hints li button").first.click()
    expect(page.locator(".turn .said p").first).to_be_visible()
    expect(page.locator(".turn .tools")).to_be_visible()
    for tab in ("检索", "资料库", "评测"):
        page.get_by_role("tab", name=tab).click()
    assert len(seen) > 10
    assert [url for url in seen if not url.startswith((server, "data:", "blob:"))] == []


def test_nothing_is_asked_before_the_visitor_has_entered(visit: Visit) -> None:
    page = visit()
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))
    page.reload()
    expect(page.locator("#question textarea")).to_be_disabled()
    expect(page.locator("#send")).to_be_disabled()
    page.wait_for_function("() => performance.now() > 1000")
    assert held
    page.unroute("**/queue/join*")  # which lets go on what is held
    ask(page, QUESTION)
    expect(page).to_have_url(re.compile(r"\?c=."))


def test_the_marked_sentence_is_the_citations_quotation(asked: Page) -> None:
    asked.locator(".turn .cite a").first.click()
    card = asked.locator(".card.chosen")
    expect(card).to_be_in_viewport()
    mark = card.locator("mark").inner_text()
    assert mark == asked.locator("#tip-1-1").text_content()
    assert mark in asked.locator(".turn .said p").first.inner_text()


def test_a_number_shows_its_quotation_when_it_is_reached_by_key(asked: Page) -> None:
    number = asked.locator(".turn .cite a").first
    number.focus()
    asked.keyboard.press("Shift+Tab")
    asked.keyboard.press("Tab")
    expect(number).to_be_focused()
    expect(asked.locator("#tip-1-1")).to_be_visible()


def test_the_article_stands_beside_its_print_with_the_span_in_both(asked: Page) -> None:
    quote = asked.locator(".card mark").first.inner_text()
    asked.locator(".card button[data-act=open]").first.click()
    sheet = asked.locator("dialog.sheet")
    expect(sheet).to_be_visible()
    assert sheet.locator(".cleaned mark").inner_text() == quote
    printed = "".join(sheet.locator(".print mark").all_inner_texts())
    assert "".join(printed.split()) == "".join(quote.split())
    asked.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_conversation_goes_on_and_survives_a_reload(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, "那工资扣不扣？")
    expect(page.locator(".turn")).to_have_count(2)
    page.reload()
    expect(page.locator(".turn h2")).to_have_text([QUESTION, "那工资扣不扣？"])
    expect(page.locator("#turn-1 .card mark").first).to_be_visible()


def test_two_browsers_do_not_mix(asked: Page, visit: Visit) -> None:
    other = visit()
    other.goto(asked.url)
    expect(other.locator("#notice")).to_contain_text("no such conversation")
    expect(other.locator(".turn")).to_have_count(0)
    expect(other.locator(".past li")).to_have_count(0)
    expect(asked.locator(".past li")).to_have_count(1)


def test_a_conversation_is_exported_and_renamed(asked: Page, tmp_path: Path) -> None:
    asked.locator(".past summary").click()
    texts = {}
    for form in ("md", "html", "json"):
        with asked.expect_download() as started:
            asked.locator(f".past button[data-form={form}]").click()
        path = tmp_path / form
        started.value.save_as(path)
        texts[form] = path.read_text(encoding="utf-8")
    assert texts["md"].count("经期假") >= 1
    assert texts["html"].startswith("<!doctype html>")
    assert json.loads(texts["json"])["turns"][0]["question"] == QUESTION
    asked.locator(".past input[name=title]").fill("例假的规定")
    asked.locator(".past form button").click()
    expect(asked.locator(".past li > button")).to_have_text("例假的规定")


def test_a_verdict_is_kept_and_thanked_for(asked: Page) -> None:
    asked.locator("button[data-verdict=down]").click()
    expect(asked.locator("button[data-verdict=down]")).to_have_attribute("aria-pressed", "true")
    asked.locator(".turn textarea[name=comment]").fill(HOSTILE)
    asked.locator(".turn form button").click()
    expect(asked.locator(".turn textarea[name=comment]")).to_have_count(0)
    asked.reload()
    expect(asked.locator("button[data-verdict=down]")).to_have_attribute("aria-pressed", "true")


def test_a_question_that_fails_is_edited_refused_and_deleted(visit: Visit) -> None:
    page = visit()
    field = page.locator("#question textarea")
    field.fill("？？！！")
    page.locator("#send").click()
    expect(page.locator(".turn [role=alert]")).to_be_visible()
    expect(page.locator(".turn button[data-act=ask]")).to_be_visible()
    page.locator(".turn button[data-act=edit]").click()
    expect(field).to_have_value("？？！！")
    field.fill(REFUSED)
    page.locator("#send").click()
    expect(page.locator(".turn h2")).to_have_text([REFUSED])
    expect(page.locator(".turn .state")).to_have_text("资料库里的报道没有回答这个问题。")
    expect(page.locator(".turn .cite")).to_have_count(0)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".past summary").click()
    page.locator(".past button[data-act=delete]").click()
    expect(page.locator(".past li")).to_have_count(0)
    expect(page.locator(".lead h2")).to_be_visible()


def test_search_limits_by_date_and_leads_to_reading_and_asking(visit: Visit) -> None:
    page = visit()
    page.get_by_role("tab", name="检索").click()
    page.locator("#query input, #query textarea").fill("高温津贴")
    panel = page.get_by_role("tabpanel").filter(has=page.locator("#query"))
    panel.get_by_label("起始日期").fill("2023")
    panel.get_by_label("截止日期").fill("2023-12")
    page.locator("#find").click()
    expect(page.locator(".results li").first).to_be_visible()
    places = page.locator(".results li > small").all_inner_texts()
    assert {re.search(r"\d{4}", place)[0] for place in places} == {"2023"}  # type: ignore[index]
    assert page.locator(".results mark").first.inner_text() in {"高温", "温津", "津贴"}
    title = page.locator(".results .headline").first.inner_text()
    page.locator(".results button[data-act=open]").first.click()
    expect(page.locator("dialog.sheet h2")).to_have_text(title)
    page.keyboard.press("Escape")
    page.locator(".results button[data-act=about]").first.click()
    expect(page.locator("#question textarea")).to_have_value(f"《{title}》")


def test_hostile_articles_names_and_questions_stay_text(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.accept()

    page.on("dialog", note)
    paper = tmp_path / "<img src=x onerror=alert(4)> ${1+1}.md"
    body = f"{HOSTILE}。坡底村的养蜂人蒋小满去年卖了七百二十斤蜂蜜。" + "长" * 3_000
    paper.write_text(f"---\ntitle: '{HOSTILE} 蜂蜜'\n---\n{body}\n", encoding="utf-8")
    page.get_by_role("tab", name="资料库").click()
    page.locator("#upload input[type=file]").set_input_files(paper)
    expect(page.locator("#split .split ol li")).to_have_count(1)
    page.locator("#split button[data-act=confirm]").click()
    expect(page.locator("#split")).to_contain_text("加入了 1 篇文章")
    page.get_by_role("tab", name="提问").click()
    ask(page, f"{HOSTILE} 坡底村的蒋小满卖了多少斤蜂蜜？")
    assert HOSTILE in page.locator(".turn h2").inner_text()
    page.locator("#turn-1 button[data-act=open]").first.click()
    expect(page.locator("dialog.sheet")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator(".turn img, .turn script, dialog img, #split img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert dialogs == []


def test_a_raw_page_and_a_pdf_become_articles_that_answer(visit: Visit, tmp_path: Path) -> None:
    paper = tmp_path / "1987-03-02-page1.txt"
    stories = ("维修班查遍大桥吊杆", story("BRIDGE"), "夜班工人吃上热饭", story("CANTEEN"))
    paper.write_text(print_page(*stories), encoding="utf-8")
    lines = ["骑手驿站开进七处门面", *story("COURIER")]
    placed = [(60.0, 740.0 - 18 * at, line) for at, line in enumerate(lines)]
    sheet = tmp_path / "courier.pdf"
    sheet.write_bytes(pdf([placed]))
    page = visit()
    page.get_by_role("tab", name="资料库").click()
    page.locator("#upload input[type=file]").set_input_files([paper, sheet])
    expect(page.locator("#split .split > li")).to_have_count(2)
    headlines = page.locator("#split .split .headline").all_inner_texts()
    assert headlines[:2] == ["维修班查遍大桥吊杆", "夜班工人吃上热饭"]
    page.locator("#split button[data-act=confirm]").click()
    expect(page.locator("#split")).to_contain_text("加入了")
    page.get_by_role("tab", name="提问").click()
    ask(page, "岚江大桥维修班检测了多少根吊杆？")
    assert "四百二十根" in page.locator("#turn-1 .said").inner_text()
    ask(page, "骑手丁大勇每天送多少单？")
    assert "一百二十单" in page.locator("#turn-2 .said").inner_text()
    assert "courier.pdf" in page.locator("#turn-2 .card small").first.inner_text()


def test_what_is_no_paper_is_refused(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.get_by_role("tab", name="资料库").click()
    program = tmp_path / "program.exe"
    program.write_bytes(b"MZ")
    page.locator("#upload input[type=file]").set_input_files(program)
    page.wait_for_timeout(2_000)
    expect(page.locator("#split button[data-act=confirm]")).to_have_count(0)


def test_programs_ask_and_search_by_name(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]

    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
    client = Client(server, verbose=False, analytics_enabled=False)
    answer = client.predict(QUESTION, api_name="/ask")
    rows = client.predict("高温津贴", 3, api_name="/search")
    listed = client.predict("2023", "2023", 0, api_name="/articles")
    client.close()
    assert answer["question"] == QUESTION
    assert "经期假" in answer["text"]
    assert len(rows) == 3
    assert {row["date"][:4] for row in listed} == {"2023"}


def test_the_interface_speaks_the_browsers_language_and_switches(visit: Visit) -> None:
    page = visit(locale="en-GB")
    expect(page.get_by_role("tab", name="Library")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator("button[data-do=language]").click()
    expect(page.get_by_role("tab", name="资料库")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh"


def test_nothing_sticks_out_and_everybody_can_use_it(asked: Page) -> None:
    page = asked
    script = axe_script()
    for width, theme in itertools.product((375, 1920), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for tab in ("提问", "检索", "资料库", "评测"):
            page.get_by_role("tab", name=tab).click()
            expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
            page.wait_for_timeout(300)
            where = f"{tab} {width} {theme}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            if script is not None:
                assert grave(page, script) == [], where
    if script is None:
        pytest.skip("axe-core is not there: python -m tests.browser installs it where npm is")


def grave(page: Page, script: Path) -> list[str]:
    """What axe-core finds serious or critical."""
    page.evaluate(script.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
