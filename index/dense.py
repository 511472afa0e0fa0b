"""The dense leg: the nearest vectors, in FAISS.

Up to `EXACT_UP_TO` rows every vector is compared (float16, read from the database in a moment and
not kept on disk). Above, an inverted file compares the vectors of the nearest cells only. How many
cells is measured against the full comparison when it is built, so that `RECALL` of the true
neighbours are found. Building takes minutes, so it is kept beside the database as a derived file,
with the stamp of the generation that it was made from and its own digest. A file that is missing,
damaged, foreign or outgrown is made again; a folder that cannot be written costs only time.

Knows rows and vectors; nothing of text, of other scores, or of where vectors come from.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import faiss
    import numpy as np
    from numpy.typing import NDArray

    from index.storage import View
    from index.types import Matrix

EXACT_UP_TO = 65_536
"""Rows: a full comparison takes 12 ms there, half of what encoding the query takes."""
RECALL = 0.995
"""Asked of the probes, so that real questions, which lie a little farther off, keep .99."""
NEIGHBOURS = 50
"""Recall is measured on so many neighbours of each probe."""
PROBES = 64
CELL = 500
"""Vectors in a cell, about."""
TRAINING = 40
"""Vectors a cell that the cells are learnt from."""
OUTGROWN = 2.0
"""Cells are learnt anew when there are so many times the rows that they were learnt from."""
FEW = 5_000
"""Rows that a filter leaves: so many are compared one by one, whatever the index."""
CHUNK = 65_536
REMEMBERED = 64
"""Views that an index is known to be right for."""

FILE, MANIFEST = "dense.faiss", "dense.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What a kept index was made from, and how it has to be asked."""

    stamp: str
    rows: int
    learnt_from: int
    dimension: int
    cells_asked: int
    recall: float
    digest: str = ""


class DenseIndex:
    """The vectors of a library, up to date with every view it is asked with. Thread-safe."""

    def __init__(self, directory: Path, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        self._directory = directory
        self._dimension = dimension
        self._exact_up_to = exact_up_to
        self._guard = threading.Lock()
        self._index: faiss.Index | None = None
        self._seen: dict[str, int] = {}
        """Stamps of the views that the index is right for, newest last, and their rows."""
        self._built: Built | None = None

    def nearest(
        self, view: View, queries: Matrix, k: int, allowed: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """The rows that are among the k nearest allowed ones of any query, ascending."""
        import numpy as np

        with self._guard:
            index = self._current(view)
            left = np.flatnonzero(allowed)
            if len(left) <= k:
                return left
            if self._built is not None and len(left) <= FEW:
                scores = index.reconstruct_batch(left) @ queries.T
                best = np.argpartition(scores, -k, axis=0)[-k:]
                return np.unique(left[best])
            found = self._search(index, queries, k, allowed, len(left))
            return np.unique(found[found >= 0]).astype(np.intp)

    def vectors(self, view: View, rows: NDArray[np.intp]) -> Matrix:
        """The vectors of a few rows, as the index holds them."""
        with self._guard:
            vectors: Matrix = self._current(view).reconstruct_batch(rows)
            return vectors

    def describe(self, view: View) -> str:
        """One line for `doctor`: what is compared with what, and how well."""
        with self._guard:
            self._current(view)
            if self._built is None:
                return f"exact, every one of {view.rows:,} vectors is compared (float16)"
            return (
                f"inverted file over {view.rows:,} vectors (float16), {self._built.cells_asked} "
                f"cells asked, recall {self._built.recall:.3f} of exact at {NEIGHBOURS}"
            )

    def _search(
        self,
        index: faiss.Index,
        queries: Matrix,
        k: int,
        allowed: NDArray[np.bool_],
        left: int,
    ) -> NDArray[np.int64]:
        import faiss

        selector = _only(allowed, index.ntotal) if left < index.ntotal else None
        if self._built is None:
            limits = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            return index.search(queries, k, params=limits)[1]
        # A filter thins the cells out: as many more are asked as it takes.
        cells = _cells(self._built.learnt_from)
        asked = min(cells, round(self._built.cells_asked * index.ntotal / left))
        while True:
            found: NDArray[np.int64] = index.search(queries, k, params=_asking(asked, selector))[1]
            if asked >= cells or bool((found >= 0).all()):
                return found
            asked = min(cells, asked * 2)

    def _current(self, view: View) -> faiss.Index:
        """The index, brought up to the view. Rows that it has beyond the view are not asked for."""
        index = self._index
        if index is not None and (view.stamp in self._seen or self._holds(index, view)):
            return index
        if index is None or not view.extends(next(reversed(self._seen))):
            index, self._built = self._kept(view)
            self._seen = {self._built.stamp: self._built.rows} if self._built else {}
        learnt_from = self._built.learnt_from if self._built else 0
        if view.rows > self._exact_up_to and view.rows > OUTGROWN * learnt_from:
            index, self._built = _learnt(view, self._dimension)
            self._keep(index, self._built)
        else:
            _extend(index, view)
        self._index = index
        self._seen[view.stamp] = view.rows
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return index

    def _holds(self, index: faiss.Index, view: View) -> bool:
        """Whether the index is right for a view that came before one that it was asked with.

        A view knows only what came before it, so the rows that no common past vouches for are
        compared. Then a search that began before a commit does not undo what one after it did.
        """
        import numpy as np

        if view.rows > index.ntotal or view.extends(next(reversed(self._seen))):
            return False
        past = (rows for stamp, rows in reversed(self._seen.items()) if view.extends(stamp))
        for start in range(next(past, 0), view.rows, CHUNK):
            stop = min(start + CHUNK, view.rows)
            held = index.reconstruct_batch(np.arange(start, stop))
            if not np.array_equal(held, view.vectors(start, stop).astype(np.float32)):
                return False
        self._seen = {view.stamp: view.rows} | self._seen
        return True

    def _kept(self, view: View) -> tuple[faiss.Index, Built | None]:
        """The index of the derived file where it fits the view, else an empty exact one."""
        import faiss

        index: faiss.Index | None = None
        try:
            text = (self._directory / MANIFEST).read_text(encoding="utf-8")
            built = Built(**json.loads(text))
            path = self._directory / FILE
            fits = built.dimension == self._dimension and built.rows <= view.rows
            if fits and view.extends(built.stamp) and _digest(path) == built.digest:
                index = faiss.read_index(str(path))
        except (OSError, ValueError, TypeError, RuntimeError):
            index = None
        if index is not None and index.ntotal == built.rows and view.rows > self._exact_up_to:
            return index, built
        fp16 = faiss.ScalarQuantizer.QT_fp16
        return faiss.IndexScalarQuantizer(self._dimension, fp16, faiss.METRIC_INNER_PRODUCT), None

    def _keep(self, index: faiss.Index, built: Built) -> None:
        """Write the derived file, its manifest last. Where it fails it is made again next time."""
        import faiss

        half = self._directory / f".{FILE}-{os.getpid()}"
        try:
            faiss.write_index(index, str(half))
            manifest = json.dumps(asdict(replace(built, digest=_digest(half))))
            half.replace(self._directory / FILE)
            half.write_text(manifest, encoding="utf-8")
            half.replace(self._directory / MANIFEST)
        except (OSError, RuntimeError):
            half.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _extend(index: faiss.Index, view: View) -> None:
    """Add the rows of the view that the index has not."""
    import numpy as np

    for start in range(index.ntotal, view.rows, CHUNK):
        stop = min(start + CHUNK, view.rows)
        index.add(view.vectors(start, stop).astype(np.float32))


def _learnt(view: View, dimension: int) -> tuple[faiss.Index, Built]:
    """An inverted file over all rows of the view, and how many cells a search has to ask."""
    import faiss

    cells = _cells(view.rows)
    coarse = faiss.IndexFlatIP(dimension)
    fp16 = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexIVFScalarQuantizer(
        coarse, dimension, cells, fp16, faiss.METRIC_INNER_PRODUCT, False
    )
    index.cp.niter = 8
    index.cp.min_points_per_centroid = 1
    index.train(_spread(view, cells * TRAINING))
    _extend(index, view)
    index.make_direct_map()
    index.parallel_mode = 1
    asked, recall = _cells_to_ask(index, _probes(_spread(view, PROBES)))
    return index, Built(view.stamp, view.rows, view.rows, dimension, asked, recall)


def _spread(view: View, most: int) -> Matrix:
    """Living rows' vectors, evenly spread over the library, the same on every run."""
    import numpy as np

    alive = np.flatnonzero(view.alive)
    chosen = alive[:: max(1, len(alive) // most)][:most]
    parts = []
    for start in range(0, view.rows, CHUNK):
        stop = min(start + CHUNK, view.rows)
        low, high = np.searchsorted(chosen, [start, stop])
        if low < high:
            parts.append(view.vectors(start, stop)[chosen[low:high] - start].astype(np.float32))
    return np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)


def _probes(vectors: Matrix) -> Matrix:
    """Stand-ins for queries: near a passage, but no nearer (cosine .85) than a question is."""
    import numpy as np

    noise = np.random.default_rng(0).standard_normal(vectors.shape, dtype=np.float32)
    noise *= 0.62 / np.linalg.norm(noise, axis=1, keepdims=True)
    near = vectors + noise
    probes: Matrix = near / np.linalg.norm(near, axis=1, keepdims=True)
    return probes


def _cells(rows: int) -> int:
    return max(1, rows // CELL)


def _only(allowed: NDArray[np.bool_], total: int) -> faiss.IDSelectorBitmap:
    """What limits a search to the allowed rows; rows beyond the view are not among them."""
    import faiss
    import numpy as np

    bits = np.zeros(total, dtype=np.bool_)
    bits[: len(allowed)] = allowed
    return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]


def _asking(cells: int, selector: faiss.IDSelector | None = None) -> faiss.SearchParametersIVF:
    # FAISS's own type hints leave these arguments out.
    import faiss

    return faiss.SearchParametersIVF(nprobe=cells, sel=selector)  # type: ignore[call-arg]


def _cells_to_ask(index: faiss.IndexIVF, probes: Matrix) -> tuple[int, float]:
    """The fewest cells, doubling, that hold `RECALL` of the probes' true neighbours."""
    k = min(NEIGHBOURS, index.ntotal)
    everything = index.search(probes, k, params=_asking(index.nlist))[1]
    truth = [set(row) for row in everything.tolist()]
    asked = 4
    while asked < index.nlist:
        found = index.search(probes, k, params=_asking(asked))[1].tolist()
        hits = sum(len(wanted.intersection(row)) for wanted, row in zip(truth, found, strict=True))
        if hits >= RECALL * k * len(truth):
            return asked, hits / (k * len(truth))
        asked *= 2
    return index.nlist, 1.0
