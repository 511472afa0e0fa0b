"""Questions to begin with and to go on with, each of which the library answers.

Where the demo articles are in the library, from their questions; else from headlines. Knows
articles and answers as they are stored; knows nothing of how a question is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qa.desk.strings import Language

if TYPE_CHECKING:
    from index.library import Library


def starters(library: Library, language: Language, n: int = 4) -> list[str]:
    """Up to `n` questions for someone who has not asked yet; of several kinds where there are."""
    raise NotImplementedError


def follow_ups(
    answer: Mapping[str, object], library: Library, language: Language, n: int = 3
) -> list[str]:
    """Up to `n` questions about the articles that an answer cites, none asked already."""
    raise NotImplementedError
