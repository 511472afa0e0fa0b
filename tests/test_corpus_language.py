"""Languages, from one sentence each."""

from __future__ import annotations

import pytest

from corpus.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("港口的起重机昨天换了新缆绳，班长说这是头一回。", "zh"),
        ("港口的起重機昨天換了新纜繩，班長說這是頭一回。", "zh-Hant"),
        ("日本游客问：“ラーメン在哪里？”老板指了指对面的小店，又说了一遍路线。", "zh"),
        ("港のクレーンは昨日、新しいロープに替わった。", "ja"),
        ("항구의 기중기는 어제 새 밧줄로 바뀌었다.", "ko"),
        ("The crane in the port was given a new rope, and it is the first in three years.", "en"),
        ("La grúa del puerto tiene un cable nuevo, y es el primero en tres años.", "es"),
        ("A grua do porto tem um cabo novo, e não é o primeiro em três anos.", "pt"),
        (
            "La grue du port a un câble neuf, et c’est le premier depuis trois ans pour les gens.",
            "fr",
        ),
        ("Der Kran im Hafen hat ein neues Seil, und es ist das erste seit drei Jahren.", "de"),
        ("La gru del porto ha una fune nuova, ed è la prima che si cambia in tre anni.", "it"),
        ("Портовый кран получил новый трос впервые за три года.", "ru"),
        ("Портовий кран уперше за три роки має новий трос, і він міцний.", "uk"),
        ("腾讯 WeChat 和 OpenStreetMap 都出了新版本，工人用手机就能查到班车。", "zh"),
        ("12 345,67 — 8", ""),
        ("", ""),
        ("÷", ""),
        ("12 × 7 ÷ 3", ""),
        ("Xqz vbn klm", ""),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_only_the_head_is_looked_at() -> None:
    assert detect("The rope is new and it is strong. " * 200 + "缆绳" * 100_000) == "en"
