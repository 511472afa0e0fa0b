"""Quotation marks in a query: what they require.

What stands between quotation marks must occur in an article, headline or text, for it to be found.
Between straight marks, or where the query is nothing but quotations, that holds without exception:
where no article has the phrase, nothing is found. The marks of ordinary print (“…”, 「…」) in a
longer question often hold a nickname or the asker's own words: there the phrase is required where
any article has it, and read as plain words where none has.

Knows characters; nothing of articles or scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.fold import squeeze
from index.lexical import spelled

_QUOTED = re.compile(r"(?P<straight>\"([^\"\n]+)\")|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A query and the phrases that it quotes."""

    text: str
    """The query; empty where it holds nothing that can be read."""
    phrases: tuple[str, ...] = ()
    """As `lexical.spelled` spells them."""
    strict: bool = False
    """Whether nothing is to be found where no article has every phrase."""


def quotation(query: str) -> Quotation:
    """What a query quotes."""
    if not squeeze(query):
        return Quotation("")
    found = list(_QUOTED.finditer(query.replace("＂", '"')))
    phrases = (spelled(quoted.group()) for quoted in found)
    kept = tuple(dict.fromkeys(phrase for phrase in phrases if phrase.strip()))
    straight = any(quoted.group("straight") for quoted in found)
    bare = not squeeze(_QUOTED.sub(" ", query.replace("＂", '"')))
    return Quotation(query.strip(), kept, bool(kept) and (straight or bare))
