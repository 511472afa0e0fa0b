"""Items are counted by their form, and found where they are spread over an article."""

from __future__ import annotations

import pytest

from qa.enumeration import heading, marked, whole
from qa.frames import MOST, spread
from qa.items import most
from qa.listing import Listed, listed_in, weight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("灯会摆出鱼灯、龙灯、走马灯等花灯。", 3),
        ("灯会摆出鱼灯、龙灯和走马灯。", 3),
        ("剧团开了“春班”“夏班”“秋班”“冬班”四个班。", 4),
        ("书架上有《渡口》《灯塔》和《归帆》。", 3),
        ("抓好看台修缮工作，抓好灯具更换工作，抓好票务清理工作。", 3),
        ("会长管看台，会计管票务，会员管灯具。", 3),
        ("规定看台归东村；票务归西村，由会计收；灯具归镇上。", 3),
        ("甲队获得银杯奖章一枚，乙队获得银杯奖章两枚。", 2),
        ("一是修看台。二是换灯。三是清票务。", 3),
        ("（一）修看台；（二）换灯", 2),
        ("● 修看台\n● 换灯\n● 清票务", 3),
        ("We sell clean lamps, old clocks and used books.", 3),
        ("Clocks and lamps are sold.", 2),
        ("Firstly, mend it. Secondly, sell it.", 2),
        # No enumeration.
        ("灯会昨天开幕。", 1),
        ("昨天，镇上来了五百人，灯杆高三十米。", 1),
        ("The fair took 1,000 guests, more than ever.", 1),
        ("他说“甲、乙”是一家店。", 1),
        ("The mayor, who sells lamps, and her son came.", 2),
    ],
)
def test_items_are_counted_by_their_form(text: str, expected: int) -> None:
    assert most(text) == expected


def test_clauses_of_any_form_count_behind_a_lead_that_names_their_number() -> None:
    text = "“三件小事”包括修好看台，换掉旧灯，把票务清理干净。"
    assert most(text, wanted=3) == 3
    assert most(text, wanted=4) == 1
    assert most("“三件小事”包括修好，换掉，把多年没有人管过的票务清理干净。", wanted=3) == 1


def test_an_enumeration_of_enumerations_does_not_set_one_of_them_out() -> None:
    text = "灯会办得好，靠“四问”、“五查”、“六访”和“七评”。"
    assert most(text, wanted=4) == 4
    assert most(text, wanted=4, term="四问") == 1
    assert most("问来路、问去处、问用途、问花费的“四问”。", wanted=4, term="四问") == 4


def test_marks() -> None:
    assert marked("二是换灯。三是清票务。") == 2
    assert marked("灯会开幕。") == 1
    assert heading("二、换灯") == heading(" 二、换灯")
    assert heading("二、换灯") != heading("三、换灯")
    assert heading("换灯") is None


ITEMS = "一是修看台。二是换灯。三是清票务。"


@pytest.mark.parametrize(
    ("lead", "announced"),
    [
        ("会上作出三处修改。", True),
        ("会上定了3项规矩。", True),
        ("来了两位镇长，定了三条规矩。", True),
        # Not as many as follow; no number of things at all.
        ("会上作出四处修改。", False),
        ("会上作出两处修改。", False),
        ("会上作出修改。", False),
        ("第三项规矩改了。", False),
        ("来了十三个人。", False),
        ("会开了3个月。", False),
        ("今天来了23位客人。", False),
    ],
)
def test_a_sentence_that_names_as_many_things_as_follow_announces_them(
    lead: str, announced: bool
) -> None:
    text = f"{lead}{ITEMS}散会。"
    start, end = whole(text, 0, len(lead))
    assert text[start:end] == (lead + ITEMS if announced else lead)


def test_an_announced_enumeration_may_be_interrupted_and_ends_with_its_last_item() -> None:
    lead = "会上作出三处修改。"
    text = f"{lead}\n一、修看台\n看台旧了。\n二、换灯\n灯少了。\n三、清票务\n票务很乱。"
    start, end = whole(text, 0, len(lead))
    assert (start, text[:end].splitlines()[-1]) == (0, "三、清票务")


def test_what_is_announced_elsewhere_does_not_follow() -> None:
    text = f"会上作出三处修改。会后下雪。{ITEMS}"
    assert whole(text, 0, 9) == (0, 9)
    assert whole("会上作出三处修改。", 0, 9) == (0, 9)


FRAMED = (
    "镇上靠“三个支点”办灯会。今年来的人多。\n"
    "以老匠人为支点，办活灯会手艺。匠人有九位。去年收徒三名，都是本镇的。\n"
    "以旧戏台为支点，办活灯会手艺。戏台高三丈。\n"
    "以小商铺为支点，办活灯会手艺。商铺有二十家。"
)
OWN = ["老匠人", "旧戏台", "小商铺"]


def own(text: str, at: str, wanted: int = 0, noun: str = "") -> list[str]:
    start = text.index(at)
    return [text[slice(*one.own)] for one in spread(text, start, start + len(at), wanted, noun)]


def test_sentences_of_one_frame_are_one_enumeration() -> None:
    assert own(FRAMED, "旧戏台") == OWN
    assert own(FRAMED, "旧戏台", wanted=3) == OWN
    items = spread(FRAMED, FRAMED.index("旧戏台"), FRAMED.index("旧戏台") + 3)
    assert FRAMED[items[1].start : items[1].end] == "以旧戏台为支点，办活灯会手艺。"
    assert own(FRAMED, "旧戏台", wanted=4) == [], "not as many as are named"
    assert own(FRAMED, "商铺有二十家") == []


def test_the_sentence_that_only_names_an_enumeration_leads_to_it() -> None:
    assert own(FRAMED, "镇上靠", wanted=3, noun="支点") == OWN
    assert own(FRAMED, "镇上靠", wanted=3) == []
    assert own(FRAMED, "今年来的人多", wanted=3, noun="支点") == []


def test_a_frame_may_be_followed_by_other_clauses() -> None:
    text = "以灯为要，去年花了三万。看的人多。以戏为要，演员来了十名。以茶为要，再等一等。"
    assert own(text, "以灯为要", wanted=3, noun="为要") == ["灯", "戏", "茶"]
    assert own(text, "以灯为要", wanted=3) == [], "three characters may be chance"


def test_two_sentences_are_no_enumeration_unless_two_are_asked_for() -> None:
    two = FRAMED[: FRAMED.index("以小商铺")]
    assert own(two, "旧戏台") == []
    assert own(two, "旧戏台", wanted=2) == OWN[:2]


def test_what_is_said_twice_is_one_item_and_a_chronicle_is_none() -> None:
    assert own(FRAMED + "\n以老匠人为支点，办活灯会手艺。", "旧戏台") == OWN
    long = "".join(f"灯会第{n}天有演出，票价不变。" for n in range(MOST + 1))
    assert own(long, "灯会第1天") == []
    assert len(own(long[: long.index("灯会第5天")], "灯会第1天")) == 5


HEADED = (
    "全年要办三件事。\n一、修看台\n看台旧了。木板坏了。栏杆也坏了。台阶也坏了。\n二、换灯\n灯有三种。\n"
    "（一）鱼灯\n鱼灯挂东边。\n（二）龙灯\n龙灯挂西边。\n三、清票务\n票务很乱。"
)


def test_headings_with_paragraphs_in_between_are_one_enumeration() -> None:
    assert own(HEADED, "换灯") == ["修看台", "换灯", "清票务"]
    assert own(HEADED, "全年要办", wanted=3) == ["修看台", "换灯", "清票务"]
    assert own(HEADED, "鱼灯", wanted=2) == ["鱼灯", "龙灯"]
    assert own(HEADED, "全年要办") == []
    assert own(HEADED, "票务很乱", wanted=3) == [], "an enumeration follows its announcement"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("灯会的“四问”有哪些？", Listed(4, "四问", "问")),
        ("“三个支点”是哪三个？", Listed(3, "三个支点", "支点")),
        ("镇上定了哪4项规矩？", Listed(4)),
        ("灯会的三项规矩有哪些？", Listed(3)),
        ("What are the three rules of the fair?", Listed(3)),
        ("Which four villages took part?", Listed(4)),
        ("二十大提出的要求有哪些？", Listed()),
        ("第三项规矩包括哪些？", Listed()),
        ("灯会有哪些规矩？", Listed()),
        ("2022年3月有哪些演出？", Listed()),
        ("这两个月有哪些演出？", Listed()),
        ("下午3点有哪些演出？", Listed()),
        ("燈會的三項規矩有哪些？", Listed(3)),
        ("“两会”有哪些议题？", Listed()),
        ("“四项约定”都有哪几项呢？", Listed(4, "四项约定", "约定")),
        ("为落实“四项约定”采取了哪些措施？", Listed()),
        ("“四项约定”包括哪些内容？", Listed(4, "四项约定", "约定")),
        ("三个村的规矩是哪些规矩？", Listed(3)),
        ("“三八”和“十四五”有哪些？", Listed()),
        ("“三八”有哪些活动？", Listed()),
        ("What are the plans for the two months of the fair?", Listed()),
    ],
)
def test_what_a_question_for_a_list_names(question: str, expected: Listed) -> None:
    assert listed_in(question) == expected


@pytest.mark.parametrize(
    ("listed", "text", "expected"),
    [
        (Listed(3), "摆出鱼灯、龙灯、走马灯。", 1.25),
        (Listed(4), "摆出鱼灯、龙灯、走马灯。", 0.75),
        (Listed(3), "灯会昨天开幕。", 0.6),
        (Listed(), "摆出鱼灯、龙灯。", 1.0),
        (Listed(), "灯会昨天开幕。", 0.85),
        (Listed(3, "三个支点", "支点"), FRAMED, 1.25),
    ],
)
def test_the_weight_of_what_is_set_out(listed: Listed, text: str, expected: float) -> None:
    assert weight(listed, text, 0, text.index("。") + 1) == expected
