"""Web pages: what is the article, what stands around it, and how long it takes to tell."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from corpus.assemble import articles_of
from corpus.errors import ReadError
from corpus.readers.html import article, page_of

STORY = "<p>末班车推迟到零点，工友们不用再跑着赶车。</p>"
MORE = "<p>一路车每十分钟一班，二路车每一刻钟一班。</p>"
TEXT = "末班车推迟到零点，工友们不用再跑着赶车。\n一路车每十分钟一班，二路车每一刻钟一班。"


@pytest.mark.parametrize(
    "body",
    [
        # What a server puts around a whole page is not a form to fill in.
        f'<form id="aspnetForm"><input value="x"><h1>夜班车</h1>{STORY}{MORE}</form>',
        f'<form action="/"><label>搜</label><button>找</button></form><h1>夜班车</h1>{STORY}{MORE}',
        # Named after what stands beside it.
        f'<h1>夜班车</h1><div class="content with-sidebar">{STORY}<div><img></div>{MORE}</div>',
        f'<h1>夜班车</h1><p class="has_sidebar">{STORY}{MORE}</p><p class="side-nav">网</p>',
        # Named as if it were something else, and yet it is the article.
        f'<h1>夜班车</h1><div class="share">{STORY}<img>{MORE}</div>',
        f'<h1>夜班车</h1><p id="share_box">分享</p>{STORY}{MORE}<p class="site-footer">港</p>',
        f"<h1>夜班车</h1><nav><form><p>导航</p></form></nav>{STORY}{MORE}",
    ],
)
def test_article_stays_and_what_is_around_it_goes(body: str) -> None:
    document = article(f"<title>港城网</title><body>{body}</body>", "a.html")
    assert (document.title, document.text) == ("夜班车", TEXT)


def test_story_that_begins_with_the_words_of_its_title_keeps_them() -> None:
    page = page_of("<title>夜班车</title><p>夜班车推迟到零点。</p>")
    assert (page.stated["title"], page.text, page.heading) == ("夜班车", "夜班车推迟到零点。", "")
    page = page_of("<title>夜班车</title><h2>夜班 车</h2><p>推迟到零点。</p>")
    assert page.text == "夜班 车\n推迟到零点。"
    page = page_of("<title>夜班车</title><h2>夜班车</h2><p>推迟到零点。</p>")
    assert (page.text, page.heading) == ("推迟到零点。", "夜班车")
    with pytest.raises(ReadError, match="the web page holds no text"):
        article("<h1>夜班车</h1>", "a.html")


def test_rows_of_a_table_stay_rows() -> None:
    rows = [f"{2015 + n}\t港城码头第{n}车间在岗职工平均人数\t{1200 + n * 37}" for n in range(6)]
    cells = "".join(f"<tr><td>{'</td><td>'.join(row.split(chr(9)))}</td></tr>" for row in rows)
    document = article(f"<h1>人数</h1><p>统计如下。</p><table>{cells}</table>", "a.html")
    assert document.text.split("\n") == ["统计如下。", *rows]
    (told,) = articles_of(document)
    assert told.text.split("\n") == ["统计如下。", *rows]


def nested_blocks(size: int) -> str:
    return "<div>" * size + "话。" * 2000 + "</div>" * size


def nested_tables(size: int) -> str:
    return "<table><tr><td>" * (size // 3) + "话。" * 2000


def linked_list(size: int) -> str:
    return "<ul>" + "<li><a href=x>甲</a>" * size + "</ul><p>末班车推迟到零点。</p>"


@pytest.mark.parametrize("shape", [nested_blocks, nested_tables, linked_list])
def test_time_grows_with_the_page_and_no_faster(shape: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        markup = shape(size)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            assert page_of(markup).text
            best = min(best, time.process_time() - start)
        return best

    assert seconds(2_400) < 10 * seconds(600) + 0.02
