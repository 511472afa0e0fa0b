"""Lines of print: where each stands in the text, how wide it is, and what its edges say.

Everything here looks at one line, or at its neighbours' widths. Knows nothing of articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CJK = "\u3400-\u9fff\uf900-\ufaff"
STEP = 4
UNWRAPPED = 400.0
FEW = 6
CLOSERS = "\"'”’」』）)】》〉"

_SENTENCE_END = re.compile(rf"[。！？!?…][{CLOSERS}]*$|[{CJK}a-z][.][{CLOSERS}]*$")
_PARAGRAPH_END = re.compile(rf"[。！？!?…；;：:—][{CLOSERS}]*$|[{CJK}a-z][.][{CLOSERS}]*$")
_WORDS = re.compile(r"[^\W_]")
_STOP = re.compile("[。！？；][^”’」』）]")
_PAUSE = re.compile("[，,]")
_MARK = re.compile(r"#{1,6}[ \t]+|[>*•][ \t]+|\*\*(?=\S)")
_NARROW = re.compile(r"[\x00-\u02ff“”‘’]")
_QUOTES = re.compile("[“”‘’]")
_SIGNED = re.compile(r"[记读]\s?者|通\s?讯|采写|撰|作\s?者|评论员|文字?\s?[/／：:|]|[□■◎○◇●]")

AGENCY = r"(?:新华社|中新社|中国新闻社|本报|本刊|本社|新华网|人民网|中工网|中新网)"
_HOUSE = rf"(?:{AGENCY}|[{CJK}]{{1,8}}?[报社网刊台])"
_PLACE = rf"[{CJK}、 ]{{0,14}}?"
_DAY = r"(?:(?:\d{2}|\d{4})\s?年)?\s?(?:\d{1,2}\s?月\s?)?\d{1,2}\s?日"
# what makes of 电 another word: 7月26日电力公司 is no dispatch of the 26th
WIRE = r"(?:专)?电(?![力网影视器信子话动厂站能池商气价量路线梯磁脑台机工源缆])"
LEAD = re.compile(
    rf"(?:据)?{_HOUSE}(?:快)?讯(?=[\s（(【记通：:]|$)"
    rf"|(?:据)?{AGENCY}\s?{_PLACE}\s?{_DAY}\s?{WIRE}"
    rf"|据?{AGENCY}电(?=[\s（(【])"
    rf"|(?:据)?{_HOUSE}\s?{_PLACE}\s?{_DAY}\s?(?:专)?电(?=[\s（(【讯]|$)"
    rf"|[（(【]?\s?(?:上接|紧接|接)\s?第?\s?[\dA-Z一二三四五六七八九十]+\s?版"
)
_GLUE = re.compile(r"\s\S{0,14}[讯電电訊版]")
_MAY_LEAD = re.compile("[讯电版]")
_OLD = "報訊電記華網聞國員總時攝轉據題評論實習見專約來載執筆單聯責編輯圖際採寫閱讀內點東縣區門灣"
_NEW = "报讯电记华网闻国员总时摄转据题评论实习见专约来载执笔单联责编辑图际采写阅读内点东县区门湾"
_FOLD = str.maketrans(_OLD, _NEW)
_OLD_WORDS = re.compile(f"[{_OLD}]")
CONTINUED = re.compile(
    r"[（(【]?\s?(?:上接|紧接|接)\s?第?\s?([\dA-Z一二三四五六七八九十]+)\s?版[^）)】]{0,30}[）)】]?"
)
TURNS_TO = re.compile(
    r"[（(【]?\s?下转\s?第?\s?([\dA-Z一二三四五六七八九十]+)\s?版[^）)】]{0,20}[）)】]?$"
)
_GLUED = re.compile(
    rf"(?<=[{CJK}{CLOSERS}！？\d])\s+(?=(?:{AGENCY}讯\s?[（(])"
    rf"|(?:{AGENCY}\s?[{CJK}]{{2,8}}\s?{_DAY}电)|[（(]上接\s?第?\s?[\dA-Z一二三四五六七八九十]+\s?版)"
)
_ROLE = r"(?:记\s?者|通\s?讯\s?员|特约撰稿|撰稿|评论员|作\s?者|采写|文字|本报评论员)"
BYLINE = re.compile(
    rf"[（(【□■●◎]?\s?(?:(?:采写|首席|特约|实习|见习|全媒体|{AGENCY})\s?)*"
    rf"(?:{_ROLE}\s?[：:/／]?\s?(?:[{CJK}·]\s?){{2,24}}){{1,3}}(?:文/?图|报道|文)?[）)】]?$"
    rf"|[□■]?\s?{AGENCY}(?:特约|首席)?(?:评论员|记者)$"
    rf"|读\s?者[ \u3000]+[{CJK}·]{{2,4}}(?:\s?[（(][{CJK}]{{2,6}}[）)])?$"
    rf"|(?:文|文字|采写|撰文|作者)\s?[/／：:|]\s?(?:[{CJK}·]\s?){{2,20}}$"
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤"
    "常温康施牛樊葛邢安齐庞颜倪梅"
)
AUTHOR = re.compile(
    rf"[□■◎○◇]\s*(?:[{CJK}、（）()·]+[\s　]+)*"
    rf"(?P<name>[{CJK}·]{{2,6}}(?:[\s　、]+[{CJK}·]{{2,4}})*)$"
)
CREDIT = re.compile(
    rf"(?:^|[\s。！？”（(/]|记者|通讯员)[{CJK}·]{{2,4}}(?:[\s、][{CJK}·]{{2,4}}){{0,3}}\s?/?\s?"
    r"(?:摄|摄影|摄影报道|图/文|摄/报道)[）)。]?$|(?:供图|图片由.{2,16}提供|资料图片)[）)。]?$"
)
TAIL = re.compile(
    rf"[（(]\s?(?:来源|据|原载|作者|本文|执笔|记者|通讯员|本报记者|文/)[^（()）]{{1,90}}[）)]$"
    rf"|[（(]\s?{AGENCY}[^（()）]{{0,24}}[电讯][）)]$"
    r"|[。！？”」]\s?[（(](?!.{0,6}(?:笑|掌声|有删|略|下同))"
    rf"(?P<office>[{CJK}、 ]{{2,18}})[）)]$"
    rf"|^[（(](?P<alone>[{CJK}、 ]{{2,18}})[）)]$"
)
BOX = re.compile(r"[【\[]?(?:阅读提示|内容提要|核心提示|编者按|编前|导语|新闻提示)[】\]]?[：:]?")
ENUMERATION = re.compile(
    r"(?:[（(]\s?[一二三四五六七八九十\d]{1,3}\s?[）)]|[一二三四五六七八九十]{1,3}[、.．]"
    r"|\d{1,2}[、.．)](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节条]|[①-⑳●◆▲■])"
)
SOFT_LEAD = re.compile(
    r"近日|日前|近期|连日来|今年以来|昨[日天]|今[日天]|前不久|不久前|记者[^，。]{0,6}获悉"
    r"|\d{1,2}\s?月\s?\d{1,2}\s?日[，,至上下晚]"
)


@dataclass(slots=True)
class Line:
    """One line of print: `text` stands at `start` of the document, without marks and margins."""

    start: int
    text: str
    mark: int = 0
    width: float = 0.0
    full: float = 0.0
    column: float = 0.0
    ends: bool = False
    closes: bool = False
    lead: bool = False
    byline: bool = False
    gap: int = 0

    @property
    def end(self) -> int:
        """Where the line ends in the document."""
        return self.start + len(self.text)

    @property
    def short_last(self) -> bool:
        """Whether a sentence ends here, well before the margin."""
        return self.ends and self.width < self.column - 1.2


def em(text: str) -> float:
    """The width of a line in Chinese characters: a Latin letter or a space is half of one."""
    return len(text) - len(_NARROW.findall(text)) / 2


def split_lines(
    text: str, low: int = 0, high: int | None = None, *, marks: bool = True
) -> list[Line]:
    """The lines of a text that carry any print.

    With `marks`, the marks of Markdown are taken off, and a headline that is glued to the next
    article's lead is set apart.
    """
    lines: list[Line] = []
    at = low
    high = len(text) if high is None else high
    gap = 0
    for raw in text[low:high].splitlines(keepends=True):
        bare = raw.strip()
        if bare:
            start = at + raw.index(bare[0])
            lines += _pieces(start, bare, gap) if marks else [Line(start, bare, gap=gap)]
            gap = 0
        else:
            gap += 1
        at += len(raw)
    old = _OLD_WORDS.search(text, low, high) is not None
    for line in lines:
        _look(line, fold(line.text) if old else line.text)
    _close(lines)
    return lines


def _close(lines: list[Line]) -> None:
    """A credit in brackets closes an article also where it is wrapped over lines."""
    for at in range(1, len(lines)):
        line = lines[at]
        if line.closes and any(before.lead for before in lines[max(0, at - 2) : at]):
            opened = line.text.rfind("（") if "（" in line.text else line.text.rfind("(")
            line.closes = line.ends = "。" in line.text[: max(0, opened)]
        if line.closes or line.text[-1] not in "）)" or line.width > 60:
            continue
        if line.text.count("）") + line.text.count(")") <= line.text.count("（") + line.text.count(
            "("
        ):
            continue
        whole = "".join(before.text for before in lines[max(0, at - 2) : at + 1])
        line.closes = line.ends = bool(TAIL.search(whole[-160:]))


def _pieces(start: int, bare: str, gap: int) -> list[Line]:
    """A raw line as one line, or as headline and lead."""
    level = 0
    mark = _MARK.match(bare) if bare[0] in "#>*•" else None
    if mark:
        level = min(6, mark.group().count("#"))
        start += mark.end()
        bare = bare[mark.end() :]
        if bare.endswith("**"):
            bare = bare[:-2]
        if level and bare.rstrip("#").rstrip():
            bare = bare.rstrip("#").rstrip()
    if not bare:
        return []
    if len(bare) < 5000 and _GLUE.search(bare):
        cut = _GLUED.search(fold(bare))
        if cut and 4 <= cut.start() <= 80 and "。" not in bare[: cut.start()]:
            head = Line(start, bare[: cut.start()].rstrip(), level, gap=gap)
            return [head, Line(start + cut.end(), bare[cut.end() :])]
    return [Line(start, bare, level, gap=gap)]


def fold(text: str) -> str:
    """A text as long as it was, with the words of the press (記者, 本報訊) in simplified script."""
    return text.translate(_FOLD) if _OLD_WORDS.search(text) else text


def _look(line: Line, text: str) -> None:
    """Fill in what a line shows by itself; `text` is its own, folded."""
    line.width = em(text)
    line.full = line.width + len(_QUOTES.findall(text)) / 2
    edge = text[-40:]
    line.ends = bool(_PARAGRAPH_END.search(edge))
    first = text[0]
    line.lead = _MAY_LEAD.search(text, 0, 60) is not None and bool(LEAD.match(text[:60]))
    if line.width <= 60:
        half = first in "（(" and text[-1] not in "）)"
        if _SIGNED.search(text) and not (line.ends or half):
            line.byline = bool(BYLINE.fullmatch(text) or AUTHOR.fullmatch(text))
    if text[-1] in "）)】版" and not (line.lead and line.width < 60):
        line.closes = bool(TAIL.search(text[-120:]) or TURNS_TO.search(edge))
    if line.closes:
        line.ends = True


def sentence_ends(text: str) -> bool:
    """Whether print ends with a full stop, a question or an exclamation mark, quoted or not."""
    return bool(_SENTENCE_END.search(text[-8:]))


def has_words(text: str) -> bool:
    """Whether there is anything to read."""
    return bool(_WORDS.search(text))


def listed(lines: Sequence[Line]) -> bool:
    """Whether lines are the items of a list: no sentence of wrapped print ends inside a line."""
    if len(lines) < FEW:
        return False
    inner = sum(_STOP.search(line.text, 0, len(line.text) - 1) is not None for line in lines)
    pauses = sum(_PAUSE.search(line.text) is not None for line in lines)
    heads = Counter(line.text[:2] for line in lines).most_common(1)[0][1]
    alike = inner < 0.05 * len(lines) and (len(lines) >= 2 * FEW or not pauses)
    return alike or heads >= 0.6 * len(lines)


def measure_columns(lines: list[Line], reach: int = 8) -> None:
    """Give each line the width of the column around it: the commonest width nearby.

    Justified print varies by a character; the first line of a paragraph has lost its indent of two.
    """
    window: Counter[int] = Counter()
    widths = [min(400, round(line.width)) for line in lines]
    best = 0
    for width in widths[:reach]:
        window[width] += 1
    for at, line in enumerate(lines):
        if at + reach < len(widths):
            window[widths[at + reach]] += 1
        if at > reach:
            gone = widths[at - reach - 1]
            window[gone] -= 1
            if not window[gone]:
                del window[gone]
        if at % STEP == 0:
            near = window.get
            best = max((2 * n + near(w + 1, 0) + near(w - 1, 0), w) for w, n in window.items())[1]
        line.column = float(best)
    narrow = sum(width for width in widths if width <= 48)
    if narrow < 0.4 * sum(widths):
        for line in lines:
            line.column = UNWRAPPED


def is_name(text: str) -> bool:
    """Whether a line can be a person's name and nothing else: 王伟, 罗 娟."""
    bare = text.replace(" ", "").replace("　", "")
    return 2 <= len(bare) <= 3 and bare[0] in SURNAMES and bare.isalpha()
