"""What kind of answer a question asks for, and whether a span can be such an answer.

By the question words of Chinese, English and, as far as they are plain, Japanese, Spanish, French,
German and Russian. Lenient: what is not surely of the wrong kind may answer. Knows nothing of
where the span was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from qa import contacts
from qa.measures import COUNTERS, MONEY, counted_otherwise
from qa.mentions import plain
from qa.times import MONTHS


class Kind(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    """Money."""
    PERCENT = "percent"
    DURATION = "duration"
    """A length of time, an age."""
    LIST = "list"
    SUMMARY = "summary"
    WHICH = "which"
    """One of a kind, a name."""
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    COMPARE = "compare"
    EMAIL = "email"
    PHONE = "phone"
    SITE = "site"
    """A web address."""
    WHAT = "what"


CONTACTS: dict[Kind, Callable[[str], list[tuple[int, int]]]] = {
    Kind.EMAIL: contacts.emails,
    Kind.PHONE: contacts.phones,
    Kind.SITE: contacts.sites,
}
"""The kinds that only an address of some form can answer, and what finds such addresses."""
NUMERIC = frozenset({Kind.HOW_MANY, Kind.HOW_MUCH, Kind.PERCENT, Kind.DURATION})

_MONEY_WORDS = (
    "钱|经费|资金|金额|费用|工资|薪酬|奖金|收入|利润|营收|投资|票房|产值|造价|价格|售价|票价"
    "|预算|补贴|补助|津贴|捐款|贷款|罚款|赔偿|损失"
)
_SPENT = "赚|花|投|掏|捐|赔|拨|补|退|亏|卖|缴|欠|付|给"
_COUNTERS = COUNTERS + "平秒分"
_KANA = re.compile(r"[ぁ-んァ-ン]")
_JAPANESE = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.DURATION, "何[歳岁]|何年[間间]|何[時时][間间]|何日[間间]|何か月"),
        (Kind.WHEN, "何[年月日]"),
        (Kind.HOW_MANY, "何[人個个本台回枚名社校匹頭头分件]"),
    )
)
_PLEASE = "(?:请|麻烦|[能可]否|能不能|可以)?[你您]?(?:[帮给]我|试)?"
_WORDS = "(?:谁|哪|多少|多久|何时|什么时|几[个点年月日天])"
"""Question words that say what is asked, whatever it begins with: 说说是谁办的."""
_RULES: tuple[tuple[Kind, str], ...] = (
    (Kind.EMAIL, contacts.EMAIL_ASKED),
    (Kind.PHONE, contacts.PHONE_ASKED),
    (Kind.SITE, contacts.SITE_ASKED),
    (
        Kind.SUMMARY,
        rf"(?:^|[，,。：:]\s*){_PLEASE}(?:用[^，。]{{1,6}})?(?:简要|简单|全面)?地?"
        r"(?:总结|概括|概述|归纳|综述|梳理|简述|描述)(?![了出是的中里]|大?会|报告|表彰|[^，。]*是谁)"
        rf"|^{_PLEASE}(?:简要|简单)?地?(?:介绍|说说|谈谈|讲讲)(?:一下)?(?!会|信|费|[^，。]*{_WORDS})"
        r"|\b(?:summari[sz]e|give an overview)\b|(?:^|please |\byou )(?:outline|describe) the\b"
        r"|^\W*resum[ea]\b|\bresumir\b|^\W*résume\b|\brésume[zr]\b|\bzusammenfassen\b",
    ),
    (
        Kind.LIST,
        # 有几个板块，各叫什么: the names tell how many there are, too.
        r"(?:各|分别)(?:都|又)?(?:叫|是|为|有)?(?:做|作)?(?:什么(?!时|地|原因)|啥|哪些|哪几|谁)",
    ),
    (
        Kind.COMPARE,
        r"(?:哪[个家边种座者项里位年届]?|谁"
        r"|哪一[个家边种座者项年届])(?:的?[^，？?]{0,8})"
        r"(?:更[多少高低大小早晚快慢长短贵远近]|(?:[多少高低大小早晚快慢长短贵远近]|便宜"
        r"|在前|在后)(?:一些|一点)?(?=[？?。，]|$))"
        r"|有(?:什么|何|哪些)(?:区别|不同|差别|异同)|\bcompare\b|\bdifferences? between"
        r"|\bwhich (?:of|one)\b.*\b\w+er\b",
    ),
    (
        Kind.PERCENT,
        r"百分之[几多]|几成|比[例重率][^，]{0,6}(?:多少|几|多[大高])|占比"
        r"|(?:(?<![频功效速税利汇])|(?<=成功))率[^，。]{0,8}(?:多少|几|多[高大])"
        r"|^[^哪什谁何怎]*率[？?]?$"
        r"|(?:增长|增速|增加|下降|降低|上升|提高|涨|跌)了?(?:多少|几)[？?]?$"
        r"|percent|per cent|what share|proportion|por ?ciento|porcentaje|pourcentage"
        r"|prozent|процент|パーセント|何割",
    ),
    (
        Kind.DURATION,
        r"几岁|多[大少]?岁|多大(?:年纪|岁数|年龄)|年[纪龄](?:多大|是?多少|几)|多久"
        r"|多长时间|多少(?:年|个?小时|分钟|天|个?月)|花了几[年天]|(?<![哪第])几(?:天|个月|个?小时"
        r"|分钟|周|年)(?!级|代|[^，。]*(?:举|成|创|建|出|开始))"
        r"|how old|(?:at|of) what age|how long|qué edad"
        r"|cuántos años|cuánto tiempo|quel âge|combien de temps"
        r"|wie alt|wie lange|сколько лет|как долго",
    ),
    (
        Kind.HOW_MUCH,
        rf"(?:多少|几|几多)(?:万|亿|千|百)?(?:元|块钱|钱|美元|欧元|英镑|日元|港元|卢布"
        rf"|法郎)|(?:{_MONEY_WORDS})[^，。？?几]{{0,10}}(?:多少|几多)(?![{_COUNTERS}])"
        rf"|(?:{_SPENT})了?多少[？?]?$|多少(?:{_MONEY_WORDS})"
        r"|how much (?:money|does|did|do|was|were|is|are|will|would|has|have)"
        r"|how many (?:dollars|euros|yuan|pounds)|what (?:price|sum)|cost\b"
        r"|what (?:is|was) the (?:[\w-]+ ){0,4}(?:allowance|price|fee|fine|wage|salary|bonus"
        r"|subsidy)(?=\W*$| (?:of|for|in|at|on|per|paid|under)\b)"
        r"|cuánto (?:dinero|cuesta|costó)|combien (?:coûte|d'argent)|wie ?viel (?:geld"
        r"|kostet)|сколько (?:денег|стоит|юаней|рублей)|いくら",
    ),
    (
        Kind.WHEN,
        r"什么时[候间期]|何[时年日月]|哪[一几]?[年天日月]|哪几?个(?:月|年(?!级)|时[期候]|世纪|朝代"
        r"|年代|季)|几[月号点]|什么(?:日期|年代|朝代)|(?:时间|日期)(?:是|为)(?:什么|哪)"
        r"|^[^哪什谁几多何怎]*(?:时间|日期)[？?]?$|多会儿|几几年|几[0-9]*年(?:举|成|创|建"
        r"|出|开始)"
        r"|^(?:and |so |since |until |till )?when\b|\bwhen (?:did|was|were|is|are|will"
        r"|does|do|has|had)\b|(?:what|which) (?:year|date|day|month|century|decade|time"
        r"|era|period)|on which dates?|cuándo|qué (?:año|fecha|día)|\bquand\b"
        r"|quelle (?:année|date)|\bwann\b|welche[mns]? jahr|когда|каком году|いつ",
    ),
    (
        Kind.HOW_MANY,
        rf"多少|几多|(?<![第哪\d])几[{_COUNTERS}回毫厘十百千万]"
        rf"|多[高长远重宽深快大厚](?!规模)|第几|数量|人数|(?:项目|死亡|伤亡)[人]?数"
        r"|how (?:many|far|tall|high|large|big|fast|wide|deep|heavy|often|much)"
        r"|what (?:number|is the population)|what (?:is|was) the (?:[\w-]+ ){0,3}(?:length"
        r"|height|width|depth|weight|area|altitude|elevation)\b"
        r"|cuánt[oa]s?|combien|wie ?viele?|сколько"
        r"|いくつ|どれくらい",
    ),
    (
        Kind.LIST,
        r"哪些|哪几|哪[两三四五六七八九十0-9]|分别|各[叫是有]|都有(?:谁|什么|哪)"
        # A number of things, though not the third one, not an hour, not what relation two have.
        r"|(?<![第午晨夜一二两三四五六七八九十百\d])(?<![早晚]上)[二两三四五六七八九十][一二三四五六七八九十]*"
        r"[个项点条种件](?:[^是，]{0,8})(?:是|指)(?:什么|甚么|啥)(?:意思|内容)?(?!\w)"
        r"|包括(?:什么|甚么)|有什么|都是什么|列出|列举"
        r"|\blist\b|what (?:are|were) the|what (?:two|three|four|five|six) |which (?:two"
        r"|three|four|five|\w+s (?:are|were|did|do))|cuáles|quels|quelles"
        r"|welche (?:\w+n)\b|какие",
    ),
    (
        Kind.WHO,
        r"谁|何人|哪[一]?位|哪[一个名]+人|什么人|姓甚|\bwho(?:m|se)?\b|quién|\bqui\b"
        r"|\bwer\b|\bwe[mn]\b|кто|кем|だれ",
    ),
    (
        Kind.WHERE,
        r"哪[里儿]|何[处地]|什么(?:地方|地点|城市|国家)|哪[一]?[个座]?(?:城市|国家|省|市"
        r"|县|区|地方|地区|州|洲|大洲|村|镇|岛)|在哪|位于|地[点址](?:是|在)?[？?]?$"
        r"|\bwhere\b|(?:which|what) (?:city|country|place|town|state|continent|province)"
        r"|dónde|\boù\b|\bwo\b|woher|wohin|где|куда|どこ",
    ),
    (Kind.WHY, r"为(?:什么|何|啥)|原因|何以|\bwhy\b|por qué|pourquoi|warum|почему|なぜ|どうして"),
    (
        Kind.WHICH,
        r"哪|叫(?:什么|啥|甚么|做什么)|名[字称](?:是|叫)|又[叫称]|\bwhich\b|what (?:is"
        r"|was) the (?:\w+ )?name|\bquel(?:le)?\b|\bwelche[rsmn]?\b|какой|какая|どの",
    ),
    (Kind.HOW, r"怎么|怎样|如何|\bhow\b|cómo|\bcomment\b|\bwie\b|\bкак\b|どう"),
    (
        Kind.YES_NO,
        r"(?:吗|嘛)[？?]?$|是否|有没有|是不是|能不能|会不会|可不可以|^(?:is|are|was|were"
        r"|do|does|did|has|have|can|could|will|would)\b",
    ),
)  # fmt: skip
_HEADS = (
    (Kind.HOW_MUCH, "造价|票房|总?收入|营收|净?利润|产值|[售票单总]价|价格|预算|投资额|奖金"),
    (Kind.HOW_MANY, "[产销口付数总客流行运吐用储]量|人口|面积|海拔|总?长度|高度"),
    (Kind.WHO, "导演|编剧|主演|作者|主教练|[市省县校院会馆局董事]长|总经理|主席|书记|得主"),
)
"""What key words without a question ask for by their last noun: 2022年棉花产量."""
_KEYWORDS = tuple((kind, f"(?:{nouns})[？?]?$") for kind, nouns in _HEADS)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in (*_RULES, *_KEYWORDS))
_MEASURE = re.compile(
    rf"(?:多少|几多|几)(?:[十百千万亿多]*)(?:个(?=人))?(?P<zh>公里|千米|平方米|平方公里|公顷|万吨|英里"
    rf"|厘米|毫米|人次|[{_COUNTERS}元岁年天月]|职工|员工|学生|会员)"
    r"|(?:how many|cuánt[oa]s|combien de|wie ?viele|сколько)\s+(?P<en>(?!of\b)[^\W\d_]+)"
    r"|[ぁ-ん].*何(?P<ja>[人件个本台回枚名社校匹头])"
)


def kind_of(question: str) -> Kind:
    """What the question asks for; WHAT where nothing says it."""
    flat = plain(question).strip()
    if _KANA.search(flat):
        found = next((kind for kind, pattern in _JAPANESE if pattern.search(flat)), None)
        if found:
            return found
    return next((kind for kind, pattern in _KINDS if pattern.search(flat)), Kind.WHAT)


def measure_of(question: str) -> str:
    """The unit or the noun that is counted: 家, 枚, 吨, patients; "" where none is named."""
    found = _MEASURE.search(plain(question))
    return next((group for group in found.groups() if group), "") if found else ""


_DIGIT = r"(?:\d|[〇零一二三四五六七八九十百千万亿两半双俩仨几数])"
_NUMBER = re.compile(
    _DIGIT
    + r"|没有|无一|唯一|首|单|全部|所有|许多|大量"
    + (
        r"|\b(?:no|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        r"|dozens?|hundred|thousand|million|half|both|single|third|quarter|all|few|several"
        r"|many|once|twice|un|major)"
    )
    + (
        r"|\b(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|deux|trois|quatre"
        r"|eine?|zwei|drei|vier|fünf)\b|cien|much[ao]s|may[oú]|once|medi[oa]|hälfte|[а-я]{4}"
    )
)  # fmt: skip
_PERCENT = re.compile(
    r"[%％‰]|百分|千分|分之|[成折倍半]|percent|per cent|prozent|por ?ciento|процент"
    r"|パーセント|割|\bhalf|third|quarter|fifth|点|\d\.\d|most|all|majority|\d"
)
_MONEY = re.compile(
    r"[元块圆角分钱币镑磅法郎卢布$€£¥￥]|美[元金]|usd|rmb|yuan|dollar|euro|pound|cent"
    r"|\d[\d.,]*\s*(?:万|亿|千|m|bn|million|billion|thousand|k)?|免费|free"
    r"|[一二三四五六七八九十百千万亿]+"
)
_TIME = re.compile(
    r"\d|[年月日号时点秒周岁旬春夏秋冬早晚晨夜午昔初末底朝代纪期间前后当今昨明古现近节期]["
    r"^员]?|[一二三四五六七八九十]+|世纪|时期"
    r"|century|decade|year|month|day|week|hour|minute|era|age|period|spring|summer|autumn"
    r"|fall|winter|morning|evening|night|after|before|during|since|until|when|while|"
    + "|".join(MONTHS)
    + r"|siglo|año|mes|día|jahr|monat|jahrhundert|siècle|année|mois|век|год|месяц|день"
)
_ONLY_NUMBER = re.compile(
    r"[\s约近超逾多余]*[\d.,]+\s*(?:[万亿千百%％年月日号元人名个家次吨米]"
    r"|年\d+月(?:\d+日)?)*[多余]?\s*"
)


_SHARE = re.compile(
    r"[%％‰半倍翻率]|百分|千分|分之|[一二三四五六七八九十两几\d]成|全部|全体|所有|大多|比例|パーセント|割"
    r"|per ?cent|prozent|por ?ciento|pour ?cent|процент|half|third|quarter|fifth|tenth|double|times"
    r"|most|all|majority|none|\d ?(?:in|out of) ?\d"
)
"""What a share may be told with."""


def certainly_other(kind: Kind, measure: str, sentence: str) -> bool:
    """Whether a sentence surely tells something else: no such address, or other things counted."""
    if finds := CONTACTS.get(kind):
        return not finds(sentence)
    if kind is Kind.PERCENT:
        return not _SHARE.search(plain(sentence))
    if kind not in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return False
    # The items of an enumeration can be counted without a number.
    listed = sentence.count("、") > 1 or sentence.count("“") > 1
    wanted = MONEY if kind is Kind.HOW_MUCH else measure
    return not listed and counted_otherwise(wanted, sentence)


def answers_kind(kind: Kind, measure: str, span: str, sentence: str) -> bool:
    """Whether the span can answer such a question. Doubtful ones can."""
    said = plain(span)
    if not any(map(str.isalnum, said)):
        return False
    if kind in NUMERIC:
        said = _widened(said, plain(sentence))
    match kind:
        case Kind.HOW_MANY:
            return bool(_NUMBER.search(said) or (not measure and len(said) > 1))
        case Kind.HOW_MUCH:
            return bool(_MONEY.search(said))
        case Kind.PERCENT:
            return bool(_PERCENT.search(said) or _NUMBER.search(said))
        case Kind.DURATION:
            return bool(_NUMBER.search(said) or _TIME.search(said))
        case Kind.WHEN:
            return bool(_TIME.search(said)) or len(said) > _PHRASE
        case Kind.WHO | Kind.WHERE:
            return not _ONLY_NUMBER.fullmatch(said)
    return True


_PHRASE = 8
"""A span this long may describe a time (the king's return) or a place without naming it."""
_AROUND = 4


def _widened(said: str, sentence: str) -> str:
    """The span with the few characters around it: readers cut 23 off 23金, or 金 off it."""
    at = sentence.find(said)
    if at < 0:
        return said
    return sentence[max(0, at - _AROUND) : at + len(said) + _AROUND]
