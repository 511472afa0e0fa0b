"""Articles in parts, columns read across, magazine issues, and plain texts left as they are."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from corpus.assemble import articles_of, is_page, stitch
from corpus.types import Article, Document, Kind
from tests.pages_print import (
    BRIDGE,
    CANTEEN,
    COURIER,
    HEAT,
    LEADS,
    SCHOOL,
    bare,
    check,
    holds,
    page,
    read,
    story,
    wrap,
)

FRONT_HALF, BACK_HALF = (
    LEADS["BRIDGE"] + BRIDGE.split("传感器，")[0] + "传感器，",
    BRIDGE.split("传感器，")[1]
    + "\n"
    + "维修班的吊杆台账也交给了桥梁中心，高树林说，索力变化从此一目了然。",
)
WHOLE = FRONT_HALF + BACK_HALF


def batch(front: str, back: str) -> list[Article]:
    documents = (Document("2022-07-27_01.txt", front), Document("2022-07-27_04.txt", back))
    found: list[Article] = []
    for document in documents:
        check(document)
        found += articles_of(document)
    return [a for a in stitch(found) if a.kind in (Kind.ARTICLE, Kind.CONTINUATION)]


FRONT = page(
    "第1版",
    "岚江大桥的“听诊人”",
    [*wrap(FRONT_HALF), "（下转第4版）"],
    "青禾纺织厂夜班食堂延长供餐",
    story("CANTEEN"),
)


def back_page(*continuation: str | list[str]) -> str:
    return page(
        "第4版",
        *continuation,
        "焊接实训楼开课",
        story("SCHOOL"),
        "骑手驿站全天开放",
        story("COURIER"),
    )


def test_continuation_with_a_headline_is_stitched() -> None:
    found = batch(FRONT, back_page("岚江大桥的“听诊人”", ["（上接第1版）", *wrap(BACK_HALF)]))
    assert [a.title for a in found] == [
        "岚江大桥的“听诊人”",
        "青禾纺织厂夜班食堂延长供餐",
        "焊接实训楼开课",
        "骑手驿站全天开放",
    ]
    assert found[0].text == WHOLE
    assert {(run.source, run.page) for run in found[0].origin} == {
        ("2022-07-27_01.txt", "1"),
        ("2022-07-27_04.txt", "4"),
    }


def test_continuation_without_a_headline_is_stitched() -> None:
    found = batch(FRONT, back_page(wrap("（上接第1版）" + BACK_HALF)))
    assert found[0].text == WHOLE
    assert len(found) == 4


def test_unmarked_continuation_is_stitched_on_strong_evidence() -> None:
    found = batch(FRONT, back_page("岚江大桥的“听诊人”", wrap(BACK_HALF)))
    assert found[0].text == WHOLE
    assert len(found) == 4


def test_continuation_whose_head_is_not_there_stays_one() -> None:
    other = page("第1版", "高温津贴当场补发", story("HEAT"), "夜班食堂延长供餐", story("CANTEEN"))
    found = batch(other, back_page("岚江大桥的“听诊人”", ["（上接第1版）", *wrap(BACK_HALF)]))
    parts = [a for a in found if a.kind is Kind.CONTINUATION]
    assert [(a.title, bare(a.text)) for a in parts] == [
        ("岚江大桥的“听诊人”", "（上接第1版）" + bare(BACK_HALF))
    ]
    assert len(found) == 5


def test_a_continuation_from_another_page_is_not_stitched() -> None:
    found = batch(FRONT, back_page("岚江大桥的“听诊人”", ["（上接第2版）", *wrap(BACK_HALF)]))
    assert found[0].text.endswith("（下转第4版）")


def test_columns_read_across_are_set_one_below_the_other() -> None:
    left, right = story("CANTEEN"), story("COURIER")
    across = [line for two in zip_longest(left, right) for line in two if line]
    found = read(page("岚江大桥吊杆检测完毕", story("BRIDGE"), across))
    assert [holds(a, b) for a, b in zip(found, (BRIDGE, CANTEEN, COURIER), strict=True)] == [
        True
    ] * 3


ISSUE = page(
    "目录",
    "2022年第7期",
    "主编\t高远",
    "安全一线",
    "岚江大桥的“听诊人”\t3",
    "高温津贴不能用绿豆汤代替\t5",
    "暖心驿站",
    "夜班工人凌晨也有热饭——青禾纺织厂食堂见闻 / 白露\t8",
    "骑手驿站全天开放\t11",
    "技能课堂",
    "焊接实训楼开课\t14",
    "内部资料 免费交流",
    "\n\n岚江大桥的“听诊人”",
    BRIDGE.replace("\n", "\n\n") + "（来源：岚江日报）",
    "高温津贴不能用绿豆汤代替",
    HEAT.replace("\n", "\n\n") + "（劳动保护部）",
    "高温津贴不能用绿豆汤代替",
    "暖心驿站",
    "夜班工人凌晨也有热饭",
    "——青禾纺织厂食堂见闻",
    CANTEEN[:80] + "\n\n5\n\n" + CANTEEN[80:].replace("\n", "\n\n"),
    "骑手驿站全天开放",
    COURIER.replace("\n", "\n\n"),
    "一、开门之后",
    "驿站开门三个月，来过的骑手超过六千人次。",
    "焊接实训楼开课",
    SCHOOL.replace("\n", "\n\n"),
)


def test_magazine_issue_follows_its_contents() -> None:
    found = read(ISSUE)
    assert [(a.title, a.byline, a.section) for a in found] == [
        ("岚江大桥的“听诊人”", "", "安全一线"),
        ("高温津贴不能用绿豆汤代替", "劳动保护部", "安全一线"),
        ("夜班工人凌晨也有热饭", "白露", "暖心驿站"),
        ("骑手驿站全天开放", "", "暖心驿站"),
        ("焊接实训楼开课", "", "技能课堂"),
    ]
    assert found[0].text == BRIDGE + "（来源：岚江日报）"
    assert found[2].text == "——青禾纺织厂食堂见闻\n" + CANTEEN
    assert found[3].text.endswith("\n一、开门之后\n驿站开门三个月，来过的骑手超过六千人次。")


def test_magazine_issue_sets_contents_banner_and_repeated_headline_apart() -> None:
    units = [(a.kind, bare(a.text)) for a in articles_of(Document("issue.txt", ISSUE))]
    contents = [text for kind, text in units if kind is Kind.CONTENTS]
    assert len(contents) == 1
    assert contents[0].startswith("目录2022年第7期")
    assert contents[0].endswith("焊接实训楼开课14")
    banners = [text for kind, text in units if kind is Kind.BANNER]
    assert banners == ["内部资料免费交流", "高温津贴不能用绿豆汤代替", "暖心驿站", "5"]


def test_the_reader_says_what_it_faces() -> None:
    assert is_page(Document("a", ISSUE)).reason == "a contents page lists 5 headlines"
    leads = is_page(Document("a", FRONT + FRONT))
    assert (leads.page, leads.reason) == (True, "4 lines open with a newspaper's lead")
    column = is_page(Document("a", page(wrap(BRIDGE + CANTEEN + SCHOOL))))
    assert column.page
    assert column.reason.endswith("of its lines are broken at some 20 characters")
    assert not is_page(Document("a", FRONT + FRONT, plain=True)).page
    essay = is_page(Document("a", f"{BRIDGE}\n\n{CANTEEN}\n\n{SCHOOL}".replace("\n", "\n\n")))
    assert (essay.page, essay.reason) == (False, "it has 6 lines only")


def only(text: str, **fields: str) -> Article:
    document = Document("plain.md", text, **fields)  # type: ignore[arg-type]
    check(document)
    (article,) = [a for a in articles_of(document) if a.kind is not Kind.JUNK]
    return article


def test_plain_article_with_a_heading() -> None:
    article = only(f"# 岚江大桥的听诊人\n\n{BRIDGE}\n")
    assert (article.title, article.text) == ("岚江大桥的听诊人", BRIDGE)


def test_plain_article_whose_container_states_its_fields() -> None:
    article = only(BRIDGE, title="听诊人", byline="高远", date="2022-07-27", section="人物")
    assert (article.title, article.byline, article.date) == ("听诊人", "高远", "2022-07-27")
    assert (article.section, article.text) == ("人物", BRIDGE)


def test_english_paragraphs_stay_and_wrapped_lines_are_joined() -> None:
    article = only(
        "Night shift gets a kitchen\n\n"
        "The mill on the river keeps its staff can-\nteen open until two, and the night workers\n"
        "who used to eat their noodles cold at the\nlooms now sit down to a hot meal.\n\n"
        "Nobody in the spinning hall wants the old\nhours back, says the woman who runs the\n"
        "counter there."
    )
    assert article.title == "Night shift gets a kitchen"
    assert article.text == (
        "The mill on the river keeps its staff canteen open until two, and the night workers "
        "who used to eat their noodles cold at the looms now sit down to a hot meal.\n"
        "Nobody in the spinning hall wants the old hours back, says the woman who runs the "
        "counter there."
    )


def test_japanese_and_spanish_texts_stay_as_they_are() -> None:
    japanese = (
        "橋を守る班長は毎朝五時に出勤する。\n\n点検は三週間続いた。"
        "\n\n「橋は待ってくれない」と彼は言う。"
    )
    spanish = "El comedor cierra a las dos.\n\n- sopa\n- pan\n\n¿Quién paga? La fábrica."
    assert only(japanese).text == japanese.replace("\n\n", "\n")
    assert only(spanish).text == spanish.replace("\n\n", "\n")


def test_markdown_items_and_headings_stay_on_lines_of_their_own() -> None:
    text = "# 安全须知\n\n## 上桥之前\n\n- 系好安全带\n- 检查工具\n\n## 下桥之后\n\n清点人数。"
    article = only(text)
    assert article.title == "安全须知"
    assert article.text == "## 上桥之前\n- 系好安全带\n- 检查工具\n## 下桥之后\n清点人数。"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "报", "a", "\x00\x01\x02", "）" * 50, "# \n## ", "“" * 300, "\ufeff报\ud800"],
)
def test_any_text_is_accounted_for(text: str) -> None:
    check(Document("odd.txt", text))


def test_one_line_of_five_million_characters_is_read() -> None:
    text = "岚江大桥维修班（记者王伟）上周完成了检测" * 250_000
    document = Document("line.txt", text)
    assert [len(a.text) for a in articles_of(document)] == [5_000_000]
