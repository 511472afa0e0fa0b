"""What a container states about an article: field names in Chinese and English, dates.

Knows how fields are named and dates written; knows nothing of where they were found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus.errors import ReadError, SettingError
from corpus.language import code_of
from corpus.types import Aside, Document, PageBreak, printed

Fields = Mapping[str, str]
"""Names given by the user: {"text": "正文", …}. They go before every name that is recognised."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "标题", "標題", "题目", "題目", "主标题", "name"),
    "text": (
        "text", "content", "body", "article", "正文", "内容", "內容", "全文", "本文", "文章",
    ),
    "date": (
        "date", "published", "pubdate", "publish_date", "published_at", "日期", "时间", "時間",
        "发布日期", "发布时间", "出版日期", "日付",
    ),
    "byline": ("byline", "author", "authors", "作者", "记者", "記者", "署名"),
    "publication": ("source", "publication", "newspaper", "来源", "來源", "报纸", "媒体", "出处"),
    "section": ("section", "column", "category", "栏目", "欄目", "版面", "版名", "类别", "分类"),
    "page": ("page", "版次", "页码", "頁碼", "页", "版"),
    "language": ("language", "lang", "语言", "語言", "语种", "語種", "言語"),
}  # fmt: skip

_YMD = re.compile(
    r"(?<!\d)((?:1[89]|20)\d\d)\s*(?:年|-|/|\.|_)\s*(\d{1,2})\s*(?:月|-|/|\.|_)\s*(\d{1,2})(?:\s*日|號|号)?(?!\d)"
)
_COMPACT = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3})[a-z]*\.?,?\s+(\d{4})\b")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def named_fields(given: Sequence[str]) -> dict[str, str]:
    """`--field text=正文`, as often as it was given, as a mapping."""
    fields: dict[str, str] = {}
    for pair in given:
        name, equals, column = pair.partition("=")
        if not equals or not column or name not in NAMES:
            raise SettingError(
                "a field is not NAME=COLUMN", pair, f"Names that are known: {', '.join(NAMES)}"
            )
        fields[name] = column
    return fields


def column_for(field: str, columns: Mapping[str, str], fields: Fields) -> str | None:
    """The column that holds `field`: the one that the user named, else the first known name.

    `columns` maps each column's folded name to its real one.
    """
    if field in fields:
        return columns.get(folded(fields[field]))
    return next((columns[name] for name in NAMES[field] if name in columns), None)


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return name.strip().strip("\ufeff").casefold().replace(" ", "_")


def iso_date(text: str) -> str | None:
    """The first full date in a text, as 2023-02-07."""
    for pattern in (_YMD, _COMPACT):
        if found := pattern.search(text):
            year, month, day = (int(part) for part in found.groups())
            return _iso(year, month, day)
    if found := _MONTH_FIRST.search(text):
        return _named_month(found[3], found[1], found[2])
    if found := _DAY_FIRST.search(text):
        return _named_month(found[3], found[2], found[1])
    return None


def stated_date(text: str | None) -> str | None:
    """A date field: ISO where it can be understood, else as it stands (a year, a season)."""
    if not text or not text.strip():
        return None
    return iso_date(text) or text.strip()


def _named_month(year: str, month: str, day: str) -> str | None:
    if month.lower() not in _MONTHS:
        return None
    return _iso(int(year), _MONTHS.index(month.lower()) + 1, int(day))


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def document_of(values: Mapping[str, str | None], source: str) -> Document:
    """A document from named values ("title", "text", …), which are one article."""

    def value(name: str) -> str | None:
        return (values.get(name) or "").strip() or None

    page = value("page")
    return Document(
        source=source,
        text=values.get("text") or "",
        pages=(PageBreak(0, page),) if page else (),
        title=value("title"),
        byline=value("byline"),
        date=stated_date(values.get("date")),
        section=value("section"),
        plain=True,
        publication=value("publication"),
        language=code_of(value("language") or "") or None,
    )


def refuse_blank(text: str, source: str) -> None:
    """Refuse a text that is white space only."""
    if not text or text.isspace():
        raise ReadError("the file is empty", source, "Leave it out, or fetch it again.")


def asides(documents: Sequence[Document], total: int, rest: str, lost: int = 0) -> Iterator[Aside]:
    """What of a file's `total` is in no text: its headlines, its lost records, and the `rest`."""
    left = total - sum(printed(document.text) for document in documents)
    titles = sum(printed(document.title or "") for document in documents)
    for what, count in (("headlines", titles), ("lost records", lost), (rest, left)):
        # A user may name one column twice: nothing is counted twice.
        count = min(count, left)
        left -= count
        if count:
            yield Aside(what, count)
