"""Public sets, brought into the shape of this project's questions, each with its protocol in words.

    cmrc, drcd, squad   SQuAD format: every paragraph of the files is an article of the library
    xquad               the same; of two files the first is searched, the second asks
    rgb                 five passages a question, a share of them noise, or all of them (refusal)
    nomiracl            ten judged passages a question, some without the answer
    dragonball          a file of documents, which is the library, and a file of questions

Passages that come with a question are all that it is answered from. Knows the files' formats;
nothing of answering. None of the data is kept here: the paths are arguments.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import SettingError
from qa.evaluate.questions import Question, QuestionFileError
from qa.evaluate.set_dragonball import dragonball
from qa.evaluate.set_passages import nomiracl, rgb
from qa.evaluate.set_squad import squad, xquad
from qa.evaluate.set_types import Loaded, Options

_SHOWN = 5
"""Ids that fit on the one line of an error."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a set is read, and the options that mean something to it."""

    read: Callable[[Sequence[Path], Options], Loaded]
    knows: tuple[str, ...] = ()


_SQUAD = Reader(squad, ("reading",))
SETS: dict[str, Reader] = {
    "cmrc": _SQUAD,
    "drcd": _SQUAD,
    "squad": _SQUAD,
    "xquad": Reader(xquad, ("reading",)),
    "rgb": Reader(rgb, ("noise", "refusal")),
    "nomiracl": Reader(nomiracl),
    "dragonball": Reader(dragonball),
}


def refuse_others(what: str, knows: Sequence[str], given: Mapping[str, object]) -> None:
    """An option that would change nothing is a mistake, not to be printed as if it had."""
    other = [f"--{name}" for name in given if name not in knows]
    if other:
        known = f", or give {', '.join(f'--{name}' for name in knows)}" if knows else ""
        raise SettingError(f"not an option of {what}", ", ".join(other), f"Leave it out{known}")
    if {"noise", "refusal"} <= given.keys():
        raise SettingError(
            "with --refusal no passage answers", "--noise", "Leave out one of the two"
        )


def load(name: str, paths: Sequence[Path], options: Options) -> Loaded:
    """One set, from its files."""
    knows = SETS[name].knows
    made = _made(name, paths, options)
    if not made.questions:
        raise QuestionFileError("no question in this set", ", ".join(map(str, paths)), "Check it")
    _refuse_twice(made.questions, paths)
    # Of passages none of which answers no share is noise.
    applied = [one for one in knows if not (one == "noise" and options.refusal)]
    return replace(made, options={one: getattr(options, one) for one in applied})


def _made(name: str, paths: Sequence[Path], options: Options) -> Loaded:
    try:
        return SETS[name].read(paths, options)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise QuestionFileError(
            f"a file of the set cannot be unpacked ({error})",
            ", ".join(map(str, paths)),
            "Fetch it again",
        ) from error
    except OSError as error:
        raise QuestionFileError(
            f"a file of the set cannot be read ({error.strerror})", error.filename, "Check the path"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f"not in the format of {name} ({type(error).__name__}: {error})",
            ", ".join(map(str, paths)),
            "Name the files of the set",
        ) from error


def _refuse_twice(questions: Sequence[Question], paths: Sequence[Path]) -> None:
    """Rows are kept by id: of two questions with one id only one would be graded."""
    counted = Counter(question.id for question in questions)
    twice = [id_ for id_, count in counted.items() if count > 1]
    if twice:
        more = f" and {len(twice) - _SHOWN} more" if len(twice) > _SHOWN else ""
        raise QuestionFileError(
            f"the id {', '.join(twice[:_SHOWN])}{more} occurs more than once",
            ", ".join(map(str, paths)),
            "Give every question its own, and every file once",
        )
