"""A question for what an article says as a whole is answered by how the article begins.

`《…》一文讲了什么？`, `What is the article “…” about?`: no single sentence answers these, and a
newspaper puts what matters first. Knows headlines; nothing of readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpus.sentences import sentences_of
from index.fold import squeeze
from qa.types import Evidence

if TYPE_CHECKING:
    from corpus.types import Article
    from index.types import Hit

LEAD = 2
"""Sentences that are quoted."""
_WHAT = r"(?:些?(?:什么|啥|什麼|甚麼)|哪些)(?:内容|內容|事情?)?(?=[呢啊呀\W]|$)"
_ASKED = re.compile(
    rf"(?:讲|说|写|报道|谈|講|說|寫|報道|談)了?(?:的是)?{_WHAT}|(?:主要)?[内內]容是|\bsummar|"
    r"\bwhat(?:['’]s|\s+(?:is|was|does|did))\b.*\b(?:about|say)\W*(?:[《“\"「].*)?$",
    re.IGNORECASE,
)
"""For all of it: 什么时候, 什么人 and "say about wages" ask for one thing in it."""
_NAMED = re.compile(r"[《“\"「](.{2,80})[》”\"」]")


def opening(
    question: str, hits: Sequence[Hit], article: Callable[[str], Article]
) -> list[Evidence]:
    """The first sentences of the article whose headline the question names; mostly nothing."""
    named = _NAMED.search(question)
    if named is None or not _ASKED.search(question):
        return []
    wanted = squeeze(named[1])
    for article_id in dict.fromkeys(hit.passage.article_id for hit in hits):
        found = article(article_id)
        if wanted and squeeze(found.title) == wanted:
            spans = sentences_of(found.text)[:LEAD]
            return [Evidence(found.id, start, end, 1.0, (start, end)) for start, end in spans]
    return []
