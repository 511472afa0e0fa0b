"""`python -m qa doctor`: is everything here, whole, and of a piece? One line for each part.

Looks and reports; the only thing that it ever changes is what `--prepare` asks for: models that
are not prepared, or were altered, are prepared. Imports no model library unless it has to prepare
one.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.settings import Places, Settings
from index import bundled as bundled_encoder
from index.encoder import BUNDLED, EncoderSettings, model_folder
from index.prepared import SPACE, check_pinned, fault
from qa import bundled as bundled_generator
from qa.generate import NONE, GeneratorSettings, shown
from qa.reader import weights

if TYPE_CHECKING:
    import argparse

PACKAGES = (
    "torch", "transformers", "sentence-transformers", "faiss-cpu", "gradio",
    "gguf", "httpx", "safetensors", "tokenizers",
)  # fmt: skip
OLDEST_PYTHON = (3, 11)
SERVER_PATIENCE = 3.0
_BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16")


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: is it well, what was found, and what to do if it isn't."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def add_parsers(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    parents: list[argparse.ArgumentParser],
) -> None:
    """Add the command `doctor`."""
    parser = commands.add_parser(
        "doctor", parents=parents, help="check models, versions and library, one line each"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument(
        "--prepare", action="store_true", help="first prepare the models that are not, or altered"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 if anything is broken."""
    settings: Settings = args.settings
    findings = []
    if args.prepare:
        try:
            prepare(settings)
        except UserError as error:
            findings.append(_broken("prepare", error))
    findings += examine(settings)
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            mark = "ok " if finding.ok else "BAD"
            remedy = f" — {finding.remedy}" if finding.remedy and not finding.ok else ""
            print(f"{mark} {finding.name:<10} {finding.detail}{remedy}")
    return 0 if all(finding.ok for finding in findings) else 1


def prepare(settings: Settings) -> None:
    """Prepare the bundled models that the settings use, again where a file was altered."""
    cache = settings[Places].cache_folder
    if settings[EncoderSettings].encoder == BUNDLED:
        bundled_encoder.bundled_encoder(cache, deep=True)
    if settings[GeneratorSettings].generator == BUNDLED:
        bundled_generator.bundled_generator(cache, deep=True)


def examine(settings: Settings) -> list[Finding]:
    """Every part, in the order in which they depend on each other."""
    cache = settings[Places].cache_folder
    return [
        _python(),
        _packages(),
        _processor(settings[EncoderSettings].precision),
        _cache(cache),
        _encoder(settings[EncoderSettings], cache),
        _reader(settings[EncoderSettings]),
        _generator(settings[GeneratorSettings], cache),
        _library(settings),
    ]


def _python() -> Finding:
    wanted = ".".join(map(str, OLDEST_PYTHON))
    ok = sys.version_info >= OLDEST_PYTHON
    return Finding(
        "python", ok, f"{platform.python_version()} on {platform.platform()}", f"Install {wanted}"
    )


def _packages() -> Finding:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    detail = ", ".join(found) + "".join(f", {name} MISSING" for name in missing)
    remedy = f"pip install -c constraints.txt {' '.join(missing)}"
    return Finding("packages", not missing, detail, remedy)


def _processor(wanted: str) -> Finding:
    flags = _cpu_flags()
    vectors = [name for name in ("avx2", "avx512f", *_BFLOAT16) if name in flags]
    able = "bfloat16" if flags & set(_BFLOAT16) else "float32 (no bfloat16 instructions)"
    if wanted != "auto":
        able = f"{wanted}, as set"
    elif not flags:
        able = "what PyTorch finds it is fast in"
    features = f", {' '.join(vectors)}" if vectors else ""
    detail = f"{os.cpu_count()} cores, {platform.machine()}{features}; computes in {able}"
    return Finding("processor", True, detail)


def _cpu_flags() -> set[str]:
    """What the kernel says that the processor can do; empty where there is no such file."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return set()
    return {
        word
        for line in text.splitlines()
        if line.startswith(("flags", "Features"))
        for word in line.partition(":")[2].split()
    }


def _cache(cache: Path) -> Finding:
    there = next(folder for folder in (cache, *cache.absolute().parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        detail = f"{cache}: {error.strerror}"
        return Finding("cache", False, detail, "Name a writable folder with --cache")
    free = shutil.disk_usage(there).free
    return Finding(
        "cache",
        free > SPACE or (cache / bundled_generator.FOLDER).exists(),
        f"{cache}, {free / 1e9:.1f} GB free",
        f"{SPACE / 1e9:.1f} GB are needed: free some, or name another folder with --cache",
    )


def _encoder(settings: EncoderSettings, cache: Path) -> Finding:
    if settings.encoder != BUNDLED:
        return _yours("encoder", settings.encoder)
    source = bundled_encoder.data_file()
    if source is None:
        detail = f"no package {bundled_encoder.PACKAGE} on this platform"
        instead = f"Name another: --encoder {bundled_encoder.HUGGING_FACE_ID}"
        return Finding("encoder", False, detail, instead)
    try:
        check_pinned(source, bundled_encoder.SHA256, bundled_encoder.REMEDY)
    except UserError as error:
        return _broken("encoder", error)
    return _prepared("encoder", cache / bundled_encoder.FOLDER, bundled_encoder.RECIPE)


def _reader(settings: EncoderSettings) -> Finding:
    try:
        check_pinned(weights.FILE, weights.SHA256, weights.REMEDY)
    except UserError as error:
        return _broken("reader", error)
    if settings.encoder == BUNDLED:
        return Finding("reader", True, "whole")
    unused = "belongs to the bundled encoder: with another, answers are the nearest sentences"
    return Finding("reader", True, unused)


def _generator(settings: GeneratorSettings, cache: Path) -> Finding:
    if settings.generator == NONE:
        return Finding("generator", True, "none: answers are quotations")
    if settings.generator.startswith(("http://", "https://")):
        return _server(settings)
    if settings.generator != BUNDLED:
        return _yours("generator", settings.generator)
    try:
        bundled_generator.check_packages()
    except UserError as error:
        return _broken("generator", error)
    return _prepared("generator", cache / bundled_generator.FOLDER, bundled_generator.RECIPE)


def _broken(name: str, error: UserError) -> Finding:
    return Finding(name, False, f"{error.what}: {error.value}", error.remedy)


def _yours(name: str, model: str) -> Finding:
    """A model of the user's own: a folder must hold one; an id is only known when it is loaded."""
    try:
        folder = model_folder(model)
    except UserError as error:
        return _broken(name, error)
    where = "Hugging Face id, fetched at first use" if folder is None else "a local folder"
    return Finding(name, True, f"{model} ({where}; not checked)")


def _server(settings: GeneratorSettings) -> Finding:
    """A server behind a URL: does anything answer there?"""
    import httpx

    address = shown(settings.generator)
    try:
        with httpx.Client(timeout=SERVER_PATIENCE) as client:
            client.get(settings.generator)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return Finding(
            "generator", False, f"{address} does not answer ({error})", "Start it, or name another"
        )
    return Finding("generator", True, f"{address} answers")


def _prepared(name: str, folder: Path, recipe: str) -> Finding:
    """A prepared folder, every file hashed. Not prepared yet is no fault: first use does it."""
    wrong = fault(folder, recipe, deep=True)
    if wrong is None:
        return Finding(name, True, f"bundled, prepared in {folder}, checksums right")
    if not (folder / "manifest.json").exists():
        return Finding(name, True, "bundled, checksum right, prepared at first use")
    return Finding(name, False, f"{folder}: {wrong}", "python -m qa doctor --prepare")


def _library(settings: Settings) -> Finding:
    from index.library import Library
    from qa.opening import LazyEncoder

    folder = settings[Places].library_folder
    if not folder.exists():
        return Finding("library", True, f"none yet in {folder} (make one: python -m qa add FOLDER)")
    try:
        with Library.open(folder, LazyEncoder(settings)) as library:
            return Finding("library", True, f"{folder}: {library.describe()}")
    except UserError as error:
        return _broken("library", error)
