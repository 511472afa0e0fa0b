"""One writer at a time: a lock that names its holder and is freed when the holder dies.

The lock is an `flock` on `library.lock`, which the kernel gives back when its process ends; the
text inside says who holds it, for the message that the second writer gets. The text means nothing
without the lock: a killed writer leaves it behind, and the next one takes the lock and writes over
it. Knows nothing of what is being written.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import LibraryError

LOCK_FILE = "library.lock"
_PAUSE = 0.05


@contextmanager
def writer_lock(directory: Path, command: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock of a library, or be refused by the holder's name after `wait` seconds."""
    path = directory / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LibraryError(
            f"the library cannot be written ({os.strerror(error.errno or 0)})",
            directory,
            "Searching it still works; to change it, copy it to a folder that you can write",
        ) from error
    try:
        _acquire(descriptor, path, wait)
        _sign(descriptor, command)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock of any file, however long another process keeps it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(descriptor):
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)


def holder(path: Path) -> str:
    """Who wrote the lock file last, in words."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return (
            f"`{note['command']}`, process {note['pid']} on {note['host']}, since {note['since']}"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    give_up = time.monotonic() + wait
    while not _try_lock(descriptor):
        if time.monotonic() >= give_up:
            raise LibraryError(
                "the library is being written by another process",
                holder(path),
                "Try again when it has finished; add, remove and rebuild wait with --wait SECONDS",
            )
        time.sleep(_PAUSE)


def _sign(descriptor: int, command: str) -> None:
    """Write the holder's name into the locked file. A full disk costs the name, not the lock."""
    note = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": command,
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(note, ensure_ascii=False).encode())


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        """Lock one byte far behind the text, which others can then still read."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
