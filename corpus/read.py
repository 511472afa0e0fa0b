"""Files to documents: which files there are, how large they may be, which reader they get.

A file that fails yields its error and the batch goes on. Knows paths, sizes and endings; the
formats are known to `corpus.readers`, one module each, loaded when first needed.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import count
from pathlib import Path

from corpus.dates import date_in_name
from corpus.errors import ReadError
from corpus.readers.fields import Fields
from corpus.types import Aside, Document

LIMIT = 512 << 20
"""Bytes: a larger file is refused without being read. A year of a daily has some 100 MB."""

STANDARD_INPUT = Path("-")
_ILLEGIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Characters of a file's name that are not to be printed: line ends, what moves a terminal."""
NO_FIELDS: Fields = {}

_READERS = {
    ".txt": ("text", "read"),
    ".text": ("text", "read"),
    ".md": ("markdown", "read"),
    ".markdown": ("markdown", "read"),
    ".html": ("html", "read"),
    ".htm": ("html", "read"),
    ".xhtml": ("html", "read"),
    ".pdf": ("pdf", "read"),
    ".docx": ("docx", "read"),
    ".epub": ("epub", "read"),
    ".jsonl": ("rows", "read_jsonl"),
    ".csv": ("rows", "read_csv"),
    ".tsv": ("rows", "read_csv"),
}
KINDS = tuple(_READERS)

EXTRACTED = frozenset({".pdf", ".docx", ".epub"})
"""Kinds whose text is taken out of a container: its characters are what is accounted for."""

Reader = Callable[[bytes, str, Fields], Iterator[Document | ReadError | Aside]]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: its documents, and the errors of what was lost."""

    source: str
    path: Path
    documents: tuple[Document, ...] = ()
    error: ReadError | None = None
    lost: tuple[ReadError, ...] = ()
    """Records of the file that could not be read while others could."""
    skipped: bool = False
    """True for a file of a folder that is of no kind that is read."""
    aside: tuple[Aside, ...] = ()
    """The characters of the file that are in no document: markup, front matter, other columns."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, the name it goes by, and what is wrong with it already."""

    path: Path
    source: str
    error: ReadError | None = None
    skipped: bool = False


def files(paths: Sequence[str | Path]) -> Iterator[Path]:
    """The files that `paths` name, folders opened recursively, in sorted order."""
    for found in find(paths):
        if found.error is not None:
            raise found.error
        if not found.skipped:
            yield found.path


def find(paths: Sequence[str | Path]) -> Iterator[Found]:
    """As `files`, with a name for each and the ones that cannot be read among them.

    The name is the path below the folder that was given, or the file's own name; where two files
    would have the same, the later one's is lengthened by the folders above it. A file that is
    named twice, or that lies in a folder named as well, is found once.
    """
    names: set[str] = set()
    places: set[str] = set()
    for given in paths:
        for found in _named_by(given):
            place = os.path.abspath(found.path)
            if place not in places:
                places.add(place)
                name = _unlike(names, found.source, Path(place))
                names.add(name)
                yield replace(found, source=name)


def _unlike(names: Set[str], name: str, place: Path) -> str:
    """A legible name that is not among `names`."""
    above = list(place.parents)[name.count("/") :]
    name = _legible(name)
    for folder in above:
        if name not in names:
            return name
        name = f"{_legible(folder.name)}/{name}"
    numbered = (f"{name} ({number})" for number in count(2))
    return next(n for n in numbered if n not in names) if name in names else name


def read(path: str | Path, fields: Fields = NO_FIELDS, named: str | None = None) -> list[Document]:
    """The documents of one file. Raises the first error, be it of the file or of a record.

    `named` goes before the file's own name, in the documents (`named:3` for a row) and in errors.
    """
    path = Path(path)
    result = _result(Found(path, named or path.name), fields, LIMIT)
    for error in (result.error, *result.lost):
        if error is not None:
            raise error
    return list(result.documents)


def read_batch(
    paths: Sequence[str | Path],
    fields: Fields = NO_FIELDS,
    limit: int = LIMIT,
    named: str | None = None,
) -> Iterator[FileResult]:
    """One result a file, in order; a file that fails does not stop the others.

    `named` is the name that one file goes by, as in `read`.
    """
    if named is not None and len(paths) != 1:
        raise ValueError("a name is given to one file only")
    for found in find(paths):
        yield _result(replace(found, source=named) if named else found, fields, limit)


def _legible(name: str) -> str:
    """A file's name that can be printed and stored; names are UTF-8, whatever the locale is."""
    return _ILLEGIBLE.sub("\ufffd", os.fsencode(name).decode("utf-8", "replace"))


def _named_by(given: str | Path) -> Iterator[Found]:
    """The files that one argument names. One without an ending is taken for text."""
    path = Path(given)
    if not str(given):
        # An unset variable of a shell: Path("") would be the folder that one stands in.
        yield Found(path, "", ReadError("no file is named", "an empty name", "Name a file."))
    elif os.path.isdir(path):
        yield from _below(path)
    elif path == STANDARD_INPUT:
        yield Found(path, "standard input")
    elif path.suffix and path.suffix.lower() not in _READERS and os.path.lexists(path):
        error = ReadError(
            "this kind of file is not read", path, f"Kinds that are: {' '.join(KINDS)}"
        )
        yield Found(path, path.name, error)
    else:
        yield Found(path, path.name)


def _below(top: Path) -> Iterator[Found]:
    """The files below a folder, depth first in the order of their names."""
    # A stack instead of recursion: folders nest deeper than Python's call stack. Each carries the
    # identities of the folders on the way down to it.
    stack: list[tuple[Path, frozenset[tuple[int, int]]]] = [(top, frozenset())]
    while stack:
        path, above = stack.pop()
        name = path.relative_to(top).as_posix() if path != top else top.name
        # `Path.is_dir` raises where a folder may not be entered; `os.path.isdir` answers no.
        if not os.path.isdir(path):
            skipped = path.suffix.lower() not in _READERS
            yield Found(path, name, None if skipped else _special(path), skipped)
            continue
        try:
            status = path.stat()
            entries = sorted(path.iterdir(), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            yield Found(path, name, _unreadable(path, error))
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            remedy = "Remove the link; everything else is read."
            loop = ReadError("a link leads back into its own folder", path, remedy)
            yield Found(path, name, loop)
            continue
        inside = above | {identity}
        stack += [(entry, inside) for entry in entries if not entry.name.startswith(".")]


def _result(found: Found, fields: Fields, limit: int) -> FileResult:
    """Read one file that was found."""
    if found.error is not None or found.skipped:
        return FileResult(found.source, found.path, error=found.error, skipped=found.skipped)
    documents: list[Document] = []
    lost: list[ReadError] = []
    aside: list[Aside] = []
    try:
        data = _bytes(found, limit)
        for item in _reader(found.path)(data, found.source, fields):
            if isinstance(item, Document):
                documents.append(_dated(item, found.path))
            elif isinstance(item, Aside):
                aside.append(item)
            else:
                lost.append(item)
    except ReadError as error:
        # Where nothing could be read, the file is what failed, not each of its lines.
        return FileResult(found.source, found.path, error=error)
    return FileResult(
        found.source, found.path, tuple(documents), lost=tuple(lost), aside=tuple(aside)
    )


def _reader(path: Path) -> Reader:
    module, function = _READERS.get(path.suffix.lower(), ("text", "read"))
    reader: Reader = getattr(import_module(f"corpus.readers.{module}"), function)
    return reader


def _dated(document: Document, path: Path) -> Document:
    """The document with the date that its file's name states, where it states none itself."""
    if document.date or not (date := date_in_name(path.name)):
        return document
    return replace(document, date=date)


def _bytes(found: Found, limit: int) -> bytes:
    """A file's bytes; refused where it is too large, empty, or cannot be opened."""
    path = found.path
    shown = found.source if path == STANDARD_INPUT else path
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(limit + 1)
            size = len(data)
        else:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                data = b"" if size > limit else file.read(limit + 1)
                size = max(size, len(data))
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > limit:
        raise ReadError(
            f"the file is larger than {limit >> 20} MB",
            f"{shown} ({size >> 20} MB)",
            "Split it, for example by month: split -C 256m FILE",
        )
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise ReadError("the file is empty", shown, "Leave it out, or fetch it again.")
    return data


def _special(path: Path) -> ReadError | None:
    """An error for a pipe or a device in a folder: opening it would wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return None  # Opening the file gives the error that is shown.
    if stat.S_ISREG(mode):
        return None
    return ReadError("is no file but a pipe or a device", path, "Leave it out.")


def _unreadable(path: Path, error: OSError) -> ReadError:
    why = os.strerror(error.errno) if error.errno else str(error)
    return ReadError(f"cannot be read ({why})", path, "Check the path and its permissions.")


def counts(results: Sequence[FileResult]) -> Mapping[str, int]:
    """How many files were read, failed and skipped, and how many records were lost."""
    return {
        "read": sum(not result.skipped and result.error is None for result in results),
        "failed": sum(result.error is not None for result in results),
        "skipped": sum(result.skipped for result in results),
        "lost": sum(len(result.lost) for result in results),
    }
