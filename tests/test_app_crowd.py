"""Many at once on the real page: nobody gets another's answer, places are shown, search goes on."""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING

import httpx
from playwright.sync_api import expect

from tests.browser import PATIENCE, Visit
from tests.crowd import Crowd, called, crowd, questions

if TYPE_CHECKING:
    from collections.abc import Mapping

expect.set_options(timeout=PATIENCE)
PEOPLE = int(os.environ.get("BAOWEN_TEST_CROWD", "5"))
LAST = "月球上的第一座矿是哪一年开的？"


def cited(answer: Mapping[str, object]) -> list[tuple[str, str]]:
    """What the answer quotes, and from where."""
    rows = answer["citations"]
    assert isinstance(rows, list)
    return [(row["title"], row["quote"]) for row in rows]


def test_a_crowd_gets_each_their_own_answer_while_others_see_their_place_and_search(
    server: str, visit: Visit
) -> None:
    page = visit()
    page.locator("#question textarea").fill(LAST)
    asked = questions(PEOPLE)
    came: list[Crowd] = []
    thread = threading.Thread(target=lambda: came.append(crowd(server, asked)))
    thread.start()
    page.wait_for_timeout(500)
    page.locator("#send").click()
    expect(page.locator(".turn .stage")).to_have_text(re.compile(r"排队中，前面还有 \d+ 人"))
    expect(page.locator(".turn .tools")).to_be_visible()
    thread.join()
    (seen,) = came
    assert [answer["question"] for answer in seen.answers] == asked
    assert "failed" not in {answer["outcome"] for answer in seen.answers}
    assert sum(bool(cited(answer)) for answer in seen.answers) > PEOPLE // 2
    with httpx.Client(base_url=server, timeout=600) as client:
        for question, answer in zip(asked, seen.answers, strict=True):
            alone = called(client, "ask", question, "", "")
            assert isinstance(alone, dict)
            assert cited(answer) == cited(alone)
        for query, rows in dict(seen.found).items():
            assert [row["article_id"] for row in rows] == [
                row["article_id"] for row in called(client, "search", query, 5)  # type: ignore[attr-defined]
            ]  # fmt: skip
