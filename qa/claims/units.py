"""What is counted or measured: units, and which of them may stand for one another.

A measure word is exchanged freely for another of its family (49名 is 49位); a unit is not (元, 人次,
公里). Knows words; nothing of numbers.
"""  # noqa: E501

from __future__ import annotations

RATIO = "%"

_FAMILIES = (
    "人 名 位 口 员 个 人员",
    "家 所 间 处 座 个 栋 幢 社",
    "件 项 个 起 宗 条 份 类 种 款 桩 大项 小项 则 篇 单",
    "场 次 届 期 批 轮 回 个 趟 届次",
    "辆 台 部 架 艘 个 列 套",
    "支 个 组 队 班",
    "本 册 部 份 套 个",
    "枚 个 块 金 银 铜",
    "张 份 个 面 块 幅",
    "只 个 头 匹 条 羽",
    "棵 株 个",
    "碗 份 杯 瓶 个",
    "对 双 个",
    "门 节 堂 课 个",
    "层 楼",
    "席 个 床 张 位",
    "字 个",
    "级 个 等",
    "站 个 处",
)
_SAME = (
    "元 块 块钱 元钱 圆 元人民币 yuan rmb cny",
    "美元 美金 dollar usd",
    "欧元 euro eur",
    "日元 円 yen",
    "港元 港币",
    "卢布 рублей рубля рубль руб ruble rouble",
    "公里 千米 km kilometre kilometer",
    "米 m metre meter",
    "厘米 cm centimetre centimeter",
    "毫米 mm",
    "平方公里 平方千米",
    "平方米 平米",
    "公斤 千克 kg kilogram kilo",
    "克 g gram",
    "吨 t ton tonne",
    "小时 钟头 个小时 时间 hour",
    "分钟 minute min",
    "秒 秒钟 second",
    "天 日 day",
    "周 星期 个星期 礼拜 week",
    "个月 月 month",
    "年 年度 载 year",
    "岁 周岁",
    "% 成 percent per-cent",
    "个百分点 百分点",
    "℃ 度 摄氏度 °c degree",
    "公顷 hectare",
    "升 litre liter",
    "次 回 趟 time",
    "人次 人次数",
    "倍 倍数",
    "点 时 点钟",
    "号 号线",
    "届 届次",
    "户 户次 household",
    "人 people person",
)
_ALONE = (
    "角 分 亩 斤 里 尺 海里 立方米 千瓦 千瓦时 兆瓦 毫升 毫克 折 场次 家次 件次 户次 台次 车次 "
    "学时 课时 页 版 章 节 室 票 步 圈 秒 字 句 周年 人份 期 代 号 条 分 强 万亩 万里 国 省 市 县 区 镇 村 "  # noqa: E501
    "组 把 根 颗 包 箱 桶 顶 笔 番 克 餐 点 车 桌 卷 针 声 遍 家庭 女 男 方"
)

_CANONICAL = {word: group.split()[0] for group in _SAME for word in group.split()}
_FAMILY: dict[str, set[int]] = {}
for _number, _group in enumerate(_FAMILIES):
    for _word in _group.split():
        _FAMILY.setdefault(_word, set()).add(_number)

CHINESE = sorted(
    {
        word
        for text in (*_FAMILIES, *_SAME, _ALONE)
        for word in text.split()
        if not word.isascii() or word in {"%"}
    },
    key=lambda word: (-len(word), word),
)
"""The units that follow a number without a space, the longest first."""

SPACED = frozenset(
    word for group in _SAME for word in group.split() if word.isascii() and word[0].isalpha()
)
"""The English ones, in the singular."""


def canonical(unit: str) -> str:
    """One name for units that are the same."""
    if unit.isascii() and unit not in _CANONICAL and unit.endswith("s"):
        unit = unit.removesuffix("s")
    return _CANONICAL.get(unit, unit)


def agree(one: str, other: str) -> bool:
    """Whether a number with one unit may be the same as with the other; "" is not known."""
    if not one or not other or canonical(one) == canonical(other):
        return True
    return bool(_FAMILY.get(one, set()) & _FAMILY.get(other, set()))
