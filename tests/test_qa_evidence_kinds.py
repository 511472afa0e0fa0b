"""Evidence by the kind of the question: lists whole and alone, addresses, what is counted.

How probable it is follows from the reader's probability and the kind alone here; what the words of
the question add is tested with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from corpus.types import Article
from corpus.types import Kind as Unit
from qa.demands import demands_of
from qa.fitness import CERTAINLY_OTHER, WRONG_KIND, Place, fit, replied
from qa.reader.types import Reading, Span, Text
from qa.types import Outcome
from tests.answering import article, gathered, quotes

pytestmark = pytest.mark.usefixtures("wordless")


class SureOf:
    """Points at words wherever a text holds them, with the probability of the surest."""

    fingerprint = "sure of"

    def __init__(self, **words: float) -> None:
        self._words = words

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        return [self._reading(text.text) for text in texts]

    def _reading(self, text: str) -> Reading:
        held = sorted((-p, word) for word, p in self._words.items() if word in text)
        starts = [(text.find(word), word) for _, word in held]
        spans = tuple(Span(at, at + len(word), 1.0) for at, word in starts)
        return Reading(-held[0][0] if held else 0.0, spans, float(bool(held)))


NAMED = article("灯会今年办得好，全靠“四项约定”。", "named")
SET_OUT = article("“四项约定”包括早点灯、晚收摊、少放炮、多清扫。", "out")


def test_the_sentence_that_sets_a_list_out_comes_before_the_one_that_names_it() -> None:
    reader = SureOf(全靠=0.8, 早点灯=0.5)
    found = gathered("“四项约定”有哪些？", reader, NAMED, SET_OUT)
    assert quotes(found, NAMED, SET_OUT) == [SET_OUT.text]
    assert math.isclose(found.confidence, 0.5 * 1.25)


def test_a_question_for_one_thing_is_answered_by_what_the_reader_is_surest_of() -> None:
    reader = SureOf(全靠=0.8, 早点灯=0.5)
    found = gathered("灯会今年为什么办得好？", reader, NAMED, SET_OUT)
    assert quotes(found, NAMED, SET_OUT) == [NAMED.text]
    assert math.isclose(found.confidence, 0.8)


def test_beside_a_whole_list_nothing_is_quoted() -> None:
    whole = article("灯会摆出鱼灯、龙灯、走马灯。", "whole")
    more = article("灯会还摆出兔灯、荷灯。", "xmore")
    part = article("灯会摆出鱼灯、龙灯。", "part")
    reader, question = SureOf(鱼灯=0.9, 兔灯=0.9), "灯会摆出哪些花灯？"
    assert quotes(gathered(question, reader, whole, more), whole, more) == [whole.text]
    two = quotes(gathered(question, reader, part, more), part, more)
    assert two == [part.text, more.text]


def test_as_many_items_as_the_question_names_are_the_whole_list() -> None:
    whole = article("灯会摆出鱼灯、龙灯。", "whole")
    more = article("灯会还摆出兔灯、荷灯。", "xmore")
    reader = SureOf(鱼灯=0.8, 兔灯=0.8)
    two = gathered("灯会摆出哪两种花灯？", reader, more, whole)
    four = gathered("灯会摆出哪四种花灯？", reader, more, whole)
    assert quotes(two, more, whole) == [whole.text]
    assert quotes(four, more, whole) == [whole.text, more.text]


@pytest.mark.parametrize(
    "other",
    [
        # No item where the best has several; items of something else.
        "灯会昨天摆出花灯。",
        "镇长、会计当选代表。",
    ],
)
def test_what_does_not_go_on_with_the_list_does_not_come_along(other: str) -> None:
    best = article("灯会摆出鱼灯、龙灯。", "best")
    stray = article(other, "stray")
    reader = SureOf(鱼灯=0.9, 昨天=0.9, 当选=0.9)
    assert quotes(gathered("灯会摆出哪些花灯？", reader, best, stray), best, stray) == [best.text]


def test_the_same_article_goes_on_with_the_list() -> None:
    one = article("灯会摆出鱼灯、龙灯。傍晚添了兔灯。")
    found = gathered("灯会摆出哪些花灯？", SureOf(鱼灯=0.9, 兔灯=0.9), one)
    assert quotes(found, one) == ["灯会摆出鱼灯、龙灯。", "傍晚添了兔灯。"]


FRAMED = article(
    "镇上靠“四个支点”办灯会。\n"
    "以老匠人为支点，办活灯会手艺。匠人有九位。去年收徒三名，都是本镇的。\n"
    "以旧戏台为支点，办活灯会手艺。戏台高三丈。台前能坐五百人。\n"
    "以小商铺为支点，办活灯会手艺。商铺有二十家。\n"
    "以新学堂为支点，办活灯会手艺。学堂教做灯。",
    "framed",
)


@pytest.mark.parametrize("pointed", ["旧戏台", "四个支点"])
def test_all_sentences_of_a_frame_are_evidence_in_the_order_of_the_text(pointed: str) -> None:
    found = gathered("灯会的“四个支点”是哪四个？", SureOf(**{pointed: 0.6}), FRAMED)
    places = ["老匠人", "旧戏台", "小商铺", "新学堂"]
    assert quotes(found, FRAMED) == [f"以{place}为支点，办活灯会手艺。" for place in places]
    assert [FRAMED.text[slice(*one.answer)] for one in found.evidence if one.answer] == places
    assert [one.score for one in found.evidence] == pytest.approx([0.6 * 1.25] * 4)
    assert found.outcome is Outcome.ANSWERED


def test_a_framed_sentence_alone_answers_a_question_for_one_thing() -> None:
    found = gathered("灯会手艺靠什么办活？", SureOf(旧戏台=0.6), FRAMED)
    assert quotes(found, FRAMED) == ["以旧戏台为支点，办活灯会手艺。"]


def test_headings_with_paragraphs_in_between_are_all_evidence() -> None:
    one = article(
        "灯会要办好三件事。\n一、修看台\n看台旧了。木板坏了。栏杆坏了。台阶坏了。\n"
        "二、换灯具\n灯具少了。有的不亮。有的漏电。有的生锈。\n三、清票务\n票务很乱。"
    )
    found = gathered("灯会要办好哪三件事？", SureOf(换灯具=0.6), one)
    assert quotes(found, one) == ["一、修看台", "二、换灯具", "三、清票务"]


IMPRINT = (
    "灯会办公室\n地址\n灯塔路194号\n邮 箱\ndeng@lamp.example.org\n电话\n021-55550123\n邮 编\n200336"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("灯会办公室的邮箱是多少？", "deng@lamp.example.org"),
        ("灯会办公室的电话是多少？", "021-55550123"),
        ("灯会办公室的邮编是多少？", "200336"),
    ],
)
def test_of_an_imprint_the_line_with_such_an_address_answers(question: str, expected: str) -> None:
    one = article(IMPRINT)
    found = gathered(question, SureOf(**{"200336": 0.9}), one)
    assert quotes(found, one) == [expected]
    assert found.outcome is Outcome.ANSWERED
    (evidence,) = found.evidence
    assert evidence.answer == (evidence.start, evidence.end)


def test_an_imprint_is_where_addresses_are_looked_for() -> None:
    banner = Article("a", "a.md", "", IMPRINT, Unit.BANNER)
    reader = SureOf(**{"021-55550123": 0.9})
    phone = gathered("灯会办公室的电话是多少？", reader, banner)
    code = gathered("灯会办公室的邮编是多少？", SureOf(**{"200336": 0.9}), banner)
    assert math.isclose(phone.confidence, 0.9)
    assert math.isclose(code.confidence, 0.9 * 0.7)


@pytest.mark.parametrize(
    ("question", "text", "pointed"),
    [
        ("灯会办公室的邮箱是多少？", "灯会办公室邮编200336。", "200336"),
        ("灯会办公室的电话是多少？", "灯会办公室邮编200336。", "200336"),
        ("灯会办公室的网址是什么？", "灯会办公室邮箱deng@lamp.example.org。", "邮箱"),
        ("灯会促成了多少对新人？", "灯会办了100余场次，来了2万人次。", "100余场次"),
        ("灯会花了多少钱？", "灯会来了300人。", "300人"),
    ],
)
def test_what_surely_tells_something_else_does_not_answer(
    question: str, text: str, pointed: str
) -> None:
    found = gathered(question, SureOf(**{pointed: 0.99}), article(text))
    assert found.confidence < 0.99 * CERTAINLY_OTHER + 1e-6
    assert found.outcome is not Outcome.ANSWERED


def test_a_counter_that_stands_in_for_another_answers() -> None:
    one = article("剧团在灯会上得了23金，同行都说这些金牌来得不易。")
    found = gathered("剧团在灯会上得了几块金牌？", SureOf(**{"23": 0.9}), one)
    assert math.isclose(found.confidence, 0.9)


def test_the_time_that_a_question_names_is_no_answer_to_when() -> None:
    demands = demands_of("2022年柳河峰会的时间？")
    vague, told = "2022年，柳河办了峰会，来的人很多。", "2022年柳河峰会11月15日开幕。"
    assert fit(demands, vague, Place(0, len(vague), (0, 5))) == WRONG_KIND
    assert fit(demands, told, Place(0, len(told), (9, 15))) == 1.0
    assert fit(demands_of("柳河峰会是什么时候？"), vague, Place(0, len(vague), (0, 5))) == 1.0


def test_a_printed_question_is_quoted_with_its_reply() -> None:
    text = "问：签了放弃书算不算？答：不算。参加保险是法定的义务。下一个问题。"
    asked = text.index("？") + 1
    reply = text.index("答"), text.index("下一个")
    assert replied(text, Place(0, asked, (2, 6))) == Place(0, reply[1], reply)
    told = Place(0, text.index("。") + 1, (2, 6))
    assert replied(text, told) == told
    assert replied("问：算不算？", Place(0, 6, (2, 5))) == Place(0, 6, (2, 5))


def test_what_the_question_calls_it_is_no_answer() -> None:
    text = "他认得的只有一个叫“老郝”的工头，另一个是何大川。"
    at = text.index("老郝")
    known = Place(0, len(text), (at, at + 2))
    new = Place(0, len(text), (text.index("何大川"), text.index("何大川") + 3))
    assert fit(demands_of("工头“老郝”是谁？"), text, known) == CERTAINLY_OTHER
    assert fit(demands_of("工头“老郝”是谁？"), text, new) == 1.0
    assert fit(demands_of("工头是老郝还是何大川，谁？"), text, known) == 1.0
