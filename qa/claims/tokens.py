"""A sentence as a row of tokens: numbers with their units, dates, words, ideographs.

Two spellings of one number or date are one token (1.19万 and 11,900; 二月三日 and February 3), so that
whatever compares rows of tokens compares values. Knows the forms of numbers and dates; nothing of
sources.
"""  # noqa: E501

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from qa.claims import numerals, units
from qa.claims.clean import comparable


class Bound(StrEnum):
    """How exact a number claims to be."""

    EXACT = ""
    ABOUT = "about"
    MORE = "more than"
    LESS = "less than"
    MIN = "at least"
    MAX = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it counts, and how exactly."""

    value: Fraction
    unit: str = ""
    bound: Bound = Bound.EXACT
    ordinal: bool = False
    article: bool = False
    """True for 一名 and its like: no more of a number than `a`."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; 0 for what is not."""

    year: int = 0
    month: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """One step of a sentence. `key` is what two tokens are equal by."""

    key: str
    text: str
    clause: int
    """Tokens of one clause share this number; a comma ends a clause."""
    quantity: Quantity | None = None
    day: Day | None = None

    @property
    def is_value(self) -> bool:
        """Whether it is a number or a date."""
        return self.quantity is not None or self.day is not None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
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


_PRE_BOUND, _POST_BOUND = _bounds(_PRE), _bounds(_POST)


def _choice(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNIT = _choice(units.CHINESE)
_EN_NUMBER = _choice([*numerals.WORDS, "hundred", "thousand", "million", "billion"])
_EN_SCALE = _choice(list(numerals.MAGNITUDES))
_FORMS = re.compile(
    rf"""
    (?P<ymd>(?<!\d)(?P<y>{_YEAR})年(?:度|初|底|末)?(?:(?P<ym>\d{{1,2}})月(?:份|底|初|末)?(?:(?P<yd>\d{{1,2}})[日号])?)?)
  | (?P<iso>(?<![\d.])(?P<iy>{_YEAR})(?P<sep>[-/.])(?P<im>\d{{1,2}})(?P=sep)(?P<id>\d{{1,2}})(?![\d.]))
  | (?P<mm>(?<![\d.])(?P<m1>\d{{1,2}})(?:[-~至到]|月至|月到|月-)(?P<m2>\d{{1,2}})月(?:份|底|初|末)?(?!\d))
  | (?P<dd>(?<![\d.月])(?P<d1>\d{{1,2}})(?:日?[-~至到])(?P<d2>\d{{1,2}})日)
  | (?P<md>(?<![\d.])(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})(?:[日号]|(?=[-~至到])))
  | (?P<mo>(?<![\d.])(?P<om>\d{{1,2}})月(?:份|底|初|末)?(?!\d))
  | (?P<do>(?<![\d.])(?P<od>\d{{1,2}})日)
  | (?P<en1>\b(?P<e1m>{_MONTH})\ ?(?P<e1d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\ ?(?P<e1y>{_YEAR})\b)?)
  | (?P<en2>\b(?P<e2d>\d{{1,2}})(?:st|nd|rd|th)?\ (?:of\ )?(?P<e2m>{_MONTH})(?:,?\ ?(?P<e2y>{_YEAR})\b)?)
  | (?P<en3>\b(?P<e3m>{_MONTH})(?:,?\ ?(?P<e3y>{_YEAR})\b))
  | (?P<yy>(?<![\d.a-z-]){_YEAR}(?=[-~至到]{_YEAR}年)|(?<![\d.,$€£¥]){_YEAR}(?![\d%]|[.,]\d|\ ?(?:{_UNIT}|[十百千万亿余多])|\ ?(?:yuan|people|{_EN_SCALE})\b))
  | (?P<ratio>(?P<rpre>{_choice(list(_PRE_BOUND))})?(?:百分之(?P<pct>[\d.]+|[{_CN}点]+)|(?P<den>\d+|[{_CN}]{{1,3}})分之(?P<num>\d+|[{_CN}]{{1,3}})))
  | (?P<ord>第(?P<on>\d+|[{_CN}]{{1,6}})(?P<ou>{_UNIT})?|(?:首|头一)(?P<fu>[个家份次批位名座届条])|(?P<eo>\b\d+)(?:st|nd|rd|th)\b)
  | (?P<qty>(?P<pre>(?:{_choice(list(_PRE_BOUND))})\ ?)?(?:
        (?<![a-z\d.])(?P<low>\d+(?:\.\d+)?)(?P<lscale>[十百千万亿]{{0,4}})(?P<lunit>%|{_UNIT})?[-~至到](?=\d)
      )?(?:
        (?:(?<![a-z\d])|(?<=[a-z]\ ))(?P<ar>\d+(?:\.\d+)?)(?![a-z])(?P<more1>[多余])?(?P<scale>[百千万亿]{{1,4}}|十(?=[万亿]))?(?:\ (?P<escale>{_EN_SCALE})\b)?
      | (?P<cn>[{_CN}]{{1,16}}(?:[多余][百千万亿]{{1,3}})?(?:点[零〇一二三四五六七八九]{{1,8}})?)
      | \b(?P<ew>(?:{_EN_NUMBER})(?:(?:[\ -]|\ and\ )(?:{_EN_NUMBER}))*)\b
      )(?P<more2>[多余])?(?P<unit>\ ?%|{_UNIT})?(?P<half>半)?(?P<post>{_choice(list(_POST_BOUND))})?)
  | (?P<latin>[^\W\d_\u2e80-\uffff]+(?:'[a-z]+)?\d*|[a-z\d]*[a-z][a-z\d]*)
  | (?P<stop>[,;。!?！？…\n]|\.(?!\d))
  | (?P<han>[^\W_])
    """,  # noqa: E501
    re.VERBOSE,
)
_CN_DATE = re.compile(
    r"[一二三四五六七八九十]{1,3}(?=[月日](?![子常夜程期份内益前后报]))|(?<=月)[一二三四五六七八九十]{1,3}(?=号)"
)
_NO_NUMBER = re.compile(
    r"十分(?!钟|之)|万分(?!之)|千万(?=[不别要])|一(?:一(?!\w?\d)|直|定|些|样|般|起|下|度|时|律|致|旦|向|再|边|面(?!积)"
    r"|线|心|体|同|切|贯|生|方面|系列|批|路|是|届(?!\d)|来|带(?!一)|道|并|经|如|味|味地|共|跃|举|流|手|行)"
    r"|[二三四五六七八九十]是|五一|六一|七一|八一|十一(?=黄金周|假期|长假)|三八|百姓|百货|千方百计|万里|统一|唯一|万众|五四|三农|双[一二两]"
    r"|四季|九州|三明|三亚|三江|两江|百色|九江|十堰|六盘水|四川|三峡|两岸|两会|一百个放心|千家万户|成千上万"
)
_COUNTED = frozenset("名个位家项种条件次份场批组类所间处座支台辆艘句段张片块本篇只头匹棵株")
"""Measure words before which 一 is an article."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in its order."""
    plain = comparable(text)
    plain = _CN_DATE.sub(_date_digits, plain)
    scanner = _Scanner()
    at = 0
    while found := _FORMS.search(plain, at):
        at = found.start()
        if (idiom := _NO_NUMBER.match(plain, at)) and found.lastgroup != "ord":
            scanner.letters(idiom.group())
            at = idiom.end()
            continue
        at = scanner.read(found, plain)
    return scanner.tokens


def _date_digits(found: re.Match[str]) -> str:
    value = numerals.chinese(found.group())
    return found.group() if value is None else str(value)


class _Scanner:
    """Turns what the forms match into tokens; remembers the month and year of the last date."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self._clause = 0
        self._last = Day()

    def read(self, found: re.Match[str], plain: str) -> int:
        """Take one match; where to go on."""
        kind = next(name for name in _KINDS if found[name] is not None)
        if kind == "stop":
            self._clause += 1
        elif kind == "latin":
            self._add(found["latin"], found.group())
        elif kind == "han":
            self._add(found.group(), found.group())
        elif kind in ("ratio", "ord", "qty"):
            return self._number(kind, found, plain)
        else:
            self._date(kind, found)
        return found.end()

    def letters(self, text: str) -> None:
        """Ideographs that look like a number and are none."""
        for char in text:
            self._add(char, char)

    def _add(
        self, key: str, text: str, quantity: Quantity | None = None, day: Day | None = None
    ) -> None:
        self.tokens.append(Token(key, text, self._clause, quantity, day))

    def _number(self, kind: str, found: re.Match[str], plain: str) -> int:
        quantities = (
            [_ratio(found)]
            if kind == "ratio"
            else [_ordinal(found)]
            if kind == "ord"
            else _range(found)
        )
        if any(quantity is None for quantity in quantities):
            self._add(plain[found.start()], plain[found.start()])
            return found.start() + 1
        end = found.end()
        for quantity in quantities:
            assert quantity is not None
            if not quantity.unit and (spaced := _SPACED_UNIT.match(plain, end)):
                quantity, end = _with_unit(quantity, spaced[1]), spaced.end()
            sign = "第" if quantity.ordinal else "#"
            self._add(f"{sign}{quantity.value}", found.group().strip(), quantity)
        return end

    def _date(self, kind: str, found: re.Match[str]) -> None:
        for day in _days(kind, found):
            if day.year:
                self._last = Day(day.year)
                whole = Day(day.year, 0, 0)
                self._add(f"年{day.year}", found.group(), day=whole)
            if day.month or day.day:
                month = day.month or self._last.month
                year = day.year or self._last.year
                self._last = Day(year, month)
                key = f"日{month}-{day.day}" if day.day else f"月{month}"
                self._add(key, found.group(), day=Day(year, month, day.day))


_KINDS = (
    "ymd", "iso", "mm", "dd", "md", "mo", "do", "en1", "en2", "en3", "yy",
    "ratio", "ord", "qty", "latin", "stop", "han",
)  # fmt: skip
_SPACED_UNIT = re.compile(
    rf" ?({_choice([*units.SPACED, *(f'{word}s' for word in units.SPACED)])}|per cent)\b"
)


def _days(kind: str, found: re.Match[str]) -> list[Day]:
    def number(name: str) -> int:
        return int(found[name] or 0)

    if kind == "ymd":
        return [Day(number("y"), number("ym"), number("yd"))]
    if kind == "iso":
        return [Day(number("iy"), number("im"), number("id"))]
    if kind == "mm":
        return [Day(0, number("m1")), Day(0, number("m2"))]
    if kind == "dd":
        return [Day(0, 0, number("d1")), Day(0, 0, number("d2"))]
    if kind == "md":
        return [Day(0, number("m"), number("d"))]
    if kind == "mo":
        return [Day(0, number("om"))]
    if kind == "do":
        return [Day(0, 0, number("od"))]
    if kind == "yy":
        return [Day(int(found["yy"]))]
    part = kind.replace("en", "e")
    month = _MONTHS.index(found[f"{part}m"][:3]) + 1
    return [Day(number(f"{part}y"), month, number(f"{part}d") if part != "e3" else 0)]


def _value(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return numerals.chinese(text)


def _ratio(found: re.Match[str]) -> Quantity | None:
    bound = _PRE_BOUND.get((found["rpre"] or "").strip(), Bound.EXACT)
    if found["pct"]:
        value = _value(found["pct"].rstrip("."))
        return None if value is None else Quantity(value / 100, units.RATIO, bound)
    over, under = _value(found["num"]), _value(found["den"])
    return Quantity(over / under, units.RATIO, bound) if over is not None and under else None


def _ordinal(found: re.Match[str]) -> Quantity | None:
    if found["fu"]:
        return Quantity(Fraction(1), found["fu"], ordinal=True, article=True)
    value = _value(found["on"] or found["eo"])
    return None if value is None else Quantity(value, found["ou"] or "", ordinal=True)


def _range(found: re.Match[str]) -> list[Quantity | None]:
    """The number, with the lower end of its range before it if it has one."""
    last = _quantity(found)
    if last is None or not found["low"]:
        return [last]
    scale = found["lscale"] or ("" if found["lunit"] else found["scale"] or "")
    low = numerals.scaled(found["low"], scale)
    unit = found["lunit"] or last.unit
    return [_measured(low, unit, Bound.EXACT), last]


def _quantity(found: re.Match[str]) -> Quantity | None:
    unit = (found["unit"] or "").strip()
    if found["ar"]:
        value = numerals.scaled(found["ar"], found["scale"] or "")
        value *= numerals.MAGNITUDES.get(found["escale"] or "", 1)
    elif found["ew"]:
        spelt = numerals.english(re.split(r"[ -]", found["ew"]))
        if spelt is None:
            return None
        value = spelt
    else:
        run = re.sub("[多余]", "", found["cn"])
        spelt = numerals.chinese(run)
        vague = not unit and (len(run) == 1 or not set(run) & set("十百千万亿"))
        if spelt is None or vague or (run[0] in "百千万亿" and not unit):
            return None
        value = spelt
    if found["half"] and unit in ("点", "年", "个", "倍", "天", "时"):
        value += Fraction(1, 2)
    more = found["more1"] or found["more2"] or "多" in (found["cn"] or "")
    bound = _PRE_BOUND.get((found["pre"] or "").strip(), Bound.EXACT)
    if bound is Bound.EXACT:
        bound = Bound.MORE if more else _POST_BOUND.get((found["post"] or "").strip(), Bound.EXACT)
    quantity = _measured(value, unit, bound)
    article = (found["cn"] == "一" and unit in _COUNTED) or found["ew"] == "one"
    return Quantity(quantity.value, quantity.unit, bound, unit == "届", bool(article))


def _measured(value: Fraction, unit: str, bound: Bound) -> Quantity:
    if unit in ("%", "成"):
        return Quantity(value / (10 if unit == "成" else 100), units.RATIO, bound)
    return Quantity(value, unit, bound)


def _with_unit(quantity: Quantity, word: str) -> Quantity:
    unit = units.canonical("percent" if word == "per cent" else word)
    value = quantity.value / 100 if unit == units.RATIO else quantity.value
    return Quantity(value, unit, quantity.bound, quantity.ordinal, quantity.article)
