"""Kinds that only one form can answer: addresses, telephones, sites, and what is counted."""

from __future__ import annotations

import pytest

from qa.kinds import CONTACTS, Kind, answers_kind, certainly_other, kind_of
from qa.measures import counted_otherwise


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("剧团的邮箱是多少？", Kind.EMAIL),
        ("劇團的電子郵箱是什麼？", Kind.EMAIL),
        ("茶馆 邮箱", Kind.EMAIL),
        ("投稿发到哪个邮箱？", Kind.EMAIL),
        ("What is the e-mail address of the theatre?", Kind.EMAIL),
        ("¿Cuál es el correo electrónico del teatro?", Kind.EMAIL),
        ("修表铺的联系电话是多少？", Kind.PHONE),
        ("求助热线是几号？", Kind.PHONE),
        ("修表铺的联系方式", Kind.PHONE),
        ("漏水了打哪个电话？", Kind.PHONE),
        ("What is the phone number of the watchmaker?", Kind.PHONE),
        ("博物馆的网址是什么？", Kind.SITE),
        ("博物馆官网地址", Kind.SITE),
        ("What is the museum's website?", Kind.SITE),
        # Words for addresses in questions for something else.
        ("热线一年接了多少电话？", Kind.HOW_MANY),
        ("谁的邮箱最先开通？", Kind.WHO),
        ("热线什么时候开通的？", Kind.WHEN),
        ("给他打电话的前辈多大年纪了？", Kind.DURATION),
        ("How many phones were sold?", Kind.HOW_MANY),
        ("邮编是多少？", Kind.HOW_MANY),
        # Several things by name, counted or not.
        ("园区有几个带“星”字的院子，各叫什么？", Kind.LIST),
        ("两座桥分别是什么时候通车的？", Kind.WHEN),
        ("两家厂各有多少人？", Kind.HOW_MANY),
        ("灯会哪几天开门？", Kind.WHEN),
        ("灯会开几天？", Kind.DURATION),
        ("哪个年级得了奖？", Kind.WHICH),
        ("哪几个月有灯会？", Kind.WHEN),
        ("灯会第几天人最多？", Kind.HOW_MANY),
        # A number of things, each of which is asked for.
        ("灯会的三点是什么？", Kind.LIST),
        ("会上定的五项规矩是什么？", Kind.LIST),
        ("會上定的五項規矩是什麼？", Kind.LIST),
        ("“四个支点”指的是什么？", Kind.LIST),
        ("两件事是啥？", Kind.LIST),
        ("会上定的规矩是什么？", Kind.WHAT),
        ("三条规矩是谁定的？", Kind.WHO),
        ("三条规矩是什么时候定的？", Kind.WHEN),
        ("五项规矩为什么改了？", Kind.WHY),
        ("会上定的五项规矩指的是甚麼？", Kind.LIST),
        ("会上定的五项规矩指的是甚么？", Kind.LIST),
        ("会上定的十二条规矩是什么", Kind.LIST),
        ("三条规矩是什么意思？", Kind.LIST),
        # One of several, an hour, what two have in common.
        ("第三条是什么？", Kind.WHAT),
        ("第十三条是什么？", Kind.WHAT),
        ("下午三点是什么？", Kind.WHAT),
        ("下午三点是什么活动？", Kind.WHAT),
        ("早上八点是什么活动？", Kind.WHAT),
        ("两个人是什么关系？", Kind.WHAT),
        # A summary is asked for, not what somebody summed up.
        ("请总结灯会的经过。", Kind.SUMMARY),
        ("灯会怎么样，概括一下。", Kind.SUMMARY),
        ("Summarise the report on the fair.", Kind.SUMMARY),
        ("请帮我总结灯会的经过。", Kind.SUMMARY),
        ("请您用一句话概括灯会的经过", Kind.SUMMARY),
        ("能否简要地总结一下灯会？", Kind.SUMMARY),
        ("简单介绍一下灯会的由来", Kind.SUMMARY),
        ("Could you describe the fair?", Kind.SUMMARY),
        ("Resume el artículo sobre la feria.", Kind.SUMMARY),
        ("请简述灯会的经过。", Kind.SUMMARY),
        ("会议上，总结是谁写的？", Kind.WHO),
        ("概述的内容是什么？", Kind.WHAT),
        ("总结经验的是谁？", Kind.WHO),
        ("介绍信是谁写的？", Kind.WHO),
        ("说说灯会是谁办的？", Kind.WHO),
        ("介绍一下灯会在哪里？", Kind.WHERE),
        ("When did the talks resume?", Kind.WHEN),
        ("How does the mayor describe the fair?", Kind.HOW),
        ("¿Cuándo se resume el plan?", Kind.WHEN),
        ("灯会上，总结了哪几条经验？", Kind.LIST),
        ("总结大会是谁开的？", Kind.WHO),
    ],
)
def test_the_kind_of_a_question(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (Kind.EMAIL, "投稿请寄 deng_ta@lamp.example.org 编辑部收。", ["deng_ta@lamp.example.org"]),
        (Kind.EMAIL, "邮编200336，电话021-55550123。", []),
        (Kind.PHONE, "邮编200336，电话021-55550123转8。", ["021-55550123转8"]),
        (Kind.PHONE, "电话(传真)\n(0971)5555012 5555013", ["(0971)5555012", "5555013"]),
        (Kind.PHONE, "请拨打12399便民热线。", ["12399"]),
        (Kind.PHONE, "手机13955550123", ["13955550123"]),
        (Kind.PHONE, "Call (212) 555-0123 today.", ["(212) 555-0123"]),
        (Kind.PHONE, "热线全年接听8230000个来电。", []),
        (Kind.PHONE, "全年接听12399次，共8230000分钟。", []),
        (Kind.PHONE, "邮编：200336", []),
        (Kind.PHONE, "地址：灯塔路194号，2023-02-07", []),
        (Kind.SITE, "详见 www.lamp.example.org/news。", ["www.lamp.example.org/news"]),
        (Kind.SITE, "见 https://lamp.example.org/a，或来电", ["https://lamp.example.org/a"]),
        (Kind.SITE, "投稿请寄 deng_ta@lamp.example.org", []),
    ],
)
def test_addresses_by_their_form(kind: Kind, sentence: str, expected: list[str]) -> None:
    assert [sentence[slice(*span)] for span in CONTACTS[kind](sentence)] == expected
    assert certainly_other(kind, "", sentence) is not bool(expected)


@pytest.mark.parametrize(
    ("measure", "sentence", "expected"),
    [
        ("对", "六年办灯会100余场次，2.1万人次到场。", True),
        ("对", "灯会上成了8对新人。", False),
        ("对", "灯会上成了二十双新人。", False),
        ("对", "灯会成就新人26，办了3场。", False),
        ("块", "剧团得了23金、22银。", False),
        ("枚", "剧团得奖牌12个。", False),
        ("枚", "剧团有30人得奖。", True),
        ("家", "茶馆共12个。", False),
        ("个", "茶馆共12家。", False),
        ("个", "到场2万人次，花了300元。", True),
        ("人", "来了500名。", False),
        ("人", "来了5个孩子。", False),
        ("名", "5个焊工得奖。", False),
        ("人", "花了300元。", True),
        ("场", "演出10余场次。", False),
        ("元", "来了300人。", True),
        # Other units of the same quantity, other words for the same things.
        ("平方米", "占地30亩。", False),
        ("平方米", "来了30人。", True),
        ("公里", "长800米。", False),
        ("吨", "收了500公斤。", False),
        ("种", "灯有20余类。", False),
        ("支", "来了24队。", False),
        ("本", "藏书500册。", False),
        ("吨", "茶馆共12个。", True),
        ("元", "花了1.5亿。", False),
        # Years, ordinals and numerals in words count nothing.
        ("对", "2022年的第3届灯会统一收场。", False),
        # What is counted is not known: anything may count it.
        ("patients", "来了300人。", False),
        ("", "来了300人。", False),
        ("对", "300 people came.", False),
    ],
)
def test_numbers_that_count_something_else(measure: str, sentence: str, expected: bool) -> None:
    assert counted_otherwise(measure, sentence) is expected


def test_only_counts_are_judged_by_their_measure() -> None:
    sentence = "六年办灯会100余场次。"
    assert certainly_other(Kind.HOW_MANY, "对", sentence)
    assert certainly_other(Kind.HOW_MUCH, "", "来了300人。")
    assert not certainly_other(Kind.WHEN, "对", sentence)
    assert not certainly_other(Kind.HOW_MANY, "个", "灯会有2场：鱼灯、龙灯、走马灯。")
    assert answers_kind(Kind.EMAIL, "", "200336", "邮编200336")


def test_a_share_is_not_told_without_one() -> None:
    assert certainly_other(Kind.PERCENT, "", "下派干部1.7万人，投入2.9亿元。")
    assert not certainly_other(Kind.PERCENT, "", "入会率达到97.39%。")
    assert not certainly_other(Kind.PERCENT, "", "三成职工入了会。")
