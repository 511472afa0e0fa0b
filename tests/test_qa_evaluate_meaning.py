"""The measure of measures of meaning: its sums, its pairs, and what the verifier makes of them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.evaluate.meaning import Said, main, pairs_of, passing, scores, table
from qa.reader.types import Reading, Text
from qa.types import Support
from tests.conftest import FakeEncoder

PAIRS = Path(__file__).parent / "data" / "meaning.jsonl"


class LengthReader:
    """Finds the longer text the more relevant one."""

    fingerprint = "length"

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        return [Reading(0.0, (), float(len(text.text))) for text in texts]


def test_one_false_pair_in_twenty_five_may_pass() -> None:
    true, false = [0.4, 0.6, 0.9, 0.95], [at / 100 for at in range(50, 75)]
    marks = [True] * len(true) + [False] * len(false)

    assert passing([*true, *false], marks) == (0.5, 0.9)
    assert passing([*true, *false[:-1], 0.99], marks) == (0.5, 0.9)
    assert passing([*true, *false[:-2], 0.92, 0.99], marks) == (0.25, 0.95)


def test_without_a_false_pair_every_true_one_passes() -> None:
    assert passing([0.1, 0.2], [True, True]) == (1.0, 0.1)
    assert passing([0.1, 0.2], [True, False]) == (0.0, math.inf)


def test_each_pair_is_measured_and_languages_are_told_apart() -> None:
    pairs = [
        Said("船员上岸了。", "船员上岸了，港口开了。", True, "paraphrase"),
        Said("船员上岸了。", "The crew went ashore.", True, "paraphrase"),
        Said("船员上岸了。", "猫睡着了。", False, "action"),
    ]

    found = scores(pairs, FakeEncoder(), LengthReader())
    lines = list(table(pairs, found))

    assert found["reader, asked the said"] == [6.0, 6.0, 6.0]
    assert found["reader, asked the source"] == [11.0, 21.0, 5.0]
    assert found["cosine, weakest clause"][0] <= found["cosine, mean of clauses"][0]
    assert [line.split()[0] for line in lines] == ["within"] * 7 + ["across"] * 7
    assert lines[6].split()[-5:] == ["1", "1", "1.000", "1.000", "11.0000"]


def test_the_pairs_are_of_every_kind_and_none_stands_twice() -> None:
    pairs = pairs_of(PAIRS)

    assert len({(one.source, one.said) for one in pairs}) == len(pairs)
    assert all(one.true is (one.kind == "paraphrase") for one in pairs)
    kinds = Counter((one.kind, one.across) for one in pairs if not one.true)
    wanted = {"subject", "object", "roles", "action", "cause", "added", "plan", "topic"}
    assert {kind for kind, across in kinds if across} == wanted | {"name"}
    assert {kind for kind, across in kinds if not across} == wanted


def test_words_alone_let_few_false_ones_through() -> None:
    pairs = pairs_of(PAIRS)
    passed = [one for one in pairs if one.support in (Support.SUPPORTED, Support.QUOTED)]

    assert not [one.said for one in passed if one.across]
    false = [one for one in pairs if not one.true and not one.across]
    assert sum(not one.true for one in passed) <= 0.06 * len(false)


def test_a_file_that_holds_no_pairs_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"source": "a", "text": "b"}), encoding="utf-8")

    assert main([str(path)]) == 1
    assert capsys.readouterr().err.startswith("error: no pairs to be read")
