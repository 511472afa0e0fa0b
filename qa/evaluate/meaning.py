"""Could a measure of meaning tell what words leave open?

`python -m qa.evaluate.meaning PAIRS.jsonl` takes pairs of a source and a sentence said of it, each
marked true or false. Those that the verifier neither lets through nor finds contradicted are scored
by the encoder and by the reader. Printed, within a language and across languages: the area under
the curve, and the share of the true ones that pass where at most one false one in 25 does.

One line of the file is one pair: `source`, `said`, `true`, `kind`. Knows verifier, encoder and
reader; what figure would be good enough is for whoever reads it.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError, reported
from corpus.settings import Places
from index.encoder import EncoderSettings, load_encoder
from index.types import Encoder
from qa.evaluate.reading_measures import auc
from qa.reader.types import PassageReader, Text
from qa.types import Support
from qa.verify import Source, clauses_of, verify

MOST_FALSE = 0.04
"""The share of the false pairs that may pass."""
HEADER = f"{'pairs':10}{'measure':26}{'true':>6}{'false':>6}{'AUC':>7}{'pass':>7}{'from':>9}"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, the source that it is held against, and whether that supports it."""

    source: str
    said: str
    true: bool
    kind: str

    @property
    def across(self) -> bool:
        """Whether the two are in different scripts."""
        return _spaced(self.source) != _spaced(self.said)

    @property
    def support(self) -> Support:
        """What the verifier says."""
        return verify(self.said, [Source("", 0, len(self.source), self.source)]).support


def _spaced(text: str) -> bool:
    return sum(map(str.isascii, text)) * 2 > len(text)


def pairs_of(path: Path) -> list[Said]:
    """The pairs of a file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [Said(**json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        remedy = "Give JSON lines with source, said, true and kind"
        raise ReadError(f"no pairs to be read ({error})", path, remedy) from error


def scores(
    pairs: Sequence[Said], encoder: Encoder, reader: PassageReader
) -> dict[str, list[float]]:
    """What each measure gives each pair."""
    texts = sorted({text for one in pairs for text in _pieces(one.source) + _pieces(one.said)})
    at = {text: place for place, text in enumerate(texts)}
    passages, queries = encoder.encode_passages(texts), encoder.encode_queries(texts)
    found: dict[str, list[float]] = {}
    for one in pairs:
        said, source = at[one.said], at[one.source]
        places = [at[text] for text in _pieces(one.source)]
        parts = [at[text] for text in clauses_of(one.said)]
        near = (passages[parts] @ passages[places].T).max(axis=1)
        asked = reader.read(one.said, [Text("", one.source)])[0]
        back = reader.read(one.source, [Text("", one.said)])[0]
        for name, score in {
            "cosine of passages": passages[said] @ passages[source],
            "cosine as a question": queries[said] @ passages[source],
            "cosine of questions": queries[said] @ queries[source],
            "cosine, weakest clause": near.min(),
            "cosine, mean of clauses": near.mean(),
            "reader, asked the said": asked.relevance,
            "reader, asked the source": back.relevance,
        }.items():
            found.setdefault(name, []).append(float(score))
    return found


def _pieces(text: str) -> list[str]:
    return [text, *clauses_of(text)]


def passing(scored: Sequence[float], true: Sequence[bool]) -> tuple[float, float]:
    """The share of the true ones that pass where few false ones do, and from which score on."""
    false = sorted((score for score, good in zip(scored, true, strict=True) if not good))
    bar = false[-1 - int(MOST_FALSE * len(false))] if false else -math.inf
    above = [score for score, good in zip(scored, true, strict=True) if good and score > bar]
    return len(above) / max(1, sum(true)), min(above, default=math.inf)


def table(pairs: Sequence[Said], found: dict[str, list[float]]) -> Iterator[str]:
    """One line for each measure, within a language and across."""
    for name, across in (("within", False), ("across", True)):
        rows = [at for at, one in enumerate(pairs) if one.across is across]
        true = [pairs[at].true for at in rows]
        for measure, every in found.items():
            mine = [every[at] for at in rows]
            share, low = passing(mine, true)
            counts = f"{sum(true):6}{len(true) - sum(true):6}"
            yield f"{name:10}{measure:26}{counts}{auc(mine, true):7.3f}{share:7.3f}{low:9.4f}"


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the verifier says of the pairs, and what measures make of those it leaves."""
    from qa.reader.reader import load_reader

    parser = argparse.ArgumentParser(prog="python -m qa.evaluate.meaning", description=__doc__)
    parser.add_argument("pairs", type=Path, help="JSON lines: source, said, true, kind")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    given = parser.parse_args(arguments)
    pairs = pairs_of(given.pairs)
    for (true, support), count in sorted(Counter((p.true, p.support) for p in pairs).items()):
        print(f"{'true' if true else 'false':6}{support:14}{count:5}")
    left = [one for one in pairs if one.support is Support.UNSUPPORTED]
    encoder = load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder)
    print(HEADER)
    for line in table(left, scores(left, encoder, load_reader(encoder))):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
