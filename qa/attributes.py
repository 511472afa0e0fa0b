"""What a question asks of a thing by its name: a firm's net profit, the date of a verdict.

Where a passage has that very word, nine in ten of the sentences that answer have it, and one in
twenty of the others. Knows texts; knows nothing of readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.measures import COUNTERS
from qa.mentions import HAN, is_wide, mentions, plain

LABELS = 1.5
"""How much it speaks for a line, in logits, that it begins with the attribute: 净利润：4000万元."""
LACKS = -1.5
"""The same for a sentence that lacks it where others of the passage have it.

That a sentence has it anywhere speaks for nothing: most near misses have it, too."""
LONGEST = 8
"""Characters of an attribute; what is longer is a clause."""
_SHORTEST, _SHORTEST_ALONE = 2, 3
"""Characters that are left of one behind 的, and of one that nothing sets apart."""

_ASKED = re.compile(
    # From the first character of a run: to begin at each of them is slow, and finds the same.
    rf"(?<![{HAN}])(?P<noun>[{HAN}]+?)(?:分别|一?共|总共|各自?|大?约|大概)*"
    r"(?:(?P<sum>[是为有达]到?多少)|是(?:什么(?!意思)|谁|几|何|哪)|为(?:谁|何时|哪))"
)
_COUNTED = re.compile(
    rf"(?:多少|几(?=[{COUNTERS}]))(?:[{COUNTERS}](?=[{HAN}]{{2}}))?(?![万亿千百元]|人[^类口数])(?P<noun>[{HAN}]{{2,8}})"
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is asked for, as the passages name it; "" where the question or they do not."""

    name: str = ""

    def says(self, sentence: str, around: str) -> float:
        """What it speaks for a sentence, in logits, that it has the name, or others around it."""
        if not self.name:
            return 0.0
        if self.name in (said := plain(sentence)):
            return LABELS if self._labels(said) else 0.0
        return LACKS if self.name in plain(around) else 0.0

    def line(self, text: str, start: int, end: int) -> tuple[int, int]:
        """Of several lines the one that begins with the name as its label; else all of them."""
        at = start
        for line in text[start:end].split("\n") if self.name else ():
            if self._labels(plain(line)):
                return at, at + len(line)
            at += len(line) + 1
        return start, end

    def _labels(self, said: str) -> bool:
        return bool(re.search(rf"(?:^|[\s，；。、]){self.name}[:：]\s*\w", said))

    def named(self, text: str, sentences: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of these sentences of a text that have the name."""
        if not self.name:
            return []
        return [(start, end) for start, end in sentences if self.name in plain(text[start:end])]


def attribute(question: str, passages: Sequence[str]) -> Attribute:
    """What a Chinese question asks for, by the longest form of its name that the passages have."""
    if not is_wide(question):
        return Attribute()
    texts = [plain(passage) for passage in passages]
    named = (form for form in _forms(question) if any(form in text for text in texts))
    return Attribute(next(named, ""))


def _forms(question: str) -> Iterator[str]:
    """The noun in front of the question word, or counted by it, then what is left without its ends.

    Behind 的 stands an attribute; elsewhere what is asked for by its amount may be one.
    """
    flat = plain(question)
    found, counted = _ASKED.search(flat), _COUNTED.search(flat)
    has = found and (found["sum"] or "").startswith("有")  # 柳河厂有多少工人 asks for no 柳河厂
    if found is None or has:
        noun = counted["noun"] if counted else ""
        yield from (noun[:length] for length in range(len(noun), _SHORTEST - 1, -1))
        return
    start, end = found.span("noun")
    owner = flat.rfind("的", start, end - 1) + 1
    start = max([start, owner, *(one.end for one in mentions(question) if one.end < end)])
    noun = flat[start:end].removesuffix("的")
    owned = 0 < owner == start
    if not (len(noun) <= LONGEST if owned else found["sum"]):
        return
    least = _SHORTEST if owned else _SHORTEST_ALONE
    for length in range(min(len(noun), LONGEST), least - 1, -1):
        yield noun[len(noun) - length :]
        if owned:
            yield noun[:length]
