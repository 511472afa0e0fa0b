"""Verification: is this sentence supported by these sources, and by which of them?

A sentence that stands word for word in a source is quoted. Otherwise its numbers, dates, names,
quantifiers and negations are compared with each source; the source that has them all supports it. No
model is asked about any of these. What words alone cannot prove (another wording, another language)
is unsupported: no measure of meaning that was tried tells a paraphrase from a sentence that sets
another person, act or cause in its place. A sentence may rest on several sources when each of its
clauses rests on one.

Knows text; nothing of writers, libraries or pages.
"""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentences_of
from index.fold import squeeze
from qa.claims.causes import cause_problems
from qa.claims.clean import comparable, without_controls, without_marks
from qa.claims.findings import Pair, Problem, Weight, pair_of
from qa.claims.markers import Marker
from qa.claims.roles import role_problems
from qa.claims.tokens import Day, Token, tokens_of
from qa.claims.turning import turning_problems
from qa.claims.values import value_problems
from qa.claims.wording import wording_problems
from qa.types import Support

LONGEST = 600
"""Characters of a sentence that is compared; a longer one is no sentence and can only be a quotation."""  # noqa: E501
LONGEST_SOURCE = 2_000
"""Characters of a source that are compared; of a longer one, the sentences nearest in wording."""
ABOUT_IT = 0.5
"""The share of the words that a source has to have before it can be said to contradict."""
NEARLY_ALL = 0.8
"""With this share of a clause's words a source speaks of the same matter."""
_SHORT = 8
"""Characters of a clause that is too short to be looked for by itself."""

_CAPITAL = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-ÞА-Я][^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_LETTER = re.compile(r"[^\W\d_\u2e80-\uffff]+")
_SAYING = re.compile(r"[\w%‰℃°$€£¥+]|(?<=\d)[.~:/-](?=\d)")
_CLAUSE = re.compile(r"(?<=[，,；;。.])(?!\d)")


@dataclass(frozen=True, slots=True)
class Source:
    """A span of an article that a sentence may rest on."""

    article_id: str
    start: int
    end: int
    text: str
    context: str = ""
    """Headline, date and publication: may supply a name, a place or a year, never another value."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence, and the sources that it rests on, best first."""

    support: Support
    sources: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Finding:
    """What one source says to the sentence."""

    source: int
    problems: tuple[Problem, ...]
    share: float

    @property
    def proven(self) -> bool:
        return not self.problems and self.share >= ABOUT_IT


def verify(sentence: str, sources: Sequence[Source]) -> Verdict:
    """Whether the sources support the sentence, and which; a model's own marks are not heeded."""
    sentence = without_marks(without_controls(sentence)).strip()
    if not squeeze(sentence):
        return Verdict(Support.UNSUPPORTED, (), "says nothing")
    quoted = [at for at, source in enumerate(sources) if _quotes(sentence, source.text)]
    if quoted:
        return Verdict(Support.QUOTED, (quoted[0],), "")
    if len(sentence) > LONGEST:
        return Verdict(Support.UNSUPPORTED, (), f"{len(sentence):,} characters, no quotation")
    if not sources:
        return Verdict(Support.UNSUPPORTED, (), "no source")
    return _Verifier(sentence, sources).verdict()


def _quotes(sentence: str, text: str) -> bool:
    """Whether the sentence stands in the text as one or more whole clauses.

    A piece out of a clause may have lost its `not` or half of a number, so it is compared instead.
    """
    said, _ = _bare(sentence)
    printed, edges = _bare(text)
    at = printed.find(said) if said else -1
    while at >= 0:
        if at in edges and at + len(said) in edges:
            return True
        at = printed.find(said, at + 1)
    return False


def _bare(text: str) -> tuple[str, set[int]]:
    """The text without punctuation, and the places in it where there was some."""
    plain = comparable(text)
    kept = list(_SAYING.finditer(plain))
    edges = {0, len(kept)}
    for at in range(1, len(kept)):
        if plain[kept[at - 1].end() : kept[at].start()].strip():
            edges.add(at)
    return "".join(found.group() for found in kept), edges


class _Verifier:
    """One sentence against its sources."""

    def __init__(self, sentence: str, sources: Sequence[Source]) -> None:
        self._sentence = sentence
        self._sources = sources
        self._texts = [_nearest(sentence, source.text) for source in sources]
        self._tokens = [tokens_of(text) for text in self._texts]
        self._context = [tokens_of(source.context[:LONGEST]) for source in sources]

    def verdict(self) -> Verdict:
        said = tokens_of(self._sentence)
        if not said:
            return Verdict(Support.UNSUPPORTED, (), "says nothing")
        findings = sorted(self._findings(self._sentence, said), key=_order)
        if findings[0].proven:
            return Verdict(Support.SUPPORTED, (findings[0].source,), "")
        if together := self._together():
            return Verdict(Support.SUPPORTED, together, "")
        return _refused(findings)

    def _findings(self, text: str, said: Sequence[Token]) -> list[_Finding]:
        names = frozenset(comparable(word) for word in _CAPITAL.findall(text))
        return [self._finding(at, said, names, _script(text)) for at in range(len(self._sources))]

    def _finding(
        self, at: int, said: Sequence[Token], names: frozenset[str], script: str
    ) -> _Finding:
        pair = pair_of(said, self._tokens[at], self._around(at), self._dateline(at))
        if script != _script(self._texts[at]):
            problems = [*value_problems(pair, other_tongue=True), *_other_tongue(pair)]
            return _Finding(at, tuple(problems), 1.0)
        wording, share = wording_problems(pair, names)
        problems = [*value_problems(pair), *turning_problems(pair), *wording]
        problems += [*role_problems(pair), *cause_problems(pair)]
        return _Finding(at, tuple(problems), share)

    def _around(self, at: int) -> list[Token]:
        """What may supply a name: the context, and the other sources of the same article."""
        article = self._sources[at].article_id
        around = list(self._context[at])
        for other, source in enumerate(self._sources):
            if other != at and source.article_id == article:
                around += self._tokens[other]
        return around

    def _dateline(self, at: int) -> list[Day]:
        return [token.day for token in self._context[at] if token.day]

    def _together(self) -> tuple[int, ...]:
        """The sources of the clauses, where each clause rests on one; () where any does not."""
        clauses = clauses_of(self._sentence)
        if not 2 <= len(clauses) <= 12 or len(self._sources) < 2:
            return ()
        found: list[int] = []
        for clause in clauses:
            said = tokens_of(clause)
            findings = self._findings(clause, said)
            best = min(findings, key=_order)
            if not best.proven or any(map(self._denies, findings)):
                return ()
            found.append(best.source)
        return tuple(dict.fromkeys(found))

    @staticmethod
    def _denies(finding: _Finding) -> bool:
        """Whether a source has nearly all the words of a clause, and yet says otherwise."""
        return finding.share >= NEARLY_ALL and any(
            problem.weight is Weight.CONTRADICTED for problem in finding.problems
        )


def _order(finding: _Finding) -> tuple[bool, float, int]:
    """Proven first, then by how much the source has of the sentence."""
    return (not finding.proven, -finding.share, len(finding.problems))


def _refused(findings: Sequence[_Finding]) -> Verdict:
    nearest = max(findings, key=lambda finding: finding.share)
    if nearest.share < ABOUT_IT or not nearest.problems:
        return Verdict(Support.UNSUPPORTED, (), "no source says this")
    worst = min(nearest.problems, key=lambda problem: list(Weight).index(problem.weight))
    contradicted = worst.weight is Weight.CONTRADICTED
    support = Support.CONTRADICTED if contradicted else Support.UNSUPPORTED
    return Verdict(support, (), worst.reason)


def clauses_of(sentence: str) -> list[str]:
    """The clauses of a sentence; a short one stays with that before it."""
    clauses: list[str] = []
    for part in _CLAUSE.split(sentence):
        if clauses and min(len(squeeze(part)), len(squeeze(clauses[-1]))) < _SHORT:
            clauses[-1] += part
        else:
            clauses.append(part)
    return clauses


def _other_tongue(pair: Pair) -> list[Problem]:
    """What can be compared across languages besides values; the rest stays unproven."""
    problems = [Problem(Weight.UNPROVEN, "in another language than the source")]
    printed = {token.key for token in pair.printed}
    for token in pair.said:
        mixed = any(map(str.isdigit, token.key)) and any(map(str.isalpha, token.key))
        if mixed and not token.is_value and token.key not in printed:
            problems.append(Problem(Weight.CONTRADICTED, f"{token.text} not in the source"))
    if Marker.NOT in pair.said_markers.values() and Marker.NOT not in pair.printed_markers.values():
        problems.append(Problem(Weight.CONTRADICTED, "the source does not deny it"))
    return problems


def _script(text: str) -> str:
    """The script that most of the text is in; an ideograph says as much as a few letters."""
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    letters = sum(map(len, _LETTER.findall(text)))
    if letters > 2.5 * (han + kana):
        word = _LETTER.search(text)
        return "cyrillic" if word and "\u0400" <= word.group()[0] <= "\u052f" else "latin"
    return "kana" if kana * 4 > han + kana and kana > 1 else "han"


def _nearest(sentence: str, text: str) -> str:
    """The text, or of a long one the sentences that share most pairs of characters."""
    if len(text) <= LONGEST_SOURCE:
        return text
    pairs = {sentence[at : at + 2] for at in range(len(sentence) - 1)}
    spans = [(start, min(end, start + LONGEST_SOURCE)) for start, end in sentences_of(text)]
    ranked = sorted(
        spans,
        key=lambda span: -len(pairs & {text[at : at + 2] for at in range(*span)}),
    )
    kept: list[tuple[int, int]] = []
    size = 0
    for start, end in ranked:
        size += end - start
        if size > LONGEST_SOURCE and kept:
            break
        kept.append((start, end))
    return "\n".join(text[start:end] for start, end in sorted(kept))
