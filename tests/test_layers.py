"""The house's walls: imports point one way only, and nothing heavy is imported at the top."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("corpus", "index", "qa", "app")
HEAVY = {"torch", "transformers", "sentence_transformers", "faiss", "gradio", "numpy", "opencc"}


def modules() -> list[Path]:
    return [
        *(p for layer in LAYERS[:3] for p in sorted((ROOT / layer).rglob("*.py"))),
        ROOT / "app.py",
    ]


def imported(nodes: list[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    assert not imported(list(ast.walk(tree))) & above
    assert not imported(list(tree.body)) & HEAVY, "heavy imports belong inside functions"


def test_the_corpus_imports_no_third_party_package() -> None:
    code = (
        "import sys, pkgutil, importlib, corpus\n"
        "for m in pkgutil.walk_packages(corpus.__path__, 'corpus.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)\n"
        "tops = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(tops - set(sys.stdlib_module_names) - {'corpus', '__main__'}))"
    )
    # -S leaves site-packages out, so an import of anything there would fail outright.
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
