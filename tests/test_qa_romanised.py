"""Chinese names in the letters of other languages, and the characters that the articles have."""

from __future__ import annotations

import time
import unicodedata

import pytest

from qa.romanised import Name, Spelling, in_characters, known, names_in

SLOW = 5.0
"""Seconds, far more than it takes on a busy machine, far less than trying every parting would."""


def letters(question: str) -> list[str]:
    return [name.letters for name in names_in(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people came to Qinghai?", ["qinghai"]),
        ("When did Han Hao win?", ["hanhao"]),
        ("When did Han-Hao win?", ["hanhao"]),
        ("Who is Ouyang Xiu?", ["ouyangxiu", "ouyang"]),
        ("What happened in Xi'an?", ["xi'an"]),
        ("How long is Xi'an's wall?", ["xi'an"]),
        ("What is in Xi’an?", ["xi'an"]),
        ("How long is Xi’an’s wall?", ["xi'an"]),
        ("Quand est-il venu d'Anhui ?", ["anhui"]),
        ("Qui vient à L’Anhui ?", ["anhui"]),
        ("Where is Tian'anmen?", ["tian'anmen"]),
        ("Who wrote of Chang'e?", ["chang'e"]),
        ("Where is Chongqing's station?", ["chongqing"]),
        # Accents are tones; ü is typed as v; some names are spelt otherwise by custom.
        ("¿Qué pasó en Héběi?", ["hebei"]),
        ("Was geschah in Lüliang?", ["lvliang"]),
        ("What is made in Harbin?", ["haerbin"]),
        # One syllable is too many things; what is no pinyin, or has no capital, is no name.
        ("What did Li say?", []),
        ("When did Hannah come to Leeds?", []),
        ("what grows in qinghai?", []),
        # Others in between part the syllables.
        ("Did Han, Hao and Wei win?", []),
        ("Did Han and Hao win?", []),
        # Words of other languages that read like pinyin; what a question may begin with.
        ("Name what Han Hao won.", ["hanhao"]),
        ("Change or Like?", []),
        ("Who came from Chile, Mali, China and Bali?", []),
        ("Did China Qinghai win?", ["qinghai"]),
        ("Can Li win?", []),
        ("Die Li kam.", []),
        ("When did He Li win?", ["heli"]),
        ("What did O'Neill say?", []),
        ("", []),
    ],
)
def test_what_may_spell_a_chinese_name(question: str, expected: list[str]) -> None:
    assert letters(question) == expected


@pytest.mark.parametrize(
    "question", ["青海来了多少人？", "Qinghai 来了多少人？", "青海の Qinghai は？"]
)
def test_a_chinese_question_has_none(question: str) -> None:
    assert names_in(question) == ()
    assert in_characters(question, ["青海来了三百人。"]) == question


def test_a_name_keeps_its_place() -> None:
    question = "How long is Xi'an's wall, and when did Han Hao see it?"
    assert names_in(question) == (
        Name("hanhao", question.index("Han Hao"), question.index(" see")),
        Name("xi'an", question.index("Xi'an"), question.index("'s wall")),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青海省", "qinghai"),
        ("韩昊夺冠", "hanhao"),
        ("韓昊奪冠", "hanhao"),
        ("據韓昊說", "hanhao"),
        ("山区的吕梁", "lvliang"),
        # Characters of several readings are read in any of them.
        ("来到重庆市", "chongqing"),
        ("重要的是", "zhongyao"),
        ("在厦门", "xiamen"),
        ("长春的银行", "changchun"),
        ("长春的银行", "yinhang"),
        ("湖南省长沙市", "changsha"),
        ("会长曾伟", "zengwei"),
        ("重阳节", "chongyang"),
        ("朝阳区", "chaoyang"),
        ("朝晖", "zhaohui"),
        ("单田芳", "shantianfang"),
        ("解晓东", "xiexiaodong"),
        ("區志明", "ouzhiming"),
        ("区志明", "ouzhiming"),
        ("覃海洋", "qinhaiyang"),
        ("翟志刚", "zhaizhigang"),
        ("西安城墙", "xi'an"),
        ("天安门", "tian'anmen"),
        ("嫦娥奔月", "chang'e"),
        ("湘江仙港", "xiangang"),
    ],
)
def test_a_text_has_the_names_that_are_spelt_so(text: str, name: str) -> None:
    assert Spelling(text).has(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Whole characters.
        ("青海", "inghai"),
        ("青海", "qingha"),
        ("兰州", "anzhou"),
        # Two at least, and one for each syllable that an apostrophe parts.
        ("县里", "xian"),
        ("县里", "xi'an"),
        ("场额", "chan'ge"),
        # Readings that only a dictionary knows.
        ("能完成", "taiwan"),
        ("平台", "pingyi"),
        ("方案", "wangan"),
        ("广州", "yanzhou"),
        # Words that are no names.
        ("我们", "women"),
        ("那么", "name"),
        ("吃了", "chile"),
        ("立刻", "like"),
        ("为何", "weihe"),
        # Marks, lines and other letters part the characters.
        ("青，海", "qinghai"),
        ("青\n海", "qinghai"),
        ("青A海", "qinghai"),
        ("Qinghai", "qinghai"),
        ("", "qinghai"),
    ],
)
def test_a_text_does_not_have_what_is_spelt_so_by_chance(text: str, name: str) -> None:
    assert not Spelling(text).has(name)


def test_places_are_those_of_the_text() -> None:
    text = "在青海，青海湖畔。"
    assert [text[slice(*place)] for place in Spelling(text).places("qinghai")] == ["青海"] * 2
    assert list(Spelling(text).places("qinghai")) == [(1, 3), (4, 6)]


def test_a_character_without_a_reading_is_passed_over() -> None:
    text = "\u3400\U00020000青海\ufffd省"
    assert [text[slice(*place)] for place in Spelling(text).places("qinghai")] == ["青海"]


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("How many came to Qinghai?", ["青海来了人。"], "How many came to 青海?"),
        ("How long is Xi'an's wall?", ["西安城墙。"], "How long is 西安's wall?"),
        ("When did Han Hao win?", ["韓昊奪冠。"], "When did 韓昊 win?"),
        ("Was geschah in Lüliang?", ["吕梁下雪。"], "Was geschah in 吕梁?"),
        (
            "When did Han Hao come to Chongqing?",
            ["韩昊昨天来了。", "重庆市下雪。"],
            "When did 韩昊 come to 重庆?",
        ),
        # The longer name is meant, not the one inside it.
        ("Who is Ouyang Xiu?", ["欧阳修。", "欧阳。", "欧阳。"], "Who is 欧阳修?"),
        ("Who is Ouyang Xiu?", ["欧阳。"], "Who is 欧阳 Xiu?"),
        (
            "What is in Xi'an?",
            ["西安城墙。", "县里下雪。", "先下雪。", "县城。"],
            "What is in 西安?",
        ),
        ("What is in Xi’an?", ["西安城墙。", "县城。"], "What is in 西安?"),
    ],
)
def test_names_are_asked_for_as_the_articles_have_them(
    question: str, texts: list[str], expected: str
) -> None:
    assert in_characters(question, texts) == expected


@pytest.mark.parametrize("question", ["¿Qué pasó en Héběi?", "Qué pasó en Lǚliáng?"])
def test_accents_may_be_characters_of_their_own(question: str) -> None:
    apart = unicodedata.normalize("NFD", question)
    assert apart != question
    assert letters(apart) == letters(question) != []
    texts = ["河北下雪。", "吕梁下雪。"]
    composed = unicodedata.normalize("NFC", in_characters(apart, texts))
    assert composed == in_characters(question, texts) != question


def test_letters_are_kept_where_texts_in_other_languages_have_them() -> None:
    question, chinese = "How many came to Qinghai?", "青海来了人。"
    mixed = in_characters(question, [chinese, "Snow fell in Qinghai."])
    assert mixed == "How many came to Qinghai 青海?"
    # What a Chinese page prints beside its title is Chinese, too.
    assert in_characters(question, [chinese, "今日的青海日报 Qinghai 出版了。"]) == (
        "How many came to 青海?"
    )


def test_of_names_that_are_spelt_alike_most_articles_decide() -> None:
    # As many articles, not as often: one article may say a name ten times.
    texts = ["山西、山西、山西的煤。", "陕西的苹果。", "去陕西。"]
    assert in_characters("What grows in Shanxi?", texts) == "What grows in 陕西?"
    assert in_characters("What grows in Shaanxi?", texts) == "What grows in 陕西?"
    assert in_characters("What grows in Shanxi?", texts[:1]) == "What grows in 山西?"


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("How many came to Qinghai?", ["清河来了人。"]),
        ("How many came to Qinghai?", []),
        ("How many came to Leeds?", ["青海来了人。"]),
        ("", ["青海来了人。"]),
        ("Name the three rules.", ["那么，规矩有三条。"]),
        ("What does the Women's League do?", ["我们开会。"]),
        ("How many miners work in Chile?", ["他吃了饭。"]),
        ("What does the Like Club do?", ["他立刻走了。"]),
        ("Change what?", ["嫦娥奔月。"]),
        ("Who dances in Bali?", ["巴黎的舞会。"]),
    ],
)
def test_where_no_article_has_the_name_the_question_stays(question: str, texts: list[str]) -> None:
    assert in_characters(question, texts) == question


def test_only_names_that_an_article_has_are_known() -> None:
    names = names_in("When did Han Hao come to Qinghai, and Han Hao to Hebei?")
    assert known(names, ["韩昊昨天来了。", "河北下雪。"]) == ("hanhao", "hebei")
    assert known(names, ["下雪。"]) == known((), ["韩昊"]) == ()


def test_anything_can_be_asked() -> None:
    for question in ("Wei" * 700, "Wei " * 500, "Wei'" * 500, "'", "Ü", "İ", "A\ud800", "\x00Qing"):
        assert in_characters(question, ["青海\ud800"]) == question


def test_names_are_found_fast() -> None:
    names = ("qinghai", "hanhao", "xi'an", "zhangjiajie")
    texts = [chr(0x4E00 + n) * 170 + "会长曾伟来到重庆，" * 20 for n in range(60)]
    known([Name(name, 0, 0) for name in names], texts)
    began = time.perf_counter()
    assert known([Name(name, 0, 0) for name in names], texts) == ()
    assert time.perf_counter() - began < SLOW


def test_a_name_that_can_be_parted_in_many_ways_is_looked_for() -> None:
    for name in ("an" * 15, "xian" * 7, "angan" * 6):
        assert not Spelling("青海" * 500).has(name)
    assert Spelling("在安安").has("anan")
