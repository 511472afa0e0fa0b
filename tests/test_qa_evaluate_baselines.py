"""Baselines: each leg alone in its own order, as sure as its score."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from index.library import Library
from index.types import Filters
from qa.evaluate.baselines import Plain, Quoting
from qa.evaluate.rows import Row
from qa.types import Answer, Outcome
from tests.answering import ScriptedWriter
from tests.conftest import FakeEncoder
from tests.evaluating import ARTICLES, Perfect, evaluated, world

ASKED = "渡船每日往返几班？"


def asked(library: Library, leg: str, question: str = ASKED) -> Answer:
    return Quoting(library, leg, lambda: library.encoder).ask(question)


def first(answer: Answer) -> str:
    return answer.citations[0].evidence.article_id


def test_legs_are_ranked_by_their_own_scores(tmp_path: Path, encoder: FakeEncoder) -> None:
    with world(tmp_path, encoder) as library:
        for leg in ("lexical", "dense"):
            hits = asked(library, leg).hits
            scores = [hit.score for hit in hits]
            assert scores == pytest.approx([hit.parts[leg] for hit in hits], abs=1e-6)
            assert scores == sorted(scores, reverse=True)
            assert hits[0].passage.article_id == "ferry"
        assert len(asked(library, "dense").hits) == len(ARTICLES)


def test_a_leg_alone_is_not_bound_by_what_a_question_quotes(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    quoting = '渡船每日往返几班，"无此一说"？'
    with world(tmp_path, encoder) as library:
        assert asked(library, "first", quoting).outcome is Outcome.NO_EVIDENCE
        assert first(asked(library, "lexical", quoting)) == "ferry"
        assert first(asked(library, "dense", quoting)) == "ferry"


def test_what_shares_no_character_is_found_by_vectors_alone(
    tmp_path: Path, encoder: FakeEncoder
) -> None:
    with world(tmp_path, encoder) as library:
        assert asked(library, "lexical", "When?").outcome is Outcome.NO_EVIDENCE
        assert len(asked(library, "dense", "When?").hits) == len(ARTICLES)
        assert asked(library, "dense", "halves \udcff of characters").hits


def test_a_leg_alone_keeps_to_filters(tmp_path: Path, encoder: FakeEncoder) -> None:
    with world(tmp_path, encoder) as library:
        only = Filters(languages=("en",))
        answer = Quoting(library, "dense", lambda: encoder).ask(ASKED, (), only)
        assert answer.outcome is Outcome.NO_EVIDENCE


def test_a_baseline_is_as_sure_as_its_first_hit(tmp_path: Path, encoder: FakeEncoder) -> None:
    with world(tmp_path, encoder) as library:
        for leg in ("lexical", "dense", "first"):
            answer = asked(library, leg)
            assert answer.confidence == answer.hits[0].score > 0
            assert answer.citations[0].evidence.score == answer.confidence
        written = Plain(library, ScriptedWriter("八班。")).ask(ASKED)
        assert written.confidence == written.hits[0].score > 0


def test_passages_are_as_sure_as_they_are_near(encoder: FakeEncoder) -> None:
    near = Quoting(None, "lexical", lambda: encoder).answer_from("票价两元", ARTICLES)
    far = Quoting(None, "lexical", lambda: encoder).answer_from("票价几元", ARTICLES)
    assert near.confidence == 1.0
    assert far.confidence == pytest.approx(1 / 3)
    whole = Quoting(None, "dense", lambda: encoder).answer_from(ARTICLES[1].text, ARTICLES)
    assert whole.confidence == pytest.approx(1.0)
    assert first(whole) == "ferry"
    assert Quoting(None, "first", lambda: encoder).answer_from("票价", ARTICLES).confidence == 0.0


def test_a_baseline_has_a_curve_of_its_own(tmp_path: Path, encoder: FakeEncoder) -> None:
    with world(tmp_path, encoder) as library:
        made = evaluated(library, Perfect(library), tmp_path / "run", baselines=["first"])
    own = cast(Mapping[str, Row], made["baselines"])["first"]
    curve = cast(Mapping[str, Mapping[str, list[Mapping[str, float]]]], own["curves"])
    points = curve["risk_coverage"]["points"]
    assert len(points) == 4
    # What nothing answers is quoted too, and wrong.
    assert (points[-1]["coverage"], points[-1]["risk"]) == (1.0, 0.25)
