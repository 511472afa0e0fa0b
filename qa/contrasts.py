"""Words that rule each other out: who asks of the men's singles is not answered by the women's.

Of the project's own near misses one in sixty holds such a pair, of sentences that answer not one
in a thousand, so a pair all but rules out. Knows words; nothing of names, times or numbers.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from qa.demanded import LIKELY, Unmet
from qa.mentions import HAN, plain
from qa.surnames import COMMON

_SETS = r"""
男子|男[单双排篮足] / 女子|女[单双排篮足]
单打|[男女]单 / 双打|[男女混]双
春季|春招 / 夏季|夏天 / 秋季|秋天|秋招 / 冬季|冬天
上半年 / 下半年
[一1]季度 / [二2]季度 / [三3]季度 / [四4]季度
一期 / 二期 / 三期
半程 / 全程
旧[馆楼校厂站桥址路] / 新[馆楼校厂站桥址路]
设计(?:单位|方[是：:]) / 施工(?:单位|方[是：:]) / 监理 / 建设(?:单位|方[是：:])
主办(?:方|单位|[：:]) / 承办(?:方|单位|[：:]) / 协办(?:方|单位|[：:])
室内 / 室外|露天|户外
白班|日班 / 夜班|夜间
每个?月|月均|按月 / 每[日天]|日均|按[日天] / 每年|年均 / 每小时
白天 / 夜里|(?<![早最])晚(?![年报辈清期婚])|夜间|夜晚
冠军|夺冠|金牌|第一名 / 亚军|银牌|第二(?:名|\b) / 季军|铜牌|第三(?:名|\b) / 第[四五六七八](?:名|\b)
一等奖 / 二等奖 / 三等奖
(?<!半)决赛 / 半决赛 / 预赛|初赛|小组赛 / 复赛
最高 / 最低
最大 / 最小
最多 / 最少
最早 / 最后|最晚
开工|动工|奠基 / 竣工|完工|建成|通车|开通|投运
开幕 / 闭幕
进口 / 出口
国内 / 国外|境外|海外
营收|营业收入|收入 / 净利|利润 / 市值
城镇|城市|城区 / 农村|乡村
成人|成年 / 儿童|半价
老人|老年 / 儿童|孩子
白领 / 蓝领
初中 / 高中 / 小学
本科 / 专科|高职 / 硕士|研究生 / 博士
一审 / 二审 / 再审
起诉 / 判决
死亡|遇难|丧生|身亡|死者 / 受伤|伤者|伤员|轻伤|重伤
出生|生于|诞生 / 去世|逝世|病逝|辞世|牺牲
导演|执导 / 编剧 / 主演|饰演 / 作曲|配乐 / 作词
总票房|票房 / 票价
市长 / 省长 / 县长 / 校长 / 院长 / 馆长 / 会长 / 行长 / 局长 / 董事长 / 总经理 / 总统 / 总理 / 首相
面积|平方|公顷|亩 / 人口|居民 / 海拔 / 气温|温度 / 深度|水深 / 坡度 / 密度 / 时速|速度
\bmen's / women's
\bsingles / \bdoubles
\bspring\b / \bsummer / \bautumn / \bwinter
\bindoor / \boutdoor
\bgold\b / \bsilver\b / \bbronze
\bmayor / \bpresident / \bheadmaster / \bchairman / \bdirector / \bcaptain / \bcoach
\bimports? / \bexports?
"""


@functools.cache
def _sets() -> tuple[tuple[re.Pattern[str], ...], ...]:
    lines = _SETS.strip().splitlines()
    return tuple(tuple(map(re.compile, line.split(" / "))) for line in lines)


def contrasts_unmet(question: str, said: str, whole: str = "") -> Iterator[Unmet]:
    """What the question names and the evidence does not, while it names what rules that out.

    `whole` is the evidence with all that is around it, folded.
    """
    asked, told = plain(question), plain(said)
    for words in _sets():
        wanted = [(word, found) for word in words if (found := word.search(asked))]
        if len(wanted) != 1:
            continue
        word, found = wanted[0]
        if not word.search(told) and any(other.search(told) for other in words):
            yield Unmet(found.group(), LIKELY)
    yield from _whole_for_part(asked, told)
    yield from _deputies(asked, told)
    yield from _one_character(asked, whole or told)


_GROUPS = ("东南西北", "新旧老", "大中小", "黑白红黄绿紫", "甲乙丙丁", COMMON)
_OTHER_IN = {
    one: f"[{''.join(group.replace(one, '') for group in _GROUPS if one in group)}]"
    for one in set("".join(_GROUPS))
}
"""What a character of a name may not be exchanged for: another colour, another surname."""
_BEGINS = re.compile(rf"(?:[^{HAN}]|[和与跟及由对问的]|^)$")
"""Where a person's name may begin: 何 and 方 in the middle of a run are words."""
_NTH = "第[一二三四五六七八九十]"
_ORDINAL = re.compile(
    rf"{_NTH}(?=(?P<of>[{HAN}]{{0,4}}?"
    r"(?:医院|中学|小学|幼儿园|学校|法院|公司|工程局|厂|矿)))"
)


def _one_character(asked: str, whole: str) -> Iterator[Unmet]:
    """A name but for the character that tells such names apart: 王德旺, and 李德旺 is told of."""
    if "还是" in asked:
        return  # both are offered
    for at, character in enumerate(asked[:-2]):
        name = asked[at : at + 3]
        other = _OTHER_IN.get(character)
        if character in COMMON and not _BEGINS.search(asked[:at]):
            continue
        if other and name not in whole and re.search(other + re.escape(name[1:]), whole):
            yield Unmet(name, LIKELY)
    for found in _ORDINAL.finditer(asked):
        name = found.group() + found["of"]
        if name not in whole and re.search(_NTH + found["of"], whole):
            yield Unmet(name, LIKELY)


_PART = re.compile(r"(?:首|第[一二三四五六七八九十\d]+)(?P<unit>[批期轮])")


def _whole_for_part(asked: str, told: str) -> Iterator[Unmet]:
    """首批 asked, and what all 32批 come to told."""
    part = _PART.search(asked)
    if part and not re.search(rf"[首第][\d一二三四五六七八九十]*{part['unit']}", told):
        several = rf"(?:[2-9]|\d\d+|[二三四五六七八九十两]){part['unit']}"
        if re.search(several, told):
            yield Unmet(part.group(), LIKELY)


_POST = re.compile(
    r"(?P<deputy>副)?(?P<post>主席|书记|主任|会长|部长|局长|市长|省长|县长|区长|院长|校长"
    r"|厂长|处长|科长|总经理|经理|总裁|秘书长|董事长|理事长|队长|馆长|社长|所长|站长)"
)


_OTHER_POST = 0.92
"""Who asks for the head of a body is often told of the deputy: the head is seldom named there."""


def _deputies(asked: str, told: str) -> Iterator[Unmet]:
    """The 主席 asked and a 副主席 told, or the other way round."""
    wanted = {(bool(found["deputy"]), found["post"]) for found in _POST.finditer(asked)}
    here = {(bool(found["deputy"]), found["post"]) for found in _POST.finditer(told)}
    for deputy, post in wanted - here:
        if (not deputy, post) in here and (not deputy, post) not in wanted:
            yield Unmet(f"副{post}" if deputy else post, _OTHER_POST)
