"""Chinese names in the letters of other languages: Qinghai is 青海, and Han Hao 韩昊.

By pinyin without tones, which is how names are told in most languages of the Latin alphabet. Which
characters are meant the articles themselves say: those that can be read so in what a search finds.
Knows texts; knows nothing of search or of readers.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.function_words import PAIRED, SPACED
from qa import surnames
from qa.mentions import is_wide

SHORTEST, LONGEST = 4, 30
"""Letters of a name that is looked for."""
_CACHED = 512
"""Names whose pattern is kept: those of a few questions."""
_MOST = 8
"""Ways to part a name into syllables that are tried: Xiangang is 仙港 and 香昂."""
_USUAL = {"shaanxi": "shanxi", "tibet": "xizang", "harbin": "haerbin", "peking": "beijing"}
"""What is spelt otherwise by custom."""
_OTHERS = """
adelaide alemania alice alien alike alone along america american ancien andere anlage annee anyone
area aruba asia asian aware bale bali banana base beide cabin cada came canada canadian cane care
casa case cease chance change chaque chase cheer cheese chile chilean china chine chinese chinesen
cidade cite congo cuba cuban cuenta cuisine dale dame dance danger data database date dating deer
defence defense deine delete demise dice diese diocese disease dubai duke ease easier ehe eine einen
ende ending ensure entire face fade fake fame famine fate fence fuse future gala gale game gaming
gate gaza gaze gene guatemala guerre guinea guyana haben hace hacia haiti haitian hate heading
healing here house huge human hunting julio june juni junio keen keeping kenya kunde lage lake
landing lane language late latitude leading league lean leaning lease leben leisure licence license
like lime line linen longer loose lose luanda machine made magazine maine maire mairie make male
mali mandate mane mania marine mate mature mean meaning media medicine meeting meine menu mere mice
mine mining minute mobile mode module more mouse muse musique name namen namibia nature nenne nennen
nice niece nigeria nine nuance ocean orange outage pace page palace pale panama panda papua patience
pence piano pierre pine pole police policeman polite pure queen quote range reading reduce refuge
release remote rice ride rise route rude rule running sache sale same samoa saying seating seen
semaine senate sense sequence shade shake shame share sheer shine side site size suite sure suriname
take tame tanzania taxi tease teen tide tiene tile time timing tire tonga tune tunisia wage waiting
wake ware warehouse waren woche wochen woke woman women yale
"""
"""Words and countries of other languages that read like pinyin: women is not 我们."""
_PLAIN = frozenset(_OTHERS.split())
_BEGINNINGS = SPACED | {"can", "men"}
"""What a question may begin with; elsewhere He and An are names."""
_NEVER = frozenset(
    "的了吗嗎呢吧们們么麼麽着这這我你妳您他她它很没沒把被吃说說请請不在就每谁誰啊呀哦嘛刻"
)
"""Characters that names are not written with."""
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
"""Accents may be characters of their own."""
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
_ELIDED = re.compile(r"\b(?:[LlDd]|[Qq]u)['’](?=[^\W\d_]{2})")
"""What stands before names in French: l'Anhui."""
_TYPED = str.maketrans("üǖǘǚǜ’", "vvvvv'")
_WIDE = re.compile(r"[\u3040-\u9fff]")


@dataclass(frozen=True, slots=True)
class Name:
    """`question[start:end]` may spell a Chinese name: qinghai, hanhao, xi'an."""

    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text, by how its characters are read."""

    text: str

    def places(self, name: str) -> Iterator[tuple[int, int]]:
        """Where neighbouring characters can be read like this, and may be a name."""
        for found in _pattern(name).finditer(self.text):
            if not PAIRED.fullmatch(found[1]):
                yield found.span(1)

    def has(self, name: str) -> bool:
        """Whether the text has a name that is spelt like this."""
        return any(True for _ in self.places(name))


def names_in(question: str) -> tuple[Name, ...]:
    """What may spell Chinese names in a question in other letters; the longest first.

    Single syllables are too many things, so that they count only together: Han Hao is hanhao.
    """
    if _WIDE.search(question):
        return ()
    found: list[Name] = []
    for run in _capitalised(question):
        counted = [(word, _syllables(word.letters)) for word in run]
        found += [word for word, count in counted if count > 1]
        for (one, few), (other, more) in pairwise(counted):
            if min(few, more) == 1:
                found.append(Name(one.letters + other.letters, one.start, other.end))
    fitting = (name for name in found if SHORTEST <= len(name.letters) <= LONGEST)
    return tuple(sorted(fitting, key=lambda name: (name.start - name.end, name.start)))


def _capitalised(question: str) -> Iterator[list[Name]]:
    """Neighbouring words with capitals, parted by plain words."""
    run: list[Name] = []
    question = _ELIDED.sub(lambda found: " " * len(found.group()), question)
    for at, word in enumerate(_WORD.finditer(question)):
        whole = re.sub(r"['’]s$", "", word.group())
        letters = _bare(whole)
        name = word.group()[0].isupper() and letters not in _PLAIN
        name = name and (at > 0 or letters not in _BEGINNINGS)
        apart = run and question[run[-1].end : word.start()].strip(" -")
        if run and (apart or not name):
            yield run
            run = []
        if name:
            run.append(Name(letters, word.start(), word.start() + len(whole)))
    if run:
        yield run


def _bare(word: str) -> str:
    """Small letters without accents; ü is v, as on a keyboard. The mark in Xi'an is kept."""
    composed = unicodedata.normalize("NFC", word.lower())
    small = unicodedata.normalize("NFD", composed.translate(_TYPED))
    letters = "".join(character for character in small if character.isalpha() or character == "'")
    return _USUAL.get(letters, letters)


def _syllables(word: str) -> int:
    """How many syllables of pinyin make the whole word, at least; 0 where they do not."""
    return min(map(len, _parted(word)), default=0)


def _parted(word: str) -> list[tuple[str, ...]]:
    """The word in syllables, in every likely way; an apostrophe parts two of them.

    Whoever sets one parts all that could be misread: xi'an is two, tian'anmen three.
    """
    if len(word) > LONGEST:
        return []
    if "'" not in word:
        return list(_divided(word))
    pieces = [_divided(piece) for piece in word.split("'")]
    fewest = [[way for way in ways if len(way) == len(ways[0])] for ways in pieces]
    ways = itertools.islice(itertools.product(*fewest), _MOST)
    return [tuple(itertools.chain.from_iterable(way)) for way in ways]


@functools.lru_cache(maxsize=_CACHED * LONGEST)
def _divided(letters: str) -> tuple[tuple[str, ...], ...]:
    """The letters in syllables, in fewest first."""
    if not letters:
        return ((),)
    found = [
        (letters[:size], *rest)
        for size in range(min(_LONGEST_SYLLABLE, len(letters)), 0, -1)
        if letters[:size] in _written()
        for rest in _divided(letters[size:])
    ]
    return tuple(sorted(found, key=len)[:_MOST])


_LONGEST_SYLLABLE = 6


@functools.cache
def _written() -> Mapping[str, str]:
    """The characters of every syllable, in any of their usual readings: 曾 is both zeng and ceng.

    Syllables are what simplified characters in use are read as, without mere sounds: n, ng, hm.
    """
    from pypinyin import Style, pinyin

    characters = [one for one in map(chr, range(0x4E00, 0x9FA6)) if one not in _NEVER]
    read = pinyin(characters, style=Style.NORMAL, heteronym=True)
    usual = _usual()
    written: dict[str, list[str]] = {}
    used: set[str] = set()
    for character, (first, *others) in zip(characters, read, strict=True):
        known = usual.get(character, set(others))
        in_use = bool(character.encode("gb2312", "ignore"))
        for syllable in (first, *(one for one in others if one in known)):
            written.setdefault(syllable, []).append(character)
            if in_use and set(syllable) & set("aeiouv"):
                used.add(syllable)
    return {syllable: "".join(written[syllable]) for syllable in used}


def _usual() -> Mapping[str, set[str]]:
    """What characters are read as in phrases; what else a dictionary has is of no use today.

    能 may be tai there, and 方 wang. A character that is in no phrase may be read in any way.
    """
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.contrib.tone_convert import to_normal

    pairs = {
        (character, reading[0])
        for phrase, readings in PHRASES_DICT.items()
        for character, reading in zip(phrase, readings, strict=False)
    }
    usual = {surname: {reading} for surname, reading in _SURNAMES.items()}
    for character, reading in pairs:
        usual.setdefault(character, set()).add(to_normal(reading, v_to_u=False))
    return usual


_SURNAMES = {"盖": "ge", "区": "ou", "种": "chong", "覃": "qin", "召": "shao", "缪": "miao"}
"""Readings that are of surnames only."""


@functools.lru_cache(maxsize=_CACHED)
def _pattern(name: str) -> re.Pattern[str]:
    """Matches before characters that can be read like this: two at least, one a syllable."""
    ways = [way for way in _parted(name) if len(way) > 1]
    spelt = ("".join(f"[{_written()[syllable]}]" for syllable in way) for way in ways)
    return re.compile(rf"(?=({'|'.join(spelt)}))" if ways else r"(?!)")


def known(names: Sequence[Name], texts: Sequence[str]) -> tuple[str, ...]:
    """Those of the names, in letters, that one of the texts has."""
    spellings = [Spelling(text) for text in texts] if names else []
    return tuple(
        dict.fromkeys(
            name.letters for name in names if any(one.has(name.letters) for one in spellings)
        )
    )


def strangers(question: str, names: Sequence[Name], there: Sequence[str]) -> tuple[str, ...]:
    """Names that are surely Chinese and that none of the texts has, whose known names are `there`.

    Surely: a surname and another word, or what is called a city or a county.
    """
    return tuple(
        question[name.start : name.end]
        for name in names
        if name.letters not in there
        and (_person(question[name.start : name.end]) or _DISTRICT.match(question, name.end))
    )


_DISTRICT = re.compile(r" (?:City|Province|County|District|Prefecture|Town|Township|Village)\b")


def _person(words: str) -> bool:
    first, *others = words.split()
    return bool(others) and _bare(first) in _surnames()


@functools.cache
def _surnames() -> frozenset[str]:
    from pypinyin import lazy_pinyin

    return frozenset(lazy_pinyin(surnames.COMMON))


def in_characters(question: str, texts: Sequence[str]) -> str:
    """The question with its Chinese names in the characters that these texts have for them.

    What most of the texts have, of those that are spelt alike. The question itself where none has.
    Where texts in other languages have the name in letters, the letters are kept before it.
    """
    names = names_in(question)
    spellings = [Spelling(text) for text in texts] if names else []
    written: list[tuple[Name, str]] = []
    for name in names:
        if any(name.start < other.end and other.start < name.end for other, _ in written):
            continue
        found = Counter(
            characters
            for text, one in zip(texts, spellings, strict=True)
            for characters in {text[slice(*place)] for place in one.places(name.letters)}
        )
        if found:
            characters = found.most_common(1)[0][0]
            letters = question[name.start : name.end]
            kept = any(letters in text and not is_wide(text) for text in texts)
            written.append((name, f"{letters} {characters}" if kept else characters))
    for name, characters in sorted(written, key=lambda pair: -pair[0].start):
        question = question[: name.start] + characters + question[name.end :]
    return question
