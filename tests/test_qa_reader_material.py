"""The files that the reader is trained on."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from qa.reader.material import MaterialError, load

SQUAD = {
    "data": [
        {
            "title": "石桥",
            "paragraphs": [
                {
                    "id": "T1",
                    "context": "石桥建于1921年，长九十米。",
                    "qas": [
                        {
                            "question": "石桥建于哪一年？",
                            "answers": [{"text": "1921年", "answer_start": 4}],
                        }
                    ],
                }
            ],
        }
    ]
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "cmrc2018_train.json.gz"
    path.write_bytes(gzip.compress(json.dumps(SQUAD).encode()))
    return tmp_path


def own(folder: Path, *rows: object) -> Path:
    kept = folder / "questions"
    kept.mkdir()
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (kept / "a.jsonl").write_text(lines, encoding="utf-8")
    return kept


TOPIC = {
    "passages": [
        {"title": "春季班", "text": "春季班收了42人，电工最先报满。"},
        {"text": "秋季班收了57人。"},
        {"text": "校长说，电工是老手艺。"},
    ],
    "questions": [
        {"lang": "zh", "question": "春季班收了多少人？", "answers": {"0": "42人"}},
        {"lang": "zh", "question": "学费多少？", "answers": {}},
        {"lang": "en", "question": "Which course filled first?", "answers": {"0": "电工最先报满"}},
    ],
}


def test_a_topic_is_one_question_for_every_passage(data: Path) -> None:
    material = load(data, own(data, TOPIC))
    asked = [
        (one.question, material.paragraphs[one.paragraph].text[:3], one.answer, one.start)
        for one in material.own
    ]
    assert asked[:3] == [
        ("春季班收了多少人？", "春季班", "42人", 5),
        ("春季班收了多少人？", "秋季班", "", -1),
        ("春季班收了多少人？", "校长说", "", -1),
    ]
    assert [one.answer for one in material.own[3:6]] == ["", "", ""]
    assert material.paragraphs[material.own[0].paragraph].title == "春季班"
    assert material.own[6].language == "en"


def test_a_passage_that_holds_the_answer_unmarked_is_no_example(data: Path) -> None:
    topic = {
        "passages": [{"text": "冠军是林若澜。"}, {"text": "林若澜来自山东。"}],
        "questions": [{"lang": "zh", "question": "谁夺冠？", "answers": {"0": "林若澜"}}],
    }
    assert [one.answer for one in load(data, own(data, topic)).own] == ["林若澜"]


def test_a_question_about_a_paragraph_of_the_set(data: Path) -> None:
    row = {"context": "T1", "lang": "en", "question": "How long is it?", "answer": "九十米"}
    material = load(data, own(data, row))
    assert [(one.paragraph, one.start) for one in material.own] == [(0, 11)]
    assert [one.answer for one in material.public] == ["1921年"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"context": "T9", "question": "长？", "answer": ""}, "unknown paragraph"),
        ({"text": "长九十米。", "question": "长？", "answer": "百米"}, "not in its paragraph"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(
    data: Path, row: dict[str, str], what: str
) -> None:
    with pytest.raises(MaterialError, match=f"{what}.*a.jsonl, line 1"):
        load(data, own(data, row))


def favouring(data: Path, *prefixes: str) -> list[bool]:
    """Which questions of a file a.jsonl and of one union-a.jsonl are marked."""
    kept = own(data, {"text": "长九十米。", "question": "长？", "answer": "九十米"})
    row = {"text": "宽六米。", "question": "宽？", "answer": "六米"}
    (kept / "union-a.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return [one.favoured for one in load(data, kept, favoured=prefixes).own]


@pytest.mark.parametrize(
    ("prefixes", "marked"),
    [
        ((), [False, False]),
        (("union",), [False, True]),
        (("a",), [True, False]),
        (("a", "union-a"), [True, True]),
        (("web", "union"), [False, True]),
    ],
)
def test_questions_of_favoured_files_are_marked(
    data: Path, prefixes: tuple[str, ...], marked: list[bool]
) -> None:
    assert favouring(data, *prefixes) == marked


def test_favoured_files_that_there_are_not_are_refused_in_one_line(data: Path) -> None:
    with pytest.raises(MaterialError) as refused:
        favouring(data, "unoin", "wbe")
    assert str(refused.value) == (
        f"no questions of the favoured files: unoin,wbe. Name files of {data / 'questions'}"
    )
