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
MADE_OF_IT = ("qa/reader/model.py", "app_*.py")
"""A network, and the pieces of the page: they may import what they are made of, and count as heavy
themselves wherever they do."""


def modules() -> list[Path]:
    return [
        *(p for layer in LAYERS[:3] for p in sorted((ROOT / layer).rglob("*.py"))),
        *sorted(ROOT.glob("app*.py")),
    ]


def imported(nodes: list[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module.split(".")[0], module}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py").split("_")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    assert not imported(list(ast.walk(tree))) & above
    if path not in heavy_themselves():
        names = {
            ".".join(one.relative_to(ROOT).with_suffix("").parts) for one in heavy_themselves()
        }
        heavy = imported(list(tree.body)) & (HEAVY | names)
        assert not heavy, "heavy imports belong inside functions"


def heavy_themselves() -> set[Path]:
    allowed = {path for pattern in MADE_OF_IT for path in ROOT.glob(pattern)}
    return {
        path
        for path in allowed
        if imported(list(ast.parse(path.read_text(encoding="utf-8")).body)) & HEAVY
    }


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
