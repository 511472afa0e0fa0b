"""`ask` on the terminal: what is printed of an answer, and one line for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import SettingError
from index.types import Filters
from qa.__main__ import main
from qa.answer import Answerer
from qa.cli_ask import as_json, as_text, headlines, turns
from qa.types import Answer, Citation, Dropped, Evidence, Outcome, Sentence, Support, Turn
from tests.answering import PointingReader, ScriptedWriter, library
from tests.conftest import FakeEncoder

CITED = Citation(
    1,
    Evidence("a1", 0, 9, 0.8, (0, 4)),
    "新桥昨天\n通车。",
    "新桥",
    "a.md",
    "2023-02-01",
    "3",
    "河口报",
)


def test_an_answer_is_printed_with_numbered_sources_and_quotes() -> None:
    answer = Answer(
        "新桥呢？",
        Outcome.ANSWERED,
        (Sentence("新桥昨天通车。", Support.QUOTED, (1,)), Sentence("真好。", Support.SUPPORTED)),
        (CITED,),
    )
    assert as_text(answer).splitlines() == [
        "新桥昨天通车。 [1]",
        "真好。",
        "",
        "[1] 新桥 · 河口报 · 2023-02-01 · p. 3",
        "    “新桥昨天 通车。”",
    ]


def test_weak_evidence_is_marked_before_it_is_quoted() -> None:
    sentences = (Sentence("新桥昨天通车。", Support.QUOTED, (1,)),)
    answer = Answer(
        "？", Outcome.WEAK_EVIDENCE, sentences, (CITED,), message="没有找到确切的答案。"
    )
    assert as_text(answer).splitlines()[:3] == ["没有找到确切的答案。", "", "新桥昨天通车。 [1]"]


def test_a_refusal_shows_what_was_looked_for_and_the_nearest_headlines(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    texts = {f"a{n}": f"河口第{n}号新闻\n\n河口的第{n}件事。" for n in range(5)}
    with library(tmp_path, encoder, **texts) as made:
        answer = Answerer(made, PointingReader()).ask("河口有什么事？")
        nearest = headlines(answer, made)
    assert answer.outcome is Outcome.NO_EVIDENCE
    titles = [hit.passage.article_id for hit in answer.hits]
    assert len(titles) == 5
    assert len(nearest) == 3
    assert all(line.startswith("河口第") and line.endswith(".md") for line in nearest)
    first, *rest = as_text(answer, nearest).splitlines()
    assert first == "找到的文章没有回答“河口有什么事？”。"
    assert rest == [f"  · {line}" for line in nearest]


def test_a_terminal_is_not_commanded_by_an_article() -> None:
    hostile = Citation(1, Evidence("a", 0, 1, 0.5), "\x1b[2J\u202e字", "\x1b]0;x\x07题", "a.md")
    printed = as_text(Answer("？", Outcome.ANSWERED, (), (hostile,)))
    assert not set(printed) & set("\x1b\u202e\x07")
    assert "题" in printed


def test_json_holds_all_that_the_answer_is() -> None:
    answer = Answer(
        "新桥呢？",
        Outcome.ANSWERED,
        (Sentence("新桥昨天通车。", Support.QUOTED, (1,)),),
        (CITED,),
        (),
        {"total": 1.5},
        query="新桥哪天通车？",
        filters=Filters(date_from="2023", sources=("a.md",)),
        confidence=0.81239,
        thresholds={"answered": 0.5},
        dropped=(Dropped("旧桥。", Support.CONTRADICTED, "other name"),),
    )
    assert json.loads(json.dumps(as_json(answer))) == {
        "question": "新桥呢？",
        "outcome": "answered",
        "text": "新桥昨天通车。",
        "message": "",
        "sentences": [{"text": "新桥昨天通车。", "support": "quoted", "citations": [1]}],
        "citations": [
            {
                "number": 1,
                "article_id": "a1",
                "title": "新桥",
                "source": "a.md",
                "publication": "河口报",
                "date": "2023-02-01",
                "page": "3",
                "start": 0,
                "end": 9,
                "quote": "新桥昨天\n通车。",
            }
        ],
        "query": "新桥哪天通车？",
        "filters": {"date_from": "2023", "sources": ["a.md"]},
        "confidence": 0.8124,
        "thresholds": {"answered": 0.5},
        "dropped": [{"text": "旧桥。", "support": "contradicted", "reason": "other name"}],
        "timings": {"total": 1.5},
    }


def test_a_history_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(
        '[{"question": "新桥多长？", "answer": "三百米。", "more": 1}]', encoding="utf-8"
    )
    assert turns(path) == (Turn("新桥多长？", "三百米。"),)


@pytest.mark.parametrize(
    "content", [b"", b"{}{", b'[{"question": "x"}]', b'["x"]', b"7", b"\xff\xfe\x00", b"null"]
)
def test_a_history_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.json"
    path.write_bytes(content)
    with pytest.raises(SettingError, match="the history is no list of turns"):
        turns(path)


def test_a_history_that_is_missing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "新桥呢？", "--history", "/nowhere/at/all"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "the history cannot be read" in err


@pytest.mark.parametrize("question", ["", "？！", "\x00\x01", "问" * 20_000])
def test_a_question_that_is_none_is_one_line_and_loads_nothing(
    question: str, tmp_path: Path, encoder: FakeEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    library(tmp_path, encoder, a="新桥\n\n新桥昨天通车。").close()
    places = ["--library", str(tmp_path / "library"), "--cache", str(tmp_path / "none")]
    assert main(["ask", question, *places]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")
    assert not (tmp_path / "none").exists()
    assert main(["ask", question, *places, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "failed"


def test_what_a_writer_lost_is_in_the_data(tmp_path: Path, encoder: FakeEncoder) -> None:
    with library(tmp_path, encoder, a="新桥\n\n南坡的新桥昨天通车，桥长三百米。") as made:
        writer = ScriptedWriter("桥长四百米。", chat=True)
        answer = Answerer(made, PointingReader("三百米"), writer).ask("新桥有多长？")
    (lost,) = answer.dropped
    assert (lost.text, answer.text) == ("桥长四百米。", "南坡的新桥昨天通车，桥长三百米。")
    assert as_json(answer)["dropped"] == [
        {"text": lost.text, "support": lost.support.value, "reason": lost.reason}
    ]
