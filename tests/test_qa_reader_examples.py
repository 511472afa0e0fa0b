"""Training examples: the answer stays where it is said to be, whatever is done to the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.reader.examples import LEAST_MISTYPED, Examples, _converted
from qa.reader.material import Asked, Material, Paragraph

FERRY = (
    "南岸渡口1998年三月十二日重新开航，每日往返八班。船长陈水根说，头班船早上六点离岸。"
    "票价两元，学生半价。渡口停航的九年里，两岸居民要绕行十七公里。"
)
BRIDGE = (
    "上游的石桥长一百二十米，由县工程队承建，工期两年零四个月。桥面铺青石板，"
    "两侧装了铁栏杆。工程队队长周广田介绍，桥墩打入河床九米。完工那天来了三千人。"
)
LIBRARY = (
    "新图书馆藏书四万册，周一闭馆。馆长何秀兰从前在小学教书二十年，她把自己的两百本书捐给了馆里。"
)


def asked(paragraph: int, text: str, question: str, answer: str) -> Asked:
    return Asked(question, paragraph, answer, text.index(answer) if answer else -1)


MATERIAL = Material(
    (Paragraph("南岸渡口", FERRY), Paragraph("石桥", BRIDGE), Paragraph("图书馆", LIBRARY)),
    (
        asked(0, FERRY, "南岸渡口1998年哪天开航？", "三月十二日"),
        asked(0, FERRY, "船长叫什么？", "陈水根"),
        asked(1, BRIDGE, "石桥有多长？", "一百二十米"),
        asked(1, BRIDGE, "谁承建石桥？", "县工程队"),
        asked(2, LIBRARY, "图书馆有多少书？", "四万册"),
    ),
    (
        asked(2, LIBRARY, "Who runs the library?", "何秀兰"),
        asked(2, LIBRARY, "图书馆周日几点开门？", ""),
    ),
)
FOUND = [[1, 0, 2], [2, 1], [0], [1], []]
DRAWN = 3_000


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples(MATERIAL, FOUND, 7)


def test_every_answer_stays_in_its_place(examples: Examples) -> None:
    answers = {one.answer for one in (*MATERIAL.public, *MATERIAL.own) if one.answer}
    right = answers | {_converted(one) for one in answers}
    seen = set()
    for at in range(DRAWN):
        example = examples.draw(at)
        if example.start >= 0:
            said = example.text[example.start : example.end].replace("\n", "")
            seen.add(said)
            assert said in right or said in {_both(one) for one in answers}, example
    assert answers <= seen


def _both(text: str) -> str:
    import opencc  # type: ignore[import-untyped]

    return str(opencc.OpenCC("s2tw").convert(text))


def test_an_example_without_an_answer_does_not_hold_it(examples: Examples) -> None:
    by_question = {one.question: one.answer for one in MATERIAL.public}
    empty = [examples.draw(at) for at in range(DRAWN)]
    empty = [one for one in empty if one.start < 0 and one.question in by_question]
    assert len(empty) > 100
    assert not [one for one in empty if by_question[one.question] in one.text]


def test_examples_are_the_same_whenever_they_are_drawn(examples: Examples) -> None:
    other = Examples(MATERIAL, FOUND, 7)
    assert [other.draw(at) for at in (40, 3, 11)] == [examples.draw(at) for at in (40, 3, 11)]
    assert Examples(MATERIAL, FOUND, 8).draw(3) != examples.draw(3)


def test_both_scripts_and_both_kinds_are_drawn(examples: Examples) -> None:
    drawn = [examples.draw(at) for at in range(DRAWN)]
    assert 0.05 < sum("開" in one.text or "橋" in one.text for one in drawn) / DRAWN < 0.4
    assert 0.1 < sum(one.start < 0 for one in drawn) / DRAWN < 0.6
    assert any("\n" in one.text for one in drawn)
    assert any(one.question.startswith("Who") for one in drawn)
    known = {one.question for one in (*MATERIAL.public, *MATERIAL.own)}
    known |= {_converted(one) for one in known}
    mistyped = [one for one in drawn if one.question not in known]
    # Another year or subject in a question makes it one without an answer; a slip does not.
    assert any(one.start >= 0 for one in mistyped)
    assert all(len(one.question) >= LEAST_MISTYPED for one in mistyped if one.start >= 0)


def share(material: Material, question: str) -> float:
    """How many of the examples of own questions are of this one."""
    drawn = [Examples(material, FOUND, 7).draw(at).question for at in range(DRAWN)]
    own = [one.question for one in material.own]
    return drawn.count(question) / sum(map(drawn.count, own))


def test_more_is_drawn_of_what_is_favoured_and_not_that_alone() -> None:
    first, second = MATERIAL.own
    others = [replace(first, question=f"Who runs library {n}?") for n in range(4)]
    usual = replace(MATERIAL, own=(first, second, *others))
    favouring = replace(MATERIAL, own=(replace(first, favoured=True), second, *others))
    assert 0.05 < share(usual, first.question) < 0.25
    assert 0.55 < share(favouring, first.question) < 0.8
    assert share(favouring, others[0].question) > 0
