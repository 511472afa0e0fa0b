"""Where the characters of a file went: every one that is not space is in exactly one place.

That is a unit, or what the reader says that it laid aside (markup, front matter, other columns);
of a container (PDF, Word, e-book) it is the text that was taken out of it that is accounted for.
Counts what `assemble` returns against the print and refuses to print a sum that is not the file's.
Knows units and their spans; knows nothing of how they were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.assemble import Assembled, assemble, stitch, surveyed
from corpus.errors import ReadError
from corpus.read import EXTRACTED, FileResult
from corpus.types import READABLE, Article, Document, Kind, printed

Unit = dict[str, str]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a text must not do to a terminal: colours, movements."""


@dataclass(slots=True)
class Account:
    """How many characters went where: to each kind of unit, and aside; of how many extracted."""

    units: Counter[Kind] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    extracted: int = 0

    @property
    def total(self) -> int:
        """The characters of the file that are not space."""
        return self.units.total() + self.aside.total()

    def add(self, other: Account) -> None:
        """Count another file's characters in."""
        self.units += other.units
        self.aside += other.aside
        self.extracted += other.extracted


@dataclass(frozen=True, slots=True)
class FileReport:
    """The units of one file in the order of print, and how many characters each kind took."""

    source: str
    reasons: tuple[tuple[bool, str], ...]
    """For each document: whether it is a page, and why."""
    units: tuple[Article, ...]
    account: Account


def report_of(result: FileResult) -> FileReport:
    """The report of a file that was read."""
    reasons: list[tuple[bool, str]] = []
    units: list[Article] = []
    account = Account(aside=Counter({part.what: part.characters for part in result.aside}))
    for document in result.documents:
        known = surveyed(document)
        reasons.append((known.verdict.page, known.verdict.reason))
        found = assemble(document, known)
        account.units += accounted(document, found)
        units += [unit.article for unit in found]
    if result.path.suffix.lower() in EXTRACTED:
        account.extracted = account.total
    return FileReport(result.source, tuple(reasons), tuple(units), account)


def accounted(document: Document, found: Sequence[Assembled]) -> Counter[Kind]:
    """How many characters of a document went to each kind; a lost or doubled one is a bug."""
    text = document.text
    characters: Counter[Kind] = Counter()
    at = 0
    for low, high, kind in sorted(
        (low, high, unit.article.kind) for unit in found for low, high in unit.spans
    ):
        if low < at and not text[low : min(at, high)].isspace():
            raise AssertionError(f"{document.source}: offset {low} is in two units")
        if not _is_space(text[at:low]):
            raise AssertionError(f"{document.source}: offsets {at} to {low} are in no unit")
        characters[kind] += printed(text[max(at, low) : high])
        at = max(at, high)
    if not _is_space(text[at:]):
        raise AssertionError(f"{document.source}: offsets from {at} on are in no unit")
    return characters


def _is_space(text: str) -> bool:
    return not text or text.isspace()


def unit_json(article: Article) -> Unit:
    """A unit as `--json` prints it."""
    return {
        "title": article.title,
        "text": article.text,
        "kind": article.kind.value,
        "byline": article.byline,
        "date": article.date,
        "page": article.page,
        "section": article.section,
    }


def lines_of(report: FileReport, first: int) -> Iterator[str]:
    """The report of a file for people; its articles are numbered from `first`."""
    yield f"{report.source}: {_reading(report.reasons)}"
    number = first
    for article in report.units:
        if article.kind in READABLE:
            yield f"{number:>5}  {_headline(article)}"
            number += 1
    yield f"       {sum_of(report.account)}"


def sum_of(account: Account) -> str:
    """The characters of each kind and what was laid aside, and their sum."""
    units = account.units
    groups = {
        "articles": units[Kind.ARTICLE] + units[Kind.CONTINUATION],
        "captions": units[Kind.CAPTION],
        "banners": units[Kind.BANNER],
        "contents": units[Kind.CONTENTS],
        "junk": units[Kind.JUNK],
        **account.aside,
    }
    parts = " + ".join(f"{name} {count:,}" for name, count in groups.items())
    what = "character" if account.total == 1 else "characters"
    if account.extracted:
        part = "" if account.extracted == account.total else f"{account.extracted:,} of them "
        what += f" ({part}as extracted from pdf, docx or epub)"
    return f"{account.total:,} {what} = {parts}"


def faults_of(result: FileResult) -> Iterator[str]:
    """A line for the error of a file, and one for each kind of error of its records."""
    if result.error:
        yield str(result.error)
    kinds = Counter(error.what for error in result.lost)
    firsts = {error.what: error for error in reversed(result.lost)}
    for what, number in kinds.items():
        first = firsts[what]
        more = f", and {number - 1:,} more" if number > 1 else ""
        yield str(ReadError(what, f"{first.value}{more}", first.remedy))


def _reading(reasons: Sequence[tuple[bool, str]]) -> str:
    """How the documents of a file were read, the reason said once for many rows."""
    said = Counter(reasons)
    phrases = []
    for (page, reason), count in said.items():
        what = "read as a page" if page else "one article"
        phrases.append(f"{f'{count} × ' if len(reasons) > 1 else ''}{what} ({reason})")
    return "; ".join(phrases)


def _headline(article: Article) -> str:
    """One line about an article."""
    facts = [counted(printed(article.text), "character")]
    facts += [f"page {article.page}"] if article.page else []
    facts += [part for part in (article.section, article.date, article.byline) if part]
    facts += [article.kind.value] if article.kind is not Kind.ARTICLE else []
    return _CONTROL.sub("", f"{article.title or '(no headline)'} · {' · '.join(facts)}")


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def wholes(units: Sequence[Article]) -> list[Article]:
    """The articles of a batch that several pages hold parts of, made whole."""
    parts = {unit.id for unit in units}
    return [a for a in stitch(units) if a.id not in parts and a.kind in READABLE]


def whole_of(unit: Article, joined: Sequence[Article]) -> Article:
    """The article that a unit is a part of; the unit itself where it is not a part."""
    return next((article for article in joined if _holds(article, unit)), unit)


def _holds(article: Article, unit: Article) -> bool:
    """Whether the print of an article and that of a unit overlap."""
    return any(
        own.source == run.source
        and own.source_start < run.source_start + run.length
        and run.source_start < own.source_start + own.length
        for run in unit.origin
        for own in article.origin
    )


def joined_line(article: Article) -> str:
    """Which parts an article was made whole of."""
    places = dict.fromkeys(
        f"{run.source} page {run.page}" if run.page else run.source for run in article.origin
    )
    return f"joined  {article.title or '(no headline)'} · {' + '.join(places)}"


def shown(article: Article) -> str:
    """An article as it will be read."""
    facts = (
        *(article.publication, article.source, article.page),
        *(article.section, article.date, article.byline),
    )
    head = " · ".join(part for part in facts if part)
    return _CONTROL.sub("", f"{article.title or '(no headline)'}\n{head}\n\n{article.text}")
