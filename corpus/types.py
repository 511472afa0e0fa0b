"""The nouns of the corpus: what a file becomes on its way to being searched.

    file → Document (its text, as printed) → Article (one story, cleaned) → Passage (a piece of it)

Knows nothing of models, indexes or questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a unit of a file is. All but junk is searched."""

    ARTICLE = "article"
    CONTINUATION = "continuation"
    CAPTION = "caption"
    BANNER = "banner"
    CONTENTS = "contents"
    JUNK = "junk"


READABLE = frozenset({Kind.ARTICLE, Kind.CONTINUATION})
"""What is read as a story: has a headline, an author, parts on other pages."""

SEARCHABLE = frozenset(Kind) - {Kind.JUNK}
"""What a library holds and finds: a caption, a masthead, a list of contents may be the answer."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """From `offset` of a document's text on, the print is that of page `label`."""

    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gets out of a file: its text exactly as printed, and what the container states.

    A file holds one document, or many (the rows of a table, the lines of a JSONL file). The fields
    are None where the container says nothing; nothing is guessed here.
    """

    source: str
    text: str
    pages: tuple[PageBreak, ...] = ()
    title: str | None = None
    byline: str | None = None
    date: str | None = None
    section: str | None = None
    plain: bool = False
    """True where the container itself says that this is one article (a row, an HTML page)."""
    publication: str | None = None
    """The newspaper or the site; `source` is the file (`rows.csv:12`, `book.epub:3`)."""
    language: str | None = None
    paragraphs: bool = False
    """True where the container knows its paragraphs: no two lines are one broken to a measure."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters of a file that are not space and in no document's text, and what they are."""

    what: str
    characters: int


@dataclass(frozen=True, slots=True)
class Run:
    """`article.text[start:start+length]` was printed at `source_start` of the text of `source`.

    Character for character: a run never spans a place where cleaning dropped or added something.
    """

    start: int
    length: int
    source_start: int
    source: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One story, cleaned, with the way back to its print."""

    id: str
    source: str
    title: str
    text: str
    kind: Kind = Kind.ARTICLE
    byline: str = ""
    date: str = ""
    page: str = ""
    section: str = ""
    language: str = ""
    origin: tuple[Run, ...] = ()
    publication: str = ""
    """The newspaper or the site that it appeared in, where its container states one."""
    issue: str = field(default="", compare=False)
    """The date of the issue that it was printed in; `date` may be that of a dispatch before it."""

    def print_spans(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """Where `text[start:end]` stands in print: (source, start, end), in reading order."""
        spans: list[tuple[str, int, int]] = []
        for run in self.origin:
            low, high = max(start, run.start), min(end, run.start + run.length)
            if low < high:
                at = run.source_start + low - run.start
                spans.append((run.source, at, at + high - low))
        return spans


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article to embed and to find: `article.text[start:end]` is its text, always."""

    id: str
    article_id: str
    start: int
    end: int

    def text(self, article: Article) -> str:
        """The passage's text in its article."""
        return article.text[self.start : self.end]


def printed(text: str) -> int:
    """The number of characters that are not space: what accounting counts."""
    return sum(map(len, text.split()))
