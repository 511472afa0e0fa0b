"""The interface's texts: each in both languages, with the same places to fill in."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from qa.desk.strings import Key, phrase

ROOT = Path(__file__).parent.parent
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


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_a_text_is_in_its_own_language(key: Key) -> None:
    assert has_chinese(key.zh) is (key.name not in SAME_IN_BOTH)
    assert not has_chinese(key.en + key.one)


def test_no_two_keys_are_one() -> None:
    assert [key.name for key in KEYS] == list(Key.__members__)


def test_a_phrase_counts() -> None:
    assert phrase(Key.COUNT_ARTICLES, "en", n=1) == "One article"
    assert phrase(Key.COUNT_ARTICLES, "en", n=12_345) == "12,345 articles"
    assert phrase(Key.COUNT_ARTICLES, "zh", n=1) == "1 篇文章"
    assert phrase(Key.SEARCHED_FOR, "en", query="{n} <b>") == "Searched for: {n} <b>"


def test_every_text_is_said_somewhere() -> None:
    pieces = [*ROOT.glob("app*.py"), *(ROOT / "qa" / "desk").glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in pieces)
    named = set(re.findall(r"\bKey\.([A-Z_]+)\b", code))
    assert set(Key.__members__) - named == set()
