"""Names that stand elsewhere: in another passage of the article, or in another script."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.types import Article
from qa.demands import _flat, demands_of, unmet
from qa.mentions import Form
from tests.answering import PointingReader, article, gathered

VAGUE = 0.3


def misses(
    question: str, evidence: str, article: str = "", spelt: tuple[str, ...] = ()
) -> dict[str, float]:
    demands = replace(demands_of(question), spelt=spelt)
    return {one.what: one.strength for one in unmet(demands, evidence, "讣告", article)}


@pytest.mark.parametrize(
    ("question", "name", "missing", "evidence", "before"),
    [
        ("《归途》的作者哪年去世？", "归途", 0.9, "他2019年去世。", "《归途》去年重印。"),
        ("鼎泰公司一年发多少钱？", "鼎泰公司", 0.9, "一年发3万元。", "鼎泰公司开会。"),
        ("苏州办了几场招聘会？", "苏州", 0.5, "办了12场招聘会。", "苏州下雪。"),
        ("蘇州辦了幾場招聘會？", "苏州", 0.5, "办了12场招聘会。", "苏州下雪。"),
    ],
)
def test_a_name_in_another_passage_of_the_article_is_hardly_missing(
    question: str, name: str, missing: float, evidence: str, before: str
) -> None:
    assert misses(question, evidence)[name] == missing
    assert misses(question, evidence, before + evidence)[name] == VAGUE
    assert misses(question, evidence, "灯会开幕。" + evidence)[name] == missing


def test_an_article_is_folded_once_for_all_of_its_sentences() -> None:
    _flat.cache_clear()
    for evidence in ("办了12场招聘会。", "办了13场招聘会。"):
        misses("苏州办了几场招聘会？", evidence, "苏州下雪。办了12场招聘会。办了13场招聘会。")
    assert (_flat.cache_info().misses, _flat.cache_info().hits) == (1, 1)


def test_what_is_ruled_out_here_is_not_met_elsewhere() -> None:
    question, evidence = "苏州办了几场招聘会？", "广州办了12场招聘会。"
    assert misses(question, evidence)["苏州"] == 1.0
    assert misses(question, evidence, f"苏州下雪。{evidence}")["苏州"] == 1.0


def test_only_names_are_looked_for_elsewhere() -> None:
    question, evidence = "2021年苏州办了几场招聘会？", "2022年办了12场招聘会。"
    found = misses(question, evidence, f"2021年苏州下雪。{evidence}")
    assert found["2021"] == 1.0
    assert found["苏州"] == VAGUE


def test_a_name_in_other_letters_is_missing_where_other_evidence_has_it() -> None:
    question = "How many people came to Qinghai?"
    assert misses(question, "河北来了三百人。", spelt=("qinghai",)) == {"qinghai": 0.85}
    assert misses(question, "青海来了三百人。", spelt=("qinghai",)) == {}
    assert misses(question, "河北来了三百人。") == {}


def test_a_text_that_is_not_chinese_has_the_name_in_letters() -> None:
    question = "How many people came to Qinghai?"
    assert misses(question, "300 people came to Qinghai.", spelt=("qinghai",)) == {}


QINGHAI = article("青海的灯会来了三百人。", "two")
HEBEI = article("河北的灯会来了五百人。", "three")


def answering(question: str, *articles: Article) -> str:
    """The one article that is quoted."""
    found = gathered(question, PointingReader("三百人", "五百人"), *articles)
    (evidence,) = found.evidence
    return next(one.text for one in articles if one.id == evidence.article_id)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many people came to the fair in Qinghai?", QINGHAI),
        ("How many people came to the fair in Hebei?", HEBEI),
        # No article has it, so that nothing tells them apart.
        ("How many people came to the fair in Guizhou?", HEBEI),
    ],
)
def test_of_two_provinces_the_one_that_is_named_answers(question: str, expected: Article) -> None:
    assert answering(question, QINGHAI, HEBEI) == expected.text


def test_a_paper_that_is_called_after_a_province_reports_from_others() -> None:
    away = replace(article("灯会来了五百人。", "one"), publication="青海日报")
    question = "How many people came to the fair in Qinghai?"
    assert answering(question, away, QINGHAI) == QINGHAI.text


@pytest.mark.parametrize(
    ("question", "name", "evidence"),
    [
        ("纪某某的体温是多少？", "纪某某", "沈某某的体温是三十八度。"),
        ("谈某的职业是什么？", "谈某", "禹某是律师。"),
    ],
)
def test_who_is_named_by_the_surname_alone_is_told_apart_by_it(
    question: str, name: str, evidence: str
) -> None:
    assert misses(question, evidence) == {**misses(question, evidence), name: 0.85}
    assert name not in misses(question, f"{name}来了。{evidence}")
    assert "某公" not in misses("在某公司上班的是谁？", evidence)


def test_the_same_body_of_another_place_is_not_meant() -> None:
    question = "苏州市总工会办了几场招聘会？"
    assert misses(question, "浦江县总工会办了12场招聘会。")["苏州"] == 0.85
    assert misses(question, "市总工会办了12场招聘会。")["苏州"] == 0.5
    assert "苏州" not in misses(question, "苏州和浦江县总工会办了12场招聘会。")
    assert misses("苏州市工会办了几场招聘会？", "浦江县工会办了12场招聘会。")["苏州"] == 0.85


def test_two_bodies_in_a_row_are_two() -> None:
    question = "根据柳河市第一医院和青溪市中心医院的病历，彭某和成某的体温分别是多少？"
    assert demands_of(question).parts == (
        "根据柳河市第一医院的病历，彭某的体温是多少？",
        "根据青溪市中心医院的病历，成某的体温是多少？",
    )


def test_a_common_noun_is_no_other_place() -> None:
    question = "青溪区改造了几个小区？"
    assert misses(question, "柳河区改造了三十个小区。")["青溪区"] == 0.95
    assert misses(question, "沿海地区改造了三十个小区。")["青溪区"] == 0.7
    one = "幸福社区办了几场灯会？"
    assert misses(one, "柳河社区办了三场灯会。")["幸福社区"] == 0.95


@pytest.mark.parametrize(
    "question",
    [
        "上海某科技公司赔了多少钱？",
        "位于某小区的房子卖了多少？",
        "原告起诉某某医院的结果是什么？",
        "有没有听说某人中奖？",
    ],
)
def test_what_is_left_unnamed_is_nobody(question: str) -> None:
    assert [one for one in demands_of(question).names if one.form is Form.PERSON] == []


@pytest.mark.parametrize(
    "question", ["唐某某银行账户里有多少钱？", "唐某某人身损害赔偿是多少？", "谁告了唐某某？"]
)
def test_who_is_half_named_is_named_to_the_end_of_it(question: str) -> None:
    names = [one.text for one in demands_of(question).names if one.form is Form.PERSON]
    assert names == ["唐某某"]


def test_what_is_told_of_this_year_is_not_of_the_year_asked() -> None:
    question, context = "柳河厂2022年卖了几台水泵？", "柳河厂建于2016年，2024-04-26"
    told = {one.what: one.strength for one in unmet(demands_of(question), "今年卖了9台。", context)}
    assert told["2022"] == 1.0


def test_what_was_found_after_all_is_not_told_to_be_missing() -> None:
    near = article("汐浦市的月最低工资是2080元。柳河市也是。", "near")
    reader = PointingReader("2080")
    for question, unmet_names in (
        ("2030年汐浦市的月最低工资是多少？", ("2030",)),
        ("2030年柳河市的月最低工资是多少？", ("2030",)),
        ("2030年钧阳市的月最低工资是多少？", ("2030", "钧阳市")),
    ):
        found = gathered(question, reader, near)
        assert set(found.unmet) <= set(unmet_names), question
