"""What of a file is in no text is laid aside and counted; what a container states is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.assemble import articles_of
from corpus.language import code_of
from corpus.read import FileResult, read, read_batch
from corpus.report import report_of
from corpus.types import Document, printed


def result(tmp_path: Path, name: str, content: str, **fields: str) -> FileResult:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    (found,) = read_batch([path], fields)
    return found


WEB = """<html><head><title>夜班车 - 港城网</title></head><body><nav>首页 新闻</nav>
<div class="top"><h1>夜班车<br>推迟&amp;加密</h1></div><p>末班车推迟到零点。</p></body></html>"""

ROWS = [
    {"title": "夜班车", "text": "末班车推迟到零点。", "price": 1.50},
    {"title": "无字"},
    {"text": 1e15, "title": "大数"},
    {"text": {"a": ["甲", [1, 2.0]], "b": {"c": None, "d": True}}},
]

FILES = {
    "a.md": "---\ntitle: [甲, 乙]\nx: y\n---\n# 丙\n末班车推迟到零点。\n",
    "b.md": "# 夜班车 #\n\n末班车推迟到零点。\n",
    "c.md": "没有标题。\n",
    "d.html": WEB,
    "e.csv": '标题,正文,价\n"夜""班""车","末班车，\n推迟。",3\n无字,,7\n\n丙,短。,\n',
    "f.jsonl": "\n".join([*map(json.dumps, ROWS), "{bad", ""]),
    "g.txt": "末班车推迟到零点。\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_sum_is_the_file(tmp_path: Path, name: str) -> None:
    report = report_of(result(tmp_path, name, FILES[name]))
    assert report.account.total == printed(FILES[name])
    assert min(report.account.aside.values(), default=1) > 0
    assert report.account.extracted == 0


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("a.md", {"headlines": 3, "front matter": 17}),
        ("b.md", {"headlines": 3, "marks": 2}),
        ("c.md", {}),
        ("d.html", {"headlines": 8, "markup and navigation": printed(WEB) - 8 - 9}),
        ("e.csv", {"headlines": 6, "lost records": 3, "other columns": 20}),
        ("g.txt", {}),
    ],
)
def test_what_is_laid_aside_is_named(tmp_path: Path, name: str, aside: dict[str, int]) -> None:
    found = result(tmp_path, name, FILES[name])
    assert {part.what: part.characters for part in found.aside} == aside


def test_values_of_json_are_read_as_they_are_written(tmp_path: Path) -> None:
    found = result(tmp_path, "f.jsonl", FILES["f.jsonl"])
    assert [(d.title, d.text) for d in found.documents] == [
        ("夜班车", "末班车推迟到零点。"),
        ("大数", "1000000000000000.0"),
        (None, "甲\n1\n2.0\nTrue"),
    ]
    aside = {part.what: part.characters for part in found.aside}
    assert aside["lost records"] == printed(json.dumps(ROWS[1])) + printed("{bad")
    assert aside["headlines"] == 5
    many = result(tmp_path, "n.jsonl", '{"text": "甲", "authors": ["老吴", {"name": "小丁"}]}')
    assert many.documents[0].byline == "老吴, 小丁"


def test_one_column_named_twice_is_counted_once(tmp_path: Path) -> None:
    found = result(tmp_path, "t.csv", "话\n末班车推迟到零点。\n", title="话", text="话")
    assert report_of(found).account.total == 10


def test_heading_is_not_told_twice(tmp_path: Path) -> None:
    document = result(tmp_path, "a.html", WEB).documents[0]
    assert (document.title, document.text) == ("夜班车推迟&加密", "末班车推迟到零点。")
    late = "<body><p>港城网消息</p><h1>夜班车</h1><p>末班车推迟到零点。</p></body>"
    document = result(tmp_path, "b.html", late).documents[0]
    assert (document.title, document.text) == ("夜班车", "港城网消息\n末班车推迟到零点。")


def test_unclosed_heading_is_not_the_title(tmp_path: Path) -> None:
    text = "末班车推迟到零点。" * 30
    document = result(tmp_path, "a.html", f"<title>夜班车</title><h1>夜班车<p>{text}").documents[0]
    assert document.title == "夜班车"
    assert document.text.endswith(text)


def test_rules_around_a_story_are_no_front_matter(tmp_path: Path) -> None:
    text = "---\n末班车推迟到零点。\n---\n一路车照旧。\n"
    assert result(tmp_path, "a.md", text).documents[0] == Document("a.md", text)
    spoken = "---\n老吴说：好。\n---\n一路车照旧。\n"
    assert result(tmp_path, "b.md", spoken).documents[0].text == spoken
    unknown = result(tmp_path, "c.md", "---\nlayout: post\n# note\ntags:\n  - x\n---\n照旧。\n")
    assert unknown.documents[0].text == "照旧。\n"
    empty = result(tmp_path, "d.md", "---\n---\n照旧。\n")
    assert empty.documents[0].text == "照旧。\n"


def test_publication_and_language_reach_the_article(tmp_path: Path) -> None:
    rows = "title,text,source,lang\n夜班车,末班车推迟到零点。,港城晚报,zh_TW\n乙,短。,,普通话\n"
    found = result(tmp_path, "t.csv", rows)
    articles = [article for d in found.documents for article in articles_of(d)]
    assert [(a.source, a.publication, a.language) for a in articles] == [
        ("t.csv:2", "港城晚报", "zh-Hant"),
        ("t.csv:3", "", "zh"),
    ]
    unnamed = result(tmp_path, "u.csv", "title,text\n夜班车,末班车推迟到零点。\n")
    assert articles_of(unnamed.documents[0])[0].id == articles[0].id


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("ZH-Hant-HK", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("中文", "zh"),
        ("繁體中文", "zh-Hant"),
        ("English", "en"),
        ("en-us", "en"),
        ("eng", "en"),
        ("vi", "vi"),
        ("Plattdeutsch", ""),
        ("", ""),
    ],
)
def test_language_codes(stated: str, code: str) -> None:
    assert code_of(stated) == code


def test_a_file_goes_by_the_name_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("text\n甲。\n,\n乙。\n", encoding="utf-8")
    (found,) = read_batch([path], named="north/t.csv")
    assert found.source == "north/t.csv"
    assert [document.source for document in found.documents] == ["north/t.csv:2", "north/t.csv:4"]
    with pytest.raises(ValueError, match="one file only"):
        list(read_batch([path, path], named="x"))
    plain = tmp_path / "2023-02-07.txt"
    plain.write_text("甲。", encoding="utf-8")
    (document,) = read(plain, named="paper")
    assert (document.source, document.date) == ("paper", "2023-02-07")
