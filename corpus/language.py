"""Which language a text is in, from its script, characteristic characters and commonest words.

An empty answer means that nothing was recognised. Knows characters and function words; knows
nothing of articles.
"""

from __future__ import annotations

import re

SAMPLE = 2_000
"""Characters that are looked at: the head of an article says enough."""

_SIMPLIFIED = frozenset(
    "这个们来时国会过说产种后发经进电里实点从业应开还样关线数问条没结题党军总设长头资边图统见计别运农"
    "几区强战则处车价报记职劳场闻与东学体对当无将万岁号员认让选变专为动办务华协单厂历压县参双听启响"
    "团园围圣坏块坚坛坝垫墙声备够夺奖妇婴宁宝审宪宽层岛岭币师帮广庄庆库庙废张弹归录彻径忆态怀总恳"
    "恶悬惊惯愿战戏户执扩扫扬护担拥择挂挡挤挥损换据携摄撑"
)
_TRADITIONAL = frozenset(
    "這個們來時國會過說產種後發經進電裡實點從業應開還樣關線數問條沒結題黨軍總設長頭資邊圖統見計別運農"
    "幾區強戰則處車價報記職勞場聞與東學體對當無將萬歲號員認讓選變專為動辦務華協單廠歷壓縣參雙聽啟響"
    "團園圍聖壞塊堅壇壩墊牆聲備夠奪獎婦嬰寧寶審憲寬層島嶺幣師幫廣莊慶庫廟廢張彈歸錄徹徑憶態懷總懇"
    "惡懸驚慣願戰戲戶執擴掃揚護擔擁擇掛擋擠揮損換據攜攝撐"
)
_ONLY_SIMPLIFIED = re.compile(f"[{''.join(sorted(_SIMPLIFIED - _TRADITIONAL))}]")
_ONLY_TRADITIONAL = re.compile(f"[{''.join(sorted(_TRADITIONAL - _SIMPLIFIED))}]")

_SCRIPTS = {
    "kana": re.compile(r"[ぁ-ゖァ-ヺ]+"),
    "han": re.compile(r"[\u3400-\u9fff]+"),
    "hangul": re.compile(r"[가-힣]+"),
    "cyrillic": re.compile(r"[Ѐ-ӿ]+"),
    "greek": re.compile(r"[Ͱ-Ͽ]+"),
    "arabic": re.compile(r"[؀-ۿ]+"),
    "hebrew": re.compile(r"[א-ת]+"),
    "thai": re.compile(r"[ก-๛]+"),
    "devanagari": re.compile(r"[ऀ-ॿ]+"),
    "latin": re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+"),
}
_WEIGHT = {"han": 2.5, "kana": 2.0, "hangul": 2.0}
"""An ideograph says as much as a few letters: a Chinese text full of Latin names is Chinese."""

_BY_SCRIPT = {
    "hangul": "ko",
    "greek": "el",
    "arabic": "ar",
    "hebrew": "he",
    "thai": "th",
    "devanagari": "hi",
}
_WORDS = {
    "en": "the of and to in is that for was with as on are by be this from at have has not it",
    "es": "el la de que y en los se del las por un para con una su al lo como más es no",
    "pt": "o a de que e do da em um para com não uma os no se na por mais as dos ao",
    "fr": "le la de et les des en un du une que est pour dans qui par sur au plus pas ce",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als",
    "it": "di e il la che in un per del è le della con non una si i da sono al nel",
    "nl": "de het een en van in is dat op te zijn voor met niet die aan er om ook als",
    "vi": "và của là các có trong được cho không với một những người này đã để khi từ",
    "id": "yang dan di dengan untuk dari ini dalam pada tidak itu adalah akan ke oleh para",
    "tr": "ve bir bu için ile de da olarak çok daha olan gibi kadar ne en sonra",
    "pl": "w i na z do nie się to że jest o od po jak przez za ma są dla oraz",
}
_NAMES = {
    "chinese": "zh", "中文": "zh", "汉语": "zh", "简体中文": "zh", "简体": "zh", "cn": "zh",
    "繁体中文": "zh-hant", "繁體中文": "zh-hant", "繁體": "zh-hant", "tw": "zh-hant",
    "traditional chinese": "zh-hant", "simplified chinese": "zh",
    "japanese": "ja", "日语": "ja", "日文": "ja", "日本語": "ja", "jp": "ja",
    "korean": "ko", "韩语": "ko", "韩文": "ko", "한국어": "ko", "kr": "ko",
    "english": "en", "英语": "en", "英文": "en",
    "spanish": "es", "español": "es", "西班牙语": "es",
    "french": "fr", "français": "fr", "法语": "fr",
    "german": "de", "deutsch": "de", "德语": "de",
    "russian": "ru", "русский": "ru", "俄语": "ru",
    "portuguese": "pt", "português": "pt", "葡萄牙语": "pt",
    "italian": "it", "italiano": "it",
}  # fmt: skip
_LONG_TAGS = {
    "zho": "zh", "chi": "zh", "cmn": "zh", "jpn": "ja", "kor": "ko", "eng": "en", "spa": "es",
    "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "rus": "ru", "por": "pt", "ita": "it",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z\d]{1,8})*")
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """The language: "zh", "zh-Hant", "ja", "ko", "en", "es", "ru", …; "" where it is not clear."""
    sample = text[:SAMPLE]
    found: dict[str, float] = {}
    for name, letters in _SCRIPTS.items():
        found[name] = sum(map(len, letters.findall(sample))) * _WEIGHT.get(name, 1.0)
        if name == "han" and found[name] > _WEIGHT[name] * len(sample) / 2:
            # no script can outweigh what more than half of the characters are of
            return _east_asian(sample, found)
    script = max(found, key=lambda name: found[name])
    if not found[script]:
        return ""
    if script in ("han", "kana"):
        return _east_asian(sample, found)
    if script == "cyrillic":
        return "uk" if re.search("[іїєґ]", sample.lower()) else "ru"
    return _BY_SCRIPT.get(script) or _latin(sample)


def code_of(stated: str) -> str:
    """A language that a container states, as `detect` would say it: "zh-CN" is "zh"; "" if unknown.

    "zh_TW", "Chinese", "中文" and "EN-us" are how people write it.
    """
    name = stated.strip().casefold().replace("_", "-")
    name = _NAMES.get(name, name)
    if not _TAG.fullmatch(name):
        return ""
    primary, *rest = name.split("-")
    if primary == "zh" and {"hant", "tw", "hk", "mo"} & set(rest):
        return "zh-Hant"
    return _LONG_TAGS.get(primary, primary)


def _east_asian(sample: str, found: dict[str, float]) -> str:
    """Japanese where kana is more than a quotation; else Chinese, by the characters' forms."""
    if found["kana"] > 0.12 * (found["kana"] + found["han"]):
        return "ja"
    simplified = len(_ONLY_SIMPLIFIED.findall(sample))
    traditional = len(_ONLY_TRADITIONAL.findall(sample))
    return "zh-Hant" if traditional > simplified else "zh"


def function_words(text: str) -> dict[str, float]:
    """The share of a text's words that are function words of each language."""
    words = _WORD.findall(text.lower())
    return {
        language: sum(word in known for word in words) / max(len(words), 1)
        for language, known in _FUNCTION_WORDS.items()
    }


def _latin(sample: str) -> str:
    """The language whose function words stand most often in the text."""
    scores = function_words(sample)
    best = max(scores, key=lambda language: scores[language])
    others = max(score for language, score in scores.items() if language != best)
    return best if scores[best] >= 0.1 and scores[best] > others else ""
