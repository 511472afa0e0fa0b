"""What the page makes of an answer: every text escaped, each outcome with a look of its own."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app_article import marked, window
from app_render import Words, esc, exported, headline, hints, plate, rail
from app_search import snippet
from app_turns import Shown, turn
from index.library import Stats
from qa.desk.conversations import Conversation, StoredTurn
from qa.desk.strings import Key

HOSTILE = "<img src=x onerror=alert(1)> & \"'[1](javascript:alert(2)) ${1+1} {{2}} `3`"
ZH, EN = Words("zh"), Words("en")

CITATION = {
    "number": 1, "article_id": "a1", "title": "河口修堤", "source": "a.md", "publication": "江报",
    "date": "1987-03-02", "page": "4", "start": 3, "end": 9, "quote": "修了三里堤", "score": 0.93,
    "before": "去年冬天，", "after": "，今年不怕水。",
}  # fmt: skip
ANSWER = {
    "question": "修了多长的堤？", "outcome": "answered", "query": "修了多长的堤？", "seconds": 1.26,
    "sentences": [{"text": "修了三里堤。", "support": "quoted", "citations": [1]}],
    "citations": [CITATION],
}  # fmt: skip
SHOWN = Shown(1, "修了多长的堤？", ANSWER)


def text_of(html: str) -> str:
    """What a reader reads of it."""
    return re.sub(r"<[^>]*>", "", html)


def test_nothing_of_an_article_or_question_is_markup() -> None:
    citation = {**CITATION, "title": HOSTILE, "quote": HOSTILE, "source": HOSTILE, "date": HOSTILE}
    citation |= {"before": HOSTILE, "after": HOSTILE, "publication": HOSTILE, "page": HOSTILE}
    sentence = {"text": HOSTILE, "support": "quoted", "citations": [1]}
    answer = {**ANSWER, "sentences": [sentence], "citations": [citation], "query": HOSTILE}
    answer["hits"] = [{**citation, "article_id": '"><img src=x>'}]
    page = turn(ZH, Shown(1, HOSTILE, answer))
    assert "<img" not in page
    assert "${" not in page
    assert "{{" not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#x27;[1]") >= 8


def test_a_number_leads_to_the_card_with_the_quotation_marked() -> None:
    page = turn(ZH, SHOWN)
    assert '<a href="#source-1-1"' in page
    assert '<details class="card" id="source-1-1" open>' in page
    assert "去年冬天，<mark>修了三里堤</mark>，今年不怕水。" in page
    assert 'role="tooltip" dir="auto" id="tip-1-1">修了三里堤</span>' in page


def test_a_card_says_where_and_how_probable_in_words_and_number() -> None:
    page = text_of(turn(EN, SHOWN))
    assert "江报 · 1987-03-02 · p. 4" in page
    assert "almost certain (93%)" in page


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.9, "almost certain (90%)"), (0.65, "likely (65%)"), (0.4, "possible (40%)"),
     (0.1, "unlikely (10%)"), (3.0, "almost certain (99%)")],
)  # fmt: skip
def test_probability_in_words(score: float, words: str) -> None:
    answer = {**ANSWER, "citations": [{**CITATION, "score": score}]}
    assert words in text_of(turn(EN, Shown(1, "q", answer)))


def test_a_refusal_says_what_was_searched_and_shows_the_nearest() -> None:
    answer = {"outcome": "no_evidence", "query": "月球上的矿", "read": 7, "hits": [CITATION]}
    page = text_of(turn(EN, Shown(1, "月球上的矿？", answer)))
    assert EN.plain(Key.REFUSED) in page
    assert "Searched for “月球上的矿” and read 7 passages; none has the answer." in page
    assert "The nearest articles河口修堤" in page


def test_a_failure_is_an_alert_with_a_retry_and_no_refusal() -> None:
    page = turn(EN, Shown(3, "q", {"outcome": "failed", "message": "nothing is asked: “！”"}))
    assert '<div role="alert">' in page
    assert "nothing is asked: “！”" in page
    assert '<button type="button" class="link" data-act="ask" data-turn="3">' in page
    assert EN.plain(Key.REFUSED) not in page


def test_weak_and_conflicting_evidence_are_told_in_words() -> None:
    weak = turn(EN, Shown(1, "q", {**ANSWER, "outcome": "weak_evidence"}))
    assert EN(Key.WEAK) in weak
    two = [*ANSWER["sentences"], {"text": "修了五里。", "support": "quoted", "citations": [1]}]  # type: ignore[misc]
    split = turn(EN, Shown(1, "q", {**ANSWER, "outcome": "conflicting_evidence", "sentences": two}))
    assert EN(Key.CONFLICT) in split
    assert split.count('<div class="said" dir="auto"><p') == 2


def test_dropped_sentences_are_told_apart() -> None:
    dropped = [{"text": "修了九里。", "support": "contradicted", "reason": "number"}]
    page = text_of(turn(EN, Shown(1, "q", {**ANSWER, "dropped": dropped})))
    assert "One sentence without support was left out" in page
    assert "修了九里。 Contradicts the source, left out" in page


def test_the_query_and_the_filters_are_shown_where_they_differ() -> None:
    filters = {"date_from": "1987-03", "sources": ["江报"]}
    answer = {**ANSWER, "query": "河口去年修了多长的堤", "filters": filters}
    page = text_of(turn(EN, Shown(1, "修了多长？", answer)))
    assert "Searched for: 河口去年修了多长的堤" in page
    assert "Limited to: 1987-03 to …，江报" in page
    assert "Searched for" not in text_of(turn(EN, SHOWN))


def test_a_growing_turn_says_its_stage_and_only_what_is_new_arrives() -> None:
    rows: list[dict[str, object]] = [
        {"text": name, "support": "quoted", "citations": []} for name in ("甲。", "乙。")
    ]
    growing = replace(SHOWN, answer={"sentences": rows}, stage="Reading 20 passages…", seen=1)
    page = turn(EN, growing)
    assert '<p class="stage" role="status">Reading 20 passages…</p>' in page
    assert re.findall(r'<p class="(.*?is-quoted)">(.)', page) == [
        ("is-quoted", "甲"), ("new is-quoted", "乙")
    ]  # fmt: skip


def test_an_export_fetches_nothing_and_escapes_everything() -> None:
    conversation = Conversation("id", HOSTILE, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z", 1)
    stored = StoredTurn(1, HOSTILE, ANSWER, "2026-01-02T03:04:05Z")
    page = exported(EN, conversation, [stored])
    assert "<img" not in page
    assert "http" not in page
    assert "<blockquote>修了三里堤</blockquote>" in page


def test_lists_escape_their_titles() -> None:
    conversation = Conversation("id", HOSTILE, "2026", "2026", 2)
    assert "<img" not in rail(ZH, [conversation], "id", searched=False)
    assert "<img" not in hints(ZH, Key.EXAMPLES, [HOSTILE])


def test_the_masthead_counts_and_offers_the_other_language() -> None:
    stats = Stats(
        1204, {}, 1200, 3000, 40, {}, {}, "1949-10-01", "1987-03-02", {"zh": 1204}, 1, 1, "e", "c",
        "t", 1,
    )  # fmt: skip
    page = plate(EN, stats, demo=False, user="")
    assert "1,204 articles · 1949-10-01 to 1987-03-02" in page
    assert 'data-to="zh" lang="zh">中文</button>' in page


def test_marks_do_not_cut_escaped_signs() -> None:
    assert marked("a<b>c", [(1, 4)]) == "a<mark>&lt;b&gt;</mark>c"
    assert marked("abcd", [(2, 3), (0, 1), (2, 4)]) == (
        "<mark>a</mark>b<mark>c</mark><mark>d</mark>"
    )


def test_a_very_long_article_is_shown_around_the_span() -> None:
    text = "前" * 50_000 + "要点" + "后" * 50_000
    shown, ((low, high),) = window(text, 50_000, 50_002)
    assert len(shown) < 45_000
    assert shown[low:high] == "要点"
    assert (shown[0], shown[-1]) == ("…", "…")


def test_a_snippet_is_where_most_of_the_words_are() -> None:
    text = "别的事。" * 60 + "河口村修堤的人来了。" + "又一件事。" * 60
    piece, marks = snippet(text, 0, len(text), "河口修堤")
    assert "河口村修堤" in piece
    assert [piece[low:high] for low, high in marks] == ["河口", "修堤"]


def test_what_turns_others_around_is_not_shown() -> None:
    assert esc("a\u202eb\u2066c\u2069\u202c") == "abc"
    assert headline(EN, " \u200b\u2067\ufeff") == '<bdi dir="auto">(no headline)</bdi>'
    assert headline(EN, "长" * 500) == f'<bdi dir="auto">{"长" * 159}…</bdi>'


def test_a_text_inside_another_is_kept_apart_and_counted() -> None:
    one = EN.around(Key.REFUSED_SEARCHED, query="<{n}>", n=1)
    assert one == (
        'Searched for “<bdi dir="auto">&lt;&#123;n&#125;&gt;</bdi>” and read one passage; '
        "it does not have the answer."
    )


def test_signs_of_the_pages_templates_are_texts() -> None:
    assert esc("${x} `y` {{z}}") == "&#36;&#123;x&#125; &#96;y&#96; &#123;&#123;z&#125;&#125;"
