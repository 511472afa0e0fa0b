"""Pages as text extraction leaves them: which article begins where, and whose a headline is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.assemble import articles_of
from corpus.types import Document, Kind
from tests.pages_print import (
    BRIDGE,
    CANTEEN,
    COURIER,
    HEAT,
    LEADS,
    SCHOOL,
    holds,
    page,
    read,
    story,
    wrap,
)


def test_headline_after_its_body_with_the_kicker_above() -> None:
    text = page(
        story("BRIDGE"),
        "四百二十根吊杆三周检测完毕——",
        "岚江大桥的“听诊人”",
        story("CANTEEN"),
        "青禾纺织厂食堂延长供餐",
        "夜班工人凌晨也有热饭",
        story("HEAT"),
        "高温津贴不能用绿豆汤代替",
    )
    found = read(text)
    assert [a.title for a in found] == [
        "岚江大桥的“听诊人”",
        "夜班工人凌晨也有热饭",
        "高温津贴不能用绿豆汤代替",
    ]
    assert found[0].text.startswith("四百二十根吊杆三周检测完毕——\n本报讯")
    assert [holds(a, b) for a, b in zip(found, (BRIDGE, CANTEEN, HEAT), strict=True)] == [True] * 3


def test_headline_glued_to_the_next_lead() -> None:
    text = page(
        story("CANTEEN"),
        "夜班食堂为纺织女工“添柴” " + story("BRIDGE")[0],
        story("BRIDGE")[1:],
        "岚江大桥吊杆换上传感器",
    )
    found = read(text)
    assert [a.title for a in found] == ["夜班食堂为纺织女工“添柴”", "岚江大桥吊杆换上传感器"]
    assert holds(found[0], CANTEEN)
    assert found[1].text.startswith("本报讯 （记者高远")


def test_headline_before_its_body() -> None:
    text = page(
        "云杉市焊接实训楼开课",
        story("SCHOOL"),
        "望湖街道建起七处骑手驿站",
        story("COURIER"),
        "临溪工地中午停止露天作业",
        story("HEAT"),
    )
    found = read(text)
    assert [a.title for a in found] == [
        "云杉市焊接实训楼开课",
        "望湖街道建起七处骑手驿站",
        "临溪工地中午停止露天作业",
    ]
    assert [holds(a, b) for a, b in zip(found, (SCHOOL, COURIER, HEAT), strict=True)] == [True] * 3


def test_headline_separated_from_its_body_by_a_caption() -> None:
    caption = wrap(
        "7月20日，龙门镇邮政所的投递员在汛期把药品送到村民手中。今年入汛以来，"
        "邮政所组织了六支小分队，划船投递信件和药品。 本报通讯员 温良 摄",
        38,
    )
    text = page(
        story("CANTEEN"),
        "夜班食堂凌晨两点关门",
        "骑手驿站让快递员歇脚换电",
        caption,
        "汛期里的投递员",
        story("COURIER"),
    )
    found = read(text)
    assert [a.title for a in found] == ["夜班食堂凌晨两点关门", "骑手驿站让快递员歇脚换电"]
    units = articles_of(Document("page.txt", text))
    shots = [a for a in units if a.kind is Kind.CAPTION]
    assert [(a.title, a.byline) for a in shots] == [("汛期里的投递员", "通讯员温良")]
    assert "邮政所组织了六支小分队" in shots[0].text


def test_headline_wrapped_over_lines() -> None:
    text = page(
        "望湖街道“骑手驿站",
        "全天开放”解歇脚难题",
        story("COURIER"),
        "岚江大桥吊杆检测完毕",
        story("BRIDGE"),
    )
    found = read(text)
    assert [a.title for a in found] == [
        "望湖街道“骑手驿站 全天开放”解歇脚难题",
        "岚江大桥吊杆检测完毕",
    ]


def test_headline_inside_its_own_body() -> None:
    set_ = story("BRIDGE")
    cut = next(at for at, line in enumerate(set_) if at > 2 and line[-1] not in "。，、")
    text = page(
        set_[: cut + 1],
        "岚江大桥吊杆有了“体检表”安全过江更放心也更省力",
        set_[cut + 1 :],
        story("CANTEEN"),
        "青禾纺织厂夜宵热腾腾",
    )
    found = read(text)
    assert found[0].title == "岚江大桥吊杆有了“体检表”安全过江更放心也更省力"
    assert holds(found[0], BRIDGE)
    assert found[1].title == "青禾纺织厂夜宵热腾腾"


def test_sub_heads_stay_inside_their_article() -> None:
    first, second = BRIDGE.split("\n")
    text = page(
        wrap(LEADS["BRIDGE"] + first),
        "吊杆不能等",
        wrap(second),
        "岚江大桥维修班三周测完全部吊杆",
        story("SCHOOL"),
        "焊接实训楼开课",
    )
    found = read(text)
    assert [a.title for a in found] == ["岚江大桥维修班三周测完全部吊杆", "焊接实训楼开课"]
    assert "\n吊杆不能等\n" in found[0].text


def test_leads_without_a_marker() -> None:
    text = page(
        "岚江大桥维修班检测四百二十根吊杆",
        wrap("日前，" + BRIDGE, 18),
        "青禾纺织厂食堂凌晨两点才关门",
        wrap("近日，" + CANTEEN, 18),
        "骑手驿站开进望湖街道七处门面",
        wrap("7月3日，记者在街道看到，" + COURIER, 18),
    )
    found = read(text)
    assert [a.title for a in found] == [
        "岚江大桥维修班检测四百二十根吊杆",
        "青禾纺织厂食堂凌晨两点才关门",
        "骑手驿站开进望湖街道七处门面",
    ]


def test_agency_lead_gives_the_date_when_the_year_is_known() -> None:
    text = page("临溪连续九天高温", story("HEAT"), "焊接实训楼开课", story("SCHOOL"))
    known = articles_of(Document("page_2022-07-27.txt", text))
    unknown = articles_of(Document("page.txt", text))
    assert [a.date for a in known if a.kind is Kind.ARTICLE] == ["2022-07-26", "2022-07-27"]
    assert [a.date for a in unknown if a.kind is Kind.ARTICLE] == ["", ""]


@pytest.mark.parametrize(
    ("printed", "stated"),
    [
        (["本报记者 王伟", *wrap(BRIDGE)], "记者王伟"),
        (["本报记 者 王 伟", *wrap(BRIDGE)], "记者王伟"),
        (wrap("本报讯（记 者 苏 南 星）" + BRIDGE), "记者苏南星"),
        (["采写记者：王伟 李敏", *wrap(BRIDGE)], "记者王伟 李敏"),
        (wrap("本报讯（记者王伟通讯员李敏）" + BRIDGE), "记者王伟 通讯员李敏"),
        ([*wrap(BRIDGE), "（记者王伟 李敏）"], "记者王伟 李敏"),
        ([*wrap(BRIDGE + "（桥梁管理处）")], "桥梁管理处"),
        (["□ 岚江大桥工会主席 王伟", *wrap(BRIDGE)], "王伟"),
    ],
)
def test_bylines(printed: list[str], stated: str) -> None:
    text = page("岚江大桥吊杆检测完毕", printed, "焊接实训楼开课", story("SCHOOL"), story("HEAT"))
    found = read(text)
    assert found[0].title == "岚江大桥吊杆检测完毕"
    assert found[0].byline == stated


def test_reading_notes_stay_with_their_article() -> None:
    text = page(
        "骑手驿站开门之后",
        [
            "阅读提示",
            *wrap("七处驿站怎样建起来，骑手用得怎样，谁来付水电费？记者在望湖街道走访了一天。"),
        ],
        ["本报记者 方舟", *wrap(COURIER)],
        "焊接实训楼开课",
        story("SCHOOL"),
    )
    found = read(text)
    assert [a.title for a in found] == ["骑手驿站开门之后", "焊接实训楼开课"]
    assert "谁来付水电费" in found[0].text
    assert found[0].byline == "记者方舟"


def test_furniture_is_set_apart_and_dates_the_page() -> None:
    text = page(
        "2022年7月27日 星期三 第3版",
        "维权",
        story("HEAT"),
        "高温津贴不能用绿豆汤代替",
        story("COURIER"),
        "快递员歇脚难有了着落",
        "责任编辑：温良 版式：石磊",
        "3",
    )
    found = read(text)
    assert [(a.page, a.section) for a in found] == [("3", "维权"), ("3", "维权")]
    assert [a.date for a in found] == ["2022-07-26", "2022-07-27"]
    banners = [a.text for a in articles_of(Document("p", text)) if a.kind is Kind.BANNER]
    assert banners == ["2022年7月27日 星期三 第3版", "维权", "责任编辑：温良 版式：石磊", "3"]


def test_lost_lines_do_not_split_an_article() -> None:
    broken = story("BRIDGE")
    del broken[3], broken[6]
    text = page(broken, "岚江大桥吊杆检测完毕", story("CANTEEN"), "夜班食堂凌晨关门")
    found = read(text)
    assert [a.title for a in found] == ["岚江大桥吊杆检测完毕", "夜班食堂凌晨关门"]


def test_recognised_markdown_page() -> None:
    def block(name: str, width: int = 20) -> list[str]:
        paragraphs = (LEADS[name] + globals()[name]).split("\n")
        return [" ".join(wrap(p, width)) for p in paragraphs]

    text = page(
        "### 食堂延长供餐",
        "# 夜班工人凌晨也有热饭",
        block("CANTEEN"),
        "## 岚江大桥吊杆检测完毕",
        block("BRIDGE"),
        "#### 高温津贴当场补发",
        block("HEAT"),
    )
    found = read(text)
    assert [a.title for a in found] == [
        "夜班工人凌晨也有热饭",
        "岚江大桥吊杆检测完毕",
        "高温津贴当场补发",
    ]
    assert holds(found[1], BRIDGE)
    assert BRIDGE.split("\n")[1] in found[1].text


def test_wrapped_lines_become_paragraphs_again() -> None:
    found = read(page("岚江大桥吊杆检测完毕", story("BRIDGE"), "焊接实训楼开课", story("SCHOOL")))
    assert found[0].text == LEADS["BRIDGE"] + BRIDGE


def test_same_content_has_the_same_id_wherever_it_is_found() -> None:
    text = page("岚江大桥吊杆检测完毕", story("BRIDGE"), "焊接实训楼开课", story("SCHOOL"))
    one, two = read(text, "a.txt"), read("\n\n" + text, "b.txt")
    assert [a.id for a in one] == [a.id for a in two]
    assert len({a.id for a in one}) == 2
    assert all(len(a.id) == 16 for a in one)


def test_same_input_gives_the_same_output_in_every_process() -> None:
    text = page(story("BRIDGE"), "岚江大桥吊杆检测完毕", story("CANTEEN"), "夜班食堂凌晨关门")
    script = (
        "import sys; from corpus.assemble import articles_of; from corpus.types import Document\n"
        "print([(a.id, a.kind, a.origin) for a in articles_of(Document('p', sys.argv[1]))])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script, text],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert articles_of(Document("p", text))[0].id.encode() in printed.pop()


def test_a_readers_name_is_a_byline_and_no_headline() -> None:
    text = page(
        story("BRIDGE"),
        "岚江大桥的“听诊人”",
        "读者 谷雨生",
        wrap(CANTEEN),
        "夜班工人凌晨也有热饭",
        story("HEAT"),
        "高温津贴不能用绿豆汤代替",
    )
    found = read(text)
    assert [a.title for a in found] == [
        "岚江大桥的“听诊人”",
        "夜班工人凌晨也有热饭",
        "高温津贴不能用绿豆汤代替",
    ]
    assert found[1].byline == "读者 谷雨生"


def test_headline_wrapped_after_a_comma() -> None:
    text = page(
        story("BRIDGE"),
        "岚江大桥吊杆换上传感器",
        story("CANTEEN"),
        "夜里饿不饿，",
        "食堂灯说了算",
        story("HEAT"),
        "高温津贴不能用绿豆汤代替",
    )
    found = read(text)
    assert [a.title for a in found] == [
        "岚江大桥吊杆换上传感器",
        "夜里饿不饿， 食堂灯说了算",
        "高温津贴不能用绿豆汤代替",
    ]
    assert holds(found[1], CANTEEN)
