"""A whole run with a scripted system: figures, broken systems exposed, killed and resumed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from index.library import Library
from index.types import Filters
from qa.evaluate import rows as rows_of
from qa.evaluate.questions import Question, QuestionFileError, read
from qa.evaluate.rows import Row, RunError
from qa.evaluate.run import ANSWERS, SUMMARY
from qa.types import Answer, Outcome, Turn
from tests.conftest import FakeEncoder
from tests.evaluating import (
    ROWS,
    Broken,
    Perfect,
    altered,
    answering,
    evaluated,
    refusing,
    shifted,
    world,
    write_questions,
)


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    with world(tmp_path, encoder) as opened:
        yield opened


def values(made: Row) -> dict[str, float]:
    found = cast(Mapping[str, Mapping[str, float]], made["measures"])
    return {name: one["value"] for name, one in found.items()}


def kept(out: Path) -> list[Row]:
    return rows_of.read_rows(out / ANSWERS)


def test_a_perfect_system_is_perfect(library: Library, tmp_path: Path) -> None:
    system = Perfect(library)
    made = evaluated(library, system, tmp_path / "run")
    found = values(made)
    perfect = {name for name, value in found.items() if value == 1.0}
    assert perfect >= {
        "accuracy", "completeness", "hit@10", "recall@10", "citation_precision",
        "citation_recall", "faithful", "support", "answer_in_quote", "refusal_precision",
        "refusal_recall", "refusal_f1",
    }  # fmt: skip
    assert found["hallucination"] == found["error_rate"] == 0.0
    assert system.asked[1] == ("渡船每日往返几班？", (Turn("渡口开航了吗？", "昨日开航。"),))
    assert made["counts"] == {
        "questions": 4, "done": 4, "failed": 0, "answered": 3, "refused": 1, "answerable": 3,
        "unanswerable": 1, "why": {"right": 4}, "skipped": 0,
    }  # fmt: skip
    latency = cast(Mapping[str, Mapping[str, float]], made["latency"])
    assert latency["search"] == {"p50": 0.25, "p95": 0.25, "mean": 0.25, "n": 4}
    assert json.loads((tmp_path / "run" / SUMMARY).read_text(encoding="utf-8")) == json.loads(
        json.dumps(made)
    )


def test_a_row_tells_the_whole_story(library: Library, tmp_path: Path) -> None:
    evaluated(library, Perfect(library), tmp_path / "run")
    row = kept(tmp_path / "run")[1]
    assert row["question"] == ROWS[1]
    assert row["group"] == {"type": "single", "lang": "zh", "source": "002_ferry.txt"}
    gold = cast(list[Row], row["gold"])[0]
    hit = cast(list[Row], row["retrieved"])[cast(int, gold["rank"]) - 1]
    assert hit["article_id"] == "ferry"
    assert hit["relevant"] is True
    assert (gold["article_id"], gold["start"], gold["end"]) == ("ferry", 9, 17)
    assert gold["cited"] is True
    assert row["contexts"] == [
        {"number": 1, "before": "南岸渡口昨日开航。", "quote": "渡船每日往返八班。",
         "after": "票价两元。", "right": True}
    ]  # fmt: skip
    assert row["checks"] == [{"text": "渡船每日往返八班。", "supported": True, "reason": ""}]
    answer = cast(Mapping[str, object], row["answer"])
    assert answer["text"] == "渡船每日往返八班。"
    groups = cast(
        Mapping[str, Mapping[str, Mapping[str, object]]],
        json.loads((tmp_path / "run" / SUMMARY).read_text(encoding="utf-8"))["groups"],
    )
    assert {name: one["n"] for name, one in groups["type"].items()} == {
        "single": 2, "list": 1, "unanswerable": 1,
    }  # fmt: skip
    assert set(groups["source"]) == {"001_river.txt", "002_ferry.txt", "003_school.txt", "no file"}


def test_citations_shifted_by_one_are_exposed(library: Library, tmp_path: Path) -> None:
    found = values(evaluated(library, Broken(library, shifted), tmp_path / "run"))
    assert found["accuracy"] == 1.0
    # Of the two citations of the third question each shifts to where the other should not be.
    assert found["citation_precision"] == pytest.approx((0 + 0 + 0.5) / 3)
    assert found["citation_recall"] == pytest.approx((0 + 0 + 0.5) / 3)
    assert found["support"] == 0.0
    assert found["answer_in_quote"] == 0.0
    assert found["faithful"] == 1.0


def test_altered_numbers_are_exposed(library: Library, tmp_path: Path) -> None:
    made = evaluated(library, Broken(library, altered), tmp_path / "run")
    found = values(made)
    assert found["accuracy"] == 0.25
    assert found["completeness"] == 0.5
    # 周末也开放 has no number to alter; the other three sentences do.
    assert found["support"] == pytest.approx((0 + 0 + 0.5) / 3)
    assert found["citation_precision"] == 1.0
    assert cast(Row, made["counts"])["why"] == {"not_worded": 3, "right": 1}


def test_always_refusing_is_exposed(library: Library, tmp_path: Path) -> None:
    made = evaluated(library, Broken(library, refusing), tmp_path / "run")
    found = values(made)
    assert found["accuracy"] == 0.25
    assert found["refusal_recall"] == 1.0
    assert found["refusal_precision"] == 0.25
    assert found["error_rate"] == 1.0
    assert found["citation_recall"] == 0.0
    assert found["f1"] == 0.0
    assert "support" not in found
    assert cast(Row, made["counts"])["why"] == {"refused": 3, "right": 1}


def test_never_refusing_is_exposed(library: Library, tmp_path: Path) -> None:
    made = evaluated(library, Broken(library, answering), tmp_path / "run")
    found = values(made)
    assert found["accuracy"] == 0.75
    assert found["refusal_recall"] == 0.0
    assert found["hallucination"] == 1.0
    assert "refusal_precision" not in found
    assert cast(Row, made["counts"])["why"] == {"right": 3, "answered_unanswerable": 1}


def test_a_quotation_that_is_not_the_articles_is_exposed(library: Library, tmp_path: Path) -> None:
    from dataclasses import replace

    def misquoting(answer: Answer) -> Answer:
        wrong = tuple(replace(c, quote="渡船每日往返九班。") for c in answer.citations)
        return replace(answer, citations=wrong)

    assert values(evaluated(library, Broken(library, misquoting), tmp_path / "r"))["faithful"] == 0


class Raising(Perfect):
    """Raises what it is given at one question."""

    def __init__(self, library: Library, at: str, error: BaseException) -> None:
        super().__init__(library)
        self._at = at
        self._error = error

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        if question == self._at:
            raise self._error
        return super().ask(question, history, filters)


def test_a_question_that_raises_is_wrong_and_named(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Raising(library, str(ROWS[1]["question"]), ValueError("no\nsense"))
    made = evaluated(library, broken, tmp_path / "run")
    assert values(made)["accuracy"] == 0.75
    assert made["failed"] == [{"id": "q2", "error": "ValueError: no sense"}]
    assert "q2: ValueError: no sense" in capsys.readouterr().err
    row = kept(tmp_path / "run")[1]
    assert (row["why"], row["answer"]) == ("failed", None)


def test_an_answer_that_failed_is_wrong(library: Library, tmp_path: Path) -> None:
    def failing(answer: Answer) -> Answer:
        return Answer(answer.question, Outcome.FAILED, message="the writer is away")

    made = evaluated(library, Broken(library, failing), tmp_path / "run")
    assert values(made)["accuracy"] == 0.0
    assert values(made)["hallucination"] == 1.0
    assert cast(Row, made["counts"])["failed"] == 4
    assert kept(tmp_path / "run")[0]["error"] == "the writer is away"


def timeless(made: Row) -> Row:
    """A summary without what no two runs have in common."""
    rest = {name: value for name, value in made.items() if name not in ("latency", "date")}
    baselines = cast(Mapping[str, Row], made["baselines"])
    rest["baselines"] = {
        name: {key: value for key, value in one.items() if key != "latency"}
        for name, one in baselines.items()
    }
    return rest


@pytest.mark.parametrize("workers", [1, 3])
def test_killed_and_resumed_gives_the_same_summary(
    library: Library, tmp_path: Path, workers: int
) -> None:
    whole = evaluated(library, Perfect(library), tmp_path / "whole", baselines=["first"])
    killed = tmp_path / "killed"
    dying = Raising(library, str(ROWS[2]["question"]), KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        evaluated(library, dying, killed, baselines=["first"], workers=workers)
    assert not (killed / SUMMARY).exists()
    # A kill may leave half a row behind.
    with (killed / ANSWERS).open("a", encoding="utf-8") as file:
        file.write('{"id": "q3", "answ')
    before = {row["id"] for row in kept_whole(killed)}
    again = Perfect(library)
    resumed = evaluated(library, again, killed, baselines=["first"], workers=workers)
    assert timeless(resumed) == timeless(whole)
    done = {str(row["question"]) for row in ROWS if row["id"] in before}
    assert {question for question, _ in again.asked} == {str(r["question"]) for r in ROWS} - done


def kept_whole(folder: Path) -> list[Row]:
    lines = (folder / ANSWERS).read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def test_a_finished_run_is_not_asked_again(library: Library, tmp_path: Path) -> None:
    first = evaluated(library, Perfect(library), tmp_path / "run")
    second = Perfect(library)
    assert evaluated(library, second, tmp_path / "run") == first
    assert second.asked == []


def test_another_run_does_not_resume(library: Library, tmp_path: Path) -> None:
    evaluated(library, Perfect(library), tmp_path / "run")
    other = [{**ROWS[0], "answers": ["1.2万米"]}, *ROWS[1:]]
    questions = read(write_questions(tmp_path / "other.jsonl", other))
    with pytest.raises(RunError, match=r"this folder holds another run: .*protocol was"):
        evaluated(library, Perfect(library), tmp_path / "run", questions)
    (tmp_path / "run" / "run.json").unlink()
    with pytest.raises(RunError, match="answers of an unknown run"):
        evaluated(library, Perfect(library), tmp_path / "run")


def missing(change: Callable[[dict[str, object]], dict[str, object]], path: Path) -> list[Question]:
    return read(write_questions(path, [change(dict(row)) for row in ROWS]))


def test_gold_that_is_not_in_the_library_is_said_before(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [dict(row) for row in ROWS]
    wrong[0]["evidence"] = [{"file": "001_river.txt", "quote": "修渠九万米", "title": ""}]
    wrong[1]["evidence"] = [{"file": "009_lost.txt", "quote": "渡船沉了", "title": ""}]
    questions = read(write_questions(tmp_path / "wrong.jsonl", wrong))
    strict = Perfect(library)
    with pytest.raises(QuestionFileError, match=r"009_lost\.txt, which is the evidence of 1"):
        evaluated(library, strict, tmp_path / "strict", questions, strict=True)
    assert strict.asked == []
    assert not (tmp_path / "strict").exists()
    made = evaluated(library, Perfect(library), tmp_path / "run", questions)
    assert made["warnings"] == [
        "the library does not have 009_lost.txt, which is the evidence of 1 questions (q2)",
        "2 gold quotes are in no article: q1 “修渠九万米”, q2 “渡船沉了”",
    ]
    assert "warning: 2 gold quotes are in no article" in capsys.readouterr().err


def test_baselines_stand_in_the_same_table(library: Library, tmp_path: Path) -> None:
    names = ["lexical", "dense", "first"]
    made = evaluated(library, Perfect(library), tmp_path / "run", baselines=names)
    others = cast(Mapping[str, Row], made["baselines"])
    assert list(others) == names
    lexical = values(others["lexical"])
    # Each article is one passage: quoting the right one answers, and nothing is ever refused.
    assert lexical["accuracy"] == 0.75
    assert lexical["hallucination"] == 1.0
    assert lexical["hit@1"] == 1.0
    assert cast(str, others["lexical"]["about"]).startswith("The first passage by shared")
    assert len(rows_of.read_rows(tmp_path / "run" / "baseline-dense.jsonl")) == 4
