"""Reads passages for a question: the `PassageReader` around the trained network.

Long texts are read in overlapping windows; the windows of all texts go through the network
together. Knows nothing of articles, of what is done with a span, or of training.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from qa.reader.types import Reading, Span, Text
from qa.reader.weights import FILE, REMEDY, SHA256, Calibration, read

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from index.encoder import TransformerEncoder
    from qa.reader.inputs import Window
    from qa.reader.model import ReaderModel

AT_ONCE = 8
"""Windows that go through the network together; more is slower, for the padding."""
LONGEST_ANSWER = 80
"""Tokens of the longest span that is looked for."""
KEPT = 5
_TRIED = 20
"""How many starts and ends are combined in a window."""
NOT_READ = -100.0
"""The relevance of a text with nothing to read: below any that the network gives, yet a number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span with its lead over "no answer"."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Raw:
    """What the network says of a text: its relevance, and up to five spans apart, best first."""

    relevance: float
    spans: tuple[Found, ...]

    @property
    def margin(self) -> float:
        """The lead of the best span over "no answer"."""
        return self.spans[0].margin if self.spans else NOT_READ


class TransformerReader:
    """The trained reader. Safe to share between threads."""

    def __init__(
        self, model: ReaderModel, tokenizer: Tokenizer, calibration: Calibration, name: str
    ) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self._calibration = calibration
        self.fingerprint = name
        # Two questions' batches at once take longer than in turn, and leave a search no core.
        self._turn = threading.Lock()

    def read(self, question: str, texts: Sequence[Text]) -> list[Reading]:
        """One reading a text, in the order given."""
        return [self.weighed(one) for one in self.raw(question, texts)]

    def weighed(self, raw: Raw) -> Reading:
        """The reading of a text: probabilities for what the network says."""
        if not raw.spans:
            return Reading(0.0, (), NOT_READ)
        probability = self._calibration.probability(raw.relevance)
        return Reading(probability, _weighed(raw.spans), raw.relevance)

    def raw(self, question: str, texts: Sequence[Text]) -> list[Raw]:
        """What the network says of each text, before calibration."""
        from qa.reader.inputs import windows

        cut = [
            (at, window)
            for at, text in enumerate(texts)
            if text.text.strip() and question.strip()
            for window in windows(self._tokenizer, question, text.title, text.text)
        ]
        cut.sort(key=lambda one: len(one[1].ids))
        relevance = [NOT_READ] * len(texts)
        spans: list[list[Found]] = [[] for _ in texts]
        for at, related, found in self._through([at for at, _ in cut], [one for _, one in cut]):
            relevance[at] = max(relevance[at], related)
            spans[at] += [one for one in found if texts[at].text[one.start : one.end].strip()]
        return [Raw(one, _apart(found)) for one, found in zip(relevance, spans, strict=True)]

    def _through(
        self, places: Sequence[int], windows: Sequence[Window]
    ) -> Iterator[tuple[int, float, list[Found]]]:
        import torch

        from qa.reader.model import padded

        for low in range(0, len(windows), AT_ONCE):
            group = windows[low : low + AT_ONCE]
            with self._turn, torch.inference_mode():
                scores = self._model(padded(group))
            for row, window in enumerate(group):
                found = list(_spans(scores.start[row], scores.end[row], window))
                yield places[low + row], float(scores.relevance[row]), found


def load_reader(encoder: TransformerEncoder, path: Path | None = None) -> TransformerReader:
    """The reader that ships, or the one in a file; its word embeddings are the encoder's own."""
    import torch

    from qa.reader.model import assembled

    path, pinned = (path, "") if path else (FILE, SHA256)
    packed = read(path, pinned)
    if packed.encoder != encoder.identity:
        raise ModelError(
            "the reader belongs to another encoder",
            f"{path.name} to {packed.encoder}, loaded is {encoder.identity}",
            "Use --encoder bundled",
        )
    precision = torch.bfloat16 if encoder.precision == "bfloat16" else torch.float32
    try:
        model = assembled(encoder.transformer, packed.tensors).to(precision)
    except (ValueError, RuntimeError) as error:
        what = f"the reader's weights are of another shape ({str(error).splitlines()[0][:120]})"
        raise ModelError(what, path, REMEDY) from error
    digest = hashlib.sha256(f"{packed.calibration}".encode())
    for name in sorted(packed.tensors):
        digest.update(packed.tensors[name].numpy().data)
    return TransformerReader(model, encoder.tokenizer, packed.calibration, digest.hexdigest()[:16])


def _spans(start: Tensor, end: Tensor, window: Window) -> Iterator[Found]:
    """The best pairs of start and end in a window, best first."""
    first, count = window.first, len(window.spans)
    if not count:
        return
    nothing = float(start[0] + end[0])
    tried = min(_TRIED, count)
    # As plain numbers: an addition of tensors costs a thousand of theirs.
    starts, lows = (part.tolist() for part in start[first : first + count].topk(tried))
    ends, highs = (part.tolist() for part in end[first : first + count].topk(tried))
    pairs = [
        (begun + ended, low, high)
        for begun, low in zip(starts, lows, strict=True)
        for ended, high in zip(ends, highs, strict=True)
        if low <= high < low + LONGEST_ANSWER
    ]
    for score, low, high in sorted(pairs, key=lambda one: (-one[0], one[1:]))[:_TRIED]:
        yield Found(window.spans[low][0], window.spans[high][1], score - nothing)


def _apart(found: Sequence[Found]) -> tuple[Found, ...]:
    """The best that do not overlap."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.margin, one.start, one.end)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return tuple(kept[:KEPT])


def _weighed(found: Sequence[Found]) -> tuple[Span, ...]:
    """Spans with their share of the probability that all of them have."""
    weights = [math.exp(one.margin - found[0].margin) for one in found]
    whole = sum(weights)
    return tuple(
        Span(one.start, one.end, weight / whole) for one, weight in zip(found, weights, strict=True)
    )
