"""Ways to reach somebody, by their form: e-mail addresses, telephone numbers, web addresses.

Knows how such an address is written and how it is asked for. All offsets are those of the text.
"""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[a-z0-9][\w.+-]* ?[@＠] ?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE | re.ASCII)
_DOMAINS = "com|cn|net|org|gov|edu|info|int|io|tv|app|news|[a-z]{2}"
_SITE = re.compile(
    r"https?://[^\s，。；、）)》”<>]+"
    rf"|(?<![@＠\w.-])(?:[a-z0-9][a-z0-9-]+\.)+(?:{_DOMAINS})(?![\w-])(?:/[\w./?=&%#-]*)?",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(
    r"(?<![\d.@-])(?:"
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|(?:\+?86[- ]?)?[（(]?0\d{2,3}[）)]?[- —－]?\d{7,8}(?:[-—－转]\d{1,5})?"
    r"|[48]00[- —－]?\d{3,4}[- —－]?\d{3,4}"
    r"|\+\d{1,3}[- (]{0,2}\d{1,4}(?:[-). ]{1,2}\d{2,4}){1,4}"
    r"|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}"
    r")(?![\d@])"
)
_SHORT_PHONE = re.compile(
    r"(?<![\d.@年-])(?:1\d{2}|1\d{4}|9[56]\d{3,4}|[2-8]\d{6,7})"
    r"(?![\d.,@%％A-Za-z]| ?[个個件次人名元万萬亿億年月余多])"
)
"""Emergency numbers, hotlines, numbers without an area code: other numbers look like them."""
_CALLED = re.compile(
    r"电\s*话|電\s*話|热\s*线|熱\s*線|拨打|撥打|致电|手\s*机|传\s*真|座机|\btel|phone|hotline|\bdial"
    r"|\bcall|\bfax|mobile|telefon|téléphone|teléfono|телефон",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?:邮\s*[编編]|邮政编码|郵\s*遞\s*區\s*號|post ?code|\bzip)[^\d]{0,6}$", re.I
)
_NEAR = 24
"""Characters between 热线 and its number; a short number further off counts something."""

# --- how they are asked for, in folded text ------------------------------------------------------

_NO_QUESTION_YET = r"^(?:(?!哪|谁|多少|几|什么|怎|为何|如何).)*?"
"""Before the word for an address: 多少人打过热线 does not ask for its number."""
_END = r"(?:地址|账号|号码?)?(?:分别)?(?:是|为)?(?:多少|什么|啥|几号|哪一?个)?[呢呀啊]?[？?]?$"
_FOREIGN = r"\b(?:what|which|cuál|quel(?:le)?|wie lautet|welche|как\w*)\b[^?]*\b"
_WHOSE = r"(?: (?:of|for|del?|du|von|der|des|to) .*)?\??$"
EMAIL_ASKED = (
    rf"{_NO_QUESTION_YET}(?:邮箱|电子邮[件箱]|电邮|e-?mail){_END}"
    r"|(?:发|寄|投|写|送)[到往给]?(?:哪一?个|什么)(?:电子)?邮箱"
    rf"|{_FOREIGN}(?:e-?mail(?: address)?|courriel|correo(?: electrónico)?){_WHOSE}"
    r"|メールアドレス"
)
PHONE_ASKED = (
    rf"{_NO_QUESTION_YET}(?:(?<![打接来通回])(?:电话|热线)|手机号|传真|座机|联系方式){_END}"
    r"|(?:打|拨|致电)(?:哪一?个|什么|多少)(?:电话|热线|号码?)|电话番号"
    rf"|{_FOREIGN}(?:(?:tele)?phone|hotline|fax|mobile|t[eé]l[eé]fono?e?|telefon)"
    rf"(?:[ -]?(?:number|nummer|line))?{_WHOSE}"
    r"|what number (?:can|should|do|does|must|to)\b.*\b(?:call|dial|ring|phone)"
)
SITE_ASKED = (
    rf"{_NO_QUESTION_YET}(?:网址|域名){_END}"
    rf"|{_NO_QUESTION_YET}(?:官网|网站|主页|网页)的?"
    r"(?:地址|链接|(?:是|为)(?:什么|多少))[^，。]{0,4}$"
    rf"|{_FOREIGN}(?:web ?site(?: address)?|web address|url|home ?page|sitio web|site web"
    rf"|página web|internetadresse){_WHOSE}"
)


# --- how they are written ------------------------------------------------------------------------


def emails(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand."""
    return [found.span() for found in _EMAIL.finditer(text)]


def sites(text: str) -> list[tuple[int, int]]:
    """Where addresses of web sites stand."""
    return [found.span() for found in _SITE.finditer(text)]


def phones(text: str) -> list[tuple[int, int]]:
    """Where telephone numbers stand: long ones by their form, short ones beside a word for it."""
    sure = [found.span() for found in _PHONE.finditer(text)]
    for found in _SHORT_PHONE.finditer(text):
        start, end = found.span()
        near = text[max(0, start - _NEAR) : start], text[end : end + _NEAR // 3]
        taken = any(low < end and start < high for low, high in sure)
        if not taken and any(map(_CALLED.search, near)):
            sure.append((start, end))
    return sorted(span for span in sure if not _POSTCODE.search(text[: span[0]][-_NEAR:]))
