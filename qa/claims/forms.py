"""The forms of numbers, dates and words in a comparable text, and the words around a number.

One expression finds whichever of them stands next. Knows spellings; what they mean is read from
them by `qa.claims.tokens`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from qa.claims import numerals, units
from qa.times import MONTH


class Bound(StrEnum):
    """How exact a number claims to be."""

    EXACT = ""
    ABOUT = "about"
    MORE = "more than"
    LESS = "less than"
    MIN = "at least"
    MAX = "at most"


_YEAR = r"(?:1[5-9]|20)\d\d"
_CN = "零〇一二两三四五六七八九十百千万亿"
_PRE = {
    Bound.MIN: "至少 不少于 不低于 最少 不小于|at least|no less than|no fewer than|not less than",
    Bound.MAX: "至多 最多 不超过 不高于 不多于 不大于 不得超过 最高|at most|no more than|up to"
    "|not more than",
    Bound.MORE: "超过 超 逾 高于 多于 大于 突破|more than|over",
    Bound.LESS: "不足 不到 近 将近 接近 低于 少于 小于 未满 不满|less than|fewer than|nearly|almost"
    "|under|close to",
    Bound.ABOUT: "约 大约 约为 大概 约有 左右|about|around|approximately|roughly|some",
}
_POST = {
    Bound.MORE: "多 余 以上|or more|plus",
    Bound.LESS: "以下 以内",
    Bound.ABOUT: "左右 上下 许",
}


def _bounds(table: dict[Bound, str]) -> dict[str, Bound]:
    words: dict[str, Bound] = {}
    for bound, text in table.items():
        chinese, *english = text.split("|")
        words |= dict.fromkeys([*chinese.split(), *english], bound)
    return words


BEFORE, AFTER = _bounds(_PRE), _bounds(_POST)


def _choice(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = _choice(units.CHINESE)
_EN_NUMBER = _choice([*numerals.WORDS, "hundred", "thousand", "million", "billion"])
_EN_SCALE = _choice(list(numerals.MAGNITUDES))
FORM = re.compile(
    rf"""
    (?P<ymd>(?<!\d)(?P<y>{_YEAR})年(?:度|初|底|末)?(?:(?P<ym>\d{{1,2}})月(?:份|底|初|末)?(?:(?P<yd>\d{{1,2}})[日号])?)?)
  | (?P<iso>(?<![\d.])(?P<iy>{_YEAR})(?P<sep>[-/.])(?P<im>\d{{1,2}})(?P=sep)(?P<id>\d{{1,2}})(?![\d.]))
  | (?P<mm>(?<![\d.])(?P<m1>\d{{1,2}})(?:[-~至到]|月至|月到|月-)(?P<m2>\d{{1,2}})月(?:份|底|初|末)?(?!\d))
  | (?P<dd>(?<![\d.月])(?P<d1>\d{{1,2}})(?:日?[-~至到])(?P<d2>\d{{1,2}})日)
  | (?P<md>(?<![\d.])(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})(?:[日号]|(?=[-~至到])))
  | (?P<mo>(?<![\d.])(?P<om>\d{{1,2}})月(?:份|底|初|末)?(?!\d))
  | (?P<do>(?<![\d.])(?P<od>\d{{1,2}})日)
  | (?P<en1>\b(?P<e1m>{MONTH}\.?)\ ?(?P<e1d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\ ?(?P<e1y>{_YEAR})\b)?)
  | (?P<en2>\b(?P<e2d>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<e2m>{MONTH}\.?)(?:,?\ ?(?P<e2y>{_YEAR})\b)?)
  | (?P<en3>\b(?P<e3m>{MONTH}\.?)(?:,?\ ?(?P<e3y>{_YEAR})\b))
  | (?P<yy>(?<![\d.a-z-]){_YEAR}(?=[-~至到]{_YEAR}年)|(?<![\d.,$€£¥]){_YEAR}(?![\d%]|[.,]\d|\ ?(?:{_UNIT}|[十百千万亿余多])|\ ?(?:yuan|people|{_EN_SCALE})\b))
  | (?P<ratio>(?P<rpre>{_choice(list(BEFORE))})?(?:百分之(?P<pct>[\d.]+|[{_CN}点]+)|(?P<den>\d+|[{_CN}]{{1,3}})分之(?P<num>\d+|[{_CN}]{{1,3}})))
  | (?P<ord>第(?P<on>\d+|[{_CN}]{{1,6}})(?P<ou>{_UNIT})?|(?:首|头一)(?P<fu>[个家份次批位名座届条])|(?P<eo>\b\d+)(?:st|nd|rd|th)\b)
  | (?P<qty>(?P<pre>(?:{_choice(list(BEFORE))})\ ?)?(?:
        (?<![a-z\d.])(?P<low>\d+(?:\.\d+)?)(?P<lscale>[十百千万亿]{{0,4}})(?P<lunit>%|{_UNIT})?[-~至到](?=\d)
      )?(?:
        (?:(?<![a-z\d])|(?<=[a-z]\ ))(?P<ar>\d+(?:\.\d+)?)(?![a-z])(?P<more1>[多余])?(?P<scale>[百千万亿]{{1,4}}|十(?=[万亿]))?(?:\ (?P<escale>{_EN_SCALE})\b)?
      | (?P<cn>[{_CN}]{{1,16}}(?:[多余][百千万亿]{{1,3}})?(?:点[零〇一二三四五六七八九]{{1,8}})?)
      | \b(?P<ew>(?:{_EN_NUMBER})(?:(?:[\ -]|\ and\ )(?:{_EN_NUMBER}))*)\b
      )(?P<more2>[多余])?(?P<unit>\ ?%|{_UNIT})?(?P<half>半)?(?P<post>{_choice(list(AFTER))})?)
  | (?P<latin>[^\W\d_\u2e80-\uffff]+(?:'[a-z]+)?\d*|[a-z\d]*[a-z][a-z\d]*)
  | (?P<stop>[,;。!?！？…\n]|\.(?!\d))
  | (?P<han>[^\W_])
    """,  # noqa: E501
    re.VERBOSE,
)
CHINESE_DATE = re.compile(
    r"[一二三四五六七八九十]{1,3}(?=[月日](?![子常夜程期份内益前后报]))|(?<=月)[一二三四五六七八九十]{1,3}(?=号)"
)
NO_NUMBER = re.compile(
    r"十分(?!钟|之)|万分(?!之)|千万(?=[不别要])|一(?:一(?!\w?\d)|直|定|些|样|般|起|下|度|时|律|致|旦|向|再|边|面(?!积)"
    r"|线|心|体|同|切|贯|生|方面|系列|批|路|是|届(?!\d)|来|带(?!一)|道|并|经|如|味|味地|共|跃|举|流|手|行)"
    r"|[二三四五六七八九十]是|五一|六一|七一|八一|十一(?=黄金周|假期|长假)|三八|百姓|百货|千方百计|万里|统一|唯一|万众|五四|三农|双[一二两]"
    r"|四季|九州|三明|三亚|三江|两江|百色|九江|十堰|六盘水|四川|三峡|两岸|两会|一百个放心|千家万户|成千上万"
)
COUNTED = frozenset("名个位家项种条件次份场批组类所间处座支台辆艘句段张片块本篇只头匹棵株")
"""Measure words before which 一 is an article."""

KINDS = (
    "ymd", "iso", "mm", "dd", "md", "mo", "do", "en1", "en2", "en3", "yy",
    "ratio", "ord", "qty", "latin", "stop", "han",
)  # fmt: skip
SPACED_UNIT = re.compile(
    rf" ?({_choice([*units.SPACED, *(f'{word}s' for word in units.SPACED)])}|per cent)\b"
)
