"""What the reader is trained on: CMRC 2018's training set and the project's own questions.

Own questions stand in `questions/*.jsonl` beside this file. A line is one question about a
paragraph of CMRC, named by its id, or about a text of its own, and an empty answer means that the
text has none; or it is a topic: several passages, and questions with the answer of each passage
that has one. Knows the files; nothing of how examples are made of them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import UserError

TRAINING_SET = "cmrc2018_train.json.gz"
OWN = Path(__file__).parent / "questions"


class MaterialError(UserError):
    """Training data that is missing or cannot be used."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that is asked about."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a paragraph, and its answer there: `text[start:start + len(answer)]`."""

    question: str
    paragraph: int
    answer: str
    start: int
    language: str = "zh"
    favoured: bool = False
    """Whether it is of a file that this run is to see more of."""


@dataclass(frozen=True, slots=True)
class Material:
    """Paragraphs, and the questions of both origins."""

    paragraphs: tuple[Paragraph, ...]
    public: tuple[Asked, ...]
    own: tuple[Asked, ...]


def load(data: Path, own: Path = OWN, favoured: Sequence[str] = ()) -> Material:
    """All of it; `data` is the folder with CMRC's training set, or one that has it in `public/`.

    Questions of files whose names begin with one of `favoured` are marked.
    """
    paragraphs: list[Paragraph] = []
    numbers: dict[str, int] = {}
    public = []
    for identity, paragraph, asked in _squad(training_set(data)):
        number = numbers.setdefault(identity, len(paragraphs))
        if number == len(paragraphs):
            paragraphs.append(paragraph)
        for question, answer, start in asked:
            public.append(Asked(question, number, answer, start))
    questions = tuple(_own(own, paragraphs, numbers, tuple(favoured)))
    if favoured and not any(asked.favoured for asked in questions):
        what = "no questions of the favoured files"
        raise MaterialError(what, ",".join(favoured), f"Name files of {own}")
    return Material(tuple(paragraphs), tuple(public), questions)


def training_set(data: Path) -> Path:
    """The file of CMRC's training set in this folder."""
    for path in (data, data / TRAINING_SET, data / "public" / TRAINING_SET):
        if path.is_file():
            return path
    raise MaterialError(
        f"no training set ({TRAINING_SET})", data, "Name the folder that holds CMRC 2018"
    )


def _squad(path: Path) -> Iterator[tuple[str, Paragraph, list[tuple[str, str, int]]]]:
    try:
        raw = path.read_bytes()
        content = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        for article in content["data"]:
            for paragraph in article["paragraphs"]:
                text = paragraph["context"]
                asked = [
                    (row["question"], answer["text"], answer["answer_start"])
                    for row in paragraph["qas"]
                    for answer in row["answers"][:1]
                ]
                # A few of the set's offsets are wrong; their answers cannot be pointed at.
                asked = [row for row in asked if text.startswith(row[1], row[2])]
                identity = paragraph.get("id", text)
                yield identity, Paragraph(article.get("title", ""), text), asked
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MaterialError(
            f"not a file in SQuAD's format ({type(error).__name__}: {error})",
            path,
            "Name the folder that holds CMRC 2018",
        ) from error


def _own(
    folder: Path, paragraphs: list[Paragraph], numbers: dict[str, int], favoured: tuple[str, ...]
) -> Iterable[Asked]:
    for path in sorted(folder.glob("*.jsonl")):
        more = path.name.startswith(favoured)
        for line, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for one in _single(json.loads(row)):
                asked = _one(one, f"{path.name}, line {line}", paragraphs, numbers)
                yield replace(asked, favoured=more)


def _single(row: dict[str, Any]) -> Iterator[dict[str, str]]:
    """One row a question and passage; of a topic none where an answer stands unmarked."""
    if "passages" not in row:
        yield row
        return
    for asked in row["questions"]:
        answers = asked["answers"]
        for at, passage in enumerate(row["passages"]):
            answer = answers.get(str(at), "")
            if answer or not any(_tells(passage["text"], one) for one in answers.values()):
                yield {**passage, **asked, "answer": answer}


def _tells(text: str, answer: str) -> bool:
    return len(answer) >= _TELLING and answer in text


_TELLING = 3
"""Characters of an answer that another passage does not hold by chance."""


def _one(
    row: Mapping[str, str], where: str, paragraphs: list[Paragraph], numbers: dict[str, int]
) -> Asked:
    identity = row.get("context") or row["text"]
    number = numbers.get(identity)
    if number is None:
        if "text" not in row:
            raise MaterialError("a question about an unknown paragraph", where, "Mend its id")
        number = numbers[identity] = len(paragraphs)
        paragraphs.append(Paragraph(row.get("title", ""), row["text"]))
    answer = row["answer"]
    start = paragraphs[number].text.find(answer) if answer else -1
    if answer and start < 0:
        raise MaterialError("an answer that is not in its paragraph", where, "Mend it")
    return Asked(row["question"], number, answer, start, row.get("lang", "zh"))
