"""What is wrong between the questions and the library, found before the first question is asked.

Knows questions and articles; nothing of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.types import Article
from index.library import Library
from qa.evaluate.places import Placed, locate
from qa.evaluate.questions import Gold, Question, QuestionFileError

_SHOWN = 5


def placed_in(library: Library, questions: Sequence[Question]) -> dict[Gold, Placed]:
    """Every piece of gold evidence, found in the library."""
    gold = [one for question in questions for one in question.evidence]
    if not gold:
        return {}

    def stories(article_id: str) -> Iterable[str]:
        return [placement.article_id for placement in library.same_story(article_id)]

    return locate(gold, _articles(library), stories)


def _articles(library: Library) -> Iterator[tuple[tuple[str, ...], Article]]:
    for placement, article in library.each_article():
        yield (placement.source, placement.path, article.source), article


def complaints(questions: Sequence[Question], placed: Mapping[Gold, Placed]) -> list[str]:
    """One line for each kind of thing that will cost points whatever the answers are."""
    sources: dict[str, list[str]] = {}
    quotes: list[str] = []
    for question in questions:
        for gold in question.evidence:
            found = placed[gold]
            if not found.source_known:
                sources.setdefault(gold.file or gold.article_id, []).append(question.id)
            if not found.places:
                quotes.append(f"{question.id} “{gold.quote[:24]}”")
    lines = [
        f"the library does not have {file}, which is the evidence of {len(set(ids))} questions "
        f"({_few(list(dict.fromkeys(ids)))})"
        for file, ids in sources.items()
    ]
    if quotes:
        lines.append(f"{len(quotes)} gold quotes are in no article: {_few(quotes)}")
    return lines


def refuse(lines: Sequence[str]) -> None:
    """Turn complaints into an error, where they are wanted as one."""
    if lines:
        raise QuestionFileError(
            "questions and library do not fit", "; ".join(lines), "Add the files, or drop --strict"
        )


def _few(names: Sequence[str]) -> str:
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
