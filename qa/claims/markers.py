"""Words that turn a statement round or narrow it: not, plans to, all, some, only.

A marker belongs to what follows it. Knows the markers of Chinese and English, and where in a row of
tokens they stand; nothing of sources.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from qa.claims.tokens import Token


class Marker(StrEnum):
    """What a marker does to what follows."""

    NOT = "negation"
    PLAN = "plan"
    FUTURE = "future"
    ALL = "all"
    SOME = "some"
    MOST = "most"
    FEW = "few"
    ONLY = "only"
    DONE = "done"
    SUPERLATIVE = "superlative"


_WORDS = {
    Marker.NOT: "不 未 没 无 非 莫 勿 否认 拒绝 禁止 从未 尚未",
    Marker.PLAN: "计划 拟 可能 预计 有望 力争 争取 打算 准备 建议 提议 希望 考虑 或将 目标 预期 有意 设想 或许 也许 疑似 据传 答应 承诺 许诺",  # noqa: E501
    Marker.FUTURE: "将 即将 将要 将会",
    Marker.ALL: "全部 所有 全体 一律 一切 全都 悉数",
    Marker.SOME: "部分 一些 有的 若干 有些",
    Marker.MOST: "多数 大多数 大部分 绝大多数 绝大部分 多半",
    Marker.FEW: "少数 少部分 个别 极少数 小部分",
    Marker.ONLY: "只 仅 仅仅 只有 唯一",
    Marker.DONE: "已 已经 了 完成 曾",
    Marker.SUPERLATIVE: "最 首次 首个 首家 首位 首份 首批 第一次",
}
_ENGLISH = {
    Marker.NOT: "not never no nor neither none without cannot refuse refused refuses denied deny",
    Marker.PLAN: "plan plans planned may might could expected expects hopes intends proposed "
    "possibly promise promises promised pledge pledges pledged",
    Marker.FUTURE: "will shall would",
    Marker.ALL: "all every entire",
    Marker.SOME: "some several",
    Marker.MOST: "most",
    Marker.FEW: "few",
    Marker.ONLY: "only",
    Marker.SUPERLATIVE: "largest biggest highest lowest smallest best worst unique",
}
_OTHER = {Marker.NOT: "не нет ни без никогда no nunca ni sin jamás tampoco"}
_NOT_ONE = re.compile(
    r"不仅|不但|不断|不少|不久|不过|不管|不论|不妨|不愧|不同|不等|不只|不得不|不可不|不由|不禁|不止|不一|不惜|不懈"
    r"|不忘|不凡|差不多|了不起|对不起|非常|非但|无数|无论|无不|莫不|未来|未必不|除非|没收|无疑|有没有"
    r"|无人机|无障碍|无线|无缝|无偿|无私|无愧|非公|非遗|非洲|是否|能否|否则|不动产|无锡|无产阶级|未成年"
    r"|将军|将近|将士|最近|最终|最后|最初|只要|只能|只是|只不过|目标群体|准备金|可能性|了解|为了|除了|罢了|了不得"
    r"|主要部分|组成部分|部分地区|拟定|模拟|虚拟|计划单列|计划书|承诺书|五年计划|保障计划|行动计划|援助计划|帮助计划|计划生育"
    r"|不足|不满|是不是"
)
_LOOKED_THROUGH = frozenset(
    "再曾能会有得被是予太很一将还都也已所可要应当在于向对为与和的地了着过并均正就又能够出现发生存在产生任何必须"
)
_FORM = re.compile(
    "|".join(
        sorted({word for words in _WORDS.values() for word in words.split()}, key=len, reverse=True)
    )
)
_CLASS = {word: marker for marker, words in _WORDS.items() for word in words.split()}
_LATIN = {
    word: marker
    for table in (_ENGLISH, _OTHER)
    for marker, words in table.items()
    for word in words.split()
}
_LATIN_THROUGH = frozenset(
    [
        "be",
        "been",
        "being",
        "is",
        "are",
        "was",
        "were",
        "do",
        "did",
        "does",
        "have",
        "has",
        "had",
        "to",
        "the",
        "a",
        "an",
        "ever",
        "yet",
        "also",
        "it",
        "he",
        "she",
        "they",
    ]
)


def markers_of(tokens: Sequence[Token]) -> dict[int, Marker]:
    """Position → the marker that this token is a part of."""
    row = "".join(token.key if len(token.key) == 1 else "\ue000" for token in tokens)
    hidden = _NOT_ONE.sub(lambda found: "\ue001" * len(found.group()), row)
    marked: dict[int, Marker] = {}
    for found in _FORM.finditer(hidden):
        marked |= dict.fromkeys(range(*found.span()), _CLASS[found.group()])
    for at, token in enumerate(tokens):
        if token.key in _LATIN:
            marked[at] = _LATIN[token.key]
        elif token.key.endswith("n't"):
            marked[at] = Marker.NOT
    return marked


def before(tokens: Sequence[Token], marked: dict[int, Marker], at: int) -> dict[int, Marker]:
    """The markers that what stands at this position is subject to, looking back in its clause."""
    found: dict[int, Marker] = {}
    back = at - 1
    while back >= 0 and at - back <= 8 and tokens[back].clause == tokens[at].clause:
        if back in marked:
            found[back] = marked[back]
        elif tokens[back].key not in _LOOKED_THROUGH and tokens[back].key not in _LATIN_THROUGH:
            break
        back -= 1
    return found
