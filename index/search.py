"""Searching: both legs, one order.

The lexical leg says which share of the query a passage covers, the dense leg how much nearer its
vector is to the query's than the collection's usually are (in standard deviations over a fixed
sample). Each leg nominates its best passages, every nominee gets both scores, and a hit's score
is their weighted sum. So a question in another language, which covers nothing, is decided by the
vectors, and a name that stands in one passage by its characters.

Filters limit what is nominated, so k hits come whenever k passages pass. Of near-identical articles
only the one with the best hit is shown. Equal scores are ordered by passage id.

One leg can be asked alone, for a measurement of what the other adds: then it alone nominates and
scores, and what a query quotes is read as plain words.

Knows storage through its seam; nothing of databases, models or answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from corpus.types import Passage
from index import lexical, tongues
from index.dense import DenseIndex
from index.phrases import Quotation, quotation
from index.types import Encoder, Filters, Hit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.storage import Storage, View
    from index.types import Matrix

DENSE_WEIGHT, ABROAD = 0.1, 0.3
"""What one standard deviation of nearness is worth, in shares of the query covered; and in a
collection mostly in another language than the query, where shared characters are chance."""
NOMINEES = 200
"""Passages that each leg puts forward."""
_VARIANTS = {"zh": ("zh", "zh-Hant")}
_PAGE = 100
SAMPLE = 1_000
"""Passages whose nearness says what is usual."""
USUAL_SPREAD, DOUBT = 0.04, 20
"""The spread to expect of nearness, and how many passages that expectation counts for."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is usual in one generation of the library."""

    stamp: str
    collection: lexical.Collection
    tongues: Mapping[str, NDArray[np.bool_]]
    """For each language met, the rows that are in it."""
    sampled: NDArray[np.intp]
    sample: Matrix


@dataclass(frozen=True, slots=True)
class Ranked:
    """Nominees in order, best first."""

    rows: NDArray[np.intp]
    scores: NDArray[np.float64]
    covered: NDArray[np.float32]
    cosines: NDArray[np.float32]


Leg: TypeAlias = Literal["lexical", "dense"]

Shift: TypeAlias = "tuple[NDArray[np.bool_], NDArray[np.float32]]"
"""The rows in one language, and what is taken off a query's vector for them."""


class Searcher:
    """Searches one library. Cheap to make, shared between threads."""

    def __init__(self, storage: Storage, encoder: Encoder, directory: Path) -> None:
        self.storage = storage
        self._encoder = encoder
        self._tongues = tongues.Tongues(encoder)
        self._guard = threading.Lock()
        self._directory = directory
        self._dense: DenseIndex | None = None
        self._background: Background | None = None

    def prepare(self) -> None:
        """Load what the first search would load."""
        with self.storage.view() as view:
            self._index().describe(view)
            self._usual(view)

    def describe(self) -> str:
        """One line for `doctor`: how the dense leg searches."""
        with self.storage.view() as view:
            return self._index().describe(view)

    def search(
        self, query: str, k: int, filters: Filters | None = None, leg: Leg | None = None
    ) -> list[Hit]:
        """The k best passages for a query, best first; fewer only where fewer pass the filters.

        With a leg, the k best of that leg alone, by its own score: the lexical leg finds nothing
        where no passage shares a term with the query.
        """
        asked = quotation(query[: lexical.LONGEST_QUERY])
        if k <= 0 or not asked.text:
            return []
        if leg:
            asked = Quotation(asked.text)
        vector = self._encoder.encode_queries([asked.text])
        with self.storage.view() as view:
            allowed = view.select(filters or Filters())
            ranked = self._ranked(view, asked, vector, allowed, max(NOMINEES, 4 * k), leg)
            if asked.phrases:
                hits = self._quoting(view, ranked, asked, k)
                if hits or asked.strict:
                    return hits
            return list(_hits(view, ranked, k))

    def _index(self) -> DenseIndex:
        with self._guard:
            if self._dense is None:
                self._dense = DenseIndex(self._directory, self._encoder.dimension)
            return self._dense

    def _usual(self, view: View) -> Background:
        import numpy as np

        known = self._background
        if known is not None and known.stamp == view.stamp:
            return known
        alive = view.alive
        living = np.flatnonzero(alive)
        chosen = living[:: max(1, -(-len(living) // SAMPLE))]
        collection = lexical.Collection(len(living), lexical.damping(view.lengths, alive))
        sample = self._index().vectors(view, chosen)
        languages = {
            tongue: view.select(Filters(languages=_VARIANTS.get(tongue, (tongue,))))
            for tongue in tongues.QUESTIONS
        }
        met = {tongue: rows for tongue, rows in languages.items() if rows.any()}
        known = Background(view.stamp, collection, met, chosen, sample)
        self._background = known
        return known

    def _ranked(
        self,
        view: View,
        asked: Quotation,
        vector: Matrix,
        allowed: NDArray[np.bool_],
        nominees: int,
        leg: Leg | None,
    ) -> Ranked:
        import numpy as np

        usual = self._usual(view)
        shifts = self._shifts(asked.text, usual)
        covered = _covered(view, asked.text, usual.collection)
        covered[~allowed] = 0
        aims = np.concatenate([vector, *(vector - shift for _, shift in shifts)])
        near = self._index().nearest(view, aims, nominees, allowed)
        shared = lexical.best_rows(covered, nominees)
        rows = {"lexical": shared, "dense": near}[leg] if leg else np.union1d(near, shared)
        if asked.phrases:
            holding = np.where(_holding(view, asked.phrases) & allowed, covered, 0)
            rows = np.union1d(rows, lexical.best_rows(holding, nominees))
        cosines = _nearness(self._index().vectors(view, rows), rows, vector[0], shifts)
        if leg:
            scores = {"lexical": covered[rows], "dense": cosines}[leg]
        else:
            scores = covered[rows] + _added(usual, vector[0], shifts, cosines)
        rounded = scores.astype(np.float64).round(6)
        order = np.lexsort((rows, -rounded))
        rows = rows[order]
        return Ranked(rows, rounded[order], covered[rows], cosines[order])

    def _shifts(self, text: str, usual: Background) -> list[Shift]:
        """For each other language in the library, its rows and what they are asked without."""
        asked = tongues.asked_in(text)
        if not asked:
            return []
        return [
            (rows, self._tongues.shift(asked, tongue))
            for tongue, rows in usual.tongues.items()
            if tongue != asked
        ]

    def _quoting(self, view: View, ranked: Ranked, asked: Quotation, k: int) -> list[Hit]:
        """The best hits whose article has every quoted phrase in its headline or text."""
        checked: dict[str, bool] = {}

        def holds(passage: Passage) -> bool:
            if passage.article_id not in checked:
                article = view.articles([passage.article_id])[passage.article_id]
                text = lexical.spelled(f"{article.title}\n{article.text}")
                checked[passage.article_id] = all(phrase in text for phrase in asked.phrases)
            return checked[passage.article_id]

        return list(_hits(view, ranked, k, holds))


def _covered(view: View, text: str, collection: lexical.Collection) -> NDArray[np.float32]:
    """For each row, the share of the query's terms that its passage covers."""
    weights = lexical.query_terms(text)
    if len(weights) > lexical.MOST_TERMS:
        weights = lexical.rarest(weights, view.frequencies(weights), collection.size)
    return lexical.score(weights, view.postings(weights), collection)


def _holding(view: View, phrases: Sequence[str]) -> NDArray[np.bool_]:
    """For each row, whether its passage may have every phrase, or the larger part of it.

    A phrase that runs over the border of two passages has half of its terms or more in one of them.
    """
    import numpy as np

    holding = np.ones(view.rows, dtype=np.bool_)
    for phrase in phrases:
        wanted = list(lexical.terms(phrase))
        longest = [term for term in wanted if len(term) > 1] or wanted
        count = np.zeros(view.rows, dtype=np.int32)
        for found in view.postings(longest).values():
            count[found.rows] += 1
        holding &= 2 * count >= len(longest) - 1
        holding &= count > 0
    return holding


def _nearness(
    vectors: Matrix, rows: NDArray[np.intp], query: NDArray[np.float32], shifts: Sequence[Shift]
) -> NDArray[np.float32]:
    """The cosine of each row's vector to the query as it is asked in that row's language."""
    cosines: NDArray[np.float32] = vectors @ query
    for there, shift in shifts:
        cosines -= there[rows] * (vectors @ shift)
    return cosines


def _added(
    usual: Background,
    query: NDArray[np.float32],
    shifts: Sequence[Shift],
    cosines: NDArray[np.float32],
) -> NDArray[np.float32]:
    """What nearness adds to the share covered."""
    common = _nearness(usual.sample, usual.sampled, query, shifts)
    abroad = sum(int(there[usual.sampled].sum()) for there, _ in shifts)
    weight = ABROAD if 2 * abroad > len(usual.sampled) else DENSE_WEIGHT
    return weight * _deviations(cosines, common)


def _deviations(cosines: NDArray[np.float32], usual: NDArray[np.float32]) -> NDArray[np.float32]:
    """How many standard deviations each cosine lies above the sample's mean."""
    import numpy as np

    size = len(usual)
    mean = float(usual.mean()) if size else 0.0
    spread = float(usual.var()) if size else 0.0
    spread = (size * spread + DOUBT * USUAL_SPREAD**2) / (size + DOUBT)
    deviations: NDArray[np.float32] = (cosines - mean) / np.float32(spread**0.5)
    return deviations


def _hits(
    view: View, ranked: Ranked, k: int, keep: Callable[[Passage], bool] | None = None
) -> Iterator[Hit]:
    """The first k hits in order that are kept, of each story only the article that comes first."""
    stories = view.stories
    shown: dict[int, str] = {}
    given = 0
    for start, stop in _pages(ranked.scores):
        rows = ranked.rows[start:stop]
        passages = view.passages(rows.tolist())
        found = [_hit(passage, ranked, start + at) for at, passage in enumerate(passages)]
        places = sorted(range(len(found)), key=lambda at: (-found[at].score, found[at].passage.id))
        for at in places:
            passage = found[at].passage
            if keep is not None and not keep(passage):
                continue
            story = int(stories[rows[at]])
            if shown.setdefault(story, passage.article_id) != passage.article_id:
                continue
            yield found[at]
            given += 1
            if given == k:
                return


def _pages(scores: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Ranges of about a page that never part equal scores, so that ties can be put in order."""
    start = 0
    while start < len(scores):
        stop = min(start + _PAGE, len(scores))
        while stop < len(scores) and scores[stop] == scores[stop - 1]:
            stop += 1
        yield start, stop
        start = stop


def _hit(passage: Passage, ranked: Ranked, at: int) -> Hit:
    parts = {"lexical": float(ranked.covered[at]), "dense": float(ranked.cosines[at])}
    return Hit(passage, float(ranked.scores[at]), parts)
