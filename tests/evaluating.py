"""A small world for the tests of evaluation: three articles, four questions, and systems that
answer them perfectly or are broken in one way each."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import reported
from corpus.settings import add_flags, resolve
from corpus.types import Article
from index.library import Library
from index.types import Encoder, Filters
from qa import cli_eval
from qa.evaluate import check
from qa.evaluate.baselines import Quoting
from qa.evaluate.bookcase import Texts, made_of
from qa.evaluate.command import Plan, execute
from qa.evaluate.questions import Question, read
from qa.evaluate.rows import Row
from qa.evaluate.run import Answers, digest
from qa.opening import ALL_GROUPS, GROUPS
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support, Turn

ARTICLES = (
    Article("river", "papers/001_river.txt", "青石县修渠",
            "青石县去年修渠1.19万米。受益村民三百二十户。县里没有动用贷款。", language="zh"),
    Article("ferry", "papers/002_ferry.txt", "渡口开航",
            "南岸渡口昨日开航。渡船每日往返八班。票价两元。", language="zh"),
    Article("school", "papers/003_school.txt", "图书室",
            "白塔小学新建图书室。藏书四千二百册。周末也开放。", language="zh"),
)  # fmt: skip

ROWS: list[dict[str, object]] = [
    {"id": "q1", "question": "青石县去年修渠多少米？", "lang": "zh", "type": "single",
     "answers": ["1.19万米", "11900米"], "required": [], "answerable": True, "history": [],
     "evidence": [{"file": "001_river.txt", "quote": "青石县去年修渠1.19万米", "title": ""}]},
    {"id": "q2", "question": "渡船每日往返几班？", "lang": "zh", "type": "single",
     "answers": ["八班", "8班"], "required": [], "answerable": True,
     "history": [{"question": "渡口开航了吗？", "answer": "昨日开航。"}],
     "evidence": [{"file": "002_ferry.txt", "quote": "渡船每日 往返八班", "title": "渡口开航"}]},
    {"id": "q3", "question": "白塔小学图书室藏书多少，什么时候也开放？", "lang": "zh",
     "type": "list", "answers": ["四千二百册，周末"],
     "required": [["四千二百册", "4200册"], ["周末"]],
     "answerable": True, "history": [],
     "evidence": [{"file": "003_school.txt", "quote": "藏书四千二百册", "title": "图书室"},
                  {"file": "003_school.txt", "quote": "周末也开放", "title": "图书室"}]},
    {"id": "q4", "question": "渡口的船长叫什么名字？", "lang": "zh", "type": "unanswerable",
     "answers": [], "required": [], "evidence": [], "answerable": False, "history": []},
]  # fmt: skip

_GOLD = {"q1": ("river", (0,)), "q2": ("ferry", (1,)), "q3": ("school", (1, 2)), "q4": ("", ())}
_BY_QUESTION = {str(row["question"]): str(row["id"]) for row in ROWS}
BY_ID = {article.id: article for article in ARTICLES}


def write_questions(path: Path, rows: Sequence[Mapping[str, object]] = ROWS) -> Path:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def spans(article: Article) -> list[tuple[int, int]]:
    """Its sentences."""
    return [found.span() for found in re.finditer(r"[^。]+。", article.text)]


def citation(number: int, article: Article, span: tuple[int, int]) -> Citation:
    evidence = Evidence(article.id, *span, 0.9)
    return Citation(number, evidence, article.text[slice(*span)], article.title, article.source)


class Perfect:
    """Answers with the sentences that hold the evidence, and refuses the last question."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        self.asked.append((question, tuple(history)))
        hits = tuple(self.library.search(question, 10))
        timings = {"search": 0.25, "total": 0.5}
        name, places = _GOLD[_BY_QUESTION[question]]
        if not name:
            return Answer(question, Outcome.NO_EVIDENCE, hits=hits, timings=timings, confidence=0.1)
        article = BY_ID[name]
        citations = tuple(
            citation(number, article, spans(article)[place])
            for number, place in enumerate(places, 1)
        )
        said = tuple(Sentence(c.quote, Support.QUOTED, (c.number,)) for c in citations)
        return Answer(question, Outcome.ANSWERED, said, citations, hits, timings, confidence=0.9)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        raise NotImplementedError


class Broken(Perfect):
    """The same with every answer changed."""

    def __init__(self, library: Library, change: Callable[[Answer], Answer]) -> None:
        super().__init__(library)
        self._change = change

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        return self._change(super().ask(question, history, filters))


def shifted(answer: Answer) -> Answer:
    """Every citation points one sentence away from its evidence."""
    moved = []
    for one in answer.citations:
        article = BY_ID[one.evidence.article_id]
        places = spans(article)
        at = places.index((one.evidence.start, one.evidence.end))
        moved.append(citation(one.number, article, places[at - 1 if at else 1]))
    return replace(answer, citations=tuple(moved))


_NEXT = str.maketrans("0123456789一二三四五六七八九", "1234567890二三四五六七八九一")


def altered(answer: Answer) -> Answer:
    """Every number is another one."""
    said = tuple(replace(s, text=s.text.translate(_NEXT)) for s in answer.sentences)
    return replace(answer, sentences=said)


def refusing(answer: Answer) -> Answer:
    """Nothing is ever answered."""
    return Answer(answer.question, Outcome.NO_EVIDENCE, hits=answer.hits, confidence=0.0)


def answering(answer: Answer) -> Answer:
    """Nothing is ever refused."""
    if answer.outcome is Outcome.ANSWERED:
        return answer
    article = BY_ID["ferry"]
    one = citation(1, article, spans(article)[0])
    sentence = Sentence(one.quote, Support.QUOTED, (1,))
    return replace(
        answer, outcome=Outcome.ANSWERED, sentences=(sentence,), citations=(one,), confidence=0.9
    )


def world(folder: Path, encoder: Encoder) -> Library:
    """The library of the three articles."""
    return made_of(ARTICLES, folder / "library", lambda: encoder)


def evaluated(
    library: Library,
    system: Answers,
    out: Path,
    questions: Sequence[Question] | None = None,
    *,
    baselines: Sequence[str] = (),
    workers: int = 1,
    strict: bool = False,
) -> Row:
    """A whole run of this system over the questions."""
    asked = questions or read(write_questions(out.parent / "questions.jsonl"))
    plan = Plan(out, asked, {"sha256": digest(asked)}, workers=workers, strict=strict)
    others: dict[str, Callable[[], Answers]] = {
        name: lambda name=name: Quoting(library, name, lambda: library.encoder)  # type: ignore[misc]
        for name in baselines
    }
    placed = check.placed_in(library, asked)
    return execute(plan, system, Texts(library), placed, others)


def parsed(words: list[str]) -> argparse.Namespace:
    """What the command line makes of these words."""
    common = argparse.ArgumentParser(add_help=False)
    add_flags(common, GROUPS)
    parser = argparse.ArgumentParser()
    cli_eval.add_parsers(parser.add_subparsers(required=True), [common])
    args = parser.parse_args(words)
    args.settings = resolve(ALL_GROUPS, args)
    return args


@reported
def commanded(words: list[str]) -> int:
    """The exit status of `eval` or `compare`, as the whole command line has them."""
    args = parsed(words)
    status: int = args.run(args)
    return status
