"""What a public set is once loaded, how it may be asked, and what its readers share.

Knows the shape of sets; nothing of any one's format.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from corpus.errors import SettingError
from corpus.language import detect
from corpus.types import Article
from qa.evaluate.questions import Question

Object: TypeAlias = Mapping[str, object]
NOISE = (0.0, 0.2, 0.4, 0.6, 0.8)
"""The shares that five passages can be divided by."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a set is asked."""

    seed: int = 13
    noise: float = 0.0
    """RGB: the share of the passages that do not have the answer."""
    refusal: bool = False
    """RGB: only such passages, so that refusing is right."""
    reading: bool = False
    """SQuAD: answer from the question's own paragraph instead of searching all."""

    def __post_init__(self) -> None:
        """Refuse a share that would be rounded to another one."""
        if self.noise not in NOISE:
            raise SettingError(
                "not a share of five passages that leaves one with the answer",
                self.noise,
                f"Give {', '.join(f'{one:g}' for one in NOISE)}; for passages none of which "
                "answers, --refusal",
            )


@dataclass(frozen=True, slots=True)
class Loaded:
    """A set ready to be asked."""

    questions: tuple[Question, ...]
    protocol: str
    articles: tuple[Article, ...] = ()
    """What a library has to be made of; none where every question brings its own."""
    options: Mapping[str, object] = field(default_factory=dict)
    """Those options that the set knows, as they were in force."""


def passage_of(identity: str, path: Path, title: str, text: str) -> Article:
    """A text that comes with a question."""
    return Article(identity, path.name, title, text, language=detect(text))


def language(questions: Sequence[str]) -> str:
    """The language of a file's questions: one alone is often too short to tell."""
    return detect(" ".join(questions[:50]))


def lines(paths: Sequence[Path]) -> Iterator[tuple[Path, Object]]:
    """The objects of JSONL files, one a line."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise ValueError(f"line {number}: {error}") from error
                if not isinstance(row, dict):
                    raise TypeError(f"line {number} is not an object")
                yield path, row


def texts(value: object) -> list[str]:
    """A list of strings, or an error."""
    if not isinstance(value, list):
        raise TypeError("passages are not a list")
    return [str(one) for one in value]
