"""Words that carry no claim, words that mean the same, words that mean the opposite.

General newspaper language; the lists are short on purpose. A word that is missing makes a good
paraphrase fall back to its quotation; a word too many would let a changed fact pass. Knows words;
nothing of sentences.
"""

from __future__ import annotations

import re

from index.function_words import SPACED

_EMPTY = """
根据 据了解 据悉 据介绍 据报道 报道 文章 提到 指出 介绍 表示 认为 显示 其中 分别 以及 主要 具体 总共 一共 合计 共计
总计 目前 截至 因此 所以 由于 因为 可以 能够 进行 通过 作为 成为 属于 位于 来自 达到 高达 多达 大约 答案 问题 情况
方面 相关 有关 上述 以下 如下 也就是 同时 此外 另外 然后 并且 而且 日前 近日 记者 本报讯 本报 通讯员 关于 对于
为了 以来 期间 之后 之前 以后 以前 当中 之中 这些 那些 这个 那个 这次 该项 一个 一种 一些 一项 每一 我们 他们 她们
现在 如今 已经 曾经 其他 等等 数量 人数 数字 名为 叫做 称为 名叫 包括 包含 涉及 实现 开展 组织 内容 方式 名称 时间
"""  # noqa: E501
_LIGHT = frozenset(
    "的了在和与及等是有为以于从到至对向被把会也都就还又并而或其之所者这那此该各每个名位家着过地得给由用"
    "说称道共将即则乃均约近超逾多余只已里中上下内外间时后前起来去出入等因故如若当随另再可能要应须让使令"
    "她他它我你您们本呢吗吧啊了么与以用按照经请做办开讲叫呀称达额数款项次种类"
)
_PARTICLES = frozenset("のはがをにでともへやかねよたてだですますしれるいりなさこそあうくけ")

_SAME = """
举办 举行 召开 办 开
表示 说 称 指出 介绍 强调 告诉 透露
提供 推出 拿出
设立 成立 建立 建成 组建 创建 设置 建
获得 取得 荣获 获 得到
帮助 助力 帮 协助 帮扶
增长 增加 上升 提高 提升 上涨 上调 增至 升至 升
下降 减少 降低 下跌 下滑 下调 减至 降至 降 跌
启动 开始 展开
签订 签署 签
投入 出资 拨付 筹措
职工 员工
企业 公司
参加 参与 出席
发放 发给 发
担任 任
施行 实施 生效 执行
诞生 出生 成立
涵盖 覆盖 涉及
使用 用于
加入 入会
追回 挽回
慰问 看望
今年 本年
首次 第一次 头一次
"""
_OPPOSITE = """
增长 增加 上升 提高 提升 上涨 上调 扩大 增至 升至 高于 多于 大于 超过 | 下降 减少 降低 下跌 下滑 下调 缩小 降至 跌至 低于 少于 小于 不足
同意 赞成 支持 批准 通过 允许 接受 | 反对 拒绝 否决 驳回 禁止
成功 胜利 胜诉 获胜 赢 | 失败 败诉 落败 输
合格 | 不合格
开始 启动 开工 开幕 开业 开通 | 结束 停止 停工 闭幕 停业 关闭 终止 取消
加入 入会 参加 录用 上任 | 退出 退会 缺席 辞退 解雇 卸任
盈利 利润 盈余 | 亏损 损失
最高 最大 最多 最长 最早 最快 | 最低 最小 最少 最短 最晚 最慢
先 早于 提前 之前 以前 | 晚于 推迟 延后 之后 以后
全部 所有 全体 一律 | 部分 一些 少数 多数 大部分 大多数 少部分
多数 大部分 大多数 | 少数 少部分 小部分
合法 有效 | 违法 非法 无效
公开 | 秘密
收入 进口 买入 购买 | 支出 出口 卖出 出售
免费 | 收费
上半年 | 下半年
上午 | 下午
男 | 女
国内 | 国外
increase increased increases rise rose risen rises grew grow growth up higher more | decrease decreased decreases fall fell fallen falls decline declined drop dropped down lower fewer less
accept accepted approve approved agree agreed support supported | reject rejected refuse refused oppose opposed deny denied
success succeed succeeded win won | failure fail failed lose lost
begin began start started open opened | end ended stop stopped close closed cancel canceled cancelled
before earlier | after later
all every | some most few
profit | loss
first | last
north | south
"""  # noqa: E501


def _groups(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


EMPTY = re.compile("|".join(sorted(_EMPTY.split(), key=len, reverse=True)))
"""Words of an answer that say nothing of their own."""

OPPOSITES = [
    (tuple(sides[0].split()), tuple(sides[1].split()))
    for sides in (line.split("|") for line in _OPPOSITE.strip().splitlines())
]

_SYNONYMS: dict[str, set[str]] = {}
for _group in _groups(_SAME):
    for _word in _group:
        _SYNONYMS.setdefault(_word, set()).update(_group)
SYNONYM = re.compile("|".join(sorted(_SYNONYMS, key=len, reverse=True)))

PRONOUNS = re.compile(
    r"^(?:[他她它我你](?:们)?|该.*|本.*|此.*|这.*|其.*|当地|当时|双方|有人|同志|会上|会后.*)$"
)

_ENDINGS = ("ies", "ied", "ing", "es", "ed", "s", "'s", "ly", "e")


def light(key: str) -> bool:
    """Whether a token alone says nothing: a particle, a function word."""
    return key in _LIGHT or key in _PARTICLES or key in SPACED


def same(word: str) -> set[str]:
    """The words that say the same, the word among them."""
    return _SYNONYMS.get(word, set()) | {word}


def stem(word: str) -> str:
    """A spaced word without its inflection: good enough to compare two of them."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word
