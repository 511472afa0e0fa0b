"""What a container states about an article: field names in Chinese and English, dates.

Knows how fields are named and dates written; knows nothing of where they were found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.dates import stated_date
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


def document_of(
    values: Mapping[str, str | None], source: str, *, paragraphs: bool = False
) -> Document:
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
        paragraphs=paragraphs,
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
