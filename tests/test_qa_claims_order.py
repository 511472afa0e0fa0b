"""The same words in another order: a sentence that is turned round, and one that is turned over."""

from __future__ import annotations

import pytest

from qa.types import Support
from qa.verify import Source, verify

STOVES = "渡轮公司答应给夜班船员加装取暖炉，条件是工会撤回仲裁申请。"
TICKETS = "老站长把存了半辈子的火车票捐给了县档案馆。"
LESSON = "焊工苗翠兰从德国带回一套检测方法，手把手教给了徒弟余静。"
PRICE = "快递站负责人计小眉拒绝了平台降价的要求。"
GALE = "气象台解除了大风预警，海事部门随后恢复了渔港的航行。"
HIVES = "养蜂人把蜂箱搬到山顶，是因为山下的果园开始喷洒农药。"
FLOOD = "水库泄洪之后，村民转移了牲畜。"
STRIKE = "The pilots called off their strike after the port authority promised new tugboats."
BAKERS = "The bakery cooperative taught former prisoners to bake."
MILL = "The mill had its grain brought by rail because the river was too low for barges."
COURT = "望湖区法院驳回了汇捷公司的上诉。"
FUNDS = "县里投入331万元，用于修路；市里投入466万元，用于建校。"

TURNED_ROUND = [
    (TICKETS, "存了半辈子的火车票，老站长捐给了县档案馆。"),
    (TICKETS, "火车票被老站长捐给了县档案馆。"),
    (LESSON, "徒弟余静的检测方法是焊工苗翠兰手把手教的。"),
    (PRICE, "平台降价的要求被计小眉拒绝了。"),
    (COURT, "汇捷公司的上诉被望湖区法院驳回了。"),
    (FUNDS, "市里投入466万元，用于建校；县里投入331万元，用于修路。"),
    (GALE, "气象台解除大风预警，随后海事部门恢复了渔港的航行。"),
    (HIVES, "因为山下的果园开始喷洒农药，养蜂人把蜂箱搬到山顶。"),
    (HIVES, "山下的果园开始喷洒农药，养蜂人因此把蜂箱搬到山顶。"),
    (FLOOD, "水库泄洪，村民随后转移了牲畜。"),
    (BAKERS, "Former prisoners were taught to bake by the bakery cooperative."),
    (MILL, "Because the river was too low for barges, the mill had its grain brought by rail."),
    (STRIKE, "After the port authority promised new tugboats, the pilots called off their strike."),
]

TURNED_OVER = [
    (STOVES, "工会答应给夜班船员加装取暖炉，条件是渡轮公司撤回仲裁申请。", "工会 stands where"),
    (TICKETS, "县档案馆把存了半辈子的火车票捐给了老站长。", "县档案馆 stands where"),
    (LESSON, "徒弟余静从德国带回一套检测方法，手把手教给了焊工苗翠兰。", "徒弟余静 stands where"),
    (PRICE, "平台拒绝了快递站负责人计小眉降价的要求。", "平台 stands where"),
    (COURT, "汇捷公司驳回了望湖区法院的上诉。", "where the source has 汇捷公司"),
    (GALE, "海事部门恢复了渔港的航行，气象台随后解除了大风预警。", "the other way round"),
    (HIVES, "山下的果园开始喷洒农药，是因为养蜂人把蜂箱搬到山顶。", "the other way round"),
    (HIVES, "养蜂人把蜂箱搬到山顶，果园因此开始喷洒农药。", "the other way round"),
    (FLOOD, "村民转移了牲畜之后，水库泄洪。", "the other way round"),
    (FLOOD, "水库泄洪之前，村民转移了牲畜。", "之前 where the source has 之后"),
    (BAKERS, "Former prisoners taught the bakery cooperative to bake.", "former prisoners stands"),
    (
        MILL,
        "The river was too low for barges because the mill had its grain brought by rail.",
        "the other way round",
    ),
    (
        STRIKE,
        "The port authority called off their strike after the pilots promised new tugboats.",
        "where the source has pilots",
    ),
    (
        STRIKE,
        "The port authority promised new tugboats after the pilots called off their strike.",
        "the other way round",
    ),
    (STOVES, "渡轮公司给夜班船员加装了取暖炉。", "a plan in the source"),
    (STRIKE, "The port authority has new tugboats.", "a plan in the source"),
]


@pytest.mark.parametrize(("printed", "said"), TURNED_ROUND)
def test_a_sentence_may_be_turned_round(printed: str, said: str) -> None:
    verdict = verify(said, [Source("a", 0, len(printed), printed)])

    assert (verdict.support in {Support.QUOTED, Support.SUPPORTED}, verdict.reason) == (True, "")


@pytest.mark.parametrize(("printed", "said", "reason"), TURNED_OVER)
def test_a_sentence_that_turns_the_matter_over_is_not_said(
    printed: str, said: str, reason: str
) -> None:
    verdict = verify(said, [Source("a", 0, len(printed), printed)])

    assert verdict.sources == ()
    assert reason in verdict.reason
