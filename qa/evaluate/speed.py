"""How fast a library of a given size is searched: opening, encoding a query, the whole search.

    python -m qa.evaluate.speed --passages 100000 [--keep FOLDER] [--searches 200] [--threads 1]

The library is made up (see `made_up`). Queries are pieces of its sentences with question words
around them. The real encoder encodes them, and is timed; its answer, which would be near nothing
in such a library, is replaced by a vector as near to a passage as a question's is. One process, one
search at a time. Beside the time on the clock stands the time of the processor, which other work on
the machine does not lengthen.

Knows how to time; nothing of how a search is done.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import reported
from corpus.settings import Places
from index.encoder import EncoderSettings, load_encoder
from index.types import Filters
from qa.evaluate.made_up import MadeUp, fill, unit

if TYPE_CHECKING:
    from index.search import Searcher
    from index.types import Encoder, Matrix


class Near:
    """The real encoder at its real cost; what it says is replaced by a vector near made-up ones."""

    def __init__(self, encoder: Encoder) -> None:
        import numpy as np

        self._encoder = encoder
        self._made = MadeUp(encoder.dimension)
        self._chance = np.random.default_rng(13)
        self.fingerprint, self.dimension = encoder.fingerprint, encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """As many vectors as texts, as near to a passage as questions are (a cosine of .9)."""
        import numpy as np

        self._encoder.encode_queries(texts)
        noise = self._chance.standard_normal((len(texts), self.dimension)).astype(np.float32)
        return unit(self._made.vectors(len(texts)) + np.float32(0.48) * unit(noise))

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """What the encoder says."""
        return self._encoder.encode_passages(texts)


def timed(searches: Sequence[Callable[[], object]]) -> str:
    """The median and the 95th percentile of their times, in milliseconds."""
    import numpy as np

    spent = []
    for search in searches:
        clock, processor = time.perf_counter(), time.process_time()
        search()
        spent.append((time.perf_counter() - clock, time.process_time() - processor))
    clocks, processors = 1e3 * np.quantile(spent, [0.5, 0.95], axis=0).T
    return (
        f"p50 {clocks[0]:6.1f} ms   p95 {clocks[1]:6.1f} ms   "
        f"(processor {processors[0]:6.1f}, {processors[1]:6.1f})"
    )


def lines(searcher: Searcher, encoder: Encoder, queries: Sequence[str]) -> Iterator[str]:
    """The measurements, one line each."""
    yield f"dense leg: {searcher.describe()}"
    decade = Filters(date_from="1980-01-01", date_to="1989-12-31")
    for query in queries[:3]:
        searcher.search(query, 10)
    for name, searches in (
        ("encoding the query", [lambda q=q: encoder.encode_queries([q]) for q in queries]),
        ("search, k = 10", [lambda q=q: searcher.search(q, 10) for q in queries]),
        ("search, ten years", [lambda q=q: searcher.search(q, 10, decade) for q in queries]),
    ):
        yield f"{name:<21}{timed(searches)}"
    yield f"memory               {_memory()}"


def _memory() -> str:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    held = dict(line.split(":", 1) for line in status.splitlines() if line.startswith("Vm"))
    now, most = (int(held[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))
    return f"{now:.0f} MiB resident, {most:.0f} MiB at most"


def opened(directory: Path, encoder: Encoder) -> Searcher:
    """A searcher that has loaded everything."""
    from index.search import Searcher
    from index.store import SqliteStorage

    searcher = Searcher(SqliteStorage(directory), encoder, directory)
    searcher.prepare()
    return searcher


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """Fill a library, open it, search it."""
    parser = argparse.ArgumentParser(prog="qa.evaluate.speed", description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--threads", type=int, help="threads that a query is encoded with")
    parser.add_argument("--keep", type=Path, help="a folder to keep the library in")
    parser.add_argument("--cache", type=Path, help="the folder of prepared models")
    given = parser.parse_args(arguments)
    import torch

    if given.threads:
        torch.set_num_threads(given.threads)
    encoder = Near(load_encoder(EncoderSettings(), Places(cache=given.cache).cache_folder))
    with tempfile.TemporaryDirectory() as folder:
        directory = given.keep or Path(folder)
        # In a process of its own, so that its memory is not counted.
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            size = (encoder.fingerprint, encoder.dimension, given.passages)
            pool.submit(fill, directory, *size).result()
        began = time.perf_counter()
        opened(directory, encoder)
        print(f"first opening        {time.perf_counter() - began:.2f} s", flush=True)
        began = time.perf_counter()
        searcher = opened(directory, encoder)
        print(f"opening              {time.perf_counter() - began:.2f} s", flush=True)
        queries = MadeUp(encoder.dimension).queries(given.searches)
        for line in lines(searcher, encoder, queries):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
