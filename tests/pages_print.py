"""Stories for test pages, and a compositor that sets them as a newspaper's text extraction does."""

from __future__ import annotations

from itertools import pairwise

from corpus.assemble import articles_of, spans_of
from corpus.types import Article, Document, Kind

BRIDGE = (
    "岚江大桥维修班上周完成了全桥四百二十根吊杆的检测。班长高树林带着九名工友，每天清晨五点登上桥面，"
    "用三个星期把每根吊杆的索力记录在册。过去靠人工听音判断，如今换成了传感器，一根吊杆只要两分钟。\n"
    "检测中，工友们发现十一根吊杆的防护套老化，当场更换。高树林说，大桥每天有六万辆车经过，维修不能等。"
    "下一步，维修班将给吊杆装上在线监测装置，数据直接传到桥梁中心。"
)
CANTEEN = (
    "为让夜班工人吃上热饭，青禾纺织厂把食堂的关门时间推迟到凌晨两点。厂工会收集了一百三十条菜单意见，"
    "请来两位面点师傅，新添馄饨、烩面和杂粮粥，每份不超过八元。\n"
    "食堂还在细纱车间旁设了一个取餐柜，工人扫码就能取走保温餐盒。纺织女工罗秀芹说，以前夜里只能泡面，"
    "现在下了机台就有热汤。据统计，夜宵每天售出四百余份，浪费反而少了两成。"
)
SCHOOL = (
    "云杉市职业技能学校的焊接实训楼投入使用，首批二百四十名学员开课。实训楼配有虚拟焊接设备六十台，"
    "学员先在屏幕前练手法，合格后再上工位，焊条消耗因此下降一半。\n"
    "学校与船厂签订了订单培养协议，学员毕业后可直接进入船厂焊接班组。教师马文涛介绍，课程按船厂的工艺编排，"
    "每周两天由船厂的高级技师授课，考核也由双方共同组织。"
)
HEAT = (
    "入夏以来，临溪县连续九天气温超过三十七摄氏度。县总工会要求工地调整作息，中午十一点到下午四点停止露天作业，"
    "并为一千八百名建筑工人送去了防暑药品和饮水。\n"
    "劳动监察员抽查了三十二个工地，对五个没有发放高温津贴的工地下达了整改通知。监察员说，高温津贴是工资的一部分，"
    "不能用绿豆汤代替。工地负责人当场补发了津贴。"
)
COURIER = (
    "快递员歇脚难、充电难的问题，在望湖街道有了着落。街道把七处闲置门面改成骑手驿站，"
    "里面有饮水机、微波炉、换电柜和急救箱，全天开放，骑手凭工牌就能进门。\n"
    "骑手丁大勇每天送一百二十单，他说换一块电池只要半分钟，比过去省下一小时。"
    "驿站里还贴着法律服务热线，上月有十四名骑手在这里咨询了交通事故赔付。"
)
LEADS = {
    "BRIDGE": "本报讯 （记者高远 通讯员石磊）",
    "CANTEEN": "本报讯 （记者白露）",
    "SCHOOL": "本报讯（记者江海 通讯员叶青）",
    "HEAT": "新华社临溪7月26日电（记者夏禾、林溪）",
    "COURIER": "本报讯 （记者方舟）",
}


def wrap(text: str, width: int = 20) -> list[str]:
    """Paragraphs broken at a measure; the indent of two is lost, as in extracted text."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = "", width - 2
        for char in paragraph:
            if len(line) >= room and char not in "，。、；：！？”）》":
                lines.append(line)
                line, room = "", width
            line += char
        lines.append(line)
    return lines


def page(*parts: str | list[str], gap: str = "\n\n") -> str:
    """A page of headlines (strings) and set articles (lists of lines)."""
    lines = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return gap.join(lines) + "\n"


def story(name: str, width: int = 20) -> list[str]:
    """One of the stories above with its lead, set."""
    return wrap(LEADS[name] + globals()[name], width)


def read(text: str, source: str = "page.txt") -> list[Article]:
    """The articles and continuations of a page, after every character was accounted for."""
    document = Document(source, text)
    check(document)
    return [a for a in articles_of(document) if a.kind in (Kind.ARTICLE, Kind.CONTINUATION)]


def check(document: Document) -> None:
    """Every character of print in exactly one unit, and every run as printed."""
    spans = sorted(span for _, found in spans_of(document) for span in found)
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    covered = "".join(document.text[low:high] for low, high in spans)
    assert "".join(covered.split()) == "".join(document.text.split())
    for article in articles_of(document):
        for run in article.origin:
            print_ = document.text[run.source_start : run.source_start + run.length]
            assert article.text[run.start : run.start + run.length] == print_


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def holds(article: Article, body: str) -> bool:
    """Whether an article's text ends with the whole of a story."""
    return bare(article.text).endswith(bare(body))
