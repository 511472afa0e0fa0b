"""Question and passage as the model reads them: `<s> question </s></s> title: text </s>`.

Text that is too long is cut into overlapping windows. Knows the tokenizer; nothing of weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.paths import whole
from qa.reader.matching import matched, same_script

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

BEGIN, PAD, END = 0, 1, 2
"""XLM-R's own marks, which the encoder's vocabulary keeps."""
QUESTION = 4
"""What is added to a match's level on the question's side."""
UNKNOWN = 8
"""Marks, and unmatched tokens where question and passage are of different scripts."""
LEVELS = 9

LONGEST_QUESTION = 96
LONGEST_TITLE = 40
"""In tokens and in characters; what is longer is cut."""
WINDOW = 224
"""Tokens of a window, question and title included; more where those leave the text no room."""
OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the model."""

    ids: list[int]
    levels: list[int]
    first: int
    """The place of the text's first token; the mark before it stands for "no answer"."""
    spans: list[tuple[int, int]]
    """For every token of the text its characters in the passage."""


def windows(
    tokenizer: Tokenizer, question: str, title: str, text: str, size: int = WINDOW
) -> list[Window]:
    """The windows of one passage; at least one, though it be empty."""
    question, title, text = whole(question), whole(title), whole(text)
    title = f"{title[:LONGEST_TITLE]}: " if title else ""
    asked, headed, body = tokenizer.encode_batch([question, title, text], add_special_tokens=False)
    alike = same_script(question, text)
    levels = _levels(asked, question, title + text, alike)[:LONGEST_QUESTION]
    head_levels = [at + QUESTION if at < QUESTION else at for at in levels]
    title_levels = _levels(headed, title, question, alike)
    body_levels = _levels(body, text, question, alike)
    ids = [BEGIN, *asked.ids[:LONGEST_QUESTION], END, END, *headed.ids]
    marks = [UNKNOWN, *head_levels, UNKNOWN, UNKNOWN, *title_levels]
    room = max(size - len(ids) - 1, 2 * OVERLAP)
    found = []
    for start in range(0, max(len(body.ids) - OVERLAP, 1), room - OVERLAP):
        part = slice(start, start + room)
        found.append(
            Window(
                [*ids, *body.ids[part], END],
                [*marks, *body_levels[part], UNKNOWN],
                len(ids),
                body.offsets[part],
            )
        )
    return found


def _levels(encoding: Encoding, text: str, other: str, alike: bool) -> list[int]:
    """How much each token matches: as much as its best character."""
    levels = matched(text, other)
    found = [max(levels[start:end], default=0) for start, end in encoding.offsets]
    return found if alike else [level or UNKNOWN for level in found]
