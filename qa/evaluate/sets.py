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

from collections.abc import Callable, Sequence
from pathlib import Path

from qa.evaluate.questions import QuestionFileError
from qa.evaluate.set_dragonball import dragonball
from qa.evaluate.set_passages import nomiracl, rgb
from qa.evaluate.set_squad import squad, xquad
from qa.evaluate.set_types import Loaded, Options

SETS: dict[str, Callable[[Sequence[Path], Options], Loaded]] = {
    "cmrc": squad,
    "drcd": squad,
    "squad": squad,
    "xquad": xquad,
    "rgb": rgb,
    "nomiracl": nomiracl,
    "dragonball": dragonball,
}


def load(name: str, paths: Sequence[Path], options: Options) -> Loaded:
    """One set, from its files."""
    try:
        made = SETS[name](paths, options)
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
    if not made.questions:
        raise QuestionFileError("no question in this set", ", ".join(map(str, paths)), "Check it")
    return made
