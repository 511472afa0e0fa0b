"""A summary of one aspect is what the article says where it comes to speak of it."""

from __future__ import annotations

import pytest

from qa.aspects import MOST, told
from qa.spans import LONGEST
from tests.answering import PointingReader, article, gathered, quotes

YEAR = (
    "柳河厂今年建厂六十年，回顾过去也谈未来展望。\n"
    "在职工培训方面，厂里办了三期夜校。夜校教电工和焊工。结业的人都拿到了证。\n"
    "展望未来，厂里要盖新车间。同时，还要招一百名学徒。综上所述，日子会越过越好。"
)
FILE = (
    "姓名：老郝\n病史陈述者：本人\n现病史：\n三天前摔伤。\n夜里疼痛加重。\n体格检查：\n体温正常。"
)


def said(question: str, text: str, **pointed: float) -> list[str]:
    spans = {(text.find(word), text.find(word) + len(word)): p for word, p in pointed.items()}
    return [text[start:end] for start, end in told(question, text, spans or {(0, len(text)): 1.0})]


def test_it_begins_where_the_text_comes_to_it_and_goes_on_to_the_end_of_that() -> None:
    assert said("总结柳河厂的未来展望。", YEAR) == [
        "展望未来，厂里要盖新车间。",
        "同时，还要招一百名学徒。",
    ]
    assert said("请简要概括柳河厂的职工培训情况。", YEAR) == [
        "在职工培训方面，厂里办了三期夜校。",
        "夜校教电工和焊工。",
        "结业的人都拿到了证。",
    ]


def test_a_general_noun_leads_to_what_it_is_said_of() -> None:
    assert said("总结柳河厂在职工培训方面的主要内容。", YEAR)[0].startswith("在职工培训方面")


def test_below_a_label_come_its_lines_to_the_next_label() -> None:
    assert said("总结老郝的病史。", FILE) == ["现病史：\n三天前摔伤。", "夜里疼痛加重。"]


def test_of_two_places_that_is_meant_which_is_near_what_is_pointed_at() -> None:
    far = "水泵卖得好。" * 200
    both = f"展望未来，一厂要盖车间。再招学徒。\n{far}\n展望未来，二厂要修路。再买卡车。"
    assert said("总结未来展望。", both, 二厂要修路=0.9) == ["展望未来，二厂要修路。", "再买卡车。"]
    assert said("总结未来展望。", both, 一厂要盖车间=0.9) == [
        "展望未来，一厂要盖车间。",
        "再招学徒。",
    ]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("总结柳河厂的环保措施。", YEAR),
        ("柳河厂有多少人？", YEAR),
        ("总结柳河厂的未来展望。", "The plant looks to the future. It hires."),
        ("总结未来展望。", ""),
        ("总结。", YEAR),
    ],
)
def test_what_the_text_does_not_plainly_speak_of_is_not_told(question: str, text: str) -> None:
    assert said(question, text) == []


def test_no_more_than_a_few_sentences_are_told() -> None:
    long = "在培训方面，办了夜校。" + "夜校教电工。" * 40
    assert len(said("总结培训方面的情况。", long)) == MOST


def test_the_evidence_is_each_of_them_and_what_refers_back_brings_what_it_refers_to() -> None:
    plan = article(YEAR, "plan")
    reader = PointingReader("一百名学徒", "三期夜校")
    for question, expected in (
        ("总结柳河厂的未来展望。", ["展望未来，厂里要盖新车间。", "同时，还要招一百名学徒。"]),
        ("柳河厂要招多少名学徒？", ["同时，还要招一百名学徒。"]),
    ):
        assert quotes(gathered(question, reader, plan), plan) == expected


def test_what_is_quoted_with_its_label_is_not_quoted_again() -> None:
    text = "柳河未来展望：\n未来展望是修路。\n再招人。"
    assert said("总结柳河厂的未来展望。", text) == ["柳河未来展望：\n未来展望是修路。", "再招人。"]


def test_of_a_table_no_more_is_told_than_may_be_quoted() -> None:
    plan = article(f"展望未来，{'表' * 9_000}。再招学徒。", "plan")
    found = gathered("总结未来展望。", PointingReader("再招学徒"), plan)
    assert [one.end - one.start for one in found.evidence] == [LONGEST, 5]


def test_one_sentence_is_enough_where_it_says_that_it_is_all_of_it() -> None:
    hall = "新馆开放。\n借阅方面，每人可借20册。\n服务方面，周三有志愿者朗读。\n停车方面，免费。"
    assert said("总结新馆的服务情况。", hall) == ["服务方面，周三有志愿者朗读。"]
