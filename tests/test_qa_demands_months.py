"""The month that a question names, and the months that its evidence tells of."""

from __future__ import annotations

import pytest

from qa.demands import demands_of, unmet


@pytest.mark.parametrize(
    ("question", "said", "printed"),
    [
        ("公司2017年5月成立了哪个部门？", "公司于2017年4月成立了管理部门。", ""),
        ("疗养办法2024年7月改了什么？", "第一批疗养6月11日起报名。", "2024-06-05"),
        ("3月份招了几个人？", "11月招了40人。", "2023-12-01"),
    ],
)
def test_another_month_is_missed(question: str, said: str, printed: str) -> None:
    missing = [one for one in unmet(demands_of(question), said, printed) if "月" in one.what]
    assert [one.strength for one in missing] == [0.7]


@pytest.mark.parametrize(
    ("question", "said", "printed"),
    [
        ("公司2017年5月成立了哪个部门？", "公司于2017年5月成立了管理部门。", ""),
        ("公司2017年5月成立了哪个部门？", "5月12日，管理部门成立。", ""),
        ("2025年4月公布的津贴是多少？", "津贴提高到450元，自5月起执行。", "2025-04-29"),
        ("9月至10月办了几场？", "10月办了三场。", ""),
        ("5月办了几场？", "3月至6月办了三场。", ""),
        ("5月办了几场？", "办了三场。", "2024-06-05"),
        ("5月12日办了几场？", "5月12日办了三场。", ""),
        ("今年办了几场？", "4月办了三场。", ""),
    ],
)
def test_the_same_month_or_none_is_not_missed(question: str, said: str, printed: str) -> None:
    assert not [one for one in unmet(demands_of(question), said, printed) if "月" in one.what]
