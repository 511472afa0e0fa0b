"""The independent check of support: numbers by value, negation, covered characters."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from qa.evaluate import scoring, support
from qa.evaluate.support import check, coverage, numbers

CITED = "截至去年底，青石县修渠1.19万米，受益村民三百二十户，未动用贷款。"


@pytest.mark.parametrize(
    ("sentence", "supported", "reason"),
    [
        (CITED, True, ""),
        ("青石县修渠11900米。", True, ""),
        ("青石县修渠11,900米，受益村民320户。", True, ""),
        ("青石县修渠1.29万米。", False, "not in the cited text: 12900"),
        ("受益村民三百三十户。", False, "not in the cited text: 330"),
        ("青石县修渠，动用贷款。", False, "only one of sentence and cited text denies"),
        ("青石县未修渠。", False, "only one of sentence and cited text denies"),
        ("白塔镇的小学昨天开学。", False, "0% of it are in the cited text"),
        ("Qingshi dug canals.", None, "another script than the cited text"),
        ("Qingshi dug 7 canals.", False, "not in the cited text: 7"),
    ],
)
def test_the_cited_text_alone_supports(sentence: str, supported: bool | None, reason: str) -> None:
    assert check(sentence, CITED) == support.Checked(supported, reason)


def test_nothing_cited_supports_nothing() -> None:
    assert check("青石县修渠。", " ") == support.Checked(False, "nothing is cited")


def test_a_piece_that_is_not_there_is_told_by_its_length() -> None:
    source = "青石县去年修渠一条长堤两座并为沿岸村庄接通自来水全部完工"
    said = "青石县去年修渠一条长堤两座在南坡机械厂旁边并为沿岸村庄接通自来水全部完工"
    share, gap = coverage(said, source)
    assert gap == 8
    assert share == pytest.approx(1 - 9 / (len(said) - 1))
    assert check(said, source).reason == "8 characters in a row are not in the cited text"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.19万家", [11900.0]),
        ("２.３８亿元", [238_000_000.0]),
        ("12,734人和2，734人", [12734.0, 2734.0]),
        ("一千零五十人", [1050.0]),
        ("二〇二三年", [2023.0]),
        ("三万二千", [32000.0]),
        ("十二", [12.0]),
        ("一个统一的", []),
        ("3百人", [300.0]),
        ("往返八班，票价两元", [8.0, 2.0]),
    ],
)
def test_numbers_by_value(text: str, values: list[float]) -> None:
    assert list(numbers(text)) == values


def test_the_check_shares_nothing_with_what_decided() -> None:
    for module in (support, scoring):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        own = {name for name in names if name.startswith("qa.")}
        assert own <= {"qa.types", "qa.evaluate", "qa.evaluate.places", "qa.evaluate.questions"}
