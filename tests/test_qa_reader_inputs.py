"""What matches in question and passage, and the windows that the model reads."""

from __future__ import annotations

import itertools

import pytest

from qa.reader.inputs import (
    BEGIN,
    END,
    LONGEST_QUESTION,
    OVERLAP,
    QUESTION,
    UNKNOWN,
    WINDOW,
    windows,
)
from qa.reader.matching import MORE, NOTHING, ONE, TWO, folded, matched, same_script
from tests.tiny_reader import tokenizer


def test_levels_tell_one_ideograph_from_two_and_three() -> None:
    levels = matched("渡口昨日开航，桥长", "长桥与昨日开")
    assert list(levels) == [NOTHING, NOTHING, MORE, MORE, MORE, NOTHING, NOTHING, ONE, ONE]
    assert list(matched("甲渡口乙", "渡口")) == [NOTHING, TWO, TWO, NOTHING]


def test_a_word_or_number_matches_as_a_whole() -> None:
    assert list(matched("2018 and 18", "18")) == [0] * 9 + [MORE] * 2
    assert list(matched("The PORT", "port")) == [0] * 4 + [MORE] * 4


def test_a_common_ideograph_alone_says_nothing() -> None:
    assert list(matched("是的", "的是")) == [NOTHING, NOTHING]


def test_traditional_matches_simplified_and_wide_matches_narrow() -> None:
    assert list(matched("開航", "开航")) == [TWO, TWO]
    assert list(matched("１９９８年", "1998")) == [MORE] * 4 + [NOTHING]


@pytest.mark.parametrize("text", ["", "ﬁ㍿ ǆ…①", "\x00\x1f\u200b", "開航ＡＢ", "👩‍🚀é"])
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text) == len(matched(text, text))


def test_scripts_are_compared() -> None:
    assert same_script("渡口", "桥2018")
    assert same_script("port", "2018")
    assert not same_script("port", "渡口")


def test_a_window_is_question_title_and_text() -> None:
    (window,) = windows(tokenizer(), "谁", "桥", "渡口")
    made = tokenizer().token_to_id
    colon = space = made("<unk>")
    title = [made("桥"), colon, space]
    assert window.ids == [BEGIN, made("谁"), END, END, *title, made("渡"), made("口"), END]
    assert (window.first, window.spans) == (7, [(0, 1), (1, 2)])
    assert window.levels[0] == window.levels[2] == window.levels[-1] == UNKNOWN
    assert window.levels[1] == QUESTION + NOTHING


def test_nothing_is_told_of_matches_across_scripts() -> None:
    (window,) = windows(tokenizer(), "where", "", "渡口 where")
    assert window.levels[window.first : -1] == [UNKNOWN, UNKNOWN, UNKNOWN, MORE]
    assert window.levels[1] == MORE + QUESTION


POSITIONS = 512
"""Places that the encoder knows."""


def test_windows_of_a_long_text_overlap_and_miss_nothing() -> None:
    text = "渡口昨日开航。" * 300
    found = windows(tokenizer(), "谁", "", text)
    assert len(found) == 14
    assert all(len(window.ids) <= WINDOW for window in found)
    assert found[0].spans[0] == (0, 1)
    assert found[-1].spans[-1] == (len(text) - 1, len(text))
    for before, after in itertools.pairwise(found):
        assert before.spans[-OVERLAP:] == after.spans[:OVERLAP]
    for window in found:
        for token, (start, end) in zip(window.ids[window.first : -1], window.spans, strict=True):
            assert tokenizer().token_to_id(text[start:end]) == token


def test_a_long_question_is_cut_and_leaves_room() -> None:
    (window, *_) = windows(tokenizer(), "谁" * 5_000, "桥" * 500, "渡口" * 400)
    assert window.ids[LONGEST_QUESTION + 1] == END
    assert len(window.spans) == 2 * OVERLAP
    assert len(window.ids) == len(window.levels) == window.first + 2 * OVERLAP + 1
    assert WINDOW < len(window.ids) < POSITIONS


@pytest.mark.parametrize("text", ["", "渡", "\x00\x07\x1b", "\ud800渡", " \n\t "])
def test_odd_texts_have_one_window_with_places_inside(text: str) -> None:
    (window,) = windows(tokenizer(), "\udfff谁", "\x00", text)
    assert all(0 <= start < end <= len(text) for start, end in window.spans)
    assert len(window.spans) == len(text)
