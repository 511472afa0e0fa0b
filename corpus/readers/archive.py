"""Zip containers (docx, epub): opened with care. Knows nothing of what is inside."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import ReadError

UNPACKED_LIMIT = 1 << 30
"""Bytes that a container may unpack to: a small file can be made that unpacks to terabytes."""


@contextmanager
def opened(data: bytes, source: str, what: str) -> Iterator[zipfile.ZipFile]:
    """The container; a broken, encrypted or exploding one is a `ReadError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            _check(container, source, what)
            yield container
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise ReadError(
            f"the {what} is broken (its container cannot be unpacked)",
            source,
            "Fetch or save it again.",
        ) from error


def member(container: zipfile.ZipFile, name: str) -> bytes:
    """One file of the container; KeyError where there is none of this name."""
    try:
        return container.read(name)
    except (ValueError, OSError) as error:
        # Damaged offsets make zipfile seek where nothing is.
        raise zipfile.BadZipFile(name) from error


def _check(container: zipfile.ZipFile, source: str, what: str) -> None:
    if any(entry.flag_bits & 1 for entry in container.infolist()):
        raise ReadError(f"the {what} is encrypted", source, "Save it without a password.")
    if sum(entry.file_size for entry in container.infolist()) > UNPACKED_LIMIT:
        raise ReadError(
            f"the {what} unpacks to more than {UNPACKED_LIMIT >> 20} MB", source, "Split it."
        )
