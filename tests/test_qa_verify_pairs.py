"""Pairs that differ in little: what a good writer makes of a sentence, and what a bad one does."""

from __future__ import annotations

import pytest

from qa.types import Support
from qa.verify import Source, verify

FERRY = (
    "截至2023年11月底，汐浦港工会共走访商户1.26万家，覆盖船员近30万人，"
    "对410余家商户开具整改通知，其中部分商户拒绝整改。"
)
PLENARY = "出席大会的正式代表有312人，列席代表86人，缺席9人。"
BRIDGE = "青箩大桥计划于2025年6月建成通车，预计总投资4.8亿元，由澜江路桥公司承建。"
WAGES = "2022年，乌石市最低工资由每月1780元提高到1920元，增长7.9%；钧阳市没有调整。"
AWARD = "市总工会副主席计小眉代表市总工会，向焊工苗翠兰颁发了首枚“金焊枪”奖章。"
COURT = "望湖区法院驳回了汇捷公司的上诉，没有支持公司关于双方不存在劳动关系的主张。"
RULE = "进库连续作业不得超过40分钟，夜班津贴每班不低于45元，所有岗位一律同工同酬。"
SPLIT = "县里投入331万元，用于修路；市里投入466万元，用于建校。"
TRAINING = "3月5日至9日，省总工会在临澜举办首期培训班，来自8个市州的120名工会干部参加。"
CONTEXT = "汐浦港工会走访商户\n2023-12-08\n澜江工人报"

TRUE = [
    (FERRY, "2023年，汐浦港工会走访了12600家商户。"),
    (FERRY, "汐浦港工会共走访商户1.26万家。"),
    (FERRY, "工会走访了12,600家商户，覆盖约30万名船员。"),
    (FERRY, "对410多家商户开具了整改通知。"),
    (FERRY, "部分商户拒绝整改。"),
    (FERRY, "截至２０２３年１１月底，汐浦港工會共走訪商戶１.２６萬家。"),
    (PLENARY, "正式代表312名、列席代表86名出席了大会。"),
    (PLENARY, "大会共有列席代表86人。"),
    (PLENARY, "缺席大会的有9人。"),
    (BRIDGE, "青箩大桥预计2025年6月通车，由澜江路桥公司承建。"),
    (BRIDGE, "承建青箩大桥的是澜江路桥公司。"),
    (BRIDGE, "大桥的总投资预计为48000万元。"),
    (WAGES, "乌石市2022年把最低工资提高到每月1920元。"),
    (WAGES, "2022年乌石市最低工资从1780元增加到1920元，提高了7.9%。"),
    (WAGES, "钧阳市没有调整最低工资。"),
    (WAGES, "钧阳市未调整。"),
    (AWARD, "计小眉向苗翠兰颁发了“金焊枪”奖章。"),
    (COURT, "法院没有支持汇捷公司的主张。"),
    (COURT, "汇捷公司的上诉被望湖区法院驳回。"),
    (RULE, "连续作业不得超过四十分钟。"),
    (RULE, "每班夜班津贴不低于45元。"),
    (SPLIT, "市里投入466万元建校，县里投入331万元修路。"),
    (SPLIT, "县里出资331万元用于修路。"),
    (TRAINING, "首期培训班3月5日至9日在临澜举行，120名工会干部参加了培训。"),
    (TRAINING, "省总工会举办的培训班有来自8个市州的120位工会干部参加。"),
]

FALSE = [
    (FERRY, "汐浦港工会共走访商户2.16万家。"),
    (FERRY, "汐浦港工会共走访船员1.26万人。"),
    (FERRY, "覆盖船员超过30万人。"),
    (FERRY, "对410余家商户开具整改通知，商户全部拒绝整改。"),
    (FERRY, "2022年，汐浦港工会共走访商户1.26万家。"),
    (FERRY, "临澜港工会共走访商户1.26万家。"),
    (FERRY, "汐浦港工会共走访商户126万家。"),
    (PLENARY, "出席大会的正式代表有86人，列席代表312人。"),
    (PLENARY, "大会有312名列席代表。"),
    (BRIDGE, "青箩大桥于2025年6月建成通车。"),
    (BRIDGE, "青箩大桥总投资4.8亿美元。"),
    (BRIDGE, "青箩大桥由临澜路桥公司承建。"),
    (WAGES, "乌石市最低工资由每月1920元提高到1780元。"),
    (WAGES, "乌石市最低工资由每月1780元降低到1920元。"),
    (WAGES, "钧阳市调整了最低工资。"),
    (WAGES, "2022年，钧阳市最低工资由每月1780元提高到1920元。"),
    (AWARD, "市总工会主席计小眉向焊工苗翠兰颁发了奖章。"),
    (AWARD, "市总工会副主席苗翠兰向焊工计小眉颁发了奖章。"),
    (AWARD, "市总工会副主席计小梅向焊工苗翠兰颁发了奖章。"),
    (COURT, "法院支持公司关于双方不存在劳动关系的主张。"),
    (COURT, "望湖区法院支持了汇捷公司的上诉。"),
    (RULE, "进库连续作业不得少于40分钟。"),
    (RULE, "夜班津贴每班不高于45元。"),
    (RULE, "部分岗位同工同酬。"),
    (SPLIT, "县里投入466万元，用于修路。"),
    (TRAINING, "3月5日至19日，省总工会在临澜举办首期培训班。"),
    (TRAINING, "来自120个市州的8名工会干部参加。"),
    (TRAINING, "省总工会在临澜举办末期培训班，120名工会干部参加。"),
]


@pytest.mark.parametrize(("printed", "said"), TRUE)
def test_a_true_wording_is_let_through(printed: str, said: str) -> None:
    verdict = verify(said, [Source("a", 0, len(printed), printed, CONTEXT)])

    assert (verdict.support in {Support.QUOTED, Support.SUPPORTED}, verdict.reason) == (True, "")
    assert verdict.sources == (0,)


@pytest.mark.parametrize(("printed", "said"), FALSE)
def test_a_false_wording_is_not(printed: str, said: str) -> None:
    verdict = verify(said, [Source("a", 0, len(printed), printed, CONTEXT)])

    assert verdict.support in {Support.UNSUPPORTED, Support.CONTRADICTED}
    assert verdict.sources == ()
    assert verdict.reason
