"""Chinese names in the letters of other languages: Qinghai is 青海, and Han Hao 韩昊.

By pinyin without tones, which is how names are told in most languages of the Latin alphabet. Which
characters are meant the articles themselves say: those that are spelt so in what a search finds.
Knows texts; knows nothing of search or of readers.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SHORTEST, LONGEST = 4, 30
"""Letters of a name that is looked for."""
_CACHED = 512
"""Texts whose spelling is kept: those of a few questions."""
_USUAL = {"shaanxi": "shanxi", "tibet": "xizang", "harbin": "haerbin", "peking": "beijing"}
"""What is spelt otherwise by custom."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_WIDE = re.compile(r"[\u3040-\u9fff]")
_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Name:
    """`question[start:end]` may spell a Chinese name: qinghai, hanhao."""

    letters: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text's characters in letters, and which character begins at which letter."""

    letters: str
    edges: Mapping[int, int]

    def places(self, name: str) -> Iterator[tuple[int, int]]:
        """Where whole characters of the text are spelt like this."""
        at = self.letters.find(name)
        while at >= 0:
            if at in self.edges and at + len(name) in self.edges:
                yield self.edges[at], self.edges[at + len(name)]
            at = self.letters.find(name, at + 1)

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
        # The mark in Xi'an parts two syllables.
        found += [w for w, count in counted if count > 1 or question[w.start : w.end].count("'")]
        for (one, few), (other, more) in pairwise(counted):
            if min(few, more) == 1:
                found.append(Name(one.letters + other.letters, one.start, other.end))
    fitting = (name for name in found if SHORTEST <= len(name.letters) <= LONGEST)
    return tuple(sorted(fitting, key=lambda name: (name.start - name.end, name.start)))


def _capitalised(question: str) -> Iterator[list[Name]]:
    """Neighbouring words with capitals."""
    run: list[Name] = []
    for word in _WORD.finditer(question):
        apart = run and question[run[-1].end : word.start()].strip(" -")
        if run and (apart or not word.group()[0].isupper()):
            yield run
            run = []
        if word.group()[0].isupper():
            whole = re.sub(r"['’]s$", "", word.group())
            run.append(Name(_bare(whole), word.start(), word.start() + len(whole)))
    if run:
        yield run


def _bare(word: str) -> str:
    """Small letters without accents or apostrophes; ü is v, as on a keyboard."""
    small = unicodedata.normalize("NFD", word.lower().replace("ü", "v"))
    letters = "".join(character for character in small if character.isalpha())
    return _USUAL.get(letters, letters)


def _syllables(word: str) -> int:
    """How many syllables of pinyin make the whole word, at least; 0 where they do not."""
    fewest = {0: 0}
    for end in range(1, min(len(word), LONGEST) + 1):
        counts = [
            fewest[start] + 1
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if start in fewest and word[start:end] in _inventory()
        ]
        if counts:
            fewest[end] = min(counts)
    return fewest.get(len(word), 0)


_LONGEST_SYLLABLE = 6


@functools.cache
def _inventory() -> frozenset[str]:
    """All syllables that characters in use are read as, without the mere sounds: n, ng, hm."""
    every = _read("".join(map(chr, range(0x4E00, 0x9FA6))))
    return frozenset(syllable for syllable in every if set(syllable) & set("aeiouv"))


def _read(text: str) -> list[str]:
    """A syllable a character; empty where a character has none in plain letters."""
    from pypinyin import lazy_pinyin

    # What it cannot read it gives back as it stands, neighbours in one piece.
    return [
        syllable
        for piece in lazy_pinyin(text)
        for syllable in ([piece] if piece.isascii() else [""] * len(piece))
    ]


@functools.lru_cache(maxsize=_CACHED)
def spelling(text: str) -> Spelling:
    """How a text's Chinese characters are read; anything else parts them."""
    letters, edges = "", {}
    for run in _HAN.finditer(text):
        for at, syllable in enumerate(_read(run.group()), run.start()):
            edges[len(letters)] = at
            letters += syllable or "."
        edges[len(letters)] = run.end()
        letters += "."
    return Spelling(letters, edges)


def known(names: Sequence[Name], texts: Sequence[str]) -> tuple[str, ...]:
    """Those of the names, in letters, that one of the texts has."""
    spellings = [spelling(text) for text in texts] if names else []
    return tuple(
        dict.fromkeys(
            name.letters for name in names if any(one.has(name.letters) for one in spellings)
        )
    )


def in_characters(question: str, texts: Sequence[str]) -> str:
    """The question with its Chinese names in the characters that these texts have for them.

    What most of the texts have, of those that are spelt alike. The question itself where none has.
    """
    names = names_in(question)
    spellings = [spelling(text) for text in texts] if names else []
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
            written.append((name, found.most_common(1)[0][0]))
    for name, characters in sorted(written, key=lambda pair: -pair[0].start):
        question = question[: name.start] + characters + question[name.end :]
    return question
