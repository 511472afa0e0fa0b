"""Two runs compared, a gate for builds, a list of questions answered, and the two commands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from corpus.errors import SettingError
from index.library import Library
from qa.evaluate import gate, provenance
from qa.evaluate.compare import as_text, compared
from qa.evaluate.measures import Value
from qa.evaluate.plain import written
from qa.evaluate.questions import Question, read
from qa.evaluate.rows import Row, RowFile, RunError, read_rows, row
from qa.evaluate.scoring import Case, score
from qa.types import Answer, Outcome, Sentence, Support
from tests.conftest import FakeEncoder
from tests.evaluating import (
    ROWS,
    Broken,
    Perfect,
    altered,
    answering,
    commanded,
    evaluated,
    world,
    write_questions,
)


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    with world(tmp_path, encoder) as opened:
        yield opened


def test_what_changed_between_two_runs(library: Library, tmp_path: Path) -> None:
    evaluated(library, Perfect(library), tmp_path / "a")
    evaluated(library, Broken(library, answering), tmp_path / "b")
    found = compared(tmp_path / "a", tmp_path / "b")
    measures = cast(Mapping[str, Mapping[str, object]], found["measures"])
    accuracy = measures["accuracy"]
    assert (accuracy["first"], accuracy["second"]) == (1.0, 0.75)
    gap = cast(Mapping[str, float], accuracy["difference"])
    assert gap["value"] == -0.25
    assert gap["low"] < -0.25 < gap["high"] == 0.0
    still = cast(Mapping[str, float], measures["citation_precision"]["difference"])
    assert (still["value"], still["low"], still["high"]) == (0.0, 0.0, 0.0)
    assert found["lost"] == [
        {"id": "q4", "question": "渡口的船长叫什么名字？", "was": "right",
         "now": "answered_unanswerable"}
    ]  # fmt: skip
    assert found["gained"] == []
    back = compared(tmp_path / "b", tmp_path / "a")
    assert [row["id"] for row in cast(list[dict[str, object]], back["gained"])] == ["q4"]
    shown = as_text(found)
    assert "lost: 1\n  q4  right → answered_unanswerable" in shown
    assert "accuracy" in shown


@pytest.mark.parametrize("answerable", [True, False])
def test_who_changed_side_where_no_string_settles_what_is_right(
    tmp_path: Path, answerable: bool
) -> None:
    question = Question("n1", "几班？", "zh", "kind", answerable=answerable, settled=False)
    said = {"quoting": Outcome.ANSWERED, "silent": Outcome.NO_EVIDENCE}
    for name, outcome in said.items():
        answer = Answer(question.question, outcome, (Sentence("八班。", Support.QUOTED),))
        case = Case(question, (), answer, lambda _: None)
        with RowFile(tmp_path / name) as file:
            file.append(row(case, score(case), 0.1))
        (tmp_path / f"run-{name}").mkdir()
        (tmp_path / name).rename(tmp_path / f"run-{name}" / "answers.jsonl")
    found = compared(tmp_path / "run-quoting", tmp_path / "run-silent")
    assert "accuracy" not in cast(Mapping[str, object], found["measures"])
    lost, gained = ([], ["n1"]) if not answerable else (["n1"], [])
    assert [one["id"] for one in cast(list[Row], found["lost"])] == lost
    assert [one["id"] for one in cast(list[Row], found["gained"])] == gained
    same = compared(tmp_path / "run-silent", tmp_path / "run-silent")
    assert (same["lost"], same["gained"]) == ([], [])


def test_runs_that_are_no_pair(library: Library, tmp_path: Path) -> None:
    evaluated(library, Perfect(library), tmp_path / "a")
    with pytest.raises(RunError, match="not the rows of a run"):
        compared(tmp_path / "a", tmp_path / "nothing")
    one = read(write_questions(tmp_path / "one.jsonl", [{**ROWS[0], "id": "other"}]))
    evaluated(library, Perfect(library), tmp_path / "b", one)
    with pytest.raises(RunError, match="no question is in both runs"):
        compared(tmp_path / "a", tmp_path / "b")
    changed = read(write_questions(tmp_path / "two.jsonl", [{**ROWS[0], "answers": ["一米"]}]))
    evaluated(library, Perfect(library), tmp_path / "c", changed)
    with pytest.raises(RunError, match="ask different things under the same id"):
        compared(tmp_path / "a", tmp_path / "c")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("acuracy=.8", "Did you mean accuracy"),
        ("accuracy", "not a share"),
        ("accuracy=eighty", "not a share"),
        ("accuracy=1.5", "not a share"),
        ("accuracy=nan", "not a share"),
        ("hallucination=.1", "better when smaller"),
        ("", "no measure"),
        ("=.8", "no such measure"),
    ],
)
def test_a_gate_that_is_none_is_told(given: str, says: str) -> None:
    with pytest.raises(SettingError) as told:
        gate.parse(given)
    assert says in str(told.value)


def test_a_gate_tells_what_is_not_reached() -> None:
    wanted = gate.parse("accuracy=.85, refusal=.8,hit@5=.9")
    assert wanted == {"accuracy": 0.85, "refusal_f1": 0.8, "hit@5": 0.9}
    found = {"accuracy": Value(0.85, 0.8, 0.9, 90), "refusal_f1": Value(0.75, 0.6, 0.9, 90)}
    assert gate.failures(wanted, found) == [
        "refusal_f1: 0.750 is under 0.8 (95 % interval 0.600 to 0.900, 90 questions)",
        "hit@5: no question of this run has it; 0.9 was asked",
    ]


def test_a_list_is_answered_to_be_read(library: Library, tmp_path: Path) -> None:
    evaluated(library, Broken(library, altered), tmp_path / "run")
    rows = read_rows(tmp_path / "run" / "answers.jsonl")
    table = list(csv.reader(io.StringIO(written(rows, "csv").removeprefix("\ufeff"))))
    assert table[0] == ["id", "question", "outcome", "answer", "sources"]
    assert table[2] == [
        "q2", "渡船每日往返几班？", "answered", "渡船每日往返九班。[1]",
        "[1] 渡口开航 · papers/002_ferry.txt: “渡船每日往返八班。”",
    ]  # fmt: skip
    lines = [json.loads(line) for line in written(rows, "jsonl").splitlines()]
    assert [line["id"] for line in lines] == ["q1", "q2", "q3", "q4"]
    assert lines[3]["outcome"] == "no_evidence"
    assert lines[2]["citations"][1]["quote"] == "周末也开放。"
    page = written(rows, "markdown")
    assert page.startswith("## 青石县去年修渠多少米？\n\n")
    assert "> [1] 渡船每日往返八班。\n> — 渡口开航 · papers/002_ferry.txt" in page


def test_a_cell_is_no_formula(library: Library, tmp_path: Path) -> None:
    evaluated(library, Perfect(library), tmp_path / "run")
    first = read_rows(tmp_path / "run" / "answers.jsonl")[0]
    asked = {**cast(dict[str, object], first["question"]), "question": "=1+1"}
    table = written([{**first, "question": asked}], "csv")
    assert "'=1+1" in table


def test_a_command_line_keeps_its_secrets() -> None:
    words = ["eval", "q.jsonl", "--api-key", "k-1", "--api-key=k-2", "--generator",
             "http://me:word@host/v1?key=k-3"]  # fmt: skip
    line = provenance.command(words)
    assert line.startswith("python -m qa eval q.jsonl --api-key ")
    assert not any(secret in line for secret in ("k-1", "k-2", "k-3", "word"))


def test_code_is_told_by_what_it_is(tmp_path: Path) -> None:
    for room in ("corpus", "index", "qa"):
        (tmp_path / room).mkdir()
    (tmp_path / "qa" / "answer.py").write_text("a = 1", encoding="utf-8")
    first = provenance.code(tmp_path)
    (tmp_path / "qa" / "report.py").write_text("b = 1", encoding="utf-8")
    (tmp_path / "README.md").write_text("c", encoding="utf-8")
    assert provenance.code(tmp_path) == first
    (tmp_path / "qa" / "reader.safetensors").write_bytes(b"d")
    second = provenance.code(tmp_path)
    (tmp_path / "qa" / "answer.py").write_text("a = 2", encoding="utf-8")
    assert len({first, second, provenance.code(tmp_path)}) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["eval"], "what is to be asked"),
        (["eval", "q.jsonl", "--set", "rgb", "x"], "what is to be asked"),
        (["eval", "--set", "triviaqa", "x"], "no such set"),
        (["eval", "--set", "rgb"], "no file of the set"),
        (["eval", "nothing.jsonl"], "cannot be read"),
        (["eval", "nothing.jsonl", "--fail-under", "acuracy=1"], "Did you mean accuracy?"),
        (["eval", "LIST", "--baselines", "magic"], "no such baseline"),
        (["eval", "LIST", "--library", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_bad_input_is_one_line_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    questions = write_questions(tmp_path / "questions.jsonl")
    given = [str(questions) if word == "LIST" else word for word in words]
    assert commanded([*given, "--out", str(tmp_path / "run")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("error: ")
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("words", [["--noise", "2"], ["--limit", "0"], ["--workers", "x"]])
def test_bad_numbers_are_usage(tmp_path: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commanded(["eval", "q.jsonl", "--out", str(tmp_path), *words])
    assert left.value.code == 2


def test_compare_prints_one_value(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated(library, Perfect(library), tmp_path / "a")
    capsys.readouterr()
    assert commanded(["compare", str(tmp_path / "a"), str(tmp_path / "a"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 4
