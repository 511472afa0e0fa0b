"""What a question asks of a thing by its name is found where the name stands."""

from __future__ import annotations

import time

import pytest

from qa.attributes import LABELS, LACKS, Attribute, attribute
from tests.answering import PointingReader, article, gathered, quotes

REPORT = "柳河厂去年卖了九百台水泵。净利润为四十万元。工人有三百名。"


@pytest.mark.parametrize(
    ("question", "passage", "name"),
    [
        ("柳河厂的净利润是多少？", REPORT, "净利润"),
        ("柳河厂2021年的净利润分别是多少？", REPORT, "净利润"),
        # Without 的, what is asked for by its amount, and what the passages have of it.
        ("柳河厂2021年净利润是多少？", REPORT, "净利润"),
        ("老郝的血压数值是多少？", "血压：120", "血压"),
        ("灯会的承办单位是谁？", "单位：柳河文化站", "单位"),
        # What is counted.
        ("柳河厂有多少工人？", REPORT, "工人"),
        ("柳河厂有多少名工人入了会？", REPORT, "工人"),
        ("柳河厂有多少人被表彰？", REPORT, ""),
        ("柳河厂卖了几台水泵？", REPORT, "水泵"),
        # What is not there, is no noun, or is asked why.
        ("柳河厂的占地面积是多少？", REPORT, ""),
        ("柳河厂的净利润为什么跌了？", REPORT, ""),
        ("净利润是什么意思？", REPORT, ""),
        ("柳河厂是谁办的？", "柳河厂是老郝办的。", ""),
        ("What is the net profit of Liuhe?", "The net profit was 400,000 yuan.", ""),
        ("", "", ""),
    ],
)
def test_it_is_the_noun_in_front_of_the_question_word(
    question: str, passage: str, name: str
) -> None:
    assert attribute(question, [passage]).name == name


def test_a_label_speaks_more_for_a_line_than_the_word_in_it() -> None:
    asked = Attribute("净利润")
    assert asked.says("净利润：40万元", REPORT) == LABELS
    assert asked.says("去年净利润40万元。", REPORT) == 0.0
    assert asked.says("工人有三百名。", REPORT) == LACKS
    assert asked.says("工人有三百名。", "水泵卖得好。") == 0.0
    assert Attribute().says("净利润：40万元", REPORT) == 0.0
    # A label without anything behind it says nothing yet.
    assert asked.says("净利润：", REPORT) == 0.0


def test_a_sentence_that_has_it_is_preferred_and_found_where_nothing_points() -> None:
    report = article(REPORT, "report")
    found = gathered("柳河厂的净利润是多少？", PointingReader("三百", "九百"), report)
    assert quotes(found, report) == ["净利润为四十万元。"]


def test_a_question_without_an_end_costs_no_more_than_another() -> None:
    started = time.process_time()
    assert attribute("柳" * 20_000, [REPORT]) == Attribute()
    # To try each of its characters as the first takes half a minute.
    assert time.process_time() - started < 2.0


def test_of_label_lines_only_the_one_that_is_asked_for_is_quoted() -> None:
    form = article("负责人：老郝\n员工人数：三百人\n地址：柳河", "form")
    found = gathered("柳河厂的负责人是谁？", PointingReader("老郝\n员工人数"), form)
    assert quotes(found, form) == ["负责人：老郝"]
