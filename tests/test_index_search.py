"""Searching a small library: order, filters, quotations, odd queries, stories, languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.types import Article, Passage
from index import lexical
from index.phrases import quotation
from index.search import Leg, Searcher
from index.storage import Batch, Entry, FileRecord
from index.store import Recipe, SqliteStorage
from index.tongues import QUESTIONS, Tongues, asked_in
from index.types import Filters
from tests.conftest import FakeEncoder

Make = Callable[[Sequence[Article]], Searcher]


def _entry(article: Article, encoder: FakeEncoder) -> Entry:
    whole = Passage(f"{article.id}:0", article.id, 0, len(article.text))
    terms = lexical.passage_terms(article, whole)
    vectors = encoder.encode_passages([article.text])
    return Entry(article, article.source, (whole,), vectors, (terms,))


@pytest.fixture
def make(tmp_path: Path, encoder: FakeEncoder) -> Make:
    """A searcher over articles of one passage each."""

    def built(articles: Sequence[Article]) -> Searcher:
        recipe = Recipe(encoder.fingerprint, encoder.dimension, "whole", lexical.RECIPE)
        storage = SqliteStorage.create(tmp_path, recipe)
        files = tuple(
            FileRecord(name, name, 0, 0, "", name)
            for name in dict.fromkeys(article.source for article in articles)
        )
        with storage.writer("test") as writer:
            entries = tuple(_entry(article, encoder) for article in articles)
            writer.commit(Batch(files=files, entries=entries))
        return Searcher(storage, encoder, tmp_path)

    return built


PIECES = (
    Article("a", "日报", "渡口开航", "南岸渡口昨日开航，每日往返八班。", date="2021-03-01"),
    Article("b", "日报", "修桥", "县里决定在上游修一座石桥，工期两年。", date="2021-04-01"),
    Article(
        "c", "晚报", "茶市", "今年春茶上市，价格比去年低一成。", date="2022-04-02", section="商业"
    ),
    Article("d", "晚报", "The ferry", "The old ferry was sold in May.", language="en"),
)


def found(searcher: Searcher, query: str, k: int = 10, filters: Filters | None = None) -> list[str]:
    return [hit.passage.article_id for hit in searcher.search(query, k, filters)]


def test_the_passage_that_says_it_comes_first(make: Make) -> None:
    searcher = make(PIECES)
    assert found(searcher, "渡口什么时候开航？")[0] == "a"
    assert found(searcher, "春茶的价格")[0] == "c"
    assert found(searcher, "when was the FERRY sold")[0] == "d"
    assert found(searcher, "桥")[0] == "b"
    assert found(searcher, "商業")[0] == "c"


def test_a_hit_says_what_each_leg_gave(make: Make) -> None:
    first, *others = make(PIECES).search("南岸渡口昨日开航", 4)
    assert first.passage == Passage("a:0", "a", 0, 16)
    assert first.parts["lexical"] == pytest.approx(1.0, abs=0.15)
    assert 0.3 < first.parts["dense"] <= 1.0
    assert all(hit.parts["lexical"] == 0 for hit in others)
    scores = [first.score, *(hit.score for hit in others)]
    assert scores == sorted(scores, reverse=True)


def test_k_hits_come_whenever_there_are_k(make: Make) -> None:
    searcher = make(PIECES)
    assert len(found(searcher, "渡口", 3)) == 3
    assert sorted(found(searcher, "渡口", 10)) == ["a", "b", "c", "d"]
    assert found(searcher, "渡口", 0) == []
    assert sorted(found(searcher, "渡口", 10, Filters(sources=("晚报",)))) == ["c", "d"]


def test_filters_limit_what_is_found(make: Make) -> None:
    searcher = make(PIECES)
    assert found(searcher, "渡口", 9, Filters(date_from="2021-03-15", date_to="2021-12-31")) == [
        "b"
    ]
    assert found(searcher, "渡口", 9, Filters(sections=("商业",))) == ["c"]
    assert found(searcher, "渡口", 9, Filters(languages=("en",))) == ["d"]
    assert found(searcher, "渡口", 9, Filters(sources=("早报",))) == []


@pytest.mark.parametrize("query", ["", "   ", "？！……", "“”", '""', "\u200b"])
def test_a_query_that_says_nothing_finds_nothing(make: Make, query: str) -> None:
    assert found(make(PIECES), query) == []


@pytest.mark.parametrize(
    "query", ["渡", "😀", "ข้าวไทย", "フェリー", "渡口" * 5_000, "?" * 99 + "渡口", "\x00渡口", "a"]
)
def test_odd_queries_are_answered(make: Make, query: str) -> None:
    hits = make(PIECES).search(query, 4)
    assert len(hits) == 4
    if "渡" in query:
        assert hits[0].passage.article_id == "a"


def alone(searcher: Searcher, query: str, leg: Leg, k: int = 10) -> list[str]:
    hits = searcher.search(query, k, None, leg)
    assert [hit.score for hit in hits] == pytest.approx([hit.parts[leg] for hit in hits], abs=1e-6)
    return [hit.passage.article_id for hit in hits]


def test_a_leg_alone_nominates_and_orders(make: Make, encoder: FakeEncoder) -> None:
    chinese = PIECES[:3]
    searcher = make(chinese)
    query = "渡口的石桥何时开航？"
    near = encoder.encode_passages([a.text for a in chinese]) @ encoder.encode_queries([query])[0]
    by_vector = [chinese[at].id for at in sorted(range(3), key=lambda at: -near[at])]
    assert alone(searcher, query, "dense") == by_vector
    assert alone(searcher, query, "dense", 2) == by_vector[:2]
    assert alone(searcher, query, "lexical") == ["a", "b"]
    assert alone(searcher, query, "lexical", 1) == ["a"]
    assert alone(searcher, "Brücke", "lexical") == []
    assert sorted(alone(searcher, "Brücke", "dense")) == ["a", "b", "c"]


def test_a_leg_alone_puts_its_own_best_first_whatever_the_other_says(
    make: Make, encoder: FakeEncoder
) -> None:
    # Vectors do not see headlines.
    pieces = (
        Article("named", "日报", "渡口开航时刻", "本版另有详细报道请看下文。"),
        Article("near", "日报", "", "渡口开航"),
        *(Article(f"o{n}", "晚报", "", f"第{n}号短讯，与此无关。") for n in range(20)),
    )
    searcher = make(pieces)
    query = "渡口开航时刻"
    assert found(searcher, query, 1) == ["near"]
    assert alone(searcher, query, "lexical", 1) == ["named"]
    assert alone(searcher, query, "dense", 1) == ["near"]


def test_a_leg_alone_reads_quotations_as_plain_words(make: Make) -> None:
    searcher = make(PIECES[:3])
    assert found(searcher, '"铁桥" 渡口') == []
    assert alone(searcher, '"铁桥" 渡口', "lexical") == ["a", "b"]
    assert alone(searcher, '"铁桥" 渡口', "dense", 1) == ["a"]
    assert alone(searcher, "“”", "dense") == []


def test_a_quoted_phrase_must_occur(make: Make) -> None:
    searcher = make(PIECES)
    assert found(searcher, "「石桥」开航") == ["b"]
    assert found(searcher, '"渡 口" 石桥') == ["a"]
    assert found(searcher, "“石橋”") == ["b"]
    assert found(searcher, '"修桥" "石桥"') == ["b"]
    assert found(searcher, '"渡口" "石桥"') == []
    assert found(searcher, '"铁桥" 渡口') == []
    assert found(searcher, "“铁桥”") == []


def test_a_phrase_is_found_among_many_that_look_like_it(make: Make) -> None:
    others = [
        Article(f"o{n:04}", "日报", "", f"An old boat and a ferry, number {n}; 维权热线 {n} 服务。")
        for n in range(1_500)
    ]
    wanted = Article("wanted", "日报", "", "They sold the old ferry. 维权，服务，一样不少。")
    searcher = make([*others, wanted])
    assert found(searcher, '"old ferry"') == ["wanted"]
    assert found(searcher, '"维权，服务"') == ["wanted"]
    assert found(searcher, '"old fer"') == []


def test_a_phrase_that_only_the_reprint_holds_finds_the_reprint(make: Make) -> None:
    story = "本市南岸渡口今日恢复通航，渡船每半小时一班，票价与去年相同。" * 4
    pieces = (
        Article("one", "日报", "渡口复航", story),
        Article("two", "晚报", "复航", story + "（转自河港日报）"),
    )
    searcher = make(pieces)
    assert found(searcher, '"河港日报" 渡口复航') == ["two"]
    assert found(searcher, "“河港日报” 渡口复航") == ["two"]


def test_many_equal_scores_are_in_order_throughout(make: Make) -> None:
    same = [Article(f"s{n * 37 % 211:03}", "日报", "", "短讯一则。") for n in range(211)]
    assert found(make(same), "短讯", 200) == sorted(article.id for article in same)[:200]


def test_printed_marks_around_words_of_the_asker_require_nothing(make: Make) -> None:
    assert found(make(PIECES), "被叫作“水上巴士”的渡口何时开航？")[0] == "a"


def test_what_a_query_quotes() -> None:
    plain = quotation("渡口")
    assert (plain.phrases, plain.strict) == ((), False)
    asked = quotation("“南岸 渡口”是什么")
    assert (asked.phrases, asked.strict) == (("南岸渡口",), False)
    assert quotation("＂Old Ferry＂ sold").phrases == (" old ferry ",)
    assert quotation("《茶经》").phrases == ()
    assert quotation("“、”渡口").phrases == ()


def test_equal_passages_are_ordered_by_id(make: Make) -> None:
    same = [Article(name, "日报", "", "短讯一则。") for name in ("m", "k", "z", "b")]
    assert found(make(same), "短讯") == ["b", "k", "m", "z"]


def test_a_reprint_is_shown_once(make: Make) -> None:
    story = "本市南岸渡口今日恢复通航，渡船每半小时一班，票价与去年相同。" * 4
    pieces = (
        Article("one", "日报", "渡口复航", story),
        Article("two", "晚报", "复航", story + "（转载）"),
        Article("else", "晚报", "石桥", "上游的石桥仍在施工。"),
    )
    hits = found(make(pieces), "渡口复航")
    assert hits[0] in ("one", "two")
    assert hits[1:] == ["else"]


def test_a_new_commit_is_seen_by_the_next_search(make: Make, encoder: FakeEncoder) -> None:
    searcher = make(PIECES)
    assert "e" not in found(searcher, "灯塔")
    with searcher.storage.writer("test") as writer:
        late = Article("e", "日报", "灯塔", "灯塔重新点亮。")
        writer.commit(Batch(entries=(_entry(late, encoder),), remove=("a",)))
    hits = found(searcher, "灯塔")
    assert hits[0] == "e"
    assert "a" not in hits


def test_an_empty_library_finds_nothing(make: Make) -> None:
    searcher = make(())
    assert found(searcher, "渡口") == []
    assert "0 vectors" in searcher.describe()


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("谁修了石桥？", "zh"),
        ("誰修了石橋？", "zh"),
        ("Who won?", "en"),
        ("Ferry", "en"),
        ("¿Cuándo abrió?", "es"),
        ("Wo wurde er geboren?", "de"),
        ("Qui dirigeait le port ?", "fr"),
        ("Кто открыл порт?", "ru"),
        ("渡し船はいつ始まりましたか", "ja"),
        ("다리는 언제?", "ko"),
        ("ใครสร้าง", ""),
        ("1925", ""),
    ],
)
def test_the_language_of_a_question(query: str, language: str) -> None:
    assert asked_in(query) == language


def test_every_language_asks_the_same_questions() -> None:
    assert {len(asked) for asked in QUESTIONS.values()} == {16}
    for language, asked in QUESTIONS.items():
        assert [asked_in(one) for one in asked] == [language] * 16


def test_shifts_cancel(encoder: FakeEncoder) -> None:
    shifts = Tongues(encoder)
    there, back = shifts.shift("en", "zh"), shifts.shift("zh", "en")
    assert abs(there).max() > 0
    assert (there == -back).all()
    assert not shifts.shift("zh", "zh").any()
