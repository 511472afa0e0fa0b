"""How a search is judged: ranks to means, evidence in a hit, misprints, vectors kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.evaluate import retrieval_pages, retrieval_sets
from qa.evaluate.retrieval import Line, pool_ranks
from qa.evaluate.shelf import KeptVectors
from tests.conftest import FakeEncoder


def test_means_over_ranks() -> None:
    line = Line.of("set", [1, 1, 4, 12, 0])
    assert (line.questions, line.at_1, line.at_5, line.at_20) == (5, 0.4, 0.6, 0.8)
    assert line.mrr_10 == pytest.approx((1 + 1 + 0.25) / 5)
    assert Line.of("none", []).at_1 == 0.0


@pytest.mark.parametrize(
    ("text", "held"),
    [("渡口昨日开航", True), ("开航以后渡口昨", True), ("渡口开航昨日", False), ("", False)],
)
def test_a_hit_holds_half_of_the_quotation(text: str, held: bool) -> None:
    assert retrieval_pages.holds(text, "渡口昨日开航") is held


def test_misprints_are_a_tenth_and_the_same_every_time() -> None:
    clean = ("春江水暖鸭先知" * 300,)
    spoilt = retrieval_sets.misprinted(clean)
    assert spoilt == retrieval_sets.misprinted(clean)
    lost = 1 - len(spoilt[0]) / len(clean[0])
    assert 0.03 < lost < 0.07
    assert retrieval_sets.misprinted(clean, share=0.0) == clean


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two paragraphs, three questions, in the format of the sets."""
    ferry = {
        "context": "南岸渡口昨日开航，每日往返八班。",
        "qas": [{"question": "渡口哪天开航？"}, {"question": "每日几班？"}],
    }
    bridge = {"context": "上游修一座石桥。", "qas": [{"question": "上游修什么石桥？"}]}
    content = {"data": [{"paragraphs": [ferry, bridge]}, {"paragraphs": [{**ferry, "qas": []}]}]}
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "drcd_dev.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_a_set_is_searched_as_always(data: Path, encoder: FakeEncoder) -> None:
    pool = retrieval_sets.load(data, "drcd")
    assert pool.gold == (0, 0, 1)
    assert len(pool.paragraphs) == 2
    assert pool_ranks(pool, encoder, 0) == [1, 1, 1]


def test_a_text_is_encoded_once(tmp_path: Path, encoder: FakeEncoder) -> None:
    first = KeptVectors(encoder, tmp_path).encode_passages(["甲乙", "丙丁", "甲乙"])
    assert encoder.encoded == 2
    again = KeptVectors(encoder, tmp_path).encode_passages(["丙丁", "戊己"])
    assert encoder.encoded == 3
    assert (again[0] == first[1]).all()
    assert (first[0] == first[2]).all()
