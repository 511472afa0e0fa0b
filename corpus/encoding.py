"""Bytes to text: which encoding a file was written in, decided the same way every time.

A byte order mark settles it; then strict UTF-8; then the encodings of East Asia, each scored by
how many of the characters that it would give are ones that people write all the time;
then those of Latin letters, by function words and alphabets; charset-normalizer has the last word,
for the rest of the world. Knows nothing of file formats.
"""

from __future__ import annotations

import codecs
import re

from corpus.errors import ReadError
from corpus.language import function_words

SAMPLE = 200_000
"""Bytes that are looked at to choose an encoding; the whole file is decoded with the choice."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_EAST_ASIA = ("gb18030", "cp950", "big5hkscs", "shift_jis", "euc_jp", "cp949")

_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业"
    "本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么"
    "利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入"
    "常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决"
    "西被干做必战先回则任取据处理世车价报记者职企业保障劳市场新闻版"
    "這個為來時們國會過說產種後發經進著電裡實點從業應開還樣關線數問條沒結題黨軍總設長頭資邊圖統見計別運"
    "農幾區強戰則處車價報記職勞場聞與東學體對當無將萬歲號員認讓選變專"
    "日本語京聞時県市町村私何彼思気前後間員働労"
    "이다는을를의에가한하고로지은인도사기자서있어대해시정부것들었습니나라과와으보수장리일전제상조원동"
)
_ORDINARY = re.compile(
    r"[\s!-~、。，．・：；？！“”‘’「」『』（）《》〈〉【】—…　０-９Ａ-Ｚａ-ｚぁ-ヿ·]"
)
_STRANGE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\u3400-\u4dbf\uff61-\uff9f\ufdd0-\ufdef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SURE = 0.22
_NEAR = 0.1
"""Chinese in GBK is nearly always Korean to the letter; where both fit it is Chinese."""
_ALPHABETS = {
    "cp1252": {
        "es": "áéíóúüñ", "pt": "áâãàçéêíóôõúü", "fr": "àâæçèéêëîïôœùûüÿ", "it": "àèéìîòù",
        "de": "äöüß", "nl": "áéèëïóöü", "id": "é", "": "åäöæøéáíóúýþð",
    },
    "cp1250": {"pl": "ąćęłńóśźż", "": "áčďéěíňóřšťúůýžľĺŕôäăâîşţćđöőüű"},
    "cp1254": {"tr": "çğıöşüâîûi\u0307"},
}  # fmt: skip
"""Letters beyond ASCII of the languages that an encoding is used for; "" for several together."""
_SIGNS = frozenset("\u00a0¡¿«»°·–—‘’“”„…§€£ªº•")


def decode(data: bytes, name: str) -> str:
    """The text of a file, its line ends all made line feeds; a `ReadError` where it is not text."""
    encoding, errors = encoding_of(data, name)
    text = data.decode(encoding, errors)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def encoding_of(data: bytes, name: str) -> tuple[str, str]:
    """The encoding of `data`, and how to treat bytes that do not fit ("strict" or "replace")."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, _tolerance(data, encoding, name)
    if b"\x00" not in data[:SAMPLE] and _is_utf8(data):
        if _is_binary(data[:SAMPLE].decode("utf-8", "ignore")):
            raise _not_text(name)
        return "utf-8", "strict"
    best = _east_asian(data)
    if best:
        return best, _tolerance(data, best, name)
    if b"\x00" in data[:SAMPLE]:
        raise _not_text(name)
    if _nearly_utf8(data):
        return "utf-8", "replace"
    if _is_common_chinese(data[:SAMPLE]):
        return "gb18030", _tolerance(data, "gb18030", name)
    latin = _latin(data[:SAMPLE])
    if latin and not _is_binary(data[:SAMPLE].decode(latin, "replace")):
        return latin, "replace"
    return _last_resort(data, name), "replace"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(data: bytes) -> bool:
    """Whether a few broken bytes stand in what is otherwise UTF-8 beyond ASCII."""
    text = data[:SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(character > "\x7f" for character in text) - broken
    return not _is_binary(text.replace("\ufffd", "")) and foreign > 8 * broken


def _east_asian(data: bytes) -> str | None:
    """The East Asian encoding or unmarked UTF-16 that gives the most everyday text, if any does."""
    nearly = _nearly_utf8(data)
    encodings = _WIDE if b"\x00" in data[:SAMPLE] else (*_EAST_ASIA, *_WIDE)
    scores = {encoding: _score(data[:SAMPLE], encoding) for encoding in encodings}
    encoding, best = max(scores.items(), key=lambda pair: pair[1])
    if encoding == "cp949" and scores["gb18030"] >= max(best - _NEAR, _SURE):
        encoding, best = "gb18030", scores["gb18030"]
    return encoding if best >= (0.6 if nearly else _SURE) else None


def _score(sample: bytes, encoding: str) -> float:
    """How much of the text beyond ASCII is everyday characters, less what nobody writes; 0 to 1."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError as error:
        # A stray byte or two in a long file is damage; any more says that this is another encoding.
        text = sample.decode(encoding, "replace")
        if error.start < len(sample) // 2 and text.count("\ufffd") * 200 > len(text):
            return 0.0
    if not text:
        return 0.0
    strange = len(_STRANGE.findall(text))
    if encoding in _WIDE and len(_ORDINARY.findall(text)) > 0.9 * len(text) and not strange:
        return 1.0
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    everyday = sum(
        character in _EVERYDAY or bool(_ORDINARY.match(character)) for character in beyond
    )
    return (everyday - 5 * strange) / len(beyond)


def _tolerance(data: bytes, encoding: str, name: str) -> str:
    """How to decode: strictly where every byte fits, replacing where a few do not."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * 50 > len(text):
            raise _not_text(name) from None
        return "replace"
    if _is_binary(text[:SAMPLE]):
        raise _not_text(name)
    return "strict"


def _is_binary(text: str) -> bool:
    """Whether control characters say that this is no text (a form feed parts pages: it is text)."""
    return len(_CONTROL.findall(text)) * 200 > len(text)


def _is_common_chinese(sample: bytes) -> bool:
    """Whether a text too short to score is made of the commonest characters of GB 2312."""
    try:
        text = codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character > "\x7f"]
    common = sum(_is_common(character) for character in beyond)
    return len(beyond) * 2 > len(text) and common > 0.9 * len(beyond)


def _is_common(character: str) -> bool:
    """Whether it is a sign, or of the first level of GB 2312: the 3,755 commonest characters."""
    return b"\xb0" <= character.encode("gb2312", "ignore")[:1] <= b"\xd7" or bool(
        _ORDINARY.match(character)
    )


def _latin(sample: bytes) -> str | None:
    """The encoding of Latin letters whose languages have the words and the letters of a text."""
    best, found = 0.0, None
    for encoding, alphabets in _ALPHABETS.items():
        text = sample.decode(encoding, "replace").lower()
        beyond = [c for c in text if c > "\x7f" and c not in _SIGNS]
        if len(beyond) > 0.4 * sum(map(str.isalpha, text)):
            return None  # Greek, Russian, Arabic: hardly a letter of theirs is ASCII.
        words = function_words(text)
        for language, letters in alphabets.items():
            fitting = sum(map(letters.count, beyond)) / len(beyond) if beyond else 1.0
            score = fitting**2 * (0.05 + words.get(language, 0.0))
            if fitting > 0.9 and score > best:
                best, found = score, encoding
    return found


def _last_resort(data: bytes, name: str) -> str:
    """What charset-normalizer makes of it."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:SAMPLE]).best()
    if guess is None or _is_binary(str(guess)):
        raise _not_text(name)
    return guess.encoding


def _not_text(name: str) -> ReadError:
    return ReadError(
        "the file holds no text in an encoding that is known here",
        name,
        "If it is text, save it as UTF-8; if not, give it the ending of its format.",
    )
