"""Where an article begins: leads of any house, names on both sides, lists, columns read across."""

from __future__ import annotations

import time

import pytest

from corpus.assemble import articles_of, is_page
from corpus.lines import BYLINE, LEAD, has_words, split_lines
from corpus.types import READABLE, Document
from tests.pages_print import COURIER, page, story, wrap

TITLES = ("铜陂造船厂添置龙门吊", "柳溪小学换上新课桌")
FERRY = (
    "老轮机长段沛云登船那天没有回头。轮渡公司的人都记得，他在机舱里站了半个钟头，把每一根油管摸了一遍。\n"
    "后来公司给他留了一间小屋，窗子正对着码头。来请教的年轻人不断，小屋里的灯常常亮到后半夜。\n"
)
NIGHT = (
    "段沛云教人只有一句话，先听后拆。年轻的机匠起初不信，拆开三台泵才明白师傅早把毛病听出来了。\n"
    "去年冬天江面起雾，船在江心熄火，段沛云在电话里听了一阵响动，就说是滤芯堵了，果然不错。\n"
)


def titles(text: str) -> list[str]:
    return [a.title for a in articles_of(Document("p", text)) if a.kind in READABLE]


@pytest.mark.parametrize(
    "text",
    [
        "本报讯 （记者段沛云）昨天",
        "柳溪晚报讯（记者段沛云）昨天",
        "东江通讯社柳溪7月26日电 昨天",
        "新华社柳溪7月26日电（记者段沛云）昨天",
        "据新华社柳溪7月26日电记者从会上获悉",
        "新華社柳溪7月26日電（記者段沛雲）昨天",
        "本報訊 （記者段沛雲）昨天",
        "（上接第1版）他说",
    ],
)
def test_leads_of_any_house(text: str) -> None:
    assert split_lines(text)[0].lead


@pytest.mark.parametrize(
    "text",
    [
        "新华社7月26日电力公司派人到场",
        "柳溪电网7月26日电量再创新高",
        "本报7月26日电话采访了他",
        "通讯员说，昨天的会开得很长",
        "他从报社讯问处出来",
    ],
)
def test_what_is_no_lead(text: str) -> None:
    assert not split_lines(text)[0].lead


def test_a_byline_in_traditional_script() -> None:
    line = split_lines("本報記者 段沛雲")[0]
    assert (line.byline, line.text) == (True, "本報記者 段沛雲")


@pytest.mark.parametrize(
    "text", ["本报" * 29 + "。", "新华社" * 19 + "1", "记者" * 29 + "1", "本报记者 " * 12 + "1"]
)
def test_a_byline_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    assert not BYLINE.fullmatch(text)
    assert not LEAD.match(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "words"),
    [("Привет", True), ("ひらがな", True), ("한국어", True), ("٣", True), ("— 。 _", False)],
)
def test_words_of_any_script(text: str, words: bool) -> None:
    assert has_words(text) is words


ADDRESSES = "\n".join(f"柳溪市北塘区铜陂路第{n}号院王姓人家" for n in "一二三四五六七八九十百千万")
GOODS = "\n".join(
    f"{a}{b}型手动液压搬运车配件一套"
    for a, b in zip("甲乙丙丁戊己庚辛壬癸子丑", "东西南北" * 3, strict=True)
)


@pytest.mark.parametrize("text", [ADDRESSES, GOODS])
def test_the_items_of_a_list_stay_lines(text: str) -> None:
    document = Document("p", text)
    assert is_page(document).reason == "its lines are the items of a list"
    assert [a.text for a in articles_of(document)] == [text]


def test_a_cutting_with_one_lead_is_a_page() -> None:
    cutting = page("柳溪换上新课桌", wrap("本报讯 （记者段沛云）" + FERRY))
    verdict = is_page(Document("p", cutting))
    assert (verdict.page, titles(cutting)) == (True, ["柳溪换上新课桌"])
    whole = "柳溪换上新课桌\n本报讯 昨天换完了。\n孩子们很高兴。"
    assert is_page(Document("p", whole)).reason == "it has 3 lines only"


def test_a_cutting_that_goes_on_is_a_page() -> None:
    assert (
        is_page(Document("p", "（上接第1版）他说完了。")).reason == "it goes on from another page"
    )
    assert is_page(Document("p", "他说完了。")).reason == "it has one line only"


@pytest.mark.parametrize(("name", "apart"), [("段沛云", False), ("丁大勇", True)])
def test_a_name_on_both_sides_of_a_line_is_one_story(name: str, apart: bool) -> None:
    text = page(
        TITLES[0],
        story("BRIDGE"),
        "江上灯火一盏",
        "本报记者 阮听涛",
        wrap(FERRY.replace("公司给他", "公司给段沛云")),
        "换一块电池只要半分钟的地方",
        wrap(COURIER.replace("丁大勇", name)),
        TITLES[1],
        story("HEAT"),
    )
    assert ("换一块电池只要半分钟的地方" in titles(text)) is apart
    assert len(titles(text)) == 3 + apart


def test_a_correction_is_an_article() -> None:
    text = page(
        TITLES[0],
        story("BRIDGE"),
        "更正",
        wrap("本报昨日第三版《江上灯火》一文中，“段佩云”应为“段沛云”，特此更正，并向读者致歉。\n"),
        TITLES[1],
        story("HEAT"),
    )
    assert titles(text) == [TITLES[0], "更正", TITLES[1]]


def test_a_name_glued_to_the_headline_above_is_the_next_author() -> None:
    text = page(
        story("BRIDGE"),
        f"{TITLES[0]} 王沛云",
        wrap(FERRY),
        "江上灯火一盏",
        story("HEAT"),
        TITLES[1],
    )
    found = [a for a in articles_of(Document("p", text)) if a.kind in READABLE]
    assert TITLES[0] in [a.title for a in found]
    assert not any("王沛云" in a.title for a in found)


def test_a_lead_beside_a_byline_is_two_columns() -> None:
    left = wrap("本报讯 （记者段沛云）" + FERRY.strip().replace("段沛云", "老段"))
    right = ["本报通讯员 阮听涛", *wrap(NIGHT.strip().replace("段沛云", "校长"))]
    size = min(len(left), len(right))
    across = [line for pair in zip(left[:size], right[:size], strict=True) for line in pair]
    text = page(story("BRIDGE"), "\n".join(across + left[size:] + right[size:]), story("HEAT"))
    texts = [a.text for a in articles_of(Document("p", text)) if a.kind in READABLE]
    assert any("他在机舱里站了半个钟头，把每一根油管摸了一遍" in one for one in texts)
    assert any("年轻的机匠起初不信，拆开三台泵才明白" in one for one in texts)
