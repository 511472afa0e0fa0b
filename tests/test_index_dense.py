"""The nearest vectors: exact, by cells, kept on disk, and what becomes of a damaged file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.dense import FILE, MANIFEST, DenseIndex

DIMENSION = 32
LIMIT = 1_500


class Rows:
    """As much of a view as the index asks for: vectors in memory, numbered by generation."""

    def __init__(self, vectors: np.ndarray, generation: int = 1, library: str = "one") -> None:
        self.all = vectors.astype(np.float16)
        self.rows = len(vectors)
        self.alive = np.ones(self.rows, np.bool_)
        self.generation = generation
        self.library = library
        self.read = 0

    @property
    def stamp(self) -> str:
        return f"{self.library}/{self.generation}"

    def extends(self, stamp: str) -> bool:
        library, _, number = stamp.partition("/")
        return library == self.library and int(number) <= self.generation

    def vectors(self, start: int, stop: int) -> np.ndarray:
        self.read += stop - start
        return self.all[start:stop]


def unit(rows: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled.astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Vectors in a few dozen bunches, as the texts of a library are."""
    chance = np.random.default_rng(7)
    bunches = unit(chance.standard_normal((30, DIMENSION)))
    spread = 0.1 * chance.standard_normal((4_000, DIMENSION))
    return unit(bunches[chance.integers(30, size=4_000)] + spread)


def truth(vectors: np.ndarray, query: np.ndarray, k: int) -> list[int]:
    near = vectors.astype(np.float16).astype(np.float32) @ query[0]
    best: list[int] = np.sort(np.argsort(-near)[:k]).tolist()
    return best


def asked(index: DenseIndex, view: Rows, query: np.ndarray, k: int) -> list[int]:
    found: list[int] = index.nearest(view, query, k, view.alive).tolist()  # type: ignore[arg-type]
    return found


def said(index: DenseIndex, view: Rows) -> str:
    return index.describe(view)  # type: ignore[arg-type]


def test_a_small_library_is_compared_exactly(vectors: np.ndarray, tmp_path: Path) -> None:
    view = Rows(vectors[:1_000])
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    for query in vectors[::400]:
        assert asked(index, view, query[None], 20) == truth(vectors[:1_000], query[None], 20)
    assert said(index, view).startswith("exact, every one of 1,000 vectors")
    assert list(tmp_path.iterdir()) == []


def test_filters_and_dead_rows_are_never_found(vectors: np.ndarray, tmp_path: Path) -> None:
    for size in (1_000, 4_000):
        view = Rows(vectors[:size])
        index = DenseIndex(tmp_path, DIMENSION, LIMIT)
        view.alive = np.zeros(size, np.bool_)
        view.alive[5::7] = True
        rows = asked(index, view, vectors[:1], 30)
        assert len(rows) == 30
        assert all(row % 7 == 5 for row in rows)
        view.alive[:] = False
        view.alive[[3, 9]] = True
        assert asked(index, view, vectors[:1], 30) == [3, 9]


def test_the_union_of_several_queries(vectors: np.ndarray, tmp_path: Path) -> None:
    view = Rows(vectors[:1_000])
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    both = {*asked(index, view, vectors[:1], 5), *asked(index, view, vectors[1:2], 5)}
    assert asked(index, view, vectors[:2], 5) == sorted(both)


def test_a_large_library_is_searched_by_cells(vectors: np.ndarray, tmp_path: Path) -> None:
    view = Rows(vectors)
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    right = sum(
        len({*asked(index, view, query[None], 20)} & {*truth(vectors, query[None], 20)})
        for query in vectors[::100]
    )
    assert right / (40 * 20) >= 0.99
    assert "inverted file over 4,000 vectors" in said(index, view)
    got = index.vectors(view, np.array([7, 3_999, 8]))  # type: ignore[arg-type]
    assert np.allclose(got, vectors[[7, 3_999, 8]], atol=1e-3)


def test_new_rows_are_added_and_older_views_still_served(
    vectors: np.ndarray, tmp_path: Path
) -> None:
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    old, new = Rows(vectors[:500]), Rows(vectors[:900], generation=2)
    assert asked(index, old, vectors[800:801], 1) != [800]
    assert asked(index, new, vectors[800:801], 1) == [800]
    assert new.read == 400
    assert 800 not in asked(index, old, vectors[800:801], 100)
    assert old.read == 500


def test_a_search_that_began_earlier_does_not_undo_a_later_one(
    vectors: np.ndarray, tmp_path: Path
) -> None:
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    first, middle, last = Rows(vectors[:500]), Rows(vectors[:700], 2), Rows(vectors[:900], 3)
    assert asked(index, first, vectors[:1], 1) == [0]
    assert asked(index, last, vectors[800:801], 1) == [800]
    assert asked(index, middle, vectors[600:601], 1) == [600]
    assert 800 not in asked(index, middle, vectors[800:801], 100)
    assert middle.read == 200  # compared, from where the first view ended
    assert asked(index, last, vectors[800:801], 1) == [800]
    assert last.read == 400  # and nothing was read again


def test_a_copy_put_back_that_went_on_differently_is_told_apart(
    vectors: np.ndarray, tmp_path: Path
) -> None:
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    last = Rows(vectors[:900], generation=3)
    assert asked(index, last, vectors[800:801], 1) == [800]
    fork = Rows(np.concatenate([vectors[:500], vectors[1_000:1_200]]), generation=2)
    assert asked(index, fork, vectors[1_100:1_101], 1) == [600]


def test_another_library_in_the_same_place_starts_anew(vectors: np.ndarray, tmp_path: Path) -> None:
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    assert asked(index, Rows(vectors[:500]), vectors[:1], 1) == [0]
    other = Rows(vectors[500:900], generation=9, library="two")
    assert asked(index, other, vectors[600:601], 1) == [100]


def test_the_kept_index_is_used_again_and_extended(vectors: np.ndarray, tmp_path: Path) -> None:
    first = Rows(vectors[:3_000])
    before = asked(DenseIndex(tmp_path, DIMENSION, LIMIT), first, vectors[:1], 20)
    again = Rows(vectors[:3_000])
    index = DenseIndex(tmp_path, DIMENSION, LIMIT)
    assert asked(index, again, vectors[:1], 20) == before
    assert again.read == 0
    more = Rows(vectors, generation=2)
    assert asked(index, more, vectors[3_500:3_501], 1) == [3_500]
    assert more.read == 1_000


def _cut(folder: Path) -> None:
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[: len(whole) // 2])


def _flip(folder: Path) -> None:
    data = bytearray((folder / FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / FILE).write_bytes(data)


def _delete(folder: Path) -> None:
    (folder / FILE).unlink()


def _spoil_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", encoding="utf-8")


def _age_manifest(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    (folder / MANIFEST).write_text(text.replace("one/1", "two/1"), encoding="utf-8")


@pytest.mark.parametrize("harm", [_cut, _flip, _delete, _spoil_manifest, _age_manifest])
def test_a_spoilt_file_is_made_again(
    vectors: np.ndarray, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    before = asked(DenseIndex(tmp_path, DIMENSION, LIMIT), Rows(vectors), vectors[:1], 20)
    whole = (tmp_path / FILE).read_bytes()
    harm(tmp_path)
    view = Rows(vectors)
    assert asked(DenseIndex(tmp_path, DIMENSION, LIMIT), view, vectors[:1], 20) == before
    assert view.read >= len(vectors)
    assert len((tmp_path / FILE).read_bytes()) == len(whole)


def test_a_folder_that_cannot_be_written_costs_only_time(
    vectors: np.ndarray, tmp_path: Path
) -> None:
    index = DenseIndex(tmp_path / "missing", DIMENSION, LIMIT)
    assert asked(index, Rows(vectors), vectors[:1], 20) == truth(vectors, vectors[:1], 20)
