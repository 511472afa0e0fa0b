"""Words that rule each other out, and a term whose meaning is asked."""

from __future__ import annotations

import pytest

from qa.contrasts import contrasts_unmet
from qa.demands import demands_of
from qa.fitness import CERTAINLY_OTHER, WRONG_KIND, Place, fit


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("男子单打冠军是谁？", "女子单打冠军是林一舟。", ["男子"]),
        ("男子单打冠军是谁？", "男子单打冠军是林一舟，女子冠军是何秀。", []),
        ("男女单打冠军各是谁？", "女子单打冠军是林一舟。", []),
        ("决赛在哪里举行？", "半决赛在临澜举行。", ["决赛"]),
        ("谁拿了冠军？", "霍思宁这次得了第四。", ["冠军"]),
        ("谁拿了冠军？", "第四届比赛在临澜举行。", []),
        ("亚军是谁？", "李青以一分之差名列第二。", []),
        ("2023年上半年签了多少份？", "下半年签了三百份。", ["上半年"]),
        ("2023年上半年签了多少份？", "全年签了三百份。", []),
        ("首批去了多少人？", "今年安排32批1520人次。", ["首批"]),
        ("首批去了多少人？", "五十余人参加此次活动。", []),
        ("首批去了多少人？", "全年32批，首批去了五十余人。", []),
        ("每月用电多少度？", "日均用电三百度。", ["每月"]),
        ("月均用电多少度？", "每天用电三百度，每个月九千度。", []),
        ("桥夜间开放吗？", "桥白天开放。", ["夜间"]),
        ("灯会当晚来了几人？", "白天来了三百人。", ["晚"]),
        ("他晚年住在哪里？", "他白天在茶馆，住在渡口。", []),
        ("桥白天几点开放？", "《河口晚报》说，桥最晚八点开放。", []),
        ("净利润是多少？", "营收三百万元。", ["净利"]),
        ("净利润是多少？", "营收三百万元，净利三十万元。", []),
        ("谁拿了冠军？", "霍思宁得了第五名。", ["冠军"]),
        ("Who won the women's singles?", "The men's singles went to Arno Reit.", ["women's"]),
        ("誰拿了女子組冠軍？", "男子組冠軍是林一舟。", ["女子"]),
    ],
)
def test_what_rules_out_what_is_asked(question: str, said: str, missing: list[str]) -> None:
    assert [one.what for one in contrasts_unmet(question, said)] == missing


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("工会主席是谁？", "工会副主席李平说，路要修。", ["主席"]),
        ("工会副主席是谁？", "工会主席李平说，路要修。", ["副主席"]),
        ("工會主席是誰？", "工會副主席李平說，路要修。", ["主席"]),
        ("协会的副秘书长是谁？", "协会秘书长何秀来了。", ["副秘书长"]),
        # Both are told, both are asked, or another post is told.
        ("工会主席是谁？", "工会主席李平和副主席何秀来了。", []),
        ("工会的主席和副主席是谁？", "工会副主席何秀来了。", []),
        ("工会主席是谁？", "副厂长李平来了。", []),
        ("工会主席是谁？", "李平来了。", []),
        ("公司总经理是谁？", "公司副总经理李平来了。", ["总经理"]),
        ("公司副总经理是谁？", "公司总经理李平来了。", ["副总经理"]),
        ("公司总经理是谁？", "公司总经理李平和副总经理何秀来了。", []),
        ("商店经理是谁？", "商店副经理李平来了。", ["经理"]),
    ],
)
def test_a_deputy_is_not_who_is_deputised_for(question: str, said: str, missing: list[str]) -> None:
    assert [one.what for one in contrasts_unmet(question, said)] == missing


def test_the_meaning_of_a_term_is_not_told_where_the_term_is_not() -> None:
    demands = demands_of("“四五六”体系里面的“六”指的是什么？")
    text = "“六步工作法”着眼于化解矛盾。“五项行动”包括扫码入会。"
    named, other = Place(0, 14, (0, 7)), Place(14, len(text), (14, 20))
    assert fit(demands, text, named) == 1.0
    assert fit(demands, text, other) == WRONG_KIND


@pytest.mark.parametrize(
    ("question", "left"),
    [("公司的工会主席叫什么名字？", CERTAINLY_OTHER), ("这篇报道是哪位记者写的？", 1.0)],
)
def test_a_byline_names_who_wrote_and_nobody_else(question: str, left: float) -> None:
    text = "（记者钟毓 通讯员桑榆）"
    assert fit(demands_of(question), text, Place(0, len(text), (3, 5))) == left


@pytest.mark.parametrize(
    ("question", "said", "missing"),
    [
        ("王德旺种了多少亩水稻？", "李德旺种了16亩水稻。", ["王德旺"]),
        ("李立诚是谁？", "项目负责人：张立诚", ["李立诚"]),
        ("白石沟水库的库容是多少？", "黑石沟水库的库容1240万立方米。", ["白石沟"]),
        ("柳河第一人民医院几点关门？", "柳河第三人民医院十点关门。", ["第一人民医院"]),
        ("旧馆有多大？", "新馆面积5万平方米。", ["旧馆"]),
        ("谁跑赢了半程？", "全程由老郝跑赢。", ["半程"]),
        # The name itself is there, or both are offered, or the characters only look like a name.
        ("王德旺种了多少亩水稻？", "王德旺和李德旺种了16亩水稻。", []),
        ("王德旺还是李德旺种水稻？", "李德旺种了16亩水稻。", []),
        ("数据库是哪个公司提供的？", "数据库由研究所免费提供。", []),
        ("第一次灯会在哪年？", "第二次灯会在2003年。", []),
    ],
)
def test_a_character_may_be_what_tells_names_apart(
    question: str, said: str, missing: list[str]
) -> None:
    assert [one.what for one in contrasts_unmet(question, said, said)] == missing


def test_a_passage_about_another_of_that_name_does_not_answer_anywhere() -> None:
    said, whole = "医院新增医师6名。", "柳河第三人民医院扩建。医院新增医师6名。"
    question = "柳河第一人民医院新增几名医师？"
    assert [one.what for one in contrasts_unmet(question, said, whole)] == ["第一人民医院"]
