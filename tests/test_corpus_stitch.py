"""Parts of one issue find each other, whatever day their dispatch is of, and quickly."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from corpus.assemble import articles_of, assemble, stitch
from corpus.contents import find_contents
from corpus.lines import split_lines
from corpus.types import Article, Document, Kind, PageBreak, printed
from tests.pages_print import BRIDGE, check, page, story, wrap

FIRST, SECOND = (
    "新华社云杉7月26日电（记者高远）" + BRIDGE.split("传感器，")[0] + "传感器，",
    BRIDGE.split("传感器，")[1],
)
TITLE = "岚江大桥的“听诊人”"
FRONT = page("第1版", TITLE, [*wrap(FIRST), "（下转第4版）"], "食堂延长供餐", story("CANTEEN"))
BACK = page("第4版", TITLE, ["（上接第1版）", *wrap(SECOND)], "焊接实训楼开课", story("SCHOOL"))


def batch(*documents: Document) -> list[Article]:
    for document in documents:
        check(document)
    return stitch([article for document in documents for article in articles_of(document)])


def whole(found: list[Article]) -> list[str]:
    return [article.text for article in found if article.title == TITLE]


@pytest.mark.parametrize(
    ("front", "back", "date"),
    [
        ("2022-07-27_01.txt", "2022-07-27_04.txt", None),
        ("01.txt", "04.txt", "2022-07-27"),
        ("daily/01.txt", "daily/04.txt", "2022-07-27"),
    ],
)
def test_a_dispatch_of_the_day_before_goes_on_in_its_issue(
    front: str, back: str, date: str | None
) -> None:
    found = batch(Document(front, FRONT, date=date), Document(back, BACK, date=date))
    assert whole(found) == [FIRST + SECOND]
    (article,) = (article for article in found if article.title == TITLE)
    assert (article.date, article.issue) == ("2022-07-26", "2022-07-27")


def test_pages_without_a_date_are_of_one_issue_with_those_of_their_folder() -> None:
    assert whole(batch(Document("a/01.txt", FRONT), Document("a/04.txt", BACK))) == [FIRST + SECOND]
    assert len(whole(batch(Document("a/01.txt", FRONT), Document("b/04.txt", BACK)))) == 2


def test_pages_of_two_issues_are_not_joined() -> None:
    found = batch(Document("2022-07-27_01.txt", FRONT), Document("2022-07-28_04.txt", BACK))
    assert len(whole(found)) == 2


def test_the_marks_that_a_seam_leaves_out_are_accounted_for_as_junk() -> None:
    documents = (Document("2022-07-27_01.txt", FRONT), Document("2022-07-27_04.txt", BACK))
    units = [article for document in documents for article in articles_of(document)]
    found = stitch(units)
    (marks,) = (article for article in found if "上接" in article.text)
    assert (marks.kind, marks.text) == (Kind.JUNK, "（下转第4版）\n（上接第1版）")
    prints = {document.source: document.text for document in documents}
    spans = marks.print_spans(0, len(marks.text))
    assert [prints[source][low:high] for source, low, high in spans] == [
        "（下转第4版）",
        "（上接第1版）",
    ]
    assert sum(printed(a.text) for a in found) == sum(printed(a.text) for a in units)


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def grows(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How many times longer four times as much takes: 4 if the time is linear, 16 if quadratic."""
    return seconds(work(4 * size)) / seconds(work(size))


def many(size: int) -> Callable[[], object]:
    """A batch with headlines of a small vocabulary, every tenth of which goes on elsewhere."""
    pick = random.Random(7)
    words = [chr(code) for code in range(0x5000, 0x5000 + 60)]

    def words_of(length: int) -> str:
        return "".join(pick.choices(words, k=length))

    articles = [
        Article(
            str(at),
            f"{at}.txt",
            words_of(8),
            words_of(40) + ("（下转第4版）" if at % 10 == 0 else "。"),
        )
        for at in range(size)
    ]
    return lambda: stitch(articles)


def listed(size: int) -> Callable[[], object]:
    """A contents page with a section above every entry."""
    lines = split_lines("\n".join(f"栏目{at}\n岚江大桥检测完毕\t{at % 900}" for at in range(size)))
    assert find_contents(lines) is not None
    return lambda: find_contents(lines)


def paged(size: int) -> Callable[[], object]:
    """A plain text with a page break before every line."""
    line = "岚江大桥吊杆检测完毕。\n"
    breaks = tuple(PageBreak(at * len(line), str(at)) for at in range(size))
    document = Document("book.txt", line * size, breaks, plain=True)
    return lambda: assemble(document)


def test_stitching_a_large_batch_takes_its_time_once() -> None:
    assert grows(many, 1500) < 10


def test_a_long_contents_page_takes_its_time_once() -> None:
    assert grows(listed, 1500) < 10


def test_a_document_of_many_pages_takes_its_time_once() -> None:
    assert grows(paged, 1500) < 10


def test_a_place_has_the_label_of_the_page_that_it_stands_on() -> None:
    text = "岚江大桥。\n检测完毕。\n开放通行。"
    pages = (PageBreak(6, "2"), PageBreak(12, "3"))
    (article,) = articles_of(Document("b.txt", text, pages, plain=True))
    assert [(run.source_start, run.page) for run in article.origin] == [
        (0, None),
        (6, "2"),
        (12, "3"),
    ]
