"""Sets in SQuAD's format: CMRC 2018, DRCD, XQuAD.

A paragraph that occurs twice is one article, without a headline. Knows the format; nothing of
answering.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.language import detect
from corpus.types import Article
from qa.evaluate.questions import Gold, Question
from qa.evaluate.set_types import Loaded, Object, Options, language


def squad(paths: Sequence[Path], options: Options) -> Loaded:
    """All paragraphs of the files in one pool."""
    articles: dict[str, Article] = {}
    questions: list[Question] = []
    for path in paths:
        asked = list(_asked(path))
        tongue = language([str(row["question"]) for _, row in asked])
        for text, row in asked:
            known = Article(f"p{len(articles)}", path.name, "", text, language=detect(text))
            article = articles.setdefault(text, known)
            questions.append(_squad_question(row, article, options, tongue))
    return _squad_loaded(questions, articles, options)


def xquad(paths: Sequence[Path], options: Options) -> Loaded:
    """Asked in the second file's language, answered from the first one's paragraphs."""
    made = squad(paths[:1], options)
    if len(paths) == 1:
        return made
    if len(paths) > 2:
        raise ValueError("more than two files")
    asked = {str(row["id"]): str(row["question"]) for _, row in _asked(paths[1])}
    tongue = language(list(asked.values()))
    questions = [
        replace(one, question=asked[one.id], lang=tongue, type="crosslingual")
        for one in made.questions
    ]
    articles = {article.text: article for article in made.articles}
    return _squad_loaded(questions, articles, options)


def _squad_loaded(
    questions: Sequence[Question], articles: Mapping[str, Article], options: Options
) -> Loaded:
    if options.reading:
        text = "Each question is answered from its own paragraph alone."
        return Loaded(tuple(questions), text)
    text = (
        f"All {len(articles):,} paragraphs of the files are one library; each question is answered "
        "from all of it. Retrieval is right where the hit is the question's own paragraph."
    )
    return Loaded(tuple(questions), text, tuple(articles.values()))


def _asked(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every question of a SQuAD file, with its paragraph."""
    raw = path.read_bytes()
    content = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for article in content["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                yield paragraph["context"], row


def _squad_question(row: Object, article: Article, options: Options, tongue: str) -> Question:
    found = row["answers"]
    if not isinstance(found, list):
        raise TypeError("answers are not a list")
    answers = tuple(dict.fromkeys(str(one["text"]) for one in found))
    gold = tuple(
        Gold(str(one["text"]), article.source, "", article.id, int(one["answer_start"]))
        for one in found[:1]
    )
    return Question(
        id=str(row["id"]),
        question=str(row["question"]),
        lang=tongue,
        type="single",
        source=article.source,
        answers=answers,
        evidence=gold,
        answerable=bool(answers),
        passages=(article,) if options.reading else None,
    )
