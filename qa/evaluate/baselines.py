"""What the system has to beat, on the same library and the same questions.

    lexical   the first passage by shared characters alone, quoted
    dense     the first passage by the encoder's vectors alone, quoted
    first     the first passage of the library's own search, quoted
    plain     the five nearest passages to the writer, with two worked examples in the prompt

`plain` refuses where its writer says so, as it is told to; the others only where nothing is found,
as `lexical` finds nothing where no passage shares a character with the question. What a question
quotes is required by the library's own search alone: one leg reads it as plain words.

An answer is as sure as the score of the hit that comes first: no probability, but it puts a
baseline's own answers in order. A question that brings its passages
has nothing to be searched: there `first` quotes the first of them and `plain` reads all, neither
surer of one question than of another, and the other two order them by the share of the question's
pairs of characters and by vectors.

Knows a library, an encoder and a writer; nothing of the answerer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.types import Article, Passage
from index.fold import squeeze
from index.library import Library
from index.types import Encoder, Filters, Hit
from qa.generate import Generator
from qa.types import Answer, Citation, Evidence, Outcome, Sentence, Support, Turn

ABOUT = {
    "lexical": "The first passage by shared characters alone, quoted.",
    "dense": "The first passage by the encoder's vectors alone, quoted.",
    "first": "The first passage of the library's own search, quoted.",
    "plain": "The five nearest passages to the bundled or chosen writer, few-shot; cites nothing.",
}
CHEAP = ("lexical", "dense", "first")
READ, SHOWN = 5, 10
UNKNOWN = "无法回答"
_PROMPT = """根据资料回答问题。资料里没有答案时，只回答“无法回答”。

资料：
[1] 青禾镇小学新建的图书室上周开放，藏书四千二百册。
[2] 青禾镇的集市逢五逢十开市。
问题：青禾镇小学的图书室有多少册书？
回答：四千二百册。

资料：
[1] 渡口夏季每日开船十二班，冬季八班。
问题：渡口的票价是多少？
回答：无法回答

资料：
{passages}
问题：{question}
回答："""


class Quoting:
    """Quotes the first passage of one order, whatever is asked."""

    def __init__(self, library: Library | None, leg: str, encoder: Callable[[], Encoder]) -> None:
        self._library = library
        self._leg = leg
        self._encoder = encoder

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The first passage of the library."""
        assert self._library is not None
        started = time.perf_counter()
        hits = self._hits(self._library, question, filters)
        timings = {"search": time.perf_counter() - started}
        if not hits:
            return Answer(question, Outcome.NO_EVIDENCE, timings=timings)
        passage = hits[0].passage
        article = self._library.article(passage.article_id)
        answer = quoted(question, article, passage, hits[0].score)
        return replace(answer, hits=tuple(hits), timings=timings)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """The first of these texts, in this leg's order."""
        started = time.perf_counter()
        if not passages:
            return Answer(question, Outcome.NO_EVIDENCE)
        scores = self._scores(question, passages)
        best = max(range(len(passages)), key=scores.__getitem__)
        article = passages[best]
        text = Passage(article.id, article.id, 0, len(article.text))
        answer = quoted(question, article, text, scores[best])
        return replace(answer, timings={"search": time.perf_counter() - started})

    def _hits(self, library: Library, question: str, filters: Filters | None) -> list[Hit]:
        match self._leg:
            case "lexical" | "dense" as leg:
                return library.search(question, SHOWN, filters, leg)
        return library.search(question, SHOWN, filters)

    def _scores(self, question: str, passages: Sequence[Article]) -> list[float]:
        if self._leg == "first":
            return [0.0] * len(passages)
        if self._leg == "dense":
            encoder = self._encoder()
            vectors = encoder.encode_passages([article.text for article in passages])
            return [float(one) for one in vectors @ encoder.encode_queries([question])[0]]
        asked = set(pairwise(squeeze(question)))
        texts = [set(pairwise(squeeze(f"{one.title}{one.text}"))) for one in passages]
        return [len(asked & text) / max(1, len(asked)) for text in texts]


def quoted(question: str, article: Article, passage: Passage, score: float) -> Answer:
    """An answer that is one passage, which it cites, and as sure as its score."""
    quote = passage.text(article)
    evidence = Evidence(article.id, passage.start, passage.end, score)
    citation = Citation(1, evidence, quote, article.title, article.source, article.date)
    sentence = Sentence(quote, Support.QUOTED, (1,))
    return Answer(question, Outcome.ANSWERED, (sentence,), (citation,), confidence=score)


class Plain:
    """Five passages and the question to the writer; what it writes is the answer."""

    def __init__(self, library: Library | None, writer: Generator) -> None:
        self._library = library
        self._writer = writer

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """What the writer makes of the nearest passages."""
        assert self._library is not None
        started = time.perf_counter()
        hits = self._library.search(question, SHOWN, filters)
        texts = [hit.passage.text(self._library.article(hit.passage.article_id)) for hit in hits]
        return self._written(question, texts[:READ], tuple(hits), started)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """What the writer makes of these."""
        texts = [": ".join(filter(None, (one.title, one.text))) for one in passages]
        return self._written(question, texts, (), time.perf_counter())

    def _written(
        self, question: str, texts: Sequence[str], hits: tuple[Hit, ...], started: float
    ) -> Answer:
        searched = time.perf_counter()
        listed = "\n".join(f"[{n}] {' '.join(text.split())}" for n, text in enumerate(texts, 1))
        prompt = _PROMPT.format(passages=listed, question=question)
        said = self._writer.stream(prompt, stop=("\n",), limit=128).text().strip()
        timings = {"search": searched - started, "write": time.perf_counter() - searched}
        if not said or UNKNOWN in said:
            return Answer(question, Outcome.NO_EVIDENCE, hits=hits, timings=timings)
        answer = Answer(question, Outcome.ANSWERED, (Sentence(said, Support.UNSUPPORTED),))
        sure = hits[0].score if hits else 0.0
        return replace(answer, hits=hits, timings=timings, confidence=sure)
