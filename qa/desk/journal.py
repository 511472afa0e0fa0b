"""What is being added, written down until it is over: a page that ends first finds it again.

    adding/<token>.json    the files of one job, as they lie in uploads/, and its collection

Knows names of files; knows nothing of libraries or of how adding goes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.prepared import write_whole
from qa.desk.uploads import Inbox


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A job that was not over when the page ended."""

    token: str
    files: Mapping[Path, bool]
    """Each with whether it came with this job."""
    collection: str


def begin(inbox: Inbox, work: Unfinished) -> None:
    """Write a job down, whole or not at all."""
    place = _place(inbox, work.token)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    files = {file.name: new for file, new in work.files.items()}
    noted = {"files": files, "collection": work.collection}
    write_whole(place, json.dumps(noted))


def end(inbox: Inbox, token: str) -> None:
    """Forget a job that is over."""
    _place(inbox, token).unlink(missing_ok=True)


def unfinished(inbox: Inbox) -> list[Unfinished]:
    """The jobs that nobody ended, the oldest first."""
    notes = sorted(_folder(inbox).glob("*.json"), key=lambda path: path.stat().st_mtime)
    return [_read(inbox, note) for note in notes]


def _read(inbox: Inbox, note: Path) -> Unfinished:
    noted = json.loads(note.read_text(encoding="utf-8"))
    files = {inbox.uploads / name: bool(new) for name, new in noted["files"].items()}
    there = {file: new for file, new in files.items() if file.exists()}
    return Unfinished(note.stem, there, noted["collection"])


def _folder(inbox: Inbox) -> Path:
    return inbox.folder / "adding"


def _place(inbox: Inbox, token: str) -> Path:
    return _folder(inbox) / f"{token}.json"
