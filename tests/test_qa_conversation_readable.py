"""A rewritten follow-up reads as one question that somebody might have asked, with no scraps."""

from __future__ import annotations

import pytest

from qa.conversation import standalone
from qa.types import Turn

SWAPPED = [
    ("临江大桥的造价是多少？", "三亿元。", "那工期呢？", "临江大桥的工期是多少？"),
    ("公交集团今年招多少名司机？", "九十名。", "女司机呢？", "公交集团今年招多少女司机？"),
    ("市图书馆周一开门吗？", "不开。", "周二呢？", "市图书馆周二开门吗？"),
    ("职工书屋里有多少本书？", "五千本。", "电子书呢？", "职工书屋里有多少本电子书？"),
    ("梁国栋得了第几名？", "第二。", "陈丽呢？", "陈丽得了第几名？"),
    ("劳动竞赛一等奖奖金是多少？", "五千元。", "二等奖呢？", "劳动竞赛二等奖奖金是多少？"),
    (
        "When did the Norwood hospital open?",
        "",
        "And the school?",
        "When did the Norwood school open?",
    ),
    (
        "¿Cuántos hospitales hay en Sevilla?",
        "",
        "¿Y en Cádiz?",
        "¿Cuántos hospitales hay en Cádiz?",
    ),
    ("临江市今年修了几条路？", "修了十二条。", "那安丰县呢？", "安丰县今年修了几条路？"),
    ("清水湾医院有多少张床位？", "", "红岩医院呢？", "红岩医院有多少张床位？"),
    ("南坪小学的午餐费是多少？", "", "那中学呢？", "南坪中学的午餐费是多少？"),
    ("灯会第一天来了多少人？", "三万人。", "第二天呢？", "灯会第二天来了多少人？"),
    ("公交司机的月薪是多少？", "", "那地铁司机呢？", "地铁司机的月薪是多少？"),
    ("2019年的山火烧了多少亩林子？", "", "那2020年呢？", "2020年的山火烧了多少亩林子？"),
    ("谁主持了开幕式？", "", "闭幕式呢？", "谁主持了闭幕式？"),
    ("老城区的停车费一小时多少钱？", "", "新城区呢？", "新城区的停车费一小时多少钱？"),
    ("男职工的体检费是多少？", "", "换成女职工呢？", "女职工的体检费是多少？"),
    ("花蓮的車站哪年重建？", "", "那臺東呢？", "臺東的車站哪年重建？"),
    ("京都には病院がいくつありますか？", "", "では奈良は？", "奈良には病院がいくつありますか？"),
    ("祭りは2021年に何人集めましたか？", "", "2022年は？", "祭りは2022年に何人集めましたか？"),
    ("서울에는 병원이 몇 개 있습니까?", "", "그럼 부산은요?", "부산에는 병원이 몇 개 있습니까?"),
    ("축제는 2021년에 며칠 열렸습니까?", "", "2022년은?", "축제는 2022년에 며칠 열렸습니까?"),
    (
        "How many nurses did Alder Hospital hire in May?",
        "Forty.",
        "And in June?",
        "How many nurses did Alder Hospital hire in June?",
    ),
    (
        "How long is the tram line in Norwood?",
        "",
        "What about Haidong?",
        "How long is the tram line in Haidong?",
    ),
]

PEOPLE = [
    ("老李是谁？", "退休矿工。", "他女儿在哪儿？", "老李女儿在哪儿？"),
    ("哪位医生做的手术？", "蒋文博医生。", "他从哪所大学毕业？", "蒋文博医生从哪所大学毕业？"),
    (
        "陈桂兰和她丈夫开了一家什么店？",
        "面包店。",
        "他们有几个孩子？",
        "陈桂兰和她丈夫有几个孩子？",
    ),
    (
        "县总工会在春节前慰问了多少名环卫工人？",
        "二百名。",
        "他们每人领到了什么？",
        "县总工会在春节前慰问的环卫工人每人领到了什么？",
    ),
    ("梁国栋在比赛中得了第几名？", "第二名。", "他哪年退休？", "梁国栋哪年退休？"),
    ("梁国栋是干什么工作的？", "他是焊工。", "他的徒弟叫什么？", "梁国栋的徒弟叫什么？"),
    (
        "罗秋生是做什么的？",
        "他开校车。",
        "他领奖那天，学校送了些什么？",
        "罗秋生领奖那天，学校送了些什么？",
    ),
    ("梁国栋在2019年得了第几名？", "第二。", "那时他多大？", "那时梁国栋多大？"),
    ("罗秋生是谁？", "他是司机。", "他开几路车？", "罗秋生开几路车？"),
    ("谁救了落水的孩子？", "救人的是护士方敏。", "她在哪里上班？", "护士方敏在哪里上班？"),
    ("新当选的工会主席是谁？", "新主席叫秦玉梅。", "她以前做什么？", "秦玉梅以前做什么？"),
    (
        "在灯会上扎龙的彭德福是什么人？",
        "他是老艺人。",
        "开场前教他点灯的那位师傅多大岁数？",
        "开场前教彭德福点灯的那位师傅多大岁数？",
    ),
    (
        "梁国栋在哪儿学的焊接？",
        "在江南技校，师傅是李伟。",
        "他学了几年？",
        "梁国栋学了几年？",
    ),
    ("工地为什么停工？", "老板欠薪，郑海被抓了。", "他欠了多少？", "郑海欠了多少？"),
    ("獲救的漁民是誰？", "是林阿財。", "他在哪裡養傷？", "林阿財在哪裡養傷？"),
    ("那名获救的司机多大年纪？", "五十岁。", "他叫什么？", "获救的司机叫什么？"),
    (
        "柳河有多少快递员入了会？",
        "三百名。",
        "他们每月交多少会费？",
        "柳河入了会的快递员每月交多少会费？",
    ),
    (
        "Who runs the Alder school?",
        "Mary Stone.",
        "What is her salary?",
        "What is Mary Stone's salary?",
    ),
    (
        "Who opened the fair?",
        "It was opened by Ann Lee.",
        "Where does she live?",
        "Where does Ann Lee live?",
    ),
]

THINGS = [
    ("南坡的新桥有多长？", "三百米。", "它哪年建的？", "南坡的新桥哪年建的？"),
    ("临江大桥的造价是多少？", "三亿元。", "它的设计师是谁？", "临江大桥的设计师是谁？"),
    ("食品节上哪道菜最受欢迎？", "炸藕盒。", "这道菜卖多少钱？", "炸藕盒这道菜卖多少钱？"),
    ("石板桥哪年封的？", "2021年。", "那一年还封了哪座桥？", "2021年还封了哪座桥？"),
    ("工会为骑手建了几个驿站？", "二十个。", "这些驿站在哪里？", "工会为骑手建的驿站在哪里？"),
    (
        "昨天的暴雨淹了哪些街道？",
        "南街。",
        "这些街道住了多少人？",
        "昨天的暴雨淹的街道住了多少人？",
    ),
    ("市总工会和交通局签了什么协议？", "安全协议。", "后者的局长是谁？", "交通局的局长是谁？"),
    ("谁在龙舟赛上夺冠？", "青石村队。", "他们划了多长时间？", "青石村队划了多长时间？"),
    ("学校食堂的菜是谁送的？", "绿源公司。", "该公司有多少员工？", "绿源公司有多少员工？"),
    (
        "消防隊は何人救助しましたか？",
        "",
        "彼らはどこから来ましたか？",
        "消防隊はどこから来ましたか？",
    ),
    (
        "Who won the boat race?",
        "The Alder team won.",
        "Where do they train?",
        "Where do the Alder team train?",
    ),
    (
        "How many miners died in the Ashby explosion?",
        "Eleven.",
        "How old were they?",
        "How old were the miners that died in the Ashby explosion?",
    ),
    ("青溪县总工会办了几场招聘会？", "十场。", "他们投了多少？", "青溪县总工会投了多少？"),
    (
        "临河省2023年首批疗休养在哪儿办的？",
        "在海边。",
        "这一批去了多少人？",
        "临河省2023年首批疗休养去了多少人？",
    ),
    ("乌柏矿业有多少职工？", "八千名。", "其中女工有多少？", "乌柏矿业的职工中女工有多少？"),
    ("誰和騎手簽了協議？", "是飛鷺速送公司。", "這家公司在哪裡？", "飛鷺速送公司在哪裡？"),
    (
        "河湾县总工会给困难职工发了什么？",
        "发了米和油。",
        "他们一共花了多少钱？",
        "河湾县总工会一共花了多少钱？",
    ),
    ("金川煤矿的救护队来了几个人？", "九个。", "他们从哪里来？", "金川煤矿的救护队从哪里来？"),
    (
        "临江的“三灯一巡”治安办法，“巡”是指啥？",
        "夜里巡街。",
        "那里面的“灯”指的是什么？",
        "临江的“三灯一巡”治安办法里面的“灯”指的是什么？",
    ),
    ("石板桥是哪年建的？", "1958年。", "它有多长？", "石板桥有多长？"),
    ("2021年南坡桥花了多少钱？", "", "它什么时候修的？", "南坡桥什么时候修的？"),
    ("2021年南坡桥花了多少钱？", "", "它花了多少水泥？", "2021年南坡桥花了多少水泥？"),
    ("2021年龙舟赛花了多少钱？", "", "它在哪里办的？", "2021年龙舟赛在哪里办的？"),
    ("2021年的山火烧了几天？", "", "它在哪里烧起来的？", "2021年的山火在哪里烧起来的？"),
    ("石板桥是哪年建的？", "1958年。", "这座桥有多长？", "石板桥有多长？"),
    ("哪家医院收治了伤员？", "红岩医院。", "它有多少床位？", "红岩医院有多少床位？"),
    ("今年的灯会在哪里办？", "在滨河公园。", "那儿能停多少车？", "滨河公园能停多少车？"),
    ("今年的灯会在哪里办？", "在滨河公园。", "它花了多少钱？", "今年的灯会花了多少钱？"),
    ("火灾发生在哪儿？", "火灾发生在安丰县。", "那里有多少居民？", "安丰县有多少居民？"),
    ("谁创办了临江图书馆？", "一位教师。", "它有多少藏书？", "临江图书馆有多少藏书？"),
    (
        "红岩医院有多少护士？",
        "四百名。",
        "其中男护士有几个？",
        "红岩医院的护士中男护士有几个？",
    ),
    (
        "南坪小学2023年春季运动会在哪儿开的？",
        "在体育场。",
        "这一次去了多少家长？",
        "南坪小学2023年春季运动会这一次去了多少家长？",
    ),
    (
        "去年被洪水冲垮的水电站什么时候修好？",
        "明年五月。",
        "这个项目要花多少钱？",
        "去年被洪水冲垮的水电站这个项目要花多少钱？",
    ),
    ("誰承建了捷運環線？", "是長虹營造公司。", "這家公司在哪裡？", "長虹營造公司在哪裡？"),
    ("京都の病院はいつ開きましたか？", "", "それはどこですか？", "京都の病院はどこですか？"),
    ("부산 병원은 언제 열렸습니까?", "", "그것은 어디에 있습니까?", "부산 병원은 어디에 있습니까?"),
    (
        "When was the Ashby bridge built?",
        "In 1931.",
        "How long is it?",
        "How long is the Ashby bridge?",
    ),
    (
        "How many people died in the Haidong flood?",
        "Twelve.",
        "When did it happen?",
        "When did the Haidong flood happen?",
    ),
    (
        "How much did the city council spend on buses?",
        "",
        "Did they buy trams?",
        "Did the city council buy trams?",
    ),
    (
        "Where did the lantern festival take place?",
        "It took place in Norwood.",
        "How many people live there?",
        "How many people live in Norwood?",
    ),
]


def asked(question: str, before: str, answer: str) -> str:
    return standalone(question, [Turn(before, answer)])


@pytest.mark.parametrize(("before", "answer", "question", "expected"), SWAPPED)
def test_an_ellipsis_takes_its_place_in_the_question_before(
    before: str, answer: str, question: str, expected: str
) -> None:
    assert asked(question, before, answer) == expected


@pytest.mark.parametrize(("before", "answer", "question", "expected"), PEOPLE)
def test_a_person_is_named_and_nothing_else_is_added(
    before: str, answer: str, question: str, expected: str
) -> None:
    assert asked(question, before, answer) == expected


@pytest.mark.parametrize(("before", "answer", "question", "expected"), THINGS)
def test_what_was_talked_of_takes_the_place_of_the_pronoun(
    before: str, answer: str, question: str, expected: str
) -> None:
    assert asked(question, before, answer) == expected
