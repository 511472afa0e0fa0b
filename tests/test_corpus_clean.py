"""Line ends become running text: what is joined, with what between, and what is left alone."""

from __future__ import annotations

import pytest

from corpus.assemble import articles_of
from corpus.clean import clean
from corpus.lines import measure_columns, split_lines
from corpus.types import Document
from tests.pages_print import check, page, story


def joined(first: str, second: str) -> str:
    """Two lines of one paragraph."""
    return clean(split_lines(f"{first}\n{second}", marks=False), starts=frozenset()).text


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("keeps its staff “open”", "until two", "keeps its staff “open” until two"),
        ("who cost", "$300 a month", "who cost $300 a month"),
        ("who cost", "€300 a month", "who cost €300 a month"),
        ("a hot meal —", "no more", "a hot meal — no more"),
        ("the workers’", "canteen", "the workers’ canteen"),
        ("the owner said", "“never again”", "the owner said “never again”"),
        ("the hall (old", "looms)", "the hall (old looms)"),
        ("in the hall (", "old looms)", "in the hall (old looms)"),
        ("noodles at 1,300", "2019 looms", "noodles at 1,300 2019 looms"),
        ("열었고", "겨울에", "열었고 겨울에"),
        ("để bàn về việc ủ", "ấm và sửa", "để bàn về việc ủ ấm và sửa"),
        ("у станка", "стоит мастер", "у станка стоит мастер"),
        ("stand 3,", "Halle B", "stand 3, Halle B"),
        ("修好了“蓝鲸”", "号吊车", "修好了“蓝鲸”号吊车"),
        ("他说，", "“开工。”", "他说，“开工。”"),
        ("人均GDP", "增长两成", "人均GDP增长两成"),
        ("装上了", "PLC控制柜", "装上了PLC控制柜"),
        ("ラインの", "スイッチ", "ラインのスイッチ"),
        ("共有", "300人", "共有300人"),
    ],
)
def test_a_space_is_the_rule_but_for_scripts_that_have_none(
    first: str, second: str, text: str
) -> None:
    assert joined(first, second) == text


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("the can-", "teen is open", "the canteen is open"),
        ("the Franco-", "German line", "the Franco-German line"),
        ("from 2019-", "2021 on", "from 2019-2021 on"),
        ("a soft\u00ad", "Ware", "a softWare"),
        ("the old one -", "and the new", "the old one - and the new"),
    ],
)
def test_the_hyphen_of_a_broken_word_goes(first: str, second: str, text: str) -> None:
    assert joined(first, second) == text


def column(*lines: str) -> str:
    measured = split_lines("\n".join(lines), marks=False)
    measure_columns(measured)
    return clean(measured).text


def test_a_number_that_the_measure_of_a_chinese_column_broke_is_mended() -> None:
    before = "港城码头维修班去年共检查缆绳和滑轮一百次"
    assert column(before, "码头上个季度一共装卸集装箱两千三百加3，12", "00箱，比上年多。") == (
        before + "码头上个季度一共装卸集装箱两千三百加3，1200箱，比上年多。"
    )


def test_numbers_on_lines_that_are_not_full_stay_two_numbers() -> None:
    before = "港城码头维修班去年共检查缆绳和滑轮一百次"
    text = column(
        before, before, "第一车间检查次数为1200", "3500次是第二车间检查的，比上年又多一些。"
    )
    assert "1200 3500次" in text


def test_rows_and_numbers_of_a_page_are_never_fused() -> None:
    table = ["各月检测数量如下", "1月", "1200", "2月", "3500", "4100"]
    text = page("岚江大桥吊杆检测完毕", story("BRIDGE"), table, "焊接实训楼开课", story("SCHOOL"))
    document = Document("page.txt", text)
    check(document)
    lines = [line for article in articles_of(document) for line in article.text.split("\n")]
    assert [line for line in lines if any(char.isdecimal() for char in line)] == table[1:]


def test_lines_with_a_tab_are_never_joined() -> None:
    rows = [f"{2015 + n}\t港城码头第{n}车间在岗职工平均人数\t{1200 + n * 37}" for n in range(6)]
    (article,) = articles_of(Document("t.txt", "统计如下：\n" + "\n".join(rows), plain=True))
    assert article.text.split("\n") == ["统计如下：", *rows]
    assert clean(split_lines("甲\t乙\n丙", marks=False)).text == "甲\t乙\n丙"


ENGLISH = [
    "The mill on the river keeps its staff “open”",
    "until two, and the night workers who cost",
    "$300 a month say that they are well “paid”",
    "now and sit down to a hot meal at one —",
    "no more cold noodles beside the old looms.",
]


def test_wrapped_text_is_unwrapped_only_where_no_container_knows_its_paragraphs() -> None:
    text = "\n".join(ENGLISH)
    (wrapped,) = articles_of(Document("a.txt", text, plain=True))
    assert wrapped.text == " ".join(ENGLISH)
    (known,) = articles_of(Document("a.html", text, plain=True, paragraphs=True))
    assert known.text == text


def test_a_short_line_ends_its_paragraph_in_wrapped_text() -> None:
    text = "\n".join([*ENGLISH, "Nobody minds.", *ENGLISH])
    (article,) = articles_of(Document("a.txt", text, plain=True))
    assert article.text.split("\n") == [" ".join(ENGLISH) + " Nobody minds.", " ".join(ENGLISH)]
