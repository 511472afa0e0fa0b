"""Question files, good and bad; where gold quotes stand; how a wrong answer is explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.types import Article, Passage
from index.types import Hit
from qa.evaluate.places import Place, Placed, bare, bare_with_offsets, locate, same_file
from qa.evaluate.questions import Gold, Question, QuestionFileError, chosen, read
from qa.evaluate.scoring import Case, score
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support
from tests.evaluating import ROWS, write_questions

GOOD = json.dumps(ROWS[1], ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no question in this file"),
        ("\n \n", "no question in this file"),
        (f"{GOOD}\n{{oops\n", "line 2: not JSON"),
        (f"{GOOD}\n{GOOD}\n", "line 2: the id q2 is that of line 1"),
        ("[1]\n", "line 1: not an object"),
        (GOOD + '\n{"id": "a", "question": "\\ud800几班？"}\n', "line 2: half of a character"),
        ("[" * 100_000 + "\n", "line 1: nested too deep"),
        ('{"id": "a"}\n', "line 1: no question"),
        ('{"question": "几班？"}\n', "line 1: no id"),
        (
            '{"id": "a", "question": "几班？", "answers": "八班"}\n',
            "answers is not a list of strings",
        ),
        ('{"id": "a", "question": "几班？", "answers": []}\n', "answerable, but without answers"),
        (
            GOOD + '\n{"id": "a", "question": "几班？", "answers": [""]}\n',
            "line 2: answers has a blank string",
        ),
        ('{"id": "a", "question": "几班？", "answers": ["八班", " \u3000"]}\n', "line 1: answers"),
        ('{"id": "a", "question": "几班？", "answers": ["[1]"]}\n', "line 1: answers has a blank"),
        (
            '\n{"id": "a", "question": "几班？", "required": [["八班"], []]}\n',
            "line 2: required has an empty group",
        ),
        (
            '{"id": "a", "question": "几班？", "required": [["八班", ""]]}\n',
            "line 1: required has a blank string",
        ),
        ('{"id": "a", "question": "几班？", "answerable": 1}\n', "answerable is neither"),
        ('{"id": "a", "question": "几班？", "evidence": [{}]}\n', "line 1: no quote"),
        ('{"id": "a", "question": "几班？", "history": [1]}\n', "history is not a list of objects"),
        (
            '{"id": "a", "question": "几班？", "required": [1]}\n',
            "required is not a list of strings",
        ),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionFileError) as told:
        read(path)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_all_wrong_lines_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text("{\n" * 7 + GOOD + "\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"line 5: not JSON .*; and 2 more"):
        read(path)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read(tmp_path / "nothing.jsonl")
    path = tmp_path / "latin.txt"
    path.write_bytes("café".encode("latin-1"))
    with pytest.raises(QuestionFileError, match="not UTF-8"):
        read(path)


def test_lists_without_gold(tmp_path: Path) -> None:
    lines = tmp_path / "list.txt"
    lines.write_text("\ufeff渡船每日几班？\n\n  票价 多少？ \n", encoding="utf-8")
    asked = read(lines)
    assert [(q.id, q.question, q.gold) for q in asked] == [
        ("q1", "渡船每日几班？", False), ("q3", "票价 多少？", False),
    ]  # fmt: skip
    table = tmp_path / "list.csv"
    table.write_text('id,question\na,"渡船，几班？"\n,票价？\nb,\n', encoding="utf-8")
    assert [(q.id, q.question) for q in read(table)] == [("a", "渡船，几班？"), ("q3", "票价？")]
    table.write_text("ask\n几班？\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="no column `question`"):
        read(table)


def test_a_sample_is_the_same_every_time_and_in_order(tmp_path: Path) -> None:
    asked = [Question(str(number), "?") for number in range(50)]
    first = [one.id for one in chosen(asked, sample=10, seed=7)]
    assert first == [one.id for one in chosen(asked, sample=10, seed=7)]
    assert first == sorted(first, key=int)
    assert len(set(first)) == 10
    assert first != [one.id for one in chosen(asked, sample=10, seed=8)]
    assert [one.id for one in chosen(asked, limit=2)] == ["0", "1"]
    assert [one.id for one in chosen(asked, sample=10, limit=3, seed=7)] == first[:3]


def test_a_row_comes_back_whole(tmp_path: Path) -> None:
    rows = [{**ROWS[0], "note": "kept"}]
    assert read(write_questions(tmp_path / "q.jsonl", rows))[0].as_row() == rows[0]


def test_quotes_are_found_whatever_the_spacing() -> None:
    article = Article("a", "papers/x.txt", "", "今天，渡船每 日往返“八”班。渡船每日往返八班！")
    placed = locate([Gold("渡船每日往返八班", "x.txt")], [(("papers/x.txt",), article)])
    assert placed[Gold("渡船每日往返八班", "x.txt")].places == (
        Place("a", 3, 14),
        Place("a", 15, 23),
    )
    text, offsets = bare_with_offsets("Ａ， b㈱")
    assert (text, offsets) == ("ab株", [0, 3, 4])
    assert bare("Ａ， b㈱") == text


def test_a_quote_belongs_to_its_file_and_to_reprints_of_that_story() -> None:
    text = "渡船每日往返八班。"
    articles = [((f"{id_}.txt",), Article(id_, f"{id_}.txt", "", text)) for id_ in "abc"]
    gold = Gold("渡船每日往返八班", "a.txt")
    assert locate([gold], articles)[gold].places == (Place("a", 0, 8),)
    reprinted = locate([gold], articles, lambda id_: ("a", "c") if id_ == "a" else ())
    assert reprinted[gold].places == (Place("a", 0, 8), Place("c", 0, 8))
    lost = Gold("渡船每日往返八班", "z.txt")
    found = locate([lost], articles)[lost]
    assert [place.article_id for place in found.places] == ["a", "b", "c"]
    assert not found.source_known


@pytest.mark.parametrize(
    ("source", "file", "same"),
    [
        ("papers/001_x.txt", "001_x.txt", True),
        ("001_x.txt", "papers/001_x.txt", True),
        ("papers/a001_x.txt", "001_x.txt", False),
        ("rows.csv:12", "rows.csv", True),
        ("papers/001_x.txt", "", False),
    ],
)
def test_a_source_is_a_file(source: str, file: str, same: bool) -> None:
    assert same_file(source, file) is same


def test_spans_and_passages_that_have_a_quote() -> None:
    placed = Placed(Gold("往返八班"), (Place("a", 10, 14),))
    assert placed.in_span("a", 13, 20, "")
    assert not placed.in_span("a", 14, 20, "")
    assert not placed.in_span("b", 10, 14, "")
    assert placed.in_passage("a", 12, 30, "")
    assert not placed.in_passage("a", 13, 30, "")
    # In no article as a whole: half of it in one piece is enough.
    nowhere = Placed(Gold("渡船每日往返八班"))
    assert nowhere.in_span("a", 0, 0, "每日往返")
    assert not nowhere.in_span("a", 0, 0, "渡船，八班")


ARTICLE = Article("a", "x.txt", "", "渡船每日往返八班。票价两元。船身漆成红色。")
FIRST, SECOND = (
    Placed(Gold("往返八班"), (Place("a", 4, 8),)),
    Placed(Gold("红色"), (Place("a", 18, 20),)),
)
ASKED = Question("q", "几班？", answers=("八班",), evidence=(FIRST.gold,))


def answered(text: str, *spans: tuple[int, int], hits: tuple[tuple[int, int], ...]) -> Answer:
    citations = tuple(
        Citation(n, Evidence("a", *span, 1.0), ARTICLE.text[slice(*span)], "", "x.txt")
        for n, span in enumerate(spans, 1)
    )
    found = tuple(Hit(Passage(str(span), "a", *span), 1.0) for span in hits)
    sentence = Sentence(text, Support.SUPPORTED, tuple(range(1, len(spans) + 1)))
    return Answer("几班？", Outcome.ANSWERED, (sentence,), citations, found)


def why(question: Question, answer: Answer, *gold: Placed) -> str:
    return score(Case(question, gold, answer, {"a": ARTICLE}.get)).why


def test_the_first_stage_that_lost_the_answer() -> None:
    whole, ferry, colour = (0, 21), (0, 9), (15, 21)
    assert why(ASKED, answered("八班", ferry, hits=(whole,)), FIRST) == "right"
    assert why(ASKED, answered("九班", ferry, hits=(whole,)), FIRST) == "not_worded"
    assert why(ASKED, answered("红色", colour, hits=(whole,)), FIRST) == "not_read"
    assert why(ASKED, answered("红色", colour, hits=(colour,)), FIRST) == "not_retrieved"
    # One of two pieces is enough for neither reading nor retrieval.
    assert why(ASKED, answered("红色", colour, hits=(whole,)), FIRST, SECOND) == "not_read"
    assert why(ASKED, answered("红色", colour, hits=(colour,)), FIRST, SECOND) == "not_retrieved"
    refusal = Answer("几班？", Outcome.WEAK_EVIDENCE, hits=answered("", hits=(whole,)).hits)
    assert why(ASKED, refusal, FIRST) == "refused"
    assert why(ASKED, Answer("几班？", Outcome.NO_EVIDENCE), FIRST) == "not_retrieved"
    assert why(ASKED, Answer("几班？", Outcome.FAILED), FIRST) == "failed"


def test_without_gold_evidence_the_cited_text_tells() -> None:
    assert why(ASKED, answered("九班", (0, 9), hits=())) == "not_worded"
    assert why(ASKED, answered("红色", (15, 21), hits=())) == "not_read"
    ungraded = Question("q", "几班？", gold=False)
    assert why(ungraded, answered("八班", (0, 9), hits=())) == "ungraded"


def test_what_is_said_in_a_refusal_is_no_answer() -> None:
    weak = Answer(
        "几班？",
        Outcome.WEAK_EVIDENCE,
        answered("八班", (0, 9), hits=((0, 21),)).sentences,
        answered("八班", (0, 9), hits=()).citations,
    )
    found = score(Case(ASKED, (FIRST,), weak, {"a": ARTICLE}.get)).scores
    assert found["correct"] == 0.0
    assert found["citation_recall"] == 0.0
    assert found["citation_precision"] is None


def test_two_sides_that_contradict_are_an_answer() -> None:
    from dataclasses import replace

    both = replace(answered("八班", (0, 9), hits=()), outcome=Outcome.CONFLICTING_EVIDENCE)
    found = score(Case(ASKED, (FIRST,), both, {"a": ARTICLE}.get)).scores
    assert (found["correct"], found["refused"]) == (1.0, 0.0)


def test_the_exact_span_is_scored_on_its_own() -> None:
    from dataclasses import replace

    answer = answered("渡船每日往返八班。", (0, 9), hits=())
    exact = replace(answer.citations[0].evidence, answer=(6, 8))
    pointed = replace(answer, citations=(replace(answer.citations[0], evidence=exact),))
    found = score(Case(ASKED, (), pointed, {"a": ARTICLE}.get)).scores
    assert (found["span_em"], found["span_f1"], found["em"]) == (1.0, 1.0, 0.0)
    # 2 of 8 tokens said are all 2 that are wanted.
    assert found["f1"] == pytest.approx(2 * 2 / (8 + 2))
    assert "span_em" not in score(Case(ASKED, (), answer, {"a": ARTICLE}.get)).scores


def test_keypoints_need_their_characters_and_their_numbers() -> None:
    asked = Question(
        "q", "渡船？", reference="渡船每日往返八班，票价两元。",
        keypoints=("渡船每日往返八班。", "票价两元。", "船身漆成红色。"), settled=False,
    )  # fmt: skip
    said = answered("渡船每日往返八班。票价三元。", (0, 9), hits=())
    found = score(Case(asked, (), said, {"a": ARTICLE}.get)).scores
    assert found["keypoint_recall"] == pytest.approx(1 / 3)
    assert "correct" not in found
    # 11 of 12 tokens in order on both sides.
    assert found["rouge_l"] == pytest.approx(11 / 12)
