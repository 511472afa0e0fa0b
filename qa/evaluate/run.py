"""A run: every question asked, scored and written down, so that it can be killed and resumed.

    RUN/answers.jsonl            one row a question, in the order in which they were finished
    RUN/baseline-NAME.jsonl      the same rows for each baseline
    RUN/run.json                 what the run is of: a resumed run must be of the same
    RUN/summary.json             everything that a report says of the whole, written last

A row of `answers.jsonl` (a baseline's rows have the same shape):

    {"id": "q01",
     "question": {"id", "question", "lang", "type", "answers": [str], "required": [[str]],
                  "evidence": [{"file", "quote", "title"}], "answerable": bool,
                  "history": [{"question", "answer"}]},     the whole input row; a set's rows are
                                                            brought into this shape
     "group": {"type": str, "lang": str, "source": str},    what the row is counted under
     "answer": {…} | null,             as `ask --json` prints it; null where something raised
     "error": "",                      or "KeyError: …" where asking raised, "scoring: KeyError: …"
                                       where scoring did, or what a failure said
     "seconds": 1.23,                  on the clock, for the whole question
     "retrieved": [{"rank": 1, "article_id", "title", "source", "start", "end", "text",
                    "score", "parts": {"lexical", "dense"}, "relevant": bool}],
     "gold": [{"file", "quote", "found": bool,      whether the quote is in an article
               "article_id", "start", "end",        where (of the first article), "" 0 0 if nowhere
               "rank": 3,                           of the first hit that has it, 0 for none
               "cited": bool}],
     "contexts": [{"number": 1, "before": str, "quote": str, "after": str, "right": bool|null}],
                                       each citation as it stands in its article; `right`: whether
                                       it overlaps gold evidence, null where there is no gold
     "checks": [{"text": str, "supported": bool, "reason": str}],
                                       each said sentence and the independent check of its support
     "scores": {name: number | null},  null: the measure does not apply to this question
     "why": "right"}                   or not_retrieved | not_read | not_worded | refused |
                                       answered_unanswerable | failed | ungraded

`why` is the first stage that lost the answer: `not_retrieved`, a piece of gold evidence is in no
hit; `refused`, all was found and the answer is a refusal all the same; `not_read`, a piece of gold
evidence is not cited; `not_worded`, the right place is cited and the answer lacks the fact;
`ungraded`, the question has nothing to be graded by.

`scores` has: correct said f1 em span_f1 span_em rouge_l completeness keypoint_recall hit@1 hit@5
hit@10 mrr@10 ndcg@10 recall@10 citation_precision citation_recall faithful support answer_in_quote
refused refused_outright failed answerable graded confidence. `measures.ABOUT` says what each
measure of the summary is.

`summary.json`:

    {"format": 1,
     "protocol": {"set": "questions", "files": [str], "sha256": str, "seed": 13, "sample": 0,
                  "limit": 0, "options": {"noise": 0.8, …},       only those that the set knows
                  "text": "How it was done, in words",
                  "workers": 1},       not in run.json: a resumed run may have others
     "notes": [str],                   how support is kept independent, how intervals are made, …
     "date": "2024-05-01T12:00:00+00:00", "command": "python -m qa eval …",
     "commit": "abc123+changes" | "",
     "code": "0f3a…",                  of the code and the reader; with protocol, settings and
                                       library it says whether a run may be resumed
     "machine": {"system", "processor", "cores", "memory_gb", "python"},
     "versions": {"baowen": "0.1.0", "ir-measures": "0.4.3", "numpy": …},
     "settings": {"encoder": …, "generator": …, …},   thresholds as they came into force
     "library": {"articles", "passages", "files", "encoder", "generation"} | null,
     "warnings": [str],                what was said before the run
     "counts": {"questions": 90, "done": 90, "failed": 0, "skipped": 0, "answered": 70,
                "refused": 20, "answerable": 75, "unanswerable": 15, "why": {"right": 80, …}},
     "failed": [{"id", "error"}],
     "about": {name: {"label": "Accuracy", "better": "higher" | "lower", "text": str}},
     "measures": {name: {"value": 0.85, "low": 0.78, "high": 0.92, "n": 90}},
                                       only measures that apply; n is the number of questions
     "groups": {"type": {"single": {"n": 35, "measures": {…}}, …}, "lang": {…}, "source": {…}},
     "curves": {"risk_coverage": {"points": [{"coverage", "risk", "threshold"}],
                                  "area": {"value", "low", "high", "n"} | null}},
     "latency": {stage: {"p50", "p95", "mean", "n"}},   stages of `Answer.timings`, and "seconds"
     "baselines": {"lexical": {"about": str, "counts": {…}, "measures": {…}, "groups": {…},
                               "curves": {…}, "latency": {…}}, …},
     "plain": false}                   true: questions without gold: only what needs none is there

Knows how questions are asked and rows are kept; nothing of what a measure is.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from corpus.types import Article
from index.prepared import write_whole
from index.types import Filters
from qa.evaluate import rows, scoring
from qa.evaluate.places import Placed, locate
from qa.evaluate.questions import Gold, Question
from qa.evaluate.rows import Row, RowFile, RunError
from qa.evaluate.shown import progress
from qa.types import Answer, Turn

ANSWERS, MANIFEST, SUMMARY = "answers.jsonl", "run.json", "summary.json"


class Answers(Protocol):
    """What is evaluated: the answerer, a baseline, a test's script."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer from the library."""
        ...

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """The answer from these texts alone."""
        ...


class Asker:
    """Asks one question of a system and scores what comes of it."""

    def __init__(
        self, system: Answers, article: scoring.Lookup, placed: Mapping[Gold, Placed]
    ) -> None:
        self._system = system
        self._article = article
        self._placed = placed

    def __call__(self, question: Question) -> Row:
        """The question's row; one that raises is a wrong one, with what it raised.

        Scoring is guarded as asking is: what ends a run here ends it again whenever it is resumed.
        """
        started = time.perf_counter()
        doing, seconds = "", 0.0
        try:
            answer = self._asked(question)
            doing, seconds = "scoring: ", time.perf_counter() - started
            case = self._case(question, answer)
            return rows.row(case, scoring.score(case), seconds)
        except Exception as error:  # every kind: the run goes on, and the row names it
            seconds = seconds or time.perf_counter() - started
            said = " ".join(f"{doing}{type(error).__name__}: {error}".split())
            return rows.failed_row(question, scoring.failed(question), said, seconds)

    def _asked(self, question: Question) -> Answer:
        if question.passages is None:
            return self._system.ask(question.question, question.history)
        return self._system.answer_from(question.question, question.passages, question.history)

    def _case(self, question: Question, answer: Answer) -> scoring.Case:
        if question.passages is None:
            gold = tuple(self._placed[one] for one in question.evidence)
            return scoring.Case(question, gold, answer, self._article)
        given = {passage.id: passage for passage in question.passages}
        placed = locate(question.evidence, (((p.source,), p) for p in question.passages))
        gold = tuple(placed[one] for one in question.evidence)
        return scoring.Case(question, gold, answer, given.get)


def ask_all(
    questions: Sequence[Question],
    ask: Callable[[Question], Row],
    path: Path,
    workers: int = 1,
    what: str = "questions",
) -> list[Row]:
    """The rows of all questions in their order; those that the file has are not asked again."""
    with RowFile(path) as file:
        done = {row["id"] for row in file.rows}
        left = [question for question in questions if question.id not in done]
        with progress(what, len(questions), len(done)) as report:
            for row in _rows(left, ask, workers):
                file.append(row)
                report(len(file.rows))
                if row["error"]:
                    print(f"{row['id']}: {row['error']}", file=sys.stderr)
        return rows.in_order(file.rows, questions)


def _rows(
    questions: Sequence[Question], ask: Callable[[Question], Row], workers: int
) -> Iterator[Row]:
    """Rows as they are finished. Interrupted, what is running is waited for and the rest left."""
    if workers == 1:
        yield from map(ask, questions)
        return
    pool = ThreadPoolExecutor(workers)
    try:
        futures: list[Future[Row]] = [pool.submit(ask, question) for question in questions]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def claim(folder: Path, what: Mapping[str, object]) -> Row:
    """Make the folder this run's, or find that it already is; answers its manifest.

    What was begun with other questions or settings is not continued: its rows would be mixed.
    """
    path = folder / MANIFEST
    wanted = json.loads(json.dumps(what))
    if path.exists():
        return _same(path, wanted)
    if (folder / ANSWERS).exists():
        raise RunError("this folder has answers of an unknown run", folder, "Give another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(
            f"the run's folder cannot be made ({error.strerror})", folder, "Give another --out"
        ) from error
    manifest: Row = {"what": wanted, "date": datetime.now(UTC).isoformat(timespec="seconds")}
    write_json(path, manifest)
    return manifest


def _same(path: Path, wanted: Row) -> Row:
    try:
        manifest: Row = json.loads(path.read_text(encoding="utf-8"))
        begun = manifest["what"]
        assert isinstance(begun, dict)
    except (ValueError, KeyError, AssertionError) as error:
        raise RunError("not the manifest of a run", path, "Give another --out") from error
    other = [
        f"{name} was {_short(begun.get(name))}, is {_short(wanted.get(name))}"
        for name in dict.fromkeys((*begun, *wanted))
        if begun.get(name) != wanted.get(name)
    ]
    if other:
        raise RunError(
            "this folder holds another run",
            f"{path.parent} ({'; '.join(other)})",
            "Give another --out, or the same questions and settings to resume",
        )
    return manifest


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def digest(questions: Sequence[Question]) -> str:
    """Changes when anything that is asked or graded by changes."""
    made = [question.as_row() for question in questions]
    whole = json.dumps(made, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def write_json(path: Path, value: object) -> None:
    """Write JSON so that a reader sees the old file or the new one."""
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
