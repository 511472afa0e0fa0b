"""The sets that reading is measured on: questions about a paragraph, and questions with passages.

The data's folder is an argument; nothing of it is kept here. Knows the files' formats; nothing of
reading or of measures.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qa.reader.types import Text

SPANS = {
    "cmrc": "cmrc2018_dev.json",
    "drcd": "drcd_dev.json",
    "xquad-zh": "xquad.zh.json",
    "xquad-en": "xquad.en.json",
}
"""Sets in SQuAD's format, in which the answer stands in the paragraph."""
CHOICES = ("nomiracl", "rgb")
SEED = 5
AT_ONCE = 5
"""How many of a question's passages are shown at a time in RGB."""
_TITLE = 40
"""A longer beginning before a colon is no headline."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the paragraph that answers it, and every answer that is right."""

    question: str
    paragraph: str
    answers: tuple[str, ...]
    start: int
    """Where the first answer stands in the paragraph."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with passages, of which one answers it or none does."""

    question: str
    texts: tuple[Text, ...]
    answerable: bool


def spans(data: Path, name: str) -> list[Asked]:
    """The questions of a set in SQuAD's format."""
    content = json.loads((data / "public" / SPANS[name]).read_text(encoding="utf-8"))
    return [
        Asked(
            asked["question"],
            paragraph["context"],
            tuple(answer["text"] for answer in asked["answers"]),
            asked["answers"][0]["answer_start"],
        )
        for article in content["data"]
        for paragraph in article["paragraphs"]
        for asked in paragraph["qas"]
    ]


def choices(data: Path, name: str) -> list[Choice]:
    """The questions of a set whose passages may all be wrong."""
    return _nomiracl(data / "public") if name == "nomiracl" else _rgb(data / "public")


def sample(rows: Sequence[T], limit: int) -> list[T]:
    """About `limit` rows, evenly from the whole; all of them where there is no limit."""
    if not 0 < limit < len(rows):
        return list(rows)
    return [rows[at * len(rows) // limit] for at in range(limit)]


def _nomiracl(folder: Path) -> list[Choice]:
    found = []
    for kind in ("relevant", "non_relevant"):
        path = folder / f"nomiracl_zh_{kind}_dev.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts = tuple(map(_titled, row["passages"]))
            found.append(Choice(row["question"], texts, row["answerable"]))
    return found


def _titled(passage: str) -> Text:
    title, colon, text = passage.partition(": ")
    return Text(title, text) if colon and len(title) <= _TITLE else Text("", passage)


def _rgb(folder: Path) -> list[Choice]:
    """Every question twice: with one right passage among the wrong, and with wrong ones only."""
    found = []
    for line in (folder / "rgb_zh_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        chance = random.Random(f"{SEED} {row['id']}")
        wrong = chance.sample(row["negative"], AT_ONCE)
        right = [chance.choice(row["positive"]), *wrong[1:]]
        chance.shuffle(right)
        for passages, answerable in ((right, True), (wrong, False)):
            texts = tuple(Text("", passage) for passage in passages)
            found.append(Choice(row["query"], texts, answerable))
    return found
