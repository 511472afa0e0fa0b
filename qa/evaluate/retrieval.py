"""How well the library finds: R@1, R@5 and MRR@10 of each set, printed as a table.

    python -m qa.evaluate.retrieval --data FOLDER [--sets cmrc,drcd] [--vectors FOLDER]

Every paragraph of a set becomes an article without a headline in a library of its own, cut, stored
and searched as always. A paragraph's rank is that of its first hit. `--vectors` keeps what was
encoded, for another run with the same encoder. `retrieval_pages` says how `pages` is judged.

Knows how a search is judged; nothing of how it is done.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, reported
from corpus.language import detect
from corpus.settings import Places
from corpus.types import Article
from index.encoder import EncoderSettings, load_encoder
from index.types import Encoder
from qa.evaluate import retrieval_pages, retrieval_sets
from qa.evaluate.shelf import KeptVectors, searcher

if TYPE_CHECKING:
    from index.search import Searcher

DEPTH = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    questions: int
    at_1: float
    at_5: float
    at_20: float
    mrr_10: float

    @classmethod
    def of(cls, name: str, ranks: Sequence[int]) -> Line:
        """The means over the ranks; 0 stands for a paragraph that was not found."""
        count = max(len(ranks), 1)
        at_1, at_5, at_20 = (sum(0 < rank <= top for rank in ranks) / count for top in (1, 5, 20))
        mrr = sum(1 / rank for rank in ranks if 0 < rank <= 10) / count
        return cls(name, len(ranks), at_1, at_5, at_20, mrr)

    def __str__(self) -> str:
        shares = (self.at_1, self.at_5, self.at_20, self.mrr_10)
        return f"{self.name:<12}{self.questions:>8}" + "".join(f"{one:>9.4f}" for one in shares)


HEADER = f"{'set':<12}{'asked':>8}{'R@1':>9}{'R@5':>9}{'R@20':>9}{'MRR@10':>9}"


def pool_ranks(pool: retrieval_sets.Pool, encoder: Encoder, most: int) -> list[int]:
    """For each question the rank of its paragraph, 0 where it is beyond the depth."""
    articles = [
        Article(f"p{number}", "pool", "", text, language=detect(text))
        for number, text in enumerate(pool.paragraphs)
    ]
    step = max(1, len(pool.questions) // most) if most else 1
    asked = range(0, len(pool.questions), step)
    encoder.encode_queries(pool.questions)
    with tempfile.TemporaryDirectory() as folder:
        searching = searcher(articles, encoder, Path(folder))
        return [
            _rank(searching, pool.questions[number], f"p{pool.gold[number]}") for number in asked
        ]


def _rank(searching: Searcher, question: str, gold: str) -> int:
    hits = searching.search(question, DEPTH * 4)
    order = list(dict.fromkeys(hit.passage.article_id for hit in hits))
    return order.index(gold) + 1 if gold in order else 0


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sets that are asked for."""
    parser = argparse.ArgumentParser(prog="qa.evaluate.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--pages", type=Path, help="the raw pages (default: beside the data)")
    parser.add_argument("--sets", default=",".join([*retrieval_sets.SETS, "pages"]))
    parser.add_argument("--vectors", type=Path, help="a folder to keep vectors in")
    parser.add_argument("--most", type=int, default=0, help="about so many questions of a set")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    given = parser.parse_args(arguments)
    names = given.sets.split(",")
    unknown = sorted(set(names) - {*retrieval_sets.SETS, "pages"})
    if unknown:
        known = ", ".join([*retrieval_sets.SETS, "pages"])
        raise SettingError("no such set", ",".join(unknown), f"Sets: {known}")
    encoder = KeptVectors(
        load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder), given.vectors
    )
    print(HEADER)
    for name in names:
        try:
            ranks = (
                retrieval_pages.ranks(
                    given.pages or given.data.parent / "seeds", given.data, encoder
                )
                if name == "pages"
                else pool_ranks(retrieval_sets.load(given.data, name), encoder, given.most)
            )
        except FileNotFoundError as error:
            print(f"{name}: left out, {error.filename} is missing", file=sys.stderr)
            continue
        print(Line.of(name, ranks), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
