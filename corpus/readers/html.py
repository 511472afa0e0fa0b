"""A web page: its article without the navigation around it, and what its head states.

The body is the page's one `<article>` or `<main>`, else all of it. Navigation, controls, footers
and lists of links are passed over; their characters are not part of the document. What holds much
of the text that is not linked is never passed over, whatever it is called. Knows HTML; knows
nothing of newspapers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.readers.fields import Fields, asides, document_of
from corpus.types import Aside, Document, printed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NEVER = (
    "script, style, noscript, template, svg, iframe, input, button, select, textarea, datalist, "
    "nav, aside, footer, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
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
    r"(?!(?:with|has|no|without)-)(?:[a-z\d]+-)?(?:nav|menu|sidebar|breadcrumbs?|crumbs?|share|social|"
    r"related|recommend\w*|comments?|footer|copyright|cookie\w*|advert\w*|ads?|banner|pagination|"
    r"pager|subscribe|newsletter|toolbar)(?:-[a-z\d]+)*",
    re.IGNORECASE,
)
"""A class as a whole: `share-buttons`, `site-footer`. `with-sidebar` is what stands beside one."""
_CONTAINERS = frozenset({"div", "section", "ul", "ol", "header", "p", "table", "form"})
_LARGE = 0.4
"""A part with so much of the text that is not linked is the article, or a part of it."""
_SMALL = 0.1
"""A form with less is a search, a log-in; one with more is put around the page by its server."""
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
    found = article(markup, source)
    yield found
    yield from asides([found], printed(markup), "markup and navigation")


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
    page = page_of(markup)
    if not page.text:
        raise ReadError(
            "the web page holds no text",
            source,
            "A page that draws itself with scripts has to be saved from a browser.",
        )
    return document(page, source)


def document(page: Page, source: str) -> Document:
    """A page as a document."""
    return document_of({**page.stated, "text": page.text}, source, paragraphs=True)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page states, its text without its heading, and the heading that stood in its body."""

    stated: dict[str, str | None]
    text: str
    heading: str


def page_of(markup: str) -> Page:
    """The parts of a page; its text is empty where it holds none."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    stated = _stated(tree)
    heading = _heading(tree)
    printed_heading = _line(heading) if heading else ""
    stated["title"] = printed_heading or stated["title"]
    if not tree.body:
        return Page(stated, "", "")
    left_out = {node.mem_id for node in tree.css(_NEVER)}
    sizes = _sizes(tree.body, left_out)
    main = _main(tree.body, sizes)
    left_out |= _sides(main, sizes)
    if heading:
        left_out.add(heading.mem_id)
    text = _text(main, left_out)
    first, _, rest = text.partition("\n")
    if stated["title"] and first.split() == stated["title"].split():
        # The title's own line; a story may also begin with the words of its title.
        return Page(stated, rest, printed_heading or first)
    return Page(stated, text, printed_heading)


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


@dataclass(slots=True)
class _Size:
    """What a subtree holds: characters, those in links, links, and whether a first heading."""

    text: int = 0
    linked: int = 0
    links: int = 0
    heading: bool = False

    @property
    def unlinked(self) -> int:
        return self.text - self.linked


def _sizes(body: LexborNode, left_out: Set[int]) -> dict[int, _Size]:
    """The size of every element, added up in one pass from the leaves; nothing of what is out."""
    sizes: dict[int, _Size] = {}
    path: list[tuple[int, int | None]] = []
    stack: list[tuple[LexborNode, int | None, bool]] = [(body, None, False)]
    while stack:
        node, parent, linked = stack.pop()
        key = node.mem_id
        if key in left_out:
            continue
        size = sizes[key] = _Size()
        path.append((key, parent))
        if node.tag == "-text":
            size.text = printed(node.text_content or "")
            size.linked = size.text if linked else 0
            continue
        size.links = int(node.tag == "a")
        size.heading = node.tag == "h1"
        linked = linked or node.tag == "a"
        stack.extend((child, key, linked) for child in node.iter(include_text=True))
    for key, parent in reversed(path):
        if parent is not None:
            size, above = sizes[key], sizes[parent]
            above.text += size.text
            above.linked += size.linked
            above.links += size.links
            above.heading |= size.heading
    return sizes


def _main(body: LexborNode, sizes: Mapping[int, _Size]) -> LexborNode:
    """The element that holds the article."""
    for selector in ("article", "main", "[role=main]", "[itemprop=articleBody]"):
        nodes = body.css(selector)
        size = sizes.get(nodes[0].mem_id) if len(nodes) == 1 else None
        if size and size.text * 4 > sizes[body.mem_id].text:
            return nodes[0]
    return body


def _sides(main: LexborNode, sizes: Mapping[int, _Size]) -> set[int]:
    """The parts of the article's element that stand beside the article."""
    whole = sizes[main.mem_id].unlinked
    return {
        node.mem_id
        for node in main.css(", ".join(sorted(_CONTAINERS)))
        if node.mem_id != main.mem_id
        and (size := sizes.get(node.mem_id))
        and _is_side(node, size, whole)
    }


def _is_side(node: LexborNode, size: _Size, whole: int) -> bool:
    """Whether an element is mostly links, or is named as something beside the article."""
    if size.heading or (whole and size.unlinked > _LARGE * whole):
        return False
    if node.tag == "form" and size.unlinked < _SMALL * whole:
        return True
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if any(_SIDE.fullmatch(name) for name in names.replace("_", "-").split()):
        return True
    return size.linked > 0.6 * size.text and (size.links > 2 or size.text < 20)


def _text(node: LexborNode, left_out: Set[int]) -> str:
    """What is left of a subtree: a line for each block, a tab between the cells of a table."""
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
        if item.mem_id in left_out:
            continue
        if item.tag == "br":
            parts.append("\n")
        edge = "\t" if item.tag in ("td", "th") else "\n" if item.tag in _BLOCKS else ""
        stack.append("" if edge == "\t" else edge)
        stack.extend(reversed(list(item.iter(include_text=True))))
        stack.append(edge)
    lines = (re.sub(r" *\t *", "\t", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)
