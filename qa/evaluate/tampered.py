"""Are falsified sentences caught, and true ones let through?

`python -m qa.evaluate.tampered PATH…` takes true sentences that hold a number, a date, a name or a
negation, falsifies each by every rule that fits, and rewords each by every rule that fits. Every one
is verified against its own sentence and the two beside it, in no fixed order. A falsified sentence
is caught when it is not let through; a reworded one is falsely accused when it is not.

Words alone: no model is asked. Knows corpus and verifier; the rules are a module of their own.
"""  # noqa: E501

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from corpus.assemble import articles_of, stitch
from corpus.errors import ReadError, SettingError, reported
from corpus.read import read_batch
from corpus.sentences import sentences_of
from corpus.types import READABLE, Article
from qa.evaluate.tampered_rules import FALSIFIERS, REWORDINGS, Pools
from qa.types import Support
from qa.verify import Source, verify

SEED = 20230226
_PASSED = frozenset({Support.QUOTED, Support.SUPPORTED})
_HOLDS = re.compile(r"\d|不|没|未|[\u3400-\u9fff](?:市|省|县|区|公司|工会|法院)|\bnot?\b")
_PERSON = re.compile(
    r"(?:记者|通讯员|主席|书记|主任|经理|队长|班长|律师|师傅|院长|厂长|司机|骑手|焊工)\s?([\u3400-\u9fff]{2,3})"
    r"(?=[，、。）)说告表在把的是介宣]|\s)"
)
_PLACE = re.compile(r"(?<=[，。、在于向从\n])([\u3400-\u9fff]{2}[市省县区州])")
_BODY = re.compile(r"([\u3400-\u9fff]{2,4}(?:公司|法院|集团|医院|大学|总工会))")
_NO_NAME = re.compile(r"[的在各全为对本该将和与处党其这让把被省市]|.*[的要求各]")
_LATIN = re.compile(r"(?<=[a-zа-я,] )([A-ZА-Я][a-zа-я]{3,})\b")


@dataclass(frozen=True, slots=True)
class Taken:
    """A sentence of an article, with what stands beside it."""

    text: str
    beside: tuple[str, ...]
    article: str
    context: str


@dataclass(frozen=True, slots=True)
class Trial:
    """One verdict on one falsified or reworded sentence."""

    kind: str
    falsified: bool
    passed: bool
    said: str
    printed: str
    reason: str


def trials(articles: Sequence[Article], count: int, seed: int = SEED) -> list[Trial]:
    """Every rule tried on `count` sentences of the articles."""
    random = Random(seed)
    known = list(_sentences(articles))
    chosen = random.sample(known, min(count, len(known)))
    pools = names_of(articles)
    return [trial for one in chosen for trial in _tried(one, random, pools)]


def _sentences(articles: Sequence[Article]) -> Iterator[Taken]:
    for article in articles:
        texts = [article.text[start:end] for start, end in sentences_of(article.text)]
        context = "\n".join((article.title, article.date or article.issue, article.publication))
        for at, text in enumerate(texts):
            if 14 <= len(text) <= 220 and _HOLDS.search(text):
                beside = (*texts[max(0, at - 1) : at], *texts[at + 1 : at + 2])
                yield Taken(text, beside, article.id, context)


def names_of(articles: Sequence[Article]) -> Pools:
    """People, places, organisations and capitalised words that occur twice or more."""
    forms = {"person": _PERSON, "place": _PLACE, "organisation": _BODY, "latin": _LATIN}
    texts = [article.text for article in articles]
    whole = "\n".join(texts)
    pools: dict[str, list[str]] = {}
    for kind, form in forms.items():
        found = Counter(name for text in texts for name in form.findall(text))
        pools[kind] = sorted(
            name for name in found if whole.count(name) >= 2 and not _NO_NAME.match(name)
        )
    return pools


def _tried(one: Taken, random: Random, pools: Pools) -> Iterator[Trial]:
    texts = [one.text, *one.beside]
    random.shuffle(texts)
    sources = [Source(one.article, at, at + 1, text, one.context) for at, text in enumerate(texts)]
    said = [(kind, True, rule(one.text, random, pools)) for kind, rule in FALSIFIERS.items()]
    clause = REWORDINGS["clause alone"](one.text, random)
    if clause != one.text:
        said += [
            (f"{kind}, in a clause", text != clause, text)
            for kind, rule in FALSIFIERS.items()
            if (text := rule(clause, random, pools)) != clause
        ]
    said += [(kind, False, rule(one.text, random)) for kind, rule in REWORDINGS.items()]
    for kind, falsified, text in said:
        if text != one.text or kind == "as it is":
            verdict = verify(text, sources)
            passed = verdict.support in _PASSED
            yield Trial(kind, falsified, passed, text, one.text, verdict.reason)


def articles_at(paths: Sequence[str]) -> list[Article]:
    """The stories of files and folders, continuations joined."""
    results = list(read_batch([Path(path) for path in paths], {}))
    found = [
        article
        for result in results
        for document in result.documents
        for article in articles_of(document)
    ]
    if not found:
        raise ReadError("no article", ", ".join(paths), "Name files or folders with articles")
    return [article for article in stitch(found) if article.kind in READABLE]


def summary(done: Sequence[Trial]) -> dict[str, dict[str, tuple[int, int]]]:
    """By kind: how many were caught or falsely accused, of how many; `all` sums them up."""
    table: dict[str, dict[str, tuple[int, int]]] = {"caught": {}, "falsely accused": {}}
    for trial in done:
        part = table["caught" if trial.falsified else "falsely accused"]
        for kind in (trial.kind, "all"):
            hit, of = part.get(kind, (0, 0))
            part[kind] = (hit + (not trial.passed), of + 1)
    return table


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share caught and the share falsely accused, by kind."""
    options = _parser().parse_args(arguments)
    if options.count < 1:
        raise SettingError("--count is not a number of sentences", options.count, "Give 1 or more")
    done = trials(articles_at(options.paths), options.count, options.seed)
    table = summary(done)
    if options.json:
        print(json.dumps(table, ensure_ascii=False))
    else:
        for measure, kinds in table.items():
            for kind, (hit, of) in kinds.items():
                print(f"{measure:16} {kind:24} {hit:5} of {of:5}  {hit / of:.3f}")
    if options.failures:
        for trial in done:
            if trial.passed is trial.falsified:
                print(f"{trial.kind}: {trial.said} | {trial.printed} | {trial.reason}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m qa.evaluate.tampered",
        description="Are falsified sentences caught, and true ones let through? Words alone.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files or folders with articles")
    parser.add_argument("--count", type=int, default=300, help="true sentences to try (300)")
    parser.add_argument("--seed", type=int, default=SEED, help="of the choice")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--failures", action="store_true", help="print each one that went wrong")
    return parser


if __name__ == "__main__":
    sys.exit(main())
