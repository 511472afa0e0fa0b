"""What an answer may be made of, beside the words of its evidence and its question.

Knows words and marks; knows nothing of tokens or models.
"""

from __future__ import annotations

_CHINESE = """
的 了 在 是 有 为 和 与 及 或 等 也 都 就 还 又 共 约 达 超过 不足 以上 以下 左右 其中 分别 包括
以及 因为 由于 所以 因此 但 而 从 到 至 由 被 把 将 向 对 于 给 让 使 该 其 此 这 那 他 她 它 他们
她们 它们 已 已经 曾 正在 没有 不 未 可以 能 会 要 一 二 三 四 五 六 七 八 九 十 百 千 万 亿 零
个 名 位 次 年 月 日 元 人 是因为 一共 总共 目前 当时 后来 同时 之后 之前
"""
_ENGLISH = """
the a an of in on at to for from by with and or not no is are was were be been has have had it its
they their he his she her this that these those which who what when where because as than more less
about over under after before during between both each all one two three four five six seven eight
nine ten
"""
_MARKS = "，。、；：？！“”‘’（）《》—… ,.;:?!()'\"-% 0123456789\n"

FRAME = " ".join((*_CHINESE.split(), *_ENGLISH.split())) + _MARKS
"""Function words, numerals and marks, as one text."""
