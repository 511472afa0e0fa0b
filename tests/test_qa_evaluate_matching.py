"""Whether an answer says what was expected: numbers whole, widths and spaces aside; CMRC's F1."""

from __future__ import annotations

import pytest

from qa.evaluate import overlap
from qa.evaluate.matching import completeness, is_right, normal, says


@pytest.mark.parametrize(
    ("text", "wanted", "right"),
    [
        ("全县修渠1.2万米。", "2万", False),
        ("全县修渠1.2万米。", "1.2万", True),
        ("成立于2018年", "18", False),
        ("第18届，2018年", "18", True),
        ("共12,734人", "734", False),
        ("共12,734人", "12,734", True),
        ("一班12，734是门牌", "734", True),
        ("先后售出2万，734人参加", "734", True),
        ("先后售出2万，734人参加", "2万", True),
        ("在2018,18人参加", "18", True),
        ("共２万册", "2万", True),
        ("共2.5元", "2", False),
        ("共2.5元", "5", False),
        ("共2万5千人", "2万", False),
        ("共40万人", "40", False),
        ("共二十八天", "十八", False),
        ("共二十八天", "二十八天", True),
        ("共2万五千人", "2万", False),
        ("共2万五千人", "五千", False),
        ("共2万五千人", "2", False),
        ("共2万五千人", "2万五千", True),
        ("共2万五千人", "2万五千人", True),
        ("共3千五百人", "3千", False),
        ("共3千五百人", "五百", False),
        ("共五千3百人", "五千", False),
        ("共五千3百人", "3百", False),
        ("共1.2亿三千万元", "1.2亿", False),
        ("共2万两千人", "两千", False),
        ("共2万五", "2万", False),
        ("银2万两", "2万", True),
        ("银二万两", "二万", True),
        ("每周一8点开门", "8点", True),
        ("每周五14时开门", "周五", True),
        ("两三千人", "三千", False),
        ("购米12两", "12", True),
        ("第3. 共4人", "3", True),
        ("在 南 坡 修 渠", "南坡", True),
        ("the North Bridge", "north bridge", True),
        ("the Northbridge", "north bridge", False),
        ("开渠两条[1]，建桥一座[2,3]", "两条，建桥", True),
        ("共4[12]人", "12", False),
        ("占【1】七成", "占七成", True),
        ("任何话", "", False),
    ],
)
def test_an_answer_says_a_string(text: str, wanted: str, right: bool) -> None:
    assert says(text, wanted) is right


def test_how_texts_are_compared() -> None:
    assert normal("Ａ B 甲 乙 C，d [1]") == "a b甲乙c,d"


def test_every_group_is_required_and_one_variant_of_each() -> None:
    required = (("雨衣", "雨披"), ("手套",))
    assert is_right("发了雨披和手套", (), required)
    assert not is_right("发了雨披和雨衣", ("雨披",), required)
    assert is_right("发了雨披", ("手套", "雨披"), ())
    assert completeness("发了雨披", required) == 0.5
    assert completeness("发了雨披", ()) is None


def test_f1_is_of_the_longest_common_substring() -> None:
    # 8 tokens said, 4 wanted, 3 in one piece: 2·3/12.
    assert overlap.f1("他在一九四九年来", "四九年初") == pytest.approx(0.5)
    # The same 3 characters in two pieces: the longest has 2.
    assert overlap.f1("四九甲年", "四九年") == pytest.approx(4 / 7)
    assert overlap.f1("甲", "乙") == 0.0


def test_a_word_or_number_is_one_token_and_punctuation_none() -> None:
    assert overlap.tokens("《Deep River》 1,949年3.5米。") == [
        "deep", "river", "1,949", "年", "3.5", "米",
    ]  # fmt: skip
    assert overlap.f1("deep river", "Deep Sea") == pytest.approx(0.5)


def test_exact_match_leaves_punctuation_and_case_aside() -> None:
    assert overlap.exact("「南坡」， 渠", "南坡渠") == 1.0
    assert overlap.exact("南坡水渠", "南坡渠") == 0.0
    assert overlap.exact("。", "，") == 0.0


def test_the_best_expected_answer_counts() -> None:
    assert overlap.best(overlap.exact, "两条", ("三条", "两条")) == 1.0
    assert overlap.best(overlap.exact, "两条", ()) == 0.0


def test_rouge_l_is_of_the_longest_common_subsequence() -> None:
    assert overlap.rouge_l("四九甲年", "四九年") == pytest.approx(6 / 7)
    assert overlap.rouge_l("", "四九年") == 0.0
