"""Who wrote it: pages in traditional script, names set wide, and what is no author."""

from __future__ import annotations

import pytest

from corpus.lines import split_lines
from corpus.metadata import article_date, byline_of, credit_of
from tests.pages_print import BRIDGE, CANTEEN, SCHOOL, page, read, wrap

PARAGRAPH = "港城碼頭昨天換了新的纜繩。工人們說，再不怕大風了。"


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        (f"本報訊（記者王偉 通訊員陳國華）{PARAGRAPH}", "記者王偉 通訊員陳國華"),
        (f"新華社港城7月26日電（記者夏禾、林溪）{PARAGRAPH}", "記者夏禾 林溪"),
        (f"記者 王偉 通訊員 陳國華\n{PARAGRAPH}", "記者王偉 通訊員陳國華"),
        (f"{PARAGRAPH}（本報記者 王偉）", "記者王偉"),
        (f"本报讯（记者王伟）{PARAGRAPH}", "记者王伟"),
        (f"老  泥\n{PARAGRAPH}\n{PARAGRAPH}", "老泥"),
        (f"袁　野\n{PARAGRAPH}\n{PARAGRAPH}", "袁野"),
        (f"前　言\n{PARAGRAPH}\n{PARAGRAPH}", ""),
        (f"{PARAGRAPH}\n（作者单位：港城职业技能学校）", ""),
        (f"{PARAGRAPH}\n（作者单位 港城职业技能学校）", ""),
        (f"{PARAGRAPH}\n（作者单位港城职业技能学校）", ""),
        (f"{PARAGRAPH}\n（作者系港城职业技能学校教师）", ""),
        (f"{PARAGRAPH}\n（作者：袁野）", "袁野"),
        (f"{PARAGRAPH}（作者 袁野）", "袁野"),
    ],
)
def test_the_byline_of_an_article(text: str, byline: str) -> None:
    assert byline_of(split_lines(text)) == byline


def test_the_credit_of_a_photograph_in_traditional_script() -> None:
    assert credit_of(split_lines("工人在碼頭檢查纜繩。本報記者 王偉 攝")) == "記者王偉"


def test_the_date_of_a_dispatch_in_traditional_script() -> None:
    lines = split_lines(f"新華社港城7月26日電（記者夏禾）{PARAGRAPH}")
    assert article_date(lines, "2022-07-27") == "2022-07-26"


SIMPLIFIED = (
    "岚桥维检测长带着过个传标员么温护线实训练习热饭门时间厂会条单师馄烩点还"
    "设纱车旁码盒说里现据统计浪费减学业投开课备虚拟队习后签订协议马绍编数进"
)
TRADITIONAL = (
    "嵐橋維檢測長帶著過個傳標員麼溫護線實訓練習熱飯門時間廠會條單師餛燴點還"
    "設紗車旁碼盒說裡現據統計浪費減學業投開課備虛擬隊習後簽訂協議馬紹編數進"
)


def test_a_page_in_traditional_script_keeps_its_stories_apart() -> None:
    table = str.maketrans(SIMPLIFIED, TRADITIONAL)
    bridge, canteen, school = (text.translate(table) for text in (BRIDGE, CANTEEN, SCHOOL))
    found = read(
        page(
            "2022年7月27日 星期三 第3版",
            "嵐江大橋吊桿檢測完畢",
            wrap("本報訊（記者高遠 通訊員石磊）" + bridge),
            "夜班工人凌晨也有熱飯",
            wrap("新華社雲杉7月26日電（記者白露）" + canteen),
            "焊接實訓樓開課",
            wrap("本報訊（記者江海）" + school),
        )
    )
    assert [(article.title, article.byline, article.date) for article in found] == [
        ("嵐江大橋吊桿檢測完畢", "記者高遠 通訊員石磊", "2022-07-27"),
        ("夜班工人凌晨也有熱飯", "記者白露", "2022-07-26"),
        ("焊接實訓樓開課", "記者江海", "2022-07-27"),
    ]
