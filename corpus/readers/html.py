"""A web page: its article without the navigation around it, and what its head states.

The body is the subtree whose paragraphs hold the most text that is not links. Navigation, forms,
footers and lists of links go; their characters are not part of the document. Knows HTML; knows
nothing of newspapers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import Fields, asides, document_of
from corpus.types import Aside, Document, printed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NEVER = (
    "script, style, noscript, template, svg, iframe, form, button, select, textarea, nav, aside, "
    "footer, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
    "[role=contentinfo], [role=search], [role=complementary]"
)
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "caption", "dd", "details", "div", "dl", "dt",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ul",
    }
)  # fmt: skip
_SIDE = re.compile(
    r"\b(nav|menu|sidebar|breadcrumbs?|crumbs?|share|social|related|recommend\w*|comments?|footer|"
    r"copyright|cookie\w*|advert\w*|ads?|banner|pagination|pager|subscribe|newsletter|toolbar)\b",
    re.IGNORECASE,
)
_WRAP = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*\r?\n\s*(?=[\u2e80-\uffef])")
"""A line end in the markup is a space between words; between ideographs it is nothing."""
_HEADING = 200
"""Characters: an `<h1>` that is never closed holds the whole page."""
_SPACE = re.compile(r"[ \t\r\n\f\v]+")

_STATED = {
    "title": (
        "meta[property='og:title']",
        "meta[name='twitter:title']",
        "meta[name=articletitle i]",
    ),
    "byline": ("meta[name=author i]", "meta[property='article:author']"),
    "date": (
        "meta[property='article:published_time']",
        "meta[itemprop=datePublished]",
        "meta[name=pubdate i]",
        "meta[name=publishdate i]",
        "meta[name=date i]",
    ),
    "section": ("meta[property='article:section']",),
    "publication": ("meta[property='og:site_name']", "meta[name=sitename i]"),
}


def read(data: bytes, source: str, fields: Fields) -> Iterator[Document | ReadError | Aside]:
    """One document: the page's article."""
    markup = text_of(data, source)
    document = article(markup, source)
    yield document
    yield from asides([document], printed(markup), "markup and navigation")


def text_of(data: bytes, source: str) -> str:
    """The markup as text: in the encoding that it declares where that fits, else as any text."""
    declared = _DECLARED.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, UnicodeDecodeError):
            pass  # A page that states a wrong encoding is common; what follows finds the right one.
    return decode(data, source)


def article(markup: str, source: str) -> Document:
    """The document of a page's markup; refused where it has no text."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    heading = _heading(tree)
    values = _stated(tree)
    values["title"] = (_line(heading) if heading else "") or values["title"]
    for node in tree.css(_NEVER):
        node.decompose()
    main = _main(tree.body) if tree.body else None
    if heading and main and (again := _heading(main)):
        again.decompose()
    text = _text(main) if main else ""
    title = values["title"]
    if title and text.startswith(title):
        text = text[len(title) :].lstrip("\n")
    if not text.strip():
        raise ReadError(
            "the web page holds no text",
            source,
            "A page that draws itself with scripts has to be saved from a browser.",
        )
    return document_of({**values, "text": text}, source)


def _stated(tree: LexborHTMLParser) -> dict[str, str | None]:
    """What the head of the page and its time element say."""
    values: dict[str, str | None] = {}
    for field, selectors in _STATED.items():
        nodes = (tree.css_first(selector) for selector in selectors)
        stated = (node.attributes.get("content") for node in nodes if node)
        values[field] = next((value.strip() for value in stated if value and value.strip()), None)
    if not values["title"] and (title := tree.css_first("title")):
        values["title"] = _line(title) or None
    if not values["date"] and len(times := tree.css("time[datetime]")) == 1:
        values["date"] = times[0].attributes.get("datetime")
    return values


def _heading(node: LexborHTMLParser | LexborNode) -> LexborNode | None:
    """The one first-level heading, where it is no longer than headings are."""
    headings = node.css("h1")
    return headings[0] if len(headings) == 1 and len(_line(headings[0])) <= _HEADING else None


def _line(node: LexborNode) -> str:
    return _SPACE.sub(" ", node.text()).strip()


def _main(body: LexborNode) -> LexborNode:
    """The element that holds the article."""
    for selector in ("article", "main", "[role=main]", "[itemprop=articleBody]"):
        nodes = body.css(selector)
        if len(nodes) == 1 and len(_line(nodes[0])) * 4 > len(_line(body)):
            body = nodes[0]
            break
    for node in body.css("div, section, ul, ol, header, p, table"):
        if node.parent is not None and _is_side(node):
            node.decompose()
    return body


def _is_side(node: LexborNode) -> bool:
    """Whether an element is mostly links, or is named as something beside the article."""
    text = len(_line(node))
    if node.css_first("h1"):
        return False
    linked = sum(len(_line(link)) for link in node.css("a"))
    named = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if _SIDE.search(named.replace("_", "-")) and not node.css("p + p"):
        return True
    return text > 0 and linked > 0.6 * text and (len(node.css("a")) > 2 or text < 20)


def _text(node: LexborNode) -> str:
    """The text of a subtree, a line for each block, a tab between the cells of a table."""
    parts: list[str] = []
    # A stack instead of recursion: pages nest deeper than Python's call stack.
    stack: list[LexborNode | str] = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        if item.tag == "-text":
            preformatted = item.parent is not None and item.parent.tag == "pre"
            raw = item.text_content or ""
            parts.append(raw if preformatted else _SPACE.sub(" ", _WRAP.sub("", raw)))
            continue
        if item.tag == "br":
            parts.append("\n")
        edge = "\t" if item.tag in ("td", "th") else "\n" if item.tag in _BLOCKS else ""
        stack.append("" if edge == "\t" else edge)
        stack.extend(reversed(list(item.iter(include_text=True))))
        stack.append(edge)
    lines = (re.sub(r" *\t *", "\t", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
