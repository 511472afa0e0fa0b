"""The furniture of a page: page numbers, mastheads, imprints, section banners, photo captions.

What is furniture is decided from the line itself, from its repetition, and from how little it is
like its neighbours. Knows nothing of which article stands where.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.lines import CREDIT, Line, has_words

_SECTION = re.compile(
    "要闻|时评|评论|综合|综合新闻|新闻|国内|国际|国际新闻|国内新闻|经济|财经|社会|"
    "民生|法治|法制|维权|权益|工会新闻|工会|工会工作|职工之家|劳动|劳动关系|就业|"
    "企业|班组|文化|文体|副刊|体育|教育|健康|科技|科教|理论|理论周刊|专题|专版|"
    "特刊|特别报道|深度|视点|焦点|观察|调查|人物|读者|读者来信|广告|公告|图片|"
    "图片新闻|地方|区域|城市|农村|农业|生活|安全|安全生产|产经|能源|交通|民主管理|"
    "工匠|工匠人物|言论|导读|今日导读|短波|一线|基层|社会周刊|法治周刊|服务|观点|"
    r"[^\W\d]{2,4}(?:时评|周刊|论坛|声音|之窗|广角|来信)"
)
_DOT = re.compile("[·•・/／]")
_DAY = r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
_DATE_LINE = re.compile(
    rf"{_DAY}|(?:[^，。]{{0,14}}[\s　])?{_DAY}[^，。]{{0,16}}"
    r"(?:星期|第\s?\d+\s?[期版号]|农历)[^，。]{0,30}"
    r"|星期[一二三四五六日天](?:\s[^，。]{0,12})?"
    r"|[^，。]{0,10}(?:19|20)\d{2}\s?年第?\s?\d{1,3}\s?期[^，。]{0,10}"
)
_PAGE = re.compile(
    r"[-—–·•\s（(]*\d{1,3}[-—–·•\s）)]*|第?\s?[A-Z]?\d{1,3}\s?版(?:\s[^，。]{0,8})?"
    r"|(?:[^，。]{1,6}\s)?第\s?\d{1,3}\s?[版页](?:\s[^，。]{1,6})?|Page\s?\d+"
)
_IMPRINT = re.compile(
    r"(?:本版|值班|责任|执行|文字|美术|视觉|版面)?(?:主编|副主编|编辑|总编辑|编委|校对|版式|美编|设计|责编|审校)"
    r"[：:/　 ]\s?[^，。]{2,50}"
    r"|(?:社址|地址|电话|邮箱|邮编|邮政编码|网址|投稿|广告部|发行部|零售价|定价|热线|传真|印刷|刊号|邮发代号|准印证号)"
    r"[^，。：:]{0,6}[：:][^。]{1,60}"
    r"|国内统一[^，。]{0,6}刊号.{0,30}|(?:CN|ISSN)\s?\d.{0,20}"
)
_MAIL = re.compile(r"(?:https?://\S+|www\.\S+|[\w.]+@[\w.]+)")
_INTERNAL = re.compile(r"内部(?:资料|刊物|交流)[^。]{0,12}")
_TOLD = re.compile(r"[\d：:（(@]|星期|周|www|编辑|主编|编委|版式|校对|美编|责编")
_RULE = re.compile(r"[-=_*|+~\s─━—·•#.<>]{3,}")
_TERMINAL = "。！？；"


def furniture(lines: Sequence[Line]) -> set[int]:
    """The places of the lines that belong to the page and to no article."""
    repeated = _repeated(lines)
    found: set[int] = set()
    for at, line in enumerate(lines):
        if line.width > 60:
            continue
        text = line.text
        if not line.lead and (text in repeated or is_banner(text)):
            found.add(at)
    return found


def is_banner(text: str) -> bool:
    """Whether a line by itself is a page number, a masthead's date, an imprint or a section."""
    if len(text) > 90 or text[-1] in _TERMINAL:
        return False
    if is_section(text):
        return True
    if not has_words(text):
        return bool(_RULE.fullmatch(text))
    if _INTERNAL.fullmatch(text):
        return True
    if not _TOLD.search(text):
        return False
    return bool(
        _DATE_LINE.fullmatch(text)
        or _PAGE.fullmatch(text)
        or _IMPRINT.fullmatch(text)
        or _MAIL.fullmatch(text)
    )


def is_section(text: str) -> bool:
    """Whether a line is the name of a section."""
    name = text.strip("【】[]■□●◆《》· ").replace(" ", "").replace("　", "")
    if _SECTION.fullmatch(name):
        return True
    parts = _DOT.split(name)
    return len(parts) == 2 and all(_SECTION.fullmatch(part) for part in parts)


def _repeated(lines: Sequence[Line]) -> set[str]:
    """Short lines that come back again and again, far apart: running headers."""
    places: dict[str, list[int]] = {}
    counts = Counter(
        line.text for line in lines if 4 <= line.width <= 30 and not (line.ends or line.byline)
    )
    wanted = {text for text, count in counts.items() if count >= 3}
    if not wanted:
        return set()
    for at, line in enumerate(lines):
        if line.text in wanted:
            places.setdefault(line.text, []).append(at)
    return {
        text
        for text, at in places.items()
        if min(b - a for a, b in pairwise(at)) >= 12 and not lines[at[0]].lead
    }


def captions(lines: Sequence[Line], taken: set[int]) -> list[tuple[int, int]]:
    """Photo captions, as half-open ranges of lines: what leads up to `… 摄`."""
    found: list[tuple[int, int]] = []
    floor = 0
    for at, line in enumerate(lines):
        if at in taken or line.text[-1] not in "摄影道供图片）)。":
            continue
        if not CREDIT.search(line.text[-30:]) or line.lead:
            continue
        low = _caption_start(lines, at, floor, taken)
        found.append((low, at + 1))
        floor = at + 1
    return found


def _caption_start(lines: Sequence[Line], at: int, floor: int, taken: set[int]) -> int:
    """The first line of the caption whose credit ends line `at`."""
    low = at
    widest = lines[at].width
    while low > floor and low - 1 not in taken and at - low < 14:
        above = lines[low - 1]
        if above.closes or above.lead or above.byline or above.mark:
            break
        if above.width > 60 and above.ends:
            break
        if above.ends:
            # a paragraph of the caption above this one, or the end of an article: the caption is
            # set to a measure of its own
            if not _same_measure(lines, low, at, above):
                break
        elif above.width < widest - 3:
            break
        low -= 1
        widest = max(widest, above.width)
    return low


def _same_measure(lines: Sequence[Line], low: int, at: int, above: Line) -> bool:
    """Whether the paragraph that ends with `above` is set as wide as the caption below it."""
    widest = max(line.width for line in lines[low : at + 1])
    before = lines[low - 2] if low >= 2 else above
    return before.width >= 30 and abs(before.width - widest) <= 3 and not before.ends
