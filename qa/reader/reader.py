"""Reads passages for a question: the `PassageReader` around the trained network.

Long texts are read in overlapping windows; the windows of all texts go through the network
together. Knows nothing of articles, of what is done with a span, or of training.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    from qa.reader.model import Padded, ReaderModel

AT_ONCE = 8
"""Windows that go through the network together; more is slower, for the padding."""
READ_TO_THE_END = 8
"""Texts that are, of those that a search found. Measured: the best of 20 is among the eight that
promise most after the first layers in 59 of 60 cases."""
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


@dataclass(frozen=True, slots=True)
class Cut:
    """A window of text number `text`, and what the first layers made of it, if it was through."""

    text: int
    window: Window
    begun: Tensor | None = None


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

    def read(
        self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()
    ) -> list[Reading]:
        """One reading a text, in the order given; see `PassageReader`."""
        return [self.weighed(one) for one in self.raw(question, texts, ahead)]

    def weighed(self, raw: Raw) -> Reading:
        """The reading of a text: probabilities for what the network says."""
        if not raw.spans:
            return Reading(0.0, (), NOT_READ)
        probability = self._calibration.probability(raw.relevance)
        return Reading(probability, _weighed(raw.spans), raw.relevance)

    def raw(self, question: str, texts: Sequence[Text], ahead: Sequence[float] = ()) -> list[Raw]:
        """What the network says of each text, before calibration."""
        relevance = [NOT_READ] * len(texts)
        spans: list[list[Found]] = [[] for _ in texts]
        for one, related, found in self._through(self._cut(question, texts), ahead):
            relevance[one.text] = max(relevance[one.text], related)
            text = texts[one.text].text
            spans[one.text] += [span for span in found if text[span.start : span.end].strip()]
        return [Raw(one, _apart(found)) for one, found in zip(relevance, spans, strict=True)]

    def _cut(self, question: str, texts: Sequence[Text]) -> list[Cut]:
        from qa.reader.inputs import windows

        return [
            Cut(at, window)
            for at, text in enumerate(texts)
            if text.text.strip() and question.strip()
            for window in windows(self._tokenizer, question, text.title, text.text)
        ]

    def _through(
        self, cut: Sequence[Cut], ahead: Sequence[float]
    ) -> Iterator[tuple[Cut, float, list[Found]]]:
        import torch
        from torch.nn.utils.rnn import pad_sequence

        if self._model.early is not None and len(ahead) > READ_TO_THE_END:
            cut = self._promising(cut, ahead)
        for group in _grouped(cut):
            batch = _batch(group)
            with self._turn, torch.inference_mode():
                begun = [one.begun for one in group if one.begun is not None]
                hidden = pad_sequence(begun, True) if begun else self._model.begun(batch)
                scores = self._model.finished(hidden, batch)
            for row, one in enumerate(group):
                found = list(_spans(scores.start[row], scores.end[row], one.window))
                yield one, float(scores.relevance[row]), found

    def _promising(self, cut: Sequence[Cut], ahead: Sequence[float]) -> list[Cut]:
        """The windows of the texts that promise most, with what the first layers made of them."""
        import torch

        from qa.reader.model import summed_up

        promise = [NOT_READ] * len(ahead)
        kept: list[Cut] = []
        for group in _grouped(cut):
            batch = _batch(group)
            with self._turn, torch.inference_mode():
                assert self._model.early is not None
                hidden = self._model.begun(batch)
                guesses = self._model.early(summed_up(hidden, batch))[:, 0].tolist()
            for row, (one, guess) in enumerate(zip(group, guesses, strict=True)):
                kept.append(replace(one, begun=hidden[row, : len(one.window.ids)]))
                promise[one.text] = max(promise[one.text], guess)
        weight = self._calibration.relevance
        order = sorted(range(len(ahead)), key=lambda at: -(weight * promise[at] + ahead[at]))
        best = {at for at, one in enumerate(ahead) if one == math.inf}
        best.update([at for at in order if at not in best][:READ_TO_THE_END])
        return [one for one in kept if one.text in best]

    def halves(self, question: str, texts: Sequence[Text]) -> tuple[Tensor, Tensor, list[int]]:
        """Of every window what the first layers make of it, its relevance, and whose it is."""
        import torch

        from qa.reader.model import summed_up

        early, late, owners = [], [], []
        for group in _grouped(self._cut(question, texts)):
            batch = _batch(group)
            with self._turn, torch.inference_mode():
                hidden = self._model.begun(batch)
                early.append(summed_up(hidden, batch).float())
                late.append(self._model.finished(hidden, batch).relevance)
            owners += [one.text for one in group]
        return torch.cat(early), torch.cat(late), owners


def _grouped(cut: Sequence[Cut]) -> Iterator[Sequence[Cut]]:
    """Windows of about one length, to go through the network together."""
    ordered = sorted(cut, key=lambda one: len(one.window.ids))
    yield from (ordered[low : low + AT_ONCE] for low in range(0, len(ordered), AT_ONCE))


def _batch(group: Sequence[Cut]) -> Padded:
    from qa.reader.model import padded

    return padded([one.window for one in group])


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
