"""Averages readers: the mean of several trainings' weights reads better than any of them.

    python -m qa.reader.average --out FILE READER=WEIGHT READER=WEIGHT …

The readers must come of one run, each a later state of it; readers trained apart have no mean that
reads. The file has no calibration and no guess after the first layers: `qa.reader.calibrate` and
`qa.reader.early` add those. Knows weights; nothing of text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SettingError, reported
from qa.reader.weights import Calibration, Packed, read, save

if TYPE_CHECKING:
    from torch import Tensor

_ODD = 1e-6


def averaged(readers: Sequence[Packed], shares: Sequence[float]) -> Packed:
    """One reader of several, each with its share; the shares make one."""
    from qa.reader.model import PROMISE

    first = readers[0]
    # The guess after the first layers is fitted to one network: a mean of guesses fits none.
    names = [{name for name in one.tensors if not name.startswith(PROMISE)} for one in readers]
    for other, own in zip(readers, names, strict=True):
        if other.encoder != first.encoder or own != names[0]:
            raise SettingError(
                "the readers belong to different encoders or networks",
                f"{first.encoder}, {other.encoder}",
                "Name states of one training run",
            )
    tensors = {
        name: _mean([one.tensors[name] for one in readers], shares)
        for name in first.tensors
        if name in names[0]
    }
    return Packed(first.encoder, Calibration(), tensors)


def _mean(tensors: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    total = tensors[0].float() * shares[0]
    for tensor, share in zip(tensors[1:], shares[1:], strict=True):
        total += tensor.float() * share
    return total.to(tensors[0].dtype)


def _named(text: str) -> tuple[Path, float]:
    path, _, share = text.rpartition("=")
    try:
        return Path(path), float(share)
    except ValueError:
        raise SettingError("not a reader and its share", text, "Write FILE=0.5") from None


@reported
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m qa.reader.average", description=__doc__)
    parser.add_argument("readers", nargs="+", metavar="READER=WEIGHT")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    named = [_named(text) for text in given.readers]
    shares = [share for _, share in named]
    if abs(sum(shares) - 1) > _ODD:
        raise SettingError("the shares do not make one", sum(shares), "Let them add up to 1")
    save(averaged([read(path, "") for path, _ in named], shares), given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
