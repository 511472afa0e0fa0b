"""Rules that falsify a true sentence in one place, and rules that reword one without changing it.

They look at characters only and share nothing with the verifier that they try. Knows sentences;
nothing of sources or verdicts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

Pools = Mapping[str, Sequence[str]]
"""The names of a corpus, by kind."""
Falsifier = Callable[[str, Random, Pools], str]
Rewording = Callable[[str, Random], str]

_NUMBER = re.compile(r"(?<![\d.,A-Za-z])\d+(?:\.\d+)?(?![\d,A-Za-z])")
_CHINESE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)|(?<=in )(?:19|20)\d\d\b")
_DATE = re.compile(r"(?<!\d)(\d{1,2})(?=\s*[月日](?!常|子|前))")
_UNITS = {
    "万元": "万人", "亿元": "亿吨", "元": "人", "人次": "人", "人": "元", "名": "家", "家": "名", "公里": "米",  # noqa: E501
    "米": "公里", "小时": "天", "天": "小时", "分钟": "小时", "吨": "公斤", "岁": "年", "个月": "年", "%": "个百分点",  # noqa: E501
    "件": "人", "户": "名", "公斤": "吨", "度": "米", "℃": "%", "班": "年",
}  # fmt: skip
_UNIT = re.compile(
    rf"(?<=[\d万亿余多])\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![工民大员类数口均])"  # noqa: E501
)
_DENYING = [
    ("没有", "有"), ("不是", "是"), ("不能", "能"), ("不得", "可以"), ("未能", "能"), ("不再", "再"), ("不会", "会"),  # noqa: E501
    ("不到", "到"), ("不要", "要"), ("从未", "曾"), ("不愿", "愿"), ("不设", "设"), ("不收", "收"), ("不需", "需"),  # noqa: E501
    (" is not ", " is "), (" not ", " "), (" never ", " once "), (" no ", " a "), (" не ", " "), (" no ", " "),  # noqa: E501
]  # fmt: skip
_AFFIRMING = [
    ("有", "没有"), ("是", "不是"), ("将", "不会"), ("已", "未"), ("可以", "不可以"), ("能够", "不能"), ("推动", "没有推动"),  # noqa: E501
    ("获得", "未获得"), ("完成", "未完成"), ("提供", "不提供"), ("签订", "未签订"), ("参加", "未参加"), ("同意", "不同意"),  # noqa: E501
    (" is ", " is not "), (" was ", " was not "), (" were ", " were not "), (" has ", " has not "),
    (" have ", " have not "), (" will ", " will not "), (" can ", " cannot "),
]  # fmt: skip
_NOT_ALONE = re.compile(r"[没只还所具拥富享含持现仅只享]$")
_OPPOSED = [
    ("增长", "下降"), ("增加", "减少"), ("提高", "降低"), ("上升", "下降"), ("提升", "降低"), ("超过", "不足"), ("高于", "低于"),  # noqa: E501
    ("最高", "最低"), ("成功", "失败"), ("同意", "反对"), ("开始", "结束"), ("启动", "停止"), ("免费", "收费"), ("加入", "退出"),  # noqa: E501
    ("全部", "部分"), ("首次", "最后一次"), ("开幕", "闭幕"), ("以上", "以下"), ("合格", "不合格"), ("至少", "最多"),  # noqa: E501
    ("下降", "上升"), ("减少", "增加"), ("降低", "提高"), ("以下", "以上"), ("所有", "少数"), ("通过", "否决"),  # noqa: E501
    ("more", "fewer"), ("higher", "lower"), ("rose", "fell"), ("fell", "rose"), ("first", "last"), ("all", "some"),  # noqa: E501
]  # fmt: skip
_NAME_KINDS = ("person", "place", "organisation", "latin")


def number_changed(text: str, random: Random, _: Pools) -> str:
    """Another leading digit."""
    return _one_number(text, random, lambda number: str(int(number[0]) % 9 + 1) + number[1:])


def digits_transposed(text: str, random: Random, _: Pools) -> str:
    """Two neighbouring digits the wrong way round."""

    def transposed(number: str) -> str:
        for at in range(len(number) - 1):
            first, second = number[at], number[at + 1]
            if first != second and "." not in (first, second) and (at or second != "0"):
                return number[:at] + second + first + number[at + 2 :]
        return number

    return _one_number(text, random, transposed)


def scale_changed(text: str, random: Random, _: Pools) -> str:
    """万 and 亿 exchanged after a number."""
    places = list(re.finditer(r"(?<=\d)[余多\s]?([万亿])", text))
    if not places:
        return text
    at = random.choice(places).start(1)
    return text[:at] + ("亿" if text[at] == "万" else "万") + text[at + 1 :]


def unit_changed(text: str, random: Random, _: Pools) -> str:
    """The same number of something else."""
    return _one(text, _UNIT, random, lambda found: _UNITS[found[1]])


def date_shifted(text: str, random: Random, _: Pools) -> str:
    """Another month or day."""
    return _one(text, _DATE, random, lambda found: str(int(found[1]) % 11 + 1))


def year_shifted(text: str, random: Random, _: Pools) -> str:
    """A year too early or too late."""
    return _one(
        text, _CHINESE_YEAR, random, lambda found: str(int(found[0]) + random.choice((-2, -1, 1)))
    )


def name_replaced(text: str, random: Random, pools: Pools) -> str:
    """A person, place or organisation that is another one of the corpus."""
    present = [(kind, name) for kind in _NAME_KINDS for name in pools[kind] if _stands(name, text)]
    if not present:
        return text
    kind, name = random.choice(present)
    others = [other for other in pools[kind] if other not in text and name not in other]
    return text.replace(name, random.choice(others), 1) if others else text


def _stands(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", text)) if name.isascii() else name in text


def denial_changed(text: str, random: Random, _: Pools) -> str:
    """A negation put in or taken out."""
    taken = [pair for pair in _DENYING if pair[0] in text]
    if taken:
        return text.replace(*random.choice(taken), 1)
    put_in = [
        pair
        for pair in _AFFIRMING
        if pair[0] in text
        and not _NOT_ALONE.search(text[: text.index(pair[0])])
        and not re.match(
            r"[关限效序机力些时的色名望没]|[^一-鿿\s]", text[text.index(pair[0]) + len(pair[0]) :]
        )
    ]
    return text.replace(*random.choice(put_in), 1) if put_in else text


def opposed(text: str, random: Random, _: Pools) -> str:
    """A word turned into its opposite."""
    present = [pair for pair in _OPPOSED if _stands(pair[0], text) and f"不{pair[0]}" not in text]
    return text.replace(*random.choice(present), 1) if present else text


def numbers_swapped(text: str, random: Random, _: Pools) -> str:
    """Two numbers of the sentence, each in the other's place."""
    numbers = [
        found
        for found in _NUMBER.finditer(text)
        if not re.match(r"\s*[年月日]", text[found.end() :]) and not found[0].startswith("20")
    ]
    pairs = [
        (one, two)
        for one in numbers
        for two in numbers
        if one.start() < two.start() and one[0] != two[0]
    ]
    if not pairs:
        return text
    one, two = random.choice(pairs)
    between = text[one.end() : two.start()]
    return text[: one.start()] + two[0] + between + one[0] + text[two.end() :]


FALSIFIERS: dict[str, Falsifier] = {
    "number changed": number_changed,
    "digits transposed": digits_transposed,
    "万/亿": scale_changed,
    "unit": unit_changed,
    "date": date_shifted,
    "year": year_shifted,
    "name": name_replaced,
    "negation": denial_changed,
    "antonym": opposed,
    "numbers swapped": numbers_swapped,
}


def untouched(text: str, _: Random) -> str:
    """As it is."""
    return text


def lead_dropped(text: str, _: Random) -> str:
    """Without its first clause, or its dateline."""
    bare = re.sub(r"^本报讯\s*(?:[（(][^）)]*[）)])?\s*", "", text)
    if bare != text:
        return bare
    first, comma, rest = text.partition("，")
    return rest if comma and len(rest) >= 12 and len(first) <= 20 and _whole(rest) else text


def clause_alone(text: str, random: Random) -> str:
    """One clause with a number in it."""
    clauses = [
        part
        for part in re.split(r"[，,；;。](?!\d)", text)
        if len(part) >= 8 and re.search(r"\d", part)
    ]
    whole = [part for part in clauses if _whole(part)]
    return random.choice(whole) + "。" if whole and len(clauses) > 1 else text


def modifier_dropped(text: str, random: Random) -> str:
    """Without one `…的` before a noun, where it denies or counts nothing."""
    form = re.compile(
        r"(?<=[，、。,是为])(?![^的]*[不未没非无最首全部])[一-鿿]{2,5}的(?=[一-鿿]{2})"
    )
    return _one(text, form, random, lambda _: "")


def clause_left_out(text: str, random: Random) -> str:
    """Three clauses or more without one in the middle."""
    clauses = re.split(r"(?<=[，,])(?!\d)", text)
    whole = [at for at in range(1, len(clauses) - 1) if _whole(clauses[at])]
    if not whole or not _whole(text):
        return text
    gone = random.choice(whole)
    return "".join(clauses[:gone] + clauses[gone + 1 :])


def clauses_turned(text: str, _: Random) -> str:
    """The last clause first."""
    clauses = re.split(r"[，,](?!\d)", text.rstrip("。"))
    if len(clauses) < 2 or not all(map(_whole, clauses)) or not re.search(r"[一-鿿]{8}", text):
        return text
    return f"{clauses[-1]}，{'，'.join(clauses[:-1])}。"


def other_words(text: str, _: Random) -> str:
    """Words that mean the same."""
    for word, other in _ALIKE:
        text = re.sub(word, other, text)
    return text


_ALIKE = [
    ("举办", "举行"), ("表示", "说"), ("(?<=\\d)余(?=[名家个件场])", "多"), ("(?<=\\d)多(?=[名家个件场])", "余"), ("逾", "超过"),  # noqa: E501
    ("目前", "现在"), ("截至目前", "到目前为止"), ("获得", "取得"), ("签订", "签署"), ("设立", "成立"), ("达(?=\\d)", "达到"),  # noqa: E501
    ("(?<=[一-鿿])有(?=\\d)", "共有"), ("并", "并且"), ("约(?=\\d)", "大约"), ("帮助", "帮"), ("员工", "职工"),  # noqa: E501
]  # fmt: skip


def numerals_rewritten(text: str, _: Random) -> str:
    """12000 as 1.2万, 1.2万 as 12000, 30% as 百分之三十 or 三成."""
    text = re.sub(r"(?<![\d.])([1-9])0%", lambda found: f"{_CN[int(found[1])]}成", text)
    text = re.sub(r"(?<![\d.~-])([2-9])([1-9])%", _percent, text)
    changed = re.sub(r"(?<![\d.])(\d+)\.(\d{1,2})万(?=[元人名家个件])", _written_out, text)
    if changed != text:
        return changed
    return re.sub(r"(?<![\d.,])([1-9]\d{0,3})(\d)000(?=[元人名家个件])", _in_myriads, text)


def date_shortened(text: str, _: Random) -> str:
    """2023年2月3日 as 2月3日."""
    return re.sub(r"(?:19|20)\d\d\s*年\s*(?=\d{1,2}\s*月\s*\d{1,2}\s*日)", "", text)


def traditional(text: str, _: Random) -> str:
    """In traditional characters."""
    return _converter()(text) if re.search(r"[一-鿿]{8}", text) else text


def full_width(text: str, _: Random) -> str:
    """Digits as wide as ideographs."""
    return re.sub(r"\d", lambda found: chr(ord(found[0]) + 0xFEE0), text)


def measure_word(text: str, _: Random) -> str:
    """名 as 位 after a number; a few light words of an answer before and in it."""
    told = re.sub(r"(?<=[\d万余多])\s*名(?=[一-鿿]{2})", "位", text)
    return f"据报道，{told}" if re.search(r"[一-鿿]{8}", text) else text


def aside_dropped(text: str, _: Random) -> str:
    """Without what stands in brackets, and without quotation marks."""
    return re.sub(r"[（(][^（）()\d]{1,20}[）)]|[“”\"]", "", text)


REWORDINGS: dict[str, Rewording] = {
    "as it is": untouched,
    "lead dropped": lead_dropped,
    "clause alone": clause_alone,
    "numerals rewritten": numerals_rewritten,
    "date shortened": date_shortened,
    "traditional script": traditional,
    "full-width digits": full_width,
    "measure word, opening": measure_word,
    "aside dropped": aside_dropped,
    "modifier dropped": modifier_dropped,
    "clause left out": clause_left_out,
    "clauses turned": clauses_turned,
    "other words": other_words,
}

_CN = "零一二三四五六七八九"


def _whole(clause: str) -> bool:
    """Whether a clause stands on its own: no bracket or quotation is cut in two."""
    return all(clause.count(one) == clause.count(two) for one, two in ("“”", "（）", "《》", "()"))


def _percent(found: re.Match[str]) -> str:
    return f"百分之{_CN[int(found[1])]}十{_CN[int(found[2])]}"


def _written_out(found: re.Match[str]) -> str:
    return str(int(found[1]) * 10_000 + int(found[2].ljust(4, "0")))


def _in_myriads(found: re.Match[str]) -> str:
    value = int(found[0])
    return f"{value / 10_000:g}万"


@functools.cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # type: ignore[import-untyped]

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


def _one_number(text: str, random: Random, change: Callable[[str], str]) -> str:
    return _one(text, _NUMBER, random, lambda found: change(found[0]))


def _one(
    text: str, form: re.Pattern[str], random: Random, change: Callable[[re.Match[str]], str]
) -> str:
    """One of the places where the form matches, changed."""
    places = list(form.finditer(text))
    if not places:
        return text
    found = random.choice(places)
    start, end = found.span(1) if found.lastindex else found.span()
    return text[:start] + change(found) + text[end:]
