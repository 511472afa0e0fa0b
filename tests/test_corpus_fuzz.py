"""2,300 damaged pages and files: no character is lost or doubled; the same twice is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.assemble import assemble, stitch
from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.passages import passages_of
from corpus.read import Reader
from corpus.readers import html, markdown, rows
from corpus.report import accounted
from corpus.types import Article, Aside, Document, PageBreak, printed
from tests.pages_print import wrap
from tests.test_corpus_pages_parts import BACK_HALF, FRONT, back_page

PAGES = 2_000

LINES = (
    "港城工人报",
    "2023年2月7日 星期二 第3版 综合新闻",
    "责任编辑：丁小满 美编：吴一舟",
    "【工会在行动】",
    "本版导读",
    "■ 缆绳换新之后 ……………… 2版",
    "阅读提示",
    "三年没有换过的缆绳，这个冬天终于换了。",
    "从修缆绳到立规矩",
    "——港城码头检修新规调查",
    "夜班食堂添了热汤面",
    "缆绳不再“带病上岗” 本报讯（记者丁小满 通讯员吴一舟）2月6日，港城码头三号泊位",
    "本报讯（记者丁小满）昨天夜里，二十六台起重机全部停了",
    "新华社港城2月6日电（记者吴一舟）北方多个港口近日迎来",
    "下来，换上了新的缆绳。班长老周说，这是他干了十一年头",
    "一回见到这样大的阵势。“以前是坏了才修，”他说，“现在",
    "是到了日子就换。”码头方面介绍，今后每条缆绳都有编号，",
    "谁检查、谁签字、谁负责，写得清清楚楚。",
    "会议定下三条：一是到期就换；二是两人同查；三是有疑就停。",
    "（下转第4版）",
    "（上接第1版）",
    "寒潮，装卸作业受到影响。据测算，停工一天，损失约38万元。",
    "“安全账”要天天算",
    "一碗面里的暖意",
    "食堂的炊事员小丁凌晨两点起来和面。四点，第一批下班的",
    "工友推门进来，屋里全是热气。",
    "图为工人在更换缆绳。 丁小满 摄",
    "本报记者 丁小满 本报通讯员 吴一舟",
    "（作者单位：港城码头工会）",
    "（来源：《港城工运》2023年第2期）",
    "记 者 周 全",
    "The port crew was praised for its work. It was a long night.",
    "港のクレーンは昨日、新しいロープに替わった。",
    "　　下一步，码头将把检修记录公开上墙。",
    "3",
    "",
    " ",
)
NOISE = st.text(st.characters(codec="utf-8"), max_size=30)
LINE = st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), st.sampled_from(LINES), NOISE)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page whose lines are shuffled, repeated, dropped, cut, and set apart by blank lines."""
    lines = draw(st.lists(LINE, max_size=45))
    if draw(st.booleans()):
        cut = draw(st.integers(0, 12))
        lines = [line[cut:] if at % 5 == 2 else line for at, line in enumerate(lines)]
    text = draw(st.sampled_from(("\n", "\n\n", "\n \n", "\r\n", "\f"))).join(lines)
    start = draw(st.integers(0, max(0, len(text) - 1)))
    end = draw(st.integers(start, len(text))) if draw(st.booleans()) else len(text)
    return text[start:end]


def every_character_has_its_print(article: Article, texts: Mapping[str, str]) -> None:
    """The runs say where every printed character stands, once, and what stands there."""
    covered = 0
    at = 0
    for run in article.origin:
        was = texts[run.source][run.source_start : run.source_start + run.length]
        assert article.text[run.start : run.start + run.length] == was
        assert run.start >= at
        at = run.start + run.length
        covered += printed(was)
    assert covered == printed(article.text)


def everything_is_accounted_for(document: Document) -> None:
    found = assemble(document)
    assert sum(accounted(document, found).values()) == printed(document.text)
    assert assemble(document) == found
    for unit in found:
        article = unit.article
        every_character_has_its_print(article, {document.source: document.text})
        inside = sum(printed(passage.text(article)) for passage in passages_of(article))
        assert inside == printed(article.text)


DATES = st.sampled_from((None, "2023-02-07", "去年秋天", "Spring 2020", "2023", "2023-02-31"))
TITLES = st.sampled_from((None, "从修缆绳到立规矩", "港城工人报", "一碗面里的暖意", " "))


@st.composite
def documents(draw: st.DrawFn, source: str = "2023-02-07 p3.txt") -> Document:
    """A page or an article with what its container states, and pages that begin anywhere."""
    text = draw(pages())
    starts = draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True).map(sorted))
    return Document(
        source,
        text,
        pages=tuple(PageBreak(start, str(number)) for number, start in enumerate(starts, 1)),
        title=draw(TITLES),
        date=draw(DATES),
        plain=draw(st.booleans()),
        paragraphs=draw(st.booleans()),
    )


@given(documents())
@settings(
    max_examples=PAGES - 600,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_every_character_of_a_damaged_page_is_in_exactly_one_unit(document: Document) -> None:
    everything_is_accounted_for(document)


@given(st.tuples(documents("a.txt"), documents("b.txt"), documents("c.txt")))
@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_parts_of_several_pages_are_joined_without_losing_their_print(
    several: tuple[Document, ...],
) -> None:
    halves = (FRONT, back_page("岚江大桥的“听诊人”", ["（上接第1版）", *wrap(BACK_HALF)]), "")
    drawn = tuple(
        replace(document, text=half + document.text, plain=document.plain and not half)
        for document, half in zip(several, halves, strict=True)
    )
    texts = {document.source: document.text for document in drawn}
    units = [unit.article for document in drawn for unit in assemble(document)]
    for article in stitch(units):
        every_character_has_its_print(article, texts)
    assert stitch(units) == stitch(units)


MARKUP = st.sampled_from(
    (
        *("<p>", "</p>", "<div class='share with-nav'>", "</div>", "<h1>", "</h1>", "<form>"),
        *("<table>", "<td>", "<title>", "</title>", "<script>", "<!--", "&nbsp;", "<a href=x>"),
        *("---\n", "# ", "## ", "title: ", "- ", "[", '"', ",", ";", "\n", "</a>"),
        *("标题,正文\n", "title;text\n"),
    )
)


@given(
    st.lists(st.one_of(MARKUP, LINE), max_size=40),
    st.sampled_from((html.read, markdown.read, rows.read_csv)),
    st.sampled_from(("utf-8", "gb18030", "utf-16")),
)
@settings(max_examples=450, derandomize=True, deadline=None, database=None)
def test_a_file_of_scattered_markup_is_refused_or_accounted_for(
    parts: list[str], reader: Reader, encoding: str
) -> None:
    data = "".join(parts).encode(encoding)
    try:
        items = list(reader(data, "x", {}))
        whole = printed(decode(data, "x"))
    except ReadError:
        return
    told = sum(item.characters for item in items if isinstance(item, Aside))
    for item in items:
        if isinstance(item, Document):
            everything_is_accounted_for(item)
            told += printed(item.text)
    assert told == whole


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LINES), st.sampled_from(("utf-8", "gb18030", "utf-16", "latin-1"))
        ),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=300, derandomize=True, deadline=None, database=None)
def test_a_file_of_mixed_encodings_is_refused_or_accounted_for(
    lines: list[tuple[str, str]],
) -> None:
    data = b"\n".join(line.encode(encoding, "replace") for line, encoding in lines)
    try:
        text = decode(data, "x.txt")
    except ReadError as error:
        assert "no text in an encoding that is known" in str(error)  # noqa: PT017
        return
    everything_is_accounted_for(Document("x.txt", text))
