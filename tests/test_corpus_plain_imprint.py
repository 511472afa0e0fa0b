"""A headline with the date and the paper below it, as texts saved from the web begin."""

from __future__ import annotations

import pytest

from corpus.assemble import articles_of
from corpus.types import Document

BODY = "灯会昨晚开幕。镇上来了三千人。"


def read(text: str, date: str | None = None, paper: str | None = None) -> tuple[str, str, str]:
    (article,) = articles_of(Document("a.txt", text, date=date, publication=paper))
    assert article.text.endswith(BODY) or not text.endswith(BODY)
    return article.title, article.date, article.publication


@pytest.mark.parametrize(
    ("below", "date", "paper"),
    [
        ("2024年11月4日\n来源：青溪晚报\n\n", "2024-11-04", "青溪晚报"),
        ("2024-11-04 08:30 来源：青溪晚报\n", "2024-11-04", "青溪晚报"),
        ("來源：青溪晚報　記者：老郝\n2024年11月4日\n", "2024-11-04", "青溪晚報"),
        ("发布时间：2024/11/4\n\n", "2024-11-04", ""),
        ("\n2024年11月4日\n\n", "2024-11-04", ""),
        ("Nov 4, 2024 | The Brook\n", "2024-11-04", ""),
        # A sentence that begins with a date is text.
        ("\n2024年13月4日\n", "", ""),
        (
            "\n2024年11月4日，青溪灯会的筹备工作在镇文化站的院子里正式开始，老郝主持了这个会。\n",
            "",
            "",
        ),
    ],
)
def test_what_stands_below_a_headline_is_its_date_and_paper(
    below: str, date: str, paper: str
) -> None:
    assert read(f"青溪灯会开幕\n{below}{BODY}") == ("青溪灯会开幕", date, paper)


def test_what_the_file_states_itself_goes_before() -> None:
    text = f"青溪灯会开幕\n2024年11月4日 来源：青溪晚报\n{BODY}"
    assert read(text, "2024-11-05", "河口日报") == (
        "青溪灯会开幕",
        "2024-11-05",
        "河口日报",
    )


def test_without_a_headline_a_date_is_only_text() -> None:
    assert read(f"2024年11月4日\n{BODY}")[1:] == ("", "")
