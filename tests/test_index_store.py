"""The parts of the store by themselves: postings, reprints, dates, the lock's words."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LibraryError
from index import reprints, schema, segments
from index.lock import LOCK_FILE, holder, writer_lock
from index.tables import _within
from tests.libraries import story


@pytest.fixture
def connection() -> sqlite3.Connection:
    """The tables, empty."""
    opened = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(opened)
    return opened


def fill(connection: sqlite3.Connection, batches: int, size: int) -> list[dict[str, int]]:
    """Rows with terms of many frequencies, written batch by batch; what was written."""
    chance = random.Random(5)
    rows: list[dict[str, int]] = []
    for _ in range(batches):
        first = len(rows)
        for row in range(first, first + size):
            terms = {f"t{chance.randrange(2 ** chance.randrange(8))}": 1 for _ in range(9)}
            rows.append({**terms, "all": 300, f"only{row}": 2})
            connection.execute("INSERT INTO passages VALUES (?, '', 1, 0, 1, 1)", (row,))
        segments.write(connection, first, rows[first:])
    return rows


def expected(rows: list[dict[str, int]], term: str, alive: set[int]) -> list[tuple[int, int]]:
    return [(at, min(255, row[term])) for at, row in enumerate(rows) if term in row and at in alive]


def test_postings_come_back_whole_however_often_they_were_merged(
    connection: sqlite3.Connection,
) -> None:
    rows = fill(connection, batches=75, size=3)
    levels = connection.execute("SELECT level, count(*) FROM segments GROUP BY level").fetchall()
    assert levels == [(0, 3), (1, 1), (2, 1)]
    every = set(range(len(rows)))
    terms = ["all", "t0", "t3", "only0", "only224", "nowhere"]
    found = segments.read(connection, terms, np.ones(len(rows), np.bool_))
    assert "nowhere" not in found
    for term in terms[:-1]:
        pairs = list(zip(found[term].rows.tolist(), found[term].counts.tolist(), strict=True))
        assert pairs == expected(rows, term, every)
    assert segments.frequencies(connection, terms) == {
        term: len(expected(rows, term, every)) for term in terms[:-1]
    }
    assert segments.terms_beginning(connection, "only22", 100) == [
        "only22", "only220", "only221", "only222", "only223", "only224",
    ]  # fmt: skip


def test_dead_rows_are_never_answered_and_go_with_the_next_merge(
    connection: sqlite3.Connection,
) -> None:
    rows = fill(connection, batches=8, size=4)
    dead = {1, 2, 3, 17}
    connection.executemany("DELETE FROM passages WHERE row = ?", [(row,) for row in dead])
    living = set(range(len(rows))) - dead
    alive = np.array([row in living for row in range(len(rows))])
    found = segments.read(connection, ["all", "only17", "t0"], alive)
    assert found.keys() == {"all", "t0"}
    assert found["all"].rows.tolist() == sorted(living)
    assert segments.frequencies(connection, ["only17", "all"]) == {"only17": 1, "all": 32}
    for start in range(32, 256, 4):
        for row in range(start, start + 4):
            connection.execute("INSERT INTO passages VALUES (?, '', 1, 0, 1, 1)", (row,))
        segments.write(connection, start, [{"all": 1}] * 4)
    assert segments.frequencies(connection, ["only17", "all"]) == {"all": 256 - len(dead)}


def test_wide_segments_keep_rows_beyond_two_bytes(connection: sqlite3.Connection) -> None:
    size = 70_000
    connection.executemany(
        "INSERT INTO passages VALUES (?, '', 1, 0, 1, 1)", [(row,) for row in range(size)]
    )
    segments.write(connection, 0, [{"a": 1} if row % 7 == 0 else {} for row in range(size)])
    found = segments.read(connection, ["a"], np.ones(size, np.bool_))["a"]
    assert found.rows.tolist() == list(range(0, size, 7))


def same(one: str, other: str) -> bool:
    return reprints.same_story(reprints.sketch(one), reprints.sketch(other), one, other)


def test_reprints_are_told_from_templates_and_from_other_stories() -> None:
    body = story(8, sentences=15)[1]
    assert same(body, body)
    assert same(body, f"本报讯 {body}")
    assert same(body, body.replace("，", ",").replace("。", ". "))
    assert same(body, body[:-30])
    assert not same(body, "".join(str((int(c) + 3) % 10) if c.isdigit() else c for c in body))
    assert not same(body, story(9, sentences=15)[1])
    assert not same("晴，北风三级。", "晴，北风三级。")


def test_bands_lead_from_a_reprint_to_its_original() -> None:
    body = story(8, sentences=15)[1]
    one, other = (set(reprints.bands(reprints.sketch(text))) for text in (body, body[:-30]))
    assert one & other
    assert len(one) == 16
    stranger = set(reprints.bands(reprints.sketch("".join(map(chr, range(0x4E00, 0x4F00))))))
    assert not one & stranger


@pytest.mark.parametrize(
    ("low", "high", "passing"),
    [
        ("1987-03-02", "", ["1987-03-02", "1987-04-01", "1987-03", "1987", "1988"]),
        ("", "1987-03", ["1986-12-31", "1987-03-02", "1987-03", "1987"]),
        ("1987", "1987", ["1987-03-02", "1987-04-01", "1987-03", "1987"]),
        ("1988-01", "1987", []),
    ],
)
def test_date_ranges(low: str, high: str, passing: list[str]) -> None:
    dates = ["1986-12-31", "1987-03-02", "1987-04-01", "1987-03", "1987", "1988", ""]
    assert [date for date in dates if _within(low, high)(date)] == [
        d for d in dates if d in passing
    ]


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writer_lock(tmp_path, "first"):
        raise KeyError
    with writer_lock(tmp_path, "second"):
        assert holder(tmp_path / LOCK_FILE).startswith("`second`, process ")
        with pytest.raises(LibraryError, match="`second`"), writer_lock(tmp_path, "third"):
            pass


def test_a_lock_file_that_names_nobody_is_still_a_lock(tmp_path: Path) -> None:
    with writer_lock(tmp_path, "first"):
        (tmp_path / LOCK_FILE).write_text("?")
        with pytest.raises(LibraryError, match="another process"), writer_lock(tmp_path, "second"):
            pass
