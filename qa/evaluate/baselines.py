"""What the system has to beat, on the same library and the same questions.

    lexical   the first passage by shared characters alone, quoted
    dense     the first passage by the encoder's vectors alone, quoted
    first     the first passage of the library's own search, quoted
    plain     the five nearest passages to the writer, with two worked examples in the prompt

None of them refuses but `plain`, which is told to. A question that brings its passages has nothing
to be searched: there `first` quotes the first of them, `plain` reads all, and the other two order
them by shared pairs of characters and by vectors.

Knows a library, an encoder and a writer; nothing of the answerer.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from corpus.types import Article, Passage
from index.fold import squeeze
from index.library import Library
from index.search import NOMINEES
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
        hits = ranked(self._library, question, self._leg, filters)
        timings = {"search": time.perf_counter() - started}
        if not hits:
            return Answer(question, Outcome.NO_EVIDENCE, timings=timings)
        passage = hits[0].passage
        article = self._library.article(passage.article_id)
        return quoted(question, article, passage, tuple(hits), timings)

    def answer_from(
        self, question: str, passages: Sequence[Article], history: Sequence[Turn] = ()
    ) -> Answer:
        """The first of these texts, in this leg's order."""
        started = time.perf_counter()
        if not passages:
            return Answer(question, Outcome.NO_EVIDENCE)
        best = max(range(len(passages)), key=self._scores(question, passages).__getitem__)
        article = passages[best]
        whole = Passage(article.id, article.id, 0, len(article.text))
        return quoted(question, article, whole, (), {"search": time.perf_counter() - started})

    def _scores(self, question: str, passages: Sequence[Article]) -> list[float]:
        if self._leg == "first":
            return [-float(place) for place in range(len(passages))]
        if self._leg == "dense":
            encoder = self._encoder()
            vectors = encoder.encode_passages([article.text for article in passages])
            return [float(one) for one in vectors @ encoder.encode_queries([question])[0]]
        asked = set(pairwise(squeeze(question)))
        texts = [Counter(pairwise(squeeze(f"{one.title}{one.text}"))) for one in passages]
        return [float(len(asked & set(text))) for text in texts]


def ranked(library: Library, question: str, leg: str, filters: Filters | None = None) -> list[Hit]:
    """The first hits of one leg alone.

    The search scores whatever either leg nominates by both; all of these, ordered by one leg's own
    score, begin as that leg would alone.
    """
    if leg == "first":
        return library.search(question, SHOWN, filters)
    hits = library.search(question, 2 * NOMINEES, filters)
    hits.sort(key=lambda hit: (-hit.parts[leg], hit.passage.id))
    return [Hit(hit.passage, hit.parts[leg], hit.parts) for hit in hits[:SHOWN]]


def quoted(
    question: str,
    article: Article,
    passage: Passage,
    hits: tuple[Hit, ...],
    timings: dict[str, float],
) -> Answer:
    """An answer that is one passage, which it cites."""
    quote = passage.text(article)
    evidence = Evidence(article.id, passage.start, passage.end, 0.0)
    citation = Citation(1, evidence, quote, article.title, article.source, article.date)
    sentence = Sentence(quote, Support.QUOTED, (1,))
    return Answer(question, Outcome.ANSWERED, (sentence,), (citation,), hits, timings)


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
        sentence = Sentence(said, Support.UNSUPPORTED)
        return Answer(question, Outcome.ANSWERED, (sentence,), hits=hits, timings=timings)
