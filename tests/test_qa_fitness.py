"""What no time, no sum or no new name in a sentence leaves of its probability."""

from __future__ import annotations

import pytest

from qa.demands import demands_of
from qa.fitness import CERTAINLY_OTHER, Place, fit, replied, unmeasured
from qa.spans import LONGEST

LASTED = "讲座办了多久？"
COST = "讲座的票价是多少？"


@pytest.mark.parametrize(
    "sentence",
    [
        "讲座办了三天。",
        "讲座办了一个半小时。",
        "讲座办了十来分钟。",
        "讲座办了好几个月。",
        "講座辦了六個小時。",
        "讲座前后三年多。",
        "讲座开了整夜。",
        "讲座从去年办到2021年3月。",
        "讲座1958-1962年每周都有。",
        "讲座延续至今。",
        "讲座办了 20 周。",
        "讲座办了两个多月。",
        "讲座办了一上午。",
        "讲座办了1000天。",
        "讲座前后1200多个小时。",
        "讲座的历史有3000多年。",
        "讲座从8点到10点。",
        "讲座从1958年办到1962年。",
        "讲座从1958年到1962年。",
        "讲座8:00-10:00。",
        "讲座上午8時30分至10時。",
    ],
)
def test_a_sentence_that_tells_how_long_is_measured(sentence: str) -> None:
    assert not unmeasured(demands_of(LASTED), sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "讲座来的人很多。",
        "讲座1958年开办。",
        "讲座2019学年开办。",
        "讲座有三百人听。",
        "讲座上午开始。",
        "讲座8:30开始。",
    ],
)
def test_a_sentence_without_a_length_of_time_does_not_tell_how_long(sentence: str) -> None:
    demands = demands_of(LASTED)
    assert unmeasured(demands, sentence)
    assert fit(demands, sentence, Place(0, len(sentence), (0, 2))) == CERTAINLY_OTHER


@pytest.mark.parametrize(
    "sentence",
    [
        "票价五元。",
        "票價五塊。",
        "票价两角。",
        "每张20美金。",
        "讲座免票。",
        "票价一千二。",
        "比去年贵三成。",
        "每张 5 USD。",
        "票价五毛。",
        "票价五十。",
        "票价三十五，茶水另算。",
        "票价：12.80",
        "票价12.80，茶水另算。",
        "每人收 5。",
    ],
)
def test_a_sentence_that_tells_a_sum_is_measured(sentence: str) -> None:
    assert not unmeasured(demands_of(COST), sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "来的人很多。",
        "讲座有300人听。",
        "讲座办了三天。",
        "8:30开始。",
        "听众：300人",
        "时间：8:30",
    ],
)
def test_a_sentence_without_a_sum_does_not_tell_how_much(sentence: str) -> None:
    demands = demands_of(COST)
    assert unmeasured(demands, sentence)
    assert fit(demands, sentence, Place(0, len(sentence), (0, 2))) == CERTAINLY_OTHER


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # Only Chinese is measured by Chinese words, and only where a time or a sum is asked for.
        ("How long did the talk last?", "讲座来的人很多。"),
        (LASTED, "Many people came to the talk."),
        ("讲座来了多少人？", "讲座来的人很多。"),
        ("讲座是谁办的？", "讲座来的人很多。"),
    ],
)
def test_what_is_not_asked_for_need_not_be_told(question: str, sentence: str) -> None:
    assert not unmeasured(demands_of(question), sentence)


@pytest.mark.parametrize("sentence", ["他已是八十高龄。", "他年近八十。", "他年逾古稀。"])
def test_an_age_may_be_told_without_years(sentence: str) -> None:
    assert not unmeasured(demands_of("他今年多大年纪？"), sentence)


FOREMAN = "工头“老郝”说，他是何大川。"


def left(question: str, words: str) -> float:
    at = FOREMAN.index(words)
    place = Place(0, len(FOREMAN), (at, at + len(words)))
    return fit(demands_of(question), FOREMAN, place)


@pytest.mark.parametrize(
    "question",
    [
        "工头“老郝”的全名是什么？",
        "工頭“老郝”的真名是甚麼？",
        "“老郝”本名是什么？",
        "工头“老郝”的姓名？",
        "工头“老郝”叫什么名字？",
    ],
)
def test_what_somebody_is_called_in_the_question_is_not_the_full_name(question: str) -> None:
    assert left(question, "老郝") == left(question, "“老郝”") == CERTAINLY_OTHER
    assert left(question, "何大川") == 1.0


@pytest.mark.parametrize(
    "question", ["老郝的全名是老郝还是何大川？", "工头“老郝”说了什么？", "What did 老郝 say?"]
)
def test_where_no_name_is_asked_for_or_two_are_offered_the_known_one_answers(question: str) -> None:
    assert left(question, "老郝") == 1.0


@pytest.mark.parametrize("byline", ["本报记者 张三 李四", "（新华社记者 刘一摄）", "通讯员 王五"])
def test_a_byline_tells_who_wrote_and_nothing_else(byline: str) -> None:
    place = Place(0, len(byline), (0, len(byline)))
    assert fit(demands_of("灯会是谁办的？"), byline, place) == CERTAINLY_OTHER
    assert fit(demands_of("这篇报道是谁写的？"), byline, place) == 1.0


@pytest.mark.parametrize(
    "sentence",
    [
        "记者从镇政府获悉，灯会由老郝主办。",
        "记者从镇政府获悉 灯会由老郝主办",
        "记者12日在镇上看到，主办灯会的是老郝",
    ],
)
def test_what_a_reporter_heard_is_no_byline(sentence: str) -> None:
    at = sentence.find("老郝")
    place = Place(0, len(sentence), (at, at + 2))
    assert fit(demands_of("灯会是谁办的？"), sentence, place) == 1.0


def test_a_label_is_answered_by_what_stands_below_it() -> None:
    text = "现病史：\n三天前摔伤。\n体温正常。"
    assert replied(text, Place(0, 4, (0, 3))) == Place(0, 11, (5, 11))
    alone = Place(12, 17, (12, 17))
    assert replied(text, alone) == alone


@pytest.mark.parametrize(
    "headline",
    ["记者们冒雪抬走了三百筐煤！", "记者被打伤三人", "记者协会主席老郝", "记者节是老郝提议的"],
)
def test_what_is_told_of_reporters_is_no_byline(headline: str) -> None:
    place = Place(0, len(headline), (0, len(headline)))
    assert fit(demands_of("灯会怎么样？"), headline, place) > CERTAINLY_OTHER


def test_who_wrote_may_be_asked_in_traditional_characters() -> None:
    byline = "本報記者 張三"
    place = Place(0, len(byline), (3, len(byline)))
    assert fit(demands_of("文章是誰寫的？"), byline, place) == 1.0
    assert fit(demands_of("燈會是誰辦的？"), byline, place) == CERTAINLY_OTHER


def test_of_what_stands_below_a_label_no_more_is_taken_than_may_be_quoted() -> None:
    endless = f"诊断：\n{'表' * 9_000}"
    assert replied(endless, Place(0, 3, (0, 3))) == Place(0, LONGEST, (4, LONGEST))
