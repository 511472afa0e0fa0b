"""Markdown, web pages, tables, JSON lines, Word and e-books: what they state, and nothing else."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.assemble import articles_of
from corpus.errors import ReadError
from corpus.read import FileResult, read, read_batch
from corpus.types import Aside, Document, Kind, PageBreak


def one(tmp_path: Path, name: str, data: str | bytes, **fields: str) -> Document:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (document,) = read(path, fields=fields)
    return document


def result(tmp_path: Path, name: str, data: str | bytes, **fields: str) -> FileResult:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (found,) = read_batch([path], fields)
    return found


def test_front_matter_and_heading_become_fields(tmp_path: Path) -> None:
    document = one(
        tmp_path,
        "a.md",
        "---\ntitle: 夜班车\ndate: 2023年2月7日\nauthor: [老吴, 小丁]\nsource: 港城晚报\n"
        "lang: zh-CN\nsection: 城事\n---\n\n# 夜班车\n\n末班车推迟到**零点**。\n\n- 一路\n- 二路\n",
    )
    assert document == Document(
        source="a.md",
        text="末班车推迟到**零点**。\n\n- 一路\n- 二路\n",
        title="夜班车",
        byline="老吴, 小丁",
        date="2023-02-07",
        section="城事",
        plain=True,
        publication="港城晚报",
        language="zh",
    )


def test_heading_alone_is_a_title_and_neither_is_left_alone(tmp_path: Path) -> None:
    document = one(tmp_path, "a.md", "# The night bus #\n\nIt runs later now.\n")
    assert document == Document("a.md", "It runs later now.\n", title="The night bus", plain=True)
    (article,) = articles_of(document)
    assert (article.title, article.text) == ("The night bus", "It runs later now.")
    document = one(tmp_path, "b.md", "## 小标题\n正文。\n---\n")
    assert (document.title, document.text, document.plain) == (
        None,
        "## 小标题\n正文。\n---\n",
        False,
    )
    document = one(tmp_path, "c.md", "---\ntitle: '甲'\n---\n# 乙\n正文。")
    assert (document.title, document.text) == ("甲", "# 乙\n正文。")


SHEET = """# 港城工人报

## 缆绳不再“带病上岗”

本报讯（记者丁小满）昨天夜里，二十六台起重机
全部停下来，换上了新的缆绳。班长老周说，这是
他干了十一年头一回见到这样大的阵势。

## 夜班食堂添了热汤面

本报讯（记者吴一舟）食堂的炊事员小丁凌晨两点
起来和面。四点，第一批下班的工友推门进来，屋
里全是热气。

## 末班车推迟到零点

本报讯（记者周全）一路车每十分钟一班，二路车
每一刻钟一班，工友们下了夜班不用再跑着赶车，
调度室说冬天过后再看要不要改。
"""


def test_page_saved_under_its_masthead_is_still_a_page(tmp_path: Path) -> None:
    document = one(tmp_path, "p.md", SHEET)
    assert [a.title for a in articles_of(document) if a.kind is Kind.ARTICLE] == [
        "缆绳不再“带病上岗”",
        "夜班食堂添了热汤面",
        "末班车推迟到零点",
    ]
    single = one(tmp_path, "s.md", SHEET[SHEET.index("## 末班车") + 1 :])
    (article,) = articles_of(single)
    assert article.title == "末班车推迟到零点"
    assert article.text.startswith("本报讯（记者周全）一路车")


@pytest.mark.parametrize(
    ("front", "title", "date"),
    [
        ("title: >-\n  夜班车\n  推迟\ndate: 2023-02-07 # 初稿\n", "夜班车 推迟", "2023-02-07"),
        ("title: |\n  夜班车：推迟\nnote: ~\n", "夜班车：推迟", None),
        ('title: "夜班车: 推迟" # 定稿\ntags: [a, b]\n', "夜班车: 推迟", None),
        ("title: 夜班车: 推迟\ndate: 2023/2/7\n", "夜班车: 推迟", "2023-02-07"),
        ("title：夜班车\n", "夜班车", None),
        ("title: 夜班车\ndate: 2023-02-31\n", "夜班车", "2023-02-31"),
        ('title: "\\ud83d"\n', "\ufffd", None),
        ("title: !!python/name:os.system 夜班车\n", "夜班车", None),
        ("title: &t 夜班车\nx: [*t, [*t]]\nauthor: null\n", "夜班车", None),
    ],
)
def test_front_matter_is_read_as_yaml(
    tmp_path: Path, front: str, title: str, date: str | None
) -> None:
    document = one(tmp_path, "a.md", f"---\n{front}---\n末班车。\n")
    assert (document.title, document.date, document.text) == (title, date, "末班车。\n")
    assert (document.byline, document.plain) == (None, True)


@pytest.mark.parametrize("block", ["- 甲\n- 乙\n", "[" * 3000, "老吴说: 好。\n", "甲" * 70_000])
def test_what_is_no_front_matter_stays(tmp_path: Path, block: str) -> None:
    text = f"---\n{block}\n---\n末班车。\n"
    assert one(tmp_path, "a.md", text) == Document("a.md", text)


PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>夜班车 - 港城网</title>
<meta property="article:published_time" content="2023-02-07T09:00:00+08:00">
<meta name="Author" content="老吴"><meta property="og:site_name" content="港城网">
<style>p {{color: red}}</style></head><body>
<nav><a href="/">首页</a> <a href="/n">新闻</a></nav>
<div class="breadcrumb">首页 &gt; 城事</div>
<div id="content"><h1>夜班车</h1>
<p>末班车推迟到<b>零点</b>，工友们
 不用再跑着赶车。</p><p>一路车每十分钟一班。<br>二路车每一刻钟一班。</p>
<table><tr><th>线路</th><th>末班</th></tr><tr><td>一路</td><td>0:00</td></tr></table></div>
<ul class="list"><li><a href="1">别的新闻一</a></li><li><a href="2">别的新闻二</a></li>
<li><a href="3">别的新闻三</a></li></ul>
<div class="share"><a href="x">分享</a></div><footer>版权所有</footer>
<script>track("零点")</script></body></html>"""

BODY = (
    "末班车推迟到零点，工友们不用再跑着赶车。\n一路车每十分钟一班。\n二路车每一刻钟一班。\n"
    "线路\t末班\n一路\t0:00"
)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gbk"), ("utf-8", "gbk"), ("x", "utf-8")],
)
def test_web_page_gives_its_article_without_what_is_around(
    tmp_path: Path, charset: str, encoding: str
) -> None:
    document = one(tmp_path, "a.html", PAGE.format(charset=charset).encode(encoding))
    assert document == Document(
        "a.html",
        BODY,
        title="夜班车",
        byline="老吴",
        date="2023-02-07",
        plain=True,
        publication="港城网",
        paragraphs=True,
    )


def test_deep_and_broken_markup(tmp_path: Path) -> None:
    deep = "<div>" * 3000 + "深处的话。" + "</p></b>"
    assert one(tmp_path, "a.htm", deep).text == "深处的话。"
    with pytest.raises(ReadError, match="the web page holds no text"):
        one(tmp_path, "b.htm", "<html><body><script>draw()</script></body></html>")


def test_table_with_recognised_columns(tmp_path: Path) -> None:
    table = '标题,作者,日期,版次,正文\n甲,老吴,2023/2/7,3,"第一行，\n第二行。"\n乙,,,,短文。\n'
    found = result(tmp_path, "t.csv", table.encode("gb18030"))
    assert found.documents == (
        Document(
            "t.csv:3",
            "第一行，\n第二行。",
            pages=(PageBreak(0, "3"),),
            title="甲",
            byline="老吴",
            date="2023-02-07",
            plain=True,
            paragraphs=True,
        ),
        Document("t.csv:4", "短文。", title="乙", plain=True, paragraphs=True),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_named_columns(tmp_path: Path, separator: str) -> None:
    table = "\n".join(separator.join(row) for row in (("Nr", "Words"), ("1", "Hello there.")))
    assert one(tmp_path, "t.csv", table, text="words").text == "Hello there."
    with pytest.raises(ReadError) as caught:
        one(tmp_path, "t.csv", table, text="nothing")
    assert str(caught.value) == (
        "no column “nothing”: t.csv (columns: Nr, Words). "
        "Name the one that does: --field text=COLUMN"
    )


@pytest.mark.parametrize(
    ("header", "cells", "title"),
    [
        ('"标题, 正题";text', "甲,b;乙", None),
        ('title;text;"a,b,c,d"', "甲;乙;1", "甲"),
        ("title,note;x;y;z;w,text", "甲,1,乙", "甲"),
        ('"a\nb";title;text', "1;甲;乙", "甲"),
    ],
)
def test_separator_is_the_one_that_finds_the_text(
    tmp_path: Path, header: str, cells: str, title: str | None
) -> None:
    document = one(tmp_path, "t.csv", f"{header}\n{cells}\n")
    assert (document.title, document.text) == (title, "乙")


def test_rows_without_text_are_counted(tmp_path: Path) -> None:
    found = result(tmp_path, "t.csv", "title,text\n甲,\n乙,有字。\n\n丙\n")
    assert [document.title for document in found.documents] == ["乙"]
    assert [str(error.value) for error in found.lost] == ["t.csv, line 2", "t.csv, line 5"]
    assert str(result(tmp_path, "e.csv", "title,text\n").error).startswith("the table has no row")


def test_json_lines_name_the_bad_ones_and_go_on(tmp_path: Path) -> None:
    rows = [
        json.dumps({"headline": "甲", "body": ["第一段。", "第二段。"], "published": "20230207"}),
        "{not json",
        "[1, 2]",
        json.dumps({"标题": "乙"}),
        "",
        json.dumps({"内容": "正文。", "page": 4, "source": "港城晚报"}, ensure_ascii=False),
        "[" * 100_000,
    ]
    found = result(tmp_path, "r.jsonl", "\n".join(rows))
    assert found.documents == (
        Document(
            "r.jsonl:1",
            "第一段。\n第二段。",
            title="甲",
            date="2023-02-07",
            plain=True,
            paragraphs=True,
        ),
        Document(
            "r.jsonl:6",
            "正文。",
            pages=(PageBreak(0, "4"),),
            plain=True,
            publication="港城晚报",
            paragraphs=True,
        ),
    )
    assert [(error.what, str(error.value)) for error in found.lost] == [
        ("a line is not JSON", "r.jsonl, line 2"),
        ("a line is not a JSON object", "r.jsonl, line 3"),
        ("a line has no text", "r.jsonl, line 4 (fields: 标题)"),
        ("a line is not JSON", "r.jsonl, line 7"),
    ]
    nothing = result(tmp_path, "n.jsonl", '{"a": 1}\n{"b": 2}\n')
    assert "no column holds the text: n.jsonl (columns: a, b)" in str(nothing.error)


def test_word_document(tmp_path: Path) -> None:
    from docx import Document as WordFile

    word = WordFile()
    word.add_heading("夜班车", 1)
    word.add_paragraph("末班车推迟到零点。")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "一路", "0:00"
    word.add_paragraph("工友们高兴。")
    word.save(str(tmp_path / "a.docx"))
    (document,) = read(tmp_path / "a.docx")
    assert document == Document(
        "a.docx",
        "末班车推迟到零点。\n一路\t0:00\n工友们高兴。",
        title="夜班车",
        plain=True,
        paragraphs=True,
    )
    word = WordFile()
    word.add_paragraph("没有标题的一段。")
    word.save(str(tmp_path / "b.docx"))
    assert read(tmp_path / "b.docx") == [Document("b.docx", "没有标题的一段。", paragraphs=True)]
    WordFile().save(str(tmp_path / "c.docx"))
    with pytest.raises(ReadError, match="the document holds no text"):
        read(tmp_path / "c.docx")


def test_word_document_that_is_another_container_or_locked(tmp_path: Path) -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "no word document")
    assert str(result(tmp_path, "a.docx", other.getvalue()).error).startswith(
        "the Word document is broken: a.docx"
    )
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "encrypted, or of the format before 2007" in str(
        result(tmp_path, "b.docx", locked).error
    )


def epub(chapters: dict[str, str], spine: list[str]) -> bytes:
    items = "".join(f'<item id="{n}" href="{n}.xhtml"/>' for n in chapters)
    order = "".join(f'<itemref idref="{n}"/>' for n in spine)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/p.opf"/></rootfiles></container>',
        )
        book.writestr(
            "OEBPS/p.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>2023-02</dc:date>'
            "<dc:title>港城工运</dc:title></metadata>"
            f'<manifest>{items}<item id="gone" href="gone.xhtml"/></manifest>'
            f"<spine>{order}</spine></package>",
        )
        for name, markup in chapters.items():
            book.writestr(f"OEBPS/{name}.xhtml", markup)
    return data.getvalue()


def test_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    chapters = {
        "b": "<html><body><h1>乙章</h1><p>第二章的话。</p></body></html>",
        "a": "<html><body><h1>甲章</h1><p>第一章的话。</p></body></html>",
        "cover": '<html><body><img src="c.png"/></body></html>',
    }
    found = result(tmp_path, "m.epub", epub(chapters, ["cover", "a", "gone", "b"]))
    stated = Document("", "", date="2023-02", plain=True, publication="港城工运", paragraphs=True)
    assert found.documents == (
        replace(stated, source="m.epub:2", text="第一章的话。", title="甲章"),
        replace(stated, source="m.epub:4", text="第二章的话。", title="乙章"),
    )
    assert found.aside == (Aside("headlines", 4),)
    assert [error.what for error in found.lost] == ["a chapter is missing in the book"]
    empty = result(tmp_path, "n.epub", epub({"cover": chapters["cover"]}, ["cover"]))
    assert str(empty.error).startswith("the book holds no text: n.epub")


def test_title_of_a_part_is_counted_and_missing_chapters_are_said(tmp_path: Path) -> None:
    chapters = {
        "part": "<html><body><h1>第一部分 大桥</h1></body></html>",
        "a": "<html><body><h1>甲章</h1><p>第一章的话。</p></body></html>",
    }
    found = result(tmp_path, "m.epub", epub(chapters, ["part", "a"]))
    assert [document.title for document in found.documents] == ["甲章"]
    assert found.aside == (Aside("headlines", 8),)
    gone = result(tmp_path, "g.epub", epub({"part": chapters["part"]}, ["part", "gone"]))
    assert str(gone.error) == (
        "the book holds no text, and chapters are missing: g.epub (1 missing). "
        "Fetch the book again."
    )


def test_names_of_chapters_may_lead_out_of_the_folder(tmp_path: Path) -> None:
    moved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(epub({"a": "<p>甲章的话。</p>"}, ["a"]))) as old,
        zipfile.ZipFile(moved, "w") as new,
    ):
        for name in old.namelist():
            text = old.read(name).replace(b'href="a.', b'href="../Text/./a.')
            new.writestr(name.replace("OEBPS/a.", "Text/a."), text)
    found = result(tmp_path, "m.epub", moved.getvalue())
    assert [document.text for document in found.documents] == ["甲章的话。"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut out, or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(len(out) + 1)
        kind = chance.random()
        if kind < 0.5:
            out[at : at + 1] = chance.randbytes(1)
        elif kind < 0.8:
            out[at : at + chance.randrange(40)] = chance.randbytes(chance.randrange(20))
        else:
            del out[at:]
    return bytes(out)


def test_damaged_files_are_read_or_refused_but_never_crash(tmp_path: Path) -> None:
    from docx import Document as WordFile

    word = io.BytesIO()
    written = WordFile()
    written.add_paragraph("末班车推迟到零点。")
    written.save(word)
    whole = {
        "a.docx": word.getvalue(),
        "a.epub": epub({"a": "<p>甲</p>", "b": "<p>乙</p>"}, ["a", "b"]),
        "a.html": PAGE.encode(),
        "a.md": b"---\ntitle: x\n---\n# y\nz\n",
        "a.csv": '标题,正文\n甲,"乙\n丙"\n'.encode("gb18030"),
        "a.jsonl": b'{"text": "a"}\n{"text": "b", "title": [1, {"x": 2}]}\n',
    }
    chance = random.Random(6)
    outcomes: dict[str, set[bool]] = {name: set() for name in whole}
    for _ in range(150):
        for name, data in whole.items():
            found = result(tmp_path, name, damaged(data, chance))
            assert bool(found.documents) != bool(found.error)
            outcomes[name].add(bool(found.documents))
    assert all(False in outcome for outcome in outcomes.values())
    assert all(outcomes[name] == {False, True} for name in whole if name != "a.docx")
