"""What counts as the same characters."""

from __future__ import annotations

import pytest

from index.fold import fold, squeeze


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("ＡＢＣ　１２３", "abc 123"),
        ("國際電腦", "国际电脑"),
        ("臺灣", "台湾"),
        ("広島の図書", "广岛の图书"),
        ("一九四九年十月", "1949年十月"),
        ("二〇二三", "2023"),
        ("一○八號", "108号"),
        ("三四五年级", "三四五年级"),
        ("11,900 件，1,234,567", "11900 件,1234567"),
        ("2,5 и 10,20", "2,5 и 10,20"),
        ("Straße", "strasse"),
    ],
)
def test_one_spelling(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_folding_twice_changes_nothing() -> None:
    for text in ("國際１２，０００", "一九四九年", "ｶﾞﾗｽ", "二○○八年"):
        assert fold(fold(text)) == fold(text)


def test_squeezed_text_has_neither_space_nor_punctuation() -> None:
    assert squeeze("“四 五六”維權，\n服務——（C＋＋）！") == "四五六维权服务c++"
    assert squeeze("……？！ \u3000") == ""
    assert squeeze("😀") == "😀"
