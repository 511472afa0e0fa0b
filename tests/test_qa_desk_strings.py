"""The interface's texts: each in both languages, with the same places to fill in."""

from __future__ import annotations

import string

import pytest

from qa.desk.phrasing import date, language_of, probability
from qa.desk.strings import Key, phrase, table, text

KEYS = [*Key.__members__.values()]


def places(wording: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name is not None}


def has_chinese(wording: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in wording)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_a_text_is_there_in_both_languages_with_the_same_places(key: Key) -> None:
    assert key.zh.strip() == key.zh != ""
    assert key.en.strip() == key.en != ""
    assert places(key.zh) == places(key.en)
    assert places(key.one) <= places(key.en)
    assert bool(key.one) <= ("n" in places(key.en))
    assert "" not in places(key.zh)


SAME_IN_BOTH = {"PROBABILITY"}
NAMES_OF_LANGUAGES = {"LANGUAGE_ZH", "LANGUAGE_EN"}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_a_text_is_in_its_own_language(key: Key) -> None:
    if key.name not in NAMES_OF_LANGUAGES:
        assert has_chinese(key.zh) is (key.name not in SAME_IN_BOTH)
        assert not has_chinese(key.en + key.one)


def test_no_two_keys_are_one() -> None:
    assert [key.name for key in KEYS] == list(Key.__members__)


def test_a_phrase_counts() -> None:
    assert phrase(Key.COUNT_ARTICLES, "en", n=1) == "One article"
    assert phrase(Key.COUNT_ARTICLES, "en", n=12_345) == "12,345 articles"
    assert phrase(Key.COUNT_ARTICLES, "zh", n=1) == "1 篇文章"
    assert phrase(Key.SEARCHED_FOR, "en", query="{n} <b>") == "Searched for: {n} <b>"


def test_the_table_is_whole() -> None:
    chinese, english = table("zh"), table("en")
    assert list(chinese) == list(english) == list(Key.__members__)
    assert (
        (chinese["STOP"], english["STOP"])
        == ("停止", "Stop")
        == (
            text(Key.STOP, "zh"),
            text(Key.STOP, "en"),
        )
    )


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr-FR,zh-TW;q=0.7,en;q=0.3", "zh"),
        ("fr, en;q=0.5, zh;q=0.4", "en"),
        ("zh;q=nonsense", "en"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_browsers(accepted: str, language: str) -> None:
    assert language_of(accepted) == language


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (1.0, "几乎可以肯定（99%）", "almost certain (99%)"),
        (0.95, "几乎可以肯定（95%）", "almost certain (95%)"),
        (0.85, "很可能（85%）", "likely (85%)"),
        (0.5, "有可能（50%）", "possible (50%)"),
        (0.1, "不太可能（10%）", "unlikely (10%)"),
        (-1.0, "不太可能（1%）", "unlikely (1%)"),
    ],
)
def test_a_probability_is_said_in_words_and_never_as_certain(
    value: float, zh: str, en: str
) -> None:
    assert (probability(value, "zh"), probability(value, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("1987-03-02", "1987年3月2日", "2 March 1987"),
        ("1987-03", "1987年3月", "March 1987"),
        ("1987", "1987年", "1987"),
        ("", "日期不详", "Undated"),
        ("1987-13", "1987-13", "1987-13"),
        ("spring", "spring", "spring"),
    ],
)
def test_a_date_is_said_in_words(value: str, zh: str, en: str) -> None:
    assert (date(value, "zh"), date(value, "en")) == (zh, en)
