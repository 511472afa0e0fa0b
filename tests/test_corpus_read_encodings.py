"""Encodings: the same text comes out of every one of them, and what is no text is refused."""

from __future__ import annotations

import random

import pytest

from corpus.encoding import decode, encoding_of
from corpus.errors import ReadError

SIMPLIFIED = (
    "港城锅炉厂的职工昨天在车间里开会，讨论怎样把检修的时间缩短一半。\n"
    "老周说，去年冬天停机三次，每次都要等配件，大家心里着急。\n"
)
TRADITIONAL = (
    "港城鍋爐廠的職工昨天在車間裡開會，討論怎樣把檢修的時間縮短一半。\n"
    "老周說，去年冬天停機三次，每次都要等配件，大家心裡著急。\n"
)
JAPANESE = "港の工場で働く人たちは昨日、会議を開いた。冬の間に三回も機械が止まったからだ。\n"
KOREAN = "항구의 공장에서 일하는 사람들이 어제 회의를 열었다. 겨울에 기계가 세 번 멈추었다.\n"
RUSSIAN = "Рабочие котельного завода вчера собрались, чтобы обсудить ремонт перед зимой.\n" * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED, "utf-32"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        ("Plain words, nothing else.\n", "ascii"),
        ("Plain words, nothing else.\n", "utf-16-le"),
        ("Le comité a décidé : l’été sera plus court.\n" * 3, "cp1252"),
    ],
)
def test_text_survives_its_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("El señor Muñoz llegó.\n", "cp1252"),
        ("El señor Muñoz dijo que la fábrica cerrará en otoño; ¿y los obreros?\n", "cp1252"),
        ("La fábrica cerró ayer.", "cp1252"),
        ("La grève a été suspendue après l’accord signé à l’aube.\n", "cp1252"),
        ("A greve não foi suspensa. Os operários pedem férias; há condições.\n", "cp1252"),
        ("Der Kran im Hafen hat ein neues Seil. Über dreißig Männer prüften es.\n", "cp1252"),
        ("Zażółć gęślą jaźń, mówi górnik.", "cp1250"),
        ("Robotnicy z kopalni mówią, że nie będą się zgadzać na zmiany.\n", "cp1250"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy.", "cp1250"),
        ("İşçiler bugün şantiyede çalışmadı, çünkü yağmur yağdı.\n", "cp1254"),
        ("Οι εργάτες του λιμανιού άλλαξαν τα σχοινιά.\n" * 3, "cp1253"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_latin_letters_are_those_of_the_language(text: str, encoding: str, times: int) -> None:
    assert decode((text * times).encode(encoding), "x.txt") == text * times


@pytest.mark.parametrize("text", ["锅炉爆炸", "缆绳", "丙午丁未庚戌辛亥壬子癸丑甲寅乙卯", "桥塌了"])
def test_a_few_chinese_characters_are_not_korean(text: str) -> None:
    assert decode(text.encode("gbk"), "x.txt") == text


@pytest.mark.parametrize("text", ["항구의 공장", "노동자 대회", "기계가 세 번 멈추었다."])
def test_a_few_korean_syllables_are_not_chinese(text: str) -> None:
    assert decode(text.encode("cp949"), "x.txt") == text


@pytest.mark.parametrize("text", ["锅炉房的检修昨天完成。", "厂里的食堂", "王师傅修好了三台机器"])
def test_short_text_without_a_mark(text: str) -> None:
    assert decode(text.encode("gb18030"), "x.txt") == text


def test_every_cut_of_a_text_is_recognised() -> None:
    chance = random.Random(7)
    for encoding, text in (("gb18030", SIMPLIFIED * 3), ("big5", TRADITIONAL * 3)):
        for _ in range(50):
            start = chance.randrange(len(text) - 60)
            part = text[start : start + chance.randrange(40, 120)]
            assert decode(part.encode(encoding), "x.txt") == part


def test_line_ends_become_line_feeds() -> None:
    assert decode("甲\r\n乙\r丙\n".encode(), "x") == "甲\n乙\n丙\n"


def test_a_few_broken_bytes_do_not_lose_the_file() -> None:
    data = bytearray(SIMPLIFIED.encode() * 5)
    data[100] = 0xFF
    text = decode(bytes(data), "x.txt")
    assert text.count("\ufffd") in (1, 2, 3)
    assert text.endswith(SIMPLIFIED)
    data = bytearray(SIMPLIFIED.encode("gb18030") * 20)
    data[-3:] = b"\xff"
    assert decode(bytes(data), "x.txt").startswith(SIMPLIFIED)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(4000),
        b"MZ\x90\x00\x03\x00\x00\x00\x04" * 300,
        b"\xff\xfe" + b"\xd8" * 400,
        b"abc\x01\x02\x03\x04" * 50,
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"holds no text in an encoding that is known here: x\.txt"):
        decode(data, "x.txt")


def test_choice_is_the_same_every_time() -> None:
    data = SIMPLIFIED.encode("gb18030")
    assert {encoding_of(data, "x") for _ in range(20)} == {("gb18030", "strict")}
