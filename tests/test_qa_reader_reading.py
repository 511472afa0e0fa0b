"""Spans from logits: apart, weighed, in their place, whatever the text."""

from __future__ import annotations

import math
import sys

import pytest

from qa.reader.reader import AT_ONCE, NOT_READ, Found, TransformerReader, _apart, _weighed
from qa.reader.types import Span, Text
from qa.reader.weights import Calibration
from tests.tiny_reader import Scripted, tokenizer

TEXT = "昨日渡口开航，桥长。"


def reader(**wanted: tuple[float, float]) -> TransformerReader:
    """Points at the characters given, and finds 春 relevant."""
    return made(Scripted(wanted, "春"))


def made(network: Scripted) -> TransformerReader:
    """A reader of this network."""
    return TransformerReader(network, tokenizer(), Calibration(1.0, -1.0), "scripted")  # type: ignore[arg-type]


def test_the_best_span_and_its_lead_over_no_answer() -> None:
    (raw,) = reader(渡=(3.0, 0.0), 口=(0.0, 4.0)).raw("谁", [Text("", TEXT)])
    assert raw.spans[0] == Found(2, 4, 7.0)
    assert TEXT[2:4] == "渡口"
    assert raw.margin == 7.0


def test_spans_do_not_overlap_and_share_the_probability() -> None:
    (reading,) = reader(渡=(3.0, 0.0), 口=(0.0, 3.0), 桥=(2.0, 0.0), 长=(0.0, 2.0)).read(
        "谁", [Text("", TEXT)]
    )
    assert [(one.start, one.end) for one in reading.spans][:2] == [(2, 4), (7, 9)]
    assert sum(one.probability for one in reading.spans) == pytest.approx(1.0)
    first, second = reading.spans[:2]
    assert first.probability / second.probability == pytest.approx(math.exp(2.0))


def test_a_probability_is_of_relevance() -> None:
    (reading,) = reader(渡=(3.0, 0.0), 口=(0.0, 3.0)).read("谁", [Text("", "渡口春")])
    assert reading.relevance == 1.0
    assert reading.probability == pytest.approx(1 / (1 + math.exp(-(1.0 - 1.0))))


def test_an_end_before_its_start_is_no_span() -> None:
    (raw,) = reader(口=(9.0, 0.0), 渡=(0.0, 9.0)).raw("谁", [Text("", "渡口")])
    assert all(one.start < one.end for one in raw.spans)
    assert raw.margin == 9.0


def test_readings_keep_the_order_of_the_texts() -> None:
    texts = [Text("", "春" * size + "桥") for size in (9, 1, 5, *range(20))]
    found = reader(桥=(1.0, 1.0)).raw("谁", texts)
    assert [raw.relevance for raw in found] == [9.0, 1.0, 5.0, *map(float, range(20))]


def test_windows_go_through_together() -> None:
    network = Scripted({"桥": (1.0, 1.0)}, "春")
    made(network).read("谁", [Text("", TEXT)] * (AT_ONCE + 1))
    assert [rows for rows, _ in network.widths] == [AT_ONCE, 1]


def test_a_span_in_the_last_window_has_its_own_place() -> None:
    text = "昨日" * 10_000 + "渡口"
    (raw,) = reader(渡=(3.0, 0.0), 口=(0.0, 4.0)).raw("谁", [Text("", text)])
    assert raw.spans[0] == Found(20_000, 20_002, 7.0)


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
def test_nothing_to_read_has_no_answer(text: str) -> None:
    readings = reader(渡=(3.0, 3.0)).read("谁", [Text("桥", text), Text("", "渡")])
    assert (readings[0].probability, readings[0].spans, readings[0].relevance) == (
        0.0,
        (),
        NOT_READ,
    )
    assert readings[1].spans == (Span(0, 1, 1.0),)


def test_nothing_asked_and_nothing_given() -> None:
    made = reader(渡=(3.0, 3.0))
    assert made.read("谁", []) == []
    assert made.read(" ", [Text("", "渡")])[0].spans == ()


@pytest.mark.parametrize("text", ["渡", "\x00\x07渡", "\ud800渡", "渡\udfff"])
def test_odd_characters_are_read(text: str) -> None:
    (raw,) = reader(渡=(3.0, 3.0)).raw("谁\x00", [Text("\x1b", text)])
    best = raw.spans[0]
    assert text[best.start : best.end] == "渡"


def test_apart_keeps_the_best_of_what_overlaps() -> None:
    spans = [Found(0, 4, 1.0), Found(2, 6, 3.0), Found(6, 8, 2.0), Found(0, 2, 0.5)]
    assert _apart(spans) == (Found(2, 6, 3.0), Found(6, 8, 2.0), Found(0, 2, 0.5))


def test_great_leads_do_not_overflow() -> None:
    first, second = _weighed([Found(0, 1, 9e4), Found(1, 2, -9e4)])
    assert (first.probability, second.probability) == (1.0, 0.0)
    assert Calibration().probability(1e9) == pytest.approx(1.0)
    assert 0 < Calibration().probability(-1e9) < sys.float_info.epsilon
