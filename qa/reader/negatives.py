"""Hard negatives: the passages that look right to both legs of the search and lack the answer.

The training paragraphs go into a library like any other and every question is put to it. Knows
paragraphs and questions; knows nothing of tensors.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import Article
from index.prepared import write_whole
from qa.evaluate.shelf import searcher

if TYPE_CHECKING:
    from index.types import Encoder

DEEP = 12
"""How many passages a question is given; some of them are its own paragraph's."""


def mine(
    paragraphs: Sequence[str],
    questions: Sequence[str],
    encoder: Encoder,
    folder: Path,
    report: Callable[[int], None],
) -> list[list[int]]:
    """For every question the numbers of the paragraphs found for it, best first; kept in `folder`.

    The question's own paragraph is among them: who takes a negative checks what it holds.
    """
    from index.types import Filters

    kept = folder / "found.json"
    if kept.exists():
        found: list[list[int]] = json.loads(kept.read_text(encoding="utf-8"))
        if len(found) == len(questions):
            return found
    articles = [Article(str(at), str(at), "", text) for at, text in enumerate(paragraphs)]
    shelf = folder / "library"
    shutil.rmtree(shelf, ignore_errors=True)
    shelf.mkdir(parents=True)
    library = searcher(articles, encoder, shelf)
    found = []
    for done, question in enumerate(questions, 1):
        hits = library.search(question, DEEP, Filters())
        found.append(list(dict.fromkeys(int(hit.passage.article_id) for hit in hits)))
        report(done)
    write_whole(kept, json.dumps(found))
    return found
