"""Public sets, brought into the shape of this project's questions, each with its protocol in words.

    cmrc, drcd, squad   SQuAD format: every paragraph of the files is an article of the library
    xquad               the same; of two files the first is searched, the second asks
    rgb                 five passages a question, a share of them noise, or all of them (refusal)
    nomiracl            ten judged passages a question, some without the answer
    dragonball          a file of documents, which is the library, and a file of questions

Passages that come with a question are all that it is answered from. Knows the files' formats;
nothing of answering. None of the data is kept here: the paths are arguments.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from corpus.language import detect
from corpus.types import Article
from qa.evaluate.places import bare
from qa.evaluate.questions import Gold, Question, QuestionFileError

Object: TypeAlias = Mapping[str, object]
PASSAGES = 5
"""What RGB gives a question."""


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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A set ready to be asked."""

    questions: tuple[Question, ...]
    protocol: str
    articles: tuple[Article, ...] = ()
    """What a library has to be made of; none where every question brings its own."""


def load(name: str, paths: Sequence[Path], options: Options) -> Loaded:
    """One set, from its files."""
    try:
        made = SETS[name](paths, options)
    except OSError as error:
        raise QuestionFileError(
            f"a file of the set cannot be read ({error.strerror})", error.filename, "Check the path"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f"not in the format of {name} ({type(error).__name__}: {error})",
            ", ".join(map(str, paths)),
            "Name the files of the set",
        ) from error
    if not made.questions:
        raise QuestionFileError("no question in this set", ", ".join(map(str, paths)), "Check it")
    return made


def _squad(paths: Sequence[Path], options: Options) -> Loaded:
    articles: dict[str, Article] = {}
    questions: dict[str, Question] = {}
    for path in paths:
        for text, row in _asked(path):
            known = Article(f"p{len(articles)}", path.name, "", text, language=detect(text))
            article = articles.setdefault(text, known)
            question = _squad_question(row, article, options, len(questions))
            if question.id in questions:
                raise ValueError(f"the id {question.id} occurs twice")
            questions[question.id] = question
    return _squad_loaded(questions, articles, options)


def _xquad(paths: Sequence[Path], options: Options) -> Loaded:
    """Asked in the second file's language, answered from the first one's paragraphs."""
    made = _squad(paths[:1], options)
    if len(paths) == 1:
        return made
    if len(paths) > 2:
        raise ValueError("more than two files")
    asked = {str(row["id"]): str(row["question"]) for _, row in _asked(paths[1])}
    questions = {}
    for question in made.questions:
        text = asked[question.id]
        questions[question.id] = _replaced(question, text, detect(text))
    articles = {article.text: article for article in made.articles}
    return _squad_loaded(questions, articles, options)


def _replaced(question: Question, text: str, language: str) -> Question:
    from dataclasses import replace

    return replace(question, question=text, lang=language, type="crosslingual")


def _squad_loaded(
    questions: Mapping[str, Question], articles: Mapping[str, Article], options: Options
) -> Loaded:
    if options.reading:
        text = "Each question is answered from its own paragraph alone."
        return Loaded(tuple(questions.values()), text)
    text = (
        f"All {len(articles):,} paragraphs of the files are one library; each question is answered "
        "from all of it. Retrieval is right where the hit is the question's own paragraph."
    )
    return Loaded(tuple(questions.values()), text, tuple(articles.values()))


def _asked(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every question of a SQuAD file, with its paragraph."""
    raw = path.read_bytes()
    content = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for article in content["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                yield paragraph["context"], row


def _squad_question(row: Object, article: Article, options: Options, number: int) -> Question:
    found = row["answers"]
    assert isinstance(found, list)
    answers = tuple(dict.fromkeys(str(one["text"]) for one in found))
    gold = tuple(
        Gold(str(one["text"]), article.source, "", article.id, int(one["answer_start"]))
        for one in found[:1]
    )
    return Question(
        id=str(row.get("id", number)),
        question=str(row["question"]),
        lang=detect(str(row["question"])),
        type="single",
        source=article.source,
        answers=answers,
        evidence=gold,
        answerable=bool(answers),
        passages=(article,) if options.reading else None,
    )


def _rgb(paths: Sequence[Path], options: Options) -> Loaded:
    questions = []
    for path, row in _lines(paths):
        noise = PASSAGES if options.refusal else round(PASSAGES * options.noise)
        bad = _texts(row["negative"])[:noise]
        # Where a question has too few that answer it, it is given fewer passages, not more noise.
        good = _texts(row["positive"])[: PASSAGES - noise]
        texts = good + bad
        identity = str(row["id"])
        random.Random(f"{options.seed}:{identity}").shuffle(texts)
        asked = str(row["query"])
        given = tuple(_passage(f"{identity}#{n}", path, "", text) for n, text in enumerate(texts))
        answers, required = ((), ()) if options.refusal else _rgb_gold(row["answer"])
        kind = "refusal" if options.refusal else f"noise {options.noise:g}"
        questions.append(
            Question(
                identity, asked, detect(asked), kind, path.name, answers, required,
                answerable=not options.refusal, passages=given,
            )
        )  # fmt: skip
    share = "all of them negative" if options.refusal else f"{options.noise:.0%} of them negative"
    text = (
        f"{PASSAGES} passages a question, {share}, in an order shuffled with seed {options.seed} "
        "and the question's id. "
    ) + (
        "Right when the outcome is a refusal."
        if options.refusal
        else "Right when the answer has the gold string; of a list all, of a list of lists one each."
    )
    return Loaded(tuple(questions), text)


def _rgb_gold(answer: object) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """A string is an answer; a list asks for all of its members, of a list in it for one."""
    if isinstance(answer, str):
        return (answer,), ()
    if not isinstance(answer, list) or not answer:
        raise TypeError("answer is neither a string nor a list")
    if len(answer) == 1 and isinstance(answer[0], str):
        return (answer[0],), ()
    groups = tuple(tuple(map(str, one)) if isinstance(one, list) else (str(one),) for one in answer)
    return (groups[0] if len(groups) == 1 else ()), groups


def _nomiracl(paths: Sequence[Path], options: Options) -> Loaded:
    questions = []
    for path, row in _lines(paths):
        identity = str(row["query_id"])
        answerable = row["answerable"]
        if not isinstance(answerable, bool):
            raise TypeError("answerable is neither true nor false")
        given = []
        for number, text in enumerate(_texts(row["passages"])):
            title, colon, body = text.partition(": ")
            title, body = (title, body) if colon else ("", text)
            given.append(_passage(f"{identity}#{number}", path, title, body))
        asked = str(row["question"])
        kind = "relevant" if answerable else "non_relevant"
        questions.append(
            Question(
                identity, asked, detect(asked), kind, path.name,
                answerable=answerable, passages=tuple(given), settled=False,
            )
        )  # fmt: skip
    text = (
        "Each question is answered from its own ten judged passages, in the file's order. "
        "Hallucination: answered of the non-relevant; error: refused of the relevant. What an "
        "answer says is not judged: the set has no gold answers."
    )
    return Loaded(tuple(questions), text)


def _dragonball(paths: Sequence[Path], options: Options) -> Loaded:
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
            asked.extend(_lines([path]))
    if not documents or not asked:
        raise ValueError("a file of documents (.json) and one of questions (.jsonl) are needed")
    questions = tuple(_dragonball_question(row, documents) for _, row in asked)
    text = (
        f"{len(documents)} documents are the library. A cited span is right when it overlaps a gold "
        "reference; keypoints are recalled by overlap of characters and numbers; questions of the "
        "unanswerable type are right when refused. No string settles the others: no accuracy."
    )
    return Loaded(questions, text, tuple(documents.values()))


def _dragonball_question(row: Object, documents: Mapping[int, Article]) -> Question:
    query, truth = row["query"], row["ground_truth"]
    assert isinstance(query, dict)
    assert isinstance(truth, dict)
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


def _passage(identity: str, path: Path, title: str, text: str) -> Article:
    return Article(identity, path.name, title, text, language=detect(text))


def _lines(paths: Sequence[Path]) -> Iterator[tuple[Path, Object]]:
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


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("passages are not a list")
    return [str(one) for one in value]


SETS: dict[str, Callable[[Sequence[Path], Options], Loaded]] = {
    "cmrc": _squad,
    "drcd": _squad,
    "squad": _squad,
    "xquad": _xquad,
    "rgb": _rgb,
    "nomiracl": _nomiracl,
    "dragonball": _dragonball,
}
