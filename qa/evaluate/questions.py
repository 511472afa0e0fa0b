"""Questions to be asked in a run, and what is known of their answers.

Three kinds of files: JSONL with gold (`id, question, lang, type, answers, required,
evidence[].{file,quote,title}, answerable, history[].{question,answer}`), and lists without gold:
`.txt`, a question a line, and `.csv` with a column `question`. Everything that makes a file
unusable is said at once, with the line's number. Knows the files; nothing of libraries or answers.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import UserError
from corpus.types import Article
from qa.evaluate.matching import normal
from qa.types import Turn

_SHOWN = 5
"""Complaints that fit on the one line of an error."""


class QuestionFileError(UserError):
    """A file that cannot be asked from."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A place that holds the answer, or a part of it."""

    quote: str
    file: str = ""
    title: str = ""
    article_id: str = ""
    """Where a set names the article itself; hits are then judged by article."""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what is known of its answer."""

    id: str
    question: str
    lang: str = ""
    type: str = ""
    source: str = ""
    answers: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Gold, ...] = ()
    answerable: bool = True
    history: tuple[Turn, ...] = ()
    passages: tuple[Article, ...] | None = None
    """The only texts that it is answered from; None: from the library."""
    reference: str = ""
    """A long answer to compare with, where no short string settles it."""
    keypoints: tuple[str, ...] = ()
    gold: bool = True
    """False: nothing is known of its answer."""
    settled: bool = True
    """False: in its set no string settles what is right, so the set has no accuracy."""
    row: Mapping[str, object] = field(default_factory=dict, compare=False)

    def as_row(self) -> dict[str, object]:
        """The whole input row, or for a set's question the same shape."""
        made: dict[str, object] = {
            "id": self.id,
            "question": self.question,
            "lang": self.lang,
            "type": self.type,
            "answers": list(self.answers),
            "required": [list(group) for group in self.required],
            "evidence": [
                {"file": g.file, "quote": g.quote, "title": g.title} for g in self.evidence
            ],
            "answerable": self.answerable,
            "history": [{"question": t.question, "answer": t.answer} for t in self.history],
        }
        if self.passages is not None:
            made["passages"] = [{"title": p.title, "text": p.text} for p in self.passages]
        if self.reference:
            made |= {"reference": self.reference, "keypoints": list(self.keypoints)}
        return made | dict(self.row)


def read(path: Path) -> list[Question]:
    """The questions of a file, or an error that names every line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionFileError(
            "the questions are not UTF-8", path, "Save them as UTF-8"
        ) from error
    except OSError as error:
        raise QuestionFileError(
            f"the questions cannot be read ({error.strerror})", path, "Check the path"
        ) from error
    readers = {".txt": _plain_lines, ".csv": _table}
    found, wrong = readers.get(path.suffix.lower(), _rows)(text, path.name)
    wrong += _twice(found)
    if wrong:
        more = f"; and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise QuestionFileError(
            f"{path.name} cannot be asked from",
            "; ".join(wrong[:_SHOWN]) + more,
            "Mend these lines" if found else "Give a file with questions",
        )
    if not found:
        raise QuestionFileError("no question in this file", path, "Give one with a question a line")
    return [question for _, question in found]


def chosen(
    questions: Sequence[Question], sample: int = 0, limit: int = 0, seed: int = 0
) -> list[Question]:
    """A seeded sample in the file's order, then the first `limit`; 0 takes all."""
    kept = list(questions)
    if 0 < sample < len(kept):
        places = sorted(random.Random(seed).sample(range(len(kept)), sample))
        kept = [kept[place] for place in places]
    return kept[:limit] if limit else kept


Numbered = tuple[int, Question]
Found = tuple[list[Numbered], list[str]]


def _plain_lines(text: str, name: str) -> Found:
    lines = [(number, " ".join(line.split())) for number, line in enumerate(text.splitlines(), 1)]
    return [
        (number, Question(f"q{number}", line, source=name, gold=False))
        for number, line in lines
        if line
    ], []


def _table(text: str, name: str) -> Found:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if "question" not in (reader.fieldnames or ()):
        return [], ["line 1: no column `question`"]
    found: list[Numbered] = []
    for row in reader:
        asked = " ".join((row["question"] or "").split())
        if asked:
            number = reader.line_num
            identity = (row.get("id") or "").strip() or f"q{number}"
            plain = {key: value for key, value in row.items() if key is not None}
            found.append((number, Question(identity, asked, source=name, gold=False, row=plain)))
    return found, []


def _rows(text: str, name: str) -> Found:
    found: list[Numbered] = []
    wrong: list[str] = []
    # Not splitlines: a string in JSON may hold U+2028, which is no end of a line there.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append((number, _question(_whole(json.loads(line)), name)))
        except json.JSONDecodeError as error:
            wrong.append(f"line {number}: not JSON ({error.msg})")
        except UnicodeEncodeError:
            wrong.append(f"line {number}: half of a character (a lone surrogate)")
        except RecursionError:
            wrong.append(f"line {number}: nested too deep")
        except _RowError as error:
            wrong.append(f"line {number}: {error}")
    return found, wrong


def _whole(row: object) -> object:
    """The row, if all its characters are ones that a file can hold."""
    json.dumps(row, ensure_ascii=False).encode()
    return row


def _twice(found: Sequence[Numbered]) -> list[str]:
    first: dict[str, int] = {}
    return [
        f"line {number}: the id {question.id} is that of line {first[question.id]}"
        for number, question in found
        if first.setdefault(question.id, number) != number
    ]


class _RowError(ValueError):
    """What is wrong with one row."""


def _question(row: object, name: str) -> Question:
    if not isinstance(row, dict):
        raise _RowError("not an object")
    asked = _text(row, "question", needed=True)
    identity = row.get("id")
    if not isinstance(identity, (str, int)) or isinstance(identity, bool) or identity == "":
        raise _RowError("no id")
    answerable = row.get("answerable", True)
    if not isinstance(answerable, bool):
        raise _RowError("answerable is neither true nor false")
    evidence = tuple(_evidence(row))
    answers, required = tuple(_expected(row, "answers")), tuple(_groups(row))
    if answerable and "answers" in row and not answers and not required:
        raise _RowError("answerable, but without answers")
    return Question(
        str(identity),
        asked,
        _text(row, "lang"),
        _text(row, "type"),
        _source(evidence),
        answers,
        required,
        evidence,
        answerable,
        tuple(_history(row)),
        gold=bool(answers or required) or not answerable,
        row=row,
    )


def _source(evidence: Sequence[Gold]) -> str:
    """What the question is counted under."""
    files = {gold.file for gold in evidence if gold.file}
    return files.pop() if len(files) == 1 else "several files" if files else "no file"


def _evidence(row: Mapping[str, object]) -> Iterator[Gold]:
    for item in _objects(row, "evidence"):
        yield Gold(_text(item, "quote", needed=True), _text(item, "file"), _text(item, "title"))


def _history(row: Mapping[str, object]) -> Iterator[Turn]:
    for item in _objects(row, "history"):
        yield Turn(_text(item, "question", needed=True), _text(item, "answer"))


def _objects(row: Mapping[str, object], name: str) -> list[dict[str, object]]:
    items = row.get(name) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _RowError(f"{name} is not a list of objects")
    return items


def _groups(row: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    groups = row.get("required") or []
    if not isinstance(groups, list):
        raise _RowError("required is not a list")
    for group in groups:
        variants = _expected({"required": group}, "required")
        if not variants:
            raise _RowError("required has an empty group, which no answer meets")
        yield tuple(variants)


def _expected(row: Mapping[str, object], name: str) -> list[str]:
    """Strings to be looked for in an answer: one that is blank as compared is never in it."""
    texts = _texts(row, name)
    if not all(map(normal, texts)):
        raise _RowError(f"{name} has a blank string, which no answer says")
    return texts


def _texts(row: Mapping[str, object], name: str) -> list[str]:
    texts = row.get(name) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise _RowError(f"{name} is not a list of strings")
    return texts


def _text(row: Mapping[str, object], name: str, *, needed: bool = False) -> str:
    text = row.get(name) or ""
    if not isinstance(text, str) or (needed and not text.strip()):
        raise _RowError(f"no {name}" if needed else f"{name} is not a string")
    return text
