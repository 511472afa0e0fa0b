"""Files that readers upload: which are taken, under which name, where they lie until confirmed.

    staging/<token>/name    as uploaded; gone when it is confirmed, cancelled or a day old
    uploads/name            confirmed: the library's articles lead back to it

A name never holds a path; where a name is taken the next one is numbered. Knows nothing of what is
in the files, except how large a container unpacks.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import string
import time
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from corpus.errors import UserError
from corpus.read import KINDS
from index.prepared import sha256

LONGEST_NAME = 120
"""Bytes of a name in UTF-8."""
MOST_FILES = 500
UNPACKED_LIMIT = 256 << 20
MOST_MEMBERS = 5_000
_CONTAINERS = frozenset({".docx", ".epub"})
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_A_DAY = 86_400.0


class UploadError(UserError):
    """A file that is not taken."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """Where uploads lie, beside a library."""

    folder: Path
    limit: int
    """Bytes of the largest file."""
    unpacked: int = UNPACKED_LIMIT
    """Bytes that a container may unpack to."""

    @property
    def uploads(self) -> Path:
        """The files that the library was made from."""
        return self.folder / "uploads"

    @property
    def staging(self) -> Path:
        """The files that nobody has confirmed yet."""
        return self.folder / "staging"


@dataclass(frozen=True, slots=True)
class Taken:
    """Uploaded files that lie in a folder of their own, and a line for each that was refused."""

    token: str
    folder: Path
    files: tuple[Path, ...]
    refused: tuple[str, ...]


def kinds() -> tuple[str, ...]:
    """The endings of files that are taken."""
    return KINDS


def take(inbox: Inbox, given: Sequence[tuple[str, Path]]) -> Taken:
    """Copy uploads, each with the name that the browser gave it, into a new staging folder."""
    sweep(inbox)
    # Letters only: a folder's name that held a date would be taken for that of an issue.
    token = "".join(secrets.choice(string.ascii_lowercase) for _ in range(24))
    folder = inbox.staging / token
    with _kept(folder):
        folder.mkdir(parents=True, mode=0o700)
    files: list[Path] = []
    refused: list[str] = []
    names: set[str] = set()
    for raw, path in given:
        try:
            if len(files) >= MOST_FILES:
                raise UploadError("too many files at once", shown(raw), f"Up to {MOST_FILES}")
            name = numbered(safe_name(raw), names)
            check(path, raw, inbox)
        except UploadError as error:
            refused.append(str(error))
            continue
        names.add(name.casefold())
        with _kept(folder):
            shutil.copyfile(path, folder / name)
        files.append(folder / name)
    return Taken(token, folder, tuple(files), tuple(refused))


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """A disk that is full, or a folder that is not to be written, in one line."""
    try:
        yield
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UploadError(
            f"the uploads cannot be kept ({os.strerror(error.errno or 0)})",
            folder.parent.name,
            "Free some space, or ask who runs this page",
        ) from error


def discard(taken: Taken) -> None:
    """Remove a staging folder with all that is in it."""
    shutil.rmtree(taken.folder, ignore_errors=True)


def sweep(inbox: Inbox) -> None:
    """Remove staging folders that nobody confirmed in a day."""
    for folder in inbox.staging.glob("*"):
        if time.time() - folder.stat().st_mtime > _A_DAY:
            shutil.rmtree(folder, ignore_errors=True)


def keep(inbox: Inbox, taken: Taken) -> dict[Path, bool]:
    """Move confirmed files to where they stay; each with whether it is new there.

    A file that is there already, name and content, is the same file; another of its name is
    numbered.
    """
    inbox.uploads.mkdir(parents=True, exist_ok=True)
    kept: dict[Path, bool] = {}
    for file in taken.files:
        place, new = _place(inbox.uploads, file)
        if new:
            os.replace(file, place)  # over the empty file that keeps the place
        kept[place] = new
    discard(taken)
    return kept


def check(path: Path, name: str, inbox: Inbox) -> None:
    """Refuse a file of another kind, one that is empty, too large, or explodes when unpacked."""
    ending = Path(safe_name(name)).suffix.lower()
    if ending not in KINDS:
        raise UploadError(
            "this kind of file is not read", shown(name), f"Kinds that are: {' '.join(KINDS)}"
        )
    if path.is_symlink() or not path.is_file():
        raise UploadError("this is no file", shown(name), "Choose a file")
    size = path.stat().st_size
    if size == 0:
        raise UploadError("the file is empty", shown(name), "Leave it out")
    if size > inbox.limit:
        remedy = f"Up to {inbox.limit / 1e6:,.0f} MB; split it"
        raise UploadError("the file is too large", f"{shown(name)} ({size / 1e6:,.1f} MB)", remedy)
    if ending in _CONTAINERS:
        _check_container(path, name, inbox.unpacked)


def _check_container(path: Path, name: str, limit: int) -> None:
    """A broken one passes: reading it says what is wrong."""
    try:
        with zipfile.ZipFile(path) as container:
            members = container.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return
    # What a container states is also what unpacking stops at, be it true or not.
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > limit:
        raise UploadError(
            "the file unpacks to too much",
            f"{shown(name)} ({size / 1e6:,.0f} MB in {len(members):,} parts)",
            f"Up to {limit >> 20} MB in {MOST_MEMBERS:,} parts; split it",
        )


def safe_name(raw: str) -> str:
    """A file's own name: no path, nothing unseen, at most 120 bytes, its ending kept."""
    name = _UNSEEN.sub("", unicodedata.normalize("NFC", _whole(raw)))
    name = re.split(r"[/\\]", name)[-1].lstrip(". ").rstrip(". ")
    if not name:
        return "file"
    ending = Path(name).suffix if len(Path(name).suffix) <= 12 else ""
    stem = name[: len(name) - len(ending)]
    room = LONGEST_NAME - len(ending.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + ending


def numbered(name: str, taken: Set[str]) -> str:
    """The name, or the first of `name (2)`, `name (3)` … that is not taken in any case."""
    if name.casefold() not in taken:
        return name
    ending = Path(name).suffix
    stem = name[: len(name) - len(ending)]
    for number in count(2):
        mark = f" ({number}){ending}"
        room = LONGEST_NAME - len(mark.encode())
        other = stem.encode()[:room].decode("utf-8", "ignore") + mark
        if other.casefold() not in taken:
            return other
    raise AssertionError("there is always another number")


def shown(raw: str) -> str:
    """A name as it is shown in a message: its last part, in one line."""
    return safe_name(raw)


def _place(folder: Path, file: Path) -> tuple[Path, bool]:
    """Where a file is to stay, and whether it is not there yet; then the place is kept for it."""
    taken: set[str] = set()
    while True:
        place = folder / numbered(file.name, taken)
        try:
            place.touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            return place, True
        if place.is_file() and sha256(place) == sha256(file):
            return place, False
        taken.add(place.name.casefold())


def _whole(raw: str) -> str:
    from index.paths import whole

    return whole(raw)
