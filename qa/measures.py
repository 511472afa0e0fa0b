"""What is counted: whether the numbers of a sentence count what a question asks to be counted.

场次 and 人次 do not tell how many couples there were. Careful on purpose: a number whose measure is
not known may count anything. Knows Chinese counters; knows nothing of kinds or articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.mentions import is_wide, plain

COUNTERS = (
    "个名位人家所座条件项次场只枚块台辆艘架种类篇部本份对户头棵株间层级届门首支张把颗粒票起宗桩道集"
    "代批组队班团站点处箱吨斤克米里升度亩"
)
"""Counters and units of one character."""
MONEY = "元"
"""The measure that stands for all of money."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_ALIKE = tuple(
    _words(group)
    for group in (
        "人 名 位 人次 职工 员工 学生 会员 口 员 户",
        "对 双",
        "间 套 室 层 栋 个",
        "枚 块 金 银 铜 面 个",
        "家 个 所 户 间 店 处 座",
        "场 次 届 回 个 项 场次",
        "件 起 宗 桩 条 项 个 例 件次",
        "台 架 辆 艘 部 套 个 列",
        "票 张 个 份",
        "种 类 款 个",
        "支 队 组 个",
        "本 册 篇 幅 件 部 首 份 种 个",
        "头 只 匹 条 口 个",
        "棵 株 个",
    )
)
"""Counters that stand in for each other."""
_QUANTITIES = tuple(
    _words(group)
    for group in (
        "公里 千米 米 里",
        "平方公里 平方米 公顷 亩",
        "吨 公斤 斤 克",
        "元 块 钱 角 美元 欧元 英镑 日元 港元 卢布 法郎 镑 币",
    )
)
"""Units of the same quantity."""
_SPECIFIC = _words("对 双 人次 元")
"""What 个 does not count: 100个 are neither couples nor yuan."""
_PHYSICAL = _words(
    "公里 千米 平方米 平方公里 公顷 吨 亩 斤 公斤 克 米 里 升 度 元 美元 欧元 港元 日元 英镑 "
    "% 倍 成 人次 场次 件次 年 月 日 天 小时 分钟 岁 周 届"
)
"""What is measured, not counted: never the answer to 多少个, and never counted with 个."""
_TIMES = _words("年 月 日 号 时 点 世纪 年代")
_UNITS = sorted(
    {unit for group in (*_ALIKE, *_QUANTITIES) for unit in group}
    | _PHYSICAL
    | _TIMES
    | set(COUNTERS),
    key=lambda unit: (-len(unit), unit),
)
_NUMBER = re.compile(
    r"(?P<ordinal>第?)(?P<number>\d[\d,.]*|[〇零一二三四五六七八九十百千万亿两半双]+)"
    r"[十百千万亿]*[余多来几]?[万亿]?\s?"
    rf"(?P<unit>{'|'.join(map(re.escape, _UNITS))})?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMMON = frozenset("一两半双十百千万亿")
"""Numerals that stand in many words (一起, 百货): alone they prove nothing."""


def counted_otherwise(measure: str, sentence: str) -> bool:
    """Whether all the numbers of a sentence surely count something else."""
    said = plain(sentence)
    wanted = _standing_in(measure)
    if not wanted or not is_wide(sentence):
        return False
    other = False
    for number, unit in _counts(said):
        if not unit:
            # 2600新人 may be the answer; a numeral in a word (统一) is none.
            if number[0].isdigit():
                return False
        elif unit in wanted or (measure == "个" and unit not in _PHYSICAL):
            return False
        else:
            other = other or number not in _COMMON
    return other


def alike(measure: str) -> frozenset[str]:
    """The counters that may stand in the place of this one; none for one of which that is unknown.

    Units are not among them: a quantity may be told in words that name none.
    """
    return frozenset[str]().union(*(group for group in _ALIKE if measure in group))


def _standing_in(measure: str) -> frozenset[str]:
    """The counters that count the same; none for a measure that is not known."""
    if measure not in _UNITS:
        return frozenset()
    same = frozenset([measure]).union(*(group for group in _QUANTITIES if measure in group))
    same |= alike(measure)
    return same if measure in _SPECIFIC | _PHYSICAL else same | {"个"}


def _counts(said: str) -> Iterator[tuple[str, str]]:
    """The numbers that are neither ordinals nor times, each with its counter."""
    for found in _NUMBER.finditer(said):
        number, unit = found["number"], found["unit"] or ""
        timed = unit in _TIMES or (not unit and _YEAR.fullmatch(number))
        if not (found["ordinal"] or timed):
            yield number, unit
