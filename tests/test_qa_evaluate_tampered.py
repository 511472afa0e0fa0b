"""The measure of the verifier: its rules do what they say, its sums are right."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from qa.evaluate.tampered import Trial, main, summary
from qa.evaluate.tampered_rules import FALSIFIERS, REWORDINGS

POOLS = {"person": ["贺小满"], "place": ["临澜市", "乌石市"], "organisation": [], "latin": []}
TEXT = "2023年3月5日，临澜市共有1.2万名职工参加，比去年增长30%，其中48人获奖。"


@pytest.mark.parametrize("kind", sorted(set(FALSIFIERS) - {"negation", "digits transposed"}))
def test_a_falsifier_changes_one_place(kind: str) -> None:
    told = FALSIFIERS[kind](TEXT, Random(1), POOLS)

    assert told != TEXT
    assert abs(len(told) - len(TEXT)) <= 3


def test_digits_change_places() -> None:
    assert FALSIFIERS["digits transposed"]("共有48人。", Random(1), POOLS) == "共有84人。"


def test_a_denial_is_put_in_and_taken_out() -> None:
    assert FALSIFIERS["negation"]("他没有来过。", Random(1), POOLS) == "他有来过。"
    assert FALSIFIERS["negation"]("他已回家。", Random(1), POOLS) == "他未回家。"


def test_rewordings_keep_the_sense() -> None:
    assert REWORDINGS["numerals rewritten"](TEXT, Random(1)) == TEXT.replace(
        "1.2万", "12000"
    ).replace("30%", "三成")
    assert REWORDINGS["date shortened"](TEXT, Random(1)) == TEXT.removeprefix("2023年")


def test_the_sums() -> None:
    done = [
        Trial("number changed", True, False, "", "", ""),
        Trial("number changed", True, True, "", "", ""),
        Trial("as it is", False, True, "", "", ""),
    ]

    assert summary(done) == {
        "caught": {"number changed": (1, 2), "all": (1, 2)},
        "falsely accused": {"as it is": (0, 1), "all": (0, 1)},
    }


def test_the_command_prints_both_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "昨天，临澜市总工会发放补贴38万元。\n\n共有512名职工领到补贴。\n\n没有一人漏领。"
    (tmp_path / "one.md").write_text(f"# 补贴发放\n\n{body}\n", encoding="utf-8")

    status = main([str(tmp_path), "--count", "5", "--json"])

    table = json.loads(capsys.readouterr().out)
    caught, tried = table["caught"]["all"]
    assert status == 0
    assert caught == tried > 0
    assert table["falsely accused"]["all"][0] == 0
