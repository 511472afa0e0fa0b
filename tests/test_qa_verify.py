"""Verdicts: what is quoted, what is supported by which source, what is refused and why."""

from __future__ import annotations

import pytest

from qa.types import Support
from qa.verify import LONGEST, Source, Verdict, verify

MINE = "石岭煤矿3月31日停产，2386名职工中有373人参加转岗培训。"
PORT = "汐浦港今年吞吐量达到1.2亿吨，比去年增长4.3%。"
CONTEXT = "石岭煤矿的最后一班\n2024-04-25\n澜江工人报"


def sources(*texts: str, context: str = CONTEXT) -> list[Source]:
    return [Source(f"a{at}", 0, len(text), text, context) for at, text in enumerate(texts)]


def test_word_for_word_is_quoted_whatever_its_width_and_marks() -> None:
    said = "石岭煤矿３月３１日停产,2386名职工中有373人参加转岗培训[7]。"

    assert verify(said, sources(PORT, MINE)) == Verdict(Support.QUOTED, (1,), "")


@pytest.mark.parametrize(
    "said", ["86名职工中有373人参加转岗培训。", "吞吐量达到12亿吨。", "增长43%。"]
)
def test_half_of_a_number_is_no_quotation(said: str) -> None:
    assert verify(said, sources(MINE, PORT)).support is Support.CONTRADICTED


def test_a_denial_is_not_cut_off_by_quoting() -> None:
    verdict = verify("同意了转岗方案。", sources("职工代表大会没有同意了转岗方案。"))

    assert verdict.support is Support.CONTRADICTED


def test_the_source_that_says_it_is_the_one_cited() -> None:
    assert verify("373名职工参加了转岗培训。", sources(PORT, MINE)).sources == (1,)


def test_two_sources_each_for_its_clause() -> None:
    said = "石岭煤矿已于3月31日停产，汐浦港今年的吞吐量增长了4.3%。"

    verdict = verify(said, sources(PORT, MINE))

    assert verdict == Verdict(Support.SUPPORTED, (1, 0), "")


def test_the_reason_names_what_is_wrong() -> None:
    verdict = verify("2368名职工中有373人参加转岗培训。", sources(MINE))

    assert verdict == Verdict(Support.CONTRADICTED, (), "number 2368名 not in the source")


def test_headline_and_date_supply_a_year_but_no_other_number() -> None:
    assert verify("2024年3月31日，石岭煤矿停产。", sources(MINE)).support is Support.SUPPORTED
    assert verify("2022年3月31日，石岭煤矿停产。", sources(MINE)).support is Support.CONTRADICTED
    assert verify("石岭煤矿25日停产。", sources(MINE)).support is Support.CONTRADICTED


def test_last_year_is_the_year_before_the_issue() -> None:
    text = sources("去年，全矿生产原煤120万吨。")

    assert verify("2023年全矿生产原煤120万吨。", text).support is Support.SUPPORTED
    assert verify("2021年全矿生产原煤120万吨。", text).support is Support.CONTRADICTED


def test_what_words_cannot_prove_is_not_said() -> None:
    verdict = verify("多达373名矿工重新学艺。", sources(PORT, MINE))

    assert verdict == Verdict(Support.UNSUPPORTED, (), "no source says this")


def test_another_language_is_not_proven_by_its_values() -> None:
    right = "On March 31 the mine closed, and 373 of 2,386 miners were retrained."
    wrong = "On March 30 the mine closed, and 373 of 2,386 miners were retrained."

    assert verify(right, sources(MINE)) == Verdict(
        Support.UNSUPPORTED, (), "in another language than the source"
    )
    assert verify(wrong, sources(MINE)).support is Support.CONTRADICTED


@pytest.mark.parametrize("name", ["Liang Bo", "Ren Xiaofeng"])
def test_no_name_in_latin_letters_rests_on_a_chinese_source(name: str) -> None:
    text = sources("矿工梁博参加了转岗培训。")

    for said in (f"{name} was retrained.", f"The miner {name} was retrained.", f"矿工{name}。"):
        assert verify(said, text).sources == ()


def test_english_is_compared_with_english() -> None:
    text = sources("The union did not accept the offer of 20 million yuan in May.", context="")

    assert verify("The union didn’t accept an offer.", text).support is Support.SUPPORTED
    assert verify("The union accepted the offer.", text).support is Support.CONTRADICTED
    assert verify("The offer was of 200 million yuan.", text).support is Support.CONTRADICTED


@pytest.mark.parametrize("said", ["", "。。。", "[1]", "\u200b\u202e"])
def test_a_sentence_that_says_nothing_is_unsupported(said: str) -> None:
    assert verify(said, sources(MINE)) == Verdict(Support.UNSUPPORTED, (), "says nothing")


def test_without_a_source_nothing_is_supported() -> None:
    assert verify("石岭煤矿停产。", []) == Verdict(Support.UNSUPPORTED, (), "no source")


def test_endless_texts_come_to_an_end() -> None:
    assert verify("不" * 20_000, sources(MINE)).support is Support.UNSUPPORTED
    assert verify("1," * 10_000, sources("一" * 20_000)).support is Support.UNSUPPORTED
    verdict = verify("参加转岗培训的有373人。", sources("职工1" * 7_000 + "。" + MINE))
    assert verdict.support is Support.SUPPORTED
    assert len("不" * 20_000) > LONGEST
