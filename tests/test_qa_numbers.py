"""Numbers and dates as tokens: one value, one token, however it is written."""

from __future__ import annotations

import pytest

from qa.claims import units
from qa.claims.clean import comparable, without_marks
from qa.claims.forms import Bound
from qa.claims.tokens import tokens_of
from qa.mentions import number_of


def values(text: str) -> list[str]:
    return [token.key for token in tokens_of(text) if token.is_value]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.19万家", "11,900家"),
        ("１１９００家", "11900家"),
        ("25249万元", "2.5249亿元"),
        ("百分之三十", "30%"),
        ("三成", "30 percent"),
        ("三分之一", "3分之1"),
        ("第三十三条", "第33条"),
        ("两千三百五十人", "2350人"),
        ("20 million people", "2000万人"),
        ("two hundred thousand", "200,000"),
        ("twenty-five workers", "25 workers"),
        ("二〇二三年二月十四日", "2023-02-14"),
        ("February 14, 2023", "2023年2月14日"),
        ("14 February 2023", "2023/2/14"),
        ("2月7日至13日", "2月7日到13日"),
    ],
)
def test_two_spellings_of_a_value_are_one(one: str, other: str) -> None:
    assert values(one) == values(other) != []


@pytest.mark.parametrize(
    "words", ["五一劳动奖章", "四五六", "一些一线职工", "统一", "万众一心", "三亚", "十分"]
)
def test_a_word_with_a_numeral_in_it_is_no_number(words: str) -> None:
    assert values(words) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("近140万人", Bound.LESS),
        ("580多家", Bound.MORE),
        ("207万余人", Bound.MORE),
        ("约30人", Bound.ABOUT),
        ("不超过45分钟", Bound.MAX),
        ("至少12人", Bound.MIN),
        ("140万人", Bound.EXACT),
    ],
)
def test_how_exact_a_number_claims_to_be(text: str, bound: Bound) -> None:
    (token,) = (token for token in tokens_of(text) if token.quantity)

    assert token.quantity is not None
    assert token.quantity.bound is bound


def test_a_range_is_both_of_its_ends_in_one_unit() -> None:
    found = [token.quantity for token in tokens_of("3至5万元") if token.quantity]

    assert [(int(one.value), one.unit) for one in found] == [(30_000, "元"), (50_000, "元")]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("名", "位", True),
        ("家", "所", True),
        ("公里", "千米", True),
        ("人", "人次", False),
        ("元", "人", False),
        ("公里", "米", False),
        ("名", "家", False),
    ],
)
def test_which_units_stand_for_one_another(one: str, other: str, alike: bool) -> None:
    assert units.agree(one, other) is alike


def test_hidden_characters_and_lookalikes_are_folded() -> None:
    assert comparable("共\u200b３\u202e０人，K\u200d210，\u0410pple") == comparable(
        "共30人，K210，Apple"
    )


def test_marks_of_a_writer_are_taken_off() -> None:
    assert without_marks("共30人[1]，其中【2，3】女9人[ 4 ]。") == "共30人，其中女9人。"


@pytest.mark.parametrize("text", ["9" * 5_000, "1" + "亿" * 1_000, "百分之" + "9" * 5_000])
def test_a_number_without_an_end_is_read_in_pieces(text: str) -> None:
    assert "".join(token.text for token in tokens_of(text)).startswith(text[:30])


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("12", 12),
        ("十二", 12),
        ("二十", 20),
        ("两百零三", 203),
        ("一千", 1_000),
        ("二〇二三", 2023),
        ("", 0),
        ("²", 0),
        ("9" * 5_000, 0),
    ],
)
def test_the_value_of_a_small_numeral(numeral: str, value: int) -> None:
    assert number_of(numeral) == value
