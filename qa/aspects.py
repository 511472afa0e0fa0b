"""What a text tells of the aspect that a request to summarise names: 总结其未来展望.

No single sentence answers such a request: an article has a place where it comes to speak of it, and
goes on from there. Knows texts; knows nothing of readers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.sentences import sentences_of
from qa.mentions import contents, is_wide, pieces, plain
from qa.wording import rarity

MOST = 6
"""Sentences from one place."""
PLACES = 2
"""Places that are quoted; the second only where it speaks of it nearly as plainly."""
AS_PLAINLY = 0.75
LATER = 0.4
"""What a word counts that does not stand in the opening of a sentence."""
FAR = 400
"""Characters after which a sentence that is pointed at counts a third."""
OPENING = 16
"""Characters within which a sentence says what it comes to."""
ENOUGH = 0.5
"""The share of the aspect's words that the sentence must have with which a place begins."""

_ASKED = re.compile(
    r"(?:总结|概括|概述|归纳|综述|梳理|简述|描述|介绍|说说|谈谈|讲讲)(?:一下|下)?(?P<what>[^？?。]+)"
)
_REFERS = re.compile(r"\s*[这该此其]")
_GENERAL = re.compile(r"(?<=[\u3400-\u9fff]{2})(?:主要|相关|具体)?(?:情况|内容)$")
"""Nouns that may stand behind any aspect, and that a text need not have: 服务情况."""
_OPENS = re.compile(r"[^，,：:]*[，,：:]")
_LABEL = re.compile(r"\s*(?:#+[^\n]*|[^。！？!?\n]{1,24}[：:]?[*\s]*)")
_MARKED = re.compile(r"[：:]\W*$|^\s*(?:#|\*\*)")
_ANOTHER = re.compile(r"\s*(?:综上|总之|总的来说|在[^，。]{2,16}(?:方面|上)，|[^，。]{2,10}方面，)")
_ALONE = re.compile(r"\s*在?[^，。]{2,6}方面，")

Span = tuple[int, int]


def told(question: str, text: str, pointed: Mapping[Span, float]) -> list[Span]:
    """The sentences in which a text tells of the aspect; none where it does not plainly do so.

    `pointed` are those that a reader points at, with their probabilities: of two places that speak
    of the same, that one is meant which is nearer to them.
    """
    found = _ASKED.search(plain(question))
    if found is None or not is_wide(text):
        return []
    spans = sentences_of(text)
    flat = [plain(text[start:end]) for start, end in spans]
    near = [_near(span, pointed) for span in spans]
    for words in _aspects(found["what"]):
        places = _places(flat, near, words)
        runs = [_run(text, spans, at) for at in places]
        # One sentence is enough where it says itself that it is all there is: 服务方面，….
        if sum(map(len, runs)) > 1 or any(_ALONE.match(flat[at]) for at in places):
            return _once(span for run in runs for span in run)
    return []


def _once(spans: Iterable[Span]) -> list[Span]:
    """In the order of the text; what one place quotes with its label, another does not repeat."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _near(span: Span, pointed: Mapping[Span, float]) -> float:
    """The probability of the best sentence that is pointed at, the less the farther away it is."""
    middle = sum(span) / 2
    return max(
        (score * math.exp(-abs(sum(one) / 2 - middle) / FAR) for one, score in pointed.items()),
        default=0.0,
    )


def _aspects(what: str) -> Iterator[set[str]]:
    """The words of the noun that is asked for, then of what it is said of: …方面的主要内容."""
    for segment in reversed(what.split("的")):
        if words := pieces(contents(_GENERAL.sub("", segment))):
            yield words


def _places(flat: Sequence[str], near: Sequence[float], words: set[str]) -> list[int]:
    """The sentences that come to speak of it, the plainest first."""
    weights = rarity(words, flat)
    scores: dict[int, float] = {}
    for at, sentence in enumerate(flat):
        had = [word for word in weights if word in sentence]
        if len(had) < ENOUGH * len(words) or _REFERS.match(sentence):
            continue
        opens = _OPENS.match(sentence)
        head = (opens.group() if opens else sentence)[:OPENING]
        # 现病史： is rather the place for 病史 than 病史陈述者： is.
        whole = (1 + sum(word in head for word in had)) / (1 + len(head))
        worth = sum(weights[word] * (1 if word in head else LATER) for word in had)
        scores[at] = whole * worth * math.sqrt(near[at])
    best = sorted(scores, key=lambda at: (-scores[at], at))[:PLACES]
    return [at for at in best if scores[at] >= AS_PLAINLY * scores[best[0]]]


def _run(text: str, spans: Sequence[Span], at: int) -> list[Span]:
    """From the sentence at which it begins: its paragraph, or below a label the lines of it."""
    start, end = spans[at]
    labelled = _is_label(text[start:end])
    run = [(start, end)]
    for low, high in spans[at + 1 : at + MOST]:
        between, said = text[run[-1][1] : low], text[low:high]
        if _ANOTHER.match(plain(said)) or "\n\n" in between:
            break
        if "\n" in between and (not labelled or _is_label(said)):
            break
        run.append((low, high))
    if labelled and len(run) > 1:
        # A label is quoted with what it is the label of.
        run[:2] = [(run[0][0], run[1][1])]
    return run


def _is_label(sentence: str) -> bool:
    """Whether a line only says what follows it."""
    return bool(_LABEL.fullmatch(sentence) and _MARKED.search(sentence.strip()))
