"""Files to documents: which files there are, how large they may be, which reader they get.

A file that fails yields its error and the batch goes on. Knows paths, sizes and endings; the
formats are known to `corpus.readers`, one module each, loaded when first needed.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from corpus.errors import ReadError
from corpus.readers.fields import Fields, iso_date
from corpus.types import Aside, Document

LIMIT = 512 << 20
"""Bytes: a larger file is refused without being read. A year of a daily has some 100 MB."""

STANDARD_INPUT = Path("-")
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
    would have the same, the later one's is lengthened by the folders above it.
    """
    names: set[str] = set()
    for given in paths:
        path = Path(given)
        for found in _in_folder(path, path, ()) if os.path.isdir(path) else _single(path):
            name = found.source
            above = list(found.path.absolute().parents)[name.count("/") :]
            while name in names and above:
                name = f"{above.pop(0).name}/{name}"
            names.add(name)
            yield replace(found, source=name)


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


def _single(path: Path) -> Iterator[Found]:
    """A file that was named itself: one without an ending is taken for text."""
    if path == STANDARD_INPUT:
        yield Found(path, "standard input")
    elif path.suffix and path.suffix.lower() not in _READERS and os.path.lexists(path):
        error = ReadError(
            "this kind of file is not read", path, f"Kinds that are: {' '.join(KINDS)}"
        )
        yield Found(path, path.name, error)
    else:
        yield Found(path, path.name)


def _in_folder(folder: Path, top: Path, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    """The files below `folder`. `above` holds the identities of the folders on the way down."""
    name = folder.relative_to(top).as_posix() if folder != top else folder.name
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder, name, _unreadable(folder, error))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        remedy = "Remove the link; everything else is read."
        yield Found(
            folder, name, ReadError("a link leads back into its own folder", folder, remedy)
        )
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        # `Path.is_dir` raises where a folder may not be entered; `os.path.isdir` answers no.
        if os.path.isdir(entry):
            yield from _in_folder(entry, top, (*above, identity))
        else:
            skipped = entry.suffix.lower() not in _READERS
            fault = None if skipped else _special(entry)
            yield Found(entry, entry.relative_to(top).as_posix(), fault, skipped)


def _result(found: Found, fields: Fields, limit: int) -> FileResult:
    """Read one file that was found."""
    if found.error is not None or found.skipped:
        return FileResult(found.source, found.path, error=found.error, skipped=found.skipped)
    documents: list[Document] = []
    lost: list[ReadError] = []
    aside: list[Aside] = []
    try:
        data = _bytes(found.path, limit)
        for item in _reader(found.path)(data, found.source, fields):
            if isinstance(item, Document):
                documents.append(_dated(item, found.path))
            elif isinstance(item, Aside):
                aside.append(item)
            else:
                lost.append(item)
    except ReadError as error:
        return FileResult(found.source, found.path, error=error, lost=tuple(lost))
    return FileResult(
        found.source, found.path, tuple(documents), lost=tuple(lost), aside=tuple(aside)
    )


def _reader(path: Path) -> Reader:
    module, function = _READERS.get(path.suffix.lower(), ("text", "read"))
    reader: Reader = getattr(import_module(f"corpus.readers.{module}"), function)
    return reader


def _dated(document: Document, path: Path) -> Document:
    """The document with the date that its file's name states, where it states none itself."""
    if document.date or not (date := iso_date(path.stem)):
        return document
    return replace(document, date=date)


def _bytes(path: Path, limit: int) -> bytes:
    """A file's bytes; refused where it is too large, empty, or cannot be opened."""
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
            f"{path} ({size >> 20} MB)",
            "Split it, for example by month: split -C 256m FILE",
        )
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise ReadError("the file is empty", path, "Leave it out, or fetch it again.")
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
