"""Sentences and passages: where they end, that they cover the text, what stays together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.passages import PassageSettings, embedding_text, passages_of, width
from corpus.sentences import sentences_of
from corpus.types import Article


def article(text: str, title: str = "", section: str = "") -> Article:
    return Article(id="a1", source="x.txt", title=title, text=text, section=section)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences_of(text)]


def passages(text: str, budget: int = 320) -> list[str]:
    whole = article(text)
    return [passage.text(whole) for passage in passages_of(whole, PassageSettings(budget))]


@pytest.mark.parametrize(
    "expected",
    [
        ["老吴来了。", "他问：“修好没有？要几天？”", "没人答。"],
        ["“修好了。”小丁说。", "大家鼓掌。"],
        ["他说“行，就这样。”，然后走了。", "完了！？", "还没有……", "“等等。”"],
        ["费用（见附表。以元计。）由厂里出。", "工人不出。"],
        ["彼は「行く。」と言った。", "そして帰った。"],
        ["Mr. Hale paid 3.5 yuan at 5 p.m. on Monday.", 'He said "No."', "Why?"],
        ["The U.S. crew left.", "(It rained.)", "See fig. 3 and www.example.org/a?b=c for more!"],
        ["El Sr. Ruiz habló.", "¿Quién oyó?", "Nadie."],
        ["Цех №3 (ул. Ленина, 5) закрыт.", "Рабочие ждут."],
        ["1. Wear a helmet.", "2. Check the rope."],
        ["温度是3.5度.", "压力正常."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    for glue in ("", " ", "\n"):
        if glue or all(part[-1] > "\u2000" for part in expected[:-1]):
            assert sentences(glue.join(expected)) == expected


def test_a_long_quotation_is_cut_at_its_sentences() -> None:
    inner = [f"第{number}件事是检查缆绳和滑轮。" for number in range(20)]
    text = f"他说：“{''.join(inner)}”"
    found = sentences(text)
    assert found[0] == f"他说：“{inner[0]}"
    assert found[-1] == f"{inner[-1]}”"
    assert len(found) == 20


ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("。！？；，“”「」（）…\n\t \"'.!?一二是A1")),
    max_size=400,
)


@given(ANY_TEXT, st.integers(1, 60))
@settings(max_examples=400, derandomize=True, deadline=None)
def test_all_text_is_in_exactly_one_passage_within_the_budget(text: str, budget: int) -> None:
    whole = article(text)
    found = passages_of(whole, PassageSettings(budget))
    covered = [at for passage in found for at in range(passage.start, passage.end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))).difference(covered)
    assert all(text[at].isspace() for at in outside)
    for passage in found:
        inside = passage.text(whole)
        assert inside
        assert inside == text[passage.start : passage.end] == inside.strip()
        assert passage.id == f"a1:{passage.start}-{passage.end}"
        assert len(found) == 1 or width(inside) <= max(budget, 1) + 0.01


def test_short_articles_stay_whole_and_long_ones_are_cut_at_sentences() -> None:
    sentence = "起重机昨天换了新缆绳。"
    assert passages(sentence * 36) == [sentence * 36]
    cut = passages(sentence * 60)
    assert {part.replace(sentence, "") for part in cut} == {""}
    assert "".join(cut) == sentence * 60
    assert max(map(len, cut)) <= 320
    assert passages("甲") == ["甲"]
    assert passages(" \n ") == []


def test_no_crumb_is_left_at_the_end() -> None:
    cut = passages("起重机昨天换了新缆绳。" * 59 + "完了。")
    assert min(map(len, cut)) > 100


def test_a_paragraph_break_is_preferred() -> None:
    first, second = "厂里换了缆绳。" * 30, "食堂添了夜宵。" * 30
    assert passages(f"{first}\n{second}") == [first, second]


def test_an_enumeration_stays_with_its_lead() -> None:
    before = "厂里开会讨论了检修的安排。" * 19
    items = (
        "会议定下三条：\n一是换缆绳，月底完成。\n二是查滑轮，逐个登记。\n三是练新人，一对一带班。"
    )
    after = "会后大家回到了各自的岗位上。" * 18
    cut = passages(f"{before}\n{items}\n{after}")
    assert any(items in part for part in cut)
    numbered = "须备齐下列材料：\n" + "\n".join(
        f"{n}. 第{n}份材料的名称和份数" for n in range(1, 7)
    )
    cut = passages(f"{before}\n{numbered}\n{after}")
    assert any(numbered in part for part in cut)


def test_a_table_stays_with_its_lead() -> None:
    before = "厂里开会讨论了检修的安排。" * 20
    table = "各车间台数如下\n" + "\n".join(f"第{n}车间\t{n * 3}台" for n in range(1, 9))
    cut = passages(f"{before}\n{table}\n{before}")
    assert any(table in part for part in cut)


def test_text_without_punctuation_is_cut_hard() -> None:
    text = "无" * 100_000
    cut = passages(text)
    assert "".join(cut) == text
    assert {len(part) for part in cut[:-1]} <= {320, 160}


def test_an_overlong_sentence_is_cut_at_its_weaker_marks() -> None:
    text = "；".join(["缆绳要换滑轮要查新人要练"] * 60)
    cut = passages(text)
    assert all(part.endswith("；") for part in cut[:-1])
    assert "".join(cut) == text


def test_letters_count_a_third() -> None:
    assert width("缆绳") == 2
    assert width("rope ring") == 3
    text = "The crane got a new rope yesterday. " * 100
    cut = passages(text)
    assert 600 < max(map(len, cut)) <= 960
    assert all(part.endswith("yesterday.") for part in cut)


def test_embedding_text_carries_headline_and_section() -> None:
    whole = article("换了缆绳。", "起重机", "港区")
    (passage,) = passages_of(whole)
    assert embedding_text(whole, passage) == "起重机\n港区\n换了缆绳。"
    assert embedding_text(article("换了缆绳。"), passage) == "换了缆绳。"
    assert PassageSettings(200).fingerprint == "sentences-1:200"
