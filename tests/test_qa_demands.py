"""What a question demands, what evidence does not meet, and the parts of a question."""

from __future__ import annotations

import pytest

from qa.demands import Kind, answers_kind, demands_of, parts, strongest, unmet
from qa.kinds import kind_of, measure_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("谁创办了这家报社？", Kind.WHO),
        ("這部小說的作者是誰？", Kind.WHO),
        ("桥是哪一年建成的？", Kind.WHEN),
        ("第七届运动会在哪座城市举行？", Kind.WHERE),
        ("协议覆盖多少家企业？", Kind.HOW_MANY),
        ("补了多少钱？", Kind.HOW_MUCH),
        ("东厂每人补發幾多錢？", Kind.HOW_MUCH),
        ("调解成功率有多高？", Kind.PERCENT),
        ("老厂长多大年纪了？", Kind.DURATION),
        ("这场雨下了多久？", Kind.DURATION),
        ("四项机制有哪些？", Kind.LIST),
        ("门卫叫什么名字？", Kind.WHICH),
        ("工厂为什么停工？", Kind.WHY),
        ("战争是怎样结束的？", Kind.HOW),
        ("他入会了吗？", Kind.YES_NO),
        ("柳河和青溪哪个更大？", Kind.COMPARE),
        ("章程是什么？", Kind.WHAT),
        ("2022年棉花产量", Kind.HOW_MANY),
        ("临澜大桥造价", Kind.HOW_MUCH),
        ("《归帆》的导演", Kind.WHO),
        ("产品质量", Kind.WHAT),
        ("Who founded the mill?", Kind.WHO),
        ("In which year was the bridge built?", Kind.WHEN),
        ("How many riders joined?", Kind.HOW_MANY),
        ("How much did the seats cost?", Kind.HOW_MUCH),
        ("What percentage of workers voted?", Kind.PERCENT),
        ("What is the new low-temperature allowance per shift?", Kind.HOW_MUCH),
        ("What was the fine?", Kind.HOW_MUCH),
        ("What is the fine print about?", Kind.WHAT),
        ("At what age did she retire?", Kind.DURATION),
        ("What is the total length of the wall?", Kind.HOW_MANY),
        ("¿Quién ganó?", Kind.WHO),
        ("Wann wurde die Brücke gebaut?", Kind.WHEN),
        ("Сколько рабочих бастовало?", Kind.HOW_MANY),
        ("この橋は何年に完成しましたか。", Kind.WHEN),
        ("講座を受けたのは何人ですか。", Kind.HOW_MANY),
    ],
)
def test_the_kind_of_a_question(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_what_is_counted() -> None:
    assert measure_of("协议覆盖多少家企业？") == "家"
    assert measure_of("拿了几块金牌？") == "块"
    assert measure_of("来了几个人？") == "人"
    assert measure_of("一年产多少万吨煤？") == "吨"
    assert measure_of("How many patients came?") == "patients"
    assert measure_of("谁来了？") == ""


@pytest.mark.parametrize(
    ("kind", "span", "sentence", "expected"),
    [
        (Kind.HOW_MANY, "三百多家", "三百多家企业签了字。", True),
        (Kind.HOW_MANY, "金", "全队拿了23金。", True),
        (Kind.HOW_MANY, "企业", "企业都签了字。", False),
        (Kind.WHEN, "1946年", "机车1946年造成。", True),
        (Kind.WHEN, "厂长", "厂长来了。", False),
        (Kind.WHO, "佘晓峰", "冠军是佘晓峰。", True),
        (Kind.WHO, "2600元", "给了2600元。", False),
        (Kind.WHERE, "35%", "占35%。", False),
        (Kind.HOW_MUCH, "4.3元", "每单4.3元。", True),
        (Kind.HOW_MUCH, "骑手", "骑手很高兴。", False),
        (Kind.PERCENT, "三成", "降了三成。", True),
        (Kind.WHAT, "。，", "。，", False),
    ],
)
def test_whether_a_span_can_answer(kind: Kind, span: str, sentence: str, expected: bool) -> None:
    assert answers_kind(kind, "家", span, sentence) is expected


def names(question: str) -> list[str]:
    return [name.text for name in demands_of(question).names]


def test_what_is_demanded() -> None:
    found = demands_of("《归途》2021年在苏州演了多少场？")
    assert found.kind is Kind.HOW_MANY
    assert found.years == ("2021",)
    assert names(found.question) == ["归途", "苏州"]
    assert found.measure == "场"
    assert demands_of("第十一届运动会3月2日在哪开幕？").numbers == ("第十一届",)
    assert demands_of("第十一届运动会3月2日在哪开幕？").dates == ("3月2日",)


def test_a_month_is_no_name_and_a_name_may_begin_like_one() -> None:
    assert names("Which ships came to Augsburg in March?") == ["augsburg"]
    assert demands_of("Which ships came to Marston in Sept. 2021?").dates == ("sept",)


def misses(question: str, evidence: str, context: str = "") -> dict[str, float]:
    found = unmet(demands_of(question), evidence, context)
    return {item.what: item.strength for item in found}


def test_another_year_rules_the_evidence_out() -> None:
    question = "2021年，柳河工会调解了多少起纠纷？"
    assert misses(question, "2022年，柳河工会调解纠纷380起。")["2021"] == 1.0
    assert "2021" not in misses(question, "2021年，柳河工会调解纠纷380起。")
    assert "2021" not in misses(question, "二〇二一年，柳河工会调解纠纷380起。")
    assert misses("2021柳河赛冠军是谁？", "2022柳河赛冠军是李平。")["2021"] == 1.0
    assert "2021" not in misses(question, "2019年至2023年，柳河工会共调解纠纷380起。")


@pytest.mark.parametrize("year", ["二〇二一年", "二○二一年", "二零二一年"])
def test_a_year_may_be_printed_in_numerals(year: str) -> None:
    assert "2021" not in misses("2021年柳河修了几座桥？", f"{year}柳河修了三座桥。", "柳河")
    assert misses("2019年柳河修了几座桥？", f"{year}柳河修了三座桥。", "柳河")["2019"] == 1.0


def test_nothing_tells_what_happens_years_after_it_was_printed() -> None:
    question = "2023年柳河煤矿误判过几回？"
    evidence = "干了25年的老矿工说，全矿吹哨57次，其中11次是误判。"
    assert misses(question, evidence, "柳河煤矿 2021-06-17")["2023"] == 1.0
    assert misses("2018年柳河煤矿误判过几回？", evidence, "柳河煤矿 2021-06-17")["2018"] == 0.85


def test_the_same_frame_with_another_year_is_a_near_miss() -> None:
    context = "2021年以来，柳河工会忙了许多。"
    found = misses("截至2021年底建了多少个站点？", "截至2022年底，建成站点90个。", context)
    assert found["2021"] == 0.85


def test_the_date_of_the_paper_meets_the_year() -> None:
    assert "2023" not in misses("2023年柳河修了几座桥？", "今年柳河修桥3座。", "2023-02-07")
    found = misses("2022年柳河修了几座桥？", "全年柳河修桥3座。", "柳河修桥 2023-02-07")
    assert found["2022"] == 0.3


def test_another_place_of_the_same_kind_rules_the_evidence_out() -> None:
    question = "苏州市总工会办了几场招聘会？"
    assert misses(question, "广州市总工会办了12场招聘会。")["苏州"] == 1.0
    assert "北京" not in misses("赴北京的有多少人？", "赴京的有143人次。")


def test_numbered_things_are_told_apart() -> None:
    question = "第十一届运动会设了几个项目？"
    assert misses(question, "第十二届运动会设项目64个。")["第十一届"] == 1.0
    assert misses("第12届运动会设了几个项目？", "第十二届运动会设项目64个。") == {}
    plenary = "中国共产党第二十届中央委员会第二次全体会议开了三天。"
    assert misses("二十届二中全会开了几天？", plenary) == {}
    assert misses("二十届三中全会开了几天？", plenary)["二十届三中全会"] == 1.0


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("全总拨了多少钱？", "全国总工会拨款1.5亿元。"),
        ("上海市总的热线接了多少电话？", "上海市总工会热线接听电话300个。"),
        ("中源油田拿了几块金牌？", "中原油田获得23金。"),
        ("青溪造船有限公司有多少工人？", "青溪造船厂有工人900名。"),
    ],
)
def test_short_names_and_typing_errors_are_the_name(question: str, evidence: str) -> None:
    assert strongest(unmet(demands_of(question), evidence, "")) < 0.8


def test_a_name_of_which_nothing_is_there_is_missing() -> None:
    evidence = "恒织公司一年给女工发卫生费3万元。"
    assert misses("鼎泰公司一年发多少卫生费？", evidence)["鼎泰公司"] == 0.9
    assert misses("《归途》的作者是谁？", "《远山》的作者是李平。")["归途"] == 0.9


def test_across_scripts_only_figures_are_compared() -> None:
    english = "How many riders did Feilu Express sign up in 2021?"
    assert misses(english, "2021年，飞鹭速送有300名骑手入会。") == {}
    assert misses(english, "2022年，飞鹭速送有300名骑手入会。") == {"2021": 1.0}


def test_a_number_is_demanded_where_one_is_asked() -> None:
    assert misses("柳河有多少家面馆？", "柳河面馆很好。")["家"] == 0.7
    assert misses("青溪油田产了多少吨原油？", "青溪油田原油赚了10亿元。")["吨"] == 0.6
    assert misses("青溪油田产了多少吨原油？", "青溪油田产原油80万吨。") == {}


def test_the_strongest() -> None:
    assert strongest(()) == 0.0
    found = unmet(demands_of("苏州有多少家面馆？"), "广州面馆很好。", "")
    assert strongest(found) == 1.0
    assert [item.strength for item in found] == sorted(
        (item.strength for item in found), reverse=True
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("柳河有多少家面馆？", ("柳河有多少家面馆？",)),
        ("四项机制分别叫什么名字？", ("四项机制分别叫什么名字？",)),
        ("《和平与战争》的作者分别是谁？", ("《和平与战争》的作者分别是谁？",)),
        (
            "飞鹭速送和云帆装饰各有多少员工，哪个多？",
            ("飞鹭速送有多少员工？", "云帆装饰有多少员工？"),
        ),
        (
            "2021年和2023年各接了多少来电？",
            ("2021年接了多少来电？", "2023年接了多少来电？"),
        ),
        (
            "青溪和柳河的最低工资分别是多少？",
            ("青溪的最低工资是多少？", "柳河的最低工资是多少？"),
        ),
        (
            "2018年宏远公司和2021年鼎泰公司的总资产，哪家公司的总资产更高？",
            ("2018年宏远公司的总资产，总资产是多少？", "2021年鼎泰公司的总资产，总资产是多少？"),
        ),
        (
            "石桥煤矿是谁创办的，什么时候关井？",
            ("石桥煤矿是谁创办的？", "石桥煤矿什么时候关井？"),
        ),
        (
            "临河镇有多少工厂？青溪县有多少学校？",
            ("临河镇有多少工厂？", "青溪县有多少学校？"),
        ),
        ("“谁来修桥？”这话是谁说的？", ("“谁来修桥？”这话是谁说的？",)),
        (
            "compare the wages of Ashby Port with Leeds Harbour",
            ("the wages of Ashby Port?", "the wages of Leeds Harbour?"),
        ),
        (
            "Who founded the Ashby mine and when was it closed?",
            ("Who founded the Ashby mine?", "When was the Ashby mine closed?"),
        ),
    ],
)
def test_the_parts_of_a_question(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize("question", ["", "？", "和" * 900, "谁，" * 600, "\x00\u202e<b>各</b>"])
def test_anything_can_be_asked(question: str) -> None:
    found = demands_of(question)
    assert found.parts == (" ".join(question.split()),)
    assert unmet(found, "", "") == unmet(found, "", "")


def test_another_number_of_the_very_thing_in_the_headline_rules_the_evidence_out() -> None:
    question = "柳河第十一届职工运动会设了几个项目？"
    evidence = "大赛设比赛项目64个。"
    assert misses(question, evidence, "柳河举行第十二届职工运动会")["第十一届"] == 1.0
    assert misses(question, evidence, "柳河工会第十二届委员会说")["第十一届"] == 0.7


def test_the_year_after_is_met_only_by_what_is_planned() -> None:
    question = "2023年柳河的最高气温是多少？"
    assert misses(question, "气温42.3℃，是柳河最高的。", "柳河 2022-08-19")["2023"] == 1.0
    assert misses(question, "明年柳河的气温将达到40℃。", "柳河 2022-08-19")["2023"] == 0.3


def test_a_sentence_with_a_year_of_its_own_does_not_tell_of_that_of_the_paper() -> None:
    question = "柳河热线2023年接了多少电话？"
    evidence = "中心公布2022年度热线情况：全年来电84620个。"
    assert misses(question, evidence, "柳河热线 2023-03-14")["2023"] == 0.85
    assert "2023" not in misses(question, "今年来电84620个，2022年来电80000个。", "柳河 2023-03-14")


def test_of_several_years_evidence_has_one() -> None:
    question = "2021年和2025年柳河各表彰了多少人？"
    assert misses(question, "柳河表彰劳模320人。", "柳河 2021-04-30") == {}
    assert misses(question, "柳河表彰劳模280人。", "柳河 2017-04-30")["2021"] == 1.0


def test_what_counts_things_together_is_said_of_none_alone() -> None:
    assert demands_of("2021年和2025年两届省劳模表彰，各表彰了多少人？").parts == (
        "2021年省劳模表彰，表彰了多少人？",
        "2025年省劳模表彰，表彰了多少人？",
    )
    assert demands_of("柳河厂和青溪厂两家企业各有多少工人？").parts == (
        "柳河厂有多少工人？",
        "青溪厂有多少工人？",
    )
