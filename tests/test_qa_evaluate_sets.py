"""Public sets in small, in the formats of their files: protocol, seed, gold; baselines on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from qa.answer import Answerer
from qa.evaluate import check, sets
from qa.evaluate.baselines import Plain, Quoting
from qa.evaluate.bookcase import Texts, made_of
from qa.evaluate.command import Plan, execute
from qa.evaluate.questions import QuestionFileError
from qa.evaluate.set_types import Options
from qa.types import Outcome
from tests.answering import PointingReader, ScriptedWriter
from tests.conftest import FakeEncoder
from tests.evaluating import ARTICLES, world

FERRY = "南岸渡口昨日开航，每日往返八班。"
BRIDGE = "上游修一座石桥，桥长九十米。"


def squad(path: Path, questions: Sequence[str], answers: Sequence[str]) -> Path:
    paragraphs = []
    for number, (text, asked, said) in enumerate(
        zip((FERRY, BRIDGE), questions, answers, strict=True)
    ):
        gold = [{"text": said, "answer_start": (FERRY, BRIDGE)[number].find(said)}]
        paragraphs.append(
            {"context": text, "qas": [{"id": f"Q{number}", "question": asked, "answers": gold}]}
        )
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    return path


def lines(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_squad_files_are_one_pool(tmp_path: Path, encoder: FakeEncoder) -> None:
    path = squad(tmp_path / "dev.json", ["每日往返几班？", "石桥多长？"], ["八班", "九十米"])
    loaded = sets.load("cmrc", [path], Options())
    assert [article.text for article in loaded.articles] == [FERRY, BRIDGE]
    assert [(q.id, q.answers, q.evidence[0].article_id) for q in loaded.questions] == [
        ("Q0", ("八班",), "p0"), ("Q1", ("九十米",), "p1"),
    ]  # fmt: skip
    with made_of(loaded.articles, tmp_path / "library", lambda: encoder) as library:
        placed = check.placed_in(library, loaded.questions)
        place = placed[loaded.questions[1].evidence[0]].places[0]
        assert BRIDGE[place.start : place.end] == "九十米"
        plan = Plan(tmp_path / "run", loaded.questions, {})
        system = Quoting(library, "lexical", lambda: encoder)
        made = execute(plan, system, Texts(library), placed, {})
    found = made["measures"]
    assert isinstance(found, dict)
    assert {name: found[name]["value"] for name in ("accuracy", "hit@1", "mrr@10")} == {
        "accuracy": 1.0, "hit@1": 1.0, "mrr@10": 1.0,
    }  # fmt: skip
    # 14 and 12 tokens are said, 2 and 3 wanted.
    assert found["f1"]["value"] == pytest.approx((4 / (14 + 2) + 6 / (12 + 3)) / 2)


def test_reading_gives_each_question_its_own_paragraph(tmp_path: Path) -> None:
    path = squad(tmp_path / "dev.json", ["每日往返几班？", "石桥多长？"], ["八班", "九十米"])
    loaded = sets.load("drcd", [path], Options(reading=True))
    assert loaded.articles == ()
    assert [[p.text for p in q.passages or ()] for q in loaded.questions] == [[FERRY], [BRIDGE]]
    assert loaded.protocol == "Each question is answered from its own paragraph alone."


def test_xquad_asks_in_one_language_and_searches_another(tmp_path: Path) -> None:
    zh = squad(tmp_path / "zh.json", ["每日往返几班？", "石桥多长？"], ["八班", "九十米"])
    en = squad(tmp_path / "en.json", ["How many trips a day?", "How long is it?"], ["8", "90"])
    loaded = sets.load("xquad", [zh, en], Options())
    assert [(q.question, q.answers, q.lang) for q in loaded.questions] == [
        ("How many trips a day?", ("八班",), "en"), ("How long is it?", ("九十米",), "en"),
    ]  # fmt: skip
    assert [article.text for article in loaded.articles] == [FERRY, BRIDGE]


RGB = [
    {"id": 0, "query": "几班？", "answer": ["八班"],
     "positive": [f"好{n}" for n in range(6)], "negative": [f"坏{n}" for n in range(7)]},
    {"id": 1, "query": "多少？", "answer": [["二百", "200"]],
     "positive": [f"好{n}" for n in range(5)], "negative": [f"坏{n}" for n in range(5)]},
    {"id": 2, "query": "哪些？", "answer": ["雨衣", "手套"],
     "positive": [f"好{n}" for n in range(5)], "negative": [f"坏{n}" for n in range(5)]},
]  # fmt: skip


@pytest.mark.parametrize(("noise", "bad"), [(0.0, 0), (0.2, 1), (0.4, 2), (0.6, 3), (0.8, 4)])
def test_rgb_gives_five_passages_a_share_of_them_noise(
    tmp_path: Path, noise: float, bad: int
) -> None:
    path = lines(tmp_path / "rgb.jsonl", RGB)
    loaded = sets.load("rgb", [path], Options(noise=noise))
    texts = [passage.text for passage in loaded.questions[0].passages or ()]
    assert sorted(texts) == sorted(
        [f"好{n}" for n in range(5 - bad)] + [f"坏{n}" for n in range(bad)]
    )
    again = sets.load("rgb", [path], Options(noise=noise))
    assert again.questions == loaded.questions
    assert f"{noise:.0%} of them negative, in an order shuffled with seed 13" in loaded.protocol


def test_rgb_shuffles_by_the_seed(tmp_path: Path) -> None:
    path = lines(tmp_path / "rgb.jsonl", RGB)
    orders = {
        tuple(passage.text for passage in loaded.questions[0].passages or ())
        for loaded in (sets.load("rgb", [path], Options(seed, 0.4)) for seed in range(8))
    }
    assert len(orders) > 4


def test_rgb_gold_is_a_string_a_list_or_a_list_of_lists(tmp_path: Path) -> None:
    loaded = sets.load("rgb", [lines(tmp_path / "rgb.jsonl", RGB)], Options(noise=0.2))
    assert [(q.answers, q.required) for q in loaded.questions] == [
        (("八班",), ()),
        (("二百", "200"), (("二百", "200"),)),
        ((), (("雨衣",), ("手套",))),
    ]


def test_rgb_refusal_gives_only_negatives(tmp_path: Path) -> None:
    loaded = sets.load("rgb", [lines(tmp_path / "rgb.jsonl", RGB)], Options(refusal=True))
    texts = sorted(passage.text for passage in loaded.questions[0].passages or ())
    assert texts == ["坏0", "坏1", "坏2", "坏3", "坏4"]
    assert not loaded.questions[0].answerable
    assert loaded.protocol.endswith("Right when the outcome is a refusal.")


def test_nomiracl_has_refusals_and_no_accuracy(tmp_path: Path, encoder: FakeEncoder) -> None:
    rows = [
        {"query_id": "a", "question": "几班？", "passages": ["渡口: 每日八班"], "answerable": True},
        {"query_id": "b", "question": "谁？", "passages": ["没有题目"], "answerable": False},
    ]
    loaded = sets.load("nomiracl", [lines(tmp_path / "n.jsonl", rows)], Options())
    assert [(p.title, p.text) for q in loaded.questions for p in q.passages or ()] == [
        ("渡口", "每日八班"), ("", "没有题目"),
    ]  # fmt: skip
    system = Quoting(None, "first", lambda: encoder)
    made = execute(Plan(tmp_path / "run", loaded.questions, {}), system, lambda _: None, {}, {})
    found = made["measures"]
    assert isinstance(found, dict)
    assert "accuracy" not in found
    assert (found["hallucination"]["value"], found["error_rate"]["value"]) == (1.0, 0.0)
    # The passage is its own citation.
    assert (found["faithful"]["value"], found["support"]["value"]) == (1.0, 1.0)


def test_dragonball_has_documents_references_and_keypoints(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    documents = tmp_path / "docs.json"
    rows = [
        {"doc_id": 4, "company_name": "石桥公司", "content": BRIDGE},
        {"doc_id": 9, "company_name": "渡口公司", "content": FERRY},
    ]
    documents.write_text(json.dumps(rows), encoding="utf-8")
    asked = [
        {"domain": "Finance", "language": "zh",
         "query": {"query_id": 1, "query_type": "事实性问题", "content": "石桥多长？"},
         "ground_truth": {"doc_ids": [4], "content": "桥长九十米。", "references": ["桥长九十米。"],
                          "keypoints": ["1. 桥长九十米。"]}},
        {"domain": "Law", "language": "zh",
         "query": {"query_id": 2, "query_type": "无关无解问", "content": "谁造的？"},
         "ground_truth": {"doc_ids": [4], "content": "无法回答", "references": [],
                          "keypoints": ["无法回答"]}},
    ]  # fmt: skip
    questions = lines(tmp_path / "dev.jsonl", asked)
    loaded = sets.load("dragonball", [questions, documents], Options())
    first, second = loaded.questions
    assert first.evidence[0].file == "docs.json:4"
    assert first.keypoints == ("桥长九十米。",)
    assert not second.answerable
    with made_of(loaded.articles, tmp_path / "library", lambda: encoder) as library:
        placed = check.placed_in(library, loaded.questions)
        assert placed[first.evidence[0]].places[0].article_id == "d4"
        plan = Plan(tmp_path / "run", loaded.questions, {})
        system = Quoting(library, "first", lambda: encoder)
        made = execute(plan, system, Texts(library), placed, {})
    found = made["measures"]
    assert isinstance(found, dict)
    named = ("keypoint_recall", "citation_recall", "citation_precision", "refusal_recall")
    assert [found[name]["value"] for name in named] == [1.0, 1.0, 1.0, 0.0]
    assert "accuracy" not in found


@pytest.mark.parametrize(
    ("name", "content"),
    [("cmrc", "[]"), ("rgb", "{"), ("rgb", "[1]"), ("nomiracl", '{"query_id": 1}'), ("rgb", "")],
)
def test_a_file_of_another_format_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / "file.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionFileError):
        sets.load(name, [path], Options())
    with pytest.raises(QuestionFileError, match="cannot be read"):
        sets.load(name, [tmp_path / "nothing"], Options())


def test_a_library_of_other_articles_is_refused(tmp_path: Path, encoder: FakeEncoder) -> None:
    world(tmp_path, encoder).close()
    made_of(ARTICLES, tmp_path / "library", lambda: encoder).close()
    assert encoder.encoded == 3
    with pytest.raises(LibraryError, match="this library is not the set's"):
        made_of(ARTICLES[:2], tmp_path / "library", lambda: encoder)


def test_the_plain_baseline_reads_five_passages_and_cites_nothing(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    writer = ScriptedWriter(" 八班。\n问题：")
    with world(tmp_path, encoder) as library:
        answer = Plain(library, writer).ask("渡船每日往返几班？")
    assert answer.text == "八班。"
    assert answer.citations == ()
    assert writer.prompts[0].endswith("问题：渡船每日往返几班？\n回答：")
    assert all(article.text in writer.prompts[0] for article in ARTICLES)
    refused = Plain(None, ScriptedWriter("无法回答")).answer_from("几班？", ARTICLES)
    assert refused.outcome is Outcome.NO_EVIDENCE


def test_passages_are_ordered_by_each_leg(encoder: FakeEncoder) -> None:
    asked = "票价两元"
    first = Quoting(None, "first", lambda: encoder).answer_from(asked, ARTICLES)
    lexical = Quoting(None, "lexical", lambda: encoder).answer_from(asked, ARTICLES)
    assert first.citations[0].evidence.article_id == "river"
    assert lexical.citations[0].evidence.article_id == "ferry"
    assert Quoting(None, "dense", lambda: encoder).answer_from(asked, ()).outcome == "no_evidence"


def test_the_answerer_is_evaluated_as_it_is(tmp_path: Path, encoder: FakeEncoder) -> None:
    rows = [
        {"id": 0, "query": "渡船每日往返几班？", "answer": ["八班"],
         "positive": [FERRY] * 5, "negative": [BRIDGE] * 5},
        {"id": 1, "query": "渡船每日往返几班？", "answer": ["九十班"],
         "positive": [BRIDGE] * 5, "negative": [BRIDGE] * 5},
    ]  # fmt: skip
    loaded = sets.load("rgb", [lines(tmp_path / "rgb.jsonl", rows)], Options(noise=0.8))
    system = Answerer(None, PointingReader("八班"))
    made = execute(Plan(tmp_path / "run", loaded.questions, {}), system, lambda _: None, {}, {})
    found = made["measures"]
    assert isinstance(found, dict)
    named = ("accuracy", "error_rate", "faithful", "support", "answer_in_quote", "span_em")
    assert [found[name]["value"] for name in named] == [0.5, 0.5, 1.0, 1.0, 1.0, 0.5]
    counts = made["counts"]
    assert isinstance(counts, dict)
    assert counts["why"] == {"right": 1, "refused": 1}
