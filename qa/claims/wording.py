"""Words: whether each one of the sentence stands in the source, and none took another's place.

Content is compared by stretches of characters, which needs no dictionary and so knows every name; a
few words that say nothing, a few that mean the same. Knows no meaning: what it cannot find is
"unproven" where it could be another word for the same, and wrong where it looks like a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa import surnames
from qa.claims.findings import Pair, Problem, Weight, row, shown
from qa.claims.tiles import Change, tiles_of
from qa.claims.tokens import Token
from qa.claims.words import EMPTY, OPPOSITES, PRONOUNS, SYNONYM, light, same, stem

_SURNAMES = surnames.COMMON + surnames.ALSO_WORDS
_NAME = re.compile(rf"^[{_SURNAMES}][\u3400-\u9fff]{{1,2}}$")
_PLACE = re.compile(
    r"[\u3400-\u9fff]{1,10}(?:省|市|县|区|州|镇|乡|村|街道|公司|集团|工会|总工会|法院|大学|学院|医院|银行|厂|局|部|委|会"
    r"|中心|研究院|研究所|学校|中学|小学|协会|联合会|煤矿|油田|港|站|路|岛|山|湖|河|国|报|社)$"
)
_TITLE = re.compile(
    r"^.{0,3}(?:主席|书记|总理|总统|首相|主任|经理|委员|代表|教授|会员|秘书|总监|队员|员工|冠军"
    r"|[省市县区州镇乡村部厅局处科校院所会董理队班站厂行社]长)"
)
_RANK = frozenset("副前原代准非女男")
"""Alone before a title or a name they change what is meant."""


def wording_problems(pair: Pair, names: frozenset[str]) -> tuple[list[Problem], float]:
    """What is wrong with the words, and the share of the content that the source itself has.

    `names` are the spaced words that the sentence writes with a capital.
    """
    own = _covered(pair.said, pair.printed)
    known = [
        mine or other for mine, other in zip(own, _covered(pair.said, pair.around), strict=True)
    ]
    content = _content(pair.said)
    for at in pair.said_markers:
        content[at] = False
    _admit_same_words(pair, known)
    problems = [*_missing(pair, known, content, names), *_replaced(pair, known, content)]
    problems += [*_opposites(pair), *_ranks(pair)]
    counted = [at for at in range(len(pair.said)) if content[at] or pair.said[at].is_value]
    share = sum(own[at] or pair.said[at].is_value for at in counted) / max(1, len(counted))
    return problems, share


def _covered(said: Sequence[Token], text: Sequence[Token]) -> list[bool]:
    """Whether each token is in a stretch of two or more that stands in the text, or a whole word."""  # noqa: E501
    covered = [False] * len(said)
    stems = {stem(token.key) for token in text if len(token.key) > 1}
    for tile in tiles_of(said, text):
        if tile.length >= 2 or len(said[tile.at].key) > 1:
            covered[tile.at : tile.end] = [True] * tile.length
    for at, token in enumerate(said):
        if len(token.key) > 1 and not token.is_value and stem(token.key) in stems:
            covered[at] = True
    return covered


def _content(said: Sequence[Token]) -> list[bool]:
    """Whether each token says something: no value, no particle, no empty word."""
    content = [not token.is_value and not light(token.key) for token in said]
    for found in EMPTY.finditer(row(said)):
        content[slice(*found.span())] = [False] * len(found.group())
    return content


def _admit_same_words(pair: Pair, known: list[bool]) -> None:
    """Words of which another that means the same stands in the source."""
    printed = row(pair.printed)
    for found in SYNONYM.finditer(row(pair.said)):
        if any(word in printed for word in same(found.group())):
            known[slice(*found.span())] = [True] * len(found.group())


def _missing(
    pair: Pair, known: Sequence[bool], content: Sequence[bool], names: frozenset[str]
) -> Iterator[Problem]:
    """Stretches of the sentence that the source has not."""
    for start, end in _runs(pair.said, known, content):
        tokens = pair.said[start:end]
        size = sum(content[start:end])
        text = shown(tokens)
        if size == 1 and len(tokens[0].key) == 1 and not _stands_between(pair, start, end):
            if name := _name_around(pair, start, known):
                yield Problem(Weight.CONTRADICTED, f"name {name} not in the source")
            continue
        if _is_abbreviation(text, row(pair.printed)) or _is_abbreviation(text, row(pair.around)):
            continue
        spaced = {token.key for token in tokens} & names
        if spaced or any(char.isdigit() for char in text):
            yield Problem(Weight.CONTRADICTED, f"{text} not in the source")
        elif _looks_like_name(pair, start, end):
            yield Problem(Weight.CONTRADICTED, f"name {text} not in the source")
        else:
            yield Problem(Weight.UNPROVEN, f"{text} not in the source")


def _runs(
    said: Sequence[Token], known: Sequence[bool], content: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    """Spans of unknown tokens that begin and end with content."""
    at = 0
    while at < len(said):
        if known[at] or not content[at]:
            at += 1
            continue
        end = last = at + 1
        while end < len(said) and not known[end] and not said[end].is_value:
            end += 1
            if content[end - 1]:
                last = end
        yield at, last
        at = end


def _name_around(pair: Pair, at: int, known: Sequence[bool]) -> str:
    """A name of which one character is also a particle (余静, 于洋); "" where there is none."""
    for start, end in ((at - 1, at + 1), (at - 1, at + 2)):
        inside = start >= 0 and end <= len(pair.said)
        text = row(pair.said[start:end]) if inside else ""
        if inside and not any(known[start:end]) and text[0] in "余于应和时都" and _NAME.match(text):
            return text
    return ""


def _stands_between(pair: Pair, start: int, end: int) -> bool:
    """Whether it was put where the source has something else, or nothing, between neighbours."""
    return any(
        change.said[0] <= start and end <= change.said[1] and change.left + change.right >= 2
        for change in pair.changes
    )


def _is_abbreviation(text: str, printed: str) -> bool:
    """Whether the characters stand in this order close together: 人社局, 人力资源和社会保障局."""
    if not 2 <= len(text) <= 8:
        return False
    at = printed.find(text[0])
    while at >= 0:
        window = printed[at : at + 4 * len(text) + 2]
        rest = iter(window)
        if all(char in rest for char in text):
            return True
        at = printed.find(text[0], at + 1)
    return False


def _looks_like_name(pair: Pair, start: int, end: int) -> bool:
    """Whether a person, a place or an organisation is named here."""
    text = row(pair.said[start:end])
    before = row(pair.said[max(0, start - 2) : start])
    wider = row(pair.said[start : min(len(pair.said), end + 3)])
    if len(text) == 1 and not _NAME.match(wider[:2]):
        return bool(_NAME.match(before[-1:] + text))
    return any(
        _NAME.match(one) or _PLACE.match(one)
        for one in (text, before[-1:] + text, wider[: len(text) + 1], wider[: len(text) + 2], wider)
        if one.strip()
    )


def _replaced(pair: Pair, known: Sequence[bool], content: Sequence[bool]) -> Iterator[Problem]:
    """A word of the source or its headline that stands where the source has another."""
    printed_content = _content(pair.printed)
    for change in pair.changes:
        if change.left + change.right < 3 or not _is_plain(pair, change):
            continue
        said = [at for at in range(*change.said) if content[at]]
        printed = [at for at in range(*change.printed) if printed_content[at]]
        if not (_is_word(pair.said, said) and _is_word(pair.printed, printed)) or not all(
            known[at] for at in said
        ):
            continue
        one = "".join(pair.said[at].key for at in said)
        other = "".join(pair.printed[at].key for at in printed)
        if _says_the_same(one, other) or PRONOUNS.match(other):
            continue
        named = _is_name(one) and _is_name(other)
        weight = Weight.CONTRADICTED if named else Weight.UNPROVEN
        yield Problem(weight, f"{one} where the source has {other}")


def _is_plain(pair: Pair, change: Change) -> bool:
    """Whether both sides are within one clause and hold no number."""
    spans = (pair.said[slice(*change.said)], pair.printed[slice(*change.printed)])
    return all(
        len({token.clause for token in span}) == 1 and not any(token.quantity for token in span)
        for span in spans
    )


def _is_word(tokens: Sequence[Token], places: Sequence[int]) -> bool:
    """Whether these tokens are about as long as a word or a name."""
    return 2 <= len(places) <= 6 or (len(places) == 1 and len(tokens[places[0]].key) > 1)


def _is_name(text: str) -> bool:
    return bool(_NAME.match(text) or _PLACE.match(text))


def _says_the_same(one: str, other: str) -> bool:
    if any(word in other for word in same(one)) or any(word in one for word in same(other)):
        return True
    if _is_abbreviation(one, other) or _is_abbreviation(other, one):
        return True
    return len(set(one) & set(other)) * 2 > len(set(one))


def _opposites(pair: Pair) -> Iterator[Problem]:
    """A word where the source has its opposite."""
    clauses = pair.clauses()
    near = [token for token in pair.printed if token.clause in clauses]
    said, printed = _words(pair.said), _words(near)
    everything = _words(pair.printed)
    for sides in OPPOSITES:
        for one, other in (sides, sides[::-1]):
            mine = [word for word in one if _has(said, word)]
            theirs = [word for word in other if _has(printed, word)]
            if (
                mine
                and theirs
                and not any(_has(everything, word) for word in one)
                and not any(_has(said, word) for word in other)
            ):
                yield Problem(Weight.CONTRADICTED, f"{mine[0]} where the source has {theirs[0]}")


def _words(tokens: Sequence[Token]) -> tuple[str, frozenset[str]]:
    return row(tokens), frozenset(token.key for token in tokens if len(token.key) > 1)


def _has(words: tuple[str, frozenset[str]], word: str) -> bool:
    if word.isascii():
        return word in words[1]
    return len(word) > 1 and word in words[0]


def _ranks(pair: Pair) -> Iterator[Problem]:
    """副主席 told as 主席, or the other way round."""
    for change in pair.changes:
        if not change.right:
            continue
        said = {token.key for token in pair.said[slice(*change.said)][-1:]} & _RANK
        printed = {token.key for token in pair.printed[slice(*change.printed)][-1:]} & _RANK
        title = row(pair.said[change.said[1] : change.said[1] + 6])
        if said != printed and _TITLE.match(title):
            word = shown(pair.said[change.said[1] : change.said[1] + 3])
            yield Problem(
                Weight.CONTRADICTED, f"{word}: {''.join(said | printed)} was added or left out"
            )
