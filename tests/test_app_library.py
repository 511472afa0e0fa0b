"""What a reader is shown of a library: numbers over time, a split to confirm, limits in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest

from app_filters import DateError, filters
from app_holdings import ended, histogram, progress, sources, to_confirm
from app_page import furnished
from app_render import Words
from corpus.types import Kind
from index.adding import Progress
from index.library import Library
from qa.answer import Answerer
from qa.desk.jobs import JobState, Stage
from qa.desk.staged import Staged, StagedArticle, StagedFile
from qa.desk.strings import Key
from qa.desk.uploads import Taken
from qa.opening import PageSettings
from tests.conftest import FakeEncoder

EN = Words("en")
HOSTILE = "<script>alert(1)</script>"


def bars(html: str) -> list[str]:
    return re.findall(r"<title>(.*?)</title>", html)


def test_months_without_articles_are_bars_without_height() -> None:
    html = histogram(EN, ["1987-01-05", "1987-03-02", "1987-03-09"])
    assert bars(html) == ["1987-01: one article", "1987-02: 0 articles", "1987-03: 2 articles"]
    assert 'height="0.0"' in html


def test_long_times_are_counted_by_years_and_longer_ones_by_decades() -> None:
    assert bars(histogram(EN, ["1950", "1987-03-02"]))[0] == "1950: one article"
    decades = bars(histogram(EN, ["1872-04-30", "1949-10-01", "1951"]))
    assert decades[0] == "1870s: one article"
    assert decades[-2:] == ["1940s: one article", "1950s: one article"]


def test_one_month_is_no_drawing() -> None:
    assert histogram(EN, ["1987-03-02", "1987-03-03"]) == ""
    assert histogram(EN, []) == ""


def test_a_split_shows_each_headline_and_escapes_it() -> None:
    one = StagedArticle(HOSTILE, Kind.ARTICLE, "1987-03-02", "1", "", HOSTILE, 9, HOSTILE)
    file = StagedFile(HOSTILE, (one,), junk=12)
    taken = Taken("token", Path(), (), (f"too large: {HOSTILE}",))
    html = to_confirm(EN, Staged(taken, (file,), joined=1))
    assert "<script" not in html
    assert 'data-act="confirm" data-token="token"' in html
    assert "12 characters of clutter left out" in html
    assert "One continuation joined" in html


def test_nothing_to_add_cannot_be_confirmed() -> None:
    taken = Taken("token", Path(), (), ())
    html = to_confirm(EN, Staged(taken, (StagedFile("a.pdf", error="it is a scan"),)))
    assert "There is nothing to add" in html
    assert "it is a scan" in html
    assert "confirm" not in html


def test_a_job_says_how_far_it_is_and_how_it_ended() -> None:
    state = JobState(Stage.ADDING, Progress(1, 7, 20, 50, 100))
    assert 'value="0.500"' in progress(EN, "token", state)
    assert "Adding: 7 articles so far" in progress(EN, "token", state)
    assert "Adding failed: the disk is full" in ended(
        EN, JobState(Stage.FAILED, error="the disk is full")
    )


def test_files_can_be_removed_where_that_is_allowed() -> None:
    counts, names = {"a.txt": 2}, {"a.txt": "a.txt"}
    assert "Remove “a.txt”?" in sources(EN, counts, names, removable=True)
    assert "data-act" not in sources(EN, counts, names, removable=False)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("1987", "1987"), ("1987-3", "1987-03"), ("1987/3/2", "1987-03-02"), ("", ""),
     ("1987年3月2日", "1987-03-02"), (" 1987.03 ", "1987-03"), (None, "")],
)  # fmt: skip
def test_a_date_is_read_as_it_is_typed(typed: str | None, day: str) -> None:
    assert filters(EN, (typed, "", [], [], [], [])).date_from == day


@pytest.mark.parametrize("typed", ["yesterday", "1987-13", "1987-02-30", "87", "1987-03-02-01"])
def test_what_is_no_date_is_said(typed: str) -> None:
    with pytest.raises(DateError, match="Not a date"):
        filters(EN, (typed, "", [], [], [], []))


def test_two_dates_in_the_wrong_order_are_said() -> None:
    with pytest.raises(DateError, match="first date is after"):
        filters(EN, ("1988", "1987-12", [], [], [], []))
    assert filters(EN, ("1987-12", "1987", ["江报"], [], [], [])).sources == ("江报",)


@pytest.mark.parametrize(
    ("demo", "read_only", "why"),
    [
        (False, False, None),
        (True, False, Key.DEMO_CLOSED),
        (False, True, Key.READ_ONLY),
        (True, True, Key.READ_ONLY),
    ],
)
def test_nothing_is_added_to_invented_articles(
    tmp_path: Path, demo: bool, read_only: bool, why: Key | None
) -> None:
    settings = PageSettings(read_only=read_only)
    answerer = cast(Answerer, None)  # nothing is asked
    with (
        Library.open_or_create(tmp_path / "library", FakeEncoder) as library,
        furnished(answerer, library, settings, None, demo=demo) as desk,
    ):
        assert desk.closed is why
        assert desk.adding.close()
