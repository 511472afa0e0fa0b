"""Questions and paragraphs become training examples: crops, near misses, misprints, other scripts.

Every example is drawn from a random stream of its own, so a run that was cut goes on with the very
examples that it would have had. Knows text; nothing of tensors.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.reader.material import Asked, Material

OWN_SHARE = 0.6
"""How many examples are of the project's own questions."""
_ANSWERED_SHARE = 0.55
"""How many of those have an answer: among near misses only one passage in four or five does."""
_FAVOURED_SHARE = 0.6
"""How many of those are of the files that a run is to see more of, where it names any."""
_SENTENCE_END = re.compile(r"[。！？；\n]")
_NUMBER = re.compile(r"\d+")
_SHORT, _LONG = (60, 150), (150, 330)
"""Lengths of crops in characters. Short ones teach as much in half the time."""
_LONG_SHARE = 0.4
LEAST_MISTYPED = 9
"""Characters of a question that is still understood with one of them wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """Question and passage, and the answer's place in it; a start of -1 means there is none."""

    question: str
    title: str
    text: str
    start: int = -1
    end: int = -1


class _Pool:
    """Questions of the project's own, those with an answer apart from the others."""

    def __init__(self, questions: Sequence[Asked]) -> None:
        self.answered = [asked for asked in questions if asked.answer]
        self.unanswered = [asked for asked in questions if not asked.answer]

    def __bool__(self) -> bool:
        return bool(self.answered or self.unanswered)


class Examples:
    """Draws examples from the material."""

    def __init__(self, material: Material, found: Sequence[Sequence[int]], seed: int) -> None:
        self._material = material
        self._found = found
        self._seed = seed
        self._order = functools.lru_cache(maxsize=2)(self._shuffled)
        self._own_questions = _Pool(material.own)
        self._favoured = _Pool([asked for asked in material.own if asked.favoured])

    def draw(self, at: int) -> Example:
        """Example number `at` of the endless stream."""
        chance = random.Random(f"{self._seed} {at}")
        if self._material.own and chance.random() < OWN_SHARE:
            example = self._own(chance)
        else:
            count = len(self._material.public)
            number = self._order(at // count)[at % count]
            example = self._public(number, chance)
        return _varied(example, chance)

    def _own(self, chance: random.Random) -> Example:
        pool = self._own_questions
        if self._favoured and chance.random() < _FAVOURED_SHARE:
            pool = self._favoured
        answered = pool.answered and (not pool.unanswered or chance.random() < _ANSWERED_SHARE)
        if not answered:
            return self._given(chance.choice(pool.unanswered), chance)
        asked = chance.choice(pool.answered)
        example = self._positive(asked, chance)
        if chance.random() < 0.15:
            return self._without_answer(asked, chance) or example
        return example

    def _shuffled(self, turn: int) -> list[int]:
        order = list(range(len(self._material.public)))
        random.Random(f"{self._seed} order {turn}").shuffle(order)
        return order

    def _public(self, number: int, chance: random.Random) -> Example:
        asked = self._material.public[number]
        ways: tuple[tuple[float, Callable[[], Example | None]], ...] = (
            (0.14, lambda: self._found_elsewhere(number, chance)),
            (0.07, lambda: self._without_answer(asked, chance)),
            (0.05, lambda: self._other_number(asked, chance)),
            (0.06, lambda: self._other_name(asked, chance)),
            (0.03, lambda: self._anywhere(asked, chance)),
        )
        luck = chance.random()
        for share, way in ways:
            if luck < share:
                return way() or self._positive(asked, chance)
            luck -= share
        return self._positive(asked, chance)

    def _positive(self, asked: Asked, chance: random.Random) -> Example:
        paragraph = self._material.paragraphs[asked.paragraph]
        end = asked.start + len(asked.answer)
        low, high = _crop(paragraph.text, asked.start, end, chance)
        title = self._title(asked.paragraph, chance)
        text = paragraph.text[low:high]
        return Example(asked.question, title, text, asked.start - low, end - low)

    def _given(self, asked: Asked, chance: random.Random) -> Example:
        """A question that its own paragraph is known not to answer."""
        text = self._material.paragraphs[asked.paragraph].text
        at = chance.randrange(len(text))
        low, high = _crop(text, at, at, chance)
        return Example(asked.question, self._title(asked.paragraph, chance), text[low:high])

    def _found_elsewhere(self, number: int, chance: random.Random) -> Example | None:
        """A passage that the search puts high for this question, and that lacks the answer."""
        asked = self._material.public[number]
        others = [other for other in self._found[number] if other != asked.paragraph]
        if not others:
            return None
        # The nearest are the hardest.
        other = others[min(int(chance.expovariate(0.5)), len(others) - 1)]
        return self._lacking(asked, other, chance)

    def _anywhere(self, asked: Asked, chance: random.Random) -> Example | None:
        return self._lacking(asked, chance.randrange(len(self._material.paragraphs)), chance)

    def _lacking(self, asked: Asked, other: int, chance: random.Random) -> Example | None:
        text = self._material.paragraphs[other].text
        at = chance.randrange(len(text))
        low, high = _crop(text, at, at, chance)
        if other == asked.paragraph or asked.answer in text[low:high]:
            return None
        return Example(asked.question, self._title(other, chance), text[low:high])

    def _without_answer(self, asked: Asked, chance: random.Random) -> Example | None:
        """The right paragraph without the sentence that answers."""
        example = self._positive(asked, chance)
        text = example.text
        before = _SENTENCE_END.finditer(text, 0, example.start)
        low = max((found.end() for found in before), default=0)
        after = _SENTENCE_END.search(text, example.end)
        left = text[:low] + (text[after.end() :] if after else "")
        if len(left) < 30 or asked.answer in left:
            return None
        return Example(asked.question, example.title, left)

    def _other_number(self, asked: Asked, chance: random.Random) -> Example | None:
        """The question with another year or number, which the paragraph does not speak of."""
        numbers = list(_NUMBER.finditer(asked.question))
        example = self._positive(asked, chance)
        if not numbers:
            return None
        old = chance.choice(numbers)
        shift = chance.choice([-7, -4, -3, -2, -1, 1, 2, 3, 5, 8])
        new = str(max(int(old.group()) + shift, 0))
        if new in example.text or new == old.group():
            return None
        question = asked.question[: old.start()] + new + asked.question[old.end() :]
        return Example(question, example.title, example.text)

    def _other_name(self, asked: Asked, chance: random.Random) -> Example | None:
        """The question asked of another subject."""
        title = self._material.paragraphs[asked.paragraph].title
        other = self._material.paragraphs[chance.randrange(len(self._material.paragraphs))].title
        if not (2 <= len(title) <= 12 and title in asked.question and 2 <= len(other) <= 12):
            return None
        example = self._positive(asked, chance)
        if other in example.text or other == title:
            return None
        return Example(asked.question.replace(title, other), example.title, example.text)

    def _title(self, paragraph: int, chance: random.Random) -> str:
        return self._material.paragraphs[paragraph].title if chance.random() < 0.5 else ""


def _crop(text: str, start: int, end: int, chance: random.Random) -> tuple[int, int]:
    """A stretch around a span, where possible from the beginning of a sentence."""
    size = chance.randint(*(_LONG if chance.random() < _LONG_SHARE else _SHORT))
    size = max(size, end - start + 20)
    low = max(0, start - chance.randint(0, size - (end - start)))
    low = min(low, max(len(text) - size, 0))
    high = min(low + size, len(text))
    if low and chance.random() < 0.7:
        ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, start)]
        near = [at for at in ends if abs(at - low) <= 60]
        low = min(near, key=lambda at: abs(at - low)) if near else low
    return min(low, start), max(high, end)


def _varied(example: Example, chance: random.Random) -> Example:
    """Now and then in traditional script, misprinted, with the print's line breaks, or mistyped."""
    if chance.random() < 0.22:
        example = _traditional(example, chance)
    if chance.random() < 0.10:
        example = _misprinted(example, chance)
    if chance.random() < 0.04:
        example = _edited(example, lambda at, one: one + "\n" if at % 20 == 19 else one)
    if chance.random() < 0.05 and len(example.question) >= LEAST_MISTYPED:
        at = chance.randrange(len(example.question))
        wrong = (
            example.question[:at] + chance.choice(example.text or " ") + example.question[at + 1 :]
        )
        example = replace(example, question=wrong)
    return example


def _traditional(example: Example, chance: random.Random) -> Example:
    """Passage, question, or both in traditional script."""
    sides = chance.choice(("passage", "passage", "question", "both", "both"))
    if sides != "passage":
        example = replace(example, question=_converted(example.question))
    if sides != "question":
        text = _converted(example.text)
        if len(text) == len(example.text):
            example = replace(example, text=text, title=_converted(example.title))
    return example


def _converted(text: str) -> str:
    return _converter(len(text) % 2)(text)


@functools.cache
def _converter(kind: int) -> Callable[[str], str]:
    import opencc  # type: ignore[import-untyped]

    convert: Callable[[str], str] = opencc.OpenCC(("s2t", "s2tw")[kind]).convert
    return convert


def _misprinted(example: Example, chance: random.Random) -> Example:
    """Characters lost or read as others, as character recognition leaves them."""
    share = chance.uniform(0.01, 0.12)
    pool = example.text or " "

    def misread(at: int, one: str) -> str:
        luck = chance.random()
        if example.start <= at < example.end or luck >= share:
            return one
        return "" if luck < share / 2 else chance.choice(pool)

    return _edited(example, misread)


def _edited(example: Example, edit: Callable[[int, str], str]) -> Example:
    """Every character replaced by `edit`, the answer's place carried along."""
    pieces, places, length = [], [], 0
    for at, one in enumerate(example.text):
        places.append(length)
        pieces.append(edit(at, one))
        length += len(pieces[-1])
    text = "".join(pieces)
    if example.start < 0:
        return replace(example, text=text)
    last = places[example.end - 1]
    return replace(example, text=text, start=places[example.start], end=last + 1)
