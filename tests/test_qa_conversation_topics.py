"""A follow-up without a pronoun asks on about the old topic; a question of its own does not."""

from __future__ import annotations

import pytest

from qa.conversation import standalone
from qa.types import Turn

ASKED_ON = [
    ("南坡的新桥有多长？", "", "那河口水库呢？", "南坡的新桥有多长，那河口水库呢？"),
    ("县医院新楼花了多少钱？", "两亿元。", "有几层？", "县医院新楼有几层？"),
    ("红岩医院的院长是谁？", "孙明远。", "医院有多少医生？", "红岩医院有多少医生？"),
    ("徐家庄小学有几位老师？", "八位。", "校长是谁？", "徐家庄小学校长是谁？"),
    ("马拉松有多少人报名？", "三万人。", "完赛的有多少？", "马拉松有人报名，完赛的有多少？"),
    ("王建国在哪家医院去世的？", "红岩医院。", "什么时候？", "王建国去世了，什么时候？"),
    ("安丰县中学的火灾是怎么引起的？", "", "有没有学生受伤？", "安丰县中学的火灾有没有学生受伤？"),
    (
        "What caused the fire at Alder?",
        "",
        "Was anyone hurt?",
        "the fire at Alder: Was anyone hurt?",
    ),
    ("石板桥为什么封了？", "桥墩裂了。", "后来呢？", "石板桥封了，后来怎么样？"),
    ("石板桥哪年封的？", "2021年。", "为什么？", "石板桥封了，为什么？"),
    ("青溪厂2021年赚了多少？", "9亿元。", "缴了多少税？", "青溪厂2021年缴了多少税？"),
    ("白鹿隧道哪年塌方？", "2018年。", "死了几个人？", "白鹿隧道塌方，死了几个人？"),
    ("海东有多少家面馆？", "", "为什么？", "海东的面馆，为什么？"),
    ("安丰县花了多少钱？", "", "谁是新任县长？", "安丰县谁是新任县长？"),
    ("台风“海葵”伤了几个人？", "", "这次台风哪天来的？", "台风“海葵”哪天来的？"),
    ("地震造成多少人受伤？", "", "它的震中在哪里？", "地震的震中在哪里？"),
    ("今年的灯会花了多少钱？", "", "比赛结果如何？", "今年的灯会比赛结果如何？"),
]

NEW_TOPICS = [
    "今年高考的作文题是什么？",
    "红岩医院的院长是谁？",
    "端午节龙舟赛有哪些队参加？",
    "白鹿隧道哪年通车？",
    "地铁票价什么时候上涨？",
    "这次台风造成多少人死亡？",
    "这场展览有多少件展品？",
    "什么是碳达峰？",
    "臺東的祭典在哪裡舉行？",
    "奈良の図書館はどこですか？",
    "광주 도서관은 어디에 있습니까?",
    "Which bridge was closed after the Norwood flood?",
    "谭秋月退休后，她在哪里教书？",
]


def asked(question: str, before: str, answer: str) -> str:
    return standalone(question, [Turn(before, answer)])


@pytest.mark.parametrize(("before", "answer", "question", "expected"), ASKED_ON)
def test_without_a_pronoun_the_topic_stands_in_front(
    before: str, answer: str, question: str, expected: str
) -> None:
    assert asked(question, before, answer) == expected


@pytest.mark.parametrize("question", NEW_TOPICS)
def test_a_new_topic_is_left_alone(question: str) -> None:
    assert asked(question, "河湾县总工会给困难职工发了什么？", "米和油。") == question


@pytest.mark.parametrize("question", ["谁是新任市长？", "市长是谁？", "那场大火烧死了几个人？"])
def test_an_office_or_an_event_that_nobody_spoke_of_is_a_new_topic(question: str) -> None:
    assert asked(question, "临江大桥的造价是多少？", "三亿元。") == question


@pytest.mark.parametrize(
    ("turns", "question", "expected"),
    [
        (
            [("清水湾医院有多少张床位？", "八百张。"), ("红岩医院呢？", "五百张。")],
            "它哪年建的？",
            "红岩医院哪年建的？",
        ),
        (
            [
                ("谁救了落水的孩子？", "是方敏。"),
                ("她在哪家医院上班？", "在红岩医院。"),
            ],
            "她多大年纪？",
            "方敏多大年纪？",
        ),
        (
            [
                ("How many trams has Norwood?", "Ten."),
                ("What about Alder?", "Six."),
                ("When did it buy them?", "In 2001."),
            ],
            "And Haidong?",
            "When did Haidong buy them?",
        ),
    ],
)
def test_a_chain_of_turns_reads_as_its_last_question(
    turns: list[tuple[str, str]], question: str, expected: str
) -> None:
    assert standalone(question, [Turn(*turn) for turn in turns]) == expected
