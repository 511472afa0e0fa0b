"""Whose a headline is, and which of its lines is the main one, on pages of stacked headlines."""

from __future__ import annotations

import pytest

from corpus.assemble import articles_of
from corpus.furniture import is_section
from corpus.types import Document, Kind
from tests.pages_print import BRIDGE, CANTEEN, SCHOOL, bare, holds, page, read, story, wrap

CREDITED = "图为焊工在船台上检查焊缝，当天气温三十八度。 本报记者 陶然 摄"
NOTICES = (
    "▲省职工书画展九月三日在文化宫开幕，展出作品一百六十件。\n"
    "▲柳湾镇工会的流动图书车本月停运检修，九月一日恢复。"
)


def after(*headline: str) -> str:
    """A page that sets the headline below its article: two others stand around this one."""
    return page(
        story("BRIDGE"),
        "大桥吊杆三周测完",
        story("CANTEEN"),
        *headline,
        story("HEAT"),
        "津贴是津贴绿豆汤是绿豆汤",
    )


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        # phrases side by side comment on a headline that is one phrase
        (("菜单工人点 夜宵送上机台", "青禾纺织厂的“深夜食堂”"), "青禾纺织厂的“深夜食堂”"),
        (("细纱车间旁的一碗热汤", "菜单工人点 夜宵送上机台"), "细纱车间旁的一碗热汤"),
        # the occasion is a kicker
        (("青禾纺织厂食堂改革半年后回访", "一碗夜宵里的新账本"), "一碗夜宵里的新账本"),
        # kicker, headline, sub-title
        (
            ("灯亮着，饭热着", "纺织女工下了机台有热汤", "夜班食堂开到凌晨两点的背后"),
            "纺织女工下了机台有热汤",
        ),
        # the line above the dash is the headline, however it is phrased
        (("机台不停 饭菜不凉", "——青禾纺织厂食堂延长供餐见闻"), "机台不停 饭菜不凉"),
        # a plain statement below a turn of phrase: nothing singles out either
        (
            ("把灶台搬到机台边", "青禾纺织厂食堂供餐到凌晨两点"),
            "把灶台搬到机台边 青禾纺织厂食堂供餐到凌晨两点",
        ),
    ],
)
def test_stacked_headlines(lines: tuple[str, ...], title: str) -> None:
    found = read(after(*lines))
    assert [a.title for a in found] == ["大桥吊杆三周测完", title, "津贴是津贴绿豆汤是绿豆汤"]
    assert holds(found[1], CANTEEN)
    rest = [line for line in lines if line not in title]
    assert all(bare(line) in bare(found[1].text) for line in rest)


@pytest.mark.parametrize(
    "lines",
    [
        ("夜班工人凌晨两点", "怎么吃上热饭"),
        ("夜班食堂", "关门推迟到凌晨"),
        ("青禾纺织厂夜班食堂收集菜单意见", "延时供餐"),
        ("食堂关不关门，", "夜班工人说了算"),
        ("食堂关不关门,", "夜班工人说了算"),
    ],
)
def test_a_headline_over_two_lines_is_kept_whole(lines: tuple[str, str]) -> None:
    found = read(after(*lines))
    assert found[1].title == " ".join(lines)
    assert bare(found[1].text).startswith("本报讯（记者白露）")
    assert bare(found[0].text).endswith(bare(BRIDGE))


def test_a_wrapped_headline_before_its_body_leaves_nothing_in_the_article_above() -> None:
    found = read(
        page(
            "大桥吊杆三周测完",
            story("BRIDGE"),
            "食堂关不关门，",
            "夜班工人说了算",
            story("CANTEEN"),
            "焊接实训楼迎来首批学员",
            story("SCHOOL"),
        )
    )
    assert [a.title for a in found] == [
        "大桥吊杆三周测完",
        "食堂关不关门， 夜班工人说了算",
        "焊接实训楼迎来首批学员",
    ]
    assert [holds(a, b) for a, b in zip(found, (BRIDGE, CANTEEN, SCHOOL), strict=True)] == [
        True,
        True,
        True,
    ]


def test_the_name_of_a_photo_is_not_the_headline_of_the_article_above_it() -> None:
    text = page(
        story("BRIDGE"),
        "大桥吊杆三周测完",
        story("CANTEEN"),
        "夜班食堂凌晨两点关门",
        CREDITED,
        "烈日下",
        story("HEAT"),
        "津贴是津贴绿豆汤是绿豆汤",
    )
    found = read(text)
    assert [a.title for a in found] == [
        "大桥吊杆三周测完",
        "夜班食堂凌晨两点关门",
        "津贴是津贴绿豆汤是绿豆汤",
    ]
    shots = [a for a in articles_of(Document("page.txt", text)) if a.kind is Kind.CAPTION]
    assert [(a.title, a.byline) for a in shots] == [("烈日下", "记者陶然")]


def test_a_short_headline_below_a_photo_stays_a_headline_where_it_is_the_only_one() -> None:
    found = read(
        page(
            "大桥吊杆三周测完",
            story("BRIDGE"),
            CREDITED,
            "夜里有热汤",
            story("CANTEEN"),
            "焊接实训楼迎来首批学员",
            story("SCHOOL"),
        )
    )
    assert [a.title for a in found][1] == "夜里有热汤"


def test_a_section_of_two_names_and_spaced_columns_are_banners() -> None:
    text = page(
        "要闻·服务",
        "大桥吊杆三周测完",
        story("BRIDGE"),
        "工 友 论 坛",
        "夜里有热汤了",
        story("CANTEEN"),
    )
    found = read(text)
    assert [a.title for a in found] == ["大桥吊杆三周测完", "夜里有热汤了"]
    banners = [a for a in articles_of(Document("page.txt", text)) if a.kind is Kind.BANNER]
    assert sorted(bare(a.text) for a in banners) == ["工友论坛", "要闻·服务"]


def test_a_headline_that_names_a_forum_is_no_section() -> None:
    assert not is_section("我省举办首届产业工人论坛")
    assert not is_section("要闻·大桥吊杆测完")


def test_a_figure_set_large_and_a_name_are_no_headline() -> None:
    found = read(
        page(
            "大桥吊杆三周测完",
            story("BRIDGE"),
            "夜宵账本",
            "68.5%",
            wrap("食堂的账本显示，六成八的夜班工人每周至少吃三次夜宵，馄饨卖得最多。" + CANTEEN),
            "焊接实训楼迎来首批学员",
            story("SCHOOL"),
        )
    )
    assert "68.5%" not in [a.title for a in found]
    assert "夜宵账本" in [a.title for a in found]


@pytest.mark.parametrize("name", ["短 讯", "简讯", "更正"])
def test_the_box_at_the_end_stands_by_itself(name: str) -> None:
    found = read(
        page(
            story("BRIDGE"),
            "大桥吊杆三周测完",
            "夜班食堂凌晨两点关门",
            story("CANTEEN"),
            name,
            wrap(NOTICES),
        )
    )
    assert [a.title for a in found] == ["大桥吊杆三周测完", "夜班食堂凌晨两点关门", name]
    assert holds(found[1], CANTEEN)
    assert bare(found[2].text) == bare(NOTICES)


def test_one_line_between_the_paragraphs_of_an_article_without_headline_is_its_headline() -> None:
    first, second = CANTEEN.split("\n")
    found = read(
        page(
            "大桥吊杆三周测完",
            story("BRIDGE"),
            wrap("本报讯 （记者白露）" + first),
            "夜班食堂凌晨两点关门",
            wrap(second),
            "焊接实训楼迎来首批学员",
            story("SCHOOL"),
        )
    )
    assert [a.title for a in found] == [
        "大桥吊杆三周测完",
        "夜班食堂凌晨两点关门",
        "焊接实训楼迎来首批学员",
    ]
    assert bare(CANTEEN) in bare(found[1].text)


def test_sub_heads_inside_an_article_with_a_headline_stay_sub_heads() -> None:
    first, second = CANTEEN.split("\n")
    found = read(
        page(
            story("BRIDGE"),
            "大桥吊杆三周测完",
            wrap("本报讯 （记者白露）" + first),
            "下了机台有热汤",
            wrap(second),
            "夜班食堂凌晨两点关门",
        )
    )
    assert [a.title for a in found] == ["大桥吊杆三周测完", "夜班食堂凌晨两点关门"]
    assert "下了机台有热汤" in found[1].text


def test_a_headline_with_a_comma_may_fill_the_column() -> None:
    found = read(
        page(
            story("BRIDGE"),
            "大桥吊杆三周测完",
            story("CANTEEN"),
            "夜班食堂几点关门，该听听谁的意见？",
            story("SCHOOL"),
            "焊接实训楼迎来首批学员",
        )
    )
    assert found[1].title == "夜班食堂几点关门，该听听谁的意见？"
    assert holds(found[1], CANTEEN)


def test_two_statements_that_nothing_tells_apart_are_both_the_headline() -> None:
    found = read(after("夜班食堂不再早关门", "馄饨烩面杂粮粥任工人挑选"))
    assert found[1].title == "夜班食堂不再早关门 馄饨烩面杂粮粥任工人挑选"
    assert holds(found[1], CANTEEN)


def test_a_question_leads_up_to_the_headline() -> None:
    found = read(after("夜里两点到哪儿吃一口热乎的？", "细纱车间旁添了取餐柜和馄饨"))
    assert found[1].title == "细纱车间旁添了取餐柜和馄饨"


def test_a_headline_over_two_lines_is_not_divided_between_two_articles() -> None:
    found = read(
        page(
            story("BRIDGE"),
            "大桥吊杆三周测完",
            story("CANTEEN"),
            "夜班食堂",
            "开课教煮粥",
            story("SCHOOL"),
        )
    )
    assert [a.title for a in found] == [
        "大桥吊杆三周测完",
        "夜班食堂 开课教煮粥",
        "",
    ]
