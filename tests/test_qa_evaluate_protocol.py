"""What a run says of how it was made is what was done; what cannot be done is refused before."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from corpus.errors import SettingError
from qa import cli_eval, evidence
from qa.answer import Answerer
from qa.evaluate import check, command, protocol, sets, summary
from qa.evaluate.bookcase import Texts
from qa.evaluate.questions import Question, QuestionFileError
from qa.evaluate.rows import Row
from qa.evaluate.set_types import Loaded, Options
from qa.settings import AnswerSettings
from tests.answering import PointingReader
from tests.conftest import FakeEncoder
from tests.evaluating import ARTICLES, Perfect, commanded, parsed, world, write_questions
from tests.test_qa_evaluate_sets import RGB, lines, squad

_NOMIRACL = {"query_id": "a", "question": "几班？", "passages": ["八班"], "answerable": True}
_BALL = {
    "query": {"query_id": 7, "query_type": "事实性问题", "content": "石桥多长？"},
    "ground_truth": {"doc_ids": [4], "content": "九十米", "references": [], "keypoints": []},
}


def _documents(path: Path) -> Path:
    path.write_text(json.dumps([{"doc_id": 4, "content": "桥长九十米。"}]), encoding="utf-8")
    return path


def test_an_id_that_occurs_twice_is_named(tmp_path: Path) -> None:
    dev = squad(tmp_path / "dev.json", ["几班？", "多长？"], ["八班", "九十米"])
    documents = _documents(tmp_path / "docs.json")
    cases: list[tuple[str, list[Path], str]] = [
        ("rgb", [lines(tmp_path / "r.jsonl", [*RGB, RGB[1]])], "the id 1 occurs more"),
        ("nomiracl", [lines(tmp_path / "n.jsonl", [_NOMIRACL])] * 2, "the id a occurs more"),
        ("dragonball", [lines(tmp_path / "d.jsonl", [_BALL] * 2), documents], "the id 7 occurs"),
        ("squad", [dev, dev], "the id Q0, Q1 occurs more"),
    ]
    for name, paths, says in cases:
        with pytest.raises(QuestionFileError, match=says):
            sets.load(name, paths, Options())


@pytest.mark.parametrize("noise", [0.1, 0.5, 0.7, 1.0, -0.2, float("nan")])
def test_a_share_that_five_passages_do_not_have_is_refused(noise: float) -> None:
    with pytest.raises(SettingError, match=r"Give 0, 0\.2, 0\.4, 0\.6, 0\.8; .* --refusal"):
        Options(noise=noise)


def test_questions_with_too_few_passages_are_counted(tmp_path: Path) -> None:
    rows = [RGB[0], {**RGB[1], "positive": ["好"]}, {**RGB[2], "negative": []}]
    path = lines(tmp_path / "rgb.jsonl", rows)
    few = sets.load("rgb", [path], Options(noise=0.4))
    assert [len(question.passages or ()) for question in few.questions] == [5, 3, 3]
    assert "Of the set's 3 questions 2 have too few passages of one kind" in few.protocol
    enough = sets.load("rgb", [path], Options(noise=0.0))
    assert "3 questions 1 have" in enough.protocol
    whole = sets.load("rgb", [lines(tmp_path / "whole.jsonl", RGB)], Options(noise=0.4))
    assert "too few" not in whole.protocol


def test_only_options_that_apply_are_told(tmp_path: Path) -> None:
    rgb = lines(tmp_path / "rgb.jsonl", RGB)
    assert sets.load("rgb", [rgb], Options()).options == {"noise": 0.0, "refusal": False}
    assert sets.load("rgb", [rgb], Options(refusal=True)).options == {"refusal": True}
    dev = squad(tmp_path / "dev.json", ["几班？", "多长？"], ["八班", "九十米"])
    assert sets.load("drcd", [dev], Options()).options == {"reading": False}
    relevant = lines(tmp_path / "n.jsonl", [_NOMIRACL])
    assert sets.load("nomiracl", [relevant], Options()).options == {}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["LIST", "--reading"], "not an option of a file of questions: --reading. Leave it out"),
        (["LIST", "--noise", "0"], "not an option of a file of questions: --noise"),
        (["--set", "nomiracl", "LIST", "--refusal"], "not an option of nomiracl: --refusal"),
        (["--set", "cmrc", "LIST", "--noise", ".2"], "--noise. Leave it out, or give --reading"),
        (["--set", "rgb", "LIST", "--reading"], "or give --noise, --refusal"),
        (["--set", "rgb", "LIST", "--refusal", "--noise", "0"], "with --refusal no passage"),
    ],
)
def test_an_option_that_does_not_apply_is_refused_before_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    questions = write_questions(tmp_path / "questions.jsonl")
    given = [str(questions) if word == "LIST" else word for word in words]
    assert commanded(["eval", *given, "--out", str(tmp_path / "run")]) == 1
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("noise", ["1", "0.5", "much"])
def test_other_noise_is_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], noise: str
) -> None:
    with pytest.raises(SystemExit) as left:
        commanded(["eval", "--set", "rgb", "x", "--out", str(tmp_path), "--noise", noise])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert "is not a number" in said if noise == "much" else "--refusal" in said


def _cut(path: Path) -> None:
    whole = gzip.compress(json.dumps({"data": []}).encode() * 50)
    path.write_bytes(whole[: len(whole) // 2])


def _no_gzip(path: Path) -> None:
    path.write_bytes(b"{}")


def _bad_gzip(path: Path) -> None:
    whole = bytearray(gzip.compress(b"x" * 500))
    whole[10] = 0xFF
    path.write_bytes(bytes(whole))


@pytest.mark.parametrize("broken", [_cut, _no_gzip, _bad_gzip])
def test_a_packed_file_that_is_broken_is_told(
    tmp_path: Path, broken: Callable[[Path], None]
) -> None:
    path = tmp_path / "train.json.gz"
    broken(path)
    with pytest.raises(QuestionFileError, match=r"cannot be unpacked .*train\.json\.gz"):
        sets.load("cmrc", [path], Options())


def test_a_row_of_another_shape_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    row = {"id": "Q", "question": "几班？", "answers": {"text": ["八班"]}}
    content = {"data": [{"paragraphs": [{"context": "八班", "qas": [row]}]}]}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(QuestionFileError, match="answers are not a list"):
        sets.load("cmrc", [path], Options())
    bad: Sequence[Mapping[str, object]] = ({**_BALL, "query": "?"}, {**_BALL, "ground_truth": []})
    documents = _documents(tmp_path / "docs.json")
    for one in bad:
        asked = lines(tmp_path / "d.jsonl", [one])
        with pytest.raises(QuestionFileError, match="query or ground_truth is not an object"):
            sets.load("dragonball", [asked, documents], Options())


def test_workers_are_told_and_do_not_part_runs(tmp_path: Path, encoder: FakeEncoder) -> None:
    """The plan of the command line itself, asked with a scripted system."""
    questions = write_questions(tmp_path / "questions.jsonl")
    told = []
    with world(tmp_path, encoder) as library:
        for workers in ("1", "3"):
            words = ["eval", str(questions), "--out", str(tmp_path / "run"), "--workers", workers]
            args = parsed(words)
            loaded = cli_eval._load(args)
            plan = cli_eval._plan(args, loaded, library)
            placed = check.placed_in(library, loaded.questions)
            made = command.execute(plan, Perfect(library), Texts(library), placed, {})
            told.append(cast(Row, made["protocol"])["workers"])
            assert cast(Row, made["protocol"])["options"] == {}
            settings = cast(Mapping[str, object], made["settings"])
            assert (settings["answer_threshold"], settings["weak_threshold"]) == (0.28, 0.12)
    assert told == [1, 3]
    begun = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert "workers" not in begun["what"]["protocol"]


GIVEN = Loaded((Question("q", "几班？", passages=ARTICLES),), "Given.")
SEARCHED = Loaded((Question("q", "几班？"),), "Searched.")


@pytest.mark.parametrize(
    "settings",
    [
        AnswerSettings(),
        AnswerSettings(answer_threshold=0.1),
        AnswerSettings(answer_threshold=0.9, weak_threshold=0.4),
    ],
)
def test_the_thresholds_told_are_those_in_force(
    tmp_path: Path, encoder: FakeEncoder, settings: AnswerSettings
) -> None:
    with world(tmp_path, encoder) as library:
        system = Answerer(library, PointingReader("八班"), settings=settings)
        answers = {
            "given": (system.answer_from("渡船每日往返几班？", ARTICLES), GIVEN),
            "searched": (system.ask("渡船每日往返几班？"), SEARCHED),
        }
    for answer, loaded in answers.values():
        assert sorted(answer.thresholds.values()) == sorted(
            protocol.in_force(loaded, settings).values()
        )


def test_the_protocol_names_the_threshold_of_given_passages() -> None:
    drawn = {"seed": 13, "sample": 0, "limit": 0}
    made = protocol.protocol("rgb", ["x"], GIVEN, drawn, AnswerSettings())
    usual = evidence.GIVEN.answered
    assert f"answers from a probability of {usual} on (the default)" in str(made["text"])
    other = AnswerSettings(answer_threshold=0.5)
    made = protocol.protocol("rgb", ["x"], GIVEN, drawn, other)
    assert "a probability of 0.5 on (set for this run)" in str(made["text"])
    assert protocol.protocol("q", ["x"], SEARCHED, drawn, other)["text"] == "Searched."


def test_the_notes_say_what_is_done() -> None:
    notes = " ".join(summary.NOTES)
    assert "left out of the mean where the numbers agree" in notes
    assert "DRAGONBall's questions those with a keypoint recall of at least one half" in notes
    assert "of NoMIRACL's those not refused" in notes
