"""DRAGONBall: documents, and questions with long answers, references and keypoints.

Knows the format; nothing of answering.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.language import detect
from corpus.types import Article
from qa.evaluate.places import bare
from qa.evaluate.questions import Gold, Question
from qa.evaluate.set_types import Loaded, Object, Options, lines


def dragonball(paths: Sequence[Path], options: Options) -> Loaded:
    """The documents as a library, and the questions on them."""
    documents: dict[int, Article] = {}
    asked: list[tuple[Path, Object]] = []
    for path in paths:
        if path.suffix == ".json":
            for row in json.loads(path.read_text(encoding="utf-8")):
                number = int(row["doc_id"])
                text = str(row["content"])
                title = next((str(row[name]) for name in row if name.endswith("_name")), "")
                documents[number] = Article(
                    f"d{number}", f"{path.name}:{number}", title, text, language=detect(text)
                )
        else:
            asked.extend(lines([path]))
    if not documents or not asked:
        raise ValueError("a file of documents (.json) and one of questions (.jsonl) are needed")
    questions = tuple(_dragonball_question(row, documents) for _, row in asked)
    text = (
        f"{len(documents)} documents are the library. A cited span is right when it overlaps "
        "a gold reference; keypoints are recalled by overlap of characters and numbers; questions "
        "of the unanswerable type are right when refused. No string settles the others, so there "
        "is no accuracy; listed as right are those with a keypoint recall of at least one half."
    )
    return Loaded(questions, text, tuple(documents.values()))


def _dragonball_question(row: Object, documents: Mapping[int, Article]) -> Question:
    query, truth = row["query"], row["ground_truth"]
    if not isinstance(query, dict) or not isinstance(truth, dict):
        raise TypeError("query or ground_truth is not an object")
    kind, asked = str(query["query_type"]), str(query["content"])
    answerable = "无解" not in kind and "Unanswerable" not in kind
    own = [documents[int(number)] for number in truth["doc_ids"] if int(number) in documents]
    points = [str(point).partition(". ") for point in truth["keypoints"]]
    evidence = tuple(_reference(str(quote), own) for quote in truth["references"])
    return Question(
        id=str(query["query_id"]),
        question=asked,
        lang=str(row.get("language", "")),
        type=kind,
        source=str(row.get("domain", "")),
        evidence=evidence if answerable else (),
        answerable=answerable,
        reference=str(truth["content"]) if answerable else "",
        keypoints=tuple(tail if dot and head.isdecimal() else head + dot + tail
                        for head, dot, tail in points) if answerable else (),
        settled=False,
    )  # fmt: skip


def _reference(quote: str, documents: Sequence[Article]) -> Gold:
    """A reference, and the file of the document among the question's own that has it."""
    wanted = bare(quote)
    for article in documents:
        if wanted in bare(article.text):
            return Gold(quote, article.source, article.title)
    return Gold(quote)
