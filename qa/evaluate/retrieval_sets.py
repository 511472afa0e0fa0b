"""The sets that retrieval is measured on, as paragraphs and questions.

A set is a pool of paragraphs and questions that each belong to one of them. The data's folder is an
argument; nothing of it is kept here. Knows the files' formats; nothing of searching.
"""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path

NOISE = 0.10
"""The share of characters that the misprinted set replaces or drops, half of them each."""

SETS = {
    "cmrc": ("cmrc2018_dev.json", "cmrc2018_trial.json"),
    "drcd": ("drcd_dev.json",),
    "drcd-ocr": ("drcd_dev.json",),
    "xquad-zh": ("xquad.zh.json",),
    "xquad-en": ("xquad.zh.json", "xquad.en.json"),
    "xquad-es": ("xquad.zh.json", "xquad.es.json"),
    "xquad-ru": ("xquad.zh.json", "xquad.ru.json"),
    "xquad-de": ("xquad.zh.json", "xquad.de.json"),
}
"""The files of each set. An `xquad` set asks in its own language and searches the Chinese text."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Paragraphs, and for every question the number of its own paragraph."""

    name: str
    paragraphs: tuple[str, ...]
    questions: tuple[str, ...]
    gold: tuple[int, ...]


def load(data: Path, name: str) -> Pool:
    """One set, from the files in `data/public`."""
    paths = [data / "public" / file for file in SETS[name]]
    if name.startswith("xquad") and len(paths) > 1:
        passages, asked = squad(paths[:1]), squad(paths[1:])
        return Pool(name, passages.paragraphs, asked.questions, asked.gold)
    pool = squad(paths)
    paragraphs = pool.paragraphs
    if name.endswith("-ocr"):
        paragraphs = misprinted(paragraphs)
    return Pool(name, paragraphs, pool.questions, pool.gold)


def squad(paths: list[Path]) -> Pool:
    """All paragraphs of SQuAD files in one pool, a paragraph that occurs twice once."""
    numbers: dict[str, int] = {}
    questions: list[str] = []
    gold: list[int] = []
    for path in paths:
        raw = path.read_bytes()
        content = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        for article in content["data"]:
            for paragraph in article["paragraphs"]:
                number = numbers.setdefault(paragraph["context"], len(numbers))
                for asked in paragraph["qas"]:
                    questions.append(asked["question"])
                    gold.append(number)
    return Pool("squad", tuple(numbers), tuple(questions), tuple(gold))


def misprinted(paragraphs: tuple[str, ...], share: float = NOISE) -> tuple[str, ...]:
    """The paragraphs as poor character recognition leaves them, the same on every run.

    A character is lost, or read as another that occurs in the set, each with half of `share`.
    """
    chance = random.Random(20_260)
    alphabet = [one for paragraph in paragraphs for one in paragraph if one.isalnum()]
    spoiled: list[str] = []
    for paragraph in paragraphs:
        kept: list[str] = []
        for character in paragraph:
            luck = chance.random()
            if luck < share / 2:
                continue
            kept.append(chance.choice(alphabet) if luck < share else character)
        spoiled.append("".join(kept))
    return tuple(spoiled)
