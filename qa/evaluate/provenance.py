"""Where a run was made: code, versions, machine, settings, library. Names no person and no host.

Knows the environment; nothing of questions or measures.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import fields
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.settings import Places, Settings
from index.types import Encoder
from qa.generate import shown
from qa.opening import GROUPS

if TYPE_CHECKING:
    from index.library import Library

_PACKAGES = (
    "baowen",
    "ir-measures",
    "numpy",
    "torch",
    "transformers",
    "sentence-transformers",
    "faiss-cpu",
)

_ROOT, _ROOMS = Path(__file__).resolve().parents[2], ("corpus", "index", "qa")


def code(root: Path = _ROOT) -> str:
    """Changes when the code or the trained reader does, committed or not; not with the report's."""
    whole = hashlib.sha256()
    files = (
        path
        for room in _ROOMS
        for kind in ("*.py", "*.safetensors")
        for path in (root / room).rglob(kind)
        if not path.name.startswith("report")
    )
    for path in sorted(files):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return whole.hexdigest()[:16]


def commit() -> str:
    """The commit of the code, with `+changes` where it was edited since; empty outside git."""
    folder = Path(__file__).resolve().parent
    head = _git(folder, "rev-parse", "--short=12", "HEAD")
    if not head:
        return ""
    return head + ("+changes" if _git(folder, "status", "--porcelain", "-uno") else "")


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def versions() -> dict[str, str]:
    """What was installed, where it is."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, object]:
    """What it ran on."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory(),
        "python": platform.python_version(),
    }


def _memory() -> float | None:
    if not hasattr(os, "sysconf"):  # Windows
        return None
    return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9, 1)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def settings(given: Settings) -> dict[str, object]:
    """What may change an answer, without what is secret or says where things are kept."""
    found: dict[str, object] = {}
    for group in GROUPS:
        if group is not Places:
            values = given[group]
            found |= {item.name: getattr(values, item.name) for item in fields(group)}
    found.pop("api_key", None)
    found["generator"] = shown(str(found["generator"]))
    return found


def command(words: Sequence[str]) -> str:
    """The command line, without what is secret in it."""
    kept: list[str] = []
    for word in words:
        name, equals, _ = word.partition("=")
        before = kept[-1] if kept else ""
        if name == "--api-key" and equals:
            kept.append("--api-key=…")
        elif before == "--api-key":
            kept.append("…")
        else:
            kept.append(shown(word) if "://" in word else word)
    return shlex.join(["python", "-m", "qa", *kept])


def library(opened: Library, encoder: Encoder | None = None) -> dict[str, object]:
    """What the library holds."""
    found = opened.stats()
    return {
        "articles": found.articles,
        "passages": found.passages,
        "files": found.files,
        "encoder": encoder.fingerprint if encoder else found.encoder,
        "chunking": found.chunking,
        "generation": found.generation,
    }
