"""The made-up library that the speed of searching is measured on is a library like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.lexical import passage_terms
from index.store import SqliteStorage
from index.types import Filters
from qa.evaluate.made_up import MadeUp, fill


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> SqliteStorage:
    directory: Path = tmp_path_factory.mktemp("made-up")
    fill(directory, "fingerprint", 16, 60, written=20)
    fill(directory, "fingerprint", 16, 90, written=20)  # what is there already stays
    return SqliteStorage(directory)


def test_postings_say_what_stands_in_the_text(library: SqliteStorage) -> None:
    with library.view() as view:
        assert view.rows == 60
        assert view.select(Filters()).all()
        passages = view.passages(range(60))
        assert len({passage.id for passage in passages}) == 60
        articles = view.articles([passage.article_id for passage in passages])
        for row in (0, 19, 20, 59):
            passage = passages[row]
            terms = passage_terms(articles[passage.article_id], passage)
            assert view.lengths[row] == sum(terms.values())
            for term in sorted(terms)[::40]:
                found = view.postings([term])[term]
                assert found.counts[found.rows == row].tolist() == [terms[term]]


def test_copies_tell_other_stories_near_other_vectors(library: SqliteStorage) -> None:
    with library.view() as view:
        assert len(set(view.stories.tolist())) == 12
        vectors = view.vectors(0, 60).astype(np.float32)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2)
        assert len(np.unique(vectors, axis=0)) == 60


def test_made_up_vectors_lie_as_those_of_an_encoder_do() -> None:
    vectors = MadeUp(384).vectors(500)
    alike = vectors @ vectors.T
    assert 0.80 < float(alike.mean()) < 0.86
    assert (MadeUp(384).vectors(500) == vectors).all()
